"""THE STORY: a map that was asked for becomes a built map, and a built map becomes a bundle.

Read what the map names, and keep what its audience may have: nothing that follows has seen the
rest. Resolve the reports to the state at its moment. Compile the roads. Ask who is reached.
Collect. Draw and write.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from potay import __version__
from potay.access import (
    AccessAnswer,
    PeopleAnswer,
    access_table,
    corridor_paths,
    evacuation,
    no_access,
    people_answer,
)
from potay.access.corridors.records import corridor_records
from potay.access.reach.service import with_service_areas
from potay.built import BuiltMap, Provenance
from potay.bundle import BundleReceipt, Delivery, write_bundle
from potay.errors import Finding, NoAnswerError
from potay.export import write_gpkg, write_routes, write_tables
from potay.gathering import layers_of, routes_of, with_site_totals
from potay.history import change_table, road_marks, timeline
from potay.inputs import Inputs, Say, read_inputs, silent
from potay.keys import stamp, workspace_secret
from potay.network import Scenario, portable
from potay.release import (
    CEILING,
    CommuneTotal,
    kept_until_enough_changed,
    told_map,
    totals_table,
)
from potay.releaselog import read_releases
from potay.render import render_page
from potay.spec import AskedMap, Mover
from potay.terms.outputs import Output
from potay.terrain import raster_of, relief_of

#: Libraries whose version can change an answer or a byte.
VERSIONED = ("geopandas", "shapely", "pyproj", "rasterio", "pyogrio", "folium", "scipy", "numpy")

#: What of the ways out of all areas is told beside the table of people.
_WAYS_OUT = ("corridors", "facilities", "summary")


def build_map(asked: AskedMap, say: Say = silent) -> BuiltMap:
    """Everything one bundle of a map shows, reduced for its audience.

    Raises
    ------
    PotayError
        Where an input is refused or a question has no honest answer.
    """
    return built_from(read_inputs(asked, say), say)


def built_from(inputs: Inputs, say: Say = silent) -> BuiltMap:
    """The same from inputs that are read already.

    Raises
    ------
    PotayError
        Where a question has no honest answer.
    """
    asked = inputs.asked
    if inputs.held_back:
        told = ", ".join(f"{count} {role}" for role, count in sorted(inputs.held_back.items()))
        say(f"Held back from {asked.spec.audience} (rows): {told}.")
    inputs.keep_rows()
    say("Compiling the roads …")
    scenario = inputs.scenario()
    say("Asking who is reached …")
    answers = {mover.name: _access(inputs, mover) for mover in asked.spec.movers.values()}
    tables = _tables(inputs, answers, scenario)
    people = _people(inputs, scenario)
    tables |= {"people": people.rows} if people else {}
    totals, to_record = _site_totals(inputs, say)
    tables |= totals
    say("Comparing with other moments …")
    tables |= _changes(inputs)
    shown, marks = _timeline(inputs)
    carried = _portable(inputs, marks)
    datasets = asked.datasets.values()
    built = BuiltMap(
        name=asked.spec.name,
        spec=asked.spec,
        extent=asked.spec.study_area,
        state=inputs.state,
        layers=with_service_areas(
            layers_of(asked, inputs.datasets, inputs.frames, scenario, tables, marks),
            asked,
            scenario,
        ),
        tables=tables,
        summary=dict(answers[asked.spec.mover].summary),
        findings=_findings(inputs, people),
        provenance=_provenance(inputs),
        routes=routes_of(scenario, asked.spec, tables["access"]),
        network=carried,
        illustrative=tuple(one.title for one in datasets if one.illustrative),
        attribution=tuple(f"{one.title}: {one.source} ({one.licence})" for one in datasets),
        timeline=shown,
        relief=relief_of(asked.layers, inputs.datasets, asked.spec.opening_view),
        people=people.summary if people else None,
        evacuation=_evacuation(inputs, scenario, people) if people else None,
        unasked=_unasked(inputs, carried),
        released_totals=to_record,
        home=asked.home,
    )
    return told_map(built)


def write_map(
    built: BuiltMap, out: Path, say: Say = silent, delivery: Delivery | None = None
) -> BundleReceipt:
    """Write the bundle of a built map below `out`, whole or not at all.

    It is signed and recorded as its workspace does it, or as `delivery` says.

    Raises
    ------
    BundleError
        Where it cannot be written; the last bundle is then untouched.
    """
    say("Drawing and writing …")
    layers = with_site_totals(built.layers, built.tables.get("site_totals"))
    built = replace(built, layers=layers)
    wanted = built.spec.outputs
    kept = [name for name in wanted if name not in KEPT_FROM.get(built.provenance.audience, ())]
    for name in sorted(set(wanted) - set(kept)):
        say(f"'{name}' is left out: nothing to drive by is made for {built.provenance.audience}.")
    return write_bundle(built, out, {name: RENDERERS[name] for name in kept}, delivery)


def _write_page(built: BuiltMap, folder: Path) -> None:
    (folder / "index.html").write_bytes(render_page(built))


#: What writes each output below the bundle's folder.
RENDERERS: Mapping[Output, Callable[[BuiltMap, Path], None]] = {
    "html": _write_page,
    "gpkg": lambda built, folder: write_gpkg(built, folder / f"{built.stem}.gpkg"),
    "tables": lambda built, folder: write_tables(built, folder / "tables"),
    "routes": lambda built, folder: write_routes(built, folder / "routes"),
}


#: Outputs that an audience never gets: what is not told to the public may be closed.
KEPT_FROM: Mapping[str, tuple[Output, ...]] = {"public": ("routes",)}


def _access(inputs: Inputs, mover: Mover) -> AccessAnswer:
    spec = inputs.asked.spec
    if not spec.hubs and spec.audience != "internal":  # none of them may be told
        return no_access()
    return access_table(inputs.scenario(mover), hubs=spec.hubs)


def _people(inputs: Inputs, scenario: Scenario) -> PeopleAnswer | None:
    """People by area, as modelled, where the map has a population raster and areas."""
    population, areas = raster_of(inputs.datasets, "population"), inputs.frames.get("area")
    if population is None or areas is None or inputs.asked.spec.audience != "internal":
        return None
    return people_answer(scenario, inputs.asked.spec.hubs, areas, population)


def _evacuation(inputs: Inputs, scenario: Scenario, people: PeopleAnswer) -> dict[str, Any] | None:
    """How many, as modelled, each way out would carry, where there is one."""
    kinds = inputs.asked.spec.rules.evacuation_kinds
    try:
        found = evacuation(scenario, people, inputs.frames["area"], kinds)
    except NoAnswerError:  # no such place stands out of reported armed control
        return None
    return {"kinds": kinds} | {name: found[name] for name in _WAYS_OUT}


def _portable(inputs: Inputs, marks: NDArray[np.int64] | None) -> dict[str, Any] | None:
    """What lets the page answer by itself; a public page only shows what it was told."""
    spec = inputs.asked.spec
    if spec.audience == "public":
        return None
    told = portable({mover.name: inputs.scenario(mover) for mover in spec.movers.values()})
    if told is None:
        return None
    apart = [] if marks is None else marks.tolist()
    return {**told, "chains": corridor_paths(inputs.network), "apart": apart}


def _tables(
    inputs: Inputs, answers: Mapping[str, AccessAnswer], scenario: Scenario
) -> dict[str, pd.DataFrame]:
    states = inputs.named_state()
    access = pd.concat([answer.rows for answer in answers.values()], ignore_index=True)
    if inputs.asked.spec.audience == "partners":
        doubts = ({item["kind"] for item in items} for items in access["blocked_by"])
        access["ask_first"] = ["withheld" in kinds for kinds in doubts]
    for column in ("blocked_by", "would_open"):  # the reports behind them stand in state and claims
        access[column] = [[item["subject"] for item in items] for items in access[column]]
    return {
        "access": access,
        "corridors": pd.DataFrame(corridor_records(scenario, inputs.datasets)),
        "state": pd.concat(
            [frame.assign(subject_type=kind) for kind, frame in states.items()]
        ).reset_index(names="id"),
        "claims": inputs.state.claims,
        "sources": inputs.ledger.sources,
        "actors": inputs.state.actors,
    }


def _site_totals(
    inputs: Inputs, say: Say
) -> tuple[dict[str, pd.DataFrame], dict[str, dict[str, Any]]]:
    """Totals of sites that a public map tells, as a table and as the release log keeps them.

    What was told of a commune last stays until enough of its sites differ. A map of frames has no
    log of what was told, so it tells none: two of them might say what one site has.
    """
    root = inputs.asked.home
    if inputs.site_totals is None:
        return {}, {}
    if root is None:
        say("Totals of sites are left out: no workspace keeps what was told of them before.")
        return {}, {}
    now = [_sealed(one, workspace_secret(root)) for one in inputs.site_totals]
    before = _told_before(root)
    told = kept_until_enough_changed(now, before)
    for one, new in zip(told, now, strict=True):
        if one.bands != new.bands:
            say(f"{one.commune}: told as before, so that the change tells of no single site.")
    kept = {one.commune: {"bands": one.bands, "sites": dict(one.members)} for one in told}
    return {"site_totals": totals_table(told)}, kept


def _told_before(root: Path) -> dict[str, CommuneTotal]:
    """What public maps of a workspace told last of each commune."""
    told: dict[str, CommuneTotal] = {}
    for release in read_releases(root):
        for commune, kept in release.totals.items():
            bands = {name: (int(low), int(high)) for name, (low, high) in kept["bands"].items()}
            told[commune] = CommuneTotal(commune, bands, kept["sites"])
    return told


def _sealed(total: CommuneTotal, secret: bytes) -> CommuneTotal:
    """A total whose sites are known again by who has the workspace's secret, and by nobody else."""
    sealed = {
        stamp(secret, site): stamp(secret, f"{site}:{figures}")
        for site, figures in total.members.items()
    }
    return replace(total, members=sealed)


def _changes(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """What differs from the moment that the map compares itself with, if it names one."""
    spec = inputs.asked.spec
    if spec.previous is None:
        return {}
    before, after = inputs.moment(spec.previous), inputs.moment(spec.as_of)
    return {"change": change_table(before, after)}


def _timeline(inputs: Inputs) -> tuple[dict[str, Any] | None, NDArray[np.int64] | None]:
    """The map at its other moments, for the page alone, and which road pieces differ in them."""
    spec = inputs.asked.spec
    wanted = {spec.as_of, *spec.timeline, *([spec.previous] if spec.previous else [])}
    if len(wanted) == 1 or not spec.hubs:
        return None, None
    moments = [inputs.moment(when) for when in sorted(wanted)]
    marks = road_marks(moments)
    return timeline(moments, marks), marks


def _findings(inputs: Inputs, people: PeopleAnswer | None) -> tuple[Finding, ...]:
    """What the reader must know, once each: of the data, the reports, the network, the people."""
    every = [finding for dataset in inputs.datasets.values() for finding in dataset.findings]
    every += [*inputs.state.findings, *inputs.network.findings]
    every += people.findings if people else ()
    return tuple(dict.fromkeys(every))


def _unasked(inputs: Inputs, carried: Mapping[str, Any] | None) -> int:
    """How many pieces of road are too many for a page that would else answer by itself."""
    kept_back = inputs.asked.spec.audience == "public"
    return 0 if kept_back or carried else len(inputs.network.pieces.metres)


def _provenance(inputs: Inputs) -> Provenance:
    spec = inputs.asked.spec
    given = tuple(
        {
            "name": one.name, "role": one.role, "title": one.title, "source": one.source,
            "licence": one.licence, "retrieved": one.retrieved.isoformat(),
            "sha256": one.sha256, "sensitivity": inputs.datasets[one.name].sensitivity,
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
        sensitivity=CEILING[spec.audience],
        fingerprint=hashlib.sha256(asked.encode()).hexdigest(),
    )
