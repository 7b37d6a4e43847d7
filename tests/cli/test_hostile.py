"""Commands given hostile files, specs and names: sentences, the right code, plain output."""

import json
import random
from itertools import islice

import pytest
from proving import TIMES
from sources.mutants import damaged, mutants, with_words
from sources.paper import collection, point
from tiny import write_workspace

from potay.cli import run

SPECS = ("maps/tiny.toml", "layers/gates.toml", "layers/roads.toml", "data/reports/dataset.toml",
         "data/roads/dataset.toml", "data/camps/dataset.toml")  # fmt: skip
ASKED = (
    ("check", "tiny"), ("state", "tiny"), ("route", "tiny", "port", "camp-1"), ("claims",),
    ("register", "reports"), ("check", "f.csv", "--as", "sites", "--crs", "EPSG:4326"),
    ("change", "tiny", "--from", "2024-01-01", "--to", "2024-01-05"),
    ("access", "tiny", "--set", "rules.snap_m=100"), ("init", "new"),
)  # fmt: skip


@pytest.fixture
def potay(tmp_path, capsys, monkeypatch):
    root = write_workspace(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.csv").write_text("id,name,lat,lon\na,A,18.5,-72.3\n")

    def call(*words):
        code = run(["--workspace", str(root), *words])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        assert "its reader" not in told.out + told.err
        return code, told.out, told.err

    call.root = root
    return call


def test_halves_of_letters_are_printed_as_json_and_as_text(potay, tmp_path):
    name = "a\udcff\x1b[31m.geojson"
    text = collection(point(-72.3, 18.5, id="a", name="x")).replace('"x"', '"\\ud83d"')
    (tmp_path / name).write_text(text)
    code, out, _ = potay("check", name, "--as", "sites", "--json")
    assert code == 3
    (found,) = json.loads(out)["findings"]
    assert (found["row"], found["column"], found["value"]) == (1, "name", "<U+D83D>")
    assert list(json.loads(out)["rows"]) == ["a<U+DCFF><U+001B>[31m"]
    code, out, _ = potay("check", name, "--as", "sites")
    assert code == 3
    assert out.startswith(
        "error: a<U+DCFF><U+001B>[31m.geojson, row 1, id a, column name: the text is no Unicode: "
        "it holds half a letter. Save it as UTF-8."
    )
    assert out.replace("\n", "").isprintable()


def test_a_terminal_without_accents_gets_an_answer(potay, monkeypatch):
    class Plain:
        encoding = "ascii"
        written = ""

        def write(self, text):
            self.written += text.encode("ascii").decode()

        def flush(self):
            pass

        def isatty(self):
            return False

    plain = Plain()
    monkeypatch.setattr("sys.stdout", plain)
    assert run(["--workspace", str(potay.root), "--json", "claims"]) == 0
    monkeypatch.undo()
    assert json.loads(plain.written)["claims"]


def test_the_first_fifty_faults_are_told_and_the_rest_counted(potay, tmp_path):
    rows = "".join(f"s{number},A,x,-72.3\n" for number in range(70))
    (tmp_path / "many.csv").write_text(f"id,name,lat,lon\n{rows}")
    code, out, _ = potay("check", "many.csv", "--as", "sites")
    assert code == 3
    lines = out.splitlines()
    assert lines[49].startswith("error: many.csv, row 50, id s49, column lat: 'x' is no coord")
    assert lines[50] == "… and 20 more (all of them: -v, --json)."
    code, out, _ = potay("-v", "check", "many.csv", "--as", "sites")
    assert "row 70, id s69" in out


def test_verbose_says_within_what_files_are_read(potay):
    for words in (("check", "tiny"), ("check", "f.csv", "--as", "sites")):
        code, _, err = potay("-v", *words)
        assert code == 0
        assert "Files are read in a process of their own: " in err
        assert "seconds of processor time at most." in err


def test_every_fault_of_every_file_is_told_at_once(potay):
    (potay.root / "data/roads/roads.geojson").write_text("{")
    (potay.root / "data/camps/camps.csv").write_text('id,name\n"a')
    (potay.root / "data/gates/gates.csv").unlink()
    code, out, _ = potay("check", "tiny")
    assert code == 3
    for place in ("data/roads/roads.geojson: not JSON", "data/gates/gates.csv: no such file",
                  "data/camps/camps.csv: the file has changed since"):  # fmt: skip
        assert place in out


@pytest.mark.parametrize("spec", SPECS)
def test_damaged_specs_are_told_in_sentences(potay, spec):
    path = potay.root / spec
    sound = path.read_bytes()
    dice = random.Random(spec)
    for _ in range(3 * TIMES):
        change = with_words if dice.random() < 0.7 else damaged
        path.write_bytes(change(sound, dice))
        for words in ASKED[:2]:
            code, _, err = potay(*words)
            assert code in (0, 2, 3, 5), err
        path.write_bytes(sound)


@pytest.mark.parametrize("file", ["reports/reports.csv", "roads/roads.geojson", "gates/gates.csv"])
def test_damaged_files_of_a_workspace_are_told_in_sentences(potay, file):
    path = potay.root / "data" / file
    sound = path.read_bytes()
    for mutant in islice(mutants(file, sound, seed=5), 4 * TIMES):
        path.write_bytes(mutant)
        assert potay("register", path.parent.name)[0] in (0, 3)
        assert potay("check", "tiny")[0] in (0, 3, 5)
        path.write_bytes(sound)
        assert potay("register", path.parent.name)[0] == 0


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
def test_odd_words_on_the_command_line_are_told_in_sentences(potay, words):
    dice = random.Random(" ".join(words))
    odd = ("", "\x00", "\x1b[31m", "\u202e", "\udcff", "9" * 400, "-1", "nan", "../..", "/dev/zero",
           "http://127.0.0.1:9/", "a=b=c", "=", "x" * 5000, "[" * 500, "--", "*")  # fmt: skip
    for _ in range(3 * TIMES):
        line = list(words)
        place = dice.randrange(1, len(line) + 1)
        line[place : place + dice.randint(0, 1)] = [dice.choice(odd)]
        code, _, err = potay(*line)
        assert code in (0, 2, 3, 5, 6), err
