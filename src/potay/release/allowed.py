"""What an audience may have of which kind: one allow-list; what it does not name never leaves.

The list is `allowed.csv` beside this file: what is meant (a role or table, whose columns follow, or
a kind of claim, infrastructure or obstacle), a name, and the widest audience that has it. What
`public` has, `partners` have too; `internal` has everything. A new column or kind is internal until
a row is written for it.
"""

import csv
from collections.abc import Iterable, Mapping
from importlib import resources
from types import MappingProxyType

import pandas as pd

from potay.spec.map import Audience

#: Roles whose rows are of the same kind as another's.
SAME_AS = MappingProxyType({"control": "areas"})
CLAIM, INFRASTRUCTURE, OBSTACLE = (
    f"kind of {thing}" for thing in ("claim", "infrastructure", "obstacle")
)
#: Roles with a kind that decides, by role.
KIND_OF_ROLE = MappingProxyType({"infrastructure": INFRASTRUCTURE, "obstacles": OBSTACLE})


def _read() -> Mapping[tuple[str, str], str]:
    text = resources.files("potay.release").joinpath("allowed.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({(row["of"], row["name"]): row["audience"] for row in rows})


_ALLOWED = _read()


def allows(audience: Audience, of: str, name: str) -> bool:
    """Whether the audience may have a column of a role, or a kind of thing."""
    widest = _ALLOWED.get((SAME_AS.get(of, of), name))
    return audience == "internal" or widest in ("public", audience)


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
