"""A status word, or its code of UNSDI-T OpStatus."""

from collections.abc import Collection

from potay.spec.toml import close_match
from potay.terms.statuses import OP_STATUS, REPORTED
from potay.terms.values import Status


def read(text: str, _actors: Collection[str]) -> Status:
    """Read `open`, `Closed` or `3`."""
    word = OP_STATUS.get(text, text.lower())
    if word not in REPORTED:
        raise ValueError(
            f"'{text}' is not a status; expected {', '.join(REPORTED)} or a code "
            f"1 to 4 or 0. {close_match(word, REPORTED)}".rstrip()
        )
    return Status(word)
