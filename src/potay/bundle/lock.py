"""One build of a bundle at a time. The system drops the lock of a build that dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from potay.errors import BundleError
from potay.files import TakenError, lock_of, sole_writer


@contextmanager
def build_lock(target: Path) -> Iterator[None]:
    """Hold `.<bundle>.lock` beside the bundle.

    Raises
    ------
    BundleError
        Where another process builds the same bundle.
    """
    try:
        with sole_writer(target):
            yield
    except TakenError as taken:
        raise BundleError(_busy(target, taken.holder)) from None


def _busy(target: Path, holder: dict[str, object]) -> str:
    who = f"process {holder.get('pid', '?')} on {holder.get('host', 'this host')}"
    return (
        f"{target}: this bundle is being built by {who}; one build at a time is expected. "
        f"Wait for it, or remove {lock_of(target)} if that process no longer exists."
    )
