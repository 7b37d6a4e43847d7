"""What may leave: decided on the inputs, before anything is computed."""

from potay.release.asked import reduce_asked
from potay.release.datasets import Released, names_gone, reduce_datasets, told_findings
from potay.release.levels import CEILING
from potay.release.told import told_map
from potay.release.totals import CommuneTotal, kept_until_enough_changed, totals_table

__all__ = [
    "CEILING",
    "CommuneTotal",
    "Released",
    "kept_until_enough_changed",
    "names_gone",
    "reduce_asked",
    "reduce_datasets",
    "told_findings",
    "told_map",
    "totals_table",
]
