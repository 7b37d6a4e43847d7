"""Text is text: whatever stands in names, notes and sources, nothing runs and nothing breaks."""

import pytest
from browser.conftest import Open
from render.world import built_world

from potay.render import render_page

pytestmark = pytest.mark.browser

PAYLOADS = {
    "template": "{{7*7}}{% for x in y %}{# no #}{{ cycler.__init__.__globals__ }}",
    "script": "</script><script>window.ran=1</script><!--<script>",
    "image": "<img src=x onerror=window.ran=1><svg onload=window.ran=1>",
    "literal": "${window.ran=1}`'\"\\u003cscript>",
    "mark": "<!--potay:data--></title></head><body onload=window.ran=1>",
    "direction": "\u202eevil\u2066\u200f \u2028\u2029\u0007",
    "long": "N" * 4000,
    "inherited": "constructor __proto__ toString",
}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_every_field_does_nothing(open_page: Open, payload):
    text = PAYLOADS[payload]
    page = open_page(render_page(built_world(lambda plain: plain + text))).page
    for language in ("fr", "ht", "en"):
        page.click(f"#languages button[lang={language}]")
        for key in ("area.bel-air", "gateway.martissant", "site.s2", "infrastructure.port",
                    "obstacle.b1"):  # fmt: skip
            page.evaluate("(key) => potay.showOnMap(key)", key)
        page.evaluate("potay.showRoad('rn2')")
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, object").count() == 0
    shown = page.evaluate("potay.store.areas[0].name")
    assert shown == "Martissant" + text
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("word", ["constructor", "__proto__", "toString"])
def test_words_that_every_object_inherits_are_no_keys(open_page: Open, word):
    built = built_world()
    for layer in built.layers:
        if layer.spec.name in ("base", "infrastructure", "obstacles"):
            layer.frame["kind"] = word
        if layer.spec.name == "control":
            layer.frame.loc["martissant", ["control", "coalition"]] = word
        if layer.spec.name == "roads":
            layer.frame["class"] = word
    page = open_page(render_page(built)).page
    for key in ("area.martissant", "infrastructure.port", "obstacle.b1"):
        page.evaluate("(key) => potay.showOnMap(key)", key)
        assert "native code" not in page.inner_text(".popup")
    page.click("#legend summary")
    assert "native code" not in page.inner_text("#legend-body")
