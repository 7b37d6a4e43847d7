"""What is asked of one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from potay.geo import HAITI, Extent
from potay.sources.roles import Role


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
