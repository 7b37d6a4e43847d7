"""`potay register`: told what an edited file takes in, asked before rows are lost."""

import json
import re
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from rasters import lay_under, level
from tiny import MAP, write_workspace

from potay.cli import run

GATES = "id,name,lon,lat,corridor\ngate,La Porte,-72.35,18.5,rn9\nnord,Nord,-72.36,18.5,rn9\n"


@pytest.fixture
def potay(tmp_path: Path, capsys):
    root = write_workspace(tmp_path / "tiny")

    def call(*words: str, code: int = 0) -> dict:
        assert run(["--json", "--workspace", str(root), *words]) == code, capsys.readouterr().err
        said = capsys.readouterr()
        call.err = said.err
        return json.loads(said.out) if said.out else {}

    def text(*words: str, code: int = 0) -> list[str]:
        assert run(["--workspace", str(root), *words]) == code
        said = capsys.readouterr()
        call.err = said.err
        return [line for line in said.out.splitlines() if line.startswith(words[1])]

    call.root, call.text = root, text
    return call


def edit(potay, name: str, *changes: tuple[str, str]) -> Path:
    (path,) = (p for p in (potay.root / "data" / name).iterdir() if p.suffix == ".csv")
    content = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    path.write_text(content, encoding="utf-8")
    return path


def kept(potay, name: str) -> None:
    """Register a dataset as it is, so that its rows are known."""
    (one,) = potay("register", name)["datasets"]
    assert one["state"] == "unchanged"


def toml(potay, name: str) -> str:
    return (potay.root / "data" / name / "dataset.toml").read_text(encoding="utf-8")


def test_rows_added_and_changed_are_told_and_registered(potay):
    kept(potay, "reports")
    new = "T4,gateway,gate,status,open,,2024-02-05,,2024-02-05,press,3,low,\n"
    edit(potay, "reports", (",closed,", ",restricted,"), ("T3,area", f"{new}T3,area"))
    (one,) = potay("register", "reports")["datasets"]
    assert re.fullmatch(r"[0-9a-f]{64}", one.pop("sha256"))
    value = {"before": "closed", "after": "restricted"}
    assert one == {
        "name": "reports", "state": "registered", "compared": True,
        "rows": {"before": 3, "now": 4}, "added": ["T4"], "removed": [],
        "changed": [{"id": "T1", "columns": {"value": value}}],
    }  # fmt: skip
    potay("check")


def test_the_same_in_sentences(potay):
    kept(potay, "reports")
    edit(potay, "reports", (",closed,", ",restricted,"), ("T3,", "T5,"))
    lines = potay.text("register", "reports", "--yes")
    assert lines == [
        "reports: 1 row added: T5.",
        "reports: 1 row removed: T3.",
        "reports: 1 row changed: T1 (value 'closed' → 'restricted').",
    ]
    assert potay.text("register", "reports") == []


def test_rows_are_not_lost_without_a_yes(potay):
    kept(potay, "reports")
    edit(potay, "reports", ("T3,", "T5,"))
    before = toml(potay, "reports")
    answer = potay("register", "reports", code=3)
    assert [fault["message"] for fault in answer["findings"]] == ["1 row would be lost: T3."]
    assert potay.err.splitlines() == [
        "reports: 1 row added: T5.",
        "reports: 1 row removed: T3.",
        "data/reports/reports.csv: 1 row would be lost: T3. Nothing was registered. If they are "
        "meant to go, add --yes.",
    ]
    assert toml(potay, "reports") == before
    assert potay("register", "reports", "--yes")["datasets"][0]["removed"] == ["T3"]
    assert toml(potay, "reports") != before


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("n\n", 3)])
def test_a_person_is_asked(potay, monkeypatch, said, code):
    kept(potay, "reports")
    edit(potay, "reports", ("T3,", "T5,"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked = []
    monkeypatch.setattr(
        "typer.confirm", lambda text, err: asked.append((text, err)) or said == "y\n"
    )
    potay.text("register", "reports", code=code)
    assert asked == [("Register, and lose 1 row?", True)]


def test_a_dry_run_writes_nothing(potay):
    kept(potay, "reports")
    edit(potay, "reports", ("T3,", "T5,"))
    before = toml(potay, "reports")
    answer = potay("register", "reports", "--dry-run")
    assert answer["dry_run"]
    assert (answer["datasets"][0]["state"], answer["datasets"][0]["removed"]) == ("changed", ["T3"])
    assert toml(potay, "reports") == before


def test_without_rows_of_before_they_are_only_counted(potay):
    """A fresh clone, or a workspace of an older potay."""
    edit(potay, "reports", ("T3,", "T5,"))
    (one,) = potay("register", "reports", "--dry-run")["datasets"]
    assert (one["compared"], one["rows"]) == (False, {"before": None, "now": 3})
    assert potay.text("register", "reports") == [
        "reports: 3 rows now. Which were added, changed or removed cannot be told: the rows as "
        "last registered are not kept here."
    ]
    edit(potay, "reports", ("T5,", "T6,"))
    potay("register", "reports", code=3)  # from now on it is known


def test_what_a_build_read_is_known(potay, tmp_path):
    potay("build", "tiny", "--out", str(tmp_path / "out"))
    edit(potay, "gates", ("La Porte", "Porte"))
    assert potay.text("register", "gates") == [
        "gates: 1 row changed: gate (name 'La Porte' → 'Porte')."
    ]
    bundle = tmp_path / "out" / "tiny-internal"
    assert not [path for path in bundle.rglob("*") if path.suffix == ".parquet"]


def test_what_was_added_by_a_command_is_known(potay):
    potay("claim", "add", "gateway.gate", "status", "open", "--as-of", "2024-01-20",
          "--source", "press")  # fmt: skip
    edit(potay, "reports", ("U-2024-01-20-1", "mine"))
    answer = potay("register", "reports", "--dry-run")["datasets"][0]
    assert (answer["added"], answer["removed"]) == (["mine"], ["U-2024-01-20-1"])


def test_a_starter_workspace_is_known(tmp_path, capsys):
    assert run(["init", str(tmp_path / "w")]) == 0
    path = tmp_path / "w" / "data" / "actors" / "actors.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = lines[3].partition(",")[0]
    path.write_text("".join(lines[:3] + lines[4:]), encoding="utf-8")
    capsys.readouterr()
    assert run(["-w", str(tmp_path / "w"), "register", "actors"]) == 3
    assert f"actors: 1 row removed: {gone}." in capsys.readouterr().err


def test_a_starter_file_that_does_not_read_as_asked_is_no_help(tmp_path, capsys):
    """Its dataset.toml was changed along with it: of the rows of before nothing is known."""
    root = tmp_path / "w"
    assert run(["init", str(root)]) == 0
    folder = root / "data" / "actors"
    path = folder / "actors.csv"
    path.write_text(path.read_text().replace("actor_id", "code"), encoding="utf-8")
    with (folder / "dataset.toml").open("a", encoding="utf-8") as file:
        file.write('[columns]\nactor_id = "code"\n')
    capsys.readouterr()
    assert run(["-w", str(root), "register", "actors"]) == 0
    assert "cannot be told: the rows as last registered" in capsys.readouterr().out


def test_long_lists_and_texts_are_cut(potay):
    kept(potay, "gates")
    path = edit(potay, "gates", ("rn9\n", "rn9\n" + "".join(
        f"g{number},G,-72.35,18.5,rn9\n" for number in range(12))))  # fmt: skip
    assert potay.text("register", "gates") == [
        "gates: 12 rows added: g0, g1, g2, g3, g4, g5, g6, g7, g8, g9 and 2 more."
    ]
    long = "word " * 30
    path.write_text(path.read_text().replace(",G,", f",{long}old,"), encoding="utf-8")
    potay.text("register", "gates")
    path.write_text(path.read_text().replace("word old", "word new"), encoding="utf-8")
    (line,) = potay.text("register", "gates")
    assert line.startswith(
        "gates: 12 rows changed: g0 (name '…word word word word old' → '…word word word word new')"
    )
    assert line.endswith(" and 2 more.")


def test_a_file_that_reads_the_same_says_so(potay):
    kept(potay, "reports")
    edit(potay, "reports", ("T3,area", '"T3",area'))
    assert potay.text("register", "reports") == [
        "reports: the file differs, and no row that is read of it does."
    ]


def test_every_fault_is_told_and_nothing_registered(potay):
    edit(potay, "reports", (",closed,", ",closed"))
    edit(potay, "gates", ("18.5", "north"))
    before = toml(potay, "reports"), toml(potay, "gates")
    answer = potay("register", "reports", "gates", code=3)
    assert {fault["file"] for fault in answer["findings"]} == {
        "data/reports/reports.csv", "data/gates/gates.csv",
    }  # fmt: skip
    assert (toml(potay, "reports"), toml(potay, "gates")) == before
    answer = potay("register", "report", "gate", code=2)
    assert [fault["hint"] for fault in answer["findings"]] == [
        "Did you mean 'reports'?", "Did you mean 'gates'?",
    ]  # fmt: skip
    (potay.root / "data" / "gates" / "gates.csv").unlink()
    answer = potay("register", "gates", code=3)
    assert answer["findings"][0]["message"] == "no such file."


def test_a_file_written_while_it_is_looked_at_is_not_taken_in(potay, monkeypatch):
    from potay.cli import register

    edit(potay, "reports", ("T3,", "T5,"))
    real = register.take_in

    def meanwhile(*words):
        edit(potay, "reports", ("T5,", "T6,"))
        real(*words)

    monkeypatch.setattr(register, "take_in", meanwhile)
    before = toml(potay, "reports")
    answer = potay("register", "reports", code=3)
    assert answer["findings"][0]["message"] == "the file was written again while it was looked at."
    assert toml(potay, "reports") == before


def test_a_change_that_was_cut_short_and_edited_is_taken_in(potay):
    path = edit(potay, "reports", ("T3,", "T5,"))
    note = path.with_name(".reports.csv.pending")
    note.write_text(f"{'0' * 64} {'1' * 64}\n", encoding="ascii")
    potay("claim", "add", "gateway.gate", "status", "open", "--as-of", "2024-01-20",
          "--source", "press", code=3)  # fmt: skip
    assert "run 'potay register reports'" in potay.err
    potay("register", "reports")
    assert not note.exists()
    potay("check")


def replaced(potay, name: str, file: str) -> Path:
    """A dataset of the workspace in another format: its dataset.toml names the new file."""
    folder = potay.root / "data" / name
    path = folder / "dataset.toml"
    text = re.sub(r'file = ".*"', f'file = "{file}"', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    return folder / file


def test_geometry_is_compared_too(potay):
    kept(potay, "roads")
    path = potay.root / "data" / "roads" / "roads.geojson"
    path.write_text(path.read_text().replace("-72.3,", "-72.301,"), encoding="utf-8")
    (line,) = potay.text("register", "roads")
    assert re.fullmatch(
        r"roads: 1 row changed: r2 \(geometry 'LineString of 2 points \(\w{8}\)' → "
        r"'LineString of 2 points \(\w{8}\)'\)\.", line
    )  # fmt: skip


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "parquet", "fgb"])
def test_places_are_compared_in_every_format(potay, ending):
    frame = gpd.read_file(potay.root / "data" / "gates" / "gates.csv")
    frame = gpd.GeoDataFrame(
        frame[["id", "name"]], geometry=gpd.points_from_xy([-72.35], [18.5]), crs=4326
    )
    path = replaced(potay, "gates", f"gates.{ending}")

    def write(rows: gpd.GeoDataFrame) -> None:
        path.unlink(missing_ok=True)
        rows.to_parquet(path) if ending == "parquet" else rows.to_file(path)

    write(frame)
    potay("register", "gates")
    moved = frame.assign(geometry=gpd.points_from_xy([-72.36], [18.5]))
    write(gpd.GeoDataFrame(moved.loc[[0, 0]].assign(id=["gate", "new"]), crs=4326))
    assert potay.text("register", "gates") == [
        "gates: 1 row added: new.",
        "gates: 1 row changed: gate (geometry '18.5000000, -72.3500000' → "
        "'18.5000000, -72.3600000').",
    ]


def test_workbooks_are_compared(potay):
    path = replaced(potay, "camps", "camps.xlsx")

    def write(*rows: tuple) -> None:
        book = openpyxl.Workbook()
        for row in (("id", "name", "lon", "lat", "persons", "households"), *rows):
            book.active.append(row)
        book.save(path)

    write(("camp-1", "A", -72.31, 18.5005, 400, 80))
    potay("register", "camps")
    write(("camp-1", "A", -72.31, 18.5005, 410, None))
    assert potay.text("register", "camps") == [
        "camps: 1 row changed: camp-1 (persons '400' → '410', households '80' → '')."
    ]


def test_rows_without_ids_are_compared_by_what_they_say(potay):
    """Ids made from row numbers shift: were they compared, every row would have changed."""
    path = potay.root / "data" / "roads" / "roads.geojson"
    content = path.read_text().replace('"id": "r1", ', "").replace('"id": "r2", ', "")
    path.write_text(content, encoding="utf-8")
    potay("register", "roads")
    document = json.loads(content)
    document["features"].pop(0)
    path.write_text(json.dumps(document), encoding="utf-8")
    potay("register", "roads", code=3)
    assert potay.err.splitlines()[:-1] == [
        "roads: 1 row removed: road-1.",
        "roads: its rows have no ids; a changed one counts as removed and added.",
    ]


def test_a_raster_has_no_rows(potay):
    lay_under(potay.root, population=level(1.0))
    folder = lay_under_again(potay.root)
    assert potay.text("register", "population") == [
        "population: another raster; it has no rows to be compared."
    ]
    assert potay("register", "population")["datasets"][0]["state"] == "unchanged"
    assert [path.name for path in folder.iterdir()] == ["population.tif", "dataset.toml"]


def lay_under_again(root: Path) -> Path:
    """Put another raster in the place of the registered one."""
    folder = root / "data" / "population"
    told = (folder / "dataset.toml").read_text(encoding="utf-8")
    (root / "layers" / "population.toml").unlink()
    (root / "maps" / "tiny.toml").write_text(MAP, encoding="utf-8")
    (folder / "population.tif").unlink()
    (folder / "dataset.toml").unlink()
    folder.rmdir()
    lay_under(root, population=level(2.0))
    (folder / "dataset.toml").write_text(told, encoding="utf-8")
    return folder
