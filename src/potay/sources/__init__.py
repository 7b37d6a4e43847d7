"""Bytes in: the only room that opens data files; the driver is fixed by role and content."""

from potay.sources.apart import how_held
from potay.sources.appending import append_row, unfit_texts
from potay.sources.dataset import check_file, read_dataset, read_datasets
from potay.sources.differences import CACHE, keep_rows
from potay.sources.frames import read_frame
from potay.sources.guess import guess_role
from potay.sources.importing import ROLE_HINTS, import_file
from potay.sources.paths import content_hash
from potay.sources.registered import finish_change, label_of, writing
from potay.sources.registering import Registration, look_at, take_in
from potay.sources.roles import column_rules
from potay.sources.text import tidy

__all__ = [
    "CACHE",
    "ROLE_HINTS",
    "Registration",
    "append_row",
    "check_file",
    "column_rules",
    "content_hash",
    "finish_change",
    "guess_role",
    "how_held",
    "import_file",
    "keep_rows",
    "label_of",
    "look_at",
    "read_dataset",
    "read_datasets",
    "read_frame",
    "take_in",
    "tidy",
    "unfit_texts",
    "writing",
]
