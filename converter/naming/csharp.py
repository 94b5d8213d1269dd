"""How Pulumi's .NET SDK spells what the schema has."""

from __future__ import annotations

from functools import lru_cache

from . import enum_member_name, lower_acronyms, upper_first, without_leading_digit

ROOT = "Pulumi.AwsNative"


def namespace(resource_type: str) -> str:
    """Give the namespace of a resource type, in the service's own spelling.

    `AWS::SageMaker::Model` gives `Pulumi.AwsNative.SageMaker`, `AWS::WAFv2::WebACL` `….WaFv2`.
    """
    service = resource_type.split("::")[1]
    return f"{ROOT}.{'Configuration' if service == 'Config' else lower_acronyms(service)}"


@lru_cache(maxsize=4096)
def property_name(name: str, wire: str, owner: str) -> str:
    """Spell a property: `ModelDataUrl`.

    A member must not be called as what it is in: `VersionValue` of Lambda's `Version`.

    Args:
        name: CloudFormation's name.
        owner: the class of the resource or the nested object that it is a property of.
    """
    return f"{name}Value" if name.lower() == owner.lower() else upper_first(wire)


def enum_member(value: str, enum: str) -> str:
    """Give the member of an enum's value: `MultiModel`."""
    name = without_leading_digit(enum_member_name(value), f"{enum}_")
    return "EqualsValue" if name == "Equals" else name
