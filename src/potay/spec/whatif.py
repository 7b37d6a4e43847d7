"""A file of assumptions: one table [what_if] with a status for each subject it names."""

from pathlib import Path
from typing import Any

from potay.errors import Finding
from potay.spec.toml import read_toml


def read_what_if(path: Path) -> tuple[dict[str, str], list[Finding]]:
    """Statuses by subject, or the faults of the file.

    `"gateway.martissant" = "open"`, `gateway.martissant = "open"` and a table
    [what_if.gateway] with `martissant = "open"` say the same.
    """
    label = str(path)
    values, faults = read_toml(path, label)
    if faults:
        return {}, faults
    table = values.pop("what_if", None)
    faults = [
        Finding("error", f"unknown key '{key}'; a what-if file has one table, [what_if].",
                file=label, hint="Move it below [what_if] or delete it.")
        for key in values
    ]  # fmt: skip
    if not isinstance(table, dict) or not table:
        fault = Finding(
            "error",
            "no assumption: expected a table [what_if].",
            file=label,
            hint='For example [what_if] and below it "gateway.martissant" = "open".',
        )
        return {}, [*faults, fault]  # fmt: skip
    assumed: dict[str, str] = {}
    for name, value in _flat(table):
        if isinstance(value, str):
            assumed[name] = value
            continue
        message = f"'{name}' is {value!r}; expected a status in quotation marks."
        faults.append(Finding("error", message, file=label, hint='For example "open".'))
    return assumed, faults


def _flat(table: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        found += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found
