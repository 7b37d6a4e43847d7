"""What a state says of hours: windows, curfews, darkness, days of service, as intervals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from potay.access.clock.hours import Part
from potay.arrays import Longs
from potay.built import SubjectState
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.phrases import phrase
from potay.terms.hours import Window, parse_window
from potay.terms.statuses import PASSAGES
from potay.terms.subjects import counts_everywhere

#: Sunrise and sunset are those of the middle of cells of this many degrees: half a minute.
CELL_DEG = 0.25

_NEVER = np.zeros((0, 2))


def cells(scenario: Scenario) -> Longs:
    """The number of the cell in which each piece begins."""
    nodes, first = scenario.network.nodes, scenario.network.pieces.a
    across = np.round(nodes.lon[first] / CELL_DEG).astype(np.int64)
    up = np.round(nodes.lat[first] / CELL_DEG).astype(np.int64)
    return (up + 1000) * 10_000 + across + 5000


def _place(cell: int) -> tuple[float, float]:
    up, across = divmod(cell, 10_000)
    return (across - 5000) * CELL_DEG, (up - 1000) * CELL_DEG


@dataclass(frozen=True)
class Conditions:
    """Reads the words of one scenario's state as intervals of some days, each once."""

    scenario: Scenario
    day: date
    days: int
    _dark: dict[int, Part] = field(default_factory=dict)
    _told: dict[int, tuple[Part, ...]] = field(default_factory=dict)

    @cached_property
    def classes(self) -> tuple[Longs, list[tuple[int, ...]]]:
        """Sets of subjects of which hours are reported, and the number of each governing set's."""
        states, governing_sets = self.scenario.stated.states, self.scenario.network.governing_sets
        timed = {row for row, known in enumerate(states) if known and _speaks_of_hours(known)}
        numbers: dict[tuple[int, ...], int] = {(): 0}
        found = np.zeros(governing_sets.count, np.int64)
        owner = np.repeat(np.arange(governing_sets.count), np.diff(governing_sets.indptr))
        touched = np.unique(owner[np.isin(governing_sets.subject, sorted(timed))]).tolist()
        for governing in touched:
            rows = self.scenario.network.governing_subjects(governing).tolist()
            key = tuple(row for row in rows if row in timed)
            found[governing] = numbers.setdefault(key, len(numbers))
        return found, list(numbers)

    def parts(self, governing: int, cell: int) -> list[Part]:
        """All conditions on a piece of road, or on the ends of a link where `cell` is -1."""
        timed = self.classes[1][int(self.classes[0][governing])]
        told = [part for row in timed for part in self._subject(row)]
        dark = [self._darkness(cell)] if cell >= 0 else []
        return [*told, *self.everywhere, *dark]

    def shut(self, governing: int, level: int) -> list[Part]:
        """What a reading up to `level` does not pass here, each with the reports behind it."""
        levels = self.scenario.passability.level
        rows = [row for row in self._reasons.governing_subjects(governing) if levels[row] > level]
        return [Part(self._verdict(row), _NEVER) for row in rows]

    def service(self, row: int) -> tuple[list[Part], list[str]]:
        """The days on which a link is served, and what cannot be read of them."""
        links = self.scenario.network.links
        days, name = links.days.at(row), f"link.{links.id[row]}"
        if not days:
            return [], []
        try:
            window = parse_window(days)
        except ValueError as error:
            return [], [f"{name}: days of service cannot be read, so none are kept: {error}"]
        return [self._part(f"{name} days {days}", window, 0.0, 0.0)], []

    @cached_property
    def everywhere(self) -> tuple[Part, ...]:
        """Curfews of the country or a department that the map does not draw."""
        nodes = self.scenario.network.nodes
        lon, lat = float(np.median(nodes.lon)), float(np.median(nodes.lat))
        return tuple(
            self._part(f"area.{area} curfew {hours.text}", hours, lon, lat)
            for area, hours in self._undrawn
            if counts_everywhere(area)
        )

    def notes(self) -> list[str]:
        """Which curfews count on all of the map, and which on nothing of it."""
        return [
            f"area.{area} curfew {hours.text} is taken to count on all of this map."
            if counts_everywhere(area)
            else f"area.{area} curfew {hours.text}: no such area on this map; not counted."
            for area, hours in sorted(self._undrawn, key=lambda one: not counts_everywhere(one[0]))
        ]

    @cached_property
    def _undrawn(self) -> list[tuple[str, Window]]:
        """Areas that the map does not draw, with the curfew that counts there."""
        subjects = self.scenario.network.subjects
        drawn = {subjects.key(row) for row in range(len(subjects.id))}
        return [
            (key[1], known.curfews[0])
            for key, known in sorted(self.scenario.state.subjects.items(), key=lambda item: item[0])
            if key[0] == "area" and key not in drawn and known.curfews
        ]

    @cached_property
    def _reasons(self) -> Reasons:
        return Reasons(self.scenario)

    def _verdict(self, row: int) -> str:
        """A subject with its status and what that rests on: `gateway.canaan closed (C12)`."""
        told = self.scenario.passability.verdicts[row]
        claims = ", ".join(self._reasons.claim_ids(row))
        said = claims or phrase(f"basis_{told.basis}", "en", silence=self.scenario.state.silence)
        basis = f"{told.basis}: " if claims and told.basis != "claim" else ""
        subject = ".".join(self.scenario.network.subjects.key(row))
        return f"{subject} {PASSAGES[told.level]} ({basis}{said})"

    def _subject(self, row: int) -> tuple[Part, ...]:
        if row not in self._told:
            known = self.scenario.stated.states[row]
            name = ".".join(self.scenario.network.subjects.key(row))
            lon, lat = self._where(row)
            self._told[row] = tuple(self._said(known, name, lon, lat)) if known else ()
        return self._told[row]

    def _said(self, known: SubjectState, name: str, lon: float, lat: float) -> Iterable[Part]:
        """The window and the curfew that count: of several reports the first."""
        for window in known.windows[:1]:
            yield self._part(f"{name} window {window.text}", window, lon, lat)
        for curfew in known.curfews[:1]:
            yield self._part(f"{name} curfew {curfew.text}", curfew, lon, lat)

    def _where(self, row: int) -> tuple[float, float]:
        """A place that the subject governs: the first of its pieces."""
        network = self.scenario.network
        governing_sets = np.repeat(
            np.arange(network.governing_sets.count), np.diff(network.governing_sets.indptr)
        )
        own = governing_sets[network.governing_sets.subject == row]
        piece = int(np.argmax(np.isin(network.pieces.governing, own)))
        node = network.pieces.a[piece]
        return float(network.nodes.lon[node]), float(network.nodes.lat[node])

    def _darkness(self, cell: int) -> Part:
        if cell not in self._dark:
            day = parse_window("sunrise-sunset")
            self._dark[cell] = self._part("darkness", day, *_place(cell))
        return self._dark[cell]

    def _part(self, name: str, window: Window, lon: float, lat: float) -> Part:
        spans = window.intervals(self.day, self.days, lon, lat)
        return Part(name, spans.astype(np.float64))


def _speaks_of_hours(known: SubjectState) -> bool:
    return bool(known.windows or known.curfews)
