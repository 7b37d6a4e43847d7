"""Signs that nobody sees, and that change what is read: found, named, taken out, or shown.

A name may hold signs that turn the reading direction, control a terminal, or make two names
that look the same differ. No language of Haiti needs any of them, so text is used without them
and every place where one stood is told; an id with one is refused, because what it was meant to
be is unknown.
"""

import re
import unicodedata

#: Turn the direction, control a terminal or a printer, or carry text that is not shown (tags).
_MISLEADING = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    "\ufff9-\ufffb\U000e0000-\U000e0fff"
)
#: Joiners, fillers, marks of byte order, choices between forms of a sign: without width.
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_HALVES = "\ud800-\udfff"
_misleading = re.compile(f"[{_MISLEADING}]")
_hidden = re.compile(f"[{_MISLEADING}{_INVISIBLE}]")
_halves = re.compile(f"[{_HALVES}]")
_unshown = re.compile(f"[{_MISLEADING}{_INVISIBLE}{_HALVES}\t\r\n\u2028\u2029]")
#: White space that is no space, tab or end of line, where a text begins or ends.
_odd_ends = re.compile(r"^[ \t\r\n]*([^\S \t\r\n])|([^\S \t\r\n])[ \t\r\n]*$")
_LINE_ENDS = {"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " "}
#: Control signs have no name of their own in Unicode; these are met.
_NAMES = {"\x00": "null", "\x07": "bell", "\x08": "backspace", "\x0b": "vertical tab",
          "\x0c": "form feed", "\x1b": "escape", "\x7f": "delete"}  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether a text holds nothing that is not seen; told at once of nearly every text."""
    return text.isascii() and text.isprintable()


def without_hidden(text: str) -> str:
    """The text without signs that nobody sees; ends of lines and tabs stay."""
    return text if is_plain(text) else _hidden.sub("", text)


def hidden_signs(text: str) -> tuple[str, ...]:
    """The signs in a text that nobody sees, each once, in the order of their numbers.

    Unusual white space counts where the text begins or ends: inside it is a space.
    """
    if is_plain(text):
        return ()
    ends = [sign for match in _odd_ends.finditer(text) for sign in match.groups() if sign]
    return tuple(sorted({*_hidden.findall(text), *ends}))


def misleads(signs: tuple[str, ...]) -> bool:
    """Whether one of the signs changes what a reader sees, and not only what a computer reads."""
    return any(map(_misleading.match, signs))


def named_signs(signs: tuple[str, ...]) -> str:
    """Signs as people can look them up: *U+202E (right-to-left override)*."""
    return ", ".join(f"{_point(sign)} ({_name(sign)})" for sign in signs)


def half_letters(text: str) -> bool:
    """Whether a text holds halves of letters, which are no Unicode and cannot be written."""
    return not text.isascii() and _halves.search(text) is not None


def shown(text: str) -> str:
    """A text as it may be shown to a person: on one line, with what is not seen spelt out."""
    return text if is_plain(text) else _unshown.sub(_spelt, text)


def _spelt(match: re.Match[str]) -> str:
    return _LINE_ENDS.get(match[0]) or f"<{_point(match[0])}>"


def _point(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _name(sign: str) -> str:
    return _NAMES.get(sign) or unicodedata.name(sign, "control sign").lower()
