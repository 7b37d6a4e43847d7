"""The attributes of roads that decide who can drive them, read from the roads frame."""

import geopandas as gpd
import numpy as np
import pandas as pd

from potay.arrays import Bytes, Flags, Ints
from potay.network.arrays import Roads, Words
from potay.network.material import flags, numbers, words
from potay.network.placement import RoadKeys
from potay.terms.roads import CLASS_PRACTICABILITY, speed_class
from potay.terms.vehicles import UNSTATED

#: Surfaces on which a mover keeps only its `unpaved_factor` of speed.
UNPAVED = (
    "unpaved", "gravel", "dirt", "earth", "ground", "sand", "mud", "compacted", "fine_gravel",
    "pebblestone", "rock", "rocky", "stone", "grass", "soil", "terre", "tè",
)  # fmt: skip


def roads_of(frame: gpd.GeoDataFrame) -> Roads:
    """Road attributes, row by row of `frame`."""
    classes = words(frame, "class").changed(speed_class)
    surface = words(frame, "surface").changed(str.casefold)
    soft = surface.which(UNPAVED) | (surface.which(("",)) & classes.which(("track", "path")))
    stated = np.nan_to_num(numbers(frame, "practicability")).astype(np.int8)
    usual = [CLASS_PRACTICABILITY.get(word, UNSTATED) for word in classes.words.tolist()]
    return Roads(
        id=np.asarray(frame.index.astype(str), dtype=np.str_),
        name=words(frame, "name"),
        ref=words(frame, "ref"),
        corridor=words(frame, "corridor"),
        classes=classes,
        paved=~soft,
        oneway=_oneway(words(frame, "oneway").changed(str.casefold)),
        bridge=flags(frame, "bridge"),
        speed_kmh=numbers(frame, "speed_kmh"),
        practicability=_strictest(stated, np.array(usual, dtype=np.int8)[classes.codes]),
        max_weight_t=numbers(frame, "max_weight_t"),
        max_height_m=numbers(frame, "max_height_m"),
        grade_pct=numbers(frame, "grade_pct"),
    )


def _strictest(one: Bytes, other: Bytes) -> Bytes:
    """The smaller class of two, of which either may be unstated."""
    least: Bytes = np.minimum(np.where(one == UNSTATED, other, one),
                              np.where(other == UNSTATED, one, other))  # fmt: skip
    return least


def _oneway(said: Words) -> Bytes:
    forward, back = said.which(("yes", "true", "1", "1.0")), said.which(("-1", "reverse"))
    return np.where(forward, 1, np.where(back, -1, 0)).astype(np.int8)


def levels(frame: gpd.GeoDataFrame, bridge: Flags) -> Ints:
    """One number per road for the level it passes others at: layer, bridge, tunnel."""
    layer = np.nan_to_num(numbers(frame, "layer")).astype(np.int32)
    tunnel = flags(frame, "tunnel")
    return (layer * 4 + bridge.astype(np.int32) + 2 * tunnel.astype(np.int32)).astype(np.int32)


def road_keys(roads: Roads) -> RoadKeys:
    """By which names roads are one course, and which corridor they belong to."""
    called = [each.changed(str.casefold) for each in (roads.corridor, roads.ref, roads.name)]
    every = np.unique(np.concatenate([each.words for each in called]))
    named = np.zeros(len(roads.id), dtype=np.bool_)
    course = np.zeros(len(roads.id), dtype=np.int64)
    for each in called:
        first = ~named & ~each.which(("",))
        course[first] = np.searchsorted(every, each.words)[each.codes[first]]
        named |= first
    alone = np.flatnonzero(~named)
    if roads.has_parts:
        stems = [name.partition("#")[0] for name in roads.id[alone].tolist()]
        course[alone] = len(every) + pd.factorize(np.array(stems, dtype=object))[0]
    else:
        course[alone] = len(every) + alone
    return RoadKeys(corridor=called[0], ref=called[1], course=course, named=named)
