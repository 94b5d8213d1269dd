"""How Pulumi's TypeScript SDK spells what the schema has."""

from __future__ import annotations

from . import enum_member_name, without_leading_digit

PACKAGE = "@pulumi/aws-native"


def module(module: str, *inside: str) -> str:
    """Give the namespace of a Pulumi module, `sagemaker`; `index` is the package itself.

    Args:
        inside: what is around it, `types.input` for nested inputs.
    """
    return ".".join([PACKAGE, *inside, *([] if module == "index" else [module])])


def property_name(wire: str) -> str:
    """Spell a property: as it goes over the wire."""
    return wire


def enum_member(value: str, enum: str) -> str:
    """Give the key of an enum's value: `MultiModel`; never one that begins with a digit."""
    return without_leading_digit(enum_member_name(value), f"{enum}_")
