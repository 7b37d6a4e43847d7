"""Readers of values, a file each: the one way in which a kind of claim is read and written.

Each has a function `read(text, actors)` that gives the value, or raises a `ValueError` with a
sentence. A row of `terms/kinds.csv` names the reader of its kind.
"""

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from types import MappingProxyType

from potay.terms.kinds import KINDS
from potay.terms.values import Value

Reader = Callable[[str, Collection[str]], Value]

#: The reader of each kind.
READERS: Mapping[str, Reader] = MappingProxyType(
    {name: import_module(f"{__name__}.{kind.reader}").read for name, kind in KINDS.items()}
)


def read_value(kind: str, text: str, actors: Collection[str]) -> Value:
    """The value of a claim of a kind; a text of no kind stays as it is.

    Parameters
    ----------
    actors
        The ids that a value may name.

    Raises
    ------
    ValueError
        With a sentence, where the kind cannot have this value.
    """
    text = " ".join(text.split())
    if not text:
        raise ValueError("is empty.")
    reader = READERS.get(kind)
    return reader(text, actors) if reader else Value(text)
