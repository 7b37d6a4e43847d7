"""Every frame that comes out has the columns, order and dtypes that its table names; no others."""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from tiny import write_workspace

import potay
from potay.door.tables import DTYPES, framed
from potay.export.columns import COLUMNS

REPOSITORY = Path(__file__).parents[2]
AUDIENCES = ("internal", "partners", "public")


def frames(m: potay.Map) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every frame that a map answers with, by the table that documents it."""
    state = m.state()
    for name in ("areas", "gateways", "roads", "links", "infrastructure", "obstacles"):
        yield "state", getattr(state, name)
    yield from (("claims", state.claims), ("actors", state.actors), ("roads", m.roads()))
    yield "findings", m.findings
    yield from reached(m)
    corridors = m.corridors()
    yield from (("corridors", corridors.rows), ("stretches", corridors.stretches))
    yield "along", corridors.along


def reached(m: potay.Map) -> Iterator[tuple[str, pd.DataFrame]]:
    """Those that begin at a hub; of a public map nothing is told that rests on silence."""
    told = m.audience != "public"
    access = m.access(draws=told)
    yield from (("access", access.rows), ("access", access.best), ("reasons", access.reasons))
    goal = access.rows.query("status != 'misplaced'").iloc[0]
    hours = {"departures": "04:00-18:00", "draws": True} if told else {}
    route = m.route(m.hubs[0], f"{goal['type']}.{goal['id']}", **hours)
    yield from (("ways", route.ways), ("reasons", route.reasons))
    yield "departures", route.departures
    if told:
        critical = m.critical()
        yield from (("critical_gateways", critical.gateways), ("cut_links", critical.cut_links))
        yield from (("openings", critical.openings), ("check_first", critical.check_first))
    change = m.change(since="2024-03-10")
    yield from (("changed", change.reported), ("passage", change.passage))
    yield "access_changed", change.access


def modelled(m: potay.Map) -> Iterator[tuple[str, pd.DataFrame]]:
    """Those that rasters are needed for."""
    yield from (("people", m.people().rows), ("leaving", m.leaving().rows))
    yield "walks", m.walks().rows


def assert_documented(table: str, frame: pd.DataFrame) -> None:
    told = potay.columns(table).set_index("column")
    index = told.index[told["kind"] == "index"].to_list()
    assert [frame.index.name] == (index or [None]), table
    assert frame.columns.to_list() == [one for one in told.index if one not in index], table
    for name in frame.columns:
        kind = told.at[name, "kind"]
        if kind == "geometry":
            assert isinstance(frame, gpd.GeoDataFrame)
            assert frame.crs.to_epsg() == 4326
            assert frame.geometry.name == name
        else:
            assert frame[name].dtype == DTYPES[kind], (table, name, frame[name].dtype)
        if kind == "list":
            assert {*map(type, frame[name])} <= {list}, (table, name)


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> potay.Map:
    return potay.init(tmp_path_factory.mktemp("columns") / "haiti").map("port-au-prince")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_frames_of_the_starter_are_as_documented(starter, audience):
    m = starter.for_audience(audience)
    for table, frame in frames(m):
        assert_documented(table, frame)


def test_frames_that_rasters_are_needed_for_are_as_documented(starter):
    found = dict(modelled(starter))
    for table, frame in found.items():
        assert_documented(table, frame)
        assert len(frame), table


def test_frames_of_a_tiny_map_are_as_documented_even_where_they_are_empty(tmp_path):
    m = potay.open(write_workspace(tmp_path / "tiny")).map("tiny")
    found = dict(frames(m))
    assert found["actors"].empty
    assert found["along"].empty or len(found["along"])
    for table, frame in found.items():
        assert_documented(table, frame)


def test_every_documented_table_comes_out(starter):
    tables = {table for table, _ in frames(starter)} | {table for table, _ in modelled(starter)}
    assert tables == set(potay.columns()["table"])


def test_every_column_says_what_it_means_and_numbers_in_which_unit():
    told = potay.columns()
    assert (told["meaning"].str.len() > 3).all()
    assert set(told["kind"]) == {"index", "geometry", *DTYPES}
    numbers = told[told["kind"] == "number"]
    assert numbers[numbers["unit"] == ""].empty
    assert set(told[told["kind"] == "geometry"]["unit"]) == {"EPSG:4326"}
    named = told["column"].str.extract(r"(?:^|_)(minutes|km|m)(?:_|$)")[0]
    units = {"minutes": "minutes", "km": "km", "m": "metres"}
    plain = told[named.notna() & told["kind"].isin(["number"])]
    wrong = plain[plain["unit"] != named[plain.index].map(units)]
    assert wrong.empty, wrong


def test_a_column_is_of_the_kind_that_files_give_it():
    told = potay.columns()
    same = {"text": {"text", "day"}, "whole": {"whole"}, "number": {"number", "whole"},
            "yes_no": {"yes_no"}, "list": {"list", "text"}}  # fmt: skip
    for row in told[told["kind"].isin(same) & told["column"].isin(COLUMNS)].itertuples():
        if row.table == "findings" or row.column == "carries":  # one in words, one of a file
            continue
        assert COLUMNS[row.column].kind in same[row.kind], (row.table, row.column)


def test_what_is_not_documented_is_a_bug_and_not_dropped():
    with pytest.raises(AssertionError, match=r"does not explain \['colour'\] of the table ways"):
        framed("ways", [{"way": 1, "colour": "red"}])


def test_what_is_missing_is_missing():
    rows = [{"way": 1, "minutes": None, "status": None, "rank": None, "gateways": None}]
    frame = framed("ways", rows, [None])
    assert np.isnan(frame.at[1, "minutes"])
    assert frame[["status", "rank", "minutes"]].isna().all(axis=None)
    assert frame.at[1, "gateways"] == []


def test_a_table_that_is_none_is_refused():
    with pytest.raises(potay.SpecError, match=r"^no table 'acces'\. Did you mean 'access'\?$"):
        potay.columns("acces")
    with pytest.raises(potay.SpecError, match=r"^no frames of the role 'road'\. Did you mean"):
        potay.input_columns("road")
