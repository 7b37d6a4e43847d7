import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from potay.release.totals import commune_totals


def sites(*rows):
    return pd.DataFrame(rows, columns=["commune", "households", "persons"])


def shown(*rows):
    return commune_totals(sites(*rows)).to_dict("records")


def test_three_sites_of_a_commune_are_shown_as_one_total():
    rows = [("Vil", 4, 20), ("Vil", 3, 15), ("Vil", 3, 10)]
    assert shown(*rows) == [{"commune": "Vil", "sites": 3, "households": 10, "persons": 45}]


def test_two_sites_are_not_shown_however_large():
    assert shown(("Vil", 900, 4000), ("Vil", 800, 4000)) == []


def test_fewer_than_ten_households_are_not_shown():
    assert shown(("Vil", 3, 20), ("Vil", 3, 15), ("Vil", 3, 10)) == []


def test_a_site_above_four_fifths_hides_its_commune_and_exactly_four_fifths_does_not():
    assert shown(("Vil", 81, 1), ("Vil", 10, 1), ("Vil", 9, 1)) == []
    assert len(shown(("Vil", 80, 1), ("Vil", 10, 1), ("Vil", 10, 1))) == 1


def test_persons_are_left_out_where_one_site_holds_nearly_all_of_them():
    (row,) = shown(("Vil", 40, 9000), ("Vil", 30, 1), ("Vil", 30, 1))
    assert row["households"] == 100
    assert pd.isna(row["persons"])


def test_sites_without_figures_do_not_count_towards_the_least_number():
    assert shown(("Vil", 40, None), ("Vil", 30, None), ("Vil", None, None)) == []


def test_a_site_without_commune_counts_nowhere():
    assert shown(("", 40, 1), ("", 30, 1), (" ", 30, 1)) == []


ROWS = st.lists(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.integers(0, 60), st.integers(0, 300)),
    max_size=15,
)


@given(ROWS)
def test_whatever_is_shown_meets_the_limits_of_the_contract(rows):
    for row in commune_totals(sites(*rows)).to_dict("records"):
        mine = [(households, persons) for name, households, persons in rows
                if name == row["commune"]]  # fmt: skip
        households = [one for one, _ in mine]
        assert len(mine) >= 3
        assert sum(households) == row["households"] >= 10
        assert max(households) <= 0.8 * sum(households)
        if not pd.isna(row["persons"]):
            persons = [one for _, one in mine]
            assert sum(persons) == row["persons"]
            assert max(persons) <= 0.8 * sum(persons)


@given(ROWS)
def test_a_commune_that_is_not_shown_leaves_no_trace(rows):
    whole = commune_totals(sites(*rows))
    named = set(whole["commune"])
    without = [row for row in rows if row[0] in named]
    pd.testing.assert_frame_equal(whole, commune_totals(sites(*without)))


@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    pd.testing.assert_frame_equal(commune_totals(sites(*rows)), commune_totals(sites(*mixed)))
