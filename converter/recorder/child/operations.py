"""What instrumented code calls: every name here is used by ``instrument``."""

from __future__ import annotations

import builtins

from .attempts import Nothing
from .branches import (
    branch,
    deliberate,
    depth,
    either,
    guard,
    loop,
    own,
    repetition,
    scope,
    sure,
    variable,
)
from .calls import call, held, perform, unseen
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
from .choices import MISSING
from .classes import fixed_base, fixed_bases
from .configuration import set_or_none
from .containers import (
    catching,
    cell,
    given,
    item,
    item_or,
    kept,
    keywords,
    paired,
    row,
    sequence,
    settled,
    span,
    spread,
    tried,
)
from .contexts import entered
from .logic import (
    both,
    chained,
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
from .maps import mapping
from .members import member_or
from .operators import binary
from .standard import as_set, kind_of
from .telling import telling
from .texts import part, text
from .turning import (
    comprehended,
    generated,
    items,
    iterate,
    listed,
    turned,
    turns,
    unpack,
    unpack_around,
)
from .variables import own_variables

__all__ = [
    "MISSING",
    "Nothing",
    "add_to",
    "add_to_attribute",
    "add_to_item",
    "as_set",
    "binary",
    "both",
    "branch",
    "builtins",
    "call",
    "catching",
    "cell",
    "chained",
    "check",
    "compare",
    "comprehended",
    "constant",
    "decide",
    "delete_attribute",
    "delete_item",
    "deliberate",
    "depth",
    "either",
    "entered",
    "fixed_base",
    "fixed_bases",
    "generated",
    "given",
    "guard",
    "held",
    "item",
    "item_or",
    "items",
    "iterate",
    "keep",
    "kept",
    "keywords",
    "kind_of",
    "listed",
    "loop",
    "mapping",
    "matched",
    "member_or",
    "named",
    "named_again",
    "one",
    "opposite",
    "own",
    "own_variables",
    "paired",
    "part",
    "perform",
    "remembered",
    "repetition",
    "row",
    "scope",
    "sequence",
    "set_attribute",
    "set_item",
    "set_or_none",
    "settled",
    "shared",
    "span",
    "spread",
    "sure",
    "telling",
    "text",
    "tried",
    "turned",
    "turns",
    "unpack",
    "unpack_around",
    "unseen",
    "variable",
]
