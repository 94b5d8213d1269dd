"""What instrumented code calls: every name here is used by ``instrument``."""

from __future__ import annotations

from .branches import branch, deliberate, either, telling, variable
from .calls import call, held, perform
from .changing import (
    add_to,
    add_to_attribute,
    add_to_item,
    delete_attribute,
    delete_item,
    set_attribute,
    set_item,
    shared,
)
from .containers import (
    catching,
    cell,
    item,
    item_or,
    keywords,
    mapping,
    paired,
    sequence,
    span,
    spread,
)
from .logic import (
    both,
    check,
    compare,
    constant,
    decide,
    keep,
    matched,
    named,
    named_again,
    one,
    opposite,
    remembered,
)
from .operators import binary
from .standard import kind_of
from .texts import part, text
from .turning import comprehended, generated, items, iterate, listed, turned, turns, unpack

__all__ = [
    "add_to",
    "add_to_attribute",
    "add_to_item",
    "binary",
    "both",
    "branch",
    "call",
    "catching",
    "cell",
    "check",
    "compare",
    "comprehended",
    "constant",
    "decide",
    "delete_attribute",
    "delete_item",
    "deliberate",
    "either",
    "generated",
    "held",
    "item",
    "item_or",
    "items",
    "iterate",
    "keep",
    "keywords",
    "kind_of",
    "listed",
    "mapping",
    "matched",
    "named",
    "named_again",
    "one",
    "opposite",
    "paired",
    "part",
    "perform",
    "remembered",
    "sequence",
    "set_attribute",
    "set_item",
    "shared",
    "span",
    "spread",
    "telling",
    "text",
    "turned",
    "turns",
    "unpack",
    "variable",
]
