"""How a bundle leaves: signed with whose key, packed or not, for whom, recorded where."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from potay.built import BuiltMap, named_moment
from potay.bundle.envelope import Recipient, encrypted
from potay.bundle.key import (
    AskPassphrase,
    WorkspaceKey,
    key_path,
    no_passphrase,
    open_to_others,
    read_key,
)
from potay.bundle.packing import pack
from potay.errors import Finding
from potay.files import in_place_of
from potay.releaselog import Release, band, record_release


@dataclass(frozen=True)
class Delivery:
    """What is done with a bundle beside writing its folder.

    `key` signs it. `home` is the workspace whose log records it. With `packed`, one zip file is
    made beside the folder; for `recipients`, one that only they can open.
    """

    key: WorkspaceKey | None = None
    home: Path | None = None
    packed: bool = False
    recipients: tuple[Recipient, ...] = ()

    def warnings(self, audience: str) -> tuple[Finding, ...]:
        """What the sender should know before the bundle is made."""
        found = []
        if self.packed and audience != "public":
            found.append(Finding(
                "warning", f"the bundle is for {audience} and its zip file is not encrypted: "
                "whoever gets hold of it reads all of it.",
                hint="Name who may open it with --for, instead of --zip.",
            ))  # fmt: skip
        if self.key and open_to_others(self.key.path):
            found.append(Finding(
                "warning", "others on this machine may read the key.", file=str(self.key.path),
                hint=f"Run chmod 600 {self.key.path}.",
            ))  # fmt: skip
        return tuple(found)

    def is_release(self, audience: str) -> bool:
        """Whether a bundle of this audience leaves: all but a plain folder for internal use."""
        return audience != "internal" or self.packed or bool(self.recipients)


def delivery_of(
    home: Path | None,
    *,
    packed: bool = False,
    recipients: tuple[Recipient, ...] = (),
    ask: AskPassphrase = no_passphrase,
) -> Delivery:
    """How bundles of the workspace `home` leave: signed where it has a key, and recorded.

    Raises
    ------
    SourceError
        Where its key cannot be used.
    SpecError
        Where its key is locked and nobody gives the passphrase.
    """
    path = key_path(home) if home else None
    key = read_key(path, ask) if path and path.exists() else None
    return Delivery(key, home, packed, recipients)


@contextmanager
def sent(
    stage: Path, target: Path, built: BuiltMap, delivery: Delivery
) -> Iterator[tuple[Path, ...]]:
    """The files that are sent, from the staged folder of a bundle.

    They are written beside the bundle and put in place, each whole, when the block ends well.
    """
    top = f"{target.name}_{named_moment(built.provenance.as_of)}"
    plain, sealed = (target.with_name(f"{top}.zip{end}") for end in ("", ".age"))
    with ExitStack() as stack:
        made = []
        if delivery.packed or delivery.recipients:
            zipped = stack.enter_context(tempfile.TemporaryFile(dir=target.parent))
            pack(stage, top, zipped)
        if delivery.packed:
            zipped.seek(0)
            shutil.copyfileobj(zipped, stack.enter_context(in_place_of(plain)))
            made.append(plain)
        if delivery.recipients:
            zipped.seek(0)
            content = encrypted(zipped.read(), delivery.recipients)
            stack.enter_context(in_place_of(sealed)).write(content)
            made.append(sealed)
        yield tuple(made)


def record(built: BuiltMap, delivery: Delivery, manifest: str) -> None:
    """Add the bundle to the log of its workspace, where it is one that leaves.

    It is recorded just before it is put in place: a bundle that was recorded and then not put in
    place does less harm than one that left and is not known.
    """
    provenance = built.provenance
    if delivery.home is None or not delivery.is_release(provenance.audience):
        return
    forms = {"folder": True, "zip": delivery.packed, "age": bool(delivery.recipients)}
    record_release(delivery.home, Release(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        map=built.name,
        audience=provenance.audience,
        as_of=provenance.as_of.isoformat(),
        expires=provenance.expires.isoformat(),
        sent=tuple(form for form, made in forms.items() if made),
        recipients=tuple(dict.fromkeys(one.name for one in delivery.recipients)),
        manifest=manifest,
        fingerprint=provenance.fingerprint,
        signed_with=delivery.key.fingerprint if delivery.key else None,
        counts={layer.spec.name: band(len(layer.frame)) for layer in built.layers
                if layer.frame is not None},
        totals=dict(built.released_totals),
    ))  # fmt: skip
