"""Which colour stands for whom: named by the layer's styles, else from a list safe for all eyes."""

from potay.built import BuiltMap

#: Okabe and Ito's qualitative colours without black and without those that mean a road status.
OKABE_ITO = ("#0072b2", "#cc79a7", "#d55e00", "#56b4e9", "#b8a800", "#6a3d9a", "#8c564b", "#1f6f78")


def holder_colours(built: BuiltMap) -> dict[str, str]:
    """A colour for every actor that is drawn as holder or coalition, by actor id.

    Styles of the control layers decide first; the rest are dealt out in order of id, so that
    the same holders have the same colours whatever the order of rows. Beyond the length of the
    list colours repeat: names on the map and in pop-ups tell holders apart.
    """
    named = {
        value: style.fill or style.color
        for layer in built.layers
        if layer.spec.analysis == "control"
        for value, style in layer.spec.styles.items()
    }
    others = sorted(_drawn(built) - set(named))
    dealt = {actor: OKABE_ITO[place % len(OKABE_ITO)] for place, actor in enumerate(others)}
    return named | dealt


def _drawn(built: BuiltMap) -> set[str]:
    cells = (
        value
        for layer in built.layers
        if layer.spec.analysis == "control" and layer.frame is not None
        for column in ("control", "coalition")
        if column in layer.frame
        for value in layer.frame[column]
    )
    return {value for value in cells if isinstance(value, str) and value}
