"""Which claims are known at a moment, which hold, how old and how sure they are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from potay.claims.claim import Claim
from potay.claims.moments import instant
from potay.spec.rules import Rules

_TRUCE = re.compile(r"\b(truce|trêve|trèv)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Standing:
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


def standings(claims: Sequence[Claim], as_of: datetime, rules: Rules) -> list[Standing]:
    """The standing of each claim known at the moment; `claims` are in the order of known_from.

    Age counts days of Haiti's calendar from as_of. A claim still holds on the last day of its
    maximum age, and is stale from the day number `stale_days` on.
    """
    now = instant(as_of)
    count = bisect_right(claims, now.seconds, key=lambda claim: claim.known_from)
    return [_standing(claim, now.seconds, now.day, rules) for claim in claims[:count]]


def ageing_kind(claim: Claim) -> str:
    """The word under which the rules state the maximum age of a claim."""
    if claim.kind == "status" and claim.subject_type == "obstacle":
        return "obstacle"
    if claim.kind == "window" and _TRUCE.search(claim.note):
        return "truce"
    return claim.kind


def _standing(claim: Claim, now: int, today: int, rules: Rules) -> Standing:
    age = today - claim.day
    stale = age >= rules.stale_days
    level = max((claim.reliability or 0) - stale, 0)
    ended = claim.ends <= now or age > rules.max_age_days[ageing_kind(claim)]
    upcoming = now < claim.begins and not ended
    return Standing(claim, age, stale, level, ended, upcoming, not (ended or upcoming))
