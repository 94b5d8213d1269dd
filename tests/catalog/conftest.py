"""What the catalog's tests share."""

from __future__ import annotations

import pytest

from converter.catalog import ResourceType, resource_type, type_names


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "sources: reads the sources of the installed packages, which takes seconds"
    )


@pytest.fixture(scope="session")
def resource_types() -> list[ResourceType]:
    """Every resource type of the catalog."""
    found = [resource_type(name) for name in type_names()]
    assert all(found)
    return [each for each in found if each is not None]


@pytest.fixture(scope="session")
def creatable(resource_types: list[ResourceType]) -> list[ResourceType]:
    """Every resource type that the SDK has a class for."""
    return [each for each in resource_types if each.creatable]
