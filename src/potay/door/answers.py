"""What questions are answered with: frames with documented columns, and the whole as plain values.

The columns of each frame stand in the table that its docstring names: `potay.columns("ways")`.
Frames with places are GeoDataFrames in EPSG:4326. `document` of an answer is what the command of
the same name prints with `--json`, before moments become text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from potay.access import corridor_lines
from potay.access.reach.summary import best_over_hubs
from potay.door.ground import AREA_TOLD, GATEWAY_TOLD, ROAD_TOLD, Ground
from potay.door.tables import framed
from potay.render import Chart, Sheet
from potay.spec import StyleSpec, Text
from potay.terms.statuses import CASES

Document = Mapping[str, Any]
Records = Sequence[Mapping[str, Any]]
#: The readings of a row of access, each with a status and a time.
_PLACE = ("name", "kind", "commune", "status", "minutes", "km", "hub", "gateways", "persons",
          "probability")  # fmt: skip


@dataclass(frozen=True, repr=False)
class Answer:
    """An answer with the ground it was asked on.

    Attributes
    ----------
    document : Mapping
        The whole answer as plain values.
    """

    document: Document
    _ground: Ground = field(compare=False)

    def __repr__(self) -> str:
        """Which answer of which map it is."""
        spec = self._ground.inputs.asked.spec
        return f"<{type(self).__name__} of {spec.name} as of {spec.as_of:%Y-%m-%d}>"


@dataclass(frozen=True, repr=False)
class State(Answer):
    """Who is reported to hold what, and what passes, at the map's moment.

    Every frame has the columns of the table *state*, index `id`; *claims* and *actors* have
    tables of their own.
    """

    @property
    def areas(self) -> gpd.GeoDataFrame:
        """Areas, polygons in EPSG:4326: table *state*."""
        return self._ground.state["areas"].copy()

    @property
    def gateways(self) -> gpd.GeoDataFrame:
        """Gateways, points in EPSG:4326: table *state*."""
        return self._ground.state["gateways"].copy()

    @property
    def roads(self) -> gpd.GeoDataFrame:
        """Roads as their dataset has them, lines in EPSG:4326: table *state*."""
        return self._ground.state["roads"].copy()

    @property
    def links(self) -> gpd.GeoDataFrame:
        """Sea and air links; without a geometry where none is drawn: table *state*."""
        return self._ground.state["links"].copy()

    @property
    def infrastructure(self) -> gpd.GeoDataFrame:
        """Facilities, points in EPSG:4326: table *state*."""
        return self._ground.state["infrastructure"].copy()

    @property
    def obstacles(self) -> gpd.GeoDataFrame:
        """Obstacles, points and lines in EPSG:4326: table *state*."""
        return self._ground.state["obstacles"].copy()

    @property
    def claims(self) -> pd.DataFrame:
        """Every report known at the moment: table *claims*, index `claim_id`."""
        rows = self._ground.inputs.state.claims.reset_index()
        return framed("claims", rows.to_dict("records"))

    @property
    def actors(self) -> pd.DataFrame:
        """Actors with the coalition they are reported in: table *actors*, index `actor_id`."""
        rows = self._ground.inputs.state.actors.reset_index(names="actor_id")
        return framed("actors", rows.to_dict("records"))

    def explore(self, tiles: str | None = None) -> Chart:
        """Areas by reported holder, roads by what passes for the map's mover, gateways.

        `tiles` names a background as folium does; it is fetched from the network. Without it
        nothing is.
        """
        ground = self._ground
        sheets = [Sheet("Reported control", "area", self.areas, "control", ground.holders(),
                        AREA_TOLD)]  # fmt: skip
        if "road" in ground.inputs.frames:
            roads = ground.roads
            word = roads["reading_status"].mask(roads["silent"], "silent")
            styles = {**ground.styles("road_status"), "silent": _SILENT}
            sheets.append(Sheet("Roads", "road", roads.assign(word=word), "word", styles,
                                ROAD_TOLD))  # fmt: skip
        sheets.append(Sheet("Gateways", "gateway", ground.passing, "reading_status",
                            ground.styles("gateway_status"), GATEWAY_TOLD))  # fmt: skip
        return ground.look(sheets, tiles)


@dataclass(frozen=True, repr=False)
class Access(Answer):
    """Every site and facility from every hub, for the map's mover.

    `summary` counts places, pairs and persons by status.
    """

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """One row per hub and place, points in EPSG:4326: table *access*."""
        told = self.document["rows"]
        return framed("access", map(_access_row, told), self._ground.places(told))

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """What blocks each way and what would open it, with its reports: table *reasons*."""
        rows = [
            one
            for row in self.document["rows"]
            for one in _reasons(row, (row["hub"], row["type"], row["id"]))
        ]
        return framed("reasons", rows)

    @property
    def best(self) -> gpd.GeoDataFrame:
        """One row per place: that of the hub which serves it best; table *access*."""
        return best_over_hubs(self.rows)

    @property
    def summary(self) -> Document:
        """Counts of places, pairs and persons by status, each site once."""
        counted: Document = self.document["summary"]
        return counted

    def explore(self, tiles: str | None = None) -> Chart:
        """Sites and facilities by the status from the hub that serves them best."""
        ground, best = self._ground, self.best
        styles = ground.styles("access", "sites")
        sheets = [
            Sheet(title, "place", best[best["type"] == kind], "status", styles, _PLACE)
            for title, kind in (("Facilities", "infrastructure"), ("Sites", "site"))
            if (best["type"] == kind).any()
        ]
        return ground.look([*ground.beneath(), *sheets], tiles)


@dataclass(frozen=True, repr=False)
class Route(Answer):
    """The ways between two places, what blocks them, and what the clock says."""

    @property
    def status(self) -> str:
        """reachable, restricted, presumed (no known closure), unknown, cut_off or misplaced."""
        return str(self.document["status"])

    @property
    def minutes(self) -> float | None:
        """Minutes of the way in the reading that gives the status; None where there is none."""
        return self.document["minutes"]  # type: ignore[no-any-return]

    @property
    def km(self) -> float | None:
        """Kilometres of that way; None where there is none."""
        return self.document["km"]  # type: ignore[no-any-return]

    @cached_property
    def ways(self) -> gpd.GeoDataFrame:
        """Ways that do not stand or fall together, lines in EPSG:4326: table *ways*."""
        told = self.document["routes"]
        rows = [
            {
                **{key: value for key, value in way.items() if key != "geometry"},
                "way": number,
                "blocked_by": _subjects(way["blocked_by"]),
                "carries": way["carries"]["text"],
            }
            for number, way in enumerate(told, start=1)
        ]
        return framed("ways", rows, [shapely.geometry.shape(way["geometry"]) for way in told])

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """What blocks the pair and what would open it, with its reports: table *reasons*."""
        origin, destination = self.document["origin"], self.document["destination"]
        names = (origin["id"], destination["type"], destination["id"])
        return framed("reasons", _reasons(self.document, names))

    @cached_property
    def departures(self) -> pd.DataFrame:
        """Departures that arrive, where they were asked for: table *departures*."""
        return framed("departures", self.document.get("departures", []))

    def explore(self, tiles: str | None = None) -> Chart:
        """The ways by their status, the best on top, and the two places."""
        ground = self._ground
        ends = [{**self.document[end], "end": end} for end in ("origin", "destination")]
        places = gpd.GeoDataFrame(
            {"name": [one["name"] for one in ends], "end": [one["end"] for one in ends]},
            geometry=[shapely.centroid(shape) for shape in ground.places(ends)],
            crs=self.ways.crs,
        )
        told = ("way", "status", "minutes", "km", "gateways", "blocked_by", "carries")
        styles = {key: StyleSpec(**{**style.model_dump(), "width": 5})
                  for key, style in ground.styles("access", "sites").items()}  # fmt: skip
        ends_look = dict.fromkeys(("origin", "destination"), _END)
        sheets = [
            Sheet("Ways", "way", self.ways.iloc[::-1], "status", styles, told),
            Sheet("From and to", "place", places, "end", ends_look, ("end", "name")),
        ]
        return ground.look([*ground.beneath(), *sheets], tiles, near=self.ways)


@dataclass(frozen=True, repr=False)
class Corridors(Answer):
    """Each corridor by kilometre: who is reported where, what stands on it, what passes."""

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """One row per corridor, lines in EPSG:4326: table *corridors*, index `ref`."""
        told = self.document["corridors"]
        left = ("stretches",)
        rows = [
            {
                **{key: value for key, value in one.items() if key not in left},
                "carries": one["carries"]["text"],
                "gateways": [item["id"] for item in one["gateways"]],
                "obstacles": [item["id"] for item in one["obstacles"]],
            }
            for one in told
        ]
        return framed("corridors", rows, [self._lines[one["ref"]][0] for one in told])

    @cached_property
    def stretches(self) -> gpd.GeoDataFrame:
        """One row per stretch that is held and governed alike: table *stretches*."""
        rows, shapes = [], []
        for one in self.document["corridors"]:
            for part, line in zip(one["stretches"], self._lines[one["ref"]][1], strict=True):
                rows.append({"ref": one["ref"]} | {k: v for k, v in part.items() if k != "at"})
                shapes.append(line)
        return framed("stretches", rows, shapes)

    @cached_property
    def along(self) -> pd.DataFrame:
        """Gateways and obstacles by corridor and kilometre: table *along*."""
        rows = [
            {"ref": one["ref"], "km": item["km"]} | _reason(item)
            for one in self.document["corridors"]
            for kind in ("gateways", "obstacles")
            for item in one[kind]
        ]
        return framed("along", rows)

    @cached_property
    def _lines(self) -> Mapping[str, tuple[shapely.LineString, list[shapely.LineString]]]:
        return corridor_lines(self._ground.inputs.scenario(), self.document["corridors"])

    def explore(self, tiles: str | None = None) -> Chart:
        """The stretches by what passes for the map's mover."""
        ground = self._ground
        told = ("ref", "from_km", "to_km", "status", "control", "areas", "claim_ids")
        parts = self.stretches
        nobody = (parts["status"] == "open") & ~parts["claim_ids"].astype(bool)
        drawn = parts.assign(word=parts["status"].mask(nobody, "silent"))
        styles = {**ground.styles("road_status"), "silent": _SILENT}
        sheet = Sheet("Corridors", "road", drawn, "word", styles, told)
        near = self.rows if len(self.rows) == 1 else None
        return ground.look([*ground.beneath(), sheet], tiles, near)


@dataclass(frozen=True, repr=False)
class Critical(Answer):
    """What matters most if it closes, if it opens, if somebody checks it.

    Loss and gain are counted in the *presumed* reading.
    """

    @cached_property
    def gateways(self) -> gpd.GeoDataFrame:
        """What the loss of each gateway costs, most first: table *critical_gateways*."""
        told = self.document["gateways"]
        shapes = self._ground.shapes("gateway", [one["id"] for one in told])
        return framed("critical_gateways", told, shapes)

    @cached_property
    def cut_links(self) -> gpd.GeoDataFrame:
        """Stretches that a pair of hub and site cannot do without: table *cut_links*."""
        told = self.document["cut_links"]
        rows = [{k: v for k, v in one.items() if k not in ("from", "to")} for one in told]
        return framed("cut_links", rows, [shapely.LineString([one["from"], one["to"]])
                                          for one in told])  # fmt: skip

    @cached_property
    def openings(self) -> pd.DataFrame:
        """What to open, in order: table *openings*, index `step`."""
        rows = [
            {**one, "step": number, "subjects": _subjects(one["subjects"])}
            for number, one in enumerate(self.document["openings"], start=1)
        ]
        return framed("openings", rows)

    @cached_property
    def check_first(self) -> pd.DataFrame:
        """Whose check would change most: table *check_first*."""
        more = ("probability", "persons_if_open", "persons_if_closed", "persons_swing")
        told = self.document["check_first"]
        return framed("check_first", [_reason(one, more) for one in told])

    def explore(self, tiles: str | None = None) -> Chart:
        """Gateways that cost somebody something if they close, and stretches nobody can replace."""
        ground = self._ground
        lost = self.gateways[
            (self.gateways["pairs_lost"] > 0) | (self.gateways["detour_pairs"] > 0)
        ]
        told = ("name", "status", "persons_lost", "pairs_lost", "detour_minutes")
        cut = self.cut_links.assign(look="cut")
        sheets = [
            Sheet("Stretches without another way", "line", cut, "look", _CUT,
                  ("names", "km", "gateways", "persons_lost", "pairs_lost")),
            Sheet("Gateways", "gateway", lost, "status", ground.styles("gateway_status"), told),
        ]  # fmt: skip
        return ground.look([*ground.beneath(), *sheets], tiles)


@dataclass(frozen=True, repr=False)
class Change(Answer):
    """What differs between two scenarios, who gains or loses access, which reports did it.

    `summary` counts persons at sites who gain and lose.
    """

    @cached_property
    def reported(self) -> pd.DataFrame:
        """Reported control, status and coalition that differ: table *changed*."""
        aspects = ("control", "status", "coalition")
        rows = [{"aspect": name, **row} for name in aspects for row in self.document[name]]
        return framed("changed", rows)

    @cached_property
    def passage(self) -> pd.DataFrame:
        """What the mover passes otherwise than before, what-ifs included: table *passage*."""
        return framed("passage", self.document["passage"])

    @cached_property
    def access(self) -> gpd.GeoDataFrame:
        """Places whose best status differs, the worse first: table *access_changed*."""
        told = self.document["access"]
        return framed("access_changed", told, self._ground.places(told))

    @property
    def summary(self) -> Document:
        """Persons at sites who gained and lost access."""
        counted: Document = self.document["summary"]
        return counted

    def explore(self, tiles: str | None = None) -> Chart:
        """Places whose access differs, by their status afterwards."""
        ground = self._ground
        told = ("name", "commune", "before", "after", "persons", "subjects", "claims")
        sheet = Sheet("Access that changed", "place", self.access, "after",
                      ground.styles("access", "sites"), told)  # fmt: skip
        return ground.look([*ground.beneath(), sheet], tiles)


@dataclass(frozen=True, repr=False)
class People(Answer):
    """People, as modelled by a raster and not counted, in areas by access.

    `summary` adds up by status, by band of minutes and by holder.
    """

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """One row per area, polygons in EPSG:4326: table *people*, index `id`."""
        told = self.document["rows"]
        rows = [{key: value for key, value in row.items() if key != "type"} for row in told]
        return framed("people", rows, self._ground.shapes("area", [one["id"] for one in told]))

    @property
    def summary(self) -> Document:
        """Modelled people by status, band of minutes and holder, and who is left over."""
        counted: Document = self.document["summary"]
        return counted

    def explore(self, tiles: str | None = None) -> Chart:
        """Areas by the access from the hub that serves them best."""
        ground = self._ground
        told = ("name", "persons_modelled", "status", "minutes", "hub", "control", "gateways")
        styles = {key: StyleSpec(color=style.color, fill=style.color, label=style.label)
                  for key, style in ground.styles("access", "sites").items()}  # fmt: skip
        sheet = Sheet("People by access", "area", self.rows, "status", styles, told)
        return ground.look([*ground.beneath()[1:], sheet], tiles)


@dataclass(frozen=True, repr=False)
class Leaving(Answer):
    """The way from every area to the nearest place out of reported armed control.

    For getting people out. It says nothing of capacity and is no advice to go.
    """

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """One row per area, polygons in EPSG:4326: table *leaving*, index `id`."""
        told = self.document["rows"]
        shapes = self._ground.shapes("area", [one["id"] for one in told])
        return framed("leaving", told, shapes)

    @property
    def summary(self) -> Document:
        """Modelled people with and without a way."""
        counted: Document = self.document["summary"]
        return counted


@dataclass(frozen=True, repr=False)
class Walks(Answer):
    """The last stretch on foot, as modelled, to places that no vehicle reaches."""

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """One row per place, points in EPSG:4326: table *walks*."""
        told = self.document["rows"]
        return framed("walks", told, self._ground.places(told))


#: A road that nobody reports on, the two ends of a way, and a stretch that has no other.
_SILENT = StyleSpec(
    color="#8a979c", width=2.2, symbol="plain", label=Text(en="Nobody reports: not known closed")
)
_END = StyleSpec(color="#123a5c", symbol="square")
_CUT = {"cut": StyleSpec(color="#6a3d9a", width=5, label=Text(en="Cuts somebody off"))}


def _access_row(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in row.items() if not key.endswith("_case")}
    for name in reversed(CASES):
        told |= {f"{name}_{key}": value for key, value in (row[f"{name}_case"] or {}).items()}
    for name in ("blocked_by", "would_open"):
        told[name] = _subjects(row[name])
    return told


def _subjects(records: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["subject"] for one in records]


def _reasons(answer: Mapping[str, Any], names: tuple[str, str, str]) -> Iterable[dict[str, Any]]:
    hub, kind, one = names
    for part in ("blocked_by", "would_open"):
        for item in answer[part]:
            yield {"hub": hub, "type": kind, "id": one, "part": part} | _reason(item)


def _reason(item: Mapping[str, Any], more: Sequence[str] = ()) -> dict[str, Any]:
    """A subject with its verdict; of the reports only their ids, for the table *claims*."""
    own = ("subject", "subject_type", "name", "status", "basis", "by", "kind", "control", *more)
    told = {name: item[name] for name in own if name in item}
    told |= {"subject_id": item["id"], "claims": [one["id"] for one in item["claims"]]}
    return told | ({"carries": item["carries"]["text"]} if "carries" in item else {})
