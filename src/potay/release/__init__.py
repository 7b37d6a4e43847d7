"""What may leave: decided on the inputs, before anything is computed."""

from potay.release.allowed import columns_of
from potay.release.asked import reduce_asked
from potay.release.datasets import Released, names_gone, reduce_datasets, told_findings
from potay.release.told import told_map
from potay.release.totals import CommuneTotal, kept_until_enough_changed, totals_table
from potay.terms.audiences import CEILING

__all__ = [
    "CEILING",
    "CommuneTotal",
    "Released",
    "columns_of",
    "kept_until_enough_changed",
    "names_gone",
    "reduce_asked",
    "reduce_datasets",
    "told_findings",
    "told_map",
    "totals_table",
]
