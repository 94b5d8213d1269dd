"""How well the keys of a map fit an object type: which alternative of a union it is meant as."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .types import Property


def likeness(names: Collection[str], known: Mapping[str, Property]) -> int:
    """Compare a map with an object type; more is better.

    Args:
        names: the map's keys.
        known: the object's properties, by the spelling that the keys have.
    """
    missing = sum(
        1
        for name, prop in known.items()
        if prop.required and not prop.read_only and name not in names
    )
    return sum(2 if name in known else -2 for name in names) - missing
