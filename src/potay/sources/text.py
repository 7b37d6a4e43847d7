"""Text: bytes decoded, mojibake mended, one spelling (NFC)."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from potay.errors import SourceError
from potay.signs import is_plain, without_hidden

#: Texts that say "nothing is written here".
MISSING = frozenset(
    {"", "n/a", "#n/a", "na", "n.a.", "n.d.", "nd", "nan", "null", "none", "<null>", "-", "--", "—",
     "–"}
)  # fmt: skip
#: The few of them that cannot be a real name.
_MISSING_NAME = frozenset({"", "n/a", "#n/a", "nan", "null", "<null>"})

#: Ways to write letters by others: no program saves a table so, and they can hold half letters.
_NOTATIONS = frozenset({"utf_7", "unicode_escape", "raw_unicode_escape", "punycode", "idna"})
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: A UTF-8 lead byte read as Windows-1252, followed by what a continuation byte becomes.
_MOJIBAKE = re.compile("[ÂÃÅÆâ][\u0080-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")
_SPACE = re.compile(r"[^\S\n]+")


class Decoded(NamedTuple):
    """Text, the encoding it was read with, and the first line that is not UTF-8 (0: none)."""

    text: str
    encoding: str
    odd_line: int


def decode(content: bytes, encoding: str, label: str) -> Decoded:
    """Text of a file: as `encoding` says, else by its byte order mark, UTF-8 or Windows-1252.

    Raises
    ------
    SourceError
        Where the bytes are not text in that encoding, with the line.
    """
    if encoding:
        check_encoding(encoding, label)
        return Decoded(_strictly(content, encoding, label), encoding, 0)
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Decoded(_strictly(content, name, label), name, 0)
    try:
        return Decoded(content.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Decoded(_strictly(content, "cp1252", label), "cp1252", line)


def check_encoding(encoding: str, label: str) -> None:
    """Refuse what is no encoding of a text file, and what can spell letters that are none.

    Raises
    ------
    SourceError
        With what to write.
    """
    try:
        if codecs.lookup(encoding).name.replace("-", "_") in _NOTATIONS:
            raise LookupError
        b"".decode(encoding)
    except (LookupError, ValueError):
        raise SourceError(
            f"'{encoding[:80]}' is no encoding.", file=label, hint="Use 'utf-8' or 'cp1252'."
        ) from None


def _strictly(content: bytes, encoding: str, label: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        raise SourceError(
            f"line {line} is not text in the encoding {encoding}.",
            file=label,
            hint="Save the file as UTF-8.",
        ) from None


def mended(text: str) -> str:
    """Text without mojibake: *OgÃ©* becomes *Ogé*; anything else comes back as it was."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return b"".join(_byte(sign) for sign in text).decode("utf-8")
    except UnicodeError:
        return text


def _byte(sign: str) -> bytes:
    """The byte that reads as `sign` in Windows-1252, holes filled as in Latin-1."""
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1")


def tidy(text: str) -> str:
    """NFC, trimmed, single spaces, line breaks kept, without signs that nobody sees."""
    return neat(without_hidden(text))


def neat(text: str) -> str:
    """NFC, trimmed, single spaces, line breaks kept."""
    if is_plain(text) and "  " not in text:  # nearly every cell
        return text.strip()
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def is_missing(text: str) -> bool:
    """Whether a cell of words or numbers says that nothing is written."""
    return text.casefold() in MISSING


def is_missing_name(text: str) -> bool:
    """Whether a cell of free text says that nothing is written."""
    return text.casefold() in _MISSING_NAME
