"""The ledger that comes with potay, at the moments its makers must be able to explain."""

from pathlib import Path

import pytest
from claims.tiny import rules

from potay.claims import alliances_table, list_claims, read_ledger, resolve, state_tables
from potay.sources import read_dataset
from potay.spec import read_workspace
from potay.spec.map import moment
from potay.spec.workspace import read_dataset_spec

REPOSITORY = Path(__file__).resolve().parents[2]
NAMES = (
    "actors", "areas", "claims", "gateways", "infrastructure", "links", "obstacles", "roads",
    "sources",
)  # fmt: skip


@pytest.fixture(scope="module")
def datasets():
    if not (REPOSITORY / "data" / "claims" / "claims.csv").is_file():
        pytest.skip("the bundled ledger is not there")
    workspace = read_workspace(REPOSITORY)
    return [read_dataset(read_dataset_spec(workspace, name)[0]) for name in NAMES]


@pytest.fixture(scope="module")
def bundled(datasets):
    return read_ledger(datasets)


def at(bundled, day):
    return resolve(bundled, moment(day), rules())


def test_in_2015_nobody_had_reported_anything(bundled):
    found = at(bundled, "2015-01-01")
    assert len(found.subjects) > 500
    assert {ground.control.basis for ground in found.subjects.values()} == {"no_report"}
    assert {ground.status.basis for ground in found.subjects.values()} == {"no_report"}
    assert found.claims.empty


def test_martissant_in_january_2024_is_explained(bundled, datasets):
    frames = {"gateway": next(data.frame for data in datasets if data.role == "gateways")}
    row = state_tables(at(bundled, "2024-01-05"), frames)["gateways"].loc["martissant"]
    assert row["control"] == "martissant-accord"
    assert (row["basis"], row["status"]) == ("claim", "unknown")
    assert (row["publisher"], row["as_of"]) == ("International Crisis Group", "2024-01-05")
    assert (row["reliability"], row["age_days"], row["stale"]) == (3, 0, False)
    assert row["status_basis"] == "expired"  # the toll and truce reports are too old by then


def test_martissant_in_december_2022_is_another_answer(bundled):
    before = at(bundled, "2022-12-10").subjects["gateway", "martissant"]
    assert (before.status.value, before.status.basis, before.status.stale) == (
        "closed",
        "claim",
        True,
    )
    assert before.control.value == "contested"
    listed = list_claims(at(bundled, "2022-12-10"), "gateway.martissant")
    assert listed.loc[before.status.claim_id, "state"] == "decides"
    assert (listed["age_days"] >= 0).all()


@pytest.mark.parametrize("day", ["2022-12-10", "2024-01-05", "2024-06-15", "2025-01-15"])
def test_every_answer_names_claims_that_were_known(bundled, day):
    found = at(bundled, day)
    for ground in found.subjects.values():
        for aspect in (ground.control, ground.status):
            named = {aspect.claim_id, *aspect.rivals, *aspect.expired_claims} - {None}
            assert named <= set(found.claims.index)


def test_viv_ansanm_has_its_rival_starts_side_by_side(bundled):
    table = alliances_table(at(bundled, "2024-11-15"))
    starts = table[(table["actor"] == "gpep") & (table["coalition"] == "viv-ansanm")]
    assert set(starts["valid_from"]) >= {"2023-09-22", "2024-02-01", "2024-02-29"}
    assert (starts["state"] == "decides").sum() == 1
    assert (starts["state"] == "rival_start").sum() >= 2


def test_no_circle_of_alliances_in_any_month(bundled):
    for year in range(2020, 2027):
        for month in range(1, 13):
            assert at(bundled, f"{year}-{month:02}-15").actors["coalition"].notna().all()
