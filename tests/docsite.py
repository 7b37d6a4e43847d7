"""The documentation built as `make docs` does, for the tests that look at it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def build(source: Path, out: Path) -> tuple[int, str]:
    """The exit code and the words of a strict build. With `--quiet` no warning would count."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)],
        cwd=source, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def build_site(out: Path) -> Path:
    """The site in a folder; skips where what makes it is not installed."""
    for module in ("mkdocs", "material", "mkdocstrings"):
        pytest.importorskip(module, reason=f"no {module} here: it comes with the extra 'docs'")
    code, said = build(ROOT, out)
    assert code == 0, said
    return out
