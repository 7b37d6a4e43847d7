"""Which pins have no wheel, for each Python and each kind of machine: the last step of `make lock`.

Where there is none, pip builds the source of the pin, whose hash is locked too, with the locked
build tools. That is nothing for pure Python and a compiler's work otherwise, so each gap is
written down here, and a renewal that opens another one stops.
"""

import os
import re
import subprocess
import sys
import tempfile

PYTHONS = ("3.11", "3.12", "3.13")

#: simplekml is pure Python, published as source only. rcssmin needs a C compiler. Macs
#: with Intel processors are not among the machines: numba is made for them no more.
PURE = {"simplekml"}
GAPS = {
    "x86_64-manylinux_2_28": PURE,
    "aarch64-manylinux_2_28": PURE | {"exactextract"},
    "aarch64-apple-darwin": PURE | {"rcssmin"},
    "x86_64-pc-windows-msvc": PURE | {"rcssmin"},
}
#: The oldest macOS for which wheels are looked for.
MACOS = "15.0"


def without_wheel(lock: str, python: str, machine: str) -> set[str]:
    """The pins of a lock file that no wheel brings to such a machine; nothing is installed."""
    missing: set[str] = set()
    with tempfile.TemporaryDirectory() as nowhere:
        while True:
            done = subprocess.run(
                [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--quiet", "--no-deps",
                 "--require-hashes", "--requirement", lock, "--target", nowhere,
                 "--python-version", python, "--python-platform", machine,
                 "--only-binary", ":all:", *(f"--no-binary={name}" for name in sorted(missing))],
                env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": MACOS},
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if not done.returncode:
                return missing
            told = re.search(r"Wheels are required for `([^`]+)`", done.stderr)
            if not told:
                sys.exit(f"{lock} for Python {python} on {machine}:\n{done.stderr}")
            missing.add(told[1])


def main() -> None:
    """Say what is built from source where; stop at a gap that is not written down."""
    wrong = []
    for machine, known in GAPS.items():
        found = {python: without_wheel("lock/dev.txt", python, machine) for python in PYTHONS}
        every = set().union(*found.values())
        print(f"{machine}: source only: {', '.join(sorted(every)) or 'nothing'}")
        wrong += [
            f"lock/wheels.py: no wheel of {', '.join(sorted(lost - known))} for Python {python} on "
            f"{machine}. Bound it in pyproject.toml to a release that has one, or write it down."
            for python, lost in found.items()
            if lost - known
        ]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
