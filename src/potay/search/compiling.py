"""How functions for large networks are compiled. Imported only where a network is large."""

from collections.abc import Callable
from typing import Any

import numba


def compiled() -> Callable[[Callable[..., Any]], Any]:
    """Compile on first use; keep the result on disk where a folder for it can be written."""
    njit: Any = numba.njit

    def wrap(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - a dispatcher of numba's
        try:
            return njit(cache=True, nogil=True)(function)
        except RuntimeError:  # no folder to keep it in: compile in every process
            return njit(nogil=True)(function)

    return wrap
