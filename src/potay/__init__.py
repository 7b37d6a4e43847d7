"""pòtay: who is reported to hold what, which roads pass, who can be reached."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("potay")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+source"

__all__ = ["__version__"]
