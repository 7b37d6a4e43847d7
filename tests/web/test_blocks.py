"""The types of the page's data are those that Python declares, and built pages are so."""

import runpy
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints, is_typeddict

import audiences
import pytest
from render.reading import blocks
from render.world import REPOSITORY, built_world

from potay.build import build_map
from potay.render import render_page
from potay.render.blocks import Blocks
from potay.spec import read_map, read_workspace


def strays(value, hint, where="") -> list[str]:
    """Where a value is not of a shape."""
    inner = get_args(hint)
    if is_typeddict(hint):
        if not isinstance(value, dict):
            return [where]
        hints = get_type_hints(hint)
        lost = [f"{where}.{name}" for name in hint.__required_keys__ - set(value)]
        return lost + [one for name, item in value.items()
                       for one in (strays(item, hints[name], f"{where}.{name}") if name in hints
                                   else [f"{where}.{name}"])]  # fmt: skip
    if get_origin(hint) in (Union, UnionType):
        return [where] if all(strays(value, one, where) for one in inner) else []
    if get_origin(hint) is list:
        items = enumerate(value) if isinstance(value, list) else [(0, ...)]
        return [one for at, item in items for one in strays(item, inner[0], f"{where}[{at}]")]
    if get_origin(hint) is dict:
        items = value.items() if isinstance(value, dict) else [("", ...)]
        return [one for name, item in items for one in strays(item, inner[1], f"{where}.{name}")]
    fits = hint is object or type(value) is hint or (hint is float and type(value) is int)
    return [] if fits and value is not ... else [where]


def test_the_types_of_the_program_are_written_from_here():
    told = runpy.run_path(str(REPOSITORY / "authoring" / "blocktypes.py"))
    assert told["OUT"].read_text("utf-8") == told["blocktypes"](), "run authoring/blocktypes.py"


@pytest.fixture(scope="module", params=["starter", "world", "public", "partners", "internal"])
def told(request, tmp_path_factory):
    if request.param == "starter":
        page = build_map(read_map(read_workspace(REPOSITORY), "port-au-prince"))
    elif request.param == "world":
        page = built_world()
    else:
        root = audiences.town(tmp_path_factory.mktemp("town") / "town")
        page = audiences.built(root, request.param)
    return blocks(render_page(page))


def test_built_pages_have_this_shape(told):
    assert strays(told, Blocks) == []


def test_another_shape_is_seen(told):
    other = told | {"head": told["head"] | {"hubs": [1], "view": [None], "more": 1}}
    other["layers"] = [{**told["layers"][0], "step": 1}]
    del other["layers"][0]["shapes"]
    assert set(strays(other, Blocks)) == {
        ".head.hubs[0]", ".head.view[0]", ".head.more", ".layers[0].shapes", ".layers[0].step",
    }  # fmt: skip
