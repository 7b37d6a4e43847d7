"""The page's own words in three languages: gettext catalogues, our own dates and numbers."""

import gettext
import io
from dataclasses import asdict
from functools import cache
from importlib import resources
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from potay.phrases import phrases
from potay.terms.languages import LANGUAGES
from potay.tongues import TONGUES

#: The page's own words, then those of asking it.
CATALOGUES = ("page.po", "ask.po")


def words_block(silence: str = "no_report", *, asking: bool = True) -> dict[str, Any]:
    """The English ids, and per language: messages, plural rule, how dates and numbers look.

    Messages stand in the order of the ids, 0 where a language says the id itself. Phrases are
    those of a map whose silence means `silence`; those of asking are left out of a page that
    cannot be asked.
    """
    said = {language: _messages(language, asking) for language in LANGUAGES}
    ids = sorted({one for messages in said.values() for one in messages})
    return {"ids": ids} | {
        language: _language(language, silence)
        | {"messages": [said[language].get(one, 0) for one in ids]}
        for language in LANGUAGES
    }


def _messages(language: str, asking: bool) -> dict[str, Any]:
    return {
        _id(message.id): message.string
        for message in (catalogue(language) if asking else _read(language, CATALOGUES[0]))
        if message.id and not _same(message.id, message.string)
    }


@cache
def catalogue(language: str) -> Catalog:
    """The messages of one language, read from its `.po` files."""
    said, *others = (_read(language, file) for file in CATALOGUES)
    for other in others:
        for message in other:
            if message.id:
                said.add(message.id, message.string)
    return said


def _read(language: str, file: str) -> Catalog:
    path = resources.files("potay.render") / "locale" / language / "LC_MESSAGES" / file
    return read_po(io.BytesIO(path.read_bytes()))


def _language(language: str, silence: str) -> dict[str, Any]:
    said = catalogue(language)
    return {
        **asdict(TONGUES[language]),
        "phrases": dict(phrases(silence)[language]),
        "plural": [_form(said, count) for count in range(3)],
    }


def _same(message_id: object, said: object) -> bool:
    """Whether the page says it by the id itself, as English does."""
    one = list(message_id) if isinstance(message_id, tuple | list) else message_id
    other = list(said) if isinstance(said, tuple | list) else said
    return one == other


def _id(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _form(said: Catalog, count: int) -> int:
    """Which plural form a count takes; 2 stands for every count above one."""
    return int(gettext.c2py(said.plural_expr)(count))
