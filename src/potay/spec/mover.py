"""Who moves: a vehicle and the organisation it moves for. An answer always names its mover."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from potay.spec.text import Text

Organisation = Literal["un", "ingo", "lngo", "haulier", "ambulance", "civilian"]


class Mover(BaseModel):
    """A vehicle class (UNSDI-T CurntPrac 1-6), its limits, its organisation and arrangements.

    `speeds_kmh` maps an OSM highway word to a speed; `unpaved_factor` multiplies it on unpaved
    surfaces. `arrangements` lists actor or coalition ids with which a passage arrangement is
    reported. `after_dark` says whether it may be under way between sunset and sunrise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    organisation: Organisation
    vehicle_class: int = Field(ge=1, le=6)
    weight_t: float = Field(default=0.0, ge=0, le=200)
    height_m: float = Field(default=0.0, ge=0, le=10)
    speeds_kmh: dict[str, float] = Field(default_factory=dict)
    default_speed_kmh: float = Field(default=20.0, gt=0, le=130)
    unpaved_factor: float = Field(default=0.7, gt=0, le=1)
    arrangements: tuple[str, ...] = ()
    after_dark: bool = False
    unloading_min: float = Field(default=60.0, ge=0)
