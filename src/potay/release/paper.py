"""What a bundle tells of itself, as an audience may know it: spec, inputs, summary, extras."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from potay.built import BuiltLayer, Provenance
from potay.release.levels import CEILING, takes
from potay.release.withheld import Withheld
from potay.spec import MapSpec
from potay.spec.map import Audience

#: From best to worst; a site counts by the best that any hub has.
ORDER = ("reachable", "restricted", "presumed", "unknown", "cut_off", "misplaced")


def told_spec(
    spec: MapSpec,
    layers: Sequence[BuiltLayer],
    inputs: Sequence[Mapping[str, Any]],
    withheld: Withheld,
) -> MapSpec:
    """The spec naming only what is in the bundle, for whom it was reduced.

    Below internal it does not say with whom a mover holds a passage arrangement.
    """
    hidden = {".".join(key) for key in withheld.rows}
    hubs = tuple(hub for hub in spec.hubs if f"infrastructure.{hub}" not in hidden)
    known = {entry["name"] for entry in inputs}
    narrow = withheld.audience != "internal"
    movers = {
        name: mover.model_copy(update={"arrangements": ()}) if narrow else mover
        for name, mover in spec.movers.items()
    }
    return spec.model_copy(update={
        "audience": withheld.audience, "hubs": hubs, "movers": movers,
        "layers": tuple(layer.spec.name for layer in layers),
        "ledger": tuple(name for name in spec.ledger if not narrow or name in known),
        "what_if": {key: value for key, value in spec.what_if.items() if key not in hidden},
    })  # fmt: skip


def told_inputs(
    inputs: Sequence[Mapping[str, Any]], used: frozenset[str], audience: Audience
) -> tuple[dict[str, Any], ...]:
    """The inputs the audience may know of.

    Of a dataset that is too sensitive but has single rows in the bundle (`used`) neither hash
    nor level is told, only where the rows come from; one without such rows is not named.
    """
    told = []
    for entry in inputs:
        if takes(audience, entry.get("sensitivity", "")):
            told.append(dict(entry))
        elif entry.get("name") in used:
            told.append({k: v for k, v in entry.items() if k not in ("sha256", "sensitivity")})
    return tuple(told)


def used_datasets(layers: Sequence[BuiltLayer], claims: pd.DataFrame) -> frozenset[str]:
    """The datasets with at least one row left in the bundle."""
    drawn = {layer.spec.dataset for layer in layers if layer.frame is not None and len(layer.frame)}
    return frozenset(drawn | set(claims.get("dataset", pd.Series(dtype=object)).astype(str)))


def told_provenance(
    provenance: Provenance, inputs: tuple[dict[str, Any], ...], audience: Audience
) -> Provenance:
    """The provenance of the reduced map.

    Its fingerprint is of what is told: it does not change when only something withheld does.
    """
    ceiling = CEILING[audience]
    if audience == "internal" and len(inputs) == len(provenance.inputs):
        return replace(provenance, audience=audience, sensitivity=ceiling)
    told = [list(inputs), dict(provenance.versions), provenance.as_of.isoformat(), audience]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return replace(
        provenance, inputs=inputs, audience=audience, sensitivity=ceiling,
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def told_summary(access: pd.DataFrame | None, mover: str, audience: Audience) -> dict[str, Any]:
    """The head figures, counted anew from the rows that are in the bundle.

    A figure over all rows less the rows shown would be that of the rows withheld. In public
    nothing is counted in persons or sites. Where no row is left there is no figure: a nought
    would say that nobody is cut off.
    """
    if access is None or access.empty:
        return {}
    rows = access[access["mover"] == mover]
    best = _best(rows)
    told: dict[str, Any] = {
        "disconnected_pairs": int((rows["status"] == "cut_off").sum()),
        "places": {status: int((best["status"] == status).sum()) for status in ORDER},
    }
    sites = best[best[_kind_column(best)].isin(["site", "sites"])]
    return told if audience == "public" or sites.empty else told | _told_of_sites(sites)


def _best(rows: pd.DataFrame) -> pd.DataFrame:
    """Each place once, with its best status over all hubs."""
    rank = rows["status"].map(ORDER.index).astype(int)
    order = rows.assign(rank=rank).sort_values("rank", kind="stable")
    return order.drop_duplicates([_kind_column(rows), "id"])


def _kind_column(rows: pd.DataFrame) -> str:
    return "type" if "type" in rows.columns else "role"


def _told_of_sites(sites: pd.DataFrame) -> dict[str, Any]:
    persons = {status: _persons(sites, status) for status in ORDER}
    cut_off = sorted(sites.loc[sites["status"] == "cut_off", "id"].astype(str))
    return {
        "cut_off_sites": len(cut_off),
        "cut_off_site_ids": cut_off,
        **{f"persons_{status}": persons[status] for status in ("cut_off", "unknown", "presumed")},
        "persons": persons,
    }


def _persons(sites: pd.DataFrame, status: str) -> int:
    return int(pd.to_numeric(sites.loc[sites["status"] == status, "persons"]).sum())


def told_extras(inputs: Sequence[Mapping[str, Any]], withheld: Mapping[str, int]) -> dict[str, Any]:
    """The only extras that leave: what is illustrative, who is to be named, what was withheld."""
    return {
        "illustrative": [entry["title"] for entry in inputs if entry.get("illustrative")],
        "attribution": [
            f"{entry['title']}: {entry['source']} ({entry['licence']})" for entry in inputs
        ],
        "withheld": dict(withheld),
    }
