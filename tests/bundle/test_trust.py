"""Whatever is done to a signed bundle shows, and what is said of it is true."""

import random
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from bundle.fixtures import content, full_bundle, resealed, signed, small, workspace_with_key
from export.world import world

from potay.bundle import (
    Signer,
    judge_bundle,
    own_signer,
    read_key,
    trusted_signers,
    verify_bundle,
    write_bundle,
)
from potay.bundle.sshsig import sign

NAME = "ti-mond-internal"
SIG = f"{NAME}/manifest.json.sig"
NOW = datetime(2024, 8, 20, tzinfo=UTC)
EXPIRES = datetime(2024, 8, 21, 3, 59, 59, tzinfo=UTC)
FLIPS = 600


@pytest.fixture
def root(tmp_path):
    return workspace_with_key(tmp_path / "desk")


@pytest.fixture
def bundle(root, tmp_path):
    return signed(root, tmp_path / "out").path


@pytest.fixture
def judge(root, bundle):
    trusted = trusted_signers(root)

    def judged(now=NOW, signers=trusted):
        return judge_bundle(bundle, now, signers)

    return judged


def said(verdict):
    return [problem.sentence() for problem in verdict.problems]


def key_of(root):
    return own_signer(root).fingerprint


def test_a_signed_bundle_is_whole_and_by_its_signer(judge, root):
    verdict = judge()
    assert (verdict.ok, verdict.whole, verdict.problems) == (True, True, ())
    assert (verdict.signed_by, verdict.signed_with) == ("desk", key_of(root))
    assert verdict.sentence() == f"Whole, and signed by desk ({key_of(root)})."
    assert (verdict.facts.map, verdict.facts.audience) == ("ti-mond", "internal")
    assert verdict.facts.as_of == datetime(2024, 8, 19, 3, 59, 59, tzinfo=UTC)
    assert verdict.facts.expires == EXPIRES


def test_the_same_inputs_and_key_give_the_same_signed_bytes(root, bundle, tmp_path):
    again = signed(root, tmp_path / "again").path
    assert content(again) == content(bundle)
    assert "manifest.json.sig" in content(bundle)


def test_a_workspace_without_a_key_writes_no_signature(tmp_path):
    (tmp_path / "home").mkdir()
    receipt = signed(tmp_path / "home", tmp_path)
    assert [file.path for file in receipt.files] == [
        "index.html", "manifest.json", "tables/access.csv",
    ]  # fmt: skip


def test_the_receipt_lists_the_signature(root, tmp_path):
    receipt = signed(root, tmp_path)
    assert "manifest.json.sig" in [file.path for file in receipt.files]


# -- what is not signed, or not by whom it should be


def test_an_unsigned_bundle_is_never_just_whole(tmp_path):
    bundle = write_bundle(world(), tmp_path, small()).path
    verdict = judge_bundle(bundle, NOW)
    assert (verdict.ok, verdict.signed_by, verdict.signed_with) == (True, None, None)
    assert [problem.severity for problem in verdict.problems] == ["warning"]
    assert said(verdict) == [
        f"{SIG}: the bundle is unsigned: anybody could have written it and its manifest. "
        "Ask its sender for a signed one."
    ]
    assert verdict.sentence() == (
        "Whole as its manifest says, but unsigned: anybody could have written both."
    )


def test_an_unsigned_bundle_is_refused_by_who_knows_signers(judge, bundle):
    (bundle / "manifest.json.sig").unlink()
    verdict = judge()
    assert (verdict.ok, verdict.whole, verdict.sentence()) == (False, False, "Not to be used.")
    assert said(verdict) == [
        f"{SIG}: the bundle is unsigned: anybody could have written it and its manifest. "
        "Ask its sender for a signed one."
    ]


def test_no_signers_at_all_trust_nobody(judge):
    assert judge(signers=()).ok is False


def test_without_signers_a_signature_is_told_with_its_key(judge, root):
    verdict = judge(signers=None)
    assert (verdict.ok, verdict.signed_by, verdict.signed_with) == (True, None, key_of(root))
    assert [problem.severity for problem in verdict.problems] == ["warning"]
    assert said(verdict) == [
        f"{SIG}: the bundle is signed with the key {key_of(root)}, and nobody said whose that is. "
        "Name the signers that you trust with --signers FILE."
    ]
    assert verdict.sentence() == (
        f"Whole as its manifest says, and signed with the key {key_of(root)}, but nobody said "
        "whose that is."
    )


@pytest.mark.parametrize("raw", [b"", b"signature", b"\xff" * 100])
@pytest.mark.parametrize("known", [True, False])
def test_a_junk_signature_is_told(raw, known, judge, bundle):
    (bundle / "manifest.json.sig").write_bytes(raw)
    verdict = judge() if known else judge(signers=None)
    assert (verdict.ok, verdict.signed_by, verdict.signed_with) == (False, None, None)
    assert said(verdict) == [
        f"{SIG}: the signature is junk: it is no signature. Get the bundle again."
    ]


def test_a_signature_larger_than_any_is_junk(judge, bundle):
    (bundle / "manifest.json.sig").write_bytes(b"x" * 70_000)
    assert said(judge()) == [
        f"{SIG}: the signature is junk: it is larger than any that potay writes. "
        "Get the bundle again."
    ]


def test_a_foreign_signature_is_told(judge, bundle, tmp_path):
    other = workspace_with_key(tmp_path / "other")
    raw = (bundle / "manifest.json").read_bytes()
    key = read_key(other / ".potay" / "key")
    (bundle / "manifest.json.sig").write_bytes(key.signature(raw))
    verdict = judge()
    assert (verdict.ok, verdict.signed_by, verdict.signed_with) == (False, None, key.fingerprint)
    assert said(verdict) == [
        f"{SIG}: the bundle is signed with a foreign key, {key.fingerprint}. Do not use it, unless "
        "its holder tells you this very key another way."
    ]


def test_a_signature_of_another_bundle_is_told(judge, bundle, root, tmp_path):
    other = signed(root, tmp_path / "other", text="two").path
    shutil.copy(other / "manifest.json.sig", bundle / "manifest.json.sig")
    assert said(judge()) == [
        f"{SIG}: the signature is not of this manifest: one of the two was changed after the "
        "signing. Get the bundle again."
    ]


def test_a_signature_for_another_purpose_is_told(judge, bundle, root, monkeypatch):
    monkeypatch.setattr("potay.bundle.sshsig.NAMESPACE", "git\x1b")
    raw = (bundle / "manifest.json").read_bytes()
    key = read_key(root / ".potay" / "key")
    (bundle / "manifest.json.sig").write_bytes(sign(key.private, raw))
    assert said(judge()) == [
        f"{SIG}: the signature is for another purpose ('git\\x1b'); one for 'potay-bundle' was "
        "expected. Get the bundle again."
    ]


def test_a_line_of_signers_may_end_and_may_be_for_other_things(judge, root):
    own = own_signer(root)
    day = timedelta(days=1)
    assert judge(signers=[replace(own, after=NOW, before=NOW + day)]).ok
    for line in (replace(own, after=NOW + day), replace(own, before=NOW)):
        assert said(judge(signers=[line])) == [
            f"{SIG}: the key of desk ({own.fingerprint}) does not count today. Ask its holder for "
            "a bundle signed with a key that is valid now."
        ]
        assert judge(now=None, signers=[line]).ok
        assert judge(signers=[line, own]).ok
    (fault,) = said(judge(signers=[replace(own, namespaces="git")]))
    assert "is signed with a foreign key" in fault


def test_an_expired_bundle_is_whole_and_signed_but_not_to_be_used(judge, root):
    verdict = judge(now=EXPIRES)
    assert (verdict.ok, verdict.whole, verdict.signed_by) == (False, True, "desk")
    assert verdict.sentence() == f"Whole, and signed by desk ({key_of(root)}). Not to be used."
    assert said(verdict) == [
        f"{NAME}/manifest.json: the bundle expired at 2024-08-21T03:59:59+00:00. Build it again "
        "from newer reports; do not move by this one."
    ]
    assert judge(now=None).ok


# -- every manipulation is found


def edited_and_rehashed(bundle):
    page = bundle / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("one", "two"), encoding="utf-8")
    resealed(bundle)


def added_and_listed(bundle):
    (bundle / "more.html").write_text("more", encoding="utf-8")
    resealed(bundle)


def removed_and_unlisted(bundle):
    (bundle / "index.html").unlink()
    resealed(bundle)


def renamed_and_listed(bundle):
    (bundle / "index.html").rename(bundle / "page.html")
    resealed(bundle)


def linked(bundle):
    (bundle / "index.html").rename(bundle.parent / "page")
    (bundle / "index.html").symlink_to(bundle.parent / "page")


WITHOUT_THE_KEY = {
    "a page edited and its hash put right": edited_and_rehashed,
    "another expiry": lambda bundle: resealed(bundle, expires="2099-01-01T00:00:00+00:00"),
    "another moment": lambda bundle: resealed(bundle, as_of="2024-08-25T00:00:00+00:00"),
    "another audience": lambda bundle: resealed(bundle, audience="public"),
    "another map": lambda bundle: resealed(bundle, map="other"),
    "another title": lambda bundle: resealed(bundle, title={"fr": "Autre"}),
    "a file added and listed": added_and_listed,
    "a file removed and unlisted": removed_and_unlisted,
    "a file renamed and listed": renamed_and_listed,
    "the order of keys": lambda bundle: resealed(bundle, files=[]),
    "a file added": lambda bundle: (bundle / "x.js").write_text("x", encoding="utf-8"),
    "a file removed": lambda bundle: (bundle / "index.html").unlink(),
    "a file renamed": lambda bundle: (bundle / "index.html").rename(bundle / "page.html"),
    "a file moved": lambda bundle: (bundle / "index.html").rename(bundle / "tables" / "index.html"),
    "a file emptied": lambda bundle: (bundle / "index.html").write_bytes(b""),
    "a file replaced by a link": linked,
    "a link added": lambda bundle: (bundle / "link").symlink_to("index.html"),
    "a folder added": lambda bundle: (bundle / "empty").mkdir(),
    "a folder removed": lambda bundle: shutil.rmtree(bundle / "tables"),
    "a journal left": lambda bundle: (bundle / "index.html-wal").write_bytes(b""),
    "the manifest removed": lambda bundle: (bundle / "manifest.json").unlink(),
    "the signature removed": lambda bundle: (bundle / "manifest.json.sig").unlink(),
}


@pytest.mark.parametrize("change", WITHOUT_THE_KEY.values(), ids=WITHOUT_THE_KEY)
def test_a_signed_bundle_that_was_changed_is_found(change, judge, bundle):
    assert judge().ok
    change(bundle)
    verdict = judge()
    assert (verdict.ok, verdict.whole, verdict.signed_by) == (False, False, None)


def test_what_only_a_signature_can_find_is_not_found_without_one(bundle):
    """Why verify never says 'whole' alone of an unsigned bundle."""
    (bundle / "manifest.json.sig").unlink()
    edited_and_rehashed(bundle)
    assert verify_bundle(bundle, NOW) == []
    (bundle / "manifest.json.sig").write_bytes(b"")
    assert verify_bundle(bundle, NOW) != []


@pytest.mark.parametrize("kind", ["signed", "unsigned"])
def test_a_byte_changed_anywhere_is_found(kind, bundle):
    """Also in the manifest and in the signature, and also by who knows no signer."""
    if kind == "unsigned":
        (bundle / "manifest.json.sig").unlink()
    assert verify_bundle(bundle, NOW) == []
    chance = random.Random(20260731)
    files = [path for path in sorted(bundle.rglob("*")) if path.is_file()]
    for number in range(FLIPS):
        path = files[number % len(files)]
        raw = path.read_bytes()
        odd = bytearray(raw)
        place = chance.randrange(len(odd))
        odd[place] ^= chance.randrange(1, 256)
        path.write_bytes(odd)
        assert verify_bundle(bundle, NOW), (path, place)
        path.write_bytes(raw)
    assert verify_bundle(bundle, NOW) == []


def test_no_page_claims_to_be_genuine(root, tmp_path):
    """Signed or not, a bundle is the same: only verify, with its signature, tells them apart."""
    plain = full_bundle(tmp_path / "plain", "internal").path
    by_desk = full_bundle(tmp_path / "signed", "internal", home=root).path
    files = content(by_desk)
    assert files.pop("manifest.json.sig")
    assert files == content(plain)


def test_a_signer_with_a_key_of_its_own_is_not_the_desk(judge, tmp_path):
    other = own_signer(workspace_with_key(tmp_path / "other"))
    assert judge(signers=[Signer("desk", other.key)]).signed_by is None
