"""How much of a wrong program the tests would find: mutants of one room against its fast tests.

    python tests/mutants.py ROOM [MUTANT ...]

Works in a folder of its own, `mutants/ROOM` (kept out of git), with the same interpreter. A run
that was stopped goes on where it was; name mutants to try them again after a change of the tests.
Prints the score and those that survive; MUTANTS.md beside this file says why each may.
"""

import os
import resource
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("src", "tests", "data", "layers", "maps")
#: What the tool calls a mutant that was noticed: a loop without end is ended from outside.
FOUND = ("killed", "timeout", "segfault")
#: A mutant may gather things without end.
MOST_BYTES = 6 * 2**30


@dataclass(frozen=True)
class Room:
    """Files whose lines are changed, and the tests that are to notice."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "release": Room(
        ("src/potay/release",),
        tuple(f"tests/release/test_{name}.py"
              for name in ("asked", "datasets", "levels", "told", "totals")),
    ),
    "network": Room(
        tuple(f"src/potay/network/{name}.py"
              for name in ("passability", "stated", "weights", "reasons", "views")),
        tuple(f"tests/network/test_{name}.py"
              for name in ("passability", "stated", "weights", "reasons", "views")),
    ),
    "claims": Room(
        ("src/potay/claims",),
        tuple(f"tests/claims/test_{name}.py"
              for name in ("ahead", "alliance", "change", "check", "clock", "closing", "readers",
                           "implied", "ledger", "listing", "moments", "season", "state", "tables",
                           "winner")),
    ),
    "bundle": Room(
        tuple(f"src/potay/bundle/{name}.py" for name in ("check", "manifest")),
        tuple(f"tests/bundle/test_{name}.py" for name in ("check", "trust")),
    ),
}  # fmt: skip


def prepared(name: str) -> Path:
    """The folder that a room is tried in: this workspace, with what the tool is to do."""
    room, folder = ROOMS[name], ROOT / "mutants" / name
    folder.mkdir(parents=True, exist_ok=True)
    for one in COPIED:
        if not (folder / one).is_symlink():
            (folder / one).symlink_to(ROOT / one)
    asked = {"source_paths": room.files, "also_copy": COPIED,
             "pytest_add_cli_args_test_selection": room.tests,
             "pytest_add_cli_args": ("-m", "not hypothesis")}  # fmt: skip
    table = "".join(f"{key} = {list(value)!r}\n" for key, value in asked.items())
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(f"{project}\n[tool.mutmut]\n{table}", encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> str:
    """What the tool says to some words."""
    tool = Path(sys.executable).with_name("mutmut")
    path = {**os.environ, "PYTHONPATH": "src"}
    told = subprocess.run([tool, *words], cwd=folder, env=path, stdout=subprocess.PIPE, text=True)
    return told.stdout


def main(name: str, *mutants: str) -> None:
    folder = prepared(name)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    run(folder, "run", "--max-children", "1", *mutants)
    told = [line.strip().split(": ") for line in run(folder, "results", "--all", "1").splitlines()]
    counts = Counter(status for _, status in told)
    found = sum(counts[status] for status in FOUND)
    print(f"{name}: {found} of {len(told)} found, {found / len(told):.1%} ({dict(counts)})")
    for mutant, status in told:
        if status not in (*FOUND, "not checked"):
            print(f"\n{status}\n{run(folder, 'show', mutant)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
