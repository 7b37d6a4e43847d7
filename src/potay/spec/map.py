"""A map: its purpose. Layers bottom first, the moment, who moves, from where, by which rules."""

from collections.abc import Mapping
from datetime import date, datetime, time

from pydantic import BaseModel, ConfigDict, Field, field_validator

from potay.errors import Finding, SpecError, raise_errors
from potay.geo import Extent
from potay.spec.mover import Mover
from potay.spec.rules import Rules
from potay.spec.text import Text
from potay.terms.audiences import Audience
from potay.terms.languages import Language
from potay.terms.moments import HAITI_TIME
from potay.terms.outputs import Output
from potay.terms.places import InfrastructureKind
from potay.terms.statuses import ReportedStatus

#: Years that a moment is likely to be in: others are slips of the hand.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class ReleaseSpec(BaseModel):
    """What of a map may stand in a public bundle besides what is marked *low*.

    `kinds` of infrastructure of which places marked *low* or *moderate* may: name and position
    only, e.g. ports and hospitals that everybody knows. Hubs of other kinds are not asked from in
    a public map. In TOML a table `[release]` with `kinds = ["port", "hospital"]`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[InfrastructureKind, ...] = ()


class MapSpec(BaseModel):
    """One file in maps/, merged with the shipped defaults. Never edited in place.

    `extent` is the study area: coordinates outside it are refused. `view` is the part that a
    page opens on, the whole extent where none is given.
    `as_of` is the moment the state is derived for: a date means its end (all that was known
    that day). `ledger` names the datasets of claims, sources and actors. `hubs` are ids of
    infrastructure. `mover` is the one shown first; `movers` all that can be asked for.
    `previous` is the moment to compare with; `timeline` the moments the page can show.
    `what_if` sets a subject: `"gateway.martissant" = "open"`. `release` says what more a public
    bundle may have.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    subtitle: Text | None = None
    extent: tuple[float, float, float, float]
    view: tuple[float, float, float, float] | None = None
    as_of: datetime
    layers: tuple[str, ...] = Field(min_length=1)
    ledger: tuple[str, ...] = ()
    hubs: tuple[str, ...] = ()
    mover: str
    movers: dict[str, Mover]
    rules: Rules
    audience: Audience = "internal"
    language: Language = "fr"
    outputs: tuple[Output, ...] = ("html", "gpkg")
    previous: datetime | None = None
    timeline: tuple[datetime, ...] = ()
    what_if: dict[str, ReportedStatus] = Field(default_factory=dict)
    release: ReleaseSpec = ReleaseSpec()

    @field_validator("as_of", "previous", mode="before")
    @classmethod
    def _moment(cls, value: object) -> object:
        return None if value is None else likely_moment(value)

    @field_validator("timeline", mode="before")
    @classmethod
    def _moments(cls, value: object) -> object:
        return [likely_moment(item) for item in value] if isinstance(value, list | tuple) else value

    @field_validator("extent", "view")
    @classmethod
    def _box(
        cls, value: tuple[float, float, float, float] | None
    ) -> tuple[float, float, float, float] | None:
        if value is None:
            return None
        west, south, east, north = value
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise ValueError("a box is west, south, east, north in degrees")
        return value

    @property
    def study_area(self) -> Extent:
        """The extent as a value."""
        return Extent(*self.extent)

    @property
    def opening_view(self) -> Extent:
        """What a page or an atlas shows first."""
        return Extent(*(self.view or self.extent))

    @property
    def chosen_mover(self) -> Mover:
        """The mover shown first."""
        return self.movers[self.mover]


def moment(value: object) -> datetime:
    """A date or time of the day as an aware moment; a bare date means the end of that day.

    Raises
    ------
    ValueError
        Where the text is not ISO 8601, or could be read in two ways.
    """
    if isinstance(value, str):
        value = _read_iso(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=HAITI_TIME)
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59), HAITI_TIME)
    raise ValueError("a moment is an ISO 8601 date like 2024-01-05 or 2024-01-05T08:00")


def likely_moment(value: object) -> datetime:
    """A moment at which a map may stand or a journey begin.

    Raises
    ------
    ValueError
        As for `moment`, and where the year is none that can be meant.
    """
    found = moment(value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(
            f"the year {found.year} is not meant; expected one from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return found


def check_moments(given: Mapping[str, str]) -> None:
    """Whether what is asked for is a moment each, by what asks for it; an empty one says nothing.

    Raises
    ------
    SpecError
        With one fault for each that is none.
    """
    faults = []
    for option, text in given.items():
        try:
            likely_moment(text) if text else None
        except ValueError as error:
            said = str(error).rstrip(".")
            faults.append(Finding("error", f"{option}: {said}."))
    raise_errors(SpecError, faults)


def _read_iso(text: str) -> date | datetime:
    text = text.strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_date_hint(text)) from None


def _date_hint(text: str) -> str:
    parts = text.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[2]) == 4:
        first, second, year = parts
        return (
            f"'{text}' is ambiguous: {year}-{second:0>2}-{first:0>2} (day first) or "
            f"{year}-{first:0>2}-{second:0>2} (month first)? Write it as YYYY-MM-DD."
        )
    return f"'{text}' is not an ISO 8601 date; write it as YYYY-MM-DD, e.g. 2024-01-05."
