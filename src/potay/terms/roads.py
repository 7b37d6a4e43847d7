"""Classes of road that something on wheels or feet can follow: OSM `highway` words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from potay.terms.vehicles import ON_FOOT, WHEELED

ROAD_CLASSES = (
    "motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary",
    "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential", "living_street",
    "service", "road", "track", "busway", "path", "footway", "pedestrian",
)  # fmt: skip
#: Ramps and branches count as the road they belong to.
_RAMP = "_link"
#: Classes that speeds are stated of.
SPEED_CLASSES = tuple(word for word in ROAD_CLASSES if not word.endswith(_RAMP))

#: What ways carry that are no roads for motor vehicles, whatever else is said of them.
CLASS_PRACTICABILITY: Mapping[str, int] = MappingProxyType({
    "footway": ON_FOOT, "steps": ON_FOOT, "pedestrian": ON_FOOT, "bridleway": ON_FOOT,
    "corridor": ON_FOOT, "elevator": ON_FOOT, "platform": ON_FOOT, "path": WHEELED,
    "cycleway": WHEELED,
})  # fmt: skip

if TYPE_CHECKING:
    SpeedClass = str
else:
    SpeedClass = Literal[SPEED_CLASSES]


def speed_class(word: str) -> str:
    """The class whose speed counts on a road of a class: that of a ramp is its road's."""
    return word.removesuffix(_RAMP)
