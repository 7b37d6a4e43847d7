"""The stretches of road that areas, gateways and obstacles govern."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from potay.arrays import Flags, Floats, Longs
from potay.errors import Finding
from potay.network.arrays import Roads
from potay.network.borders import Stretches, stretches_inside
from potay.network.lines import Plane
from potay.network.material import Material, shapes, text
from potay.network.placement import NEAR_M, Ground, Placed, place_on_roads
from potay.network.places import covering

#: An obstacle drawn as a line shorter than this lies across a road, not along it (metres).
ACROSS_M = 60.0
#: An obstacle drawn as a longer line lies on the roads within this distance of it (metres).
BESIDE_M = 15.0
#: A road is only crossed, not covered, where less than this much of it is beside (metres).
COVERED_M = 45.0


@dataclass(frozen=True)
class GovernedStretches:
    """Stretches with their governing subjects, and where gateways and point obstacles stand.

    Subjects are rows in the order of `subjects_of`: areas, gateways, obstacles. `polygons` are
    the areas in the plane. `gate` is the mark of each gateway's own point, NaN where it stands
    on no road.
    """

    stretches: Stretches
    gate_subject: Longs
    gate_mark: Floats
    polygons: NDArray[np.object_]
    gate: Floats
    plane: Plane
    findings: tuple[Finding, ...]

    @property
    def marks(self) -> Floats:
        """Every mark at which pieces must be cut."""
        return np.concatenate([self.stretches.begin, self.stretches.end, self.gate_mark])

    def inside_areas(self) -> Stretches:
        """The stretches that areas govern."""
        return self.stretches.where(self.stretches.subject < len(self.polygons))


def govern(ground: Ground, material: Material, roads: Roads, reach_m: float) -> GovernedStretches:
    """Find what areas, gateways and obstacles govern; `reach_m` is how far a gateway reaches."""
    gateways, obstacles = material.frame("gateway"), material.frame("obstacle")
    plane = ground.lines.plane
    polygons = plane.shapes(shapes(material.frame("area")))
    inside = stretches_inside(ground.lines, polygons)
    points = shapely.get_coordinates(plane.shapes(shapes(gateways)))
    gates = place_on_roads(ground, points, _corridors(gateways), reach_m)
    along = _along_corridors(ground, gateways, points, polygons, inside)
    blocks, covered = _obstructed(ground, obstacles, roads, reach_m)
    first_gate, first_block = len(polygons), len(polygons) + len(gateways)
    gate = np.full(len(gateways), np.nan)
    gate[gates.row[::-1]] = gates.mark[::-1]
    return GovernedStretches(
        stretches=inside.joined(
            gates.stretches.of_rows(first_gate),
            along.of_rows(first_gate),
            blocks.stretches.of_rows(first_block),
            covered.of_rows(first_block),
        ),
        gate_subject=np.concatenate([gates.row + first_gate, blocks.row + first_block]),
        gate_mark=np.concatenate([gates.mark, blocks.mark]),
        polygons=polygons,
        gate=gate,
        plane=plane,
        findings=(
            *_notes(gateways, "gateways", gates, ground),
            *_notes(obstacles, "obstacles", blocks, ground, covered.subject),
        ),
    )


def _corridors(frame: gpd.GeoDataFrame) -> NDArray[np.object_]:
    return np.array([word.casefold() for word in text(frame, "corridor").tolist()], dtype=object)


def _along_corridors(
    ground: Ground,
    gateways: gpd.GeoDataFrame,
    points: Floats,
    polygons: NDArray[np.object_],
    inside: Stretches,
) -> Stretches:
    """A gateway that names a corridor governs all of it inside the areas it stands in.

    Where another area lies over these, in which it does not stand, it governs nothing: that it
    is reported open must not open an area farther on because a wider one was drawn.
    """
    gateway, area = covering(polygons, shapely.points(points))
    line = ground.lines.line_at(inside.begin)
    corridors = _corridors(gateways)
    found = [Stretches.none()]
    for row in np.unique(gateway).tolist():
        corridor = ground.keys.of_corridor(corridors[row])[line]
        around = np.isin(inside.subject, area[gateway == row])
        own, foreign = inside.where(corridor & around), inside.where(corridor & ~around)
        found.append(_without(own, foreign).of_subject(row))
    return found[0].joined(*found[1:])


def _without(some: Stretches, others: Stretches) -> Stretches:
    """What `others` leave of stretches, in parts between any two ends."""
    marks = np.unique(np.concatenate([some.begin, some.end, others.begin, others.end]))
    begin, end = marks[:-1], marks[1:]
    middle = (begin + end) / 2
    left = _covered(some, middle) & ~_covered(others, middle)
    return Stretches(np.zeros(int(left.sum()), np.int64), begin[left], end[left])


def _covered(stretches: Stretches, marks: Floats) -> Flags:
    """Whether any stretch covers each mark: more have begun before it than have ended."""
    begun = np.searchsorted(np.sort(stretches.begin), marks)
    ended = np.searchsorted(np.sort(stretches.end), marks)
    covered: Flags = begun > ended
    return covered


def _obstructed(
    ground: Ground, obstacles: gpd.GeoDataFrame, roads: Roads, reach_m: float
) -> tuple[Placed, Stretches]:
    """Where point obstacles stand, and what line obstacles cover."""
    forms = ground.lines.plane.shapes(shapes(obstacles))
    along = shapely.length(forms) >= ACROSS_M
    points = shapely.get_coordinates(shapely.centroid(forms))
    points[along] = np.nan
    near = place_on_roads(ground, points, _corridors(obstacles), reach_m)
    beside = np.full(len(forms), shapely.Polygon(), dtype=object)
    beside[along] = shapely.buffer(forms[along], BESIDE_M)
    covered = stretches_inside(ground.lines, beside)
    bridge = roads.bridge[ground.lines.line_at(covered.begin)]
    dry = bridge & np.isin(text(obstacles, "kind")[covered.subject], ("flood", "flooded"))
    return near, covered.where(~dry & _lengthwise(covered, forms))


def _lengthwise(covered: Stretches, forms: NDArray[np.object_]) -> Flags:
    """A road merely crossed by an obstacle's line is not covered by it."""
    half = shapely.length(forms)[covered.subject] / 2
    enough: Flags = covered.end - covered.begin > np.minimum(COVERED_M, half)
    return enough


def _notes(
    frame: gpd.GeoDataFrame,
    layer: str,
    stood: Placed,
    ground: Ground,
    also: Longs | None = None,
) -> list[Finding]:
    """Findings on points that stand on no road, or not on a road of their corridor."""
    notes = []
    corridors = _corridors(frame)
    for row, (name, line) in enumerate(zip(frame.index.astype(str), stood.line, strict=True)):
        corridor = corridors[row]
        if line < 0 and (also is None or row not in also):
            message = f"no road within {NEAR_M:.0f} m, so it governs nothing."
            hint = "Check its coordinates, or draw the road that passes it."
            notes.append(Finding("warning", message, layer=layer, id=name, hint=hint))
        elif line >= 0 and corridor and not ground.keys.of_corridor(corridor)[line]:
            message = (
                f"no road of corridor '{corridor}' within {NEAR_M:.0f} m; it stands on the"
                f" nearest road, {stood.distance_m[row]:.0f} m away."
            )
            notes.append(Finding("info", message, layer=layer, id=name))
    return notes
