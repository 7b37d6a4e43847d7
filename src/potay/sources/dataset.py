"""Inputs, read and judged: every row in is used or refused, and nothing is dropped silently."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import shapely

from potay.built import Dataset, RowCount
from potay.errors import Finding, SourceError, raise_errors
from potay.geo import HAITI, Extent
from potay.sources.apart import Job, Progress, nonsense, read_apart, read_together
from potay.sources.asked import Asked
from potay.sources.coordinates import accepted_area
from potay.sources.delimited import read_delimited
from potay.sources.geojson import read_geojson
from potay.sources.limits import refuse_beyond
from potay.sources.markup import read_gpx, read_kml, read_kmz
from potay.sources.osm import read_osm
from potay.sources.parcel import Parcel, ParcelError, dataset_of, packed_dataset
from potay.sources.paths import checked_hash, checked_path, refuse_remote
from potay.sources.raster import check_raster
from potay.sources.registered import Standing, label_of, registered_digests, standing
from potay.sources.roles import ROLES
from potay.sources.rows import RawRows
from potay.sources.shapefile import read_shapefile, read_zipped_shapefile
from potay.sources.signature import FORMATS, RASTERS, is_plain_text, sniff
from potay.sources.table import role_frame
from potay.sources.vector import read_driver, read_geopackage, read_geoparquet
from potay.sources.workbook import read_workbook
from potay.spec.dataset import DatasetSpec
from potay.spec.toml import suggestion

#: How often what was written meanwhile is read again, and how long is waited before.
_TRIES = 40
_BETWEEN_TRIES_S = 0.02


class _Question(NamedTuple):
    """One file and what is asked of it; `known` is the dataset before the file is opened."""

    asked: Asked
    known: Dataset

    @property
    def job(self) -> Job:
        """Its answer as the work of a reading process."""
        return Job(judge, (self.asked,), self.asked.path, self.asked.label)

    def answer(self, parcel: Parcel) -> Dataset:
        """The dataset, from what a reading process handed back."""
        try:
            return dataset_of(parcel, self.known, self.asked.path)
        except ParcelError:
            raise nonsense(self.asked.label) from None

    def unanswered(self, error: SourceError) -> Dataset:
        """The dataset of a file that cannot be opened: no frame and no rows."""
        return replace(self.known, findings=self.known.findings + error.findings)


def read_dataset(
    spec: DatasetSpec,
    *,
    study_area: Extent = HAITI,
    progress: Progress | None = None,
    as_it_is: bool = False,
) -> Dataset:
    """A dataset of the workspace as a frame of its role (EPSG:4326, index `id`), or a raster.

    Repairs and warnings are in `findings`; `rows` conserves: rows_in = used + refused.
    `progress` is called with the number of roads read while an OSM extract streams. A file that
    another potay is writing is read as it was before or as it is after, never refused for that;
    `sha256` is that of what was read. `as_it_is`: whether the file is the registered one is not
    asked.

    Raises
    ------
    SourceError
        With every fault of the file at once: unreadable, changed since it was registered,
        missing columns, rows that are wrong.
    """
    read = read_datasets([spec], study_area=study_area, progress=progress, as_it_is=as_it_is)
    return read[spec.name]


def read_datasets(
    specs: Iterable[DatasetSpec],
    *,
    study_area: Extent = HAITI,
    progress: Progress | None = None,
    as_it_is: bool = False,
) -> dict[str, Dataset]:
    """Datasets of a workspace by name, each as `read_dataset` gives it, in less time.

    All are read as they stood at one moment: what was written while the others were read is read
    again. So a claim that names a source added just before it is never read without that source.

    Raises
    ------
    SourceError
        With every fault of every file.
    """
    wanted = {spec.name: spec for spec in specs}
    stood: dict[str, Standing] = {}
    read: dict[str, Dataset | SourceError] = {}
    for tries in range(_TRIES):
        moved = [spec for name, spec in wanted.items() if stood.get(name) != standing(spec)]
        if not moved:
            break
        time.sleep(_BETWEEN_TRIES_S if tries else 0)
        stood |= {spec.name: standing(spec) for spec in moved}
        read |= _read_once(moved, study_area, progress, as_it_is=as_it_is)
    else:
        raise SourceError([_never_still(spec) for spec in moved])
    raise_errors(SourceError, [fault for name in wanted for fault in read[name].findings])
    return {name: one for name, one in read.items() if isinstance(one, Dataset)}


def _never_still(spec: DatasetSpec) -> Finding:
    message = "the file is written again and again, and could not be read in between."
    return Finding("error", message, file=label_of(spec), hint="Try again when that is done.")


def _read_once(
    specs: Iterable[DatasetSpec],
    study_area: Extent,
    progress: Progress | None,
    *,
    as_it_is: bool,
) -> dict[str, Dataset | SourceError]:
    """The datasets by name, or what is wrong with those that cannot even be asked for."""
    read: dict[str, Dataset | SourceError] = {}
    questions: dict[str, _Question] = {}
    for spec in specs:
        try:
            questions[spec.name] = _question(spec, study_area, as_it_is=as_it_is)
        except SourceError as error:
            read[spec.name] = error
    plain = {name: each for name, each in questions.items() if is_plain_text(each.asked.path)}
    answers = dict(zip(plain, read_together([each.job for each in plain.values()]), strict=True))
    return read | {
        name: _judged(question, answers.get(name), progress) for name, question in questions.items()
    }


def _question(spec: DatasetSpec, study_area: Extent, *, as_it_is: bool) -> _Question:
    label = label_of(spec)
    refuse_remote(spec.file, label)
    path = checked_path(spec.path, label, folder=spec.folder)
    digest = checked_hash(path, label)
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
    )
    known = Dataset(
        name=spec.name,
        role=spec.role,
        sha256=digest,
        rows=RowCount(0, 0, 0, 0),
        findings=(() if as_it_is else _about_change(spec, digest, label))
        + _about_licence(spec, label),
        sensitivity=spec.sensitivity,
        title=spec.title,
        source=spec.source,
        licence=spec.licence,
    )
    return _Question(asked, known)


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
    known = Dataset(path.stem, role, "", RowCount(0, 0, 0, 0), ())
    try:
        digest = checked_hash(checked_path(path, asked.label), asked.label)
    except SourceError as error:
        return _Question(asked, known).unanswered(error)
    return _judged(_Question(asked, replace(known, sha256=digest)))


def _judged(
    question: _Question,
    answer: Parcel | SourceError | None = None,
    progress: Progress | None = None,
) -> Dataset:
    """The dataset with all findings; `answer` is what a reading process said already."""
    try:
        answer = answer or read_apart(question.job, progress)
        if isinstance(answer, SourceError):
            raise answer
        return question.answer(answer)
    except SourceError as error:
        return question.unanswered(error)


def judge(asked: Asked, progress: Progress | None = None) -> Parcel:
    """The rows of a file, read and judged: what a reading process does."""
    try:
        return packed_dataset(_read(asked, progress))
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}.", file=asked.label) from None


def _read(asked: Asked, progress: Progress | None) -> Dataset:
    known = Dataset("", asked.role.name, "", RowCount(0, 0, 0, 0), ())
    kind = sniff(asked.path, asked.label)
    raise_errors(SourceError, list(_idle(asked, kind)))
    if asked.role.is_raster or kind in RASTERS:
        return replace(known, findings=_raster_findings(asked, kind), raster=asked.path)
    frame, verdict, total = role_frame(opened(asked, kind, progress), asked)
    rows = verdict.counted(total, usable=frame is not None)
    findings = verdict.findings
    if total and frame is None and not any(one.severity == "error" for one in findings):
        message = f"none of its {total} rows can be used." if total > 1 else "its row is of no use."
        hint = "See what is said of each."
        findings += (Finding("error", message, file=asked.label, hint=hint),)
    return replace(known, rows=rows, findings=findings, frame=frame)


#: How a file is to be read, and the formats that can be read so.
_FOR = {
    "layer": ("gpkg", "shpzip"), "sheet": ("xlsx",), "header_row": ("csv", "xlsx"),
    "encoding": ("csv", "shp", "shpzip"),
}  # fmt: skip


def _idle(asked: Asked, kind: str) -> Iterator[Finding]:
    """What is said of how to read a file, and says nothing of one like this."""
    plain = Asked(asked.path, asked.label, asked.role)
    hint = "Take it out of dataset.toml (potay check, potay import: leave the option out)."
    for name, kinds in _FOR.items():
        if getattr(asked, name) != getattr(plain, name) and kind not in kinds:
            named = ", ".join(FORMATS[one] for one in kinds)
            message = f"'{name}' is for {named}; this is {FORMATS[kind]}."
            yield Finding("error", message, file=asked.label, hint=hint)
    if asked.crs and not (asked.role.shapes or asked.role.is_raster):
        message = f"'crs' is for what lies on a map; {asked.role.name} are a table."
        yield Finding("error", message, file=asked.label, hint=hint)


def opened(asked: Asked, kind: str, progress: Progress | None = None) -> RawRows:
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
        "pbf": lambda: _osm(asked, kind, progress),
        "osm": lambda: _osm(asked, kind, progress),
        "osmgz": lambda: _osm(asked, kind, progress),
    }
    return _within_limits(readers[kind](), label)


def _within_limits(raw: RawRows, label: str) -> RawRows:
    """The rows, unless there are too many of them, of their columns or of their vertices."""
    refuse_beyond("rows", raw.total, label)
    refuse_beyond("columns", len(raw.fields.columns), label)
    if raw.geometry is not None:
        vertices = shapely.get_num_coordinates(raw.geometry)
        refuse_beyond("vertices of a shape", int(vertices.max(initial=0)), label)
        refuse_beyond("vertices", int(vertices.sum()), label)
    return raw


def _osm(asked: Asked, kind: str, progress: Progress | None) -> RawRows:
    if asked.role.name != "roads":
        raise SourceError(
            f"OpenStreetMap extracts are read as roads, not as {asked.role.name}.",
            file=asked.label,
            hint="Export what you need as GeoPackage or GeoJSON.",
        )
    area = accepted_area(asked.area)
    return read_osm(
        asked.path, kind, asked.label, area=area, anywhere=asked.anywhere, progress=progress
    )


def _raster_findings(asked: Asked, kind: str) -> tuple[Finding, ...]:
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
    whole = asked.role.name == "population"  # sums are taken over all of it
    return check_raster(asked.path, asked.label, asked.area, whole=whole)


def _about_change(spec: DatasetSpec, digest: str, label: str) -> tuple[Finding, ...]:
    """Whether the file is the one registered."""
    if digest == spec.sha256 or digest in registered_digests(spec):
        return ()
    message = f"the file has changed since it was registered (sha256 {digest[:12]}…)."
    hint = (
        f"If the change is wanted, run 'potay register {spec.name}', or write it into "
        f'dataset.toml: sha256 = "{digest}".'
    )
    return (Finding("error", message, file=label, hint=hint),)


def _about_licence(spec: DatasetSpec, label: str) -> tuple[Finding, ...]:
    licence = spec.licence.strip().casefold()
    if not licence:
        message = "dataset.toml states no licence."
        hint = "Write under which it may be used."
        return (Finding("error", message, file=label, hint=hint),)
    if licence == "to be stated":
        message = "the licence is still to be stated."
        return (Finding("warning", message, file=label, hint="Write it into dataset.toml."),)
    return ()
