"""A bundle that came as one file, taken out into a folder: decrypted, judged, then put in place."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from potay.bundle.contents import UnreadableError, contents_of, copy_out
from potay.bundle.envelope import decrypted
from potay.bundle.lock import build_lock
from potay.bundle.place import clean_leftovers, flush, refuse_foreign, staging, swap_in
from potay.bundle.signers import Signer
from potay.bundle.verdict import BundleVerdict, judge_bundle
from potay.errors import BundleError, SourceError

#: How the name of an encrypted bundle ends.
SEALED = ".age"


@dataclass(frozen=True)
class Opened:
    """What was found of the bundle, and its folder; None where it was not taken out."""

    verdict: BundleVerdict
    path: Path | None


def open_bundle(
    file: Path,
    out_dir: Path,
    identities: Sequence[Any] = (),
    *,
    now: datetime | None = None,
    signers: Sequence[Signer] | None = None,
) -> Opened:
    """Take the bundle in `file` (.zip or .zip.age) out into a folder of its name in `out_dir`.

    Only a whole bundle is taken out; one that is out of date is whole. What is decrypted on the
    way lies in a private folder beside the place and is gone at the end.

    Parameters
    ----------
    file
        What was sent.
    out_dir
        Where the folder goes.
    identities
        As `read_identity` gives them; needed for an encrypted file.
    now, signers
        As for `judge_bundle`.

    Raises
    ------
    SourceError
        Where the file cannot be decrypted.
    BundleError
        Where the folder cannot be written or holds what is not ours.
    """
    name = file.name.removesuffix(SEALED).removesuffix(".zip")
    if not file.is_file() or name in ("", file.name):
        raise SourceError(
            "a bundle in one file was expected, NAME.zip or NAME.zip.age.", file=str(file),
            hint="Name the file that was sent.",
        )  # fmt: skip
    target = out_dir / name
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
        with build_lock(target):
            clean_leftovers(target)
            refuse_foreign(target)
            with _plain(file, target, identities) as zipped:
                verdict = judge_bundle(zipped, now, signers)
                if verdict.whole:
                    _take_out(zipped, target)
    except OSError as error:
        raise BundleError(
            f"{target}: the bundle cannot be taken out ({error.strerror or error}). Free space or "
            "choose a folder you may write to with --out."
        ) from error
    return Opened(verdict, target if verdict.whole else None)


@contextmanager
def _plain(file: Path, target: Path, identities: Sequence[Any]) -> Iterator[Path]:
    """The zip file; decrypted, where it must be, in a folder that only this user can enter.

    The folder is named so that what a kill leaves of it is gone after the next opening.
    """
    if not file.name.endswith(SEALED):
        yield file
        return
    private = tempfile.TemporaryDirectory(prefix=f".{target.name}.tmp-", dir=target.parent)
    with private as folder:
        zipped = Path(folder) / file.name.removesuffix(SEALED)
        zipped.write_bytes(decrypted(file, identities))
        yield zipped


def _take_out(zipped: Path, target: Path) -> None:
    with staging(target) as stage:
        try:
            with contents_of(zipped) as contents:
                copy_out(contents, stage)
        except UnreadableError as error:
            raise SourceError(
                f"the file was changed while it was taken out: {error}.", file=str(zipped),
                hint="Try again.",
            ) from error  # fmt: skip
        flush(stage)
        swap_in(stage, target)
