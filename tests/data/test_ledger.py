"""The bundled ledger: every report is kept, every word means something, the story is right."""

import csv
import json
import re
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from potay.built import Dataset, RowCount, State, SubjectState
from potay.claims.ledger import Ledger, read_ledger
from potay.claims.state import resolve
from potay.spec.rules import Rules
from potay.terms.moments import HAITI_TIME

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
FACTS = ROOT.parent / "shared" / "facts" / "claims.csv"

#: Subjects that are listed in tables and steer nothing: they are no feature of a map.
COUNTRY_WIDE = {
    ("area", "haiti"), ("area", "ouest-department"), ("area", "commune-port-au-prince"),
    ("area", "artibonite-valley"), ("road", "all-main-roads"),
    ("link", "sea-bay-of-port-au-prince"),
}  # fmt: skip
#: What may speak of the whole country or capital without misleading anybody.
LISTED_ONLY = {"note", "incident", "displacement", "season", "curfew", "toll"}

HOUR = r"(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00|sunrise|sunset)"
DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
GRAMMAR = {
    "status": r"open|restricted|closed|abandoned",
    "window": rf"{DAY}-{DAY} {HOUR}-{HOUR}",
    "truce": rf"{DAY}-{DAY} {HOUR}-{HOUR}",
    "curfew": rf"{HOUR}-{HOUR}",
    "toll": r"(?:\d+(?:-\d+)?|unstated) HTG [a-z][a-z-]*",
    "displacement": r"[1-9]\d*",
    "season": rf"{MONTH}-{MONTH}",
    "incident": r".{5,80}",
    "note": r".{5,80}",
}
SUBJECT_TYPES = {
    "area", "gateway", "road", "link", "infrastructure", "site", "obstacle", "actor",
}  # fmt: skip
ACTOR_KINDS = {"gang", "coalition", "brigade", "police", "mission", "community", "other"}
HEALTH = {"hospital", "clinic"}
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def table(folder: str) -> list[dict[str, str]]:
    spec = tomllib.loads((DATA / folder / "dataset.toml").read_text(encoding="utf-8"))
    path = DATA / folder / spec["file"]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature["properties"] for feature in features]


CLAIMS = table("claims")
SOURCES = table("sources")
ACTORS = table("actors")
PUBLISHED = {row["source_id"]: row["published"] for row in SOURCES}
KIND_OF_ACTOR = {row["actor_id"]: row["kind"] for row in ACTORS}


def claims_of(*kinds: str) -> list[dict[str, str]]:
    return [row for row in CLAIMS if row["kind"] in kinds]


def faults(rows: list[dict[str, str]], bad) -> list[str]:
    return [row["claim_id"] for row in rows if bad(row)]


@cache
def subjects() -> frozenset[tuple[str, str]]:
    """Every subject that the bundled datasets draw."""
    folders = {"area": "areas", "gateway": "gateways", "link": "links",
               "infrastructure": "infrastructure", "obstacle": "obstacles"}  # fmt: skip
    found = {(kind, row["id"]) for kind, folder in folders.items() for row in table(folder)}
    for road in table("roads"):
        found |= {("road", road[name].lower()) for name in ("id", "corridor", "ref") if road[name]}
    return frozenset(found) | {("actor", actor) for actor in KIND_OF_ACTOR}


# ── ids ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rows", "name"), [(CLAIMS, "claim_id"), (SOURCES, "source_id"), (ACTORS, "actor_id")]
)
def test_ids_are_unique(rows, name):
    ids = [row[name] for row in rows]
    assert sorted(set(ids)) == sorted(ids)


def test_claims_keep_the_number_of_their_report():
    assert faults(CLAIMS, lambda row: not re.fullmatch(r"C\d{3}[a-z]?", row["claim_id"])) == []


@pytest.mark.skipif(not FACTS.exists(), reason="the fact sheet is not beside this checkout")
def test_every_report_of_the_fact_sheet_is_a_claim_with_its_source():
    with FACTS.open(encoding="utf-8", newline="") as lines:
        reports = {row["claim_id"]: row["source_id"] for row in csv.DictReader(lines)}
    told = {(row["claim_id"][:4], row["source_id"]) for row in CLAIMS}
    assert told == set(reports.items())


def test_every_source_and_actor_that_is_named_exists_and_is_used():
    assert {row["source_id"] for row in CLAIMS} == set(PUBLISHED)
    named = {row["value"] for row in claims_of("control", "alliance")} - {"contested", "none"}
    named |= {row["actor"] for row in CLAIMS if row["actor"]}
    named |= {row["subject"] for row in CLAIMS if row["subject_type"] == "actor"}
    assert named == set(KIND_OF_ACTOR)


def test_sources_of_actors_exist():
    assert {row["source"] for row in ACTORS} - {""} <= set(PUBLISHED)


def test_every_subject_is_drawn_or_declared_country_wide():
    missing = {(row["subject_type"], row["subject"]) for row in CLAIMS} - subjects() - COUNTRY_WIDE
    assert sorted(missing) == []


def test_what_is_country_wide_steers_nothing():
    wide = [row for row in CLAIMS if (row["subject_type"], row["subject"]) in COUNTRY_WIDE]
    assert faults(wide, lambda row: row["kind"] not in LISTED_ONLY) == []
    assert {(row["subject_type"], row["subject"]) for row in wide} == COUNTRY_WIDE


# ── words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", GRAMMAR)
def test_values_obey_the_grammar_of_their_kind(kind):
    rows = claims_of(kind)
    assert rows
    assert faults(rows, lambda row: not re.fullmatch(GRAMMAR[kind], row["value"])) == []


def test_kinds_and_subject_types_are_those_of_the_contract():
    assert {row["kind"] for row in CLAIMS} == {*GRAMMAR, "control", "alliance"}
    assert {row["subject_type"] for row in CLAIMS} <= SUBJECT_TYPES


def test_control_is_an_actor_nobody_or_contested_and_never_unknown():
    holders = {*KIND_OF_ACTOR, "none", "contested"}
    assert faults(claims_of("control"), lambda row: row["value"] not in holders) == []


def test_alliances_bind_an_actor_to_a_coalition():
    rows = claims_of("alliance")
    assert faults(rows, lambda row: row["subject_type"] != "actor") == []
    assert faults(rows, lambda row: KIND_OF_ACTOR[row["value"]] != "coalition") == []


def test_actors_have_a_kind_and_a_name_in_three_languages():
    assert {row["kind"] for row in ACTORS} == ACTOR_KINDS
    assert [row for row in ACTORS if not (row["name"] and row["name_fr"] and row["name_ht"])] == []


def test_notes_say_who_reported_and_never_promise_safety():
    assert faults(CLAIMS, lambda row: not row["note"].startswith("Reported by ")) == []
    promise = re.compile(r"\b(un)?safe(ly|ty)?\b", re.IGNORECASE)
    assert faults(CLAIMS, lambda row: promise.search(" ".join(row.values()))) == []


# ── dates, trust, what may leave ─────────────────────────────────────────────────────────────


def test_dates_are_whole_days_in_order():
    for row in CLAIMS:
        dates = [row[name] for name in ("valid_from", "valid_to", "as_of") if row[name]]
        assert all(ISO.fullmatch(text) and datetime.fromisoformat(text) for text in dates), row
        assert row["as_of"], row
        assert not row["valid_to"] or row["valid_from"] < row["valid_to"], row


def test_only_an_announced_curfew_begins_after_it_was_reported():
    assert {row["kind"] for row in CLAIMS if row["valid_from"] > row["as_of"]} == {"curfew"}


def test_sources_are_dated_to_what_is_known():
    for row in SOURCES:
        known = row["published_precision"]
        assert known in {"day", "month", "year", "unknown"}, row
        assert bool(ISO.fullmatch(row["published"])) == (known != "unknown"), row
        assert known != "month" or row["published"].endswith("-01"), row
        assert known != "year" or row["published"].endswith("-01-01"), row


def test_reliability_is_zero_to_four():
    assert {row["reliability"] for row in CLAIMS} == {"0", "1", "2", "3", "4"}


def test_levies_never_leave_the_restricted_tier():
    assert faults(claims_of("toll"), lambda row: row["sensitivity"] != "high") == []
    money = re.compile(r"\d[\d ,.]* ?(HTG|gourdes?)|toll post", re.IGNORECASE)
    told = [row for row in CLAIMS if money.search(row["value"] + row["note"])]
    assert len(told) > len(claims_of("toll")) // 2
    assert faults(told, lambda row: row["sensitivity"] != "high") == []


def test_health_facilities_are_not_public():
    cared_for = {row["id"] for row in table("infrastructure") if row["kind"] in HEALTH}
    told = re.compile(r"hospital|clinic|medical charity|health (facilit|service)", re.IGNORECASE)
    rows = [
        row for row in CLAIMS
        if (row["subject_type"] == "infrastructure" and row["subject"] in cared_for)
        or told.search(row["value"] + row["note"])
    ]  # fmt: skip
    assert len(rows) >= 8
    assert faults(rows, lambda row: row["sensitivity"] == "low") == []


# ── the story the ledger tells ───────────────────────────────────────────────────────────────


@cache
def ledger() -> Ledger:
    return read_ledger([
        Dataset(folder, folder, "", RowCount(len(rows), len(rows), 0, 0), (),
                frame=pd.DataFrame(rows).set_index(key))
        for folder, rows, key in (("claims", CLAIMS, "claim_id"), ("sources", SOURCES, "source_id"),
                                  ("actors", ACTORS, "actor_id"))
    ])  # fmt: skip


@cache
def state(day: str) -> State:
    defaults = tomllib.loads((ROOT / "src/potay/spec/defaults.toml").read_text(encoding="utf-8"))
    moment = datetime.fromisoformat(day).replace(tzinfo=HAITI_TIME)
    return resolve(ledger(), moment, Rules(**defaults["rules"]))


def about(day: str, subject: str) -> SubjectState:
    kind, name = subject.split(".")
    return state(day).subjects[kind, name]


def test_december_2022_groups_fight_over_martissant_and_the_police_hold_varreux():
    martissant = about("2022-12-10", "gateway.martissant")
    assert (martissant.control.value, martissant.status.value) == ("contested", "closed")
    assert about("2022-12-10", "infrastructure.terminal-varreux").control.value == "pnh"
    assert about("2022-12-10", "gateway.laboule-12").status.value == "closed"


def test_january_2024_three_groups_hold_martissant_and_laboule_reports_have_expired():
    martissant = about("2024-01-05", "gateway.martissant")
    assert martissant.control.value == "martissant-accord"
    assert martissant.control.claim_id == "C013"
    laboule = about("2024-01-05", "gateway.laboule-12")
    assert (laboule.control.basis, laboule.status.basis) == ("expired", "expired")
    assert laboule.control.last == "ti-makak"
    assert about("2024-01-05", "area.canaan").coalition == "gpep"
    assert about("2024-01-05", "area.ti-bois").coalition == "g9"
    assert state("2024-01-05").actors.loc["g9", "coalition"] == ""


def test_june_2024_the_two_coalitions_are_one_and_port_and_airport_work_again():
    assert about("2024-06-30", "area.canaan").coalition == "viv-ansanm"
    assert about("2024-06-30", "area.ti-bois").coalition == "viv-ansanm"
    airport = about("2024-06-30", "infrastructure.aeroport-pap")
    assert (airport.status.value, airport.control.rivals) == ("open", ("C217b",))
    port = about("2024-06-30", "infrastructure.port-apn").status
    assert (port.value, port.rivals) == ("restricted", ("C207",))


def test_january_2025_solino_has_fallen_and_the_airport_works_in_part():
    assert about("2024-10-21", "area.solino").control.value == "contested"
    assert about("2025-01-31", "area.solino").control.value == "viv-ansanm"
    assert about("2025-01-31", "infrastructure.aeroport-pap").status.value == "restricted"


def test_rival_dates_of_the_closure_at_montrouis_stay_side_by_side():
    known = about("2026-01-31", "gateway.montrouis").claim_ids
    assert {"C167", "C168"} <= set(known)


def test_no_moment_of_the_ledger_has_alliances_in_a_circle():
    for year in range(2021, 2027):
        for month in (1, 4, 7, 10):
            assert state(f"{year}-{month:02}-15").subjects
