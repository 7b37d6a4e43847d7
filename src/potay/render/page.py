"""The page people open, told as a story: frame, data, seal."""

from potay.built import BuiltMap
from potay.render.encode import json_block, plain
from potay.render.head import head_block
from potay.render.layers import layers_block
from potay.render.lighter import lighter
from potay.render.packed import packed_network, packed_timeline
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
    layers, tables = layers_block(built.layers), tables_block(built)
    keys = {key: number for number, key in enumerate(tables["keys"])}
    blocks = {
        "potay-words": words_block(built.state.silence, asking=built.network is not None),
        "potay-head": head_block(built, layers["notes"]),
        "potay-layers": layers["drawn"],
    }
    if built.network is not None:
        blocks["potay-network"] = packed_network(built.network, keys)
    if built.relief is not None:
        blocks["potay-relief"] = plain(built.relief)
    if built.timeline is not None:
        blocks["potay-timeline"] = packed_timeline(plain(built.timeline), keys)
    blocks["potay-tables"] = tables | {"keys": list(keys)}
    title = built.spec.title.in_language(built.spec.language)
    data = "\n".join(json_block(name, value) for name, value in blocks.items())
    return seal(frame, data, title=title, language=built.spec.language).encode("utf-8")
