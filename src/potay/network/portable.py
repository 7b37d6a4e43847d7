"""The compiled network as plain values: what a page embeds to answer questions by itself.

Numbers that follow each other closely are told as differences, columns in which few values
repeat as codes. Pieces are in the network's order: roads first, then connectors, then links.
Everything needed for the library's own answers is here; nothing is needed from anywhere else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from potay.arrays import Floats
from potay.geo import STEPS
from potay.network.arrays import CONNECTOR, LINK, ROAD, Network
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.network.weights import free_times
from potay.slope_speed import SPEED_SHARE
from potay.terms.vehicles import GRADES_PCT, ON_FOOT, WHEELED

#: Above this many pieces a page cannot answer at once on a cheap phone.
MOST_PIECES = 60_000
#: Up to this grade nobody is slower.
FLAT_PCT = GRADES_PCT[1]


def portable(scenarios: Mapping[str, Scenario]) -> dict[str, Any] | None:
    """One network with the verdicts of one state for several movers, as JSON can hold it.

    Parameters
    ----------
    scenarios
        Scenarios by the mover's name, all on one standing (network, state and what-if).

    Returns
    -------
    dict or None
        None where the network is too large for a page. Coordinates are whole steps of 1e-5°
        (EPSG:4326), lengths whole centimetres, times seconds.
    """
    driven = [
        scenario for scenario in scenarios.values() if scenario.mover.vehicle_class != ON_FOOT
    ]
    first = next(iter([*driven, *scenarios.values()]))
    network = first.network
    if len(network.pieces.metres) > MOST_PIECES:
        return None
    return {
        "as_of": first.state.as_of.isoformat(),
        "movers": list(scenarios),
        "on_foot": [scenario.mover.vehicle_class == ON_FOOT for scenario in scenarios.values()],
        "nodes": _nodes(network),
        "pieces": _pieces(network),
        "roads": _roads(network, scenarios),
        "links": _links(network, scenarios),
        "service": [_significant(_service_pace(scenario)) for scenario in scenarios.values()],
        "combos": _governing_sets(network),
        "subjects": _subjects(first),
        "verdicts": _verdicts(scenarios),
        "places": _places(network),
        "rules": {
            "prior_open": first.rules.prior_open,
            "restricted_penalty": first.rules.restricted_penalty,
            "silent_level": first.passability.silent_level,
        },
    }


def _nodes(network: Network) -> dict[str, Any]:
    lon, lat = _steps(network.nodes.lon), _steps(network.nodes.lat)
    return {"lon": _differences(lon), "lat": _differences(lat)}


def _steps(degrees: Floats) -> NDArray[np.int64]:
    return np.rint(degrees * STEPS).astype(np.int64)


def _differences(values: NDArray[np.integer]) -> list[int]:
    """The first value, then how much each differs from the one before it."""
    found: list[int] = np.diff(values.astype(np.int64), prepend=0).tolist()
    return found


def _pieces(network: Network) -> dict[str, Any]:
    """`counts` by kind; `b` as its difference from `a`; `oneway` of the few that bind vehicles.

    `course` has the inner positions of a bent piece, as steps from its node `a` on.
    """
    pieces, edges = network.pieces, network.edges
    count = len(pieces.a)
    there, back = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    there[edges.piece[edges.forward]] = True
    back[edges.piece[~edges.forward]] = True
    oneway = there.astype(np.int64) - back.astype(np.int64)
    single = np.flatnonzero(oneway)
    return {
        "counts": [int((pieces.kind == kind).sum()) for kind in (ROAD, CONNECTOR, LINK)],
        "a": _differences(pieces.a),
        "b": (pieces.b.astype(np.int64) - pieces.a).tolist(),
        "cm": np.rint(pieces.metres * 100).astype(np.int64).tolist(),
        "combo": pieces.governing.tolist(),
        "owner": _differences(pieces.owner),
        "oneway": {str(piece): int(oneway[piece]) for piece in single.tolist()},
        "course": _courses(network),
    }


def _courses(network: Network) -> dict[str, list[int]]:
    start, xy = network.pieces.xy_start, _steps(network.pieces.xy)
    found = {}
    for piece in np.flatnonzero(np.diff(start) > 2).tolist():
        line = xy[start[piece] : start[piece + 1] - 1]
        found[str(piece)] = np.diff(line, axis=0).ravel().tolist()
    return found


def _roads(network: Network, scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """Ids, and per road a *gait*: how fast each mover goes on it and what it carries.

    A gait is [practicability, most tonnes, most metres of height, paved, [seconds per metre for
    each mover on level ground], [what fits for each mover: 2 its vehicle, 1 only something
    smaller on wheels, 0 only people on foot]]. `grade` is in percent, null where speed does not
    depend on it; `share` tells per mover what is left of its speed at each of `grades`.
    """
    roads = network.roads
    level = replace(network, roads=replace(roads, grade_pct=np.full(len(roads.id), np.nan)))
    own = [
        _on_roads(network, free_times(network, scenario.mover)) for scenario in scenarios.values()
    ]
    loose = [
        _on_roads(level, free_times(level, scenario.mover, ON_FOOT))
        for scenario in scenarios.values()
    ]
    wheels = [_on_roads(network, _relaxed(scenario, WHEELED)) for scenario in scenarios.values()]
    gaits = []
    for row in range(len(roads.id)):
        fits = [
            2 if np.isfinite(mine[row]) else int(np.isfinite(small[row]))
            for mine, small in zip(own, wheels, strict=True)
        ]
        limits = [_or_none(roads.max_weight_t[row]), _or_none(roads.max_height_m[row])]
        paces = [_significant(pace[row]) for pace in loose]
        carried = int(roads.practicability[row])
        gaits.append([carried, *limits, int(roads.paved[row]), paces, fits])
    steep = np.where(roads.grade_pct > FLAT_PCT, roads.grade_pct, np.nan)
    return {
        "id": roads.id.tolist(),
        "gait": _coded(gaits),
        "grade": [_or_none(value) for value in steep.tolist()],
        "grades": list(GRADES_PCT),
        "share": [
            list(SPEED_SHARE[scenario.mover.vehicle_class]) for scenario in scenarios.values()
        ],
    }


def _on_roads(network: Network, seconds: Floats) -> Floats:
    """Seconds per metre on each road; a road without pieces takes none."""
    pieces = network.pieces
    pace = np.zeros(len(network.roads.id))
    road = pieces.kind == ROAD
    longest = np.lexsort((pieces.metres[road],))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.nan_to_num(seconds[road] / pieces.metres[road], nan=0.0, posinf=np.inf)
    pace[pieces.owner[road][longest]] = each[longest]
    return pace


def _relaxed(scenario: Scenario, vehicle_class: int) -> Floats:
    """Seconds per piece at the mover's speeds for a vehicle that fits wherever the class does."""
    return free_times(scenario.network, scenario.mover, vehicle_class)


def _links(network: Network, scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """Ids, modes, and per mover the seconds that each takes and what fits (as on roads)."""
    links = network.links
    link = network.pieces.kind == LINK
    owner = network.pieces.owner[link]
    told: dict[str, Any] = {
        "id": links.id.tolist(),
        "mode": links.mode.all().tolist(),
        "load": links.min_load_class.tolist(),
        "capacity": links.capacity.all().tolist(),
        "days": links.days.all().tolist(),
        "seconds": [],
        "fits": [],
    }
    for scenario in scenarios.values():
        seconds, fits = np.zeros(len(links.id)), np.zeros(len(links.id), np.int64)
        seconds[owner] = _relaxed(scenario, ON_FOOT)[link]
        fits[owner] = np.isfinite(_relaxed(scenario, WHEELED)[link])
        fits[owner[np.isfinite(scenario.free_piece_s[link])]] = 2
        told["seconds"].append([_significant(value) for value in seconds.tolist()])
        told["fits"].append(fits.tolist())
    return told


def _service_pace(scenario: Scenario) -> float:
    """Seconds per metre on connectors."""
    return 3.6 / scenario.mover.speeds_kmh.get("service", scenario.mover.default_speed_kmh)


def _governing_sets(network: Network) -> dict[str, Any]:
    """How many subjects each governing set has, which, and the parts of delay that are not 0."""
    governing_sets = network.governing_sets
    shares = {
        str(row): _significant(governing_sets.share[row])
        for row in np.flatnonzero(governing_sets.share)
    }
    return {
        "sizes": np.diff(governing_sets.indptr).tolist(),
        "subject": governing_sets.subject.tolist(),
        "share": shares,
    }


def _subjects(scenario: Scenario) -> dict[str, Any]:
    """Keys, what decides about each (basis, by) and its claims; the same for every mover.

    `delay_m` tells over how many metres a delay is spread, where it is.
    """
    network, reasons = scenario.network, Reasons(scenario)
    keys = [".".join(network.subjects.key(row)) for row in range(len(network.subjects.id))]
    spread = np.flatnonzero(np.isfinite(scenario.stated.delay_m))
    return {
        "key": keys,
        "basis": _coded([verdict.basis for verdict in scenario.passability.verdicts]),
        "by": _coded([verdict.by for verdict in scenario.passability.verdicts]),
        "claims": _coded([reasons.claim_ids(row) for row in range(len(keys))]),
        "delay_m": {str(row): _significant(scenario.stated.delay_m[row]) for row in spread},
    }


def _verdicts(scenarios: Mapping[str, Scenario]) -> list[dict[str, Any]]:
    """Per mover and subject: [level, seconds of delay, penalty, probability]."""
    return [
        _coded(
            [
                [verdict.level, *map(_significant, (verdict.delay_s, verdict.penalty)),
                 _significant(verdict.probability, 9)]
                for verdict in scenario.passability.verdicts
            ]
        )
        for scenario in scenarios.values()
    ]  # fmt: skip


def _places(network: Network) -> dict[str, Any]:
    """Where journeys begin and end: a key, or the row of the subject that it is.

    Of one that is `apart` (misplaced) nothing can be said.
    """
    places, subjects = network.places, network.subjects
    rows = {".".join(subjects.key(row)): row for row in range(len(subjects.id))}
    keys = [f"{kind}.{one}" for kind, one in zip(places.type, places.id, strict=True)]
    return {
        "key": [rows.get(key, key) for key in keys],
        "node": places.node.tolist(),
        "snap_m": [_or_none(value, 1) for value in places.snap_m],
        "apart": np.flatnonzero(places.misplaced).tolist(),
    }


def _or_none(value: float, digits: int = 3) -> float | int | None:
    return _significant(round(float(value), digits)) if np.isfinite(value) else None


def _significant(value: float, digits: int = 7) -> float | int:
    """A number with as many digits as an answer to a hundredth of a minute needs."""
    told = float(f"{float(value):.{digits}g}")
    return int(told) if told.is_integer() else told


def _coded(values: Sequence[Any]) -> dict[str, Any]:
    """A column in which few values repeat: `of` are the values, `is` their numbers."""
    keys = [json.dumps(value) for value in values]
    different = {key: number for number, key in enumerate(_once(keys))}
    return {"of": [json.loads(key) for key in different], "is": [different[key] for key in keys]}


def _once(keys: Iterable[str]) -> dict[str, None]:
    return dict.fromkeys(keys)
