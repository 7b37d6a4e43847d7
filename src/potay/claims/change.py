"""What changed between two moments, and the reports that changed it."""

from collections.abc import Callable, Iterator

import pandas as pd

from potay.built import Aspect, State, SubjectKey, SubjectState

CHANGE_COLUMNS = (
    "aspect", "subject_type", "id", "before", "after", "basis_before", "basis_after", "claims",
)  # fmt: skip

_ASPECTS: dict[str, Callable[[SubjectState], Aspect]] = {
    "control": lambda subject: subject.control,
    "status": lambda subject: subject.status,
}


def change_states(before: State, after: State) -> pd.DataFrame:
    """The subjects whose reported control, status or holder's coalition differs.

    Returns
    -------
    pandas.DataFrame
        One row per subject and aspect (*control*, *status*, *coalition*), sorted. `before` and
        `after` are values, *unknown* where no claim holds; a row is there also where only the
        basis changed, say from *claim* to *expired*. `claims` lists the claims that decide
        afterwards and those that did before and no longer do.
    """
    rows = []
    for key in sorted(before.subjects.keys() | after.subjects.keys()):
        old, new = before.known(key), after.known(key)
        if old != new:
            rows += list(_changes(key, old, new))
    rows.sort(key=lambda row: (row["aspect"], row["subject_type"], row["id"]))
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def _changes(key: SubjectKey, old: SubjectState, new: SubjectState) -> Iterator[dict[str, object]]:
    for name, aspect_of in _ASPECTS.items():
        one, other = aspect_of(old), aspect_of(new)
        if (one.value, one.basis) != (other.value, other.basis):
            yield _row(name, key, (one.value, other.value), (one, other))
    if old.coalition != new.coalition and old.control.value == new.control.value:
        values = (old.coalition or "none", new.coalition or "none")
        yield _row("coalition", key, values, (old.control, new.control))


def _row(
    name: str,
    key: SubjectKey,
    values: tuple[str | None, str | None],
    aspects: tuple[Aspect, Aspect],
) -> dict[str, object]:
    one, other = aspects
    return {
        "aspect": name,
        "subject_type": key[0],
        "id": key[1],
        "before": values[0] or "unknown",
        "after": values[1] or "unknown",
        "basis_before": one.basis,
        "basis_after": other.basis,
        "claims": list(dict.fromkeys([*_deciding(other), *_deciding(one)])),
    }


def _deciding(aspect: Aspect) -> tuple[str, ...]:
    if aspect.basis == "expired":
        return aspect.expired_claims[:1]
    rivals = aspect.rivals if aspect.basis == "contradicted" else ()
    return (aspect.claim_id, *rivals) if aspect.claim_id else ()
