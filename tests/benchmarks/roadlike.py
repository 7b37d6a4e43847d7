"""Road-like networks of any size: what a country looks like to the compiler and the engine.

Points in clusters and between them, joined by a minimum spanning tree and short further edges of
their Delaunay triangulation: 1.32 edges per node, an eighth of the nodes dead ends, one in seven
side streets one-way, a grid of faster roads. Deterministic; nothing of it is a real place.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay

#: Nodes that give about so many directed edges.
SIZES = {"s": 38_500, "m": 192_500, "l": 560_000}
WEST, SOUTH, WIDE, HIGH = -74.5, 18.0, 2.5, 1.6
CELLS = (25, 20)


def road_frame(nodes: int, seed: int = 0, vertices: int = 4) -> gpd.GeoDataFrame:
    """One road per edge, of `vertices` points, in the columns of the role roads."""
    rng = np.random.default_rng(seed)
    points = _points(nodes, rng)
    ends, tree = _edges(points, rng)
    fast = np.abs((points[ends].mean(axis=1) * 20) % 1 - 0.5).max(axis=1) > 0.47
    oneway = (rng.random(len(ends)) < 0.15) & ~fast & ~tree
    side = np.where(rng.random(len(ends)) < 0.3, "tertiary", "residential")
    names = np.char.add("r", np.char.zfill(np.arange(len(ends)).astype(str), 7))
    return gpd.GeoDataFrame(
        {"class": np.where(fast, "primary", side), "oneway": np.where(oneway, "yes", "no")},
        geometry=_lines(points, ends, vertices, rng),
        crs="EPSG:4326",
        index=pd.Index(names.astype(object), name="id"),
    )


def area_frame(seed: int = 0, along: int = 50) -> gpd.GeoDataFrame:
    """500 quarters with crooked borders that fill the ground without a gap."""
    across, up = CELLS
    rng = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(across + 1.0), np.arange(up + 1.0), indexing="ij"), -1)
    corner[1:-1, 1:-1] += rng.uniform(-0.25, 0.25, (across - 1, up - 1, 2))
    flat = {(i, j): _border(corner[i, j], corner[i + 1, j], along, rng)
            for i in range(across) for j in range(up + 1)}  # fmt: skip
    steep = {(i, j): _border(corner[i, j], corner[i, j + 1], along, rng)
             for i in range(across + 1) for j in range(up)}  # fmt: skip
    rings = {
        f"a{i:02d}-{j:02d}": np.concatenate(
            [flat[i, j][:-1], steep[i + 1, j][:-1], flat[i, j + 1][:0:-1], steep[i, j][:0:-1]]
        )
        for i in range(across)
        for j in range(up)
    }
    scale, low = np.array([(WIDE + 0.2) / across, (HIGH + 0.2) / up]), (WEST - 0.1, SOUTH - 0.1)
    shapes = [shapely.Polygon(ring * scale + low) for ring in rings.values()]
    index = pd.Index(list(rings), name="id", dtype=object)
    frame = gpd.GeoDataFrame({"name": list(rings)}, geometry=shapes, crs="EPSG:4326", index=index)
    assert frame.geometry.is_valid.all()
    return frame


def site_frame(count: int, seed: int = 0) -> gpd.GeoDataFrame:
    """Places all over the ground."""
    rng = np.random.default_rng(seed + 1)
    lonlat = rng.random((count, 2)) * (WIDE, HIGH) + (WEST, SOUTH)
    return gpd.GeoDataFrame(
        {"name": "", "kind": "camp", "persons": rng.integers(10, 900, count)},
        geometry=shapely.points(lonlat),
        crs="EPSG:4326",
        index=pd.Index([f"s{row:05d}" for row in range(count)], name="id", dtype=object),
    )


def gateway_frame(roads: gpd.GeoDataFrame, count: int = 300, seed: int = 0) -> gpd.GeoDataFrame:
    """Gateways in the middle of roads here and there."""
    rng = np.random.default_rng(seed + 2)
    lines = roads.geometry.to_numpy()[rng.choice(len(roads), count, replace=False)]
    names = [f"g{row:03d}" for row in range(count)]
    return gpd.GeoDataFrame(
        {"name": names},
        geometry=shapely.line_interpolate_point(lines, 0.5, normalized=True),
        crs="EPSG:4326",
        index=pd.Index(names, name="id", dtype=object),
    )


def _points(nodes: int, rng: np.random.Generator) -> np.ndarray:
    count = max(8, nodes // 20_000)
    centres, spread = rng.random((count, 2)), rng.gamma(2, 0.03, count)
    own = rng.integers(0, count, nodes * 7 // 10)
    near = centres[own] * (WIDE, HIGH) + rng.normal(size=(len(own), 2)) * spread[own, None]
    far = rng.random((nodes - len(own), 2)) * (WIDE, HIGH)
    inside = np.clip(np.concatenate([near, far]), (-0.05, -0.05), (WIDE + 0.05, HIGH + 0.05))
    return np.unique(np.round(inside + np.array([WEST, SOUTH]), 6), axis=0)


def _edges(points: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    corners = Delaunay(points).simplices.astype(np.int64)
    ends = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    ends = np.unique(np.sort(ends, axis=1), axis=0)
    step = points[ends[:, 0]] - points[ends[:, 1]]
    metres = np.maximum(np.hypot(step[:, 0] * 0.945, step[:, 1]) * 111_320, 0.5)
    count = len(points)
    graph = csr_matrix((metres, tuple(ends.T)), shape=(count, count))
    tree = minimum_spanning_tree(graph).tocoo()
    low, high = np.minimum(tree.row, tree.col), np.maximum(tree.row, tree.col)
    in_tree = np.isin(ends[:, 0] * count + ends[:, 1], low.astype(np.int64) * count + high)
    rest = np.flatnonzero(~in_tree)
    likely = np.argsort(metres[rest] * rng.gamma(2, 1, len(rest)))
    kept = in_tree.copy()
    kept[rest[likely[: int(0.32 * count)]]] = True
    return ends[kept], in_tree[kept]


def _lines(
    points: np.ndarray, ends: np.ndarray, vertices: int, rng: np.random.Generator
) -> np.ndarray:
    part = np.linspace(0, 1, vertices)[None, :, None]
    line = points[ends[:, 0]][:, None] * (1 - part) + points[ends[:, 1]][:, None] * part
    line[:, 1:-1] += rng.normal(size=(len(ends), vertices - 2, 2)) * 2e-5
    return shapely.linestrings(line)


def _border(start: np.ndarray, stop: np.ndarray, along: int, rng: np.random.Generator):
    part = np.linspace(0, 1, along)[:, None]
    line = start * (1 - part) + stop * part
    line[1:-1] += rng.normal(size=(along - 2, 2)) * 0.002
    return line
