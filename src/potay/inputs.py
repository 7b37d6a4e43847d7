"""What a map is made from: read whole, reduced to what its audience has, resolved to a state.

Everything is read and checked first, so that a fault is told whoever the map is for. Then what
the audience may not have is taken out, and nothing after that has seen it: the ledger is read
anew from what is left, the network compiled from it. One thing more is known of the whole: for
partners, which passages a report that is withheld would close.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

import geopandas as gpd
import pandas as pd

from potay.access import Outlook
from potay.built import Dataset, State, SubjectKey
from potay.claims import (
    Ledger,
    ask_first,
    closed_by,
    not_told,
    read_ledger,
    resolve,
    state_tables,
    turning_points,
)
from potay.errors import (
    Finding,
    PotayError,
    SensitivityError,
    SourceError,
    SpecError,
    raise_errors,
)
from potay.geo import WGS84
from potay.history import Moment
from potay.naming import unknown_names
from potay.network import (
    SLOWING,
    Material,
    Network,
    Scenario,
    cached_network,
    closing_holders,
    make_scenario,
    roads_governed,
)
from potay.release import (
    CommuneTotal,
    Released,
    names_gone,
    reduce_asked,
    reduce_datasets,
    told_findings,
)
from potay.sources import CACHE, keep_rows, read_datasets
from potay.spec import AskedMap, DatasetSpec, Mover, Workspace
from potay.spec.workspace import read_dataset_spec
from potay.terms.subjects import LEDGER_ROLES, SUBJECT_OF_ROLE
from potay.terrain import with_grades
from potay.terrain.floods import flood_datasets

STATE_TABLES = {"area": "areas", "gateway": "gateways", "road": "roads"}

Say = Callable[[str], None]


def silent(_message: str) -> None:
    """Say nothing: the default where nobody watches."""


@dataclass(frozen=True)
class Shelf:
    """What maps keep in common that differ in what is asked of them alone.

    `given` are the datasets of a map of frames. Those of files stand in `read` under what their
    dataset.toml says, so that one which is registered anew is read anew. `networks` are compiled
    ones by their fingerprints.
    """

    given: Mapping[str, Dataset] | None = None
    read: dict[str, Mapping[str, Dataset]] = field(default_factory=dict)
    networks: dict[str, Network] = field(default_factory=dict)

    def datasets(self, asked: AskedMap) -> Mapping[str, Dataset]:
        """The datasets of a map, read where they were not yet.

        Raises
        ------
        SourceError
            With every fault of every dataset.
        """
        if self.given is not None:
            return self.given
        specs = [spec.model_dump_json() for spec in asked.datasets.values()]
        key = json.dumps([asked.spec.extent, specs])
        if key not in self.read:
            self.read[key] = _read(asked)
        return self.read[key]


@dataclass(frozen=True)
class Inputs:
    """What a map is made from, as its audience has it.

    `asked` names only what is here. `frames` are the rows by subject type. `ask_first` are the
    passages that a report would close that this audience may not have (partners only).
    `site_totals` are those of a public map. `held_back` counts the rows that are gone by role:
    for who makes the map, never for who reads it. `shelf` is what further maps may share.
    """

    asked: AskedMap
    datasets: Mapping[str, Dataset]
    frames: Mapping[str, pd.DataFrame]
    ledger: Ledger
    ask_first: frozenset[SubjectKey] = frozenset()
    site_totals: tuple[CommuneTotal, ...] | None = None
    held_back: Mapping[str, int] = field(default_factory=dict)
    shelf: Shelf | None = None

    @cached_property
    def state(self) -> State:
        """What was known at the map's moment."""
        return self.state_of(self.asked.spec.as_of)

    def state_of(self, when: datetime, at: datetime | None = None) -> State:
        """What was known at a moment, applied to another (the same where none is given)."""
        state = resolve(self.ledger, when, self.asked.spec.rules, at)
        state = replace(state, findings=self._tellable(state.findings))
        if self.asked.spec.audience == "public":
            return not_told(state)
        return ask_first(state, self.ask_first) if self.ask_first else state

    def _tellable(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(findings) if self.asked.spec.audience == "internal" else ()

    @cached_property
    def network(self) -> Network:
        """The compiled roads, from the workspace's cache where nothing changed."""
        if "road" not in self.frames:
            raise self._no_roads()
        material = Material(
            roads=with_grades(self.frames["road"], self.datasets, self.asked.spec.rules),
            areas=self.frames.get("area"),
            gateways=self.frames.get("gateway"),
            links=self.frames.get("link"),
            infrastructure=self.frames.get("infrastructure"),
            obstacles=self.frames.get("obstacle"),
            places={"site": self.frames["site"]} if "site" in self.frames else {},
        )
        rules = self.asked.spec.rules
        home = self.asked.home
        return cached_network(
            home / CACHE if home else None,
            material,
            rules,
            end_gap_m=rules.end_gap_m,
            known=self.shelf.networks if self.shelf else None,
        )

    def _no_roads(self) -> PotayError:
        file, audience = self.asked.label, self.asked.spec.audience
        if self.held_back.get("roads"):
            return SensitivityError(
                f"no road of this map may be told to '{audience}', so nothing can be said of"
                " access.", file=file,
                hint="Mark roads that everybody may know 'low' in their dataset.toml.",
            )  # fmt: skip
        return SourceError("the map names no roads.", file=file, hint=self.asked.to_have("roads"))

    def starts(self, named: Sequence[str] | None = None) -> tuple[str, ...]:
        """Where journeys begin: the hubs named, else those of the map.

        Raises
        ------
        SensitivityError
            Where none of the map's hubs may be told to its audience.
        """
        spec = self.asked.spec
        if not (named or spec.hubs) and spec.audience != "internal":
            raise SensitivityError(
                f"no hub of this map may be told to '{spec.audience}'.",
                file=self.asked.label,
                hint="Name the kinds of place that a public map may show under [release], or name "
                "a place that it shows with --from.",
            )
        return tuple(named or spec.hubs)

    def scenario(self, mover: Mover | None = None) -> Scenario:
        """The network as the state leaves it for a mover (the map's own where none is named)."""
        spec = self.asked.spec
        return make_scenario(
            self.network, self.state, mover or spec.chosen_mover, spec.rules, what_if=spec.what_if
        )

    def outlook(self) -> Outlook:
        """The map's own scenario, and what is known at its moment of the time after."""
        return Outlook(self.scenario(), self._ahead, self.asked.spec.what_if)

    def _ahead(self, begin: datetime, end: datetime) -> list[tuple[datetime, State]]:
        spec = self.asked.spec
        turns = turning_points(self.ledger.claims, spec.as_of, spec.rules, begin, end)
        return [(at, self.state_of(spec.as_of, at)) for at in [begin, *turns]]

    def moment(self, when: datetime) -> Moment:
        """The same network as it was left by what was known at another moment."""
        spec = self.asked.spec
        state = self.state_of(when)
        scenario = make_scenario(
            self.network, state, spec.chosen_mover, spec.rules, what_if=spec.what_if
        )
        return Moment(scenario, spec.hubs, self.frames)

    def keep_rows(self) -> None:
        """Keep the rows as registered, so that `potay register` can tell later what was edited.

        Only where all of them are here; and not those of an extract of OpenStreetMap, of which a
        map reads what lies in its own area.
        """
        home = self.asked.home
        if home is None or self.asked.spec.audience != "internal" or self.held_back:
            return
        for name, spec in self.asked.datasets.items():
            if not spec.file.lower().endswith((".pbf", ".osm", ".osm.gz")):
                keep_rows(home, self.datasets[name])

    def named_state(self) -> dict[str, pd.DataFrame]:
        """The state of areas, gateways and roads as tables, one row per subject."""
        tables = state_tables(self.state, self.frames)
        return {kind: tables[name] for kind, name in STATE_TABLES.items()}


@dataclass(frozen=True)
class _Material:
    """Datasets with what follows from them: rows by subject type, and the ledger."""

    datasets: Mapping[str, Dataset]
    frames: Mapping[str, pd.DataFrame]
    ledger: Ledger

    @classmethod
    def of(cls, asked: AskedMap, read: Mapping[str, Dataset]) -> "_Material":
        """The datasets, with modelled water on the roads where the map's rules ask for it."""
        frames = _rows_by_subject(read)
        water = flood_datasets(asked.spec, read, frames.get("road"))
        datasets = {**read, **water}
        frames = _rows_by_subject(datasets) if water else frames
        return cls(datasets, frames, read_ledger(list(datasets.values()), frames))

    @property
    def subjects(self) -> frozenset[SubjectKey]:
        """Type and id of every row that can be reported on."""
        return frozenset(
            (kind, str(one)) for kind, rows in self.frames.items() for one in rows.index
        )


def read_inputs(
    asked: AskedMap,
    say: Say = silent,
    like: Inputs | None = None,
    shelf: Shelf | None = None,
) -> Inputs:
    """Read every dataset a map names, and keep what its audience may have.

    Parameters
    ----------
    like
        Inputs of the same map at another moment: what is to be asked first there is so here, so
        that two moments side by side do not tell when a withheld report came.
    shelf
        Where datasets and networks are kept for the next map that is like this one.

    Raises
    ------
    SourceError
        With every fault of every dataset and of the ledger.
    SpecError
        Where its hubs, rules, movers or layers name what nothing bears.
    """
    say(f"Reading {len(asked.datasets)} datasets …")
    read = shelf.datasets(asked) if shelf else _read(asked)
    asked = _as_read(asked, read)
    whole = _Material.of(asked, read)
    raise_errors(SpecError, unknown_names(asked, read, whole.ledger.actors.index))
    released = reduce_datasets(read, asked.spec)
    held_back = _held_back(read, released.datasets)
    if asked.spec.audience == "internal" and not held_back:
        say(f"Resolving {len(whole.ledger.claims)} claims as of {asked.spec.as_of:%Y-%m-%d} …")
        return Inputs(asked, whole.datasets, whole.frames, whole.ledger, shelf=shelf)
    gone = names_gone(read, released.datasets)
    reduced = reduce_asked(asked, released.datasets, gone)
    told = _Material.of(reduced, _without_words(released, gone, asked))
    spec = reduced.spec
    for key in sorted(asked.spec.what_if.keys() - spec.what_if.keys()):
        say(f"what-if '{key}' is left out: it may not be told to {spec.audience}.")
    say(f"Resolving {len(told.ledger.claims)} claims as of {spec.as_of:%Y-%m-%d} …")
    unsaid = like.ask_first if like else _closed_unsaid(asked, whole, told, shelf)
    return Inputs(
        asked=reduced,
        datasets=told.datasets,
        frames=told.frames,
        ledger=told.ledger,
        ask_first=unsaid & told.subjects,
        site_totals=released.site_totals,
        held_back=held_back,
        shelf=shelf,
    )


def _read(asked: AskedMap) -> Mapping[str, Dataset]:
    return read_datasets(asked.datasets.values(), study_area=asked.spec.study_area)


def _as_read(asked: AskedMap, read: Mapping[str, Dataset]) -> AskedMap:
    """The map with the sha256 of what was read: somebody may have added to a file since then."""
    specs = {
        name: spec.model_copy(update={"sha256": read[name].sha256})
        for name, spec in asked.datasets.items()
    }
    return replace(asked, datasets=specs)


def _without_words(released: Released, gone: frozenset[str], asked: AskedMap) -> dict[str, Dataset]:
    """The reduced datasets, their findings without those that quote what is gone."""
    return {
        name: replace(one, findings=told_findings(one.findings, gone, asked.spec.audience))
        for name, one in released.datasets.items()
    }


def _held_back(read: Mapping[str, Dataset], told: Mapping[str, Dataset]) -> dict[str, int]:
    """How many rows of each role are gone; a raster counts as one."""
    counts: dict[str, int] = {}
    for name, dataset in read.items():
        before = 1 if dataset.frame is None else len(dataset.frame)
        left = told.get(name)
        after = 0 if left is None else 1 if left.frame is None else len(left.frame)
        if before > after:
            counts[dataset.role] = counts.get(dataset.role, 0) + before - after
    return counts


def _closed_unsaid(
    asked: AskedMap, whole: _Material, told: _Material, shelf: Shelf | None
) -> frozenset[SubjectKey]:
    """Passages that a report which partners may not have would close at the map's moment.

    A subject that they have is told itself; of one that they do not have, the roads that it
    governs, each as a whole, so that its place on them is not told.
    """
    spec = asked.spec
    if spec.audience != "partners":
        return frozenset()
    left = {claim.claim_id for claim in told.ledger.claims}
    withheld = frozenset(claim.claim_id for claim in whole.ledger.claims) - left
    closes = closing_holders(whole.ledger.actors, spec.movers.values(), spec.rules)
    shut = closed_by(whole.ledger, withheld, spec.as_of, spec.rules, closes)
    hidden = (shut | _barriers(whole)) - told.subjects
    if not hidden:
        return shut
    network = Inputs(asked, whole.datasets, whole.frames, whole.ledger, shelf=shelf).network
    return shut | {("road", road) for road in roads_governed(network, hidden)}


def _barriers(whole: _Material) -> frozenset[SubjectKey]:
    """Obstacles that may stop a vehicle, whatever is reported of them.

    A withheld report that one of them is gone must not be felt by who may not have it.
    """
    rows = whole.frames.get("obstacle")
    if rows is None:
        return frozenset()
    return frozenset(("obstacle", str(one)) for one in rows.index[~rows["kind"].isin(SLOWING)])


def datasets_of(workspace: Workspace, role: str) -> dict[str, DatasetSpec]:
    """The datasets of a role in a workspace, by name.

    Raises
    ------
    SpecError
        Where a dataset.toml of the workspace is wrong.
    """
    specs = _specs(workspace)
    return {name: spec for name, spec in specs.items() if spec.role == role}


def read_everything_claimed(workspace: Workspace) -> Ledger:
    """The ledger over all datasets of a workspace, whichever map uses them.

    Raises
    ------
    PotayError
        Where a dataset of claims, sources or actors, or one they may speak of, is refused.
    """
    wanted = [
        spec
        for spec in _specs(workspace).values()
        if spec.role in LEDGER_ROLES or spec.role in SUBJECT_OF_ROLE
    ]
    return read_ledger(list(read_datasets(wanted).values()))


def _specs(workspace: Workspace) -> dict[str, DatasetSpec]:
    faults: list[Finding] = []
    specs: dict[str, DatasetSpec] = {}
    for name in workspace.datasets:
        spec, wrong = read_dataset_spec(workspace, name)
        faults += wrong
        if spec:
            specs[name] = spec
    raise_errors(SpecError, faults)
    return specs


def _rows_by_subject(datasets: Mapping[str, Dataset]) -> dict[str, pd.DataFrame]:
    """Datasets of one subject type put together; an id that two of them use is refused."""
    parts: dict[str, list[Dataset]] = {}
    for dataset in datasets.values():
        if dataset.role in SUBJECT_OF_ROLE and dataset.frame is not None:
            parts.setdefault(SUBJECT_OF_ROLE[dataset.role], []).append(dataset)
    raise_errors(SourceError, [fault for same in parts.values() for fault in _shared_ids(same)])
    return {kind: _together(same) for kind, same in parts.items()}


def _shared_ids(datasets: Sequence[Dataset]) -> list[Finding]:
    faults = []
    seen: dict[str, str] = {}
    for dataset in datasets:
        assert dataset.frame is not None
        for one in dataset.frame.index:
            if one in seen:
                faults.append(
                    Finding("error", f"the id is also used in data/{seen[one]}.",
                            file=f"data/{dataset.name}", id=one, hint="Rename one of the two.")
                )  # fmt: skip
            seen[one] = dataset.name
    return faults


def _together(datasets: Sequence[Dataset]) -> pd.DataFrame:
    """One frame; an empty sensitivity is filled with its dataset's."""
    frames = []
    for dataset in datasets:
        assert dataset.frame is not None
        marked = dataset.frame["sensitivity"].where(
            dataset.frame["sensitivity"] != "", dataset.sensitivity
        )
        frames.append(dataset.frame.assign(sensitivity=marked))
    if len(frames) == 1:
        return frames[0]
    joined = pd.concat(frames)
    return gpd.GeoDataFrame(joined, crs=WGS84) if "geometry" in joined else joined
