"""What is known at one moment, applied to the time ahead: reports begin, end and grow too old.

A journey is judged by the reports known at the scenario's own moment (its `as_of`), each as it
stands when a piece of road is passed. Between two turning points nothing changes; the time
between them is a phase. After the end of the last report about a place nobody vouches for it:
it is as uncertain as after any report that has expired, and never open.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from potay.built import State, SubjectState
from potay.network.scenario import Scenario
from potay.terms.moments import midnight

#: The state at a first moment, and from each moment before a second one at which it changes.
StatesAhead = Callable[[datetime, datetime], Sequence[tuple[datetime, State]]]


@dataclass(frozen=True)
class Phase:
    """A time in which nothing reported changes, in seconds after the midnight of a day."""

    begin: float
    end: float
    scenario: Scenario


@dataclass(frozen=True)
class Outlook:
    """A scenario at its own moment, and the states that the same reports make later.

    Without `ahead` nothing ever changes. `what_if` is assumed at every moment.
    """

    scenario: Scenario
    ahead: StatesAhead | None = None
    what_if: Mapping[str, str] = field(default_factory=dict)

    def at(self, moment: datetime) -> Scenario:
        """The scenario at a moment, its reports as old as they will be."""
        if self.ahead is None or moment == self.scenario.state.as_of:
            return self.scenario
        return self.scenario.in_state(self.ahead(moment, moment)[0][1], self.what_if)

    def scenarios(self, begin: datetime, end: datetime) -> list[tuple[datetime, Scenario]]:
        """The scenario at `begin`, and from each later moment on at which anything changes."""
        found: list[tuple[datetime, Scenario]] = []
        for moment, state in self.ahead(begin, end) if self.ahead else ():
            before = found[-1][1] if found else self.scenario
            if not _alike(before.state, state):
                found.append((moment, self.scenario.in_state(state, self.what_if)))
            elif not found:
                found.append((moment, self.scenario))
        return found or [(begin, self.scenario)]

    def phases(self, day: date, days: int) -> tuple[Phase, ...]:
        """The phases of some days from the start of `day` on; the outer ends are open."""
        first = midnight(day)
        scenarios = self.scenarios(first, midnight(day + timedelta(days=days)))
        marks = [moment.timestamp() - first.timestamp() for moment, _ in scenarios]
        begins = [-math.inf, *marks[1:]]
        ends = [*marks[1:], math.inf]
        return tuple(
            Phase(begin, end, scenario)
            for begin, end, (_, scenario) in zip(begins, ends, scenarios, strict=True)
        )


def _alike(one: State, other: State) -> bool:
    """Whether two states of the same places let the same pass."""
    if one is other:
        return True
    if one.subjects.keys() != other.subjects.keys():
        return False
    return all(
        known is later or passing(known) == passing(later)
        for known, later in ((known, other.subjects[key]) for key, known in one.subjects.items())
    )


def passing(known: SubjectState) -> tuple[Any, ...]:
    """All of a subject's state that decides who may pass and when."""
    return (
        known.status.value, known.status.basis, known.control.value, known.control.basis,
        known.coalition, known.windows[:1], known.curfews[:1], known.delay_min,
    )  # fmt: skip
