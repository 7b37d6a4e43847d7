"""Rows as a file gives them, and the account of what became of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay.built import RowCount
from potay.errors import Finding, Severity
from potay.signs import misleads, named_signs

_NAMED_IDS = 5  # a repair finding names that many rows and counts the others


@dataclass(frozen=True)
class Verdict:
    """What was found about some rows: `refused` and `repaired` hold data row numbers."""

    findings: tuple[Finding, ...] = ()
    refused: frozenset[int] = frozenset()
    repaired: frozenset[int] = frozenset()

    def __add__(self, other: "Verdict") -> "Verdict":
        """Both together."""
        return Verdict(
            self.findings + other.findings,
            self.refused | other.refused,
            self.repaired | other.repaired,
        )

    @property
    def faulty(self) -> bool:
        """Whether an error is among the findings."""
        return any(finding.severity == "error" for finding in self.findings)

    def counted(self, total: int, *, usable: bool) -> RowCount:
        """What became of so many rows; none was used where the whole is not `usable`."""
        refused = len(self.refused) if usable else total
        repaired = len(self.repaired - self.refused) if usable else 0
        return RowCount(total, total - refused, repaired, refused)


@dataclass(frozen=True)
class RawRows:
    """The rows of one file or layer before any role is asked of them.

    `fields` holds plain Python values (None where nothing is written), `geometry` shapely
    geometries in the file's own `crs` ("" where the file names none) or None for a table.
    `numbers` are the data row numbers (from 1) of the rows kept; `total` counts all rows, also
    those that `verdict` refused while reading.
    """

    fields: pd.DataFrame
    numbers: NDArray[np.int64]
    total: int
    geometry: NDArray[np.object_] | None = None
    crs: str = ""
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(frozen=True)
class RowNames:
    """How the rows of a file are called in findings: file, data row number, id."""

    label: str
    numbers: NDArray[np.int64]
    ids: Sequence[str]

    def finding(
        self,
        position: int,
        severity: Severity,
        message: str,
        hint: str = "",
        *,
        column: str = "",
        value: str = "",
    ) -> Finding:
        """A finding about the row at `position`."""
        return Finding(
            severity,
            message,
            file=self.label,
            row=int(self.numbers[position]),
            id=self.ids[position],
            column=column,
            value=value,
            hint=hint,
        )

    def refusal(self, findings: Sequence[Finding]) -> Verdict:
        """A verdict that refuses the rows of `findings`."""
        return Verdict(tuple(findings), frozenset(f.row for f in findings if f.row is not None))

    def repairs(
        self, positions_by_text: Mapping[str, Sequence[int]], *, column: str = "", hint: str = ""
    ) -> Verdict:
        """One repair finding per text, which counts and names the rows it was made in."""
        told = [
            self._repair(text, positions, column, hint)
            for text, positions in positions_by_text.items()
        ]
        rows = {int(self.numbers[each]) for some in positions_by_text.values() for each in some}
        return Verdict(tuple(told), repaired=frozenset(rows))

    def without_signs(
        self, positions_by_signs: Mapping[tuple[str, ...], Sequence[int]], *, column: str
    ) -> Verdict:
        """One finding per set of signs that nobody sees: in which rows they were taken out.

        A warning where they change what a person reads, else a repair.
        """
        told = []
        for signs, positions in positions_by_signs.items():
            taken = f"signs that nobody sees were taken out of the text: {named_signs(signs)}"
            severity: Severity = "warning" if misleads(signs) else "repair"
            hint = "Check with its author what was meant." if severity == "warning" else ""
            if len(positions) == 1:
                told.append(self.finding(positions[0], severity, f"{taken}.", hint, column=column))
                continue
            which = ", ".join(f"{self.numbers[each]} ({self.ids[each]})"
                              for each in positions[:_NAMED_IDS])  # fmt: skip
            more = ", …" if len(positions) > _NAMED_IDS else ""
            message = f"{taken} ({len(positions):,} rows: {which}{more})."
            told.append(Finding(severity, message, file=self.label, column=column, hint=hint))
        rows = {int(self.numbers[each]) for some in positions_by_signs.values() for each in some}
        return Verdict(tuple(told), repaired=frozenset(rows))

    def _repair(self, text: str, positions: Sequence[int], column: str, hint: str) -> Finding:
        if len(positions) == 1:
            return self.finding(positions[0], "repair", f"{text}.", hint, column=column)
        names = [self.ids[position] for position in positions[:_NAMED_IDS] if self.ids[position]]
        more = ", …" if len(positions) > len(names) else ""
        which = f": {', '.join(names)}{more}" if names else ""
        message = f"{text} ({len(positions):,} rows{which})."
        return Finding("repair", message, file=self.label, column=column, hint=hint)


def raw_rows(
    columns: dict[str, list[Any]],
    geometry: Iterable[Any] | None = None,
    *,
    crs: str = "",
    numbers: Iterable[int] | None = None,
    total: int | None = None,
    verdict: Verdict | None = None,
) -> RawRows:
    """Rows from columns of plain values; every row is kept unless `numbers` says which are."""
    shapes = None if geometry is None else _objects(list(geometry))
    lengths = [len(values) for values in columns.values()]
    count = (lengths or [0 if shapes is None else len(shapes)])[0]
    frame = pd.DataFrame(
        {name: pd.Series(_objects(values), dtype=object) for name, values in columns.items()},
        index=pd.RangeIndex(count),
    )
    rows = np.arange(1, count + 1) if numbers is None else np.asarray(list(numbers), dtype=np.int64)
    return RawRows(
        fields=frame,
        numbers=rows,
        total=count if total is None else total,
        geometry=shapes,
        crs=crs,
        verdict=verdict or Verdict(),
    )


def _objects(values: list[Any]) -> NDArray[np.object_]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array
