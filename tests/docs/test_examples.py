"""Every example of the documentation runs: Python in doctests, commands in a shell of their own.

A block `console` holds commands after `$ ` and what they answer, in which `...` stands for
anything. A block with a title is a file of that name, written where the commands run. A command
that is refused names its exit code: `# exit 5`.
"""

import contextlib
import doctest
import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import potay
from potay.cli import run

DOCS = Path(__file__).parents[2] / "docs"
README = DOCS.parent / "README.md"
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PAGES = [*sorted(DOCS.rglob("*.md")), DOCS.parent / "CONTRIBUTING.md"]
BLOCK = re.compile(
    r'^```(?P<form>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL
)
#: Programs besides ours that a tutorial may run.
OTHERS = ("ls", "cat", "sed", "echo")


@dataclass(frozen=True)
class Step:
    """One command and what it is to answer, or a file that is to be written."""

    command: str = ""
    answer: str = ""
    file: str = ""
    text: str = ""


def steps(page: str) -> list[Step]:
    """What a page asks its reader to do, in its order."""
    found = []
    for block in BLOCK.finditer(page):
        if block["title"]:
            found.append(Step(file=block["title"], text=block["body"]))
        elif block["form"] == "console":
            found += _commands(block["body"])
    return found


def _commands(body: str) -> Iterator[Step]:
    lines = body.replace("\\\n", " ").splitlines()
    command, answer = "", []
    for line in [*lines, "$ "]:
        if line.startswith("$ "):
            if command:
                yield Step(command, "\n".join(answer))
            command, answer = line[2:], []
        else:
            answer.append(line)


def expected_code(command: str) -> int:
    """The exit code that a command's own comment names."""
    named = re.search(r"# exit (\d+)", command)
    return int(named[1]) if named else 0


def call(command: str) -> tuple[int, str, str]:
    """The exit code of a command and what it says on stdout and stderr."""
    code, said, told = 0, io.StringIO(), io.StringIO()
    for part in command.partition(" # ")[0].split(" && "):
        program, *words = shlex.split(part)
        if program == "cd":
            _enter(words[0])
        elif program == "potay":
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
                code = code or run(words)
        else:
            assert program in OTHERS, f"{program} is not run by the tests"
            done = subprocess.run(part, shell=True, capture_output=True, text=True, check=False)
            code = code or done.returncode
            said.write(done.stdout)
            told.write(done.stderr)
    return code, said.getvalue(), told.getvalue()


_enter = contextlib.chdir  # replaced while a page is followed, so that it ends where it began


def follow(page: str) -> list[str]:
    """What goes otherwise than a page says when one does what it says, step by step."""
    checker, wrong = doctest.OutputChecker(), []
    for step in steps(page):
        if step.file:
            Path(step.file).write_text(step.text, encoding="utf-8")
            continue
        code, said, told = call(step.command)
        if code != expected_code(step.command):
            wrong.append(f"$ {step.command}\nended with {code}:\n{told}")
        answers = (said, told, told + said, said + told)
        want = f"{step.answer}\n"
        if step.answer and not any(checker.check_output(want, one, FLAGS) for one in answers):
            wrong.append(f"$ {step.command}\nsaid:\n{told}{said}")
    return wrong


def python(text: str, name: str) -> doctest.DocTest:
    """The Python examples of a page."""
    lines = ["" if line.startswith("```") else line for line in text.splitlines()]
    return doctest.DocTestParser().get_doctest("\n".join(lines), {}, name, name, 0)


def texts() -> dict[str, str]:
    return {str(page.relative_to(DOCS.parent)): page.read_text(encoding="utf-8") for page in PAGES}


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """A folder to follow a page in; what it enters is left again."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(globals(), "_enter", monkeypatch.chdir)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", [name for name, text in texts().items() if steps(text)])
def test_the_commands_of_a_page_do_what_it_says(name, somewhere):
    assert "\n\n".join(follow(texts()[name])) == ""


@pytest.mark.parametrize("name", [name for name, text in texts().items() if ">>>" in text])
def test_the_python_of_a_page_runs(name, somewhere):
    page, said = python(texts()[name], name), []
    doctest.DocTestRunner(optionflags=FLAGS).run(page, out=said.append)
    assert "".join(said) == ""


def test_the_pages_have_examples():
    found = texts()
    followed = {name for name, text in found.items() if steps(text)}
    assert {f"docs/tutorial/{who}.md" for who in
            ("logistician", "information-manager", "gis-officer")} <= followed  # fmt: skip
    assert len(python(found["docs/python.md"], "python").examples) > 20
    assert python(found["docs/tutorial/developer.md"], "developer").examples


def test_no_example_stands_where_no_test_looks():
    """A block of Python is a doctest, a block of commands is followed."""
    odd = [
        (name, block["form"])
        for name, text in texts().items()
        for block in BLOCK.finditer(text)
        if (block["form"] == "python" and ">>>" not in block["body"])
        or (block["form"] in ("sh", "bash", "shell") and "potay " in block["body"])
    ]
    assert odd == []


def test_the_daily_job_of_the_readme_runs(somewhere):
    """Its bundle is whole, and as old as the starter's reports: `verify` refuses it for that."""
    lines = [line for line in README.read_text(encoding="utf-8").splitlines()
             if line.startswith("potay ")]  # fmt: skip
    assert len(lines) == 10
    codes = {line.partition(" #")[0].split()[1]: call(line)[0] for line in lines}
    assert codes == {**dict.fromkeys(codes, 0), "verify": 3}


def test_the_python_page_names_every_table():
    text = texts()["docs/python.md"]
    tables = set(potay.columns()["table"]) - {"findings"}
    assert {table for table in tables if f"`{table}`" not in text} == set()


FAULTS = {
    "another answer": ("$ echo one\ntwo", "said:\none"),
    "another code": ("$ ls nowhere", "ended with"),
    "a code that does not come": ("$ echo one   # exit 3", "ended with 0"),
    "a command of ours that is wrong": ("$ potay nothing", "ended with 2"),
}


@pytest.mark.parametrize(("body", "said"), FAULTS.values(), ids=FAULTS)
def test_a_page_that_says_something_else_is_found(body, said, somewhere):
    (wrong,) = follow(f"```console\n{body}\n```\n")
    assert said in wrong
