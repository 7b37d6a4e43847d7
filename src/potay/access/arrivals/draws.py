"""Compiled searches over a partition: one for each draw. Imported only where it is needed."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from potay.access.arrivals.partition import Partition
from potay.arrays import Flags, Floats, Longs
from potay.search.compiling import compiled
from potay.search.dijkstra import Heap, new_heap, rise, sink

Boundaries = tuple[Longs, Longs, Longs]  # by terminal: indptr, cell, row
Reached = tuple[Floats, Floats, Longs]  # by terminal: cost, seconds, the cell passed last
Tables = tuple[Longs, Longs, Longs, Floats, Floats]  # first, column, shared, cost, seconds


def search_draws(partition: Partition, passing: Flags, start: int, goals: Longs) -> Floats:
    """Seconds to each goal (terminals, -1: nowhere) in each draw; `passing` is draw by cell."""
    layout, draws = partition.layout, len(passing)
    boundaries = (partition.indptr, partition.cell, partition.row)
    tables = (layout.first, layout.column, layout.shared, partition.cost, partition.seconds)
    found = np.empty((len(goals), draws))
    only, threads = int(partition.only[start]), _threads()
    size = (layout.terminals, only, start)

    def work(part: int) -> None:
        share = range(part * draws // threads, (part + 1) * draws // threads)
        _search(boundaries, tables, size, passing, goals, (share.start, share.stop), found)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    return found


def _threads() -> int:
    """One per core; only one in a worker process, whose siblings have the other cores."""
    return 1 if multiprocessing.parent_process() else os.cpu_count() or 1


@compiled()
def _search(
    boundaries: Boundaries,
    tables: Tables,
    size: tuple[int, int, int],
    passing: Flags,
    goals: Longs,
    share: tuple[int, int],
    found: Floats,
) -> None:
    """Search the draws of one share, one after the other."""
    terminals, only, start = size
    cost, seconds = np.empty(terminals), np.empty(terminals)
    came = np.empty(terminals, np.int64)
    heap = new_heap(terminals)
    for draw in range(share[0], share[1]):
        cost[:], seconds[:], came[:] = np.inf, np.inf, -1
        if only < 0 or passing[draw, only]:
            _settle(boundaries, tables, passing[draw], start, (cost, seconds, came), heap)
        for rank in range(len(goals)):
            found[rank, draw] = seconds[goals[rank]] if goals[rank] >= 0 else np.inf


@compiled()
def _settle(
    boundaries: Boundaries, tables: Tables, passing: Flags, start: int, reached: Reached, heap: Heap
) -> None:
    """Fill `reached` for one draw, the nearest boundary node first."""
    indptr, cell, row = boundaries
    cost, seconds, came = reached
    place, order, keys = heap
    place[:] = -1
    cost[start] = seconds[start] = 0.0
    rise(heap, start, 0.0, 0)
    size = 1
    while size > 0:
        boundary, since = order[0], (keys[0], seconds[order[0]])
        place[boundary] = -2
        size -= 1
        if size > 0:
            sink(heap, size)
        for k in range(indptr[boundary], indptr[boundary + 1]):
            into = cell[k]
            if into != came[boundary] and passing[into]:
                size = _cross(tables, (into, row[k]), since, reached, heap, size)


@compiled()
def _cross(
    tables: Tables,
    entered: tuple[int, int],
    since: tuple[float, float],
    reached: Reached,
    heap: Heap,
    size: int,
) -> int:
    """Cross a cell from one of its boundary nodes: to the others, and to the places inside.

    What comes back is how many boundary nodes stand in the heap.
    """
    first, column, shared, across, across_s = tables
    cost, seconds, came = reached
    into, row = entered
    here, here_s = since
    begin, stop = first[into], first[into + 1]
    for k in range(shared[into]):
        to, there = column[begin + k], here + across[row + k]
        if there < cost[to]:
            cost[to], seconds[to], came[to] = there, here_s + across_s[row + k], into
            at = heap[0][to]
            if at == -1:
                at = size
                size += 1
            rise(heap, to, there, at)
    inside = begin + shared[into]
    if inside < stop:  # places inside have numbers in a row, which the compiler makes use of
        at, row = column[inside], row + shared[into]
        for k in range(stop - inside):
            there = here + across[row + k]
            if there < cost[at + k]:
                cost[at + k] = there
                seconds[at + k] = here_s + across_s[row + k]
    return size
