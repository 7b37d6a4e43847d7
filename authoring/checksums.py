"""Write the sha256 of each dataset's file into its ``data/*/dataset.toml``, and nothing else.

Run ``python authoring/checksums.py`` after a dataset's file has changed; ``--check`` only tells
which hashes are out of date and fails if any is.
"""

import hashlib
import re
import sys
import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
HASH_LINE = re.compile(r'^sha256[ \t]*=[ \t]*"[^"\n]*"', re.MULTILINE)


def stamped(dataset: Path) -> str:
    """Return the text of a dataset.toml with the hash its file has now."""
    text = dataset.read_text(encoding="utf-8")
    content = (dataset.parent / tomllib.loads(text)["file"]).read_bytes()
    line = f'sha256 = "{hashlib.sha256(content).hexdigest()}"'
    new, count = HASH_LINE.subn(line, text, count=1)
    if count == 0:
        raise SystemExit(f'{dataset}: no line sha256 = "…", add one and run again')
    return new


def main(check: bool) -> int:
    """Stamp, or only check, every dataset; the number of hashes out of date is the verdict."""
    stale = 0
    for dataset in sorted(DATA.glob("*/dataset.toml")):
        text = stamped(dataset)
        if text == dataset.read_text(encoding="utf-8"):
            continue
        stale += 1
        sys.stderr.write(f"{dataset.parent.name}: sha256 {'is out of date' if check else 'set'}\n")
        if not check:
            dataset.write_text(text, encoding="utf-8", newline="\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
