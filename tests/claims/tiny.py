"""A tiny ledger, written in tests as a table, and the few places it speaks of."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources

import pandas as pd

from potay.built import Aspect, Dataset, RowCount, State
from potay.claims import Ledger, read_ledger, resolve
from potay.claims.claim import COLUMNS
from potay.spec import Rules
from potay.spec.map import moment

ACTORS = """
actor_id      | name          | kind
grand-ravine  | Grand Ravine  | gang
ti-bwa        | Ti Bwa        | gang
400-mawozo    | 400 Mawozo    | gang
bwa-kale      | Bwa Kale      | brigade
pnh           | PNH           | police
g9            | G9            | coalition
gpep          | Gpèp          | coalition
viv-ansanm    | Viv Ansanm    | coalition
"""
SOURCES = """
source_id | publisher | title          | published
icg       | ICG       | A briefing     | 2024-01-05
radio     | A radio   | Morning news   | 2024-01-04
ocha      | OCHA      | Access update  | 2024-01-06
"""
SUBJECTS = {
    "area": ["martissant", "canaan"],
    "gateway": ["martissant", "canaan", "titanyen"],
    "link": ["sea-south"],
    "infrastructure": ["port-apn"],
    "site": ["site-a"],
    "obstacle": ["ditch-1"],
}
ROADS = """
id    | ref | corridor
r2-01 | RN2 | rn2
r2-02 | RN2 | rn2
l12   |     | laboule-12
"""


def table(text: str) -> pd.DataFrame:
    """A frame of text from lines with `|` between the cells; the first column is the index."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return pd.DataFrame(lines[1:], columns=lines[0], dtype="str").set_index(lines[0][0])


def dataset(role: str, frame: pd.DataFrame, name: str = "", **more: str) -> Dataset:
    """A dataset as `sources` would hand it over."""
    count = RowCount(len(frame), len(frame), 0, 0)
    return Dataset(name or role, role, "0" * 64, count, (), frame=frame, **more)


def claims(text: str) -> pd.DataFrame:
    """Claims from a table whose columns are short: about, from and to stand for four of ours."""
    frame = table(text).rename(
        columns={
            "from": "valid_from",
            "to": "valid_to",
            "source": "source_id",
            "rel": "reliability",
        }
    )
    if "about" in frame:
        frame[["subject_type", "subject"]] = [cell.split(".", 1) for cell in frame["about"]]
    return frame.reindex(columns=list(COLUMNS), fill_value="").rename_axis("claim_id")


def claim_rows(rows: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Claims from mappings with our own column names."""
    columns = ["claim_id", *COLUMNS]
    return pd.DataFrame(list(rows), columns=columns, dtype="str").fillna("").set_index("claim_id")


def subjects() -> dict[str, pd.DataFrame]:
    """The places of the tiny world, by subject type."""
    frames = {
        kind: pd.DataFrame({"name": [name.title() for name in ids]}, index=pd.Index(ids, name="id"))
        for kind, ids in SUBJECTS.items()
    }
    return {**frames, "road": table(ROADS).assign(name="")}


def ledger(frame: pd.DataFrame | str, *more: Dataset) -> Ledger:
    """The ledger of some claims in the tiny world."""
    frame = claims(frame) if isinstance(frame, str) else frame
    return read_ledger(
        [
            dataset("claims", frame),
            dataset("sources", table(SOURCES)),
            dataset("actors", table(ACTORS)),
            *more,
        ],
        subjects(),
    )


def rules(**changed: object) -> Rules:
    """The shipped rules, or some of them changed."""
    text = resources.files("potay.spec").joinpath("defaults.toml").read_text(encoding="utf-8")
    return Rules(**{**tomllib.loads(text)["rules"], **changed})


def state(frame: pd.DataFrame | str, as_of: str, *more: Dataset) -> State:
    """What the tiny ledger says at a moment."""
    return resolve(ledger(frame, *more), moment(as_of), rules())


def status(frame: pd.DataFrame | str, as_of: str, subject: str = "gateway.martissant") -> Aspect:
    """The status of one subject at a moment."""
    kind, _, name = subject.partition(".")
    return state(frame, as_of).subjects[kind, name].status


def control(frame: pd.DataFrame | str, as_of: str, subject: str = "gateway.martissant") -> Aspect:
    """The control of one subject at a moment."""
    kind, _, name = subject.partition(".")
    return state(frame, as_of).subjects[kind, name].control
