"""Functions and expressions made anew around changed parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from ..intrinsics import Intrinsic
from ..pulumi import Node

Record = TypeVar("Record", Intrinsic, Node)


def rebuilt(record: Record, change: Callable[[Any], Any]) -> Record:
    """A function or a node whose parts are what ``change`` makes of them; its own if it has none.

    Parts are functions, nodes, lists, maps, and the items of tuples. Other fields stay.
    """
    changes: dict[str, Any] = {}
    for field in fields(record):  # type: ignore[arg-type]  # every function and node is a record
        here = getattr(record, field.name)
        if isinstance(here, (Intrinsic, Node, list, dict)):
            changes[field.name] = change(here)
        elif isinstance(here, tuple):
            changes[field.name] = tuple(change(item) for item in here)
    return replace(record, **changes) if changes else record  # type: ignore[type-var]  # as above
