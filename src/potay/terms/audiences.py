"""Who may have what: audiences from the widest to the narrowest, and marks of sensitivity."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

Audience = Literal["public", "partners", "internal"]
#: From the widest: what one may have, those after it may have too.
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

Sensitivity = Literal["low", "moderate", "high", "severe"]
#: From what everybody may know to what leaves for nobody.
SENSITIVITIES: tuple[Sensitivity, ...] = get_args(Sensitivity)
#: How else people write the marks.
SPELT: Mapping[Sensitivity, tuple[str, ...]] = MappingProxyType(
    {
        "low": ("faible", "low or none", "none"),
        "moderate": ("modéré", "modérée", "moderated"),
        "high": ("élevé", "élevée"),
        "severe": ("sévère", "grave"),
    }
)
#: What a row without a mark counts as.
UNMARKED: Sensitivity = "high"
#: The highest mark that each audience takes.
CEILING: Mapping[Audience, Sensitivity] = MappingProxyType(
    {"public": "low", "partners": "moderate", "internal": "high"}
)


def may_have(audience: Audience, widest: str) -> bool:
    """Whether an audience may have what `widest` may at most; *internal* has everything.

    A word that is no audience, or none, stands for *internal*.
    """
    if audience == "internal":
        return True
    return widest in AUDIENCES and AUDIENCES.index(audience) >= AUDIENCES.index(widest)
