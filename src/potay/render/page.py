"""The page people open, told as a story: frame, data, seal."""

from typing import Any

from potay.built import BuiltMap
from potay.render.encode import data_block, plain
from potay.render.head import head_block
from potay.render.layers import layers_block
from potay.render.lighter import lighter
from potay.render.seal import seal
from potay.render.skeleton import skeleton
from potay.render.tables import tables_block
from potay.render.words import words_block


def render_page(built: BuiltMap) -> bytes:
    """Draw a built map as `index.html`: one file, no outside request, French, Creole, English.

    The same built map gives the same bytes on any machine. The page draws only the layers,
    tables and head values that `release` has passed; of the state it reads the moment, and what
    the values of its claims say.

    Raises
    ------
    BundleError
        Where the browser code is missing from this installation or was altered.
    """
    built = lighter(built)
    frame = skeleton(built.extent, built.spec.opening_view, asking=built.network is not None)
    data = data_block("potay-data", _blocks(built))
    title = built.spec.title.in_language(built.spec.language)
    return seal(frame, data, title=title, language=built.spec.language).encode("utf-8")


def _blocks(built: BuiltMap) -> dict[str, Any]:
    """All that the page's program reads, by name, in the order that deflates best."""
    layers = layers_block(built.layers)
    blocks = {
        "relief": plain(built.relief),
        "network": built.network,
        "timeline": plain(built.timeline),
        "tables": tables_block(built),
        "head": head_block(built, layers["notes"]),
        "words": words_block(built.state.silence, asking=built.network is not None),
        "layers": layers["drawn"],
    }
    return {name: told for name, told in blocks.items() if told is not None}
