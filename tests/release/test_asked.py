"""The question names nothing that the answer does not hold."""

from dataclasses import replace

import pytest
from release.test_datasets import dataset, places, points, world
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
        styles={name: StyleSpec() for name in ("boss", "chief", "none", "nobody-knows")},
    )  # fmt: skip
    layers = (
        control,
        LayerSpec(
            name="places",
            title="p",
            dataset="places",
            analysis="access",
            styles={"reachable": StyleSpec()},
        ),
        LayerSpec(name="camps", title="s", dataset="camps"),
        LayerSpec(name="service", title="a", analysis="service_area"),
    )
    rules = found.spec.rules.model_copy(update={"control": (
        ControlRule(holder=("chief",), status="open"),
        ControlRule(holder=("chief", "boss"), status="open"),
        ControlRule(holder=("nobody-knows",), status="open"),
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


def start(asked, audience, hub):
    """Whether a journey may start at a hub, where there are more places than usual."""
    more = points([
        {"id": "a:b", "name": "Twin", "kind": "port", "sensitivity": "low"},
        {"id": "hush:hush", "name": "Hush", "kind": "port", "sensitivity": "severe"},
    ])  # fmt: skip
    one = replace(asked, spec=asked.spec.model_copy(update={"hubs": (hub,)}))
    return list(reduced(one, audience, more=dataset("more", "infrastructure", more)).spec.hubs)


@pytest.mark.parametrize("hub", ["a:b", "infrastructure:a:b", "infrastructure.a:b", "port-low"])
def test_a_hub_is_known_by_its_id_however_it_is_written(asked, hub):
    for audience in ("public", "partners", "internal"):
        assert start(asked, audience, hub) == [hub]


@pytest.mark.parametrize("hub", ["g-low", "gateway.g-low", "gateway:g-low"])
def test_a_hub_is_a_place_of_any_kind(asked, hub):
    assert start(asked, "partners", hub) == [hub]


@pytest.mark.parametrize("hub", ["Twin", "no such place", "gateway.g-high", "site.g-low"])
def test_below_internal_a_hub_is_named_by_the_id_of_a_place(asked, hub):
    assert start(asked, "internal", hub) == [hub]
    assert start(asked, "partners", hub) == []


@pytest.mark.parametrize(
    "hub", ["hush:hush", "infrastructure:hush:hush", "infrastructure.hush:hush", "Hush"]
)
def test_also_internally_no_journey_starts_at_what_is_gone(asked, hub):
    assert start(asked, "internal", hub) == []


def test_an_assumption_is_about_a_thing_of_its_kind_and_its_whole_id(asked):
    """The gateway g-low is told; a camp of the same id is not, nor a gateway with a dot in it."""
    dotted = points([{"id": "g.dot", "name": "Dot", "sensitivity": "high"}])
    twin = points([{"id": "g-low", "name": "Camp", "sensitivity": "high"}])
    what_if = dict.fromkeys(("gateway.g-low", "site.g-low", "gateway.g.dot"), "open")
    one = replace(asked, spec=asked.spec.model_copy(update={"what_if": what_if}))
    told = reduced(one, "partners", dotted=dataset("dotted", "gateways", dotted),
                   twin=dataset("twin", "sites", twin))  # fmt: skip
    assert told.spec.what_if == {"gateway.g-low": "open"}


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
    assert set(inside.layers[0].styles) == {"boss", "chief", "none", "nobody-knows"}
    assert inside.spec.rules.control == asked.spec.rules.control


def test_styles_by_anything_but_holders_stay(asked):
    assert set(reduced(asked, "partners").layers[1].styles) == {"reachable"}


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
