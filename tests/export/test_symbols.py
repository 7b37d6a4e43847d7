import pytest

from potay.export.symbols import kml_colour, millimetres, rgba, symbol
from potay.spec import StyleSpec


def layers(style, dimension, opacity=1.0):
    element = symbol("0", StyleSpec(**style), dimension, opacity)
    return [
        (one.get("class"), {prop.get("k"): prop.get("v") for prop in one.iter("prop")})
        for one in element.iter("layer")
    ]


@pytest.mark.parametrize("dimension", [0, 1, 2])
def test_every_property_is_written_for_old_and_new_qgis(dimension):
    style = StyleSpec(fill="#112233", pattern="hatch", symbol="question")
    for one in symbol("0", style, dimension).iter("layer"):
        new = {part.get("name"): part.get("value") for part in one.find("Option")}
        assert new == {part.get("k"): part.get("v") for part in one.iter("prop")}


@pytest.mark.parametrize(
    ("pattern", "brush"), [("hatch", "f_diagonal"), ("cross", "diagonal_x"), ("dots", "dense6")]
)
def test_a_pattern_lies_over_the_fill(pattern, brush):
    style = {"color": "#102030", "fill": "#ffffff", "pattern": pattern}
    (_, fill), (_, ink) = layers(style, 2, 0.6)
    assert (fill["style"], fill["color"]) == ("solid", "255,255,255,153")
    assert (ink["style"], ink["color"], ink["outline_style"]) == (brush, "16,32,48,255", "no")


def test_an_area_without_a_fill_is_only_an_outline():
    ((_, fill),) = layers({"color": "#102030", "dash": "6 3"}, 2)
    assert (fill["style"], fill["outline_style"]) == ("no", "dash")


def test_dashes_become_millimetres():
    ((_, line),) = layers({"dash": "10 5", "width": 3}, 1)
    assert (line["use_custom_dash"], line["customdash"]) == ("1", "2.646;1.323")
    assert line["line_width"] == "0.794"
    ((_, plain),) = layers({"width": 3}, 1)
    assert plain["use_custom_dash"] == "0"


def test_dots_have_round_ends_so_that_they_are_seen_and_dashes_keep_their_gaps():
    ((_, dots),) = layers({"dash": "1 6", "width": 3}, 1)
    ((_, dashes),) = layers({"dash": "4 4", "width": 3}, 1)
    assert (dots["capstyle"], dashes["capstyle"]) == ("round", "flat")


def test_a_ring_is_hollow_and_a_question_mark_is_written_on_its_dot():
    ((_, ring),) = layers({"color": "#7a95b8", "symbol": "ring"}, 0)
    assert (ring["color"], ring["outline_color"]) == ("255,255,255,255", "122,149,184,255")
    kinds = [kind for kind, _ in layers({"symbol": "question"}, 0)]
    assert kinds == ["SimpleMarker", "FontMarker"]


def test_a_symbol_that_qgis_lacks_is_a_dot():
    ((_, dot),) = layers({"symbol": "bar"}, 0)
    assert dot["name"] == "circle"


def test_colours_are_written_as_each_program_wants_them():
    assert rgba("#0072b2", 0.5) == "0,114,178,128"
    assert kml_colour("closed") == "ff0000cc"
    assert kml_colour("something new") == kml_colour("unknown") == "ff8c8c8c"
    assert millimetres(96) == "25.4"
