"""A built map with only the columns and tables that its audience may have."""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from potay.built import BuiltLayer, BuiltMap
from potay.release.allowed import allowed_columns, has_list
from potay.terms.audiences import Audience


def told_map(built: BuiltMap) -> BuiltMap:
    """The map as its audience may have it, made from inputs that were reduced for it.

    What may be told of a row was decided before anything was computed; what is left to do is to
    leave out the columns, tables and ways that are for a narrower circle.
    """
    audience = built.spec.audience
    tables = _said_by(_tables(built.tables, audience), audience)
    claims = built.state.claims
    columns = allowed_columns(claims.columns, "claims", audience)
    state = replace(
        built.state,
        claims=claims[columns],
        values=built.state.values if "value" in columns else {},
        actors=tables.get("actors", built.state.actors),
    )
    layers = tuple(_layer(layer, audience) for layer in built.layers)
    return replace(
        built, state=state, tables=tables, layers=layers, routes=_routes(built.routes, audience)
    )


def _layer(layer: BuiltLayer, audience: Audience) -> BuiltLayer:
    if layer.frame is None or layer.spec.dataset == "":
        return layer
    return replace(layer, frame=_columns(layer.frame, layer.role, audience))


def _columns(frame: gpd.GeoDataFrame, role: str, audience: Audience) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(frame[allowed_columns(frame.columns, role, audience)])


def _tables(tables: Mapping[str, pd.DataFrame], audience: Audience) -> dict[str, pd.DataFrame]:
    return {
        name: frame[allowed_columns(frame.columns, name, audience)]
        for name, frame in tables.items()
        if has_list(name, audience)
    }


def _said_by(tables: dict[str, pd.DataFrame], audience: Audience) -> dict[str, pd.DataFrame]:
    """Below *internal*, the sources and actors that a report names, and no other."""
    claims = tables.get("claims")
    if claims is None or audience == "internal":
        return tables
    state = tables.get("state", pd.DataFrame())
    actors = {*claims["value"].astype(str), *claims["subject"].astype(str)}
    actors |= {str(cell) for name in ("control", "coalition") for cell in state.get(name, ())}
    actors |= {one.strip() for cell in claims.get("actor", ()) for one in str(cell).split(";")}
    named = {"sources": set(claims["source_id"].astype(str)), "actors": actors}
    return tables | {
        name: tables[name][tables[name].index.astype(str).isin(ids)]
        for name, ids in named.items()
        if name in tables
    }


def _routes(routes: gpd.GeoDataFrame | None, audience: Audience) -> gpd.GeoDataFrame | None:
    if routes is None or routes.empty:
        return routes
    return _columns(routes, "routes", audience)
