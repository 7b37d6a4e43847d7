"""The questions: who can be reached from where, by which way, and what stands in between."""

from potay.access.chains import corridor_chains
from potay.access.change import access_change, change_summary
from potay.access.corridors import corridors
from potay.access.reached import reached
from potay.access.route import RouteAnswer, find_route
from potay.access.table import AccessAnswer, access_table

__all__ = [
    "AccessAnswer",
    "RouteAnswer",
    "access_change",
    "access_table",
    "change_summary",
    "corridor_chains",
    "corridors",
    "find_route",
    "reached",
]
