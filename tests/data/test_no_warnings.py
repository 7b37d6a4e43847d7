"""The starter map gives no warning, so that a cron job may build it with --strict."""

from pathlib import Path

from potay.access import people_answer
from potay.inputs import read_inputs
from potay.spec import read_map, read_workspace
from potay.terrain import raster_of

REPOSITORY = Path(__file__).parents[2]


def test_nothing_in_the_starter_map_is_warned_of():
    inputs = read_inputs(read_map(read_workspace(REPOSITORY), "port-au-prince"))
    found = [finding for data in inputs.datasets.values() for finding in data.findings]
    found += [*inputs.state.findings, *inputs.network.findings]
    population = raster_of(inputs.datasets, "population")
    assert population is not None
    hubs = inputs.asked.spec.hubs
    people = people_answer(inputs.scenario(), hubs, inputs.frames["area"], population)
    warned = [one.sentence() for one in (*found, *people.findings) if one.severity == "warning"]
    assert warned == []
    told = [one.sentence() for one in inputs.state.findings]
    assert any("taken to count on all of the map (curfew)" in sentence for sentence in told)
