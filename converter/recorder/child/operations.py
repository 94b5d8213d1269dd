"""What instrumented code calls: every name here is used by ``instrument``."""

from __future__ import annotations

from .branches import branch, deliberate, either, variable
from .calls import call
from .containers import (
    add_to,
    add_to_attribute,
    add_to_item,
    binary,
    cell,
    item,
    items,
    iterate,
    listed,
    mapping,
    sequence,
    set_attribute,
    set_item,
    span,
    unpack,
)
from .logic import (
    both,
    check,
    compare,
    constant,
    decide,
    keep,
    kept_entries,
    kept_items,
    named,
    one,
    opposite,
)
from .texts import part, text

__all__ = [
    "add_to",
    "add_to_attribute",
    "add_to_item",
    "binary",
    "both",
    "branch",
    "call",
    "cell",
    "check",
    "compare",
    "constant",
    "decide",
    "deliberate",
    "either",
    "item",
    "items",
    "iterate",
    "keep",
    "kept_entries",
    "kept_items",
    "listed",
    "mapping",
    "named",
    "one",
    "opposite",
    "part",
    "sequence",
    "set_attribute",
    "set_item",
    "span",
    "text",
    "unpack",
    "variable",
]
