"""The relief that a map is drawn on, where one of its layers is terrain."""

from collections.abc import Iterable, Mapping
from typing import Any

from potay.built import Dataset
from potay.geo import Extent
from potay.spec import LayerSpec
from potay.terrain import hillshade, read_grid

#: How far beyond the opening view the relief is drawn, in degrees.
MARGIN = 0.2


def relief_of(
    layers: Iterable[LayerSpec], datasets: Mapping[str, Dataset], view: Extent
) -> dict[str, Any]:
    """Light and shade about what a page opens on: `{"relief": tones}`, or nothing.

    Raises
    ------
    SourceError
        Where the terrain cannot be read.
    """
    for layer in layers:
        dataset = datasets.get(layer.dataset)
        terrain = dataset is not None and dataset.role == "terrain"
        if layer.draw and dataset is not None and terrain and dataset.raster is not None:
            around = view.grown(MARGIN)
            return {"relief": hillshade(read_grid(dataset.raster, around=around), around)}
    return {}
