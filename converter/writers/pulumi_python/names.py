"""Names of a Python program's variables."""

from __future__ import annotations

import builtins
import keyword

from ..names import Names

# Names that Python's linters call ambiguous, and those the program itself uses
RESERVED = frozenset(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *("l", "O", "I", "pulumi", "aws_native", "config", "base64", "json", "Any", "cast"),
        *(
            "account_id",
            "organization",
            "partition",
            "region",
            "stack_name",
            "url_suffix",
            "stack_output",
            "value",
            "values",
            "index",
            "keys",
        ),
    }
)


def pascal_case(variable: str) -> str:
    """``is_prod`` → ``IsProd``: what a variable's name says of the name it was made of."""
    return "".join(word[:1].upper() + word[1:] for word in variable.lower().split("_"))


# What a component resource has itself, and what is imported beside it
_OF_RESOURCES = frozenset(
    {
        *("urn", "get_provider", "register_outputs", "translate_input_property"),
        *("translate_output_property", "pulumi_resource_name", "pulumi_resource_type"),
    }
)


def field_names() -> Names:
    """Gives the fields of a component's arguments."""
    return Names(RESERVED | {"field"})


def attribute_names() -> Names:
    """Gives the attributes that a component's outputs are."""
    return Names(RESERVED | _OF_RESOURCES)
