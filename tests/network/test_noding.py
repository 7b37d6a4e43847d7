"""Where roads meet, and where one only crosses another."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString

from potay.network.lines import lines_of
from potay.network.noding import node

X, Y = -72.3, 18.5


def line(*points):
    """A line through points given in thousandths of a degree."""
    return LineString([(X + x / 1000, Y + y / 1000) for x, y in points])


def joined(lines, level=None):
    """Sets of lines that hang together, by number."""
    made = lines_of(np.array(lines, dtype=object))
    noding = node(made, np.array(level or [0] * len(lines), dtype=np.int32))
    at = np.flatnonzero(noding.junction >= 0)
    owner, junction = made.owner[at], noding.junction[at]
    size = len(lines) + noding.count
    graph = coo_array((np.ones(len(at)), (owner, len(lines) + junction)), shape=(size, size))
    label = connected_components(graph, directed=False)[1][: len(lines)]
    return sorted(sorted(np.flatnonzero(label == one).tolist()) for one in set(label.tolist()))


def test_roads_join_at_their_ends():
    assert joined([line((0, 0), (1, 0)), line((1, 0), (2, 0))]) == [[0, 1]]


def test_a_road_that_ends_on_a_vertex_of_another_joins_it():
    assert joined([line((0, 0), (1, 0), (2, 0)), line((1, 0), (1, 1))]) == [[0, 1]]


def test_a_crossing_without_a_shared_vertex_is_no_junction():
    assert joined([line((0, 0), (2, 0)), line((1, -1), (1, 1))]) == [[0], [1]]


def test_roads_that_pass_through_one_vertex_on_one_level_join():
    assert joined([line((0, 0), (1, 0), (2, 0)), line((1, -1), (1, 0), (1, 1))]) == [[0, 1]]


def test_roads_that_pass_through_one_vertex_on_two_levels_do_not_join():
    lines = [line((0, 0), (1, 0), (2, 0)), line((1, -1), (1, 0), (1, 1))]
    assert joined(lines, [0, 5]) == [[0], [1]]


def test_a_bridge_that_begins_on_a_passing_road_joins_it():
    lines = [line((0, 0), (1, 0), (2, 0)), line((1, 0), (1, 1))]
    assert joined(lines, [0, 5]) == [[0, 1]]


def test_bridge_ends_join_the_road_ends_that_meet_them():
    lines = [line((0, 0), (1, 0)), line((1, 0), (2, 0)), line((2, 0), (3, 0))]
    assert joined(lines, [0, 5, 0]) == [[0, 1, 2]]


def test_an_end_below_a_bridge_joins_the_road_of_its_own_level():
    over, under = line((0, 0), (1, 0), (2, 0)), line((1, -1), (1, 0), (1, 1))
    side = line((1, 0), (2, 2))
    assert joined([over, under, side], [5, 0, 0]) == [[0], [1, 2]]
    assert joined([over, under, side], [5, 0, 5]) == [[0, 2], [1]]


def test_an_end_of_a_third_level_joins_neither_of_two_that_pass():
    over, under = line((0, 0), (1, 0), (2, 0)), line((1, -1), (1, 0), (1, 1))
    assert joined([over, under, line((1, 0), (2, 2))], [5, 0, 9]) == [[0], [1], [2]]


def test_vertices_join_when_they_differ_by_less_than_rounding():
    near = LineString([(X + 0.001 + 4e-8, Y - 4e-8), (X, Y + 0.01)])
    assert joined([line((0, 0), (1, 0)), near]) == [[0, 1]]
    apart = LineString([(X + 0.001 + 3e-7, Y), (X, Y + 0.01)])
    assert joined([line((0, 0), (1, 0)), apart]) == [[0], [1]]


@pytest.mark.parametrize("level", [[0, 0], [0, 5], [5, 5]])
def test_a_road_meeting_itself_is_a_junction_of_its_own(level):
    loop = line((0, 0), (1, 0), (1, 1), (0, 1), (0.5, 0.5), (1, 0), (2, 0))
    made = lines_of(np.array([loop, line((5, 5), (6, 6))], dtype=object))
    noding = node(made, np.array(level, dtype=np.int32))
    assert noding.count == 5  # two ends each, and the vertex (1, 0) that is met twice
    assert sorted(np.diff(noding.first).tolist()) == [1, 1, 1, 1, 2]


GRID = st.lists(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=5),
    min_size=1, max_size=6,
).filter(lambda lines: all(len(set(points)) > 1 for points in lines))  # fmt: skip


@settings(deadline=None)
@given(GRID, st.randoms(use_true_random=False))
def test_order_and_direction_of_lines_join_the_same_roads(drawn, random):
    lines = [line(*points) for points in drawn]
    order = list(range(len(lines)))
    random.shuffle(order)
    turned = [lines[i].reverse() if random.random() < 0.5 else lines[i] for i in order]
    found = [sorted(order[i] for i in group) for group in joined(turned)]
    assert sorted(found) == joined(lines)


@settings(deadline=None)
@given(GRID)
def test_on_one_level_lines_hang_together_that_share_any_vertex(drawn):
    lines = [line(*points) for points in drawn]
    parent = list(range(len(lines)))
    for one in range(len(drawn)):
        for other in range(one):
            if set(drawn[one]) & set(drawn[other]):
                a, b = (next(r for r in _up(parent, i)) for i in (one, other))
                parent[a] = b
    roots = [next(_up(parent, i)) for i in range(len(lines))]
    expected = sorted(
        [i for i in range(len(lines)) if roots[i] == root] for root in sorted(set(roots))
    )
    assert joined(lines) == expected


def _up(parent, i):
    while parent[i] != i:
        i = parent[i]
    yield i
