"""A kind of claim is one row: walked whole, for three audiences, and one that nobody foresaw."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from render.reading import laid_open
from terms.walk import SAMPLES, told

import potay
from potay.claims.readers import READERS, read_value
from potay.cli import run
from potay.release.allowed import CLAIM, allows
from potay.spec.rules import Rules
from potay.terms.audiences import AUDIENCES, may_have
from potay.terms.kinds import DEEDS, KINDS, MAX_AGE_DAYS, OBSTACLE

TESTS = Path(__file__).parents[1]
PLACES = {"state", "page", "table", "workbook", "geopackage"}


def test_a_row_says_all_that_is_asked_of_a_kind():
    assert READERS.keys() == KINDS.keys()
    assert MAX_AGE_DAYS.keys() == {*KINDS, OBSTACLE}
    for kind in KINDS.values():
        assert kind.does in (*DEEDS, "")
        assert kind.about
        assert set(kind.about) <= {"place", "actor"}
        assert kind.max_age_days > 0
        assert kind.audience in AUDIENCES
        assert all(kind.words.values())


@pytest.mark.parametrize("name", KINDS)
def test_a_value_is_read_once_and_told_as_plain_values(name):
    text = SAMPLES[KINDS[name].reader]
    value = read_value(name, f"  {text} ", ("gang-w", "side-w"))
    assert value.text == text
    assert type(value.plain()) in (str, int, float, list, dict)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("walk")


@pytest.fixture(scope="module")
def walked(folder):
    return told(folder, {name: SAMPLES[kind.reader] for name, kind in KINDS.items()})


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_claim_of_each_kind_comes_to_whoever_may_have_it_and_to_nobody_else(walked, audience):
    may = {name for name, kind in KINDS.items() if may_have(audience, kind.audience)}
    assert walked[audience].keys() == PLACES
    assert walked[audience] == dict.fromkeys(PLACES, may)


def test_what_a_withheld_kind_says_is_in_no_file_of_who_may_not_have_it(walked, folder):
    amounts = {
        audience: {path.suffix for path in (folder / "out" / f"tiny-{audience}").rglob("*.*")
                   if b"4321" in _readable(path)}
        for audience in walked
    }  # fmt: skip
    assert amounts["public"] == set()
    assert {".html", ".csv", ".gpkg"} <= amounts["partners"]


def _readable(path):
    """What a file says, with the data of a page as plain JSON."""
    content = path.read_bytes()
    return laid_open(content).encode() if path.name == "index.html" else content


def test_a_kind_that_no_row_names_is_internal():
    assert [allows(audience, CLAIM, "invented") for audience in AUDIENCES] == [False, False, True]


def test_a_maximum_age_of_a_kind_that_is_none_is_refused():
    with pytest.raises(ValueError, match="invented"):
        Rules.model_validate({"max_age_days": {"invented": 3}})


def test_the_help_names_every_kind(capsys):
    assert run(["claim", "add", "--help"]) == 0
    assert ", ".join(KINDS) in " ".join(capsys.readouterr().out.replace("│", "").split())


#: All that a new kind needs: a row, and a reader.
ROW = "fuel_price,,place,fuel_price,14,{},prix du carburant,pri gaz,fuel price\n"
READER = '''"""What fuel costs."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from potay.terms.values import Value


@dataclass(frozen=True)
class FuelPrice(Value):
    """Gourdes a gallon."""

    gourdes: int

    def plain(self) -> int:
        """The price."""
        return self.gourdes


def read(text: str, _actors: Collection[str]) -> FuelPrice:
    """Read `850 HTG gallon`."""
    match = re.fullmatch(r"(\\d{1,6}) HTG gallon", text)
    if not match:
        raise ValueError(f"'{text}' is not a price of fuel; expected e.g. 850 HTG gallon.")
    return FuelPrice(text, int(match[1]))
'''


@pytest.mark.parametrize("audience", ["", "partners", "public"])
def test_a_new_kind_is_one_row_and_one_reader(tmp_path, audience):
    package = tmp_path / "src" / "potay"
    shutil.copytree(Path(potay.__file__).parent, package,
                    ignore=shutil.ignore_patterns("__pycache__", "starter"))  # fmt: skip
    with (package / "terms" / "kinds.csv").open("a", encoding="utf-8") as rows:
        rows.write(ROW.format(audience))
    (package / "claims" / "readers" / "fuel_price.py").write_text(READER, "utf-8")
    path = os.pathsep.join(map(str, (package.parent, TESTS)))
    done = subprocess.run(
        [sys.executable, TESTS / "terms" / "walk.py", tmp_path, "fuel_price", "850 HTG gallon"],
        env={**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {tuple(line.split()[:2]): line.split()[2:] for line in done.stdout.splitlines()}
    widest = audience or "internal"
    assert found == {
        (who, place): ["fuel_price"] if may_have(who, widest) else []
        for who in AUDIENCES
        for place in PLACES
    }
