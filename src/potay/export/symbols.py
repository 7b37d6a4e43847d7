"""QGIS symbols from styles: fills with hatches, dashed lines, markers.

Every property is written twice, as `Option` (QGIS 3.18 and later) and as `prop` (before).
Pixels of a style become millimetres at 96 dots per inch, so that symbols print at true size.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from potay.spec import StyleSpec
from potay.terms.signs import GREY, SIGNS

MM_PER_PX = 25.4 / 96
SEE_THROUGH = 0.6  # the fill of areas that stand for a report, so that the land shows below
MARKER_MM = 3.2

_BRUSHES = {"hatch": "f_diagonal", "cross": "diagonal_x", "dots": "dense6"}
_MARKERS = {
    "circle": "circle", "ring": "circle", "question": "circle", "square": "square",
    "triangle": "triangle", "diamond": "diamond", "cross": "cross2", "star": "star",
    "plus": "cross", "pentagon": "pentagon", "hexagon": "hexagon",
}  # fmt: skip
_KINDS = ("marker", "line", "fill")

Layer = tuple[str, Mapping[str, str]]


def symbol(name: str, style: StyleSpec, dimension: int, fill_opacity: float = 1.0) -> Element:
    """A `<symbol>` element for points (0), lines (1) or polygons (2, filled so far opaque)."""
    element = Element("symbol", type=_KINDS[dimension], name=name, alpha=_number(style.opacity),
                      force_rhr="0", clip_to_extent="1")  # fmt: skip
    layers = (_marker, _line)[dimension](style) if dimension < 2 else _fill(style, fill_opacity)
    for kind, properties in layers:
        layer = SubElement(element, "layer", {"class": kind, "enabled": "1", "pass": "0",
                                              "locked": "0"})  # fmt: skip
        _write(layer, properties)
    return element


def _fill(style: StyleSpec, opacity: float) -> list[Layer]:
    base = {
        "color": rgba(style.fill or style.color, opacity),
        "style": "solid" if style.fill else "no",
        **_outline(style),
    }
    layers: list[Layer] = [("SimpleFill", base)]
    if style.pattern:
        ink = {"color": rgba(style.color), "style": _BRUSHES[style.pattern], "outline_style": "no"}
        layers.append(("SimpleFill", ink))
    return layers


def _outline(style: StyleSpec) -> dict[str, str]:
    return {
        "outline_color": rgba(style.color),
        "outline_style": "dash" if style.dash else "solid",
        "outline_width": millimetres(style.width),
        "outline_width_unit": "MM",
    }


def _line(style: StyleSpec) -> list[Layer]:
    parts = [float(part) for part in style.dash.split()]
    dash = ";".join(millimetres(part) for part in parts)
    dots = bool(parts) and parts[0] <= 1  # too short to be seen without round ends
    return [("SimpleLine", {
        "line_color": rgba(style.color), "line_width": millimetres(style.width),
        "line_width_unit": "MM", "line_style": "solid",
        "capstyle": "round" if dots else "flat",
        "joinstyle": "round", "use_custom_dash": "1" if dash else "0",
        "customdash": dash or "5;2", "customdash_unit": "MM",
    })]  # fmt: skip


def _marker(style: StyleSpec) -> list[Layer]:
    shape = _MARKERS.get(style.symbol, "circle")
    hollow = style.symbol == "ring"
    ink = style.color if hollow or shape in ("cross", "cross2") else "#ffffff"
    marker = {
        "name": shape, "color": rgba("#ffffff" if hollow else style.fill or style.color),
        "outline_color": rgba(ink), "outline_style": "solid",
        "outline_width": "0.8" if ink == style.color else "0.3", "outline_width_unit": "MM",
        "size": _number(MARKER_MM), "size_unit": "MM",
    }  # fmt: skip
    layers: list[Layer] = [("SimpleMarker", marker)]
    if style.symbol == "question":
        layers.append(("FontMarker", {"chr": "?", "color": rgba("#ffffff"), "font": "DejaVu Sans",
                                      "size": "2.6", "size_unit": "MM"}))  # fmt: skip
    return layers


def _write(layer: Element, properties: Mapping[str, str]) -> None:
    options = SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        SubElement(options, "Option", type="QString", name=key, value=value)
    for key, value in properties.items():
        SubElement(layer, "prop", k=key, v=value)


def rgba(colour: str, opacity: float = 1.0) -> str:
    """`#rrggbb` as QGIS writes it: `r,g,b,a` from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


def kml_colour(status: str) -> str:
    """The colour of a status as KML writes it, `aabbggrr`; grey for a word it does not know."""
    sign = SIGNS.get(status)
    colour = GREY if sign is None or status == "unknown" else sign.color
    red, green, blue = (colour[at : at + 2] for at in (1, 3, 5))
    return f"ff{blue}{green}{red}".lower()


def millimetres(pixels: float) -> str:
    """Pixels at 96 dots per inch in millimetres."""
    return _number(round(pixels * MM_PER_PX, 3))


def _number(value: float) -> str:
    return f"{value:g}"
