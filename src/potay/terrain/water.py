"""Roads under water: the flooded stretches of lines as obstacles with their own claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from potay.arrays import Flags, Floats, Longs, Shapes, ranges
from potay.errors import Finding, SourceError, SpecError
from potay.geo import WGS84, Extent
from potay.terrain.grid import Grid, read_grid
from potay.terrain.lines import Laid, lay

_NO_LINE = shapely.LineString()
#: Shorter touches of a wet cell are rounding, not water on the road (metres).
_LEAST_M = 0.01
_CLAIM_COLUMNS = (
    "subject_type", "subject", "kind", "value", "actor", "valid_from", "valid_to", "as_of",
    "source_id", "reliability", "sensitivity", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Flooding:
    """What a flood raster does to roads.

    `obstacles` is a frame of the role (index `id`, EPSG:4326, one line per flooded stretch)
    with `kind` *flooded*, `depth_m` (the deepest cell met), `road`, and `from_m`, `to_m` along
    the road's line (geodesic metres; along the part, where a road has several). `km` is their
    length, `unknown_km` that of road where the raster has no data; it is not said to be dry.
    """

    obstacles: gpd.GeoDataFrame
    km: float
    unknown_km: float
    findings: tuple[Finding, ...] = ()


def flooding(
    roads: gpd.GeoDataFrame, flood: Path | Grid, *, depth_m: float, source: str, as_of: str
) -> Flooding:
    """The stretches of road under at least `depth_m` of water, exact at the borders of cells.

    Each line is cut where it passes from cell to cell, so that a stretch begins and ends with
    the water, not at a sampled point. A road with `bridge` set passes over the water and is
    not cut; a bridge that is part of a longer line is not known to be one. A road that runs on
    the very border of two cells is in the southern or eastern one.

    Parameters
    ----------
    roads
        Lines, EPSG:4326, index `id`; column `bridge` (True or False) where known. `name` and
        `corridor` are handed on.
    flood
        Raster of depths in metres, or its cells. No data is neither wet nor dry.
    depth_m
        More than 0. Water of this depth or more cuts the road; 0.3 m stops a light vehicle.
    source, as_of
        Written into the obstacles: where the depths come from, and their ISO date or "".

    Raises
    ------
    SpecError
        Where `depth_m` is not above 0.
    SourceError
        Where the raster cannot be used, or `bridge` holds anything but True and False.
    """
    if not depth_m > 0:
        raise SpecError(
            f"a flood depth of {depth_m:g} m would count dry ground as flooded.",
            hint="Give a depth above 0, e.g. 0.3.",
        )
    shapes = np.asarray(roads.geometry.array, dtype=object)
    laid = lay(np.where(_bridges(roads), _NO_LINE, shapes))
    if len(laid.owner) == 0:
        return Flooding(_obstacles(roads, laid, _Spans.none(), source, as_of), 0.0, 0.0)
    grid = flood
    if isinstance(grid, Path):
        grid = read_grid(grid, around=Extent.around(tuple(shapely.total_bounds(shapes))))
    begin, end, depth = _by_cell(laid, grid)
    wet = _joined(begin, end, depth, depth >= depth_m)
    unknown_km = float((end - begin)[np.isnan(depth)].sum()) / 1000
    frame = _obstacles(roads, laid, wet, source, as_of)
    km = float((wet.end - wet.begin).sum()) / 1000
    return Flooding(frame, km, unknown_km, tuple(_unknown(unknown_km, grid.name)))


def flood_claims(
    obstacles: gpd.GeoDataFrame,
    *,
    source_id: str,
    as_of: str,
    status: str = "closed",
    season: str = "",
    reliability: int | None = None,
) -> pd.DataFrame:
    """The claims that flooded stretches make: one `status` each, and one `season` where given.

    A modelled flood is a claim like any other: it has a source, a date and an age, and a newer
    report that a road is dry beats it.

    Parameters
    ----------
    obstacles
        As in `Flooding`; each is the subject of its own claims.
    source_id, as_of
        The source in the ledger, and the ISO date from which the claims are known.
    status
        What the water does: closed, restricted or unknown.
    season
        Months in which it is to be expected, in the ledger's words, e.g. `May-Oct`; "" for a
        flood that is there now.
    reliability
        0 to 4; None is not rated.

    Returns
    -------
    DataFrame
        Text, index `claim_id` (`<obstacle>:status`, `<obstacle>:season`), the ledger's columns.
    """
    rated = "" if reliability is None else str(reliability)
    said = [("status", status)] + ([("season", season)] if season else [])
    rows = {
        f"{subject}:{kind}": {
            "subject_type": "obstacle", "subject": subject, "kind": kind, "value": value,
            "as_of": as_of, "source_id": source_id, "reliability": rated,
            "note": f"Modelled water up to {depth:.2f} m deep.",
        }
        for subject, depth in zip(obstacles.index, obstacles["depth_m"], strict=True)
        for kind, value in said
    }  # fmt: skip
    index = pd.Index(list(rows), name="claim_id", dtype=object)
    table = pd.DataFrame(list(rows.values()), index=index, columns=list(_CLAIM_COLUMNS))
    return table.astype(object).fillna("")


def cut_off_nodes(tail: Longs, head: Longs, cut: Flags, *, nodes: int, hub: int = -1) -> Flags:
    """Which nodes of an undirected network are cut off once the edges in `cut` are gone.

    Parameters
    ----------
    tail, head
        The two nodes of each edge, 0 to `nodes` - 1.
    cut
        Which edges carry nobody any more.
    nodes
        How many nodes there are.
    hub
        The node to reach. Where none is given: the largest group of nodes that still hang
        together (of two as large, the one with the lowest node).
    """
    left = ~np.asarray(cut, dtype=np.bool_)
    ends = (np.asarray(tail)[left], np.asarray(head)[left])
    graph = coo_array((np.ones(left.sum()), ends), shape=(nodes, nodes))
    group = connected_components(graph, directed=False)[1]
    home = group[hub] if hub >= 0 else np.argmax(np.bincount(group))
    off: Flags = group != home
    return off


@dataclass(frozen=True)
class _Spans:
    """Stretches between marks, with the deepest water in each."""

    begin: Floats
    end: Floats
    depth: Floats

    @classmethod
    def none(cls) -> "_Spans":
        return cls(np.zeros(0), np.zeros(0), np.zeros(0))


def _by_cell(laid: Laid, grid: Grid) -> tuple[Floats, Floats, Floats]:
    """Every stretch of line inside one cell, in order: begin mark, end mark, cell value."""
    row, column = grid.place(laid.lonlat[:, 0], laid.lonlat[:, 1])
    first = np.delete(np.arange(len(row)), laid.start[1:] - 1)
    segments = [(each[first], each[first + 1]) for each in (row, column)]
    which, share = zip(
        (np.arange(len(first)), np.zeros(len(first))),
        (np.arange(len(first)), np.ones(len(first))),
        *(_crossings(*each, size) for each, size in zip(segments, grid.values.shape, strict=True)),
        strict=True,
    )
    segment, along = np.concatenate(which), np.concatenate(share)
    order = np.lexsort((along, segment))
    segment, along = segment[order], along[order]
    begins = np.flatnonzero(segment[1:] == segment[:-1])
    of, low, high = segment[begins], along[begins], along[begins + 1]
    middle = (low + high) / 2
    depth = grid.at(*(a[of] + middle * (b[of] - a[of]) for a, b in segments))
    start, span = laid.mark[first][of], (laid.mark[first + 1] - laid.mark[first])[of]
    real = (high > low) & (span > 0)
    # The end of a segment is the vertex itself, so that stretches join without a gap.
    end = np.where(high == 1, laid.mark[first + 1][of], start + high * span)
    return (start + low * span)[real], end[real], depth[real]


def _crossings(begin: Floats, end: Floats, size: int) -> tuple[Longs, Floats]:
    """Where segments pass whole numbers from 0 to `size`: the segment, the share of its way."""
    low, high = np.minimum(begin, end).clip(-1, size + 1), np.maximum(begin, end).clip(-1, size + 1)
    segment, line = ranges(np.floor(low).astype(np.int64) + 1, np.ceil(high).astype(np.int64))
    return segment, (line - begin[segment]) / (end - begin)[segment]


def _joined(begin: Floats, end: Floats, depth: Floats, wet: Flags) -> _Spans:
    """Wet stretches that follow each other without a gap, as one."""
    begin, end, depth = begin[wet], end[wet], depth[wet]
    if len(begin) == 0:
        return _Spans.none()
    first = np.flatnonzero(np.concatenate([[True], begin[1:] - end[:-1] > 1e-6]))
    last = np.concatenate([first[1:], [len(begin)]]) - 1
    begin, end, depth = begin[first], end[last], np.maximum.reduceat(depth, first)
    real = end - begin >= _LEAST_M
    return _Spans(begin[real], end[real], depth[real])


def _obstacles(
    roads: gpd.GeoDataFrame, laid: Laid, wet: _Spans, source: str, as_of: str
) -> gpd.GeoDataFrame:
    part = np.searchsorted(laid.first, wet.begin, side="right") - 1
    owner = laid.owner[part] if len(part) else np.zeros(0, dtype=np.int64)
    road = roads.index.astype(str).to_numpy(dtype=object)[owner]
    columns: dict[str, NDArray[np.generic] | Sequence[str] | str] = {
        "kind": "flooded",
        **{name: _text(roads, name)[owner] for name in ("name", "name_fr", "name_ht", "corridor")},
        "source": source,
        "as_of": as_of,
        "valid_from": "",
        "valid_to": "",
        "sensitivity": "",
        "note": [f"Modelled water up to {each:.2f} m deep." for each in wet.depth],
        "status": "",
        "depth_m": wet.depth.astype(np.float64),
        "road": road,
        "from_m": wet.begin - laid.first[part] if len(part) else wet.begin,
        "to_m": wet.end - laid.first[part] if len(part) else wet.end,
    }
    index = pd.Index(list(_ids(road)), name="id", dtype=object)
    lines: Shapes = laid.between(wet.begin, wet.end) if len(part) else np.zeros(0, dtype=object)
    frame = gpd.GeoDataFrame(columns, index=index, geometry=lines, crs=WGS84)
    frame["reliability"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    return frame


def _ids(road: NDArray[np.object_]) -> Iterator[str]:
    """`flooded-<road>-1`, `-2` … in the direction of each road."""
    for number, name in zip(pd.Series(road).groupby(road).cumcount() + 1, road, strict=True):
        yield f"flooded-{name}-{number}"


def _bridges(roads: gpd.GeoDataFrame) -> Flags:
    """Which rows are bridges. Words are refused: "no" taken for true would hide all water."""
    if "bridge" not in roads:
        return np.zeros(len(roads), dtype=np.bool_)
    said = roads["bridge"].astype(object)
    said = said.where(said.notna(), False).to_numpy(dtype=object)
    odd = {str(value) for value in said if not isinstance(value, bool | np.bool_)}
    if odd:
        raise SourceError(
            f"'{min(odd)}' is not true or false.",
            layer="roads",
            column="bridge",
            hint="Read the roads by their role first.",
        )
    return np.asarray(said, dtype=np.bool_)


def _text(roads: gpd.GeoDataFrame, column: str) -> NDArray[np.object_]:
    if column not in roads:
        return np.full(len(roads), "", dtype=object)
    found: NDArray[np.object_] = roads[column].fillna("").astype(str).to_numpy(dtype=object)
    return found


def _unknown(unknown_km: float, label: str) -> Iterator[Finding]:
    if unknown_km >= 0.05:
        yield Finding(
            "info",
            f"the flood raster has no data for {unknown_km:,.1f} km of road; "
            "they are neither reported flooded nor dry.",
            file=label,
        )
