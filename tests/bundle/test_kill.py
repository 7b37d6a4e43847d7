"""A build killed at any moment leaves the last bundle whole, and the next one cleans up."""

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bundle.fixtures import content, small, workspace_with_key
from export.world import world

from potay.bundle import judge_bundle, trusted_signers, write_bundle
from potay.releaselog import read_releases

KILLS = 8
NAME = "ti-mond-internal"


def test_a_build_killed_at_any_moment_leaves_a_whole_bundle(tmp_path):
    """Folder, zip file and log: each whole, signed, and no bundle in place that is not recorded."""
    out, home = tmp_path / "out", workspace_with_key(tmp_path / "desk")
    script = str(Path(__file__).with_name("build_forever.py"))
    chance = random.Random(4)
    inside = 0
    for _ in range(KILLS):
        victim = subprocess.Popen(
            [sys.executable, script, str(out), str(home)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
        )
        victim.stdout.readline()  # one bundle at least is there
        time.sleep(chance.random() * 0.1)
        victim.kill()
        victim.communicate()
        for path in (out / NAME, out / f"{NAME}_2024-08-18.zip"):
            assert judge_bundle(path, None, trusted_signers(home)).signed_by == "desk"
        held = content(out / NAME)
        recorded = {one.manifest for one in read_releases(home)}
        assert hashlib.sha256(held["manifest.json"]).hexdigest() in recorded
        assert len({held[name] for name in ("a.txt", "b.txt", "c.txt", "d.txt")}) == 1
        inside += any(path.name.startswith(f".{NAME}") for path in out.iterdir())
    assert inside > KILLS // 2, "too few kills fell into a build: the test showed little"
    write_bundle(world(), out, small())
    assert sorted(path.name for path in out.iterdir()) == [NAME, f"{NAME}_2024-08-18.zip"]
