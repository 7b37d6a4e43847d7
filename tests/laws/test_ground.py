"""Laws of the ground, on random networks: what changes nothing, what never adds access.

The numbers are those of the list of relations in the design notes on reliability.
"""

from dataclasses import replace
from random import Random

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from asciiworld import state
from laws.asking import CAR, EVEN, RULES, asked, compiled, plans_of, rows_of, scenario_of
from laws.asking import blocks as blocks_of
from laws.layout import Spot, material, said
from laws.plan import HELD, Area
from laws.test_reports import no_better

from potay.access import find_route
from potay.geo import line_lengths_m
from potay.network import Material, compile_network, make_scenario

number = pytest.mark.parametrize("number", blocks_of(50), ids="b{:05d}".format)
#: A law of many forms tries each on fewer networks.
of_many = pytest.mark.parametrize("number", blocks_of(10), ids="b{:05d}".format)
pytestmark = pytest.mark.networks
LAYERS = ("roads", "areas", "gateways", "obstacles", "infrastructure", "links")
#: What an answer says; the places of equal ways may be told in another order.
TOLD = ("status", "minutes", "km", "free_minutes", "gateways", "areas", "worst_case",
        "presumed_case", "best_case")  # fmt: skip


def answers(made: Material, plans, words=None, **more):
    """The answers of all worlds on some ground."""
    scenario = make_scenario(compile_network(made, RULES), state(words or said(plans)), CAR, RULES)
    return rows_of(scenario, plans, **more)


def assert_alike(plans, one, other, told=TOLD):
    """Equal but for the last digit that is told."""
    for plan, mine, theirs in zip(plans, one, other, strict=True):
        assert mine.keys() == theirs.keys()
        for place, row in mine.items():
            for name in told:
                assert _same(row[name], theirs[place][name]), (place, name, plan)


def _same(one, other):
    if isinstance(one, dict):
        return _same(one["status"], other["status"]) and _same(one["minutes"], other["minutes"])
    if isinstance(one, list):
        return sorted(one) == sorted(other)
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, abs=0.0111, rel=1e-6)
    return one == other


def on_layers(made: Material, change) -> Material:
    """Another ground, each of whose layers is changed."""
    layers = {name: getattr(made, name) for name in LAYERS}
    return Material(
        **{name: None if table is None else change(table) for name, table in layers.items()},
        places={kind: change(table) for kind, table in made.places.items()},
    )


@number
def test_2_another_polygon_never_adds_access(number):
    """No gateway of a corridor here: what such a gateway governs grows with its area."""
    dice = Random(number)
    plans = [
        replace(plan, gates=tuple(replace(gate, corridor="") for gate in plan.gates))
        for plan in plans_of("polygon", number)
    ]
    more = []
    for plan in plans:
        west, south = dice.uniform(-200, 900), dice.uniform(-200, 900)
        area = Area("new", (west, south, west + dice.uniform(80, 800), south + 400.0))
        words = dice.choice((*HELD, "open", "restricted", "closed", ""))
        spoken = {**plan.said, "area.new": words} if words else plan.said
        more.append(replace(plan, areas=(*plan.areas, area), said=spoken))
    before, after = asked(plans, rules=EVEN), asked(more, rules=EVEN)
    for plan, old, new in zip(more, before, after, strict=True):
        no_better(plan, old, new)


@of_many
@pytest.mark.parametrize("change", ["split", "reversed", "denser"])
def test_5_how_a_road_is_drawn_changes_nothing(number, change):
    """No road is drawn twice here: of two that differ, places may be tied to one or the other."""
    plans, dice = [replace(plan, twins=()) for plan in plans_of(change, number)], Random(number)
    made = material(plans)
    roads = {"split": _split, "reversed": _reversed, "denser": _denser}[change](made.roads, dice)
    other = replace(made, roads=roads)
    assert_alike(plans, answers(made, plans), answers(other, plans))
    # New vertices are rounded to a centimetre: a road that grazes a border meets it elsewhere.
    assert governed(other) == pytest.approx(governed(made), rel=1e-5, abs=1.0)


def governed(made: Material) -> dict[str, float]:
    """Metres of road that each subject governs, and of all roads."""
    network = compile_network(made, RULES)
    pieces, governing_sets, names = (
        network.pieces,
        network.governing_sets,
        network.subjects.id.tolist(),
    )
    metres = np.where(pieces.kind == 0, pieces.metres, 0.0)
    of_combo = np.bincount(pieces.governing, metres, minlength=governing_sets.count)
    pairs = np.repeat(of_combo, np.diff(governing_sets.indptr))
    sums = np.bincount(governing_sets.subject, pairs, minlength=len(names))
    return {"all": float(metres.sum()), **dict(zip(names, sums.tolist(), strict=True))}


def _split(roads, dice):
    """Every road in two parts, `id#1` and `id#2`, at any place."""
    rows = []
    for name, row in roads.iterrows():
        line = row.geometry
        cut = line.interpolate(dice.uniform(0.1, 0.9), normalized=True)
        mark, vertices = line.project(cut), list(line.coords)
        bends = [line.project(shapely.Point(vertex)) for vertex in vertices]
        first = [v for v, at in zip(vertices, bends, strict=True) if at < mark]
        last = [v for v, at in zip(vertices, bends, strict=True) if at > mark]
        for part, course in enumerate(([*first, cut.coords[0]], [cut.coords[0], *last]), 1):
            rows.append((f"{name}#{part}", {**row, "geometry": shapely.LineString(course)}))
    return _as_frame(rows, roads)


def _reversed(roads, _dice):
    turned = roads.set_geometry(roads.geometry.reverse())
    back = {"yes": "-1", "-1": "yes", "no": "no"}
    return turned.assign(oneway=turned["oneway"].map(back))


def _denser(roads, dice):
    """More vertices, on the straight between those there are."""
    return roads.set_geometry(roads.geometry.segmentize(dice.uniform(0.0004, 0.004)))


def _as_frame(rows, like):
    index = pd.Index([name for name, _ in rows], name="id", dtype=object)
    return gpd.GeoDataFrame([row for _, row in rows], index=index, crs=like.crs)[like.columns]


@of_many
def test_5_another_order_of_rows_changes_nothing(number):
    plans = plans_of("order", number)
    made = material(plans)
    mixed = on_layers(made, lambda table: table.sample(frac=1, random_state=number))
    words = said(plans)
    names = sorted(words, key=lambda name: Random(f"{name}{number}").random())
    shuffled = answers(mixed, plans, {name: words[name] for name in names}, likely=True)
    assert shuffled == answers(made, plans, likely=True)


@of_many
def test_5_other_names_change_nothing(number):
    """All names but those of places, in another order."""
    plans = plans_of("names", number)
    made, prefix = material(plans), {}

    def renamed(table):
        for name in table.index:
            prefix[name] = f"{Random(name).randrange(90) + 10}-{name}"
        return table.rename(index=prefix)

    other = replace(made, **{
        layer: None if (table := getattr(made, layer)) is None else renamed(table)
        for layer in ("roads", "areas", "gateways", "obstacles", "links")
    })  # fmt: skip
    words = {}
    for key, told in said(plans).items():
        kind, _, name = key.partition(".")
        words[f"{kind}.{name if kind == 'infrastructure' else prefix[name]}"] = told
    found = answers(other, plans, words)
    for rows in found:
        for row in rows.values():
            for kind in ("gateways", "areas"):
                row[kind] = [name.partition("-")[2] for name in row[kind]]
    assert_alike(plans, answers(made, plans), found)


@of_many
def test_5_a_road_drawn_twice_changes_nothing(number):
    """But for the count of independent ways, see `test_found`."""
    plans = [replace(plan, twins=()) for plan in plans_of("twice", number)]
    spoken = [{name for name in plan.said if name.startswith("road.")} for plan in plans]
    twice = [
        replace(plan, twins=tuple(r.id for r in plan.roads if f"road.{r.id}" not in names))
        for plan, names in zip(plans, spoken, strict=True)
    ]
    assert_alike(plans, asked(plans), asked(twice))


@number
def test_6_coordinates_that_went_through_utm_change_nothing(number):
    plans = plans_of("utm", number)
    made = material(plans)

    def there_and_back(table):
        if table.geometry.isna().all():
            return table
        return table.to_crs("EPSG:32618").to_crs("EPSG:4326")

    moved = on_layers(made, there_and_back)
    assert_alike(plans, answers(made, plans), answers(moved, plans))
    assert governed(moved) == pytest.approx(governed(made), rel=1e-5, abs=0.3)
    lengths = [line_lengths_m(np.asarray(each.roads.geometry.array)) for each in (made, moved)]
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-6)


@number
def test_8_every_piece_and_every_way_is_as_long_as_its_course(number):
    plans = plans_of("length", number)
    made = material(plans)
    network = compile_network(made, RULES)
    pieces = network.pieces
    courses = shapely.linestrings(
        pieces.xy, indices=np.repeat(np.arange(len(pieces.a)), np.diff(pieces.xy_start))
    )
    # The footpaths from world to world are straights of many kilometres: no road is.
    road = pieces.kind == 0
    road[road] = ~np.char.startswith(network.roads.id, "path")[pieces.owner[road]]
    drawn = line_lengths_m(courses[road])
    # A straight of a kilometre is cut in proportion, which is right to a centimetre.
    assert pieces.metres[road] == pytest.approx(drawn, rel=2e-5, abs=2e-3)
    whole = np.bincount(pieces.owner[pieces.kind == 0], pieces.metres[pieces.kind == 0])
    roads = line_lengths_m(np.asarray(made.roads.sort_index().geometry.array))
    assert whole == pytest.approx(roads, rel=1e-6)


@number
def test_11_a_polygon_in_two_parts_of_one_report_changes_nothing(number):
    """No gateway of a corridor here: it governs its corridor in its own part only."""
    plans = [
        replace(plan, gates=tuple(replace(gate, corridor="") for gate in plan.gates))
        for plan in plans_of("parts", number)
    ]
    made, words, halves = material(plans), said(plans), []
    if made.areas is None:
        return
    for name, row in made.areas.iterrows():
        west, south, east, north = row.geometry.bounds
        middle = west + (east - west) * Random(name).uniform(0.2, 0.8)
        for half, (low, high) in enumerate(((west, middle), (middle, east))):
            part = shapely.intersection(row.geometry, shapely.box(low, south, high, north))
            halves.append((f"{name}.{half}", {**row, "geometry": part}))
            if f"area.{name}" in words:
                words[f"area.{name}.{half}"] = words[f"area.{name}"]
    parted = replace(made, areas=_as_frame(halves, made.areas))
    told = [name for name in TOLD if name != "areas"]
    assert_alike(plans, answers(made, plans), answers(parted, plans, words), told)


@number
def test_12_a_way_that_is_offered_passes_no_closed_gateway_and_no_closed_quarter(number):
    """Looked at on the drawn course, not in the graph."""
    plans = plans_of("crossing", number)
    scenario = scenario_of(compiled(plans), plans)
    made, words = material(plans), said(plans)
    for rank, plan in enumerate(plans):
        spot = Spot(rank)
        shut = [
            made.gateways.geometry[spot.name + gate.id]
            for gate in plan.gates
            if gate.junction < 0 and not gate.obstacle
            and words.get(f"gateway.{spot.name}{gate.id}", "").startswith("closed")
        ]  # fmt: skip
        held = [
            made.areas.geometry[spot.name + area.id]
            for area in plan.areas
            if words.get(f"area.{spot.name}{area.id}", "").startswith("closed")
        ]
        ends = [spot.name + place.id for place in plan.places[:2]]
        for way in find_route(scenario, *ends).routes:
            line = shapely.LineString(way["geometry"]["coordinates"])
            if way["status"] != "cut_off" and way["modes"] == ["road"]:
                assert all(line.distance(gate) > 40 / 111_000 for gate in shut), (way, plan)
                assert all(line.intersection(area).length < 2e-6 for area in held), (way, plan)


@number
def test_13_layers_that_do_not_bear_on_a_place_change_nothing_for_it(number):
    """Without all other places, what is left is answered as before, chances and reasons too."""
    plans = [replace(plan, links=()) for plan in plans_of("optional", number)]
    fewer = [replace(plan, places=plan.places[:2]) for plan in plans]
    made = material(plans)
    names = {Spot(n).name + place.id for n, plan in enumerate(fewer) for place in plan.places}
    sites = made.places["site"]
    less = replace(
        made,
        infrastructure=made.infrastructure[made.infrastructure.index.isin(names)],
        places={"site": sites[sites.index.isin(names)]},
    )
    words = {
        key: told for key, told in said(plans).items()
        if not key.startswith("infrastructure.") or key.partition(".")[2] in names
    }  # fmt: skip
    before, after = (answers(each, fewer, words, likely=True) for each in (made, less))
    told = (*TOLD, "would_open", "probability", "blocked_by", "independent_corridors")
    for plan, one, other in zip(fewer, before, after, strict=True):
        for place, row in one.items():
            for name in told[: None if not plan.twins else -1]:
                mine, theirs = row[name], other[place][name]
                if name in ("would_open", "blocked_by"):
                    mine, theirs = ([r["subject"] for r in each] for each in (mine, theirs))
                assert _same(mine, theirs), (place, name, mine, theirs, plan)


@number
def test_14_a_shorter_reach_to_the_road_never_adds_sites(number):
    plans = plans_of("reach", number)
    near = EVEN.model_copy(update={"snap_m": float(Random(number).choice((10, 28, 40)))})
    wide, short = asked(plans, rules=EVEN), asked_if_tied(plans, near)
    assert len(short) == len(wide)
    for plan, far, some in zip(plans, wide, short, strict=True):
        # On a sliver or behind a closure: what is not reached is reached in neither.
        met = {place: row for place, row in some.items()
               if row["status"] not in ("misplaced", "cut_off")}  # fmt: skip
        no_better(plan, {place: far[place] for place in met}, met)


def asked_if_tied(plans, rules):
    """The answers of those worlds whose hub is on the network still."""
    network = compiled(plans, rules)
    ids = network.places.id.tolist()
    tied = [
        not network.places.misplaced[ids.index(Spot(n).name + plan.places[0].id)]
        for n, plan in enumerate(plans)
    ]
    kept = [plan if on else replace(plan, places=()) for plan, on in zip(plans, tied, strict=True)]
    return rows_of(scenario_of(network, plans, CAR, rules), kept)
