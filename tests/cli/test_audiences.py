"""What commands say to the public and to partners, and what they refuse to say."""

import json

import audiences
import pytest

from potay.cli import run

WARNING = "Public map: what is not told here may be closed."
NEVER_PUBLIC = ("no known closure", "nobody reports", "no report", "presumed", "nothing reported")


@pytest.fixture(scope="module")
def towns(tmp_path_factory):
    folder = tmp_path_factory.mktemp("towns")
    return {closing: audiences.town(folder / closing, closing) for closing in ("low", "high")}


@pytest.fixture
def said(towns, capsys, monkeypatch):
    """What a command says of a town to an audience, 80 columns wide; its exit code is checked."""

    def say(closing: str, audience: str, *words: str, code: int = 0) -> str:
        monkeypatch.setenv("COLUMNS", "80")
        command, *more = words
        scope = ["tiny"] if command != "claims" else ["--map", "tiny"]
        line = [command, *scope, *more, "--as-of", "2024-01-05", "--audience", audience, "-q"]
        assert run([*line, "--workspace", str(towns[closing])]) == code
        out, err = capsys.readouterr()
        return out if code == 0 else err

    return say


COMMANDS = [
    ("access",), ("route", "port", "clinic"), ("corridors", "rn9", "--lang", "en"), ("state",),
    ("claims",),
]  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("closing", ["low", "high"])
def test_to_the_public_silence_is_not_told(said, words, closing):
    text = said(closing, "public", *words)
    assert WARNING in text
    assert [phrase for phrase in NEVER_PUBLIC if phrase in text.lower()] == []
    assert "ask before you go" not in text.lower()


def test_the_public_reads_what_unknown_means(said):
    text = said("high", "public", "access")
    assert "unknown: not told, or reports expired or contradicting." in text
    assert "minutes" not in text
    route = said("high", "public", "route", "port", "clinic")
    assert "as of 2024-01-05: not told, or reports expired or contradicting." in route
    assert "No departure returns on 2024-01-05: what is not told here may be closed." in route
    assert "Ways" not in route
    stretches = said("high", "public", "corridors", "rn9", "--lang", "en")
    assert "not told here" in stretches


def test_what_closes_by_a_released_report_is_named_with_it(said):
    text = " ".join(said("low", "public", "route", "port", "clinic").split())
    assert "as of 2024-01-05: reported closed." in text
    assert "La Porte (gateway.gate) closed claim T1 La Presse, 2024-01-01" in text


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("critical",), "what matters most"), (("walk",), "a walk"),
        (("access", "--draws"), "a chance"),
        (("route", "port", "clinic", "--departures"), "the hour of a journey"),
    ],
)  # fmt: skip
def test_what_rests_on_silence_is_refused_to_the_public(said, words, what):
    assert said("low", "public", *words, code=5) == (
        f"{what} cannot be said of a public map, where what is not told may be closed. "
        "Ask it of the map for partners or internal use.\n"
    )


def test_partners_are_told_to_ask_before_they_go(said):
    text = " ".join(said("high", "partners", "route", "port", "clinic").split())
    assert (
        "Ask before you go: a report that may not be shown here may close it: "
        "La Porte (gateway.gate)."
    ) in text
    assert "as of 2024-01-05: unknown: reports withheld, expired or contradicting." in text
    assert "T1" not in text
    assert "La Presse" not in text
    access = said("high", "partners", "access")
    assert "ask first" in access
    assert "La Porte (gateway.gate)" in " ".join(access.split())
    state = said("high", "partners", "state")
    assert "withheld" in state
    assert "Ask before you go: a report that may not be shown here may close this passage." in state
    corridors = said("high", "partners", "corridors", "rn9", "--lang", "en")
    assert "ask before you go" in corridors


def test_partners_whom_nothing_is_withheld_from_are_not_told_to_ask(said):
    for words in COMMANDS:
        assert "ask before you go" not in said("low", "partners", *words).lower()


def test_json_has_the_same_fields_empty_where_the_public_is_told_nothing(said):
    document = json.loads(said("high", "public", "access", "--json"))
    (row,) = document["rows"]
    assert row["status"] == "unknown"
    for field in ("minutes", "km", "probability", "best_case", "presumed_case", "worst_case"):
        assert row[field] is None
    assert (row["would_open"], row["blocked_by"]) == ([], [])
    assert document["summary"]["probability_is"] is None
    told = json.loads(said("high", "partners", "route", "port", "clinic", "--json"))
    kinds = {one["subject"]: one["kind"] for one in told["blocked_by"]}
    assert kinds["gateway.gate"] == "withheld"


def test_narrow_terminals_cut_no_word(said):
    text = said("low", "public", "state")
    assert "Quartier" not in text  # ids stand for names
    assert "No room here for expired_claims" in text
    for word in ("gate", "closed", "claim", "not_told"):
        assert f" {word} " in text
