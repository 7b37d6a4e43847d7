"""`potay key`: the keys with which bundles are signed, trusted and opened."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from potay.bundle import (
    RECIPIENTS,
    SIGNERS,
    Signer,
    make_identity,
    make_key,
    own_signer,
    read_recipients,
    read_signers,
    trust_signer,
)
from potay.bundle.signers import public_line
from potay.cli.session import session_of, table
from potay.errors import SpecError
from potay.keys import PRIVATE

app = typer.Typer(no_args_is_help=True, help="Keys: who signs bundles, whom you trust, who reads.")

#: Where scripts put the passphrase of the workspace's key.
PASSPHRASE = "POTAY_PASSPHRASE"


@app.command("make")
def make(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help="Whose key it is.")] = "",
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help=f"Lock it; asks, or reads {PASSPHRASE}.")
    ] = False,
) -> None:  # fmt: skip
    """Make the key of the workspace: it signs every bundle that is built from now on."""
    session = session_of(context)
    root = session.workspace().root
    named = " ".join((name or root.name).split())
    if not named.isprintable() or '"' in named or named.startswith("#"):
        raise SpecError(f"'{named}' cannot be the name of a key.", hint="Use letters and digits.")
    key = make_key(
        root, named, _new_passphrase(key=str(root / PRIVATE / "key")) if passphrase else ""
    )
    session.say(f"Made {key.path}. Keep a copy of it in a safe place; give others this line:")
    _answer(context, Signer(named, key.blob))


@app.command("show")
def show(context: typer.Context) -> None:
    """Show the public half of the workspace's key, as others need it."""
    signer = own_signer(session_of(context).workspace().root)
    if signer is None:
        raise SpecError("the workspace has no key.", hint="Make one with potay key make.")
    _answer(context, signer)


@app.command("list")
def list_(context: typer.Context) -> None:
    """List the workspace's own key, the signers that it trusts, and its recipients."""
    session = session_of(context)
    root = session.workspace().root
    own = own_signer(root)
    signers = read_signers(root / SIGNERS) if (root / SIGNERS).exists() else ()
    recipients = read_recipients(root / RECIPIENTS) if (root / RECIPIENTS).exists() else ()
    document = {
        "own": _record(own) if own else None,
        "signers": [_record(one) for one in signers],
        "recipients": [{"name": one.name, "key": one.key} for one in recipients],
    }
    rows = [("own key", own.name, own.fingerprint)] if own else []
    rows += [("signer", one.name, one.fingerprint) for one in signers]
    rows += [("recipient", one.name, one.key) for one in recipients]
    session.answer(document, [table(("what", "who", "key"), rows) if rows else "No key yet."])


@app.command("trust")
def trust(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")],
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="'ssh-ed25519 AAAA…', or a file with it.")
    ],
) -> None:
    """Trust what somebody signs: adds a line to signers.txt of the workspace."""
    session = session_of(context)
    signer = trust_signer(session.workspace().root, name, key)
    session.say(f"Added to {SIGNERS}. Make sure of the fingerprint another way, such as by voice.")
    _answer(context, signer)


@app.command("identity")
def identity(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file for the private key.")],
) -> None:
    """Make a key to open encrypted bundles with, where you have no workspace; age reads it too."""
    session = session_of(context)
    public = make_identity(file)
    session.say(f"Made {file}. Keep it to yourself; send this line to those who write to you:")
    session.answer({"identity": str(file), "recipient": public}, [public])


def ask_passphrase(path: Path) -> str:
    """The passphrase of a key: from the environment, or from the person at the terminal.

    Raises
    ------
    SpecError
        Where there is neither.
    """
    if told := os.environ.get(PASSPHRASE):
        return told
    if not sys.stdin.isatty():
        raise SpecError(
            "the key is locked with a passphrase.", file=str(path),
            hint=f"Set {PASSPHRASE}, or run the command in a terminal.",
        )  # fmt: skip
    return str(typer.prompt(f"Passphrase of {path}", hide_input=True, err=True))


def _new_passphrase(key: str) -> str:
    if told := os.environ.get(PASSPHRASE):
        return told
    if not sys.stdin.isatty():
        raise SpecError(
            "no passphrase was given.", file=key,
            hint=f"Set {PASSPHRASE}, or run the command in a terminal.",
        )  # fmt: skip
    asked = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    return str(asked)


def _answer(context: typer.Context, signer: Signer) -> None:
    lines = [signer.line(), f"fingerprint {signer.fingerprint}"]
    session_of(context).answer(_record(signer), lines)


def _record(signer: Signer) -> dict[str, str]:
    return {
        "name": signer.name,
        "fingerprint": signer.fingerprint,
        "public": public_line(signer.key),
        "signers_line": signer.line(),
    }
