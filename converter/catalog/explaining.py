"""What the catalog says about a resource type or a place in it, as a document for looking it up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..errors import UsageError
from ..naming import cdk_python_name
from . import facts
from .loading import by_cdk_class, by_token, near, resource_type, type_names
from .types import Attribute, ObjectType, Property, ResourceType, Type

Document = dict[str, Any]


def explain(wanted: str) -> Document:
    """Look up a resource type, or a place in one.

    Args:
        wanted: `AWS::SageMaker::Model`, or a place in it: `AWS::SageMaker::Model.VpcConfig`.
            The type may be a Pulumi token or a CDK class, each step any spelling of its property;
            lists and maps are walked through.

    Returns:
        Plain data that is the same for the same catalog: `type`, `carried`, `pulumi`, `python` and
        `cdk`; for a type `ref` and `attributes`, for a place `path` and `property`; `object` where
        the place is an object; and `properties`, what stands at the next step.

    Raises:
        UsageError: the catalog has no such type or the type no such place; with the near one.
    """
    resource, steps = _resource(wanted)
    document: Document = {"type": resource.name, "carried": carried(resource), **_classes(resource)}
    if not steps:
        document["ref"] = _ref(resource)
        document["attributes"] = [_attribute(each) for each in _attributes(resource)]
        document["properties"] = _properties(resource, resource.properties, ())
        return document
    path, found = _walked(resource, steps)
    document["path"] = list(path)
    document["property"] = _property(resource, found, path)
    objects = list(_objects(resource, found.type))
    document["objects"] = [_object(each) for each in objects]
    document["properties"] = _properties(resource, _merged(objects), path)
    return document


def carried(resource: ResourceType) -> Document:
    """Tell how a resource of a type is carried to Pulumi: `how`, and in words `why`."""
    if resource.creatable:
        return {"how": "native", "words": "as it is: aws-native has it"}
    macro = facts.macro_of(resource.name)
    if macro is not None:
        words = f"Transform {macro} is carried out first: it becomes other resources"
        return {"how": "expanded", "words": words}
    entry = facts.equivalent(resource.name)
    held = "in a CloudFormation stack that the program holds: aws-native cannot create it"
    if entry is None:
        return {"how": "held", "words": held}
    return {
        "how": "equivalent",
        "words": f"as {_one_for_each(entry['targets'])}, where these are known one by one; "
        f"else {held}",
        "types": [one["type"] for one in entry["targets"].values()],
    }


def _one_for_each(targets: Mapping[str, Any]) -> str:
    return ", ".join(f"one {one['type']} for each of {many}" for many, one in targets.items())


def _resource(wanted: str) -> tuple[ResourceType, list[str]]:
    """Find the type that the words begin with, and give the steps behind it."""
    name, *steps = wanted.split(".")
    found = resource_type(name) or by_token(name)
    if found is None and "::" not in name and ":" not in name:
        # A CDK class has dots of its own: aws_sagemaker.CfnModel, aws-cdk-lib.aws_sagemaker.….
        for length in (2, 3):
            found = found or by_cdk_class(".".join([name, *steps][:length]))
            if found is not None:
                return found, steps[length - 1 :]
    if found is None:
        raise UsageError(f"there is no resource type {name!r}{_hint(name)}")
    return found, steps


def _hint(name: str) -> str:
    """The types that were probably meant: one that is near, or those whose last word it is."""
    meant = near(name, type_names())
    if meant is not None:
        return f"; did you mean {meant}?"
    short = name.rpartition("::")[2].lower()
    same = [each for each in type_names() if each.rpartition("::")[2].lower() == short]
    return f"; there is {', '.join(same)}" if same else ""


def _walked(resource: ResourceType, steps: Sequence[str]) -> tuple[tuple[str, ...], Property]:
    """Follow the steps; give CloudFormation's names of the properties and the last of them."""
    properties = resource.properties
    path: tuple[str, ...] = ()
    found: Property | None = None
    for step in steps:
        if path and (step.isdigit() or step == "*"):
            continue  # an item of a list, an entry of a map
        found = _named(properties, step)
        if found is None:
            place = ".".join((resource.name, *path))
            meant = near(step, properties)
            known = f"; there is {', '.join(properties)}" if properties else ", nor any other"
            hint = f"; did you mean {meant}?" if meant else known
            raise UsageError(f"{place} has no property {step!r}{hint}")
        path = (*path, found.name)
        properties = _merged(_objects(resource, found.type))
    assert found is not None
    return path, found


def _named(properties: Mapping[str, Property], step: str) -> Property | None:
    """Find a property by any of its spellings; CloudFormation's goes first."""
    return properties.get(step) or next(
        (each for each in properties.values() if step in (each.pulumi, each.python, each.cdk)), None
    )


def _objects(resource: ResourceType, type: Type) -> Iterator[ObjectType]:
    """Give the objects that a value of a type has or holds: an object, or a union's several."""
    if type.name is not None:
        yield resource.object_types[type.name]
    for inner in (type.items, *type.alternatives):
        if inner is not None:
            yield from _objects(resource, inner)


def _merged(objects: Iterator[ObjectType] | list[ObjectType]) -> dict[str, Property]:
    properties: dict[str, Property] = {}
    for each in objects:
        properties = {**each.properties, **properties}
    return properties


def _classes(resource: ResourceType) -> Document:
    python = f"pulumi_aws_native.{resource.python_module}.{resource.python_class}"
    cdk = f"{resource.cdk_module}.{resource.cdk_class}"
    return {
        "pulumi": resource.token if resource.creatable else None,
        "python": python if resource.creatable else None,
        "cdk": cdk if resource.cdk_class else None,
    }


def _object(found: ObjectType) -> Document:
    module = f"{found.python_module}." if found.python_module else ""
    python = f"pulumi_aws_native.{module}{found.python_class}"
    return {
        "name": found.name,
        "pulumi": found.pulumi,
        "python": python if found.python_class else None,
        "cdk": found.cdk,
    }


def _ref(resource: ResourceType) -> Document:
    """Say what `Ref` gives, and how a program reads that."""
    ref = resource.ref
    document: Document = {"kind": ref.kind, "gives": ref.property, "pulumi": None, "python": None}
    if ref.kind == "id" and resource.creatable:
        document |= {"pulumi": "id", "python": "id"}
    elif ref.kind == "property" and ref.property and resource.creatable:
        found = resource.attribute(ref.property)
        if found is not None and found.pulumi:
            document |= {"pulumi": ".".join(found.pulumi), "python": ".".join(found.python)}
    if document["gives"] is None and resource.primary_identifier:
        document["gives"] = " | ".join(resource.primary_identifier)
    return document


def _attributes(resource: ResourceType) -> Iterator[Attribute]:
    """The documented attributes, and the read-only properties that none of them is a part of."""
    documented = list(resource.attributes)
    yield from (resource.attributes[name] for name in documented)
    tops = {name.partition(".")[0] for name in documented}
    for each in resource.properties.values():
        if each.read_only and each.name not in tops:
            found = resource.attribute(each.name)
            if found is not None:
                yield found


def _attribute(found: Attribute) -> Document:
    return {
        "name": found.name,
        "pulumi": ".".join(found.pulumi) or None,
        "python": ".".join(found.python) or None,
        "cdk": found.cdk,
        "type": type_words(found.type),
    }


def _properties(
    resource: ResourceType, properties: Mapping[str, Property], path: tuple[str, ...]
) -> list[Document]:
    return [_property(resource, each, (*path, each.name)) for each in properties.values()]


def _property(resource: ResourceType, found: Property, path: tuple[str, ...]) -> Document:
    """One property: its spellings, its type and what may be done with it."""
    nested = len(path) > 1
    document: Document = {
        "name": found.name,
        "pulumi": found.pulumi,
        "python": found.python,
        "cdk": found.cdk,
        "cdk_python": cdk_python_name(found.cdk) if found.cdk else None,
        "type": type_words(found.schema_type or found.type),
        "required": found.required,
        "create_only": resource.is_create_only(*path),
        "write_only": resource.is_write_only(*path),
        "read_only": resource.is_read_only(*path) or (nested and found.read_only),
        "enum": _enum(resource, found.type),
    }
    problem = _problem(found)
    return {**document, "problem": problem} if problem else document


def _problem(found: Property) -> str | None:
    if found.provider_renames:
        return "aws-native sends it under another name, so a resource with it is held"
    if found.provider_drops:
        return "aws-native sends nothing of it, so a resource with it is held"
    return None


def _enum(resource: ResourceType, type: Type) -> list[Document] | None:
    """The values of an enum with the members that Pulumi's Python has for them."""
    for inner in _leaves(type):
        if inner.enum is not None:
            enum = resource.enums[inner.enum]
            return [
                {"value": value, "python": f"{enum.python_class}.{member}"}
                for value, member in enum.members.items()
            ]
    return None


def _leaves(type: Type) -> Iterator[Type]:
    yield type
    for inner in (type.items, *type.alternatives):
        if inner is not None:
            yield from _leaves(inner)


def type_words(type: Type) -> str:
    """Say a type as a person would: `list of ContainerDefinition`, `map of string`, `JSON`."""
    if type.kind == "json":
        return "JSON"
    if type.kind == "union":
        return " or ".join(dict.fromkeys(type_words(each) for each in type.alternatives)) or "any"
    if type.items is not None:
        return f"{type.kind} of {type_words(type.items)}"
    return type.name or type.kind
