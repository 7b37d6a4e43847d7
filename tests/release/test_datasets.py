"""What is left of each dataset for each audience, row by row and column by column."""

import hashlib

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point

from potay.built import Dataset, RowCount
from potay.errors import Finding
from potay.release import names_gone, reduce_datasets, told_findings
from potay.release.datasets import known_of, rows_sha256
from potay.spec import MapSpec
from potay.spec.map import ReleaseSpec

LEVELS = ("low", "moderate", "high", "severe")


def asked(audience: str, kinds: tuple[str, ...] = ()) -> MapSpec:
    return MapSpec.model_construct(audience=audience, release=ReleaseSpec(kinds=kinds))


def dataset(name: str, role: str, frame, sensitivity: str = "low", findings=()) -> Dataset:
    count = 0 if frame is None else len(frame)
    return Dataset(name, role, "f" * 64, RowCount(count, count, 0, 0), tuple(findings),
                   sensitivity, frame=frame)  # fmt: skip


def points(rows: list[dict], **more) -> gpd.GeoDataFrame:
    index = pd.Index([row["id"] for row in rows], name="id")
    plain = pd.DataFrame([{k: v for k, v in row.items() if k != "id"} for row in rows], index=index)
    shapes = [Point(-72.3 - n / 100, 18.5) for n in range(len(rows))]
    return gpd.GeoDataFrame(plain.assign(**more), geometry=shapes, crs=4326)


def gates(**changed) -> gpd.GeoDataFrame:
    rows = [
        {"id": f"g-{level}", "name": f"Gate {level}", "sensitivity": level, "note": f"note {level}"}
        for level in LEVELS
    ]
    return points([*rows, {"id": "g-blank", "name": "Gate", "sensitivity": "", "note": "n"}])


def claims(*rows: dict) -> pd.DataFrame:
    plain = {"subject_type": "gateway", "subject": "g-low", "kind": "status", "value": "open",
             "actor": "", "source_id": "press", "sensitivity": "low", "note": "said"}  # fmt: skip
    index = pd.Index([f"C{n}" for n in range(len(rows))], name="claim_id")
    return pd.DataFrame([plain | row for row in rows], index=index, columns=list(plain))


def table(ids: list[str], index: str, **columns) -> pd.DataFrame:
    return pd.DataFrame(columns, index=pd.Index(ids, name=index))


def world(claim_rows=(), **more) -> dict[str, Dataset]:
    actors = table(["boss", "chief", "police"], "actor_id", name=["Boss", "Chief", "PNH"],
                   kind=["gang", "gang", "police"], sensitivity=["low", "high", "low"])  # fmt: skip
    sources = table(["press", "hushed"], "source_id", publisher=["Press", "Hushed"],
                    title=["t", "u"], sensitivity=["low", "high"])  # fmt: skip
    found = {
        "gates": dataset("gates", "gateways", gates()),
        "actors": dataset("actors", "actors", actors),
        "press": dataset("press", "sources", sources),
        "reports": dataset("reports", "claims", claims(*claim_rows)),
    }
    return found | more


def ids(told, name: str) -> list[str]:
    kept = told.datasets.get(name)
    return [] if kept is None else list(kept.frame.index)


@pytest.mark.parametrize(
    ("audience", "kept"),
    [("public", ["g-low", "g-blank"]), ("partners", ["g-low", "g-moderate", "g-blank"]),
     ("internal", ["g-low", "g-moderate", "g-high", "g-blank"])],
)  # fmt: skip
def test_rows_above_the_level_of_the_audience_are_gone(audience, kept):
    assert ids(reduce_datasets(world(), asked(audience)), "gates") == kept


def test_a_row_without_a_mark_has_that_of_its_dataset():
    told = world(gates=dataset("gates", "gateways", gates(), sensitivity="high"))
    assert ids(reduce_datasets(told, asked("partners")), "gates") == ["g-low", "g-moderate"]
    assert "g-blank" in ids(reduce_datasets(told, asked("internal")), "gates")


def test_columns_of_a_narrower_circle_are_empty_and_others_are_not():
    public = reduce_datasets(world([{}]), asked("public")).datasets
    assert set(public["gates"].frame["note"]) == {""}
    assert list(public["gates"].frame["name"]) == ["Gate low", "Gate"]
    assert set(public["reports"].frame["note"]) == {""}
    partners = reduce_datasets(world([{}]), asked("partners")).datasets
    assert list(partners["gates"].frame["note"]) == ["note low", "note moderate", "n"]


def test_a_column_that_nobody_listed_is_internal_whatever_it_holds():
    day = pd.Timestamp("2024-01-01")
    frame = gates().assign(
        secret="x", number=1.5, whole=7, flag=True, day=day, hour=day.tz_localize("UTC"),
        counted=pd.array([7] * 5, dtype="Int64"), list=pd.Series([["x"]] * 5, dtype=object).array,
    )  # fmt: skip
    told = reduce_datasets({"gates": dataset("gates", "gateways", frame)}, asked("partners"))
    left = told.datasets["gates"].frame
    assert set(left["secret"]) == {""}
    assert left[["number", "whole", "counted", "day", "hour"]].isna().all(axis=None)
    assert list(left["flag"]) == [False] * 3
    assert list(left["list"]) == [""] * 3
    assert left[["number", "whole", "counted"]].dtypes.astype(str).tolist() == ["float64"] * 3
    same = ["secret", "flag", "day", "hour", "list"]
    assert left[same].dtypes.tolist() == frame[same].dtypes.tolist()
    whole = reduce_datasets({"gates": dataset("gates", "gateways", frame)}, asked("internal"))
    assert set(whole.datasets["gates"].frame["secret"]) == {"x"}


@pytest.mark.parametrize(
    ("audience", "kind", "there"),
    [("public", "toll", False), ("partners", "toll", True), ("public", "status", True),
     ("partners", "brand-new", False), ("internal", "brand-new", True)],
)  # fmt: skip
def test_kinds_of_report_leave_by_an_allow_list(audience, kind, there):
    told = reduce_datasets(world([{"kind": kind, "value": "1 HTG any"}]), asked(audience))
    assert ids(told, "reports") == (["C0"] if there else [])


@pytest.mark.parametrize(
    "row",
    [{"subject": "g-high"}, {"source_id": "hushed"}, {"actor": "chief"}, {"actor": "boss; chief"},
     {"kind": "control", "value": "chief"}, {"subject": "nowhere"}, {"sensitivity": "high"},
     {"subject_type": "site", "subject": "camp"}, {"subject": "haiti"},
     {"subject_type": "area", "subject": "nowhere", "kind": "curfew"},
     {"subject_type": "actor", "subject": "chief", "kind": "note"},
     {"subject_type": "actor", "subject": "boss", "kind": "alliance", "value": "chief"}],
)  # fmt: skip
def test_a_report_goes_with_whatever_it_names(row):
    told = reduce_datasets(world([row, {}]), asked("partners"))
    assert ids(told, "reports") == ["C1"]


@pytest.mark.parametrize(
    "row",
    [{"kind": "control", "value": "boss"}, {"kind": "control", "value": "None"},
     {"kind": "control", "value": "contested"}, {"actor": " boss ;police"},
     {"subject_type": "area", "subject": "haiti", "kind": "curfew"},
     {"subject_type": "area", "subject": "ouest-department", "kind": "curfew"},
     {"subject_type": "actor", "subject": "boss", "kind": "note"}],
)  # fmt: skip
def test_a_report_of_what_the_audience_knows_stays(row):
    assert ids(reduce_datasets(world([row]), asked("public")), "reports") == ["C0"]


def test_a_report_about_no_place_at_all_is_kept_internally_and_one_about_a_severe_one_is_not():
    told = reduce_datasets(world([{"subject": "nowhere"}, {"subject": "g-severe"}]),
                           asked("internal"))  # fmt: skip
    assert ids(told, "reports") == ["C0"]


def test_a_file_of_reports_of_which_none_is_left_keeps_its_columns():
    found = world()
    told = reduce_datasets(found, asked("internal")).datasets["reports"].frame
    assert list(told) == list(found["reports"].frame)
    assert told.empty


def camps() -> gpd.GeoDataFrame:
    return points([
        {"id": f"camp{n}", "name": f"Camp {n}", "sensitivity": level, "persons": 100 + n,
         "households": 20 + n, "commune": "Delmas"}
        for n, level in enumerate(("low", "low", "high", "severe", "moderate"))
    ])  # fmt: skip


def test_the_public_has_no_site_whatever_its_mark_but_totals_of_all_that_are_not_severe():
    told = reduce_datasets(world(camps=dataset("camps", "sites", camps())), asked("public"))
    assert "camps" not in told.datasets
    (total,) = told.site_totals
    assert total.bands == {"sites": (3, 4), "households": (50, 99), "persons": (200, 499)}
    partners = reduce_datasets(world(camps=dataset("camps", "sites", camps())), asked("partners"))
    assert ids(partners, "camps") == ["camp0", "camp1", "camp4"]
    assert partners.site_totals is None


def test_a_site_in_two_datasets_counts_once_and_a_map_without_sites_has_no_totals():
    twice = world(a=dataset("a", "sites", camps()), b=dataset("b", "sites", camps()))
    (total,) = reduce_datasets(twice, asked("public")).site_totals
    assert total.bands["sites"] == (3, 4)
    assert reduce_datasets(world(), asked("public")).site_totals is None


def test_a_site_without_a_mark_counts_in_the_totals_unless_its_dataset_is_severe():
    blank = camps().assign(sensitivity="")
    told = {
        level: reduce_datasets(world(camps=dataset("camps", "sites", blank, level)),
                               asked("public")).site_totals
        for level in LEVELS
    }  # fmt: skip
    assert [len(told[level]) for level in LEVELS] == [1, 1, 1, 0]


def places() -> gpd.GeoDataFrame:
    rows = [
        {"id": f"{kind}-{level}", "name": kind, "kind": kind, "sensitivity": level,
         "status": "open", "note": "n", "commune": "Delmas"}
        for kind in ("port", "police", "hospital", "brand-new")
        for level in ("low", "moderate", "high")
    ]  # fmt: skip
    return points(rows)


def test_places_leave_by_kind_and_listed_kinds_up_to_moderate():
    found = world(places=dataset("places", "infrastructure", places()))
    assert ids(reduce_datasets(found, asked("public")), "places") == ["port-low", "hospital-low"]
    listed = reduce_datasets(found, asked("public", ("port", "police")))
    assert ids(listed, "places") == ["port-low", "port-moderate", "hospital-low"]
    assert ids(reduce_datasets(found, asked("partners", ("port",))), "places") == [
        "port-low", "port-moderate", "police-low", "police-moderate", "hospital-low",
        "hospital-moderate",
    ]  # fmt: skip
    assert len(ids(reduce_datasets(found, asked("internal")), "places")) == 12


def test_a_listed_place_without_a_mark_has_that_of_its_dataset():
    port = points([{"id": "p", "name": "Port", "kind": "port", "sensitivity": ""}])
    told = {
        level: ids(reduce_datasets({"places": dataset("places", "infrastructure", port, level)},
                                   asked("public", ("port",))), "places")
        for level in LEVELS
    }  # fmt: skip
    assert told == {"low": ["p"], "moderate": ["p"], "high": [], "severe": []}


def test_a_listed_place_tells_its_name_and_position_only():
    found = world(places=dataset("places", "infrastructure", places()))
    left = reduce_datasets(found, asked("public", ("port",))).datasets["places"].frame
    assert list(left.loc[["port-low", "port-moderate"], "status"]) == ["open", ""]
    assert left.loc["port-moderate", "name"] == "port"
    assert left.loc["port-moderate", "commune"] == "Delmas"
    assert not left.geometry.is_empty.any()


def boats() -> gpd.GeoDataFrame:
    frame = points([
        {"id": "kept", "name": "b", "from": "port-low", "to": "g-low", "sensitivity": "low"},
        {"id": "from", "name": "b", "from": "port-high", "to": "g-low", "sensitivity": "low"},
        {"id": "to", "name": "b", "from": "port-low", "to": "g-high", "sensitivity": "low"},
        {"id": "holder", "name": "b", "from": "boss", "to": "g-low", "sensitivity": "low"},
    ])  # fmt: skip
    return frame.set_geometry([LineString([(-72.3, 18.5), (-72.2, 18.5)])] * 4, crs=4326)


def test_links_go_with_their_ends():
    found = world(places=dataset("places", "infrastructure", places()),
                  boats=dataset("boats", "links", boats()))  # fmt: skip
    assert ids(reduce_datasets(found, asked("partners")), "boats") == ["kept"]
    assert ids(reduce_datasets(found, asked("internal")), "boats") == ["kept", "from", "to"]


def test_a_dataset_of_which_no_row_is_left_is_gone_but_internally_an_empty_file_is_told():
    none = gates().iloc[:0]
    found = {"gates": dataset("gates", "gateways", none)}
    assert "gates" not in reduce_datasets(found, asked("partners")).datasets
    assert "gates" in reduce_datasets(found, asked("internal")).datasets


def test_a_raster_leaves_by_the_level_of_its_dataset_and_an_unknown_role_stays_inside():
    found = {
        "low": dataset("low", "population", None),
        "high": dataset("high", "population", None, sensitivity="high"),
        "odd": dataset("odd", "brand-new", gates()),
    }
    assert set(reduce_datasets(found, asked("public")).datasets) == {"low"}
    assert set(reduce_datasets(found, asked("internal")).datasets) == {"low", "high", "odd"}


def test_the_hash_is_that_of_the_rows_that_are_left_in_any_order():
    found = world()
    told = reduce_datasets(found, asked("partners")).datasets["gates"]
    other = world(gates=dataset("gates", "gateways", gates().iloc[::-1].assign(
        name=lambda frame: frame["name"].where(frame["sensitivity"] != "high", "other")
    )))  # fmt: skip
    again = reduce_datasets(other, asked("partners")).datasets["gates"]
    assert told.sha256 == again.sha256 == rows_sha256(told.frame)
    assert told.sha256 != rows_sha256(told.frame.assign(name="x"))
    moved = told.frame.set_geometry(told.frame.geometry.translate(0.1))
    assert told.sha256 != rows_sha256(moved)


def test_the_hash_is_of_the_rows_as_text_by_id_and_column():
    """So that whoever has the rows can work it out again, in any language."""
    rows = pd.DataFrame({"name": ["Pò", "a,b"], "as_of": ["", "2024"]},
                        index=pd.Index(["b", "a"], name="id"))  # fmt: skip
    text = 'id,as_of,name\na,2024,"a,b"\nb,,Pò\n'
    assert rows_sha256(rows) == hashlib.sha256(text.encode()).hexdigest()
    drawn = gpd.GeoDataFrame(rows, geometry=[Point(1, 2), Point(1, 2)], crs=4326)
    point = "0101000000000000000000F03F0000000000000040"
    text = f'id,as_of,geometry,name\na,2024,{point},"a,b"\nb,,{point},Pò\n'
    assert rows_sha256(drawn) == hashlib.sha256(text.encode()).hexdigest()


def test_also_text_that_is_no_unicode_has_a_hash():
    rows = pd.DataFrame({"name": ["\ud800"]}, index=pd.Index(["a"], name="id"), dtype=object)
    assert rows_sha256(rows) == hashlib.sha256(b"id,name\na,\xed\xa0\x80\n").hexdigest()


def test_internally_a_whole_file_keeps_its_own_hash_and_one_with_severe_rows_does_not():
    kept = gates()[lambda frame: frame["sensitivity"] != "severe"]
    found = world(gates=dataset("gates", "gateways", kept))
    assert reduce_datasets(found, asked("internal")).datasets["gates"].sha256 == "f" * 64
    assert reduce_datasets(world(), asked("internal")).datasets["gates"].sha256 != "f" * 64


def test_the_level_of_a_dataset_above_its_audience_is_not_told():
    found = world(gates=dataset("gates", "gateways", gates(), sensitivity="high"))
    assert reduce_datasets(found, asked("partners")).datasets["gates"].sensitivity == "moderate"
    assert reduce_datasets(world(), asked("partners")).datasets["gates"].sensitivity == "low"


def test_what_is_gone_is_named_by_id_and_name():
    found = {"r": dataset("r", "terrain", None)}
    found |= world(camps=dataset("camps", "sites", camps()))
    told = reduce_datasets(found, asked("public")).datasets
    gone = names_gone(found, told)
    assert {"g-high", "Gate high", "camp0", "Camp 0", "chief", "hushed"} <= gone
    assert not {"g-low", "Gate low", "boss", ""} & gone


ABOUT = Finding("warning", "row 3 is odd", file="data/gates", id="g-low")
PLAIN = Finding("info", "the map is small")
QUOTING = Finding("info", "Gate high is far away")


def test_findings_on_files_stay_inside_and_none_quotes_what_is_gone():
    every = (ABOUT, PLAIN, QUOTING)
    gone = frozenset({"Gate high"})
    assert told_findings(every, gone, "internal") == (ABOUT, PLAIN)
    assert told_findings(every, gone, "partners") == (PLAIN,)
    valued = Finding("info", "odd", value="Gate high")
    assert told_findings([valued], gone, "internal") == ()
    told = reduce_datasets(world(gates=dataset("gates", "gateways", gates(), findings=every)),
                           asked("partners"))  # fmt: skip
    assert told.datasets["gates"].findings == (PLAIN, QUOTING)
    inside = reduce_datasets(world(gates=dataset("gates", "gateways", gates(), findings=every)),
                             asked("internal"))  # fmt: skip
    assert len(inside.datasets["gates"].frame) < len(gates())
    assert inside.datasets["gates"].findings == every


def test_all_that_the_rows_let_a_report_name_is_known():
    known = known_of(world())
    assert known.has_subject("gateway", "g-severe")
    assert known.actors == {"boss", "chief", "police"}
    assert known.sources == {"press", "hushed"}
