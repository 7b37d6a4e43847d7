"""The import graph is the architecture. This test is what keeps it true."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "potay"
ROOT = Path(__file__).parents[1] / "src" / PACKAGE

#: The rooms of the page's program, each above those it may import; main.ts, asking.ts and
#: chart.ts, which are the programs, stand on top.
WEB = Path(__file__).parents[1] / "web"
WEB_ROOMS = ("data", "engine", "model", "dom", "map", "panels", "")
#: Rooms that run without a browser, and what only a browser has.
WITHOUT_DOM = ("data", "engine", "model")
OF_A_BROWSER = re.compile(r"\b(?:document|window|navigator|HTML\w*Element|SVG\w*Element|L)\.")

FLOOR = {"terms", "errors", "geo", "files", "signs", "arrays", "__init__"}
VALUES = FLOOR | {"spec", "built", "holders", "slope_speed", "phrases", "tongues"}
MAY_IMPORT = {
    "__init__": {"errors", "door"},  # lazily: importing potay imports neither
    "__main__": {"cli"},
    "terms": set(),
    "signs": set(),
    "errors": {"signs"},
    "geo": {"errors"},
    "files": set(),
    "arrays": set(),
    "search": {"arrays"},  # and nothing of reports
    "keys": {"errors", "files"},
    "releaselog": {"errors", "files", "keys"},
    "slope_speed": {"terms"},
    "phrases": {"terms"},
    "tongues": {"terms"},
    "spec": FLOOR,
    "built": FLOOR | {"spec"},
    "holders": FLOOR | {"spec", "built"},
    "sources": VALUES,
    "claims": VALUES | {"sources"},
    "network": VALUES | {"search"},
    "terrain": VALUES | {"sources", "claims"},
    "access": VALUES | {"search", "network", "claims", "terrain"},
    "release": VALUES | {"claims"},
    "render": VALUES,
    "export": VALUES,
    "bundle": VALUES | {"keys", "releaselog"},
    "gathering": VALUES | {"network", "access"},
    "history": VALUES | {"claims", "network", "access"},
    "naming": VALUES | {"network", "release"},
    "inputs": VALUES
    | {"naming", "sources", "claims", "release", "network", "terrain", "access", "history"},
    "build": VALUES
    | {"inputs", "gathering", "history", "network", "terrain", "access", "release"}
    | {"render", "export", "bundle", "keys", "releaselog"},
    "questions": VALUES | {"inputs", "claims", "access", "terrain"},
    "batch": VALUES | {"network", "access", "export", "inputs"},
    "door": VALUES
    | {"build", "inputs", "questions", "sources", "claims", "network", "access"}
    | {"release", "render", "bundle"},
    "cli": VALUES
    | {"build", "inputs", "questions", "batch", "sources", "claims", "access", "bundle"}
    | {"keys", "releaselog"},
}
#: Rooms of `access`, each of which imports only from those before it.
QUESTIONS = ("readings", "chance", "cuts", "clock", "reach", "routes", "corridors", "changes",
             "critical", "people", "arrivals")  # fmt: skip
ONLY_IN = {
    "folium": {"render"}, "branca": {"render"}, "matplotlib": {"render"}, "typer": {"cli"},
    "rich": {"cli"}, "tomllib": {"spec", "sources", "render"}, "pyogrio": {"sources", "export"},
    "osmium": {"sources"}, "numba": {"search"}, "gpxpy": {"export", "sources"},
    "simplekml": {"export"}, "cryptography": {"bundle"}, "pyrage": {"bundle"},
    "babel": {"render"}, "rcssmin": {"render"},
    "rasterio": {"sources", "terrain"}, "exactextract": {"sources", "terrain"},
}  # fmt: skip


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path: Path) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def test_every_import_points_down():
    wrong = []
    rooms = {part.name.removesuffix(".py") for part in ROOT.iterdir()}
    for path in modules():
        room = room_of(path)
        for name in imported(path):
            top, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if other not in rooms:
                other = "__init__"
            if top == PACKAGE and other not in MAY_IMPORT[room] | {room}:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
            if room not in ONLY_IN.get(top, {room}):
                wrong.append(f"{path.relative_to(ROOT)} imports {top}")
    assert not wrong, "\n".join(wrong)


def test_every_question_is_a_room_that_builds_on_those_before_it():
    access = ROOT / "access"
    assert {path.name for path in access.glob("*.py")} == {"__init__.py"}
    assert {path.parent.name for path in access.glob("*/*.py")} == set(QUESTIONS)
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(access.glob("*/*.py"))
        for name in imported(path)
        if name.startswith("potay.access.")
        and name.split(".")[2] not in QUESTIONS[: QUESTIONS.index(path.parent.name) + 1]
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_goes_in_a_circle():
    parts = {path: path.relative_to(ROOT).with_suffix("").parts for path in modules()}
    names = {".".join((PACKAGE, *p)).removesuffix(".__init__"): path for path, p in parts.items()}
    edges = {
        name: {
            other
            for target in imported(path)
            for other in (target, target.rpartition(".")[0])
            # `from potay.spec import MapSpec` inside potay.spec means the package's own module
            if other in names and other != name and not name.startswith(f"{other}.")
        }
        for name, path in names.items()
    }
    assert circle(edges) == ""


def circle(edges: Mapping[str, set[str]]) -> str:
    """A way round, where there is one."""
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> str:
        if name in trail:
            return " → ".join((*trail[trail.index(name) :], name))
        if name in done:
            return ""
        ways = (visit(other, (*trail, name)) for other in sorted(edges[name]))
        found = next((way for way in ways if way), "")
        done.add(name)
        return found

    return next((way for name in sorted(edges) if (way := visit(name, ()))), "")


def programs() -> dict[str, str]:
    """The files of the page's program, by where they stand."""
    files = {path.relative_to(WEB).as_posix(): path for path in sorted(WEB.rglob("*.ts"))}
    return {
        name.replace(".d.ts", ".ts"): path.read_text(encoding="utf-8")
        for name, path in files.items()
    }


def asked_for(files: Mapping[str, str]) -> dict[str, set[str]]:
    """Which files each file of a program imports."""
    found: dict[str, set[str]] = {}
    for name, text in files.items():
        targets = re.findall(r'(?:from|import)\s*\(?"(\.[^"]*)"', text)
        found[name] = {
            (WEB / name).parent.joinpath(f"{target}.ts").resolve().relative_to(WEB).as_posix()
            for target in targets
        }
    return found


def rising(edges: Mapping[str, set[str]]) -> list[str]:
    """Imports of what stands above, or of no file."""

    def height(name: str) -> int:
        return WEB_ROOMS.index(name.rpartition("/")[0])

    return [
        f"{name} imports {other}"
        for name, others in edges.items()
        for other in sorted(others)
        if other not in edges or height(other) > height(name)
    ]


def test_every_import_of_the_page_points_down_and_none_goes_in_a_circle():
    edges = asked_for(programs())
    assert len(edges) > 40
    assert rising(edges) == []
    assert circle(edges) == ""


@pytest.mark.parametrize(
    ("file", "line", "upwards", "round_"),
    [
        ("engine/network.ts", 'import { page } from "../model/page";',
         ["engine/network.ts imports model/page.ts"], ""),
        ("engine/network.ts", 'import { askFrom } from "./search";', [],
         "engine/alternatives.ts → engine/network.ts → engine/search.ts → engine/network.ts"),
        ("dom/el.ts", 'export * from "./signs";', [], "dom/el.ts → dom/signs.ts → dom/el.ts"),
        ("data/pick.ts", 'import {\n  a,\n} from "./gone";', ["data/pick.ts imports data/gone.ts"],
         None),
    ],
)  # fmt: skip
def test_an_import_of_the_page_that_rises_or_goes_round_is_found(file, line, upwards, round_):
    files = programs()
    edges = asked_for({**files, file: f"{line}\n{files[file]}"})
    assert rising(edges) == upwards
    if round_:
        assert circle(edges).endswith(round_.partition(" → ")[2])


def test_what_answers_needs_no_browser():
    wrong = [
        f"{name} says {found[0]}"
        for name, text in programs().items()
        if name.startswith(WITHOUT_DOM) and (found := OF_A_BROWSER.search(_code(text)))
    ]
    assert not wrong, "\n".join(wrong)


def _code(text: str) -> str:
    """A program without its comments and texts."""
    return re.sub(r'//.*|"(?:[^"\\\n]|\\.)*"', "", text)


def test_no_library_and_no_browser_writes_our_dates_and_numbers():
    """Whose languages are ours: `tongues.py`. Babel reads catalogues, and knows nothing else."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(path)
        if name.split(".")[0] in ("locale", "calendar")
        or (name.startswith("babel") and not name.startswith("babel.messages."))
    ]
    wrong += [
        f"{name} says {word}"
        for name, text in programs().items()
        for word in ("Intl.", "toLocale", "toDateString", "toUTCString")
        if word in text
    ]
    assert not wrong, "\n".join(wrong)


def test_files_stay_small():
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert not long, "\n".join(long)


def test_functions_stay_short():
    long = []
    for path in modules():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                if lines > 80:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} has {lines} lines")
    assert not long, "\n".join(long)


def test_no_room_is_a_junk_drawer():
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not names & {"utils", "util", "core", "helpers", "common", "manager", "misc"}
