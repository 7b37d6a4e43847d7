"""The question names nothing that the answer does not hold."""

from dataclasses import replace

import pytest
from release.test_datasets import dataset, places, world
from tiny import write_workspace

from potay.release import names_gone, reduce_asked, reduce_datasets
from potay.spec import LayerSpec, read_map, read_workspace
from potay.spec.layer import StyleSpec
from potay.spec.rules import ControlRule


@pytest.fixture
def asked(tmp_path):
    found = read_map(read_workspace(write_workspace(tmp_path / "w")), "tiny")
    control = LayerSpec(
        name="control", title="c", dataset="gates", analysis="control",
        styles={"boss": StyleSpec(), "chief": StyleSpec(), "none": StyleSpec()},
    )  # fmt: skip
    layers = (
        control,
        LayerSpec(name="places", title="p", dataset="places", analysis="access"),
        LayerSpec(name="camps", title="s", dataset="camps"),
        LayerSpec(name="service", title="a", analysis="service_area"),
    )
    rules = found.spec.rules.model_copy(update={"control": (
        ControlRule(holder=("chief",), status="open"),
        ControlRule(holder=("chief", "boss"), status="open"),
        ControlRule(status="closed"),
    ), "flood_depth_m": 0.3})  # fmt: skip
    truck = found.spec.movers["un-truck"].model_copy(update={"arrangements": ("boss",)})
    spec = found.spec.model_copy(update={
        "hubs": ("port-low", "infrastructure.port-moderate", "infrastructure:port-high"),
        "layers": tuple(layer.name for layer in layers), "ledger": ("press", "reports", "hush"),
        "rules": rules, "movers": {"un-truck": truck},
        "what_if": {"gateway.g-low": "open", "gateway.g-high": "open", "gateway.none": "open"},
    })  # fmt: skip
    specs = dict.fromkeys(("gates", "places", "press", "camps"), found.datasets["gates"])
    return replace(found, spec=spec, layers=layers, datasets=specs)


def reduced(asked, audience, **more):
    spec = asked.spec.model_copy(update={"audience": audience})
    found = world([{}], places=dataset("places", "infrastructure", places()), **more)
    told = reduce_datasets(found, spec).datasets
    return reduce_asked(replace(asked, spec=spec), told, names_gone(found, told))


@pytest.mark.parametrize(
    ("audience", "hubs"),
    [("public", ["port-low"]), ("partners", ["port-low", "infrastructure.port-moderate"]),
     ("internal", ["port-low", "infrastructure.port-moderate", "infrastructure:port-high"])],
)  # fmt: skip
def test_hubs_that_may_not_be_told_are_not_asked_for(asked, audience, hubs):
    assert list(reduced(asked, audience).spec.hubs) == hubs


def test_an_assumption_about_something_withheld_is_left_out_and_a_slip_is_not(asked):
    told = reduced(asked, "partners").spec.what_if
    assert told == {"gateway.g-low": "open", "gateway.none": "open"}


def test_layers_ledger_and_datasets_are_those_that_are_left(asked):
    told = reduced(asked, "partners")
    assert told.spec.layers == ("control", "places", "service")
    assert [layer.name for layer in told.layers] == ["control", "places", "service"]
    assert told.spec.ledger == ("press", "reports")
    assert set(told.datasets) == {"gates", "places", "press"}
    assert told.datasets["gates"].sha256 != asked.datasets["gates"].sha256


def test_styles_and_rules_name_no_holder_that_the_reader_does_not_know(asked):
    told = reduced(asked, "partners")
    assert set(told.layers[0].styles) == {"boss", "none"}
    assert [rule.holder for rule in told.spec.rules.control] == [("boss",), ("*",)]
    inside = reduced(asked, "internal")
    assert set(inside.layers[0].styles) == {"boss", "chief", "none"}
    assert len(inside.spec.rules.control) == 3


def test_arrangements_are_told_and_counted_internally_only(asked):
    assert reduced(asked, "internal").spec.movers["un-truck"].arrangements == ("boss",)
    assert reduced(asked, "partners").spec.movers["un-truck"].arrangements == ()
    assert reduced(asked, "public").spec.movers["un-truck"].arrangements == ()


def test_silence_is_never_hopeful_in_public(asked):
    words = {one: reduced(asked, one).spec.rules.silence for one in ("public", "partners")}
    assert words == {"public": "unknown", "partners": "presumed"}


def test_without_its_raster_no_water_is_asked_for(asked):
    assert reduced(asked, "partners").spec.rules.flood_depth_m is None
    flood = dataset("flood", "flood", None)
    assert reduced(asked, "partners", flood=flood).spec.rules.flood_depth_m == 0.3
