"""Every promise of PROMISES.md names a command that exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
import typer

from potay.cli.app import app

ROOT = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "PROMISES.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| promise", "|---"))
]
COMMANDS = typer.main.get_command(app)


@cache
def functions(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def exists(command):
    """Whether a test, a command with its options, or a target of make is there."""
    program, _, rest = command.partition(" ")
    if program == "pytest":
        path, _, name = rest.partition("::")
        return (ROOT / path).exists() and (not name or name in functions(path))
    if program == "make":
        return f"\n{rest.split()[0]}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    return program == "potay" and _offered(COMMANDS, rest.split())


def _offered(command, words):
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    options = {option for one in command.params for option in one.opts}
    return not hasattr(command, "commands") and options >= {
        word for word in words if word.startswith("-")
    }


def test_there_are_promises():
    assert len(ROWS) > 10


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_promise_names_commands_that_exist(row):
    assert len(row) == 2, "a promise and its proof"
    commands = re.findall(r"`([^`]+)`", row[1])
    assert commands, "no command"
    assert [command for command in commands if not exists(command)] == []


@pytest.mark.parametrize(
    "command",
    ["pytest tests/none.py", "pytest tests/test_promises.py::none", "potay nothing", "potay",
     "potay key", "potay verify --none", "make none", "other"],
)  # fmt: skip
def test_a_command_that_does_not_exist_is_found(command):
    assert not exists(command)


@pytest.mark.parametrize(
    "command",
    ["pytest tests/bundle", "pytest tests/test_promises.py::exists", "potay key make --name X",
     "potay verify BUNDLE --signers FILE", "make test"],
)  # fmt: skip
def test_a_command_that_exists_is_found(command):
    assert exists(command)


def test_every_test_that_the_makefile_names_is_there():
    """Where tests go to all cores, one file that is missing ends in no test at all."""
    named = re.findall(r"tests/[\w/.]+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert [one for one in named if not (ROOT / one).exists()] == []
    assert "tests/terms" in named
