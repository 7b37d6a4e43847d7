"""Worked examples: a few lines of ledger, and what they say together at a moment."""

import pytest
from claims.tiny import claims, control, dataset, ledger, rules, state, status, table

from potay.claims import resolve
from potay.spec.map import moment
from potay.terms.hours import parse_curfew, parse_season, parse_window
from potay.terms.values import Toll

ONE = """
id | about              | kind   | value  | from       | to         | as_of      | source | rel
A  | gateway.martissant | status | closed | 2024-01-03 | 2024-02-01 | 2024-01-05 | icg    | 3
"""


def test_nothing_is_known_before_it_is_said():
    assert status(ONE, "2024-01-04").basis == "no_report"  # true since the 3rd, said on the 5th
    assert status(ONE, "2024-01-05").value == "closed"


def test_it_is_known_from_the_start_of_the_day_on_which_it_is_said():
    assert status(ONE, "2024-01-04T23:59:59").basis == "no_report"
    assert status(ONE, "2024-01-05T00:00").basis == "claim"


def test_a_claim_holds_up_to_its_end_and_not_at_it():
    assert status(ONE, "2024-01-31T23:59:59").basis == "claim"
    after = status(ONE, "2024-02-01T00:00")
    assert (after.basis, after.value, after.last) == ("expired", None, "closed")
    assert after.expired_claims == ("A",)
    assert after.claim_id is None


def test_what_is_announced_neither_holds_nor_has_expired():
    announced = """
    id | about              | kind   | value  | from       | as_of      | source | rel
    A  | gateway.martissant | status | closed | 2024-01-20 | 2024-01-05 | icg    | 3
    """
    found = state(announced, "2024-01-10")
    assert found.subjects["gateway", "martissant"].status.basis == "no_report"
    assert found.claims[["holds", "expired", "upcoming"]].loc["A"].tolist() == [False, False, True]
    assert status(announced, "2024-01-20").value == "closed"


@pytest.mark.parametrize(
    ("about", "kind", "value", "note", "days"),
    [
        ("gateway.martissant", "control", "gpep", "", 365),
        ("gateway.martissant", "status", "closed", "", 60),
        ("obstacle.ditch-1", "status", "closed", "", 60),
        ("gateway.martissant", "window", "Fri-Sun 06:00-18:00", "", 30),
        ("gateway.martissant", "truce", "06:00-18:00", "", 5),
        ("gateway.martissant", "window", "06:00-18:00", "a truce for aid", 30),
        ("gateway.martissant", "toll", "unstated HTG any", "", 30),
    ],
)
def test_each_kind_has_its_maximum_age(about, kind, value, note, days):
    text = f"""
    id | about   | kind   | value   | as_of      | source | rel | note
    A  | {about} | {kind} | {value} | 2024-01-01 | icg    | 3   | {note}
    """
    read = ledger(text)
    ages = {**rules().max_age_days, "truce": 5}
    subject = tuple(about.split("."))

    def basis(day):
        ground = resolve(read, moment(day), rules(max_age_days=ages)).subjects[subject]
        return (ground.control if kind == "control" else ground.status).basis

    last = moment("2024-01-01").toordinal() + days
    assert basis(moment("2024-01-01").fromordinal(last).date().isoformat()) == "claim"
    assert basis(moment("2024-01-01").fromordinal(last + 1).date().isoformat()) == "expired"


def test_obstacles_age_by_their_own_rule():
    text = """
    id | about              | kind   | value  | as_of      | source | rel
    A  | obstacle.ditch-1   | status | closed | 2024-01-01 | icg    | 3
    B  | gateway.martissant | status | closed | 2024-01-01 | icg    | 3
    """
    ages = {**rules().max_age_days, "obstacle": 5}
    found = resolve(ledger(text), moment("2024-01-10"), rules(max_age_days=ages)).subjects
    assert found["obstacle", "ditch-1"].status.basis == "expired"
    assert found["gateway", "martissant"].status.basis == "claim"


def test_staleness_steps_down_one_level_from_the_fifteenth_day():
    fresh, stale = status(ONE, "2024-01-19"), status(ONE, "2024-01-20")
    assert (fresh.age_days, fresh.stale, fresh.reliability, fresh.probability) == (
        14,
        False,
        3,
        0.85,
    )
    assert (stale.age_days, stale.stale, stale.reliability, stale.probability) == (
        15,
        True,
        2,
        0.70,
    )


def test_staleness_never_goes_below_nothing():
    unrated = ONE.replace("| 3", "|  ")
    found = status(unrated, "2024-01-25")
    assert (found.stale, found.reliability, found.probability) == (True, 0, 0.5)
    shown = state(unrated, "2024-01-25").claims
    assert shown["reliability"].isna().all()
    assert shown["reliability_now"].isna().all()


def test_the_more_reliable_wins_over_the_later():
    text = """
    id | about              | kind   | value  | as_of      | source | rel
    A  | gateway.martissant | status | closed | 2024-01-05 | icg    | 3
    B  | gateway.martissant | status | open   | 2024-01-08 | radio  | 2
    """
    found = status(text, "2024-01-10")
    assert (found.value, found.claim_id, found.rivals) == ("closed", "A", ("B",))
    later = status(text, "2024-01-21")  # the first is stale by now, so both are of level 2
    assert (later.value, later.claim_id, later.rivals) == ("open", "B", ("A",))


def test_of_equal_reliability_the_later_wins():
    text = """
    id | about              | kind   | value      | as_of      | source | rel
    A  | gateway.martissant | status | closed     | 2024-01-05 | icg    | 3
    B  | gateway.martissant | status | restricted | 2024-01-06 | ocha   | 3
    C  | gateway.martissant | status | restricted | 2024-01-04 | radio  | 3
    """
    found = status(text, "2024-01-10")
    assert (found.value, found.basis, found.claim_id) == ("restricted", "claim", "B")
    assert found.rivals == ("A",)  # C agrees


def test_equal_standing_contradicts_and_the_most_cautious_counts():
    text = """
    id | about              | kind   | value      | as_of      | source | rel
    A  | gateway.martissant | status | open       | 2024-01-05 | icg    | 3
    B  | gateway.martissant | status | closed     | 2024-01-05 | ocha   | 3
    C  | gateway.martissant | status | restricted | 2024-01-05 | radio  | 3
    """
    found = status(text, "2024-01-10")
    assert (found.value, found.basis, found.claim_id) == ("closed", "contradicted", "B")
    assert set(found.rivals) == {"A", "C"}
    assert found.probability == 0.5  # either may be right, however reliable


def test_two_that_agree_do_not_contradict():
    text = """
    id | about              | kind   | value  | as_of      | source | rel
    A  | gateway.martissant | status | closed | 2024-01-05 | icg    | 3
    B  | gateway.martissant | status | closed | 2024-01-05 | ocha   | 3
    """
    found = status(text, "2024-01-10")
    assert (found.basis, found.claim_id, found.rivals) == ("claim", "A", ())


def test_closed_and_abandoned_agree_that_nothing_passes():
    text = """
    id | about              | kind   | value     | as_of      | source | rel
    A  | gateway.martissant | status | closed    | 2024-01-05 | icg    | 3
    B  | gateway.martissant | status | abandoned | 2024-01-05 | ocha   | 3
    """
    found = status(text, "2024-01-10")
    assert (found.basis, found.rivals) == ("claim", ("A",))


def test_an_hour_given_outdoes_an_earlier_hour_of_the_day_but_not_a_bare_date():
    morning_noon = """
    id | about              | kind   | value  | as_of            | source | rel
    A  | gateway.martissant | status | closed | 2024-01-05T08:00 | radio  | 2
    B  | gateway.martissant | status | open   | 2024-01-05T14:00 | radio  | 2
    """
    assert status(morning_noon, "2024-01-05T09:00").value == "closed"
    assert status(morning_noon, "2024-01-05T15:00").value == "open"
    assert status(morning_noon, "2024-01-05T15:00").basis == "claim"
    dated = morning_noon + "C | gateway.martissant | status | closed | 2024-01-05 | icg | 2"
    assert status(dated, "2024-01-05").basis == "contradicted"


@pytest.mark.parametrize(
    ("bold", "cautious"),
    [
        ("none", "pnh"),
        ("pnh", "bwa-kale"),
        ("bwa-kale", "grand-ravine"),
        ("none", "grand-ravine"),
        ("grand-ravine", "contested"),
        ("gpep", "contested"),
    ],
)
def test_of_two_holders_the_more_cautious_counts(bold, cautious):
    text = f"""
    id | about              | kind    | value      | as_of      | source | rel
    A  | gateway.martissant | control | {bold}     | 2024-01-05 | icg    | 3
    B  | gateway.martissant | control | {cautious} | 2024-01-05 | ocha   | 3
    """
    found = control(text, "2024-01-06")
    assert (found.value, found.basis, found.rivals) == (cautious, "contradicted", ("A",))


def test_a_report_that_nobody_knows_is_a_report():
    text = """
    id | about              | kind   | value   | as_of      | source | rel
    A  | gateway.martissant | status | unknown | 2024-01-05 | icg    | 3
    """
    found = status(text, "2024-01-06")
    assert (found.value, found.basis) == ("unknown", "claim")


def test_control_and_status_are_two_questions():
    text = """
    id | about              | kind    | value        | as_of      | source | rel
    A  | gateway.martissant | status  | open         | 2024-01-05 | icg    | 1
    B  | gateway.martissant | control | grand-ravine | 2024-01-05 | icg    | 4
    """
    ground = state(text, "2024-01-06").subjects["gateway", "martissant"]
    assert (ground.status.value, ground.status.rivals) == ("open", ())
    assert (ground.control.value, ground.control.rivals) == ("grand-ravine", ())


def test_a_past_claim_is_history_while_another_holds():
    text = """
    id | about              | kind   | value  | to         | as_of      | source | rel
    A  | gateway.martissant | status | closed | 2024-01-04 | 2024-01-01 | icg    | 4
    B  | gateway.martissant | status | open   |            | 2024-01-05 | radio  | 1
    """
    found = status(text, "2024-01-10")
    assert (found.value, found.rivals, found.expired_claims) == ("open", (), ())


def test_the_last_word_is_that_about_the_latest_moment():
    text = """
    id | about               | kind   | value  | from       | to         | as_of      | source | rel
    A  | infrastructure.port-apn | status | closed | 2024-03-03 | 2024-05-20 | 2024-07-31 | icg  | 3
    B  | infrastructure.port-apn | status | open   | 2024-05-22 |            | 2024-05-22 | ocha | 3
    """
    found = status(text, "2024-12-01", "infrastructure.port-apn")
    assert (found.basis, found.last) == ("expired", "open")  # A, though said later, ended earlier
    assert found.expired_claims == ("B", "A")


def test_a_window_or_a_toll_restricts_where_no_status_holds():
    text = """
    id | about              | kind   | value               | as_of      | source | rel
    A  | gateway.martissant | window | Fri-Sun 06:00-18:00 | 2024-01-05 | icg    | 3
    B  | gateway.martissant | toll   | 2500 HTG bus        | 2024-01-06 | radio  | 2
    """
    ground = state(text, "2024-01-10").subjects["gateway", "martissant"]
    assert (ground.status.value, ground.status.claim_id) == ("restricted", "A")
    assert ground.windows == (parse_window("Fri-Sun 06:00-18:00"),)
    assert ground.tolls == (Toll("2500 HTG bus", 2500, 2500, "HTG", "bus"),)
    open_too = text + "C | gateway.martissant | status | open | 2024-01-05 | radio | 0"
    ground = state(open_too, "2024-01-10").subjects["gateway", "martissant"]
    assert (ground.status.value, ground.status.claim_id, ground.status.rivals) == ("open", "C", ())
    assert ground.windows == (parse_window("Fri-Sun 06:00-18:00"),)  # still to be kept to
    later = state(open_too, "2024-03-01").subjects["gateway", "martissant"]
    assert (later.status.value, later.windows, later.tolls) == ("open", (), ())


def test_what_else_holds_is_listed_the_one_that_counts_first():
    text = """
    id | about           | kind   | value       | as_of      | source | rel
    A  | area.martissant | curfew | 19:00-05:00 | 2024-01-05 | radio  | 1
    B  | area.martissant | curfew | 18:00-05:00 | 2024-01-04 | ocha   | 4
    C  | area.martissant | delay  | 20          | 2024-01-04 | ocha   | 3
    D  | area.martissant | delay  | 45          | 2024-01-05 | radio  | 1
    E  | area.martissant | season | May-Oct     | 2023-01-05 | ocha   | 3
    F  | area.martissant | note   | seen        | 2024-01-02 | ocha   | 3
    """
    ground = state(text, "2024-01-10").subjects["area", "martissant"]
    assert ground.curfews == (parse_curfew("18:00-05:00"), parse_curfew("19:00-05:00"))
    assert ground.delay_min == 20
    assert ground.seasons == (parse_season("May-Oct"),)
    assert ground.claim_ids == ("A", "D", "B", "C", "F", "E")


def test_a_claim_about_a_road_reaches_its_pieces():
    text = """
    id | about      | kind   | value  | as_of      | source | rel
    A  | road.RN2   | status | closed | 2024-01-05 | icg    | 3
    B  | road.r2-02 | status | open   | 2024-01-05 | ocha   | 4
    """
    found = state(text, "2024-01-06").subjects
    assert found["road", "r2-01"].status.value == "closed"
    assert (found["road", "r2-02"].status.value, found["road", "r2-02"].status.rivals) == (
        "open",
        ("A",),
    )
    assert found["road", "l12"].status.basis == "no_report"
    assert found["road", "RN2"].status.value == "closed"


def test_every_subject_of_the_map_has_an_entry():
    found = state(ONE, "2015-01-01").subjects
    assert found["area", "canaan"].control.basis == "no_report"
    assert all(ground.status.basis == "no_report" for ground in found.values())
    assert all(ground.control.basis == "no_report" for ground in found.values())
    assert all(key == ground.subject for key, ground in found.items())


def test_the_claims_of_a_state_name_their_source():
    shown = state(ONE, "2024-01-06").claims.loc["A"]
    assert shown[["publisher", "title", "published"]].tolist() == [
        "ICG",
        "A briefing",
        "2024-01-05",
    ]
    assert (shown["holds"], shown["age_days"], shown["reliability_now"]) == (True, 1, 3)
    assert (shown["valid_from"], shown["valid_to"], shown["as_of"]) == (
        "2024-01-03", "2024-02-01", "2024-01-05",
    )  # fmt: skip


def test_several_claims_files_are_one_ledger():
    text = """
    id | about              | kind   | value | as_of      | source | rel
    B  | gateway.martissant | status | open  | 2024-01-06 | ocha   | 4
    """
    more = dataset("claims", claims(text), "today")
    found = state(ONE, "2024-01-06", more)
    assert found.subjects["gateway", "martissant"].status.rivals == ("A",)
    assert found.claims["dataset"].to_dict() == {"A": "claims", "B": "today"}


def test_a_control_layer_and_status_columns_are_claims():
    areas = table(
        """
        id         | name       | control      | as_of      | source | reliability
        martissant | Martissant | grand-ravine | 2024-01-05 | icg    | 3
        canaan     | Canaan     | unknown      |            |        |
        """
    )
    gateways = table(
        """
        id      | name   | status | as_of
        canaan  | Canaan | closed | 2024-01-04
        titanyen | T     |        |
        """
    )
    found = state(
        ONE, "2024-01-06", dataset("control", areas, "survey"),
        dataset("gateways", gateways, "gates", source="Own drivers"),
    )  # fmt: skip
    assert found.subjects["area", "martissant"].control.claim_id == "survey:martissant"
    assert found.subjects["area", "martissant"].control.reliability == 3
    assert found.subjects["area", "canaan"].control.basis == "no_report"
    assert found.subjects["gateway", "canaan"].status.claim_id == "gates:canaan"
    assert found.subjects["gateway", "titanyen"].status.basis == "no_report"
    shown = found.claims.loc[["survey:martissant", "gates:canaan"], ["source_id", "publisher"]]
    assert shown.to_numpy().tolist() == [["icg", "ICG"], ["", "Own drivers"]]


def test_a_toll_does_not_soften_what_the_rules_say_of_a_reported_holder():
    text = """
    id | about              | kind    | value            | as_of      | source | rel
    A  | gateway.martissant | control | grand-ravine     | 2024-01-05 | icg    | 3
    B  | gateway.martissant | toll    | unstated HTG any | 2024-01-06 | radio  | 2
    """
    ground = state(text, "2024-01-10").subjects["gateway", "martissant"]
    assert (ground.control.value, ground.status.basis) == ("grand-ravine", "no_report")
    assert ground.tolls == (Toll("unstated HTG any", None, None, "HTG", "any"),)
    later = state(text, "2025-01-10").subjects["gateway", "martissant"]  # both have expired
    assert (later.control.basis, later.status.basis) == ("expired", "expired")


def test_every_state_is_of_its_own_subject_also_where_roads_share_theirs():
    text = ONE + "R | road.RN2 | status | closed | | | 2024-01-05 | icg | 3"
    found = state(text, "2024-01-06").subjects
    assert all(key == ground.subject for key, ground in found.items())
    assert found["road", "r2-01"].status == found["road", "r2-02"].status


def test_of_two_equal_delays_the_longer_counts_by_its_minutes():
    text = """
    id | about           | kind  | value | as_of      | source | rel
    A  | area.martissant | delay | 20    | 2024-01-05 | icg    | 3
    B  | area.martissant | delay | 100.5 | 2024-01-05 | ocha   | 3
    C  | area.martissant | delay | 300   | 2024-01-04 | ocha   | 3
    """
    assert state(text, "2024-01-06").subjects["area", "martissant"].delay_min == 100.5


def test_a_holder_of_a_kind_that_nobody_listed_is_as_cautious_as_any_other():
    actors = table("actor_id | name | kind\nngo | NGO | alliance of friends\ncom | C | community")
    text = """
    id | about           | kind    | value | as_of      | source | rel
    A  | area.martissant | control | ngo   | 2024-01-05 | icg    | 3
    B  | area.martissant | control | com   | 2024-01-05 | ocha   | 3
    """
    found = state(text, "2024-01-06", dataset("actors", actors, "more"))
    assert found.subjects["area", "martissant"].control.claim_id == "A"
