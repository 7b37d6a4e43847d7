"""How many times more cases than usual the proof tries: 1 for `make test`, 100 for `make proof`."""

import os

TIMES = int(os.environ.get("POTAY_TIMES", "1"))
