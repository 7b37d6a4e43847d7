"""The same question put to the libraries people would use instead: costs hubs × sites.

Each peer is made from a network and its costs, and then asked; what is absent is told. We are
asked as the access table asks, hub by hub, and lay the costs on the network anew each time.
"""

import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from potay.access.readings.readings import Reading, Readings
from potay.network import Scenario
from potay.search.edges import Edges
from potay.search.engine import finder

Matrix = Callable[[], np.ndarray]


@dataclass(frozen=True)
class Question:
    """A scenario with nothing closed, and the nodes asked about."""

    scenario: Scenario
    hubs: np.ndarray
    sites: np.ndarray

    @property
    def edges(self) -> Edges:
        return self.scenario.network.edges

    @property
    def cost(self) -> np.ndarray:
        return self.scenario.weights.free_s


def potay(asked: Question) -> Matrix:
    finder(replace(asked.edges), asked.cost)  # as if the network were met for the first time
    return lambda: np.stack([far["free"].ways.cost for far in _from_hubs(asked)])


def all_readings(asked: Question) -> Matrix:
    """Ours again: five readings, each with the true seconds and metres of every way."""
    return lambda: np.stack([[one.ways.sums for one in far.values()] for far in _from_hubs(asked)])


def _from_hubs(asked: Question) -> Iterator[dict[str, Reading]]:
    readings = Readings(asked.scenario)
    for hub in asked.hubs.tolist():
        yield readings.between(hub, asked.sites)


def scipy(asked: Question) -> Matrix:
    nodes = len(asked.edges.indptr) - 1
    graph = csr_array((asked.cost, asked.edges.head, asked.edges.indptr), shape=(nodes, nodes))
    return lambda: np.stack([dijkstra(graph, indices=hub)[asked.sites] for hub in asked.hubs])


def igraph(asked: Question) -> Matrix:
    graph = import_module("igraph").Graph(
        n=len(asked.edges.indptr) - 1,
        edges=np.column_stack([asked.edges.tail, asked.edges.head]),
        directed=True,
    )
    graph.es["w"] = asked.cost
    hubs, sites = asked.hubs.tolist(), asked.sites.tolist()
    return lambda: np.array(
        graph.distances(source=hubs, target=sites, weights="w", algorithm="dijkstra")
    )


def networkx(asked: Question) -> Matrix:
    nx = import_module("networkx")
    graph = nx.DiGraph()
    ends = zip(asked.edges.tail.tolist(), asked.edges.head.tolist(), asked.cost.tolist(),
               strict=True)  # fmt: skip
    for u, v, w in ends:  # of parallel edges the cheapest
        if not graph.has_edge(u, v) or graph[u][v]["weight"] > w:
            graph.add_edge(u, v, weight=w)

    def matrix() -> np.ndarray:
        rows = []
        for hub in asked.hubs.tolist():
            far = nx.single_source_dijkstra_path_length(graph, hub)
            rows.append([far.get(site, np.inf) for site in asked.sites.tolist()])
        return np.array(rows)

    return matrix


def rustworkx(asked: Question) -> Matrix:
    rx = import_module("rustworkx")
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(len(asked.edges.indptr) - 1))
    graph.add_edges_from(
        list(
            zip(
                asked.edges.tail.tolist(),
                asked.edges.head.tolist(),
                asked.cost.tolist(),
                strict=True,
            )
        )
    )

    def matrix() -> np.ndarray:
        rows = []
        for hub in asked.hubs.tolist():
            far = dict(rx.dijkstra_shortest_path_lengths(graph, hub, float).items())
            far[hub] = 0.0
            rows.append([far.get(site, np.inf) for site in asked.sites.tolist()])
        return np.array(rows)

    return matrix


def pandana(asked: Question) -> Matrix:
    pd, pdna = import_module("pandas"), import_module("pandana")
    nodes, edges = asked.scenario.network.nodes, asked.edges
    graph = pdna.Network(
        pd.Series(nodes.lon), pd.Series(nodes.lat),
        pd.Series(edges.tail.astype(np.int64)), pd.Series(edges.head.astype(np.int64)),
        pd.DataFrame({"w": asked.cost}), twoway=False,
    )  # fmt: skip
    start, stop = np.repeat(asked.hubs, len(asked.sites)), np.tile(asked.sites, len(asked.hubs))
    shape = len(asked.hubs), len(asked.sites)

    def matrix() -> np.ndarray:
        with warnings.catch_warnings():  # it warns of every pair without a way
            warnings.simplefilter("ignore")
            return np.array(graph.shortest_path_lengths(start, stop, "w")).reshape(shape)

    return matrix


#: Peers that take minutes to build beyond so many edges, and would be all the run measures.
UP_TO = {"pandana": 600_000, "rustworkx": 600_000}
#: Hubs each peer is asked for where all would take minutes; its time is scaled up.
FEWER = {"networkx": 2, "rustworkx": 4}
PEERS = {"potay": potay, "scipy": scipy, "igraph": igraph, "networkx": networkx,
         "rustworkx": rustworkx, "pandana": pandana}  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """One library ready to answer; `scale` is by how much its time counts."""

    name: str
    ask: Matrix
    build_s: float
    scale: float
    hubs: int


def ready(asked: Question) -> list[Peer]:
    """Every peer that is installed."""
    found = []
    for name, make in PEERS.items():
        if len(asked.cost) > UP_TO.get(name, len(asked.cost)):
            print(f"  {name}: skipped, it takes minutes for more than {UP_TO[name]:,} edges")
            continue
        count = min(FEWER.get(name, len(asked.hubs)), len(asked.hubs))
        part = replace(asked, hubs=asked.hubs[:count])
        begun = time.perf_counter()
        try:
            ask = make(part)
        except ImportError as error:
            print(f"  {name}: skipped, {error}")
            continue
        build_s = time.perf_counter() - begun
        found.append(Peer(name, ask, build_s, len(asked.hubs) / count, count))
    return found
