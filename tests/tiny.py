"""A workspace small enough to work by hand, written to disk by the tests that need one."""

import hashlib
import json
from pathlib import Path

WEST, MIDDLE, EAST, LAT = -72.40, -72.35, -72.30, 18.50


def _line(*points: tuple[float, float]) -> dict[str, object]:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def _collection(*features: tuple[dict[str, object], dict[str, object]]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": geometry}
                for properties, geometry in features
            ],
        }
    )


ROADS = _collection(
    (
        {"id": "r1", "name": "Route du Port", "class": "primary", "corridor": "rn9", "ref": "RN9"},
        _line((WEST, LAT), (MIDDLE, LAT)),
    ),
    (
        {"id": "r2", "name": "Route du Port", "class": "primary", "corridor": "rn9", "ref": "RN9"},
        _line((MIDDLE, LAT), (EAST, LAT)),
    ),
)
AREAS = _collection(
    (
        {"id": "east", "name": "Quartier Est"},
        {
            "type": "Polygon",
            "coordinates": [
                [[-72.32, 18.49], [-72.29, 18.49], [-72.29, 18.51], [-72.32, 18.51],
                 [-72.32, 18.49]]
            ],
        },
    ),
)  # fmt: skip
FILES = {
    "roads": ("roads", "roads.geojson", ROADS),
    "quarters": ("areas", "areas.geojson", AREAS),
    "gates": (
        "gateways",
        "gates.csv",
        "id,name,lon,lat,corridor\ngate,La Porte,-72.35,18.5,rn9\n",
    ),
    "places": (
        "infrastructure",
        "places.csv",
        "id,name,kind,lon,lat\nport,Le Port,port,-72.4,18.5\n",
    ),
    "camps": (
        "sites",
        "camps.csv",
        "id,name,lon,lat,persons,households\ncamp-1,Site A (fictif),-72.31,18.5005,400,80\n",
    ),
    "reports": (
        "claims",
        "reports.csv",
        "claim_id,subject_type,subject,kind,value,actor,valid_from,valid_to,as_of,source_id,"
        "reliability,sensitivity,note\n"
        "T1,gateway,gate,status,closed,,2024-01-01,2024-02-01,2024-01-01,press,3,low,\n"
        "T2,gateway,gate,status,open,,2024-02-01,,2024-02-01,press,3,low,\n"
        "T3,area,east,control,none,,2024-01-01,,2024-01-01,press,3,low,\n",
    ),
    "press": (
        "sources",
        "press.csv",
        "source_id,publisher,title,published,language\npress,La Presse,Routes,2024-01-01,fr\n",
    ),
}
LAYERS = {
    "roads": ("roads", "road_status"),
    "east": ("quarters", "control"),
    "gates": ("gates", "gateway_status"),
    "places": ("places", "access"),
    "camps": ("camps", "access"),
}
MAP = """
title = { fr = "Petite ville", ht = "Ti vil", en = "Small town" }
extent = [-73, 18, -72, 19]
as_of = 2024-01-05
layers = ["roads", "east", "gates", "places", "camps"]
ledger = ["reports", "press"]
hubs = ["port"]
outputs = ["html", "gpkg", "tables", "routes"]
"""


def write_workspace(root: Path) -> Path:
    """Write the workspace below `root` and return it."""
    for name, (role, file, text) in FILES.items():
        folder = root / "data" / name
        folder.mkdir(parents=True)
        (folder / file).write_bytes(text.encode())
        crs = 'crs = "EPSG:4326"\n' if role not in ("claims", "sources") else ""
        (folder / "dataset.toml").write_text(
            f'title = "{name}"\nrole = "{role}"\nfile = "{file}"\nsource = "drawn in a test"\n'
            f'licence = "CC0-1.0"\nretrieved = 2026-11-22\nsensitivity = "low"\n{crs}'
            f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n',
            encoding="utf-8",
        )
    for folder in ("layers", "maps"):
        (root / folder).mkdir()
    for name, (dataset, analysis) in LAYERS.items():
        (root / "layers" / f"{name}.toml").write_text(
            f'title = "{name}"\ndataset = "{dataset}"\nanalysis = "{analysis}"\n', encoding="utf-8"
        )
    (root / "maps" / "tiny.toml").write_text(MAP, encoding="utf-8")
    return root
