"""Files that other tools open: GeoPackage, tables, routes for phones."""

from potay.export.gpkg import write_gpkg

__all__ = ["write_gpkg"]
