"""Vehicle classes: UNSDI-T CurntPrac, by its numbers and in its direction.

The number rises with what a road carries: 1 non-motorised … 6 truck and trailer; 0 is not stated.
A way of a number carries every vehicle of that number or a smaller one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Mean absolute grades (percent) at which speeds on them are stated.
GRADES_PCT = (0.0, 3.0, 6.0, 9.0, 12.0, 15.0, 20.0)


@dataclass(frozen=True)
class Vehicle:
    """One class.

    `weight_t` and `height_m` are those of a loaded vehicle; `speed_share` is what is left of its
    speed at each of `GRADES_PCT`.
    """

    number: int
    name: str
    weight_t: float
    height_m: float
    speed_share: tuple[float, ...]


_ALL = (
    Vehicle(1, "people on foot", 0.0, 0.0, (1.0, 1.0, 0.95, 0.86, 0.77, 0.69, 0.58)),
    Vehicle(2, "motorcycles", 0.3, 0.0, (1.0, 1.0, 0.95, 0.90, 0.80, 0.70, 0.50)),
    Vehicle(3, "light vehicles up to 3.5 t", 3.5, 2.5, (1.0, 1.0, 0.95, 0.85, 0.75, 0.65, 0.45)),
    Vehicle(4, "trucks up to 10 t", 10.0, 3.5, (1.0, 1.0, 0.85, 0.70, 0.55, 0.45, 0.30)),
    Vehicle(5, "trucks up to 20 t", 20.0, 4.0, (1.0, 1.0, 0.80, 0.60, 0.45, 0.35, 0.20)),
    Vehicle(6, "trucks with trailers, over 20 t", 26.0, 4.0,
            (1.0, 1.0, 0.70, 0.50, 0.35, 0.25, 0.15)),
)  # fmt: skip
VEHICLES: Mapping[int, Vehicle] = MappingProxyType({one.number: one for one in _ALL})
#: No class is stated: any vehicle may try.
UNSTATED = 0
#: Who walks, the smallest that has wheels, a light vehicle, and the largest of all.
ON_FOOT, WHEELED, LIGHT, LARGEST = 1, 2, 3, max(VEHICLES)


def strictest(numbers: Iterable[int]) -> int:
    """What a way carries whose parts carry so much; what is not stated limits nothing."""
    return min((number for number in numbers if number != UNSTATED), default=UNSTATED)
