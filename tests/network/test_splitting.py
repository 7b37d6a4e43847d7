"""Cuts of lines, and the points of the network at them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from potay.network.lines import lines_of
from potay.network.noding import node
from potay.network.splitting import SAME_M, split

CROSS = [LineString([(-72.31, 18.5), (-72.3, 18.5), (-72.29, 18.5)]),
         LineString([(-72.3, 18.49), (-72.3, 18.5), (-72.3, 18.51)])]  # fmt: skip


@given(st.lists(st.floats(0, 3000), max_size=12))
def test_a_cut_is_found_again_at_its_mark(wanted):
    lines = lines_of(np.array(CROSS, dtype=object))
    ends = np.concatenate([lines.first_mark, lines.last_mark])
    on_a_line = [mark for mark in wanted if (np.abs(mark - ends) > 2).all() and mark < ends.max()]
    marks = np.array(on_a_line, dtype=np.float64)
    cut = split(lines, node(lines, np.zeros(2, np.int32)), marks)
    at = np.empty((cut.junctions + len(cut.extra), 2))
    at[cut.a], at[cut.b] = cut.lonlat[cut.start[:-1]], cut.lonlat[cut.start[1:] - 1]
    assert at[cut.points_at(marks)] == pytest.approx(lines.lonlat_at(marks), abs=2 * SAME_M / 1e5)
    # Near a junction no cut is made: there the junction is the point.
    middle = lines.mark[[1, 4]]
    assert set(cut.points_at(middle + SAME_M / 2).tolist()) == {int(cut.mark_of_junction[1])}
    whole = np.bincount(cut.line, cut.end - cut.begin)
    assert whole == pytest.approx(lines.last_mark - lines.first_mark)
