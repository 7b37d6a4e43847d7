"""The frame of a page, made with folium: a map without tiles, our markup around it, code inlined.

Nothing of a user's data comes here. folium runs its templates over what this module gives it,
and again over the result; constant text is the only text for which that is harmless.
"""

from importlib import resources

from branca.element import CssLink, Element, Figure, JavascriptLink

from potay.errors import BundleError
from potay.geo import Extent
from potay.render.offline import Template, folium
from potay.render.seal import DATA_MARK, HEAD_MARK
from potay.render.vendor import browser_code

#: What folium links to from every map, and we neither need nor load.
_DROPPED = frozenset(
    {
        "jquery", "bootstrap", "awesome_markers", "bootstrap_css", "glyphicons_css",
        "awesome_markers_font_css", "awesome_markers_css", "awesome_rotate_css",
    }
)  # fmt: skip
_INLINED = frozenset({"leaflet", "leaflet_css"})


class Opening(folium.MacroElement):
    """The one line that wakes the page up once Leaflet's map stands."""

    _template = Template(
        "{% macro script(this, kwargs) %}potay.start({{ this._parent.get_name() }});{% endmacro %}"
    )


class Constant(Element):
    """Text that goes into the page as it is: rendered once, and never itself a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.text = "".join(parts)


def skeleton(extent: Extent, view: Extent, *, asking: bool = False) -> str:
    """Constant HTML with an empty map over `view`, the page's code, and marks for head and data.

    `asking` brings the code that answers questions over an embedded network.

    Raises
    ------
    BundleError
        Where this folium links to code that potay does not know: such a page would call out.
    """
    lon, lat = view.centre
    chart = folium.Map([lat, lon], tiles=None, zoom_start=12, maxZoom=18, minZoom=7,
                       zoomControl=False, maxBounds=_corners(extent.grown(0.5)))  # fmt: skip
    _name(chart, "potay")
    _name(opening := Opening(), "opening")  # type: ignore[no-untyped-call]
    chart.add_child(opening)
    figure = Figure()
    figure.add_child(chart, name=chart.get_name())
    for child in figure._children.values():
        child.render()
    _swap_links(figure, browser_code(asking=asking))
    _wrap_map(figure, chart)
    return str(figure._template.render(this=figure, kwargs={}))


def _corners(extent: Extent) -> list[list[float]]:
    west, south, east, north = (round(value, 4) for value in extent.bounds)
    return [[south, west], [north, east]]


def _name(element: Element, name: str) -> None:
    """Fixed ids in place of folium's random ones, so that the same map gives the same bytes."""
    element._id = name


def _swap_links(figure: Figure, code: tuple[str, str]) -> None:
    script, style = code
    for name, child in list(figure.header._children.items()):
        if not isinstance(child, JavascriptLink | CssLink):
            continue
        if name not in _DROPPED | _INLINED:
            raise BundleError(
                f"folium wants to load '{name}', which potay does not carry. "
                "Expected the folium that pyproject.toml pins; reinstall potay."
            )
        del figure.header._children[name]
    figure.header.add_child(Constant("<style>", style, "</style>"), name="potay_style")
    figure.header.add_child(Constant("<script>", script, "</script>"), name="potay_script")


def _wrap_map(figure: Figure, chart: Element) -> None:
    """Our markup around folium's map, and our head in place of its (it forbids zooming in)."""
    name = chart.get_name()
    markup = (resources.files("potay.render") / "page" / "page.html").read_text(encoding="utf-8")
    chart_html = figure.html._children[name].render()
    body = markup.replace("<!--potay:map-->", chart_html.strip()) + DATA_MARK
    figure.html._children[name] = Constant(body)
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    figure.header._children[name] = Constant(HEAD_MARK + viewport)
    figure.header._children.move_to_end(name, last=False)
    figure.header._children.move_to_end("meta_http", last=False)
