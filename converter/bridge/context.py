"""What the rules share while a stack or a program crosses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .. import catalog, cloudformation, intrinsics
from ..catalog import SCALARS, ResourceType
from ..cloudformation import Stack
from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import If, Intrinsic, Value
from ..pulumi import (
    ABSENT,
    Attribute,
    Choice,
    ConfigKey,
    Expression,
    Node,
    Program,
    Resource,
    StackReference,
)
from ..report import Report
from ..scalars import text_of
from .kinds import check_scalar, convert, kind_of
from .scalars import integer_of

if TYPE_CHECKING:
    from .siblings import Siblings

Reason = tuple[str, Path]
"""In words, and the place in the template."""

FRAGMENT = "cloudformation.yaml"

LowerRule = Callable[["ToPulumi", Any], Expression]
RaiseRule = Callable[["ToCloudFormation", Any], Value]


class Component:
    """A nested template on its way: its type's token, its stack, and the program it became."""

    __slots__ = ("program", "stack", "token")

    def __init__(self, token: str, stack: Stack, program: Program) -> None:
        self.token, self.stack, self.program = token, stack, program


class ToPulumi:
    """A stack on its way to Pulumi.

    Attributes:
        stack: what is being carried.
        name: the project's name.
        report: takes the findings.
        siblings: the stacks that are carried together with this one.
        config: the config keys made of the stack's parameters.
        tables: the tables made of its mappings.
        types: the catalog's word on each resource, by logical ID.
        attribute_kinds: what kind of value each attribute gives that the stack mentions.
        here: the place in the template of the value that is being carried.
        held: the resources that stay in a CloudFormation stack, with the reason.
        to_hold: those that turned out to need one.
        held_outputs: the outputs that these stacks need, filled while values are carried.
        parts: the resources, by name, that stand together for one of a type that aws-native lacks,
            by its logical ID.
        part_names: the names of all these.
        added: resources that the program needs and the stack does not have.
        references: the program's references to other stacks, filled while values are carried.
        imports: how the stack reads what these give: reference → output → the function's tree.
        components: what the nested stacks among the resources became, by logical ID.
        kept: the nested stacks that stay what they are, with the reason.
        to_keep: those that turned out to have to.
        conditions, made: the program's conditions, and which of them the template does not have.
        fragment_file: where what Pulumi has no place for is kept.
        is_component: whether the stack is nested in another.
        declarative: whether the program's language only declares.
        inexact: the resources with a number that is no double.
        comments: the program's comments, filled while the values that they stand at are carried.
        needed: the resources that the properties being carried mention without using them.
        listing: the value being carried that stands where only a list of text can.
    """

    def __init__(
        self,
        stack: Stack,
        name: str,
        report: Report,
        siblings: Siblings | None,
        rules: Mapping[type, LowerRule],
    ) -> None:
        self.components: dict[str, Component] = {}
        self.kept: dict[str, str] = {}
        self.to_keep: dict[str, str] = {}
        self.fragment_file = FRAGMENT
        self.is_component = False
        self.declarative = False
        self.inexact: set[str] = set()
        self.stack = stack
        self.name = name
        self.report = report
        self.siblings = siblings
        self.config: dict[str, ConfigKey] = {}
        self.tables: dict[str, dict[str, dict[str, Expression]]] = {}
        self.conditions: dict[str, Expression] = {}
        self.made: list[str] = []
        self.types: dict[str, ResourceType] = {}
        self.attribute_kinds: dict[Attribute, str] = {}
        self.comments: dict[Path, str] = {}
        self.here: Path = ()
        self.held: dict[str, Reason] = {}
        self.to_hold: dict[str, Reason] = {}
        self.held_outputs: dict[str, dict[str, Any]] = {}
        self.parts: dict[str, dict[str, cloudformation.Resource]] = {}
        self.part_names: set[str] = set()
        self.added: dict[str, Resource] = {}
        self.references: dict[str, StackReference] = {}
        self.imports: dict[str, dict[str, Any]] = {}
        self.needed: dict[str, None] = {}
        self.listing: Value = None
        self._rules = rules

    def resource_type(self, logical_id: str) -> ResourceType | None:
        """The catalog's word on a resource of the stack, None where it knows nothing of its
        type.
        """
        found = self.types.get(logical_id)
        if found is None and logical_id in self.stack.resources:
            found = catalog.resource_type(self.stack.resources[logical_id].type)
            if found is not None:
                self.types[logical_id] = found
        return found

    def is_taken(self, name: str) -> bool:
        """Whether a resource or a config key of the program has a name."""
        return name in self.stack.resources or name in self.config or name in self.part_names

    def dependencies(self, resource: cloudformation.Resource) -> tuple[str, ...]:
        """The resources of the program that ``DependsOn`` means."""
        if not resource.depends_on and not self.needed:
            return ()
        others = dict.fromkeys((*resource.depends_on, *self.needed))
        return tuple(name for other in others for name in self.parts.get(other, (other,)))

    def computed(self, node: Intrinsic) -> Expression:
        """Carry a function."""
        return self._rules[type(node)](self, node)

    def listed(self, value: Value) -> Expression:
        """Carry a value that stands where only a list of text can."""
        if isinstance(value, If):
            return Choice(value.condition, self.listed(value.then), self.listed(value.otherwise))
        self.listing = value
        return self.value(value)

    def value(self, value: Value) -> Expression:
        """Carry a value whose place says nothing of its type: keys and literals stay as they
        are.
        """
        if isinstance(value, dict):
            return {key: self._inside(key, item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._inside(position, item) for position, item in enumerate(value)]
        if isinstance(value, Intrinsic):
            return self.computed(value)
        return value

    def _inside(self, step: str | int, value: Value) -> Expression:
        if not isinstance(value, (dict, list, Intrinsic)):
            return value
        try:
            return self.value(value)
        except TemplateError as error:
            raise error.within(step) from None

    def text(self, value: Value) -> Expression:
        """Carry a value to a place that holds text."""
        if isinstance(value, Intrinsic):
            found = self.computed(value)
            check_scalar(self, found, value.function)
            return convert(self, found, "string")
        if isinstance(value, (list, dict)) or value is None:
            raise TemplateError(f"text is expected here, this is {_a(value)}")
        return text_of(value)

    def text_or_list(self, value: Value) -> Expression:
        """Carry an item of a list of text that may itself stand for a list."""
        if isinstance(value, Intrinsic):
            found = self.computed(value)
            return found if kind_of(self, found) == "list" else convert(self, found, "string")
        return self.text(value)

    def integer(self, value: Value) -> Expression:
        """Carry a value to a place that holds an integer."""
        if isinstance(value, (intrinsics.Base64, intrinsics.ToJsonString)):
            raise TemplateError(f"an integer is expected here, {value.function} gives text")
        if isinstance(value, Intrinsic):
            computed = self.computed(value)
            if computed is ABSENT:
                raise TemplateError("an integer is expected here, and AWS::NoValue is none")
            check_scalar(self, computed, value.function)
            return convert(self, computed, "integer")
        found = integer_of(value)
        if found is None:
            raise TemplateError(f"an integer is expected here, this is {_a(value)}")
        return found

    def strings(self, value: Value) -> Expression:
        """Carry a function that must give a list of text."""
        if not isinstance(value, Intrinsic):
            raise TemplateError(f"a list is expected here, this is {_a(value)}")
        found = self.listed(value)
        if found is ABSENT:
            raise TemplateError("a list is expected here, and AWS::NoValue is none")
        if kind_of(self, found) in SCALARS:
            raise TemplateError(
                f"a list is expected here, {value.function} gives {_KINDS[kind_of(self, found)]}"
            )
        return found


class ToCloudFormation:
    """A program on its way to CloudFormation.

    Attributes:
        program: what is being carried.
        report: takes the findings.
        logical_ids: the logical ID of each resource, by its name in the program.
        parts: the resources that were one resource of another type, by the name of the first.
        parameters: the parameter's name of each config key.
        mappings: mappings that only stacks held by the program have.
        components: the component resources that the program defines, by token.
        extended: whether the template needs AWS::LanguageExtensions for what the program says.
        in_json: whether what is being carried is a part of a JSON text.
        compared: the conditions that say what a function of a ``DeletionPolicy`` gives.
        open_ends: the resources of which an option's condition decides what becomes of them.
        here: the place in the template of what is being carried.
    """

    def __init__(self, program: Program, report: Report, rules: Mapping[type, RaiseRule]) -> None:
        self.program = program
        self.components = program.components
        self.report = report
        self.logical_ids: dict[str, str] = {}
        self.parts: dict[str, tuple[str, ...]] = {}
        self.parameters: dict[str, str] = {}
        self.mappings: dict[str, Any] = {}
        self.extended = False
        self.in_json = False
        self.compared: set[str] = set()
        self.open_ends: set[str] = set()
        self.here: Path = ()
        self._types: dict[str, ResourceType | None] = {}
        self._rules = rules

    def resource_type(self, name: str) -> ResourceType | None:
        """The catalog's word on a resource of the program."""
        if name not in self._types:
            self._types[name] = catalog.by_token(self.program.resources[name].type)
        return self._types[name]

    def dependencies(self, resource: Resource) -> tuple[str, ...]:
        """``DependsOn`` of a resource: parts of one resource are meant once, by their first."""
        names = resource.options.depends_on
        firsts = {other: first for first in names for other in self.parts.get(first, ())[1:]}
        return tuple(self.logical_ids[name] for name in names if name not in firsts)

    def computed(self, node: Node) -> Value:
        """Carry a node.

        Raises:
            UnsupportedError: the node is what a reader leaves of a value that it cannot follow.
        """
        rule = self._rules.get(type(node))
        if rule is None:
            raise UnsupportedError("a value that CloudFormation has no function for")
        return rule(self, node)

    def value(self, value: Expression) -> Value:
        """Carry a value whose place says nothing of its type."""
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, Node):
            return self.computed(value)
        return value


_KINDS = {"string": "text", "integer": "an integer", "number": "a number", "boolean": "a boolean"}


def _a(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a map"
    return "a list" if isinstance(value, list) else repr(value)
