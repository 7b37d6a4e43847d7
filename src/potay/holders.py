"""Which colour stands for whom: named by the layer's styles, else from a list safe for all eyes."""

from collections.abc import Iterable

from potay.built import BuiltLayer, BuiltMap

#: Hues of Okabe and Ito's and of Tol's lists, both made for all eyes, without those that mean a
#: road status (green, orange, red); neighbours in the list differ in hue and in lightness.
HUES = (
    "#0072b2", "#cc79a7", "#b8a800", "#6a3d9a", "#56b4e9", "#882255", "#8c6d4b", "#332288",
    "#e3a6d2", "#1f6f78", "#ddcc77", "#aa4499", "#88aacc", "#5a4632", "#b39ddb", "#4a5b8c",
)  # fmt: skip


def holder_colours(built: BuiltMap) -> dict[str, str]:
    """A colour for every actor that is drawn as holder or coalition, by actor id.

    Styles of the control layers decide first; the rest are dealt out in order of id, so that
    the same holders have the same colours whatever the order of rows. Beyond the length of the
    list colours repeat: names on the map and in pop-ups tell holders apart.
    """
    return colours_of(built.layers)


def colours_of(layers: Iterable[BuiltLayer]) -> dict[str, str]:
    """The same for the layers of a map."""
    control = [layer for layer in layers if layer.spec.analysis == "control"]
    named = {
        value: style.fill or style.color
        for layer in control
        for value, style in layer.spec.styles.items()
    }
    others = sorted(_drawn(control) - set(named))
    dealt = {actor: HUES[place % len(HUES)] for place, actor in enumerate(others)}
    return named | dealt


def _drawn(layers: Iterable[BuiltLayer]) -> set[str]:
    cells = (
        value
        for layer in layers
        if layer.frame is not None
        for column in ("control", "coalition")
        if column in layer.frame
        for value in layer.frame[column]
    )
    return {value for value in cells if isinstance(value, str) and value}
