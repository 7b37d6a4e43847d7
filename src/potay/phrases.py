"""The phrases in which a map speaks, in three languages: one small table.

The table is `phrases.csv` beside this file; the page, the command line and the library's
paragraphs speak from it. Where words depend on what silence means (see `built.State.silence`),
a row names the meaning that it is for: what can never be said of a map is not in its words.
What comes from data only ever fills the places marked with an ellipsis, in order, and is not
looked at again: it is text, never a template.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from potay.terms.rows import shipped_rows

GAP = "…"
Phrases = Mapping[str, Mapping[str, str]]


@cache
def phrases(silence: str = "no_report") -> Phrases:
    """The phrases by language (fr, ht, en), then by key, where silence means `silence`."""
    rows = [row for row in shipped_rows("phrases.csv", "potay") if row["silence"] in ("", silence)]
    return MappingProxyType(
        {
            language: MappingProxyType({row["key"]: row[language] for row in rows})
            for language in rows[0]
            if language not in ("key", "silence")
        }
    )


def phrase(key: str, language: str, *values: str, silence: str = "no_report") -> str:
    """A phrase with its gaps filled in order; values are taken as they are."""
    first, *rest = phrases(silence)[language][key].split(GAP)
    assert len(rest) == len(values), key
    return first + "".join(value + after for value, after in zip(values, rest, strict=True))
