"""Random small workspaces in which some rows may leave and some may not, and changes of the latter.

Three roads west to east and three south to north, four quarters, gateways, ports, camps, links,
obstacles, reports. What a row is marked is drawn with it. A *change* rewrites rows that one
audience may not have, found here by their marks alone and not by what the code under test does:
it moves them, says other things in them, removes some and adds new ones, several at once.
"""

import csv
import hashlib
import io
import json
import random
from copy import deepcopy
from pathlib import Path

WEST, EAST, SOUTH, NORTH = -72.40, -72.30, 18.50, 18.60
LEVELS = ("low", "moderate", "high", "severe")
CEILING = {"public": 0, "partners": 1, "internal": 2}
ROLES = {
    "roads": "roads", "quarters": "areas", "gates": "gateways", "places": "infrastructure",
    "camps": "sites", "boats": "links", "blocks": "obstacles", "reports": "claims",
    "press": "sources", "groups": "actors",
}  # fmt: skip
KEYS = {"reports": "claim_id", "press": "source_id", "groups": "actor_id"}
SUBJECT = {"roads": "road", "quarters": "area", "gates": "gateway", "places": "infrastructure",
           "camps": "site", "boats": "link", "blocks": "obstacle"}  # fmt: skip
LAYERS = {
    "roads": "road_status", "quarters": "control", "gates": "gateway_status", "places": "access",
    "camps": "access", "boats": "", "blocks": "",
}  # fmt: skip
#: Reports of these kinds close nothing, whatever they say.
HARMLESS = ("toll", "delay", "season", "note", "incident", "displacement")
MAP = """
title = "Small town"
extent = [-73, 18, -72, 19]
as_of = 2024-01-25
previous = 2024-01-10
timeline = [2024-01-05, 2024-01-25]
layers = ["roads", "quarters", "gates", "places", "camps", "boats", "blocks"]
ledger = ["reports", "press", "groups"]
hubs = ["port", "quay"]
mover = "un-truck"
outputs = ["html", "gpkg", "tables", "routes"]
[release]
kinds = ["port"]
"""

World = dict[str, list[dict]]


def drawn(seed: int) -> World:
    """A world of its own for every seed."""
    chance = random.Random(seed)
    world: World = {
        "roads": _roads(), "quarters": _quarters(chance), "groups": _groups(chance),
        "press": _press(chance), "reports": [], "boats": [],
        "gates": [_point(chance, f"gate{n}", corridor=("", "rn1")[n % 2]) for n in range(3)],
        "places": [
            _point(chance, "port", kind="port", sensitivity="low"),
            _point(chance, "quay", kind="port"),
            *(_point(chance, f"place{n}", kind=chance.choice(("hospital", "market", "police")))
              for n in range(2)),
        ],
        "camps": [_camp(chance, f"camp{n}") for n in range(chance.randint(3, 7))],
        "blocks": [_point(chance, f"block{n}", kind=chance.choice(("barricade", "toll_post")))
                   for n in range(2)],
    }  # fmt: skip
    world["boats"] = [_boat(chance, "boat0")]
    world["reports"] = [_report(chance, world, f"R{n}") for n in range(14)]
    return world


def changed(world: World, audience: str, seed: int) -> World:
    """The same world to its audience: other rows, values and places where it may not look.

    For partners whatever a withheld report closes is closed in both: that bit they are told.
    """
    chance = random.Random(seed)
    other = deepcopy(world)
    if audience == "public":
        _say_other_notes(chance, other)
    _sail_other_boats(chance, other, audience)
    for name, rows in other.items():
        hidden = [row for row in rows if not may_have(name, row, audience)]
        for row in hidden:
            if chance.random() < 0.7:
                _rewrite(chance, other, name, row, audience)
    _remove_some(chance, other, audience)
    _add_some(chance, other, audience)
    for name, rows in other.items():
        hidden = [row for row in rows if not may_have(name, row, audience)]
        rows[:] = [row for row in rows if may_have(name, row, audience)]
        for row in hidden:
            rows.insert(chance.randint(0, len(rows)), row)
    return other


def may_have(name: str, row: dict, audience: str) -> bool:
    """Whether an audience may have a row: by its own mark, of camps and tolls by what they are."""
    if audience == "public" and (name == "camps" or row.get("kind") == "toll"):
        return False
    listed = audience == "public" and name == "places" and row["kind"] == "port"
    return LEVELS.index(row["sensitivity"]) <= (1 if listed else CEILING[audience])


def written(world: World, root: Path) -> Path:
    """The world as a workspace on disk."""
    for name, rows in world.items():
        folder = root / "data" / name
        folder.mkdir(parents=True)
        file, text = _file(name, rows)
        (folder / file).write_bytes(text.encode())
        crs = 'crs = "EPSG:4326"\n' if name not in KEYS else ""
        (folder / "dataset.toml").write_text(
            f'title = "{name}"\nrole = "{ROLES[name]}"\nfile = "{file}"\nsource = "drawn"\n'
            f'licence = "CC0-1.0"\nretrieved = 2026-11-22\nsensitivity = "low"\n{crs}'
            f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n',
            encoding="utf-8",
        )
    (root / "layers").mkdir()
    for name, analysis in LAYERS.items():
        shown = f'analysis = "{analysis}"\n' if analysis else ""
        (root / "layers" / f"{name}.toml").write_text(
            f'title = "{name}"\ndataset = "{name}"\n{shown}', encoding="utf-8"
        )
    (root / "maps").mkdir()
    (root / "maps" / "town.toml").write_text(MAP, encoding="utf-8")
    return root


def _file(name: str, rows: list[dict]) -> tuple[str, str]:
    if name in ("roads", "quarters"):
        features = [
            {"type": "Feature", "properties": {k: v for k, v in row.items() if k != "geometry"},
             "geometry": row["geometry"]}
            for row in rows
        ]  # fmt: skip
        return f"{name}.geojson", json.dumps({"type": "FeatureCollection", "features": features})
    text = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"{name}.csv", text.getvalue()


def _level(chance: random.Random) -> str:
    return chance.choices(LEVELS, (5, 3, 3, 1))[0]


def _roads() -> list[dict]:
    lines = [
        (f"we{n}", [(WEST, SOUTH + n * 0.05), (-72.35, SOUTH + n * 0.05 + 0.004),
                    (EAST, SOUTH + n * 0.05)])
        for n in range(3)
    ] + [
        (f"sn{n}", [(WEST + n * 0.05, SOUTH), (WEST + n * 0.05, SOUTH + 0.05),
                    (WEST + n * 0.05, NORTH)])
        for n in (0, 2)
    ]  # fmt: skip
    return [
        {"id": one, "name": f"Road {one}", "class": "primary",
         "corridor": "rn1" if one == "we1" else "", "sensitivity": "low",
         "geometry": {"type": "LineString", "coordinates": [list(point) for point in line]}}
        for one, line in lines
    ]  # fmt: skip


def _quarters(chance: random.Random) -> list[dict]:
    found = []
    for n, (west, south) in enumerate(
        ((WEST - 0.01, SOUTH - 0.01), (-72.35, SOUTH - 0.01), (WEST - 0.01, 18.55), (-72.35, 18.55))
    ):
        east, north = west + 0.055, south + 0.055
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        found.append(
            {"id": f"q{n}", "name": f"Quarter {n}", "note": _secret(chance),
             "sensitivity": "low" if n < 2 else _level(chance),
             "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )  # fmt: skip
    return found


def _groups(chance: random.Random) -> list[dict]:
    kinds = ("gang", "gang", "police", "coalition")
    return [
        {"actor_id": f"a{n}", "name": f"Actor {n}", "kind": kind,
         "sensitivity": "low" if n < 2 else _level(chance)}
        for n, kind in enumerate(kinds)
    ]  # fmt: skip


def _press(chance: random.Random) -> list[dict]:
    return [
        {"source_id": f"s{n}", "publisher": f"Publisher {n}", "title": f"Title {n}",
         "published": "2023-12-01", "sensitivity": "low" if n == 0 else _level(chance)}
        for n in range(3)
    ]  # fmt: skip


def _place(chance: random.Random) -> dict:
    """Somewhere within two kilometres of a road that runs west to east."""
    beside = chance.choice((SOUTH, 18.55, NORTH)) + chance.uniform(-0.015, 0.015)
    return {"lon": round(chance.uniform(WEST, EAST), 7), "lat": round(beside, 7)}


def _point(chance: random.Random, one: str, **more: str) -> dict:
    return {"id": one, "name": f"Place {one}", "sensitivity": _level(chance),
            "note": _secret(chance), **_place(chance), **more}  # fmt: skip


def _camp(chance: random.Random, one: str) -> dict:
    households = chance.randint(5, 300)
    return _point(chance, one, commune=chance.choice("AB"), persons=str(households * 4),
                  households=str(households))  # fmt: skip


def _boat(chance: random.Random, one: str) -> dict:
    return {"id": one, "name": f"Boat {one}", "mode": "sea", "from": "port", "to": "quay",
            "minutes": str(chance.randint(20, 300)), "sensitivity": _level(chance)}  # fmt: skip


def _secret(chance: random.Random) -> str:
    return f"word{chance.randint(0, 10**9)}"


def _report(chance: random.Random, world: World, one: str) -> dict:
    name = chance.choice(("quarters", "gates", "gates", "places", "blocks", "roads", "groups"))
    subject = chance.choice(world[name])
    row = {
        "claim_id": one, "subject_type": SUBJECT.get(name, "actor"),
        "subject": subject.get("id") or subject["actor_id"], "actor": "",
        "valid_from": "", "valid_to": "",
        "source_id": chance.choice(world["press"])["source_id"],
        "reliability": str(chance.randint(0, 4)), "sensitivity": _level(chance),
        "note": _secret(chance),
    }  # fmt: skip
    return row | _said(chance, world, name) | {"as_of": f"2024-01-{chance.randint(1, 24):02}"}


def _said(chance: random.Random, world: World, name: str) -> dict[str, str]:
    if name == "groups":
        return {"kind": "note", "value": _secret(chance)}
    kinds = ["status", "status", "window", "curfew", "toll", "delay", "season", "note"]
    kind = chance.choice(kinds + ["control"] * (4 if name in ("quarters", "gates") else 0))
    if kind == "control":
        values = [*(row["actor_id"] for row in world["groups"][:3]), "none", "contested"]
        return {"kind": kind, "value": chance.choice(values)}
    return {"kind": kind, "value": _value(chance, kind)}


def _value(chance: random.Random, kind: str) -> str:
    hour = chance.randint(10, 15)
    return {
        "status": chance.choice(("open", "restricted", "closed")),
        "window": f"06:{hour}-{hour}:30",
        "curfew": f"{hour + 5}:{hour}-05:{hour}",
        "toll": f"{chance.randint(1, 10**6)} HTG any",
        "delay": str(chance.randint(1, 900)),
        "season": chance.choice(("May-Oct", "Dec-Feb")),
    }.get(kind, _secret(chance))


def _closes(row: dict) -> bool:
    return row["kind"] in ("control", "window", "curfew") or row["value"] == "closed"


def _say_other_notes(chance: random.Random, world: World) -> None:
    """Notes are for partners: in rows that the public has, too, they may say anything."""
    for rows in world.values():
        for row in rows:
            if "note" in row:
                row["note"] = _secret(chance)


def _sail_other_boats(chance: random.Random, world: World, audience: str) -> None:
    """A boat to a place that may not be told may not be told, whatever its own mark."""
    hidden = {row["id"] for row in world["places"] if not may_have("places", row, audience)}
    for row in world["boats"]:
        if hidden & {row["from"], row["to"]}:
            row["minutes"] = str(chance.randint(20, 300))


def _rewrite(chance: random.Random, world: World, name: str, row: dict, audience: str) -> None:
    """Other values in one withheld row; its id, and what partners learn of it, stay."""
    told = audience == "partners"
    if name == "reports":
        row["note"] = _secret(chance)
        row["reliability"] = str(chance.randint(0, 4))
        row["as_of"] = f"2024-01-{chance.randint(1, 24):02}"
        if not (told and _closes(row)):
            harmless = row["kind"] in HARMLESS or row["value"] in ("open", "restricted")
            if harmless and row["kind"] != "status":
                row["value"] = _value(chance, row["kind"])
            elif not told:
                row["value"] = _value(chance, row["kind"]) if row["kind"] != "control" else "none"
        return
    for key in ("name", "note", "publisher", "title"):
        if key in row:
            row[key] = f"Other {_secret(chance)}"
    if "lon" in row and not (told and name in ("gates", "blocks")):
        row.update(_place(chance))
    if name == "camps":
        row["persons"], row["households"] = str(chance.randint(1, 900)), str(chance.randint(1, 90))
    if name == "boats":
        row["minutes"] = str(chance.randint(20, 300))


def _remove_some(chance: random.Random, world: World, audience: str) -> None:
    """Withheld reports that close nothing, camps and boats go; nothing refers to them."""
    for name in ("reports", "camps", "boats"):
        kept = [
            row for row in world[name]
            if may_have(name, row, audience)
            or chance.random() < 0.7
            or (name == "reports" and audience == "partners" and _closes(row))
        ]  # fmt: skip
        world[name] = kept or world[name][:1]


def _add_some(chance: random.Random, world: World, audience: str) -> None:
    """New rows that the audience may not have, and new reports by and about them."""
    high = {"sensitivity": chance.choice(("high", "severe"))}
    world["camps"].append(_camp(chance, f"new{_secret(chance)}") | high)
    world["places"].append(_point(chance, "new-place", kind="market") | high)
    world["groups"].append({"actor_id": "new-actor", "name": "New", "kind": "gang"} | high)
    world["press"].append({"source_id": "new-source", "publisher": "New", "title": "New",
                           "published": "2023-12-01"} | high)  # fmt: skip
    for n in range(3):
        row = _report(chance, world, f"N{n}") | high
        if audience == "partners" and _closes(row):
            row |= {"kind": "delay", "value": "737"}
        world["reports"].append(row)
