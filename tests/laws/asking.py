"""Many worlds asked at once through the public path, and set beside what was worked out by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from asciiworld import CAR as DAY_CAR
from asciiworld import RULES, state
from laws.byhand import ByHand
from laws.layout import Spot, material, said
from laws.plan import Plan, random_plan
from proving import TIMES

from potay.access import access_table
from potay.access.reach.answer import Common, HubQuestion, answers
from potay.access.reach.table import misplaced_answer
from potay.network import Network, Scenario, compile_network, make_scenario
from potay.spec import Mover, Rules

#: Under way by day and night: when one must leave to be back in time is asked elsewhere.
CAR = DAY_CAR.model_copy(update={"after_dark": True})
TRUCK = CAR.model_copy(
    update={"name": "truck", "vehicle_class": 5, "weight_t": 18.0, "unpaved_factor": 0.5,
            "speeds_kmh": {"primary": 40.0, "service": 12.0}}
)  # fmt: skip
MOTORCYCLE = CAR.model_copy(update={"name": "motorcycle", "vehicle_class": 2, "weight_t": 0.2})
MOVERS = (CAR, TRUCK, MOTORCYCLE)
#: Where nothing is preferred to anything else, the cheapest way is the quickest.
EVEN = RULES.model_copy(update={"restricted_penalty": 1.0})
#: Networks side by side in one: few enough that a question about one stays cheap.
BESIDE = 50
Rows = list[dict[str, dict[str, Any]]]


def plans_of(law: str, number: int, beside: int = BESIDE) -> list[Plan]:
    """The worlds of one block of a law: always the same ones."""
    return [random_plan(Random(f"{law} {number} {rank}")) for rank in range(beside)]


def blocks(quick: int) -> range:
    """Numbers of blocks: `quick` networks for `make test`, so many times more for the proof."""
    return range(max(1, quick * TIMES // BESIDE))


def compiled(plans: Sequence[Plan], rules: Rules = RULES) -> Network:
    """The network of all worlds."""
    return compile_network(material(plans), rules)


def scenario_of(
    network: Network, plans: Sequence[Plan], mover: Mover = CAR, rules: Rules = RULES
) -> Scenario:
    """All worlds in the state that their plans tell."""
    return make_scenario(network, state(said(plans)), mover, rules)


def rows_of(scenario: Scenario, plans: Sequence[Plan], *, likely: bool = False) -> Rows:
    """Per world the answers for its other places from its hub, by id.

    This is what `access_table` does per hub, without the hours of return and the frame, so that
    a hundred thousand questions take minutes; `likely` adds chances and independent ways.
    """
    places, common = scenario.network.places, Common(scenario)
    row = {name: number for number, name in enumerate(places.id.tolist())}
    found: Rows = []
    for number, plan in enumerate(plans):
        if not plan.places:
            found.append({})
            continue
        hub, *others = (row[Spot(number).name + place.id] for place in plan.places)
        rows = {place.id: misplaced_answer() for place in plan.places[1:]}
        tied = [at for at in others if not places.misplaced[at]]
        asked = HubQuestion.of(common, int(places.node[hub]), places.node[tied].tolist())
        names = [place.id for place, at in zip(plan.places[1:], others, strict=True) if at in tied]
        rows |= zip(names, answers(asked, likely=likely), strict=True)
        found.append(rows)
    return found


def asked(plans: Sequence[Plan], mover: Mover = CAR, rules: Rules = RULES) -> Rows:
    """Compile, weigh and ask."""
    return rows_of(scenario_of(compiled(plans, rules), plans, mover, rules), plans)


def table_of(plan: Plan, mover: Mover) -> dict[str, dict[str, Any]]:
    """One world compiled by itself and asked through the public path."""
    spot = Spot(0)
    rows = access_table(
        scenario_of(compiled([plan]), [plan], mover), [spot.name + plan.places[0].id]
    )
    return {row["id"].removeprefix(spot.name): row for row in rows.rows.to_dict("records")}


# --- beside the answers by hand -----------------------------------------------------------

BLOCKED = ("presumed", "unknown", "cut_off")


def differences(
    spot: Spot, plan: Plan, mover: Mover, rows: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """What the product answers otherwise than the hand, in words."""
    hand = ByHand(plan, spot, mover)
    if any(1e-6 < edge.metres < 0.05 for edge in hand.edges if not edge.connector):
        return []  # a corner of an area cut by a centimetre: there for one reader only
    expected, misplaced = hand.answers(), hand.misplaced()
    spared = not_compared(plan)
    found = []
    for place, row in rows.items():
        if row["status"] == "misplaced" or place in misplaced:
            right = row["status"] == "misplaced" and place in misplaced
            found += [] if right else [f"{place}: {row['status']}, misplaced by hand {misplaced}"]
            continue
        told = _told(spot, row)
        hoped = expected[place]
        found += [
            f"{place} {name}: {told[name]}, by hand {hoped.get(name)}"
            for name in told
            if name not in spared and not _alike(name, told[name], hoped.get(name), row)
        ]
    return found


def not_compared(plan: Plan) -> set[str]:
    """What is known to be answered wrongly: its worked example is in `test_found`."""
    return {"independent"} if plan.twins else set()


def _told(spot: Spot, row: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of the table in the words of the hand."""
    passed = row["minutes"] is not None
    told = {name: row[name] for name in ("status", "minutes", "free_minutes", "probability")}
    told |= {name: row[name]["minutes"] for name in ("worst_case", "presumed_case", "best_case")}
    told["independent"] = row["independent_corridors"]
    told["openings"] = len(row["would_open"])
    if passed:
        names = {kind: {name.removeprefix(spot.name) for name in row[kind]}
                 for kind in ("gateways", "areas")}  # fmt: skip
        told |= {"km": row["km"], **names}
    return told


def _alike(name: str, told: Any, hoped: Any, row: Mapping[str, Any]) -> bool:
    if name == "openings":
        return told == ((hoped or 0) if row["status"] in BLOCKED else 0)
    if name == "probability":
        return abs(told - hoped) <= 6e-5 + 6 * row["probability_se"]
    if name == "independent":
        return told == min(hoped, 1000)
    if isinstance(told, float) and isinstance(hoped, float):
        # Rounded to 0.01 min and 1 m; a place finds its road to about a centimetre.
        return abs(told - hoped) <= (0.002 if name == "km" else 0.012) + 2e-4 * hoped
    return bool(told == hoped)


def alone(plan: Plan, mover: Mover) -> list[str]:
    """Differences of one world compiled by itself."""
    return differences(Spot(0), plan, mover, table_of(plan, mover))


def smallest(plan: Plan, fails) -> Plan:
    """The plan without all that can be left out so that `fails(plan)` still holds."""
    smaller = True
    while smaller:
        smaller = False
        for less in _less(plan):
            if fails(less):
                plan, smaller = less, True
                break
    return plan


def _less(plan: Plan):
    """Plans with one thing fewer."""
    for name in ("links", "gates", "areas", "twins"):
        for one in getattr(plan, name):
            rest = tuple(other for other in getattr(plan, name) if other != one)
            yield _spoken(replace(plan, **{name: rest}))
    for place in plan.places[1:] if len(plan.places) > 2 else ():
        if not any(place.id in (link.a, link.b) for link in plan.links):
            yield _spoken(replace(plan, places=tuple(p for p in plan.places if p != place)))
    used = {place.road for place in plan.places} | {gate.road for gate in plan.gates}
    for road in plan.roads:
        if road.id not in used:
            rest = tuple(other for other in plan.roads if other != road)
            twins = tuple(name for name in plan.twins if name != road.id)
            yield _spoken(replace(plan, roads=rest, twins=twins))
    for name in plan.said:
        yield replace(plan, said={key: words for key, words in plan.said.items() if key != name})


def _spoken(plan: Plan) -> Plan:
    """The plan without reports about what is no more."""
    known = {*plan.subjects(), *(f"road.{road.id}" for road in plan.roads)}
    return replace(plan, said={key: words for key, words in plan.said.items() if key in known})
