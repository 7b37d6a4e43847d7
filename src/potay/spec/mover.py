"""Who moves: a vehicle and the organisation it moves for. An answer always names its mover."""

from pydantic import BaseModel, ConfigDict, Field

from potay.spec.text import Text
from potay.terms.movers import Organisation
from potay.terms.roads import SpeedClass
from potay.terms.vehicles import LARGEST, ON_FOOT


class Mover(BaseModel):
    """A vehicle class, its limits, its organisation and its arrangements.

    `vehicle_class` is a number of UNSDI-T CurntPrac: 1 on foot … 6 truck and trailer.

    `speeds_kmh` maps an OSM highway word to a speed (a ramp has that of its road: `trunk_link` is
    no key); `unpaved_factor` multiplies it on unpaved surfaces. `arrangements` lists actor or
    coalition ids with which a passage arrangement is reported. `after_dark` says whether it may
    be under way between sunset and sunrise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    organisation: Organisation
    vehicle_class: int = Field(ge=ON_FOOT, le=LARGEST)
    weight_t: float = Field(default=0.0, ge=0, le=200)
    height_m: float = Field(default=0.0, ge=0, le=10)
    speeds_kmh: dict[SpeedClass, float] = Field(default_factory=dict)
    default_speed_kmh: float = Field(default=20.0, gt=0, le=130)
    unpaved_factor: float = Field(default=0.7, gt=0, le=1)
    arrangements: tuple[str, ...] = ()
    after_dark: bool = False
    unloading_min: float = Field(default=60.0, ge=0)
