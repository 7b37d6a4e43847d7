"""The starter workspace: what `potay init` copies, and whose signs a map of frames has."""

import glob
import os
import shutil
from importlib import resources
from pathlib import Path

from potay.errors import BundleError, SpecError
from potay.files import TakenError, holder_in_words, sole_writer
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
        Where it cannot be written, or another process is making it.
    """
    try:
        whole = folder.resolve()  # `.` has no name beside which a copy could be made
        _refuse_taken(folder)
        whole.parent.mkdir(parents=True, exist_ok=True)
        with sole_writer(whole):
            _refuse_taken(folder)  # somebody may just have made it
            _copy(starter_folder(), whole)
    except TakenError as taken:
        who = holder_in_words(taken.holder)
        raise BundleError(f"is being made by {who}.", file=str(folder),
                          hint="Wait for it, or name another folder.") from None  # fmt: skip
    except OSError as error:
        raise BundleError(f"cannot be written: {error.strerror}.", file=str(folder)) from error
    except ValueError:  # a NUL in it
        raise SpecError("no folder can have this name.", file=str(folder)) from None
    return read_workspace(whole)


def _refuse_taken(folder: Path) -> None:
    fault = ""
    if folder.is_file():
        fault = "is a file; a folder was expected."
    elif folder.exists() and any(folder.iterdir()):
        fault = "already there and not empty."
    if fault:
        raise SpecError(fault, file=str(folder), hint="Name a new or empty folder.")


def _copy(starter: Path, folder: Path) -> None:
    """All or nothing: the copy is made beside the target and renamed."""
    for left in folder.parent.glob(f".{glob.escape(folder.name)}.tmp-*"):
        shutil.rmtree(left)  # of one who was killed: we alone are making this folder
    making = folder.with_name(f".{folder.name}.tmp-{os.getpid()}")
    try:
        for name in FOLDERS:
            shutil.copytree(starter / name, making / name)
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
