"""What may not leave changes nothing that leaves: the proof that a bundle gives nothing away.

Two workspaces that differ only in rows which an audience may not have make the same bundle, byte
for byte. No search for what might leak can show that; this does. Files are made of a built map and
of nothing else, so most worlds are compared as built maps, which takes a third of the time.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from proving import TIMES
from pydantic import BaseModel
from release.guarded import changed, drawn, written
from tiny import write_workspace

from potay.build import build_map, write_map
from potay.built import BuiltMap
from potay.spec import Overrides, read_map, read_workspace

AUDIENCES = ("public", "partners")
WORLDS = range(10 * TIMES)
#: How many of them are written to disk and compared byte by byte.
BYTES = range(3 * max(1, TIMES // 10))


def built(root: Path, audience: str, name: str = "town", as_of: str = "") -> BuiltMap:
    asked = read_map(read_workspace(root), name, Overrides(audience=audience, as_of=as_of))
    return build_map(asked)


def files(made: BuiltMap, out: Path) -> dict[str, bytes]:
    folder = write_map(made, out).path
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(one: dict, two: dict) -> set[str]:
    return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}


def written_out(value: object) -> object:
    """A built map as plain values in one order, so that two can be compared."""
    if isinstance(value, gpd.GeoDataFrame) and "geometry" in value:
        value = pd.DataFrame(value).assign(geometry=value.geometry.to_wkb(hex=True))
    if isinstance(value, pd.DataFrame):
        return [list(map(str, value.columns)), value.to_csv()]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if is_dataclass(value):
        return [written_out(getattr(value, one.name)) for one in fields(value)
                if one.name != "home"]  # fmt: skip
    if isinstance(value, Mapping):
        return [[str(key), written_out(item)] for key, item in value.items()]
    if isinstance(value, list | tuple | np.ndarray):
        return [written_out(item) for item in value]
    return str(value)


def text_of(made: BuiltMap) -> str:
    return json.dumps(written_out(made))


def without_totals(world):
    """Camps in communes of their own: totals of sites, in bands, are the declared exception."""
    for row in world["camps"]:
        row["commune"] = row["id"]
    return world


def two_worlds(folder: Path, audience: str, seed: int) -> tuple[Path, Path]:
    world = without_totals(drawn(seed))
    other = without_totals(changed(world, audience, seed + 10**6))
    return written(world, folder / "one"), written(other, folder / "two")


@pytest.mark.networks
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", WORLDS)
def test_withheld_rows_change_nothing_of_the_map(tmp_path: Path, audience: str, seed: int):
    one, two = two_worlds(tmp_path, audience, seed)
    assert text_of(built(one, audience)) == text_of(built(two, audience))


@pytest.mark.networks
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("seed", BYTES)
def test_withheld_rows_change_no_byte(tmp_path: Path, audience: str, seed: int):
    one, two = two_worlds(tmp_path, audience, seed + 5 * 10**6)
    first = files(built(one, audience), tmp_path / "a")
    assert differing(first, files(built(two, audience), tmp_path / "b")) == set()


def test_the_worlds_differ_to_those_who_may_look(tmp_path: Path):
    """A proof that nothing is told by rows that say nothing would prove nothing."""
    telling = 0
    for seed in range(5):
        one, two = two_worlds(tmp_path / str(seed), "public", seed)
        telling += text_of(built(one, "internal")) != text_of(built(two, "internal"))
    assert telling == 5


HEAD = "claim_id,subject_type,subject,kind,value,valid_from,valid_to,as_of,source_id,reliability,"
CAMPS = "id,name,lon,lat,persons,households,sensitivity\n"
REPORT = "{},gateway,gate,{},{},,,2024-01-03,press,3,high,{}\n"
OPEN = f"{HEAD}sensitivity,note\nT3,area,east,control,none,,,2024-01-01,press,3,low,\n"
#: What each leak of the past gave away: two files that differ in withheld rows only.
LEAKS = {
    "a camp moved along the road": (
        "camps",
        f"{CAMPS}c,A,-72.3123457,18.5007,400,80,high\n",
        f"{CAMPS}c,A,-72.3345678,18.5007,400,80,high\n",
    ),
    "a camp gone": (
        "camps",
        f"{CAMPS}b,B,-72.3345678,18.5003,40,8,high\nc,A,-72.3123457,18.5007,400,80,high\n",
        f"{CAMPS}b,B,-72.3345678,18.5003,40,8,high\n",
    ),
    "another toll": (
        "reports",
        OPEN + REPORT.format("T4", "toll", "64321 HTG bus", ""),
        OPEN + REPORT.format("T4", "toll", "11111 HTG bus", ""),
    ),
    "another delay": (
        "reports",
        OPEN + REPORT.format("T4", "delay", "737", ""),
        OPEN + REPORT.format("T4", "delay", "12", ""),
    ),
    "another curfew": (
        "reports",
        OPEN + REPORT.format("T4", "curfew", "19:07-04:53", ""),
        OPEN + REPORT.format("T4", "curfew", "20:11-05:01", ""),
    ),
    "another season": (
        "reports",
        OPEN + REPORT.format("T4", "season", "May-Oct", ""),
        OPEN + REPORT.format("T4", "season", "Dec-Feb", ""),
    ),
    "another note, which only a hash of the file tells": (
        "reports",
        OPEN + REPORT.format("T4", "note", "one", "first"),
        OPEN + REPORT.format("T4", "note", "two", "second"),
    ),
    "one more report, which only a count tells": (
        "reports",
        OPEN + REPORT.format("T4", "note", "one", ""),
        OPEN + REPORT.format("T4", "note", "one", "") + REPORT.format("T5", "note", "one", ""),
    ),
}  # fmt: skip


def tiny_with(root: Path, dataset: str, text: str) -> Path:
    """The tiny workspace with another file of one dataset."""
    import hashlib

    write_workspace(root)
    folder = root / "data" / dataset
    (file,) = (path for path in folder.iterdir() if path.name != "dataset.toml")
    file.write_text(text, encoding="utf-8")
    spec = (folder / "dataset.toml").read_text(encoding="utf-8").splitlines()
    spec = [line for line in spec if not line.startswith("sha256")]
    spec.append(f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"')
    (folder / "dataset.toml").write_text("\n".join(spec) + "\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("leak", LEAKS)
def test_each_leak_of_the_past_is_closed(tmp_path: Path, audience: str, leak: str):
    dataset, *texts = LEAKS[leak]
    made = [
        files(built(tiny_with(tmp_path / str(n), dataset, text), audience, "tiny"),
              tmp_path / f"out{n}")
        for n, text in enumerate(texts)
    ]  # fmt: skip
    assert differing(*made) == set()
