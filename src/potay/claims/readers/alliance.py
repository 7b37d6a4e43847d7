"""The coalition of an actor, or none."""

from collections.abc import Collection

from potay.spec.toml import suggestion
from potay.terms.holders import NONE
from potay.terms.values import Holder


def read(text: str, actors: Collection[str]) -> Holder:
    """Read the id of a coalition, or `none`."""
    if text.lower() == NONE:
        return Holder(NONE)
    if text not in actors:
        raise ValueError(
            f"'{text}' is not an actor of this ledger; expected the id of a coalition, or none. "
            + suggestion(text, actors)
        )
    return Holder(text)
