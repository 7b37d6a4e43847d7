"""What of an answer stands where silence is not told, as in a public map.

There a report that is withheld may hide behind every silence. A way is then worth telling only
where reports carry all of it; what rests on a reading of silence, a chance, the fewest openings,
the hour by which one must leave, would promise what nobody here knows.
"""

from collections.abc import Mapping
from typing import Any

from potay.built import State
from potay.errors import NoAnswerError
from potay.terms.statuses import PASSABLE

#: Of any answer: what a reading of silence would be needed for.
_NEVER: Mapping[str, Any] = {
    "free_minutes": None, "detour_minutes": None, "would_open": [], "probability": None,
    "probability_se": None, "best_case": None, "presumed_case": None, "worst_case": None,
    "independent_corridors": None, "gateway_disjoint": None, "single_points": [],
    "latest_departure": None, "cut": None, "most_reliable": None,
}  # fmt: skip
#: Of an answer whose way is not reported passable all along.
_NO_WAY: Mapping[str, Any] = {
    "minutes": None, "km": None, "gateways": [], "areas": [], "claims": [],
}  # fmt: skip


def is_untold(state: State) -> bool:
    """Whether silence may hide a report."""
    return state.silence == "not_told"


def as_told(state: State, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer with the same fields, those empty that would rest on what is not told.

    `blocked_by` keeps what a report speaks of.
    """
    if not is_untold(state):
        return answer
    empty = {**_NEVER, **({} if answer["status"] in PASSABLE else _NO_WAY)}
    told = {name: empty.get(name, value) for name, value in answer.items()}
    spoken = [one for one in answer["blocked_by"] if one["kind"] != "not_told"]
    return told | {"blocked_by": spoken}


def ways_told(state: State, ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of some ways that may be told, without the chance that they pass."""
    if not is_untold(state):
        return ways
    return [way | {"probability": None} for way in ways if way["status"] in PASSABLE]


def refuse_untold(state: State, what: str) -> None:
    """Refuse what has no honest answer where silence is not told.

    Raises
    ------
    NoAnswerError
        Where silence may hide a report.
    """
    if is_untold(state):
        raise NoAnswerError(
            f"{what} cannot be said of a public map, where what is not told may be closed.",
            hint="Ask it of the map for partners or internal use.",
        )
