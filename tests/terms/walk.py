"""One claim of each kind, walked from a file of reports to the bundles of three audiences."""

import csv
import hashlib
import re
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from render.reading import laid_open
from tiny import write_workspace

from potay.build import build_map, write_map
from potay.spec import Overrides, read_map, read_workspace
from potay.terms.audiences import AUDIENCES
from potay.terms.kinds import KINDS

#: What a claim may say, by the reader of its kind.
SAMPLES = {
    "control": "gang-w", "status": "restricted", "alliance": "side-w",
    "window": "Fri-Sun 06:05-17:35", "curfew": "19:05-04:55", "toll": "4321-8765 HTG truck",
    "delay": "43.5", "persons": "97531", "season": "Apr-Jul", "words": "seen by walkers",
}  # fmt: skip
ACTORS = "actor_id,name,kind\ngang-w,Gang W,gang\nside-w,Side W,coalition\n"


def told(folder: Path, samples: Mapping[str, str]) -> dict[str, dict[str, set[str]]]:
    """By audience and place, the kinds of which the claim stands there.

    Places are *state*, *page*, *table*, *workbook* and *geopackage*.
    """
    root = _workspace(folder / "ws", samples)
    found = {}
    for audience in AUDIENCES:
        asked = read_map(read_workspace(root), "tiny", Overrides(audience=audience))
        built = build_map(asked)
        bundle = write_map(built, folder / "out").path
        found[audience] = {
            "state": _kinds(built.state.claims.index),
            "page": _kinds(re.findall(r"K-\w+", laid_open((bundle / "index.html").read_bytes()))),
            "table": _kinds(_ids(bundle / "tables" / "claims.csv")),
            "workbook": _kinds(_cells(next((bundle / "tables").glob("*.xlsx")))),
            "geopackage": _kinds(_in_database(next(bundle.glob("*.gpkg")))),
        }
    return found


def _kinds(ids) -> set[str]:
    return {str(one).removeprefix("K-") for one in ids if str(one).startswith("K-")}


def _workspace(root: Path, samples: Mapping[str, str]) -> Path:
    write_workspace(root)
    (root / "data" / "actors").mkdir()
    _rewrite(root, "actors", "actors.csv", ACTORS, "actors")
    reports = root / "data" / "reports" / "reports.csv"
    rows = "".join(_row(kind, value) for kind, value in samples.items())
    _rewrite(root, "reports", "reports.csv", reports.read_text("utf-8") + rows, "claims")
    path = root / "maps" / "tiny.toml"
    path.write_text(path.read_text("utf-8").replace('"press"]', '"press", "actors"]'), "utf-8")
    return root


def _row(kind: str, value: str) -> str:
    about = "gateway,gate" if "place" in KINDS[kind].about else "actor,gang-w"
    return f"K-{kind},{about},{kind},{value},,2024-01-01,,2024-01-02,press,3,low,\n"


def _rewrite(root: Path, name: str, file: str, text: str, role: str) -> None:
    (root / "data" / name / file).write_text(text, "utf-8")
    (root / "data" / name / "dataset.toml").write_text(
        f'title = "{name}"\nrole = "{role}"\nfile = "{file}"\nsource = "drawn in a test"\n'
        'licence = "CC0-1.0"\nretrieved = 2026-11-22\nsensitivity = "low"\n'
        f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"\n',
        "utf-8",
    )


def _ids(table: Path) -> list[str]:
    if not table.is_file():
        return []
    with table.open(encoding="utf-8-sig", newline="") as file:
        return [cell for row in csv.reader(file) for cell in row]


def _cells(workbook: Path) -> list[str]:
    book = load_workbook(workbook, read_only=True)
    try:
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True)
                 for cell in row]  # fmt: skip
        return re.findall(r"K-\w+", "\n".join(cells))
    finally:
        book.close()


def _in_database(path: Path) -> list[str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        text = "\n".join(database.iterdump())
    database.close()
    return re.findall(r"K-\w+", text)


if __name__ == "__main__":
    for audience, places in told(Path(sys.argv[1]), {sys.argv[2]: sys.argv[3]}).items():
        for place, kinds in places.items():
            sys.stdout.write(" ".join((audience, place, *sorted(kinds))) + "\n")
