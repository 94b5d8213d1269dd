"""The catalog as a schema of a Pulumi package, which Pulumi's code generators read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from converter import catalog
from converter.catalog import EnumType, ObjectType, Property, ResourceType, Type
from converter.catalog.spelling import SPELLINGS
from converter.naming import csharp, enum_member_name, go, java, upper_first

Node = dict[str, Any]

VERSION = "1.84.0"
ANY: Node = {"$ref": "pulumi.json#/Any"}
TEXT: Node = {"type": "string"}
TEXTS: Node = {"type": "array", "items": TEXT}


def function(inputs: Mapping[str, Node], outputs: Mapping[str, Node], *optional: str) -> Node:
    """A function of the provider; all that is not optional is required."""

    def record(properties: Mapping[str, Node]) -> Node:
        required = [name for name in properties if name not in optional]
        return {"properties": dict(properties), "required": required}

    return {"outputs": record(outputs)} | ({"inputs": record(inputs)} if inputs else {})


BLOCK = {"ipBlock": TEXT, "count": {"type": "integer"}, "cidrBits": {"type": "integer"}}

FUNCTIONS = {
    "getAccountId": function({}, {"accountId": TEXT}),
    "getRegion": function({}, {"region": TEXT}),
    "getUrlSuffix": function({}, {"urlSuffix": TEXT}),
    "getPartition": function({}, {"partition": TEXT, "dnsSuffix": TEXT}),
    "getAzs": function({"region": TEXT}, {"azs": TEXTS}, "region"),
    "cidr": function(BLOCK, {"subnets": TEXTS}),
    "getSsmParameterString": function({"name": TEXT}, {"value": TEXT}),
    "getSsmParameterList": function({"name": TEXT}, {"value": TEXTS}),
    "importValue": function({"name": TEXT}, {"value": ANY}, "value"),
}


def schema(resources: Iterable[ResourceType]) -> Node:
    """Give the schema of a package that has these resource types, and what they are made of."""
    found = with_clashing(resources)
    types: dict[str, Node] = {}
    for resource in found:
        types |= types_of(resource)
    return {
        "name": "aws-native",
        "version": VERSION,
        "language": languages(found),
        "provider": {},
        "resources": {resource.token: resource_spec(resource) for resource in found},
        "types": types,
        "functions": {f"aws-native:index:{name}": spec for name, spec in FUNCTIONS.items()},
    }


def with_clashing(resources: Iterable[ResourceType]) -> list[ResourceType]:
    """Add the resources for whose sake Go gives a nested type or an enum another name.

    Its name hangs on all resources of the module, so those are needed to see it.
    """
    found = {resource.token: resource for resource in resources}
    modules = {token.split(":")[1] for token in found}
    every = [each for each in all_resources() if each.token.split(":")[1] in modules]
    names = {token.rpartition(":")[2] for each in found.values() for token in types_of(each)}
    for each in every:
        name = each.token.rpartition(":")[2]
        if names & {name, f"{name}State", f"{name}Input", f"{name}Output", f"{name}Args"}:
            found.setdefault(each.token, each)
    return [found[token] for token in sorted(found)]


def all_resources() -> Iterator[ResourceType]:
    """Every resource type that the SDK has a class for."""
    for name in catalog.type_names():
        resource = catalog.resource_type(name)
        if resource is not None and resource.creatable:
            yield resource


def languages(resources: Iterable[ResourceType]) -> Node:
    """What the generator of a language is told, as pulumi-aws-native's own schema does."""
    namespaces = {
        each.token.split(":")[1]: csharp.namespace(each.name).removeprefix(f"{csharp.ROOT}.")
        for each in resources
    }
    return {
        "go": {
            "importBasePath": go.ROOT,
            "packageImportAliases": {f"{go.ROOT}/aws-native": "aws"},
            "respectSchemaVersion": True,
        },
        "csharp": {
            "namespaces": {"aws-native": "AwsNative"} | namespaces,
            "respectSchemaVersion": True,
        },
        "java": {"packages": {"aws-native": java.ROOT.rpartition(".")[2]}},
    }


def resource_spec(resource: ResourceType) -> Node:
    """A resource type with its inputs and outputs."""
    known = [each for each in resource.properties.values() if each.pulumi]
    inputs = [each for each in known if not each.read_only]
    return {
        "properties": specs(resource, resource, known),
        "required": [each.pulumi for each in known if not each.optional_output],
        "inputProperties": specs(resource, resource, inputs),
        "requiredInputs": [each.pulumi for each in inputs if each.required],
    }


def types_of(resource: ResourceType) -> dict[str, Node]:
    """The nested types and the enums of a resource type, by token."""
    objects = (each for each in resource.object_types.values() if each.pulumi)
    types = {str(each.pulumi): object_spec(resource, each) for each in objects}
    return types | {each.pulumi: enum_spec(each) for each in resource.enums.values()}


def object_spec(resource: ResourceType, found: ObjectType) -> Node:
    """A nested type."""
    known = [each for each in found.properties.values() if each.pulumi]
    return {
        "type": "object",
        "properties": specs(resource, found, known),
        "required": [each.pulumi for each in known if each.required],
    }


def enum_spec(found: EnumType) -> Node:
    """An enum; all are of texts."""
    members = [{"name": enum_member_name(str(each)), "value": each} for each in found.members]
    return {"type": "string", "enum": members}


def specs(
    resource: ResourceType, owner: ResourceType | ObjectType, properties: Collection[Property]
) -> Node:
    """Properties by wire name."""
    found: Node = {}
    for each in properties:
        wire = str(each.pulumi)
        found[wire] = dict(type_spec(resource, each.type))
        spelled = SPELLINGS["csharp"].property(owner, each)
        if spelled != upper_first(wire):
            found[wire]["language"] = {"csharp": {"name": spelled}}
    return found


def type_spec(resource: ResourceType, type: Type) -> Node:
    """The type of a value."""
    if type.enum is not None:
        return reference(resource.enums[type.enum].pulumi)
    if type.name is not None:
        return reference(str(resource.object_types[type.name].pulumi))
    if type.kind == "union":
        return {"oneOf": [type_spec(resource, each) for each in type.alternatives]}
    if type.items is not None:
        inner = type_spec(resource, type.items)
        if type.kind == "list":
            return {"type": "array", "items": inner}
        return {"type": "object", "additionalProperties": inner}
    return ANY if type.kind == "json" else {"type": type.kind}


def reference(token: str) -> Node:
    """A type of the package."""
    return {"$ref": f"#/types/{token}"}
