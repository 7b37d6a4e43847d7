"""An outside file becomes a dataset: its own bytes in data/<name>/, beside a dataset.toml."""

import glob
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from potay.built import Dataset
from potay.errors import SourceError, SpecError, raise_errors
from potay.files import sync
from potay.geo import Extent
from potay.signs import without_hidden
from potay.sources.dataset import check_file
from potay.sources.differences import keep_rows
from potay.sources.paths import content_hash, shapefile_parts
from potay.sources.registered import Say, writing
from potay.sources.roles import ROLES

#: What an imported dataset says until a person writes better.
LICENCE_TO_BE_STATED = "to be stated"
_SENSITIVITY = "high"
_PLAIN_NAME = re.compile(r"[\w][\w.\-]*", re.ASCII)


def import_file(  # noqa: PLR0913 - what dataset.toml will say of the file
    path: Path,
    role: str,
    workspace_root: Path,
    *,
    retrieved: date,
    name: str = "",
    columns: Mapping[str, str] | None = None,
    layer: str = "",
    sheet: str = "",
    encoding: str = "",
    crs: str = "",
    study_area: Extent | None = None,
    say: Say | None = None,
) -> tuple[Dataset, Path]:
    """Copy a file that passes the check of its role into data/<name>/ with a dataset.toml.

    The bytes are kept as they are (all parts of a Shapefile). Everything is written into a
    temporary folder and moved into place by one rename, while nobody else writes in data/. Licence
    and source are left to be stated; the sensitivity is high until someone says otherwise.

    Parameters
    ----------
    retrieved
        The day to be written as the day of retrieval.
    name
        The dataset's name; without one, that of the file.
    say
        Told for whom we wait, where another writes in data/.

    Returns
    -------
    The dataset as checked, and its folder.

    Raises
    ------
    SpecError
        Where the name cannot be one, or a dataset has it already.
    SourceError
        With every fault of the file; nothing is written then.
    BundleError
        Where another process goes on writing in data/, or it cannot be written.
    """
    dataset_name = clean_name(name or path.name.partition(".")[0], str(path))
    folder = workspace_root / "data" / dataset_name
    _refuse_taken(folder)
    dataset = check_file(
        path,
        role,
        study_area=study_area,
        columns=columns,
        layer=layer,
        sheet=sheet,
        encoding=encoding,
        crs=crs,
    )
    raise_errors(SourceError, dataset.findings)
    about = {
        "title": unicodedata.normalize("NFC", path.name.partition(".")[0]).replace("_", " "),
        "role": role,
        "file": _file_name(path),
        "source": f"imported from {path.name}",
        "licence": LICENCE_TO_BE_STATED,
        "retrieved": retrieved,
        "sha256": dataset.sha256,
        "crs": crs,
        "encoding": encoding,
        "layer": layer,
        "sheet": sheet,
        "sensitivity": _SENSITIVITY,
    }
    imported = replace(
        dataset,
        name=dataset_name,
        sensitivity=_SENSITIVITY,
        title=str(about["title"]),
        source=str(about["source"]),
        licence=LICENCE_TO_BE_STATED,
        raster=None if dataset.raster is None else folder / _file_name(path),
    )
    with writing(folder.parent, f"data/{dataset_name}", say):
        _refuse_taken(folder)  # while the file was checked, somebody else may have made it
        _place(path, folder, dataset_text(about, columns or {}), dataset.sha256)
        keep_rows(workspace_root, imported)
    return imported, folder


def _refuse_taken(folder: Path) -> None:
    if folder.exists():
        raise SpecError(
            f"a dataset '{folder.name}' exists already; nothing is overwritten.",
            file=f"data/{folder.name}",
            hint="Choose another name with --name, or remove the old folder first.",
        )


def clean_name(name: str, label: str) -> str:
    """A dataset's name: small Latin letters, digits and hyphens, accents taken off.

    Raises
    ------
    SpecError
        Where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    cleaned = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not cleaned:
        raise SpecError(f"'{name}' cannot be a dataset's name.", file=label, hint="Use --name.")
    return cleaned


def dataset_text(about: Mapping[str, object], columns: Mapping[str, str]) -> str:
    """A dataset.toml; keys with nothing to say are left out."""
    lines = [f"{key} = {_toml(value)}" for key, value in about.items() if value != ""]
    if columns:
        lines += ["", "[columns]"]
        lines += [f"{_key(ours)} = {_toml(theirs)}" for ours, theirs in columns.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """A value as TOML: dates bare, everything else a basic string that hides nothing."""
    if isinstance(value, date):
        return value.isoformat()
    text = without_hidden(str(value)).encode("utf-8", "replace").decode("utf-8")
    return json.dumps(text, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _file_name(path: Path) -> str:
    """The file's own name where it is plain, else a plain one with the same endings."""
    if _PLAIN_NAME.fullmatch(path.name):
        return path.name
    stem, _, endings = path.name.partition(".")
    return f"{clean_name(stem, str(path))}.{re.sub('[^A-Za-z0-9.]', '', endings)}"


def _place(path: Path, folder: Path, text: str, digest: str) -> None:
    """Write the dataset's folder, whole or not at all, and clear away what killed imports left."""
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.tmp-*"):
        shutil.rmtree(left)
    temporary = folder.with_name(f".{folder.name}.tmp-{os.getpid()}")
    temporary.mkdir(parents=True)
    try:
        copied = _copied(path, temporary)
        if content_hash(copied) != digest:
            raise SourceError(
                "the file changed while it was read.", file=str(path), hint="Try again."
            )
        (temporary / "dataset.toml").write_text(text, encoding="utf-8")
        for written in temporary.iterdir():
            sync(written)
        temporary.rename(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync(folder.parent)


def _copied(path: Path, folder: Path) -> Path:
    main = folder / _file_name(path)
    parts = shapefile_parts(path) if path.suffix.lower() == ".shp" else (path,)
    for part in parts:
        target = main if part == path else main.with_suffix(part.suffix)
        shutil.copyfile(part, target)
    return main


#: The roles in a sentence, for whoever has to choose one.
ROLE_HINTS = f"Roles: {', '.join(ROLES)}."
