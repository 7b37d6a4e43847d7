"""Roads drawn a few metres short of the road they end at, joined as a reported repair."""

from dataclasses import replace

import numpy as np
import shapely

from potay.arrays import Floats, Ints, Longs, ranges
from potay.errors import Finding
from potay.geo import distances_m
from potay.network.arrays import Roads
from potay.network.lines import DECIMALS, Lines, lines_from
from potay.network.noding import Noding


def close_gaps(
    lines: Lines, noding: Noding, level: Ints, roads: Roads, limit_m: float
) -> tuple[Lines, list[Finding]]:
    """Join each dangling end to the nearest other road of its level within `limit_m` metres.

    The dangling road gets one more vertex, the other road the same vertex where it is nearest;
    so they meet like any two roads. Bridges and tunnels are joined only at their own ends.
    """
    end, line, target, mark, away = _gaps(lines, noding, level, roads, limit_m)
    if len(end) == 0:
        return lines, []
    point = np.round(lines.lonlat_at(mark), DECIMALS)
    notes = [
        Finding(
            "repair",
            f"this road ends {metres:.1f} m short of road '{roads.id[other]}'; they are joined.",
            layer="roads",
            id=str(roads.id[own]),
        )
        for own, other, metres in zip(line, target, away, strict=True)
    ]
    return _with_vertices(lines, end, point, target, mark), notes


def _gaps(
    lines: Lines, noding: Noding, level: Ints, roads: Roads, limit_m: float
) -> tuple[Longs, Longs, Longs, Floats, Floats]:
    """Vertex and line of each dangling end; the road, mark and distance it is joined to."""
    ends = np.unique(np.concatenate([lines.start[:-1], lines.start[1:] - 1]))
    alone = np.diff(noding.first) == 1
    ends = ends[alone[noding.junction[ends]]]
    xy = lines.plane.xy(lines.lonlat[ends])
    points = shapely.points(xy)
    row, target = lines.near(np.hstack([xy - limit_m * 1.05, xy + limit_m * 1.05]))
    line = lines.owner[ends[row]]
    fits = (line != target) & (level[line] == level[target]) & ~roads.bridge[target]
    row, target, line = row[fits], target[fits], line[fits]
    mark = lines.locate(target, points[row])
    at, own = lines.lonlat_at(mark), lines.lonlat[ends[row]]
    away = distances_m(own[:, 0], own[:, 1], at[:, 0], at[:, 1])
    order = np.lexsort((target, away, row))
    order = order[away[order] <= limit_m]
    first = order[np.unique(row[order], return_index=True)[1]]
    return ends[row[first]], line[first], target[first], mark[first], away[first]


def _with_vertices(lines: Lines, end: Longs, point: Floats, target: Longs, mark: Floats) -> Lines:
    """The lines with `point` put before or after each `end`, and into `target` at `mark`."""
    leading = np.isin(end, lines.start[:-1])
    lonlat = np.concatenate([lines.lonlat, point, point])
    owner = np.concatenate([lines.owner, lines.owner[end], target])
    # Ends are put just outside their line's first or last mark, inside the gap between lines.
    outside = lines.mark[end] + np.where(leading, -0.25, 0.25)
    order = np.lexsort((np.concatenate([lines.mark, outside, mark]), owner))
    made = lines_from(lonlat[order], owner[order], lines.drawn, lines.plane)
    longer = np.unique(lines.owner[end])
    drawn = lines.drawn.copy()
    drawn[longer] = shapely.linestrings(
        made.lonlat[ranges(made.start[longer], made.start[longer + 1])[1]],
        indices=np.repeat(np.arange(len(longer)), np.diff(made.start)[longer]),
    )
    return replace(made, drawn=drawn)
