"""A layer: which dataset or analysis is drawn, how it looks, what it is called."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from potay.spec.text import Text

#: What a layer may show of its dataset (the first four) or by itself (the rest).
Analysis = Literal[
    "control", "road_status", "gateway_status", "access", "corridors", "routes", "service_area",
]  # fmt: skip
ANALYSES: tuple[str, ...] = Analysis.__args__  # type: ignore[attr-defined]
OF_A_DATASET = ("control", "road_status", "gateway_status", "access")

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
    """One file in layers/: a dataset, drawn plainly or with what an analysis says of its rows.

    `by` is the column whose value picks the entry of `styles`; `style` is for the rest. A layer
    with `draw = false` takes part in the analyses and tables but is not drawn.
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
    def _shows_something(self) -> "LayerSpec":
        if not self.dataset and (self.analysis is None or self.analysis in OF_A_DATASET):
            raise ValueError("'dataset' is missing: name the dataset that this layer shows")
        return self
