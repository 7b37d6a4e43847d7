"""Slope in the speed of roads, where a map has terrain and its rules say so."""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np

from potay.built import Dataset
from potay.ground.rasters import raster_of
from potay.spec import Rules
from potay.terrain import slopes


def with_grades(
    roads: gpd.GeoDataFrame, datasets: Mapping[str, Dataset], rules: Rules
) -> gpd.GeoDataFrame:
    """Roads with `grade_pct` (mean absolute grade; NaN where no height is known).

    They stay as they are where the rules leave slope out or the map has no terrain.

    Raises
    ------
    SourceError, SpecError
        Where the terrain cannot be used, or there are several.
    """
    terrain = raster_of(datasets, "terrain") if rules.slope_slows else None
    if terrain is None:
        return roads
    spans = np.zeros(len(roads), dtype=np.bool_)
    for column in ("bridge", "tunnel"):
        if column in roads:
            spans |= roads[column].astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
    return roads.assign(grade_pct=slopes(roads.geometry, terrain, spans=spans)["grade_pct"])
