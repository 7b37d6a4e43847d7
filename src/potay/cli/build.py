"""`potay build`: the bundle of a map."""

import time
from pathlib import Path

import typer

from potay.build import build_map, write_map
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
) -> None:
    """Build the bundle of MAP: page, GeoPackage, tables, routes, manifest."""
    session = session_of(context)
    started = time.monotonic()
    asked = session.asked(map_name, overrides(as_of, mover, settings, audience, what_if))
    built = build_map(asked, session.say)
    session.report(built.findings)
    receipt = write_map(built, out, session.say)
    seconds = round(time.monotonic() - started, 3)
    document = {
        "bundle": str(receipt.path),
        "files": [vars_of(file) for file in receipt.files],
        "findings": [finding.record() for finding in built.findings],
        "seconds": seconds,
    }
    rows = [(file.path, f"{file.bytes / 1000:.0f} kB") for file in receipt.files]
    moment = f"As of {asked.spec.as_of:%Y-%m-%d %H:%M}, for {asked.spec.audience}."
    session.answer(
        document, [table(("file", "size"), rows), moment, f"{receipt.path} ({seconds:.1f} s)"]
    )


def vars_of(file: object) -> dict[str, object]:
    """A written file as the contract names it: path, bytes, sha256."""
    return {name: getattr(file, name) for name in ("path", "bytes", "sha256")}
