"""Shapes come back as they were, to half a step; a border between two is told once."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from render.reading import polygon, shapes

from potay.render.outlines import outlines

coordinate = st.tuples(st.floats(-75, -71), st.floats(17, 21))


@given(st.lists(coordinate, min_size=2, max_size=20), st.sampled_from([1, 2, 8]))
def test_lines_come_back_within_half_a_step(line, step):
    ((path,),) = shapes(outlines([shapely.LineString(line)], step))
    most = 0.51e-5 * step
    assert np.allclose(path[0], line[0], atol=most)
    assert np.allclose(path[-1], line[-1], atol=most)
    assert all(np.abs(np.array(line) - point).max(axis=1).min() <= most for point in path)


def test_points_parts_and_holes_are_kept():
    square = shapely.box(-72.4, 18.5, -72.3, 18.6)
    hole = shapely.box(-72.37, 18.53, -72.33, 18.57)
    holed = shapely.Polygon(square.exterior.coords, [hole.exterior.coords])
    two = shapely.MultiPolygon([holed, shapely.box(-72.2, 18.5, -72.1, 18.6)])
    line = shapely.MultiLineString([[(-72.4, 18.5), (-72.3, 18.5)], [(-72.2, 18.5), (-72.1, 18.5)]])
    told = shapes(outlines([shapely.Point(-72.35, 18.55), two, line, None]))
    assert told[0] == [[(-72.35, 18.55)]]
    assert [len(rings) for rings in told[1]] == [2, 1]
    assert polygon(told[1][0]).equals(holed)
    assert told[2] == [[(-72.4, 18.5), (-72.3, 18.5)], [(-72.2, 18.5), (-72.1, 18.5)]]
    assert told[3] == []


def test_steps_that_do_not_move_are_dropped():
    ((path,),) = shapes(outlines([shapely.LineString([(0, 0), (1e-7, 0), (1e-4, 0)])]))
    assert path == [(0, 0), (1e-4, 0)]


def test_a_border_of_two_is_told_once():
    left = shapely.Polygon([(0, 0), (1, 0), (1.1, 0.4), (1, 1), (0, 1)])
    right = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1.1, 0.4)])
    told = outlines([left, right])
    assert [polygon(rings).equals(one) for (rings,), one in
            zip(shapes(told), (left, right), strict=True)] == [True, True]  # fmt: skip
    positions = sum(len(course) for course in courses(told))
    assert positions == 4 + 3 + 4  # the border (1, 0), (1.1, 0.4), (1, 1) stands once


def test_an_island_fills_the_hole_it_lies_in():
    island = shapely.box(-72.37, 18.53, -72.33, 18.57)
    ground = shapely.box(-72.4, 18.5, -72.3, 18.6).difference(island)
    told = outlines([island, ground])
    assert len(courses(told)) == 2
    assert [polygon(rings).equals(one) for (rings,), one in
            zip(shapes(told), (island, ground), strict=True)] == [True, True]  # fmt: skip


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_town_of_quarters_comes_back(across, up, chance):
    at = {(i, j): (-72 + 0.01 * (i + chance.uniform(-0.3, 0.3)),
                   18 + 0.01 * (j + chance.uniform(-0.3, 0.3)))
          for i in range(across + 1) for j in range(up + 1)}  # fmt: skip
    quarters = [
        shapely.Polygon([at[i, j], at[i + 1, j], at[i + 1, j + 1], at[i, j + 1]])
        for i in range(across) for j in range(up)
    ]  # fmt: skip
    back = [polygon(rings) for (rings,) in shapes(outlines(quarters))]
    assert all(one.hausdorff_distance(other) < 1e-5
               for one, other in zip(back, quarters, strict=True))  # fmt: skip


def test_an_outline_smaller_than_a_step_does_no_harm():
    speck = shapely.box(-72.4, 18.5, -72.4 + 1e-7, 18.5 + 1e-7)
    ((rings,),) = shapes(outlines([speck], 8))
    assert len(rings[0]) == 1


def courses(told):
    moves, found = iter(told["courses"]), []
    for count in moves:
        found.append([(next(moves), next(moves)) for _ in range(count)])
    return found
