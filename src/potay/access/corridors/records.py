"""Corridors with what the rasters and the ledger say beside them: people, climbs, tolls, words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.access.corridors.path import CorridorPath, corridor_names, path_through
from potay.access.corridors.sentences import Namer, sentences
from potay.access.corridors.table import corridor_table
from potay.built import Dataset
from potay.geo import WGS84
from potay.network import Scenario
from potay.network.arrays import ROAD, Network
from potay.network.weights import free_times
from potay.terms.statuses import PASSAGES
from potay.terms.subjects import SUBJECT_OF_ROLE
from potay.terms.vehicles import VEHICLES
from potay.terrain import people_near, slopes
from potay.terrain.rasters import raster_of

#: How far from a corridor people count as living along it (metres).
BESIDE_M = 2000.0
#: By which column a subject of a corridor's paragraph is named first, in each language.
_NAMES = {"fr": ("name_fr", "name", "name_ht"), "ht": ("name_ht", "name_fr", "name"),
          "en": ("name", "name_fr", "name_ht")}  # fmt: skip
_ANY_NAME = _NAMES["fr"]
#: Below this length (metres) a road's grade is one height against the next, mostly noise.
LONG_ENOUGH_M = 200.0


def corridor_records(
    scenario: Scenario, datasets: Mapping[str, Dataset], ref: str | None = None
) -> list[dict[str, Any]]:
    """Every corridor of `corridor_table`, or the one called `ref`, with more to each.

    Returns
    -------
    list
        Besides the fields of `corridor_table`: `name_fr` and `name_ht` (where the roads have them),
        `people_2km` (modelled; None without a population
        raster), `climb_m`, `descent_m` (in the direction of its kilometres), `mean_grade_pct`,
        `max_grade_pct` (of its roads of 200 m or more; None without terrain), `windows` and
        `tolls` (subject and value, as reported), `status_by_class` (by vehicle class, "1" to
        "6", of the same organisation: `status`, and whether it `fits`; *closed* where it does
        not), and
        `sentence_fr`, `sentence_ht`, `sentence_en`.

    Raises
    ------
    NoAnswerError
        Where no road belongs to a corridor called `ref`.
    SourceError, SpecError
        Where a raster cannot be used.
    """
    records = corridor_table(scenario, ref)
    paths = {one["ref"]: _path(scenario.network, one["ref"]) for one in records}
    people = _people(scenario.network, paths, datasets)
    found = []
    for one in records:
        path = paths[one["ref"]]
        more = {
            **{key: one[key] for key in ("ref", "name")},
            **_road_names(datasets, one["name"]),
            **one,
            "people_2km": people.get(one["ref"]),
            **_climb(scenario.network, path, datasets),
            "status_by_class": _by_class(scenario, path),
            **_hours_and_tolls(scenario, path),
        }
        told = sentences(scenario, more, _namer(datasets))
        found.append(more | {f"sentence_{language}": told[language] for language in told})
    return found


def corridor_lines(
    scenario: Scenario, records: Iterable[Mapping[str, Any]]
) -> dict[str, tuple[shapely.LineString, list[shapely.LineString]]]:
    """The course of each corridor from end to end, and those of its stretches in their order.

    `records` are those of `corridor_records` for the same scenario.
    """
    return {one["ref"]: _drawn(scenario.network, one) for one in records}


def _drawn(
    network: Network, record: Mapping[str, Any]
) -> tuple[shapely.LineString, list[shapely.LineString]]:
    path = _path(network, record["ref"])
    lines = _lines(network, path).tolist()
    middle = (path.km[:-1] + path.km[1:]) / 2
    bounds = [part["to_km"] for part in record["stretches"]]
    stretch = np.minimum(np.searchsorted(bounds, middle), len(bounds) - 1)
    parts = [
        _in_one([lines[piece] for piece in np.flatnonzero(stretch == number)])
        for number in range(len(bounds))
    ]
    return _in_one(lines), parts


def _in_one(lines: Sequence[shapely.LineString]) -> shapely.LineString:
    """Lines that follow each other as one; a position that neighbours share stands once."""
    if not lines:  # of a stretch shorter than a metre
        return shapely.LineString()
    xy = np.concatenate([shapely.get_coordinates(line) for line in lines])
    return shapely.LineString(xy[np.append(True, (xy[1:] != xy[:-1]).any(axis=1))])


def _namer(datasets: Mapping[str, Dataset]) -> Namer:
    """Names of areas and gateways in the reader's language, as the page tells them."""
    known: dict[tuple[str, str], dict[str, str]] = {}
    for dataset in datasets.values():
        kind = SUBJECT_OF_ROLE.get(dataset.role)
        if kind in ("area", "gateway") and dataset.frame is not None:
            frame = dataset.frame[[one for one in _ANY_NAME if one in dataset.frame]]
            rows = frame.to_dict("index")
            known |= {(kind, str(one)): row for one, row in rows.items()}

    def name(kind: str, one: str, language: str) -> str:
        row = known.get((kind, one), {})
        return next((row[field] for field in _NAMES[language] if row.get(field)), one)

    return name


def _road_names(datasets: Mapping[str, Dataset], name: str) -> dict[str, str]:
    """What the roads that bear a name are called in French and Kreyòl; "" where none says it."""
    found = {"name_fr": "", "name_ht": ""}
    for dataset in datasets.values():
        frame = dataset.frame
        if dataset.role == "roads" and frame is not None and name:
            named = frame[frame["name"] == name]
            for field in found.keys() & set(named.columns):
                found[field] = found[field] or next((word for word in named[field] if word), "")
    return found


def _path(network: Network, ref: str) -> CorridorPath:
    road = np.flatnonzero(network.pieces.kind == ROAD)
    return path_through(network, road[corridor_names(network)[network.pieces.owner[road]] == ref])


def _lines(network: Network, path: CorridorPath) -> gpd.GeoSeries:
    """The pieces of a path as lines in its direction."""
    forward = network.pieces.a[path.piece] == path.nodes[:-1]
    drawn = [
        shapely.LineString(network.coordinates(piece, forward=bool(onward)))
        for piece, onward in zip(path.piece.tolist(), forward, strict=True)
    ]
    return gpd.GeoSeries(drawn, crs=WGS84)


def _people(
    network: Network, paths: Mapping[str, CorridorPath], datasets: Mapping[str, Dataset]
) -> dict[str, int | None]:
    population = raster_of(datasets, "population")
    if population is None or not paths:
        return {}
    whole = [shapely.MultiLineString(_lines(network, one).tolist()) for one in paths.values()]
    index = pd.Index(list(paths), dtype=object)
    rows = people_near(
        gpd.GeoSeries(whole, index=index, crs=WGS84), population, within_m=BESIDE_M
    ).rows["persons"]
    return {str(ref): None if pd.isna(each) else round(each) for ref, each in rows.items()}


def _climb(
    network: Network, path: CorridorPath, datasets: Mapping[str, Dataset]
) -> dict[str, float | None]:
    """Metres up and down along a path, its mean grade and that of its steepest road."""
    terrain = raster_of(datasets, "terrain")
    names = ("climb_m", "descent_m", "mean_grade_pct", "max_grade_pct")
    if terrain is None:
        return dict.fromkeys(names)
    owner = network.pieces.owner[path.piece]
    rows = slopes(_lines(network, path), terrain, spans=network.roads.bridge[owner])
    metres = (network.pieces.metres[path.piece] * rows["covered"]).to_numpy(np.float64)
    if not metres.sum() > 0:
        return dict.fromkeys(names)
    up, down = (rows[name].fillna(0.0).to_numpy(np.float64) for name in names[:2])
    each = {name: np.bincount(owner, of) for name, of in (("rise", up + down), ("m", metres))}
    long = each["m"] >= LONG_ENOUGH_M
    steepest = 100 * each["rise"][long] / each["m"][long]
    mean = 100 * (up + down).sum() / metres.sum()
    values = (up.sum(), down.sum(), mean, steepest.max() if long.any() else mean)
    return {name: round(float(value), 1) for name, value in zip(names, values, strict=True)}


def _by_class(scenario: Scenario, path: CorridorPath) -> dict[str, dict[str, Any]]:
    """The status of a path for each vehicle class; who moves stays the same."""
    network = scenario.network
    level = scenario.weights.governing_sets.level[network.pieces.governing[path.piece]].max()
    found = {}
    for vehicle_class, vehicle in VEHICLES.items():
        limits = {
            "vehicle_class": vehicle_class,
            "weight_t": vehicle.weight_t,
            "height_m": vehicle.height_m,
        }
        times = free_times(network, scenario.mover.model_copy(update=limits))
        fits = bool(np.isfinite(times[path.piece]).all())
        status = PASSAGES[int(level)] if fits else "closed"
        found[str(vehicle_class)] = {"status": status, "fits": fits}
    return found


def _hours_and_tolls(scenario: Scenario, path: CorridorPath) -> dict[str, list[dict[str, str]]]:
    """Windows, curfews and tolls reported of anything that governs a path, each once."""
    governing_sets = np.unique(scenario.network.pieces.governing[path.piece]).tolist()
    rows = dict.fromkeys(
        row
        for governing in governing_sets
        for row in scenario.network.governing_subjects(governing).tolist()
    )
    said = [one for row in rows for one in _limits(scenario, row)]
    return {
        "windows": [one for one in said if one["kind"] != "toll"],
        "tolls": [one for one in said if one["kind"] == "toll"],
    }


def _limits(scenario: Scenario, row: int) -> Iterator[dict[str, str]]:
    known = scenario.stated.states[row]
    subject = ".".join(scenario.network.subjects.key(row))
    if known is None:
        return
    said = (("window", known.windows), ("curfew", known.curfews), ("toll", known.tolls))
    for kind, values in said:
        for value in values:
            yield {"subject": subject, "kind": kind, "value": value.text}
