"""A layer: which dataset or analysis is drawn, how it looks, what it is called."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from potay.spec.text import Text
from potay.terms.signs import Symbol, looks, statuses_of

#: What a layer may show of its dataset (the first four) or by itself (the rest).
Analysis = Literal[
    "control", "road_status", "gateway_status", "access", "corridors", "routes", "service_area",
]  # fmt: skip
OF_A_DATASET = ("control", "road_status", "gateway_status", "access")
#: Columns of statuses by the analysis that makes them: these have signs of their own.
_BY_STATUS = {
    "road_status": "reading_status", "gateway_status": "reading_status", "access": "status",
}  # fmt: skip

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
    symbol: Symbol = ""


class LayerSpec(BaseModel):
    """One file in layers/: a dataset, drawn plainly or with what an analysis says of its rows.

    `by` is the column whose value picks the entry of `styles`; `style` is for the rest. A layer of
    statuses has the signs of `terms`; what its `styles` say lies over them. A layer with
    `draw = false` takes part in the analyses and tables but is not drawn.
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

    @model_validator(mode="before")
    @classmethod
    def _with_signs(cls, values: Any) -> Any:  # noqa: ANN401 - pydantic hands us whatever TOML holds
        if not isinstance(values, dict) or not isinstance(values.get("styles", {}), dict):
            return values
        analysis, own = values.get("analysis"), values.get("styles", {})
        if values.get("by", "") == "" or values["by"] != _BY_STATUS.get(str(analysis)):
            return values
        place, line = analysis == "access", analysis == "road_status"
        signs = {word: looks(word, place=place, line=line) for word in statuses_of(place=place)}
        return values | {
            "styles": signs
            | {
                word: {**signs.get(word, {}), **style} if isinstance(style, dict) else style
                for word, style in own.items()
            }
        }

    @model_validator(mode="after")
    def _shows_something(self) -> "LayerSpec":
        if not self.dataset and (self.analysis is None or self.analysis in OF_A_DATASET):
            raise ValueError("'dataset' is missing: name the dataset that this layer shows")
        return self
