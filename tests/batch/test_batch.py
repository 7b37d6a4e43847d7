"""A batch gives the same bytes wherever it runs, goes on where it stopped, and refuses at once."""

import csv
import json
import threading
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from tiny import write_workspace

from potay.batch import workers
from potay.cli import run

SCENARIOS = """
[[scenario]]
name = "as-it-is"

[[scenario]]
name = "gate-open"
what_if = { "gateway.gate" = "open" }

[[scenario]]
name = "later"
as_of = 2024-02-05

[[scenario]]
name = "later-car"
as_of = 2024-02-05
mover = "light"
hubs = ["infrastructure.port"]
"""


@pytest.fixture
def batch(tmp_path: Path, capsys):
    root = write_workspace(tmp_path / "tiny")
    file = tmp_path / "scenarios.toml"
    file.write_text(SCENARIOS, encoding="utf-8")

    def call(folder: str, *words: str, text: str = "", code: int = 0) -> Path:
        if text:
            file.write_text(text, encoding="utf-8")
        out = tmp_path / folder
        asked = ["--json", "-w", str(root), "batch", "tiny", str(file), "--out", str(out), *words]
        assert run(asked) == code, capsys.readouterr().err
        said = capsys.readouterr()
        call.err = said.err
        call.answer = json.loads(said.out) if said.out else {}
        return out

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def status(folder: Path, scenario: str) -> str:
    return camp(folder, scenario)["status"]


def camp(folder: Path, scenario: str) -> dict[str, str]:
    with (folder / f"{scenario}.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["id"] == "camp-1")


def test_each_scenario_is_answered_as_potay_access_answers_it(batch):
    out = batch("out", "--workers", "1")
    assert [status(out, name) for name in ("as-it-is", "gate-open", "later")] == [
        "cut_off", "reachable", "reachable",
    ]  # fmt: skip
    rows = {row["scenario"]: row for row in batch.answer["scenarios"]}
    assert rows["as-it-is"]["cut_off_sites"] == 1
    assert rows["later-car"]["mover"] == "light"
    assert rows["gate-open"]["what_if"] == ["gateway.gate=open"]
    assert "[4/4] later-car: 0 sites cut off" in batch.err


def test_processes_give_the_bytes_of_one(batch):
    alone = batch("one", "--workers", "1", "--draws")
    spread = batch("two", "--workers", "2", "--draws")
    assert contents(alone) == contents(spread)
    assert set(contents(alone)) == {"_summary.csv"} | {
        f"{name}.{end}" for name in ("as-it-is", "gate-open", "later", "later-car")
        for end in ("csv", "json")
    }  # fmt: skip


def test_a_cluster_gives_the_bytes_of_one(batch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        distributed = pytest.importorskip("distributed", reason="extra potay[dask] is absent")
        cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, memory_limit=0
        )
        with cluster:
            spread = batch("cluster", "--scheduler", cluster.scheduler_address, "--draws")
    assert contents(batch("one", "--workers", "1", "--draws")) == contents(spread)


def test_it_goes_on_where_it_stopped_and_redoes_what_changed(batch):
    out = batch("out", "--workers", "1")
    before = contents(out)
    batch("out", "--workers", "1")
    assert "4 scenarios, 4 answered already." in batch.err
    (out / "later.csv").write_bytes(before["later.csv"][:-9])
    (out / "gate-open.json").unlink()
    batch("out", "--workers", "1")
    assert "4 scenarios, 2 answered already." in batch.err
    assert contents(out) == before
    batch("out", "--workers", "1", text=SCENARIOS.replace('= "open"', '= "closed"'))
    assert "4 scenarios, 3 answered already." in batch.err
    assert status(out, "gate-open") == "cut_off"


def test_with_draws_the_minutes_say_how_certain_they_are(batch):
    row = camp(batch("out", "--workers", "1"), "gate-open")
    assert "minutes_p50" not in row
    out = batch("out", "--workers", "1", "--draws")
    assert "4 scenarios, 0 answered already." in batch.err
    row = camp(out, "gate-open")
    assert list(row)[list(row).index("probability_se") :][1:3] == ["minutes_p50", "minutes_p90"]
    assert row["minutes_p50"] == row["minutes_p90"] == row["minutes"] != ""


def test_parquet_holds_what_csv_holds(batch):
    import pandas as pd

    table = pd.read_parquet(batch("out", "--workers", "1", "--format", "parquet") / "later.parquet")
    assert table.set_index("id").at["camp-1", "status"] == "reachable"


def test_every_fault_is_told_before_any_scenario_is_answered(batch):
    text = """
    [[scenario]]
    name = "one"
    what_if = { "gateway.gat" = "open" }
    [[scenario]]
    name = "two"
    mover = "balloon"
    [[scenario]]
    name = "three"
    hubs = ["nowhere"]
    """
    out = batch("out", text=text, code=5)
    assert not out.exists()
    assert "scenario one: what-if 'gateway.gat': no such subject. " in batch.err
    assert "scenario two: 'balloon' is no mover of this map. Known: " in batch.err
    assert "scenario three: 'nowhere' is no place of this map." in batch.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = 1\n", "scenarios.toml: 'x' is not known here. Known: scenario."),
        ("x = 1\n", 'scenarios.toml: there is no scenario. Write [[scenario]] with name = "…"'),
        ("[[scenario]]\nname = 'a'\n[[scenario]]\nname = 'a'\n",
         "scenarios.toml, scenario 2: the name 'a' is taken by an earlier scenario."),
        ("[[scenario]]\nname = '../a'\n",
         "scenarios.toml, scenario 1: 'name': a name is made of a-z, 0-9, '-', '.' and '_'"),
        ("[[scenario]]\nname = 'a'\nmovers = 'b'\n",
         "scenarios.toml, scenario 1: unknown key 'movers'. Did you mean 'mover'?"),
        ("[[scenario\n", "scenarios.toml: is not valid TOML: "),
    ],
)  # fmt: skip
def test_a_faulty_file_is_told(batch, text, sentence):
    batch("out", text=text, code=2)
    assert sentence in batch.err


def test_nobody_at_the_address_is_told(batch, monkeypatch):
    class Nobody:
        @staticmethod
        def Client(*_words, **_more):  # noqa: N802 - as distributed names it
            raise OSError("timed out")

    monkeypatch.setattr(workers, "_distributed", lambda: Nobody)
    batch("out", "--scheduler", "tcp://127.0.0.1:1", code=2)
    assert "no scheduler answers at tcp://127.0.0.1:1: timed out. Start one with" in batch.err


def test_a_shared_value_comes_back_and_can_be_changed_without_harm(tmp_path):
    value = {"a": np.arange(1000.0), "b": np.array(["é", "port"]), "c": [np.zeros(0), "text"]}
    workers.share(value, tmp_path / "file")
    one, other = workers.shared(tmp_path / "file"), workers.shared(tmp_path / "file")
    one["a"][0] = 7
    assert other["a"].tolist() == value["a"].tolist()
    assert other["b"].tolist() == ["é", "port"]
    assert other["a"].flags.writeable
    assert other["a"].flags.aligned
    assert other["c"][0].tolist() == []


def test_processes_that_are_stopped_are_not_waited_for():
    """One is busy for ever, and the tasks of the others do not fit into the pipe to them."""
    pool = ProcessPoolExecutor(1, get_context("spawn"))
    busy = pool.submit(time.sleep, 3600)
    for _ in range(3):
        pool.submit(len, b"x" * 1_000_000)
    while not busy.running():
        time.sleep(0.01)
    workers._kill(pool, [])
    ending = threading.Thread(target=lambda: pool.shutdown(wait=True, cancel_futures=True))
    ending.daemon = True
    ending.start()
    ending.join(60)
    assert not ending.is_alive()
