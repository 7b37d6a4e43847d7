"""The embedded network in signs: its lists of whole numbers as texts, which packed.js reads back.

What is told and why stands in network/portable.py; here it only becomes shorter.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from potay.render.encode import signs

#: Lists of whole numbers, by the part of the block they stand in.
WHOLE = {
    "nodes": ("lon", "lat"),
    "pieces": ("a", "b", "cm", "combo", "owner"),
    "combos": ("sizes", "subject"),
    "places": ("node",),
}
#: Columns of codes: `is` is a list of whole numbers.
CODED = {"roads": ("gait",), "subjects": ("basis", "by", "claims")}


def packed(network: Mapping[str, Any]) -> dict[str, Any]:
    """The network of a built map as its page carries it."""
    told = dict(network)
    for part, names in WHOLE.items():
        told[part] = told[part] | {name: signs(told[part][name]) for name in names}
    for part, names in CODED.items():
        told[part] = told[part] | {name: _coded(told[part][name]) for name in names}
    told["verdicts"] = [_coded(column) for column in told["verdicts"]]
    told["pieces"]["course"] = _courses(told["pieces"]["course"])
    told["chains"] = {ref: signs(_differences(chain)) for ref, chain in told["chains"].items()}
    told["apart"] = signs(told["apart"])
    return told


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
