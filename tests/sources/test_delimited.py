"""CSV: no value may ever stand under another column's name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources.paper import conserves, judged, said

from potay.sources.delimited import table_rows

HEAD = "id,name,lat,lon,status\n"
EVEN = "a,A,18.5,-72.3,open\n"


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (HEAD + "a,A,18.5,-72.3,open,zz\n" + "b,B,18.5,-72.3\n" + "c,C,18.5,-72.3,closed\n",
         ["a.csv, row 1: the row has 6 fields and the header 5, so values may stand under the "
          "wrong names. Quote fields that hold the separator, or add the missing one.",
          "a.csv, row 2: the row has 4 fields and the header 5, so values may stand under the "
          "wrong names. Quote fields that hold the separator, or add the missing one."]),
        ("id,name,Name,lat,lon\na,A,B,18.5,-72.3\n",
         ["a.csv: the columns 'name' and 'Name' differ only in case or spaces. Rename one of "
          "them."]),
        ("id,name,name,lat,lon\na,A,B,18.5,-72.3\n",
         ["a.csv: the header names two columns 'name'. Give each column its own name."]),
        ("id,name,,lat,lon\na,A,closed,18.5,-72.3\n",
         ["a.csv: column 3 holds values but has no name in the header. Name it, or empty it."]),
        (HEAD + 'a,"A,18.5,-72.3,open\n',
         ["a.csv: the quotes are wrong near line 2: unexpected end of data. A quote inside a "
          'quoted field is written twice (""), and every quote closes.']),
        (HEAD, ["a.csv: there are no rows; no gateways would mean that nothing is there. Check the "
                "export."]),
        ("\n\n", ["a.csv: there is no header in row 1."]),
        (HEAD + "a,A,18.5,-72.3,op\x00en\n",
         ["a.csv: holds zero bytes, so it is not text. Save it again."]),
        (HEAD + EVEN + EVEN.replace("A", "B"),
         ["a.csv, row 2, id a, column id: the id 'a' is already that of row 1. Give each row its "
          "own id."]),
        (HEAD + "a,A,18.5,,open\nb,B,north,-72.3,open\n",
         ["a.csv, row 1, id a, column lon: the lon is empty. Write decimal degrees, e.g. "
          "-72.3388.",
          "a.csv, row 2, id b, column lat: 'north' is no coordinate. Write decimal degrees, e.g. "
          "18.5392."]),
        ("code,nom,lat,lon,statut\na,A,18.5,-72.3,open\n",
         ["a.csv, column id: the column 'id' is missing; the file has code, nom, lat, lon, statut. "
          'Add it, or name it in dataset.toml: [columns] id = "their name"'
          ' (potay check, potay import: --column id="their name").']),
        ("idd,name,lat,lon\na,A,18.5,-72.3\n",
         ["a.csv, column id: the column 'id' is missing; the file has idd, name, lat, lon. Did you "
          "mean 'idd'? Add it, or name it in dataset.toml: [columns] id = \"idd\""
          " (potay check, potay import: --column id=\"idd\")."]),
        ("id,name\na,A\n",
         ["a.csv: the table has no columns 'lat' and 'lon', so nothing can be placed. Add them, or "
          'name them in dataset.toml: [columns] lat = "…", lon = "…"'
          ' (potay check, potay import: --column lat=…).']),
    ],
    ids=["ragged", "case twins", "twins", "unnamed", "quotes", "no rows", "no header", "zero",
         "same id", "coordinates", "id", "did you mean", "no place"],
)  # fmt: skip
def test_broken_tables_say_what_is_wrong(tmp_path: Path, content: str, sentences: list[str]):
    dataset = judged(tmp_path, "a.csv", content, "gateways")
    assert said(dataset) == sentences
    conserves(dataset)


def test_blank_lines_tag_rows_and_empty_columns_are_no_rows(tmp_path: Path):
    content = (
        "id,name,lat,lon,status,,\n#org,#loc+name,#geo+lat,#geo+lon,,,\n\n" + "a,A,18.5,-72.3,,,\n"
        ",,,,,,\n"
    )
    dataset = judged(tmp_path, "a.csv", content, "gateways")
    assert dataset.rows.rows_in == dataset.rows.used == 1
    assert "a.csv: the HXL tag row below the header is no data row." in said(dataset, "info")


def test_a_status_that_is_not_there_is_not_open(tmp_path: Path):
    content = HEAD + "a,A,18.5,-72.3,\nb,B,18.5,-72.3,N/A\nc,C,18.5,-72.3,Closed\n"
    frame = judged(tmp_path, "a.csv", content, "gateways").frame
    assert frame["status"].tolist() == ["", "", "closed"]


def test_renames_and_their_mistakes(tmp_path: Path):
    content = "code,nom,Y,X\n007,A,18.5,-72.3\n"
    renamed = judged(tmp_path, "a.csv", content, "gateways", columns={"id": "CODE"})
    assert renamed.frame.index.tolist() == ["007"]
    assert said(renamed, "info") == [
        "a.csv: columns read under another name: 'nom' as name, 'Y' as lat, 'X' as lon."
    ]
    wrong = {"id": "cod", "nme": "nom"}
    assert said(judged(tmp_path, "a.csv", content, "gateways", columns=wrong))[:2] == [
        "a.csv: [columns] (--column) names 'cod', which the file does not have."
        " Did you mean 'code'?",
        "a.csv: [columns] (--column) renames to 'nme', which this role does not have."
        " Did you mean 'name'?",
    ]


def test_the_header_may_stand_lower(tmp_path: Path):
    content = "Gateways of January,,,\nid,name,lat,lon\na,A,18.5,-72.3\n"
    dataset = judged(tmp_path, "a.csv", content, "gateways", header_row=2)
    assert dataset.rows.used == 1


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.integers(1, 4))
def test_every_line_is_kept_refused_or_empty(lines: list[list[str]], width: int):
    header = [f"c{number}" for number in range(width)]
    cells = [[cell if cell.strip() else None for cell in line] for line in lines]
    rows = table_rows([header, *cells], "a.csv")
    body = [line for line in cells if any(line)]
    if body and all(cell.startswith("#") for cell in body[0] if cell):
        body = body[1:]
    assert rows.total == len(body)
    assert len(rows.numbers) + len(rows.verdict.refused) == rows.total
    kept = {int(n): rows.fields.iloc[place].tolist() for place, n in enumerate(rows.numbers)}
    for number, line in enumerate(body, start=1):
        assert (number in rows.verdict.refused) == (len(line) != width)
        if number in kept:
            assert kept[number] == line
