"""What the loss of one gateway would cost, in people and in time.

Asked of the *presumed* reading: what is reported passable and what nobody reports on. A site
counts as reached when one hub reaches it; a pair is a hub with a site.
"""

from typing import Any

import numpy as np

from potay.access.chance.quotient import governed_by, quotient_of
from potay.access.chance.sampled import without_each
from potay.access.critical.people import People, meet
from potay.arrays import Flags, Longs
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.search.engine import along, grow, path_to
from potay.terms.statuses import PASSAGES, UNREPORTED


def critical_gateways(scenario: Scenario, people: People) -> list[dict[str, Any]]:
    """What is lost if each gateway closes, the greatest loss first.

    Returns
    -------
    list of dict
        id, name, status; `persons_lost` at sites that no hub reaches any more; `pairs_lost` of
        hub and site; `detour_minutes`, the mean of how much longer the other pairs take whose
        way led through it (None where there are none), and `detour_pairs`, their number.
    """
    subjects = scenario.network.subjects
    gates = np.flatnonzero(subjects.type == "gateway")
    quotient = quotient_of(
        scenario, governed_by(scenario, subjects.type == "gateway"), closed_now(scenario)
    )
    samples = without_each(gates.tolist(), [(), *((gate,) for gate in gates.tolist())])
    met = meet(quotient, samples, people)
    persons, pairs = met.persons(people), met.pairs()
    longer = _detours(scenario, people, gates)
    rows = []
    for rank, gate in enumerate(gates.tolist(), start=1):
        extra = longer.get(gate, [])
        rows.append(
            {
                "id": str(subjects.id[gate]),
                "name": str(subjects.name[gate]),
                "status": PASSAGES[scenario.passability.level[gate]],
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


def closed_now(scenario: Scenario, level: int = UNREPORTED) -> Flags:
    """Governing sets that are above a level as things stand."""
    closed: Flags = scenario.weights.governing_sets.level > level
    return closed


def _detours(scenario: Scenario, people: People, gates: Longs) -> dict[int, list[float]]:
    """Per gateway on a best way: how many minutes more each pair takes that is still joined."""
    network, reasons = scenario.network, Reasons(scenario)
    edges = network.edges
    open_ = scenario.weights.level <= UNREPORTED
    found: dict[int, list[float]] = {}
    for hub in people.hubs.tolist():
        sites = people.sites
        tree = grow(edges, np.where(open_, scenario.weights.cost, np.inf), hub)
        usual = along(edges, tree, sites.tolist(), scenario.weights.seconds[None])[0]
        through: dict[int, list[int]] = {}
        for rank in np.flatnonzero(np.isfinite(usual)).tolist():
            for subject in reasons.subjects(path_to(edges, tree, int(sites[rank]))):
                through.setdefault(subject, []).append(rank)
        for gate in sorted(set(gates.tolist()) & set(through)):
            left = open_ & ~_governed(scenario, gate)
            round_ = grow(edges, np.where(left, scenario.weights.cost, np.inf), hub)
            ranks = through[gate]
            nodes = sites[ranks].tolist()
            now = along(edges, round_, nodes, scenario.weights.seconds[None])[0]
            more = (now - usual[ranks])[np.isfinite(now)] / 60
            found.setdefault(gate, []).extend(more.tolist())
    return found


def _governed(scenario: Scenario, subject: int) -> Flags:
    """Edges that a subject governs."""
    network = scenario.network
    owner = np.repeat(
        np.arange(network.governing_sets.count), np.diff(network.governing_sets.indptr)
    )
    mine = np.zeros(network.governing_sets.count, np.bool_)
    mine[owner[network.governing_sets.subject == subject]] = True
    governed: Flags = mine[network.pieces.governing[network.edges.piece]]
    return governed
