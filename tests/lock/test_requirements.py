"""What pyproject.toml asks for is what the code imports, and every range has two ends."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from render.world import REPOSITORY

#: Needed, and imported by nothing of ours.
NEVER_IMPORTED = {
    "bcrypt": "cryptography opens keys with it that are locked with a passphrase",
    "tzdata": "zoneinfo reads it where the machine has no time zones of its own, as on Windows",
}
#: Development tools that are run, not imported.
RUN = {"mypy", "ruff", "uv", "pytest-xdist", "mkdocs-material", "mkdocstrings"}
#: Imported, and asked for by one that is asked for and hands its values out.
HANDED_OUT = {
    "affine": "rasterio",
    "packageurl-python": "cyclonedx-python-lib",
    "packaging": "pytest",
}
#: The one that has no upper end: each newer release knows the clocks of the world better.
ENDLESS = {"tzdata"}
#: The project was asked to be built on these.
BUILT_ON = {"geopandas", "shapely", "folium", "rasterio", "pyproj", "typer"}

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in requirements}


def imported(*folders: str) -> set[str]:
    """The distributions that the Python files of these folders import, our own left out."""
    tops = {
        name.partition(".")[0]
        for folder in folders
        for path in (REPOSITORY / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in modules_of(node)
    }
    found = packages_distributions()
    ours = {
        path.stem
        for folder in ("src", "lock", "tests", "tests/benchmarks", "authoring/areas", "docs")
        for path in Path(REPOSITORY, folder).iterdir()
    }
    outside = tops - set(sys.stdlib_module_names) - ours
    return {canonicalize_name(found.get(top, [top])[0]) for top in outside}


def modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []


def test_the_code_imports_what_is_required_and_nothing_else():
    required = names(PROJECT["dependencies"])
    assert required >= BUILT_ON
    optional = names(EXTRAS["dask"])
    assert imported("src") | set(NEVER_IMPORTED) == required | optional
    assert not imported("src") & set(NEVER_IMPORTED)


def test_developers_get_what_they_import_or_run_and_nothing_else():
    asked = names(EXTRAS["test"]) | names(EXTRAS["docs"]) | names(EXTRAS["dev"]) - {"potay"}
    used = imported("tests", "lock", "authoring", "docs") - names(PROJECT["dependencies"])
    assert used | RUN | names(EXTRAS["dask"]) == asked | set(HANDED_OUT)
    assert set(HANDED_OUT.values()) <= asked | names(PROJECT["dependencies"])
    assert "pytest" in asked


@pytest.mark.parametrize("text", [*PROJECT["dependencies"], *EXTRAS["dask"]])
def test_every_range_has_two_ends(text):
    ends = {one.operator for one in Requirement(text).specifier}
    assert ends == ({">="} if Requirement(text).name in ENDLESS else {">=", "<"})


def test_the_batch_is_tested_on_what_its_users_get():
    assert set(EXTRAS["dask"]) <= set(EXTRAS["test"])
