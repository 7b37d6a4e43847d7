"""How many people live in zones, near lines, under each class of polygons.

Figures are sums over a population raster (persons per cell), each cell weighted by the part of
it that a zone covers. A cell without data is not a cell without people: where a zone has no
data at all its figure is NaN, and where it has some, `covered` says for how much of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource

from potay.arrays import Floats, Longs, Shapes
from potay.errors import Finding, SourceError
from potay.geo import WGS84
from potay.terrain.grid import Grid, read_grid
from potay.terrain.near import polygonal, surroundings

#: Polygons are reprojected with a vertex at least every so many degrees.
_STEP_DEG = 0.01
#: Persons that two sums may differ by for rounding alone, as a share of all.
_ROUNDING = 1e-6
#: A zone with data for less than this share of it gets a finding.
_ENOUGH = 0.999


@dataclass(frozen=True)
class PeopleCount:
    """People per zone, and what became of everybody else.

    `rows` has the zones' index and `persons` and `covered` (share of the zone's area where the
    raster has data, 0 to 1). `total` is everybody in the raster, `together` everybody in at
    least one zone, each counted once, `uncovered` the rest: together + uncovered == total.
    `persons` may add up to more than `together`: those in overlaps count in each zone.
    """

    rows: pd.DataFrame
    total: float
    together: float
    uncovered: float
    findings: tuple[Finding, ...] = ()

    @property
    def counted_twice(self) -> float:
        """How many more persons the zones add up to than there are in them."""
        return float(self.rows["persons"].sum()) - self.together


def people_in(zones: gpd.GeoSeries, population: Path, *, nested: bool = False) -> PeopleCount:
    """People in each zone, by exact coverage of the cells.

    Parameters
    ----------
    zones
        Polygons, EPSG:4326; they are brought into the raster's CRS, whatever it is.
    population
        Raster of persons per cell, with a nodata tag.
    nested
        Zones that are meant to overlap (bands of minutes, corridors): overlaps are no finding.

    Raises
    ------
    SourceError
        Where the raster cannot be used: no nodata tag, no CRS, cells with negative persons.
    """
    shapes = np.asarray(zones.array, dtype=object)
    names = zones.index.astype(str).to_numpy()
    grid = read_grid(population)
    total = _total(grid)
    flat = _in_raster_crs(shapes, grid)
    persons, covered = _sums(flat, grid)
    present = flat[~shapely.is_missing(flat)]
    once = _sums(np.array([shapely.union_all(present)], dtype=object), grid)[0]
    together = float(np.nan_to_num(once[0]))
    findings = [*_sparse(names, persons, covered, grid.name)]
    if not nested and np.nansum(persons) - together > _ROUNDING * max(total, 1.0):
        findings += _overlaps(names, flat, grid)
    rows = pd.DataFrame({"persons": persons, "covered": covered}, index=zones.index)
    return PeopleCount(rows, total, together, total - together, tuple(findings))


def people_near(lines: gpd.GeoSeries, population: Path, *, within_m: float) -> PeopleCount:
    """People within so many metres of each (multi)line, e.g. 2,000 m of a corridor.

    Lines are EPSG:4326; distances are metric, in the UTM zone of each line. Where corridors
    meet people count for each of them, and once in `together`.

    Raises
    ------
    SourceError
        As `people_in`.
    """
    shapes = surroundings(np.asarray(lines.array, dtype=object), within_m)
    around = gpd.GeoSeries(shapes, index=lines.index, crs=WGS84)
    return people_in(around, population, nested=True)


def people_by_class(
    zones: gpd.GeoDataFrame, population: Path, *, column: str, nested: bool = False
) -> PeopleCount:
    """People under each value of a column of polygons, e.g. by reported control.

    Polygons of one value are joined first, so that nobody counts twice within a value; where
    two values overlap, people count under both and a finding says how many. Rows are sorted by
    value (index name: the column's); `uncovered` are the people in no polygon at all.

    Raises
    ------
    SourceError
        As `people_in`.
    KeyError
        Where there is no such column.
    """
    values = zones[column].fillna("").astype(str)
    shapes = np.asarray(zones.geometry.array, dtype=object)
    joined = {
        value: shapely.union_all(shapely.make_valid(shapes[rows]))
        for value, rows in sorted(values.groupby(values).indices.items())
    }
    index = pd.Index(list(joined), name=column, dtype=object)
    classes = gpd.GeoSeries(list(joined.values()), index=index, crs=WGS84)
    return people_in(classes, population, nested=nested)


def _total(grid: Grid) -> float:
    if np.nanmin(grid.values, initial=0) < 0:
        raise SourceError(
            "the raster has cells with fewer than 0 persons.",
            file=grid.name,
            hint="These are most likely empty cells: set its nodata tag to their value.",
        )
    return float(np.nansum(grid.values, dtype=np.float64))


def _in_raster_crs(shapes: Shapes, grid: Grid) -> Shapes:
    mended = np.array([polygonal(each) for each in shapely.make_valid(shapes)], dtype=object)
    fine = shapely.segmentize(mended, _STEP_DEG)
    moved = gpd.GeoSeries(fine, crs=WGS84).to_crs(grid.crs)
    return np.asarray(moved.array, dtype=object)


def _sums(shapes: Shapes, grid: Grid) -> tuple[Floats, Floats]:
    """Persons and the share of area with data, in the order of the shapes; NaN where none."""
    parts, row = _parts(shapes, grid)
    if len(parts) == 0:
        return np.full(len(shapes), np.nan), np.zeros(len(shapes))
    frame = gpd.GeoDataFrame({"row": row}, geometry=parts, crs=grid.crs)
    known = np.ma.masked_invalid(grid.values)
    source = NumPyRasterSource(known, *grid.bounds, srs_wkt=frame.crs.to_wkt())
    found = exact_extract(source, frame, ["sum", "count"], include_cols="row", output="pandas")
    persons, cells = (
        np.bincount(found["row"], found[name].fillna(0), len(shapes)) for name in ("sum", "count")
    )
    cell_area, areas = grid.width * grid.height, shapely.area(shapes)
    covered = np.divide(cells * cell_area, areas, out=np.zeros(len(shapes)), where=areas > 0)
    return np.where(cells > 0, persons, np.nan), np.minimum(covered, 1.0)


def _parts(shapes: Shapes, grid: Grid) -> tuple[Shapes, Longs]:
    """Single polygons inside the raster's box, and the shape that each is from.

    exactextract 0.3.0 ends the whole process on a multipolygon of which one part only touches
    the raster from outside; it never gets one from here.
    """
    shapes = np.where(shapely.is_missing(shapes), shapely.Polygon(), shapes)
    inside = shapely.intersection(shapes, shapely.box(*grid.bounds))
    once, row = shapely.get_parts(inside, return_index=True)
    parts, of = shapely.get_parts(once, return_index=True)
    real = shapely.area(parts) > 0
    return parts[real], row[of][real]


def _sparse(names: Shapes, persons: Floats, covered: Floats, label: str) -> Iterator[Finding]:
    """Where numbers are unknown, and told so; a raster that knows none is the wrong one."""
    off = np.isnan(persons)
    for row in np.flatnonzero(off):
        yield Finding(
            "warning" if off.all() else "info",
            "the population raster has no data here, so the number of people is unknown.",
            file=label,
            id=names[row],
            hint="Take a raster that covers it.",
        )
    for row in np.flatnonzero(~np.isnan(persons) & (covered < _ENOUGH)):
        yield Finding(
            "info",
            f"the population raster has data for {100 * covered[row]:.1f} % of it; "
            "people in the rest, if any, are not counted.",
            file=label,
            id=names[row],
        )


def _overlaps(names: Shapes, shapes: Shapes, grid: Grid) -> Iterator[Finding]:
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = [polygonal(each) for each in shapely.intersection(shapes[one], shapes[other])]
    persons = _sums(np.array(common, dtype=object), grid)[0]
    for first, second, both in zip(names[one], names[other], persons, strict=True):
        if both >= 0.5:
            yield Finding(
                "warning",
                f"'{first}' and '{second}' overlap; {both:,.0f} people are counted in both.",
                id=first,
                hint="Redraw the border between them, or read the sum as too high.",
            )
