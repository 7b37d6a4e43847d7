"""What a network is made of, and the subjects among it that claims can close."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay.arrays import Flags, Floats, Names
from potay.network.arrays import Subjects, Words
from potay.terms.subjects import ENDPOINTS

#: Infrastructure whose own state decides whether it can be used to travel.
TRANSPORT = ("port", "airport", "helipad", "fuel_terminal")
#: Obstacles that slow a vehicle down; any other kind may stop it.
SLOWING = (
    "checkpoint_official", "checkpoint_unofficial", "toll_post", "ferry", "ford",
    "traffic_restriction",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """The frames a network is made of (EPSG:4326, index `id`); all but roads may be missing.

    `areas` holds rows of either role (areas, control). `places` are further frames by
    subject type that journeys may begin or end at, e.g. `{"site": sites}`.
    """

    roads: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame | None = None
    gateways: gpd.GeoDataFrame | None = None
    links: gpd.GeoDataFrame | None = None
    infrastructure: gpd.GeoDataFrame | None = None
    obstacles: gpd.GeoDataFrame | None = None
    places: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)

    def frame(self, subject_type: str) -> gpd.GeoDataFrame:
        """The frame of a subject type in order of id; empty where there is none.

        The order of rows in a file never changes an answer.
        """
        frames = {
            "area": self.areas, "gateway": self.gateways, "link": self.links,
            "infrastructure": self.infrastructure, "obstacle": self.obstacles, **self.places,
        }  # fmt: skip
        frame = frames.get(subject_type)
        return _NO_ROWS.copy() if frame is None else frame.sort_index()

    @property
    def endpoints(self) -> dict[str, gpd.GeoDataFrame]:
        """Frames whose rows journeys may begin or end at, by subject type."""
        return {kind: self.frame(kind) for kind in sorted({*ENDPOINTS, *self.places})}


_NO_ROWS = gpd.GeoDataFrame(
    {"name": []}, geometry=[], crs="EPSG:4326", index=pd.Index([], dtype=object)
)


def shapes(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """The geometries of a frame as an array."""
    return np.asarray(frame.geometry.array, dtype=object)


def text(frame: pd.DataFrame, column: str) -> Names:
    """A column of text, "" where the frame has none or a cell is missing."""
    if column not in frame or len(frame) == 0:
        return np.full(len(frame), "", dtype="<U1")
    return np.asarray(frame[column].astype(object).fillna("").astype(str), dtype=np.str_)


def numbers(frame: pd.DataFrame, column: str) -> Floats:
    """A column of numbers, NaN where the frame has none or a cell is missing."""
    if column not in frame:
        return np.full(len(frame), np.nan)
    values = pd.to_numeric(frame[column], errors="coerce").astype("Float64")
    return np.asarray(values.to_numpy(np.float64, na_value=np.nan))


def words(frame: pd.DataFrame, column: str) -> Words:
    """A column of text in which few words repeat, "" where it is not there or a cell is missing."""
    return Words.of(frame[column] if column in frame else np.full(len(frame), ""))


def flags(frame: pd.DataFrame, column: str) -> Flags:
    """A column of truth values; text counts as yes unless it says no."""
    no = ("", "no", "false", "0", "0.0", "none", "nan")
    return ~words(frame, column).changed(str.casefold).which(no)


def subjects_of(material: Material) -> Subjects:
    """Areas, gateways, obstacles, links and transport infrastructure, in this order.

    Roads come in with a state (see `standing`): which of them claims speak of is not known yet.
    """
    kinds = ("area", "gateway", "obstacle", "link")
    parts = [_subjects(kind, material.frame(kind)) for kind in kinds]
    infrastructure = material.frame("infrastructure")
    governing = np.isin(text(infrastructure, "kind"), TRANSPORT)
    parts.append(_subjects("infrastructure", infrastructure[governing]))
    return Subjects(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _subjects(kind: str, frame: gpd.GeoDataFrame) -> tuple[Names, Names, Names, Names, Names]:
    ids = np.asarray(frame.index.astype(str), dtype=np.str_)
    declared = np.full(len(frame), "", dtype="<U10")
    if kind == "obstacle":
        slowing = np.isin(text(frame, "kind"), SLOWING)
        declared = np.where(slowing, "restricted", "unknown")
    return np.full(len(ids), kind), ids, text(frame, "name"), declared, text(frame, "as_of")
