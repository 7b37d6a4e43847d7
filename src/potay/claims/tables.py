"""The state as tables: one row per area, gateway, road, link, facility and obstacle."""

from collections.abc import Mapping

import pandas as pd

from potay.built import Aspect, State, SubjectState
from potay.terms.statuses import BASES, SILENT

#: Table name by subject type, and the aspect whose basis a row shows first.
TABLES = {"area": ("areas", "control"), "gateway": ("gateways", "status"),
          "road": ("roads", "status"), "infrastructure": ("infrastructure", "status"),
          "link": ("links", "status"), "obstacle": ("obstacles", "status")}  # fmt: skip

STATE_COLUMNS = (
    "status", "control", "coalition", "basis", "claim_id", "rivals", "reliability", "age_days",
    "stale", "expired", "name", "status_basis", "control_basis", "status_claim_id",
    "control_claim_id", "last", "expired_claims", "windows", "curfews", "tolls", "seasons",
    "delay_min", "probability", "source", "publisher", "title", "published", "as_of",
)  # fmt: skip

#: All other columns hold text or None, or lists.
_DTYPES = {
    "reliability": "Int64", "age_days": "Int64", "stale": bool, "expired": bool,
    "delay_min": float, "probability": float,
}  # fmt: skip

_SAID_BY = ("source_id", "publisher", "title", "published", "as_of")


def state_tables(state: State, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """One row per subject of a map that a report can open or close, in the order of the frames.

    Parameters
    ----------
    state
        The state at a moment.
    frames
        Frames by subject type; a missing one gives an empty table.

    Returns
    -------
    dict
        Tables by the names in `TABLES` with the index `id` and `STATE_COLUMNS`. Lists are
        Python lists, what is missing is None. A row shows the basis, claim, rivals, age and
        reliability of the aspect that counts: of an area its control, of the others their
        status, unless only the other aspect is reported on. `reliability` is after staleness
        and missing where the source is not rated. Of an expired aspect the source is that of
        the last report.
    """
    said_by = _by_claim(state.claims)
    tables = {}
    for kind, (name, first) in TABLES.items():
        frame = frames.get(kind, pd.DataFrame(index=pd.Index([], dtype="str")))
        names = frame["name"] if "name" in frame else pd.Series("", index=frame.index)
        rows = [
            {**_row(state.known((kind, key)), first, said_by), "name": label}
            for key, label in zip(frame.index, names, strict=True)
        ]
        index = pd.Index(frame.index, name="id")
        table = pd.DataFrame(rows, index=index, columns=STATE_COLUMNS, dtype=object)
        tables[name] = table.astype(_DTYPES)
    return tables


def _row(
    subject: SubjectState, first: str, said_by: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    leading = _leading(subject, first)
    speaks = leading.claim_id or next(iter(leading.expired_claims), None)
    said = said_by.get(str(speaks), {})
    return {
        "status": subject.status.value or "unknown",
        "control": subject.control.value or "unknown",
        "coalition": subject.coalition,
        "basis": leading.basis,
        "claim_id": leading.claim_id,
        "rivals": list(leading.rivals),
        "reliability": said.get("reliability_now") if leading.claim_id else None,
        "age_days": leading.age_days,
        "stale": leading.stale,
        "expired": leading.basis == "expired",
        "status_basis": subject.status.basis,
        "control_basis": subject.control.basis,
        "status_claim_id": subject.status.claim_id,
        "control_claim_id": subject.control.claim_id,
        "last": leading.last,
        "expired_claims": list(leading.expired_claims),
        "windows": [one.text for one in subject.windows],
        "curfews": [one.text for one in subject.curfews],
        "tolls": [one.text for one in subject.tolls],
        "seasons": [one.text for one in subject.seasons],
        "delay_min": subject.delay_min,
        "probability": leading.probability,
        "source": said.get("source_id"),
        **{column: said.get(column) for column in _SAID_BY[1:]},
    }


#: How much a basis says: what holds, what has expired, silence.
_SAYS = {basis: 2 if basis in SILENT else 1 if basis == "expired" else 0 for basis in BASES}


def _leading(subject: SubjectState, first: str) -> Aspect:
    """The aspect that a row is about: one with a claim that holds, else one that expired."""
    aspects = [subject.status, subject.control]
    if first == "control":
        aspects.reverse()
    return min(aspects, key=lambda aspect: _SAYS[aspect.basis])


def _by_claim(claims: pd.DataFrame) -> dict[str, dict[str, object]]:
    told: dict[str, dict[str, object]] = (
        claims[[*_SAID_BY, "reliability_now"]].astype(object).to_dict("index")
    )
    return told
