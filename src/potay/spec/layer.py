"""A layer: which dataset or analysis is drawn, how it looks, what it is called."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from potay.spec.text import Text

#: Analyses a layer may show; each is a function of `potay.access` or a view of the state.
Analysis = Literal["control", "road_status", "gateway_status", "access", "corridors", "routes"]
ANALYSES: tuple[str, ...] = Analysis.__args__  # type: ignore[attr-defined]

Colour = str


class StyleSpec(BaseModel):
    """How one value looks. Colours are #rrggbb; widths in pixels; `dash` as in SVG."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Text | None = None
    color: Colour = Field(default="#555555", pattern=r"^#[0-9a-fA-F]{6}$")
    fill: Colour | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    opacity: float = Field(default=1.0, ge=0, le=1)
    width: float = Field(default=1.0, ge=0, le=20)
    dash: str = Field(default="", pattern=r"^[0-9 .]*$")
    pattern: Literal["", "hatch", "cross", "dots"] = ""
    symbol: str = ""


class LayerSpec(BaseModel):
    """One file in layers/: exactly one of `dataset` and `analysis`.

    An analysis that colours areas, roads or gateways works on all datasets of that role in the
    map. `by` is the column whose value picks the entry of `styles`; `style` is for the rest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: Text
    dataset: str = ""
    analysis: Analysis | None = None
    by: str = ""
    style: StyleSpec = StyleSpec()
    styles: dict[str, StyleSpec] = Field(default_factory=dict)
    visible: bool = True
    draw: bool = True
    note: Text | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "LayerSpec":
        if bool(self.dataset) == bool(self.analysis):
            raise ValueError("a layer names exactly one of 'dataset' and 'analysis'")
        return self
