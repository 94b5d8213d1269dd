"""Pulumi's vocabulary: a program, as every language can say it.

Nothing here belongs to one language. Keys of typed objects and of resource inputs are Pulumi's
wire names (``primaryContainer``); keys of free-form maps are the user's and verbatim.
Dictionaries keep the source's order.

A value is a literal (text, number, boolean), a list, a dictionary (a free-form map), or one of the
nodes below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Reversible
from itertools import repeat
from typing import Any, Union

from .errors import Path
from .records import dataclass, field

NAMES = "Pulumi::Names"
"""The entry of a fragment's metadata that says which condition or table a variable of the program
is.
"""
PARTS = "Pulumi::Parts"
"""The entry of a fragment's metadata that says which further resources of the program are parts of
one resource of the template.
"""

DECISIONS = "Pulumi::Decisions"
"""The entry of a fragment's metadata that has the conditions and mappings of a program."""

COMPONENT = "Pulumi::Component"
"""The entry of a component's fragment that names its class, and the parameters that its arguments
stand for where these do not tell.
"""

NESTED_TEMPLATE = "Pulumi::NestedTemplate"
"""The entry of the metadata of a template inside of a program that says that it was a file beside
the template, where, and which outputs it had.
"""

STACK_REFERENCES = "Pulumi::StackReferences"
"""The entry of a fragment's metadata that says how the template reads what stack references give:
reference → output → function.
"""

Literal = Union[str, int, float, bool, None]
Expression = Union[Literal, list["Expression"], dict[str, "Expression"], "Node"]


class Node:
    """An expression that is neither a literal nor a list nor a map."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Object(Node):
    """A nested object of a named type.

    Args:
        type: the type's token (``aws-native:sagemaker:ModelContainerDefinition``).
        fields: wire name → value.
    """

    type: str
    fields: dict[str, Expression]


@dataclass(frozen=True, slots=True)
class EnumMember(Node):
    """A member of an enum of the SDK: the enum's token and the member's value."""

    type: str
    value: str | int | float | bool


@dataclass(frozen=True, slots=True)
class ConfigValue(Node):
    """The value of a config key, in the type that its declaration says."""

    key: str


@dataclass(frozen=True, slots=True)
class StackName(Node):
    """The name of the Pulumi stack."""


@dataclass(frozen=True, slots=True)
class Organization(Node):
    """The name of the Pulumi organization that the stack belongs to."""


@dataclass(frozen=True, slots=True)
class StackOutput(Node):
    """An output of another Pulumi stack; ``reference`` is the name of one of the program's
    references to such.
    """

    reference: str
    output: str


@dataclass(frozen=True, slots=True)
class Invoke(Node):
    """One result of a provider function (``getRegion``, field ``region``)."""

    function: str
    result: str
    arguments: dict[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """What a deployment will know of a resource: ``("id",)``, ``("endpoint", "address")`` in wire
    names.
    """

    resource: str
    path: Path


@dataclass(frozen=True, slots=True)
class Concat(Node):
    """Texts put one after the other. Parts are text, or expressions that give text; no two
    literals are neighbours.
    """

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Join(Node):
    """A list's items with a delimiter between them (where the list is not known item by item)."""

    delimiter: str
    values: Expression


@dataclass(frozen=True, slots=True)
class Split(Node):
    """A text cut at a delimiter."""

    delimiter: str
    source: Expression


@dataclass(frozen=True, slots=True)
class Select(Node):
    """An item of a list, counted from 0."""

    index: Expression
    values: Expression


@dataclass(frozen=True, slots=True)
class Length(Node):
    """The number of items of a list."""

    values: Expression


@dataclass(frozen=True, slots=True)
class Base64(Node):
    """A text's UTF-8 bytes in Base64."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Json(Node):
    """A value as JSON text."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Lookup(Node):
    """A value of one of the program's tables; ``default`` where the keys may be missing and
    ``has_default``.
    """

    table: str
    first: Expression
    second: Expression
    default: Expression = None
    has_default: bool = False

    def cells(self, rows: Iterable[Mapping[str, Expression]]) -> list[Expression]:
        """What may be found in some rows of the table: one cell of each where its name is known."""
        is_known = isinstance(self.second, str)
        return [
            cell
            for row in rows
            for name, cell in row.items()
            if not is_known or name == self.second
        ]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One of two values. ``condition`` is the name of one of the program's conditions."""

    condition: str
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Absent(Node):
    """Nothing: the property, item or entry that it stands for is left out."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Convert(Node):
    """A value in another type: ``string``, ``integer``, ``number``, ``boolean`` or ``list``
    (comma-separated text).

    Text made from a boolean is ``true`` or ``false``; from a number, its shortest form.
    """

    to: str
    value: Expression


@dataclass(frozen=True, slots=True)
class LocalFile(Node):
    """A file or a folder that Pulumi uploads.

    Args:
        path: seen from the program's folder.
        missing: what belongs to it and is not there under its name.
    """

    path: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret(Node):
    """A value that state and logs must not show."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Equal(Node):
    """Whether two plain values print the same."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class AllOf(Node):
    """Whether every condition holds."""

    conditions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf(Node):
    """Whether a condition holds."""

    conditions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Whether a condition does not hold."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class ConditionValue(Node):
    """Another of the program's conditions, by its name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigKey:
    """A config key's declaration.

    Args:
        type: ``string``, ``integer``, ``number``, ``boolean``; ``list`` is comma-separated text.
        default: the text (or list of texts) of the default, None where a value is required.
        secret: whether the value is a secret.
        description: for a person.
        output: whether the value may be an output: an argument of a component, for which a
            program gives what only a deployment knows.
        lookup: None, or the provider function that the value is the argument of: an SSM
            parameter's name stands in
            config (``getSsmParameterString``, ``getSsmParameterList``).
    """

    type: str = "string"
    default: Expression = None
    secret: bool = False
    output: bool = False
    description: str | None = None
    lookup: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StackReference:
    """A reference to another Pulumi stack. ``stack`` is its full name,
    ``organization/project/stack``.
    """

    stack: Expression


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the provider of a resource deploys to, as far as that is not where the stack is.

    Args:
        region: the region, None where it is the stack's.
        account: the settings that may lead to another account, in words (``assumeRole of west``);
            empty where there are none.
    """

    region: Expression = None
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """A resource's options.

    Args:
        depends_on: names of resources of the program.
        retain_on_delete: true, false, or a choice between them.
        elsewhere: None where the resource is deployed to where the stack is.
    """

    depends_on: tuple[str, ...] = ()
    retain_on_delete: bool | Choice = False
    protect: bool = False
    ignore_changes: tuple[str, ...] = ()
    secret_outputs: tuple[str, ...] = ()
    """What state does not show, by wire names, though the provider knows nothing of a secret."""
    parent: str | None = None
    elsewhere: Elsewhere | None = None
    other: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A registered resource.

    Args:
        type: the type's token (``aws-native:sagemaker:Model``).
        inputs: wire name → value.
        condition: the name of the condition it exists under, None where it always does.
    """

    type: str
    inputs: dict[str, Expression] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An output of the stack."""

    value: Expression
    condition: str | None = None


CodePlace = tuple[str, int]
"""A file and a line of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a program refuses to run for, before it registers anything.

    Args:
        condition: made of the program's conditions; where it holds, the program fails.
        message: why, in words.
    """

    condition: Expression
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A whole program.

    Args:
        name: the project's name.
        fragment: what CloudFormation says and Pulumi has no place for, as the raw tree of a
            template's fragment; it stands beside the program as ``cloudformation.yaml``.
        components: the component resources that the program defines, by their type's token: each
            is a program of its own, whose config are its arguments and whose exports its outputs.
            A resource of such a type has the arguments as inputs, and an output is its `Attribute`.
        refusals: what the program refuses to run for. The template refuses the same by itself: not
            part of equality.
        comments: the source's comment for the entry at a path: ``("config", key)``,
            ``("resources", name, …wire names…)``, ``("conditions", name)``, ``("tables", name)``,
            ``("exports", name)``. Not part of equality.
        name_patterns: how resources without a name of their own are named, by their types' tokens,
            where the name that the provider makes up would be none that AWS takes. A matter of
            deploying: not part of equality.
        places: where a program that was run says what is at a path as above: file and line. Not
            part of equality.
        fragment_file: the file of ``fragment``, where it was read from one. Not part of equality.
    """

    name: str = "project"
    description: str | None = None
    config: dict[str, ConfigKey] = field(default_factory=dict)
    tables: dict[str, dict[str, dict[str, Expression]]] = field(default_factory=dict)
    conditions: dict[str, Expression] = field(default_factory=dict)
    references: dict[str, StackReference] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    exports: dict[str, Export] = field(default_factory=dict)
    fragment: dict[str, Any] = field(default_factory=dict)
    components: dict[str, Program] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = field(default=(), compare=False)
    comments: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)
    name_patterns: dict[str, str] = field(default_factory=dict, compare=False)
    places: dict[Path, CodePlace] = field(default_factory=dict, compare=False, repr=False)
    fragment_file: str | None = field(default=None, compare=False, repr=False)

    def values(self) -> Iterator[Expression]:
        """What its resources are given, its outputs say, and its references name: all of its values
        but the conditions.
        """
        yield from (resource.inputs for resource in self.resources.values())
        for resource in self.resources.values():
            if isinstance(resource.options.retain_on_delete, Choice):
                yield resource.options.retain_on_delete
        yield from (export.value for export in self.exports.values())
        yield from (reference.stack for reference in self.references.values())


LATE_FUNCTIONS = frozenset({"importValue"})
"""Functions of the provider whose results only a deployment knows."""


def children(value: Expression) -> Reversible[Expression]:
    """The expressions directly inside ``value``."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return value.values()
    if isinstance(value, Object):
        return value.fields.values()
    return _parts(value) if isinstance(value, Node) else ()


def _parts(node: Any) -> list[Expression]:
    found: list[Expression] = []
    for name in node.__slots__:
        child = getattr(node, name)
        kind = type(child)
        if kind is str:  # most are
            continue
        if kind is tuple:
            found += [part for part in child if isinstance(part, (Node, list, dict))]
        elif kind is dict:
            found += child.values()
        elif isinstance(child, (Node, list)):
            found.append(child)
    return found


def part_of(value: Any, path: Path, missing: Any = None) -> Any:
    """What is known of a value at a path of names and indices; ``missing`` where nothing is."""
    here = value
    for step in path:
        fields = here.fields if isinstance(here, Object) else here
        if isinstance(fields, dict) and step in fields:
            here = fields[str(step)]
        elif isinstance(fields, list) and isinstance(step, int) and step < len(fields):
            here = fields[step]
        else:
            return missing
    return here


_LEAVES = frozenset(
    {
        *(Absent, Attribute, ConditionValue, ConfigValue, EnumMember, LocalFile),
        *(Organization, StackName, StackOutput),
    }
)
LITERALS = frozenset({str, int, float, bool, type(None)})
"""The kinds of values that hold no others."""


def walk(value: Expression) -> Iterator[Node]:
    """``value`` and every expression inside it that is a node, outermost first."""
    stack: list[Any] = [value]
    literals, leaves = LITERALS, _LEAVES
    while stack:
        here = stack.pop()
        kind = type(here)
        if kind is dict:
            inside: Reversible[Expression] = here.values()
        elif kind is list or kind is tuple:
            inside = here
        elif kind in literals:
            continue
        else:
            yield here
            if kind in leaves:
                continue
            inside = [*map(getattr, repeat(here), here.__slots__)]
        stack += [each for each in reversed(inside) if type(each) not in literals]
