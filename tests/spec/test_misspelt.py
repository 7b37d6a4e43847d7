"""A slip of the hand in a setting is refused with what was meant; none is read and ignored."""

import typing

import pytest
from tiny import write_workspace

from potay.build import RENDERERS
from potay.cli import run
from potay.errors import SourceError, SpecError
from potay.inputs import read_inputs
from potay.spec import DatasetSpec, LayerSpec, MapSpec, Overrides, read_map, read_workspace
from potay.spec.map import ReleaseSpec
from potay.spec.mover import Mover
from potay.spec.rules import ControlRule, Rules
from potay.terms.outputs import OUTPUTS

MAP, LAYER = "maps/tiny.toml", "layers/{}.toml"
RULE = '[[rules.control]]\nstatus = "open"\n'
#: File, what is added to it, and the sentence.
SLIPS = {
    "an age": (MAP, "[rules.max_age_days]\nstatu = 1\n",
               "unknown key 'rules.max_age_days.statu'. Did you mean 'status'?"),
    "a key that nothing reads": (MAP, 'tiles = "nowhere"\n',
                                 "unknown key 'tiles'. Did you mean 'title'?"),
    "a rule": (MAP, "[rules]\nsnap = 5\n", "unknown key 'rules.snap'. Did you mean 'snap_m'?"),
    "a speed": (MAP, "[movers.light.speeds_kmh]\nsecundary = 5\n",
                "unknown key 'movers.light.speeds_kmh.secundary'. Did you mean 'secondary'?"),
    "the speed of a ramp": (
        MAP, "[movers.light.speeds_kmh]\ntrunk_link = 5\n",
        "unknown key 'movers.light.speeds_kmh.trunk_link'. Did you mean 'trunk'?"),
    "a mover": (MAP, "[movers.light]\nvehicle_clas = 5\n",
                "unknown key 'movers.light.vehicle_clas'. Did you mean 'vehicle_class'?"),
    "an organisation": (MAP, f'{RULE}organisation = ["hauler"]\n',
                        "'rules.control.0.organisation.0' is 'hauler'. Did you mean 'haulier'?"),
    "a holder": (MAP, f'{RULE}holder = ["gagn"]\n',
                 "'rules.control.0.holder': no holder 'gagn'. Did you mean 'gang'?"),
    "what rules make of a holder": (
        MAP, '[[rules.control]]\nstatus = "opne"\n',
        "'rules.control.0.status' is 'opne'. Did you mean 'open'?"),
    "an arrangement": (MAP, '[movers.light]\narrangements = ["gpep"]\n',
                       "'movers.light.arrangements': no actor 'gpep'. None is known here."),
    "months of water": (MAP, '[rules]\nflood_season = "Apl-Jun"\n',
                        "'rules.flood_season': 'Apl' is not a month; use Jan, Feb, Mar, Apr, May, "
                        "Jun, Jul, Aug, Sep, Oct, Nov, Dec (found 'Apl-Jun')."),
    "where people leave for": (
        MAP, '[rules]\nevacuation_kinds = ["hospitl"]\n',
        "'rules.evacuation_kinds.0' is 'hospitl'. Did you mean 'hospital'?"),
    "a kind of release": (MAP, '[release]\nkinds = ["airprt"]\n',
                          "'release.kinds.0' is 'airprt'. Did you mean 'airport'?"),
    "a release": (MAP, "[release]\nkind = []\n",
                  "unknown key 'release.kind'. Did you mean 'kinds'?"),
    "an assumed status": (MAP, '[what_if]\n"gateway.gate" = "opne"\n',
                          "'what_if.gateway.gate' is 'opne'. Did you mean 'open'?"),
    "what is assumed": (MAP, '[what_if]\n"gatway.gate" = "open"\n',
                        "no what_if subject type 'gatway'. Did you mean 'gateway'?"),
    "a column": (LAYER.format("camps"), 'by = "statsu"\n',
                 "'by': no column 'statsu'. Did you mean 'status'?"),
    "a value": (LAYER.format("camps"), 'by = "status"\n[styles.misplace]\nwidth = 2\n',
                "'styles': no value of 'status' is 'misplace'. Did you mean 'misplaced'?"),
    "a kind of place": (LAYER.format("places"), 'by = "kind"\n[styles.prt]\nwidth = 2\n',
                        "'styles': no value of 'kind' is 'prt'. Did you mean 'port'?"),
    "a holder's style": (LAYER.format("east"), 'by = "control"\n[styles.contestd]\nwidth = 2\n',
                         "'styles': no value of 'control' is 'contestd'. Did you mean "
                         "'contested'?"),
    "a shape": (LAYER.format("camps"), '[style]\nsymbol = "squar"\n',
                "'style.symbol' is 'squar'. Did you mean 'square'?"),
    "a style": (LAYER.format("camps"), '[style]\ncolour = "#112233"\n',
                "unknown key 'style.colour'. Did you mean 'color'?"),
    "a key of a layer": (LAYER.format("camps"), "visibel = true\n",
                    "unknown key 'visibel'. Did you mean 'visible'?"),
}  # fmt: skip


@pytest.mark.parametrize("what", SLIPS)
def test_a_slip_is_refused_at_check_with_what_was_meant(tmp_path, capsys, what):
    file, text, sentence = SLIPS[what]
    root = write_workspace(tmp_path / "ws")
    with (root / file).open("a", encoding="utf-8") as spec:
        spec.write(text)
    assert run(["--workspace", str(root), "check", "tiny"]) == 2
    assert f"error: {file}: {sentence}" in " ".join(capsys.readouterr().out.split())


def with_hubs(tmp_path, *hubs):
    root = write_workspace(tmp_path / "ws")
    spec = root / MAP
    text = spec.read_text(encoding="utf-8").replace('hubs = ["port"]', f"hubs = {list(hubs)}")
    spec.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("hub", ["port", "infrastructure.port", "gateway:gate", "LE PORT", "east"])
def test_a_hub_is_any_place_by_id_type_or_name(tmp_path, capsys, hub):
    assert run(["--workspace", str(with_hubs(tmp_path, hub)), "check", "tiny"]) == 0


def test_a_hub_that_is_nowhere_is_refused_and_only_internally_with_what_was_meant(tmp_path, capsys):
    root = with_hubs(tmp_path, "prot", "area.port")
    assert run(["--workspace", str(root), "check", "tiny"]) == 2
    said = " ".join(capsys.readouterr().out.split())
    assert f"error: {MAP}: 'hubs': no place of this map is 'prot'. Did you mean 'port'?" in said
    assert f"{MAP}: 'hubs': no place of this map is 'area.port'. Did you mean" in said
    with pytest.raises(SpecError) as refused:
        read_inputs(read_map(read_workspace(root), "tiny", Overrides(audience="public")))
    assert str(refused.value).splitlines() == [
        f"{MAP}: 'hubs': no place of this map is '{hub}'. 'potay check' says what is near."
        for hub in ("prot", "area.port")
    ]


@pytest.mark.parametrize("text", ['["print"]', '["html", "prnt"]', '["tabels"]'])
def test_an_output_that_nothing_writes_is_refused(tmp_path, text):
    root = write_workspace(tmp_path / "ws")
    path = root / MAP
    known = 'outputs = ["html", "gpkg", "tables", "routes"]'
    assert known in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(known, f"outputs = {text}"))
    with pytest.raises(SpecError, match=r"'outputs\.[01]' is '(print|prnt|tabels)'"):
        read_map(read_workspace(root), "tiny")


HOW = "Take it out of dataset.toml (potay check, potay import: leave the option out)."
IDLE = {
    "press: sheet": ('sheet = "x"', "'sheet' is for XLSX; this is CSV."),
    "gates: layer": ('layer = "x"', "'layer' is for GeoPackage, zipped Shapefile; this is CSV."),
    "roads: header": ("header_row = 3", "'header_row' is for CSV, XLSX; this is GeoJSON."),
    "roads: encoding": ('encoding = "cp1252"',
                        "'encoding' is for CSV, Shapefile, zipped Shapefile; this is GeoJSON."),
    "reports: crs": ('crs = "EPSG:4326"',
                     "'crs' is for what lies on a map; claims are a table."),
}  # fmt: skip


@pytest.mark.parametrize("what", IDLE)
def test_what_says_nothing_of_a_file_like_this_is_refused(tmp_path, what):
    line, sentence = IDLE[what]
    root = write_workspace(tmp_path / "ws")
    path = root / "data" / what.partition(":")[0] / "dataset.toml"
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        read_inputs(read_map(read_workspace(root), "tiny"))
    (fault,) = refused.value.findings
    assert (fault.message, fault.hint) == (sentence, HOW)


def test_every_output_has_what_writes_it():
    assert tuple(RENDERERS) == OUTPUTS


def test_a_ledger_without_a_slip_is_fit_for_use(tmp_path):
    root = write_workspace(tmp_path / "ws")
    assert read_inputs(read_map(read_workspace(root), "tiny")).asked.spec.name == "tiny"


#: Tables whose keys are names that the writer makes up, or that are checked against data.
NAMED_FREELY = {
    ("MapSpec", "movers"),  # names of movers
    ("MapSpec", "what_if"),  # subjects: their types at once, their ids with the data
    ("LayerSpec", "styles"),  # values of a column, checked with the data
    ("DatasetSpec", "columns"),  # our columns of its role, checked when it is read
}


def test_no_other_table_takes_whatever_key_is_written():
    models = (MapSpec, ReleaseSpec, Rules, ControlRule, Mover, LayerSpec, DatasetSpec)
    free = {
        (model.__name__, name)
        for model in models
        for name, field in model.model_fields.items()
        if typing.get_origin(field.annotation) is dict
        and typing.get_args(field.annotation)[0] is str
    }
    assert free == NAMED_FREELY
    assert all(model.model_config["extra"] == "forbid" for model in models)
