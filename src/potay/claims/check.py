"""Rows of a claims file to claims: every fault of every row, each in one sentence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from potay.built import SubjectKey
from potay.claims.claim import ALWAYS, NEVER, Claim
from potay.claims.known import Known
from potay.claims.moments import Instant, read_instant
from potay.claims.readers import read_value
from potay.errors import Finding, Severity
from potay.spec.toml import close_match, suggestion
from potay.terms.audiences import SENSITIVITIES
from potay.terms.kinds import KINDS, STEERING, deed, kinds_about
from potay.terms.subjects import SUBJECT_TYPES, counts_everywhere
from potay.terms.values import Value

Row = Mapping[Any, Any]  # column name to cell


def check_row(
    claim_id: str, row: Row, known: Known, *, dataset: str, implied: bool = False
) -> tuple[Claim | None, list[Finding]]:
    """One row as a claim, or its faults.

    `implied` rows come from a column of another dataset: their source may be free text.
    """
    faults: list[Finding] = []

    def fault(column: str, message: str, hint: str = "") -> None:
        faults.append(
            Finding("error", message, file=dataset, id=claim_id, column=column,
                    value=_text(row, column), hint=hint)
        )  # fmt: skip

    _check_words(row, fault)
    value = _check_value(row, known, fault)
    instants = _check_dates(row, fault)
    reliability = _check_reliability(row, fault)
    _check_names(row, known, fault, implied=implied)
    if faults:
        return None, faults
    return _claim(claim_id, row, value, instants, reliability, dataset), []


def check_subjects(claims: Iterable[Claim], known: Known) -> list[Finding]:
    """One finding for each subject that claims are about and no dataset has.

    A warning where a claim could have opened or closed something, else only for information:
    figures and incidents of a whole country are told of no place on the map, and the curfew of
    a department that is not drawn counts on all of it.

    Subject types of which no dataset was read are left alone: the map has no use for them.
    """
    about: dict[SubjectKey, list[Claim]] = {}
    for claim in claims:
        read = claim.subject_type == "actor" or claim.subject_type in known.subjects
        if read and not known.has_subject(*claim.key):
            about.setdefault(claim.key, []).append(claim)
    return [_steers_nothing(key, found, known) for key, found in sorted(about.items())]


def _steers_nothing(key: SubjectKey, claims: Sequence[Claim], known: Known) -> Finding:
    everywhere = key[0] == "area" and counts_everywhere(key[1])
    curfews = [claim for claim in claims if everywhere and deed(claim.kind) == "curfew"]
    others = [claim for claim in claims if claim not in curfews]
    told = [f"{_named(others)} kept and {'steer' if others[1:] else 'steers'} nothing"]
    told = told if others else []
    if curfews:
        told.append(f"{_named(curfews)} taken to count on all of the map (curfew)")
    severity: Severity = "warning" if {claim.kind for claim in others} & STEERING else "info"
    return Finding(severity, f"no {key[0]} '{key[1]}' here; {'; '.join(told)}.",
                   file=claims[0].dataset, id=min(claim.claim_id for claim in claims),
                   column="subject", value=key[1],
                   hint=close_match(key[1], known.names_of(key[0])))  # fmt: skip


def _named(claims: Sequence[Claim]) -> str:
    """Claims by their first ids, as the subject of a sentence about what is done with them."""
    ids = sorted(claim.claim_id for claim in claims)
    shown = ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    return f"claims {shown} are" if ids[1:] else f"claim {shown} is"


def _check_words(row: Row, fault: Callable[..., None]) -> None:
    kind, subject_type = _text(row, "kind"), _text(row, "subject_type")
    if kind not in KINDS:
        fault("kind", f"unknown kind '{kind}'.", suggestion(kind, KINDS))
    if subject_type not in SUBJECT_TYPES:
        fault("subject_type", f"unknown subject_type '{subject_type}'.",
              suggestion(subject_type, SUBJECT_TYPES))  # fmt: skip
    if not _text(row, "subject"):
        fault("subject", "the subject is empty; expected the id of what is reported on.")
    if kind in KINDS and subject_type in SUBJECT_TYPES:
        _check_about(kind, subject_type, fault)
    sensitivity = _text(row, "sensitivity")
    if sensitivity and sensitivity not in SENSITIVITIES:
        fault("sensitivity", f"unknown sensitivity '{sensitivity}'.",
              suggestion(sensitivity, SENSITIVITIES))  # fmt: skip


def _check_about(kind: str, subject_type: str, fault: Callable[..., None]) -> None:
    if "place" not in KINDS[kind].about and subject_type != "actor":
        fault("subject_type", f"an {kind} is of an actor, not of '{subject_type}'.",
              "Name the actor as the subject and its coalition as the value.")  # fmt: skip
    if "actor" not in KINDS[kind].about and subject_type == "actor":
        fault("kind", f"a claim about an actor cannot be of kind '{kind}'.",
              f"Use {', '.join(kinds_about('actor'))}.")  # fmt: skip


def _check_value(row: Row, known: Known, fault: Callable[..., None]) -> Value:
    kind = _text(row, "kind")
    try:
        value = read_value(kind, _text(row, "value"), known.actors)
    except ValueError as error:
        said = str(error)
        fault("value", f"the value {said}" if said.startswith("is ") else said)
        return Value("")
    if deed(kind) == "alliance" and value.text == _text(row, "subject"):
        fault("value", f"'{value.text}' cannot be allied with itself.")
    return value


def _check_dates(row: Row, fault: Callable[..., None]) -> dict[str, Instant]:
    found: dict[str, Instant] = {}
    for column in ("valid_from", "valid_to", "as_of"):
        text = _text(row, column)
        if text:
            try:
                found[column] = read_instant(text)
            except ValueError as error:
                fault(column, str(error))
        elif column == "as_of":
            fault("as_of", "as_of is missing; a claim needs the date on which it was made.",
                  "Write the date of the statement or publication as YYYY-MM-DD.")  # fmt: skip
    if {"valid_from", "valid_to"} <= found.keys():
        begins, ends = found["valid_from"], found["valid_to"]
        if ends.seconds <= begins.seconds:
            same = "the same moment as" if ends.seconds == begins.seconds else "before"
            fault("valid_to", f"valid_to {ends.text} is {same} valid_from {begins.text}.",
                  "valid_to is the first moment at which the claim holds no more.")  # fmt: skip
    return found


def _check_reliability(row: Row, fault: Callable[..., None]) -> int | None:
    text = _text(row, "reliability")
    if not text:
        return None
    if text in ("0", "1", "2", "3", "4"):
        return int(text)
    fault("reliability", f"'{text}' is not a reliability; expected a whole number from 0 to 4.",
          "Leave it empty where the source is not rated.")  # fmt: skip
    return None


def _check_names(row: Row, known: Known, fault: Callable[..., None], *, implied: bool) -> None:
    source = _text(row, "source_id")
    if not source and not implied:
        fault("source_id", "source_id is missing; a claim without a source is not kept.",
              "Name the source_id of a row of the sources.")  # fmt: skip
    elif source and source not in known.sources:
        fault("source_id", f"'{source}' is not a source of this ledger.",
              suggestion(source, known.sources))  # fmt: skip
    for actor in _actors(row):
        if actor not in known.actors:
            fault("actor", f"'{actor}' is not an actor of this ledger.",
                  suggestion(actor, known.actors))  # fmt: skip


def _claim(
    claim_id: str, row: Row, value: Value, instants: Mapping[str, Instant],
    reliability: int | None, dataset: str,
) -> Claim:  # fmt: skip
    as_of, begins, ends = (instants.get(name) for name in ("as_of", "valid_from", "valid_to"))
    assert as_of is not None
    return Claim(
        claim_id=claim_id,
        subject_type=_text(row, "subject_type"),
        subject=_text(row, "subject"),
        kind=_text(row, "kind"),
        value=value,
        known_from=as_of.seconds,
        begins=begins.seconds if begins else ALWAYS,
        ends=ends.seconds if ends else NEVER,
        day=as_of.day,
        timed=as_of.timed,
        dates=(begins.text if begins else "", ends.text if ends else "", as_of.text),
        actors=_actors(row),
        source_id=_text(row, "source_id"),
        source=_text(row, "source"),
        reliability=reliability,
        sensitivity=_text(row, "sensitivity"),
        note=_text(row, "note"),
        dataset=dataset,
    )


def _actors(row: Row) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(row, "actor").split(";") if part.strip())


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""
