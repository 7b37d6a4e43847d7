"""The file that names the scenarios of a batch: one `[[scenario]]` table each."""

import re
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from potay.errors import Finding, SpecError, raise_errors
from potay.spec.map import moment
from potay.spec.toml import read_toml, validated


class Variant(BaseModel):
    """What one scenario changes of the map; what it leaves out is as the map says.

    `name` is the name of its file of results. `what_if` sets subjects:
    `"gateway.martissant" = "open"`; it adds to what the map itself assumes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    as_of: datetime | None = None
    mover: str = ""
    hubs: tuple[str, ...] = ()
    what_if: dict[str, str] = Field(default_factory=dict)

    @field_validator("name")
    @classmethod
    def _file_name(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,99}", value):
            raise ValueError("a name is made of a-z, 0-9, '-', '.' and '_', 100 signs at most")
        return value

    @field_validator("as_of", mode="before")
    @classmethod
    def _moment(cls, value: object) -> object:
        return None if value is None else moment(value)


def read_variants(path: Path) -> tuple[Variant, ...]:
    """The scenarios of a file, in its order.

    Raises
    ------
    SpecError
        With every fault of the file: no scenario, unknown keys, names that repeat.
    """
    label = path.name
    values, faults = read_toml(path, label)
    raise_errors(SpecError, faults)
    faults = [
        Finding("error", f"'{key}' is not known here.", file=label, hint="Known: scenario.")
        for key in values
        if key != "scenario"
    ]
    tables = values.get("scenario")
    if not isinstance(tables, list) or not tables:
        hint = 'Write [[scenario]] with name = "…" for each.'
        faults.append(Finding("error", "there is no scenario.", file=label, hint=hint))
        tables = []
    variants: dict[str, Variant] = {}
    for number, table in enumerate(tables, start=1):
        place = f"{label}, scenario {number}"
        found, wrong = validated(Variant, table if isinstance(table, dict) else {}, place)
        faults += wrong
        if found and found.name in variants:
            message = f"the name '{found.name}' is taken by an earlier scenario."
            faults.append(Finding("error", message, file=place, hint="Rename one of the two."))
        elif found:
            variants[found.name] = found
    raise_errors(SpecError, faults)
    return tuple(variants.values())
