"""What the command line calls things, as people read them: the phrases of the page, in English."""

from collections.abc import Iterator, Mapping
from typing import Any

from potay.built import State
from potay.phrases import phrase

#: Statuses of places and ways.
_WORDS = {
    "reachable": "reported passable",
    "restricted": "reported passable with restrictions",
    "presumed": "no known closure, nothing reported",
    "unknown": "unknown: reports expired or contradict each other",
    "cut_off": "reported closed",
    "misplaced": "badly placed: not on the connected network",
}


def status_words(state: State, *, ask: bool = False) -> Mapping[str, str]:
    """The word for each status that a state can lead to; `ask` where a withheld report is met."""
    if ask:
        return _WORDS | {"unknown": "unknown: reports withheld, expired or contradicting"}
    if state.silence != "not_told":
        return _WORDS
    untold = phrase("status_unknown", "en", silence=state.silence)
    told = {status: words for status, words in _WORDS.items() if status != "presumed"}
    return told | {"unknown": untold[0].lower() + untold[1:]}


def unreported(item: Mapping[str, Any]) -> str:
    """What is said in place of reports of a subject of which none may be named."""
    basis = item["basis"]
    silence = "not_told" if basis == "not_told" else "no_report"
    known = basis in ("withheld", "not_told")
    return phrase(f"basis_{basis}", "en", silence=silence) if known else "no report"


def asked_first(items: list[dict[str, Any]]) -> list[str]:
    """Names of the subjects that a report which is withheld would close, each once."""
    withheld = [f"{one['name'] or one['id']} ({one['subject']})" for one in items
                if one["kind"] == "withheld"]  # fmt: skip
    return list(dict.fromkeys(withheld))


def notes(state: State) -> Iterator[str]:
    """What the readers of an answer must know of what was left out for them."""
    if state.silence == "not_told":
        yield phrase("warn_public", "en", silence="not_told")
    elif any(one.status.basis == "withheld" for one in state.subjects.values()):
        yield phrase("how_ask", "en")
