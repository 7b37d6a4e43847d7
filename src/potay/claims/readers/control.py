"""Who holds a place: an actor's id, or a word for none."""

from collections.abc import Collection

from potay.spec.toml import suggestion
from potay.terms.holders import NO_HOLDER
from potay.terms.values import Holder


def read(text: str, actors: Collection[str]) -> Holder:
    """Read an actor's id, `none` or `contested`."""
    if text.lower() in NO_HOLDER:
        return Holder(text.lower())
    if text not in actors:
        raise ValueError(
            f"'{text}' is not an actor of this ledger; expected an actor id, none or contested. "
            + suggestion(text, actors)
        )
    return Holder(text)
