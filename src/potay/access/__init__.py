"""The questions: who can be reached from where, by which way, and what stands in between."""

from potay.access.answer import Common
from potay.access.chains import corridor_chains
from potay.access.chance.certainty import SHARES, certainty, with_certainty
from potay.access.change import access_change, change_summary
from potay.access.clock.departures import read_between
from potay.access.clock.journey import read_departure
from potay.access.clock.pair import Clock, by_the_clock
from potay.access.clock.prospect import Prospect
from potay.access.corridors import corridors
from potay.access.reached import reached
from potay.access.route import RouteAnswer, find_route
from potay.access.table import AccessAnswer, access_table, no_access

__all__ = [
    "SHARES",
    "AccessAnswer",
    "Clock",
    "Common",
    "Prospect",
    "RouteAnswer",
    "access_change",
    "access_table",
    "by_the_clock",
    "certainty",
    "change_summary",
    "corridor_chains",
    "corridors",
    "find_route",
    "no_access",
    "reached",
    "read_between",
    "read_departure",
    "with_certainty",
]
