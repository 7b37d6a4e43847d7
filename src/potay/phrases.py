"""The phrases from which a corridor is described, in three languages: one small table.

The table is `phrases.csv` beside this file; the page and the library's paragraph both speak from
it. What comes from data only ever fills the places marked with an ellipsis, in order, and is not
looked at again: it is text, never a template.
"""

import csv
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

GAP = "…"


def _read() -> Mapping[str, Mapping[str, str]]:
    text = resources.files("potay").joinpath("phrases.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return MappingProxyType(
        {
            language: MappingProxyType({row["key"]: row[language] for row in rows})
            for language in rows[0]
            if language != "key"
        }
    )


#: By language (fr, ht, en), then by key.
PHRASES = _read()


def phrase(key: str, language: str, *values: str) -> str:
    """A phrase with its gaps filled in order; values are taken as they are."""
    first, *rest = PHRASES[language][key].split(GAP)
    assert len(rest) == len(values), key
    return first + "".join(value + after for value, after in zip(values, rest, strict=True))
