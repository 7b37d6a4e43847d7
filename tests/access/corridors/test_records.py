"""Corridors with what rasters and reports say beside them, and their paragraph in three tongues."""

import hashlib
import json
from dataclasses import replace

import audiences
import numpy as np
import pytest
from rasters import SHAPE, inputs, level, workspace

from potay.access import corridor_records
from potay.access.corridors.records import _namer
from potay.access.corridors.sentences import _time
from potay.build import build_map
from potay.cli import run
from potay.inputs import read_inputs
from potay.phrases import GAP, phrase, phrases
from potay.spec import Overrides, read_map, read_workspace
from potay.terms.statuses import SILENT

RAMP = np.tile(np.arange(SHAPE[1]) * 100.0, (SHAPE[0], 1))


def record(read, ref="rn9"):
    (found,) = corridor_records(read.scenario(), read.datasets, ref)
    return found


def add_claims(root, *rows: str):
    """Append claims and register their hash."""
    folder = root / "data" / "reports"
    file, told = folder / "reports.csv", folder / "dataset.toml"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_text(file.read_text("utf-8") + "".join(f"{row}\n" for row in rows), "utf-8")
    after = hashlib.sha256(file.read_bytes()).hexdigest()
    told.write_text(told.read_text("utf-8").replace(before, after), "utf-8")


def test_climb_grade_and_people_of_a_ramp(tmp_path):
    found = record(inputs(workspace(tmp_path, terrain=RAMP, population=level(1000))))
    climbs = sorted((found["climb_m"], found["descent_m"]))
    assert climbs == pytest.approx([0, 1000], abs=5)
    assert found["mean_grade_pct"] == pytest.approx(9.5, abs=0.1)
    assert found["max_grade_pct"] == pytest.approx(9.5, abs=0.1)
    # 10.6 km of road with 2 km on either side and a half circle at both ends: 54 km², of which
    # a cell of 1.17 km² has a thousand.
    assert found["people_2km"] == pytest.approx(54.7 / 1.169 * 1000, rel=0.03)


def test_without_rasters_nothing_is_made_up(tmp_path):
    found = record(inputs(workspace(tmp_path)))
    for name in ("people_2km", "climb_m", "descent_m", "mean_grade_pct", "max_grade_pct"):
        assert found[name] is None
    assert "modelled" not in found["sentence_en"]


def test_the_paragraph_says_status_place_date_publisher_and_other_ways(tmp_path):
    read = inputs(workspace(tmp_path, population=level(1000)), as_of="2024-01-05")
    found = record(read)
    closed = next(part for part in found["stretches"] if part["status"] == "closed")
    km = [f"{closed[end]:.1f}" for end in ("from_km", "to_km")]
    people = round(found["people_2km"], -2)
    assert found["sentence_en"] == (
        "RN9 (Route du Port), for UN truck, 10 t, as of 5 January 2024: closed in places by the "
        f"reports and the rules of the map. Where: from km {km[0]} to km {km[1]}. "
        "Last report: La Presse, 1 January 2024 (since 1 January 2024). No other way is known. "
        f"About {people:,} people live within 2 km (modelled)."
    )
    comma = [each.replace(".", ",") for each in km]
    assert f"Où : du km {comma[0]} au km {comma[1]}. " in found["sentence_fr"]
    assert "au 5 janvier 2024 :" in found["sentence_fr"]
    first = "Dernier signalement : La Presse, le 1er janvier 2024 (depuis le 1er janvier 2024)."
    assert first in found["sentence_fr"]
    assert "Dènye rapò: La Presse, 1 janvye 2024 (depi 1 janvye 2024)." in found["sentence_ht"]
    assert "Pa gen lòt chemen yo konnen." in found["sentence_ht"]


def test_where_nothing_is_reported_closed_no_place_is_named(tmp_path):
    found = record(inputs(workspace(tmp_path), as_of="2024-02-05"))
    assert "Where:" not in found["sentence_en"]
    # Only the gateway is spoken of, not the road on either side of it.
    assert "open as its data describe it; nobody reports on part of it" in found["sentence_en"]


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0.4, "0 min"), (59.4, "59 min"), (59.6, "1 h 00"), (380.05, "6 h 20"), (1440, "24 h 00")],
)
def test_long_ways_are_told_in_hours(minutes, told):
    assert {_time(minutes, language) for language in ("fr", "en")} == {told}
    assert _time(minutes, "ht") == told.replace(" h ", " è ")


def test_silence_is_not_told_as_a_report(tmp_path):
    root = workspace(tmp_path)
    add_claims(root, "T4,road,rn9,status,open,,2024-02-01,,2024-02-01,press,3,low,")
    found = record(inputs(root, as_of="2024-02-05"))
    assert "passable over its whole length as reported" in found["sentence_en"]


def test_names_are_those_of_the_readers_language(tmp_path):
    datasets = inputs(workspace(tmp_path)).datasets
    gateways = next(one for one in datasets.values() if one.role == "gateways")
    creole = replace(gateways, frame=gateways.frame.assign(name_ht="Pòt la"))
    name = _namer({"gateways": creole})
    assert [name("gateway", "gate", one) for one in ("fr", "ht", "en")] == [
        "La Porte", "Pòt la", "La Porte",
    ]  # fmt: skip
    assert name("gateway", "nowhere", "fr") == "nowhere"


def test_text_of_the_data_is_never_read_as_a_phrase(tmp_path):
    """A name with an ellipsis, braces or a percent sign comes out as it went in."""
    hostile = "Route … {0} %s <b>"
    assert phrase("way", "en", hostile, hostile) == f"{hostile} ({hostile})"
    root = workspace(tmp_path)
    roads = root / "data" / "roads" / "roads.geojson"
    told = root / "data" / "roads" / "dataset.toml"
    before = hashlib.sha256(roads.read_bytes()).hexdigest()
    roads.write_text(roads.read_text("utf-8").replace("Route du Port", hostile), "utf-8")
    after = hashlib.sha256(roads.read_bytes()).hexdigest()
    told.write_text(told.read_text("utf-8").replace(before, after), "utf-8")
    for language in ("fr", "ht", "en"):
        assert hostile in record(inputs(root))[f"sentence_{language}"]


@pytest.mark.parametrize("silence", SILENT)
def test_every_phrase_has_as_many_gaps_in_every_language(silence):
    told = phrases(silence)
    for key in told["en"]:
        gaps = {told[language][key].count(GAP) for language in ("fr", "ht", "en")}
        assert len(gaps) == 1, key
        assert all(told[language][key] for language in ("fr", "ht", "en")), key


def test_what_depends_on_silence_has_a_phrase_for_each_meaning_or_can_never_be_said():
    open_, untold = (set(phrases(silence)["en"]) for silence in SILENT)
    assert {"presumed", "no_report", "others", "how_presumed", "basis_no_report"} <= open_ - untold
    assert {"rest", "untold", "warn_public", "basis_not_told"} <= untold - open_
    assert {"status_unknown", "how_unknown", "promise"} <= open_ & untold


def test_a_status_for_each_vehicle_class(tmp_path):
    read = inputs(workspace(tmp_path))
    network = read.network
    narrow = read.frames["road"].assign(practicability=[3, 4])
    again = record(inputs_with(read, narrow))
    assert [one["status"] for one in again["status_by_class"].values()] == [
        "open", "open", "open", "closed", "closed", "closed",
    ]  # fmt: skip
    assert [one["fits"] for one in again["status_by_class"].values()] == [True] * 3 + [False] * 3
    assert list(again["status_by_class"]) == ["1", "2", "3", "4", "5", "6"]
    assert len(network.roads.id) == 2


def test_a_corridor_is_called_by_its_own_name_in_each_language(tmp_path):
    root = workspace(tmp_path)
    roads = root / "data" / "roads" / "roads.geojson"
    told = root / "data" / "roads" / "dataset.toml"
    before = hashlib.sha256(roads.read_bytes()).hexdigest()
    named = '"name": "Route du Port", "name_ht": "Wout Pò a"'
    roads.write_text(roads.read_text("utf-8").replace('"name": "Route du Port"', named), "utf-8")
    after = hashlib.sha256(roads.read_bytes()).hexdigest()
    told.write_text(told.read_text("utf-8").replace(before, after), "utf-8")
    found = record(inputs(root))
    assert (found["name"], found["name_fr"], found["name_ht"]) == (
        "Route du Port", "", "Wout Pò a",
    )  # fmt: skip
    for language, name in (("fr", "Route du Port"), ("ht", "Wout Pò a"), ("en", "Route du Port")):
        assert found[f"sentence_{language}"].startswith(f"RN9 ({name})")


def inputs_with(read, roads):
    return replace(read, frames={**read.frames, "road": roads})


def test_windows_and_tolls_stand_beside_the_corridor_and_tolls_stay_inside(tmp_path, capsys):
    root = workspace(tmp_path)
    add_claims(
        root,
        "T4,gateway,gate,window,Fri-Sun 06:00-18:00,,2024-02-01,,2024-02-01,press,3,low,",
        "T5,gateway,gate,toll,500-1000 HTG truck,,2024-02-01,,2024-02-01,press,3,low,",
    )
    found = record(inputs(root))
    assert found["windows"] == [
        {"subject": "gateway.gate", "kind": "window", "value": "Fri-Sun 06:00-18:00"}
    ]
    assert [one["subject"] for one in found["tolls"]] == ["gateway.gate"]
    inside = {"tolls": 1, "status_by_class": 2, "windows": 3, "sentence_en": 3, "people_2km": 3}
    for circle, audience in enumerate(("internal", "partners", "public"), start=1):
        asked = read_map(
            read_workspace(root), "tiny", Overrides(as_of="2024-02-05", audience=audience)
        )
        table = build_map(asked).tables["corridors"]
        for name, widest in inside.items():
            assert (name in table.columns) == (circle <= widest)
    words = ["corridors", "tiny", "--as-of", "2024-02-05", "--json", "-q", "--workspace"]
    assert run([*words, str(root), "--set", "audience=public"]) == 0
    assert json.loads(capsys.readouterr().out)["corridors"][0]["tolls"] == []


def test_the_command_prints_the_paragraph_in_the_language_asked_for(tmp_path, capsys):
    root = workspace(tmp_path)
    for language, word in (("ht", "Kamyon ONU"), ("en", "UN truck"), ("fr", "Camion ONU")):
        assert run(["corridors", "tiny", "-q", "--lang", language, "--workspace", str(root)]) == 0
        assert word in capsys.readouterr().out
    assert run(["corridors", "tiny", "-q", "--lang", "de", "--workspace", str(root)]) == 2
    assert "'de' is no language of this tool. Use fr, ht or en." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "before", "closed", "rest"),
    [
        ("fr", "RN9 (Route du Port), pour Camion ONU de 10 t, au 5 janvier 2024 : ",
         "fermée à La Porte (signalé par La Presse, le 1er janvier 2024); ",
         "praticable à Quartier Est (contrôle signalé par La Presse, le 1er janvier 2024); "
         "le reste n’est pas communiqué."),
        ("ht", "RN9 (Route du Port), pou Kamyon ONU 10 t, nan dat 5 janvye 2024: ",
         "li fèmen nan La Porte (dapre rapò La Presse, 1 janvye 2024); ",
         "li pase nan Quartier Est (kontwòl: dapre rapò La Presse, 1 janvye 2024); "
         "rès la, yo pa di l isit la."),
        ("en", "RN9 (Route du Port), for UN truck, 10 t, as of 5 January 2024: ",
         "closed at La Porte (reported by La Presse, 1 January 2024); ",
         "passable at Quartier Est (control reported by La Presse, 1 January 2024); "
         "the rest is not told."),
    ],
)  # fmt: skip
def test_a_public_paragraph_tells_what_reports_close_and_that_the_rest_is_not_told(
    tmp_path, language, before, closed, rest
):
    for closing, said in (("low", before + closed + rest), ("high", before + rest)):
        root = audiences.town(tmp_path / closing, closing)
        found = record(audiences.inputs(root, "public"))
        assert found[f"sentence_{language}"] == said
        assert found["alternatives"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "demandez avant de partir. Demandez avant de partir, du km 5,2 au km 5,3 : un "
         "signalement qui ne peut être montré ici y ferme peut-être le passage. Aucune autre voie "
         "connue."),
        ("ht", "mande anvan ou pati. Mande anvan ou pati, soti km 5,2 rive km 5,3: gen yon rapò "
         "yo pa ka montre isit la ki ka fèmen pasaj la. Pa gen lòt chemen yo konnen."),
        ("en", "ask before you go. Ask before you go, from km 5.2 to km 5.3: a report that may "
         "not be shown here may close the way there. No other way is known."),
    ],
)  # fmt: skip
def test_partners_are_told_where_to_ask_first(tmp_path, language, said):
    root = audiences.town(tmp_path / "town", "high")
    found = record(audiences.inputs(root, "partners"))[f"sentence_{language}"]
    assert found.endswith(said)
    assert "La Presse" not in found
    (asked,) = [one for one in record(audiences.inputs(root, "partners"))["stretches"]
                if one["decided_by"] and one["decided_by"][0]["kind"] == "withheld"]  # fmt: skip
    assert asked["decided_by"] == [{"subject": "gateway.gate", "kind": "withheld", "claim_ids": []}]


def test_worn_reports_and_assumptions_of_a_public_map_say_what_they_are(tmp_path):
    root = audiences.town(tmp_path / "town")
    late = read_inputs(audiences.asked(root, "public", as_of="2024-06-01"))
    assert record(late)["sentence_en"].endswith(
        "passable at Quartier Est (control reported by La Presse, 1 January 2024); uncertain at "
        "La Porte (the last report has expired: La Presse, 1 January 2024); the rest is not told."
    )
    asked = audiences.asked(root, "public")
    spec = asked.spec.model_copy(update={"what_if": {"gateway.gate": "restricted"}})
    assumed = read_inputs(replace(asked, spec=spec))
    assert "restricted at La Porte (assumed);" in record(assumed)["sentence_en"]
