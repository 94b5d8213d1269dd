"""A CDK stack as statements and expressions that every language of jsii can say.

Names of properties, methods and members are jsii's, in camelCase: `valueAsString`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from ...intrinsics import Tree
from ...records import dataclass, field


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number, a boolean or nothing."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: Sequence[Expression]


@dataclass(frozen=True, slots=True)
class Entries:
    """A map; its keys are the user's."""

    entries: Sequence[tuple[str, Expression]]


@dataclass(frozen=True, slots=True)
class Struct:
    """An interface of the CDK with some of its properties.

    Args:
        module: `aws_sagemaker`, or the empty string for the CDK's own module.
        name: `CfnModel.ContainerDefinitionProperty`.
        properties: by their jsii names.
    """

    module: str
    name: str
    properties: Sequence[tuple[str, Expression]]


@dataclass(frozen=True, slots=True)
class Variable:
    """The construct of an entry of the template: `("Resources", "Bucket")`."""

    section: str
    logical_id: str


@dataclass(frozen=True, slots=True)
class Static:
    """A constant of a class of the CDK: `Aws.REGION`, `CfnDeletionPolicy.RETAIN`."""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A property of a construct: `bucket.attrArn`."""

    owner: Variable
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a construct, or of a class of the CDK by its name."""

    owner: Variable | str
    method: str
    arguments: Sequence[Expression]


@dataclass(frozen=True, slots=True)
class Named:
    """A condition by its name, where a condition's expression is asked for."""

    condition: Variable


@dataclass(frozen=True, slots=True)
class File:
    """The path of a file or a folder, seen from the app's folder."""

    path: str


Expression = Union[Literal, Items, Entries, Struct, Variable, Static, Member, Call, Named, File]


@dataclass(frozen=True, slots=True)
class Assign:
    """An assignment to a property, given as the way to it: `stack.templateOptions.description`."""

    owner: Variable | None
    """None for the stack itself."""
    way: tuple[str, ...]
    value: Expression


Step = Union[Call, Assign]


@dataclass(slots=True, kw_only=True)
class Construct:
    """A construct of the stack, with what is done to it afterwards.

    Args:
        variable: the entry of the template that it stands for.
        id: its id in the stack.
        module, name: its class, as in `Struct`.
        properties: what it is made with.
        steps: what follows.
        assets: what is uploaded for it, which comes before.
        comment: the template's comment.
    """

    variable: Variable
    id: str
    module: str
    name: str
    properties: Sequence[tuple[str, Expression]] = ()
    steps: list[Step] = field(default_factory=list)
    assets: list[Construct] = field(default_factory=list)
    comment: str = ""


@dataclass(slots=True, kw_only=True)
class Definition:
    """A stack.

    Args:
        settings: its own.
        constructs: in an order in which each finds what it needs.
        steps: what is left to be done when all are there.
        additions: what the CDK has no construct for, as it stands in the template, by section.
    """

    settings: list[Assign] = field(default_factory=list)
    constructs: list[Construct] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    additions: dict[str, Tree] = field(default_factory=dict)
