"""Every example in the docstrings runs, on the starter workspace; pages: `tests/docs`."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import potay
import potay.door

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples() -> list[doctest.DocTest]:
    """The docstrings with examples of all that `potay` exports."""
    rooms = [potay, *(importlib.import_module(f"potay.door.{one.name}")
                      for one in pkgutil.iter_modules(potay.door.__path__))]  # fmt: skip
    found = [
        test for room in rooms for test in doctest.DocTestFinder(exclude_empty=True).find(room)
    ]
    return [test for test in found if test.examples]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    potay.init(folder / "haiti")
    return folder


def failures(test: doctest.DocTest) -> str:
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    return "".join(said)


@pytest.mark.parametrize("test", examples(), ids=lambda test: test.name)
def test_the_examples_of_a_docstring_run(test, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    test.globs = {"potay": potay, "m": potay.open("haiti").map("port-au-prince")}
    assert failures(test) == ""


def test_every_question_has_an_example():
    told = {test.name.rpartition(".")[2] for test in examples()}
    asked = (
        "state roads route access corridors critical change people leaving at by for_audience "
        "suppose having from_frames columns input_columns open"
    )
    assert set(asked.split()) <= told
