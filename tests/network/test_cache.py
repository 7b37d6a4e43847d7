"""Compiled networks kept by content."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from asciiworld import RULES, World

from potay.network import cached_network, compile_network
from potay.network.cache import KEPT, fingerprint, read_network, write_network

WORLD = World(
    """
    1--a--G--b--2
       |  7
       c
    """,
    areas="......mm......",
    kinds={"1": "port"},
)


def same(one, other):
    from dataclasses import fields, is_dataclass

    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if is_dataclass(mine):
            same(mine, theirs)
        elif isinstance(mine, np.ndarray):
            assert mine.dtype == theirs.dtype, field.name
            assert np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"), field.name
        else:
            assert mine == theirs


def test_what_is_written_is_what_is_read(tmp_path):
    network = WORLD.network()
    write_network(network, tmp_path / "one.npz")
    same(read_network(tmp_path / "one.npz"), network)


def test_equal_networks_are_equal_bytes(tmp_path):
    for name in ("one", "two"):
        write_network(WORLD.network(), tmp_path / name / "network.npz")
    first, second = (tmp_path / name / "network.npz" for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_the_second_time_nothing_is_compiled(tmp_path, monkeypatch):
    first = cached_network(tmp_path, WORLD.material(), RULES)
    monkeypatch.setattr("potay.network.cache.compile_network", None)
    same(cached_network(tmp_path, WORLD.material(), RULES), first)


def test_what_the_network_depends_on_changes_its_name():
    material = WORLD.material()
    before = fingerprint(material, RULES, 0.0)
    moved = material.roads.assign(geometry=material.roads.geometry.translate(1e-6))
    faster = material.roads.assign(speed_kmh=30.0)
    others = [
        fingerprint(replace(material, roads=moved), RULES, 0.0),
        fingerprint(replace(material, roads=faster), RULES, 0.0),
        fingerprint(replace(material, areas=None), RULES, 0.0),
        fingerprint(material, RULES.model_copy(update={"gateway_reach_m": 60.0}), 0.0),
        fingerprint(material, RULES, 15.0),
    ]
    assert len({before, *others}) == 6
    # What only weights depend on does not.
    assert fingerprint(material, RULES.model_copy(update={"prior_open": 0.1}), 0.0) == before
    assert fingerprint(replace(material, roads=material.roads.iloc[::-1]), RULES, 0.0) == before


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half a file", b"not a zip at all"])
def test_a_damaged_entry_is_made_anew(tmp_path, damage):
    cached_network(tmp_path, WORLD.material(), RULES)
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(damage or whole[: len(whole) // 2])
    same(
        cached_network(tmp_path, WORLD.material(), RULES), compile_network(WORLD.material(), RULES)
    )
    assert entry.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [entry.name]


def test_an_entry_of_other_arrays_is_made_anew(tmp_path):
    """What is read well and is no network: of other names, or whose notes are no findings."""
    network = cached_network(tmp_path, WORLD.material(), RULES)
    (entry,) = tmp_path.iterdir()
    with np.load(entry) as stored:
        arrays = dict(stored)
    for findings in (b"7", b'[{"odd": 1}]', b"[" * 5000):
        odd = arrays | {"findings": np.frombuffer(findings, dtype=np.uint8)}
        with entry.open("wb") as file:
            np.savez(file, **odd)
        same(cached_network(tmp_path, WORLD.material(), RULES), network)


def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    same(cached_network(blocked, WORLD.material(), RULES), WORLD.network())


def test_only_the_newest_entries_stay(tmp_path):
    for number in range(KEPT + 3):
        cached_network(tmp_path, WORLD.material(), RULES, end_gap_m=float(number))
    assert len(list(tmp_path.iterdir())) == KEPT


def test_many_at_once_share_one_cache(tmp_path):
    """Several commands of one workspace: each gets its network, and none leaves half an entry."""
    gaps = [float(number % (KEPT + 2)) for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        networks = list(pool.map(
            lambda gap: cached_network(tmp_path, WORLD.material(), RULES, end_gap_m=gap), gaps
        ))  # fmt: skip
    for gap, network in zip(gaps, networks, strict=True):
        same(network, compile_network(WORLD.material(), RULES, end_gap_m=gap))
    assert not list(tmp_path.glob(".*"))
    assert len(list(tmp_path.iterdir())) <= KEPT + 6


def test_what_a_killed_process_left_goes_in_time(tmp_path):
    left = tmp_path / ".network-x.npz.1.new.npz"
    left.touch()
    os.utime(left, (0, 0))
    cached_network(tmp_path, WORLD.material(), RULES)
    assert not left.exists()
