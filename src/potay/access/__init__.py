"""The questions, a room each, in the order in which they build on each other.

readings (what all are asked from) · chance · cuts · clock · reach · routes · corridors · changes ·
critical · people · arrivals.
"""

from potay.access.arrivals.certainty import SHARES, certainty, with_certainty
from potay.access.changes.places import access_change, change_summary
from potay.access.clock.departures import read_between
from potay.access.clock.journey import read_departure
from potay.access.clock.outlook import Outlook
from potay.access.clock.pair import Clock, by_the_clock
from potay.access.corridors.path import corridor_paths
from potay.access.corridors.records import corridor_lines, corridor_records
from potay.access.corridors.table import corridor_table
from potay.access.people.evacuation import evacuation
from potay.access.people.people import PeopleAnswer, people_answer
from potay.access.reach.answer import Common
from potay.access.reach.reached import reached
from potay.access.reach.service import service_areas, with_service_areas
from potay.access.reach.table import AccessAnswer, access_table, no_access
from potay.access.reach.walking import WalkAnswer, walk_answer
from potay.access.routes.route import RouteAnswer, find_route

__all__ = [
    "SHARES",
    "AccessAnswer",
    "Clock",
    "Common",
    "Outlook",
    "PeopleAnswer",
    "RouteAnswer",
    "WalkAnswer",
    "access_change",
    "access_table",
    "by_the_clock",
    "certainty",
    "change_summary",
    "corridor_lines",
    "corridor_paths",
    "corridor_records",
    "corridor_table",
    "evacuation",
    "find_route",
    "no_access",
    "people_answer",
    "reached",
    "read_between",
    "read_departure",
    "service_areas",
    "walk_answer",
    "with_certainty",
    "with_service_areas",
]
