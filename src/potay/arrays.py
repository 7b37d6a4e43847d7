"""Arrays by what they hold, and the two ways in which sets of rows are written."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Names = NDArray[np.str_]
Shapes = NDArray[np.object_]


def rows_of(mask: int) -> tuple[int, ...]:
    """The numbers of the bits that are set, the lowest first."""
    rows = []
    while mask:
        low = mask & -mask
        rows.append(low.bit_length() - 1)
        mask ^= low
    return tuple(rows)


def ranges(starts: NDArray[np.integer], stops: NDArray[np.integer]) -> tuple[Longs, Longs]:
    """All numbers of many half-open ranges: which range each is from, and the number."""
    lengths = np.maximum(np.asarray(stops, np.int64) - starts, 0)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    first = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return owner, np.arange(len(owner)) - first + np.asarray(starts, np.int64)[owner]
