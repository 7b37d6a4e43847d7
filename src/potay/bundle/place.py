"""The place of a bundle on disk: staging beside it, one swap into it, never over foreign files."""

import ctypes
import errno
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from potay.bundle.contents import folders_over
from potay.bundle.manifest import EARLIER, MANIFEST, SCHEMA, SIDECARS, SIGNATURE
from potay.errors import BundleError
from potay.files import sync

#: A disk with less room than this, in bytes, is full to whoever writes a bundle.
_ROOM = 1 << 20


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A new empty folder `.<bundle>.tmp-<pid>` beside the bundle, gone at the end in any case."""
    stage = target.parent / f".{target.name}.tmp-{os.getpid()}"
    stage.mkdir()
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def asking_the_disk(stage: Path) -> Iterator[None]:
    """Whatever fails within is told as the disk's fault where the disk takes nothing more.

    Libraries tell a full disk in words of their own, "no transaction is active" among them.

    Raises
    ------
    OSError
        Where one more megabyte cannot be written into `stage`.
    """
    try:
        yield
    except Exception:
        with tempfile.TemporaryFile(dir=stage) as more:
            more.write(bytes(_ROOM))
            more.flush()
            os.fsync(more.fileno())
        raise


def clean_leftovers(target: Path) -> None:
    """Remove what killed builds of this bundle left; call it only while holding its lock.

    Where a kill fell between the two renames of a file system that cannot exchange folders,
    the bundle that was set aside is put back first.
    """
    aside = sorted(target.parent.glob(f".{target.name}.old-*"))
    if aside and not target.exists():
        aside.pop().rename(target)
    for left in (*aside, *target.parent.glob(f".{target.name}.tmp-*")):
        shutil.rmtree(left)
    for half in target.parent.glob(f".{target.name}_[0-9][0-9][0-9][0-9]-*.zip*.new*"):
        half.unlink(missing_ok=True)


def refuse_foreign(target: Path) -> None:
    """Raise unless `target` is absent, empty, or a bundle of ours with no other file in it.

    Raises
    ------
    BundleError
        Naming up to five files or folders that potay did not write.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise BundleError(f"{target}: is not a folder; a bundle's folder was expected. Move it.")
    if not target.exists() or not any(target.iterdir()):
        return
    foreign = _foreign(target)
    if foreign:
        shown = ", ".join(foreign[:5]) + (f" and {len(foreign) - 5} more" if foreign[5:] else "")
        raise BundleError(
            f"{target}: holds files that potay did not write ({shown}), so it is not replaced. "
            "Move them away or choose another folder with --out."
        )


def flush(folder: Path) -> None:
    """Force every file and folder below `folder` to the disk."""
    for path in (*sorted(folder.rglob("*")), folder):
        sync(path)


def swap_in(stage: Path, target: Path) -> None:
    """Put the staged folder at `target` in one step; the folder that was there ends at `stage`.

    Linux exchanges both names atomically. Elsewhere the old folder is set aside and the new one
    renamed; `clean_leftovers` mends a kill between the two.
    """
    if not target.exists():
        stage.rename(target)
    elif not _exchange(stage, target):
        aside = target.parent / f".{target.name}.old-{os.getpid()}"
        target.rename(aside)
        stage.rename(target)
        shutil.rmtree(aside)
    sync(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names atomically with renameat2; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _foreign(target: Path) -> list[str]:
    ours = _listed(target)
    folders = {folder for name in ours for folder in folders_over(name)}
    found = {path: path.relative_to(target).as_posix() for path in sorted(target.rglob("*"))}
    return [
        name
        for path, name in found.items()
        if not (name in folders if _is_folder(path) else _is_ours(name, ours))
    ]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_ours(name: str, ours: frozenset[str]) -> bool:
    return name in ours or any(name.removesuffix(end) in ours for end in SIDECARS if ours)


def _listed(target: Path) -> frozenset[str]:
    """The files that the folder's manifest names; nothing where it has no manifest of ours."""
    try:
        told = json.loads((target / MANIFEST).read_bytes())
        known = told["schema"] in (SCHEMA, *EARLIER)
        names = {str(file["path"]) for file in told["files"]} if known else set()
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return frozenset()
    return frozenset({*names, MANIFEST, SIGNATURE}) if names else frozenset()
