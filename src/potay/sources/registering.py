"""An edited file is taken in: looked at, told of, and only then registered in dataset.toml."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from potay.built import Dataset
from potay.errors import Finding, SourceError, raise_errors
from potay.files import undisturbed
from potay.sources.dataset import read_dataset, read_datasets
from potay.sources.differences import Difference, difference, keep_rows, kept_rows, rows_as_text
from potay.sources.paths import content_hash
from potay.sources.registered import (
    Say,
    clear_marks,
    forget_note,
    is_cut_short,
    label_of,
    register,
    writing,
)
from potay.spec.dataset import DatasetSpec


@dataclass(frozen=True)
class Registration:
    """The file of a dataset as it stands now, and what it would take in if it were registered."""

    spec: DatasetSpec
    dataset: Dataset
    difference: Difference

    @property
    def changed(self) -> bool:
        """Whether the file is another than the one that dataset.toml tells of."""
        return self.dataset.sha256 != self.spec.sha256


def look_at(
    root: Path, specs: Sequence[DatasetSpec], shipped: Path | None = None
) -> list[Registration]:
    """Read and check the files of datasets as they stand, whatever their sha256; writes nothing.

    `shipped` is a folder of datasets, perhaps with a file as it was registered: that of the
    starter workspace, from which this one may have been made.

    Raises
    ------
    SourceError
        With every fault of every file.
    """
    read = read_datasets(specs, as_it_is=True)
    return [
        Registration(
            spec, read[spec.name], difference(_before(root, spec, shipped), read[spec.name])
        )
        for spec in specs
    ]


def _before(root: Path, spec: DatasetSpec, shipped: Path | None) -> pd.DataFrame | None:
    """The rows of a dataset as they were registered, where they are to be had."""
    kept = kept_rows(root, spec.name, spec.sha256)
    if kept is not None or shipped is None:
        return kept
    return _shipped_rows(spec.model_copy(update={"folder": shipped / spec.name}))


def _shipped_rows(spec: DatasetSpec) -> pd.DataFrame | None:
    if not spec.path.is_file() or content_hash(spec.path) != spec.sha256:
        return None
    with suppress(SourceError):
        return rows_as_text(read_dataset(spec, as_it_is=True))
    return None


def take_in(root: Path, looked_at: Sequence[Registration], say: Say | None = None) -> None:
    """Write the sha256 of files that were looked at into each dataset.toml; all of them or none.

    Raises
    ------
    SourceError
        Where a file is not the one any more that was looked at; nothing is written then.
    BundleError
        Where another process goes on writing in data/, or it cannot be written.
    """
    first = looked_at[0].spec
    with writing(first.folder.parent, label_of(first), say):
        raise_errors(SourceError, [_moved(one) for one in looked_at if _differs(one)])
        for one in looked_at:
            clear_marks(one.spec)
            if one.changed or is_cut_short(one.spec):
                with undisturbed():
                    forget_note(one.spec)
                    register(one.spec, one.dataset.sha256)
            keep_rows(root, one.dataset)


def _differs(one: Registration) -> bool:
    return content_hash(one.spec.path) != one.dataset.sha256


def _moved(one: Registration) -> Finding:
    return Finding(
        "error",
        "the file was written again while it was looked at.",
        file=label_of(one.spec),
        hint="Nothing was registered; run it again to see what stands there now.",
    )
