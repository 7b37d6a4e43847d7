"""Small worlds drawn as text, so that a scenario can be read before its answer is.

The roads, one character for every 200 m::

    a--G--b      lower-case letters are junctions, with a road between neighbours
    |     |      capital letters are gateways on the road that passes through them
    c>>>>>d      > < ^ and v make a road one-way (so no junction is called v)
    |
    +==#==e      + is a nameless junction, = a bridge, # where it crosses over another road
    3  2--f      digits are sites (infrastructure where `kinds` names them), on the road that
                 touches them or beside it

A road is called after its ends, `ab`, the upper or left one first. A second drawing of the same
size gives the areas: every cell marked with a letter belongs to the area of that letter, so
holes and several parts are drawn as they are.

The state is told in words: `{"area.m": "control gang"}`, `{"gateway.G": "open"}`,
`{"gateway.G": "expired closed"}`, `{"area.m": "contradicted"}`. Who is not named has no report.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd
import shapely

from potay.access import AccessAnswer, RouteAnswer, access_table, find_route
from potay.built import Aspect, State, SubjectState
from potay.network import Material, Network, Scenario, compile_network, make_scenario
from potay.spec import Mover, Rules

CELL_M = 200.0
WEST, NORTH = -72.4, 18.6
LON_STEP, LAT_STEP = CELL_M / 105_560, CELL_M / 110_676
ACROSS, DOWN = "-=><#", "|^v#"
CHANCE = 0.9
AS_OF = datetime(2024, 1, 5, 12, tzinfo=ZoneInfo("America/Port-au-Prince"))

_DEFAULTS = tomllib.loads(
    resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
)
RULES = Rules(**_DEFAULTS["rules"])
#: Everyone drives at 60 km/h on every road: 200 m, one cell, takes 12 s.
CAR = Mover(
    name="car", title="Car", organisation="un", vehicle_class=3, weight_t=2, height_m=2,
    default_speed_kmh=60, speeds_kmh={}, unpaved_factor=1.0,
)  # fmt: skip
ACTORS = pd.DataFrame(
    {"kind": ["gang", "gang", "police", "brigade"], "coalition": ["", "", "", ""]},
    index=pd.Index(["gang", "rival", "police", "brigade"], name="actor_id"),
)


@dataclass(frozen=True)
class World:
    """A drawing with its frames.

    What the drawing cannot say: `kinds` of infrastructure by digit, `persons` of sites,
    `obstacles` (kind by letter), `traits` (columns of a road), `corridors` of gateways and
    `gates` that stand on a junction.
    """

    roads: str
    areas: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, int] = field(default_factory=dict)
    links: Sequence[Mapping[str, Any]] = ()
    obstacles: Mapping[str, str] = field(default_factory=dict)
    traits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    corridors: Mapping[str, str] = field(default_factory=dict)
    gates: Mapping[str, str] = field(default_factory=dict)
    rules: Rules = RULES
    end_gap_m: float = 0.0

    @property
    def cells(self) -> dict[tuple[int, int], str]:
        """The characters of the drawing of roads, by row and column; blanks left out."""
        return _cells(self.roads)

    def material(self) -> Material:
        """The frames the drawing stands for."""
        points = {c: at(r, col) for (r, col), c in self.cells.items()}
        infrastructure = {c: p for c, p in points.items() if c in self.kinds}
        sites = {c: p for c, p in points.items() if c.isdigit() and c not in self.kinds}
        gateways = {c: p for c, p in points.items() if c.isupper() and c not in self.obstacles}
        gateways |= {gate: points[junction] for gate, junction in self.gates.items()}
        return Material(
            roads=self._roads(),
            areas=_areas(self.areas) if self.areas else None,
            gateways=self._gateways(gateways) if gateways else None,
            links=frame({link["id"]: dict(link) for link in self.links}, {}),
            infrastructure=frame(
                {c: {"name": f"Port {c}", "kind": self.kinds[c]} for c in infrastructure},
                infrastructure,
            ),
            obstacles=frame(
                {c: {"name": c, "kind": kind} for c, kind in self.obstacles.items()},
                {c: points[c] for c in self.obstacles},
            ),
            places={"site": self._sites(sites)},
        )

    def _roads(self) -> gpd.GeoDataFrame:
        rows, lines = {}, {}
        for (start, end), (word, path) in _segments(self.cells).items():
            road = start + end
            bridge = "=" in word
            oneway = "yes" if set(word) & set(">v") else "-1" if set(word) & set("<^") else "no"
            rows[road] = {
                "name": "", "ref": "", "corridor": "", "class": "primary", "oneway": oneway,
                "bridge": bridge, "layer": int(bridge), **self.traits.get(road, {}),
            }  # fmt: skip
            lines[road] = shapely.LineString(path)
        return frame(rows, lines)

    def _gateways(self, points: dict[str, shapely.Point]) -> gpd.GeoDataFrame:
        rows = {c: {"name": f"Gate {c}", "corridor": self.corridors.get(c, "")} for c in points}
        return frame(rows, points)

    def _sites(self, points: dict[str, shapely.Point]) -> gpd.GeoDataFrame:
        rows = {
            c: {"name": f"Site {c}", "kind": "camp", "persons": self.persons.get(c, 100)}
            for c in points
        }
        return frame(rows, points)

    def network(self) -> Network:
        """The world compiled."""
        return compile_network(self.material(), self.rules, end_gap_m=self.end_gap_m)

    def scenario(
        self,
        said: Mapping[str, str] | None = None,
        mover: Mover = CAR,
        what_if: Mapping[str, str] | None = None,
    ) -> Scenario:
        """The world in the state that `said` tells."""
        return make_scenario(self.network(), state(said or {}), mover, self.rules, what_if)

    def table(
        self, hub: str, said: Mapping[str, str] | None = None, mover: Mover = CAR, **more: Any
    ) -> AccessAnswer:
        """Access to every place from a hub."""
        return access_table(self.scenario(said, mover, **more), [hub])

    def row(
        self, hub: str, place: str, said: Mapping[str, str] | None = None, mover: Mover = CAR
    ) -> dict[str, Any]:
        """The answer for one place from one hub."""
        rows = self.table(hub, said, mover).rows
        (found,) = rows[rows["id"] == place].to_dict("records")
        return found

    def status(
        self, hub: str, place: str, said: Mapping[str, str] | None = None, mover: Mover = CAR
    ) -> str:
        """The status of one place from one hub."""
        return str(self.row(hub, place, said, mover)["status"])

    def route(
        self, a: str, b: str, said: Mapping[str, str] | None = None, mover: Mover = CAR, n: int = 3
    ) -> RouteAnswer:
        """The ways between two places."""
        return find_route(self.scenario(said, mover), a, b, alternatives=n)


def at(row: float, col: float) -> shapely.Point:
    """The point of a cell."""
    return shapely.Point(round(WEST + col * LON_STEP, 7), round(NORTH - row * LAT_STEP, 7))


def frame(
    rows: Mapping[str, Mapping[str, Any]], shapes: Mapping[str, shapely.Geometry]
) -> gpd.GeoDataFrame:
    """Rows by id with their shapes, as the rooms hand them on."""
    index = pd.Index(list(rows), name="id", dtype=object)
    table = pd.DataFrame([dict(row) for row in rows.values()], index=index)
    geometry = [shapes.get(row) for row in rows]
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(geometry, index=index), crs="EPSG:4326")


def state(said: Mapping[str, str], as_of: datetime = AS_OF) -> State:
    """A state told in words; the claim about a subject is called after it, `c:gateway.G`."""
    subjects, claims = {}, {}
    for name, words in said.items():
        kind, _, subject = name.partition(".")
        claim = f"c:{name}"
        subjects[kind, subject] = _subject((kind, subject), words, claim)
        claims[claim] = {
            "subject_type": kind, "subject": subject, "kind": "status", "value": words,
            "source_id": "source-1", "publisher": "Somebody", "title": "A report",
            "as_of": as_of, "age_days": 3, "stale": False, "expired": "expired" in words,
            "reliability_now": 3,
        }  # fmt: skip
    table = pd.DataFrame.from_dict(claims, orient="index")
    return State(as_of, subjects, ACTORS, table)


def _subject(key: tuple[str, str], words: str, claim: str) -> SubjectState:
    """`open`, `control gang`, `expired closed`, `contradicted`; `delay 10` may end any."""
    parts = words.split()
    delay = float(parts[-1]) if "delay" in parts else 0.0
    parts = parts[: parts.index("delay")] if "delay" in parts else parts
    expired = bool(parts) and parts[0] == "expired"
    parts = parts[1:] if expired else parts
    control = bool(parts) and parts[0] == "control"
    value = parts[1] if control else (parts[0] if parts else "")
    if expired:
        aspect = Aspect(None, "expired", expired_claims=(claim,), last=value)
    elif value == "contradicted":
        aspect = Aspect("closed", "contradicted", rivals=(claim, f"{claim}-rival"))
    elif value:
        aspect = Aspect(value, "claim", claim, reliability=3, age_days=3, probability=CHANCE)
    else:
        aspect = Aspect()
    aspects = {"control": aspect} if control else {"status": aspect}
    return SubjectState(key, **aspects, delay_min=delay, claim_ids=(claim,))


def _cells(drawing: str) -> dict[tuple[int, int], str]:
    lines = dedent(drawing.strip("\n")).splitlines()
    return {
        (row, col): mark
        for row, line in enumerate(lines)
        for col, mark in enumerate(line)
        if mark != " "
    }


def _is_junction(mark: str) -> bool:
    return mark == "+" or mark.isdigit() or (mark.islower() and mark != "v")


def _segments(
    cells: Mapping[tuple[int, int], str],
) -> dict[tuple[str, str], tuple[str, list[tuple[float, float]]]]:
    """Roads by the names of their ends: the characters between, and the line of two points."""
    found: dict[tuple[str, str], tuple[str, list[tuple[float, float]]]] = {}
    for (row, col), mark in sorted(cells.items()):
        if not _is_junction(mark):
            continue
        for down, along in ((0, ACROSS), (1, DOWN)):
            word, r, c = "", row + down, col + 1 - down
            while (here := cells.get((r, c), " ")) in along or (word and here.isupper()):
                word, r, c = word + here, r + down, c + 1 - down
            ends_here = _is_junction(cells.get((r, c), " "))
            if not word:
                continue
            if not ends_here:  # a dead end stops in its last character
                r, c = r - down, c - 1 + down
            end = cells[r, c] if ends_here else f"{r}.{c}"
            names = [m if m != "+" else f"{i}.{j}" for m, i, j in ((mark, row, col), (end, r, c))]
            path = [at(row, col).coords[0], at(r, c).coords[0]]
            found[names[0], names[1]] = (word, path)
    return found


def _areas(drawing: str) -> gpd.GeoDataFrame:
    boxes: dict[str, list[shapely.Geometry]] = {}
    for (row, col), mark in _cells(drawing).items():
        if mark.isalnum():
            low, high = at(row + 0.5, col - 0.5), at(row - 0.5, col + 0.5)
            boxes.setdefault(mark, []).append(shapely.box(low.x, low.y, high.x, high.y))
    shapes = {mark: shapely.union_all(parts, grid_size=1e-9) for mark, parts in boxes.items()}
    return frame({mark: {"name": f"Area {mark}"} for mark in shapes}, shapes)


def town(**more: Any) -> World:
    """Two ways round, quarters that overlap, gates in series, a one-way street and a boat."""
    return World(
        """
    1--a--G--b-----c--L--2
       |     |     |
       d-----e--H--f--3
       |  4  |     |
       g--K--i>>>>>h--5
    """,
        areas="""
    ....nn..mm.............
    ........mm.............
    .........mmmmm.........
    ...ooo...m..mm.........
    ...ooo...m...nnnn......
    """,
        kinds={"1": "port", "5": "port"},
        links=[{"id": "boat", "mode": "sea", "from": "1", "to": "5", "minutes": 40.0}],
        **more,
    )
