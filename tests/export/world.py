"""A tiny made-up map for tests of what leaves potay: four areas, three gateways, ten sites.

              west                              east
    north   nord (g-x, low)                   lwes (mission, low)
    south   sidlavil (gwoup-yagrek, HIGH)     mache (unknown, no report)

The claim that closes `pont` is HIGH, so every bundle below internal must show it as withheld.
Site `sit-0009` and everything named secret are SEVERE and leave in no bundle.
"""

import tomllib
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import LineString, Point, Polygon, box

from potay.built import Aspect, BuiltLayer, BuiltMap, Provenance, State, SubjectState
from potay.errors import Finding
from potay.geo import Extent
from potay.spec import LayerSpec, MapSpec
from potay.terms.values import Toll

AS_OF = datetime(2024, 8, 19, 3, 59, 59, tzinfo=UTC)

#: A gateway on a bend of its road, and where its reach cuts that road on either side.
BARYE = Point(-72.3251234, 18.5500077)
CUTS = tuple(LineString([BARYE, (-72.325, end)]).interpolate(0.00045) for end in (18.60, 18.50))

TOLL = Toll("1234-5678 HTG truck", 1234, 5678, "HTG", "truck")


def frame(rows: list[dict[str, Any]], geometry: list[Any] | None = None) -> gpd.GeoDataFrame:
    """Rows with an `id` as a frame of potay: index `id`, EPSG:4326."""
    index = pd.Index([row["id"] for row in rows], name="id")
    plain = pd.DataFrame([{k: v for k, v in row.items() if k != "id"} for row in rows], index=index)
    return gpd.GeoDataFrame(plain, geometry=geometry or [], crs=4326)


def table(rows: list[dict[str, Any]], index: str) -> pd.DataFrame:
    """Rows as a plain table with the text index named."""
    return pd.DataFrame(rows).set_index(index)


def areas() -> gpd.GeoDataFrame:
    boxes = [
        box(-72.40, 18.55, -72.35, 18.60),
        box(-72.35, 18.55, -72.30, 18.60),
        Polygon(
            [
                (-72.40, 18.50),
                (-72.3812345, 18.5023456),
                (-72.35, 18.50),
                (-72.35, 18.55),
                (-72.40, 18.55),
            ]
        ),
        Polygon(
            [(-72.35, 18.50), (-72.30, 18.50), (-72.30, 18.55), (-72.35, 18.55)],
            [[(-72.33, 18.52), (-72.32, 18.52), (-72.32, 18.53), (-72.33, 18.53)]],
        ),
    ]
    rows = [
        _area("nord", "Nò", "low", "g-x", "k-a", "claim", "c-nord"),
        _area("lwes", "Lwès", "low", "misyon", "", "claim", "c-lwes"),
        _area("sidlavil", "Sid Lavil é", "high", "gwoup-yagrek", "k-a", "claim", "c-sidlavil"),
        _area("mache", "Mache", "low", "unknown", "", "no_report", ""),
    ]
    return frame(rows, boxes)


def _area(
    id: str, name: str, sensitivity: str, control: str, coalition: str, basis: str, claim: str
) -> dict[str, Any]:
    return {
        "id": id, "name": name, "commune": "Vil", "commune_pcode": "HT0199", "as_of": "2024-08-01",
        "sensitivity": sensitivity, "note": f"note of {id}", "source": "drawn by hand",
        "control": control, "coalition": coalition, "status": "unknown", "basis": basis,
        "claim_id": claim, "rivals": [], "last": "", "stale": False, "expired": False,
        "reliability": 3 if claim else None, "age_days": 18 if claim else None,
        "windows": [], "tolls": [],
    }  # fmt: skip


def gateways(pont: str = "closed") -> gpd.GeoDataFrame:
    rows = [
        _gateway("pont", "Pont", "low", pont, pont, "c-pont"),
        _gateway("pot", "Pòt", "low", "restricted", "restricted", "c-toll"),
        _gateway("baryelwen", "Baryè Lwen", "high", "open", "open", "c-baryelwen"),
    ]
    return frame(rows, [Point(-72.35, 18.57), Point(-72.375, 18.55), BARYE])


def _gateway(
    id: str, name: str, sensitivity: str, status: str, reading: str, claim: str
) -> dict[str, Any]:
    return {
        "id": id, "name": name, "sensitivity": sensitivity, "corridor": "rn1", "kind": "bridge",
        "status": status, "control": "unknown", "coalition": "", "basis": "claim",
        "claim_id": claim, "rivals": [], "last": "", "stale": False, "expired": False,
        "reliability": 3, "age_days": 4, "reading_status": reading, "as_of": "2024-08-14",
        "tolls": ["1234-5678 HTG truck"] if claim == "c-toll" else [], "windows": [],
    }  # fmt: skip


def roads(pont: str = "closed") -> gpd.GeoDataFrame:
    lines = [
        LineString([(-72.40, 18.57), (-72.35, 18.57), (-72.30, 18.57)]),
        LineString([(-72.375, 18.60), (-72.375, 18.50)]),
        LineString([(-72.325, 18.60), CUTS[0]]),
        LineString([CUTS[0], BARYE, CUTS[1]]),
        LineString([CUTS[1], (-72.325, 18.50)]),
    ]
    rows = [
        _road("wout-1", "RN1", pont, ["gateway.pont", "area.nord"]),
        _road("wout-2", "", "restricted", ["gateway.pot"]),
        _road("wout-3", "", "open", []),
        _road("wout-3~2", "", "open", ["gateway.baryelwen"]),
        _road("wout-3~3", "", "open", []),
    ]
    return frame(rows, lines)


def _road(id: str, ref: str, status: str, governors: list[str]) -> dict[str, Any]:
    return {
        "id": id, "road_id": id.partition("~")[0], "name": f"Wout {id[:6]}", "ref": ref,
        "corridor": "rn1" if ref else "",
        "class": "primary", "surface": "asphalt", "oneway": "no", "bridge": False,
        "tunnel": False, "layer": 0, "practicability": 5, "max_weight_t": float("nan"),
        "sensitivity": "low", "status": "unknown", "status_presumed": status,
        "status_worst": status, "status_best": status, "reading_status": status,
        "governors": governors,
    }  # fmt: skip


SITES = [  # id, commune, persons, households, sensitivity
    ("sit-0001", "Vil", 400, 80, "low"),
    ("sit-0002", "Vil", 300, 60, "low"),
    ("sit-0003", "Vil", 350, 70, "low"),
    ("sit-0004", "Bouk", 90, 20, "low"),
    ("sit-0005", "Bouk", 77, 15, "low"),
    ("sit-0006", "Plenn", 9000, 1801, "low"),
    ("sit-0007", "Plenn", 40, 8, "low"),
    ("sit-0008", "Plenn", 60, 12, "low"),
    ("sit-0009", "Vil", 6543, 1307, "severe"),
    ("sit-0010", "Bouk", 1010, 202, "moderate"),
]


def sites() -> gpd.GeoDataFrame:
    rows, points = [], []
    for number, (id, commune, persons, households, sensitivity) in enumerate(SITES):
        rows.append({
            "id": id, "name": f"Kan {id.upper()} Espwa", "kind": "camp", "commune": commune,
            "persons": persons, "households": households, "sensitivity": sensitivity,
            "as_of": "2024-07-15", "status": "reachable", "minutes": 12.5 + number,
            "note": f"dlo nan {id}",
        })  # fmt: skip
        points.append(Point(-72.3912347 + 0.0071113 * number, 18.5112349 + 0.0083331 * number))
    made = frame(rows, points)
    return made.astype({"persons": "Int64", "households": "Int64"})


def infrastructure() -> gpd.GeoDataFrame:
    rows = [
        {"id": "pò", "name": "Pò a", "kind": "port", "commune": "Vil", "sensitivity": "low",
         "status": "open"},
        {"id": "lopital-xena", "name": "Lopital Xena", "kind": "hospital", "commune": "Vil",
         "sensitivity": "moderate", "status": "unknown"},
        {"id": "depo-sekre", "name": "Depo sekrè", "kind": "warehouse", "commune": "Vil",
         "sensitivity": "severe", "status": "open"},
    ]  # fmt: skip
    points = [Point(-72.36, 18.56), Point(-72.3412345, 18.5654321), Point(-72.3198765, 18.5345678)]
    return frame(rows, points)


def obstacles() -> gpd.GeoDataFrame:
    rows = [
        {"id": "barikad", "kind": "barricade", "sensitivity": "low", "as_of": ""},
        {"id": "dlo", "kind": "flooded", "sensitivity": "low", "as_of": "2024-08-10"},
    ]
    return frame(rows, [Point(-72.36, 18.57), LineString([(-72.33, 18.51), (-72.32, 18.51)])])


def links() -> gpd.GeoDataFrame:
    """No row at all: the layer must still be written with its columns."""
    made = frame([{"id": "x", "mode": "sea", "from": "pò", "to": "pò", "minutes": 3.0,
                   "sensitivity": "low"}], [LineString([(0, 0), (1, 1)])])  # fmt: skip
    return made.iloc[:0]


CLAIMS = [  # claim_id, type, subject, kind, value, sensitivity, source
    ("c-nord", "area", "nord", "control", "g-x", "low", "src-1"),
    ("c-lwes", "area", "lwes", "control", "misyon", "low", "src-1"),
    ("c-sidlavil", "area", "sidlavil", "control", "gwoup-yagrek", "high", "src-2"),
    ("c-pont", "gateway", "pont", "status", "", "high", "src-2"),
    ("c-toll", "gateway", "pot", "toll", "1234-5678 HTG truck", "low", "src-1"),
    ("c-baryelwen", "gateway", "baryelwen", "status", "open", "low", "src-1"),
    ("c-secret", "site", "sit-0009", "incident", "sekrè total", "severe", "src-3"),
]


def claims(pont: str = "closed") -> pd.DataFrame:
    rows = [
        {"claim_id": id, "subject_type": kind_of, "subject": subject, "kind": kind,
         "value": value or pont,
         "actor": "", "valid_from": "2024-08-01", "valid_to": "", "as_of": "2024-08-14",
         "source_id": source, "reliability": 3, "sensitivity": sensitivity,
         "note": f"=note {id}", "holds": True, "age_days": 4, "stale": False, "expired": False,
         "reliability_now": 3, "publisher": f"House of {source}", "title": f"Report {source}",
         "published": "2024-08-15"}
        for id, kind_of, subject, kind, value, sensitivity, source in CLAIMS
    ]  # fmt: skip
    return table(rows, "claim_id")


def actors() -> pd.DataFrame:
    rows = [
        {"actor_id": "g-x", "name": "Gwoup X", "kind": "gang", "coalition": "k-a"},
        {"actor_id": "gwoup-yagrek", "name": "Gwoup Yagrèk", "kind": "gang", "coalition": "k-a"},
        {"actor_id": "k-a", "name": "Kowalisyon A", "kind": "coalition", "coalition": ""},
        {"actor_id": "misyon", "name": "Misyon an", "kind": "mission", "coalition": ""},
    ]
    return table(rows, "actor_id")


def state(pont: str = "closed") -> State:
    def claim(value: str, claim_id: str) -> Aspect:
        return Aspect(value, "claim", claim_id, reliability=3, age_days=4, probability=0.85)

    subjects = {
        ("area", "nord"): SubjectState(("area", "nord"), control=claim("g-x", "c-nord"),
                                       coalition="k-a", claim_ids=("c-nord",)),
        ("area", "lwes"): SubjectState(("area", "lwes"), control=claim("misyon", "c-lwes"),
                                       claim_ids=("c-lwes",)),
        ("area", "sidlavil"): SubjectState(
            ("area", "sidlavil"), control=claim("gwoup-yagrek", "c-sidlavil"), coalition="k-a",
            claim_ids=("c-sidlavil",)),
        ("area", "mache"): SubjectState(("area", "mache")),
        ("gateway", "pont"): SubjectState(("gateway", "pont"), status=claim(pont, "c-pont"),
                                          claim_ids=("c-pont",)),
        ("gateway", "pot"): SubjectState(("gateway", "pot"), status=claim("restricted", "c-toll"),
                                         tolls=(TOLL,), claim_ids=("c-toll",)),
        ("gateway", "baryelwen"): SubjectState(
            ("gateway", "baryelwen"), status=claim("open", "c-baryelwen"),
            claim_ids=("c-baryelwen",)),
    }  # fmt: skip
    return State(AS_OF, subjects, actors(), claims(pont))


def state_table(pont: str = "closed") -> pd.DataFrame:
    keep = ["name", "control", "coalition", "status", "basis", "claim_id", "rivals", "last",
            "stale", "expired", "reliability", "age_days"]  # fmt: skip
    parts = [areas()[keep].assign(subject_type="area"),
             gateways(pont)[keep].assign(subject_type="gateway")]  # fmt: skip
    return pd.DataFrame(pd.concat([p.astype(object) for p in parts])).reset_index(names="id")


def access(pont: str = "closed") -> pd.DataFrame:
    rows = []
    people = {id: persons for id, _, persons, _, _ in SITES}
    places = [(id, "site") for id in people] + [
        (id, "infrastructure") for id in ("pò", "lopital-xena", "depo-sekre")
    ]
    for hub in ("pò", "depo-sekre"):
        for number, (id, role) in enumerate(places):
            case = {"status": "reachable", "minutes": 12.5 + number}
            names_pont = id == "lopital-xena" and pont == "closed"
            rows.append({
                "id": id, "name": f"name of {id}", "type": role, "hub": hub, "mover": "un-truck",
                "status": "cut_off" if names_pont else "reachable",
                "minutes": None if names_pont else 12.5 + number,
                "km": None if names_pont else 3.25 + number,
                "free_minutes": 9.0, "detour_minutes": 3.5,
                "gateways": ["pont"] if id == "lopital-xena" and not names_pont else ["pot"],
                "blocked_by": [standing("pont", pont)] if names_pont else [],
                "would_open": [["gateway.pont"]] if names_pont else [], "probability": 0.85,
                "best_case": case, "presumed_case": case, "worst_case": case,
                "independent_corridors": 1, "snap_m": 12.0, "component": 0,
                "persons": people.get(id), "latest_departure": "",
            })  # fmt: skip
    return pd.DataFrame(rows)


def standing(gateway: str, status: str) -> dict[str, Any]:
    """A gateway as the reasons of an answer tell it."""
    return {"subject": f"gateway.{gateway}", "subject_type": "gateway", "id": gateway,
            "name": gateway.title(), "status": status, "basis": "claim", "km": 1.5,
            "claims": [{"id": f"c-{gateway}", "publisher": "House of src-1"}]}  # fmt: skip


def corridors(pont: str = "closed") -> pd.DataFrame:
    stretch = {"from_km": 0.0, "to_km": 2.0, "control": "g-x", "status": "open",
               "claim_ids": ["c-nord"]}  # fmt: skip
    closed = {"from_km": 2.0, "to_km": 3.0, "control": "unknown", "status": pont,
              "claim_ids": ["c-pont"]}  # fmt: skip
    return pd.DataFrame([
        {"ref": "rn1", "name": "Route Nationale 1", "status": pont, "km": 10.5,
         "stretches": [stretch, closed], "gateways": [standing("pont", pont)], "obstacles": [],
         "alternatives": [{"gateways": ["pot"], "areas": [], "minutes": 40.0,
                           "status": "restricted"}]},
        {"ref": "rn2", "name": "Route Nationale 2", "status": "open", "km": 4.0,
         "stretches": [stretch], "gateways": [standing("pot", "restricted")], "obstacles": [],
         "alternatives": [{"gateways": ["baryelwen"], "areas": [], "minutes": 30.0,
                           "status": "reachable"}]},
        {"ref": "rn4", "name": "Route Nationale 4", "status": "open", "km": 6.0,
         "stretches": [stretch], "gateways": [], "obstacles": [], "alternatives": []},
    ])  # fmt: skip


def routes() -> gpd.GeoDataFrame:
    lines = [LineString([(-72.36, 18.56), (-72.375, 18.56), (-72.375, 18.5112349)]),
             LineString([(-72.36, 18.56), (-72.365, 18.555), (-72.375, 18.55)])]  # fmt: skip
    common = {"mover": "un-truck", "minutes": 12.5, "km": 3.25, "areas": ["nord"], "claims": []}
    return frame(
        [{"id": "r-1", "name": "Pò a → Kan", "from": "pò", "to": "sit-0001", "status": "reachable",
          "from_type": "infrastructure", "to_type": "site", "gateways": ["pot"], **common},
         {"id": "r-2", "name": "Pò a → Pòt", "from": "pò", "to": "pot", "status": "restricted",
          "from_type": "infrastructure", "to_type": "gateway", "gateways": ["pot"], **common}],
        lines,
    )  # fmt: skip


def layer(name: str, role: str, rows: gpd.GeoDataFrame, **spec: Any) -> BuiltLayer:
    title = {"fr": f"{name} (fr)", "ht": f"{name} (ht)", "en": f"{name} (en)"}
    made = LayerSpec(name=name, title=title, dataset=name, **spec)
    return BuiltLayer(made, role, rows, sensitivity="low")


def layers(pont: str = "closed") -> tuple[BuiltLayer, ...]:
    holder = {
        "unknown": {"color": "#777777", "fill": "#ffffff", "pattern": "hatch"},
        "contested": {"color": "#8a6d00", "fill": "#f0e442", "pattern": "cross"},
        "g-x": {"color": "#aa0000", "fill": "#d55e00", "label": "Gwoup X"},
    }
    passable = {
        "open": {"color": "#009E73", "width": 3, "symbol": "circle", "label": "Passable"},
        "restricted": {"color": "#E69F00", "width": 3, "dash": "10 5", "symbol": "triangle"},
        "closed": {"color": "#CC0000", "width": 3, "dash": "4 4", "symbol": "cross"},
    }
    base = frame([{"id": "kot", "kind": "coast", "name": ""}],
                 [LineString([(-72.41, 18.49), (-72.41, 18.61)])])  # fmt: skip
    return (
        layer("base", "base", base, by="kind", styles={"coast": {"color": "#7c8f99"}}),
        layer("control", "areas", areas(), analysis="control", by="control", styles=holder),
        layer("roads", "roads", roads(pont), analysis="road_status", by="reading_status",
              styles=passable),
        layer("links", "links", links(), by="mode", visible=False),
        layer("obstacles", "obstacles", obstacles(), by="kind"),
        layer("infrastructure", "infrastructure", infrastructure(), analysis="access", by="kind"),
        layer("gateways", "gateways", gateways(pont), analysis="gateway_status",
              by="reading_status", styles=passable),
        layer("sites", "sites", sites(), analysis="access", by="status"),
    )  # fmt: skip


def map_spec(**changed: Any) -> MapSpec:
    """The shipped rules, one mover with a passage arrangement, the view on the four areas."""
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    truck = {"name": "un-truck", "title": "Truck", "organisation": "un", "vehicle_class": 5,
             "arrangements": ("g-x",)}  # fmt: skip
    said = {"name": "ti-mond", "title": {"fr": "Petit monde", "ht": "Ti mond", "en": "Tiny world"},
            "extent": (-72.5, 18.4, -72.2, 18.7), "view": (-72.42, 18.48, -72.28, 18.62),
            "as_of": AS_OF, "layers": ("control",), "mover": "un-truck",
            "movers": {"un-truck": truck}, "rules": tomllib.loads(text)["rules"],
            "hubs": ("pò", "depo-sekre"), "what_if": {"gateway.baryelwen": "open"}}  # fmt: skip
    return MapSpec.model_validate({**said, **changed})


def inputs() -> tuple[dict[str, Any], ...]:
    def one(name: str, role: str, sensitivity: str) -> dict[str, Any]:
        return {"name": name, "role": role, "sha256": f"{len(name):064x}", "title": name.title(),
                "sensitivity": sensitivity, "source": f"source of {name}", "licence": "CC0-1.0",
                "illustrative": True}  # fmt: skip

    return (one("areas", "areas", "low"), one("sites", "sites", "low"),
            one("hush-claims", "claims", "high"))  # fmt: skip


def world(audience: str = "internal", pont: str = "closed", **changed: Any) -> BuiltMap:
    """The whole tiny map before any reduction; `pont` is what the HIGH claim says of `pont`."""
    built = {
        "name": "ti-mond", "spec": map_spec(audience=audience),
        "extent": Extent(-72.5, 18.4, -72.2, 18.7), "state": state(pont), "layers": layers(pont),
        "tables": {"access": access(pont), "corridors": corridors(pont),
                   "state": state_table(pont), "claims": claims(pont), "actors": actors(),
                   "sources": sources()},
        "summary": {"disconnected_pairs": 2, "cut_off_sites": 0, "persons_cut_off": 0,
                    "persons_unknown": 0, "persons_presumed": 16871},
        "findings": (Finding("warning", "name 'Kan SIT-0009 Espwa' is odd", file="sites.geojson",
                             layer="sites", row=9, id="sit-0009", value="Kan SIT-0009 Espwa"),),
        "provenance": Provenance(inputs(), {"potay": "0.1.0"}, AS_OF, audience,
                                 datetime(2024, 8, 21, 3, 59, 59, tzinfo=UTC), "high", "f" * 64),
        "routes": routes(),
    }  # fmt: skip
    return BuiltMap(**{**built, **changed})


def sources() -> pd.DataFrame:
    return table(
        [{"source_id": id, "publisher": f"House of {id}", "title": f"Report {id}",
          "published": "2024-08-15", "language": "fr"} for id in ("src-1", "src-2", "src-3")],
        "source_id",
    )  # fmt: skip
