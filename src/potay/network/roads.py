"""The attributes of roads that decide who can drive them, read from the roads frame."""

import geopandas as gpd
import numpy as np
import pandas as pd

from potay.network.anchors import RoadKeys
from potay.network.arrays import Bytes, Flags, Ints, Names, Roads, Words
from potay.network.material import flags, numbers, text

#: Ways that carry no motor vehicle, whatever else is said: the vehicle class they begin at.
WALKED = {
    "footway": 6, "steps": 6, "pedestrian": 6, "bridleway": 6, "corridor": 6, "elevator": 6,
    "platform": 6, "path": 5, "cycleway": 5,
}  # fmt: skip
#: Surfaces on which a mover keeps only its `unpaved_factor` of speed.
UNPAVED = (
    "unpaved", "gravel", "dirt", "earth", "ground", "sand", "mud", "compacted", "fine_gravel",
    "pebblestone", "rock", "rocky", "stone", "grass", "soil", "terre", "tè",
)  # fmt: skip


def roads_of(frame: gpd.GeoDataFrame) -> Roads:
    """Road attributes, row by row of `frame`."""
    classes = [word.removesuffix("_link") for word in text(frame, "class").tolist()]
    surface = pd.Series(text(frame, "surface")).str.casefold()
    soft = surface.isin(UNPAVED) | ((surface == "") & pd.Series(classes).isin(("track", "path")))
    stated = np.nan_to_num(numbers(frame, "practicability")).astype(np.int8)
    walked = np.array([WALKED.get(word, 0) for word in classes], dtype=np.int8)
    return Roads(
        id=np.asarray(frame.index.astype(str), dtype=np.str_),
        name=Words.of(text(frame, "name")),
        ref=Words.of(text(frame, "ref")),
        corridor=Words.of(text(frame, "corridor")),
        classes=Words.of(classes),
        paved=np.asarray(~soft, dtype=np.bool_),
        oneway=_oneway(text(frame, "oneway")),
        bridge=flags(frame, "bridge"),
        speed_kmh=numbers(frame, "speed_kmh"),
        practicability=np.maximum(stated, walked),
        max_weight_t=numbers(frame, "max_weight_t"),
        max_height_m=numbers(frame, "max_height_m"),
        grade_pct=numbers(frame, "grade_pct"),
    )


def _oneway(words: Names) -> Bytes:
    word = pd.Series(words).str.casefold()
    forward = word.isin(("yes", "true", "1", "1.0"))
    return np.where(forward, 1, np.where(word.isin(("-1", "reverse")), -1, 0)).astype(np.int8)


def levels(frame: gpd.GeoDataFrame, bridge: Flags) -> Ints:
    """One number per road for the level it passes others at: layer, bridge, tunnel."""
    layer = np.nan_to_num(numbers(frame, "layer")).astype(np.int32)
    tunnel = flags(frame, "tunnel")
    return (layer * 4 + bridge.astype(np.int32) + 2 * tunnel.astype(np.int32)).astype(np.int32)


def road_keys(roads: Roads) -> RoadKeys:
    """By which names roads are one course, and which corridor they belong to."""
    corridor = _casefolded(roads.corridor)
    ref = _casefolded(roads.ref)
    name = _casefolded(roads.name)
    course = pd.Series(corridor).where(corridor != "", pd.Series(ref))
    course = course.where(course != "", pd.Series(name))
    named = np.asarray(course != "", dtype=np.bool_)
    course = course.where(named, "\x00" + pd.Series(roads.id).str.partition("#")[0])
    codes = np.asarray(pd.factorize(course)[0], dtype=np.int64)
    return RoadKeys(corridor=corridor, ref=ref, course=codes, named=named)


def _casefolded(words: Words) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    lower = np.array([word.casefold() for word in words.words.tolist()] or [""], dtype=object)
    return lower[words.codes] if len(words.words) else np.full(len(words.codes), "", object)
