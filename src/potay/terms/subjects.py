"""What a report may be about, and the roles of the datasets in which it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal


@dataclass(frozen=True)
class Role:
    """What a dataset is of.

    `subject` is the subject type of its rows, where reports may be about them; `implies` the kind
    of claim that a column of that name makes of a row.
    """

    name: str
    subject: str = ""
    implies: str = ""
    raster: bool = False


_ALL = (
    Role("areas", "area"),
    Role("control", "area", "control"),
    Role("gateways", "gateway", "status"),
    Role("roads", "road", "status"),
    Role("links", "link", "status"),
    Role("infrastructure", "infrastructure", "status"),
    Role("sites", "site"),
    Role("obstacles", "obstacle", "status"),
    Role("claims"),
    Role("sources"),
    Role("actors"),
    Role("population", raster=True),
    Role("terrain", raster=True),
    Role("flood", raster=True),
    Role("boundaries"),
    Role("base"),
)
ROLES: Mapping[str, Role] = MappingProxyType({role.name: role for role in _ALL})
#: Which subject type the rows of a role are.
SUBJECT_OF_ROLE: Mapping[str, str] = MappingProxyType(
    {role.name: role.subject for role in _ALL if role.subject}
)
#: Subjects that stand on a map; and all that a report may be about.
PLACED = tuple(dict.fromkeys(SUBJECT_OF_ROLE.values()))
SUBJECT_TYPES = (*PLACED, "actor")
#: Subjects at which a journey may begin or end.
ENDPOINTS = ("area", "gateway", "infrastructure", "site")
#: The roles of the ledger.
LEDGER_ROLES = ("claims", "sources", "actors")

if TYPE_CHECKING:
    RoleName = str
else:
    RoleName = Literal[tuple(ROLES)]


def counts_everywhere(area: str) -> bool:
    """Whether what is said of an area that a map does not draw counts on all of the map."""
    return area == "haiti" or area.endswith("-department")


def endpoint(text: str) -> tuple[str, str]:
    """Type and id of an endpoint written `type.id` or `type:id`; without a type, "" and the text.

    Ids may hold either sign: only the first one after a type parts.
    """
    kind = next((one for one in ENDPOINTS if text.startswith((f"{one}.", f"{one}:"))), "")
    return (kind, text[len(kind) + 1 :]) if kind else ("", text)
