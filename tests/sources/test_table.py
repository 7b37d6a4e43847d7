"""Rows of a role: what is required, what stands in, and that no row is lost silently."""

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.paper import collection, conserves, feature, judged, point, said

from potay.sources.roles import ROLES
from potay.terms.subjects import ROLES as TERMS_ROLES

SQUARE = [[[-72.3, 18.5], [-72.2, 18.5], [-72.2, 18.6], [-72.3, 18.6], [-72.3, 18.5]]]


def test_every_role_of_the_contract_has_columns():
    assert set(ROLES) == set(TERMS_ROLES)


@pytest.mark.parametrize(
    ("role", "content", "columns"),
    [
        ("areas", collection(feature("Polygon", SQUARE, id="a", name="A")),
         {"name": "A", "commune": "", "commune_pcode": "", "reliability": pd.NA}),
        ("control", collection(feature("Polygon", SQUARE, id="a", name="A", control="none")),
         {"control": "none", "as_of": "", "valid_to": "", "sensitivity": ""}),
        ("gateways", collection(point(-72.3, 18.5, id="a", name="A", status=3)),
         {"status": "closed", "corridor": "", "kind": ""}),
        ("infrastructure", collection(point(-72.3, 18.5, id="a", name="A", kind="Hôpital")),
         {"kind": "hospital", "status": "", "commune": ""}),
        ("sites", collection(point(-72.3, 18.5, id="a", name="A", persons="1 200")),
         {"persons": 1200, "households": pd.NA, "kind": ""}),
        ("obstacles", collection(point(-72.3, 18.5, id="a", kind="Bridge damage")),
         {"kind": "bridge_damage", "name": ""}),
        ("base", collection(feature("Polygon", SQUARE, kind="lake")), {"kind": "lake"}),
        ("links", "id,mode,from,to,minutes,min_load_class\na,Mer,p,q,90,2\n",
         {"mode": "sea", "from": "p", "to": "q", "minutes": 90.0, "min_load_class": 2}),
    ],
)  # fmt: skip
def test_a_role_gives_its_columns_filled(tmp_path: Path, role: str, content: str, columns):
    name = "a.csv" if role == "links" else "a.geojson"
    dataset = judged(tmp_path, name, content, role)
    assert said(dataset, "error", "warning") == []
    row = dataset.frame.iloc[0]
    assert {key: row[key] for key in columns} == columns or all(
        row[key] is value if value is pd.NA else row[key] == value for key, value in columns.items()
    )
    assert set(ROLES[role].column_names) - {"id"} <= set(dataset.frame.columns)


@pytest.mark.parametrize(
    ("role", "content", "index", "columns"),
    [
        ("claims", "claim_id,subject_type,subject,kind,value,as_of,source_id\n"
         "C1,Gateway,canaan,status,closed,2024-01-05,s1\n", "claim_id",
         {"subject_type": "gateway", "value": "closed", "actor": "", "reliability": ""}),
        ("sources", "source_id,publisher,title,published\ns1,P,T,2024\n", "source_id",
         {"publisher": "P", "published": "2024", "language": ""}),
        ("actors", "actor_id,name,kind\ng9,G9,Coalition\n", "actor_id",
         {"name": "G9", "kind": "coalition", "name_ht": ""}),
    ],
)  # fmt: skip
def test_ledger_tables_are_text(tmp_path: Path, role, content, index, columns):
    dataset = judged(tmp_path, "a.csv", content, role)
    assert said(dataset) == []
    assert dataset.frame.index.name == index
    assert {key: dataset.frame.iloc[0][key] for key in columns} == columns


@pytest.mark.parametrize(
    ("role", "content", "sentences"),
    [
        ("claims", "claim_id,subject_type,subject,kind,value,as_of,source_id\n"
         "C1,gatway,,status,closed,05/01/2024,s1\n",
         ["a.csv, row 1, id C1, column subject_type: 'gatway' is no subject_type that potay knows. "
          "Did you mean 'gateway'?",
          "a.csv, row 1, id C1, column subject: nothing is written here. Fill the cell.",
          "a.csv, row 1, id C1, column as_of: '05/01/2024' is ambiguous: 2024-01-05 (day first) or "
          "2024-05-01 (month first)? Write it as YYYY-MM-DD."]),
        ("gateways", "id,name,lat,lon,valid_from,valid_to\n"
         "a,A,18.5,-72.3,2024-03-01,2024-02-01\n",
         ["a.csv, row 1, id a, column valid_to: the period ends (2024-02-01) before it begins "
          "(2024-03-01). Exchange valid_from and valid_to, or correct one."]),
        ("links", "id,mode,from,to\na,sea,p,\nb,sea,,\nc,sea,p,p\nd,sae,p,q\n",
         ["a.csv, row 4, id d, column mode: 'sae' is no mode that potay knows. Known: sea, "
          "air, ferry.",
          "a.csv, row 1, id a: only one end of the link is named. Name two ids of infrastructure "
          "in the columns from and to.",
          "a.csv, row 2, id b: the link has neither a line nor ends. Name two ids of "
          "infrastructure in the columns from and to.",
          "a.csv, row 3, id c: the link begins and ends at 'p'. Name two ids of infrastructure in "
          "the columns from and to."]),
        ("areas", "id,name,lat,lon\na,A,18.5,-72.3\n",
         ["a.csv: this is a table without geometry, and areas are drawn as polygon. Give a "
          "GeoPackage or GeoJSON, or a column 'wkt'."]),
        ("areas", 'id,name,wkt\na,A,"POLYGON ((1 2"\n',
         ["a.csv, row 1, id a, column wkt: this is no geometry as text (WKT). Write e.g. POINT "
          "(-72.3 18.5)."]),
        ("obstacles", "id,kind,lat,lon\n", ["a.csv: there are no rows."]),
        ("terrain", "id,name\na,A\n",
         ["a.csv: this is CSV, and the role terrain is a raster. Give a GeoTIFF or SRTM HGT "
          "file."]),
    ],
    ids=["claims", "period", "links", "areas", "wkt", "empty", "raster"],
)  # fmt: skip
def test_faulty_rows_are_told_all_at_once(tmp_path: Path, role, content, sentences):
    dataset = judged(tmp_path, "a.csv", content, role)
    assert said(dataset) == sentences
    conserves(dataset)


def test_polygons_may_come_as_text_in_a_table(tmp_path: Path):
    content = 'id,name,wkt\na,A,"POLYGON ((-72.3 18.5, -72.2 18.5, -72.2 18.6, -72.3 18.5))"\n'
    dataset = judged(tmp_path, "a.csv", content, "areas")
    assert dataset.frame.geometry.iloc[0].geom_type == "Polygon"


def test_a_row_without_a_name_is_never_drawn_empty(tmp_path: Path):
    content = collection(
        point(-72.3, 18.5, id="a", name="", name_ht="Kanaran"),
        point(-72.3, 18.6, id="b", name="N/A"),
    )
    frame = judged(tmp_path, "a.geojson", content, "gateways").frame
    assert frame["name"].tolist() == ["Kanaran", "b"]


def test_equal_repairs_are_told_once_with_their_count(tmp_path: Path):
    content = collection(
        *(point(-72.3, 18.5, id=f"g{number}", name="A", status="Fermé") for number in range(7))
    )
    dataset = judged(tmp_path, "a.geojson", content, "gateways")
    assert said(dataset) == [
        "a.geojson, column status: 'Fermé' was read as closed (7 rows: g0, g1, g2, g3, g4, …)."
    ]
    assert dataset.rows.repaired == 7


LATS = st.sampled_from(["18.5", "18,6", "", "N/A", "-72.3", "0", "nan", "1e9", "18.5392"])
LONS = st.sampled_from(["-72.3", "72.3", "", "18.5", "0", "inf", "-72,25"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "007", "", "7.0", "1E+05", " d "]),
        st.sampled_from(["Cité", "", "CitÃ©", "null"]),
        LATS,
        LONS,
        st.sampled_from(["open", "Fermé", "N/A", "", "opn", "3", "9"]),
        st.sampled_from(["", "1", "4", "5", "x"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=50)
@given(ROWS)
def test_rows_in_is_used_plus_refused_whatever_the_rows(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "name", "lat", "lon", "status", "reliability"])
    writer.writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        dataset = judged(Path(folder), "a.csv", text.getvalue(), "gateways")
    assert dataset.rows.rows_in == len(rows)
    conserves(dataset)
    elsewhere = any("must have an extent there" in told for told in said(dataset))
    if dataset.frame is not None:
        points = dataset.frame.geometry
        inside = points.x.between(-75.2, -71) & points.y.between(17.5, 20.8)
        # All rows or none: a file of another country is told as one, never row by row.
        assert not inside.any() if elsewhere else inside.all()
        assert set(dataset.frame["status"]) <= {"", "open", "closed"}


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing_but_the_order(order):
    features = [point(-72.3 + n / 50, 18.5, id=f"g{n}", name=f"G{n}") for n in range(6)]
    with tempfile.TemporaryDirectory() as folder:
        plain = judged(Path(folder), "a.geojson", collection(*features), "gateways").frame
        mixed = collection(*(features[n] for n in order))
        other = judged(Path(folder), "b.geojson", mixed, "gateways").frame
    pd.testing.assert_frame_equal(plain, other.loc[plain.index])


def test_dtypes_do_not_depend_on_the_rows(tmp_path: Path):
    empty = judged(tmp_path, "a.geojson", collection(point(-72.3, 18.5, id="a", name="A")), "sites")
    full = judged(
        tmp_path, "b.geojson",
        collection(point(-72.3, 18.5, id="a", name="A", persons=5, reliability=3)), "sites",
    )  # fmt: skip
    assert empty.frame.dtypes.to_dict() == full.frame.dtypes.to_dict()
    assert empty.frame["persons"].dtype == "Int64"
    assert pd.api.types.is_string_dtype(empty.frame["name"])
