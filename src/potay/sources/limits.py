"""How much a file may hold: every cap, with the sentence that refuses what lies beyond it.

The caps are far above what honest files of a country hold, and low enough that what is beyond
them is refused in seconds. What no cap foresees is held by the bounds of the reading process
(`apart`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from potay.errors import SourceError


@dataclass(frozen=True)
class Limit:
    """The most of something, and what is said of a file with more (`found`) of it."""

    most: int
    sentence: str
    hint: str = ""


_CUT = "Cut it to the study area, or split it."
_CSV = "Save the sheet as CSV, of which 1 GB is read."
_PACK = "Pack the data files alone."

LIMITS: Mapping[str, Limit] = MappingProxyType(
    {
        # files as they lie on the disk
        "bytes": Limit(
            2 << 30, "the file has {found:,} bytes; at most {most:,} are read.", _CUT
        ),
        "bytes of CSV": Limit(1 << 30, "larger than 1 GB.", "Split it or use GeoParquet."),
        "bytes of JSON": Limit(512 << 20, "larger than 512 MB.", "Save it as GeoPackage."),
        "bytes of XML": Limit(256 << 20, "larger than 256 MB.", "Save it as GeoPackage."),
        # archives and what they inflate to
        "members": Limit(1000, "the zip archive is refused: it holds {found:,} files.", _PACK),
        "inflated": Limit(
            2 << 30, "the zip archive is refused: it would inflate to {found:,} bytes.", _PACK
        ),
        "inflated XML": Limit(256 << 20, "the XML inside is larger than 256 MB.", _CUT),
        "inflated columns": Limit(4 << 30, "it would inflate to {found:,} bytes.", _CUT),
        "inflated gzip": Limit(
            8 << 30, "the gzip file inflates to more than {most:,} bytes.", _CUT
        ),
        # more than this many times the packed size is no data: real files inflate 5 to 50 times
        "times inflated": Limit(
            200, "it inflates to more than {most} times its size ({found:,} bytes).",
            "Fetch it again.",
        ),
        # tables and layers
        "rows": Limit(5_000_000, "the file has {found:,} rows; at most {most:,} are read.", _CUT),
        "columns": Limit(
            5_000, "the file has {found:,} columns; at most {most:,} are read.",
            "Keep those that are needed.",
        ),
        "cells": Limit(
            50_000_000, "the file has {found:,} cells; at most {most:,} are read.",
            "Keep the columns that are needed, or split it.",
        ),
        "rows of a sheet": Limit(
            200_000, "the sheet reaches to row {found:,}; at most {most:,} rows are read.",
            f"Delete what stands far below the table. {_CSV}",
        ),
        "cells of a workbook": Limit(
            1_000_000, "the workbook has {found:,} cells; at most {most:,} are read.", _CSV
        ),
        # texts
        "characters of a name": Limit(
            1_000,
            "the name of column {place} has {found:,} characters; at most {most:,} are read.",
            "Is the header in the right row?",
        ),
        "characters of a field": Limit(
            16 << 20, "a field near line {place} has more than {most:,} characters.",
            "A quote that does not close makes the rest of the file one field.",
        ),
        "characters of a text": Limit(
            10_000, "the text has {found:,} characters; at most {most:,} are read.",
            "Keep what is needed; a report is named by its source.",
        ),
        "characters of an id": Limit(
            200, "the id has {found:,} characters; at most {most:,} are read.", "Shorten it."
        ),
        # geometry
        "depth": Limit(100, "the geometry is nested more than {most} levels deep."),
        "vertices of a shape": Limit(
            2_000_000, "the geometry has {found:,} vertices; at most {most:,} are read.",
            "Simplify it, or split it.",
        ),
        "vertices": Limit(
            50_000_000, "the geometries have {found:,} vertices; at most {most:,} are read.", _CUT
        ),
        "raster cells": Limit(
            4_000_000_000, "the raster has more than 4,000 million cells.",
            "Cut it to the study area.",
        ),
        "cells held": Limit(
            100_000_000, "{found:,} cells are asked for, at most {most:,} can be held.",
            "Ask for a smaller area, or cut the raster.",
        ),
    }
)  # fmt: skip


def refuse_beyond(what: str, found: int, label: str, **names: str) -> None:
    """Refuse a file that holds more of something than is read.

    Parameters
    ----------
    what
        A key of `LIMITS`.
    found
        How much of it the file holds, or how much was counted before counting ended.
    label
        The file as messages name it.

    Raises
    ------
    SourceError
        Where it is more.
    """
    if found > most(what):
        raise refusal(what, found, label, **names)


def refusal(what: str, found: int, label: str, **names: str) -> SourceError:
    """The refusal of a file for what it holds too much of."""
    return SourceError(told(what, found, **names), file=label, hint=advice(what))


def told(what: str, found: int, **names: str) -> str:
    """The sentence about so much of something."""
    return LIMITS[what].sentence.format(found=found, most=most(what), **names)


def advice(what: str) -> str:
    """What to do about too much of something."""
    return LIMITS[what].hint


def most(what: str) -> int:
    """The cap on something."""
    return LIMITS[what].most
