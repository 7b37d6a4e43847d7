"""What a lock file says: one pin per distribution, with its hashes and who asks for it."""

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent

_PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ASKED_BY = re.compile(r"#\s+(?:via )?(?!via$|-c )([A-Za-z0-9][\w.-]*)")


@dataclass(frozen=True)
class Pin:
    """One distribution at one version.

    `marker` says on which machines it is meant, "" for all; `hashes` are the sha256 of every file
    of that release that may be installed; `asked_by` names the distributions that need it.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    asked_by: tuple[str, ...]


def read_pins(name: str) -> tuple[Pin, ...]:
    """The pins of `lock/NAME.txt`, in its order.

    Raises
    ------
    ValueError
        Where a line is none that the lock's maker writes: another option, or an address.
    """
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[^\s#])", text.strip())
    return tuple(_pin(block) for block in blocks)


def _pin(block: str) -> Pin:
    head, *lines = block.splitlines()
    found = _PIN.fullmatch(head)
    if not found:
        raise ValueError(f"'{head}' is no pin with hashes; run 'make lock'.")
    told = [line.strip().removesuffix(" \\") for line in lines]
    hashes = [sha256[1] for line in told if (sha256 := _HASH.fullmatch(line))]
    comments = [line for line in told if line.startswith("#")]
    if len(hashes) + len(comments) != len(told) or not hashes:
        raise ValueError(f"more than hashes stands under '{head}'; run 'make lock'.")
    return Pin(
        found["name"],
        found["version"],
        found["marker"] or "",
        tuple(hashes),
        tuple(by[1] for line in comments if (by := _ASKED_BY.match(line))),
    )
