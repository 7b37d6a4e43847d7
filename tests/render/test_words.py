"""Every word the page says exists in all three languages, with its blanks and its plurals."""

import io
import re

import pytest
from babel.messages.extract import extract
from render.world import REPOSITORY

from potay.render.vendor import browser_code
from potay.render.words import _id, _read, catalogue, words_block

PAGE = REPOSITORY / "src" / "potay" / "render" / "page"
PROGRAM = REPOSITORY / "web"
KEYWORDS = {"t": None, "plural": (1, 2), "later": None}


def said_in_page() -> set[str | tuple[str, str]]:
    """Message ids in the page's code and markup."""
    found: set[str | tuple[str, str]] = set()
    for file in sorted(PROGRAM.rglob("*.ts")):
        for _, message, _, _ in extract("javascript", io.BytesIO(file.read_bytes()), KEYWORDS):
            found.add(message if isinstance(message, str) else tuple(message[:2]))
    return found | set(re.findall(r'data-t="([^"]+)"', (PAGE / "page.html").read_text("utf-8")))


def blanks(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_catalogue_says_all_the_page_says_and_nothing_else(language):
    known = {message.id for message in catalogue(language) if message.id}
    known = {one if isinstance(one, str) else tuple(one) for one in known}
    assert known == said_in_page()


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_every_message_is_translated_with_its_blanks(language):
    said = catalogue(language)
    for message in said:
        if not message.id:
            continue
        many = isinstance(message.id, tuple | list)
        forms = message.string if many else [message.string]
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        if many:
            assert len(forms) == said.num_plurals
        for form in forms:
            assert blanks(form) == blanks(message.id[-1] if many else message.id), message.id


def test_plural_forms_follow_each_language():
    told = words_block()
    assert [told[language]["plural"] for language in ("fr", "ht", "en")] == [
        [0, 0, 1], [0, 0, 0], [1, 0, 1],
    ]  # fmt: skip


def test_months_numbers_and_dates_follow_each_language():
    told = words_block()
    assert [told[language]["months"][7] for language in ("fr", "ht", "en")] == [
        "août",
        "out",
        "August",
    ]
    assert {told[language]["date"] for language in ("fr", "ht", "en")} == {"d MMMM y"}
    assert (told["fr"]["decimal"], told["en"]["decimal"]) == (",", ".")
    assert (told["fr"]["group"], told["en"]["group"]) == ("\u202f", ",")


def test_a_message_stands_where_its_english_id_stands():
    told = words_block()
    assert told["ids"] == sorted(set(told["ids"]))
    at = told["ids"].index("Cut off")
    assert [told[language]["messages"][at] for language in ("fr", "ht", "en")] == [
        "Coupé", "Koupe", 0,
    ]  # fmt: skip
    assert told["en"]["phrases"]["more"] == "and … more stretches"


def test_a_page_that_cannot_be_asked_has_all_it_says_and_no_word_of_asking():
    bare = words_block(asking=False)
    assert set(bare["ids"]) < set(words_block()["ids"])
    program = {asking: browser_code(asking=asking)[0] for asking in (False, True)}
    sentences = [_id(one.id) for one in _read("fr", "ask.po") if len(_id(one.id or "")) > 24]
    asking = {text for text in sentences if text in program[True]}
    assert len(asking) > 0.8 * len(sentences) > 10
    assert {text for text in asking if text in program[False]} == set()
