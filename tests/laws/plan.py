"""Random small worlds as plain data, so that they can be answered twice, laid out and shrunk.

Lengths are metres from the world's own corner. Junctions lie near the points of a lattice, so
that every road is longer than twice the reach of a gateway; what two readers could place in two
ways (a gateway nearly on two roads, a site between two) is not drawn at all.
"""

from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from math import hypot
from random import Random

STEP_M, JITTER_M = 500, 70
#: Gateways keep this far from roads they do not stand on, and from the ends of theirs.
APART_M, END_M = 45.0, 70.0
WORDS = (
    "open", "restricted", "closed", "abandoned", "unknown", "expired open", "expired closed",
    "contradicted", "",
)  # fmt: skip
HELD = (
    "control gang", "control police", "control brigade", "control none", "control contested",
    "control unknown", "expired control gang", "expired control police",
)  # fmt: skip
Point = tuple[float, float]


@dataclass(frozen=True)
class Road:
    """From junction `a` to `b`, bent by so many metres to the left in its middle (0: straight)."""

    id: str
    a: int
    b: int
    bend: float = 0.0
    oneway: str = "no"
    klass: str = "primary"
    practicability: int = 0
    max_weight_t: float | None = None
    speed_kmh: float | None = None
    corridor: str = ""


@dataclass(frozen=True)
class Gate:
    """A gateway, or an obstacle of some kind, so far along a road, or at a junction."""

    id: str
    road: str = ""
    part: float = 0.5
    junction: int = -1
    corridor: str = ""
    obstacle: str = ""

    @property
    def subject(self) -> str:
        """What reports call it."""
        return f"{'obstacle' if self.obstacle else 'gateway'}.{self.id}"


@dataclass(frozen=True)
class Area:
    """The box west, south, east, north, without the box `hole`."""

    id: str
    box: tuple[float, float, float, float]
    hole: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Place:
    """A site, or infrastructure of a kind, so many metres to the left of a point of a road."""

    id: str
    road: str
    part: float
    aside: float = 0.0
    kind: str = ""

    @property
    def subject(self) -> str:
        """What reports call it."""
        return f"{'infrastructure' if self.kind else 'site'}.{self.id}"

    @property
    def governs(self) -> bool:
        """Whether its own state decides if it can be used to travel."""
        return self.kind in ("port", "airport")


@dataclass(frozen=True)
class Link:
    """A boat between two places."""

    id: str
    a: str
    b: str
    minutes: float
    min_load_class: int = 0


@dataclass(frozen=True)
class Plan:
    """One world. The first place is the hub, whose road hangs on the main network."""

    junctions: tuple[Point, ...]
    roads: tuple[Road, ...]
    gates: tuple[Gate, ...] = ()
    areas: tuple[Area, ...] = ()
    places: tuple[Place, ...] = ()
    links: tuple[Link, ...] = ()
    twins: tuple[str, ...] = ()  # roads that are drawn twice
    said: dict[str, str] = field(default_factory=dict)

    def course(self, road: Road) -> tuple[Point, ...]:
        """The vertices of a road."""
        (ax, ay), (bx, by) = self.junctions[road.a], self.junctions[road.b]
        if not road.bend:
            return (ax, ay), (bx, by)
        length = hypot(bx - ax, by - ay)
        left = (-(by - ay) / length * road.bend, (bx - ax) / length * road.bend)
        return (ax, ay), ((ax + bx) / 2 + left[0], (ay + by) / 2 + left[1]), (bx, by)

    def road(self, name: str) -> Road:
        """The road of a name."""
        return next(road for road in self.roads if road.id == name)

    def point(self, road: Road, part: float, aside: float = 0.0) -> Point:
        """The point so far along the half of a road that `part` lies on, and so far beside it."""
        course = self.course(road)
        if len(course) == 3:
            course = course[:2] if part < 0.5 else course[1:]
            part = part * 2 if part < 0.5 else part * 2 - 1
        (ax, ay), (bx, by) = course
        length = hypot(bx - ax, by - ay)
        x, y = ax + (bx - ax) * part, ay + (by - ay) * part
        return x - (by - ay) / length * aside, y + (bx - ax) / length * aside

    def along(self, road: Road, part: float) -> float:
        """Metres from the beginning of a road to a part of it (both halves are equally long)."""
        course = self.course(road)
        return part * sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(course))

    def of_gate(self, gate: Gate) -> Point:
        """Where a gate stands."""
        if gate.junction >= 0:
            return self.junctions[gate.junction]
        return self.point(self.road(gate.road), gate.part)

    def of_place(self, place: Place) -> Point:
        """Where a place lies."""
        return self.point(self.road(place.road), place.part, place.aside)

    def subjects(self) -> list[str]:
        """What reports can be about, roads left out."""
        ports = [place.subject for place in self.places if place.governs]
        return [
            *(f"area.{area.id}" for area in self.areas),
            *(gate.subject for gate in self.gates),
            *(f"link.{link.id}" for link in self.links),
            *ports,
        ]

    def meet(self, junction: int) -> int:
        """How many roads end at a junction, with twins and the footpaths to other worlds."""
        ends = [road for road in self.roads if junction in (road.a, road.b)]
        hangs = self.road(self.places[0].road).a == junction
        return len(ends) + sum(road.id in self.twins for road in ends) + 2 * hangs

    def away(self, point: Point, road: Road) -> float:
        """How far a point is from a road."""
        course = self.course(road)
        return min(_from_segment(point, *ends) for ends in pairwise(course))


def _from_segment(point: Point, a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, a, b
    square = (bx - ax) ** 2 + (by - ay) ** 2
    part = min(1.0, max(0.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / square))
    return hypot(px - ax - part * (bx - ax), py - ay - part * (by - ay))


def random_plan(dice: Random) -> Plan:
    """A world of two to eight junctions with a hub and one to three other places."""
    plan = _without_reports(dice)
    while len(plan.places) < 2:
        plan = _without_reports(dice)
    return replace(plan, said=_said(dice, plan))


def _without_reports(dice: Random) -> Plan:
    plan = Plan(_junctions(dice), ())
    plan = replace(plan, roads=_roads(dice, plan))
    plan = replace(plan, twins=tuple(r.id for r in plan.roads if dice.random() < 0.06))
    for number in range(dice.choice((0, 1, 1, 2, 2, 3))):
        gate = _gate(dice, plan, f"G{number}")
        plan = replace(plan, gates=(*plan.gates, *gate))
    areas = tuple(_area(dice, f"a{number}") for number in range(dice.choice((0, 1, 1, 2))))
    plan = replace(plan, areas=areas)
    for number in range(dice.choice((2, 3, 3, 4))):
        plan = replace(plan, places=(*plan.places, *_place(dice, plan, f"p{number}")))
    return replace(plan, links=_links(dice, plan))


def _junctions(dice: Random) -> tuple[Point, ...]:
    spots = [(x, y) for x in range(3) for y in range(3)]
    dice.shuffle(spots)

    def near(number: int) -> float:
        return float(number * STEP_M + dice.randint(-JITTER_M, JITTER_M))

    return tuple((near(x), near(y)) for x, y in spots[: dice.randint(2, 8)])


def _roads(dice: Random, plan: Plan) -> tuple[Road, ...]:
    pairs = list(combinations(range(len(plan.junctions)), 2))
    count = dice.randint(1, min(len(pairs), 10))
    ends = dice.sample(pairs, count)
    ends += [dice.choice(pairs) for _ in range(dice.choice((0, 0, 1, 2)))]
    found: dict[tuple[int, int, float], Road] = {}
    for number, (a, b) in enumerate(ends):
        bend = float(dice.choice((0, 0, 0, 150, -150, 190)) if number < count else -150)
        road = Road(
            f"r{number}", a, b, bend,
            oneway=dice.choice(("no", "no", "no", "no", "yes", "-1")),
            klass=dice.choice(("primary", "primary", "track", "footway" if number else "track")),
            practicability=dice.choice((0, 0, 0, 0, 4, 3, 2)),
            max_weight_t=dice.choice((None, None, None, 10.0)),
            speed_kmh=dice.choice((None, None, 20.0)),
            corridor=dice.choice(("", "", "rn9", "rn8")),
        )  # fmt: skip
        found.setdefault((a, b, bend), road)
    return tuple(found.values())


def _gate(dice: Random, plan: Plan, name: str) -> tuple[Gate, ...]:
    """A gate that stands on one road or junction only, for every reader."""
    obstacle = dice.choice(("", "", "", "barricade", "toll_post"))
    for _ in range(5):
        road = dice.choice(plan.roads)
        if road.klass == "footway":
            continue
        corridor = dice.choice(("", road.corridor))
        if dice.random() < 0.25:
            gate = Gate(name, road.id, junction=road.a, corridor=corridor, obstacle=obstacle)
            others = [r for r in plan.roads if road.a not in (r.a, r.b)]
        else:
            part = dice.choice((0.25, 0.3, 0.7, 0.75)) + dice.random() / 50
            gate = Gate(name, road.id, part, corridor=corridor, obstacle=obstacle)
            others = [r for r in plan.roads if r != road]
        here = plan.of_gate(gate)
        if all(plan.away(here, other) > APART_M for other in others):
            return (gate,)
    return ()


def _area(dice: Random, name: str) -> Area:
    west, south = dice.uniform(-200, 1000), dice.uniform(-200, 1000)
    east, north = west + dice.uniform(150, 900), south + dice.uniform(150, 900)
    if dice.random() < 0.3:
        width, height = (east - west) / 3, (north - south) / 3
        hole = (west + width, south + height, east - width, north - height)
        return Area(name, (west, south, east, north), hole)
    return Area(name, (west, south, east, north))


def _place(dice: Random, plan: Plan, name: str) -> tuple[Place, ...]:
    """A place of which every reader says that it lies on that point of that road."""
    kind = dice.choice(("", "", "port", "airport", "hospital"))
    for _ in range(8):
        road = dice.choice(plan.roads)
        if road.klass == "footway" or road.practicability == 2:
            continue
        part = dice.choice((0.22, 0.4, 0.6, 0.8)) + dice.random() / 10
        place = Place(name, road.id, part, dice.choice((0.0, 30.0, -25.0)), kind)
        here = plan.of_place(place)
        others = [other for other in plan.roads if other != road]
        clear = all(plan.away(here, other) > abs(place.aside) + 20 for other in others)
        if clear and not _doubtful(plan, road, place):
            return (place,)
    return ()


def _doubtful(plan: Plan, road: Road, place: Place) -> bool:
    """Whether a centimetre more or less decides what governs the place's road."""
    if road.bend and place.aside and 0.4 < place.part < 0.6:
        return True
    here, whole = plan.along(road, place.part), plan.along(road, 1.0)
    marks = [plan.along(road, g.part) for g in plan.gates if g.junction < 0 and g.road == road.id]
    marks += [0.0] if any(g.junction == road.a for g in plan.gates) else []
    marks += [whole] if any(g.junction == road.b for g in plan.gates) else []
    feet = [plan.along(road, other.part) for other in plan.places if other.road == road.id]
    near = [(mark, reach) for mark in marks for reach in (0.0, 50.0)] + [(at, 0.0) for at in feet]
    return any(abs(abs(here - mark) - reach) < 1 for mark, reach in near)


def _links(dice: Random, plan: Plan) -> tuple[Link, ...]:
    if len(plan.places) < 2 or dice.random() < 0.6:
        return ()
    a, b = dice.sample(plan.places, 2)
    minutes = dice.choice((1.0, 5.0, 30.0))
    return (Link("boat", a.id, b.id, minutes, dice.choice((0, 0, 3, 4, 5))),)


def _said(dice: Random, plan: Plan) -> dict[str, str]:
    """What is reported of everything, and of some roads that are not drawn twice."""
    said = {}
    for name in plan.subjects():
        held = name.startswith("area") or (name.startswith("gateway") and dice.random() < 0.3)
        words = dice.choice(HELD if held and dice.random() < 0.7 else WORDS)
        words = dice.choice((words, words, "", "open"))
        delay = dice.choice(("", "", "", " delay 4", " delay 20"))
        if words + delay:
            said[name] = (words + delay).strip()
    for road in plan.roads:
        if road.id not in plan.twins and dice.random() < 0.12:
            said[f"road.{road.id}"] = dice.choice(("open", "restricted", "closed", "expired open",
                                                   "open delay 3"))  # fmt: skip
    return said
