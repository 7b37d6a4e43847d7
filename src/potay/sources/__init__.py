"""Bytes in: the only room that opens data files; the driver is fixed by role and content."""

from potay.sources.dataset import check_file, read_dataset
from potay.sources.paths import content_hash
from potay.sources.raster import open_raster

__all__ = ["check_file", "content_hash", "open_raster", "read_dataset"]
