"""The packed network holds the same numbers; tests/browser/test_light.py unpacks it in the page."""

from itertools import accumulate

import pytest
from asciiworld import CAR, RULES, state, town
from render.reading import numbers

from potay.access import corridor_paths
from potay.network import make_scenario, portable
from potay.render.packed import packed_network, packed_timeline


@pytest.fixture(scope="module")
def network():
    compiled = town().network()
    scenario = make_scenario(compiled, state({"area.m": "control gang"}), CAR, RULES)
    told = portable({CAR.name: scenario})
    chains = {**corridor_paths(compiled), "rn9": [3, 2, 1, 7]}
    return {**told, "chains": chains, "apart": [0, 5, 2]}


def test_lists_of_numbers_are_texts_that_read_back(network):
    keys = {"site.s9": 0}
    short = packed_network(network, keys)
    for part, name in [("nodes", "lon"), ("nodes", "lat"), ("pieces", "a"), ("pieces", "b"),
                       ("pieces", "cm"), ("pieces", "combo"), ("pieces", "owner"),
                       ("combos", "sizes"), ("combos", "subject"), ("places", "node")]:  # fmt: skip
        assert numbers(short[part][name]) == network[part][name]
    for column, told in zip(short["verdicts"], network["verdicts"], strict=True):
        assert numbers(column["is"]) == told["is"]
        assert column["of"] == told["of"]
    assert numbers(short["apart"]) == [0, 5, 2]
    assert list(accumulate(numbers(short["chains"]["rn9"]))) == [3, 2, 1, 7]


def test_keys_are_told_once_for_the_whole_page(network):
    keys = {"site.s9": 0, network["subjects"]["key"][1]: 1}
    told = packed_network(network, keys)
    named = list(keys)
    subjects = [named[number] for number in numbers(told["subjects"]["key"])]
    assert named[0] == "site.s9"
    assert subjects == network["subjects"]["key"]
    places = [named[number] for number in numbers(told["places"]["key"])]
    assert len(places) == len(network["places"]["node"])
    assert all(name in named for name in subjects)
    assert len(named) == len(set(named))
    timeline = {"moments": ["a", "b"], "area": {"ids": ["m"], "of": [1, 2], "is": [[0], [0, 1]]},
                "road": {"ids": None, "of": ["open"], "is": [[0, 0], []]}}  # fmt: skip
    short = packed_timeline(timeline, keys)
    assert [list(keys)[number] for number in numbers(short["area"]["ids"])] == ["area.m"]
    assert [numbers(text) for text in short["area"]["is"]] == [[0], [0, 1]]
    assert [numbers(text) for text in short["road"]["is"]] == [[0, 0], []]
    assert short["road"]["ids"] is None
    assert timeline["area"]["ids"] == ["m"]


def test_bends_are_told_one_after_the_other(network):
    bent = {"2": [5, -6, 7, 8], "40": [1, 1]}
    bent_network = {**network, "pieces": {**network["pieces"], "course": bent}}
    told = packed_network(bent_network, {})["pieces"]["course"]
    assert {name: numbers(text) for name, text in told.items()} == {
        "piece": [2, 38], "sizes": [2, 1], "steps": [5, -6, 7, 8, 1, 1],
    }  # fmt: skip


def test_what_goes_in_stays_as_it_is(network):
    before = str(network)
    packed_network(network, {})
    assert str(network) == before
