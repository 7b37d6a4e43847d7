"""The ledger as lists: claims with their rivals and what has become of them, and alliances."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from potay.built import Aspect, State, SubjectState
from potay.terms.kinds import deed, kinds_that

ALLIANCE_COLUMNS = (
    "actor", "coalition", "outermost", "valid_from", "valid_to", "as_of", "state", "age_days",
    "stale", "reliability", "source_id", "publisher", "title", "published",
)  # fmt: skip

#: What kinds do, where they speak of an aspect of their subject.
ASPECTS: Mapping[str, Callable[[SubjectState], Aspect]] = {
    "control": lambda subject: subject.control,
    "status": lambda subject: subject.status,
    "window": lambda subject: subject.status,
    "toll": lambda subject: subject.status,
}


@dataclass(frozen=True)
class _Place:
    """Where a claim stands among the others about its question."""

    word: str
    rivals: tuple[str, ...] = ()


def list_claims(state: State, subject: str | None = None) -> pd.DataFrame:
    """The claims known at the moment, newest first under each subject.

    Parameters
    ----------
    state
        The state at a moment.
    subject
        An id (`martissant`), or one with its type (`gateway.martissant`); all where None. A
        road's own id also finds the claims about its corridor and ref. Unknown ones give an
        empty table.

    Returns
    -------
    pandas.DataFrame
        The columns of `State.claims`, then `state`: *decides*, *rival* (holds and says
        otherwise), *agrees*, *rival_start* (the same coalition from another day), *holds*
        (beside the questions of control and status), *expired* (and nothing newer), *history*
        (past, and a claim holds), *upcoming*; and `rivals`, the claims that say otherwise.
    """
    claims = state.claims
    if subject is not None:
        claims = claims[claims.index.isin(_claim_ids(state, subject))]
    listed = claims.sort_values(["subject_type", "subject", "age_days", "claim_id"])
    places = _places(state)
    return listed.assign(
        state=[places[claim].word for claim in listed.index],
        rivals=[list(places[claim].rivals) for claim in listed.index],
    )


def alliances_table(state: State) -> pd.DataFrame:
    """Every alliance claim known at the moment, those about one actor side by side.

    `outermost` is the coalition that the actor is reported in through the chain of the claims
    that decide; `reliability` is after staleness, missing where the source is not rated.
    """
    listed = list_claims(state)
    listed = listed[listed["kind"].isin(kinds_that("alliance"))]
    table = listed.drop(columns="actor").rename(columns={"value": "coalition", "subject": "actor"})
    table["outermost"] = listed["subject"].map(state.actors["coalition"]).fillna("")
    table["reliability"] = listed["reliability_now"]
    return table[list(ALLIANCE_COLUMNS)]


def _claim_ids(state: State, subject: str) -> set[str]:
    kind, _, rest = subject.partition(".")
    name = subject.casefold()
    keys = [key for key in state.subjects if key == (kind, rest) or key[1].casefold() == name]
    return {claim for key in keys for claim in state.subjects[key].claim_ids}


def _places(state: State) -> dict[str, _Place]:
    rows = {row["claim_id"]: row for row in state.claims.reset_index().to_dict("records")}
    deciding = state.actors["alliance_claim_id"].to_dict()
    found = {}
    for claim_id, row in rows.items():
        does = deed(row["kind"])
        if does == "alliance":
            found[claim_id] = _of_alliance(row, rows.get(deciding.get(row["subject"])))
        elif does in ASPECTS:
            subject = state.subjects[row["subject_type"], row["subject"]]
            found[claim_id] = _of_aspect(row, ASPECTS[does](subject))
        else:
            found[claim_id] = _Place(_gone(row, superseded=False) or "holds")
    return found


def _of_aspect(row: Mapping[str, Any], aspect: Aspect) -> _Place:
    gone = _gone(row, superseded=aspect.claim_id is not None)
    if gone:
        return _Place(gone)
    if row["claim_id"] == aspect.claim_id:
        return _Place("decides", aspect.rivals)
    if row["claim_id"] in aspect.rivals:
        return _Place("rival", (str(aspect.claim_id),))
    return _Place("agrees" if deed(row["kind"]) in ("control", "status") else "holds")


def _of_alliance(row: Mapping[str, Any], decides: Mapping[str, Any] | None) -> _Place:
    gone = _gone(row, superseded=decides is not None)
    if gone or decides is None:
        return _Place(gone or "holds")
    if row["claim_id"] == decides["claim_id"]:
        return _Place("decides")
    if row["value"] != decides["value"]:
        return _Place("rival", (decides["claim_id"],))
    same_start = row["valid_from"] == decides["valid_from"]
    return _Place("agrees" if same_start else "rival_start", (decides["claim_id"],)[same_start:])


def _gone(row: Mapping[str, Any], *, superseded: bool) -> str:
    if row["upcoming"]:
        return "upcoming"
    if row["expired"]:
        return "history" if superseded else "expired"
    return ""
