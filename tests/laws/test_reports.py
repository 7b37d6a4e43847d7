"""Laws of what is reported, on random networks: closing, holding, thresholds, order of readings.

The numbers are those of the list of relations in the design notes on reliability.
"""

from dataclasses import replace
from itertools import pairwise, permutations
from random import Random

import pytest
from laws.asking import CAR, EVEN, MOTORCYCLE, compiled, plans_of, rows_of, scenario_of
from laws.asking import blocks as blocks_of
from laws.plan import Plan

ORDER = ["reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced"]
CASES = ("worst_case", "presumed_case", "best_case")
UNCERTAIN = ("expired", "contradicted", "unknown")
LADDER = ("control police", "control brigade", "control unknown", "control gang")
#: A brigade costs time that an unknown holder, read as open, does not.
SLOWER = {(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)}
number = pytest.mark.parametrize("number", blocks_of(50), ids="b{:05d}".format)
pytestmark = pytest.mark.networks


def told(plan: Plan, name: str, words: str) -> Plan:
    return replace(plan, said={**plan.said, name: words})


def no_better(plan: Plan, before: dict, after: dict, *, minutes: bool = True) -> None:
    """What was reached in no better reading, and no sooner in any."""
    assert before.keys() == after.keys()
    for place, old in before.items():
        new = after[place]
        assert ORDER.index(new["status"]) >= ORDER.index(old["status"]), (place, plan)
        # The worst case is told of open stretches alone as long as these are enough.
        alike = (old["status"] == "reachable") == (new["status"] == "reachable")
        for case in CASES[not alike :] if minutes else ():
            late, soon = new[case]["minutes"], old[case]["minutes"]
            assert late is None or (soon is not None and late >= soon - 0.021), (place, case, plan)


@number
def test_1_closing_anything_adds_no_site_and_shortens_no_way(number):
    plans, dice = plans_of("closing", number), Random(number)
    network = compiled(plans)
    names = [dice.choice([*p.subjects(), *(f"road.{r.id}" for r in p.roads)]) for p in plans]
    shut = [told(plan, name, "closed") for plan, name in zip(plans, names, strict=True)]
    before = rows_of(scenario_of(network, plans, rules=EVEN), plans)
    after = rows_of(scenario_of(network, shut, rules=EVEN), shut)
    for plan, name, old, new in zip(plans, names, before, after, strict=True):
        no_better((name, plan), old, new)


@number
def test_2_stricter_control_never_adds_access(number):
    plans, dice = plans_of("stricter", number), Random(number)
    network = compiled(plans)
    names = [
        dice.choice([s for s in p.subjects() if s.startswith(("area", "gateway"))] or [""])
        for p in plans
    ]
    low, high = sorted(dice.sample(range(len(LADDER)), 2))
    found = []
    for rung in (low, high):
        held = [
            told(plan, name, LADDER[rung]) if name else plan
            for plan, name in zip(plans, names, strict=True)
        ]
        found.append(rows_of(scenario_of(network, held, rules=EVEN), held))
    for plan, name, old, new in zip(plans, names, *found, strict=True):
        no_better((name, plan), old, new, minutes=(low, high) in SLOWER)


@number
def test_3_a_lighter_or_smaller_vehicle_reaches_all_that_a_larger_one_reaches(number):
    plans = plans_of("lighter", number)
    network = compiled(plans)
    movers = [CAR.model_copy(update=limits) for limits in (
        {"vehicle_class": 3, "weight_t": 9.9}, {"vehicle_class": 3, "weight_t": 10.1},
        {"vehicle_class": 5 - number % 2, "weight_t": 18.0},
    )]  # fmt: skip
    found = [rows_of(scenario_of(network, plans, mover, EVEN), plans) for mover in movers]
    for small, large in pairwise(found):
        for plan, old, new in zip(plans, small, large, strict=True):
            no_better(plan, old, new)


@number
def test_4_there_and_back_are_alike_where_every_road_leads_both_ways(number):
    plans = []
    for plan in plans_of("both ways", number):
        roads = tuple(replace(road, oneway="no") for road in plan.roads)
        places = tuple(replace(place, kind="") for place in plan.places)
        said = {k: words for k, words in plan.said.items() if not k.startswith("infrastructure")}
        plans.append(replace(plan, roads=roads, places=places, said=said))
    scenario = scenario_of(compiled(plans), plans)
    turned = [
        replace(plan, places=plan.places[::-1]) if joined(scenario, n, plan.places[-1].id) else plan
        for n, plan in enumerate(plans)
    ]
    for plan, there, back in zip(
        plans, rows_of(scenario, plans), rows_of(scenario, turned), strict=True
    ):
        first, last = plan.places[0].id, plan.places[-1].id
        if first not in back:
            continue
        one, other = there[last], back[first]
        for name in ("status", "would_open", "independent_corridors"):
            mine, theirs = one[name], other[name]
            if name == "would_open":
                mine, theirs = len(mine), len(theirs)
            assert mine == theirs, (name, plan)
        for name in ("probability", "minutes", "free_minutes"):
            assert one[name] == pytest.approx(other[name], abs=0.011), (name, plan)


@number
def test_7_no_way_is_longer_than_the_way_over_a_third_place(number):
    """In every reading, as far as rounding to 0.01 min lets see."""
    plans = []
    for plan in plans_of("triangle", number):
        places = tuple(replace(place, kind="") for place in plan.places)
        said = {k: words for k, words in plan.said.items() if not k.startswith("infrastructure")}
        plans.append(replace(plan, places=places, said=said))
    scenario = scenario_of(compiled(plans), plans, MOTORCYCLE, EVEN)
    far: dict[tuple[int, str, str], dict] = {}
    for hub in range(3):
        turned = [
            replace(plan, places=(*plan.places[hub:], *plan.places[:hub]))
            if len(plan.places) > hub and joined(scenario, n, plan.places[hub].id) else plan
            for n, plan in enumerate(plans)
        ]  # fmt: skip
        for n, rows in enumerate(rows_of(scenario, turned)):
            far |= {(n, turned[n].places[0].id, place): row for place, row in rows.items()}
    for n, plan in enumerate(plans):
        for a, b, c in permutations([place.id for place in plan.places[:3]], 3):
            legs = [far.get((n, *ends)) for ends in ((a, c), (a, b), (b, c))]
            if None in legs or "misplaced" in [leg["status"] for leg in legs]:
                continue
            for case in CASES[1:]:
                direct, first, second = (leg[case]["minutes"] for leg in legs)
                if first is not None and second is not None:
                    assert direct is not None, (case, plan)
                    assert direct <= first + second + 0.016, (case, plan)


def joined(scenario, number: int, place: str) -> bool:
    places = scenario.network.places
    return not places.misplaced[list(places.id).index(f"w{number}{place}")]


@number
def test_9_what_is_uncertain_lies_between_closed_and_open(number):
    plans = plans_of("between", number)
    network = compiled(plans)

    def read_as(word: str) -> list[Plan]:
        return [
            replace(plan, said={
                **plan.said,
                **{name: word for name in plan.subjects() if _is_uncertain(plan, name)},
            })
            for plan in plans
        ]  # fmt: skip

    told_rows = rows_of(scenario_of(network, plans, rules=EVEN), plans)
    shut, wide = (
        rows_of(scenario_of(network, made, rules=EVEN), made)
        for made in (read_as("closed"), read_as("open"))
    )
    for plan, rows, low, high in zip(plans, told_rows, shut, wide, strict=True):
        no_better(plan, high, rows, minutes=False)
        no_better(plan, rows, low, minutes=False)
        for row in rows.values():
            times = [row[case]["minutes"] for case in CASES]
            assert [t is None for t in times] == sorted([t is None for t in times], reverse=True)
            reached = [t for t in times if t is not None]
            assert all(late >= soon - 0.011 for late, soon in pairwise(reached)), plan


def _is_uncertain(plan: Plan, name: str) -> bool:
    words = plan.said.get(name, "")
    silent = not words or words.startswith("delay")
    guessed = silent and name.startswith(("area", "gateway"))
    return guessed or any(word in words for word in UNCERTAIN)
