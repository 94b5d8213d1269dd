"""Names of a TypeScript program's variables."""

from __future__ import annotations

from collections.abc import Iterable

from ..names import Names, camel
from ..typescript.literals import RESERVED

# Names that the program itself uses, and those of JavaScript that it must not hide
TAKEN = frozenset(
    {
        *RESERVED,
        *("aws", "pulumi", "config", "accountId", "organization", "partition", "region"),
        *("stackName", "urlSuffix", "commaSeparated", "toBase64", "stackOutput", "lookUp"),
        *("value", "values", "items", "index", "text", "first", "second", "output"),
        *("async", "of", "type", "undefined", "exports", "module", "require", "process"),
        *("Array", "Boolean", "Buffer", "JSON", "NaN", "Infinity", "Number", "Object", "Promise"),
        *("Record", "String", "console", "global", "globalThis"),
    }
)

# What a component resource has itself
_OF_RESOURCES = frozenset(
    {
        *("constructor", "urn", "getProvider", "registerOutputs", "getData", "initialize"),
        *("initializeAndRegisterOutputs", "hasOwnProperty", "isPrototypeOf", "toString"),
        *("propertyIsEnumerable", "toLocaleString", "valueOf"),
    }
)


def names(taken: Iterable[str]) -> Names:
    """Gives the variables of a program."""
    return Names({*TAKEN, *taken}, camel, camel)


def field_names() -> Names:
    """Gives the fields of a component's arguments."""
    return Names((), camel)


def attribute_names() -> Names:
    """Gives the attributes that a component's outputs are."""
    return Names(_OF_RESOURCES, camel)


def pascal_case(variable: str) -> str:
    """``isProd`` → ``IsProd``: what a variable's name says of the name it was made of."""
    return variable[:1].upper() + variable[1:]
