"""One engine for all tests of this folder that do not change it."""

from collections.abc import Iterator

import pytest
from web.node import Engine, running


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with running(tmp_path_factory.mktemp("engine") / "whole") as one:
        yield one
