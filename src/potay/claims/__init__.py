"""Dated reports to the state of the ground at a moment."""

from potay.claims.append import AddedClaim, add_claim, add_source
from potay.claims.change import change_states
from potay.claims.clock import turning_points
from potay.claims.closing import ask_first, closed_by, not_told
from potay.claims.ledger import Ledger, read_ledger
from potay.claims.listing import alliances_table, list_claims
from potay.claims.state import resolve
from potay.claims.tables import state_tables

__all__ = [
    "AddedClaim",
    "Ledger",
    "add_claim",
    "add_source",
    "alliances_table",
    "ask_first",
    "change_states",
    "closed_by",
    "list_claims",
    "not_told",
    "read_ledger",
    "resolve",
    "state_tables",
    "turning_points",
]
