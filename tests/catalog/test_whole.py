"""What holds for every resource type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from converter import catalog
from converter.catalog import Property, ResourceType, Type

# Of pulumi-aws-native 1.84.0 with cfn-lint 1.58.0: the SDK has 1,696 resource classes, two of which
# are no CloudFormation types, and cfn-lint has schemas of 218 types without a class.
CREATABLE = 1694
WITHOUT_CLASS = 218


def objects(resource: ResourceType) -> Iterator[tuple[str, Mapping[str, Property]]]:
    yield resource.name, resource.properties
    for name, found in resource.object_types.items():
        yield f"{resource.name}.{name}", found.properties


def named(found: ResourceType | None) -> str | None:
    return found.name if found else None


def types(found: Type) -> Iterator[Type]:
    yield found
    for inner in (found.items, *found.alternatives):
        if inner is not None:
            yield from types(inner)


def test_counts(resource_types: list[ResourceType]) -> None:
    counts = Counter(resource.creatable for resource in resource_types)
    assert counts == {True: CREATABLE, False: WITHOUT_CLASS}


@pytest.mark.parametrize("spelling", ["pulumi", "python", "cdk"])
def test_names_invert_within_their_object(
    resource_types: list[ResourceType], spelling: str
) -> None:
    ambiguous = []
    for resource in resource_types:
        for where, properties in objects(resource):
            names = Counter(getattr(found, spelling) for found in properties.values())
            ambiguous += [f"{where}: {n}" for n, count in names.items() if n and count > 1]
    assert ambiguous == []


def test_look_ups_by_other_names_agree(resource_types: list[ResourceType]) -> None:
    for resource in resource_types:
        for owner in (resource, *resource.object_types.values()):
            assert all(found.pulumi == name for name, found in owner.by_pulumi.items())
            assert all(found.cdk == name for name, found in owner.by_cdk.items())
            assert all(found.name == name for name, found in owner.properties.items())


def test_types_name_what_exists(resource_types: list[ResourceType]) -> None:
    for resource in resource_types:
        for where, properties in objects(resource):
            for found in properties.values():
                for type in (*types(found.type), *types(found.schema_type or found.type)):
                    assert type.name is None or type.name in resource.object_types, where
                    assert type.enum is None or type.enum in resource.enums, where


def test_tokens_and_cdk_classes_lead_back(resource_types: list[ResourceType]) -> None:
    tokens = Counter(resource.token for resource in resource_types if resource.creatable)
    assert max(tokens.values()) == 1
    classes = Counter(
        (resource.cdk_module, resource.cdk_class)
        for resource in resource_types
        if resource.cdk_class
    )
    assert max(classes.values()) == 1
    for resource in resource_types:
        if resource.creatable:
            assert named(catalog.by_token(resource.token)) == resource.name
        if resource.cdk_module and resource.cdk_class:
            found = catalog.by_cdk_class(resource.cdk_module, resource.cdk_class)
            assert named(found) == resource.name


def test_what_ref_returns_can_be_read(creatable: list[ResourceType]) -> None:
    for resource in creatable:
        if resource.ref.kind == "property":
            found = resource.attribute(resource.ref.property or "")
            assert found is not None, resource.name
            assert found.pulumi, resource.name


def test_identifiers_are_properties(creatable: list[ResourceType]) -> None:
    missing = [
        f"{resource.name}.{name}"
        for resource in creatable
        for name in resource.primary_identifier
        if name.partition(".")[0] not in resource.properties
    ]
    assert missing == []
