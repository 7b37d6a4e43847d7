"""What the state of each subject means for one mover: open, restricted, uncertain or closed.

The levels are ordered, so that a piece is as passable as the worst of its governing subjects, and
the readings are thresholds: a reading passes every level up to its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from potay.arrays import Bytes, Flags, Floats
from potay.built import Aspect, SubjectState
from potay.network.stated import StatedNetwork
from potay.spec.mover import Mover
from potay.spec.rules import ControlRule, Rules
from potay.terms.moments import HAITI_TIME
from potay.terms.movers import ANY
from potay.terms.statuses import (
    CLOSED,
    OPEN,
    REPORTED,
    RESTRICTED,
    SILENT,
    UNCERTAIN,
    UNREPORTED,
    Basis,
)


@dataclass(frozen=True)
class SubjectVerdict:
    """One subject for one mover. `basis` is that of the aspect that decides.

    `aspect` is the deciding one, `by` its name: status or control.
    """

    level: int
    basis: str
    aspect: Aspect
    by: str = "status"
    delay_s: float = 0.0
    penalty: float = 1.0
    probability: float = 1.0

    @property
    def explicit(self) -> bool:
        """Whether a holding claim about status decides."""
        return self.by == "status" and self.basis == "claim" and self.level != UNCERTAIN

    @property
    def inferred(self) -> bool:
        """Whether it rests on the holder, or on silence, and on no report about passage."""
        return self.by == "control" or self.basis in SILENT


@dataclass(frozen=True)
class Passability:
    """Verdicts on all subjects of a standing, also as arrays (one entry per subject row).

    A piece of road on none of whose governing subjects anybody reports (`spoken`) is at
    `silent_level`.
    """

    verdicts: tuple[SubjectVerdict, ...]
    level: Bytes
    delay_s: Floats
    penalty: Floats
    probability: Floats
    explicit: Flags
    inferred: Flags
    spoken: Flags
    silent_level: int = OPEN


def passability(stated: StatedNetwork, mover: Mover, rules: Rules) -> Passability:
    """Judge every subject of a standing for one mover."""
    subjects = stated.network.subjects
    holders = _Holders(stated.state.actors, mover, rules, stated.state.silence)
    until = stated.state.as_of.astimezone(HAITI_TIME).date().isoformat()
    coming = subjects.declared_as_of.astype("<U10") > until
    described = np.where(coming, "", subjects.declared)
    return gathered(
        [
            _verdict(known, kind, word, holders)
            for known, kind, word in zip(
                stated.states, subjects.type.tolist(), described.tolist(), strict=True
            )
        ],
        silent_level=UNCERTAIN if rules.silence == "unknown" else OPEN,
    )


def gathered(verdicts: Sequence[SubjectVerdict], silent_level: int = OPEN) -> Passability:
    """Verdicts with their arrays."""
    return Passability(
        verdicts=tuple(verdicts),
        level=np.array([verdict.level for verdict in verdicts], np.int8),
        delay_s=np.array([verdict.delay_s for verdict in verdicts], np.float64),
        penalty=np.array([verdict.penalty for verdict in verdicts], np.float64),
        probability=np.array([verdict.probability for verdict in verdicts], np.float64),
        explicit=np.array([verdict.explicit for verdict in verdicts], np.bool_),
        inferred=np.array([verdict.inferred for verdict in verdicts], np.bool_),
        spoken=np.array([verdict.basis not in SILENT for verdict in verdicts], np.bool_),
        silent_level=silent_level,
    )


@dataclass(frozen=True)
class _Holders:
    """The relation of one mover with every holder."""

    actors: pd.DataFrame
    mover: Mover
    rules: Rules
    silence: Basis = "no_report"
    _known: dict[tuple[str, str | None], ControlRule] = field(default_factory=dict)
    _silent: dict[tuple[str, str], SubjectVerdict] = field(default_factory=dict)

    def silent(self, kind: str, described: str) -> SubjectVerdict:
        """The verdict on a subject of which nothing is reported."""
        key = kind, described
        if key not in self._silent:
            self._silent[key] = _silent(kind, described, self.rules, self.silence)
        return self._silent[key]

    def rule(self, holder: str, coalition: str | None) -> ControlRule:
        """The first rule that fits; where none does, the way is closed."""
        key = holder, coalition
        if key not in self._known:
            self._known[key] = self._first(holder, coalition)
        return self._known[key]

    def _first(self, holder: str, coalition: str | None) -> ControlRule:
        kind = str(self.actors.at[holder, "kind"]) if holder in self.actors.index else holder
        friends = self.mover.arrangements
        arranged = holder in friends or (coalition is not None and coalition in friends)
        for rule in self.rules.control:
            if (
                bool({ANY, self.mover.organisation} & set(rule.organisation))
                and bool({ANY, holder, kind} & set(rule.holder))
                and rule.arrangement in (None, arranged)
            ):
                return rule
        return ControlRule(status="closed")


def _verdict(
    known: SubjectState | None, kind: str, described: str, holders: _Holders
) -> SubjectVerdict:
    """Status first, then control, then what has expired, then silence."""
    rules = holders.rules
    if known is None:
        return holders.silent(kind, described)
    delay_s = known.delay_min * 60
    status, control = known.status, known.control
    if status.basis == "withheld":
        return _withheld(known, delay_s, holders)
    if status.basis == "claim":
        return _reported(status, delay_s, rules)
    if status.basis == "contradicted":
        return _uncertain(status, "status", delay_s, rules)
    if control.basis == "claim" and control.value != "unknown":
        return _controlled(known, delay_s, holders)
    if control.basis in ("claim", "contradicted"):
        return _uncertain(control, "control", delay_s, rules)
    for aspect, by in ((status, "status"), (control, "control")):
        if aspect.basis not in SILENT:
            return _uncertain(aspect, by, delay_s, rules)
    return replace(holders.silent(kind, described), delay_s=delay_s)


def _silent(kind: str, described: str, rules: Rules, silence: Basis) -> SubjectVerdict:
    """No report: areas and gateways are uncertain, the rest is as its dataset describes it."""
    if kind in ("area", "gateway") and rules.silence == "presumed":
        return SubjectVerdict(UNREPORTED, silence, Aspect(), probability=rules.prior_open)
    if described == "unknown" or rules.silence == "unknown":
        return SubjectVerdict(UNCERTAIN, silence, Aspect(), probability=rules.prior_open)
    level = RESTRICTED if described == "restricted" else OPEN
    penalty = rules.restricted_penalty if level == RESTRICTED else 1.0
    return SubjectVerdict(level, silence, Aspect(), penalty=penalty)


def _withheld(known: SubjectState, delay_s: float, holders: _Holders) -> SubjectVerdict:
    """A report that may not be told would close it: *unknown*, unless its holder closes it too."""
    if known.control.basis == "claim" and known.control.value != "unknown":
        by_holder = _controlled(known, delay_s, holders)
        if by_holder.level == CLOSED:
            return by_holder
    return _uncertain(known.status, "status", delay_s, holders.rules)


def closing_holders(
    actors: pd.DataFrame, movers: Iterable[Mover], rules: Rules
) -> Callable[[str], bool]:
    """Tells of a holder whether it closes what it holds for any of some movers.

    Arrangements are left out: who has one may still want to know.
    """
    plain = [mover.model_copy(update={"arrangements": ()}) for mover in movers]
    relations = [_Holders(actors, mover, rules) for mover in plain]
    return lambda holder: any(one.rule(holder, None).status == "closed" for one in relations)


def _reported(status: Aspect, delay_s: float, rules: Rules) -> SubjectVerdict:
    said = REPORTED.get(status.value or "")
    level = said.step if said else UNCERTAIN
    if level == UNCERTAIN:
        return _uncertain(status, "status", delay_s, rules)
    chance = 1 - status.probability if level == CLOSED else status.probability
    penalty = rules.restricted_penalty if level == RESTRICTED else 1.0
    return SubjectVerdict(level, "claim", status, "status", delay_s, penalty, chance)


def _controlled(known: SubjectState, delay_s: float, holders: _Holders) -> SubjectVerdict:
    control = known.control
    rule = holders.rule(str(control.value), known.coalition)
    if rule.status == "unknown":
        return _uncertain(control, "control", delay_s, holders.rules)
    level = REPORTED[rule.status].step
    chance = 1 - control.probability if level == CLOSED else control.probability
    penalty = max(rule.penalty, holders.rules.restricted_penalty if level == RESTRICTED else 1.0)
    delay_s += rule.delay_min * 60
    return SubjectVerdict(level, "claim", control, "control", delay_s, penalty, chance)


def _uncertain(aspect: Aspect, by: str, delay_s: float, rules: Rules) -> SubjectVerdict:
    return SubjectVerdict(UNCERTAIN, aspect.basis, aspect, by, delay_s, 1.0, rules.prior_open)
