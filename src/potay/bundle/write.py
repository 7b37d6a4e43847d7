"""One bundle, all or nothing: written beside its place, checked, then swapped in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from potay.built import BuiltMap
from potay.bundle.check import verify_bundle
from potay.bundle.lock import build_lock
from potay.bundle.manifest import MANIFEST, BundleFile, files_below, manifest_bytes, measured
from potay.bundle.place import clean_leftovers, flush, refuse_foreign, staging, swap_in
from potay.errors import BundleError, raise_errors

#: Writes its files of a map below the folder given.
Renderer = Callable[[BuiltMap, Path], None]


@dataclass(frozen=True)
class BundleReceipt:
    """What was written, and where."""

    path: Path
    files: tuple[BundleFile, ...]


def write_bundle(
    built: BuiltMap, out_dir: Path, renderers: Mapping[str, Renderer]
) -> BundleReceipt:
    """Write the bundle `<out_dir>/<map>-<audience>` of an already reduced map.

    Every renderer writes into a temporary folder beside the target; the folder is flushed to
    disk, verified against its manifest and swapped in by one rename. Whatever fails before
    that leaves the bundle that was there whole.

    Raises
    ------
    BundleError
        Where the folder cannot be written, holds files that are not ours, or is being built
        by another process.
    """
    target = out_dir / f"{built.name}-{built.provenance.audience}"
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        with build_lock(target):
            clean_leftovers(target)
            refuse_foreign(target)
            with staging(target) as stage:
                files = _fill(built, stage, renderers)
                swap_in(stage, target)
    except OSError as error:
        raise BundleError(_why(target, error)) from error
    return BundleReceipt(target, files)


def _fill(
    built: BuiltMap, stage: Path, renderers: Mapping[str, Renderer]
) -> tuple[BundleFile, ...]:
    for render in renderers.values():
        render(built, stage)
    files = files_below(stage)
    (stage / MANIFEST).write_bytes(manifest_bytes(built, files))
    flush(stage)
    raise_errors(BundleError, verify_bundle(stage))
    return tuple(sorted((*files, measured(stage, MANIFEST)), key=lambda file: file.path))


def _why(target: Path, error: OSError) -> str:
    return (
        f"{target}: the bundle cannot be written ({error.strerror or error}). "
        "The bundle that was there is untouched. Free space or choose a folder you may write to "
        "with --out."
    )
