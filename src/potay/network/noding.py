"""Where roads meet: at vertices they share, never where one merely crosses another."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from potay.arrays import Flags, Floats, Ints, Longs
from potay.network.lines import DECIMALS, Lines


@dataclass(frozen=True)
class Noding:
    """Junctions of lines. `junction` is per vertex: a junction's number, or -1 in between.

    `visits` lists the vertices of every junction in CSR form (`first` has one entry more than
    there are junctions).
    """

    junction: Ints
    first: Longs
    visits: Ints

    @property
    def count(self) -> int:
        """Number of junctions, line ends included."""
        return len(self.first) - 1

    def at(self, junction: int) -> Ints:
        """The vertices that meet in one junction."""
        return self.visits[self.first[junction] : self.first[junction + 1]]


def node(lines: Lines, level: Ints) -> Noding:
    """Join lines at shared vertices.

    Ends join ends. A line passing through a vertex joins what ends or passes there on the same
    `level` (one number per line from layer, bridge and tunnel); passing above or below another
    line it does not. An end joins the only line that passes its vertex, whatever the level,
    because bridges begin on the ground.
    """
    vertex = _shared_vertices(lines.lonlat)
    ends = np.zeros(len(vertex), dtype=np.bool_)
    ends[lines.start[:-1]] = ends[lines.start[1:] - 1] = True
    group = _groups(vertex, ends, level[lines.owner])
    visited = np.bincount(group)
    is_junction = ends | (visited[group] > 1)
    junction = np.full(len(vertex), -1, dtype=np.int32)
    junction[is_junction] = pd.factorize(group[is_junction])[0]
    visits = np.flatnonzero(is_junction).astype(np.int32)
    visits = visits[np.argsort(junction[visits], kind="stable")]
    count = int(junction.max(initial=-1)) + 1
    first = np.searchsorted(junction[visits], np.arange(count + 1))
    return Noding(junction, first, visits)


def _shared_vertices(lonlat: Floats) -> Ints:
    lon, lat = (np.rint(axis * 10**DECIMALS).astype(np.int64) for axis in lonlat.T)
    lon <<= 32
    lon += lat
    return np.asarray(pd.factorize(lon)[0], dtype=np.int32)


def _groups(vertex: Ints, ends: Flags, level: Ints) -> Ints:
    """The vertex numbers, split where lines of different levels pass each other."""
    count = int(vertex.max(initial=-1)) + 1
    lowest, highest = np.full(count, np.iinfo(np.int32).max), np.full(count, -(2**31))
    np.minimum.at(lowest, vertex, level)
    np.maximum.at(highest, vertex, level)
    passed = np.bincount(vertex[~ends], minlength=count) > 0
    mixed = (lowest < highest) & passed
    rows = np.flatnonzero(mixed[vertex])
    if len(rows) == 0:
        return vertex
    group = vertex.copy()
    group[rows] = count + _separate(vertex[rows], ends[rows], level[rows])
    return group


def _separate(vertex: Ints, ends: Flags, level: Ints) -> Longs:
    """Groups among the visits of vertices where levels differ, numbered from 0.

    Each (vertex, level) that is passed is a group, and all ends at a vertex are one; the ends
    are joined with the passing group of their own level, or with the only one there is.
    """
    passing = pd.MultiIndex.from_arrays([vertex[~ends], level[~ends]]).unique()
    ending = pd.Index(np.unique(vertex[ends]))
    own = passing.get_indexer(pd.MultiIndex.from_arrays([vertex, level]))
    end_group = len(passing) + ending.get_indexer(vertex)
    groups_here = pd.Series(passing.get_level_values(0)).value_counts()
    alone = groups_here.reindex(vertex, fill_value=0).to_numpy() == 1
    only = pd.Series(np.arange(len(passing)), index=passing.get_level_values(0))
    only = only[~only.index.duplicated()].reindex(vertex, fill_value=-1).to_numpy()
    partner = np.where(alone, only, own)
    join = ends & (partner >= 0)
    size = len(passing) + len(ending)
    graph = coo_array((np.ones(join.sum()), (end_group[join], partner[join])), shape=(size, size))
    merged = connected_components(graph, directed=False)[1]
    return np.asarray(merged[np.where(ends, end_group, own)], dtype=np.int64)
