"""The one thing that a reader may learn of a report that is withheld: ask before you go.

A withheld report that would close a passage makes that passage *unknown* for partners, who drive.
Which report, what it says, since when and by whom does not leave.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from potay.built import Aspect, State, SubjectKey, SubjectState
from potay.claims.claim import Claim
from potay.claims.clock import claims_at_moment
from potay.claims.ledger import Ledger
from potay.spec.rules import Rules
from potay.terms.kinds import AT_HOURS, deed
from potay.terms.statuses import SHUT

#: Closed in the worst and the presumed reading, open only in the best; never as unreported.
WITHHELD = Aspect(value="unknown", basis="withheld")


def closed_by(
    ledger: Ledger,
    withheld: frozenset[str],
    as_of: datetime,
    rules: Rules,
    closes: Callable[[str], bool],
) -> frozenset[SubjectKey]:
    """The subjects that some claims, holding at a moment, would close.

    Parameters
    ----------
    ledger
        All reports.
    withheld
        Ids of the claims that are asked about.
    closes
        Whether a holder (an actor's id, *none* or *contested*) closes what it holds.
    """
    known = claims_at_moment(ledger.claims, as_of, rules)
    shut = {
        place
        for place, heard in enumerate(known)
        if heard.claim.claim_id in withheld and heard.holds and _shuts(heard.claim, closes)
    }
    return frozenset(key for key, places in ledger.touching.items() if not shut.isdisjoint(places))


def ask_first(state: State, passages: Iterable[SubjectKey]) -> State:
    """The state in which the passage of some subjects is *withheld*, where it is not closed."""
    subjects = dict(state.subjects)
    for key in sorted(passages):
        known = subjects.get(key) or SubjectState(key)
        if known.status.basis == "claim" and known.status.value in SHUT:
            continue
        subjects[key] = replace(known, status=WITHHELD)
    return replace(state, subjects=subjects)


def not_told(state: State) -> State:
    """The state of a public map, in which silence may hide a report that is withheld."""
    silent = Aspect(basis="not_told")
    subjects = {
        key: replace(
            known,
            control=silent if known.control.basis == "no_report" else known.control,
            status=silent if known.status.basis == "no_report" else known.status,
        )
        for key, known in state.subjects.items()
    }
    return replace(state, subjects=subjects, silence="not_told")


def _shuts(claim: Claim, closes: Callable[[str], bool]) -> bool:
    does, said = deed(claim.kind), claim.value.text
    if does == "status":
        return said in SHUT
    if does == "control":
        return said != "unknown" and closes(said)
    return does in AT_HOURS
