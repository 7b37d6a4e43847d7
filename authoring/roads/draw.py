"""Write data/roads/roads.geojson from the hand-authored lines beside this script.

Each ``*.txt`` file holds lines of the form ``id | name | settings | course``. A course is a
sequence of junctions and bends: ``name@lon,lat`` places a junction, ``name`` visits one placed
anywhere in the files, ``lon,lat`` is a bend, and ``{key=value; ...}`` describes the one piece
that follows. A line starting with ``=`` sets the settings of the lines below it, an indented
line continues the one above. The road is cut at every junction, so that pieces share exact ends.

Run ``python authoring/roads/draw.py`` after a change, then ``authoring/checksums.py``.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "data" / "roads" / "roads.geojson"
TOKEN = re.compile(r"\{[^}]*\}|\S+")
BEND = re.compile(r"(-?\d+\.\d+),(-?\d+\.\d+)")
NUMBERS = ("layer", "max_weight_t", "max_height_m", "width_m", "speed_kmh", "practicability")
DEFAULTS: tuple[tuple[str, str | float | None], ...] = (
    ("name", ""),
    ("name_fr", ""),
    ("name_ht", ""),
    ("ref", ""),
    ("corridor", ""),
    ("class", "residential"),
    ("surface", "asphalt"),
    ("oneway", "no"),
    ("bridge", "no"),
    ("tunnel", "no"),
    ("layer", 0),
    ("max_weight_t", None),
    ("max_height_m", None),
    ("width_m", None),
    ("speed_kmh", None),
    ("practicability", 4),
    ("source", "potay-authored"),
    ("as_of", "2026-11-22"),
    ("note", ""),
)

Point = tuple[float, float]
Settings = dict[str, str | float | None]


class Course(NamedTuple):
    """One authored line: its id, its settings and the tokens of its course."""

    road: str
    settings: Settings
    tokens: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class Piece:
    """A road piece between two junctions."""

    id: str
    settings: Settings
    line: tuple[Point, ...]


def parse_settings(text: str, where: str) -> Settings:
    """Read ``key=value; key=value``; numbers where the column is a number."""
    settings: Settings = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        key, equals, value = (p.strip() for p in part.partition("="))
        if not equals or key not in dict(DEFAULTS):
            raise SystemExit(f"{where}: {part!r} is not a setting, expected key=value")
        number = key in NUMBERS
        settings[key] = (float(value) if "." in value else int(value)) if number else value
    return settings


def read_courses(path: Path) -> Iterator[Course]:
    """Yield the authored lines of one file, with the settings in force where they stand."""
    group: Settings = {}
    text = re.sub(r"\n[ \t]+", " ", path.read_text(encoding="utf-8"))
    for number, row in enumerate(text.splitlines(), start=1):
        where = f"{path.name}, entry {number}"
        if row.startswith("="):
            group = parse_settings(row[1:], where)
        elif row and not row.startswith("#"):
            parts = [part.strip() for part in row.split("|")]
            if len(parts) != 4:
                raise SystemExit(f"{where}: {row[:40]!r} needs id | name | settings | course")
            road, name, own, course = parts
            settings = {**dict(DEFAULTS), **group, "name": name, **parse_settings(own, where)}
            settings["name_fr"] = settings["name_fr"] or settings["name"]
            yield Course(road, settings, tuple(TOKEN.findall(course)), f"{where} ({road})")


def place_junctions(courses: list[Course]) -> dict[str, Point]:
    """Collect every ``name@lon,lat``; a junction placed twice is a fault."""
    places: dict[str, Point] = {}
    for course in courses:
        for token in course.tokens:
            name, at, place = token.partition("@")
            if not at or token.startswith("{"):
                continue
            if name in places:
                raise SystemExit(f"{course.where}: junction {name} is placed twice")
            lon, lat = place.split(",")
            places[name] = (float(lon), float(lat))
    return places


def cut(course: Course, places: dict[str, Point]) -> Iterator[Piece]:
    """Yield the pieces of one course between its junctions."""
    line: list[Point] = []
    own: Settings = {}
    count = 0
    for token in course.tokens:
        if token.startswith("{"):
            own = parse_settings(token[1:-1], course.where)
            continue
        bend = BEND.fullmatch(token)
        if bend:
            line.append((float(bend[1]), float(bend[2])))
            continue
        name = token.partition("@")[0]
        if name not in places:
            raise SystemExit(f"{course.where}: junction {name} is placed nowhere")
        line.append(places[name])
        if len(line) > 1:
            count += 1
            piece_settings = {**course.settings, **own}
            yield Piece(f"{course.road}-{count:02d}", piece_settings, tuple(line))
            own = {}
        line = line[-1:]


def draw(folder: Path = HERE) -> list[Piece]:
    """All pieces of the network authored in a folder, ordered by id."""
    courses = [c for path in sorted(folder.glob("*.txt")) for c in read_courses(path)]
    places = place_junctions(courses)
    pieces = sorted((p for c in courses for p in cut(c, places)), key=lambda p: p.id)
    for one, other in pairwise(pieces):
        if one.id == other.id:
            raise SystemExit(f"{one.id}: drawn twice, give each line its own id")
    return pieces


def to_geojson(pieces: list[Piece]) -> str:
    """GeoJSON text with one feature a row, so that a change shows as a short difference."""
    rows = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"id": piece.id, **piece.settings},
                "geometry": {
                    "type": "LineString",
                    "coordinates": [[round(x, 5), round(y, 5)] for x, y in piece.line],
                },
            },
            ensure_ascii=False,
        )
        for piece in pieces
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(rows) + "\n]}\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(to_geojson(draw()), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{TARGET}: written\n")
