"""A page tells the public what silence hides, and partners where to ask before they go."""

import json
import re

import audiences
import pytest
from browser.conftest import DESK, PHONE, Open
from render.reading import blocks, laid_open

from potay.render import render_page

pytestmark = pytest.mark.browser

WARNING = {
    "fr": "Carte publique : ce qui n’est pas communiqué ici peut être fermé.",
    "ht": "Kat pou piblik la: sa yo pa di isit la ka fèmen.",
    "en": "Public map: what is not told here may be closed.",
}
UNTOLD = {"fr": "Non communiqué ici", "ht": "Yo pa di l isit la", "en": "Not told here"}
UNKNOWN = {
    "fr": "Non communiqué, ou signalements périmés ou contradictoires",
    "ht": "Yo pa di l isit la, oswa rapò yo pase dat oswa youn kontredi lòt",
    "en": "Not told, or reports expired or contradicting",
}
ASK = {
    "fr": "Demandez avant de partir", "ht": "Mande anvan ou pati", "en": "Ask before you go",
}  # fmt: skip
WHY = {
    "fr": "un signalement qui ne peut être montré ici le ferme peut-être",
    "ht": "gen yon rapò yo pa ka montre isit la ki ka fèmen l",
    "en": "a report that may not be shown here may close it",
}
NOTE = {
    "public": {
        "fr": "Le silence veut donc dire « non communiqué », jamais « ouvert ».",
        "ht": "Kidonk, lè pa gen anyen ki di, sa vle di « yo pa di l isit la »",
        "en": "So silence means “not told”, never “open”.",
    },
    "partners": {
        "fr": "il est écrit « demandez avant de partir », et rien de plus.",
        "ht": "li ekri « mande anvan ou pati », san anyen anplis.",
        "en": "it says “ask before you go”, and nothing more.",
    },
    "internal": {
        "fr": "À usage interne : tout y est, sauf ce qui est marqué « severe ».",
        "ht": "Pou itilizasyon entèn: tout bagay ladan, sof sa ki make « severe ».",
        "en": "For internal use: everything but what is marked severe.",
    },
}
#: Said of silence where it means that nobody reports; never in a public page.
PRESUMING = (
    "no known closure", "nobody reports", "no report", "presumed", "aucune fermeture connue",
    "personne ne signale", "aucun signalement", "présumé", "pa gen fèmti yo konnen",
    "pèsonn pa rapòte", "okenn rapò", "pa gen rapò", "sipoze pase",
)  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The town for each audience, its gate closed by a report that is released, and by one not."""
    folder = tmp_path_factory.mktemp("towns")
    roots = {closing: audiences.town(folder / closing, closing) for closing in ("low", "high")}
    return {
        (closing, audience): audiences.built(root, audience)
        for closing, root in roots.items()
        for audience in ("public", "partners", "internal")
    }


@pytest.fixture(scope="module")
def pages(built):
    return {key: render_page(one) for key, one in built.items()}


def read(page, language: str) -> None:
    page.click(f"#languages button[lang={language}]")


def opened(page, key: str) -> str:
    """What is told of one thing in its pop-up."""
    page.evaluate("potay.board.map.closePopup()")
    page.wait_for_selector(".popup", state="detached")
    page.evaluate("key => potay.showOnMap(key)", key)
    return page.inner_text(".popup")


def everything(page) -> str:
    """All that the page says once everything in it is opened, pop-ups included."""
    page.evaluate("document.querySelectorAll('details').forEach(box => { box.open = true; })")
    page.wait_for_timeout(200)
    told = [page.inner_text("body")]
    for key in page.evaluate("Array.from(potay.store.drawnByKey.keys())"):
        told.append(opened(page, key))
    page.evaluate("potay.board.map.closePopup()")
    page.wait_for_selector(".popup", state="detached")
    for row in page.evaluate("potay.store.roads.map((_, i) => i)"):
        page.evaluate("i => potay.openPopup('road', potay.store.roads[i], [18.5, -72.35])", row)
        told.append(page.locator(".popup").last.inner_text())
    marks = "Array.from(document.querySelectorAll('[aria-label], title')).map(" \
        "node => node.getAttribute('aria-label') || node.textContent)"  # fmt: skip
    return "\n".join([*told, *page.evaluate(marks)])


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_a_public_page_says_first_that_the_untold_may_be_closed(
    open_page: Open, pages, size, language
):
    page = open_page(pages["high", "public"], size).page
    read(page, language)
    assert page.locator(".banner").first.inner_text() == WARNING[language]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_notes_say_what_was_left_out(open_page: Open, pages, audience, language):
    page = open_page(pages["high", audience]).page
    read(page, language)
    assert NOTE[audience][language] in page.inner_text("#notes")
    assert page.locator(".banner.told").count() == (audience == "public")


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
@pytest.mark.parametrize("closing", ["low", "high"])
def test_a_public_page_presumes_nothing_anywhere(open_page: Open, pages, closing, language):
    page = open_page(pages[closing, "public"]).page
    read(page, language)
    said = everything(page).casefold()
    assert [words for words in PRESUMING if words in said] == []
    assert ASK[language].casefold() not in said
    assert UNKNOWN[language].casefold() in said


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_partners_and_internal_readers_still_read_of_silence(open_page: Open, pages, language):
    """The test above would else pass on a page that says nothing."""
    for audience in ("partners", "internal"):
        page = open_page(pages["high", audience]).page
        read(page, language)
        said = everything(page).casefold()
        assert any(words in said for words in PRESUMING)


def test_no_byte_of_a_public_page_has_a_phrase_that_it_can_never_say(pages):
    text = laid_open(pages["high", "public"]).casefold()
    kept = [words for words in PRESUMING if words in text]
    # Codes of statuses in the program itself; a message about changes of a narrower circle.
    assert set(kept) <= {"presumed", "no report"}
    for name, block in blocks(pages["high", "public"]).items():
        if name not in ("head", "words"):
            said = json.dumps(block, ensure_ascii=False).casefold()
            assert [words for words in PRESUMING if words in said] == [], name


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_unknown_is_never_drawn_as_open(open_page: Open, pages, language):
    page = open_page(pages["high", "public"]).page
    read(page, language)
    looks = page.evaluate(
        "['open', 'unknown'].map(one => potay.styleOf('road', one)).map(one => one.color)"
    )
    assert looks[0] != looks[1]
    statuses = page.evaluate("potay.store.roads.map(potay.roadStatus)")
    assert set(statuses) == {"open", "unknown"}  # the quarter without a group, and the rest
    page.click("#legend summary")
    assert UNKNOWN[language] in page.inner_text("#legend-body")
    gate = opened(page, "gateway.gate")
    assert UNTOLD[language] in gate
    assert "La Presse" not in gate
    quarter = opened(page, "area.harbour")
    assert UNTOLD[language].casefold() in quarter.casefold()


@pytest.mark.parametrize("closing", ["low", "high"])
@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_the_paragraph_of_a_road_is_the_librarys(
    open_page: Open, pages, built, closing, audience, language
):
    page = open_page(pages[closing, audience]).page
    read(page, language)
    (told,) = page.evaluate("potay.store.corridors.map(potay.paragraph)")
    (row,) = built[closing, audience].tables["corridors"].to_dict("records")
    assert plain(row[f"sentence_{language}"]).endswith(plain(told))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def test_a_public_road_in_a_line_says_that_the_rest_is_not_told(open_page: Open, pages):
    page = open_page(pages["low", "public"]).page
    read(page, "en")
    line = page.locator("#corridors li").first.inner_text().replace("\n", " ")
    assert line.startswith("Route du Port Closed: La Porte · report of 1 January")
    assert line.endswith("· the rest is not told")
    page = open_page(pages["high", "public"]).page
    read(page, "en")
    assert page.locator("#corridors li").first.inner_text().split("\n")[1] == "Not told here"


@pytest.mark.parametrize("language", ["fr", "ht", "en"])
def test_partners_are_told_to_ask_and_nothing_else_of_the_report(open_page: Open, pages, language):
    page = open_page(pages["high", "partners"]).page
    read(page, language)
    gate = opened(page, "gateway.gate")
    assert ASK[language] in gate
    assert WHY[language] in gate
    for secret in ("La Presse", "2024", "T1"):
        assert secret not in gate
    page.evaluate("potay.board.map.closePopup()")
    assert ASK[language] in page.inner_text("#corridors li")
    assert "La Porte" in page.inner_text("#corridors li")
    page.evaluate("potay.askWay('infrastructure.port', 'infrastructure.clinic')")
    answer = page.inner_text("#ask-result")
    assert f"{ASK[language]}\n" in answer
    assert WHY[language] in answer
    assert "La Porte" in answer
    page.click("#table-gateways summary")
    page.wait_for_selector("#table-gateways tbody th")
    row = page.inner_text("#table-gateways tbody tr")
    assert ASK[language] in row
    assert WHY[language] in row


def test_what_partners_suppose_is_not_asked_about(open_page: Open, pages):
    page = open_page(pages["high", "partners"]).page
    read(page, "en")
    page.evaluate("potay.suppose('gateway.gate', 'open')")
    assert ASK["en"] not in opened(page, "gateway.gate")
    page.evaluate("potay.board.map.closePopup()")
    assert ASK["en"] not in page.inner_text("#corridors li")


def test_what_a_released_report_closes_is_not_asked_about(open_page: Open, pages):
    page = open_page(pages["low", "partners"]).page
    read(page, "en")
    assert ASK["en"] not in everything(page).replace(
        "Ask before you go: a report that may not be shown here may close this passage.", ""
    )


def test_what_its_holder_closes_anyway_is_not_asked_about(open_page: Open, tmp_path):
    held = "T5,gateway,gate,control,contested,,2024-01-01,,2024-01-01,press,3,low,\n"
    root = audiences.town(tmp_path / "town", "high", held)
    page = open_page(render_page(audiences.built(root, "partners"))).page
    read(page, "en")
    gate = opened(page, "gateway.gate")
    assert "Closed" in gate
    assert "a report holds" in gate
    assert ASK["en"].casefold() not in gate.casefold()
    page.evaluate("potay.board.map.closePopup()")
    assert ASK["en"].casefold() not in page.inner_text("#corridors li").casefold()
    page.click("#table-gateways summary")
    page.wait_for_selector("#table-gateways tbody th")
    assert ASK["en"].casefold() not in page.inner_text("#table-gateways tbody tr").casefold()


@pytest.mark.parametrize(
    ("language", "figure"), [("fr", "1 000 à 1 999"), ("ht", "rive"), ("en", "1,000 to 1,999")]
)
def test_totals_stand_first_and_on_the_map_in_ranges(open_page: Open, tmp_path, language, figure):
    root = audiences.town(tmp_path / "town")
    page = open_page(
        (audiences.bundle(root, tmp_path / "out", "public") / "index.html").read_bytes()
    ).page
    read(page, language)
    row = page.inner_text("#counts tbody tr")
    assert row.startswith("Vil Ba")
    assert plain(figure) in plain(row)
    page.click("#table-totals summary")
    page.wait_for_selector("#table-totals tbody th")
    assert plain(figure) in plain(page.inner_text("#table-totals tbody tr"))
    page.click("#legend summary")
    legend = page.inner_text("#legend-body")
    assert plain(figure) in plain(legend)
    assert page.evaluate("potay.board.map.hasLayer(potay.board.groups['site-totals'])") is False


def test_facilities_of_a_public_page_are_counted_by_what_is_told(open_page: Open, pages):
    page = open_page(pages["low", "public"]).page
    read(page, "en")
    assert page.inner_text("#answer-title") == "Displaced people by commune"
    assert "Cut off: L'Hôpital\t1" in page.inner_text("#facilities")
    page.click("#table-facilities summary")
    page.wait_for_selector("#table-facilities tbody th")
    titles = page.locator("#table-facilities thead button").all_inner_texts()
    assert titles == ["Name", "Kind", "Access", "Closed or not certain", "Commune", "Position"]
    assert page.locator("#ask, #card").count() == 0
