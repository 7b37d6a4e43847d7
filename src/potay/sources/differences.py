"""What a file holds that it did not hold when it was last registered: rows by their ids.

To tell it, the rows of a dataset as they were registered are kept as text in the workspace's
cache, `.potay-cache/rows-<dataset>-<sha256>.parquet`. They never leave the workspace, and where
they are missing (a fresh clone, an emptied cache) only rows are counted, and that is said.
"""

import glob
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import shapely
from pyarrow import parquet

from potay.built import Dataset
from potay.files import in_place_of
from potay.sources.roles import ROLES

#: The folder below a workspace in which potay keeps what it can make again.
CACHE = ".potay-cache"
#: How many registered states of one dataset are kept.
_KEPT = 3


@dataclass(frozen=True)
class Difference:
    """Rows that a file gained, lost or holds otherwise than when it was last registered.

    `changed` gives for each id the columns that differ, each with what stood there and what
    stands there now; a shape is told in short. `before` counts the rows then, or is None where
    they were not kept: then nothing else is known.
    """

    now: int
    before: int | None = None
    added: tuple[str, ...] = ()
    changed: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    by_content: bool = False


def keep_rows(root: Path, dataset: Dataset) -> None:
    """Keep the rows of a dataset as they are registered; a cache that cannot be written is left.

    A raster has no rows, and none are kept.
    """
    path = _path(root, dataset.name, dataset.sha256)
    if dataset.raster is not None or path.exists():
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with in_place_of(path) as file:
            parquet.write_table(pa.Table.from_pandas(rows_as_text(dataset)), file)
        kept = path.parent.glob(f"rows-{glob.escape(dataset.name)}-{'?' * 16}.parquet")
        for old in sorted(kept, key=lambda one: one.stat().st_mtime_ns)[:-_KEPT]:
            old.unlink(missing_ok=True)


def kept_rows(root: Path, name: str, digest: str) -> pd.DataFrame | None:
    """The rows of a dataset as they were when its file had that sha256; None if not kept."""
    try:
        return parquet.read_table(_path(root, name, digest)).to_pandas()
    except (OSError, pa.ArrowException):  # never kept, or damaged: nothing is known
        return None


def rows_as_text(dataset: Dataset) -> pd.DataFrame:
    """Every cell as a person would read it, so that it can be kept, compared and shown."""
    frame = pd.DataFrame() if dataset.frame is None else dataset.frame
    columns = {str(name): [_text(cell) for cell in frame[name]] for name in frame.columns}
    index = pd.Index([str(one) for one in frame.index], name="id", dtype=object)
    return pd.DataFrame(columns, index=index, dtype=object)


def difference(before: pd.DataFrame | None, dataset: Dataset) -> Difference:
    """What the rows of a dataset differ in from those kept of it before, as `rows_as_text`."""
    now = rows_as_text(dataset)
    if before is None:
        return Difference(len(now))
    if not (_have_ids(before, dataset.role) and _have_ids(now, dataset.role)):
        return Difference(
            len(now), len(before), tuple(_more_often(now, before)), {},
            tuple(_more_often(before, now)), by_content=True,
        )  # fmt: skip
    return Difference(
        now=len(now),
        before=len(before),
        added=tuple(now.index.difference(before.index, sort=False)),
        changed=_changed(before, now),
        removed=tuple(before.index.difference(now.index, sort=False)),
    )


def _changed(before: pd.DataFrame, now: pd.DataFrame) -> dict[str, dict[str, tuple[str, str]]]:
    """The rows of both that differ, with their differing columns; a missing one is empty."""
    ids = now.index.intersection(before.index, sort=False)
    columns = now.columns.union(before.columns, sort=False)
    then, here = (one.reindex(index=ids, columns=columns, fill_value="") for one in (before, now))
    differs = then.ne(here)
    return {
        one: {
            name: (then.at[one, name], here.at[one, name])
            for name in columns[differs.loc[one].to_numpy()]
        }
        for one in ids[differs.any(axis=1).to_numpy()]
    }


def _have_ids(rows: pd.DataFrame, role: str) -> bool:
    """Whether the ids are the rows' own, and not made from row numbers, which shift."""
    made = re.compile(rf"{role.removesuffix('s')}-\d+(#\d+)?")
    own = ROLES[role].id_required or not all(made.fullmatch(one) for one in rows.index)
    return own and bool(rows.index.is_unique)


def _more_often(rows: pd.DataFrame, others: pd.DataFrame) -> Iterator[str]:
    """The names of rows whose content stands in `rows` more often than in `others`."""
    columns = rows.columns.union(others.columns, sort=False)
    there = Counter(
        others.reindex(columns=columns, fill_value="").itertuples(index=False, name=None)
    )
    for row in rows.reindex(columns=columns, fill_value="").itertuples(name=None):
        if there[row[1:]]:
            there[row[1:]] -= 1
        else:
            yield row[0]


def _path(root: Path, name: str, digest: str) -> Path:
    return root / CACHE / f"rows-{name}-{digest[:16]}.parquet"


def _text(cell: Any) -> str:  # noqa: ANN401 - frames hold whatever a cell can hold
    if isinstance(cell, shapely.Geometry):
        return _shape(cell)
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(cell)


def _shape(shape: shapely.Geometry) -> str:
    """A point by its place, all else by its kind, its number of points and a mark of its own."""
    if shape.geom_type == "Point" and not shape.is_empty:
        return f"{shape.y:.7f}, {shape.x:.7f}"
    mark = hashlib.sha256(shapely.to_wkb(shape)).hexdigest()[:8]
    return f"{shape.geom_type} of {shapely.get_num_coordinates(shape)} points ({mark})"
