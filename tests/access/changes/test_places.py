"""Two access tables compared: who is newly cut off, who is reached again."""

import pandas as pd
from asciiworld import World

from potay.access import access_change, access_table, change_summary, reached

HUBS = ["1"]
TOWN = World(
    "1--a--G--b--2\n   |        |\n   3        4", kinds={"1": "port"}, persons={"2": 340, "4": 60}
)


def rows(*told: tuple[str, str, str, int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"type": "site", "id": one, "hub": hub, "mover": "car", "status": status,
          "name": one.upper(), "commune": "", "persons": persons}
         for one, hub, status, persons in told]
    )  # fmt: skip


def test_a_closed_gateway_cuts_off_what_lies_behind_it():
    before = access_table(TOWN.scenario({"gateway.G": "open"}), HUBS).rows
    after = access_table(TOWN.scenario({"gateway.G": "closed"}), HUBS).rows
    told = access_change(before, after)
    assert told[["id", "before", "after", "persons"]].to_numpy().tolist() == [
        ["2", "reachable", "cut_off", 340],
        ["4", "reachable", "cut_off", 60],
    ]
    summary = change_summary(told)
    assert summary["newly_cut_off"] == {"sites": 2, "persons": 400}
    assert summary["no_longer_cut_off"] == {"sites": 0, "persons": 0}
    back = change_summary(access_change(after, before))
    assert back["no_longer_cut_off"] == back["better"] == {"sites": 2, "persons": 400}


def test_nothing_changed_says_nothing():
    table = rows(("s", "h", "reachable", 5))
    told = access_change(table, table)
    assert list(told.columns) == [
        "type", "id", "mover", "name", "commune", "before", "after", "persons",
    ]  # fmt: skip
    assert len(told) == 0
    assert change_summary(told)["worse"] == {"sites": 0, "persons": 0}


def test_a_place_counts_by_its_best_hub():
    before = rows(("s", "h", "reachable", 5), ("s", "k", "cut_off", 5))
    after = rows(("s", "h", "cut_off", 5), ("s", "k", "cut_off", 5))
    assert access_change(before, after)[["before", "after"]].to_numpy().tolist() == [
        ["reachable", "cut_off"]
    ]
    one_hub_lost = rows(("s", "h", "cut_off", 5), ("s", "k", "reachable", 5))
    assert len(access_change(before, one_hub_lost)) == 0


def test_worse_comes_first_and_most_people_first_among_them():
    before = rows(("a", "h", "cut_off", 9), ("b", "h", "reachable", 1), ("c", "h", "presumed", 7))
    after = rows(("a", "h", "reachable", 9), ("b", "h", "unknown", 1), ("c", "h", "cut_off", 7))
    assert access_change(before, after)["id"].tolist() == ["c", "b", "a"]


def test_a_place_that_one_moment_does_not_know_is_absent_and_not_counted():
    before, after = rows(("a", "h", "reachable", 9)), rows(("b", "h", "cut_off", None))
    told = access_change(before, after)
    assert told[["id", "before", "after"]].to_numpy().tolist() == [
        ["a", "reachable", "absent"],
        ["b", "absent", "cut_off"],
    ]
    assert change_summary(told)["newly_cut_off"]["sites"] == 0


def test_movers_are_compared_each_with_itself():
    car, foot = rows(("a", "h", "reachable", 9)), rows(("a", "h", "cut_off", 9))
    both = pd.concat([car, foot.assign(mover="foot")])
    assert len(access_change(both, both)) == 0


def test_the_quick_look_gives_the_same_statuses_as_the_table():
    for said in ("open", "closed", "restricted", "expired closed"):
        scenario = TOWN.scenario({"gateway.G": said})
        table = access_table(scenario, HUBS).rows
        quick = reached(scenario, HUBS)
        assert quick.to_dict() == {(row.type, row.id): row.status for row in table.itertuples()}, (
            said
        )


def test_the_quick_look_takes_the_best_of_several_hubs():
    scenario = TOWN.scenario({"gateway.G": "closed"})
    quick = reached(scenario, ["1", "2"])
    assert quick["site", "4"] == "reachable"  # from 2, behind the gateway
    assert quick["infrastructure", "1"] == "cut_off"  # a hub is asked about from the others
