"""Scenarios made ready to be answered anywhere: one network for all, one small task for each."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from potay import __version__
from potay.access.readings.endpoints import find_hubs
from potay.access.readings.untold import refuse_untold
from potay.batch.scenarios import Variant
from potay.built import State
from potay.errors import Finding, NoAnswerError, PotayError, raise_errors
from potay.inputs import Inputs
from potay.network import Network, with_state
from potay.spec import MapSpec, Mover, Rules


@dataclass(frozen=True)
class Task:
    """All that one scenario needs beside the network; the same task gives the same bytes.

    `draws` asks for the minutes that hold with a given certainty. `fingerprint` is that of
    everything its results depend on.
    """

    name: str
    state: State
    mover: Mover
    rules: Rules
    hubs: tuple[str, ...]
    what_if: Mapping[str, str]
    draws: bool
    fingerprint: str


@dataclass(frozen=True)
class BatchPlan:
    """A batch: the network, and a task per scenario."""

    network: Network
    tasks: tuple[Task, ...]


def plan_batch(inputs: Inputs, variants: Sequence[Variant], *, draws: bool = False) -> BatchPlan:
    """Everything that can be wrong with a scenario is found here, before any is answered.

    With `draws` every task asks for the minutes that hold with a given certainty.

    Raises
    ------
    NoAnswerError
        With every unknown mover, subject, status and hub of every scenario; and where draws are
        asked for of a public map, in which silence is not told.
    """
    if draws:
        refuse_untold(inputs.state, "a chance")
    states: dict[datetime, State] = {inputs.asked.spec.as_of: inputs.state}
    faults: list[Finding] = []
    tasks: list[Task] = []
    for variant in variants:
        try:
            tasks.append(_task(inputs, variant, states, draws))
        except PotayError as error:
            where = f"scenario {variant.name}"
            faults += [replace(fault, file=where) for fault in error.findings]
    raise_errors(NoAnswerError, faults)
    return BatchPlan(inputs.network, tuple(tasks))


def _task(inputs: Inputs, variant: Variant, states: dict[datetime, State], draws: bool) -> Task:
    spec = inputs.asked.spec
    mover, when = variant.mover or spec.mover, variant.as_of or spec.as_of
    if mover not in spec.movers:
        known = ", ".join(sorted(spec.movers))
        raise NoAnswerError(f"'{mover}' is no mover of this map.", hint=f"Known: {known}.")
    if when not in states:
        states[when] = inputs.moment(when).state
    what_if = {**spec.what_if, **variant.what_if}
    hubs = variant.hubs or inputs.starts()
    with_state(inputs.network, states[when], what_if)
    find_hubs(inputs.network, hubs)
    asked = spec.model_copy(
        update={"as_of": when, "mover": mover, "what_if": what_if, "hubs": hubs}
    )
    return Task(
        variant.name, states[when], spec.movers[mover], spec.rules, hubs, what_if,
        draws, _fingerprint(asked, inputs, draws),
    )  # fmt: skip


def _fingerprint(spec: MapSpec, inputs: Inputs, draws: bool) -> str:
    """A hash of what is asked of which data by which version."""
    data = sorted((name, one.sha256) for name, one in inputs.asked.datasets.items())
    asked = spec.model_dump(mode="json", include=ASKED)
    text = json.dumps([asked, data, draws, __version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


#: What of a map an answer depends on, beside the data.
ASKED = {"extent", "as_of", "layers", "ledger", "hubs", "mover", "movers", "rules", "audience",
         "what_if"}  # fmt: skip
