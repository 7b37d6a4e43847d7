"""Obstacles of a season: outside its months what was reported of them in it is set aside."""

from collections.abc import Mapping
from datetime import date

from potay.claims.clock import ClaimAtMoment
from potay.claims.winner import ranked_by_standing
from potay.terms.hours import Season

Deeds = Mapping[str, list[ClaimAtMoment]]


def in_season(deeds: Deeds, today: date) -> tuple[Deeds, ClaimAtMoment | None]:
    """The claims about an obstacle that count today, and the one by which it is not its season.

    Outside the months of the season claim that counts first, all that its own source says, or
    that anybody reported in those months, is set aside. What somebody else reported out of
    season counts as ever: that one saw water when none was to be expected.
    """
    holding = [heard for heard in deeds.get("season", ()) if heard.holds]
    said = ranked_by_standing(holding, lambda heard: heard.claim.value.text, lambda _: 0)
    months = said[0].claim.value if said else None
    if not isinstance(months, Season) or months.covers(today):
        return deeds, None
    counts = said[0].claim

    def kept(heard: ClaimAtMoment) -> bool:
        reported = date.fromordinal(heard.claim.day)
        return heard.claim.source_id != counts.source_id and not months.covers(reported)

    left = {does: [s for s in all_said if does == "season" or kept(s)]
            for does, all_said in deeds.items()}  # fmt: skip
    return left, said[0]
