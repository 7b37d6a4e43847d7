"""What is asked of one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from potay.geo import HAITI, Extent
from potay.sources.roles import Role


@dataclass(frozen=True)
class Wording:
    """How messages call what is read, and what they advise: to rename a column, to state a CRS.

    In `rename` stand `{ours}` and `{theirs}`, the two names of a column.
    """

    thing: str
    rename: str
    crs: str
    places: str
    drawn: str


OF_A_FILE = Wording(
    thing="file",
    rename='name it in dataset.toml: [columns] {ours} = "{theirs}" (potay check, potay import:'
    ' --column {ours}="{theirs}").',
    crs='Ask its author, then write it in dataset.toml, e.g. crs = "EPSG:4326" (potay check, potay'
    " import: --crs EPSG:4326).",
    places='Add them, or name them in dataset.toml: [columns] lat = "…", lon = "…" (potay check,'
    " potay import: --column lat=…).",
    drawn="Give a GeoPackage or GeoJSON, or a column 'wkt'.",
)
OF_A_FRAME = Wording(
    thing="frame",
    rename='rename yours: frame.rename(columns={{"{theirs}": "{ours}"}}).',
    crs='Ask its author, then state it, e.g. frame.set_crs("EPSG:4326").',
    places='Add them, or rename yours: frame.rename(columns={"…": "lat", "…": "lon"}).',
    drawn="Give a GeoDataFrame, or a column 'wkt'.",
)


@dataclass(frozen=True)
class Asked:
    """What is asked of one file: where it is, what it stands for, how it is to be read.

    `anywhere`: no map names a study area, so Haiti is only presumed. A file that lies wholly
    elsewhere, for no reason that looks like a mistake, is then accepted with a warning.
    """

    path: Path
    label: str
    role: Role
    area: Extent = HAITI
    anywhere: bool = False
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    sheet: str = ""
    header_row: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    wording: Wording = OF_A_FILE
