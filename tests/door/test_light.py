"""`import potay` imports nothing that takes time, and offers its names all the same."""

import subprocess
import sys
from importlib import resources

import pytest

import potay
import potay.errors

#: What takes a tenth of a second and more, or draws it in.
HEAVY = {"numpy", "pandas", "geopandas", "shapely", "pydantic", "typer", "folium", "numba",
         "rasterio", "email", "typing", "dataclasses", "importlib.metadata"}  # fmt: skip


def imported(code: str) -> set[str]:
    """The modules that a fresh interpreter has imported after some code, beyond its own."""
    told = f"import sys; before = set(sys.modules); {code}; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_potay_imports_nothing_else():
    assert imported("import potay") & HEAVY == set()
    assert {one for one in imported("import potay") if one.startswith("potay")} == {"potay"}


def test_an_error_is_had_without_the_rest():
    assert not imported("from potay import SourceError") & (HEAVY - {"typing", "dataclasses"})


@pytest.mark.parametrize("name", sorted(set(potay.__all__) - {"__version__"}))
def test_every_name_is_there(name):
    assert getattr(potay, name).__doc__
    assert name in dir(potay)


def test_the_errors_are_one_small_tree():
    errors = [potay.SpecError, potay.SourceError, potay.SensitivityError, potay.NoAnswerError,
              potay.BundleError]  # fmt: skip
    assert all(issubclass(error, potay.PotayError) for error in errors)
    assert potay.SourceError is potay.errors.SourceError
    declared = {name for name, value in vars(potay.errors).items()
                if isinstance(value, type) and issubclass(value, Exception)}  # fmt: skip
    assert declared <= set(potay.__all__)


def test_another_name_is_refused_as_by_any_module():
    with pytest.raises(AttributeError, match="module 'potay' has no attribute 'opne'"):
        potay.opne  # noqa: B018


def test_types_are_shipped():
    assert (resources.files("potay") / "py.typed").is_file()
