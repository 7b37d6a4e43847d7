"""The ledger is derived anew for each moment, so deriving must cost next to nothing.

Run with tests/ and src/ on the path: `PYTHONPATH=src:tests python tests/benchmarks/resolving.py`.
On a quiet core 10,000 claims took under 100 ms and 60 moments of 260 claims under 200 ms.
"""

import time
from datetime import date, timedelta

import pandas as pd
from claims.tiny import claim_rows, dataset, ledger, rules

from potay.claims import resolve
from potay.spec.map import moment

START = date(2024, 1, 1)
VALUES = {
    "status": ("open", "closed", "restricted"),
    "control": ("gpep", "pnh", "contested", "none"),
    "window": ("Fri-Sun 06:00-18:00",),
    "toll": ("unstated HTG any",),
    "note": ("seen",),
}


def many(count, gateways):
    """A ledger of claims of all kinds over a year, about gateways that exist."""
    kinds = list(VALUES)
    rows = [
        {
            "claim_id": f"C{n:05}", "subject_type": "gateway", "subject": f"g{n * 7 % gateways}",
            "kind": kinds[n % 5], "value": VALUES[kinds[n % 5]][n % len(VALUES[kinds[n % 5]])],
            "as_of": (START + timedelta(days=n * 13 % 365)).isoformat(),
            "source_id": "icg", "reliability": str(n % 5),
        }
        for n in range(count)
    ]  # fmt: skip
    ids = pd.Index([f"g{n}" for n in range(gateways)], name="id")
    places = dataset("gateways", pd.DataFrame({"name": ""}, index=ids), "many")
    return ledger(claim_rows(rows), places)


def seconds(read, moments, tries=5):
    """The processor time of the fastest of some tries."""
    found = []
    for _ in range(tries):
        start = time.process_time()
        for as_of in moments:
            resolve(read, as_of, rules_)
        found.append(time.process_time() - start)
    return min(found)


rules_ = rules()


def main() -> None:
    """Print what deriving a state takes on this machine."""
    ledger_of_ten_thousand = many(10_000, 3_000)
    one = seconds(ledger_of_ten_thousand, [moment("2024-12-31")])
    days = [moment((START + timedelta(days=6 * n)).isoformat()) for n in range(60)]
    sixty = seconds(many(260, 120), days)
    print(f"10,000 claims, one moment: {one * 1000:.0f} ms; 260 claims, 60: {sixty * 1000:.0f} ms")


if __name__ == "__main__":
    main()
