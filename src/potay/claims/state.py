"""The state of the ground at a moment, derived from the ledger and never edited."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.claims.alliance import Membership, memberships
from potay.claims.clock import ClaimAtMoment, claims_at_moment
from potay.claims.ledger import Ledger
from potay.claims.moments import instant
from potay.claims.season import in_season
from potay.claims.winner import NO_REPORT, decide, ranked_by_standing, status_caution
from potay.spec.rules import Rules
from potay.terms import holders
from potay.terms.kinds import LISTED, deed
from potay.terms.values import Delay, Value


@dataclass(frozen=True)
class _Ground:
    """What every subject is resolved with."""

    rules: Rules
    today: date
    actor_kinds: Mapping[str, str]
    members: Mapping[str, Membership]

    def holder_caution(self, holder: str) -> int:
        word = self.actor_kinds.get(holder, holder)
        return holders.CAUTION.get(word, holders.CAUTION["other"])

    def coalition(self, holder: str | None) -> str | None:
        """The outermost coalition of a holder; a coalition in no other is its own."""
        member = self.members.get(holder or "")
        if member and member.coalition:
            return member.coalition
        return holder if self.actor_kinds.get(holder or "") == "coalition" else None


def resolve(ledger: Ledger, as_of: datetime, rules: Rules, at: datetime | None = None) -> State:
    """Derive who is reported to hold what, and what passes, at a moment.

    Known are the claims whose `as_of` is not after the state's. They are judged at the moment
    `at`: which of them have begun, ended, or grown too old by then. So a state of tomorrow as
    known today is that of tomorrow if nobody reports anything more. The result does not depend
    on the order of rows or columns of any input.

    Parameters
    ----------
    ledger
        The reports.
    as_of
        The moment up to which reports are known; without a zone it is Haiti time.
    rules
        Maximum ages, staleness and probabilities.
    at
        The moment they are applied to; `as_of` where it is None.

    Raises
    ------
    SourceError
        Where the alliances that count at the moment go in a circle.
    """
    known = claims_at_moment(ledger.claims, as_of, rules, at)
    kinds = dict(zip(ledger.actors.index, ledger.actors["kind"], strict=True))
    alliances = [heard for heard in known if deed(heard.claim.kind) == "alliance"]
    members = memberships(list(kinds), alliances, rules)
    today = date.fromordinal(instant(at or as_of).day)
    ground = _Ground(rules, today, kinds, members)
    return State(
        as_of=as_of,
        subjects=_subjects(ledger, known, ground),
        actors=_actors(ledger.actors, members),
        claims=_claims(ledger, known),
        values={standing.claim.claim_id: standing.claim.value for standing in known},
        findings=ledger.findings,
    )


def _subjects(
    ledger: Ledger, known: Sequence[ClaimAtMoment], ground: _Ground
) -> dict[SubjectKey, SubjectState]:
    """One entry per subject; subjects touched by the same claims are resolved once."""
    found = dict(ledger.silent)
    solved: dict[tuple[int, ...], SubjectState] = {}
    count = len(known)
    for key, places in ledger.touching.items():
        about = [known[place] for place in places if place < count]
        if not about:
            continue
        state = solved.get(places)
        if state is None:
            solved[places] = found[key] = _subject(key, about, ground)
        else:
            found[key] = replace(state, subject=key)
    return found


def _subject(key: SubjectKey, known: Sequence[ClaimAtMoment], ground: _Ground) -> SubjectState:
    told: dict[str, list[ClaimAtMoment]] = {}
    for heard in known:
        told.setdefault(deed(heard.claim.kind), []).append(heard)
    deeds, absent = in_season(told, ground.today) if key[0] == "obstacle" else (told, None)
    control = decide(deeds.get("control", ()), _text, ground.holder_caution, ground.rules)
    held: dict[str, tuple[Any, ...]] = {
        does: _holding(deeds[does]) for does in LISTED if does in deeds
    }
    delay = next(iter(_holding(deeds.get("delay", ()), lambda minutes: int(float(minutes)))), None)
    return SubjectState(
        subject=key,
        control=control,
        status=_status(deeds, control, ground.rules, absent),
        coalition=ground.coalition(control.value),
        windows=held.get("window", ()),
        curfews=held.get("curfew", ()),
        tolls=held.get("toll", ()),
        delay_min=delay.minutes if isinstance(delay, Delay) else 0.0,
        seasons=held.get("season", ()),
        claim_ids=tuple([heard.claim.claim_id for heard in known]),
    )


def _status(
    deeds: Mapping[str, Sequence[ClaimAtMoment]],
    control: Aspect,
    rules: Rules,
    absent: ClaimAtMoment | None,
) -> Aspect:
    """A holding status claim decides; else a holding window or toll restricts; else it expired.

    An obstacle that is `absent`, because a claim says that this is not its season, is passed
    unless a report that this does not concern holds. Where a holder is reported, a toll says
    nothing more of who may pass than the rules say of that holder: a post where an armed group
    takes money is not a post that lets an agency by.
    """
    held = control.basis in ("claim", "contradicted")
    limiting = ("window",) if held else ("window", "toll")
    if absent and not any(s.holds for does in ("status", *limiting) for s in deeds.get(does, ())):
        return decide([absent], lambda _: "open", status_caution, rules)
    if not deeds.keys() & {"status", *limiting}:
        return NO_REPORT
    said = deeds.get("status", ())
    limits = [heard for does in limiting for heard in deeds.get(does, ())]
    if any(heard.holds for heard in said):
        return decide(said, _text, status_caution, rules)
    if any(heard.holds for heard in limits):
        return decide(limits, _status_value, status_caution, rules)
    return decide([*said, *limits], _status_value, status_caution, rules)


def _text(heard: ClaimAtMoment) -> str:
    return heard.claim.value.text


def _status_value(heard: ClaimAtMoment) -> str:
    return _text(heard) if deed(heard.claim.kind) == "status" else "restricted"


def _holding(
    known: Iterable[ClaimAtMoment], caution_of: Callable[[str], int] = lambda _: 0
) -> tuple[Value, ...]:
    """The values of the claims that hold, the one that counts first, each once."""
    ranked = ranked_by_standing([s for s in known if s.holds], _text, caution_of)
    return tuple(dict.fromkeys(heard.claim.value for heard in ranked))


def _actors(actors: pd.DataFrame, members: Mapping[str, Membership]) -> pd.DataFrame:
    """The actors with their outermost coalition, the next one, the chain, and what says so."""
    rows = [members[actor] for actor in actors.index]
    told = {
        "coalition": [row.coalition for row in rows],
        "member_of": [row.chain[0] if row.chain else "" for row in rows],
        "chain": [" > ".join(row.chain) for row in rows],
        "alliance_basis": [row.direct.basis for row in rows],
        "alliance_claim_id": [row.direct.claim_id or "" for row in rows],
    }
    return pd.concat([actors, pd.DataFrame(told, index=actors.index, dtype="str")], axis=1)


def _claims(ledger: Ledger, known: Sequence[ClaimAtMoment]) -> pd.DataFrame:
    """The known claims as text, with what has become of them at the moment."""
    shown = ledger.frame.iloc[: len(known)]
    levels = [None if s.claim.reliability is None else s.level for s in known]
    told = {
        "holds": np.array([heard.holds for heard in known], dtype=bool),
        "expired": np.array([heard.ended for heard in known], dtype=bool),
        "upcoming": np.array([heard.upcoming for heard in known], dtype=bool),
        "age_days": np.array([heard.age_days for heard in known], dtype=np.int64),
        "stale": np.array([heard.stale for heard in known], dtype=bool),
        "reliability_now": pd.array(levels, dtype="Int64"),
    }
    return pd.concat([shown, pd.DataFrame(told, index=shown.index)], axis=1)
