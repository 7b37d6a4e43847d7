"""The state of the ground as an audience may know it, taken before any question is asked of it."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from potay.built import Aspect, State, SubjectState
from potay.release.levels import UNMARKED
from potay.release.withheld import MASK, Withheld, find_withheld, marked_claims
from potay.spec.map import Audience

#: Closed in the worst and the presumed reading, open only in the best; never as unreported.
WITHHELD = Aspect(value="unknown", basis="withheld")


def reduce_state(
    state: State,
    audience: Audience,
    frames: Mapping[str, pd.DataFrame],
    levels: Mapping[str, str] | None = None,
) -> State:
    """The state without the claims that `audience` may not have.

    A subject whose control or status rests on such a claim keeps no trace of it: the aspect is
    *unknown* with basis *withheld*. Call it before the network is weighed, so that no answer is
    derived from a report that may not leave: a detour, too, names the gateway that is closed.

    Parameters
    ----------
    frames
        All rows by subject type, `sensitivity` filled; the level of a blank is *high*.
    levels
        Level of each dataset by name: that of a claim which is not marked itself.
    """
    rows = [(kind, frame, UNMARKED) for kind, frame in frames.items()]
    return told_state(state, find_withheld(state, audience, rows, levels or {}))


def told_state(state: State, withheld: Withheld) -> State:
    """The state with everything in `withheld` taken out, and the count of claims taken out."""
    marked = marked_claims(state.claims, withheld.levels)
    claims = marked[~marked.index.isin(withheld.claims)]
    if withheld.audience == "public" and not claims.empty:
        claims = _without_amounts(claims)
    counts = dict(state.withheld)
    counts["claims"] = counts.get("claims", 0) + len(state.claims) - len(claims)
    return replace(
        state,
        subjects={key: _told(subject, withheld) for key, subject in state.subjects.items()},
        actors=_told_actors(state.actors, withheld),
        claims=claims,
        findings=state.findings if withheld.audience == "internal" else (),
        withheld=counts,
    )


def _told(subject: SubjectState, withheld: Withheld) -> SubjectState:
    key = subject.subject
    hidden = key in withheld.rows
    control = _aspect(subject.control, key in withheld.control or hidden, withheld)
    status = _aspect(subject.status, key in withheld.status or hidden, withheld)
    told = replace(
        subject,
        control=control,
        status=status,
        coalition=_coalition(subject, control, withheld),
        claim_ids=tuple(claim for claim in subject.claim_ids if claim not in withheld.claims),
    )
    if status is WITHHELD:
        return replace(told, windows=(), curfews=(), tolls=(), seasons=(), delay_min=0.0)
    return replace(told, tolls=()) if withheld.audience == "public" else told


def _aspect(aspect: Aspect, silent: bool, withheld: Withheld) -> Aspect:
    if silent and aspect.basis != "no_report":
        return WITHHELD
    rivals = tuple(claim for claim in aspect.rivals if claim not in withheld.claims)
    return aspect if rivals == aspect.rivals else replace(aspect, rivals=rivals)


def _coalition(subject: SubjectState, control: Aspect, withheld: Withheld) -> str | None:
    return None if control is WITHHELD or control.value in withheld.members else subject.coalition


def _without_amounts(claims: pd.DataFrame) -> pd.DataFrame:
    """Toll claims without what is paid; the restriction itself stays."""
    toll = claims["kind"] == "toll"
    return claims.assign(value=claims["value"].mask(toll, MASK))


def _told_actors(actors: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    """Actors whose alliance may not be told stand alone."""
    alone = actors.index.isin(withheld.members)
    columns = ("coalition", "member_of", "chain", "alliance_basis", "alliance_claim_id")
    blank = {
        name: actors[name].mask(alone, "") for name in columns if name in actors and alone.any()
    }
    return actors.assign(**blank)
