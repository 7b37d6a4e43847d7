"""How many cases the property tests try: few for `make test`, many for `make proof`.

`POTAY_TIMES=100` makes every property test try a hundred times as many cases as it does
otherwise, whatever number stands beside it, and the tests of `laws` as many more networks.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from proving import TIMES

# How long a case takes says how busy the machine is, not whether the law holds.
settings.register_profile("potay", deadline=None)
settings.load_profile("potay")


def pytest_configure(config: pytest.Config) -> None:
    # A test has a pipe, as wide as the rows need; where tests run side by side a width is given.
    os.environ.pop("COLUMNS", None)
    config.addinivalue_line("markers", "networks: random networks against another way to answer")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Readers are forked only from a process without threads, and what a test changes reaches only
    # a reader that is forked: so their tests come before those that leave threads behind.
    items.sort(key=lambda item: "/sources/" not in f"/{item.nodeid}")
    raised = set()
    for item in items:
        test = getattr(item, "obj", None)
        law = getattr(test, "_hypothesis_internal_use_settings", None)
        if TIMES > 1 and law is not None and test not in raised:
            raised.add(test)
            test._hypothesis_internal_use_settings = settings(
                law,
                max_examples=law.max_examples * TIMES,
                suppress_health_check=list(HealthCheck),
            )
