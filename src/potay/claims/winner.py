"""Which of several reports counts: the more reliable, then the later, then the more cautious."""

from collections.abc import Callable, Sequence

from potay.built import Aspect
from potay.claims.clock import ClaimAtMoment
from potay.spec.rules import Rules
from potay.terms.statuses import REPORTED, SHUT

#: The chance that either of two reports of equal standing that contradict each other is right.
EVEN = 0.5

NO_REPORT = Aspect()

ValueOf = Callable[[ClaimAtMoment], str]
CautionOf = Callable[[str], int]


def decide(
    known: Sequence[ClaimAtMoment], value_of: ValueOf, caution_of: CautionOf, rules: Rules
) -> Aspect:
    """What some known claims about one aspect of one subject say together.

    The winner has the highest reliability after staleness, then the latest day of as_of (on
    one day the later time, where both give one), then the most cautious value. Claims of equal
    standing with different values contradict each other: the most cautious counts. Without a
    claim that holds the aspect is expired where one used to, else there is no report.
    """
    if not known:
        return NO_REPORT
    holding = [heard for heard in known if heard.holds]
    if not holding:
        return _expired([heard for heard in known if heard.ended], value_of, caution_of)
    ranked = ranked_by_standing(holding, value_of, caution_of)
    best = ranked[0]
    value = value_of(best)
    contradicted = any(_differ(value_of(other), value, caution_of) for other in _equals(ranked))
    return Aspect(
        value=value,
        basis="contradicted" if contradicted else "claim",
        claim_id=best.claim.claim_id,
        rivals=tuple(s.claim.claim_id for s in ranked if value_of(s) != value),
        reliability=best.level,
        age_days=best.age_days,
        stale=best.stale,
        probability=EVEN if contradicted else rules.reliability_probability[best.level],
    )


def ranked_by_standing(
    holding: Sequence[ClaimAtMoment], value_of: ValueOf, caution_of: CautionOf
) -> list[ClaimAtMoment]:
    """The claims from the one that counts to the one that counts least."""
    if len(holding) < 2:
        return list(holding)
    latest: dict[tuple[int, int], int] = {}
    for heard in holding:
        if heard.claim.timed:
            peers = (heard.level, heard.claim.day)
            latest[peers] = max(latest.get(peers, 0), heard.claim.known_from)

    def rank(heard: ClaimAtMoment) -> tuple[int, int, bool, int, str, str]:
        claim, value = heard.claim, value_of(heard)
        outdated = claim.timed and claim.known_from < latest[heard.level, claim.day]
        return (
            -heard.level, -claim.day, outdated, -caution_of(value), value, claim.claim_id
        )  # fmt: skip

    return sorted(holding, key=rank)


def status_caution(value: str) -> int:
    """How cautious a status word is."""
    return REPORTED[value].caution


def _equals(ranked: Sequence[ClaimAtMoment]) -> list[ClaimAtMoment]:
    """Those of the first one's standing: same level and day, and not outdone that very day."""
    if len(ranked) < 2:
        return list(ranked)
    best = ranked[0]
    peers = [s for s in ranked if (s.level, s.claim.day) == (best.level, best.claim.day)]
    latest = max((s.claim.known_from for s in peers if s.claim.timed), default=0)
    return [s for s in peers if not s.claim.timed or s.claim.known_from == latest]


def _differ(one: str, other: str, caution_of: CautionOf) -> bool:
    """Closed and abandoned agree that nothing passes; two gangs do not agree who holds."""
    both_shut = {one, other} == set(SHUT)
    return one != other and not (both_shut and caution_of(one) == caution_of(other))


def _expired(ended: Sequence[ClaimAtMoment], value_of: ValueOf, caution_of: CautionOf) -> Aspect:
    if not ended:
        return NO_REPORT
    ranked = sorted(
        ended,
        key=lambda s: (
            -s.vouches_until, -s.level, -caution_of(value_of(s)), value_of(s), s.claim.claim_id
        ),
    )  # fmt: skip
    last = ranked[0]
    return Aspect(
        basis="expired",
        expired_claims=tuple(heard.claim.claim_id for heard in ranked),
        last=value_of(last),
        age_days=last.age_days,
        stale=last.stale,
    )
