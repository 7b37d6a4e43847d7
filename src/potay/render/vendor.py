"""The code a page carries: pinned browser packages and our own scripts and styles."""

import hashlib
import re
import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import rcssmin

from potay.errors import BundleError

_ROOM = resources.files("potay.render")

STYLES = ("page.css", "map.css", "strips.css", "timeline.css", "print.css")
#: What a page that carries the network needs besides.
ASKING_STYLES = ("ask.css", "card.css")

#: Rules of Leaflet for what a page does not use, and for browsers that cannot read it.
_UNUSED = re.compile(
    r"(?<=\})[^{},]*\b(?:leaflet-(?:tooltip|control-layers|tile|vml|oldie|retina)|lvml)\b"
    r"[^{},]*\{[^{}]*\}"
)


@cache
def browser_code(*, asking: bool = False) -> tuple[str, str]:
    """All scripts and all styles of a page, each as one text without outside references.

    With `asking`, also what answers questions over an embedded network.

    Raises
    ------
    BundleError
        Where pinned code is missing or altered, every fault at once.
    """
    styles = (*STYLES, *(ASKING_STYLES if asking else ()))
    leaflet = _UNUSED.sub("", _pinned("leaflet", "dist/leaflet.css"))
    return _as_script(_bundled("asking" if asking else "main")), _style(leaflet, *styles)


@cache
def chart_code() -> tuple[str, str]:
    """All scripts and all styles of a quick look at frames, each as one text.

    Raises
    ------
    BundleError
        Where pinned code is missing or altered.
    """
    # Scripts of their own, so that one which an old browser cannot read does not silence the other.
    scripts = map(_as_script, (_pinned("leaflet", "dist/leaflet.js"), _bundled("chart")))
    return "</script>\n<script>".join(scripts), _style(
        _pinned("leaflet", "dist/leaflet.css"), "chart.css"
    )


def _style(leaflet: str, *own: str) -> str:
    return str(rcssmin.cssmin(_as_style("\n".join((leaflet, *map(_own, own))))))


def licence_texts() -> dict[str, str]:
    """The licence of each package in the page, in full, by package name."""
    return {name: _pinned(name, pin["licence_file"]) for name, pin in _pins().items()}


def _pins() -> dict[str, dict[str, str]]:
    return tomllib.loads((_ROOM / "assets" / "assets.toml").read_text(encoding="utf-8"))


def _pinned(package: str, file: str) -> str:
    content = _bytes(_ROOM / "assets" / "vendor" / package / file)
    if hashlib.sha512(content).hexdigest() != _pins()[package]["files"][file]:  # type: ignore[index]
        raise _not_ours(f"{package}/{file}", altered=bool(content))
    return content.decode("utf-8").replace("\r\n", "\n")  # as browsers read it before hashing


def _bundled(program: str) -> str:
    """Our own program, as fetch.py bundled it from web/ when potay was packaged."""
    content = _bytes(_ROOM / "assets" / "bundle" / f"{program}.js")
    if not content:
        raise _not_ours(f"bundle/{program}.js", altered=False)
    return content.decode("utf-8")


def _bytes(path: Traversable) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _not_ours(file: str, *, altered: bool) -> BundleError:
    what = "is not the file that was pinned" if altered else "is missing"
    return BundleError(
        f"browser code that every page carries {what}.",
        file=file,
        hint="Install potay again (pip install .), which fetches and checks it.",
    )


def _own(name: str) -> str:
    return (_ROOM / "page" / name).read_text(encoding="utf-8")


def _as_script(code: str) -> str:
    code = re.sub(r"(?m)^\s*//[#@] sourceMappingURL=.*$", "", code)
    return code.replace("</script", "<\\/script")


def _as_style(code: str) -> str:
    # Leaflet's own images belong to controls that the page does not use.
    return re.sub(r"url\((?!['\"]?(?:data:|#))[^)]*\)", "none", code)
