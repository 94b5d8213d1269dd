"""Settings of all tests."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long anything takes hangs on the machine, and is no reason to fail
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

_LONG = 20  # tests that take as long together as one that is marked so


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with most to do come first: no process is left alone with one of them at the end."""
    weights: Counter[Path] = Counter()
    for item in items:
        weights[item.path] += 1 if item.get_closest_marker("long") is None else _LONG
    items.sort(key=lambda item: -weights[item.path])
