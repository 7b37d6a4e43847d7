"""The rules of a map: what reported control means, how claims age, how sure they are."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from potay.terms.hours import parse_season
from potay.terms.kinds import MAX_AGE_DAYS, Ageing
from potay.terms.movers import ANY, AnyOrganisation
from potay.terms.places import InfrastructureKind
from potay.terms.statuses import RuledStatus


class ControlRule(BaseModel):
    """One row of the relation table: the first row that fits a mover and a holder decides.

    `organisation` and `holder` are lists of words or `*`; a holder word is an actor id, an
    actor kind (gang, coalition, brigade, police, mission, community, other), `none` or
    `contested`. `arrangement` asks whether the mover holds a passage arrangement with the
    holder (or its coalition); left out, the row fits both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    organisation: tuple[AnyOrganisation, ...] = (ANY,)
    holder: tuple[str, ...] = (ANY,)
    arrangement: bool | None = None
    status: RuledStatus
    delay_min: float = Field(default=0.0, ge=0)
    penalty: float = Field(default=1.0, ge=1)


class Rules(BaseModel):
    """All rules of a map. Defaults ship in `defaults.toml` and are printed in the bundle.

    `max_age_days`: after how many days without a new report a claim of a kind no longer holds.
    `reliability_probability`: chance that a claim of reliability 0..4 (after staleness) is
    right. `prior_open`: chance that an unreported area or gateway is open.
    `end_gap_m`: a road that stops this near to another is joined to it, as a reported repair.
    `slope_slows`: steep roads are slower, where the map has a terrain layer.
    `flood_depth_m`: water of this depth or more, by the map's flood raster, closes a road;
    nothing is flooded where it is not set. `flood_season` are the months of it, e.g. Apr-Jun.
    `service_minutes` are the limits of service areas, `service_beside_m` how far from a road.
    `evacuation_kinds`: kinds of infrastructure that people leave a quarter for.
    `silence`: whether what nobody reports on passes in the presumed reading, or is *unknown*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    control: tuple[ControlRule, ...]
    max_age_days: dict[Ageing, int] = Field(default_factory=lambda: dict(MAX_AGE_DAYS))
    stale_days: int = Field(ge=1)
    reliability_probability: tuple[float, float, float, float, float]
    prior_open: float = Field(ge=0, le=1)
    restricted_penalty: float = Field(ge=1)
    gateway_reach_m: float = Field(gt=0, le=2000)
    end_gap_m: float = Field(ge=0, le=100)
    snap_m: float = Field(gt=0, le=20000)
    expires_days: int = Field(ge=1)
    slope_slows: bool = True
    flood_depth_m: float | None = Field(default=None, gt=0, le=20)
    flood_season: str = ""
    service_minutes: tuple[float, ...] = (60.0, 120.0, 240.0)
    service_beside_m: float = Field(default=1000.0, gt=0, le=20000)
    evacuation_kinds: tuple[InfrastructureKind, ...] = ("hospital", "port", "airport")
    silence: Literal["presumed", "unknown"] = "presumed"

    @field_validator("max_age_days", mode="before")
    @classmethod
    def _over_defaults(cls, ages: object) -> object:
        return {**MAX_AGE_DAYS, **ages} if isinstance(ages, dict) else ages

    @field_validator("flood_season")
    @classmethod
    def _months(cls, text: str) -> str:
        if text:
            parse_season(text)
        return text
