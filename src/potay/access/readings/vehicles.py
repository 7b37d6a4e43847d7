"""What a way can carry, and what of it a mover's vehicle cannot use."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from potay.arrays import Floats, Longs
from potay.network.arrays import LINK, ROAD, Network
from potay.network.weights import free_times
from potay.spec.mover import Mover
from potay.terms.vehicles import LARGEST, UNSTATED, VEHICLES, WHEELED, strictest


@dataclass(frozen=True)
class Carries:
    """The limits of a way: the strictest of its stretches; None where none is stated."""

    vehicle_class: int
    max_weight_t: float | None
    max_height_m: float | None
    min_load_class: int | None
    capacity: tuple[str, ...]
    days: tuple[str, ...]
    unpaved_km: float

    def record(self) -> dict[str, Any]:
        """The limits as plain values, with one English sentence."""
        return {**self.__dict__, "capacity": list(self.capacity), "days": list(self.days),
                "text": self.text}  # fmt: skip

    @property
    def text(self) -> str:
        """The limits in words."""
        parts = [f"carries {_who(self.vehicle_class)}"]
        if self.vehicle_class not in (UNSTATED, LARGEST):
            parts[0] += " and smaller"
        parts += [f"at most {self.max_weight_t:g} t"] if self.max_weight_t else []
        parts += [f"at most {self.max_height_m:g} m high"] if self.max_height_m else []
        parts += [f"capacity {', '.join(self.capacity)}"] if self.capacity else []
        parts += [f"on {', '.join(self.days)}"] if self.days else []
        parts += [f"{self.unpaved_km:g} km unpaved"] if self.unpaved_km else []
        return "; ".join(parts)


def carries(network: Network, edges: Longs) -> Carries:
    """What can pass along edges."""
    pieces = np.unique(network.edges.piece[edges])
    kind, owner = network.pieces.kind[pieces], network.pieces.owner[pieces]
    road, link = owner[kind == ROAD], np.unique(owner[kind == LINK])
    roads, links = network.roads, network.links
    load = strictest(links.min_load_class[link].tolist())
    unpaved = network.pieces.metres[pieces[kind == ROAD]][~roads.paved[road]].sum()
    return Carries(
        vehicle_class=strictest([*roads.practicability[road].tolist(), load]),
        max_weight_t=_least(roads.max_weight_t[road]),
        max_height_m=_least(roads.max_height_m[road]),
        min_load_class=load if len(link) else None,
        capacity=tuple(word for row in link if (word := links.capacity.at(row))),
        days=tuple(word for row in link if (word := links.days.at(row))),
        unpaved_km=round(float(unpaved) / 1000, 1),
    )


def _who(vehicle_class: int) -> str:
    known = VEHICLES.get(vehicle_class)
    return known.name if known else "any vehicle (not stated)"


def _least(limits: Floats) -> float | None:
    stated = limits[np.isfinite(limits)]
    return float(stated.min()) if len(stated) else None


def relaxed_times(network: Network, mover: Mover, vehicle_class: int = WHEELED) -> Floats:
    """Seconds per piece with nothing closed, at the mover's speeds, for the vehicle that fits.

    Infinite only where even `vehicle_class` is too large.
    """
    return free_times(network, mover, vehicle_class)


@dataclass(frozen=True)
class Limits:
    """What stops one vehicle: roads and links as reasons, each told once."""

    network: Network
    free_piece_s: Floats
    _known: dict[int, dict[str, Any]] = field(default_factory=dict)

    def met(self, edges: Longs) -> list[dict[str, Any]]:
        """Roads and links along edges that the vehicle cannot use."""
        pieces = self.network.edges.piece[edges]
        found: dict[str, dict[str, Any]] = {}
        for piece in pieces[~np.isfinite(self.free_piece_s[pieces])].tolist():
            if piece not in self._known:
                self._known[piece] = _limit(self.network, piece)
            found.setdefault(self._known[piece]["subject"], self._known[piece])
        return list(found.values())


def _limit(network: Network, piece: int) -> dict[str, Any]:
    owner, link = int(network.pieces.owner[piece]), network.pieces.kind[piece] == LINK
    table = network.links if link else network.roads
    kind, name = ("link" if link else "road"), str(table.id[owner])
    edge = np.array([np.flatnonzero(network.edges.piece == piece)[0]])
    return {
        "subject": f"{kind}.{name}", "subject_type": kind, "id": name,
        "name": table.name.at(owner), "status": "closed", "basis": "vehicle", "by": "vehicle",
        "kind": "vehicle",
        "control": None, "claims": [], "carries": carries(network, edge).record(),
    }  # fmt: skip
