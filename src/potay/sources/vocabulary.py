"""The words that columns may hold, with what people write instead of them."""

from collections.abc import Mapping
from types import MappingProxyType

from potay.terms.audiences import SPELT
from potay.terms.holders import ACTOR_KINDS
from potay.terms.places import places_of
from potay.terms.roads import ROAD_CLASSES
from potay.terms.statuses import REPORTS
from potay.terms.subjects import SUBJECT_TYPES

#: Word → other spellings of it (case and accents as written, compared without case).
Vocabulary = Mapping[str, tuple[str, ...]]


def _words(words: dict[str, tuple[str, ...]] | str) -> Vocabulary:
    if isinstance(words, str):
        words = dict.fromkeys(words.split(), ())
    return MappingProxyType(words)


def _kinds(of: str) -> Vocabulary:
    return _words({name: kind.also for name, kind in places_of(of).items()})


STATUS = _words({one.word: (one.code, *one.also) for one in REPORTS})
SENSITIVITY = _words(dict(SPELT.items()))
INFRASTRUCTURE, OBSTACLE, MODE = (_kinds(of) for of in ("infrastructure", "obstacle", "link"))
ACTOR_KIND = _words(" ".join(ACTOR_KINDS))
SUBJECT_TYPE = _words(" ".join(SUBJECT_TYPES))

#: OSM `highway` words of things that are no through road; such rows are left out by name.
NO_ROAD_CLASS = frozenset(
    _words(
        "steps cycleway bridleway corridor platform raceway construction proposed planned "
        "abandoned razed disused bus_stop bus_guideway escape elevator ladder via_ferrata "
        "rest_area services emergency_bay emergency_access_point crossing trail trailhead "
        "stop traffic_signals no yes"
    )
)

#: All of them: a word that is in neither list is a mistake.
HIGHWAY = _words(" ".join([*ROAD_CLASSES, *sorted(NO_ROAD_CLASS)]))
