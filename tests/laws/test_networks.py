"""A hundred thousand random small networks, answered twice: by the product and by hand."""

import pytest
from laws.asking import (
    BESIDE,
    MOVERS,
    alone,
    blocks,
    compiled,
    differences,
    plans_of,
    rows_of,
    scenario_of,
    smallest,
)
from laws.layout import Spot

from potay.search import engine

pytestmark = pytest.mark.networks


@pytest.mark.parametrize("number", blocks(500), ids="b{:05d}".format)
def test_answers_side_by_side_are_those_by_hand(number, monkeypatch):
    """Fifty networks in one, by both engines in turn."""
    monkeypatch.setattr(engine, "SMALL", 0 if number % 2 else 10**9)
    mover, plans = MOVERS[number % 3], plans_of("beside", number)
    scenario = scenario_of(compiled(plans), plans, mover)
    for rank, rows in enumerate(rows_of(scenario, plans, likely=True)):
        wrong = differences(Spot(rank), plans[rank], mover, rows)
        assert not wrong, told(plans[rank], mover, wrong)


@pytest.mark.parametrize("number", blocks(BESIDE), ids="b{:05d}".format)
def test_answers_alone_are_those_by_hand(number):
    """Each compiled by itself, and asked as everybody asks."""
    mover = MOVERS[number % 3]
    for plan in plans_of("alone", number):
        wrong = alone(plan, mover)
        assert not wrong, told(plan, mover, wrong)


def told(plan, mover, wrong):
    """The differences, and the smallest world that shows one."""
    if not alone(plan, mover):
        return f"only beside others: {wrong} in {plan}"
    least = smallest(plan, lambda less: bool(alone(less, mover)))
    return f"for the {mover.name}: {wrong}\n\nsmallest: {alone(least, mover)} in {least}"
