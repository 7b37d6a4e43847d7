"""Each named corridor by kilometre: who is reported where, what stands on it, what passes."""

from typing import Any

import numpy as np

from potay.access.corridors.path import CorridorPath, corridor_names, path_through
from potay.access.readings.untold import is_untold
from potay.access.readings.vehicles import carries, relaxed_times
from potay.access.routes.alternatives import alternatives
from potay.access.routes.route import way_record
from potay.arrays import Longs
from potay.errors import Finding, NoAnswerError
from potay.network.arrays import ROAD, Network
from potay.network.names import suggest
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.search.engine import grow, path_to
from potay.terms.statuses import PASSAGES

#: Ways offered besides each corridor, from its beginning to its end.
OFFERED = 2
#: Corridors that are named to who asks for one that is none.
MOST_NAMED = 12


def corridor_table(scenario: Scenario, ref: str | None = None) -> list[dict[str, Any]]:
    """Every named corridor, or the one called `ref`, for the scenario's mover.

    A corridor is what roads name as theirs, else their number. Its kilometres begin at the end
    nearer to the middle of the network. `status` is that of its worst stretch.

    Returns
    -------
    list
        One dict per corridor, in order of `ref`: ref, name, status, km, km_beside (carriageways
        and branches off the path), usable_by_mover, carries, stretches, gateways, obstacles,
        bridges, alternatives. A stretch tells `at`, a point in its middle (lon, lat), and
        `decided_by`, what makes it as it is but silence (subject, kind, claim_ids).

    Raises
    ------
    NoAnswerError
        Where no road belongs to a corridor called `ref`.
    """
    names = corridor_names(scenario.network)
    known = sorted(set(names.tolist()) - {""})
    if ref is not None:
        if ref.casefold() not in known:
            near = suggest(ref, known)
            more = ", …" if len(known) > MOST_NAMED else ""
            hint = "" if near else f"Known: {', '.join(known[:MOST_NAMED]) or 'none'}{more}."
            message = f"'{ref}' is no corridor of this map.{near}"
            raise NoAnswerError(Finding("error", message, hint=hint))
        known = [ref.casefold()]
    return [_corridor(scenario, Reasons(scenario), name, names) for name in known]


def _corridor(
    scenario: Scenario,
    reasons: Reasons,
    ref: str,
    names: "np.ndarray[tuple[int], np.dtype[np.str_]]",
) -> dict[str, Any]:
    network = scenario.network
    road = network.pieces.kind == ROAD
    pieces = np.flatnonzero(road)[names[network.pieces.owner[road]] == ref]
    path = path_through(network, pieces)
    level = scenario.weights.governing_sets.level[network.pieces.governing[path.piece]]
    on = np.isin(network.edges.piece, path.piece)
    return {
        "ref": ref,
        "name": _name(network, pieces),
        "status": PASSAGES[int(level.max())],
        "km": round(float(path.km[-1]), 3),
        "km_beside": round(float(network.pieces.metres[path.beside].sum()) / 1000, 3),
        "usable_by_mover": bool(np.isfinite(scenario.free_piece_s[path.piece]).all()),
        "carries": carries(network, np.flatnonzero(on)).record(),
        "stretches": _stretches(scenario, reasons, path),
        "gateways": _standing_on(scenario, reasons, path, "gateway"),
        "obstacles": _standing_on(scenario, reasons, path, "obstacle"),
        "bridges": _bridges(network, path),
        "alternatives": [] if is_untold(scenario.state) else _besides(scenario, path),
    }


def _name(network: Network, pieces: Longs) -> str:
    """The name that most of its length bears."""
    codes = network.roads.name.codes[network.pieces.owner[pieces]]
    lengths = np.bincount(codes, weights=network.pieces.metres[pieces])
    return str(network.roads.name.words[int(np.argmax(lengths))])


def _stretches(scenario: Scenario, reasons: Reasons, path: CorridorPath) -> list[dict[str, Any]]:
    """The path cut where holder, status, reports or what decides change."""
    found: list[dict[str, Any]] = []
    governing_sets = scenario.network.pieces.governing[path.piece].tolist()
    usable = np.isfinite(scenario.free_piece_s[path.piece]).tolist()
    for number, (governing, passable) in enumerate(zip(governing_sets, usable, strict=True)):
        told = _told(scenario, reasons, governing) | {"usable_by_mover": passable}
        from_km, to_km = round(float(path.km[number]), 3), round(float(path.km[number + 1]), 3)
        if found and all(found[-1][key] == told[key] for key in told):
            found[-1]["to_km"] = to_km
        else:
            found.append({"from_km": from_km, "to_km": to_km, **told})
    return [part | {"at": _place_at(scenario.network, path, part)} for part in found]


def _place_at(network: Network, path: CorridorPath, part: dict[str, Any]) -> list[float]:
    """A point of the path about the middle of a stretch: on the piece that bears the middle."""
    middle = (part["from_km"] + part["to_km"]) / 2
    number = min(max(int(np.searchsorted(path.km, middle)) - 1, 0), len(path.piece) - 1)
    line = network.coordinates(int(path.piece[number]))
    return [round(float(value), 5) for value in line[len(line) // 2]]


def _bridges(network: Network, path: CorridorPath) -> list[dict[str, Any]]:
    """Where the path crosses bridges: from and to which kilometre, on which road, its limits."""
    found: list[dict[str, Any]] = []
    owners = network.pieces.owner[path.piece]
    for number in np.flatnonzero(network.roads.bridge[owners]).tolist():
        from_km, to_km = round(float(path.km[number]), 3), round(float(path.km[number + 1]), 3)
        limits = {name: _limit(getattr(network.roads, name)[owners[number]])
                  for name in ("max_weight_t", "max_height_m")}  # fmt: skip
        road = str(network.roads.id[owners[number]])
        if found and found[-1]["to_km"] == from_km:
            strictest = {name: _least(found[-1][name], limits[name]) for name in limits}
            found[-1] |= {"to_km": to_km, **strictest}
        else:
            found.append({"from_km": from_km, "to_km": to_km, "road": road, **limits})
    return found


def _limit(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _least(one: float | None, other: float | None) -> float | None:
    stated = [value for value in (one, other) if value is not None]
    return min(stated, default=None)


def _told(scenario: Scenario, reasons: Reasons, governing: int) -> dict[str, Any]:
    """Areas, holders, status and reports of one piece."""
    subjects = scenario.network.subjects
    governing_subjects = reasons.governing_subjects(governing)
    areas = [
        row
        for row in scenario.network.governing_subjects(governing).tolist()
        if subjects.type[row] == "area"
    ]
    held = [_holder(scenario, row) for row in areas]
    return {
        "areas": [str(subjects.id[row]) for row in areas],
        "control": "; ".join(dict.fromkeys(held)) or None,
        "status": PASSAGES[int(scenario.weights.governing_sets.level[governing])],
        "claim_ids": list(
            dict.fromkeys(c for row in governing_subjects for c in reasons.claim_ids(row))
        ),
        "decided_by": _decided_by(scenario, reasons, governing),
    }


def _decided_by(scenario: Scenario, reasons: Reasons, governing: int) -> list[dict[str, Any]]:
    """What makes a piece what it is: the subjects that decide, but those nobody spoke of."""
    level, piece = scenario.passability.level, int(scenario.weights.governing_sets.level[governing])
    return [
        {
            "subject": ".".join(reasons.key(row)),
            "kind": reasons.kind(row),
            "claim_ids": reasons.claim_ids(row),
        }
        for row in reasons.governing_subjects(governing)
        if level[row] == piece and scenario.passability.spoken[row]
    ]


def _holder(scenario: Scenario, area: int) -> str:
    known = scenario.stated.states[area]
    held = known is not None and known.control.basis == "claim"
    return (known.control.value or "unknown") if known is not None and held else "unknown"


def _standing_on(
    scenario: Scenario, reasons: Reasons, path: CorridorPath, kind: str
) -> list[dict[str, Any]]:
    """Gateways or obstacles along the path or beside it, in order of kilometre."""
    network = scenario.network
    pieces = np.concatenate([path.piece, path.beside])
    middle = (path.km[:-1] + path.km[1:]) / 2
    km = np.concatenate([middle, path.beside_km])
    first: dict[int, tuple[float, float]] = {}
    for piece, at in zip(pieces.tolist(), km.tolist(), strict=True):
        governing = network.pieces.governing[piece]
        rows = slice(
            network.governing_sets.indptr[governing], network.governing_sets.indptr[governing + 1]
        )
        shares = network.governing_sets.share[rows].tolist()
        for row, share in zip(network.governing_sets.subject[rows].tolist(), shares, strict=True):
            if network.subjects.type[row] == kind:
                # Where the gateway itself stands, its pieces bear its delay; else the nearest.
                first[row] = min(first.get(row, (np.inf, np.inf)), (-share, at))
    ordered = sorted(first.items(), key=lambda item: (item[1][1], item[0]))
    return [{**reasons.record(row), "km": round(at, 2)} for row, (_, at) in ordered]


def _besides(scenario: Scenario, path: CorridorPath) -> list[dict[str, Any]]:
    """Ways from the corridor's beginning to its end that do not share its stretches."""
    edges = scenario.network.edges
    source, target = int(path.nodes[0]), int(path.nodes[-1])
    times = relaxed_times(scenario.network, scenario.mover)
    cost = np.where(np.isin(edges.piece, path.piece), times[edges.piece] * 1e-6, times[edges.piece])
    tree = grow(edges, cost, source)
    if source == target or not tree.meets(target):
        return []
    first = path_to(edges, tree, target)
    found = alternatives(scenario, source, target, first, OFFERED + 1)[1:]
    kept = ("minutes", "km", "status", "gateways", "areas", "modes", "carries", "usable_by_mover",
            "independent", "shares")  # fmt: skip
    records = [way_record(scenario, Reasons(scenario), path, times) for path in found]
    return [{key: record[key] for key in kept} for record in records]
