"""The code a page carries: pinned browser packages and our own scripts and styles."""

import hashlib
import re
import tomllib
from functools import cache
from importlib import resources

import rcssmin
import rjsmin

from potay.errors import BundleError

_ROOM = resources.files("potay.render")

#: Our own code, in the order it is read: each file may use the ones before it.
SCRIPTS = (
    "base.js", "words.js", "signs.js", "store.js", "values.js", "map.js", "roads.js", "labels.js",
    "popups.js", "legend.js", "corridors.js", "answer.js", "people.js", "strips.js", "changes.js",
    "timeline.js", "clusters.js", "shade.js", "copy.js", "tables.js", "foot.js", "still.js",
    "start.js",
)  # fmt: skip
STYLES = ("page.css", "map.css", "strips.css", "timeline.css", "print.css")
#: What a page that carries the network needs besides.
ASKING = (
    "packed.js", "graph.js", "roadlaid.js", "search.js", "openings.js", "alternatives.js",
    "live.js", "places.js", "suppose.js", "ask.js", "mgrs.js", "card.js",
)  # fmt: skip
#: What a quick look at frames needs: it shares its signs with the page.
CHART_SCRIPTS = ("base.js", "signs.js", "chart.js")
ASKING_STYLES = ("ask.css", "card.css")

#: Gives a module that fills `exports` its name.
_QR = "const leanqr = {};(function (exports) {", "})(leanqr);"


@cache
def browser_code(*, asking: bool = False) -> tuple[str, str]:
    """All scripts and all styles of a page, each as one text without outside references.

    With `asking`, also what answers questions over an embedded network.

    Raises
    ------
    BundleError
        Where pinned code is missing or altered, every fault at once.
    """
    library = _pinned("leaflet", "dist/leaflet.js"), _pinned("leaflet", "dist/leaflet.css")
    # Readers wait for neither comments nor indentation.
    own = rjsmin.jsmin("\n".join(map(_own, (*SCRIPTS, *(ASKING if asking else ())))))
    square = _QR[0] + _pinned("lean-qr", "index.js") + _QR[1]
    scripts = [library[0], square, own] if asking else [library[0], own]
    styles = [library[1], *map(_own, (*STYLES, *(ASKING_STYLES if asking else ())))]
    style = rcssmin.cssmin("\n".join(map(_as_style, styles)))
    # Scripts of their own, so that one which an old browser cannot read silences no other.
    return "</script>\n<script>".join(map(_as_script, scripts)), style


@cache
def chart_code() -> tuple[str, str]:
    """All scripts and all styles of a quick look at frames, each as one text.

    Raises
    ------
    BundleError
        Where pinned code is missing or altered.
    """
    own = rjsmin.jsmin("\n".join(map(_own, CHART_SCRIPTS)))
    style = "\n".join((_pinned("leaflet", "dist/leaflet.css"), _own("chart.css")))
    scripts = _pinned("leaflet", "dist/leaflet.js"), own
    return "</script>\n<script>".join(map(_as_script, scripts)), rcssmin.cssmin(_as_style(style))


def licence_texts() -> dict[str, str]:
    """The licence of each package in the page, in full, by package name."""
    return {name: _pinned(name, pin["licence_file"]) for name, pin in _pins().items()}


def _pins() -> dict[str, dict[str, str]]:
    return tomllib.loads((_ROOM / "assets" / "assets.toml").read_text(encoding="utf-8"))


def _pinned(package: str, file: str) -> str:
    path = _ROOM / "assets" / "vendor" / package / file
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha512(content).hexdigest() != _pins()[package]["files"][file]:  # type: ignore[index]
        what = "is not the file that was pinned" if content else "is missing"
        raise BundleError(
            f"browser code that every page carries {what}.",
            file=f"{package}/{file}",
            hint="Install potay again (pip install .), which fetches and checks it.",
        )
    return content.decode("utf-8").replace("\r\n", "\n")  # as browsers read it before hashing


def _own(name: str) -> str:
    return (_ROOM / "page" / name).read_text(encoding="utf-8")


def _as_script(code: str) -> str:
    code = re.sub(r"(?m)^\s*//[#@] sourceMappingURL=.*$", "", code)
    return code.replace("</script", "<\\/script")


def _as_style(code: str) -> str:
    # Leaflet's own images belong to controls that the page does not use.
    return re.sub(r"url\((?!['\"]?(?:data:|#))[^)]*\)", "none", code)
