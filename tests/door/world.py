"""The tiny town of `tests/tiny.py` as frames of a program, with the same reports."""

import io
import json
from typing import Any

import geopandas as gpd
import pandas as pd
from tiny import FILES

import potay

#: The parameters of `Map.from_frames` by the datasets of the town.
NAMED = {"roads": "roads", "quarters": "areas", "gates": "gateways", "places": "infrastructure",
         "camps": "sites", "reports": "claims", "press": "sources"}  # fmt: skip


def frame(name: str) -> pd.DataFrame:
    """A dataset of the town as a frame: of lines and areas a GeoDataFrame, else a table."""
    _, file, text = FILES[name]
    if file.endswith(".csv"):
        return pd.read_csv(io.StringIO(text))
    return gpd.GeoDataFrame.from_features(json.loads(text), crs="EPSG:4326")


def town() -> dict[str, Any]:
    return {ours: frame(name) for name, ours in NAMED.items()}


def placed(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A table of points with its points as geometry."""
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(table.drop(columns=["lon", "lat"]), geometry=points)


def own(**changed: Any) -> potay.Map:
    """The town as a map of frames, with some of them changed or left out (None)."""
    how = {"as_of": "2024-01-05", "hubs": ["port"], "sensitivity": "low", "name": "tiny"}
    return potay.Map.from_frames(**{**town(), **how, **changed})
