"""How each language that we speak writes a day and a number: one small table, ours.

The table is `tongues.csv` beside this file. The page, the sentences of the library and the files
write from it, so that a day reads the same on every surface and on every machine, and no release
of a library turns it round.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from potay.terms.rows import shipped_rows

_SIGNS = re.compile("MMMM|d|y")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Tongue:
    """One language as it writes itself.

    `date` is the order of a day, with d, MMMM and y for its parts; `first` is the first of a month
    as d; `months` are twelve names, January first; `group` and `decimal` part a number.
    """

    name: str
    date: str
    first: str
    months: tuple[str, ...]
    group: str
    decimal: str

    def day(self, day: dt.date) -> str:
        """A day in words: `5 janvier 2024`."""
        parts = {
            "d": self.first if day.day == 1 else str(day.day),
            "MMMM": self.months[day.month - 1],
            "y": f"{day.year:04}",
        }
        return _SIGNS.sub(lambda sign: parts[sign[0]], self.date)

    def day_of(self, iso: str) -> str:
        """The day of an ISO date or moment in words; a bare year or month stays as written."""
        found = _ISO_DAY.match(iso)
        return self.day(dt.date.fromisoformat(found[0])) if found else iso

    def moment(self, moment: dt.datetime) -> str:
        """A day in words and the hour, in the zone of the moment: `5 janvier 2024, 18:30`."""
        return f"{self.day(moment)}, {moment:%H:%M}"

    def number(self, value: float, digits: int = 0) -> str:
        """A number with so many decimals, its thousands set apart: `12 345,6`."""
        text = f"{abs(value):,.{digits}f}"
        parted = text.translate({ord(","): self.group, ord("."): self.decimal})
        return f"−{parted}" if value < 0 else parted


def _read() -> Mapping[str, Tongue]:
    rows = {row.pop("key"): row for row in shipped_rows("tongues.csv", "potay")}
    return MappingProxyType(
        {
            language: Tongue(
                months=tuple(rows[f"month_{number}"][language] for number in range(1, 13)),
                **{key: row[language] for key, row in rows.items() if "month" not in key},
            )
            for language in rows["name"]
        }
    )


#: By language: fr, ht, en.
TONGUES = _read()
