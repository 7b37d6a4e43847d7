"""Places tied to roads: at the nearest point of the nearest road, with the distance reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from potay.arrays import Flags, Floats, Longs, Names
from potay.geo import distances_m
from potay.network.borders import Stretches
from potay.network.lines import Lines
from potay.network.material import numbers, shapes, text

#: How much nearer a lesser road must be for a place to be tied to it (metres).
BETTER_M = 150.0


@dataclass(frozen=True)
class Sites:
    """Places before they are tied: one row per place of any subject type.

    `own_point` says that the place lies beside the road and needs a connector; areas and
    gateways are points of the road itself.
    """

    type: Names
    id: Names
    name: Names
    kind: Names
    commune: Names
    persons: Floats
    lonlat: Floats
    own_point: Flags


@dataclass(frozen=True)
class Tied:
    """Where places meet the roads: a mark (NaN where no road is near enough), the distance."""

    mark: Floats
    snap_m: Floats


def sites_of(frames: Mapping[str, gpd.GeoDataFrame]) -> Sites:
    """Frames by subject type as one list of places."""
    parts = []
    for subject_type, frame in frames.items():
        points = shapely.point_on_surface(shapes(frame))
        parts.append(
            pd.DataFrame(
                {
                    "type": subject_type,
                    "id": frame.index.astype(str),
                    "name": text(frame, "name"),
                    "kind": text(frame, "kind"),
                    "commune": text(frame, "commune"),
                    "persons": numbers(frame, "persons"),
                    "lon": shapely.get_x(points),
                    "lat": shapely.get_y(points),
                    "own_point": subject_type not in ("area", "gateway"),
                }
            )
        )
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
    words = {c: table[c].to_numpy(dtype=np.str_) for c in ("type", "id", "name", "kind", "commune")}
    lonlat = table[["lon", "lat"]].to_numpy(dtype=np.float64)
    persons = table["persons"].to_numpy(dtype=np.float64)
    return Sites(
        **words, persons=persons, lonlat=lonlat, own_point=table["own_point"].to_numpy(np.bool_)
    )


_COLUMNS = ["type", "id", "name", "kind", "commune", "persons", "lon", "lat", "own_point"]


def tie(lines: Lines, lonlat: Floats, classes: Sequence[Flags], limit_m: float) -> Tied:
    """The nearest point of the nearest road for each place within `limit_m`.

    `classes` are sets of roads, the best first: a road of a worse class is only taken where it
    is nearer by `BETTER_M` than any of a better class.
    """
    tied = _tie(lines, lonlat, classes[0], limit_m)
    for better, chosen in pairwise(classes):
        if not (chosen & ~better).any():
            continue
        other = _tie(lines, lonlat, chosen, limit_m)
        nearer = np.isnan(tied.snap_m) | (other.snap_m < tied.snap_m - BETTER_M)
        tied = Tied(
            np.where(nearer, other.mark, tied.mark), np.where(nearer, other.snap_m, tied.snap_m)
        )
    return tied


def _tie(lines: Lines, lonlat: Floats, usable: Flags, limit_m: float) -> Tied:
    mark = np.full(len(lonlat), np.nan)
    snap = np.full(len(lonlat), np.nan)
    roads = np.flatnonzero(usable)
    if len(roads) == 0 or len(lonlat) == 0:
        return Tied(mark, snap)
    points = shapely.points(lines.plane.xy(lonlat))
    # The plane is true to scale to about a part in a hundred: look a little farther, then measure.
    place, line = _nearest(lines, roads, lonlat, points, limit_m * 1.05)
    found = lines.locate(line, points[place])
    at = lines.lonlat_at(found)
    away = distances_m(lonlat[place, 0], lonlat[place, 1], at[:, 0], at[:, 1])
    near = away <= limit_m
    mark[place[near]], snap[place[near]] = found[near], away[near]
    return Tied(mark, snap)


def _nearest(
    lines: Lines, roads: Longs, lonlat: Floats, points: NDArray[np.object_], limit_m: float
) -> tuple[Longs, Longs]:
    """Pairs of place and its nearest road (the first of several) no farther off than the limit.

    The tree is one of degrees, in which another road may be nearest: what it names is only how
    far one must look.
    """
    tree = lines.tree if len(roads) == lines.count else shapely.STRtree(lines.drawn[roads])
    place, row = tree.query_nearest(shapely.points(lonlat), all_matches=False)
    away = shapely.distance(lines.shapes(roads[row]), points[place])
    reach = np.minimum(away, limit_m)[:, None]
    xy = lines.plane.xy(lonlat[place])
    which, row = lines.near(np.hstack([xy - reach, xy + reach]), tree)
    place, line = place[which], roads[row]
    away = shapely.distance(lines.shapes(line), points[place])
    order = np.lexsort((line, away, place))
    order = order[away[order] <= limit_m]
    first = order[np.unique(place[order], return_index=True)[1]]
    return place[first], line[first]


def tie_areas(lines: Lines, lonlat: Floats, inside: Stretches, usable: Flags) -> Tied:
    """Areas tied to that stretch of their own roads whose middle is nearest to their point.

    `inside.subject` is the row in `lonlat` of the area that a stretch lies in.
    """
    mark, snap = np.full(len(lonlat), np.nan), np.full(len(lonlat), np.nan)
    within = inside.where(usable[lines.line_at(inside.begin)])
    if len(within.subject) == 0:
        return Tied(mark, snap)
    middle = lines.lonlat_at((within.begin + within.end) / 2)
    step = (middle - lonlat[within.subject]) * (lines.plane.x_m, lines.plane.y_m)
    flat = np.hypot(*step.T)
    least = np.full(len(lonlat), np.inf)
    np.minimum.at(least, within.subject, flat)
    # However large the country, the plane errs by far less: what is farther is not measured.
    likely = flat <= least[within.subject] * 2
    within, middle = within.where(likely), middle[likely]
    away = distances_m(*lonlat[within.subject].T, *middle.T)
    order = np.lexsort((within.begin, away, within.subject))
    rows = order[np.unique(within.subject[order], return_index=True)[1]]
    area, begin, end = within.subject[rows], within.begin[rows], within.end[rows]
    nearest = lines.locate(lines.line_at(begin), shapely.points(lines.plane.xy(lonlat[area])))
    mark[area] = np.clip(nearest, begin, end)
    snap[area] = distances_m(*lonlat[area].T, *lines.lonlat_at(mark[area]).T)
    return Tied(mark, snap)


def covering(polygons: NDArray[np.object_], points: NDArray[np.object_]) -> tuple[Longs, Longs]:
    """Pairs of point and polygon where the polygon (borders included) covers the point."""
    if len(polygons) == 0 or len(points) == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    tree = shapely.STRtree(points)
    polygon, point = tree.query(polygons, predicate="intersects")
    order = np.lexsort((polygon, point))
    return point[order], polygon[order]
