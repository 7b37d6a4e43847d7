"""What an audience may not have, worked out once: rows, claims, and states that rest on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.release.levels import level, taken, takes
from potay.spec.map import Audience

#: Kinds of claim that bear on passage beside an explicit status.
LIMITS = frozenset({"window", "curfew", "toll", "delay", "season"})

#: Which subject type a list of plain ids holds, by its name.
LISTED: Mapping[str, str] = {"gateways": "gateway", "areas": "area", "obstacles": "obstacle"}

#: A word that stands where a value may not.
MASK = "withheld"

#: Subject type and rows, with the level of a row that is not marked itself.
MarkedRows = tuple[str, pd.DataFrame, str]


@dataclass(frozen=True)
class Withheld:
    """What one audience may not have of a map.

    `rows` are subjects whose own row may not leave (in public every site, whatever its mark).
    `claims` are ids of claims that may not leave: by their own mark, or because they are about
    a subject that may not. `control` and `status` are the subjects whose aspect rests on
    such a claim. `members` are the actors whose coalition does. `levels` are those of the
    datasets by name, which their claims have unless they are marked themselves.
    """

    audience: Audience
    rows: frozenset[SubjectKey]
    claims: frozenset[str]
    control: frozenset[SubjectKey]
    status: frozenset[SubjectKey]
    members: frozenset[str]
    levels: Mapping[str, str]

    @cached_property
    def names(self) -> frozenset[str]:
        """`type.id` of every subject that a derived row must not name or rest on."""
        return frozenset(".".join(key) for key in self.rows | self.status | self.control)

    def mentioned_in(self, value: Any, kind: str = "") -> bool:  # noqa: ANN401 - nested cell
        """Whether a cell names something withheld, at any depth.

        A plain id counts where `kind`, or the name of the list it is in, says its subject type.
        """
        if isinstance(value, str):
            return value in self.claims or value in self.names or f"{kind}.{value}" in self.names
        if isinstance(value, Mapping):
            named = _key_of(value) in self.names
            inner = (self.mentioned_in(item, LISTED.get(key, kind)) for key, item in value.items())
            return named or any(inner)
        if isinstance(value, Iterable):
            return any(self.mentioned_in(item, kind) for item in value)
        return False


def find_withheld(
    state: State,
    audience: Audience,
    rows: Iterable[MarkedRows],
    levels: Mapping[str, str],
) -> Withheld:
    """Work out what `audience` may not have of a state and the rows of a map.

    Parameters
    ----------
    state
        The state at the moment, whole or already reduced.
    rows
        Subject type, frame (index id) and default level of everything the map holds.
    levels
        Level of each dataset by name: the default of its claims.
    """
    hidden = _hidden_rows(rows, audience)
    claims = _hidden_claims(state, audience, hidden, levels)
    kinds = {str(claim): str(kind) for claim, kind in state.claims.get("kind", pd.Series()).items()}
    resting = [_resting(subject, claims, kinds) for subject in state.subjects.values()]
    return Withheld(
        audience=audience,
        rows=hidden,
        claims=claims,
        control=frozenset(key for key, control, _ in resting if control),
        status=frozenset(key for key, _, status in resting if status),
        members=_hidden_members(state, claims),
        levels=levels,
    )


def marked_claims(claims: pd.DataFrame, levels: Mapping[str, str]) -> pd.DataFrame:
    """The claims with the level of each spelled out: its own mark, else its dataset's."""
    if claims.empty:
        return claims
    marks = claims.get("sensitivity", pd.Series("", index=claims.index))
    datasets = claims.get("dataset", pd.Series("", index=claims.index))
    told = [level(mark, levels.get(str(name), ""))
            for mark, name in zip(marks, datasets, strict=True)]  # fmt: skip
    return claims.assign(sensitivity=told)


def _key_of(cell: Mapping[str, Any]) -> str:
    kind = cell.get("subject_type", cell.get("type", ""))
    return f"{kind}.{cell.get('id', cell.get('subject', ''))}"


def _hidden_rows(rows: Iterable[MarkedRows], audience: Audience) -> frozenset[SubjectKey]:
    hidden: set[SubjectKey] = set()
    for kind, frame, default in rows:
        may = taken(frame, audience, default)
        if kind == "site" and audience == "public":
            may[:] = False
        hidden |= {(kind, str(one)) for one in frame.index[~may.to_numpy()]}
    return frozenset(hidden)


def _hidden_claims(
    state: State, audience: Audience, rows: frozenset[SubjectKey], levels: Mapping[str, str]
) -> frozenset[str]:
    if state.claims.empty:
        return frozenset()
    claims = marked_claims(state.claims, levels)
    about = zip(claims["subject_type"].astype(str), claims["subject"].astype(str), strict=True)
    may = [takes(audience, mark) and key not in rows
           for mark, key in zip(claims["sensitivity"], about, strict=True)]  # fmt: skip
    return frozenset(str(claim) for claim, told in zip(claims.index, may, strict=True) if not told)


def _resting(
    subject: SubjectState, claims: frozenset[str], kinds: Mapping[str, str]
) -> tuple[SubjectKey, bool, bool]:
    hidden = claims.intersection(subject.claim_ids)
    limited = any(kinds.get(claim) in LIMITS for claim in hidden)
    return (
        subject.subject,
        _rests_on(subject.control, claims),
        limited or _rests_on(subject.status, claims),
    )


def _rests_on(aspect: Aspect, claims: frozenset[str]) -> bool:
    """Whether the aspect would be told otherwise without the claims: then it tells of them."""
    deciding = {aspect.claim_id or ""}
    if aspect.basis == "contradicted":
        deciding |= set(aspect.rivals)
    if aspect.basis == "expired":
        deciding |= set(aspect.expired_claims)
    return not claims.isdisjoint(deciding)


def _hidden_members(state: State, claims: frozenset[str]) -> frozenset[str]:
    """Actors with a withheld alliance, and those reported in a coalition through one of them."""
    if state.claims.empty:
        return frozenset()
    alliances = state.claims[state.claims["kind"] == "alliance"]
    broken = set(alliances.loc[alliances.index.isin(claims), "subject"])
    chains = state.actors.get("chain", pd.Series("", index=state.actors.index))
    through = {
        str(actor) for actor, chain in chains.items() if broken & set(str(chain).split(" > "))
    }
    return frozenset(broken | through)
