"""Which claims are known at a moment, which hold, how old and how sure they are."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from potay.claims.claim import Claim
from potay.claims.moments import instant
from potay.spec.rules import Rules
from potay.terms.kinds import OBSTACLE, TURNING, deed
from potay.terms.moments import HAITI_TIME, midnight


@dataclass(frozen=True)
class ClaimAtMoment:
    """One known claim at a moment.

    `ended` is past its valid_to or the maximum age of its kind; `upcoming` speaks of a time
    still to come; `holds` is neither. `level` is the reliability after staleness, 0 where the
    source is not rated.
    """

    claim: Claim
    age_days: int
    stale: bool
    level: int
    ended: bool
    upcoming: bool
    holds: bool

    @property
    def vouches_until(self) -> int:
        """The last moment the report can speak for: its date, or the end of what it tells."""
        return min(self.claim.known_from, self.claim.ends)


def claims_at_moment(
    claims: Sequence[Claim], as_of: datetime, rules: Rules, at: datetime | None = None
) -> list[ClaimAtMoment]:
    """Each claim known at `as_of` as it is at a moment `at`, else then.

    `claims` are in the order of known_from. Age counts days of Haiti's calendar from a claim's
    own as_of. A claim still holds on the last day of its maximum age, and is stale from the day
    number `stale_days` on.
    """
    known, now = _known(claims, as_of), instant(at or as_of)
    return [_at_moment(claim, now.seconds, now.day, rules) for claim in known]


def turning_points(
    claims: Sequence[Claim], as_of: datetime, rules: Rules, begin: datetime, end: datetime
) -> list[datetime]:
    """The moments after `begin` and before `end` at which a claim known at `as_of` turns.

    It begins or ends, becomes stale, or reaches its maximum age; with a season claim also each
    first of a month. Between two of these moments nothing that the claims say changes.
    """
    known = [claim for claim in _known(claims, as_of) if claim.kind in TURNING]
    days = {
        claim.day + limit
        for claim in known
        for limit in (rules.stale_days, rules.max_age_days[ageing_kind(claim)] + 1)
    }
    first, last = instant(begin), instant(end)
    if any(deed(claim.kind) == "season" for claim in known):
        span = range(first.day, last.day + 1)
        days |= {day for day in span if date.fromordinal(day).day == 1}
    days = {day for day in days if first.day < day <= last.day}
    marks = {round(midnight(date.fromordinal(day)).timestamp()) for day in days}
    marks |= {mark for claim in known for mark in (claim.begins, claim.ends)}
    return [
        datetime.fromtimestamp(mark, HAITI_TIME)
        for mark in sorted(marks)
        if first.seconds < mark < last.seconds
    ]


def _known(claims: Sequence[Claim], as_of: datetime) -> Sequence[Claim]:
    now = instant(as_of).seconds
    return claims[: bisect_right(claims, now, key=lambda claim: claim.known_from)]


def ageing_kind(claim: Claim) -> str:
    """The word under which the rules state the maximum age of a claim."""
    if claim.subject_type == "obstacle" and deed(claim.kind) == "status":
        return OBSTACLE
    return claim.kind


def _at_moment(claim: Claim, now: int, today: int, rules: Rules) -> ClaimAtMoment:
    age = today - claim.day
    stale = age >= rules.stale_days
    level = max((claim.reliability or 0) - stale, 0)
    ended = claim.ends <= now or age > rules.max_age_days[ageing_kind(claim)]
    upcoming = now < claim.begins and not ended
    return ClaimAtMoment(claim, age, stale, level, ended, upcoming, not (ended or upcoming))
