"""A map of frames: its datasets are judged by the rules for files, and nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from potay.built import Dataset
from potay.errors import Finding, SourceError, SpecError, raise_errors
from potay.geo import HAITI, Extent
from potay.release.datasets import rows_sha256
from potay.sources import check_file, column_rules, read_frame
from potay.spec import (
    AskedMap,
    DatasetSpec,
    LayerSpec,
    Overrides,
    Text,
    map_of_frames,
    read_workspace,
    starter_folder,
)
from potay.spec.toml import suggestion
from potay.spec.workspace import OF_FRAMES, read_layer_spec
from potay.terms.audiences import SENSITIVITIES, UNMARKED

#: The layer of the starter workspace that draws frames of a name; others are drawn plainly.
LAYER_OF = {"areas": "control", "boundaries": "communes"}
#: Frames that reports are read from; they are not drawn.
LEDGER = ("claims", "sources", "actors")
#: How far around roads of another country the study area reaches (degrees).
MARGIN_DEG = 0.5


@dataclass(frozen=True)
class FrameMap:
    """A map of frames, by the values that a TOML file would hold."""

    values: Mapping[str, Any]
    layers: tuple[LayerSpec, ...]
    datasets: Mapping[str, DatasetSpec]

    def asked(self, overrides: Overrides) -> AskedMap:
        """The map with everything it names."""
        return map_of_frames(self.values, self.layers, self.datasets, overrides)


def frames_given(
    frames: Mapping[str, object],
    rasters: Mapping[str, str | Path | None],
    values: Mapping[str, Any],
    extent: Sequence[float] | None,
    sensitivity: str | Mapping[str, str],
) -> tuple[FrameMap, dict[str, Dataset]]:
    """A map of frames and rasters by their names, and its datasets.

    Raises
    ------
    SourceError
        With every fault of every frame.
    SpecError
        Where no place is given, the extent is no box, or a sensitivity is none, or is that of
        nothing that is given; all at once.
    """
    given = {name: frame for name, frame in frames.items() if frame is not None}
    paths = {name: Path(path) for name, path in rasters.items() if path is not None}
    raise_errors(SpecError, _asked_wrongly([*given, *paths], extent, sensitivity))
    area, read = _read(given, paths, None if extent is None else Extent(*map(float, extent)))
    raise_errors(SourceError, [fault for one in read.values() for fault in one.findings])
    datasets = {
        name: replace(one, title=name, sensitivity=sensitivity
                      if isinstance(sensitivity, str) else sensitivity.get(name, UNMARKED))
        for name, one in read.items()
    }  # fmt: skip
    specs = {name: _spec(one, values["as_of"]) for name, one in datasets.items()}
    layers = tuple(_layers([name for name in given if name not in LEDGER] + [*paths]))
    asked = {
        **values,
        "extent": list(area.bounds),
        "layers": [layer.name for layer in layers],
        "ledger": [name for name in LEDGER if name in given],
        "view": _view(datasets.values(), area),
    }
    return FrameMap(asked, layers, specs), datasets


def input_columns(role: str) -> pd.DataFrame:
    """What a frame of a role may have as columns: the rules that files of it are read by.

    Parameters
    ----------
    role
        The parameter of `Map.from_frames` that takes the frame.

    Returns
    -------
    pandas.DataFrame
        One row per column: column, kind (id, text, word, number, measure, whole, flag, moment,
        oneway), required, values (the words or the span it can hold), also (other names it is
        read under). Numbers are in the unit that the name ends with; `minutes` in minutes.

    Raises
    ------
    SpecError
        Where there is no such role.

    Examples
    --------
    >>> import potay
    >>> rules = potay.input_columns("gateways").set_index("column")
    >>> rules.loc["status", "values"]
    'open, restricted, closed, abandoned, unknown'
    >>> rules.index[rules["required"]].to_list()
    ['id', 'name']
    """
    known = column_rules()
    if role not in known:
        raise SpecError(f"no frames of the role '{role}'.", hint=suggestion(role, known))
    return pd.DataFrame(known[role])


def _asked_wrongly(
    names: Sequence[str], extent: Sequence[float] | None, sensitivity: str | Mapping[str, str]
) -> Iterator[Finding]:
    """What is wrong with how a map is asked for, whatever its frames hold."""
    if not set(names) - {*LEDGER}:
        message, hint = "no frame with places is given.", "Give it one, e.g. roads=…"
        yield Finding("error", message, file=OF_FRAMES, hint=hint)
    if extent is not None and not _is_box(extent):
        hint = "Give west, south, east, north in degrees."
        yield Finding("error", f"extent: {extent!r} is no box.", file=OF_FRAMES, hint=hint)
    marks = {"": sensitivity} if isinstance(sensitivity, str) else sensitivity
    for name, mark in marks.items():
        if name and name not in names:
            message = f"sensitivity: nothing called '{name}' is given."
            yield Finding("error", message, file=OF_FRAMES, hint=suggestion(name, names))
        if mark not in SENSITIVITIES:
            message = f"sensitivity: '{mark}' is no level."
            hint = suggestion(str(mark), SENSITIVITIES)
            yield Finding("error", message, file=OF_FRAMES, hint=hint)


def _is_box(extent: Sequence[float]) -> bool:
    try:
        west, south, east, north = (float(value) for value in extent)
    except (TypeError, ValueError):
        return False
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def _read(
    frames: Mapping[str, object], rasters: Mapping[str, Path], area: Extent | None
) -> tuple[Extent, dict[str, Dataset]]:
    """The datasets of frames and rasters, and the study area in which all must lie.

    Where none is given, roads that lie wholly elsewhere than in Haiti say where it is.
    """
    read: dict[str, Dataset] = {}
    if area is None and "roads" in frames:
        read["roads"] = read_frame(frames["roads"], "roads", "roads")
        area = _around(read["roads"])
    area = area or HAITI
    for name, frame in frames.items():
        if name not in read:
            read[name] = read_frame(frame, _role(name, frame), name, study_area=area)
    for name, path in rasters.items():
        read[name] = replace(check_file(path, name, study_area=area), name=name)
    return area, {name: read[name] for name in (*frames, *rasters)}


def _around(roads: Dataset) -> Extent:
    if roads.frame is None:
        return HAITI
    west, south, east, north = (float(value) for value in roads.frame.total_bounds)
    apart = west > HAITI.east or east < HAITI.west or south > HAITI.north or north < HAITI.south
    return Extent.around((west, south, east, north), MARGIN_DEG) if apart else HAITI


def _role(name: str, frame: object) -> str:
    """Areas with a column that says who holds them are read as such."""
    columns = {str(one).strip().casefold() for one in getattr(frame, "columns", ())}
    return "control" if name == "areas" and "control" in columns else name


def _spec(dataset: Dataset, as_of: str) -> DatasetSpec:
    """What a dataset.toml would say of a frame; of a raster its own hash."""
    digest = dataset.sha256 if dataset.frame is None else rows_sha256(dataset.frame)
    return DatasetSpec(
        name=dataset.name, folder=Path(), title=dataset.title, role=dataset.role, file="",
        source="given to Map.from_frames", licence="not stated",
        retrieved=date.fromisoformat(as_of[:10]), sha256=digest,
        sensitivity=dataset.sensitivity,
    )  # fmt: skip


def _layers(names: Sequence[str]) -> list[LayerSpec]:
    """The layers of the starter workspace for frames of these names, in its order."""
    starter = read_workspace(starter_folder())
    found = {}
    for name in names:
        layer, _ = read_layer_spec(starter, LAYER_OF.get(name, name))
        plain = LayerSpec(name=name, title=Text(fr=name, ht=name, en=name), dataset=name)
        found[name] = plain if layer is None else layer.model_copy(update={"dataset": name})
    return [found[name] for name in sorted(names, key=_DRAWN.index)]


#: From the bottom of a map to its top.
_DRAWN = ("base", "boundaries", "population", "terrain", "flood", "areas", "roads", "links",
          "obstacles", "infrastructure", "gateways", "sites")  # fmt: skip


def _view(datasets: Any, area: Extent) -> list[float]:  # noqa: ANN401 - values of a dict
    """What a page opens on: all that has a place but base and boundaries, in the study area."""
    boxes = [
        one.frame.total_bounds.tolist()
        for one in datasets
        if one.frame is not None and "geometry" in one.frame
        and one.role not in ("base", "boundaries") and one.frame.geometry.notna().any()
    ]  # fmt: skip
    if not boxes:
        return list(area.bounds)
    west, south, east, north = zip(*boxes, strict=True)
    near = Extent.around((min(west), min(south), max(east), max(north)), 0.005)
    return [max(near.west, area.west), max(near.south, area.south),
            min(near.east, area.east), min(near.north, area.north)]  # fmt: skip
