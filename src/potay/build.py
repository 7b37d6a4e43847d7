"""THE STORY: a map that was asked for becomes a built map, and a built map becomes a bundle.

Read what the map names. Resolve the reports to the state at its moment, reduced at once to what
the audience may have. Compile the roads. Ask who is reached. Collect. Draw and write.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay import __version__
from potay.access import AccessAnswer, Prospect, access_table, corridor_chains
from potay.built import BuiltMap, Dataset, Provenance, State
from potay.bundle import BundleReceipt, write_bundle
from potay.claims import Ledger, read_ledger, resolve, state_tables, turning_points
from potay.errors import Finding, NoAnswerError, PotayError, SourceError, SpecError, raise_errors
from potay.export import write_gpkg, write_routes, write_tables
from potay.gathering import layers_of, routes_of
from potay.geo import WGS84
from potay.ground import (
    PeopleAnswer,
    evacuation,
    people_answer,
    raster_of,
    relief_of,
    with_grades,
)
from potay.ground.corridors import corridor_records
from potay.ground.service import with_service_areas
from potay.ground.water import flood_datasets
from potay.history import Moment, change_table, road_marks, timeline
from potay.network import Material, Network, Scenario, cached_network, make_scenario, portable
from potay.release import reduce_for, reduce_state
from potay.render import render_page
from potay.sources import read_dataset
from potay.spec import AskedMap, DatasetSpec, Mover, Workspace
from potay.spec.workspace import read_dataset_spec

#: Which subject type the rows of a role are.
SUBJECT_OF_ROLE = {
    "areas": "area", "control": "area", "gateways": "gateway", "roads": "road", "links": "link",
    "infrastructure": "infrastructure", "sites": "site", "obstacles": "obstacle",
}  # fmt: skip
STATE_TABLES = {"area": "areas", "gateway": "gateways", "road": "roads"}
LEDGER_ROLES = ("claims", "sources", "actors")
#: Libraries whose version can change an answer or a byte.
VERSIONED = ("geopandas", "shapely", "pyproj", "rasterio", "pyogrio", "folium", "scipy", "numpy")

#: What of the ways out of all quarters is told beside the table of people.
_WAYS_OUT = ("corridors", "facilities", "summary")

Say = Callable[[str], None]


def silent(_message: str) -> None:
    """Say nothing: the default where nobody watches."""


@dataclass(frozen=True)
class Inputs:
    """What a map is made from: datasets as read, rows by subject type, the resolved state."""

    asked: AskedMap
    datasets: Mapping[str, Dataset]
    frames: Mapping[str, pd.DataFrame]
    ledger: Ledger
    state: State

    @cached_property
    def network(self) -> Network:
        """The compiled roads, from the workspace's cache where nothing changed."""
        if "road" not in self.frames:
            raise SourceError(
                "the map names no roads.", file=f"maps/{self.asked.spec.name}.toml",
                hint="Add a layer whose dataset has the role roads.",
            )  # fmt: skip
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
        cache = self.asked.workspace.root / ".potay-cache"
        return cached_network(cache, material, rules, end_gap_m=rules.end_gap_m)

    def scenario(self, mover: Mover | None = None) -> Scenario:
        """The network as the state leaves it for a mover (the map's own where none is named)."""
        spec = self.asked.spec
        return make_scenario(
            self.network, self.state, mover or spec.chosen_mover, spec.rules, what_if=spec.what_if
        )

    def prospect(self) -> Prospect:
        """The map's own scene, and what the reports known at its moment say of the time after."""
        return Prospect(self.scenario(), self._ahead, self.asked.spec.what_if)

    def _ahead(self, begin: datetime, end: datetime) -> list[tuple[datetime, State]]:
        spec = self.asked.spec
        turns = turning_points(self.ledger.claims, spec.as_of, spec.rules, begin, end)
        return [(at, self._state_of(spec.as_of, at)) for at in [begin, *turns]]

    def _state_of(self, when: datetime, at: datetime | None = None) -> State:
        return _state_at(self.asked, self.ledger, self.frames, self.datasets, when, at)

    def moment(self, when: datetime) -> Moment:
        """The same network as it was left by what was known at another moment."""
        spec = self.asked.spec
        state = self._state_of(when)
        scene = make_scenario(
            self.network, state, spec.chosen_mover, spec.rules, what_if=spec.what_if
        )
        return Moment(scene, spec.hubs, self.frames)

    def named_state(self) -> dict[str, pd.DataFrame]:
        """The state of areas, gateways and roads as tables, one row per subject."""
        tables = state_tables(self.state, self.frames)
        return {kind: tables[name] for kind, name in STATE_TABLES.items()}


def read_inputs(asked: AskedMap, say: Say = silent) -> Inputs:
    """Read every dataset a map names and resolve the state at its moment.

    Raises
    ------
    SourceError
        With every fault of every dataset and of the ledger.
    """
    say(f"Reading {len(asked.datasets)} datasets …")
    datasets = _read_all(asked)
    frames = _rows_by_subject(datasets)
    if water := flood_datasets(asked.spec, datasets, frames.get("road")):
        datasets |= water
        frames = _rows_by_subject(datasets)
    ledger = read_ledger(list(datasets.values()), frames)
    say(f"Resolving {len(ledger.claims)} claims as of {asked.spec.as_of:%Y-%m-%d} …")
    state = _state_at(asked, ledger, frames, datasets, asked.spec.as_of)
    return Inputs(asked, datasets, frames, ledger, state)


def _state_at(
    asked: AskedMap,
    ledger: Ledger,
    frames: Mapping[str, pd.DataFrame],
    datasets: Mapping[str, Dataset],
    when: datetime,
    at: datetime | None = None,
) -> State:
    """What was known at a moment (applied to another), as far as the map's audience may have it."""
    levels = {name: dataset.sensitivity for name, dataset in datasets.items()}
    state = resolve(ledger, when, asked.spec.rules, at)
    return reduce_state(state, asked.spec.audience, frames, levels)


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
    return read_ledger([read_dataset(spec) for spec in wanted])


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


def build_map(asked: AskedMap, say: Say = silent) -> BuiltMap:
    """Everything one bundle of a map shows, reduced for its audience.

    Raises
    ------
    PotayError
        Where an input is refused or a question has no honest answer.
    """
    inputs = read_inputs(asked, say)
    say("Compiling the roads …")
    scene = inputs.scenario()
    say("Asking who is reached …")
    answers = {mover.name: _access(inputs, mover) for mover in asked.spec.movers.values()}
    tables = _tables(inputs, answers, scene)
    people = _people(inputs, scene)
    tables |= {"people": people.rows} if people else {}
    leaving = _leaving(inputs, scene, people)
    say("Comparing with other moments …")
    tables |= _changes(inputs)
    shown, marks = _timeline(inputs)
    relief = relief_of(asked.layers, inputs.datasets, asked.spec.opening_view)
    carried = _portable(inputs, marks)
    built = BuiltMap(
        name=asked.spec.name,
        spec=asked.spec,
        extent=asked.spec.study_area,
        state=inputs.state,
        layers=with_service_areas(
            layers_of(asked, inputs.datasets, inputs.frames, scene, tables, marks), asked, scene
        ),
        tables=tables,
        summary=dict(answers[asked.spec.mover].summary),
        findings=tuple(dict.fromkeys([*_findings(inputs), *(people.findings if people else ())])),
        provenance=_provenance(inputs),
        routes=routes_of(scene, asked.spec, tables["access"]),
        network=carried,
        extras=_extras(inputs) | _unasked(inputs, carried) | shown | leaving | relief,
    )
    return reduce_for(built, asked.spec.audience)


def write_map(built: BuiltMap, out: Path, say: Say = silent) -> BundleReceipt:
    """Write the bundle of a built map below `out`, whole or not at all.

    Raises
    ------
    BundleError
        Where it cannot be written; the last bundle is then untouched.
    """
    say("Drawing and writing …")
    chosen = {str(name): RENDERERS[name] for name in built.spec.outputs if name in RENDERERS}
    return write_bundle(built, out, chosen)


def _write_page(built: BuiltMap, folder: Path) -> None:
    (folder / "index.html").write_bytes(render_page(built))


#: What a bundle may hold; each writes its files below the bundle's folder.
RENDERERS: Mapping[str, Callable[[BuiltMap, Path], None]] = {
    "html": _write_page,
    "gpkg": lambda built, folder: write_gpkg(built, folder / f"{built.name}.gpkg"),
    "tables": lambda built, folder: write_tables(built, folder / "tables"),
    "routes": lambda built, folder: write_routes(built, folder / "routes"),
}


def _read_all(asked: AskedMap) -> dict[str, Dataset]:
    faults: list[Finding] = []
    datasets: dict[str, Dataset] = {}
    for name, spec in asked.datasets.items():
        try:
            datasets[name] = read_dataset(spec, study_area=asked.spec.study_area)
        except PotayError as error:
            faults += error.findings
    raise_errors(SourceError, faults)
    return datasets


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


def _access(inputs: Inputs, mover: Mover) -> AccessAnswer:
    return access_table(inputs.scenario(mover), hubs=inputs.asked.spec.hubs)


def _people(inputs: Inputs, scene: Scenario) -> PeopleAnswer | None:
    """People by quarter, as modelled, where the map has a population raster and quarters."""
    population, areas = raster_of(inputs.datasets, "population"), inputs.frames.get("area")
    if population is None or areas is None:
        return None
    return people_answer(scene, inputs.asked.spec.hubs, areas, population)


def _leaving(inputs: Inputs, scene: Scenario, people: PeopleAnswer | None) -> dict[str, Any]:
    """The sums over all quarters; how many each way out would carry, where there is one."""
    if people is None:
        return {}
    told: dict[str, Any] = {"people": people.summary}
    kinds = inputs.asked.spec.rules.evacuation_kinds
    try:
        found = evacuation(scene, people, inputs.frames["area"], kinds)
    except NoAnswerError:  # no such place stands out of reported armed control
        return told
    return told | {
        "evacuation": {"kinds": kinds} | {name: found[name] for name in _WAYS_OUT},
    }


def _portable(inputs: Inputs, marks: NDArray[np.int64] | None) -> dict[str, Any] | None:
    """What lets the page answer by itself: it holds every place, so it is for internal use."""
    spec = inputs.asked.spec
    if spec.audience != "internal":
        return None
    told = portable({mover.name: inputs.scenario(mover) for mover in spec.movers.values()})
    if told is None:
        return None
    apart = [] if marks is None else marks.tolist()
    return {**told, "chains": corridor_chains(inputs.network), "apart": apart}


def _tables(
    inputs: Inputs, answers: Mapping[str, AccessAnswer], scene: Scenario
) -> dict[str, pd.DataFrame]:
    states = inputs.named_state()
    access = pd.concat([answer.rows for answer in answers.values()], ignore_index=True)
    for column in ("blocked_by", "would_open"):  # the reports behind them stand in state and claims
        access[column] = [[item["subject"] for item in items] for items in access[column]]
    return {
        "access": access,
        "corridors": pd.DataFrame(corridor_records(scene, inputs.datasets)),
        "state": pd.concat(
            [frame.assign(subject_type=kind) for kind, frame in states.items()]
        ).reset_index(names="id"),
        "claims": inputs.state.claims,
        "sources": inputs.ledger.sources,
        "actors": inputs.state.actors,
    }


def _changes(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """What differs from the moment that the map compares itself with, if it names one.

    Places are told internally only: a change of one tells of the reports behind it.
    """
    spec = inputs.asked.spec
    if spec.previous is None:
        return {}
    before, after = inputs.moment(spec.previous), inputs.moment(spec.as_of)
    return {"change": change_table(before, after, places=spec.audience == "internal")}


def _timeline(inputs: Inputs) -> tuple[dict[str, Any], NDArray[np.int64] | None]:
    """The map at its other moments, for the page alone, and which road pieces differ in them.

    For internal use only: `release` takes care of one state, not of what many tell together.
    """
    spec = inputs.asked.spec
    wanted = {spec.as_of, *spec.timeline, *([spec.previous] if spec.previous else [])}
    if len(wanted) == 1 or spec.audience != "internal" or not spec.hubs:
        return {}, None
    moments = [inputs.moment(when) for when in sorted(wanted)]
    marks = road_marks(moments)
    return {"timeline": timeline(moments, marks)}, marks


def _findings(inputs: Inputs) -> tuple[Finding, ...]:
    """What the reader must know, once each: of the data, the reports and the network."""
    every = [finding for dataset in inputs.datasets.values() for finding in dataset.findings]
    every += [*inputs.state.findings, *inputs.network.findings]
    return tuple(dict.fromkeys(every))


def _unasked(inputs: Inputs, carried: Mapping[str, Any] | None) -> dict[str, Any]:
    """How many pieces of road are too many for a page that would else answer by itself."""
    kept_back = inputs.asked.spec.audience != "internal"
    return {} if kept_back or carried else {"unasked": len(inputs.network.pieces.metres)}


def _extras(inputs: Inputs) -> dict[str, Any]:
    specs = inputs.asked.datasets.values()
    return {
        "illustrative": [spec.title for spec in specs if spec.illustrative],
        "attribution": [f"{spec.title}: {spec.source} ({spec.licence})" for spec in specs],
    }


def _provenance(inputs: Inputs) -> Provenance:
    spec = inputs.asked.spec
    given = tuple(
        {
            "name": one.name, "role": one.role, "title": one.title, "source": one.source,
            "licence": one.licence, "retrieved": one.retrieved.isoformat(),
            "sha256": one.sha256, "sensitivity": one.sensitivity,
            "illustrative": one.illustrative,
        }
        for one in sorted(inputs.asked.datasets.values(), key=lambda one: one.name)
    )  # fmt: skip
    asked = json.dumps(
        [spec.model_dump(mode="json"), [layer.model_dump(mode="json") for layer in
         inputs.asked.layers], [one["sha256"] for one in given], __version__],
        sort_keys=True,
    )  # fmt: skip
    return Provenance(
        inputs=given,
        versions={"potay": __version__} | {name: version(name) for name in VERSIONED},
        as_of=spec.as_of,
        audience=spec.audience,
        expires=spec.as_of + timedelta(days=spec.rules.expires_days),
        sensitivity="high",
        fingerprint=hashlib.sha256(asked.encode()).hexdigest(),
    )
