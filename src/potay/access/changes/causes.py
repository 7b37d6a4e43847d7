"""What made places reached or cut off between two scenarios: the subjects and their reports."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from potay.access.changes.places import access_change
from potay.access.reach.summary import best_over_hubs, rank
from potay.network.reasons import Reasons
from potay.network.scenario import Scenario
from potay.terms.statuses import PASSAGES

#: Subject types that a row of the access table does not name along its way.
_UNNAMED = ("road", "link", "obstacle", "infrastructure")


def access_causes(
    before: Scenario, after: Scenario, before_rows: pd.DataFrame, after_rows: pd.DataFrame
) -> list[dict[str, Any]]:
    """Places whose best status over all hubs differs, each with what did it.

    Returns
    -------
    list of dict
        type, id, name, commune, persons, before, after (statuses, *absent* where only one side
        knows the place), `subjects` (`type.id`) on its way, or in its way, whose passage
        changed, and the `claims` on which they rest now (or did before, where none does now).
        Places that got worse come first, those with most persons first among them.
    """
    changed = _changed(before, after)
    old, new = _best(before_rows), _best(after_rows)
    records: list[dict[str, Any]] = []
    for row in access_change(before_rows, after_rows).to_dict("records"):
        key = (row["type"], row["id"])
        subjects = _causes(row, old.get(key), new.get(key), changed)
        claims = [claim for one in subjects for claim in changed[one][1]]
        persons = row["persons"]
        records.append(
            {
                **{name: row[name] for name in ("type", "id", "name", "commune")},
                "persons": None if pd.isna(persons) else int(persons),
                "before": row["before"],
                "after": row["after"],
                "subjects": subjects,
                "claims": list(dict.fromkeys(claims)),
            }
        )
    return records


def passage_changes(before: Scenario, after: Scenario) -> list[dict[str, Any]]:
    """Subjects that the mover passes otherwise than before, what-ifs included."""
    old, new = _levels(before), _levels(after)
    return [
        {
            "subject_type": name.partition(".")[0],
            "id": name.partition(".")[2],
            "before": PASSAGES[old[name][0]],
            "after": PASSAGES[new[name][0]],
            "claims": claims,
        }
        for name, (_, claims) in _changed(before, after).items()
    ]


def _changed(before: Scenario, after: Scenario) -> dict[str, tuple[int, list[str]]]:
    """Subjects whose level differs: by how much, and the claims that say so."""
    old, new = _levels(before), _levels(after)
    found = {}
    for name in sorted(old.keys() & new.keys()):
        step = new[name][0] - old[name][0]
        if step:
            found[name] = (step, new[name][1] or old[name][1])
    return found


def _levels(scenario: Scenario) -> dict[str, tuple[int, list[str]]]:
    reasons, subjects = Reasons(scenario), scenario.network.subjects
    return {
        ".".join(subjects.key(row)): (int(scenario.passability.level[row]), reasons.claim_ids(row))
        for row in range(len(subjects.id))
    }


def _causes(
    row: Mapping[str, Any],
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    changed: Mapping[str, tuple[int, list[str]]],
) -> list[str]:
    """The way was or is led through them, or they stand in it, and they changed to that side."""
    if old is None or new is None:
        return []
    worse = rank(row["after"]) > rank(row["before"])
    led, stopped = (old, new) if worse else (new, old)
    told = [f"gateway.{one}" for one in led["gateways"]] + [f"area.{one}" for one in led["areas"]]
    told += [item["subject"] for item in stopped["blocked_by"]]
    guilty = {name for name, (step, _) in changed.items() if (step > 0) == worse}
    named = [name for name in dict.fromkeys(told) if name in guilty]
    return named or [name for name in sorted(guilty) if name.startswith(_UNNAMED)]


def _best(rows: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """The row of each place from the hub that serves it best."""
    return {(row["type"], row["id"]): row for row in best_over_hubs(rows).to_dict("records")}


def persons_moved(records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Persons at sites that gain and lose: by status, and by being cut off or no longer."""
    totals = dict.fromkeys(("persons_gained", "persons_lost", "persons_no_longer_cut_off",
                            "persons_newly_cut_off"), 0)  # fmt: skip
    for row in records:
        if row["type"] != "site" or "absent" in (row["before"], row["after"]):
            continue
        persons = row["persons"] or 0
        gained = rank(row["after"]) < rank(row["before"])
        totals["persons_gained" if gained else "persons_lost"] += persons
        if row["before"] == "cut_off":
            totals["persons_no_longer_cut_off"] += persons
        if row["after"] == "cut_off":
            totals["persons_newly_cut_off"] += persons
    return totals
