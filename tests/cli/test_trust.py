"""`key`, `build --zip --for`, `verify`, `open`, `releases`: what people and scripts are told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tiny import write_workspace

from potay.cli import run
from potay.signs import shown
from potay.terms.moments import HAITI_TIME

VERDICT = {
    "ok", "signed_by", "signed_with", "map", "audience", "as_of", "expires", "digest", "problems",
}  # fmt: skip


@pytest.fixture
def potay(tmp_path: Path, capsys, monkeypatch):
    """One command on the tiny workspace: its document, or its text; stderr is in `potay.err`."""
    root = write_workspace(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)  # where no workspace is
    monkeypatch.delenv("POTAY_PASSPHRASE", raising=False)

    def call(*words: str, code: int = 0, text: bool = False, inside: bool = True):
        place = ["--workspace", str(root)] if inside else []
        form = [] if text else ["--json"]
        assert run([*form, *place, *words]) == code, capsys.readouterr()
        said = capsys.readouterr()
        call.err = said.err
        if text:
            return said.out
        return json.loads(said.out) if said.out else {}

    call.root, call.tmp = root, tmp_path
    return call


def build(potay, *words, audience="internal", **more):
    """A bundle that is in date today, whatever day it is."""
    today = datetime.now(HAITI_TIME).date()
    return potay("build", "tiny", "--as-of", today.isoformat(), "--audience", audience,
                 "--out", str(potay.tmp / "out"), *words, **more)  # fmt: skip


def lines(text):
    return [line.rstrip() for line in text.splitlines() if line.strip()]


# -- keys


def test_a_key_is_made_shown_and_listed(potay):
    made = potay("key", "make", "--name", "Desk in Les Cayes")
    assert set(made) == {"name", "fingerprint", "public", "signers_line"}
    assert made["name"] == "Desk in Les Cayes"
    assert made["signers_line"] == (
        f'"Desk in Les Cayes" namespaces="potay-bundle" {made["public"]}'
    )
    assert potay.err == (
        f"Made {potay.root / '.potay' / 'key'}. Keep a copy of it in a safe place; give others "
        "this line:\n"
    )
    assert potay("key", "show") == made
    assert lines(potay("key", "show", text=True)) == [
        made["signers_line"], f"fingerprint {made['fingerprint']}",
    ]  # fmt: skip
    assert potay("key", "list") == {"own": made, "signers": [], "recipients": []}
    potay("key", "make", code=2)
    assert "the workspace has a key; it is not replaced." in potay.err


def test_a_workspace_without_keys_says_so(potay):
    assert potay("key", "list") == {"own": None, "signers": [], "recipients": []}
    assert lines(potay("key", "list", text=True)) == ["No key yet."]
    potay("key", "show", code=2)
    assert potay.err == "the workspace has no key. Make one with potay key make.\n"


def test_a_key_is_named_after_its_workspace(potay):
    assert potay("key", "make")["name"] == "tiny"


@pytest.mark.parametrize("name", ['a"b', "#a", "a\x1bb"])
def test_a_name_that_would_break_a_line_is_refused(name, potay):
    potay("key", "make", "--name", name, code=2)
    assert potay.err == f"'{shown(name)}' cannot be the name of a key. Use letters and digits.\n"
    assert not (potay.root / ".potay").exists()


def test_others_are_trusted_and_listed_with_who_reads(potay):
    identity = potay("key", "identity", str(potay.tmp / "me.txt"))
    assert identity["identity"] == str(potay.tmp / "me.txt")
    assert potay("key", "identity", str(potay.tmp / "me.txt"), code=6)["ok"] is False
    (potay.root / "recipients.txt").write_text(f"Cayes {identity['recipient']}\n")
    public = potay("key", "make")["public"]
    trusted = potay("key", "trust", "Jacmel", public)
    assert trusted["name"] == "Jacmel"
    assert potay.err == (
        "Added to signers.txt. Make sure of the fingerprint another way, such as by voice.\n"
    )
    listed = potay("key", "list")
    assert listed["signers"] == [trusted]
    assert listed["recipients"] == [{"name": "Cayes", "key": identity["recipient"]}]
    shown = potay("key", "list", text=True)
    for words in ("own key", "signer", "recipient", "Jacmel", "Cayes", identity["recipient"]):
        assert words in shown


def test_an_identity_is_told_in_words_too(potay):
    shown = potay("key", "identity", "me.txt", text=True, inside=False)
    assert lines(shown)[0].startswith("age1")
    assert potay.err == (
        "Made me.txt. Keep it to yourself; send this line to those who write to you:\n"
    )


# -- passphrases


def test_a_locked_key_signs_where_the_environment_has_the_passphrase(potay, monkeypatch):
    monkeypatch.setenv("POTAY_PASSPHRASE", "lapli")
    potay("key", "make", "--passphrase")
    assert build(potay)["signed_with"]
    monkeypatch.setenv("POTAY_PASSPHRASE", "no")
    build(potay, code=3)
    assert "the passphrase does not open the key. Try again." in potay.err


def test_a_locked_key_asks_at_a_terminal_and_nowhere_else(potay, monkeypatch):
    potay("key", "make", "--passphrase", code=2)
    assert potay.err == (
        f"{potay.root / '.potay' / 'key'}: no passphrase was given. Set POTAY_PASSPHRASE, or run "
        "the command in a terminal.\n"
    )
    asked = []

    def prompt(words, **how):
        asked.append((words, how))
        return "lapli"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", prompt)
    potay("key", "make", "--passphrase")
    assert build(potay)["signed_with"]
    hidden = {"hide_input": True, "err": True}
    assert asked == [
        ("Passphrase", {**hidden, "confirmation_prompt": True}),
        (f"Passphrase of {potay.root / '.potay' / 'key'}", hidden),
    ]
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    build(potay, code=2)
    assert "the key is locked with a passphrase. Set POTAY_PASSPHRASE, or run the" in potay.err


# -- verify


def test_an_unsigned_bundle_is_never_said_to_be_whole_alone(potay):
    bundle = build(potay)["bundle"]
    answer = potay("verify", bundle, inside=False)
    assert set(answer) == VERDICT
    assert (answer["ok"], answer["signed_by"], answer["signed_with"]) == (True, None, None)
    assert [problem["severity"] for problem in answer["problems"]] == ["warning"]
    assert (answer["map"], answer["audience"]) == ("tiny", "internal")
    assert answer["as_of"] < answer["expires"]
    shown = lines(potay("verify", bundle, text=True))
    assert shown[-1] == "Whole as its manifest says, but unsigned: anybody could have written both."
    assert shown[-2].startswith("tiny, for internal, as of ")
    assert "to be used until" in shown[-2]
    assert shown[0].startswith("warning: tiny-internal/manifest.json.sig: the bundle is unsigned")


def test_with_strict_an_unsigned_bundle_is_refused(potay):
    bundle = build(potay)["bundle"]
    assert potay("verify", bundle, "--strict", code=3)["ok"] is False
    assert lines(potay("verify", bundle, "--strict", text=True, code=3))[-1] == (
        "Whole as its manifest says, but unsigned: anybody could have written both. Not to be used."
    )


def test_who_has_signers_is_told_who_signed(potay):
    made = potay("key", "make", "--name", "desk")
    answer = build(potay)
    assert answer["signed_with"] == made["fingerprint"]
    (potay.tmp / "signers").write_text(made["signers_line"] + "\n", encoding="utf-8")
    for words in (["--signers", str(potay.tmp / "signers")], []):
        verdict = potay("verify", answer["bundle"], *words)
        assert (verdict["ok"], verdict["signed_by"], verdict["problems"]) == (True, "desk", [])
        assert verdict["signed_with"] == made["fingerprint"]
        assert verdict["digest"] == answer["digest"]
    shown = lines(potay("verify", answer["bundle"], text=True))
    assert shown[-1] == f"Whole, and signed by desk ({made['fingerprint']})."
    outside = potay("verify", answer["bundle"], inside=False)
    assert (outside["ok"], outside["signed_by"]) == (True, None)


def test_an_unsigned_bundle_is_refused_where_signers_are_known(potay):
    bundle = build(potay)["bundle"]
    line = potay("key", "make")["signers_line"]
    (potay.tmp / "signers").write_text(line, encoding="utf-8")
    assert potay("verify", bundle, code=3)["ok"] is False  # the workspace has a key
    given = ["--signers", str(potay.tmp / "signers")]
    answer = potay("verify", bundle, *given, code=3, inside=False)
    assert answer["problems"][0]["message"] == (
        "the bundle is unsigned: anybody could have written it and its manifest."
    )
    (potay.tmp / "signers").write_text("# nobody\n", encoding="utf-8")
    potay("verify", bundle, *given, code=3, inside=False)


def test_signers_that_cannot_be_read_are_told(potay):
    bundle = build(potay)["bundle"]
    potay("verify", bundle, "--signers", "none", code=3)
    assert potay.err == (
        "none: the signers cannot be read (No such file or directory). Name another file.\n"
    )


def test_a_zip_file_is_verified_as_it_is(potay):
    potay("key", "make")
    (file,) = build(potay, "--zip")["sent"]
    assert potay("verify", file)["signed_by"] == "tiny"
    Path(file).write_bytes(Path(file).read_bytes()[:-1])
    assert potay("verify", file, code=3)["ok"] is False


def test_an_expired_bundle_is_told_with_its_signer(potay):
    potay("key", "make")
    answer = potay("build", "tiny", "--out", str(potay.tmp / "out"))
    verdict = potay("verify", answer["bundle"], code=3)
    assert (verdict["ok"], verdict["signed_by"]) == (False, "tiny")
    shown = lines(potay("verify", answer["bundle"], text=True, code=3))
    assert shown[-1].endswith(". Not to be used.")


def test_a_workspace_that_is_named_and_is_none_is_told(potay):
    bundle = build(potay)["bundle"]
    potay("verify", bundle, "--workspace", str(potay.tmp / "none"), code=2, inside=False)
    assert "not a workspace" in potay.err


# -- sent and opened


def recipients(potay, *names):
    keys = [potay("key", "identity", str(potay.tmp / f"{name}.txt"))["recipient"] for name in names]
    rows = [f"{name} {key}\n" for name, key in zip(names, keys, strict=True)]
    (potay.root / "recipients.txt").write_text("".join(rows), encoding="utf-8")


def test_a_bundle_is_sent_to_named_recipients_and_opened(potay):
    potay("key", "make")
    recipients(potay, "Cayes", "Jacmel")
    answer = build(potay, "--for", "Cayes", "--for", "Jacmel", audience="partners")
    (file,) = answer["sent"]
    day = datetime.now(HAITI_TIME).date()
    assert Path(file).name == f"tiny-partners_{day}.zip.age"
    assert (
        answer["findings"] == potay("check", "tiny")["findings"] or answer["findings"] is not None
    )
    mine = ["--identity", str(potay.tmp / "Cayes.txt"), "--out", str(potay.tmp / "in")]
    opened = potay("open", file, *mine)
    assert set(opened) == {"bundle", *VERDICT}
    assert opened["bundle"] == str(potay.tmp / "in" / f"tiny-partners_{day}")
    assert (opened["ok"], opened["signed_by"]) == (True, "tiny")
    shown = lines(potay("open", file, *mine, text=True))
    assert shown[-1] == opened["bundle"]
    assert potay("verify", opened["bundle"])["ok"] is True


def test_the_key_of_the_workspace_opens_what_was_encrypted_for_it(potay):
    public = potay("key", "make")["public"]
    (potay.tmp / "list").write_text(f"us {public}\n", encoding="utf-8")
    (file,) = build(potay, "--for", str(potay.tmp / "list"))["sent"]
    assert potay("open", file, "--out", str(potay.tmp / "in"))["signed_by"] == "tiny"


def test_an_encrypted_bundle_needs_a_key(potay):
    recipients(potay, "Cayes")
    (file,) = build(potay, "--for", "Cayes")["sent"]
    for inside in (True, False):
        potay("open", file, code=2, inside=inside)
        assert potay.err == (
            "the bundle is encrypted, and no key was named. Name yours with --identity FILE.\n"
        )
    potay("key", "identity", str(potay.tmp / "other.txt"))
    potay("open", file, "--identity", str(potay.tmp / "other.txt"), code=3)
    assert "this identity does not open the file: it was encrypted for others." in potay.err
    potay("verify", file, code=3)
    assert potay.err == (
        f"{file}: the bundle is encrypted. Take it out with potay open, which checks it too.\n"
    )


def test_a_sent_bundle_that_is_not_whole_is_not_taken_out(potay):
    (file,) = build(potay, "--zip", audience="public")["sent"]
    raw = Path(file).read_bytes()
    Path(file).write_bytes(raw.replace(b"index.html", b"index.htmX"))
    answer = potay("open", file, "--out", str(potay.tmp / "in"), code=3)
    assert (answer["ok"], answer["bundle"]) == (False, None)
    shown = lines(potay("open", file, "--out", str(potay.tmp / "in"), text=True, code=3))
    assert shown[-2:] == ["Not to be used.", "Nothing was taken out."]
    assert list((potay.tmp / "in").iterdir()) == []


def test_a_zip_file_for_internal_use_warns(potay):
    answer = build(potay, "--zip")
    warning = (
        "the bundle is for internal and its zip file is not encrypted: whoever gets hold of it "
        "reads all of it."
    )
    assert warning in potay.err
    assert warning in [finding["message"] for finding in answer["findings"]]
    assert len(answer["sent"]) == 1
    shown = lines(build(potay, "--zip", text=True))
    assert shown[-1] == answer["sent"][0]
    for path in (potay.tmp / "out").iterdir():
        path.rename(potay.tmp / path.name)
    build(potay, "--zip", "--strict", code=2)
    assert list((potay.tmp / "out").iterdir()) == []
    build(potay, "--zip", audience="public")
    assert "not encrypted" not in potay.err


def test_nobody_is_encrypted_for_who_is_not_known(potay):
    recipients(potay, "Cayes")
    build(potay, "--for", "Caye", code=2)
    assert potay.err == (
        f"{potay.root / 'recipients.txt'}: no recipient 'Caye' and no such file. "
        "Did you mean 'Cayes'?\n"
    )
    assert not (potay.tmp / "out").exists()


# -- releases


def test_what_left_is_listed_and_checked(potay):
    assert potay("releases", "--check") == {"ok": True, "releases": [], "problems": []}
    recipients(potay, "Cayes")
    build(potay)
    build(potay, audience="public")
    build(potay, "--for", "Cayes", audience="partners")
    answer = potay("releases", "--check")
    assert [(one["audience"], one["sent"], one["recipients"]) for one in answer["releases"]] == [
        ("public", ["folder"], []), ("partners", ["folder", "age"], ["Cayes"]),
    ]  # fmt: skip
    shown = lines(potay("releases", text=True))
    assert shown[-1] == "2 releases, every line as it was written."
    assert "Cayes" in "".join(shown)


def test_a_log_that_was_changed_is_told_and_stops_what_would_leave(potay):
    build(potay, audience="public")
    log = potay.root / "releases.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"tiny"', b'"tinY"'))
    assert potay("releases")["ok"] is False
    assert potay("releases", "--check", code=3)["problems"][0]["message"] == "was edited."
    shown = lines(potay("releases", "--check", text=True, code=3))
    assert shown[-1] == "The log is not whole."
    assert shown[-2] == (
        "error: releases.jsonl, line 1: was edited. Put a copy of the log back; what was released "
        "cannot be known from this one."
    )
    build(potay, audience="public", code=3)
    build(potay)


def test_with_strict_a_warning_about_the_log_counts(potay):
    build(potay, audience="public")
    (potay.root / ".potay" / "head").unlink()
    assert potay("releases", "--check")["ok"] is True
    assert potay("releases", "--check", "--strict", code=3)["ok"] is False


def test_the_moment_of_a_bundle_does_not_tell_when_it_was_built(potay):
    """The clock is in the log alone: two builds of one moment are the same bytes."""
    first = build(potay, audience="public")
    second = build(potay, audience="public")
    assert first["files"] == second["files"]
    assert first["digest"] == second["digest"]
    told = potay("releases")["releases"]
    assert [one["manifest"] for one in told] == [first["digest"]] * 2
    assert datetime.fromisoformat(told[0]["at"]) > datetime.now(UTC) - timedelta(hours=1)
