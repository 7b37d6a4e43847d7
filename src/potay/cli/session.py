"""What every command shares: where it works, how it speaks, how it fails."""

import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from potay.errors import Finding, SpecError, spell_out
from potay.signs import half_letters, shown
from potay.spec import AskedMap, Overrides, Workspace, open_workspace, read_map

#: Columns of running text or long lists, which may break; all others are kept in one line.
WRAPPED = ("reports", "gateways", "carries", "what", "name", "title", "note", "value", "rivals",
           "subjects", "claims", "areas", "names", "ask first", "expired_claims")  # fmt: skip
#: How narrow such a column may become, and what lies between two columns.
LEAST_WRAPPED, GAP = 12, 3


@dataclass(frozen=True)
class Session:
    """The global options of one call. Answers go to stdout, everything else to stderr."""

    folder: Path | None = None
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    strict: bool = False

    def workspace(self) -> Workspace:
        """The workspace named with --workspace, or the nearest one upward from here."""
        return open_workspace(self.folder)

    def asked(self, map_name: str, overrides: Overrides | None = None) -> AskedMap:
        """A map of the workspace with the command's overrides."""
        return read_map(self.workspace(), map_name, overrides)

    def say(self, message: str) -> None:
        """Tell the person at the terminal how things go (stderr; silent with -q)."""
        if not self.quiet:
            Console(stderr=True, soft_wrap=True, markup=False, highlight=False).print(message)

    def report(self, findings: Sequence[Finding]) -> None:
        """Show findings on stderr; with --strict a warning ends the command.

        Raises
        ------
        PotayError
            With --strict, where there is a warning.
        """
        warnings = [finding for finding in findings if finding.severity == "warning"]
        if self.strict and warnings:
            raise SpecError(warnings)
        for line in [spell_out(findings)] if self.verbose else alike(warnings):
            self.say(line)

    def answer(self, document: dict[str, Any], text: Iterable[Table | str]) -> None:
        """Print the answer: one JSON document, or text for people."""
        if self.as_json:
            print_json(document)
            return
        console = terminal()
        for part in text:
            console.print(part, soft_wrap=isinstance(part, str))


def alike(findings: Sequence[Finding]) -> list[str]:
    """One line for each kind of finding in a file: the first of them, and how many are like it."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.file, finding.column, finding.message), []).append(finding)
    return [
        first.sentence() + (f" (and {len(rest)} more like it: see potay check)" if rest else "")
        for first, *rest in groups.values()
    ]


def session_of(context: typer.Context) -> Session:
    """The session that the callback made."""
    session = context.find_root().obj
    assert isinstance(session, Session)
    return session


def print_json(document: dict[str, Any]) -> None:
    """One JSON document on stdout: no NaN, moments as ISO 8601, anything else as text."""
    values = plain(document)
    text = json.dumps(values, ensure_ascii=False, indent=2, allow_nan=False)
    if not _can_be_written(text):
        text = json.dumps(values, indent=2, allow_nan=False)  # each such letter as \\uXXXX
    sys.stdout.write(f"{text}\n")


def _can_be_written(text: str) -> bool:
    """Whether the terminal, or whatever stdout is, has all letters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plain(value: Any) -> Any:  # noqa: ANN401 - frames hold whatever a cell can hold
    """A value as JSON knows it; missing numbers become null, halves of letters are spelt out."""
    if isinstance(value, str):
        return shown(value) if half_letters(value) else value
    if isinstance(value, dict):
        return {plain(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, int | bool):
        return value
    if isinstance(value, datetime | date):
        text = value.isoformat()
        return None if text == "NaT" else text
    return None if str(value) in ("<NA>", "NaT") else str(value)


def terminal() -> Console:
    """Where answers go; a pipe or a file is as wide as the rows need, a screen as it is."""
    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 200
    return Console(markup=False, highlight=False, width=wide)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    title: str = "",
    spare: Sequence[str] = (),
) -> Table:
    """A plain table for the terminal; nothing in it is read as markup.

    Where there is no room for all columns, those that can be `spare`d go, one after the other;
    the table says which. Ids are kept in one line if they fit then, and else broken: never cut.
    """
    found = [
        (column, [cell(value) for value in values])
        for column, *values in zip(columns, *rows, strict=True)
    ]
    left_out = []
    for name in spare:
        if _has_room(found):
            break
        left_out.append(name)
        found = [one for one in found if one[0] != name]
    shown = Table(
        title=title or None, title_justify="left", title_style="bold", header_style="bold",
        pad_edge=False, box=box.SIMPLE_HEAD, caption_justify="left",
        caption=f"No room here for {', '.join(left_out)}; --json has all." if left_out else None,
    )  # fmt: skip
    whole = _has_room(found)
    for column, _ in found:
        shown.add_column(column, overflow="fold", no_wrap=whole and column not in WRAPPED)
    for texts in zip(*(values for _, values in found), strict=True):
        shown.add_row(*map(Text, texts))
    return shown


def _has_room(columns: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether all columns but those of running text fit in the terminal as they are."""
    widest = [
        LEAST_WRAPPED if name in WRAPPED else max(map(cell_len, (name, *texts)))
        for name, texts in columns
    ]
    return sum(widest) + GAP * len(widest) <= terminal().width


def cell(value: object) -> str:
    """A value in a table cell; missing is empty, minutes and kilometres keep one decimal."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, list):
        return ", ".join(cell(item) for item in value)
    return shown(str(value))
