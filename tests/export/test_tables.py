import csv
import io
import zipfile
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from export.world import claims, world
from hypothesis import given
from hypothesis import strategies as st

from potay.export import write_tables
from potay.export.tables import csv_bytes, harmless, plain_table


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("tables")
    write_tables(world(), path)
    return path


def rows(folder, name):
    return list(csv.reader((folder / name).read_text(encoding="utf-8").splitlines()))


def test_the_tables_of_the_contract_have_files(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "access.csv", "claims.csv", "corridors.csv", "state.csv", "ti-mond_internal_2024-08-18.xlsx"
    ]  # fmt: skip


def test_a_csv_has_names_then_hxl_tags_then_rows(folder):
    head, tags, first, *_ = rows(folder, "state.csv")
    assert head[:3] == ["id", "name", "control"]
    assert tags[:3] == ["#meta+id", "#loc+name", "#status+control"]
    assert first[:3] == ["lwes", "Lwès", "misyon"]


def test_a_csv_is_utf8_without_a_mark_and_has_no_carriage_returns(folder):
    raw = (folder / "state.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert "Nò".encode() in raw


def test_missing_values_are_empty_and_truth_is_spelled_out(folder):
    head, _, *body = rows(folder, "state.csv")
    mache = dict(zip(head, next(row for row in body if row[0] == "mache"), strict=True))
    assert (mache["reliability"], mache["claim_id"], mache["stale"]) == ("", "", "false")


def test_rows_come_in_the_order_of_their_keys(folder):
    body = rows(folder, "claims.csv")[2:]
    assert [row[0] for row in body] == sorted(claims().index)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\x00x"])
def test_text_that_a_spreadsheet_would_run_is_preceded_by_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


def test_numbers_below_zero_stay_numbers():
    assert harmless(-72.5) == -72.5
    assert csv_bytes({"km": [-1.5]}) == b"km\n#indicator+km\n-1.5\n"


def test_a_note_like_a_formula_is_harmless_in_every_file(folder):
    head, _, *body = rows(folder, "claims.csv")
    assert {row[head.index("note")][:6] for row in body} == {"'=note"}
    sheet = openpyxl.load_workbook(folder / "ti-mond_internal_2024-08-18.xlsx")["claims"]
    cells = [cell for line in sheet.iter_rows(min_row=3) for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if str(cell.value).startswith("'=note")]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_text_survives_a_csv_and_none_begins_like_a_formula(texts):
    columns = plain_table(pd.DataFrame({"name": texts}))
    read = list(csv.reader(io.StringIO(csv_bytes(columns).decode(), newline="")))[2:]
    for before, (after,) in zip(columns["name"], [row or [""] for row in read], strict=True):
        assert after == before
        assert not after.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_workbook_has_typed_cells_titles_tags_and_a_frozen_head(folder):
    book = openpyxl.load_workbook(folder / "ti-mond_internal_2024-08-18.xlsx")
    assert book.sheetnames == ["about", "access", "actors", "claims", "corridors", "sources",
                               "state"]  # fmt: skip
    sheet = book["claims"]
    assert sheet.freeze_panes == "A3"
    titles = [cell.value for cell in sheet[1]]
    row = dict(zip(titles, [cell.value for cell in sheet[3]], strict=True))
    assert row["En date du"] == datetime(2024, 8, 14)
    assert (row["Fiabilité (0-4)"], row["Ancien"]) == (3, False)
    assert [cell.value for cell in sheet[2]][:2] == ["#meta+claim+id", "#meta+subject+type"]


def test_the_workbook_is_for_reading_so_its_lists_are_notes(folder):
    sheet = openpyxl.load_workbook(folder / "ti-mond_internal_2024-08-18.xlsx")["corridors"]
    titles = [cell.value for cell in sheet[1]]
    rn1 = dict(zip(titles, [cell.value for cell in sheet[3]], strict=True))
    assert rn1["Tronçons"] == "0.0-2.0 km: open; 2.0-3.0 km: closed"
    assert rn1["Points de passage"] == "gateway.pont closed"


def test_the_first_sheet_warns_and_tells_age_and_expiry(folder):
    sheet = openpyxl.load_workbook(folder / "ti-mond_internal_2024-08-18.xlsx")["about"]
    told = {line[0].value: line[1].value for line in sheet.iter_rows()}
    assert "ne jamais s'y fier" in told["Petit monde"]
    assert told["En date du"] == "18 août 2024, 23:59"
    assert told["Ne plus utiliser après le"] == "20 août 2024, 23:59"


def test_the_workbook_holds_no_clock(folder):
    with zipfile.ZipFile(folder / "ti-mond_internal_2024-08-18.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-08-19T03:59:59Z") == 2
    assert "openpyxl" not in core


def test_control_characters_and_very_long_cells_do_not_break_the_workbook(tmp_path):
    odd = claims().assign(note=["\x07bell", "x" * 40_000, *["plain"] * 5])
    write_tables(world(tables={"claims": odd}), tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "ti-mond_internal_2024-08-18.xlsx")["claims"]
    notes = [str(cell.value) for line in sheet.iter_rows(min_row=3) for cell in line]
    assert "bell" in notes
    assert [len(note) for note in notes if note.startswith("xxx")] == [32_767]
    assert [note for note in notes if note.endswith("… (see CSV)")]
