"""A world cut by plane geometry into stretches, each with what governs it.

A stretch ends wherever anything changes: at junctions, at the reach of a gate, where an area's
side is met, where a place is tied. Of `potay` nothing is used but the length of a line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from laws.layout import Spot
from laws.plan import Area, Link, Place, Plan, Point, Road

from potay.geo import GEOD
from potay.spec import Mover

REACH_M, AREA_DELAY_M = 50.0, 2000.0
Span = tuple[str, float, float]


@dataclass(frozen=True)
class Edge:
    """One way along one stretch; `bears` is what part of a subject's delay it costs."""

    tail: object
    head: object
    metres: float
    free_s: float
    governors: tuple[str, ...]
    bears: dict[str, float]
    connector: bool = False


@dataclass(frozen=True)
class Stretches:
    """All stretches of one world for one mover; of infinite time where it does not fit."""

    plan: Plan
    spot: Spot
    mover: Mover

    def edges(self) -> list[Edge]:
        """Of roads, of the short ways from places to their roads, and of boats."""
        plan = self.plan
        found = [edge for road in plan.roads for edge in self._of_road(road)]
        found += [edge for place in plan.places for edge in self._of_place(place)]
        return found + [edge for link in plan.links for edge in self._of_link(link)]

    def areas_at(self, link: Link) -> set[str]:
        """The areas in which an end of a link lies."""
        points = [self.plan.of_place(p) for p in self.plan.places if p.id in (link.a, link.b)]
        return {area.id for area in self.plan.areas for point in points if _holds(area, point)}

    def _metres(self, course: Iterable[Point]) -> list[float]:
        lons, lats = zip(*self.spot.lonlat(course), strict=True)
        return list(GEOD.line_lengths(lons, lats))

    def _of_road(self, road: Road) -> Iterable[Edge]:
        plan, steps = self.plan, self._metres(self.plan.course(road))
        total, pace = sum(steps), self._pace(road)
        areas = list(self._area_spans(road, steps))
        spans = [*self._gate_spans(road, steps), *areas, *self._corridor_spans(road, areas)]
        if f"road.{road.id}" in plan.said:
            spans.append((f"road.{road.id}", 0.0, total))
        at = self._ends(road, steps, spans)
        gates = [(("j", g.junction) if g.junction >= 0 else ("gate", g.id), g.subject)
                 for g in plan.gates]  # fmt: skip
        for begin, end in pairwise(sorted(at)):
            metres, ends = end - begin, (at[begin], at[end])
            middle = (begin + end) / 2
            held = {name for name, first, last in spans if first < middle < last}
            bears = {f"road.{road.id}": metres / total}
            bears |= {f"area.{area.id}": metres / AREA_DELAY_M for area in plan.areas}
            bears |= {name: 0.5 for node, name in gates if node in ends}
            one = (metres, metres * pace, tuple(sorted(held)), bears)
            if road.oneway in ("no", "yes"):
                yield Edge(*ends, *one)
            if road.oneway in ("no", "-1"):
                yield Edge(*ends[::-1], *one)

    def _ends(self, road: Road, steps: list[float], spans: list[Span]) -> dict[float, object]:
        """Where stretches of a road end, by metres from its beginning."""
        at: dict[float, object] = {0.0: ("j", road.a), sum(steps): ("j", road.b)}
        for gate in self.plan.gates:
            if gate.junction < 0 and gate.road == road.id:
                at[_mark(gate.part, steps)] = ("gate", gate.id)
        for place in self.plan.places:
            if place.road == road.id:
                at[_mark(place.part, steps)] = ("foot", place.id)
        for _, *marks in spans:
            for mark in marks:
                at.setdefault(mark, (road.id, mark))
        return at

    def _gate_spans(self, road: Road, steps: list[float]) -> Iterable[Span]:
        """Fifty metres each way; at a junction of every road, or of its own corridor.

        Where only two roads meet, one is the other going on, whatever they are called.
        """
        total = sum(steps)
        for gate in self.plan.gates:
            own = gate.corridor in ("", road.corridor) or self.plan.meet(gate.junction) == 2
            if gate.junction == road.a and own:
                yield gate.subject, 0.0, REACH_M
            elif gate.junction == road.b and own:
                yield gate.subject, total - REACH_M, total
            elif gate.junction < 0 and gate.road == road.id:
                mark = _mark(gate.part, steps)
                yield gate.subject, mark - REACH_M, mark + REACH_M

    def _area_spans(self, road: Road, steps: list[float]) -> Iterable[Span]:
        """What lies in areas."""
        for area in self.plan.areas:
            for begin, end in _inside(area, self.plan.course(road), steps):
                yield f"area.{area.id}", begin, end

    def _corridor_spans(self, road: Road, areas: list[Span]) -> Iterable[Span]:
        """What gateways of the road's corridor govern in their own areas and in no other."""
        for gate in self.plan.gates:
            if not gate.corridor or gate.corridor != road.corridor or gate.obstacle:
                continue
            here = self.plan.of_gate(gate)
            own = {f"area.{area.id}" for area in self.plan.areas if _holds(area, here)}
            for begin, end in pairwise(sorted({mark for _, *marks in areas for mark in marks})):
                middle = (begin + end) / 2
                around = {name for name, first, last in areas if first < middle < last}
                if around and around <= own:
                    yield gate.subject, begin, end

    def _pace(self, road: Road) -> float:
        mover = self.mover
        limit = 1 if road.klass == "footway" else road.practicability
        heavy = road.max_weight_t is not None and mover.weight_t > road.max_weight_t
        if heavy or 0 < limit < mover.vehicle_class:
            return inf
        speed = mover.speeds_kmh.get(road.klass, mover.default_speed_kmh)
        speed *= mover.unpaved_factor if road.klass == "track" else 1
        return 3.6 / min(speed, road.speed_kmh or inf)

    def _of_place(self, place: Place) -> Iterable[Edge]:
        plan = self.plan
        here = plan.of_place(place)
        (metres,) = self._metres([here, plan.point(plan.road(place.road), place.part)])
        held = [f"area.{area.id}" for area in plan.areas if _holds(area, here)]
        bears = dict.fromkeys(held, metres / AREA_DELAY_M)
        if place.governs:
            held.append(place.subject)
            bears[place.subject] = 1.0
        speed = self.mover.speeds_kmh.get("service", self.mover.default_speed_kmh)
        one = (metres, metres * 3.6 / speed, tuple(sorted(held)), bears, True)
        yield Edge(("p", place.id), ("foot", place.id), *one)
        yield Edge(("foot", place.id), ("p", place.id), *one)

    def _of_link(self, link: Link) -> Iterable[Edge]:
        """A boat is held by itself, its ports and their areas; it costs its own delay."""
        ends = [place for place in self.plan.places if place.id in (link.a, link.b)]
        held = {f"link.{link.id}", *(f"area.{area}" for area in self.areas_at(link))}
        held |= {place.subject for place in ends if place.governs}
        (metres,) = self._metres([self.plan.of_place(place) for place in ends])
        fits = link.min_load_class == 0 or self.mover.vehicle_class <= link.min_load_class
        seconds = link.minutes * 60 if fits else inf
        one = (metres, seconds, tuple(sorted(held)), {f"link.{link.id}": 1.0})
        yield Edge(("p", link.a), ("p", link.b), *one)
        yield Edge(("p", link.b), ("p", link.a), *one)


def _mark(part: float, steps: list[float]) -> float:
    """Metres from the beginning of a road of one or two straights."""
    if len(steps) == 1:
        return part * steps[0]
    return part * 2 * steps[0] if part < 0.5 else steps[0] + (part * 2 - 1) * steps[1]


def _holds(area: Area, point: Point) -> bool:
    return _within(area.box, point) and not (area.hole and _within(area.hole, point))


def _within(box: tuple[float, float, float, float], point: Point) -> bool:
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def _inside(
    area: Area, course: tuple[Point, ...], steps: list[float]
) -> Iterable[tuple[float, float]]:
    """The stretches of a road inside an area: cut where it meets the sides of a box."""
    before = 0.0
    for (a, b), metres in zip(pairwise(course), steps, strict=True):
        parts = sorted({0.0, 1.0, *_crossings(area.box, a, b),
                        *(_crossings(area.hole, a, b) if area.hole else ())})  # fmt: skip
        for begin, end in pairwise(parts):
            half = (begin + end) / 2
            middle = (a[0] + (b[0] - a[0]) * half, a[1] + (b[1] - a[1]) * half)
            if _holds(area, middle):
                yield before + begin * metres, before + end * metres
        before += metres


def _crossings(box: tuple[float, float, float, float], a: Point, b: Point) -> Iterable[float]:
    for axis in (0, 1):
        way = b[axis] - a[axis]
        for side in (box[axis], box[axis + 2]):
            if way and 0 < (part := (side - a[axis]) / way) < 1:
                yield part
