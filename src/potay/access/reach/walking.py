"""The last stretch on foot: places no vehicle reaches, walked to from where the vehicles get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from potay.access.reach.reached import reached
from potay.access.readings.endpoints import find_hubs
from potay.access.readings.readings import Readings
from potay.access.readings.untold import refuse_untold
from potay.arrays import Flags, Floats
from potay.built import Dataset
from potay.errors import Finding, NoAnswerError
from potay.geo import WGS84, Extent
from potay.network import Scenario
from potay.terms.statuses import ARRIVES, READINGS
from potay.terrain import Grid, closed_cells, read_grid, walking_surface, walks
from potay.terrain.rasters import raster_of

#: Kinds of the base layer that nobody is said to wade through.
WATER = ("river", "lake")
#: How far around the places people are walked (degrees, about 11 km).
MARGIN_DEG = 0.1
#: Persons walk this long at most (hours).
LONGEST_H = 12.0


@dataclass(frozen=True)
class WalkAnswer:
    """One row per site or facility that no vehicle presumably reaches.

    `walk_status` is *reached*, *not_reached* (no way round what is closed, or over 12 hours
    on foot and by road), *on_barrier* (in a closed area, or the cell of a river), *no_ground*
    (no height known) or *outside* (off the terrain). `walk_minutes` and `walk_km` are on foot,
    `minutes` with the ride before; None where not reached. `walk_from` is lon, lat of where the
    ride ends. Modelled over open ground without paths: slower than a path, longer than a line.
    """

    rows: pd.DataFrame
    findings: tuple[Finding, ...] = ()


COLUMNS = ("type", "id", "name", "status", "walk_status", "walk_minutes", "walk_km", "minutes",
           "walk_from", "mover")  # fmt: skip


def walk_answer(
    scenario: Scenario,
    hubs: Sequence[str],
    datasets: Mapping[str, Dataset],
    frames: Mapping[str, pd.DataFrame],
) -> WalkAnswer:
    """Walks to every site and facility that is cut off by road, in the presumed reading.

    Walkers start wherever a vehicle of the scenario's mover gets. Areas closed to the mover, or
    of which it is uncertain, are walked around; so are rivers and lakes of the base layer but at
    bridges, and the sea where that layer has land. No ford is known to this model.

    Raises
    ------
    NoAnswerError
        Where the map has no terrain, the ground is too large to walk over, no walk can begin,
        or silence is not told, as in a public map.
    """
    refuse_untold(scenario.state, "a walk")
    terrain = raster_of(datasets, "terrain")
    if terrain is None:
        raise NoAnswerError(
            "the map has no terrain to walk over.",
            hint="Add a layer whose dataset has the role terrain.",
        )
    targets = _beyond_the_road(scenario, hubs)
    if targets.empty:
        return WalkAnswer(pd.DataFrame(columns=list(COLUMNS), dtype=object))
    box = Extent.around(tuple(targets.total_bounds), MARGIN_DEG)
    grid = read_grid(terrain, around=box)
    surface = walking_surface(grid, closed=_closed(scenario, grid, datasets, frames))
    starts = _starts(scenario, hubs, box)
    found = walks(surface, starts, targets.geometry, until_s=LONGEST_H * 3600)
    pairs = zip(targets.to_dict("records"), found.rows.to_dict("records"), strict=True)
    rows = [_told(scenario, target, walk, starts) for target, walk in pairs]
    return WalkAnswer(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object), found.findings)


def _beyond_the_road(scenario: Scenario, hubs: Sequence[str]) -> gpd.GeoDataFrame:
    status = reached(scenario, hubs)
    status = status[~status.isin(ARRIVES)]
    places, starts = scenario.network.places, set(find_hubs(scenario.network, hubs))
    row_of = {
        (kind, one): row
        for row, (kind, one) in enumerate(zip(places.type, places.id, strict=True))
        if row not in starts
    }
    status = status[[key in row_of for key in status.index]]
    rows = np.array([row_of[key] for key in status.index], dtype=np.int64)
    columns = {
        "type": places.type[rows].astype(object),
        "id": places.id[rows].astype(object),
        "name": places.name[rows].astype(object),
        "status": status.to_numpy(),
    }
    at = gpd.points_from_xy(places.lon[rows], places.lat[rows], crs=WGS84)
    return gpd.GeoDataFrame(columns, geometry=at, crs=WGS84)


def _starts(scenario: Scenario, hubs: Sequence[str], box: Extent) -> gpd.GeoDataFrame:
    """Nodes of the box with the seconds at which the first vehicle of any hub is there."""
    nodes = scenario.network.nodes
    near = np.flatnonzero(box.holds(nodes.lon, nodes.lat))
    seconds: Floats = np.full(len(near), np.inf)
    readings = Readings(scenario)
    for row in find_hubs(scenario.network, hubs):
        ways = readings.between(int(scenario.network.places.node[row]), near.tolist())
        seconds = np.minimum(seconds, ways["presumed"].seconds)
    at = gpd.points_from_xy(nodes.lon[near], nodes.lat[near], crs=WGS84)
    index = pd.Index(near.astype(str), dtype=object)
    return gpd.GeoDataFrame({"seconds": seconds}, index=index, geometry=at, crs=WGS84)


def _closed(
    scenario: Scenario,
    grid: Grid,
    datasets: Mapping[str, Dataset],
    frames: Mapping[str, pd.DataFrame],
) -> Flags:
    """Cells of areas closed in the presumed reading, of water without a bridge, of the sea."""
    subjects, level = scenario.network.subjects, scenario.passability.level
    shut = (subjects.type == "area") & (level > READINGS["presumed"])
    areas = frames.get("area")
    closed = np.zeros(grid.values.shape, dtype=np.bool_)
    if areas is not None:
        closed |= closed_cells(grid, areas[areas.index.isin(subjects.id[shut])].geometry)
    for base in (one.frame for one in datasets.values() if one.role == "base"):
        if base is None:
            continue
        roads = frames["road"]
        bridges = roads[roads["bridge"].astype("boolean").fillna(False).to_numpy(np.bool_)]
        water = base[base["kind"].isin(WATER)].geometry
        closed |= closed_cells(grid, water, crossings=bridges.geometry)
        land = base[base["kind"] == "land"].geometry
        if len(land):
            closed |= ~closed_cells(grid, land)
    return closed


def _told(
    scenario: Scenario,
    target: Mapping[str, Any],
    walk: Mapping[str, Any],
    starts: gpd.GeoDataFrame,
) -> dict[str, Any]:
    row = {name: str(target[name]) for name in ("type", "id", "name", "status")}
    row |= {"walk_status": str(walk["status"]), "mover": scenario.mover.name}
    if walk["status"] != "reached":
        return row | dict.fromkeys(("walk_minutes", "walk_km", "minutes", "walk_from"))
    start = starts.geometry[walk["start"]]
    return row | {
        "walk_minutes": round(walk["walk_minutes"], 1),
        "walk_km": round(walk["walk_km"], 3),
        "minutes": round(walk["seconds"] / 60, 1),
        "walk_from": [round(start.x, 5), round(start.y, 5)],
    }
