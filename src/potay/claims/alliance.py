"""Who is reported to belong to which coalition at a moment, through chains of coalitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from potay.built import Aspect
from potay.claims.clock import ClaimAtMoment
from potay.claims.winner import decide
from potay.errors import Finding, SourceError
from potay.spec.rules import Rules
from potay.terms.holders import NONE


@dataclass(frozen=True)
class Membership:
    """An actor's coalition at a moment: `chain` from the next coalition to the outermost."""

    actor: str
    direct: Aspect
    chain: tuple[str, ...] = ()

    @property
    def coalition(self) -> str:
        """The outermost coalition, or nothing."""
        return self.chain[-1] if self.chain else ""


def memberships(
    actors: Sequence[str], known: Sequence[ClaimAtMoment], rules: Rules
) -> dict[str, Membership]:
    """The membership of every actor, from the alliance claims known at a moment.

    Raises
    ------
    SourceError
        Where the reports that count make a circle.
    """
    about: dict[str, list[ClaimAtMoment]] = {}
    for heard in known:
        about.setdefault(heard.claim.subject, []).append(heard)
    direct = {
        actor: decide(about.get(actor, ()), _said, _caution, rules)
        for actor in sorted({*actors, *about})
    }
    return {name: Membership(name, aspect, _chain(name, direct)) for name, aspect in direct.items()}


def _said(heard: ClaimAtMoment) -> str:
    return heard.claim.value.text


def _caution(value: str) -> int:
    return 0 if value == NONE else 1


def _chain(actor: str, direct: Mapping[str, Aspect]) -> tuple[str, ...]:
    chain: list[str] = []
    place = actor
    while (aspect := direct.get(place)) and aspect.value not in (None, NONE):
        place = str(aspect.value)
        if place == actor or place in chain:
            raise SourceError(_circle([actor, *chain, place], direct))
        chain.append(place)
    return tuple(chain)


def _circle(walk: Sequence[str], direct: Mapping[str, Aspect]) -> Finding:
    ring = walk[walk.index(walk[-1]) :]
    claims = sorted({str(direct[actor].claim_id) for actor in ring[:-1]})
    return Finding(
        "error",
        f"alliances go in a circle: {' → '.join(ring)} (claims {', '.join(claims)}).",
        file="claims",
        hint="Give one of them an end in valid_to, or correct its value.",
    )
