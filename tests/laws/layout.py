"""Plans laid side by side on the ground, as the frames that a network is compiled from.

Worlds lie four kilometres apart and hang on one another by footpaths, which no vehicle can use:
so all are parts of the main network, and no way leads from one to the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import geopandas as gpd
import shapely
from asciiworld import frame
from laws.plan import Plan, Point

from potay.geo import GEOD
from potay.network import Material

WEST, SOUTH, APART, ACROSS = -72.6, 18.3, 0.04, 8


@dataclass(frozen=True)
class Spot:
    """Where a world lies; its names begin with `name`."""

    number: int

    @property
    def name(self) -> str:
        return f"w{self.number}"

    @property
    def corner(self) -> Point:
        return WEST + APART * (self.number % ACROSS), SOUTH + APART * (self.number // ACROSS)

    def lonlat(self, points: Iterable[Point]) -> list[Point]:
        """Lon, lat of points, rounded as files round them."""
        lon, lat = self.corner
        (east, north) = _degrees_per_m(lat)
        return [(round(lon + x * east, 7), round(lat + y * north, 7)) for x, y in points]


def _degrees_per_m(lat: float) -> Point:
    if lat not in _KNOWN:
        east = GEOD.inv(WEST, lat, WEST + 0.01, lat)[2]
        north = GEOD.inv(WEST, lat, WEST, lat + 0.01)[2]
        _KNOWN[lat] = (0.01 / east, 0.01 / north)
    return _KNOWN[lat]


_KNOWN: dict[float, Point] = {}


def material(plans: Sequence[Plan]) -> Material:
    """All worlds in one."""
    spots = [Spot(number) for number in range(len(plans))]
    worlds = list(zip(spots, plans, strict=True))
    roads = list(chain.from_iterable(_roads(*world) for world in worlds)) + _footpaths(worlds)
    sites = _table([row for world in worlds for row in _places(*world, False)])
    gates = [_gate(spot, plan, gate) for spot, plan in worlds for gate in plan.gates]
    return Material(
        roads=_table(roads),
        areas=_table([_area(spot, area) for spot, plan in worlds for area in plan.areas]),
        gateways=_table([row for row in gates if not row[1]["kind"]]),
        obstacles=_table([row for row in gates if row[1]["kind"]]),
        infrastructure=_table([r for world in worlds for r in _places(*world, True)]),
        links=_links(worlds),
        places={} if sites is None else {"site": sites},
    )


def said(plans: Sequence[Plan]) -> dict[str, str]:
    """What is reported in all worlds."""
    return {
        f"{kind}.{Spot(number).name}{name}": words
        for number, plan in enumerate(plans)
        for (kind, _, name), words in ((k.partition("."), w) for k, w in plan.said.items())
    }


Row = tuple[str, dict[str, object], shapely.Geometry | None]


def _table(rows: list[Row]) -> gpd.GeoDataFrame | None:
    if not rows:
        return None
    return frame({name: values for name, values, _ in rows}, {n: shape for n, _, shape in rows})


def _roads(spot: Spot, plan: Plan) -> Iterable[Row]:
    for road in plan.roads:
        values = {
            "class": road.klass, "oneway": road.oneway, "practicability": road.practicability,
            "max_weight_t": road.max_weight_t, "speed_kmh": road.speed_kmh,
            "corridor": road.corridor,
        }  # fmt: skip
        line = shapely.LineString(spot.lonlat(plan.course(road)))
        yield spot.name + road.id, values, line
        if road.id in plan.twins:
            yield spot.name + road.id + "-again", values, line


def _footpaths(worlds: list[tuple[Spot, Plan]]) -> list[Row]:
    """From each world to the next, and from the last into the blue."""
    hangs = []
    for spot, plan in worlds:
        junction = plan.junctions[plan.road(plan.places[0].road).a]
        hangs += spot.lonlat([junction])
    hangs.append((hangs[-1][0] + 0.03, hangs[-1][1] + 0.3))
    return [
        (f"path{n}", {"class": "footway", "oneway": "no"}, shapely.LineString(ends))
        for n, ends in enumerate(pairwise(hangs))
    ]


def _area(spot: Spot, area) -> Row:
    box = shapely.box(*chain(*spot.lonlat([area.box[:2], area.box[2:]])))
    if area.hole:
        hole = shapely.box(*chain(*spot.lonlat([area.hole[:2], area.hole[2:]])))
        box = shapely.Polygon(box.exterior, [hole.exterior])
    return spot.name + area.id, {"name": area.id}, box


def _gate(spot: Spot, plan: Plan, gate) -> Row:
    (at,) = spot.lonlat([plan.of_gate(gate)])
    values = {"name": gate.id, "corridor": gate.corridor, "kind": gate.obstacle}
    return spot.name + gate.id, values, shapely.Point(at)


def _places(spot: Spot, plan: Plan, infrastructure: bool) -> Iterable[Row]:
    for place in plan.places:
        if bool(place.kind) == infrastructure:
            (at,) = spot.lonlat([plan.of_place(place)])
            values = {"name": spot.name + place.id, "kind": place.kind or "camp", "persons": 10}
            yield spot.name + place.id, values, shapely.Point(at)


def _links(worlds: list[tuple[Spot, Plan]]) -> gpd.GeoDataFrame | None:
    rows = [
        (spot.name + link.id, {
            "from": spot.name + link.a, "to": spot.name + link.b, "mode": "sea",
            "minutes": link.minutes, "min_load_class": link.min_load_class,
        }, None)
        for spot, plan in worlds for link in plan.links
    ]  # fmt: skip
    table = _table(rows)
    return None if table is None else table.astype({"minutes": "float64"})
