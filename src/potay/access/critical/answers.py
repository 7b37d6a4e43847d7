"""Everything `potay critical` answers, from one scenario and its hubs."""

from collections.abc import Sequence
from typing import Any

from potay.access.chance.odds import Odds
from potay.access.critical.checking import check_first
from potay.access.critical.closing import critical_gateways
from potay.access.critical.cutlinks import cut_links
from potay.access.critical.people import People
from potay.access.critical.restoring import restoring
from potay.access.readings.untold import refuse_untold
from potay.network.scenario import Scenario

READING = "presumed: reported passable, or nothing reported"


def critical(scenario: Scenario, hubs: Sequence[str]) -> dict[str, Any]:
    """What matters most, if lost, if opened and if checked, for the scenario's mover.

    Returns
    -------
    dict
        `gateways[]`, `cut_links[]`, `openings[]` (in order), `openings_are` (exact or greedy),
        `check_first[]`, and the `reading` in which loss and gain are counted.

    Raises
    ------
    NoAnswerError
        Where there is no hub, or one is unknown or off the network; and where silence is not
        told, as in a public map.
    """
    refuse_untold(scenario.state, "what matters most")
    people = People.of(scenario, hubs)
    order = restoring(scenario, people)
    return {
        "reading": READING,
        "persons": int(people.persons.sum()),
        "gateways": critical_gateways(scenario, people),
        "cut_links": cut_links(scenario, people),
        "openings": list(order.steps),
        "openings_are": "the best order" if order.exact else "greedy: see at_most",
        "check_first": check_first(Odds(scenario), people),
    }
