"""What can go wrong, in sentences a logistician reads.

Every fault is a `Finding`: where it is, what is wrong and what to do. Errors carry all findings
of one attempt, so that a user mends a file once and not fault by fault.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from potay.signs import shown

Severity = Literal["error", "warning", "repair", "info"]

#: How many faults a message spells out before it only counts the rest.
SPELLED_OUT = 50


@dataclass(frozen=True)
class Finding:
    """One thing the reader must know about an input, a spec or an answer.

    `message` says what is wrong and what was expected; `hint` says what to do. `row` counts
    data rows from 1, `id` is the row's own id; both may be empty.
    """

    severity: Severity
    message: str
    file: str = ""
    layer: str = ""
    row: int | None = None
    id: str = ""
    column: str = ""
    value: str = ""
    hint: str = ""

    @property
    def where(self) -> str:
        """The place of the fault, as far as it is known: file, layer, row, id, column."""
        parts = [self.file, f"layer {self.layer}" if self.layer else ""]
        parts.append(f"row {self.row}" if self.row is not None else "")
        parts.append(f"id {self.id}" if self.id else "")
        parts.append(f"column {self.column}" if self.column else "")
        return ", ".join(part for part in parts if part)

    def sentence(self) -> str:
        """Where: what is wrong, what was expected, what to do; on one line.

        It may quote a file: signs that steer a terminal or are not seen are spelt out.
        """
        text = f"{self.where}: {self.message}" if self.where else self.message
        return shown(f"{text} {self.hint}".rstrip())

    def record(self) -> dict[str, object]:
        """The finding as plain values, for `--json` and the manifest."""
        return asdict(self)


class PotayError(Exception):
    """Root of all faults that are the input's, the spec's or the machine's, not potay's own."""

    def __init__(self, findings: str | Finding | Iterable[Finding], **place: str) -> None:
        if isinstance(findings, str):
            findings = Finding("error", findings, **place)  # type: ignore[arg-type]
        if isinstance(findings, Finding):
            findings = (findings,)
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__(spell_out(self.findings))


class SpecError(PotayError):
    """A file in maps/, layers/ or data/, or the command itself, asks for something wrong."""


class SourceError(PotayError):
    """An input is missing, unreadable, changed, or not what it claims to be."""


class SensitivityError(PotayError):
    """What was asked for may not leave for the audience named."""


class NoAnswerError(PotayError):
    """No honest answer exists: an unknown place, a hub off the network."""


class BundleError(PotayError):
    """The bundle cannot be written, or would destroy what is not ours."""


def spell_out(findings: Sequence[Finding]) -> str:
    """All faults, one a line: the first fifty in words, then a count of the rest."""
    lines = [finding.sentence() for finding in findings[:SPELLED_OUT]]
    if len(findings) > SPELLED_OUT:
        lines.append(f"… and {len(findings) - SPELLED_OUT} more.")
    return "\n".join(lines)


def raise_errors(error: type[PotayError], findings: Iterable[Finding]) -> None:
    """Raise `error` with every finding of severity *error*, if there is one."""
    wrong = [finding for finding in findings if finding.severity == "error"]
    if wrong:
        raise error(wrong)
