"""Specs: what is read, and the exact sentence for what cannot be."""

from datetime import datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, field_validator

from potay.errors import SpecError
from potay.spec import Overrides, find_workspace, read_map, read_workspace
from potay.spec.map import moment
from potay.spec.toml import validated
from potay.terms.moments import HAITI_TIME

DATASET = """
title = "Roads"
role = "roads"
file = "roads.geojson"
source = "drawn by hand"
licence = "CC BY 4.0"
retrieved = 2026-11-22
sha256 = "{sha}"
""".format(sha="0" * 64)
LAYER = 'title = "Roads"\ndataset = "roads"\nanalysis = "road_status"\n'
MAP = """
title = { fr = "Ville", en = "Town" }
extent = [-73, 18, -72, 19]
as_of = 2024-01-05
layers = ["roads"]
"""


@pytest.fixture
def workspace(tmp_path: Path):
    def write(**files: str):
        texts = {
            "data/roads/dataset.toml": DATASET,
            "layers/roads.toml": LAYER,
            "maps/town.toml": MAP,
        } | {name.replace("__", "/") + ".toml": text for name, text in files.items()}
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read_workspace(tmp_path)

    return write


def faults(workspace, map_name: str = "town", overrides: Overrides | None = None) -> list[str]:
    with pytest.raises(SpecError) as caught:
        read_map(workspace, map_name, overrides)
    return str(caught.value).splitlines()


def test_a_map_brings_its_layers_and_datasets(workspace):
    asked = read_map(workspace(), "town")
    assert asked.spec.title.in_language("ht") == "Ville"  # falls back, never empty
    assert [layer.name for layer in asked.layers] == ["roads"]
    assert asked.datasets["roads"].path.name == "roads.geojson"
    assert asked.datasets["roads"].sensitivity == "high"  # unmarked is high
    assert asked.spec.movers["un-truck"].vehicle_class == 4  # shipped default


def test_a_bare_date_means_the_end_of_that_day_in_haiti(workspace):
    asked = read_map(workspace(), "town", Overrides(as_of="2024-06-26"))
    assert asked.spec.as_of == datetime(2024, 6, 26, 23, 59, 59, tzinfo=HAITI_TIME)


def test_a_map_extends_another(workspace):
    space = workspace(maps__other='extends = "town"\nas_of = 2025-01-14\n')
    assert read_map(space, "other").spec.as_of.year == 2025
    assert read_map(space, "other").spec.layers == ("roads",)


def test_settings_reach_subjects_and_fields(workspace):
    settings = ("gateway.martissant=open", "rules.stale_days=20", "language=ht")
    spec = read_map(workspace(), "town", Overrides(settings=settings)).spec
    assert spec.what_if == {"gateway.martissant": "open"}
    assert (spec.rules.stale_days, spec.language) == (20, "ht")


BROKEN = {
    "unknown key": (
        MAP + 'mover_ = "light"\n',
        "maps/town.toml: unknown key 'mover_'. Did you mean 'mover'?",
    ),
    "missing key": (
        MAP.replace("extent", "#extent"),
        "maps/town.toml: 'extent' is missing. Add a line 'extent = …'.",
    ),
    "unknown layer": (
        MAP.replace('["roads"]', '["raods"]'),
        "maps/town.toml: no layer 'raods' in layers/. Did you mean 'roads'?",
    ),
    "unknown mover": (
        'mover = "un-trck"\n' + MAP,
        "maps/town.toml: no mover 'un-trck' in [movers]. Did you mean 'un-truck'?",
    ),
    "unknown word": (
        MAP + 'audience = "partner"\n',
        "maps/town.toml: 'audience' is 'partner'. Did you mean 'partners'?",
    ),
    "nested unknown key": (
        MAP + "[rules]\nstale_day = 3\n",
        "maps/town.toml: unknown key 'rules.stale_day'. Did you mean 'stale_days'?",
    ),
    "ambiguous date": (
        MAP.replace("2024-01-05", '"03/04/2026"'),
        "maps/town.toml: 'as_of': '03/04/2026' is ambiguous: 2026-04-03 (day first) or "
        "2026-03-04 (month first)? Write it as YYYY-MM-DD (found '03/04/2026').",
    ),
    "extent the wrong way round": (
        MAP.replace("[-73, 18, -72, 19]", "[-72, 18, -73, 19]"),
        "maps/town.toml: 'extent': a box is west, south, east, north in degrees.",
    ),
    "circle": (
        'extends = "town"\n',
        "maps/town.toml: 'extends' goes in a circle: town → town.",
    ),
    "what-if subject type": (
        MAP + '[what_if]\n"gate.canaan" = "open"\n',
        "maps/town.toml: no what_if subject type 'gate'. Did you mean 'gateway'?",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), BROKEN.values(), ids=BROKEN)
def test_broken_maps_say_what_to_do(workspace, text: str, sentence: str):
    assert faults(workspace(maps__town=text)) == [sentence]


def test_all_faults_come_at_once(workspace):
    space = workspace(
        layers__roads='title = "Roads"\ndatset = "roads"\n',
        maps__town=MAP.replace('["roads"]', '["roads", "rods"]'),
    )
    assert faults(space) == [
        "layers/roads.toml: unknown key 'datset'. Did you mean 'dataset'?",
        "maps/town.toml: no layer 'rods' in layers/. Did you mean 'roads'?",
    ]


def test_a_dataset_file_may_not_leave_its_folder(workspace):
    space = workspace(data__roads__dataset=DATASET.replace("roads.geojson", "../../etc/passwd"))
    assert faults(space) == [
        "data/roads/dataset.toml: 'file' is '../../etc/passwd', which leaves the dataset's own "
        "folder. Put the file beside dataset.toml."
    ]


def test_broken_toml_names_the_line(workspace):
    said = faults(workspace(maps__town="title = \n"))
    assert said[0].startswith("maps/town.toml: is not valid TOML: ")
    assert said[0].endswith("Mend the line named.")


def test_settings_need_an_equals_sign(workspace):
    assert faults(workspace(), overrides=Overrides(settings=("gateway.canaan",))) == [
        "--set gateway.canaan: expected key=value. For example --set gateway.martissant=open."
    ]


def test_no_workspace_here(tmp_path: Path):
    with pytest.raises(SpecError, match="make one with 'potay init DIR'"):
        find_workspace(tmp_path)


def test_an_unknown_map_is_named(workspace):
    assert faults(workspace(), "twon")[0].endswith("Did you mean 'town'?")


@pytest.mark.parametrize("value", [5, "tomorrow", ""])
def test_a_moment_is_iso(value):
    with pytest.raises(ValueError, match="ISO 8601"):
        moment(value)


HOSTILE = {
    "a list 3,000 deep": ("x = " + "[" * 3000 + "]" * 3000,
                          "is nested more than 20 levels deep. Write what is meant in a few "
                          "tables."),
    "a key of half a million parts": ("a" + ".a" * 499_000 + " = 1",
                                      "is nested more than 20 levels deep. Write what is meant in "
                                      "a few tables."),
    "quoted parts": ("[" + ".".join(["'a'", '"b"'] * 300) + "]",
                     "is nested more than 20 levels deep. Write what is meant in a few tables."),
    "tables in tables": ("x = " + "{a = " * 21 + "1" + "}" * 21,
                         "is nested more than 20 levels deep. Write what is meant in a few "
                         "tables."),
    "a file of megabytes": ("#" * 1_000_001,
                            "is larger than 1000 kB. Facts go into the files of data/."),
    "a number of 5,000 digits": ("x = " + "9" * 5000,
                                 "a number in it has thousands of digits. Mend it."),
    "a bell in a title": (MAP.replace("Town", "To\\u0007wn"),
                          "'title.en' holds U+0007 (bell), which nobody sees. Take it out."),
    "a turned name": (MAP.replace('["roads"]', '["roads\u202e"]'),
                      "'layers.1' holds U+202E (right-to-left override), which nobody sees. Take "
                      "it out."),
    "a key that looks like another": (MAP + '"as_of\u200b" = 1\n',
                                      "'as_of<U+200B>' holds U+200B (zero width space), which "
                                      "nobody sees. Take it out."),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(workspace, what):
    text, sentence = HOSTILE[what]
    assert faults(workspace(maps__town=text)) == [f"maps/town.toml: {sentence}"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ('"\\u0000"', "'file' holds U+0000 (null), which nobody sees. Take it out."),
        (f'"{"x" * 5000}/../../y"', "'file' is '"),
        ('"../x.csv"', "'file' is '../x.csv', which leaves the dataset's own folder. Put the file "
         "beside dataset.toml."),
        ("7", "'file': input should be a valid string (found 7)."),
    ],
)  # fmt: skip
def test_a_file_name_that_is_none_is_refused_by_its_key(workspace, name, sentence):
    text = DATASET.replace('"roads.geojson"', name)
    (told,) = faults(workspace(data__roads__dataset=text))
    assert told.startswith(f"data/roads/dataset.toml: {sentence}")


def test_dotted_words_in_texts_are_no_nested_keys(workspace):
    text = DATASET + f'note = "{"a. b " * 100} see {".".join("abcdefghijkl")}"\n'
    assert read_map(workspace(data__roads__dataset=text), "town").datasets["roads"].note


def test_hundreds_of_faults_are_counted(workspace):
    keys = "".join(f"odd_{number} = 1\n" for number in range(900))
    told = faults(workspace(maps__town=MAP + keys))
    assert told[-1] == "… and 151 more."
    assert len(told) == 51


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("title=a\u202eb", "--set title=a<U+202E>b: holds U+202E (right-to-left override), which "
         "nobody sees. Type it anew."),
        ("a." * 40 + "b=1", f"--set {('a.' * 40 + 'b=1')[:80]}: expected key=value. For example "
         "--set gateway.martissant=open."),
    ],
)  # fmt: skip
def test_a_hostile_setting_is_refused(workspace, setting, sentence):
    assert faults(workspace(), overrides=Overrides(settings=(setting,))) == [sentence]


@pytest.mark.parametrize("value", ["[" * 3000, "9" * 5000])
def test_a_setting_that_toml_cannot_read_is_a_text(workspace, value):
    asked = read_map(workspace(), "town", Overrides(settings=(f"title={value}",)))
    assert asked.spec.title.fr == value


def test_whatever_a_check_of_values_raises_names_the_file():
    class Odd(BaseModel):
        when: int

        @field_validator("when")
        @classmethod
        def _beyond(cls, value: int) -> int:
            raise OverflowError("too far")

    found, told = validated(Odd, {"when": 1}, "maps/x.toml")
    assert found is None
    assert [one.sentence() for one in told] == [
        "maps/x.toml: cannot be understood (OverflowError: too far). Mend what was changed last, "
        "and please report this."
    ]
