"""Files that other tools open: GeoPackage, tables, routes for phones."""

from potay.export.gpkg import write_gpkg
from potay.export.routes import write_routes
from potay.export.tables import write_tables

__all__ = ["write_gpkg", "write_routes", "write_tables"]
