"""The page's engine answers as the library does: random networks, drawn worlds, the bundled map."""

import random

import pytest
from laws.asking import BESIDE, blocks
from proving import TIMES
from render.world import REPOSITORY
from web.drawn import SUPPOSED, drawn_town, pairs, random_networks
from web.node import compared, running

from potay.access import access_table, find_route
from potay.build import build_map
from potay.inputs import read_inputs
from potay.network import make_scenario
from potay.spec import read_map, read_workspace


@pytest.mark.networks
@pytest.mark.parametrize("number", blocks(6 * BESIDE), ids="b{:05d}".format)
def test_random_networks_are_answered_as_by_the_library(engine, number):
    count, differing = random_networks(engine, number)
    assert differing == []
    assert count > 2 * BESIDE


@pytest.mark.networks
@pytest.mark.parametrize("number", range(10 * TIMES), ids="t{:05d}".format)
def test_random_states_of_a_drawn_world_are_answered_as_by_the_library(engine, number):
    count, differing = drawn_town(engine, number)
    assert differing == []
    assert count >= 60


@pytest.fixture(scope="module")
def inputs():
    return read_inputs(read_map(read_workspace(REPOSITORY), "port-au-prince"))


@pytest.fixture(scope="module")
def subjects(engine):
    """The engine with the network of the bundled map, and what it knows."""
    built = build_map(read_map(read_workspace(REPOSITORY), "port-au-prince"))
    return engine("network", built.network)


def test_the_bundled_map_is_answered_as_by_the_library(engine, subjects, inputs):
    chance = random.Random(11)
    spec, cases, rows = inputs.asked.spec, [], []
    frame = inputs.frames["road"]
    corridors = set(frame["corridor"].str.casefold()) - {""}
    keys = [key for key in subjects if not key.startswith("road.")]
    keys += [f"road.{one}" for one in sorted(frame.index[::9])]
    assert corridors
    for number, mover in enumerate(spec.movers.values()):
        chosen = chance.sample(keys, (0, 2, 5, 12, 40, 80)[number])
        what_if = {key: chance.choice(SUPPOSED) for key in chosen}
        scene = make_scenario(inputs.network, inputs.state, mover, spec.rules, what_if)
        table = access_table(scene, [spec.hubs[number % len(spec.hubs)]])
        rows.append(table.rows.to_dict("records"))
        cases.append({"mover": mover.name, "what_if": what_if, "pairs": pairs(rows[-1])})
    count, differing = compared(engine, cases, rows)
    assert differing == []
    assert count >= 500


def test_other_ways_are_those_of_the_library(engine, subjects, inputs):
    spec, chance = inputs.asked.spec, random.Random(3)
    sites = chance.sample(sorted(inputs.frames["site"].index), 5)
    asked = [
        ("un-truck", "port-apn", "site-a01"), ("light", "aeroport-pap", "site-c02"),
        ("un-heavy", "terminal-varreux", "site-a04"), ("haulier", "port-apn", "site-e04"),
        *zip(spec.movers, [spec.hubs[0]] * len(sites), sites, strict=False),
    ]  # fmt: skip
    told = engine("ways", [
        {"mover": name, "what_if": {}, "pair": [f"infrastructure.{hub}", f"site.{site}"]}
        for name, hub, site in asked
    ])  # fmt: skip
    seen = 0
    for (name, hub, site), ways in zip(asked, told, strict=True):
        route = find_route(inputs.scenario(spec.movers[name]), hub, f"site.{site}").record()
        assert len(ways) == len(route["routes"])
        for mine, way in zip(ways, route["routes"], strict=True):
            seen += 1
            assert mine.pop("minutes") == pytest.approx(way["minutes"], abs=0.011)
            wanted = {key: way[key] for key in mine if key in way}
            wanted["gateways"] = [f"gateway.{one}" for one in way["gateways"]]
            assert mine == wanted | {"vehicle_class": way["carries"]["vehicle_class"]}
    assert seen >= 12


#: A rule of the engine, broken: where it stands, what it says, what it says then.
BROKEN = {
    "what is closed passes": (
        "engine/search.ts", '["best", UNCERTAIN]', '["best", CLOSED]'),
    "the last subject decides": (
        "engine/scene.ts",
        "Math.max(weights.level[combo], judged.level[row]", "Math.max(judged.level[row]"),
    "control beats a report": (
        "engine/scene.ts", "if (beaten && inferred[row])", "if (!beaten && inferred[row])"),
    "silence is always open": (
        "engine/scene.ts", "if (!spoken)", "if (false)"),
    "delays are forgotten": (
        "engine/scene.ts", "scene.free[piece] + delay", "scene.free[piece]"),
    "one-way roads are driven against": (
        "engine/network.ts", "if (way <= 0)", "if (way <= 1)"),
    "a supposition costs a delay": (
        "engine/scene.ts", "judged.delay[row] = 0;", "judged.delay[row] = 60;"),
    "a road supposed is not laid": (
        "engine/supposed.ts", 'key.slice(0, 5) === "road."', 'key.slice(0, 5) === "path."'),
    "openings are not the fewest": (
        "engine/openings.ts", "SUBJECT * count(mask)", "-SUBJECT * count(mask)"),
}  # fmt: skip


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_seen(tmp_path, rule):
    name, old, new = BROKEN[rule]
    with running(tmp_path / "broken", {name: (old, new)}) as engine:
        wrong = [words for number in range(4) for words in drawn_town(engine, number)[1]]
        wrong += random_networks(engine, 0)[1]
    assert wrong
