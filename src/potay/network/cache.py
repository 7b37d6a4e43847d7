"""Compiled networks kept beside the workspace, found again by the content of their inputs.

An entry is one `.npz` without pickles: plain arrays, and the findings as JSON text. It is
written beside its final name and moved into place, so that a killed build leaves no half entry;
an entry that cannot be read is compiled anew and replaced.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import geopandas as gpd
import numpy as np
import shapely

from potay import __version__
from potay.errors import Finding
from potay.files import clear_old_leftovers, in_place_of
from potay.network.arrays import Network, Words
from potay.network.compile import compile_network
from potay.network.material import Material
from potay.spec.rules import Rules

#: Raised whenever the compiler makes another network of the same inputs.
FORMAT = 7
#: How many shapes are hashed at once, so that those of a country do not stand in memory twice.
AT_ONCE = 50_000
#: How many compiled networks one workspace keeps.
KEPT = 8


def cached_network(
    folder: Path | None,
    material: Material,
    rules: Rules,
    *,
    end_gap_m: float = 0.0,
    known: dict[str, Network] | None = None,
) -> Network:
    """The compiled network, from the cache in `folder` if its inputs were compiled before.

    The folder is made where it is missing; without one nothing is written. A cache that cannot be
    read or written costs time, never an answer. `known` are networks of this process by the
    fingerprint of their inputs: looked up first, and added to.
    """
    if folder is None and known is None:
        return compile_network(material, rules, end_gap_m=end_gap_m)
    name = fingerprint(material, rules, end_gap_m)
    if known is not None and name in known:
        return known[name]
    if folder is None:
        network = compile_network(material, rules, end_gap_m=end_gap_m)
    else:
        network = _kept(folder / f"network-{name}.npz", material, rules, end_gap_m)
    if known is not None:
        known[name] = network
    return network


def _kept(path: Path, material: Material, rules: Rules, end_gap_m: float) -> Network:
    """The network of a file, which is written where it is missing or broken."""
    try:
        return read_network(path)
    except Exception:  # noqa: BLE001 - whatever is wrong with an entry, it is made anew
        network = compile_network(material, rules, end_gap_m=end_gap_m)
    try:
        write_network(network, path)
        _forget(path.parent)
    except OSError:
        return network
    return network


def fingerprint(material: Material, rules: Rules, end_gap_m: float) -> str:
    """A hash of all that the compiled network depends on, whatever the order of rows."""
    digest = hashlib.sha256()
    head = (FORMAT, __version__, np.__version__, shapely.__version__, rules.gateway_reach_m)
    digest.update(json.dumps([*head, rules.snap_m, end_gap_m]).encode())
    frames = {"road": material.roads.sort_index()} | {
        kind: material.frame(kind) for kind in ("link", "obstacle", *material.endpoints)
    }
    for kind in sorted(frames):
        digest.update(f"\n{kind}\n".encode())
        for part in _parts(frames[kind]):
            digest.update(part)
    return digest.hexdigest()[:24]


def _parts(frame: gpd.GeoDataFrame) -> Iterator[bytes]:
    yield "\0".join(map(str, frame.index.to_numpy(dtype=object))).encode()
    for name in sorted(set(frame.columns) - {"geometry"}):
        column = Words.of(frame[name])
        yield json.dumps([name, column.words.tolist()]).encode()
        yield column.codes.tobytes()
    for first in range(0, len(frame) if "geometry" in frame else 0, AT_ONCE):
        some = frame.geometry.array[first : first + AT_ONCE]
        shapes = shapely.to_wkb(np.asarray(some, dtype=object))
        yield b"".join(shape or b"none" for shape in shapes)


def write_network(network: Network, path: Path) -> None:
    """Write a network to one file, whole or not at all; equal networks give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = dict(_arrays(network, ""))
    notes = json.dumps([asdict(finding) for finding in network.findings], ensure_ascii=False)
    arrays["findings"] = np.frombuffer(notes.encode(), dtype=np.uint8)
    with in_place_of(path) as file:
        np.savez(file, allow_pickle=False, **arrays)


def read_network(path: Path) -> Network:
    """Read what `write_network` wrote.

    Raises
    ------
    Exception
        Of whatever kind numpy and zipfile raise where there is no such file, or it is not whole.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    notes = json.loads(arrays["findings"].tobytes().decode())
    findings = tuple(Finding(**note) for note in notes)
    built: Network = _rebuilt(Network, arrays, "", findings)
    return built


def _arrays(value: Any, prefix: str) -> Iterator[tuple[str, np.ndarray]]:  # noqa: ANN401
    for field in fields(value):
        part = getattr(value, field.name)
        if is_dataclass(part):
            yield from _arrays(part, f"{prefix}{field.name}.")
        elif isinstance(part, np.ndarray):
            yield prefix + field.name, part


def _rebuilt(
    kind: type, arrays: dict[str, np.ndarray], prefix: str, findings: tuple[Finding, ...]
) -> Any:  # noqa: ANN401 - any of the dataclasses of arrays.py
    values: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name == "findings":
            values["findings"] = findings
        elif is_dataclass(hints[field.name]):
            inner = hints[field.name]
            values[field.name] = _rebuilt(inner, arrays, f"{prefix}{field.name}.", findings)
        else:
            values[field.name] = arrays[prefix + field.name]
    return kind(**values)


def _forget(folder: Path) -> None:
    """Only the newest entries stay, and no half entry of a process that was killed."""
    clear_old_leftovers(folder)
    entries = sorted(folder.glob("network-*.npz"), key=lambda path: path.stat().st_mtime)
    for path in entries[:-KEPT]:
        path.unlink(missing_ok=True)
