import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from potay.release.totals import (
    CommuneTotal,
    band,
    commune_totals,
    kept_until_enough_changed,
    totals_table,
)


def sites(*rows):
    frame = pd.DataFrame(rows, columns=["commune", "households", "persons"])
    return frame.set_index(pd.Index([f"s{n}" for n in range(len(frame))], name="id"))


def shown(*rows):
    return totals_table(commune_totals(sites(*rows))).to_dict("records")


def test_three_sites_of_a_commune_are_shown_as_one_total_in_bands():
    rows = [("Vil", 4, 20), ("Vil", 3, 15), ("Vil", 3, 10)]
    assert shown(*rows) == [
        {"commune": "Vil", "sites_from": 3, "sites_to": 4, "households_from": 10,
         "households_to": 19, "persons_from": 20, "persons_to": 49}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("total", "told"),
    [(1, (1, 1)), (2, (2, 4)), (4, (2, 4)), (5, (5, 9)), (9, (5, 9)), (10, (10, 19)),
     (199, (100, 199)), (200, (200, 499)), (999, (500, 999)), (1000, (1000, 1999)),
     (123_456, (100_000, 199_999))],
)  # fmt: skip
def test_bands_go_by_one_two_five(total, told):
    assert band(total) == told


def test_communes_come_by_name_and_each_is_judged_by_itself():
    one, few = [(40, 9), (30, 9), (30, 9)], [(40, 9)]
    rows = [(name, *site) for name, sites in (("C", one), ("A", few), ("B", one)) for site in sites]
    assert [row["commune"] for row in shown(*rows)] == ["B", "C"]


def test_two_sites_are_not_shown_however_large():
    assert shown(("Vil", 900, 4000), ("Vil", 800, 4000)) == []


def test_fewer_than_ten_households_are_not_shown():
    assert shown(("Vil", 3, 20), ("Vil", 3, 15), ("Vil", 3, 10)) == []


def test_a_site_above_four_fifths_hides_its_commune_and_exactly_four_fifths_does_not():
    assert shown(("Vil", 81, 1), ("Vil", 10, 1), ("Vil", 9, 1)) == []
    assert len(shown(("Vil", 400, 1), ("Vil", 40, 1), ("Vil", 60, 1))) == 0
    assert len(shown(*[("Vil", 80, 1)], *[("Vil", 4, 1)] * 5)) == 1
    assert shown(("Vil", 81, 1), *[("Vil", 4, 1)] * 4, ("Vil", 3, 1)) == []


def test_a_total_that_the_second_largest_could_undo_is_not_told():
    """Whoever runs the site of 480 knows the total of 1,000 to be 520 of others: 500 and 20."""
    assert shown(("Vil", 500, 1), ("Vil", 480, 1), ("Vil", 20, 1)) == []
    assert len(shown(("Vil", 500, 1), ("Vil", 480, 1), ("Vil", 75, 1))) == 1


def test_persons_are_left_out_where_one_site_holds_nearly_all_of_them():
    (row,) = shown(("Vil", 40, 9000), ("Vil", 30, 1), ("Vil", 30, 1))
    assert row["households_from"] == 100
    assert pd.isna(row["persons_from"])


def test_sites_without_figures_do_not_count_towards_the_least_number():
    assert shown(("Vil", 40, None), ("Vil", 30, None), ("Vil", None, None)) == []
    assert shown(("Vil", 3, 9), ("Vil", 3, 9), ("Vil", 3, 9), ("Vil", None, 9)) == []


def test_what_is_no_number_counts_as_no_figure():
    (row,) = shown(("Vil", 40, "9"), ("Vil", "30", 9), ("Vil", 30, 9), ("Vil", "many", "?"))
    assert (row["sites_from"], row["households_from"], row["persons_from"]) == (3, 100, 20)


def test_sites_of_one_household_each_are_a_total_like_any_other():
    (row,) = shown(*[("Vil", 1, 1)] * 10)
    assert (row["households_from"], row["households_to"], row["persons_from"]) == (10, 19, 10)


def test_of_no_persons_at_all_nothing_is_told():
    (row,) = shown(("Vil", 40, 0), ("Vil", 30, 0), ("Vil", 30, 0))
    assert row["households_from"] == 100
    assert pd.isna(row["persons_from"])
    assert pd.isna(row["persons_to"])


def test_a_site_without_commune_counts_nowhere():
    assert shown(*[("", 40, 1)] * 3, *[(" ", 30, 1)] * 3) == []


def test_a_table_of_totals_has_its_columns_and_whole_numbers_also_without_a_row():
    words = ["commune", "sites_from", "sites_to", "households_from", "households_to",
             "persons_from", "persons_to"]  # fmt: skip
    for totals in ([], [CommuneTotal("Vil", {"sites": (3, 4)})]):
        table = totals_table(totals)
        assert list(table) == words
        assert set(map(str, table.dtypes[1:])) == {"Int64"}


def test_a_site_counts_as_changed_by_its_name_or_either_of_its_figures():
    """One that changed is one site, not one that went and one that came."""
    before = {"a": (50, 250), "b": (50, 250), "c": (50, 250), "d": (40, 200)}

    def told(figures):
        return commune_totals(pd.DataFrame(
            [("Vil", *one) for one in figures.values()],
            columns=["commune", "households", "persons"], index=pd.Index(figures, name="id"),
        ))  # fmt: skip

    (last,) = told(before)
    assert last.members == {"a": "50:250", "b": "50:250", "c": "50:250", "d": "40:200"}
    two, three = {"b": (51, 250), "c": (50, 251)}, {"b": (51, 250), "c": (50, 251), "e": (50, 9)}
    gone = {site: figures for site, figures in before.items() if site != "d"}
    for figures, again in (
        ({**before, **two}, False), ({**gone, "b": (51, 250)}, False),
        ({**before, **three}, True), ({**gone, **two}, True),
    ):  # fmt: skip
        (now,) = told(figures)
        assert kept_until_enough_changed([now], {"Vil": last}) == [now if again else last]
        assert kept_until_enough_changed([now], {"Bouk": last}) == [now]


ROWS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(0, 60), st.integers(0, 300)),
    max_size=15,
)


@given(ROWS)
def test_whatever_is_shown_meets_the_limits_of_the_contract(rows):
    for row in shown(*rows):
        mine = [(h, p) for name, h, p in rows if name == row["commune"]]
        households = sorted((one for one, _ in mine), reverse=True)
        assert row["sites_from"] <= len(mine) <= row["sites_to"]
        assert len(mine) >= 3
        assert row["households_from"] <= sum(households) <= row["households_to"]
        assert sum(households) >= 10
        assert max(households) <= 0.8 * sum(households)
        assert sum(households[2:]) >= 0.15 * households[0]


@given(ROWS)
def test_a_commune_that_is_not_shown_leaves_no_trace(rows):
    named = {row["commune"] for row in shown(*rows)}
    assert shown(*rows) == shown(*[row for row in rows if row[0] in named])


@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert shown(*rows) == shown(*mixed)


def one_release(figures, last=None):
    """What is told of a commune with these persons by site, after what was told before."""
    frame = pd.DataFrame(
        {"commune": "A", "households": list(figures.values()), "persons": list(figures.values())},
        index=pd.Index(list(figures), name="id"),
    )
    now = commune_totals(frame)
    return kept_until_enough_changed(now, {} if last is None else {"A": last})


def test_one_new_site_is_not_seen_in_the_total_of_the_day_after():
    figures = {"a": 300, "b": 250, "c": 300, "d": 100}
    (before,) = one_release(figures)
    (after,) = one_release({**figures, "e": 151}, before)
    assert before.bands["persons"] == (500, 999)
    assert after == before
    (later,) = one_release({**figures, "e": 151, "f": 90, "g": 90}, after)
    assert later.bands["persons"] == (1000, 1999)


def test_a_commune_that_may_no_longer_be_told_is_not_told_again():
    last = CommuneTotal("A", {"sites": (3, 4)})
    assert kept_until_enough_changed([], {"A": last}) == []


HISTORY = st.lists(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(5, 400), min_size=3), min_size=1,
    max_size=4,
)  # fmt: skip


@given(HISTORY, st.sampled_from("abcdefgh"))
def test_no_release_nor_all_together_tell_a_site_to_one_who_runs_another(history, insider):
    last, told = None, []
    for figures in history:
        totals = one_release(figures, last)
        last = totals[0] if totals else last
        told += [(figures, totals[0].bands["persons"])] if totals else []
    # A band that was kept from before tells of that day only.
    told = [(one, (low, high)) for one, (low, high) in told if low <= sum(one.values()) <= high]
    for (site, figure), width in left_possible(told, insider).items():
        assert width >= 0.5 * figure, (told, site)


def test_exact_totals_of_two_days_would_tell_it():
    days = [{"a": 300, "b": 250, "c": 300}, {"a": 300, "b": 250, "c": 300, "e": 151}]
    exact = [(day, (sum(day.values()), sum(day.values()))) for day in days]
    assert left_possible(exact, "a")["e", 151] == pytest.approx(0, abs=1e-6)
    bands = [(day, band(sum(day.values()))) for day in days]
    assert left_possible(bands, "a")["e", 151] > 300


def left_possible(told, insider):
    """By linear programming: how wide a range each site's figure may lie in, by all told bands.

    The insider knows its own figures at every moment, who stands where and whose figures changed:
    the figures of a site that are equal at two moments are one unknown.
    """
    unknown = sorted({(s, f) for day, _ in told for s, f in day.items() if s != insider})
    rows, limits = [], []
    for day, (low, high) in told:
        sums = np.array([float(day.get(site) == figure) for site, figure in unknown])
        own = day.get(insider, 0)
        rows += [sums, -sums]
        limits += [high - own, own - low]
    widths = {}
    for place, one in enumerate(unknown):
        goal = np.zeros(len(unknown))
        goal[place] = 1
        least, most = (
            linprog(sign * goal, A_ub=np.array(rows), b_ub=np.array(limits), bounds=(0, None)).fun
            for sign in (1, -1)
        )
        widths[one] = -most - least
    return widths
