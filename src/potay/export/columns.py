"""What each column is called, how it is typed, and its HXL tag: one table for every export.

The table is `columns.csv` beside this file. Kinds: `text`, `whole` (64-bit, may be empty),
`number`, `yes_no`, `day`, `list` (JSON text).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from potay.terms.rows import shipped_rows

Kind = Literal["text", "whole", "number", "yes_no", "day", "list"]


@dataclass(frozen=True)
class TableColumn:
    """One column as a reader of a table meets it; `fr`, `ht`, `en` are its titles."""

    name: str
    kind: Kind
    hxl: str
    fr: str
    ht: str
    en: str

    def title(self, language: str) -> str:
        """The column's title in `fr`, `ht` or `en`."""
        return {"fr": self.fr, "ht": self.ht}.get(language, self.en)


def _read() -> Mapping[str, TableColumn]:
    rows = shipped_rows("columns.csv", "potay.export")
    return MappingProxyType({row["name"]: TableColumn(**row) for row in rows})  # type: ignore[arg-type]


COLUMNS = _read()
