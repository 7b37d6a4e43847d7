"""Rows of the small tables that ship in the package."""

import csv
from importlib import resources


def shipped_rows(file: str, package: str = "potay.terms") -> list[dict[str, str]]:
    """The rows of a CSV file that ships in a room, by the names of its columns."""
    text = resources.files(package).joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
