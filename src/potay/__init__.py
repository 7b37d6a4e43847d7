"""pòtay: who is reported to hold what, which roads pass, who can be reached.

>>> import potay
>>> m = potay.open("haiti").map("port-au-prince")
>>> m.route("aeroport-pap", "petion-ville").status
'presumed'

What each name is for stands in `docs/python.md`. Nothing is imported before it is asked for: a
command begins at once, and a Ctrl-C is heard.
"""

from importlib import import_module

TYPE_CHECKING = False  # `typing` takes longer to import than all of this; checkers know the name
if TYPE_CHECKING:
    from potay.door import (
        Access,
        Answer,
        Change,
        Corridors,
        Critical,
        Leaving,
        Map,
        People,
        Route,
        State,
        Walks,
        Workspace,
        columns,
        init,
        input_columns,
        open,
    )
    from potay.errors import (
        BundleError,
        Finding,
        NoAnswerError,
        PotayError,
        SensitivityError,
        SourceError,
        SpecError,
    )

    __version__: str

__all__ = [
    "Access",
    "Answer",
    "BundleError",
    "Change",
    "Corridors",
    "Critical",
    "Finding",
    "Leaving",
    "Map",
    "NoAnswerError",
    "People",
    "PotayError",
    "Route",
    "SensitivityError",
    "SourceError",
    "SpecError",
    "State",
    "Walks",
    "Workspace",
    "__version__",
    "columns",
    "init",
    "input_columns",
    "open",
]

#: Names that stand in `potay.errors`; all others stand in `potay.door`.
_ERRORS = frozenset(
    {
        "BundleError", "Finding", "NoAnswerError", "PotayError", "SensitivityError",
        "SourceError", "SpecError",
    }
)  # fmt: skip


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    if name == "__version__":
        return _version()
    if name not in __all__:
        raise AttributeError(f"module 'potay' has no attribute '{name}'")
    found = getattr(import_module("potay.errors" if name in _ERRORS else "potay.door"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("potay")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "0+source"
