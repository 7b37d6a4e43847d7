"""The tiny workspace with rasters laid under it, cell by cell as the tests want them."""

import hashlib
from pathlib import Path

import numpy as np
from rasterio.transform import Affine
from terrain.ground import written
from tiny import write_workspace

from potay.inputs import Inputs, read_inputs
from potay.spec import Overrides, read_map, read_workspace

#: West, north and size of a cell (degrees): the road runs through the middle of the third row.
WEST, NORTH, CELL = -72.42, 18.525, 0.01
SHAPE = (5, 14)


def lay_under(root: Path, **pictures: np.ndarray) -> Path:
    """Add one raster for each role named (population, terrain, flood) to the map `tiny`."""
    layers = ["roads", "east", "gates", "places", "camps", *pictures]
    for role, picture in pictures.items():
        folder = root / "data" / role
        folder.mkdir(parents=True)
        path = written(folder / f"{role}.tif", picture,
                       transform=Affine(CELL, 0, WEST, 0, -CELL, NORTH))  # fmt: skip
        sha = hashlib.sha256(path.read_bytes()).hexdigest()
        (folder / "dataset.toml").write_text(
            f'title = "{role}"\nrole = "{role}"\nfile = "{path.name}"\ncrs = "EPSG:4326"\n'
            f'source = "drawn in a test"\nlicence = "CC0-1.0"\nretrieved = 2026-11-22\n'
            f'sensitivity = "low"\nsha256 = "{sha}"\n',
            encoding="utf-8",
        )
        (root / "layers" / f"{role}.toml").write_text(
            f'title = "{role}"\ndataset = "{role}"\ndraw = false\n', encoding="utf-8"
        )
    spec = root / "maps" / "tiny.toml"
    old = 'layers = ["roads", "east", "gates", "places", "camps"]'
    named = ", ".join(f'"{name}"' for name in layers)
    text = spec.read_text("utf-8")
    assert old in text
    spec.write_text(text.replace(old, f"layers = [{named}]"), encoding="utf-8")
    return root


def workspace(folder: Path, **pictures: np.ndarray) -> Path:
    return lay_under(write_workspace(folder / "tiny"), **pictures)


def inputs(root: Path, *settings: str, as_of: str = "2024-02-05", **more: str) -> Inputs:
    """The map as read; by default on a day when the gate is reported open."""
    asked = read_map(
        read_workspace(root), "tiny", Overrides(as_of=as_of, settings=settings, **more)
    )
    return read_inputs(asked)


def level(value: float = 0.0) -> np.ndarray:
    return np.full(SHAPE, float(value))
