"""Which columns an audience may have of which role: an allow-list; the rest never leaves.

The list is `columns.csv` beside this file: role, column, and the widest audience that has the
column. What `public` has, `partners` have too; `internal` has every column.
"""

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

import pandas as pd

from potay.spec.map import Audience

#: Roles whose rows are of the same kind as another's.
SAME_AS = MappingProxyType({"control": "areas"})


def _read() -> Mapping[tuple[str, str], str]:
    text = resources.files("potay.release").joinpath("columns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({(row["role"], row["column"]): row["audience"] for row in rows})


_ALLOWED = _read()


def has_list(role: str, audience: Audience) -> bool:
    """Whether the audience may have anything of a role or table at all."""
    if audience == "internal":
        return True
    role = SAME_AS.get(role, role)
    return any(one == role and _opens(who, audience) for (one, _), who in _ALLOWED.items())


def allowed_columns(frame: pd.DataFrame, role: str, audience: Audience) -> list[str]:
    """The columns of a frame that the audience may have, in the frame's order."""
    if audience == "internal":
        return [str(name) for name in frame.columns]
    role = SAME_AS.get(role, role)
    return [
        str(name)
        for name in frame.columns
        if _opens(_ALLOWED.get((role, str(name)), "internal"), audience)
    ]


def _opens(widest: str, audience: Audience) -> bool:
    return widest == "public" or widest == audience
