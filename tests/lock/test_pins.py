"""The lock: all that is installed, each file by its hash, no address, in step with pyproject."""

import tomllib
from importlib.metadata import distributions

import pins
import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from pins import Pin, read_pins
from render.world import REPOSITORY

ASKED = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = ASKED["project"]["optional-dependencies"]
RUN, GROUPS = ASKED["project"]["dependencies"], ASKED["dependency-groups"]

#: What each file of the lock answers.
ANSWERS = {
    "run": RUN,
    "build": [*GROUPS["build"], *ASKED["build-system"]["requires"]],
    "dev": [*RUN, *EXTRAS["dask"], *EXTRAS["test"], *EXTRAS["dev"][1:], *GROUPS["build"]],
    "bench": [*RUN, *EXTRAS["bench"]],
    "node": GROUPS["node"],
    "lowest": [*RUN, *EXTRAS["test"]],
}
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
    for python in ("3.11", "3.12", "3.13")
    for system in ("linux", "darwin", "win32")
]


def meant_for(lock: str, machine: dict[str, str]) -> dict[str, Pin]:
    """The pins of a lock file that are for a machine, by name."""
    found = [
        one for one in read_pins(lock) if not one.marker or Marker(one.marker).evaluate(machine)
    ]
    assert len({one.name for one in found}) == len(found), "two versions for one machine"
    return {one.name: one for one in found}


def test_every_file_of_the_lock_is_known():
    assert {path.stem for path in pins.HERE.glob("*.txt")} == set(ANSWERS)


@pytest.mark.parametrize("lock", ANSWERS)
def test_it_holds_pins_with_hashes_and_no_address(lock):
    text = (pins.HERE / f"{lock}.txt").read_text(encoding="utf-8")
    assert "/" not in text.replace("-c lock/dev.txt", "")
    assert [one.name for one in read_pins(lock)] == sorted({one.name for one in read_pins(lock)})


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("lock", ANSWERS)
def test_it_answers_what_pyproject_asks_for_on_every_machine(lock, machine):
    found = meant_for(lock, machine)
    for text in ANSWERS[lock]:
        asked = Requirement(text)
        pin = found[canonicalize_name(asked.name)]
        assert pin.version in asked.specifier, text


@pytest.mark.parametrize("lock", ["run", "build"])
def test_readers_and_developers_have_the_same_versions(lock):
    of = {pin.name: (pin.version, pin.hashes) for pin in read_pins("dev")}
    assert {pin.name: (pin.version, pin.hashes) for pin in read_pins(lock)}.items() <= of.items()


def test_the_lowest_versions_are_those_that_pyproject_promises():
    found = meant_for("lowest", MACHINES[0])
    for text in ANSWERS["lowest"]:
        asked = Requirement(text)
        (low,) = (one.version for one in asked.specifier if one.operator == ">=")
        assert Version(found[canonicalize_name(asked.name)].version) == Version(low), text


def test_these_tests_run_on_what_the_lock_says():
    installed = {canonicalize_name(one.name): one.version for one in distributions()}
    wanted = {
        pin.name: pin.version
        for pin in read_pins("dev")
        if not pin.marker or Marker(pin.marker).evaluate()
    }
    assert {name: installed.get(name) for name in wanted} == wanted


def test_make_fetches_nothing_that_is_not_locked_but_for_the_newest():
    lines = (REPOSITORY / "Makefile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "-m pip install" in line] == [
        "INSTALL = -m pip install --quiet --disable-pip-version-check --no-build-isolation"
    ]
    used = [line.strip() for line in lines if "$(INSTALL)" in line]
    assert used[:2] == [
        "LOCKED = $(INSTALL) --require-hashes --requirement",
        "OURSELVES = $(INSTALL) --no-deps --editable .",
    ]
    assert [line.split()[0] for line in used[2:]] == ["$(NEWEST)/bin/python"]
    assert "-m pip" not in (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")


GOOD = "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:" + 64 * "0" + "\n    # via potay"


def test_a_lock_file_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(pins, "HERE", tmp_path)
    more = "b-c==2.0 \\\n    --hash=sha256:" + 64 * "1" + " \\\n    --hash=sha256:" + 64 * "2"
    via = "\n    # via\n    #   -c lock/dev.txt\n    #   a\n    #   potay (pyproject.toml:build)\n"
    (tmp_path / "x.txt").write_text(f"{GOOD}\n{more}{via}")
    assert read_pins("x") == (
        Pin("a", "1", "sys_platform == 'win32'", (64 * "0",), ("potay",)),
        Pin("b-c", "2.0", "", (64 * "1", 64 * "2"), ("a", "potay")),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("--index-url there\n" + GOOD, "'--index-url there' is no pin with hashes; run 'make lock'."),
     ("a==1", "'a==1' is no pin with hashes; run 'make lock'."),
     ("a>=1 \\\n    --hash=sha256:" + 64 * "0", r"'a>=1 \\' is no pin with hashes"),
     ("a==1 \\\n    # via potay", r"more than hashes stands under 'a==1 \\'; run 'make lock'."),
     (GOOD + "\n    --hash=md5:0", "more than hashes stands under 'a==1 ;")],
)  # fmt: skip
def test_a_lock_file_that_says_anything_else_is_refused(monkeypatch, tmp_path, text, said):
    monkeypatch.setattr(pins, "HERE", tmp_path)
    (tmp_path / "x.txt").write_text(text)
    with pytest.raises(ValueError, match=said):
        read_pins("x")
