"""Layers as an audience may have them: rows, columns, states and places that give nothing away."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from potay.built import BuiltLayer, SubjectKey
from potay.release.allowed import allowed_columns
from potay.release.levels import taken, takes
from potay.release.vertices import Floats, hide_places
from potay.release.withheld import MASK, MarkedRows, Withheld

#: Which subject type the rows of a role are; rows of the other roles are no subjects.
SUBJECT_OF_ROLE = {
    "areas": "area", "control": "area", "gateways": "gateway", "roads": "road", "links": "link",
    "infrastructure": "infrastructure", "sites": "site", "obstacles": "obstacle",
}  # fmt: skip

#: What a row shows whose state may not be told.
SILENT: Mapping[str, Any] = {
    "status": "unknown", "control": "unknown", "reading_status": "unknown",
    "status_worst": "unknown", "status_presumed": "unknown", "status_best": "unknown",
    "basis": MASK, "status_basis": MASK, "control_basis": MASK, "coalition": "", "claim_id": "",
    "status_claim_id": "", "control_claim_id": "", "last": "", "source": "", "publisher": "",
    "title": "", "published": "", "as_of": "", "reason": "", "stale": False, "expired": False,
}  # fmt: skip
SILENT_LISTS = ("rivals", "expired_claims", "claims", "windows", "curfews", "tolls", "seasons")
SILENT_NUMBERS = ("reliability", "age_days", "probability", "delay_min", "minutes", "km")

#: Lists that name claims or subjects.
NAMING = ("rivals", "expired_claims", "claims", "governors")

#: How far a vertex that only a cut made may lie off the line: about a centimetre.
CUT_TOLERANCE_DEG = 1e-7


def marked_rows(layers: tuple[BuiltLayer, ...]) -> Iterator[MarkedRows]:
    """Every vector layer's rows under their subject type, with the layer's level."""
    for layer in layers:
        kind = SUBJECT_OF_ROLE.get(layer.role)
        if kind and layer.frame is not None:
            yield kind, layer.frame.set_axis(subject_ids(layer.frame)), layer.sensitivity


def subject_ids(frame: pd.DataFrame) -> pd.Index:
    """The subject of each row: stretches of a road name theirs in `road` or `road_id`."""
    named = next((name for name in ("road", "road_id") if name in frame.columns), None)
    return pd.Index(frame[named] if named else frame.index).astype(str)


def hidden_places(layers: tuple[BuiltLayer, ...], withheld: Withheld) -> Floats:
    """Lon, lat of every point whose row may not leave."""
    points = [
        shape
        for kind, frame, _ in marked_rows(layers)
        for one, shape in zip(frame.index, frame.geometry, strict=True)
        if shape is not None and shape.geom_type == "Point" and (kind, one) in withheld.rows
    ]
    return np.asarray(shapely.get_coordinates(points), dtype=np.float64)


def reduce_layer(
    layer: BuiltLayer, withheld: Withheld, unsure: frozenset[SubjectKey], places: Floats
) -> BuiltLayer | None:
    """The layer without what its audience may not have; None where nothing of it may be shown.

    `unsure` are places whose access rests on something withheld; `places` are the withheld
    points that no line may mark.
    """
    audience = withheld.audience
    if layer.frame is None:
        return layer if takes(audience, layer.sensitivity) else None
    kept = _kept_rows(layer, withheld)
    if kept.empty and not (layer.frame.empty and takes(audience, layer.sensitivity)):
        return None
    if layer.role == "roads":
        kept = _without_cuts(kept, withheld)
    told = hide_places(_silenced(kept, layer.role, withheld, unsure), places)
    return replace(layer, frame=told[allowed_columns(told, layer.role, audience)])


def silence(frame: pd.DataFrame, which: pd.Series) -> pd.DataFrame:
    """The frame with *unknown* and nothing else wherever `which` is true, never *open*."""
    if not which.any():
        return frame
    told = frame.copy()
    for name in told.columns:
        if name in SILENT:
            told[name] = told[name].astype(object).mask(which, SILENT[name])
        elif name in SILENT_LISTS:
            cells = zip(told[name], which, strict=True)
            told[name] = [[] if hide else cell for cell, hide in cells]
        elif name in SILENT_NUMBERS:
            told[name] = told[name].astype(object).mask(which, None)
    return told


def alone(frame: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    """The frame without the coalition of a holder whose alliance may not be told."""
    if not withheld.members or not {"control", "coalition"} <= set(frame.columns):
        return frame
    told = frame["coalition"].mask(frame["control"].isin(withheld.members), "")
    return frame.assign(coalition=told)


def _kept_rows(layer: BuiltLayer, withheld: Withheld) -> gpd.GeoDataFrame:
    frame = layer.frame
    assert frame is not None
    kind = SUBJECT_OF_ROLE.get(layer.role)
    if kind is None:
        return frame[taken(frame, withheld.audience, layer.sensitivity)]
    hidden = [(kind, one) in withheld.rows for one in subject_ids(frame)]
    kept = frame[~pd.Series(hidden, index=frame.index, dtype=bool)]
    return kept[~_ends_hidden(kept, withheld)] if layer.role == "links" else kept


def _ends_hidden(links: pd.DataFrame, withheld: Withheld) -> pd.Series:
    hidden = {one for kind, one in withheld.rows if kind in ("infrastructure", "gateway")}
    return links["from"].isin(hidden) | links["to"].isin(hidden)


def _silenced(
    frame: gpd.GeoDataFrame, role: str, withheld: Withheld, unsure: frozenset[SubjectKey]
) -> gpd.GeoDataFrame:
    kind = SUBJECT_OF_ROLE.get(role)
    quiet = withheld.control | withheld.status | unsure
    rests = [(kind, one) in quiet for one in subject_ids(frame)]
    which = pd.Series(rests, index=frame.index, dtype=bool)
    if "governors" in frame.columns:
        which |= frame["governors"].map(withheld.mentioned_in).astype(bool)
    return gpd.GeoDataFrame(silence(alone(_unlisted(frame, withheld), withheld), which))


def _unlisted(frame: gpd.GeoDataFrame, withheld: Withheld) -> gpd.GeoDataFrame:
    """Lists of claims and governors without the names that may not leave."""
    hidden = withheld.claims | {".".join(key) for key in withheld.rows}
    lists = [name for name in NAMING if name in frame.columns]
    shorter = {name: [_shorter(cell, hidden) for cell in frame[name]] for name in lists}
    return frame.assign(**shorter)


def _shorter(cell: object, hidden: frozenset[str]) -> object:
    if not isinstance(cell, list | tuple):
        return cell
    return [item for item in cell if item not in hidden]


def _without_cuts(roads: gpd.GeoDataFrame, withheld: Withheld) -> gpd.GeoDataFrame:
    """Roads that something withheld governs in one piece, silent along their whole length.

    A road is drawn in pieces that meet where a gateway's reach or an area ends; the piece alone
    would show where the thing stands that may not be shown.
    """
    if "governors" not in roads.columns:
        return roads
    secret = {".".join(key) for key in withheld.rows}
    governed = roads["governors"].map(lambda cell: not secret.isdisjoint(_names(cell)))
    owner = pd.Series(subject_ids(roads), index=roads.index)
    whole = owner.isin(set(owner[governed.astype(bool)]))
    if not whole.any():
        return roads
    joined = [_one_piece(rows) for _, rows in roads[whole].groupby(owner[whole], sort=True)]
    return gpd.GeoDataFrame(pd.concat([roads[~whole], *joined]), crs=roads.crs)


def _one_piece(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    merged = shapely.line_merge(shapely.union_all(pieces.geometry.to_numpy()))
    every = sorted({name for cell in pieces["governors"] for name in _names(cell)})
    first = pieces.sort_index().iloc[:1]
    first = silence(first, pd.Series(True, index=first.index))
    line = shapely.simplify(merged, CUT_TOLERANCE_DEG)
    return gpd.GeoDataFrame(first.assign(governors=[every])).set_geometry([line], crs=pieces.crs)


def _names(cell: object) -> list[str]:
    return [str(item) for item in cell] if isinstance(cell, list | tuple) else []
