"""What an audience may have: one allow-list; what it does not name never leaves.

The list is `allowed.csv` beside this file: a role or table, a column of it, and the widest audience
that has it; and of kinds of claim, place and obstacle the rows of `terms`. What `public` has,
`partners` have too; `internal` has everything. A new column or kind is internal until a row says
otherwise.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import pandas as pd

from potay.terms import places
from potay.terms.audiences import Audience, may_have
from potay.terms.kinds import KINDS
from potay.terms.rows import shipped_rows

#: Roles whose rows are of the same kind as another's.
SAME_AS = MappingProxyType({"control": "areas"})
CLAIM, INFRASTRUCTURE, OBSTACLE = (
    f"kind of {thing}" for thing in ("claim", "infrastructure", "obstacle")
)
#: Roles with a kind that decides, by role.
KIND_OF_ROLE = MappingProxyType({"infrastructure": INFRASTRUCTURE, "obstacles": OBSTACLE})


def _read() -> Mapping[tuple[str, str], str]:
    rows = shipped_rows("allowed.csv", "potay.release")
    columns = {(row["of"], row["name"]): row["audience"] for row in rows}
    claims = {(CLAIM, name): kind.audience for name, kind in KINDS.items()}
    kinds_of_place = {
        (of, name): kind.audience
        for of, kinds in ((INFRASTRUCTURE, places.INFRASTRUCTURE), (OBSTACLE, places.OBSTACLES))
        for name, kind in kinds.items()
    }
    return MappingProxyType(columns | claims | kinds_of_place)


_ALLOWED = _read()


def allows(audience: Audience, of: str, name: str) -> bool:
    """Whether the audience may have a column of a role, or a kind of thing."""
    return may_have(audience, _ALLOWED.get((SAME_AS.get(of, of), name), "internal"))


def columns_of(role: str) -> frozenset[str]:
    """The columns that a layer of a role may have for some audience."""
    role = SAME_AS.get(role, role)
    return frozenset(name for of, name in _ALLOWED if of == role)


def has_list(role: str, audience: Audience) -> bool:
    """Whether the audience may have anything of a role or table at all."""
    role = SAME_AS.get(role, role)
    return audience == "internal" or any(
        of == role and allows(audience, of, name) for of, name in _ALLOWED
    )


def allowed_columns(names: Iterable[object], role: str, audience: Audience) -> list[str]:
    """Those of some columns of a role or table that the audience may have, in their order."""
    return [str(name) for name in names if allows(audience, role, str(name))]


def allowed_kinds(kinds: pd.Series, of: str, audience: Audience) -> pd.Series:
    """Which rows are of a kind that the audience may have."""
    return kinds.map(lambda kind: allows(audience, of, str(kind))).astype(bool)
