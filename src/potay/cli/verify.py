"""`potay verify` and `potay open`: whether a bundle can be trusted, and taking one out."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from potay.bundle import (
    BundleVerdict,
    Signer,
    judge_bundle,
    key_path,
    open_bundle,
    read_identity,
    read_signers,
    trusted_signers,
)
from potay.cli.keys import ask_passphrase
from potay.cli.options import Signers
from potay.cli.session import Session, session_of
from potay.errors import SourceError, SpecError
from potay.terms.moments import HAITI_TIME


def verify(
    context: typer.Context,
    bundle: Annotated[
        Path, typer.Argument(metavar="BUNDLE", help="The folder or zip file of a bundle.")
    ],
    signers: Signers = None,
) -> None:
    """Check whether a bundle is whole, signed by whom you trust, and in date."""
    session = session_of(context)
    if bundle.name.endswith(".age") and bundle.is_file():
        raise SourceError(
            "the bundle is encrypted.", file=str(bundle),
            hint="Take it out with potay open, which checks it too.",
        )  # fmt: skip
    verdict = judge_bundle(bundle, datetime.now(UTC), _whom_to_trust(session, signers))
    session.answer(_document(session, verdict), _lines(session, verdict))
    if not _fit(session, verdict):
        raise typer.Exit(3)


def open_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="NAME.zip.age or NAME.zip.")],
    identity: Annotated[
        Path | None,
        typer.Option("--identity", help="Your private key: an age identity or an ssh-ed25519 key; "
                     "default: the key of the workspace."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to take it out into.")] = Path(),
    signers: Signers = None,
) -> None:  # fmt: skip
    """Decrypt a bundle that was sent, check it, and take it out if it is whole."""
    session = session_of(context)
    identities = _identities(session, identity) if file.name.endswith(".age") else []
    trusted = _whom_to_trust(session, signers)
    opened = open_bundle(file, out, identities, now=datetime.now(UTC), signers=trusted)
    place = str(opened.path) if opened.path else None
    where = place or "Nothing was taken out."
    document = {"bundle": place, **_document(session, opened.verdict)}
    session.answer(document, [*_lines(session, opened.verdict), where])
    if not _fit(session, opened.verdict):
        raise typer.Exit(3)


def _whom_to_trust(session: Session, signers: Path | None) -> Sequence[Signer] | None:
    """Those of --signers; else those of the workspace, where it has any; else nobody is known."""
    if signers is not None:
        return read_signers(signers)
    root = _root(session)
    return (trusted_signers(root) or None) if root else None


def _root(session: Session) -> Path | None:
    """The workspace, where the command stands in one or names one: a bundle is read anywhere."""
    if session.folder is not None:
        return session.workspace().root
    try:
        return session.workspace().root
    except SpecError:
        return None


def _identities(session: Session, identity: Path | None) -> list[Any]:
    root = _root(session)
    if identity is None and root and key_path(root).exists():
        identity = key_path(root)
    if identity is None:
        raise SpecError(
            "the bundle is encrypted, and no key was named.",
            hint="Name yours with --identity FILE.",
        )
    return read_identity(identity, ask_passphrase)


def _fit(session: Session, verdict: BundleVerdict) -> bool:
    return verdict.ok and not (session.strict and verdict.problems)


def _document(session: Session, verdict: BundleVerdict) -> dict[str, Any]:
    facts = verdict.facts
    return {
        "ok": _fit(session, verdict),
        "signed_by": verdict.signed_by,
        "signed_with": verdict.signed_with,
        "map": facts.map or None,
        "audience": facts.audience or None,
        "as_of": facts.as_of,
        "expires": facts.expires,
        "digest": facts.digest or None,
        "problems": [problem.record() for problem in verdict.problems],
    }


def _lines(session: Session, verdict: BundleVerdict) -> Iterator[str]:
    facts = verdict.facts
    for problem in verdict.problems:
        yield f"{problem.severity}: {problem.sentence()}"
    if facts.as_of and facts.expires:
        as_of, expires = (
            moment.astimezone(HAITI_TIME).strftime("%Y-%m-%d %H:%M")
            for moment in (facts.as_of, facts.expires)
        )
        yield f"{facts.map}, for {facts.audience}, as of {as_of}, to be used until {expires}."
    strict = verdict.ok and not _fit(session, verdict)
    yield f"{verdict.sentence()} Not to be used." if strict else verdict.sentence()
