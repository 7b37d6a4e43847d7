"""A search backwards by the clock: who must be at one node by a moment, leaves the others by when.

A plain function over plain columns: lists where the network is small, arrays where `forlarge`
has compiled it.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

Numbers = Sequence[float]
#: Where the steps into each node begin; where each is from, its seconds and its calendar, or -1.
Into = tuple[Sequence[int], Sequence[int], Numbers, Sequence[int]]
#: Where the spans of each calendar begin; when each opens and shuts.
Spans = tuple[Sequence[int], Numbers, Numbers]


def go_back(
    into: Into,
    spans: Spans,
    ends: tuple[int, int, float, float],
    away: Numbers,
    time: list[float],
) -> None:
    """Fill `time`, all -infinite, with the last departure from each node.

    `ends` are the node to be at, the only node that matters (-1: all do), by when to be there,
    and from when on to leave. `away` is the least that each node is off from the node that
    matters: who would have to leave that too early is not followed.
    """
    starts, tails, seconds, calendar = into
    first, opens, shuts = spans
    target, source, due, start = ends
    time[target] = due
    heap = [(away[target] - due, target)]
    while heap:
        key, node = heappop(heap)
        by = time[node]
        if node == source:
            break
        if key > away[node] - by:
            continue
        for k in range(starts[node], starts[node + 1]):
            tail, begin = tails[k], by - seconds[k]
            if calendar[k] >= 0 and begin > time[tail]:
                at, none = first[calendar[k] + 1] - 1, first[calendar[k]] - 1
                while at > none and min(by, shuts[at]) - seconds[k] < opens[at]:
                    at -= 1
                begin = min(by, shuts[at]) - seconds[k] if at > none else time[tail]
            if begin > time[tail] and begin - away[tail] >= start:
                time[tail] = begin
                heappush(heap, (away[tail] - begin, tail))
