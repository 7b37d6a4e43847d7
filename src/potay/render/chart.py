"""A quick look at frames: a folium map with everything inside, for notebooks.

Only constant text goes through folium's templates. The data is put in after they have run, as
JSON that no parser of HTML takes for markup, and the map's program places it as text.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import shapely
from branca.element import Figure

from potay.geo import Extent
from potay.render.encode import json_block, plain
from potay.render.offline import Template, folium
from potay.render.skeleton import Constant
from potay.render.terms import signs_block
from potay.render.vendor import chart_code
from potay.spec import StyleSpec

#: What a quick look is.
Chart = folium.Map
#: Where the data comes in, once nothing of the text is a template any more.
_MARK = "<!--potay:chart-->"
#: Positions keep five decimals: about one metre.
_DECIMALS = 5


@dataclass(frozen=True)
class Sheet:
    """Rows to look at: what decides their sign, and what they tell under the pointer.

    `by` is the column whose value picks one of `styles`; `told` are columns, in their order.
    Rows without a place are not drawn. A `faint` sheet only shows where things are: the legend
    does not name it.
    """

    title: str
    kind: Literal["area", "road", "gateway", "place", "way", "line"]
    frame: gpd.GeoDataFrame
    by: str
    styles: Mapping[str, StyleSpec] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    faint: bool = False


def chart(
    sheets: Sequence[Sheet], *, view: Extent | None = None, tiles: str | None = None
) -> Chart:
    """A folium map of some sheets, the first at the bottom. It opens without a network.

    Parameters
    ----------
    view
        What it opens on; all that is drawn by default.
    tiles
        Background tiles, as folium names them. They are fetched by whoever looks at the map, and
        tell the one who serves them where one looks; none by default.

    Returns
    -------
    folium.Map
        Further folium layers can be added to it. jQuery, which popups of folium need, is not
        loaded: `add_js_link` brings it.

    Raises
    ------
    BundleError
        Where the browser code is missing from this installation.
    """
    found = folium.Map(location=[0, 0], zoom_start=8, tiles=tiles)
    found.default_js, found.default_css = [], []
    figure = _Filled(json_block("potay-chart", _data(sheets, view)))
    script, style = chart_code()
    code = ("<style>", style, "</style>", _MARK, "<script>", script, "</script>")
    figure.header.add_child(Constant(*code), name="potay_code")
    figure.add_child(found)
    found.add_child(_Waking())  # type: ignore[no-untyped-call]
    return found


class _Filled(Figure):
    """A figure whose data is put in when everything else is text already."""

    def __init__(self, data: str) -> None:
        super().__init__(height="520px")
        self._data = data

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - as branca has it
        return str(super().render(**kwargs)).replace(_MARK, self._data, 1)


class _Waking(folium.MacroElement):
    """The line that wakes the map's program up."""

    _template = Template(
        "{% macro script(this, kwargs) %}potay.start({{ this._parent.get_name() }});{% endmacro %}"
    )


def _data(sheets: Sequence[Sheet], view: Extent | None) -> dict[str, Any]:
    bounds = _bounds(sheet.frame for sheet in sheets)
    if view is not None:
        bounds = [[view.south, view.west], [view.north, view.east]]
    return {
        "sheets": [_sheet(sheet) for sheet in sheets],
        "bounds": bounds,
        "signs": signs_block(),
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    frame = sheet.frame[~(sheet.frame.geometry.isna() | sheet.frame.geometry.is_empty)]
    looks = ["" if one is None or one != one else str(one) for one in frame[sheet.by]]
    present = {value for value in looks if value}
    ordered = [value for value in sheet.styles if value in present]
    points = bool(len(frame)) and bool((shapely.get_dimensions(frame.geometry) == 0).all())
    return {
        "title": sheet.title,
        "kind": sheet.kind,
        "point": points,
        "styles": {
            value: style.model_dump(exclude_defaults=True, exclude={"label"})
            for value, style in sheet.styles.items()
        },
        "labels": {
            value: style.label.in_language("en")
            for value, style in sheet.styles.items()
            if style.label
        },
        "faint": sheet.faint,
        "values": [*ordered, *sorted(present - {*ordered})],
        "rows": _features(frame, looks, sheet.told),
    }


def _features(
    frame: gpd.GeoDataFrame, looks: Sequence[str], told: Sequence[str]
) -> list[dict[str, Any]]:
    flat = frame.reset_index() if frame.index.name else frame
    shapes = shapely.transform(flat.geometry.to_numpy(), lambda xy: xy.round(_DECIMALS))
    cells = [[plain(value) for value in flat[name]] for name in told]
    features = []
    for row, (shape, look) in enumerate(zip(shapes, looks, strict=True)):
        said = [[name, _said(cells[place][row])] for place, name in enumerate(told)]
        pairs = [pair for pair in said if pair[1]]
        features.append(
            {
                "type": "Feature",
                "properties": {"look": look, "told": pairs},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
        )
    return features


def _said(value: Any) -> str:  # noqa: ANN401 - a cell as JSON has it
    """A cell as one reads it; "" where nothing is written."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _bounds(frames: Iterable[gpd.GeoDataFrame]) -> list[list[float]] | None:
    """South-west and north-east of all that is drawn; None where nothing is."""
    every = np.array([frame.total_bounds for frame in frames if len(frame)])
    if not len(every) or not np.isfinite(every).all(axis=1).any():
        return None
    west, south = np.nanmin(every[:, :2], axis=0).tolist()
    east, north = np.nanmax(every[:, 2:], axis=0).tolist()
    return [[south, west], [north, east]]
