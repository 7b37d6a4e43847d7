"""The reference is made from the code: whatever the code has, a page of it says."""

import csv
import re
from pathlib import Path

import pytest
import typer
from making import facts, reference

import potay
from potay.cli import run

ROOT = Path(__file__).parents[2]
MAKING = ROOT / "docs" / "making"
PAGES = reference.reference_pages()


def section(page, heading):
    """The text below one heading of a page."""
    return PAGES[f"reference/{page}.md"].partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def rows(text):
    """The first cell of each row of the tables in a text, where it is a code."""
    return set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))


@pytest.mark.parametrize("name", facts.models())
def test_every_key_of_every_file_stands_in_the_reference(name):
    model = facts.models()[name]
    page = next(page for page, (_, models) in reference.FILES.items() if name in models)
    told = rows(section(page, reference.TABLES[name]))
    assert told == {key.name for key in facts.keys(model)} == {*model.model_fields}


def test_every_model_that_reads_a_file_has_a_page():
    placed = [name for _, models in reference.FILES.values() for name in models]
    assert sorted(placed) == sorted(facts.models())


@pytest.mark.parametrize("role", facts.input_columns())
def test_every_column_of_every_role_stands_in_the_reference(role):
    told = rows(section("columns", role))
    assert told == {*potay.input_columns(role)["column"]}


def test_every_kind_of_claim_stands_in_the_reference():
    assert {*facts.kinds()} <= rows(section("claims", "Kinds"))
    assert {"toll": "partners", "status": "public"}.items() <= {
        kind: facts.widest("kind of claim", kind) for kind in facts.kinds()
    }.items()


def commands():
    """Every command with its options, as the parser has them."""
    app = typer.main.get_command(facts.fact("commands"))
    return {words: leaf for name, one in app.commands.items()
            for words, leaf in reference._leaves(f"potay {name}", one)}  # fmt: skip


@pytest.mark.parametrize("words", commands())
def test_every_option_of_every_command_stands_in_the_reference(words):
    text = section("commands", words)
    options = [name for one in commands()[words].params for name in one.opts if "-" in name]
    assert text
    assert [name for name in options if name not in text] == []


@pytest.mark.parametrize("table", sorted(set(potay.columns()["table"])))
def test_every_column_of_every_answer_stands_in_the_reference(table):
    assert rows(section("tables", table)) == {
        *potay.columns(table)["column"]
    }  # fmt: skip


def test_every_public_name_stands_in_the_reference():
    text = PAGES["reference/python.md"]
    told = re.findall(r"^::: potay\.(\w+)$", text, re.MULTILINE)
    assert sorted(told) == sorted(name for name in potay.__all__ if not name.startswith("__"))


def test_every_vehicle_class_stands_in_the_reference_by_its_number():
    told = section("maps", "Vehicle classes")
    assert [number for number, _ in facts.vehicles()] == [1, 2, 3, 4, 5, 6]
    assert all(f"| {number} | {words} |" in told for number, words in facts.vehicles())


def test_every_exit_code_stands_in_the_reference():
    assert {"0", "1", "2", "3", "4", "5", "6", "130", "143"} <= rows(
        PAGES["reference/exit-codes.md"]
    )


def test_what_may_leave_is_told_by_the_widest_circle():
    def told(of, circle):
        lines = section("release", of).splitlines()
        return next(line for line in lines if line.startswith(f"| {circle} "))

    assert "`geometry`" in told("sites", "partners")
    assert "`geometry`" not in told("sites", "public")
    assert "`toll`" in told("kind of claim", "partners")


@pytest.mark.parametrize("table", ["keys", "columns", "kinds"])
def test_nothing_is_explained_that_the_code_does_not_have(table):
    known = {
        "keys": {(name, key.name) for name, model in facts.models().items()
                 for key in facts.keys(model)},
        "columns": {(role, column) for role, frame in facts.input_columns().items()
                    for column in frame["column"]},
        "kinds": {("claim", kind) for kind in facts.kinds()},
    }[table]  # fmt: skip
    known |= {("*", column) for _, column in known}
    left = [one for one in facts.meanings(table) if one not in known]
    assert left == [], f"docs/making/{table}.csv explains what no longer is: take the rows out"


def test_what_nobody_explained_is_refused_and_not_left_empty():
    with pytest.raises(LookupError, match=r"no row says what 'colour' of 'MapSpec' is. Add one"):
        facts.meaning("keys", "MapSpec", "colour")


def test_a_fact_that_moved_away_is_told(monkeypatch):
    monkeypatch.setitem(facts.PLACES, "commands", ("potay.nowhere:app", "potay.errors:app"))
    with pytest.raises(LookupError, match=r"commands: in none of potay.nowhere:app, potay.errors"):
        facts.fact("commands")


def test_every_example_of_a_kind_is_taken_into_a_ledger(tmp_path, capsys):
    potay.init(tmp_path / "haiti")
    for (_, kind), told in facts.meanings("kinds").items():
        words = [told["subject"], kind, told["value"], "--as-of", "2024-07-02"]
        code = run(["--workspace", str(tmp_path / "haiti"), "claim", "add", *words,
                    "--source", "icg-2024-01"])  # fmt: skip
        assert code == 0, (kind, capsys.readouterr().err)


def test_texts_of_the_catalogues_are_sentences():
    for table in ("keys", "columns", "kinds"):
        with (MAKING / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["meaning"].endswith((".", "…", "`")), row
                assert "|" not in row["meaning"]
