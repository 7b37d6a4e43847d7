"""The same questions answered from the plan alone, by other means than the product's.

Stretches are judged by the table below; times, distances and ways that share no stretch come from
networkx, chances and fewest openings from going through all cases.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import inf

import networkx as nx
import numpy as np
from laws.layout import Spot
from laws.plan import Plan
from laws.stretches import Edge, Stretches

from potay.spec import Mover

OPEN, RESTRICTED, UNREPORTED, UNCERTAIN, CLOSED = range(5)
READINGS = {"open": 0, "worst": 1, "presumed": 2, "best": 3}
STATUSES = {"open": "reachable", "worst": "restricted", "presumed": "presumed", "best": "unknown"}
PENALTY, PRIOR, SURE = 2.0, 0.5, 0.9
STATUS_LEVEL = {"open": OPEN, "restricted": RESTRICTED, "closed": CLOSED, "abandoned": CLOSED}
HOLDER_LEVEL = {"police": OPEN, "none": OPEN, "brigade": RESTRICTED, "gang": CLOSED,
                "contested": CLOSED}  # fmt: skip
#: The cases in which all of some governors let pass, one bit for each case.
Passing = Callable[[tuple[str, ...]], int]


@dataclass(frozen=True)
class SubjectVerdict:
    """What a report comes to: `firm` about passage itself, a `guess` from holder or silence."""

    level: int
    chance: float
    delay_s: float
    firm: bool = False
    guess: bool = False

    @property
    def penalty(self) -> float:
        return PENALTY if self.level == RESTRICTED else 1.0


def verdict(kind: str, words: str, obstacle: str = "") -> SubjectVerdict:
    """The verdict on a subject for a United Nations vehicle without arrangements."""
    parts = words.split()
    delay_s = 60 * float(parts[-1]) if "delay" in parts else 0.0
    parts = parts[: parts.index("delay")] if "delay" in parts else parts
    if not parts:
        return _silent(kind, obstacle, delay_s)
    held = "control" in parts
    if parts[0] in ("expired", "contradicted") or parts[-1] == "unknown":
        return SubjectVerdict(UNCERTAIN, PRIOR, delay_s, guess=held)
    if held:
        level = HOLDER_LEVEL[parts[-1]]
        delay_s += 15 * 60 if parts[-1] == "brigade" else 0
    else:
        level = STATUS_LEVEL[parts[-1]]
    chance = 1 - SURE if level == CLOSED else SURE
    return SubjectVerdict(level, chance, delay_s, firm=not held, guess=held)


def _silent(kind: str, obstacle: str, delay_s: float) -> SubjectVerdict:
    if kind in ("area", "gateway"):
        return SubjectVerdict(UNREPORTED, PRIOR, delay_s, guess=True)
    if obstacle == "barricade":
        return SubjectVerdict(UNCERTAIN, PRIOR, delay_s)
    return SubjectVerdict(RESTRICTED if obstacle == "toll_post" else OPEN, 1.0, delay_s)


@dataclass(frozen=True)
class ByHand:
    """One world, one mover."""

    plan: Plan
    spot: Spot
    mover: Mover

    @cached_property
    def ground(self) -> Stretches:
        """The world in stretches."""
        return Stretches(self.plan, self.spot, self.mover)

    @cached_property
    def edges(self) -> list[Edge]:
        """The stretches in the directions in which they are driven."""
        return self.ground.edges()

    @cached_property
    def verdicts(self) -> dict[str, SubjectVerdict]:
        """The verdict on every subject."""
        said, plan = self.plan.said, self.plan
        obstacles = {gate.subject: gate.obstacle for gate in plan.gates}
        roads = [name for name in said if name.startswith("road.")]
        return {
            name: verdict(name.partition(".")[0], said.get(name, ""), obstacles.get(name, ""))
            for name in (*plan.subjects(), *roads)
        }

    # --- reports --------------------------------------------------------------------------

    def counted(self, governors: tuple[str, ...]) -> list[str]:
        """Governors that count: what is said of a way beats what is guessed of its quarter."""
        ways = [g for g in governors if g.startswith(("gateway.", "road."))]
        if not any(self.verdicts[way].firm for way in ways):
            return list(governors)
        return [
            g for g in governors
            if not (g.startswith("area.") and self.verdicts[g].guess)
        ]  # fmt: skip

    def weighed(self, edge: Edge) -> tuple[int, float, float]:
        """Level, seconds and cost of an edge."""
        counted = [(name, self.verdicts[name]) for name in self.counted(edge.governors)]
        level = max((one.level for _, one in counted), default=OPEN)
        delay = sum(one.delay_s * edge.bears.get(name, 0.0) for name, one in counted)
        penalty = max((one.penalty for _, one in counted), default=1.0)
        return level, edge.free_s + delay, edge.free_s * penalty + delay

    # --- the answers ----------------------------------------------------------------------

    def misplaced(self) -> set[str]:
        """Places that no road of any kind joins to the main network."""
        graph = nx.Graph([(edge.tail, edge.head) for edge in self.edges])
        main = nx.node_connected_component(graph, ("p", self.plan.places[0].id))
        return {place.id for place in self.plan.places if ("p", place.id) not in main}

    def answers(self) -> dict[str, dict[str, object]]:
        """Per place but the first: what the access table should say."""
        hub = ("p", self.plan.places[0].id)
        ways = {name: self._quickest(hub, level) for name, level in READINGS.items()}
        ways["free"] = self._quickest(hub, CLOSED, free=True)
        others = [place.id for place in self.plan.places[1:] if place.id not in self.misplaced()]
        odds, fewest = self._odds(hub), self._fewest(hub)
        found = {}
        for place in others:
            node = ("p", place)
            first = next((name for name in READINGS if node in ways[name]), None)
            answer = self._told(ways[first][node]) if first else {"minutes": None}
            free = ways["free"].get(node)
            answer["status"] = STATUSES[first] if first else "cut_off"
            answer["free_minutes"] = sum(e.free_s for e in free) / 60 if free is not None else None
            worst = "open" if node in ways["open"] else "worst"
            for case, name in (("worst", worst), ("presumed", "presumed"), ("best", "best")):
                way = ways[name].get(node)
                answer[f"{case}_case"] = self._told(way)["minutes"] if way is not None else None
            answer["probability"] = odds.get(node, 0.0)
            answer["openings"] = fewest.get(node)
            answer["independent"] = self._independent(hub, node, READINGS[first]) if first else 0
            found[place] = answer
        return found

    def _told(self, way: list[Edge]) -> dict[str, object]:
        named = {name for edge in way for name in self.counted(edge.governors)}
        return {
            "minutes": sum(self.weighed(edge)[1] for edge in way) / 60,
            "km": sum(edge.metres for edge in way) / 1000,
            **{
                f"{kind}s": {n.partition(".")[2] for n in named if n.startswith(kind)}
                for kind in ("gateway", "area")
            },
        }

    def _quickest(self, hub: object, limit: int, *, free: bool = False) -> dict[object, list[Edge]]:
        """The edges of the cheapest way to every node, by networkx."""
        graph = nx.DiGraph()
        graph.add_node(hub)
        for edge in self.edges:
            level, _, cost = self.weighed(edge)
            cost = edge.free_s if free else cost
            known = graph.get_edge_data(edge.tail, edge.head, {"cost": inf})["cost"]
            if level <= limit and cost < known:
                graph.add_edge(edge.tail, edge.head, cost=cost, edge=edge)
        paths = nx.single_source_dijkstra_path(graph, hub, weight="cost")
        return {
            node: [graph.edges[a, b]["edge"] for a, b in pairwise(path)]
            for node, path in paths.items()
        }

    def _independent(self, hub: object, node: object, limit: int) -> int:
        """The maximum flow by networkx, one unit per road and link."""
        graph = nx.DiGraph()
        room: dict[tuple[object, object], float] = defaultdict(float)
        for edge in self.edges:
            if np.isfinite(edge.free_s) and self.weighed(edge)[0] <= limit:
                room[edge.tail, edge.head] += 1000 if edge.connector else 1
        graph.add_edges_from((a, b, {"capacity": count}) for (a, b), count in room.items())
        return int(nx.maximum_flow_value(graph, hub, node))

    def _odds(self, hub: object) -> dict[object, float]:
        """The chance of every node: all cases of what is uncertain, each with its weight."""
        names = [name for name, one in self.verdicts.items() if 0 < one.chance < 1]
        rank = {name: number for number, name in enumerate(names)}
        count = 1 << len(names)
        weight = np.ones(count)
        for name, number in rank.items():
            chance = self.verdicts[name].chance
            weight *= np.where(np.arange(count) >> number & 1, chance, 1 - chance)

        def passing(governors: tuple[str, ...]) -> int:
            cases = (1 << count) - 1
            for name in self.counted(governors):
                cases &= _cases(rank[name], len(names)) if name in rank else -1
            return cases

        met = self._reach(hub, passing, count)
        return {node: float(weight[_flags(cases, count)].sum()) for node, cases in met.items()}

    def _fewest(self, hub: object) -> dict[object, int]:
        """The least number of subjects that, reported open, let every node be reached."""
        names = list(self.verdicts)
        rank = {name: number for number, name in enumerate(names)}
        count = 1 << len(names)
        every = (1 << count) - 1

        def passing(governors: tuple[str, ...]) -> int:
            ways = [g for g in governors if g.startswith(("gateway.", "road."))]
            beaten = every if any(self.verdicts[way].firm for way in ways) else 0
            for way in ways:
                beaten |= _cases(rank[way], len(names))
            cases = every
            for name in governors:
                one = self.verdicts[name]
                passes = every if one.level <= RESTRICTED else _cases(rank[name], len(names))
                cases &= passes | beaten if name.startswith("area.") and one.guess else passes
            return cases

        met = self._reach(hub, passing, count)
        return {
            node: next(n for n in range(len(names) + 1) if cases & _of_size(n, len(names)))
            for node, cases in met.items()
            if cases
        }

    def _reach(
        self, hub: object, passing: Callable[[tuple[str, ...]], int], count: int
    ) -> dict[object, int]:
        """Per node the cases in which it is reached: along every edge until nothing changes."""
        memo: dict[tuple[str, ...], int] = {}
        ways = []
        for edge in self.edges:
            if np.isfinite(edge.free_s):
                if edge.governors not in memo:
                    memo[edge.governors] = passing(edge.governors)
                ways.append((edge.tail, edge.head, memo[edge.governors]))
        met: dict[object, int] = defaultdict(int)
        met[hub] = (1 << count) - 1
        changed = True
        while changed:
            changed = False
            for tail, head, passes in ways:
                more = met[head] | met[tail] & passes
                if more != met[head]:
                    met[head], changed = more, True
        return met


@cache
def _cases(bit: int, width: int) -> int:
    """The cases in which one of `width` things is so: case c where bit `bit` of c is set."""
    return sum(1 << case for case in range(1 << width) if case >> bit & 1)


@cache
def _of_size(size: int, width: int) -> int:
    """The cases in which so many of `width` things are so."""
    return sum(1 << case for case in range(1 << width) if case.bit_count() == size)


def _flags(cases: int, count: int) -> np.ndarray:
    raw = np.frombuffer(cases.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=count, bitorder="little").astype(bool)
