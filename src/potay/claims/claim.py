"""One dated report, as the ledger holds it after checking."""

from dataclasses import dataclass

from potay.built import SubjectKey
from potay.terms.values import Value

#: Columns of a claims file, in the order they are shown; `claim_id` is the index.
COLUMNS = (
    "subject_type", "subject", "kind", "value", "actor", "valid_from", "valid_to", "as_of",
    "source_id", "reliability", "sensitivity", "note",
)  # fmt: skip

ALWAYS = -(2**62)  # begins of a claim without valid_from
NEVER = 2**62  # ends of a claim without valid_to


@dataclass(frozen=True)
class Claim:
    """A report that somebody made about one subject, with its dates in seconds since 1970.

    It is known from `known_from` (its as_of) and speaks of `begins <= t < ends`. `day` is the
    Haitian day of as_of as an ordinal; `timed` says that as_of has a time of day. `reliability`
    is None where the source is not rated. `dates` keeps valid_from, valid_to and as_of as they
    were written; `source` is free text where no source_id is known.
    """

    claim_id: str
    subject_type: str
    subject: str
    kind: str
    value: Value
    known_from: int
    begins: int
    ends: int
    day: int
    timed: bool
    dates: tuple[str, str, str]
    actors: tuple[str, ...] = ()
    source_id: str = ""
    source: str = ""
    reliability: int | None = None
    sensitivity: str = ""
    note: str = ""
    dataset: str = ""

    @property
    def key(self) -> SubjectKey:
        """The subject as (subject_type, id)."""
        return self.subject_type, self.subject
