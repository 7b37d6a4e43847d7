"""Why an answer is as it is: gateways, areas and claims along a way, and what blocks it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from potay.arrays import Longs
from potay.built import Aspect
from potay.network.scenario import Scenario
from potay.terms.statuses import PASSAGES, RESTRICTED

#: What a reason is by the basis of its verdict; a report that holds may be of the holder.
KIND_OF_BASIS = {
    "no_report": "silence", "not_told": "not_told", "withheld": "withheld",
    "expired": "expired", "contradicted": "contradicted",
}  # fmt: skip
#: Columns of a claim that a reason tells.
CLAIM_COLUMNS = ("kind", "value", "source_id", "publisher", "title", "as_of", "stale", "expired")


@dataclass(frozen=True)
class Way:
    """The subjects along one way, in the order they are met; superseded ones left out."""

    gateways: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reasons:
    """Looks up reasons in one scenario; governing sets and subjects are worked out once."""

    scenario: Scenario
    _governing_subjects: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _records: dict[int, dict[str, Any]] = field(default_factory=dict)
    _claims: dict[int, list[str]] = field(default_factory=dict)
    _keys: dict[int, tuple[str, str]] = field(default_factory=dict)

    def governing_subjects(self, governing: int) -> tuple[int, ...]:
        """Subject rows of a governing set that count, in the order of the subjects table."""
        if governing not in self._governing_subjects:
            governing_sets = self.scenario.network.governing_sets
            rows = slice(governing_sets.indptr[governing], governing_sets.indptr[governing + 1])
            kept = ~self.scenario.weights.governing_sets.superseded[rows]
            self._governing_subjects[governing] = tuple(governing_sets.subject[rows][kept].tolist())
        return self._governing_subjects[governing]

    def subjects(self, edges: Longs) -> tuple[int, ...]:
        """Governing subjects along edges, each once, in order."""
        network = self.scenario.network
        governing_sets = network.pieces.governing[network.edges.piece[edges]]
        governing_sets = governing_sets[
            np.append(True, governing_sets[1:] != governing_sets[:-1])[: len(governing_sets)]
        ]
        return tuple(
            dict.fromkeys(s for c in governing_sets.tolist() for s in self.governing_subjects(c))
        )

    def way(self, edges: Longs) -> Way:
        """Gateways, areas and claims along edges."""
        return self.told(self.subjects(edges))

    def told(self, rows: tuple[int, ...]) -> Way:
        """The same for the subjects along a way."""
        named: dict[str, list[str]] = {"gateway": [], "area": []}
        claims: list[str] = []
        for row in rows:
            kind, name = self.key(row)
            if kind in named:
                named[kind].append(name)
            claims += self.claim_ids(row)
        return Way(named["gateway"], named["area"], list(dict.fromkeys(claims)), rows)

    def key(self, subject: int) -> tuple[str, str]:
        """Subject type and id."""
        if subject not in self._keys:
            self._keys[subject] = self.scenario.network.subjects.key(subject)
        return self._keys[subject]

    def claim_ids(self, subject: int) -> list[str]:
        """The claims on which the verdict about a subject rests."""
        if subject not in self._claims:
            verdict = self.scenario.passability.verdicts[subject]
            self._claims[subject] = claims_of(verdict.aspect)
        return self._claims[subject]

    def blocking(self, edges: Longs) -> list[int]:
        """Subjects along edges that are not reported passable, in order."""
        level = self.scenario.passability.level
        return [row for row in self.subjects(edges) if level[row] > RESTRICTED]

    def kind(self, subject: int) -> str:
        """What decides about a subject: report, holder, silence, not_told, withheld and so on."""
        verdict = self.scenario.passability.verdicts[subject]
        held = "report" if verdict.by == "status" else "holder"
        return KIND_OF_BASIS.get(verdict.basis, held)

    def record(self, subject: int) -> dict[str, Any]:
        """One subject with its verdict and its claims, as plain values."""
        if subject not in self._records:
            self._records[subject] = self._record(subject)
        return dict(self._records[subject])

    def _record(self, subject: int) -> dict[str, Any]:
        table = self.scenario.network.subjects
        verdict = self.scenario.passability.verdicts[subject]
        known = self.scenario.stated.states[subject]
        kind, name = table.key(subject)
        return {
            "subject": f"{kind}.{name}",
            "subject_type": kind,
            "id": name,
            "name": str(table.name[subject]),
            "status": PASSAGES[verdict.level],
            "basis": verdict.basis,
            "by": verdict.by,
            "kind": self.kind(subject),
            "control": (known.control.value or known.control.last) if known else None,
            "claims": self.claim_records(self.claim_ids(subject)),
        }

    def claim_records(self, claims: Iterable[str]) -> list[dict[str, Any]]:
        """Claims as plain values: who said what, when, how reliable, how old."""
        return [_claim(self.scenario.state.claim_rows.get(claim), claim) for claim in claims]


def claims_of(aspect: Aspect) -> list[str]:
    """The claims behind one aspect: the holding one, contradicting rivals, or expired ones."""
    held = [aspect.claim_id] if aspect.claim_id else []
    rivals = list(aspect.rivals) if aspect.basis == "contradicted" else []
    expired = list(aspect.expired_claims) if aspect.basis == "expired" else []
    return list(dict.fromkeys([*held, *rivals, *expired]))


def _claim(row: dict[str, Any] | None, claim: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": claim} | dict.fromkeys(CLAIM_COLUMNS, "")
    told |= {"age_days": None, "reliability": None}
    if row is not None:
        told |= {column: _plain(row[column]) for column in CLAIM_COLUMNS if column in row}
        told["age_days"] = _plain(row.get("age_days"))
        told["reliability"] = _plain(row.get("reliability_now", row.get("reliability")))
    return told


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any column
    """A cell as JSON has it: missing is None, moments are ISO text."""
    if value is None or (not isinstance(value, list | tuple) and pd.isna(value)):
        return None
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        return value.isoformat()
    return value
