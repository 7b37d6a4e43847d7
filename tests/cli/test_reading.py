"""How `potay check` and `potay import` are told to read a file that does not say it itself."""

import json
import tomllib

import pytest
from tiny import write_workspace

from potay.cli import run

ROLES = (
    "Roles: areas, control, gateways, roads, links, infrastructure, sites, obstacles, boundaries,"
    " base, claims, sources, actors, population, terrain, flood."
)
#: A port in metres of zone 18 north, with columns of its own.
METRES = "cle,nom,genre,e,n\nq,Quai,port,784000,2053000\n"
RENAMES = ("--column", "id=cle", "--column", "name=nom", "--column", "kind=genre",
           "--column", "lon=e", "--column", "lat=n")  # fmt: skip


@pytest.fixture
def potay(tmp_path, capsys, monkeypatch):
    root = write_workspace(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)

    def call(*words, code=0):
        assert run(["--json", "--workspace", str(root), *words]) == code
        said = capsys.readouterr()
        call.err = said.err.strip()
        return json.loads(said.out) if said.out else {}

    call.root = root
    return call


def test_a_file_in_metres_with_columns_of_its_own_is_read(potay, tmp_path):
    (tmp_path / "q.csv").write_text(METRES, encoding="utf-8")
    told = potay("check", "q.csv", "--as", "infrastructure", *RENAMES, "--crs", "EPSG:32618")
    assert (told["ok"], told["rows"]["q"]["used"], told["findings"]) == (True, 1, [])
    potay("import", "q.csv", "--as", "infrastructure", *RENAMES, "--crs", "EPSG:32618")
    stated = tomllib.loads((potay.root / "data" / "q" / "dataset.toml").read_text("utf-8"))
    assert stated["crs"] == "EPSG:32618"
    assert stated["columns"] == {
        "id": "cle",
        "name": "nom",
        "kind": "genre",
        "lon": "e",
        "lat": "n",
    }


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--column", "cle"), 2, "--column: 'cle' does not say which column is which. Write"
                                 " OURS=THEIRS, e.g. --column name=nom_quartier."),
        (("--column", "id=cle", "--column", "id=nom"), 2,
         "--column: 'id' is given twice: cle and nom. Keep the one that is meant."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_rename_that_is_none_is_refused(potay, tmp_path, command, words, code, sentence):
    (tmp_path / "q.csv").write_text(METRES, encoding="utf-8")
    potay(command, "q.csv", "--as", "infrastructure", *words, code=code)
    assert potay.err == sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*RENAMES, "--crs", "metres"), "'metres' is no coordinate system that is known. Write it"
         ' as an EPSG code, e.g. crs = "EPSG:4326" or "EPSG:32618".'),
        (("--column", "id=clef"), "[columns] (--column) names 'clef', which the file does not have."
         " Did you mean 'cle'?"),
        (("--column", "nam=nom"), "[columns] (--column) renames to 'nam', which this role does not"
         " have. Did you mean 'name'?"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_file_is_a_finding(potay, tmp_path, words, sentence):
    (tmp_path / "q.csv").write_text(METRES, encoding="utf-8")
    told = potay("check", "q.csv", "--as", "infrastructure", *words, code=3)
    said = [f"{one['message']} {one['hint']}" for one in told["findings"]]
    assert sentence in said


def test_a_file_without_a_role_is_told_which_it_looks_like(potay, tmp_path):
    (tmp_path / "camps.csv").write_text("id,name,persons,lat,lon\n", encoding="utf-8")
    potay("check", "camps.csv", code=2)
    assert potay.err == (
        "camps.csv: a file is checked against a role. It looks like sites: add --as sites, or"
        f" another role. {ROLES}"
    )
    (tmp_path / "what.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    potay("check", "what.csv", code=2)
    assert potay.err == f"what.csv: a file is checked against a role. Add --as ROLE. {ROLES}"


def test_options_about_a_file_need_one(potay):
    potay("check", "tiny", "--crs", "EPSG:4326", code=2)
    assert potay.err == (
        "--crs: says how a file is read, and no file is checked here. Write potay check FILE --as"
        " ROLE; a map's files say it in dataset.toml."
    )
    potay("check", "--as", "sites", code=2)
    assert potay.err == "--as: no file is named. Write potay check FILE --as ROLE."
