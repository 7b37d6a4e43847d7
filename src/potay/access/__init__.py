"""The questions: who can be reached from where, by which way, and what stands in between."""

from potay.access.table import AccessAnswer, access_table

__all__ = ["AccessAnswer", "access_table"]
