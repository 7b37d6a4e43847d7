"""`potay build`: the bundle of a map."""

import time
from pathlib import Path
from typing import Annotated

import typer

from potay.build import build_map, write_map
from potay.bundle import RECIPIENTS, Delivery, chosen_recipients, delivery_of
from potay.cli.keys import ask_passphrase
from potay.cli.options import (
    AsOf,
    Audience,
    MapName,
    MoverName,
    OutFolder,
    Settings,
    WhatIf,
    overrides,
)
from potay.cli.session import session_of, table


def build(
    context: typer.Context,
    map_name: MapName,
    out: OutFolder = Path("out"),
    as_of: AsOf = "",
    mover: MoverName = "",
    audience: Audience = "",
    settings: Settings = None,
    what_if: WhatIf = None,
    packed: Annotated[
        bool, typer.Option("--zip", help="Also make the one file that is sent.")
    ] = False,
    readers: Annotated[
        list[str] | None,
        typer.Option("--for", help="Also make one file that only WHO can open: a name in "
                     "recipients.txt, or another such file. May be repeated.", metavar="WHO"),
    ] = None,
) -> None:  # fmt: skip
    """Build the bundle of MAP: page, GeoPackage, tables, routes, manifest, signature."""
    session = session_of(context)
    started = time.monotonic()
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    delivery = _delivery(session.workspace().root, packed, readers or [])
    warnings = delivery.warnings(asked.spec.audience)
    session.report(warnings)
    built = build_map(asked, session.say)
    session.report(built.findings)
    receipt = write_map(built, out, session.say, delivery)
    seconds = round(time.monotonic() - started, 3)
    document = {
        "bundle": str(receipt.path),
        "sent": [str(path) for path in receipt.sent],
        "digest": receipt.digest,
        "signed_with": delivery.key.fingerprint if delivery.key else None,
        "files": [vars_of(file) for file in receipt.files],
        "findings": [finding.record() for finding in (*warnings, *built.findings)],
        "seconds": seconds,
    }
    rows = [(file.path, f"{file.bytes / 1000:.0f} kB") for file in receipt.files]
    moment = f"As of {asked.spec.as_of:%Y-%m-%d %H:%M}, for {asked.spec.audience}."
    made = [f"{receipt.path} ({seconds:.1f} s)", *(str(path) for path in receipt.sent)]
    session.answer(document, [table(("file", "size"), rows), moment, *made])


def _delivery(root: Path, packed: bool, readers: list[str]) -> Delivery:
    recipients = chosen_recipients(readers, root / RECIPIENTS) if readers else ()
    return delivery_of(root, packed=packed, recipients=recipients, ask=ask_passphrase)


def vars_of(file: object) -> dict[str, object]:
    """A written file as the contract names it: path, bytes, sha256."""
    return {name: getattr(file, name) for name in ("path", "bytes", "sha256")}
