"""Who may hold a place: kinds of actor, and the words that stand for none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Holder:
    """A kind of holder; of two that contradict each other the more cautious counts."""

    word: str
    caution: int
    armed: bool = False


#: Kinds of actor.
_ACTORS = (
    Holder("gang", 4, armed=True),
    Holder("coalition", 4, armed=True),
    Holder("brigade", 2, armed=True),
    Holder("police", 1),
    Holder("mission", 1),
    Holder("community", 2),
    Holder("other", 4),
)
#: What stands for no actor.
_NOBODY = (Holder("none", 0), Holder("contested", 5), Holder("unknown", 3))

ACTOR_KINDS = tuple(one.word for one in _ACTORS)
#: Kinds of actor that bear arms and answer to no state or mission.
ARMED = tuple(one.word for one in _ACTORS if one.armed)
#: What a report on control may say besides an actor's id.
NO_HOLDER = tuple(one.word for one in _NOBODY)
#: In no coalition, or nobody's.
NONE = "none"
#: How cautious it is to take a holder for one of a kind; an actor without a kind is *other*.
CAUTION: Mapping[str, int] = MappingProxyType(
    {one.word: one.caution for one in (*_ACTORS, *_NOBODY)}
)
