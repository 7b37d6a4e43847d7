"""Obstacles of a season: outside its months what was reported of them in it is set aside."""

from collections.abc import Mapping
from datetime import date

from potay.claims.clock import ClaimAtMoment
from potay.claims.timegrammar import parse_season
from potay.claims.winner import ranked_by_standing

Kinds = Mapping[str, list[ClaimAtMoment]]


def in_season(by_kind: Kinds, today: date) -> tuple[Kinds, ClaimAtMoment | None]:
    """The claims about an obstacle that count today, and the one by which it is not its season.

    Outside the months of the season claim that counts first, all that its own source says, or
    that anybody reported in those months, is set aside. What somebody else reported out of
    season counts as ever: that one saw water when none was to be expected.
    """
    holding = [heard for heard in by_kind.get("season", ()) if heard.holds]
    said = ranked_by_standing(holding, lambda heard: heard.claim.value, lambda _: 0)
    if not said or parse_season(said[0].claim.value).covers(today):
        return by_kind, None
    counts = said[0].claim
    months = parse_season(counts.value)

    def kept(heard: ClaimAtMoment) -> bool:
        reported = date.fromordinal(heard.claim.day)
        return heard.claim.source_id != counts.source_id and not months.covers(reported)

    left = {kind: [s for s in all_said if kind == "season" or kept(s)]
            for kind, all_said in by_kind.items()}  # fmt: skip
    return left, said[0]
