"""A build killed at any moment leaves the last bundle whole, and the next one cleans up."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bundle.fixtures import content, small
from export.world import world

from potay.bundle import verify_bundle, write_bundle

KILLS = 8
NAME = "ti-mond-internal"


def test_a_build_killed_at_any_moment_leaves_a_whole_bundle(tmp_path):
    chance = random.Random(4)
    inside = 0
    for _ in range(KILLS):
        victim = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("build_forever.py")), str(tmp_path)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
        )
        victim.stdout.readline()  # one bundle at least is there
        time.sleep(chance.random() * 0.1)
        victim.kill()
        victim.communicate()
        assert verify_bundle(tmp_path / NAME) == []
        held = content(tmp_path / NAME)
        assert len({held[name] for name in ("a.txt", "b.txt", "c.txt", "d.txt")}) == 1
        inside += any(path.name.startswith(f".{NAME}.") for path in tmp_path.iterdir())
    assert inside > KILLS // 2, "too few kills fell into a build: the test showed little"
    write_bundle(world(), tmp_path, small())
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
