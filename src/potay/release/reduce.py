"""What may leave for an audience: one pure step from a built map to the map that it may have."""

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from potay.built import BuiltLayer, BuiltMap
from potay.errors import Finding, SensitivityError
from potay.release.allowed import allowed_columns
from potay.release.layers import hidden_places, marked_rows, reduce_layer
from potay.release.levels import taken
from potay.release.paper import (
    told_extras,
    told_inputs,
    told_provenance,
    told_spec,
    told_summary,
    used_datasets,
)
from potay.release.state import told_state
from potay.release.tables import reduce_tables, unsure_places
from potay.release.totals import commune_totals
from potay.release.vertices import Floats, hide_places
from potay.release.withheld import Withheld, find_withheld
from potay.spec.map import Audience

#: From the narrowest circle of readers to the widest.
CIRCLES: tuple[Audience, ...] = ("internal", "partners", "public")
REDUCED = "reduced_for"


def reduce_for(built: BuiltMap, audience: Audience) -> BuiltMap:
    """The map that `audience` may have.

    Pure and idempotent. Rows, columns, claims, inputs and figures that may not leave are gone;
    a state or an answer that rests on one of them says *unknown*. `extras["withheld"]` counts
    what is gone by layer and table, never by value.

    Raises
    ------
    SensitivityError
        Where the map was already reduced for a wider audience: what is gone cannot come back.
    """
    _refuse_widening(built, audience)
    levels = {str(entry["name"]): str(entry.get("sensitivity", "")) for entry in
              built.provenance.inputs}  # fmt: skip
    withheld = find_withheld(built.state, audience, marked_rows(built.layers), levels)
    places = hidden_places(built.layers, withheld)
    layers = _layers(built, withheld, places)
    state = told_state(built.state, withheld)
    claims_gone = bool(state.withheld.get("claims"))
    tables = reduce_tables(built.tables, withheld, whole=not claims_gone)
    if audience == "public":
        tables |= _site_totals(built, withheld)
    known = {key: one for key, one in state.subjects.items() if key not in withheld.rows}
    narrow = audience != "internal"
    inputs = told_inputs(built.provenance.inputs, used_datasets(layers, state.claims), audience)
    counts = _counts(built, layers, tables, dict(state.withheld))
    untouched = not narrow and not withheld.rows and not claims_gone
    reduced = replace(
        built,
        spec=told_spec(built.spec, layers, inputs, withheld),
        state=replace(
            state,
            subjects=known,
            claims=state.claims[allowed_columns(state.claims, "claims", audience)],
            actors=tables.get("actors", state.actors) if claims_gone or narrow else state.actors,
        ),
        layers=layers,
        tables=tables,
        summary=built.summary if untouched else _summary(built, tables, audience),
        findings=_findings(built, withheld),
        provenance=told_provenance(built.provenance, inputs, audience),
        routes=_routes(built.routes, withheld, places),
        network=built.network if untouched else None,
        extras=dict(built.extras) if untouched else told_extras(inputs, counts),
    )
    ground = {"relief": built.extras["relief"]} if _has_terrain(built, layers) else {}
    extras = {**reduced.extras, **ground, "withheld": counts, REDUCED: audience}
    return replace(reduced, extras=extras)


def _has_terrain(built: BuiltMap, layers: tuple[BuiltLayer, ...]) -> bool:
    """Whether there is a relief and the terrain that it is drawn from may leave."""
    return "relief" in built.extras and any(layer.role == "terrain" for layer in layers)


def _refuse_widening(built: BuiltMap, audience: Audience) -> None:
    before = built.extras.get(REDUCED)
    if before in CIRCLES and CIRCLES.index(before) > CIRCLES.index(audience):
        raise SensitivityError(
            f"{built.name}: this map was reduced for '{before}' and cannot be widened to "
            f"'{audience}'. Build it again for that audience."
        )


def _layers(built: BuiltMap, withheld: Withheld, places: Floats) -> tuple[BuiltLayer, ...]:
    unsure = unsure_places(built.tables, withheld)
    reduced = (reduce_layer(layer, withheld, unsure, places) for layer in built.layers)
    return tuple(layer for layer in reduced if layer is not None)


def _site_totals(built: BuiltMap, withheld: Withheld) -> dict[str, pd.DataFrame]:
    """Totals over the sites that are marked low, once each."""
    frames = [
        layer.frame[taken(layer.frame, withheld.audience, layer.sensitivity)]
        for layer in built.layers
        if layer.role == "sites" and layer.frame is not None
    ]
    if not frames:
        return {}
    sites = pd.concat([pd.DataFrame(frame.drop(columns="geometry")) for frame in frames])
    return {"site_totals": commune_totals(sites[~sites.index.duplicated()])}


def _routes(
    routes: gpd.GeoDataFrame | None, withheld: Withheld, places: Floats
) -> gpd.GeoDataFrame | None:
    if routes is None or routes.empty:
        return routes
    hidden = [
        (row.get("from_type", ""), str(row["from"])) in withheld.rows
        or (row.get("to_type", ""), str(row["to"])) in withheld.rows
        or _rests(row, withheld)
        for _, row in routes.iterrows()
    ]
    kept = routes[~pd.Series(hidden, index=routes.index, dtype=bool)]
    if withheld.audience == "public":
        typed = [name for name in ("from_type", "to_type") if name in kept.columns]
        known = kept[typed].isin(["infrastructure", "gateway"]).all(axis=1)
        kept = kept[known if len(typed) == 2 else pd.Series(False, index=kept.index)]
    told = gpd.GeoDataFrame(kept[allowed_columns(kept, "routes", withheld.audience)])
    return hide_places(told, places)


def _rests(row: pd.Series, withheld: Withheld) -> bool:
    kinds = {"gateways": "gateway", "areas": "area", "claims": ""}
    return any(withheld.mentioned_in(row.get(name, ()), kind) for name, kind in kinds.items())


def _summary(
    built: BuiltMap, tables: Mapping[str, pd.DataFrame], audience: Audience
) -> Mapping[str, int]:
    return told_summary(tables.get("access"), built.spec.mover, audience)


def _findings(built: BuiltMap, withheld: Withheld) -> tuple[Finding, ...]:
    """Findings quote the data they are about.

    Below internal only their number leaves; internally those that name nothing withheld.
    """
    words = _hidden_words(built, withheld)
    kept = tuple(
        finding
        for finding in built.findings
        if (not finding.where and finding.severity == "info")
        or (withheld.audience == "internal" and not _quotes(finding, words))
    )
    gone = len(built.findings) - len(kept)
    if not gone:
        return kept
    note = f"Findings on the inputs that are not part of this bundle: {gone}."
    return (*kept, Finding("info", note))


def _hidden_words(built: BuiltMap, withheld: Withheld) -> frozenset[str]:
    names = {
        str(name)
        for kind, frame, _ in marked_rows(built.layers)
        if "name" in frame.columns
        for one, name in frame["name"].items()
        if name and (kind, one) in withheld.rows
    }
    return frozenset(names | withheld.claims | {one for _, one in withheld.rows})


def _quotes(finding: Finding, words: frozenset[str]) -> bool:
    text = f"{finding.sentence()} {finding.value}"
    return any(word in text for word in words)


def _counts(
    built: BuiltMap,
    layers: tuple[BuiltLayer, ...],
    tables: Mapping[str, pd.DataFrame],
    counts: dict[str, int],
) -> dict[str, int]:
    """How many rows, columns, layers, tables are gone, over all steps so far."""
    counts = {**built.extras.get("withheld", {}), **counts}
    left = {layer.spec.name: layer for layer in layers}
    gone = [layer for layer in built.layers if layer.spec.name not in left]
    _add(counts, "layers", len(gone))
    for layer in built.layers:
        kept = left.get(layer.spec.name)
        if kept is not None and layer.frame is not None and kept.frame is not None:
            _add(counts, f"layer {layer.spec.name}: rows", len(layer.frame) - len(kept.frame))
            missing = set(layer.frame.columns) - set(kept.frame.columns)
            _add(counts, f"layer {layer.spec.name}: columns", len(missing))
    for name, frame in built.tables.items():
        if name in tables and name != "claims":
            _add(counts, f"table {name}: rows", len(frame) - len(tables[name]))
    _add(counts, "tables", len(set(built.tables) - set(tables)))
    return dict(sorted((name, count) for name, count in counts.items() if count))


def _add(counts: dict[str, int], name: str, more: int) -> None:
    counts[name] = counts.get(name, 0) + max(more, 0)
