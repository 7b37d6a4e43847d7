"""The state of the ground at a moment, derived from the ledger and never edited."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.claims.alliance import Membership, memberships
from potay.claims.clock import Standing, standings
from potay.claims.ledger import Ledger
from potay.claims.winner import (
    CAUTION_OF_HOLDER,
    decide,
    ranked_by_standing,
    status_caution,
)
from potay.spec.rules import Rules


@dataclass(frozen=True)
class _Ground:
    """What every subject is resolved with."""

    rules: Rules
    actor_kinds: Mapping[str, str]
    members: Mapping[str, Membership]

    def holder_caution(self, holder: str) -> int:
        word = self.actor_kinds.get(holder, holder)
        return CAUTION_OF_HOLDER.get(word, CAUTION_OF_HOLDER["other"])

    def coalition(self, holder: str | None) -> str | None:
        """The outermost coalition of a holder; a coalition in no other is its own."""
        member = self.members.get(holder or "")
        if member and member.coalition:
            return member.coalition
        return holder if self.actor_kinds.get(holder or "") == "coalition" else None


def resolve(ledger: Ledger, as_of: datetime, rules: Rules) -> State:
    """Derive who is reported to hold what, and what passes, at a moment.

    Known are the claims with `as_of` not after the moment. The result does not depend on the
    order of rows or columns of any input.

    Parameters
    ----------
    ledger
        The reports.
    as_of
        The moment; without a zone it is Haiti time.
    rules
        Maximum ages, staleness and probabilities.

    Raises
    ------
    SourceError
        Where the alliances that count at the moment go in a circle.
    """
    every = standings(ledger.claims, as_of, rules)
    known = [standing for standing in every if standing is not None]
    kinds = dict(zip(ledger.actors.index, ledger.actors["kind"], strict=True))
    alliances = [standing for standing in known if standing.claim.kind == "alliance"]
    members = memberships(list(kinds), alliances, rules)
    ground = _Ground(rules, kinds, members)
    subjects = _subjects(ledger, every, ground)
    return State(
        as_of=as_of,
        subjects=subjects,
        actors=_actors(ledger.actors, members),
        claims=_claims(ledger, known, subjects),
        findings=ledger.findings,
    )


def _subjects(
    ledger: Ledger, every: Sequence[Standing | None], ground: _Ground
) -> dict[SubjectKey, SubjectState]:
    """One entry per subject; subjects touched by the same claims are resolved once."""
    found: dict[SubjectKey, SubjectState] = {}
    solved: dict[tuple[int, ...], SubjectState] = {}
    for key, places in ledger.touching.items():
        state = solved.get(places)
        if state is None:
            known = [s for place in places if (s := every[place]) is not None]
            state = solved[places] = _subject(key, known, ground)
        found[key] = state if state.subject == key else replace(state, subject=key)
    return found


def _subject(key: SubjectKey, known: Sequence[Standing], ground: _Ground) -> SubjectState:
    if not known:
        return SubjectState(key)
    by_kind: dict[str, list[Standing]] = {}
    for standing in known:
        by_kind.setdefault(standing.claim.kind, []).append(standing)
    control = decide(by_kind.get("control", ()), _value, ground.holder_caution, ground.rules)
    delays = _holding(by_kind.get("delay", ()), lambda value: int(float(value)))
    return SubjectState(
        subject=key,
        control=control,
        status=_status(by_kind, ground.rules),
        coalition=ground.coalition(control.value),
        windows=_holding(by_kind.get("window", ())),
        curfews=_holding(by_kind.get("curfew", ())),
        tolls=_holding(by_kind.get("toll", ())),
        delay_min=float(delays[0]) if delays else 0.0,
        seasons=_holding(by_kind.get("season", ())),
        claim_ids=tuple(s.claim.claim_id for s in sorted(known, key=_newest_first)),
    )


def _status(by_kind: Mapping[str, Sequence[Standing]], rules: Rules) -> Aspect:
    """A holding status claim decides; else a holding window or toll restricts; else it expired."""
    said = by_kind.get("status", ())
    limits = [*by_kind.get("window", ()), *by_kind.get("toll", ())]
    if any(standing.holds for standing in said):
        return decide(said, _value, status_caution, rules)
    if any(standing.holds for standing in limits):
        return decide(limits, _status_value, status_caution, rules)
    return decide([*said, *limits], _status_value, status_caution, rules)


def _value(standing: Standing) -> str:
    return standing.claim.value


def _status_value(standing: Standing) -> str:
    return standing.claim.value if standing.claim.kind == "status" else "restricted"


def _holding(
    known: Iterable[Standing], caution_of: Callable[[str], int] = lambda _: 0
) -> tuple[str, ...]:
    """The values of the claims that hold, the one that counts first, each once."""
    ranked = ranked_by_standing([s for s in known if s.holds], _value, caution_of)
    return tuple(dict.fromkeys(standing.claim.value for standing in ranked))


def _newest_first(standing: Standing) -> tuple[int, str]:
    return -standing.claim.known_from, standing.claim.claim_id


def _actors(actors: pd.DataFrame, members: Mapping[str, Membership]) -> pd.DataFrame:
    """The actors with their coalition (outermost), direct membership, chain and its basis."""
    rows = [members[actor] for actor in actors.index]
    return actors.assign(
        coalition=[row.coalition for row in rows],
        member_of=[row.chain[0] if row.chain else "" for row in rows],
        chain=[" > ".join(row.chain) for row in rows],
        alliance_basis=[row.direct.basis for row in rows],
    )


def _claims(
    ledger: Ledger, known: Sequence[Standing], subjects: Mapping[SubjectKey, SubjectState]
) -> pd.DataFrame:
    frame = ledger.frame.iloc[[standing.place for standing in known]].copy()
    frame["holds"] = [standing.holds for standing in known]
    frame["expired"] = [standing.ended for standing in known]
    frame["upcoming"] = [standing.upcoming for standing in known]
    frame["age_days"] = [standing.age_days for standing in known]
    frame["stale"] = [standing.stale for standing in known]
    frame["reliability_now"] = pd.array(
        [None if s.claim.reliability is None else s.level for s in known], dtype="Int64"
    )
    return frame
