"""Ctrl-C and a polite kill, at any time: words, the code that shells expect, nothing half done."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.processes import SOURCE, ended, run, start, wait_until_it_listens
from proving import TIMES
from tiny import write_workspace

from potay.bundle import verify_bundle
from potay.cli.stopping import FAREWELL

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
#: How many moments between the first and the last of a command are tried.
MOMENTS = 3 * min(TIMES, 30)
ODD = re.compile("Traceback|Exception ignored|Error")


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("stopping") / "tiny")


@pytest.fixture(scope="module")
def seconds(root, tmp_path_factory) -> float:
    """How long the longer of the commands takes here and now."""
    began = time.monotonic()
    run("-w", str(root), "build", "tiny", "--out", str(tmp_path_factory.mktemp("first")))
    return time.monotonic() - began


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to look into")
@pytest.mark.parametrize("moment", range(MOMENTS))
@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("command", [("check",), ("build", "tiny")], ids=["check", "build"])
def test_a_command_that_is_stopped_says_so(root, seconds, tmp_path, command, number, moment):
    words = [*command, "--out", str(tmp_path)] if command[0] == "build" else command
    process = start("-w", str(root), *words)
    if wait_until_it_listens(process):
        time.sleep(seconds * moment / MOMENTS)
        process.send_signal(number)
    code, _, err = ended(process)
    assert not ODD.search(err), err
    assert code in (0, CODES[number])
    assert err.endswith(FAREWELL) is (code != 0)
    left = [path.name for path in tmp_path.iterdir()]
    assert left in ([], ["tiny-internal"])
    assert verify_bundle(tmp_path / "tiny-internal") == [] if left else True


def test_a_second_ctrl_c_is_not_waited_upon(root):
    """The first is deferred for ever here; the second ends it all the same."""
    code = (
        "import sys, time, signal\n"
        "from potay.cli import main\n"
        "import potay.cli.app as app\n"
        "def command():\n"
        "    try:\n"
        "        print('runs', flush=True)\n"
        "        time.sleep(600)\n"
        "    finally:\n"
        "        print('clears away', flush=True)\n"
        "        time.sleep(600)\n"
        "app.app.command('sleep')(command)\n"
        "main(['sleep'])\n"
    )
    process = python(code)
    assert process.stdout.readline() == "runs\n"
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "clears away\n"
    process.send_signal(signal.SIGTERM)
    assert ended(process) == (143, "", FAREWELL)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("raise KeyboardInterrupt", "a library's own"),
        ("raise ValueError('the interruption, made something else of')", "turned"),
        ("class Odd:\n  def __del__(self): ask()\n Odd()", "swallowed"),
        ("try: ask()\n except BaseException: return", "hidden"),
        ("try: ask()\n except BaseException: raise typer.Exit(3)", "taken for a fault"),
    ],
)
def test_whatever_a_library_makes_of_it(body, what):
    """An interruption inside of foreign code may come out as anything, or not at all."""
    code = (
        "import os, signal, time, typer\n"
        "from potay.cli import main\n"
        "import potay.cli.app as app\n"
        "from potay.cli.stopping import stopping\n"
        "def ask(): os.kill(os.getpid(), signal.SIGINT); time.sleep(1)\n"
        "def command():\n"
        f" {'stopping.asked = signal.SIGINT' if what == 'turned' else 'pass'}\n"
        f" {body}\n"
        "app.app.command('odd')(command)\n"
        "main(['odd'])\n"
    )
    code, _, err = ended(python(code))
    assert not ODD.search(err), err
    assert (code, err) == ((0, "") if what == "hidden" else (130, FAREWELL))


def test_a_signal_that_the_caller_has_us_ignore_stays_ignored():
    code = (
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "from potay.cli.stopping import stopping\n"
        "stopping.listen()\n"
        "print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)\n"
    )
    assert ended(python(code)) == (0, "True\n", "")


def test_an_interruption_of_an_import_is_not_taken_for_a_broken_installation():
    """Extension modules make an ImportError of whatever is raised while they load."""
    code = (
        "import os, signal, sys, time\n"
        "class Loading:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'numpy':\n"
        "            try:\n"
        "                os.kill(os.getpid(), signal.SIGINT); time.sleep(600)\n"
        "            except BaseException as error:\n"
        "                raise ImportError('numpy is broken') from error\n"
        "sys.meta_path.insert(0, Loading())\n"
        "from potay.cli import main\n"
        "main(['--version'])\n"
    )
    assert ended(python(code)) == (130, "", FAREWELL)


def test_nothing_heavy_is_loaded_before_it_listens():
    code = (
        "import sys\n"
        "import potay.cli\n"
        "heavy = {'typing', 'importlib.metadata', 'inspect', 'dataclasses', 'numpy', 'typer'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    assert ended(python(code)) == (0, "[]\n", "")


def test_a_reader_of_the_answer_may_go_away(root):
    process = start("-w", str(root), "claims")
    process.stdout.close()
    process.stdout = None
    code, _, err = ended(process)
    assert (code, ODD.search(err)) == (0, None)


def test_a_name_that_is_no_text_is_told(root):
    code, out, err = run("--json", "-w", str(root), "check", "caf\udce9.csv", "--as", "sites")
    assert (code, ODD.search(err)) == (3, None)
    assert "caf<U+DCE9>.csv" in out


SCENARIOS = "\n".join(
    f'[[scenario]]\nname = "s{n}"\nas_of = "2024-01-{n:02}"' for n in range(1, 25)
)


@pytest.mark.parametrize("number", [*CODES, signal.SIGKILL])
def test_a_batch_that_is_stopped_leaves_no_process_behind(root, tmp_path, number):
    file = tmp_path / "scenarios.toml"
    file.write_text(SCENARIOS, encoding="utf-8")
    process = start("-w", str(root), "batch", "tiny", str(file), "--out", str(tmp_path / "out"),
                    "--workers", "2", group=True)  # fmt: skip
    while "[1/" not in (line := process.stderr.readline()):  # all processes are at work
        assert line, "it ended before it began"
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal tells all of them
    else:
        process.send_signal(number)
    code, _, err = ended(process)  # every process that holds its stderr has ended
    assert not ODD.search(err), err
    assert code in (0, CODES.get(number, -number))
    left = list((tmp_path / "out").glob(".*"))
    assert left == [] or number == signal.SIGKILL  # the next batch clears away what that left


def python(code: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": SOURCE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
