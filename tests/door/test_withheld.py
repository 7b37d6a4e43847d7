"""No frame of an audience names, places or counts what it may not have."""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

import potay
from potay.release.levels import taken

AUDIENCES = ("public", "partners")


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> potay.Map:
    return potay.init(tmp_path_factory.mktemp("withheld") / "haiti").map("port-au-prince")


def frames(m: potay.Map) -> Iterator[pd.DataFrame]:
    """Every frame that a map gives to its audience."""
    state, access, corridors = m.state(), m.access(), m.corridors()
    yield from (state.areas, state.gateways, state.roads, state.links, state.infrastructure)
    yield from (state.obstacles, state.claims, state.actors, m.roads(), m.findings)
    yield from (access.rows, access.reasons, corridors.rows, corridors.stretches, corridors.along)
    if m.audience != "public":  # which refuses it
        critical = m.critical()
        yield from (critical.gateways, critical.cut_links, critical.openings)
        yield critical.check_first
    change = m.change()
    yield from (change.reported, change.passage, change.access)
    route = m.route("aeroport-pap", "port-apn")
    yield from (route.ways, route.reasons)


def withheld(m: potay.Map, audience: str) -> set[str]:
    """Ids and names of rows that the audience may not have, and of no row that it may."""
    gone, told = set(), set()
    for name in ("areas", "gateways", "infrastructure", "sites", "obstacles", "actors"):
        dataset = m._inputs.datasets[name]
        may = taken(dataset.frame, audience, dataset.sensitivity)
        for words, rows in ((told, dataset.frame[may]), (gone, dataset.frame[~may])):
            words |= {*map(str, rows.index), *map(str, rows["name"])}
    listed = m.for_audience(audience).state().infrastructure
    return {word for word in gone - told - {*listed.index, *listed["name"]} if len(word) > 5}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_withheld_stands_in_a_frame(starter, audience):
    hidden = withheld(starter, audience)
    assert len(hidden) > 50
    names = "|".join(re.escape(word) for word in sorted(hidden))
    word = re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")
    for frame in frames(starter.for_audience(audience)):
        assert word.findall(frame.to_csv()) == []


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_look_at_it_holds_nothing_else(starter, audience):
    m = starter.for_audience(audience)
    sites = starter._inputs.datasets["sites"].frame
    for chart in (m.explore(), m.access().explore(), m.corridors().explore()):
        html = chart.get_root().render()
        assert not [name for name in sites["name"] if name in html]
        assert not [one for one in sites.geometry if f"{one.x:.5f},{one.y:.5f}" in html]
        assert "HTG" not in html


def test_one_map_for_two_audiences_mixes_nothing(starter):
    before = len(starter.state().claims)
    public = starter.for_audience("public")
    assert len(public.state().claims) < before
    assert len(starter.state().claims) == before
    assert public.for_audience("internal").state().claims.equals(starter.state().claims)


def test_what_rests_on_silence_is_missing_in_public_and_refused(starter):
    m = starter.for_audience("public")
    roads = m.roads()
    assert roads[["status_worst", "status_presumed", "status_best"]].isna().all(axis=None)
    assert not {"presumed"} & {*roads["reading_status"]}
    assert m.state().areas["probability"].isna().all()
    assert {*m.state().areas["basis"]} <= {"claim", "expired", "contradicted", "not_told"}
    access = m.access()
    silent = access.rows.query("status not in ('reachable', 'restricted')")
    for name in ("minutes", "km", "probability", "best_minutes", "presumed_minutes"):
        assert silent[name].isna().all()
    assert {*access.reasons["kind"]} <= {"report", "holder", "expired", "contradicted", "vehicle"}
    for ask in (m.critical, m.people, m.walks):
        with pytest.raises(potay.NoAnswerError, match="cannot be said of a public map"):
            ask()
    label = "Not told, or reports expired or contradicting"
    assert label in m.explore().get_root().render()
    assert "No known closure" not in m.explore().get_root().render()
