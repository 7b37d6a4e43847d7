"""Which role a file could have, from its columns and shapes: a suggestion, never a decision."""

from pathlib import Path

import shapely

from potay.errors import SourceError
from potay.sources.apart import Job, read_apart
from potay.sources.asked import Asked
from potay.sources.columns import fold
from potay.sources.dataset import opened
from potay.sources.parcel import Parcel
from potay.sources.paths import checked_path
from potay.sources.roles import ROLES
from potay.sources.rows import RawRows
from potay.sources.shapes import family
from potay.sources.signature import RASTERS, sniff

_SAMPLE = 200
_PCODES = ("pcode", "adm0_pcode", "adm1_pcode", "adm2_pcode", "adm3_pcode", "admin1pcod",
           "admin2pcod", "admin3pcod")  # fmt: skip


def guess_role(path: Path) -> str:
    """The role a file most likely has; "" where nothing points to one or it cannot be read."""
    label = str(path)
    try:
        parcel = read_apart(Job(_guessed, (checked_path(path, label),), path, label))
    except (SourceError, OSError):
        return ""
    role = str(parcel.told.get("role"))
    return role if role in ROLES else ""


def _guessed(path: Path) -> Parcel:
    return Parcel({"role": _from_file(path, str(path))})


def _from_file(path: Path, label: str) -> str:
    kind = sniff(path, label)
    if kind in ("hgt", "hgtzip"):
        return "terrain"
    if kind in RASTERS:
        return ""
    if kind in ("pbf", "osm", "osmgz"):
        return "roads"
    return _from_rows(opened(Asked(path, label, ROLES["base"]), kind))


def _from_rows(raw: RawRows) -> str:
    names = {fold(str(name)) for name in raw.fields.columns}
    for key, role in (("claim_id", "claims"), ("source_id", "sources"), ("actor_id", "actors")):
        if key in names:
            return role
    shape = _shape(raw, names)
    if shape == "polygon":
        if "control" in names:
            return "control"
        return "boundaries" if names.intersection(_PCODES) else "areas"
    if shape == "line":
        return (
            "roads"
            if names & {"highway", "tag_highway", "class", "surface", "oneway", "ref"}
            else "base"
        )
    return _of_points(names) if shape == "point" or {"from", "to"} <= names else ""


def _of_points(names: set[str]) -> str:
    if {"from", "to"} <= names:
        return "links"
    if names & {"persons", "households", "individuals"}:
        return "sites"
    if names & {"obstype", "obstacle"}:
        return "obstacles"
    if "corridor" in names or ("status" in names and "kind" not in names):
        return "gateways"
    return "infrastructure" if "kind" in names else ""


def _shape(raw: RawRows, names: set[str]) -> str:
    if raw.geometry is None:
        return "point" if names & {"lat", "latitude"} else ""
    sample = [shape for shape in raw.geometry[:_SAMPLE] if not shapely.is_missing(shape)]
    found = {family(shape) for shape in sample}
    return found.pop() if len(found) == 1 else ""
