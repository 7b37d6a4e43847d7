"""The compiled network: one routable graph in arrays, built once and never changed.

A *piece* is the smallest stretch that is governed alike: a road between two cuts, a link, or the
connector from a place to its road. Every piece has a *governing set*: the set of subjects (areas,
gateways, roads, links, places, obstacles) whose state decides about it. Directed edges are in
CSR form over nodes in Hilbert order. A scenario only ever makes new weights for these edges.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import pandas as pd

from potay.arrays import Bytes, Flags, Floats, Ints, Longs, Names
from potay.errors import Finding
from potay.search.edges import Edges

#: What a piece is.
ROAD, LINK, CONNECTOR = 0, 1, 2


@dataclass(frozen=True)
class Words:
    """A column of text in which few words repeat: `words[codes]` is the column."""

    codes: Ints
    words: Names

    @classmethod
    def of(cls, column: object) -> Self:
        """Encode a column of text; the words come out sorted, so that equal input is equal."""
        codes, found = pd.factorize(pd.Series(column))
        texts = [*map(str, found)]
        if (codes < 0).any():
            texts.append("")  # what is missing has the code -1: the last
        return cls(codes, np.array(texts, dtype=np.str_)).changed(str)

    def changed(self, change: Callable[[str], str]) -> Self:
        """The column with every word changed, words that became equal made one."""
        texts = np.array([change(word) for word in self.words.tolist()], dtype=np.str_)
        words, number = np.unique(texts, return_inverse=True)
        return type(self)(number.astype(np.int32)[self.codes], words)

    def which(self, words: Container[str]) -> Flags:
        """The rows with one of some words."""
        chosen: Flags = np.array([word in words for word in self.words.tolist()], np.bool_)
        return chosen[self.codes]

    def at(self, row: int) -> str:
        """The word of one row."""
        return str(self.words[self.codes[row]])

    def all(self) -> Names:
        """The column written out."""
        return self.words[self.codes] if len(self.words) else np.zeros(len(self.codes), "<U1")


@dataclass(frozen=True)
class Nodes:
    """Points where pieces meet, EPSG:4326. Component 0 has the greatest length of road."""

    lon: Floats
    lat: Floats
    component: Ints


@dataclass(frozen=True)
class Pieces:
    """Undirected stretches. `owner` is a row of roads, links or places, as `kind` says.

    Coordinates of piece i are `xy[xy_start[i]:xy_start[i + 1]]` (lon, lat), from node `a` to node
    `b`; where it is `fresh`, its first vertex is a cut of the compiler's, which the line was not
    drawn with.
    """

    a: Ints
    b: Ints
    metres: Floats
    kind: Bytes
    owner: Ints
    governing: Ints
    fresh: Flags
    xy_start: Longs
    xy: Floats

    def slowed_m(self, rows: Ints | Longs) -> Floats:
        """Metres of pieces on which time is lost where it is lost by the metre: none on a link."""
        return np.where(self.kind[rows] == LINK, 0.0, self.metres[rows])


@dataclass(frozen=True)
class Roads:
    """What the dataset says of each road. Missing limits and speeds are NaN; oneway -1, 0, 1.

    `grade_pct` is the mean absolute grade, NaN where no height is known or slope is not to count.
    """

    id: Names
    name: Words
    ref: Words
    corridor: Words
    classes: Words
    paved: Flags
    oneway: Bytes
    bridge: Flags
    speed_kmh: Floats
    practicability: Bytes
    max_weight_t: Floats
    max_height_m: Floats
    grade_pct: Floats

    @cached_property
    def has_parts(self) -> bool:
        """Whether a road came in several lines (`id`, `id#2`, …)."""
        return bool((np.char.find(self.id, "#") >= 0).any())


@dataclass(frozen=True)
class Links:
    """Sea, air and ferry links. `minutes` is NaN where the distance and mode decide."""

    id: Names
    name: Words
    mode: Words
    minutes: Floats
    min_load_class: Bytes
    capacity: Words
    days: Words


@dataclass(frozen=True)
class Subjects:
    """What claims can be about.

    `declared` is how an obstacle's own row describes it when no claim does (restricted or
    unknown), from `declared_as_of` on; "" for all other subjects.
    """

    type: Names
    id: Names
    name: Names
    declared: Names
    declared_as_of: Names

    @cached_property
    def keys(self) -> list[tuple[str, str]]:
        """Subject type and id of every row."""
        return list(zip(self.type.tolist(), self.id.tolist(), strict=True))

    def key(self, row: int) -> tuple[str, str]:
        """Subject type and id of one row."""
        return self.keys[row]


@dataclass(frozen=True)
class GoverningSets:
    """Sets of governing subjects in CSR form; governing set 0 is the empty set.

    `share` is the part of a subject's delay that falls on a piece of this governing set: the two
    pieces that meet at a gateway bear half each, all others none.
    """

    indptr: Ints
    subject: Ints
    share: Floats

    @property
    def count(self) -> int:
        """How many different sets there are."""
        return len(self.indptr) - 1


@dataclass(frozen=True)
class Places:
    """Where journeys can begin and end. `node` is -1 where no road is near enough."""

    type: Names
    id: Names
    name: Names
    kind: Names
    commune: Names
    lon: Floats
    lat: Floats
    persons: Floats
    node: Ints
    snap_m: Floats
    component: Ints
    misplaced: Flags


@dataclass(frozen=True)
class Runs:
    """Governing sets of directed edges, in the order of edges: `length` edges in a row share one.

    Neighbours in Hilbert order mostly lie in the same area, so that there are far fewer runs
    than edges, and a value per governing set is laid on the edges by copying stretches of memory.
    """

    governing: Ints
    length: Longs

    @cached_property
    def first(self) -> Longs:
        """The edge that each run begins with."""
        return np.cumsum(self.length) - self.length

    def spread(self, values: np.ndarray[Any, Any]) -> Any:  # noqa: ANN401 - an array of any kind
        """A value per governing set as a value per edge."""
        return np.repeat(values[self.governing], self.length)


@dataclass(frozen=True)
class Network:
    """All of it, with what the reader must know about how it was put together."""

    nodes: Nodes
    pieces: Pieces
    edges: Edges
    roads: Roads
    links: Links
    subjects: Subjects
    governing_sets: GoverningSets
    places: Places
    findings: tuple[Finding, ...] = ()

    def coordinates(self, piece: int, *, forward: bool = True) -> Floats:
        """Lon, lat along one piece, in the direction of travel."""
        start, stop = self.pieces.xy_start[piece], self.pieces.xy_start[piece + 1]
        line: Floats = self.pieces.xy[start:stop]
        return line if forward else line[::-1]

    @cached_property
    def runs(self) -> Runs:
        """The governing sets of the directed edges, run by run."""
        governing = self.pieces.governing[self.edges.piece]
        first = np.flatnonzero(np.append(True, governing[1:] != governing[:-1])[: len(governing)])
        return Runs(governing[first], np.diff(np.append(first, len(governing))))

    @cached_property
    def edges_by_piece(self) -> tuple[Ints, Longs]:
        """Directed edges in order of their piece, and where those of each piece begin."""
        order = np.argsort(self.edges.piece, kind="stable").astype(np.int32)
        counts = np.bincount(self.edges.piece, minlength=len(self.pieces.a))
        return order, np.concatenate([[0], np.cumsum(counts)])

    def governing_subjects(self, governing: int) -> Ints:
        """Subject rows of one governing set."""
        return self.governing_sets.subject[
            self.governing_sets.indptr[governing] : self.governing_sets.indptr[governing + 1]
        ]
