"""What a page that carries the network need not carry twice.

Roads are drawn, and who is reached is worked out, from the network's own pieces.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import shapely

from potay.built import BuiltLayer, BuiltMap

#: What the page cannot work out by itself of a place and a hub.
OF_ACCESS = ("type", "id", "hub", "mover", "probability", "latest_departure")
#: What it works out for every corridor and for every quarter.
WORKED_OUT = {
    "corridors": ("status", "stretches", "usable_by_mover"),
    "people": ("status", "minutes", "hub"),
}  # fmt: skip
#: What it works out for every stretch of road.
OF_STRETCHES = (
    "reading_status", "status_worst", "status_presumed", "status_best", "governors", "usable",
    "silent", "apart",
)  # fmt: skip


def lighter(built: BuiltMap) -> BuiltMap:
    """The map without what its embedded network tells already; the same map where there is none."""
    if built.network is None:
        return built
    ids = built.network["roads"]["id"]
    access = built.tables.get("access", pd.DataFrame())
    kept = [name for name in OF_ACCESS if name in access]
    return replace(
        built,
        layers=tuple(_lighter(layer, ids) for layer in built.layers),
        tables={**built.tables, "access": access[kept], **_left(built)},
    )


def _left(built: BuiltMap) -> dict[str, pd.DataFrame]:
    known = {name: built.tables[name] for name in WORKED_OUT if name in built.tables}
    return {
        name: table.drop(columns=[column for column in WORKED_OUT[name] if column in table])
        for name, table in known.items()
    }


def _lighter(layer: BuiltLayer, ids: Sequence[str]) -> BuiltLayer:
    """One row per road, without its course, where the network has every road of the layer.

    Where the layer has every road of the network, the rows stand in the same order and need no
    ids.
    """
    frame = layer.frame
    place = {road: number for number, road in enumerate(ids)}
    if layer.spec.analysis != "road_status" or frame is None or not set(frame["road"]) <= set(ids):
        return layer
    once = frame[~frame["road"].duplicated()]
    once = once.iloc[once["road"].map(place).argsort()]
    needless = OF_STRETCHES if len(once) < len(ids) else ("road", *OF_STRETCHES)
    once = once.drop(columns=[name for name in needless if name in once])
    nowhere = [shapely.LineString()] * len(once)
    return replace(layer, frame=once.set_geometry(nowhere, crs=frame.crs))
