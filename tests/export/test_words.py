from dataclasses import replace

import pytest
from export.world import table, world

from potay.export.columns import COLUMNS
from potay.export.words import CODED, actor_names, codes, domain_of, title, word
from potay.terms.languages import LANGUAGES


def test_every_column_has_a_title_in_every_language_and_no_two_are_alike():
    """A GeoPackage wants the titles of a table to differ."""
    for language in LANGUAGES:
        titles = [column.title(language) for column in COLUMNS.values()]
        assert all(titles)
        doubled = {text for text in titles if titles.count(text) > 1}
        assert doubled == set()


def test_hxl_tags_have_the_form_of_the_standard():
    for column in COLUMNS.values():
        tag, *attributes = column.hxl.split("+")
        assert tag.startswith("#")
        assert tag[1:].isalnum()
        assert all(part.replace("_", "").isalnum() for part in attributes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_word_in_every_language(language):
    built = world(spec=world().spec.model_copy(update={"language": language}))
    for domains in CODED.values():
        for domain in domains:
            assert all(codes(domain, built).values())
    assert word("warning", language)


def test_actors_are_named_in_the_maps_language_else_by_name_else_by_id():
    rows = [{"actor_id": "a", "name": "A", "name_fr": "Á"},
            {"actor_id": "b", "name": "B", "name_fr": ""},
            {"actor_id": "c", "name": "", "name_fr": ""}]  # fmt: skip
    given = world()
    state = replace(given.state, actors=table(rows, "actor_id"))
    assert actor_names(replace(given, state=state)) == {"a": "Á", "b": "B", "c": "c"}


def test_a_column_is_explained_by_the_first_domain_that_knows_all_its_values():
    built = world()
    statuses = built.tables["state"]["status"]
    assert domain_of("status", statuses, built) == "passage"
    assert domain_of("status", statuses.map({"closed": "cut_off"}), built) == "access"
    assert domain_of("status", statuses.map({"closed": "half open"}), built) == ""
    assert domain_of("name", statuses, built) == ""


def test_an_unknown_column_is_called_by_its_own_name():
    assert title("phone", "fr") == "phone"
    assert title("control", "ht") == "Kontwòl rapòte"
