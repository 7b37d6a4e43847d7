"""The tables a page shows and answers from: exactly what `release` left in the built map."""

from typing import Any

import pandas as pd

from potay.built import BuiltMap
from potay.render.encode import columns

#: What the page reads of each table; anything else stays in the tables and the GeoPackage.
WANTED = {
    "access": (
        "type", "id", "name", "hub", "mover", "status", "minutes", "km", "free_minutes",
        "detour_minutes", "gateways", "blocked_by", "would_open", "probability", "best_case",
        "presumed_case", "worst_case", "snap_m", "persons", "latest_departure",
    ),
    "corridors": (
        "ref", "name", "name_fr", "name_ht", "status", "km", "stretches", "gateways", "obstacles",
    ),
    "state": (
        "subject_type", "id", "name", "name_fr", "name_ht", "status", "control", "coalition",
        "basis", "status_basis", "control_basis", "claim_id", "rivals", "reliability", "age_days",
        "stale", "expired", "last", "expired_claims", "windows", "tolls", "curfews",
    ),
    "claims": (
        "claim_id", "subject_type", "subject", "kind", "value", "actor", "valid_from", "valid_to",
        "as_of", "source_id", "reliability", "note", "holds", "stale", "expired", "age_days",
        "reliability_now", "publisher", "title", "published",
    ),
    "sources": ("source_id", "publisher", "title", "published", "language"),
    "actors": ("actor_id", "name", "name_fr", "name_ht", "kind", "coalition"),
    "site_totals": ("commune", "sites", "households", "persons"),
}  # fmt: skip


def tables_block(built: BuiltMap) -> dict[str, Any]:
    """Every table the page knows, by name; one that is absent is an empty table."""
    return {
        name: columns(built.tables.get(name, pd.DataFrame()), wanted)
        for name, wanted in WANTED.items()
    }
