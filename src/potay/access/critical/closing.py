"""What the loss of one gateway would cost, in people and in time.

Asked of the *presumed* reading: what is reported passable and what nobody reports on. A site
counts as reached when one hub reaches it; a pair is a hub with a site.
"""

from typing import Any

import numpy as np

from potay.access.chance.quotient import governed_by, patches_of
from potay.access.chance.sampled import without_each
from potay.access.critical.people import People, meet
from potay.arrays import Flags, Longs
from potay.network.passability import READING_STATUS, UNREPORTED
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.search.engine import along, grow, path_to


def critical_gateways(scene: Scenario, people: People) -> list[dict[str, Any]]:
    """What is lost if each gateway closes, the greatest loss first.

    Returns
    -------
    list of dict
        id, name, status; `persons_lost` at sites that no hub reaches any more; `pairs_lost` of
        hub and site; `detour_minutes`, the mean of how much longer the other pairs take whose
        way led through it (None where there are none), and `detour_pairs`, their number.
    """
    subjects = scene.network.subjects
    gates = np.flatnonzero(subjects.type == "gateway")
    patches = patches_of(scene, governed_by(scene, subjects.type == "gateway"), closed_now(scene))
    worlds = without_each(gates.tolist(), [(), *((gate,) for gate in gates.tolist())])
    met = meet(patches, worlds, people)
    persons, pairs = met.persons(people), met.pairs()
    longer = _detours(scene, people, gates)
    rows = []
    for rank, gate in enumerate(gates.tolist(), start=1):
        extra = longer.get(gate, [])
        rows.append(
            {
                "id": str(subjects.id[gate]),
                "name": str(subjects.name[gate]),
                "status": READING_STATUS[scene.passability.level[gate]],
                "persons_lost": int(persons[0] - persons[rank]),
                "pairs_lost": int(pairs[0] - pairs[rank]),
                "detour_minutes": round(sum(extra) / len(extra), 2) if extra else None,
                "detour_pairs": len(extra),
            }
        )
    rows.sort(key=_weightiest)
    return rows


def _weightiest(row: dict[str, Any]) -> tuple[float, float, float, str]:
    return (
        -row["persons_lost"],
        -row["pairs_lost"],
        -(row["detour_minutes"] or 0.0) * row["detour_pairs"],
        row["id"],
    )


def closed_now(scene: Scenario, level: int = UNREPORTED) -> Flags:
    """Combos that are above a level as things stand."""
    closed: Flags = scene.weights.combos.level > level
    return closed


def _detours(scene: Scenario, people: People, gates: Longs) -> dict[int, list[float]]:
    """Per gateway on a best way: how many minutes more each pair takes that is still joined."""
    network, reasons = scene.network, Reasons(scene)
    edges = network.edges
    open_ = scene.weights.level <= UNREPORTED
    found: dict[int, list[float]] = {}
    for hub in people.hubs.tolist():
        sites = people.sites
        tree = grow(edges, np.where(open_, scene.weights.cost, np.inf), hub)
        usual = along(edges, tree, sites.tolist(), scene.weights.seconds[None])[0]
        through: dict[int, list[int]] = {}
        for rank in np.flatnonzero(np.isfinite(usual)).tolist():
            for subject in reasons.subjects(path_to(edges, tree, int(sites[rank]))):
                through.setdefault(subject, []).append(rank)
        for gate in sorted(set(gates.tolist()) & set(through)):
            left = open_ & ~_governed(scene, gate)
            round_ = grow(edges, np.where(left, scene.weights.cost, np.inf), hub)
            ranks = through[gate]
            nodes = sites[ranks].tolist()
            now = along(edges, round_, nodes, scene.weights.seconds[None])[0]
            more = (now - usual[ranks])[np.isfinite(now)] / 60
            found.setdefault(gate, []).extend(more.tolist())
    return found


def _governed(scene: Scenario, subject: int) -> Flags:
    """Edges that a subject governs."""
    network = scene.network
    owner = np.repeat(np.arange(network.combos.count), np.diff(network.combos.indptr))
    mine = np.zeros(network.combos.count, np.bool_)
    mine[owner[network.combos.subject == subject]] = True
    governed: Flags = mine[network.pieces.combo[network.edges.piece]]
    return governed
