"""The networks that are measured: three real ones where their files are at hand, and road-like."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import roadlike

from potay.geo import Extent
from potay.network import Material, Network, compile_network
from potay.sources import check_file
from potay.spec import Rules

DATA = Path(__file__).parents[3] / "shared" / "data"
REAL = {
    "andorra": ("osm/andorra.osm.pbf", Extent(1.3, 42.3, 1.9, 42.8)),
    "roads of 2010": ("haiti-roads-2010/PortAuPrince_Roads.shp", None),
    "djibouti": ("network-flood-djibouti/edges.gpq", Extent(41, 10, 44, 13)),
}
ROADLIKE = {"s": ("s",), "m": ("s", "m"), "l": ("l",)}


@dataclass(frozen=True)
class Net:
    """A compiled network and how long that took, with what it was made of."""

    name: str
    network: Network
    material: Material
    seconds: float


def nets(size: str, rules: Rules) -> Iterator[Net]:
    """The real networks (left out with size l), then the road-like ones of a size."""
    for name, (file, area) in REAL.items() if size != "l" else ():
        path = DATA / file
        if not path.exists():
            print(f"{name}: skipped, {file} is not beside the checkout")
            continue
        dataset = check_file(path, "roads", study_area=area) if area else check_file(path, "roads")
        yield compiled(name, Material(roads=dataset.frame), rules)
    for one in ROADLIKE[size]:
        roads = roadlike.road_frame(roadlike.SIZES[one])
        gateways = roadlike.gateway_frame(roads)
        material = Material(roads=roads, areas=roadlike.area_frame(), gateways=gateways)
        yield compiled(f"road-like {one}", material, rules)


def compiled(name: str, material: Material, rules: Rules) -> Net:
    begun = time.perf_counter()
    network = compile_network(material, rules)
    return Net(name, network, material, time.perf_counter() - begun)


def largest_part(network: Network) -> np.ndarray:
    """Nodes of the main component: where hubs and sites are drawn from."""
    return np.flatnonzero(network.nodes.component == 0)
