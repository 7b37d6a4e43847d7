"""The words that columns may hold, with what people write instead of them."""

from collections.abc import Mapping
from types import MappingProxyType

#: Word → other spellings of it (case and accents as written, compared without case).
Vocabulary = Mapping[str, tuple[str, ...]]


def _words(words: dict[str, tuple[str, ...]] | str) -> Vocabulary:
    if isinstance(words, str):
        words = dict.fromkeys(words.split(), ())
    return MappingProxyType(words)


STATUS = _words(
    {
        "open": ("1", "ouvert", "ouverte", "louvri", "ouvè", "opened"),
        "restricted": ("2", "restreint", "restreinte", "limité", "limitée", "limite", "limited"),
        "closed": ("3", "fermé", "fermée", "ferme", "fèmen", "bloqué", "bloquée", "bloke",
                   "blocked", "impassable"),
        "abandoned": ("4", "abandonné", "abandonnée", "abandone"),
        "unknown": ("0", "inconnu", "inconnue", "enkoni", "unspecified"),
    }
)  # fmt: skip

SENSITIVITY = _words(
    {"low": ("faible", "low or none", "none"), "moderate": ("modéré", "modérée", "moderated"),
     "high": ("élevé", "élevée"), "severe": ("sévère", "grave")}
)  # fmt: skip

INFRASTRUCTURE = _words(
    {
        "fuel_terminal": ("fuel terminal", "terminal pétrolier", "fuel depot", "fuel"),
        "port": ("seaport", "harbour", "harbor", "wharf"),
        "airport": ("aéroport", "aeroport", "ayewopò", "aerodrome", "airfield", "airstrip"),
        "helipad": ("héliport", "heliport", "helicopter landing site", "hls"),
        "hospital": ("hôpital", "hopital", "lopital"),
        "clinic": ("clinique", "klinik", "health centre", "health center", "centre de santé",
                   "dispensaire"),
        "warehouse": ("entrepôt", "entrepot", "depo", "dépôt", "depot"),
        "market": ("marché", "marche", "mache"),
        "water_point": ("water point", "point d'eau", "kiosque", "water"),
        "police": ("police station", "commissariat", "komisarya"),
        "school": ("école", "ecole", "lekòl"),
        "bridge": ("pont", "pon"),
        "other": ("autre", "lòt"),
    }
)  # fmt: skip

#: The transport obstacle types of SDI-T as words, and three that this country needs.
OBSTACLE = _words(
    {
        "unknown": (),
        "flood": ("flooding", "inondation"),
        "mines_uxo": ("mines/uxo", "mines", "uxo"),
        "roadblock": ("road block", "barrage"),
        "road_damage": ("road damage", "route coupée", "damaged road"),
        "railway_damage": ("railway damage",),
        "bridge_damage": ("bridge damage", "bridge destroyed", "pont coupé", "damaged bridge"),
        "culvert_damage": ("culvert damage",),
        "ferry": (),
        "checkpoint_official": ("checkpoint official", "official checkpoint"),
        "checkpoint_unofficial": ("checkpoint unofficial", "unofficial checkpoint"),
        "traffic_restriction": ("traffic restriction",),
        "landslide": ("glissement de terrain", "éboulement"),
        "wreckage": ("wreck", "épave"),
        "ford": ("gué",),
        "trees": ("tree", "fallen tree", "arbre"),
        "barricade": ("barikad",),
        "toll_post": ("toll post", "toll", "péage", "peyaj"),
        "flooded": ("inondé", "inondée"),
        "other": ("autre", "lòt"),
    }
)

#: OSM `highway` words of roads that something on wheels or feet can follow.
ROAD_CLASS = _words(
    "motorway motorway_link trunk trunk_link primary primary_link secondary secondary_link "
    "tertiary tertiary_link unclassified residential living_street service road track busway "
    "path footway pedestrian"
)

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
HIGHWAY = _words(" ".join([*ROAD_CLASS, *sorted(NO_ROAD_CLASS)]))

#: What a class can carry where nothing else is stated (UNSDI-T CurntPrac).
CLASS_PRACTICABILITY: Mapping[str, int] = MappingProxyType(
    {"path": 5, "footway": 6, "pedestrian": 6}
)

MODE = _words(
    {"sea": ("maritime", "mer", "lanmè", "boat"), "air": ("aérien", "flight", "helicopter"),
     "ferry": ("bac", "traversier")}
)  # fmt: skip

ACTOR_KIND = _words("gang coalition brigade police mission community other")

SUBJECT_TYPE = _words("area gateway road link infrastructure site obstacle actor")
