"""Names of a C# program's variables."""

from __future__ import annotations

from collections.abc import Iterable

from ..names import Names, camel, upper_camel_case
from .literals import RESERVED

# Names that the program itself uses
_TAKEN = frozenset(
    {
        *RESERVED,
        *("accountId", "args", "await", "config", "dynamic", "index", "item", "items", "key"),
        *("keys", "name", "nameof", "options", "organization", "outputs", "partition", "region"),
        *("result", "stackName", "urlSuffix", "value", "values", "var", "yield"),
    }
)

# What a component resource has itself
_OF_RESOURCES = frozenset(
    {
        *("CreateAsync", "Equals", "GetHashCode", "GetType", "GetResourceName", "GetResourceType"),
        *("ToString", "MemberwiseClone", "Finalize", "ReferenceEquals", "RegisterOutputs", "Urn"),
    }
)


def names(taken: Iterable[str]) -> Names:
    """Gives the variables of a program."""
    return Names(_TAKEN.union(taken), camel, camel)


def field_names() -> Names:
    """Gives the properties of a component's arguments."""
    return Names(_OF_RESOURCES, upper_camel_case)


def attribute_names() -> Names:
    """Gives the properties that a component's outputs are."""
    return Names(_OF_RESOURCES, upper_camel_case)


def pascal_case(variable: str) -> str:
    """``isProd`` → ``IsProd``: what a variable's name says of the name it was made of."""
    return variable[:1].upper() + variable[1:]
