"""Library answers and page answers side by side, for the tests of asking and supposing."""

from collections.abc import Mapping, Sequence
from typing import Any

from potay.access import access_table, corridor_paths
from potay.network import Scenario, portable

#: What the page answers to a list of cases {mover, what_if, pairs: [[from key, to key]]}.
ANSWERS = """(cases) => cases.map(one => {
  const net = potay.askedNet || potay.page.net;
  const scene = potay.makeScene(net, net.movers.indexOf(one.mover), one.what_if), hubs = {};
  return one.pairs.map(pair => {
    const from = net.placeOf.get(pair[0]), to = net.placeOf.get(pair[1]);
    if (to.apart) return { status: "misplaced" };
    hubs[pair[0]] = hubs[pair[0]] || potay.askFrom(scene, from.node);
    const answer = potay.answerAt(hubs[pair[0]], to.node);
    const shut = !["reachable", "restricted"].includes(answer.status);
    answer.would_open = shut && potay.fewestOpenings(scene, from.node, to.node) || [];
    return answer;
  });
})"""
READ = "(block) => { potay.askedNet = potay.readNetwork(block); }"


def block_of(scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """What a page would embed of scenarios on one standing."""
    network = next(iter(scenarios.values())).network
    told = portable(scenarios)
    assert told is not None
    return {**told, "chains": corridor_paths(network), "apart": []}


def library_rows(scenario: Scenario, hubs: Sequence[str]) -> list[dict[str, Any]]:
    """The access table with subjects as the page names them."""
    rows = access_table(scenario, hubs).rows.to_dict("records")
    for row in rows:
        for name in ("blocked_by", "would_open"):
            row[name] = [item["subject"] for item in row[name]]
        for name, kind in (("gateways", "gateway"), ("areas", "area")):
            row[name] = [f"{kind}.{one}" for one in row[name]]
    return rows


def differences(row: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """What the page says otherwise than the library, in words."""
    found = []
    if answer["status"] == row["status"] == "misplaced":
        return found
    for name in ("status", "gateways", "areas", "claims", "blocked_by", "would_open"):
        if answer[name] != row[name]:
            found.append(f"{name}: {answer[name]} instead of {row[name]}")
    for name, most in (("minutes", 0.011), ("free_minutes", 0.011), ("detour_minutes", 0.011),
                       ("km", 0.0021)):  # fmt: skip
        found += _apart(name, answer[name], row[name], most)
    for name in ("worst_case", "presumed_case", "best_case"):
        found += _apart(name, answer[name], row[name]["minutes"], 0.011)
    return found


def _apart(name: str, mine: float | None, theirs: float | None, most: float) -> list[str]:
    equal = mine == theirs if mine is None or theirs is None else abs(mine - theirs) <= most
    return [] if equal else [f"{name}: {mine} instead of {theirs}"]
