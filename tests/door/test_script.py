"""A script without `if __name__ == "__main__"` asks as one with it: no child runs it again."""

import subprocess
import sys
from pathlib import Path

import pytest
from tiny import write_workspace

SCRIPT = """
print("begins", flush=True)
import sys, threading
import potay
from multiprocessing import get_context
from potay.sources import apart

done = threading.Event()
threading.Thread(target=done.wait, daemon=True).start()
if sys.argv[2] == "spawn":
    apart._context = lambda: get_context("spawn")
print(potay.open(sys.argv[1]).map("tiny").route("port", "camp-1").status)
print(__spec__, __file__.endswith("asks.py"))
done.set()
"""


@pytest.mark.parametrize("start", ["forkserver", "spawn"])
def test_a_script_is_not_run_again_by_those_who_read_for_it(tmp_path: Path, start: str):
    root = write_workspace(tmp_path / "tiny")
    file = tmp_path / "asks.py"
    file.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(file), str(root), start], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["begins", "cut_off", "None True"]
