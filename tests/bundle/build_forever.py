"""Builds one bundle again and again until it is killed: the victim of test_kill.

Each build's files tell its number, so that a mixture of two builds would show. Each is signed,
packed and recorded by the workspace beside the bundles.
"""

import itertools
import sys
from pathlib import Path

from export.world import world

from potay.bundle import delivery_of, write_bundle


def numbered(number):
    def write(built, folder):
        for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
            (folder / name).write_text(f"{number}\n" * 20_000, encoding="utf-8")

    return {"numbered": write}


out, home = Path(sys.argv[1]), Path(sys.argv[2])
built = world()  # made once: nearly all of the time is spent in writing
for number in itertools.count():
    write_bundle(built, out, numbered(number), delivery_of(home, packed=True))
    sys.stdout.write("built\n")
    sys.stdout.flush()
