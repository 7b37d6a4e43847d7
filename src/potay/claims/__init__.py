"""Dated reports to the state of the ground at a moment."""

from potay.claims.ledger import Ledger, read_ledger
from potay.claims.state import resolve

__all__ = ["Ledger", "read_ledger", "resolve"]
