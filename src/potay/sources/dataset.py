"""One input, read and judged: every row in is used or refused, and nothing is dropped silently."""

from collections.abc import Callable, Mapping
from pathlib import Path

from potay.built import Dataset, RowCount
from potay.errors import Finding, SourceError, raise_errors
from potay.geo import HAITI, Extent
from potay.sources.asked import Asked
from potay.sources.coordinates import accepted_area
from potay.sources.delimited import read_delimited
from potay.sources.geojson import read_geojson
from potay.sources.markup import read_gpx, read_kml, read_kmz
from potay.sources.osm import Progress, read_osm
from potay.sources.paths import checked_path, content_hash, refuse_remote, shapefile_parts
from potay.sources.raster import check_raster
from potay.sources.roles import ROLES
from potay.sources.rows import RawRows
from potay.sources.shapefile import read_shapefile, read_zipped_shapefile
from potay.sources.signature import FORMATS, RASTERS, sniff
from potay.sources.table import role_frame
from potay.sources.vector import read_driver, read_geopackage, read_geoparquet
from potay.sources.workbook import read_workbook
from potay.spec.dataset import DatasetSpec
from potay.spec.toml import suggestion


def read_dataset(
    spec: DatasetSpec, *, study_area: Extent = HAITI, progress: Progress | None = None
) -> Dataset:
    """A dataset of the workspace as a frame of its role (EPSG:4326, index `id`), or a raster.

    Repairs and warnings are in `findings`; `rows` conserves: rows_in = used + refused.
    `progress` is called with the number of roads read while an OSM extract streams.

    Raises
    ------
    SourceError
        With every fault of the file at once: unreadable, changed since it was registered,
        missing columns, rows that are wrong.
    """
    label = f"data/{spec.folder.name}/{spec.file}"
    refuse_remote(spec.file, label)
    path = checked_path(spec.path, label, folder=spec.folder)
    for part in shapefile_parts(path) if path.suffix.lower() == ".shp" else ():
        checked_path(part, f"data/{spec.folder.name}/{part.name}", folder=spec.folder)
    digest = content_hash(path)
    asked = Asked(
        path=path,
        label=label,
        role=ROLES[spec.role],
        area=study_area,
        crs=spec.crs,
        encoding=spec.encoding,
        layer=spec.layer,
        sheet=spec.sheet,
        header_row=spec.header_row,
        columns=spec.columns,
        progress=progress,
    )
    about = _about_registration(spec, digest, label)
    dataset = _judged(asked, spec.name, digest, about)
    raise_errors(SourceError, dataset.findings)
    return _described(dataset, spec)


def check_file(  # noqa: PLR0913 - what dataset.toml would say of the file
    path: Path,
    role: str,
    *,
    study_area: Extent | None = None,
    columns: Mapping[str, str] | None = None,
    layer: str = "",
    sheet: str = "",
    encoding: str = "",
    crs: str = "",
    header_row: int = 1,
) -> Dataset:
    """One file judged by a role. Nothing is raised for its content: faults are findings.

    `frame` holds the rows that can be used; it is None where none can. `crs` is what
    dataset.toml would say. Without a study area rows must lie in Haiti, or all of them
    elsewhere for no reason that looks like a mistake: that is a warning.

    Raises
    ------
    SourceError
        Where `role` is none of the roles.
    """
    if role not in ROLES:
        raise SourceError(f"'{role}' is no role.", file=str(path), hint=suggestion(role, ROLES))
    asked = Asked(
        path=path,
        label=str(path),
        role=ROLES[role],
        area=study_area or HAITI,
        anywhere=study_area is None,
        crs=crs,
        encoding=encoding,
        layer=layer,
        sheet=sheet,
        header_row=header_row,
        columns=columns or {},
    )
    try:
        digest = content_hash(checked_path(path, asked.label))
    except SourceError as error:
        return _unusable(asked, path.stem, "", error.findings)
    return _judged(asked, path.stem, digest, ())


def _judged(asked: Asked, name: str, digest: str, about: tuple[Finding, ...]) -> Dataset:
    """The dataset with all findings; one that cannot be opened has no frame and no rows."""
    try:
        kind = sniff(asked.path, asked.label)
        if asked.role.is_raster or kind in RASTERS:
            return _raster(asked, kind, name, digest, about)
        frame, verdict, total = role_frame(opened(asked, kind), asked)
    except SourceError as error:
        return _unusable(asked, name, digest, about + error.findings)
    except OSError as error:
        fault = Finding("error", f"cannot be read: {error.strerror or error}.", file=asked.label)
        return _unusable(asked, name, digest, (*about, fault))
    refused = len(verdict.refused) if frame is not None else total
    repaired = len(verdict.repaired - verdict.refused) if frame is not None else 0
    return Dataset(
        name=name,
        role=asked.role.name,
        sha256=digest,
        rows=RowCount(total, total - refused, repaired, refused),
        findings=about + verdict.findings,
        frame=frame,
    )


def opened(asked: Asked, kind: str) -> RawRows:
    """The rows of the file, by the one reader of its kind."""
    path, label = asked.path, asked.label
    readers: dict[str, Callable[[], RawRows]] = {
        "csv": lambda: read_delimited(
            path, label, encoding=asked.encoding, header_row=asked.header_row
        ),
        "xlsx": lambda: read_workbook(path, label, sheet=asked.sheet, header_row=asked.header_row),
        "geojson": lambda: read_geojson(path, label),
        "gpkg": lambda: read_geopackage(path, label, asked.layer),
        "fgb": lambda: read_driver(path, "fgb", label),
        "parquet": lambda: read_geoparquet(path, label),
        "shp": lambda: read_shapefile(path, label, encoding=asked.encoding),
        "shpzip": lambda: read_zipped_shapefile(
            path, label, layer=asked.layer, encoding=asked.encoding
        ),
        "kml": lambda: read_kml(path, label),
        "kmz": lambda: read_kmz(path, label),
        "gpx": lambda: read_gpx(path, label, shapes=asked.role.shapes),
        "pbf": lambda: _osm(asked, kind),
        "osm": lambda: _osm(asked, kind),
        "osmgz": lambda: _osm(asked, kind),
    }
    return readers[kind]()


def _osm(asked: Asked, kind: str) -> RawRows:
    if asked.role.name != "roads":
        raise SourceError(
            f"OpenStreetMap extracts are read as roads, not as {asked.role.name}.",
            file=asked.label,
            hint="Export what you need as GeoPackage or GeoJSON.",
        )
    area = accepted_area(asked.area)
    return read_osm(
        asked.path, kind, asked.label, area=area, anywhere=asked.anywhere, progress=asked.progress
    )


def _raster(asked: Asked, kind: str, name: str, digest: str, about: tuple[Finding, ...]) -> Dataset:
    if kind not in RASTERS:
        raise SourceError(
            f"this is {FORMATS[kind]}, and the role {asked.role.name} is a raster.",
            file=asked.label,
            hint="Give a GeoTIFF or SRTM HGT file.",
        )
    if not asked.role.is_raster:
        raise SourceError(
            f"this is a raster ({FORMATS[kind]}), and the role {asked.role.name} needs rows.",
            file=asked.label,
            hint="Rasters have the role population, terrain or flood.",
        )
    findings = check_raster(asked.path, asked.label, asked.area)
    return Dataset(
        name=name,
        role=asked.role.name,
        sha256=digest,
        rows=RowCount(0, 0, 0, 0),
        findings=about + findings,
        raster=asked.path,
    )


def _unusable(asked: Asked, name: str, digest: str, findings: tuple[Finding, ...]) -> Dataset:
    return Dataset(name, asked.role.name, digest, RowCount(0, 0, 0, 0), findings)


def _about_registration(spec: DatasetSpec, digest: str, label: str) -> tuple[Finding, ...]:
    """Whether the file is the one registered, and whether its licence is stated."""
    found = []
    if digest != spec.sha256:
        message = f"the file has changed since it was registered (sha256 {digest[:12]}…)."
        hint = (
            f"If the change is wanted, run 'potay register {spec.name}', or write it into "
            f'dataset.toml: sha256 = "{digest}".'
        )
        found.append(Finding("error", message, file=label, hint=hint))
    licence = spec.licence.strip().casefold()
    if not licence:
        message = "dataset.toml states no licence."
        hint = "Write under which it may be used."
        found.append(Finding("error", message, file=label, hint=hint))
    elif licence == "to be stated":
        message = "the licence is still to be stated."
        found.append(Finding("warning", message, file=label, hint="Write it into dataset.toml."))
    return tuple(found)


def _described(dataset: Dataset, spec: DatasetSpec) -> Dataset:
    return Dataset(
        name=spec.name,
        role=spec.role,
        sha256=dataset.sha256,
        rows=dataset.rows,
        findings=dataset.findings,
        sensitivity=spec.sensitivity,
        title=spec.title,
        source=spec.source,
        licence=spec.licence,
        frame=dataset.frame,
        raster=dataset.raster,
    )
