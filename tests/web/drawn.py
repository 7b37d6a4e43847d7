"""What is asked of the page's engine and of the library alike: drawn worlds, random networks."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from asciiworld import CAR, RULES, state, town
from laws.asking import MOVERS, compiled, plans_of, rows_of
from laws.layout import Spot, said
from web.node import Engine, compared

from potay.access import access_table
from potay.network import Network, Scenario, make_scenario, portable

TOWN = town(
    traits={"ad": {"practicability": 3}, "be": {"max_weight_t": 5.0}, "ih": {"surface": "gravel"}},
)
WORDS = ["open", "restricted", "closed", "expired open", "contradicted", "unknown", "",
         "control gang", "control police", "control brigade", "open delay 7"]  # fmt: skip
SUBJECTS = ["gateway.G", "gateway.H", "gateway.K", "gateway.L", "area.m", "area.n", "area.o",
            "link.boat", "infrastructure.1", "infrastructure.5"]  # fmt: skip
ROADS = [f"road.{one}" for one in ("ad", "be", "ih", "bc", "ef", "gi")]
SUPPOSED = ["open", "restricted", "closed", "abandoned", "unknown"]
TRUCK = CAR.model_copy(
    update={"name": "truck", "vehicle_class": 5, "weight_t": 12.0, "organisation": "haulier"}
)
WALKER = CAR.model_copy(update={"name": "walker", "vehicle_class": 1, "default_speed_kmh": 5})
TRAVELLERS = (WALKER, CAR, TRUCK)
#: By turns: where nobody reports, one passes in the presumed reading; nothing is known.
SILENCES = (RULES, RULES.model_copy(update={"silence": "unknown"}))


def block_of(scenes: Mapping[str, Scenario]) -> dict[str, Any]:
    """What a page would embed of scenes on one standing."""
    told = portable(scenes)
    assert told is not None
    return {**told, "chains": {}, "apart": []}


def drawn_town(engine: Engine, number: int) -> tuple[int, list[str]]:
    """The drawn town in one random state: three travellers, three suppositions each."""
    chance, network = random.Random(f"town {number}"), TOWN.network()
    rules = SILENCES[number % len(SILENCES)]
    words = {name: chance.choice(WORDS) for name in SUBJECTS + ROADS[:3]}
    told = state({name: word for name, word in words.items() if word})
    engine("network", block_of({m.name: make_scenario(network, told, m, rules)
                                for m in TRAVELLERS}))  # fmt: skip
    cases, rows = [], []
    for mover in TRAVELLERS:
        for many in (0, 2, 5):
            what_if = {name: chance.choice(SUPPOSED)
                       for name in chance.sample(SUBJECTS + ROADS, many)}  # fmt: skip
            scene = make_scenario(network, told, mover, rules, what_if)
            rows.append(access_table(scene, ["1", "5"]).rows.to_dict("records"))
            cases.append({"mover": mover.name, "what_if": what_if, "pairs": pairs(rows[-1])})
    return compared(engine, cases, rows)


def pairs(rows: Any) -> list[list[str]]:
    return [[f"infrastructure.{row['hub']}", f"{row['type']}.{row['id']}"] for row in rows]


def to_the_centimetre(network: Network) -> Network:
    """The network as a page is told of it, so that of two like ways both choose the same."""
    metres = np.rint(network.pieces.metres * 100) / 100
    return replace(network, pieces=replace(network.pieces, metres=metres))


def random_networks(engine: Engine, number: int) -> tuple[int, list[str]]:
    """Fifty random networks side by side: as they are reported, and under suppositions."""
    plans, chance = plans_of("page", number), random.Random(f"page {number}")
    rules = SILENCES[number % len(SILENCES)]
    network, told = to_the_centimetre(compiled(plans, rules)), state(said(plans))
    scenes = {mover.name: make_scenario(network, told, mover, rules) for mover in MOVERS}
    engine("network", block_of(scenes))
    mover, cases, rows = MOVERS[number % len(MOVERS)], [], []
    places = zip(network.places.type, network.places.id, strict=True)
    named = {str(one): f"{kind}.{one}" for kind, one in places}
    for supposing in (False, True):
        keys = [f"{key.partition('.')[0]}.{Spot(rank).name}{key.partition('.')[2]}"
                for rank, plan in enumerate(plans) for key in plan.subjects()]  # fmt: skip
        chosen = chance.sample(keys, len(keys) // 8) if supposing else []
        what_if = {key: chance.choice(SUPPOSED) for key in chosen}
        scene = make_scenario(network, told, mover, rules, what_if)
        answers, asked = [], []
        for rank, (plan, found) in enumerate(zip(plans, rows_of(scene, plans), strict=True)):
            spot = Spot(rank).name
            for place, row in found.items():
                if plan.twins and row["free_minutes"] is None:
                    continue  # what stops a vehicle stands on either of two like ways on foot
                answers.append(row)
                asked.append([named[spot + plan.places[0].id], named[spot + place]])
        rows.append(answers)
        cases.append({"mover": mover.name, "what_if": what_if, "pairs": asked})
    return compared(engine, cases, rows)
