"""What may be said of a bundle that came back, or came from somebody else.

Only who holds keys to compare with can say by whom a bundle is: a page that claims to be genuine
proves nothing, and none of ours does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from potay.bundle.check import Examined, examine, place_of
from potay.bundle.manifest import SIGNATURE, Facts
from potay.bundle.signers import Signer
from potay.bundle.sshsig import Signature
from potay.errors import Finding, Severity

UNSIGNED = "Whole as its manifest says, but unsigned: anybody could have written both."


@dataclass(frozen=True)
class BundleVerdict:
    """What was found of one bundle.

    `signed_by` is a name from the signers given, and only where everything fits; `signed_with`
    is the fingerprint of a key whose signature fits the manifest, whoever holds it. `whole` is
    whether nothing but its age speaks against the bundle.
    """

    facts: Facts
    problems: tuple[Finding, ...]
    whole: bool
    signed_by: str | None = None
    signed_with: str | None = None

    @property
    def ok(self) -> bool:
        """Whether no problem is an error."""
        return all(problem.severity != "error" for problem in self.problems)

    def sentence(self) -> str:
        """The verdict in a sentence or two."""
        said = [self._origin()] if self.whole else []
        return " ".join(said if self.ok else [*said, "Not to be used."])

    def _origin(self) -> str:
        if self.signed_by:
            return f"Whole, and signed by {self.signed_by} ({self.signed_with})."
        if self.signed_with:
            return (f"Whole as its manifest says, and signed with the key {self.signed_with}, but "
                    "nobody said whose that is.")  # fmt: skip
        return UNSIGNED


def judge_bundle(
    path: Path, now: datetime | None = None, signers: Sequence[Signer] | None = None
) -> BundleVerdict:
    """Whether a bundle, folder or zip file, is whole, in date and by whom it should be.

    Parameters
    ----------
    path
        The bundle.
    now
        The reader's clock (aware); None leaves the expiry aside.
    signers
        Whose signature counts. With them, one that is missing or by somebody else is an error;
        without (None) it is a warning, because there is nothing to compare with.
    """
    found = examine(path, now)
    signer, more = _signed(path, found, now, signers)
    faults = [*found.faults, *more, *([_repacked(path)] if found.repacked else [])]
    whole = all(fault.severity != "error" for fault in faults)
    return BundleVerdict(
        facts=found.facts,
        problems=(*faults, *found.expiry),
        whole=whole,
        signed_by=signer.name if signer and whole else None,
        signed_with=found.signature.fingerprint if found.signature else None,
    )


def _signed(
    path: Path, found: Examined, now: datetime | None, signers: Sequence[Signer] | None
) -> tuple[Signer | None, list[Finding]]:
    """The signer whose key signed; or what speaks against it."""
    signature = found.signature
    severity: Severity = "warning" if signers is None else "error"
    if found.unsigned:
        return None, [Finding(
            severity, "the bundle is unsigned: anybody could have written it and its manifest.",
            file=place_of(path, SIGNATURE), hint="Ask its sender for a signed one.",
        )]  # fmt: skip
    if signature is None:  # junk, or of another manifest: told among the faults
        return None, []
    if signers is None:
        return None, [Finding(
            severity, f"the bundle is signed with the key {signature.fingerprint}, and nobody said "
            "whose that is.",
            file=place_of(path, SIGNATURE),
            hint="Name the signers that you trust with --signers FILE.",
        )]  # fmt: skip
    return _among(path, signature, now, signers)


def _among(
    path: Path, signature: Signature, now: datetime | None, signers: Sequence[Signer]
) -> tuple[Signer | None, list[Finding]]:
    named = [one for one in signers if one.key == signature.key and one.for_bundles]
    valid = [one for one in named if now is None or one.valid(now)]
    if valid:
        return valid[0], []
    if named:
        said = f"the key of {named[0].name} ({signature.fingerprint}) does not count today"
        hint = "Ask its holder for a bundle signed with a key that is valid now."
    else:
        said = f"the bundle is signed with a foreign key, {signature.fingerprint}"
        hint = "Do not use it, unless its holder tells you this very key another way."
    return None, [Finding("error", f"{said}.", file=place_of(path, SIGNATURE), hint=hint)]


def _repacked(path: Path) -> Finding:
    return Finding(
        "warning", "another program than potay packed the zip file, so that what yet another "
        "takes out of it may differ from what was checked.",
        file=place_of(path, ""), hint="Take it out with potay open.",
    )  # fmt: skip
