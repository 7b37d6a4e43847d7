"""Packaging: bring and bundle the browser code that pages inline, so that the wheel carries it."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserCode(BuildHookInterface):  # type: ignore[type-arg]
    """Runs src/potay/render/assets/fetch.py before the files of the wheel are collected."""

    def dependencies(self) -> list[str]:
        """Node from pip, only where files are missing and the machine has no npm."""
        fetch = self._fetch()
        return [fetch["NODE_FROM_PIP"]] if fetch["needs_node_from_pip"]() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch, verify and bundle; a wheel without its browser code is never made."""
        self._fetch()["fetch"]()

    def _fetch(self) -> dict[str, Any]:
        return runpy.run_path(str(Path(self.root, "src/potay/render/assets/fetch.py")))
