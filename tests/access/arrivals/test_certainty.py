"""Minutes by certainty, as the access table and a route tell them."""

import pytest
from asciiworld import CHANCE, World

from potay.access import access_table, certainty, with_certainty
from potay.access.reach.table import COLUMNS
from potay.errors import NoAnswerError

#: To 2 through the gate in 2.4 minutes, round it in 3.2; 3 is on no road with the others.
WORLD = World(
    """
    1--a--G--b--2
       |     |
       c-----d        e--3
    """,
    kinds={"1": "port"},
)


def test_the_table_has_two_more_columns_after_the_chance():
    scenario = WORLD.scenario({"gateway.G": "closed"})
    answer = access_table(scenario, ["1"])
    found = with_certainty(scenario, answer, ["1"])
    assert found.summary == answer.summary
    at = COLUMNS.index("probability_se") + 1
    told = [*COLUMNS[:at], "minutes_p50", "minutes_p90", *COLUMNS[at:]]
    assert list(found.rows.columns) == told
    assert found.rows[COLUMNS].equals(answer.rows)
    rows = found.rows.set_index("id")[["minutes_p50", "minutes_p90"]]
    assert rows.loc["2"].tolist() == [3.2, 3.2]
    assert rows.loc["3"].tolist() == [None, None]


def test_every_hub_has_its_own_minutes():
    scenario = WORLD.scenario({"gateway.G": "open"})
    found = with_certainty(scenario, access_table(scenario, ["1", "site.2"]), ["1", "site.2"]).rows
    one, other = (
        found[(found["hub"] == hub) & (found["id"] == goal)]["minutes_p90"].item()
        for hub, goal in (("1", "2"), ("2", "1"))
    )
    assert one == other == 2.4


def test_a_misplaced_place_has_no_minutes():
    far = World("1--a--b\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n2", kinds={"1": "port"})
    scenario = far.scenario()
    rows = with_certainty(scenario, access_table(scenario, ["1"]), ["1"]).rows.set_index("id")
    assert (rows.at["2", "status"], rows.at["2", "minutes_p50"]) == ("misplaced", None)
    assert certainty(scenario, "1", "2") == {
        "minutes_p50": None, "minutes_p90": None,
        "probability_within_h": {"1": 0.0, "2": 0.0, "4": 0.0, "8": 0.0},
    }  # fmt: skip


def test_a_route_says_the_chance_of_being_there_within_hours():
    slow = {"gateway.G": "closed", "road.cd": "open delay 90"}
    assert certainty(WORLD.scenario(slow), "1", "2") == {
        "minutes_p50": 93.2, "minutes_p90": 93.2,
        "probability_within_h": {
            "1": pytest.approx(1 - CHANCE),
            "2": pytest.approx(1 - CHANCE + CHANCE * CHANCE),
            "4": pytest.approx(1 - CHANCE + CHANCE * CHANCE),
            "8": pytest.approx(1 - CHANCE + CHANCE * CHANCE),
        },
    }  # fmt: skip


def test_an_unknown_place_is_told():
    with pytest.raises(NoAnswerError, match="'nowhere' is no place of this map"):
        certainty(WORLD.scenario(), "1", "nowhere")
