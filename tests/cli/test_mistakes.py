"""Command lines as people mistype them: no traceback, and a sentence that says what to do."""

from pathlib import Path

import pytest
from tiny import write_workspace

from potay.cli import run

ISO = "is not an ISO 8601 date"
DEPART = "Write it as YYYY-MM-DDTHH:MM, e.g. 2024-07-05T06:30."
TRIP = ("route", "tiny", "port", "camp-1")
NO_PLACE = "Give the id or the name of one: potay access lists sites and facilities."

SAID = {
    "no such map": (("state", "twon"), 2, "no map 'twon' in tiny/maps. Known: tiny."),
    "an empty map": (("build", ""), 2, "no map '' in tiny/maps. Known: tiny."),
    "a folder for a map": (("state", "folder"), 2, "no map 'folder' in tiny/maps. Known: tiny."),
    "a word for a date": (
        ("state", "tiny", "--as-of", "tomorrow"), 2,
        f"--as-of: 'tomorrow' {ISO}; write it as YYYY-MM-DD, e.g. 2024-01-05.",
    ),
    "a date with two readings": (
        ("state", "tiny", "--as-of", "03/04/2026"), 2,
        "--as-of: '03/04/2026' is ambiguous: 2026-04-03 (day first) or 2026-03-04 (month first)?"
        " Write it as YYYY-MM-DD.",
    ),
    "a year that is none": (
        ("state", "tiny", "--as-of", "0024-01-05"), 2,
        "--as-of: the year 24 is not meant; expected one from 1900 to 2199.",
    ),
    "a year in a setting": (
        ("state", "tiny", "--set", "as_of=9999-01-01"), 2,
        "maps/tiny.toml: 'as_of': the year 9999 is not meant; expected one from 1900 to 2199.",
    ),
    "two wrong moments": (
        ("change", "tiny", "--from", "x", "--to", "y"), 2,
        f"--from: 'x' {ISO}; write it as YYYY-MM-DD, e.g. 2024-01-05.\n"
        f"--to: 'y' {ISO}; write it as YYYY-MM-DD, e.g. 2024-01-05.",
    ),
    "a departure without an hour": (
        (*TRIP, "--depart", "2024-07-04"), 2,
        f"--depart: '2024-07-04' names no hour of departure. {DEPART}",
    ),
    "a departure at the end of time": (
        (*TRIP, "--depart", "9999-12-31T06:00"), 2,
        f"--depart: the year 9999 is not meant; expected one up to 2199. {DEPART}",
    ),
    "a departure before the reports": (
        (*TRIP, "--depart", "2023-07-04T06:00"), 2,
        "--depart: 2023-07-04 lies before the map's moment, 2024-01-05, whose reports were not"
        " known then. Ask for the map of that day: --as-of 2023-07-04.",
    ),
    "hours that end before they begin": (
        (*TRIP, "--departures", "--between", "18:00-04:00"), 2,
        "--between: '18:00-04:00' ends before it begins. Write them as HH:MM-HH:MM, e.g."
        " 04:00-18:00.",
    ),
    "no such mover": (
        (*TRIP, "--mover", "balloon"), 2,
        "maps/tiny.toml: no mover 'balloon' in [movers]. Known: ambulance, haulier, light,"
        " motorcycle, un-heavy, un-truck.",
    ),
    "no such place": (("route", "tiny", "port", "zzz"), 5,
                      f"'zzz' is no place of this map. {NO_PLACE}"),
    "an empty hub": (("access", "tiny", "--from", ""), 5,
                     f"'' is no place of this map. {NO_PLACE}"),
    "there and back": (("route", "tiny", "port", "port"), 5,
                       "'port' and 'port' are one place. Name two places."),
    "a setting without a value": (
        (*TRIP, "--set", "gateway.gate"), 2,
        "--set gateway.gate: expected key=value. For example --set gateway.martissant=open.",
    ),
    "a negative number": (
        (*TRIP, "--set", "rules.snap_m=-5"), 2,
        "maps/tiny.toml: 'rules.snap_m': input should be greater than 0 (found -5).",
    ),
    "a status that is none": (
        (*TRIP, "--set", "gateway.gate=ajar"), 2,
        "maps/tiny.toml: 'what_if.gateway.gate' is 'ajar'. Known: abandoned, closed, open, "
        "restricted, unknown.",
    ),
    "a missing what-if": ((*TRIP, "--what-if", "none.toml"), 2,
                          "none.toml: no such file. Check the name or create it."),
    "a folder for a what-if": (
        (*TRIP, "--what-if", "folder"), 2,
        "folder: cannot be read: Is a directory. Name a file that you may read.",
    ),
    "bytes for a what-if": (
        (*TRIP, "--what-if", "bytes.toml"), 2,
        "bytes.toml: cannot be read: it is not UTF-8. Save it as UTF-8.",
    ),
    "no such corridor": (("corridors", "tiny", "rn77"), 5,
                         "'rn77' is no corridor of this map. Known: rn9."),
    "no such language": (("corridors", "tiny", "--lang", "de"), 2,
                         "'de' is no language of this tool. Use fr, ht or en."),
    "a missing file": (("check", "none.csv"), 3, "none.csv: no such file. Check the name."),
    "a folder to import": (("import", "folder", "--as", "sites"), 3,
                           "folder: this is not a regular file. Name a file."),
    "an empty file": (("import", "empty.csv", "--as", "sites"), 3,
                      "empty.csv: the file is empty (0 bytes). Fetch it again."),
    "a file without rows": (
        ("import", "head.csv", "--as", "sites"), 3,
        "head.csv: there are no rows; no sites would mean that nothing is there. Check the export.",
    ),
    "a file for a bundle": (
        ("build", "tiny", "--out", "empty.csv"), 6,
        "empty.csv/tiny-internal: the bundle cannot be written (File exists). The bundle that was"
        " there is untouched. Free space or choose a folder you may write to with --out.",
    ),
    "a file for a workspace": (("init", "empty.csv"), 2,
                               "empty.csv: is a file; a folder was expected. Name a new or empty"
                               " folder."),
    "a report of tomorrow": (
        ("claim", "add", "gateway.gate", "status", "open", "--source", "press", "--as-of",
         "2999-01-01"), 3,
        "--as-of: 2999-01-01 lies after today, 2026-11-22: no such report can be known yet. Correct"
        " the day; from when something announced counts is said with --valid-from.",
    ),
    "a report that ends before it begins": (
        ("claim", "add", "gateway.gate", "status", "open", "--source", "press", "--as-of",
         "2024-07-05", "--valid-to", "2024-07-01"), 3,
        "data/reports/reports.csv, column valid_to: valid_to 2024-07-01 is before valid_from"
        " 2024-07-05. valid_to is the first moment at which the claim holds no more.",
    ),
    "a time beyond the calendar": (
        ("claim", "add", "gateway.gate", "status", "open", "--source", "press", "--as-of",
         "2024-07-05", "--valid-from", "0001-01-01T00:00+14:00"), 3,
        "data/reports/reports.csv, column valid_from: '0001-01-01T00:00+14:00' lies beyond the"
        " calendar.",
    ),
}  # fmt: skip
PROGRESS = ("Reading", "Resolving", "Compiling", "Asking", "Comparing", "Drawing")


@pytest.mark.parametrize(("words", "code", "sentence"), SAID.values(), ids=SAID)
def test_a_mistake_is_answered_with_one_sentence(
    tmp_path, capsys, monkeypatch, words, code, sentence
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 2026-11-22
    monkeypatch.chdir(tmp_path)
    write_workspace(tmp_path / "tiny")
    Path("folder").mkdir()
    Path("empty.csv").touch()
    Path("bytes.toml").write_bytes(b"\xff\xfe")
    Path("head.csv").write_text("id,name,persons,lat,lon\n", encoding="utf-8")
    where = () if words[0] == "init" else ("--workspace", "tiny")
    assert run([*where, *words]) == code
    said = capsys.readouterr().err.strip().splitlines()
    assert [line for line in said if not line.startswith(PROGRESS)] == sentence.splitlines()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (*TRIP, "--alternatives", "-3"),
            "'--alternatives': Input should be greater than or equal",
        ),
        (("state",), "Missing argument 'MAP'"),
        (("frobnicate",), "No such command 'frobnicate'"),
        ((*TRIP, "--depart"), "Option '--depart' requires an argument"),
    ],
)
def test_the_words_of_a_command_are_checked_before_anything_is_read(capsys, words, said):
    assert run(words) == 2
    assert said in capsys.readouterr().err
