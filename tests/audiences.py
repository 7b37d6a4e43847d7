"""A town whose one gate is reported closed, as its readers have it: written to disk by tests.

West to east along one road: the port (a hub), a gate that `closing` says is closed, a quarter that
no group holds, and beyond it a hospital and four camps. Nobody reports on the quarter of the port.
"""

import hashlib
import json
import re
from pathlib import Path

import tiny

from potay.build import build_map, write_map
from potay.built import BuiltMap
from potay.inputs import Inputs, read_inputs
from potay.spec import AskedMap, Overrides, read_map, read_workspace

COMMUNE = {
    "type": "Polygon",
    "coordinates": [
        [[-72.5, 18.45], [-72.25, 18.45], [-72.25, 18.55], [-72.5, 18.55], [-72.5, 18.45]]
    ],
}
PORT_QUARTER = {
    "type": "Polygon",
    "coordinates": [
        [[-72.41, 18.49], [-72.38, 18.49], [-72.38, 18.51], [-72.41, 18.51], [-72.41, 18.49]]
    ],
}
REPOSITORY = Path(__file__).parents[1]
#: Layers that look and are labelled as those of the starter: shipped name, name here, dataset.
LOOKS = {"roads": ("roads", "roads"), "gateways": ("gates", "gates"),
         "control": ("east", "quarters"), "sites": ("camps", "camps")}  # fmt: skip
CLAIMS = (
    "claim_id,subject_type,subject,kind,value,actor,valid_from,valid_to,as_of,source_id,"
    "reliability,sensitivity,note\n"
    "T1,gateway,gate,status,closed,,2024-01-01,,2024-01-01,press,3,{closing},\n"
    "T3,area,east,control,none,,2024-01-01,,2024-01-01,press,3,low,\n"
    "T4,area,harbour,note,quiet,,2024-01-01,,2024-01-01,press,3,high,\n"
)


def town(root: Path, closing: str = "low", more: str = "") -> Path:
    """Write the town below `root`; `closing` is how sensitive the report on the gate is.

    `more` are further lines of claims.
    """
    tiny.write_workspace(root)
    areas = json.loads(tiny.AREAS)
    areas["features"].append(
        {"type": "Feature", "properties": {"id": "harbour", "name": "Quartier du Port"},
         "geometry": PORT_QUARTER}
    )  # fmt: skip
    _replace(root, "quarters", "areas.geojson", json.dumps(areas))
    _replace(root, "reports", "reports.csv", CLAIMS.format(closing=closing) + more)
    _replace(
        root, "places", "places.csv",
        "id,name,kind,lon,lat,sensitivity\nport,Le Port,port,-72.4,18.5,low\n"
        "clinic,L'Hôpital,hospital,-72.3,18.5,moderate\n"
        "store,Le Dépôt,warehouse,-72.31,18.5,moderate\n",
    )  # fmt: skip
    camps = [f"camp-{n},Site {n} (fictif),{-72.31 + n / 1000:.3f},18.5005,{300 + n},{60 + n},Vil Ba"
             for n in range(1, 5)]  # fmt: skip
    _replace(
        root, "camps", "camps.csv",
        "id,name,lon,lat,persons,households,commune\n" + "\n".join(camps) + "\n",
    )  # fmt: skip
    _add_commune(root)
    for shipped, (name, dataset) in LOOKS.items():
        text = (REPOSITORY / "layers" / f"{shipped}.toml").read_text("utf-8")
        text = re.sub('(?m)^dataset = ".*"$', f'dataset = "{dataset}"', text)
        (root / "layers" / f"{name}.toml").write_text(text, encoding="utf-8")
    spec = root / "maps" / "tiny.toml"
    text = spec.read_text("utf-8").replace('layers = ["roads"', 'layers = ["communes", "roads"')
    spec.write_text(f'{text}language = "en"\n[release]\nkinds = ["hospital"]\n', encoding="utf-8")
    return root


def asked(root: Path, audience: str, language: str = "en", as_of: str = "2024-01-05") -> AskedMap:
    """The map of the town for an audience, in a language."""
    settings = (f'language="{language}"',)
    return read_map(
        read_workspace(root), "tiny", Overrides(as_of=as_of, audience=audience, settings=settings)
    )


def inputs(root: Path, audience: str) -> Inputs:
    """What the map of the town is made from, as an audience has it."""
    return read_inputs(asked(root, audience))


def built(root: Path, audience: str, language: str = "en") -> BuiltMap:
    """The map of the town, built."""
    return build_map(asked(root, audience, language))


def bundle(root: Path, out: Path, audience: str, language: str = "en") -> Path:
    """The bundle of the town, written below `out`."""
    return write_map(built(root, audience, language), out).path


def _replace(root: Path, name: str, file: str, text: str) -> None:
    folder = root / "data" / name
    told = (folder / "dataset.toml").read_text("utf-8")
    before = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    (folder / file).write_bytes(text.encode())
    after = hashlib.sha256(text.encode()).hexdigest()
    (folder / "dataset.toml").write_text(told.replace(before, after), encoding="utf-8")


def _add_commune(root: Path) -> None:
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"pcode": "HT0199", "name": "VIL-BA"},
                 "geometry": COMMUNE}
            ],
        }
    )  # fmt: skip
    folder = root / "data" / "communes"
    folder.mkdir()
    (folder / "communes.geojson").write_bytes(text.encode())
    (folder / "dataset.toml").write_text(
        'title = "communes"\nrole = "boundaries"\nfile = "communes.geojson"\n'
        'source = "drawn in a test"\nlicence = "CC0-1.0"\nretrieved = 2026-11-22\n'
        f'sensitivity = "low"\ncrs = "EPSG:4326"\n'
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n',
        encoding="utf-8",
    )
    (root / "layers" / "communes.toml").write_text(
        'title = "Communes"\ndataset = "communes"\n', encoding="utf-8"
    )
