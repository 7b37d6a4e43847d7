"""A small built map drawn by hand: every basis, every status, every kind of layer.

`name` turns the plain name of a thing into the one it carries, so that a test can put any text
in every field that a user may fill.
"""

import tomllib
from collections.abc import Callable
from datetime import timedelta
from importlib import resources
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from potay.built import BuiltLayer, BuiltMap, Provenance, State
from potay.errors import Finding
from potay.geo import Extent
from potay.spec import LayerSpec, MapSpec
from potay.spec.workspace import read_layer_spec, read_workspace
from potay.terms.hours import parse_season, parse_window
from potay.terms.values import Delay, Persons, Toll, Value

REPOSITORY = Path(__file__).resolve().parents[2]
LAYERS = (
    "base", "communes", "control", "roads", "links", "obstacles", "infrastructure", "gateways",
    "sites",
)  # fmt: skip

Namer = Callable[[str], str]

#: What some reports of this world say that is more than a text.
VALUES: dict[str, Value] = {
    "c2": parse_window("Fri-Sun 06:00-18:00"),
    "c9": Toll("500-1500 HTG truck", 500, 1500, "HTG", "truck"),
    "c10": Toll("unstated HTG any", None, None, "HTG", "any"),
    "c11": Toll("50000 HTG tanker", 50000, 50000, "HTG", "tanker"),
    "c12": parse_season("Apr-Nov"),
    "c13": Persons("20000", 20000),
    "c14": Delay("45.5", 45.5),
}


def built_world(name: Namer = str, **changed: object) -> BuiltMap:
    """The whole small world, 5 January 2024, for a UN truck from the port and the airport."""
    spec = map_spec(name, **changed)
    specs = layer_specs()
    frames = {
        "base": base(name), "communes": communes(name), "control": areas(name),
        "roads": roads(name), "links": links(name), "obstacles": obstacles(name),
        "infrastructure": infrastructure(name), "gateways": gateways(name), "sites": sites(name),
    }  # fmt: skip
    roles = {"communes": "boundaries", "control": "areas"}
    built = tuple(
        BuiltLayer(specs[layer], roles.get(layer, layer), frames[layer]) for layer in LAYERS
    )
    return BuiltMap(
        name=spec.name,
        spec=spec,
        extent=Extent(*spec.extent),
        state=State(spec.as_of, {}, pd.DataFrame(), pd.DataFrame(), values=VALUES),
        layers=built,
        tables=tables(name),
        summary={},
        findings=(Finding("warning", name("claim c9 names no known place."), file="claims.csv"),),
        provenance=Provenance(
            inputs=({"name": "claims", "role": "claims", "source": name("press"),
                     "sha256": "0" * 64, "licence": name("facts only"),
                     "title": name("Claims"), "rows": 8},),
            versions={"potay": "0.1.0"}, as_of=spec.as_of, audience="internal",
            expires=spec.as_of + timedelta(days=2), sensitivity="high", fingerprint="f" * 64,
        ),
        illustrative=(name("Displacement sites"),), attribution=(name("potay"),),
    )  # fmt: skip


def map_spec(name: Namer = str, **changed: object) -> MapSpec:
    """The spec of the small world, with the shipped rules and movers."""
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    movers = {key: {**mover, "name": key} for key, mover in values.pop("movers").items()}
    title = {"fr": name("Petit monde : contrôle et accès"), "ht": name("Ti mond"),
             "en": name("Small world: control and access")}  # fmt: skip
    given = {
        "name": "small-world", "title": title, "extent": (-72.5, 18.4, -72.1, 18.8),
        "view": (-72.42, 18.49, -72.22, 18.63), "as_of": "2024-01-05", "previous": "2024-01-01",
        "layers": LAYERS, "hubs": ("port", "airport"), "movers": movers, **values, **changed,
    }  # fmt: skip
    return MapSpec.model_validate(given)


def layer_specs() -> dict[str, LayerSpec]:
    """The layers that potay ships."""
    workspace = read_workspace(REPOSITORY)
    specs = {layer: read_layer_spec(workspace, layer)[0] for layer in LAYERS}
    return {layer: spec for layer, spec in specs.items() if spec}


def frame(rows: list[dict[str, object]], name: Namer) -> gpd.GeoDataFrame:
    """Rows with id and geometry; names through `name`, every role's text columns present."""
    made = gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326").set_index("id")
    for column in ("name", "name_fr", "name_ht", "commune", "note"):
        texts = made[column].fillna("") if column in made else [""] * len(made)
        made[column] = [name(text) if text else "" for text in texts]
    return made


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A quarter with a bent northern side, so that it does not look like a box."""
    middle = ((west + east) / 2, north + 0.006)
    corners = [(west, south), (east, south + 0.003), (east, north), middle, (west, north - 0.002)]
    return shapely.Polygon(corners)


def base(name: Namer) -> gpd.GeoDataFrame:
    coast = shapely.LineString(
        [(-72.5, 18.53), (-72.42, 18.535), (-72.37, 18.54), (-72.35, 18.56), (-72.345, 18.6),
         (-72.38, 18.64), (-72.42, 18.7), (-72.46, 18.8)]
    )  # fmt: skip
    river = shapely.LineString([(-72.2, 18.62), (-72.26, 18.605), (-72.3, 18.61), (-72.345, 18.6)])
    return frame(
        [{"id": "coast", "kind": "coast", "name": "", "geometry": coast},
         {"id": "grise", "kind": "river", "name": "Rivière Grise", "geometry": river}], name,
    )  # fmt: skip


def communes(name: Namer) -> gpd.GeoDataFrame:
    south = shapely.Polygon(
        [(-72.5, 18.4), (-72.1, 18.4), (-72.1, 18.56), (-72.35, 18.56), (-72.37, 18.54),
         (-72.42, 18.535), (-72.5, 18.53)]
    )  # fmt: skip
    north = shapely.Polygon(
        [(-72.35, 18.56), (-72.1, 18.56), (-72.1, 18.8), (-72.46, 18.8), (-72.42, 18.7),
         (-72.38, 18.64), (-72.345, 18.6)]
    )  # fmt: skip
    return frame(
        [{"id": "HT0111", "pcode": "HT0111", "level": 2, "name": "Port-au-Prince",
          "geometry": south},
         {"id": "HT0131", "pcode": "HT0131", "level": 2, "name": "Croix-des-Bouquets",
          "name_ht": "Kwadèboukè", "geometry": north}], name,
    )  # fmt: skip


def areas(name: Namer) -> gpd.GeoDataFrame:
    known = {"basis": "claim", "stale": False, "expired": False, "reliability": 3, "age_days": 4}
    rows = [
        {"id": "martissant", "name": "Martissant", "name_ht": "Matisan", "control": "grand-ravine",
         "coalition": "viv-ansanm", **known, "geometry": box(-72.37, 18.515, -72.345, 18.535)},
        {"id": "cite-soleil", "name": "Cité Soleil", "name_ht": "Site Solèy", "control": "g9",
         "coalition": "viv-ansanm", **known, "reliability": 1, "stale": True, "age_days": 40,
         "geometry": box(-72.345, 18.57, -72.32, 18.595)},
        {"id": "bel-air", "name": "Bel Air", "control": "contested", "coalition": "", **known,
         "basis": "contradicted", "geometry": box(-72.345, 18.545, -72.325, 18.56)},
        {"id": "carrefour", "name": "Carrefour", "name_ht": "Kafou", "control": "unknown",
         "coalition": "", **known, "basis": "expired", "expired": True, "reliability": None,
         "geometry": box(-72.42, 18.51, -72.38, 18.53)},
        {"id": "delmas", "name": "Delmas", "control": "unknown", "coalition": "", **known,
         "basis": "no_report", "reliability": None, "age_days": None,
         "geometry": box(-72.32, 18.54, -72.28, 18.56)},
        {"id": "petion-ville", "name": "Pétion-Ville", "name_ht": "Petyonvil", "control": "none",
         "coalition": "", **known, "geometry": box(-72.3, 18.505, -72.27, 18.525)},
    ]  # fmt: skip
    return frame([{**row, "commune": "Port-au-Prince"} for row in rows], name)


def roads(name: Namer) -> gpd.GeoDataFrame:
    def row(road: str, number: int, status: str, by: list[str], line: list[tuple[float, float]],
            **more: object) -> dict[str, object]:  # fmt: skip
        return {"id": f"{road}#{number}", "road": road, "reading_status": status,
                "status_worst": "closed", "status_presumed": status, "status_best": "open",
                "governors": by, "class": "primary", "ref": "", "corridor": road,
                "surface": "paved",
                "geometry": shapely.LineString(line), **more}  # fmt: skip

    rows = [
        row("rn2", 1, "open", [], [(-72.34, 18.54), (-72.345, 18.533)], name="Route nationale 2",
            ref="RN2", **{"class": "trunk"}),
        row("rn2", 2, "closed", ["gateway.martissant", "area.martissant"],
            [(-72.345, 18.533), (-72.358, 18.528), (-72.37, 18.527)], name="Route nationale 2",
            ref="RN2", **{"class": "trunk"}),
        row("rn2", 3, "unknown", ["area.carrefour"],
            [(-72.37, 18.527), (-72.39, 18.525), (-72.42, 18.524)], name="Route nationale 2",
            ref="RN2", **{"class": "trunk"}),
        row("rn1", 1, "restricted", ["gateway.pont-rouge"],
            [(-72.34, 18.54), (-72.335, 18.57), (-72.32, 18.6), (-72.33, 18.65)],
            name="Route nationale 1", ref="RN1", **{"class": "trunk"}),
        row("delmas", 1, "presumed", ["area.delmas"],
            [(-72.34, 18.54), (-72.3, 18.55), (-72.275, 18.53)], name="Route de Delmas"),
        row("laboule", 1, "unfit", [], [(-72.275, 18.53), (-72.32, 18.5), (-72.38, 18.505)],
            name="Laboule 12", practicability=3, **{"class": "tertiary"}),
        row("nameless", 1, "open", [], [(-72.3, 18.55), (-72.295, 18.578)], name="",
            **{"class": "residential"}),
    ]  # fmt: skip
    return frame(rows, name)


def links(name: Namer) -> gpd.GeoDataFrame:
    line = shapely.LineString([(-72.352, 18.557), (-72.4, 18.56), (-72.41, 18.536)])
    return frame(
        [{"id": "barge", "mode": "sea", "from": "port", "to": "carrefour", "minutes": 95.0,
          "name": "Barge", "geometry": line}], name,
    )  # fmt: skip


def obstacles(name: Namer) -> gpd.GeoDataFrame:
    return frame(
        [{"id": "b1", "kind": "barricade", "name": "Barricade",
          "geometry": shapely.Point(-72.36, 18.5275)}], name,
    )  # fmt: skip


def infrastructure(name: Namer) -> gpd.GeoDataFrame:
    rows = [
        ("port", "Port (APN)", "port", (-72.352, 18.557), "open"),
        ("airport", "Aéroport Toussaint-Louverture", "airport", (-72.2926, 18.5799), "open"),
        ("hospital", "Hôpital du quartier", "hospital", (-72.337, 18.539), ""),
        ("fuel", "Terminal pétrolier", "fuel_terminal", (-72.34, 18.565), "closed"),
    ]
    return frame(
        [{"id": key, "name": text, "kind": kind, "own_status": status,
          "geometry": shapely.Point(*at)} for key, text, kind, at, status in rows], name,
    )  # fmt: skip


def gateways(name: Namer) -> gpd.GeoDataFrame:
    known = {"basis": "claim", "stale": False, "expired": False, "reliability": 4, "age_days": 2}
    rows = [
        {"id": "martissant", "name": "Martissant", "name_ht": "Matisan", "corridor": "rn2",
         "status": "closed", "reading_status": "closed", **known,
         "geometry": shapely.Point(-72.358, 18.528)},
        {"id": "pont-rouge", "name": "Pont-Rouge", "corridor": "rn1", "status": "restricted",
         "reading_status": "restricted", **known, "windows": ["Fri-Sun 06:00-18:00"],
         "tolls": ["500-1500 HTG truck"], "geometry": shapely.Point(-72.335, 18.57)},
        {"id": "laboule-12", "name": "Laboule 12", "corridor": "laboule-12", "status": "unknown",
         "reading_status": "unknown", **known, "basis": "expired", "expired": True,
         "geometry": shapely.Point(-72.32, 18.5)},
        {"id": "freres", "name": "Frères", "corridor": "route-de-freres", "status": "unknown",
         "reading_status": "presumed", **known, "basis": "no_report", "reliability": None,
         "geometry": shapely.Point(-72.26, 18.53)},
    ]  # fmt: skip
    return frame(rows, name)


def sites(name: Namer) -> gpd.GeoDataFrame:
    rows = [
        ("s1", "Site École Nord", "Port-au-Prince", 1200, 260, (-72.33, 18.55)),
        ("s2", "Site Place Sud", "Carrefour", 3400, 700, (-72.4, 18.522)),
        ("s3", "Site Parc Est", "Delmas", 800, 170, (-72.29, 18.545)),
        ("s4", "Site Gymnase", "Carrefour", 2100, 430, (-72.385, 18.518)),
        ("s5", "Site Marché", "Port-au-Prince", 640, 130, (-72.325, 18.585)),
        ("s6", "Site Île", "Port-au-Prince", 90, 20, (-72.41, 18.6)),
    ]
    return frame(
        [{"id": key, "name": text, "commune": commune, "persons": people, "households": homes,
          "geometry": shapely.Point(*at)}
         for key, text, commune, people, homes, at in rows], name,
    )  # fmt: skip


def tables(name: Namer) -> dict[str, pd.DataFrame]:
    """All tables of the small world."""
    return {
        "access": access(name), "corridors": corridors(name), "state": state(name),
        "claims": claims(name), "sources": sources(name), "actors": actors(name),
    }  # fmt: skip


def access(name: Namer) -> pd.DataFrame:
    """Two hubs, two movers: the status of a place is not the same for all of them."""
    from_port = {"s1": ("reachable", 9.0, 2.1), "s2": ("cut_off", None, None),
                 "s3": ("presumed", 14.0, 7.2), "s4": ("unknown", None, None),
                 "s5": ("restricted", 22.0, 5.0), "s6": ("misplaced", None, None),
                 "hospital": ("reachable", 7.0, 1.9), "fuel": ("restricted", 8.0, 2.0)}  # fmt: skip
    rows = []
    for mover, hub in (("un-truck", "port"), ("un-truck", "airport"), ("light", "port")):
        for key, (status, minutes, km) in from_port.items():
            if mover == "light" and status == "cut_off":
                status, minutes, km = "presumed", 48.0, 21.0
            stopped = status in ("cut_off", "unknown")
            rows.append({
                "id": key, "name": name(key), "hub": hub, "mover": mover, "status": status,
                "type": "site" if key.startswith("s") else "infrastructure",
                "minutes": minutes if hub == "port" or minutes is None else minutes + 6,
                "km": km, "gateways": ["pont-rouge"] if status == "restricted" else [],
                "blocked_by": [{"subject": "gateway.martissant"}, {"subject": "area.martissant"}]
                if stopped else [],
                "would_open": ["gateway.martissant"] if stopped else [],
                "probability": 0.85 if status == "reachable" else 0.4,
                "worst_case": {"status": "cut_off", "minutes": None},
                "presumed_case": {"status": status, "minutes": minutes},
                "best_case": {"status": "reachable", "minutes": 30.0}, "snap_m": 40.0,
            })  # fmt: skip
    return pd.DataFrame(rows)


def corridors(name: Namer) -> pd.DataFrame:
    rows = [
        ("rn2", "Route nationale 2", "closed", 9.4,
         [(0.0, 1.1, "open", [], []), (1.1, 3.9, "closed", ["c1"], ["martissant"]),
          (3.9, 9.4, "unknown", ["c4"], ["carrefour"])]),
        ("rn1", "Route nationale 1", "restricted", 13.0,
         [(0.0, 13.0, "restricted", ["c2"], [])]),
        ("route-de-delmas", "Route de Delmas", "presumed", 7.2,
         [(0.0, 7.2, "presumed", [], ["delmas"])]),
        ("laboule-12", "Laboule 12", "unknown", 11.0,
         [(0.0, 11.0, "unknown", [], [])]),
        ("route-aeroport", "Route de l’Aéroport", "open", 5.0, [(0.0, 5.0, "open", ["c2"], [])]),
    ]  # fmt: skip
    passed = {"rn2": [("martissant", 2.0)], "rn1": [("pont-rouge", 3.0)],
              "laboule-12": [("laboule-12", 4.0)]}  # fmt: skip
    keys = ("from_km", "to_km", "status", "claim_ids", "areas")
    return pd.DataFrame(
        [{"ref": ref, "name": name(text), "status": status, "km": km,
          "gateways": [{"subject": f"gateway.{one}", "km": at} for one, at in passed.get(ref, [])],
          "obstacles": [{"subject": "obstacle.b1", "km": 2.4}] if ref == "rn2" else [],
          "bridges": [{"from_km": 5.0, "to_km": 5.1, "road": "w"}] if ref == "rn1" else [],
          "stretches": [{**dict(zip(keys, part, strict=True)), "control": "",
                         "at": [-72.366, 18.5275]} for part in parts]}
         for ref, text, status, km, parts in rows]
    )  # fmt: skip


def state(name: Namer) -> pd.DataFrame:
    kept = ["name", "name_ht", "control", "coalition", "basis", "stale", "expired", "reliability",
            "age_days", "status"]  # fmt: skip
    parts = []
    for kind, rows in (("area", areas(name)), ("gateway", gateways(name))):
        part = rows.drop(columns="geometry").reindex(columns=kept).reset_index()
        parts.append(part.assign(subject_type=kind))
    told = pd.concat(parts, ignore_index=True)
    told["claim_id"] = [
        {"area.martissant": "c3", "gateway.martissant": "c1", "gateway.pont-rouge": "c2",
         "area.bel-air": "c5"}.get(f"{kind}.{key}", "")
        for kind, key in zip(told["subject_type"], told["id"], strict=True)
    ]  # fmt: skip
    told["rivals"] = [["c6"] if key == "bel-air" else [] for key in told["id"]]
    told["last"] = ["5-segon" if key == "carrefour" else "" for key in told["id"]]
    return told


def claims(name: Namer) -> pd.DataFrame:
    rows = [
        ("c1", "gateway", "martissant", "status", "closed", "2024-01-03", 4, True, False, False),
        ("c2", "gateway", "pont-rouge", "window", "Fri-Sun 06:00-18:00", "2024-01-03", 3, True,
         False, False),
        ("c3", "area", "martissant", "control", "grand-ravine", "2024-01-01", 3, True, False,
         False),
        ("c4", "area", "carrefour", "control", "5-segon", "2022-06-01", 2, False, True, True),
        ("c5", "area", "bel-air", "control", "krache-dife", "2024-01-01", 3, True, False, False),
        ("c6", "area", "bel-air", "control", "g9", "2023-12-20", 3, True, True, False),
        ("c7", "area", "cite-soleil", "control", "g9", "2023-11-26", 2, True, True, False),
        ("c8", "gateway", "laboule-12", "status", "open", "2022-06-01", 3, False, True, True),
    ]  # fmt: skip
    keys = ("claim_id", "subject_type", "subject", "kind", "value", "as_of", "reliability", "holds",
            "stale", "expired")  # fmt: skip
    made = pd.DataFrame([dict(zip(keys, row, strict=True)) for row in rows])
    made["note"] = [name("as retold by two drivers")] * len(made)
    made["source_id"], made["published"] = "src1", "2024-01-04"
    made["publisher"], made["title"] = name("A newspaper"), name("Roads this week")
    made["reliability_now"] = made["reliability"]
    return made.set_index("claim_id")


def sources(name: Namer) -> pd.DataFrame:
    return pd.DataFrame(
        [{"source_id": "src1", "publisher": name("A newspaper"), "title": name("Roads this week"),
          "published": "2024-01-04", "language": "fr"}]
    ).set_index("source_id")  # fmt: skip


def actors(name: Namer) -> pd.DataFrame:
    rows = [
        ("grand-ravine", "Grand Ravine", "gang", "viv-ansanm"), ("g9", "G9", "gang", "viv-ansanm"),
        ("krache-dife", "Krache Dife", "gang", ""), ("5-segon", "5 Segon", "gang", "viv-ansanm"),
        ("viv-ansanm", "Viv Ansanm", "coalition", ""),
    ]  # fmt: skip
    return pd.DataFrame(
        [{"actor_id": key, "name": name(text), "kind": kind, "coalition": side}
         for key, text, kind, side in rows]
    ).set_index("actor_id")  # fmt: skip
