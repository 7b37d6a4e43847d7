"""A dataset: one folder in data/ with its file and a dataset.toml that says what it is."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from potay.terms.audiences import UNMARKED, Sensitivity
from potay.terms.subjects import RoleName


class DatasetSpec(BaseModel):
    """One dataset.toml. Paths are resolved and lie inside the dataset's own folder.

    `columns` renames: our name = the file's name. `layer` or `sheet` is required where the file
    holds several. An unmarked sensitivity is *high*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    folder: Path
    title: str
    role: RoleName
    file: str
    source: str
    licence: str
    retrieved: date
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    sheet: str = ""
    header_row: int = Field(default=1, ge=1)
    sensitivity: Sensitivity = UNMARKED
    illustrative: bool = False
    note: str = ""
    columns: dict[str, str] = Field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The dataset's file."""
        return self.folder / self.file
