"""Names as people write them: compared without case and accents, with suggestions."""

import difflib
import unicodedata
from collections.abc import Iterable


def plain(name: str) -> str:
    """A name in lower case without accents and with single spaces, for comparing only."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("-", " ").replace("_", " ").split())


def suggest(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known names, or nothing."""
    by_plain: dict[str, str] = {}
    for each in sorted(known):
        by_plain.setdefault(plain(each), each)
    close = difflib.get_close_matches(plain(name), list(by_plain), n=3, cutoff=0.6)
    if not close:
        return ""
    return f" Did you mean {' or '.join(repr(by_plain[each]) for each in close)}?"
