"""The page's engine in Node: bundled from web/ as it stands, asked and answering in JSON."""

import json
import os
import runpy
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from render.world import REPOSITORY

FETCH = runpy.run_path(str(REPOSITORY / "src/potay/render/assets/fetch.py"))
RUNNER = Path("tests", "web", "answers.ts")


class Engine:
    """A running engine: one question at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def __call__(self, act: str, value: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([act, value]) + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        assert told, f"the engine broke off: {self._process.stderr.read()}"
        return json.loads(told)


@contextmanager
def running(folder: Path, changes: Mapping[str, tuple[str, str]] | None = None) -> Iterator[Engine]:
    """The engine; with `changes`, one in which a text of some files was replaced by another."""
    modules = REPOSITORY / "node_modules"
    if not FETCH["_is_locked"](modules):
        missing = "node_modules is not what package-lock.json says (npm ci --ignore-scripts)"
        if os.environ.get("POTAY_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    for part in ("web", "tests/web"):
        shutil.copytree(REPOSITORY / part, folder / part)
    for name, (old, new) in (changes or {}).items():
        file = folder / "web" / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has not once: {old}"
        file.write_text(text.replace(old, new), encoding="utf-8")
    program = folder / "answers.mjs"
    FETCH["bundle"](modules, folder / RUNNER, program, "--bundle", "--format=esm",
                    "--platform=node", "--log-level=error")  # fmt: skip
    node = [*FETCH["_node"](), str(program)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(node, text=True, encoding="utf-8", **pipes) as process:
        yield Engine(process)
        process.stdin.close()


# --- beside the library's answers ---------------------------------------------------------

Row = Mapping[str, Any]


def plainly(row: Row) -> dict[str, Any]:
    """A row of the library with its subjects named as the page names them."""
    told = dict(row)
    for name in ("blocked_by", "would_open"):
        told[name] = [item["subject"] for item in row[name]]
    for name, kind in (("gateways", "gateway"), ("areas", "area")):
        told[name] = [f"{kind}.{one}" for one in row[name]]
    return told


def differences(row: Row, answer: Row) -> list[str]:
    """What the engine says otherwise than the library, in words."""
    if answer["status"] == row["status"] == "misplaced":
        return []
    if answer["status"] != row["status"]:
        return [f"status: {answer['status']} instead of {row['status']}"]
    told = plainly(row)
    found = [
        f"{name}: {answer[name]} instead of {told[name]}"
        for name in ("gateways", "areas", "claims", "blocked_by", "would_open")
        if answer[name] != told[name]
    ]
    for name in ("minutes", "free_minutes", "detour_minutes"):
        found += _apart(name, answer[name], row[name], 0.011)
    found += _apart("km", answer["km"], row["km"], 0.0021)
    for name in ("worst_case", "presumed_case", "best_case"):
        found += _apart(name, answer[name], row[name]["minutes"], 0.011)
    return found


def _apart(name: str, mine: float | None, theirs: float | None, most: float) -> list[str]:
    equal = mine == theirs if mine is None or theirs is None else abs(mine - theirs) <= most
    return [] if equal else [f"{name}: {mine} instead of {theirs}"]


def compared(
    engine: Engine, cases: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[Row]]
) -> tuple[int, list[str]]:
    """How many pairs were asked of the network last given, and every difference."""
    found, count = [], 0
    for case, wanted, told in zip(cases, rows, engine("answers", cases), strict=True):
        for pair, row, answer in zip(case["pairs"], wanted, told, strict=True):
            count += 1
            where = f"{' → '.join(pair)}, {case['mover']}, {case['what_if']}"
            found += [f"{where}: {words}" for words in differences(row, answer)]
    return count, found
