"""The page's own words in three languages: gettext catalogues and Babel's dates and numbers."""

import gettext
import io
from functools import cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from potay.phrases import PHRASES
from potay.spec import LANGUAGES

#: English as humanitarian organisations write it: day before month.
_LOCALES = {"fr": Locale("fr"), "ht": Locale("ht"), "en": Locale("en", "GB")}

#: The page's own words, then those of asking it.
CATALOGUES = ("page.po", "ask.po")


def words_block() -> dict[str, Any]:
    """The English ids, and per language: messages, plural rule, how dates and numbers look.

    Messages stand in the order of the ids, 0 where a language says the id itself.
    """
    said = {language: _messages(language) for language in LANGUAGES}
    ids = sorted({one for messages in said.values() for one in messages})
    return {"ids": ids} | {
        language: {**_language(language), "messages": [said[language].get(one, 0) for one in ids]}
        for language in LANGUAGES
    }


def _messages(language: str) -> dict[str, Any]:
    return {
        _id(message.id): message.string
        for message in catalogue(language)
        if message.id and not message.context and not _same(message.id, message.string)
    }


@cache
def catalogue(language: str) -> Catalog:
    """The messages of one language, read from its `.po` files."""
    said, *others = (_read(language, file) for file in CATALOGUES)
    for other in others:
        for message in other:
            if message.id:
                said.add(message.id, message.string, context=message.context)
    return said


def _read(language: str, file: str) -> Catalog:
    path = resources.files("potay.render") / "locale" / language / "LC_MESSAGES" / file
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def _language(language: str) -> dict[str, Any]:
    said, locale = catalogue(language), _LOCALES[language]
    symbols = locale.number_symbols["latn"]
    return {
        "name": str(locale.get_language_name(language)).capitalize(),
        "phrases": dict(PHRASES[language]),
        "plural": [_form(said, count) for count in range(3)],
        "months": _months(said, locale),
        "date": locale.date_formats["long"].pattern,
        "decimal": symbols["decimal"],
        "group": symbols["group"],
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


def _months(said: Catalog, locale: Locale) -> list[str]:
    """Month names; the catalogue's where it has them, for Babel knows no Creole ones."""
    english = _LOCALES["en"].months["format"]["wide"]
    own = locale.months["format"]["wide"]
    translated = (said.get(english[month], context="month") for month in range(1, 13))
    return [
        str(message.string) if message and message.string else own[month]
        for month, message in enumerate(translated, start=1)
    ]
