"""The hours of every piece in an outlook: what is said of hours, phase by phase, put together.

A piece is passable while every condition on it holds: what is said in one phase does not bind in
another, and where the reading does not pass a piece in some phase, that is a condition too. What
takes longer in one phase than in another can be passed in as many ways as it has lengths.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from potay.access.clock.conditions import Conditions, cells
from potay.access.clock.hours import (
    ALWAYS,
    FOLLOWED_DAYS,
    TICKS,
    Calendar,
    Hours,
    Part,
    Passing,
    both,
    either,
    in_ticks,
)
from potay.access.clock.outlook import Outlook, Phase
from potay.arrays import Bytes, Flags, Floats, Ints, Longs
from potay.network.arrays import LINK
from potay.network.scenario import Scenario
from potay.terms.moments import midnight


@dataclass(frozen=True)
class _ByPhase:
    """The calendars of one reading: by piece, and every way to pass pieces that change."""

    calendars: tuple[Calendar, ...]
    of_piece: Ints
    changing: dict[int, tuple[Passing, ...]]


@dataclass(frozen=True)
class OpeningHours:
    """The phases of some days, and the hours that each reading finds in them."""

    day: date
    days: int
    phases: tuple[Phase, ...]
    _hours: dict[int, Hours] = field(default_factory=dict)

    @classmethod
    def of(cls, outlook: Outlook, day: date, days: int = FOLLOWED_DAYS) -> "OpeningHours":
        """The opening hours of some days from the start of `day` on."""
        return cls(day, days, outlook.phases(day, days))

    def hours(self, level: int) -> Hours:
        """The hours of every piece in the reading that passes up to `level`."""
        if level not in self._hours:
            self._hours[level] = self._read(level)
        return self._hours[level]

    def _read(self, level: int) -> Hours:
        passes = self._levels <= level
        found = self._alike if len(self.phases) == 1 else self._written(passes, level)
        fastest = np.where(passes, self._seconds, np.inf).min(axis=0)
        end = midnight(self.day + timedelta(days=self.days)).timestamp()
        return Hours(
            day=self.day,
            length=end - midnight(self.day).timestamp(),
            calendars=found.calendars,
            of_piece=found.of_piece,
            seconds=fastest[self._scenario.network.edges.piece],
            phases=self.phases,
            changing=found.changing,
            notes=self._notes,
        )

    @cached_property
    def _alike(self) -> _ByPhase:
        """The calendars of all readings, where nothing that is reported changes."""
        return self._written(np.ones_like(self._levels, np.bool_), 0)

    def _written(self, passes: NDArray[np.bool_], level: int) -> _ByPhase:
        moved = np.logical_and(passes.any(axis=0), ~passes.all(axis=0))
        slowed: Flags = passes.any(axis=0) & (self._seconds != self._seconds[0]).any(axis=0)
        first, of_group = self._groups(moved, slowed)
        calendars: list[Calendar] = []
        changing: dict[int, tuple[Passing, ...]] = {}
        number = np.full(len(first), -1, np.int32)
        for rank, piece in enumerate(first.tolist()):
            parts = self._parts(piece, passes[:, piece].tolist(), level)
            if slowed[piece]:
                ways = self._lengths(piece, parts, passes[:, piece])
                changing[piece] = tuple((s, len(calendars) + i) for i, (s, _) in enumerate(ways))
                made = [calendar for _, calendar in ways]
            else:
                made = [self._calendar(piece, parts)] if parts else []
            number[rank] = len(calendars) if made else -1
            calendars += made
        return _ByPhase(tuple(calendars), number[of_group], changing)

    def _groups(self, moved: Flags, slowed: Flags) -> tuple[Longs, Longs]:
        """Pieces of which the same is said: the first of each group, and the group of each."""
        key = np.zeros(len(moved), np.int64)
        for conditions, governing in zip(self._conditions, self._governing_sets, strict=True):
            numbers, sets = conditions.classes
            said = np.where(moved, len(sets) + governing, numbers[governing])
            key = said if not key.any() else _folded(key, said)
        alone = slowed | self._link
        key = np.where(alone, key.max(initial=0) + 1 + np.arange(len(key)), key)
        key = (key << 26) + ((self._where + 1) << 1) + self._link
        _, first, of_group = np.unique(key, return_index=True, return_inverse=True)
        return first, of_group

    def _parts(self, piece: int, passes: Sequence[bool], level: int) -> list[Part]:
        """All conditions on a piece: what each phase says, as far as the phase goes."""
        cell = int(self._where[piece])
        said: list[dict[str, Floats]] = []
        for conditions, governing_sets, passed in zip(
            self._conditions, self._governing_sets, passes, strict=True
        ):
            governing = int(governing_sets[piece])
            shut = [] if passed else conditions.shut(governing, level)
            parts = [*conditions.parts(governing, cell), *shut]
            said.append({part.name: part.spans for part in parts})
        found = [
            Part(name, self._throughout([one.get(name, ALWAYS) for one in said]))
            for name in dict.fromkeys(name for one in said for name in one)
        ]
        if self._link[piece]:
            found += self._conditions[0].service(self._owner(piece))[0]
        return found

    def _throughout(self, spans: Sequence[Floats]) -> Floats:
        """The times of each phase, joined at its ends."""
        if len(spans) == 1:
            return spans[0]
        clipped = [
            one.clip(phase.begin, phase.end)[(one[:, 0] < phase.end) & (one[:, 1] > phase.begin)]
            for one, phase in zip(spans, self.phases, strict=True)
        ]
        return either(clipped)

    def _calendar(self, piece: int, parts: Sequence[Part]) -> Calendar:
        if self._link[piece]:
            return self._begun(piece, parts, float(self._seconds[0, piece]), ALWAYS)
        spans = _all_of(parts)
        return Calendar(tuple(spans[:, 0]), tuple(spans[:, 1]), tuple(parts))

    def _lengths(
        self, piece: int, parts: Sequence[Part], passes: Flags
    ) -> list[tuple[float, Calendar]]:
        """A calendar for each time that a piece can take, the shortest first."""
        seconds, ways = self._seconds[:, piece], []
        for length in sorted(set(seconds[passes].tolist())):
            ruling = [
                np.array([[phase.begin, phase.end - 1 / TICKS]])
                for phase, own in zip(self.phases, seconds.tolist(), strict=True)
                if own == length
            ]
            ways.append((length, self._begun(piece, parts, length, np.concatenate(ruling))))
        return ways

    def _begun(self, piece: int, parts: Sequence[Part], seconds: float, ruling: Floats) -> Calendar:
        """When a piece may be begun, in the `ruling` times, as a calendar of its whole time.

        On a link the mover is carried: what is said of its ends must hold when it is loaded and
        when it lands, what is said of the link itself when it leaves.
        """
        if self._link[piece]:
            own = f"link.{self._scenario.network.links.id[self._owner(piece)]} "
            begins = ruling
            crossing = seconds if np.isfinite(seconds) else 0.0
            for part in parts:
                begins = both(begins, part.spans - [0.0, 1.0])
                if not part.name.startswith(own):
                    begins = both(begins, part.spans - crossing)
            return Calendar(tuple(begins[:, 0]), tuple(begins[:, 1] + crossing), tuple(parts))
        spans = _all_of(parts) - [0.0, seconds]
        begins = both(spans[spans[:, 0] <= spans[:, 1]], ruling)
        return Calendar(tuple(begins[:, 0]), tuple(begins[:, 1] + seconds), tuple(parts))

    def _owner(self, piece: int) -> int:
        return int(self._scenario.network.pieces.owner[piece])

    @property
    def _scenario(self) -> Scenario:
        """The scenario of the first phase; pieces and edges are the same in all."""
        return self.phases[0].scenario

    @cached_property
    def _conditions(self) -> tuple[Conditions, ...]:
        return tuple(Conditions(phase.scenario, self.day, self.days) for phase in self.phases)

    @cached_property
    def _governing_sets(self) -> tuple[Ints, ...]:
        return tuple(phase.scenario.network.pieces.governing for phase in self.phases)

    @cached_property
    def _levels(self) -> Bytes:
        """The level of every piece, by phase."""
        levels = [phase.scenario.weights.governing_sets.level for phase in self.phases]
        return np.stack(
            [
                level[governing]
                for level, governing in zip(levels, self._governing_sets, strict=True)
            ]
        )

    @cached_property
    def _seconds(self) -> Floats:
        """What every piece takes, by phase, in ticks."""
        pieces = self._scenario.network.pieces
        metres, found = pieces.slowed_m(np.arange(len(pieces.metres))), []
        for phase, governing in zip(self.phases, self._governing_sets, strict=True):
            lost = phase.scenario.weights.governing_sets
            delay = lost.delay_s[governing] + lost.delay_s_per_m[governing] * metres
            found.append(in_ticks(phase.scenario.free_piece_s + delay))
        return np.stack(found)

    @cached_property
    def _link(self) -> Flags:
        link: Flags = self._scenario.network.pieces.kind == LINK
        return link

    @cached_property
    def _where(self) -> Longs:
        """The cell whose sun counts for each piece; -1 where darkness stops nobody."""
        if self._scenario.mover.after_dark:
            return np.full(len(self._link), -1, np.int64)
        return np.where(self._link, -1, cells(self._scenario))

    @cached_property
    def _notes(self) -> tuple[str, ...]:
        told = [note for conditions in self._conditions for note in conditions.notes()]
        rows = np.unique(self._scenario.network.pieces.owner[self._link]).tolist()
        told += [note for row in rows for note in self._conditions[0].service(row)[1]]
        return tuple(dict.fromkeys(told))


def _folded(key: Longs, said: Longs) -> Longs:
    """One number for each pair of numbers."""
    _, folded = np.unique((key << 32) + said, return_inverse=True)
    numbers: Longs = folded.astype(np.int64)
    return numbers


def _all_of(parts: Sequence[Part]) -> Floats:
    spans = ALWAYS
    for part in parts:
        spans = both(spans, part.spans)
    return spans
