"""Bytes in: the only room that opens data files; the driver is fixed by role and content."""

from potay.sources.apart import how_held
from potay.sources.dataset import check_file, read_dataset, read_datasets
from potay.sources.frames import read_frame
from potay.sources.guess import guess_role
from potay.sources.importing import ROLE_HINTS, import_file
from potay.sources.paths import content_hash
from potay.sources.roles import column_rules

__all__ = [
    "ROLE_HINTS",
    "check_file",
    "column_rules",
    "content_hash",
    "guess_role",
    "how_held",
    "import_file",
    "read_dataset",
    "read_datasets",
    "read_frame",
]
