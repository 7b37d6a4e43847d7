"""The ledger as it is put together: order, text, who is known, which claim touches what."""

import pandas as pd
import pytest
from claims.tiny import claim_rows, dataset, ledger, rules, subjects, table

from potay.built import Dataset, RowCount, SubjectState
from potay.claims import read_ledger, resolve
from potay.claims.known import Known, known_ids, subject_frames
from potay.errors import SourceError
from potay.spec.map import moment

TEXT = """
id | about              | kind   | value | actor     | from       | to         | as_of      | source | rel | note | sensitivity
B  | gateway.martissant | status | open  |           |            |            | 2024-01-06 | ocha   |     |      |
C  | road.RN2           | note   | seen  | pnh ;gpep |            |            | 2024-01-05 | icg    | 0   |      | low
A  | gateway.martissant | status | 3     | pnh       | 2024-01-03 | 2024-02-01 | 2024-01-06 | icg    | 3   | held | high
"""  # noqa: E501


def test_claims_are_in_the_order_in_which_they_became_known_then_of_their_ids():
    read = ledger(TEXT)
    assert [claim.claim_id for claim in read.claims] == ["C", "A", "B"]
    assert list(read.frame.index) == ["C", "A", "B"]
    assert read.frame.index.name == "claim_id"


def test_claims_are_shown_as_text_with_what_is_known_of_their_source():
    shown = ledger(TEXT).frame
    assert list(shown) == [
        "subject_type", "subject", "kind", "value", "actor", "valid_from", "valid_to", "as_of",
        "source_id", "reliability", "sensitivity", "note", "dataset", "publisher", "title",
        "published", "url",
    ]  # fmt: skip
    assert shown.loc["A"].to_dict() == {
        "subject_type": "gateway", "subject": "martissant", "kind": "status", "value": "closed",
        "actor": "pnh", "valid_from": "2024-01-03", "valid_to": "2024-02-01",
        "as_of": "2024-01-06", "source_id": "icg", "reliability": 3, "sensitivity": "high",
        "note": "held", "dataset": "claims", "publisher": "ICG", "title": "A briefing",
        "published": "2024-01-05", "url": "",
    }  # fmt: skip
    assert shown["actor"].tolist() == ["pnh; gpep", "pnh", ""]
    assert shown["reliability"].tolist() == [0, 3, pd.NA]
    assert str(shown["reliability"].dtype) == "Int64"
    assert {str(shown[name].dtype) for name in shown if name != "reliability"} == {"str"}


def test_a_claim_of_a_source_in_words_is_told_by_them_and_the_others_keep_theirs():
    gates = table("id | status | as_of\ncanaan | closed | 2024-01-05\ntitanyen | open | 2024-01-07")
    read = ledger(TEXT, dataset("gateways", gates, "gates", source="Own drivers"))
    assert read.frame["publisher"].to_dict() == {
        "C": "ICG", "gates:canaan": "Own drivers", "A": "ICG", "B": "OCHA",
        "gates:titanyen": "Own drivers",
    }  # fmt: skip
    assert read.frame.loc["gates:canaan", ["title", "published", "url"]].tolist() == [""] * 3


def test_claims_touch_their_subject_and_roads_by_every_name_the_newest_first():
    text = TEXT + "D | road.r2-02 | status | open | | | | 2024-01-06 | icg | | |\n"
    assert ledger(text).touching == {
        ("gateway", "martissant"): (1, 2),
        ("road", "RN2"): (0,),
        ("road", "r2-01"): (0,),
        ("road", "r2-02"): (3, 0),
    }
    later = TEXT.replace("2024-01-05 | icg", "2024-01-07 | icg")
    assert ledger(later).touching["gateway", "martissant"] == (0, 1)
    assert list(ledger(text).touching) == sorted(ledger(text).touching)


def test_a_gateway_called_as_a_road_touches_no_road():
    gates = TEXT.replace("road.RN2 ", "area.rn2 ")
    assert ("road", "r2-01") not in ledger(gates).touching


def test_everything_on_the_map_or_reported_on_has_an_entry_where_nobody_reports():
    text = TEXT.replace("gateway.martissant", "gateway.elsewhere")
    silent = ledger(text).silent
    wanted = {(kind, one) for kind, frame in subjects().items() for one in frame.index}
    assert set(silent) == wanted | {("gateway", "elsewhere"), ("road", "RN2")}
    assert all(known == SubjectState(key) for key, known in silent.items())
    assert list(silent) == sorted(silent)


def test_sources_and_actors_are_in_order_the_first_of_an_id_and_only_text():
    more = table("source_id | publisher | url\nicg | Another | x\nabc | ABC | y")
    odd = pd.DataFrame({"name": [7.0], "kind": ["gang"]}, index=pd.Index([12], name="actor_id"))
    read = ledger(TEXT, dataset("sources", more, "more"), dataset("actors", odd, "odd"))
    assert list(read.sources.index) == ["abc", "icg", "ocha", "radio"]
    assert read.sources.index.name == "source_id"
    assert read.sources.loc[["abc", "icg"], "publisher"].tolist() == ["ABC", "ICG"]
    assert read.sources.loc["abc"].to_dict() == {
        "publisher": "ABC", "title": "", "published": "", "url": "y", "language": "",
    }  # fmt: skip
    assert list(read.actors) == ["name", "name_fr", "name_ht", "kind"]
    assert read.actors.index.name == "actor_id"
    assert read.actors.loc["12"].tolist() == ["", "", "", "gang"]


def test_datasets_of_other_roles_and_rasters_are_no_reports():
    raster = Dataset("dem", "terrain", "0" * 64, RowCount(0, 0, 0, 0), ())
    nothing = Dataset("none", "claims", "0" * 64, RowCount(0, 0, 0, 0), ())
    sites = dataset("sites", table("id | status | as_of\ns | closed | 2024-01-05"), "camps")
    read = ledger(TEXT, raster, nothing, sites)
    assert len(read.claims) == 3
    assert ("site", "s") in read.silent


def test_faults_come_by_file_id_and_column_and_an_id_of_a_bad_row_is_taken():
    bad = {"claim_id": "Z", "subject_type": "gateway", "subject": "martissant", "kind": "statsu",
           "value": "closed", "as_of": "", "source_id": "icg"}  # fmt: skip
    good = {**bad, "kind": "status", "as_of": "2024-01-05"}
    first = dataset("claims", claim_rows([{**bad, "claim_id": "Y"}, bad]), "b")
    with pytest.raises(SourceError) as refused:
        ledger(claim_rows([]), first, dataset("claims", claim_rows([good]), "a"))
    assert [(one.file, one.id, one.column) for one in refused.value.findings] == [
        ("a", "Z", "claim_id"), ("b", "Y", "as_of"), ("b", "Y", "kind"), ("b", "Z", "as_of"),
        ("b", "Z", "kind"),
    ]  # fmt: skip


def test_no_dataset_at_all_is_an_empty_ledger():
    read = read_ledger([])
    assert (len(read.claims), len(read.frame), dict(read.touching), dict(read.silent)) == (
        0, 0, {}, {},
    )  # fmt: skip
    assert resolve(read, moment("2024-01-05"), rules()).subjects == {}


# --- what claims may name -----------------------------------------------------------------------


def test_subjects_are_gathered_by_type_from_datasets_and_frames_given_besides():
    one, two = table("id | name\na | A"), table("id | name\nb | B")
    found = subject_frames(
        [dataset("areas", one), dataset("control", two), dataset("claims", one),
         Dataset("dem", "gateways", "0" * 64, RowCount(0, 0, 0, 0), ())],
        {"area": two, "site": one},
    )  # fmt: skip
    assert {kind: [list(frame.index) for frame in frames] for kind, frames in found.items()} == {
        "area": [["b"], ["a"], ["b"]], "site": [["a"]],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "kind"),
    [("areas", "area"), ("control", "area"), ("gateways", "gateway"), ("roads", "road"),
     ("links", "link"), ("infrastructure", "infrastructure"), ("sites", "site"),
     ("obstacles", "obstacle")],
)  # fmt: skip
def test_rows_of_every_vector_role_are_subjects_of_a_type(role, kind):
    assert list(subject_frames([dataset(role, table("id | name\na | A"))], {})) == [kind]


def known():
    roads = table("id | ref | corridor\nR-1 | RN2 | rn2\nr-2 | RN2 |\nr-3 | | Laboule")
    more = pd.DataFrame({"ref": [None]}, index=pd.Index(["r-4"], name="id"))
    names = table("source_id | publisher\nicg | ICG"), table("actor_id | name\npnh | PNH")
    frames = {"road": [roads, more], "area": [table("id | n\na | A"), table("id | n\nb | B")]}
    return known_ids(*names, frames)


def test_roads_are_known_by_id_number_and_corridor_in_small_letters():
    assert known().road_names == {
        "r-1": ("R-1",), "r-2": ("r-2",), "r-3": ("r-3",), "r-4": ("r-4",),
        "rn2": ("R-1", "r-2"), "laboule": ("r-3",),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "there"),
    [("area", "a", True), ("area", "b", True), ("area", "A", False), ("area", "pnh", False),
     ("site", "a", False), ("actor", "pnh", True), ("actor", "a", False), ("actor", "icg", False),
     ("road", "rn2", True), ("road", "RN2", True), ("road", "LABOULE", True), ("road", "R-1", True),
     ("road", "rn3", False), ("road", "a", False)],
)  # fmt: skip
def test_a_subject_is_known_by_its_type_and_id(kind, name, there):
    assert known().has_subject(kind, name) == there


def test_names_are_offered_of_the_type_that_was_meant():
    assert set(known().names_of("area")) == {"a", "b"}
    assert set(known().names_of("actor")) == {"pnh"}
    assert {"rn2", "r-1"} <= set(known().names_of("road"))
    assert set(known().names_of("site")) == set()
    assert known().sources == {"icg"}
    assert not Known().has_subject("area", "a")
