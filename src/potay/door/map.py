"""A map: every question that it answers, with frames for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from potay import questions
from potay.access import Clock, read_between, read_departure
from potay.access.clock.journey import read_travel_day
from potay.build import built_from, write_map
from potay.bundle import BundleReceipt
from potay.door.answers import (
    Access,
    Change,
    Corridors,
    Critical,
    Leaving,
    People,
    Route,
    State,
    Walks,
)
from potay.door.choices import Choices, Moment, moment_text, plain_text
from potay.door.given import frames_given
from potay.door.ground import Ground
from potay.door.tables import framed
from potay.errors import SpecError
from potay.inputs import Inputs, Shelf, read_inputs
from potay.render import Chart
from potay.spec import Overrides


@dataclass(frozen=True, eq=False, repr=False)
class Map(Choices):
    """One map at one moment, for one mover and one audience. It never changes.

    `at`, `by`, `for_audience`, `suppose` and `having` give other maps, which share what was read
    and compiled. Nothing is read before a question is asked; what was read then stays as it was,
    so open the map again (`Workspace.map`) after files have changed. Make one with
    `Workspace.map` or `Map.from_frames`.

    What the audience may not have is gone before anything is computed, in every frame.

    In the examples `m` is `potay.open("haiti").map("port-au-prince")`, where `potay.init("haiti")`
    made the folder: its data are illustrative, never current.

    Examples
    --------
    >>> m
    <Map port-au-prince as of 2024-07-03 23:59 for un-truck, internal>
    >>> m.at("2024-03-10").by("light").suppose({"gateway.martissant": "open"})
    <Map port-au-prince as of 2024-03-10 23:59 for light, internal, supposing
    gateway.martissant=open>
    """

    @classmethod
    def from_frames(  # noqa: PLR0913 - one parameter per frame
        cls,
        *,
        as_of: Moment,
        roads: gpd.GeoDataFrame | None = None,
        areas: gpd.GeoDataFrame | None = None,
        gateways: pd.DataFrame | None = None,
        infrastructure: pd.DataFrame | None = None,
        sites: pd.DataFrame | None = None,
        links: pd.DataFrame | None = None,
        obstacles: pd.DataFrame | None = None,
        boundaries: gpd.GeoDataFrame | None = None,
        base: gpd.GeoDataFrame | None = None,
        claims: pd.DataFrame | None = None,
        sources: pd.DataFrame | None = None,
        actors: pd.DataFrame | None = None,
        population: str | Path | None = None,
        terrain: str | Path | None = None,
        flood: str | Path | None = None,
        hubs: Sequence[str] = (),
        mover: str = "un-truck",
        audience: str = "internal",
        extent: tuple[float, float, float, float] | None = None,
        sensitivity: str | Mapping[str, str] = "high",
        name: str = "frames",
        title: str = "",
    ) -> "Map":
        """A map of frames: no file is read but rasters that are named, and none is written.

        Frames are judged by the rules for files of their role (`potay.input_columns("roads")`);
        what is repaired or left out stands in `findings`. Geometry may be in any CRS, points also
        in columns `lat` and `lon` (degrees, EPSG:4326); it is converted to EPSG:4326. Ids are a
        column or a named index. The frames are left as they are, and not looked at again.

        Parameters
        ----------
        as_of
            The moment; a date means its end.
        roads, areas, boundaries, base
            GeoDataFrames of lines, polygons, polygons, anything. `areas` with a column `control`
            are read as areas and one claim each.
        gateways, infrastructure, sites, obstacles, links
            Points, points, points, points or lines, lines (or `from` and `to`).
        claims, sources, actors
            DataFrames. Every claim names a source of `sources`.
        population, terrain, flood
            Paths of rasters: persons per cell, metres, metres of depth.
        hubs
            Ids of infrastructure that journeys begin at.
        mover
            One of the movers that ship with potay; `movers` names them.
        audience
            public, partners or internal.
        extent
            West, south, east, north in degrees that all must lie in; by default Haiti, or, where
            the roads lie wholly elsewhere, what they cover with half a degree around it.
        sensitivity
            Of rows that are not marked: low, moderate, high or severe; one for all frames or one
            for each by name.
        name, title
            What the map and its bundle are called.

        Raises
        ------
        SourceError
            With every fault of every frame.
        SpecError
            With every fault of the other parameters.

        Examples
        --------
        >>> import geopandas as gpd
        >>> from shapely import LineString, Point
        >>> roads = gpd.GeoDataFrame(
        ...     {"id": ["r1"], "class": ["primary"]},
        ...     geometry=[LineString([(-72.40, 18.5), (-72.30, 18.5)])], crs="EPSG:4326")
        >>> places = gpd.GeoDataFrame(
        ...     {"id": ["port", "clinic"], "name": ["Le Port", "Klinik"],
        ...      "kind": ["port", "clinic"]},
        ...     geometry=[Point(-72.40, 18.5), Point(-72.31, 18.5)], crs="EPSG:4326")
        >>> small = potay.Map.from_frames(
        ...     roads=roads, infrastructure=places, hubs=["port"], as_of="2024-01-05")
        >>> small.access().rows[["id", "status", "km"]].to_dict("records")
        [{'id': 'clinic', 'status': 'reachable', 'km': 9.504}]
        >>> potay.Map.from_frames(
        ...     roads=roads.set_crs(None, allow_override=True), as_of="2024-01-05")
        Traceback (most recent call last):
        ...
        potay.errors.SourceError: roads: the frame names no coordinate system (CRS), and none is
        guessed. Ask its author, then state it, e.g. frame.set_crs("EPSG:4326").
        """
        frames = {
            "roads": roads, "areas": areas, "gateways": gateways, "links": links,
            "infrastructure": infrastructure, "obstacles": obstacles, "sites": sites,
            "boundaries": boundaries, "base": base, "claims": claims, "sources": sources,
            "actors": actors,
        }  # fmt: skip
        rasters = {"population": population, "terrain": terrain, "flood": flood}
        values = {"name": name, "title": title or name, "as_of": moment_text("as_of", as_of),
                  "hubs": [*hubs], "mover": mover, "audience": audience}  # fmt: skip
        origin, given = frames_given(frames, rasters, values, extent, sensitivity)
        return cls(origin, origin.asked(Overrides()), Overrides(), Shelf(given=given))

    def state(self) -> State:
        """Who is reported to hold what, and what passes, as frames: table *state*.

        Raises
        ------
        SourceError
            With every fault of every dataset of the map.

        Examples
        --------
        >>> m.state().gateways.loc["martissant", ["name", "status", "control", "basis"]].to_list()
        ['Martissant', 'unknown', 'martissant-accord', 'claim']
        """
        inputs = self._inputs
        return State({**questions.about(inputs.asked)}, self._ground)

    def roads(self) -> gpd.GeoDataFrame:
        """What passes for the map's mover, stretch by stretch: table *roads*.

        Returns
        -------
        geopandas.GeoDataFrame
            One row per stretch that is governed alike; lines in EPSG:4326, index `id`.

        Raises
        ------
        SourceError
            Where an input is refused, or the map has no roads.
        SensitivityError
            Where no road may be told to the audience.
        NoAnswerError
            Where a supposed subject is unknown.

        Examples
        --------
        >>> roads = m.roads()
        >>> sorted(roads["reading_status"].unique())
        ['closed', 'open', 'presumed', 'unknown']
        >>> roads.crs.to_epsg()
        4326
        """
        return self._ground.roads.copy()

    def access(self, hubs: Sequence[str] | None = None, *, draws: bool = False) -> Access:
        """Whether every site and facility is reached from every hub: tables *access*, *reasons*.

        Parameters
        ----------
        hubs
            Ids or names of places; those of the map by default.
        draws
            Also the minutes that are enough half the time, and nine times in ten.

        Raises
        ------
        NoAnswerError
            Where there is no hub, or one is unknown or off the network.
        SensitivityError
            Where no hub of the map may be told to the audience.
        SourceError
            Where an input is refused, or the map has no roads.

        Examples
        --------
        >>> access = m.access(["aeroport-pap"])
        >>> cut_off = access.rows.query("type == 'site' and status == 'cut_off'")
        >>> int(cut_off["persons"].sum()), access.summary["persons_cut_off"]
        (13970, 13970)
        """
        document = questions.access(self._inputs, [*hubs] if hubs else None, draws=draws)
        return Access(document, self._ground)

    def route(
        self,
        origin: str,
        destination: str,
        *,
        alternatives: int = 4,
        depart: Moment | None = None,
        departures: str = "",
        draws: bool = False,
    ) -> Route:
        """The best way between two places and its alternatives: tables *ways*, *reasons*.

        Parameters
        ----------
        origin, destination
            An id, `type.id`, or a name that only one place bears.
        alternatives
            How many ways to offer, at most.
        depart
            Leave at this moment: reports count as they stand then.
        departures
            Hours such as `04:00-18:00`: which departures of the day arrive (table *departures*).
        draws
            Also the minutes that are enough half the time, and nine times in ten.

        Raises
        ------
        NoAnswerError
            Where a place is unknown or ambiguous, the origin is off the network, or both are one.
        SpecError
            Where `depart` or `departures` cannot be read, or `depart` lies before the map.
        SourceError
            Where an input is refused, or the map has no roads.

        Examples
        --------
        >>> route = m.route("aeroport-pap", "petion-ville")
        >>> route.status
        'presumed'
        >>> route.ways[["status", "minutes", "km"]].head(1).to_dict("records")
        [{'status': 'presumed', 'minutes': 15.57, 'km': 8.352}]
        """
        as_of = self._asked.spec.as_of
        clock = Clock(
            depart=read_departure(plain_text("depart", depart), as_of, "depart")
            if depart
            else None,
            between=read_between(departures, "departures") if departures else None,
        )
        document = questions.route(
            self._inputs, origin, destination, clock=clock, alternatives=alternatives, draws=draws
        )
        return Route(document, self._ground)

    def corridors(self, ref: str | None = None, *, day: Moment | None = None) -> Corridors:
        """Each main road by kilometre, or one: tables *corridors*, *stretches*, *along*.

        Parameters
        ----------
        ref
            A corridor or the number of a road, e.g. *rn2*.
        day
            The day of travel, in which reports may have ended; that of the map by default.

        Raises
        ------
        NoAnswerError
            Where no road belongs to such a corridor.
        SpecError
            Where `day` is none, or lies before the map.
        SourceError
            Where an input is refused, or the map has no roads.

        Examples
        --------
        >>> rn2 = m.corridors("rn2")
        >>> rn2.rows.loc["rn2", ["status", "km"]].to_dict()
        {'status': 'closed', 'km': 165.694}
        >>> rn2.stretches[["from_km", "to_km", "status", "control"]].head(1).to_dict("records")
        [{'from_km': 0.0, 'to_km': 0.233, 'status': 'closed', 'control': 'contested'}]
        """
        as_of = self._asked.spec.as_of
        when = read_travel_day(plain_text("day", day), as_of, "day") if day else None
        return Corridors(questions.corridors(self._inputs, ref, day=when), self._ground)

    def critical(self, hubs: Sequence[str] | None = None) -> Critical:
        """What matters most if it closes, if it opens, if somebody checks it.

        Tables *critical_gateways*, *cut_links*, *openings*, *check_first*.

        Raises
        ------
        NoAnswerError, SensitivityError, SourceError
            As for `access`.

        Examples
        --------
        >>> critical = m.critical()
        >>> critical.openings[["subjects", "persons_gained"]].head(1).to_dict("records")
        [{'subjects': ['area.cite-soleil'], 'persons_gained': 1650}]
        """
        return Critical(questions.critical(self._inputs, [*hubs] if hubs else None), self._ground)

    def change(self, since: Moment | None = None, *, against: "Map | None" = None) -> Change:
        """What differs from an earlier moment, from another map, or from supposing nothing.

        Tables *changed*, *passage*, *access_changed*. This map is the later side.

        Parameters
        ----------
        since
            The earlier moment, for the same map without its assumptions. Where neither it nor
            `against` is given: the same moment without assumptions, or, where there are none, the
            map's `previous`.
        against
            The map to compare with, as it is.

        Raises
        ------
        SpecError
            Where nothing says what to compare with, or both do.
        NoAnswerError, SensitivityError, SourceError
            As for `access`, of either side.

        Examples
        --------
        >>> since = m.change(since="2024-03-10")
        >>> since.summary["persons_no_longer_cut_off"]
        46470
        >>> since.reported[["aspect", "id", "before", "after"]].head(1).to_dict("records")
        [{'aspect': 'control', 'id': 'fontamara', 'before': 'martissant-accord', 'after': 'ti-bwa'}]
        """
        before = self._compared(since, against)
        after = self._inputs
        earlier = read_inputs(before._asked, like=after, shelf=before._shelf)
        return Change(questions.change(earlier, after), self._ground)

    def people(self) -> People:
        """People as modelled, by area and access: table *people*.

        Raises
        ------
        NoAnswerError
            Where the map has no population raster, no areas or no hub.
        SensitivityError, SourceError
            As for `access`.

        Examples
        --------
        >>> m.people().summary["people_by_status"]["cut_off"]
        1478546
        """
        return People(questions.people(self._inputs)[0], self._ground)

    def leaving(self) -> Leaving:
        """The way from each area to the nearest place of refuge: table *leaving*.

        Raises
        ------
        NoAnswerError
            As for `people`, and where no place that counts stands out of reported armed control.
        SensitivityError, SourceError
            As for `access`.

        Examples
        --------
        >>> m.leaving().rows.loc["arcahaie", ["facility", "minutes"]].to_dict()
        {'facility': 'port-saint-marc', 'minutes': 62.08}
        """
        return Leaving(questions.people(self._inputs, leaving=True)[0], self._ground)

    def walks(self, hubs: Sequence[str] | None = None) -> Walks:
        """The last stretch on foot, as modelled, to places no vehicle reaches: table *walks*.

        Raises
        ------
        NoAnswerError
            As for `access`, and where the map has no terrain or no walk can begin.
        SensitivityError, SourceError
            As for `access`.
        """
        return Walks(questions.walks(self._inputs, [*hubs] if hubs else None)[0], self._ground)

    def build(self, out: str | Path = "out") -> BundleReceipt:
        """Write the bundle of the map below a folder, whole or not at all.

        It is signed with the key of its workspace, where that has one without a passphrase, and
        recorded in its log. A map of frames has neither: its bundle is not signed, and a public one
        tells no totals of sites, of which a second might give one away.

        Returns
        -------
        BundleReceipt
            `path` of the bundle, and its `files` with `path`, `bytes` and `sha256`.

        Raises
        ------
        BundleError
            Where it cannot be written; the last bundle is then untouched.
        NoAnswerError, SensitivityError, SourceError
            As for `access`.
        """
        return write_map(built_from(self._inputs), Path(out))

    def explore(self, tiles: str | None = None) -> Chart:
        """The state on a folium map with everything inside: `state().explore()`."""
        return self.state().explore(tiles)

    @property
    def findings(self) -> pd.DataFrame:
        """What was warned of, repaired or left out in the inputs: table *findings*.

        Raises
        ------
        SourceError
            With every fault of every dataset of the map.
        """
        return framed("findings", [one.record() for one in questions.findings(self._inputs)])

    @cached_property
    def _inputs(self) -> Inputs:
        return read_inputs(self._asked, shelf=self._shelf)

    @cached_property
    def _ground(self) -> Ground:
        return Ground(self._inputs)

    def _compared(self, since: Moment | None, against: "Map | None") -> "Map":
        """The earlier side of a comparison."""
        if against is not None:
            if since is not None:
                raise SpecError("change: 'since' and 'against' are both given.",
                                hint="Give one, or against=other.at(…).")  # fmt: skip
            return against
        moment = "" if since is None else moment_text("since", since)
        mine = self._overrides
        plain = self._with(as_of=moment, assumed={}, changed={})
        when = questions.compared_moment(
            plain._asked,
            self._asked,
            since=bool(moment),
            apart=bool(mine.assumed or mine.changed),
            hint="Name a moment with since=, a map with against=, or suppose something.",
        )
        return plain.at(when)
