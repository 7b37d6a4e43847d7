"""The questions: who can be reached from where, by which way, and what stands in between."""

from potay.access.corridors import corridors
from potay.access.route import RouteAnswer, find_route
from potay.access.table import AccessAnswer, access_table

__all__ = ["AccessAnswer", "RouteAnswer", "access_table", "corridors", "find_route"]
