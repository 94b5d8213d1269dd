"""What the catalog says about a resource type: frozen records, no reading of files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from ..naming import PACKAGE, enum_member_name, object_class_name
from ..records import dataclass

Kind = Literal["string", "integer", "number", "boolean", "json", "list", "map", "object", "union"]
RefKind = Literal["id", "property", "unknown", "unsupported"]


SCALARS = frozenset({"string", "integer", "number", "boolean"})
"""The kinds of values that hold no others."""


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value. `json` means: from here down everything is verbatim."""

    kind: Kind
    items: Type | None = None
    """What a list or a map holds."""
    name: str | None = None
    """An object's key in `ResourceType.object_types`."""
    enum: str | None = None
    """A key in `ResourceType.enums`, where a string or a number is one of an enum's values."""
    alternatives: tuple[Type, ...] = ()
    """What a union chooses from."""

    @property
    def is_list_of_scalars(self) -> bool:
        """Whether it is a list of texts, numbers or booleans."""
        return self.kind == "list" and self.items is not None and self.items.kind in SCALARS


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a resource or of a nested object, in its spellings."""

    name: str
    """CloudFormation's name."""
    pulumi: str | None
    """The wire name, also YAML's and TypeScript's; None where the SDK lacks the property."""
    python: str | None
    """The keyword of the Python class and the attribute it has."""
    cdk: str | None
    """The CDK's name in jsii's camelCase; None where the CDK lacks the property."""
    type: Type
    """As Pulumi sees it; as the schema does where the SDK lacks the property."""
    required: bool = False
    """Whether the SDK (without it: the schema) asks for it as an input."""
    read_only: bool = False
    """Whether it is an output only. Nested: at one of the places of the object or at several."""
    write_only: bool = False
    create_only: bool = False
    optional_output: bool = False
    """Whether the resource class declares it as `Output[Optional[...]]`; top level only."""
    provider_renames: bool = False
    """Whether the provider sends it to AWS under another name than this one (its bug)."""
    provider_drops: bool = False
    """Whether the SDK has a class without properties here, of which the provider sends nothing."""
    takes_one: bool = False
    """Whether CloudFormation takes one item in the place of the list that Pulumi asks for."""
    schema_type: Type | None = None
    """What the schema says where Pulumi says less (`json`); None where it says no more either."""
    csharp: str | None = None
    """C#'s name where no rule tells it."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectType:
    """A nested object of a resource type."""

    name: str
    """The key in `ResourceType.object_types`: CloudFormation's definition name as a rule."""
    pulumi: str | None
    """The Pulumi token, `aws-native:sagemaker:ModelContainerDefinition`; None where it has none."""
    python_module: str | None
    """`sagemaker`, `lambda_`, or the empty string for the SDK's root module."""
    python_class: str | None
    """`ModelContainerDefinitionArgs`; None where the object is an output only."""
    python_output: str | None
    """`ModelContainerDefinition` in the module `outputs`; None where it is an input only."""
    cdk: str | None
    """`CfnModel.ContainerDefinitionProperty`, `CfnTag`; None: the CDK takes it verbatim."""
    properties: Mapping[str, Property]
    """By CloudFormation's name, in its order."""
    by_pulumi: Mapping[str, Property]
    by_cdk: Mapping[str, Property]


@dataclass(frozen=True, slots=True, eq=False)
class EnumType:
    """An enum of the SDK."""

    name: str
    """The key in `ResourceType.enums`, also the name of the class in every language."""
    module: str
    """Pulumi's module, `sagemaker`."""
    python_module: str
    members: Mapping[str | int | float, str]
    """Python's member for each value, `{"MultiModel": "MULTI_MODEL"}`."""

    @property
    def pulumi(self) -> str:
        """The Pulumi token."""
        return f"{PACKAGE}:{self.module}:{self.name}"

    @property
    def python_class(self) -> str:
        """The Python class."""
        return self.name

    def schema_member(self, value: str | int | float) -> str:
        """Give the name in Pulumi's schema, from which Go's, C#'s and TypeScript's derive.

        `MultiModel` for `ModelContainerDefinitionModeMultiModel` in Go.
        """
        return enum_member_name(str(value))


@dataclass(frozen=True, slots=True)
class Attribute:
    """What `Fn::GetAtt` returns: an output of the Pulumi resource, or a part of one."""

    name: str
    """CloudFormation's path, `Endpoint.Address`."""
    pulumi: tuple[str, ...]
    """The path in wire names; empty where the SDK lacks the attribute."""
    python: tuple[str, ...]
    """The path in attributes of the Python classes."""
    type: Type
    optional: bool = False
    """Whether a step on the way may be absent from the output."""
    cdk: str | None = None
    """The CDK's `attrEndpointAddress`; None where the CDK has none."""


@dataclass(frozen=True, slots=True)
class Ref:
    """What `Ref` returns: `id` is Pulumi's resource id, `property` an attribute."""

    kind: RefKind
    property: str | None = None
    """CloudFormation's name of the attribute whose value it is; for `id` where it has one."""


@dataclass(frozen=True, slots=True)
class AutoName:
    """The name that aws-native makes up where a program gives none, of the resource's own name in
    Pulumi and a random end.
    """

    property: str
    """CloudFormation's name of the property."""
    required: bool
    """Whether CloudFormation asks for it: it makes up none."""
    min_length: int = 0
    max_length: int = 0
    """0 where the schema has no limit."""
    pattern: str = ""
    """A regular expression of the schema's; empty where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class ResourceType:
    """A resource type in its spellings."""

    name: str
    """`AWS::SageMaker::Model`"""
    token: str
    """`aws-native:sagemaker:Model`; what it would be where the SDK has no class."""
    creatable: bool
    """Whether the SDK has a class for it."""
    python_module: str | None
    python_class: str | None
    cdk_module: str | None
    """`aws_sagemaker`"""
    cdk_class: str | None
    """`CfnModel`"""
    properties: Mapping[str, Property]
    by_pulumi: Mapping[str, Property]
    by_cdk: Mapping[str, Property]
    object_types: Mapping[str, ObjectType]
    enums: Mapping[str, EnumType]
    attributes: Mapping[str, Attribute]
    """The attributes that CloudFormation or the CDK documents."""
    primary_identifier: tuple[str, ...]
    ref: Ref
    lower_case_name: bool
    """Whether a name made from the Pulumi name must be in lower case."""
    auto_name: AutoName | None
    tag_property: str | None
    """The property that holds the resource's tags."""
    nested_read_only: frozenset[tuple[str, ...]]
    nested_write_only: frozenset[tuple[str, ...]]
    nested_create_only: frozenset[tuple[str, ...]]

    def is_read_only(self, *path: str) -> bool:
        """Tell whether the property at this path, or one around it, is read-only.

        Steps are CloudFormation's names; indices of lists are left out.
        """
        return self._top(path).read_only or _covers(self.nested_read_only, path)

    def is_write_only(self, *path: str) -> bool:
        """Tell whether the property at this path, or one around it, is write-only."""
        return self._top(path).write_only or _covers(self.nested_write_only, path)

    def is_create_only(self, *path: str) -> bool:
        """Tell whether the property at this path, or one around it, is create-only."""
        return self._top(path).create_only or _covers(self.nested_create_only, path)

    def attribute(self, path: str) -> Attribute | None:
        """Find what `Fn::GetAtt` returns for a path; None where the type has no such output.

        Any output property will do, not only the documented attributes. Indices of lists are
        steps that may be given (`Listeners.0.Arn`) and are kept in neither spelling.
        """
        if path in self.attributes:
            return self.attributes[path]
        from .attributes import walk

        return walk(self, path)

    def object_type(self, token: str) -> ObjectType | None:
        """Find a nested object by its Pulumi token."""
        return _object_type(self, token)

    def enum_type(self, token: str) -> EnumType | None:
        """Find an enum by its Pulumi token."""
        found = self.enums.get(token.rpartition(":")[2])
        return found if found is not None and found.pulumi == token else None

    def _top(self, path: tuple[str, ...]) -> Property:
        return self.properties.get(path[0], _NO_PROPERTY) if path else _NO_PROPERTY


@cache
def _object_type(resource: ResourceType, token: str) -> ObjectType | None:
    short = token.rpartition(":")[2]
    likely = sorted(
        resource.object_types, key=lambda key: object_class_name(resource.name, key) != short
    )
    candidates = (resource.object_types[key] for key in likely)
    return next((found for found in candidates if found.pulumi == token), None)


_NO_PROPERTY = Property("", None, None, None, Type("json"))


def _covers(paths: frozenset[tuple[str, ...]], path: tuple[str, ...]) -> bool:
    return any(path[:length] in paths for length in range(2, len(path) + 1))
