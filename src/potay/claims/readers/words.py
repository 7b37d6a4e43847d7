"""Any words."""

from collections.abc import Collection

from potay.terms.values import Value


def read(text: str, _actors: Collection[str]) -> Value:
    """The words as they stand."""
    return Value(text)
