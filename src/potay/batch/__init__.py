"""Many scenarios of one map, on all cores or a cluster, each written when it is answered."""

from potay.batch.plan import BatchPlan, Task, plan_batch
from potay.batch.results import pending, write_outcome, write_summary
from potay.batch.scenarios import Variant, read_variants
from potay.batch.workers import Outcome, answer, on_cluster, on_cores

__all__ = [
    "BatchPlan",
    "Outcome",
    "Task",
    "Variant",
    "answer",
    "on_cluster",
    "on_cores",
    "pending",
    "plan_batch",
    "read_variants",
    "write_outcome",
    "write_summary",
]
