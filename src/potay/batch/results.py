"""Results of a batch on disk: one table per scenario, whole or not there, and a summary.

Beside each table stands a small record with the fingerprint of what it answers and the hash of
its bytes: that is how a batch that was stopped goes on where it was.
"""

import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from potay.batch.plan import Task
from potay.batch.workers import Outcome
from potay.export.tables import csv_bytes, plain_table
from potay.files import clear_leftovers, replace_file

Form = Literal["csv", "parquet"]


def pending(tasks: Iterable[Task], folder: Path, form: Form) -> tuple[Task, ...]:
    """Tasks whose results are not in the folder yet, or answer something else."""
    return tuple(task for task in tasks if not _is_done(task, folder, form))


def _is_done(task: Task, folder: Path, form: Form) -> bool:
    record = _record(folder, task.name)
    if record.get("fingerprint") != task.fingerprint or record.get("form") != form:
        return False
    try:
        content = (folder / f"{task.name}.{form}").read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == record.get("sha256")


def write_outcome(outcome: Outcome, folder: Path, form: Form) -> None:
    """Write the table of one scenario, then the record that says it is whole."""
    task = outcome.task
    content = _content(outcome.rows, form)
    _put(folder / f"{task.name}.{form}", content)
    record = {
        "scenario": task.name,
        "as_of": task.state.as_of.isoformat(),
        "mover": task.mover.name,
        "hubs": list(task.hubs),
        "what_if": dict(task.what_if),
        "fingerprint": task.fingerprint,
        "form": form,
        "sha256": hashlib.sha256(content).hexdigest(),
        "summary": outcome.summary,
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    _put(folder / f"{task.name}.json", text.encode())


def write_summary(tasks: Iterable[Task], folder: Path) -> pd.DataFrame:
    """`_summary.csv`: one row per scenario, from the records in the folder."""
    rows = []
    for task in tasks:
        record = _record(folder, task.name)
        counts = {
            key: value
            for key, value in record.get("summary", {}).items()
            if not isinstance(value, dict | list)
        }
        told = {key: record.get(key) for key in ("scenario", "as_of", "mover")}
        what_if = [f"{key}={value}" for key, value in sorted(task.what_if.items())]
        rows.append(told | {"what_if": what_if} | counts)
    table = pd.DataFrame(rows)
    _put(folder / "_summary.csv", _content(table, "csv"))
    return table


def _record(folder: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _content(rows: pd.DataFrame, form: Form) -> bytes:
    columns = plain_table(rows)
    if form == "csv":
        return csv_bytes(columns)
    held = io.BytesIO()
    pd.DataFrame(columns).to_parquet(held, index=False)
    return held.getvalue()


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and remove what a batch that was killed left of it."""
    clear_leftovers(path)
    replace_file(path, content)
