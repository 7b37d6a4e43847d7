"""What a claim says, read once: small frozen values that every room takes as they are."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Value:
    """What a claim of some kind says; `text` is how the ledger writes it.

    Kinds whose values are more than their text have a type of their own, made by their reader.
    """

    text: str

    def plain(self) -> Any:  # noqa: ANN401 - what JSON can say
        """The value as text, numbers, lists and dicts: what a page or a file takes."""
        return self.text

    @property
    def is_more_than_text(self) -> bool:
        """Whether `plain` says something that the text alone does not."""
        return type(self).plain is not Value.plain


@dataclass(frozen=True)
class Holder(Value):
    """An actor's id, or a word for none."""


@dataclass(frozen=True)
class Status(Value):
    """A word of a report about passing."""


@dataclass(frozen=True)
class Persons(Value):
    """A number of people."""

    count: int

    def plain(self) -> int:
        """The number."""
        return self.count


@dataclass(frozen=True)
class Delay(Value):
    """Minutes that a passage takes longer."""

    minutes: float

    def plain(self) -> float:
        """The minutes."""
        return self.minutes


@dataclass(frozen=True)
class Toll(Value):
    """A levy reported at a place. Amounts are None where the report states none.

    A detail for restricted audiences: never part of a public bundle.
    """

    low: int | None
    high: int | None
    currency: str
    vehicle: str

    def plain(self) -> dict[str, Any]:
        """`{low, high, currency, vehicle}`."""
        told = asdict(self)
        del told["text"]
        return told
