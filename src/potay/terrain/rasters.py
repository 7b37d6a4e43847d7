"""Which raster of a map says what."""

from collections.abc import Mapping
from pathlib import Path

from potay.built import Dataset
from potay.errors import SpecError


def raster_of(datasets: Mapping[str, Dataset], role: str) -> Path | None:
    """The one raster of a role among the datasets of a map; None where it has none.

    Raises
    ------
    SpecError
        Where the map has several: which one counts is for the map to say.
    """
    found = [one for one in datasets.values() if one.role == role and one.raster is not None]
    if len(found) > 1:
        raise SpecError(
            f"the map has {len(found)} rasters of the role {role}: "
            f"{', '.join(sorted(one.name for one in found))}.",
            hint="Leave one of them in its layers.",
        )
    return found[0].raster if found else None
