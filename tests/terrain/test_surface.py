"""Steps on tiny grids by hand: distances, barriers that do not leak, bridges that open."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from terrain.ground import at, cells, grid, line, series

from potay.errors import NoAnswerError
from potay.geo import GEOD
from potay.terrain import Grid, closed_cells, tobler_kmh, walking_surface

FLAT = grid(np.zeros((4, 5)))
FLAT_MS = 6 * np.exp(-0.175) / 3.6


def seconds(surface, one, other):
    columns = surface.grid.values.shape[1]
    return surface.graph[one[0] * columns + one[1], other[0] * columns + other[1]]


def metres(one, other):
    (lon0, lat0), (lon1, lat1) = (at(row + 0.5, column + 0.5) for row, column in (one, other))
    return GEOD.inv(lon0, lat0, lon1, lat1)[2]


@pytest.mark.parametrize("other", [(1, 2), (2, 1), (2, 2), (0, 2), (1, 0), (0, 0)])
def test_a_step_on_level_ground_takes_its_geodesic_at_tobler_s_pace(other):
    surface = walking_surface(FLAT, off_path=1.0)
    assert seconds(surface, (1, 1), other) == pytest.approx(metres((1, 1), other) / FLAT_MS)


@pytest.mark.parametrize("other", [(0, 3), (2, 3), (3, 2), (3, 0)])
def test_sixteen_neighbours_add_the_knight_s_moves(other):
    assert seconds(walking_surface(FLAT), (1, 1), other) == 0
    surface = walking_surface(FLAT, neighbours=16)
    assert seconds(surface, (1, 1), other) == pytest.approx(metres((1, 1), other) / FLAT_MS / 0.6)


def test_no_step_leaves_the_grid_or_goes_round_its_edge():
    graph = walking_surface(FLAT, neighbours=16).graph.tocoo()
    rows, columns = np.divmod(np.vstack([graph.row, graph.col]), 5)
    reach = np.sort(np.abs(np.vstack([np.diff(rows, axis=0), np.diff(columns, axis=0)])), axis=0)
    assert {tuple(step) for step in reach.T.tolist()} == {(0, 1), (1, 1), (1, 2)}
    one_by_one = [
        (r, c, r + down, c + right)
        for r in range(4)
        for c in range(5)
        for down in (-2, -1, 0, 1, 2)
        for right in (-2, -1, 0, 1, 2)
        if sorted((abs(down), abs(right))) in ([0, 1], [1, 1], [1, 2])
        and 0 <= r + down < 4
        and 0 <= c + right < 5
    ]
    assert graph.nnz == len(one_by_one)


def test_uphill_and_downhill_are_not_alike():
    hill = walking_surface(grid("0 100"), off_path=1.0)
    far = metres((0, 0), (0, 1))
    grade = 100 / far
    assert seconds(hill, (0, 0), (0, 1)) == pytest.approx(far / (tobler_kmh(grade) / 3.6))
    assert seconds(hill, (0, 1), (0, 0)) == pytest.approx(far / (tobler_kmh(-grade) / 3.6))
    assert seconds(hill, (0, 1), (0, 0)) < seconds(hill, (0, 0), (0, 1))


def test_tobler_is_fastest_gently_downhill():
    assert tobler_kmh(np.array([-0.05, 0.0, -0.1])) == pytest.approx([6, 5.0367, 5.0367], abs=1e-4)


def test_a_grid_in_metres_steps_by_the_ellipsoid_too():
    to_utm = Transformer.from_crs(4326, 32618, always_xy=True)
    x, y = to_utm.transform(*at(0, 0))
    utm = Grid(np.zeros((3, 3)), x, y, 100.0, 100.0, "EPSG:32618")
    there = walking_surface(utm, off_path=1.0).graph[4, 0]
    lon, lat = to_utm.transform([x + 150, x + 50], [y - 150, y - 50], direction="INVERSE")
    far = GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2]
    assert there == pytest.approx(far / FLAT_MS, rel=1e-9)


def test_nobody_slips_diagonally_through_a_river():
    #  . # .      both diagonals past a closed corner are shut,
    #  # . .      whether one of the two cells is closed or both
    closed = np.array([[False, True, False], [True, False, False], [False, False, False]])
    surface = walking_surface(grid(np.zeros((3, 3))), closed=closed)
    assert seconds(surface, (0, 0), (1, 1)) == 0
    assert seconds(surface, (1, 1), (0, 2)) == 0
    assert seconds(surface, (1, 1), (2, 2)) > 0
    assert surface.graph[1].nnz == 0


@pytest.mark.parametrize("wall", [(1, 2), (1, 1)])
def test_a_knight_s_move_needs_both_cells_that_it_passes(wall):
    closed = np.zeros((4, 5), dtype=bool)
    closed[wall] = True
    surface = walking_surface(FLAT, closed=closed, neighbours=16)
    assert seconds(surface, (1, 0) if wall == (1, 1) else (1, 1), (2, 2) if wall == (1, 1) else
                   (2, 3)) == 0  # fmt: skip


def test_cells_without_a_height_are_closed_and_told_apart():
    surface = walking_surface(grid("0 . 0"))
    assert surface.graph.nnz == 0
    assert surface.unknown.tolist() == [[False, True, False]]
    assert not surface.closed.any()


def test_barriers_close_every_cell_they_touch_and_crossings_open_them():
    river = series({"river": line((0.2, 0.5), (3.8, 4.5)), "none": shapely.LineString()})
    closed = closed_cells(FLAT, river)
    boxes = [[cells(row, column, row + 1, column + 1) for column in range(5)] for row in range(4)]
    np.testing.assert_array_equal(closed, shapely.intersects(boxes, river["river"]))
    bridge = series({"bridge": shapely.Point(at(0.5, 0.5))})
    opened = closed_cells(FLAT, river, crossings=bridge)
    assert np.argwhere(closed & ~opened).tolist() == [[0, 0]]


def test_holes_in_closed_areas_stay_open():
    ring = cells(0.1, 0.1, 2.9, 2.9).difference(cells(1, 1, 2, 2))
    closed = closed_cells(FLAT, series({"quarter": ring.buffer(-1e-6)}))
    assert not closed[1, 1]
    assert closed[:3, :3].sum() == 8


def test_barriers_are_found_on_a_grid_in_metres():
    to_utm = Transformer.from_crs(4326, 32618, always_xy=True)
    x, y = to_utm.transform(*at(0, 0))
    utm = Grid(np.zeros((3, 3)), x, y, 100.0, 100.0, "EPSG:32618")
    lon, lat = to_utm.transform(x + 250, y - 150, direction="INVERSE")
    assert np.argwhere(closed_cells(utm, series({"p": shapely.Point(lon, lat)}))).tolist() == [
        [1, 2]
    ]


def test_no_barriers_close_nothing():
    assert not closed_cells(FLAT, series({})).any()


def test_what_cannot_be_walked_over_is_refused():
    with pytest.raises(ValueError, match=r"^neighbours is 8 or 16, off_path above 0$"):
        walking_surface(FLAT, neighbours=4)
    with pytest.raises(NoAnswerError) as refused:
        walking_surface(grid(np.broadcast_to(np.float32(0), (4000, 2001))))
    assert str(refused.value) == (
        "raster: 8,004,000 cells are too many to walk over, at most 8,000,000. Cut the terrain to "
        "the places in question, or take larger cells."
    )
