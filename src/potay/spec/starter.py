"""The starter workspace: what `potay init` copies, and whose signs a map of frames has."""

import os
import shutil
from importlib import resources
from pathlib import Path

from potay.errors import BundleError, SpecError
from potay.spec.workspace import FOLDERS, Workspace, read_workspace


def starter_folder() -> Path:
    """Where the starter workspace lies: inside the installed package, or the checkout itself."""
    packaged = Path(str(resources.files("potay"))) / "starter"
    return packaged if packaged.is_dir() else Path(__file__).parents[3]


def make_workspace(folder: Path) -> Workspace:
    """Copy the starter workspace (data/, layers/, maps/) into a new or empty folder.

    Raises
    ------
    SpecError
        Where the folder is a file, or not empty.
    BundleError
        Where it cannot be written.
    """
    try:
        if fault := _fault(folder):
            raise SpecError(fault, file=str(folder), hint="Name a new or empty folder.")
        _copy(starter_folder(), folder)
    except OSError as error:
        raise BundleError(f"cannot be written: {error.strerror}.", file=str(folder)) from error
    except ValueError:  # a NUL in it
        raise SpecError("no folder can have this name.", file=str(folder)) from None
    return read_workspace(folder.resolve())


def _fault(folder: Path) -> str:
    if folder.is_file():
        return "is a file; a folder was expected."
    return "already there and not empty." if folder.exists() and any(folder.iterdir()) else ""


def _copy(starter: Path, folder: Path) -> None:
    """All or nothing: the copy is made beside the target and renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = folder.with_name(f".{folder.name}.tmp-{os.getpid()}")
    try:
        for name in FOLDERS:
            shutil.copytree(starter / name, making / name)
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
