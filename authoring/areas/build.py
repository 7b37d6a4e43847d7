"""Write ``data/areas``, ``data/communes`` and ``data/base`` from the hand drawings.

Run ``python authoring/areas/build.py``; the same drawings give the same bytes. It
stops, naming every fault, when a border has a gap, a face has no name, or a name
has no face.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from drawing import Line, faces, name_faces, read_drawing, rounded  # noqa: E402

DATA = HERE.parents[1] / "data"
QUARTERS = ("quarters-capital", "quarters-north", "quarters-south", "quarters-outer")
BORDERS = frozenset({"coast", "limit", "outer", "edge", "river", "ravine"})
NOT_A_BORDER = "coast saint-marc"
SOURCE = "Authored for pòtay, drawn by hand; illustrative"
AS_OF = "2026-11-22"

Row = dict[str, str]
Feature = dict[str, object]


def table(name: str) -> list[Row]:
    """Return the rows of a table beside this script."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def named_faces() -> dict[str, shapely.Polygon]:
    """Return every face of the drawing by name; what belongs to no quarter by ``rest:``."""
    files = [HERE / f"{name}.txt" for name in ("limits", *QUARTERS)]
    borders = [line for line in read_drawing(files) if line.name != NOT_A_BORDER]
    seeds = {row["id"]: _seed(row) for row in table("names.csv")}
    for number, row in enumerate(table("rest.csv")):
        seeds[f"rest:{number}:{row['commune_pcode']}"] = _seed(row)
    return name_faces(faces(borders), seeds)


def _seed(row: Row) -> tuple[float, float]:
    return float(row["seed_lon"]), float(row["seed_lat"])


def areas(drawn: Mapping[str, shapely.Polygon]) -> list[Feature]:
    """Return the quarters as features, sorted by id."""
    columns = ("name", "name_fr", "name_ht", "commune", "commune_pcode")
    return [
        feature(
            drawn[row["id"]],
            id=row["id"],
            **{column: row[column] for column in columns},
            accuracy_m=int(row["accuracy_m"]),
            source=SOURCE,
            as_of=AS_OF,
            note=row["note"],
        )
        for row in sorted(table("names.csv"), key=lambda row: row["id"])
    ]


def communes(drawn: Mapping[str, shapely.Polygon]) -> list[Feature]:
    """Return the communes, each the union of its quarters and its rest, sorted by P-code."""
    owner = {row["id"]: row["commune_pcode"] for row in table("names.csv")}
    owner |= {name: name.rsplit(":", 1)[1] for name in drawn if name.startswith("rest:")}
    features = []
    for row in sorted(table("communes.csv"), key=lambda row: row["pcode"]):
        parts = [drawn[name] for name in sorted(owner) if owner[name] == row["pcode"]]
        whole = shapely.coverage_union_all(parts)
        features.append(feature(whole, **row, level=2, source=SOURCE, as_of=AS_OF))
    return features


def base(lines: Iterable[Line]) -> list[Feature]:
    """Return land, coast, lakes, rivers and ravines as features, in the order of their table."""
    by_name = {line.name: line for line in lines}
    bay = _chain(by_name[name] for name in by_name if name.startswith("coast "))
    features = []
    for row in table("base-names.csv"):
        line = _chain(by_name[name] for name in row.pop("lines").split(";"))
        if row["id"] == "land-haiti":
            line = _chain_points([*bay.coords], [*line.coords])
        area = row["kind"] in {"land", "lake"}
        features.append(feature(shapely.Polygon(line) if area else line, **row))
    return features


def _chain(lines: Iterable[Line]) -> shapely.LineString:
    return _chain_points(*(list(line.curve) for line in lines))


def _chain_points(*runs: list[tuple[float, ...]]) -> shapely.LineString:
    points = list(runs[0])
    for run in runs[1:]:
        if run[0] != points[-1]:
            raise SystemExit(f"lines do not meet at {points[-1]}: the next begins at {run[0]}")
        points.extend(run[1:])
    return shapely.LineString(points)


def feature(geometry: BaseGeometry, **properties: object) -> Feature:
    """Return one GeoJSON feature, coordinates of five decimals, polygons in one fixed order."""
    shape = rounded(geometry) if isinstance(geometry, shapely.Polygon) else geometry
    return {"type": "Feature", "properties": properties, "geometry": mapping(shape)}


def geojson(name: str, features: list[Feature]) -> str:
    """Return a feature collection, one feature per line so that a difference can be read."""
    rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    return f'{{"type": "FeatureCollection", "name": "{name}", "features": [\n{rows}\n]}}\n'


def documents() -> dict[Path, str]:
    """Return the text of each file this script writes, by its path under ``data``."""
    drawn = named_faces()
    background = read_drawing([HERE / "limits.txt", HERE / "base.txt"])
    content = {"areas": areas(drawn), "communes": communes(drawn), "base": base(background)}
    return {Path(name) / f"{name}.geojson": geojson(name, rows) for name, rows in content.items()}


def main() -> None:
    """Write the three files."""
    for path, text in documents().items():
        (DATA / path).parent.mkdir(parents=True, exist_ok=True)
        (DATA / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
