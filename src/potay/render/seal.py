"""The seal on a page: data placed after every template has run, and a policy that lets nothing out.

Only constant markup and code go through folium's templates. Names, notes and sources are put
in afterwards, as JSON that no parser of HTML can mistake for markup.
"""

import base64
import hashlib
import html
import re

from potay.errors import BundleError

DATA_MARK = "<!--potay:data-->"
HEAD_MARK = "<!--potay:head-->"

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_OUTSIDE = re.compile(r"""<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=""", re.IGNORECASE)


def seal(frame: str, data: str, *, title: str, language: str) -> str:
    """Put title, policy and data into a frame of constant markup.

    Raises
    ------
    BundleError
        Where the frame loads anything from outside itself: such a page is never written.
    """
    if _OUTSIDE.search(frame) or frame.count(DATA_MARK) != 1 or frame.count(HEAD_MARK) != 1:
        raise BundleError(
            "the page frame is not closed: it loads a file or has lost its marks. "
            "Expected one file with everything inside; reinstall potay with its pinned folium."
        )
    head = f"{_policy(frame)}<title>{html.escape(title)}</title>"
    frame = frame.replace("<html>", f'<html lang="{html.escape(language)}">', 1)
    before, after = frame.split(HEAD_MARK)
    frame = before + head + after
    before, after = frame.split(DATA_MARK)
    return before + data + after


def _policy(frame: str) -> str:
    scripts = " ".join(_hash(code) for code in _SCRIPT.findall(frame))
    styles = " ".join(_hash(code) for code in _STYLE.findall(frame))
    return (
        '<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'none'\">"
    )


def _hash(code: str) -> str:
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
