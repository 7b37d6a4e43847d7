"""Roads, links, gateways and areas as one routable graph, and what its edges cost a mover."""

from potay.network.arrays import Network
from potay.network.cache import cached_network
from potay.network.compile import compile_network
from potay.network.material import SLOWING, Material
from potay.network.passability import Passability, closing_holders
from potay.network.portable import portable
from potay.network.scenario import Scenario, make_scenario
from potay.network.stated import StatedNetwork, with_state
from potay.network.views import road_levels, road_status, roads_governed, subject_status

__all__ = [
    "SLOWING",
    "Material",
    "Network",
    "Passability",
    "Scenario",
    "StatedNetwork",
    "cached_network",
    "closing_holders",
    "compile_network",
    "make_scenario",
    "portable",
    "road_levels",
    "road_status",
    "roads_governed",
    "subject_status",
    "with_state",
]
