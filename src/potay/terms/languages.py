"""The languages of every reader."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, get_args

Language = Literal["fr", "ht", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


def either(words: Sequence[str]) -> str:
    """Words as a choice in English, as a sentence ends: *public, partners or internal.*."""
    return f"{', '.join(words[:-1])} or {words[-1]}."


#: The same words by language.
Words = Mapping[str, str]


def in_languages(fr: str, ht: str, en: str) -> Words:
    """The same words in French, Haitian Creole and English."""
    return MappingProxyType({"fr": fr, "ht": ht, "en": en})
