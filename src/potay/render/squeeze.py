# Note of the page-weight engineer, 11:24: vendor.py now squeezes with rjsmin and rcssmin (landed in main, as the
# lead asked: a well-kept library). This file and tests/render/test_squeeze.py are not used any more: please drop them.

"""Our own scripts and styles without what only their writers need: comments, indentation, room.

Names stay as they are, so that what a browser complains of can be found. Statements of our
scripts end with a semicolon; a line is only joined to the next where that cannot change them.
"""

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)
      | (?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<space>\s+)
      | (?P<word>[\w$]+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_PATTERN = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
#: After these a stroke begins a pattern; after anything else it divides.
_BEFORE_PATTERN = frozenset("(,=:[!&|?{};+-*%<>~^") | {"", "return", "typeof"}
#: A line that ends with the first, or is followed by the second, goes on in the next line.
_GOES_ON, _CONTINUES = frozenset("{([,;:?=&|*<!"), frozenset(")]},;.:?&|")


def squeezed_script(code: str) -> str:
    """A script that does the same in fewer characters."""
    parts: list[str] = []
    before, gap = "", ""
    for token in _tokens(code):
        if token.isspace():
            gap = "\n" if "\n" in token or gap == "\n" else " "
            continue
        parts.append(_gap(before, gap, token))
        parts.append(token)
        before, gap = token, ""
    return "".join(parts) + "\n"


def _tokens(code: str) -> Iterator[str]:
    """Words, signs, texts, patterns and white space; a comment counts as the latter."""
    at, before = 0, ""
    while at < len(code):
        found = _TOKEN.match(code, at)
        assert found is not None
        if code[at] == "/" and found.lastgroup == "sign" and before in _BEFORE_PATTERN:
            found = _PATTERN.match(code, at) or found
        token = found.group()
        at = found.end()
        if found.lastgroup == "comment":
            yield "\n" if "\n" in token else " "
            continue
        if not token.isspace():
            before = token
        yield token


def _gap(before: str, gap: str, after: str) -> str:
    """What must stay of the white space between two tokens."""
    if not gap or not before:
        return ""
    if gap == "\n":
        return "" if before in _GOES_ON or after in _CONTINUES else "\n"
    if before == after and before in "+-":
        return " "
    return " " if _is_word(before) and _is_word(after) else ""


def _is_word(token: str) -> bool:
    return bool(re.match(r"[\w$]", token))


def squeezed_style(code: str) -> str:
    """A style sheet that says the same in fewer characters."""
    code = re.sub(r"/\*.*?\*/", "", code, flags=re.DOTALL)
    parts = re.split(r"""("[^"\n]*"|'[^'\n]*')""", code)
    return "".join(part if place % 2 else _tight(part) for place, part in enumerate(parts)).strip()


def _tight(style: str) -> str:
    style = re.sub(r"\s+", " ", style)
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", style).replace(";}", "}")
