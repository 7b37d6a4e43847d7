"""What a map is asked for: its moment, its mover, its audience, what is supposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, Self

from potay.errors import SpecError
from potay.inputs import Shelf
from potay.spec import AskedMap, Overrides
from potay.spec.map import check_moments

#: What names a moment: ISO 8601 text, a date (its end) or a time; without a zone, Haiti time.
Moment = str | date | datetime


class Origin(Protocol):
    """Where a map comes from: it can be asked for with other overrides."""

    def asked(self, overrides: Overrides) -> AskedMap:
        """The map with everything it names."""


@dataclass(frozen=True, eq=False, repr=False)
class Choices:
    """One choice of moment, mover, audience and assumptions. It never changes."""

    _origin: Origin
    _asked: AskedMap
    _overrides: Overrides = field(default_factory=Overrides)
    _shelf: Shelf = field(default_factory=Shelf)

    def __repr__(self) -> str:
        """Which map it is, of when, for whom, and what it supposes."""
        spec = self._asked.spec
        supposed = ", ".join(f"{key}={value}" for key, value in sorted(spec.what_if.items()))
        return (
            f"<Map {spec.name} as of {spec.as_of:%Y-%m-%d %H:%M} for {spec.mover}, "
            f"{spec.audience}{f', supposing {supposed}' if supposed else ''}>"
        )

    @property
    def name(self) -> str:
        """The name of the map."""
        return self._asked.spec.name

    @property
    def as_of(self) -> datetime:
        """The moment up to which reports are known, with its zone."""
        return self._asked.spec.as_of

    @property
    def mover(self) -> str:
        """Who moves."""
        return self._asked.spec.mover

    @property
    def movers(self) -> tuple[str, ...]:
        """The movers that can be asked for."""
        return tuple(self._asked.spec.movers)

    @property
    def audience(self) -> str:
        """Whom it is for: public, partners or internal."""
        return self._asked.spec.audience

    @property
    def hubs(self) -> tuple[str, ...]:
        """Ids of the places that journeys begin at."""
        return self._asked.spec.hubs

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The study area: west, south, east, north in degrees (EPSG:4326)."""
        return self._asked.spec.extent

    def at(self, moment: Moment) -> Self:
        """The same map at another moment: what was known then.

        Parameters
        ----------
        moment
            ISO 8601 text, a date (its end) or a time; without a zone it is Haiti time.

        Raises
        ------
        SpecError
            Where it is no moment.

        Examples
        --------
        >>> m.at("2024-03-10").as_of.isoformat()
        '2024-03-10T23:59:59-04:00'
        >>> m.at("03/10/2024")
        Traceback (most recent call last):
        ...
        potay.errors.SpecError: at: '03/10/2024' is ambiguous: 2024-10-03 (day first) or 2024-03-10
        (month first)? Write it as YYYY-MM-DD.
        """
        return self._with(as_of=moment_text("at", moment))

    def by(self, mover: str) -> Self:
        """The same map for another mover: a vehicle and a kind of organisation.

        Raises
        ------
        SpecError
            Where the map knows no such mover.

        Examples
        --------
        >>> m.by("motorcycle").mover
        'motorcycle'
        """
        return self._with(mover=mover)

    def for_audience(self, audience: str) -> Self:
        """The same map as an audience may have it: public, partners or internal.

        Raises
        ------
        SpecError
            Where there is no such audience.

        Examples
        --------
        >>> public = m.for_audience("public")
        >>> len(public.state().claims) < len(m.state().claims)
        True
        """
        return self._with(audience=audience)

    def suppose(self, statuses: Mapping[str, str]) -> Self:
        """The same map under assumptions, besides those it has.

        Parameters
        ----------
        statuses
            By subject, as `type.id`: open, restricted, closed, abandoned or unknown.

        Raises
        ------
        SpecError
            Where a subject's type is none. A subject that the map does not know is told with the
            first answer (NoAnswerError).

        Examples
        --------
        >>> m.suppose({"gateway.martissant": "open"}).suppose({"road.rn2": "closed"})
        <Map port-au-prince as of 2024-07-03 23:59 for un-truck, internal, supposing
        gateway.martissant=open, road.rn2=closed>
        """
        return self._with(assumed={**self._overrides.assumed, **statuses})

    def having(self, settings: Mapping[str, Any]) -> Self:
        """The same map with other settings, by dotted key as its TOML file has them.

        Raises
        ------
        SpecError
            With every key that is unknown and every value that is wrong.

        Examples
        --------
        >>> careful = m.having({"rules.silence": "unknown", "movers.un-truck.weight_t": 12})
        >>> m.having({"rules.silense": "unknown"})
        Traceback (most recent call last):
        ...
        potay.errors.SpecError: maps/port-au-prince.toml: unknown key 'rules.silense'. Did you mean
        'silence'?
        """
        return self._with(changed={**self._overrides.changed, **settings})

    def _with(self, **changed: Any) -> Self:  # noqa: ANN401 - fields of Overrides
        overrides = replace(self._overrides, **changed)
        return replace(self, _asked=self._origin.asked(overrides), _overrides=overrides)


def moment_text(name: str, value: Moment) -> str:
    """A moment as text, checked; `name` is what faults call it.

    Raises
    ------
    SpecError
        Where it is no moment.
    """
    text = plain_text(name, value)
    check_moments({name: text})
    return text


def plain_text(name: str, value: Moment) -> str:
    """A moment as text; whoever reads it checks it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date) and value == value:  # a datetime is one; NaT is not itself
        return value.isoformat()
    message = f"{name}: {value!r} is no moment."
    raise SpecError(message, hint="Write e.g. 2024-01-05, or give a date or a datetime.")
