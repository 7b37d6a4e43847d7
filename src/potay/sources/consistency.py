"""What must hold between rows and between cells: unique ids, periods that run forward, ends."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from potay.sources.rows import RowNames, Verdict
from potay.spec.map import moment


def unique_ids(names: RowNames, column: str) -> Verdict:
    """Every id once: a later row with the same id is refused, naming the earlier one."""
    first: dict[str, int] = {}
    faults = []
    for position, name in enumerate(names.ids):
        if name and name in first:
            earlier = int(names.numbers[first[name]])
            message = f"the id '{name}' is already that of row {earlier}."
            hint = "Give each row its own id."
            faults.append(
                names.finding(position, "error", message, hint, column=column, value=name)
            )
        first.setdefault(name, position)
    return names.refusal(faults)


def forward_periods(values: Mapping[str, Any], names: RowNames) -> Verdict:
    """A row whose `valid_to` is not after its `valid_from` never holds, so it is refused."""
    if "valid_from" not in values or "valid_to" not in values:
        return Verdict()
    faults = []
    for position, (start, end) in enumerate(
        zip(values["valid_from"], values["valid_to"], strict=True)
    ):
        if start and end and moment(end) <= moment(start) and start != end:
            message = f"the period ends ({end}) before it begins ({start})."
            hint = "Exchange valid_from and valid_to, or correct one."
            faults.append(
                names.finding(position, "error", message, hint, column="valid_to", value=end)
            )
    return names.refusal(faults)


def link_ends(
    values: Mapping[str, Any], shapes: NDArray[np.object_] | None, names: RowNames
) -> Verdict:
    """A link has a line or two different ends, `from` and `to`."""
    drawn = np.zeros(len(names.ids), dtype=bool) if shapes is None else ~shapely.is_missing(shapes)
    faults = []
    for position, (start, end) in enumerate(zip(values["from"], values["to"], strict=True)):
        if start and start == end:
            message = f"the link begins and ends at '{start}'."
        elif bool(start) != bool(end):
            message = "only one end of the link is named."
        elif not start and not drawn[position]:
            message = "the link has neither a line nor ends."
        else:
            continue
        hint = "Name two ids of infrastructure in the columns from and to."
        faults.append(names.finding(position, "error", message, hint))
    return names.refusal(faults)
