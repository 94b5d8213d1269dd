"""The order of definitions."""

from __future__ import annotations

import pytest

from converter.errors import TemplateError
from converter.writers.ordering import in_order


@pytest.mark.parametrize(
    ("needed", "order"),
    [
        ({}, []),
        ({"a": [], "b": [], "c": []}, ["a", "b", "c"]),
        ({"c": [], "a": [], "b": []}, ["c", "a", "b"]),
        ({"a": ["c"], "b": [], "c": []}, ["c", "a", "b"]),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, ["c", "b", "a"]),
        ({"a": ["elsewhere"]}, ["a"]),
        ({"a": ["b", "b"], "b": []}, ["b", "a"]),
    ],
)
def test_what_is_needed_comes_first(needed: dict[str, list[str]], order: list[str]) -> None:
    assert in_order(needed) == order


def test_a_long_chain() -> None:
    needed = {str(number): [str(number + 1)] for number in range(5000)}
    assert in_order(needed)[0] == "4999"


@pytest.mark.parametrize(
    ("needed", "circle"),
    [
        ({"a": ["a"]}, "a -> a"),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, "b -> c -> b"),
    ],
)
def test_a_circle_is_told(needed: dict[str, list[str]], circle: str) -> None:
    with pytest.raises(TemplateError, match=f"circular dependency: {circle}"):
        in_order(needed)
