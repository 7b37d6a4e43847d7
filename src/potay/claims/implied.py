"""Claims that other datasets imply: the `control` of areas, the `status` of gateways and roads."""

from collections.abc import Iterator

import pandas as pd

from potay.built import Dataset
from potay.claims.check import Row
from potay.claims.known import Known
from potay.terms.subjects import ROLES

_CARRIED = ("as_of", "valid_from", "valid_to", "sensitivity", "note")


def implied_rows(dataset: Dataset, known: Known) -> Iterator[tuple[str, Row]]:
    """Claim ids such as `gateways:canaan` with the row of the claim that a dataset's row implies.

    A row's own `source` is its source, else the dataset's. It is a source_id where the ledger
    has one of that name, else free text. An area whose holder is *unknown*, without a date, is
    one that nobody reports on.
    """
    role = ROLES[dataset.role]
    kind = role.implies
    if dataset.frame is None or not kind or kind not in dataset.frame:
        return
    frame = dataset.frame[[name for name in dataset.frame if name != "geometry"]]
    for subject, row in zip(frame.index, frame.to_dict("records"), strict=True):
        if not _says_something(row[kind], kind, row.get("as_of")):
            continue
        source = str(row.get("source") or dataset.source)
        yield (
            f"{dataset.name}:{subject}",
            {
                **{name: row.get(name, "") for name in _CARRIED},
                "subject_type": role.subject,
                "subject": subject,
                "kind": kind,
                "value": row[kind],
                "source_id": source if source in known.sources else "",
                "source": "" if source in known.sources else source,
                "reliability": _level(row.get("reliability")),
            },
        )


def _says_something(value: object, kind: str, as_of: object) -> bool:
    silent = ("", "unknown") if kind == "control" and not as_of else ("",)
    return isinstance(value, str) and value.strip().lower() not in silent


def _level(value: object) -> str:
    """A reliability as text; vector frames hold numbers and NA."""
    if isinstance(value, str):
        return value
    return "" if value is None or pd.isna(value) else f"{value:g}"
