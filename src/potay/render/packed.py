"""The embedded network and the timeline in signs: lists of whole numbers as texts.

What is told and why stands in network/portable.py and history.py; here it only becomes shorter,
and the page reads it back. Keys of subjects are numbers in a list that the whole page shares.
"""

from collections.abc import Iterable, Mapping, MutableMapping
from itertools import pairwise
from typing import Any

from potay.render.encode import signs

#: Keys by their number; who tells of a new one adds it.
Keys = MutableMapping[str, int]

#: Lists of whole numbers, by the part of the block they stand in.
WHOLE = {
    "nodes": ("lon", "lat"),
    "pieces": ("a", "b", "cm", "combo", "owner"),
    "combos": ("sizes", "subject"),
    "places": ("node",),
}
#: Columns of codes: `is` is a list of whole numbers.
CODED = {"roads": ("gait",), "subjects": ("basis", "by", "claims")}


def packed_network(network: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The network of a built map as its page carries it; packed.js reads it back."""
    told = dict(network)
    subjects = told["subjects"]["key"]
    places = [subjects[key] if isinstance(key, int) else key for key in told["places"]["key"]]
    told["subjects"] = told["subjects"] | {"key": _numbers(subjects, keys)}
    told["places"] = told["places"] | {"key": _numbers(places, keys)}
    for part, names in WHOLE.items():
        told[part] = told[part] | {name: signs(told[part][name]) for name in names}
    for part, names in CODED.items():
        told[part] = told[part] | {name: _coded(told[part][name]) for name in names}
    told["verdicts"] = [_coded(column) for column in told["verdicts"]]
    told["pieces"]["course"] = _courses(told["pieces"]["course"])
    told["chains"] = {ref: signs(_differences(chain)) for ref, chain in told["chains"].items()}
    told["apart"] = signs(told["apart"])
    return told


def packed_timeline(timeline: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The timeline as the page carries it; timeline.js reads it back.

    Areas, gateways and places are named by key, and every list in `is` is a text.
    """
    told = dict(timeline)
    for kind in ("area", "gateway", "road", "place", "corridor"):
        if kind not in told:
            continue
        one = told[kind]
        told[kind] = one | {"is": [signs(codes) for codes in one["is"]]}
        if kind in ("area", "gateway"):
            told[kind]["ids"] = _numbers((f"{kind}.{name}" for name in one["ids"]), keys)
        elif kind == "place":
            told[kind]["ids"] = _numbers(one["ids"], keys)
    return told


def _numbers(names: Iterable[str], keys: Keys) -> str:
    return signs(keys.setdefault(name, len(keys)) for name in names)


def _coded(column: Mapping[str, Any]) -> dict[str, Any]:
    return {"of": column["of"], "is": signs(column["is"])}


def _courses(courses: Mapping[str, list[int]]) -> dict[str, str]:
    """Which pieces are bent, at how many positions, and all their steps one after the other."""
    return {
        "piece": signs(_differences(map(int, courses))),
        "sizes": signs(len(steps) // 2 for steps in courses.values()),
        "steps": signs(step for steps in courses.values() for step in steps),
    }


def _differences(numbers: Iterable[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]
