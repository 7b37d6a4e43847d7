"""One bundle, all or nothing: written beside its place, checked, then swapped in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from potay.built import BuiltMap
from potay.bundle.check import verify_bundle
from potay.bundle.delivery import Delivery, delivery_of, record, sent
from potay.bundle.lock import build_lock
from potay.bundle.manifest import (
    MANIFEST,
    SIGNATURE,
    BundleFile,
    files_below,
    manifest_bytes,
    measured_below,
)
from potay.bundle.place import (
    asking_the_disk,
    clean_leftovers,
    flush,
    refuse_foreign,
    staging,
    swap_in,
)
from potay.errors import BundleError, raise_errors

#: Writes its files of a map below the folder given.
Renderer = Callable[[BuiltMap, Path], None]


@dataclass(frozen=True)
class BundleReceipt:
    """What was written, and where.

    `path` is the folder, `sent` the files beside it that were made to be sent. `digest` is the
    sha256 of the manifest: one number for the whole bundle.
    """

    path: Path
    files: tuple[BundleFile, ...]
    digest: str = ""
    sent: tuple[Path, ...] = ()


def write_bundle(
    built: BuiltMap,
    out_dir: Path,
    renderers: Mapping[str, Renderer],
    delivery: Delivery | None = None,
) -> BundleReceipt:
    """Write the bundle `<out_dir>/<map>-<audience>` of an already reduced map.

    Every renderer writes into a temporary folder beside the target; the folder is signed where
    its workspace has a key, flushed to disk, verified against its manifest and swapped in by one
    rename. Whatever fails before that leaves the bundle that was there whole.

    Parameters
    ----------
    built
        The map, reduced for its audience.
    out_dir
        Where bundles go.
    renderers
        What writes its files, by name.
    delivery
        How the bundle leaves; left out, as `delivery_of` says for the map's workspace.

    Raises
    ------
    BundleError
        Where the folder cannot be written, holds files that are not ours, or is being built
        by another process.
    SourceError
        Where the workspace's key or its release log cannot be used.
    """
    delivery = delivery_of(built.home) if delivery is None else delivery
    target = out_dir / f"{built.name}-{built.provenance.audience}"
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        with build_lock(target):
            clean_leftovers(target)
            refuse_foreign(target)
            with staging(target) as stage:
                files = _fill(built, stage, renderers, delivery)
                digest = next(file.sha256 for file in files if file.path == MANIFEST)
                with sent(stage, target, built, delivery) as made:
                    record(built, delivery, digest)
                    swap_in(stage, target)
    except OSError as error:
        raise BundleError(_why(target, error)) from error
    return BundleReceipt(target, files, digest, made)


def _fill(
    built: BuiltMap, stage: Path, renderers: Mapping[str, Renderer], delivery: Delivery
) -> tuple[BundleFile, ...]:
    for render in renderers.values():
        with asking_the_disk(stage):
            render(built, stage)
    _remove_empty_folders(stage)
    files = files_below(stage)
    manifest = manifest_bytes(built, files)
    (stage / MANIFEST).write_bytes(manifest)
    if delivery.key:
        (stage / SIGNATURE).write_bytes(delivery.key.signature(manifest))
    flush(stage)
    raise_errors(BundleError, verify_bundle(stage))
    own = [measured_below(stage, name) for name in (MANIFEST, SIGNATURE)
           if (stage / name).exists()]  # fmt: skip
    return tuple(sorted((*files, *own), key=lambda file: file.path))


def _remove_empty_folders(stage: Path) -> None:
    """A manifest tells folders by the files in them, so a bundle holds none that is empty."""
    for path in sorted(stage.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def _why(target: Path, error: OSError) -> str:
    return (
        f"{target}: the bundle cannot be written ({error.strerror or error}). "
        "The bundle that was there is untouched. Free space or choose a folder you may write to "
        "with --out."
    )
