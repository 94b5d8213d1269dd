"""The type of every expression, and of every place that one stands at.

Languages with types need both: what stands at a place is spelled in the type of the place, and what
it is by itself tells what has to be said to make it so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Union

from ...catalog import EnumType, ObjectType, ResourceType, Type, facts
from ...catalog.spelling import Spelling
from ...pulumi import (
    ABSENT,
    Absent,
    AllOf,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    EnumMember,
    Equal,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Negation,
    Object,
    Organization,
    Program,
    Secret,
    Select,
    Split,
    StackName,
    StackOutput,
)
from .plainness import Plainness
from .plan import Plan

STRING, INTEGER, NUMBER = Type("string"), Type("integer"), Type("number")
BOOLEAN, JSON = Type("boolean"), Type("json")
STRINGS = Type("list", STRING)

_SCALARS = {"string": STRING, "integer": INTEGER, "number": NUMBER, "boolean": BOOLEAN}
_LISTS = frozenset({"getAzs", "cidr", "getSsmParameterList"})


class ValueType:
    """The type of a value, or of a place.

    Args:
        type: the type. The nested types and enums that it names are those of ``owner``.
        owner: the resource type whose property it is; None where it names none.
        output: of a value: whether it is an output, or holds one.
        optional: whether there may be nothing: an output that a deployment may leave out, a place
            that need not be filled.
    """

    __slots__ = ("_items", "optional", "output", "owner", "type")

    def __init__(
        self,
        type: Type,
        owner: ResourceType | None = None,
        output: bool = False,
        optional: bool = False,
    ) -> None:
        self.type = type
        self.owner = owner
        self.output = output
        self.optional = optional
        self._items: ValueType | None = None

    @property
    def items(self) -> ValueType:
        """The type of a list's items, or of a map's values; there is always something."""
        found = self._items
        if found is None:
            found = self._items = ValueType(self.type.items or JSON, self.owner, self.output)
        return found

    @property
    def object(self) -> ObjectType | None:
        """The nested type, None where it is none."""
        if self.type.name is None or self.owner is None:
            return None
        return self.owner.object_types[self.type.name]

    @property
    def enum(self) -> EnumType | None:
        """The enum, None where it is none."""
        if self.type.enum is None or self.owner is None:
            return None
        return self.owner.enums[self.type.enum]


_JSON = ValueType(JSON)
_ALIKE: Mapping[type, ValueType] = {
    **dict.fromkeys((str, Concat, Join, Base64, Json, StackName, Organization), ValueType(STRING)),
    **dict.fromkeys((bool, Equal, AllOf, AnyOf, Negation, ConditionValue), ValueType(BOOLEAN)),
    **dict.fromkeys((int, Length), ValueType(INTEGER)),
    float: ValueType(NUMBER),
    Split: ValueType(STRINGS),
    Absent: ValueType(JSON, optional=True),
    StackOutput: ValueType(STRING),
}
"""The types of values that are the same for all of a kind."""


LITERAL_KINDS: Mapping[type, str] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
}
"""The kinds of literals."""
_LITERALS = {kind: literal for literal, kind in LITERAL_KINDS.items()}


Place = tuple[str, ValueType, Union[type, None]]
"""A property as the place of a value: what the SDK calls it, its type, and the kind of literals
that it takes as they are.
"""


class Places(dict[str, Union[Place, None]]):
    """The properties of a resource type or of a nested object as places, by their wire names; None
    where there is none. Each is made when it is asked for.

    Args:
        spelling: what the language's SDK calls things.
        described: the resource type, or the nested object of one.
        owner: the resource type.
    """

    def __init__(
        self, spelling: Spelling, described: ResourceType | ObjectType, owner: ResourceType
    ) -> None:
        super().__init__()
        self._spelling, self._described, self._owner = spelling, described, owner

    def __missing__(self, wire: str) -> Place | None:
        described = self._described
        prop = described.by_pulumi.get(wire)
        if prop is None:
            return None  # there is no end to such names
        here = ValueType(prop.type, self._owner, False, not prop.required)
        literal = None if prop.type.enum is not None else _LITERALS.get(prop.type.kind)
        found = self[wire] = self._spelling.property(described, prop), here, literal
        return found


places = lru_cache(maxsize=1024)(Places)
"""The places of a type, which are the same for all programs."""


def argument(declared: ConfigKey) -> ValueType:
    """The type of a config key's value; that of an argument, where it is a component's."""
    return ValueType(
        STRINGS if declared.type == "list" else _SCALARS[declared.type],
        output=declared.secret or declared.output,
    )


class Types:
    """The types of one program's expressions.

    Args:
        program: the program.
        plan: what it is written of.
        plainness: which values are outputs.
        inner: the types in each component of the program, by token.
    """

    def __init__(
        self, program: Program, plan: Plan, plainness: Plainness, inner: Mapping[str, Types]
    ) -> None:
        self._program = program
        self._plan = plan
        self.plainness = plainness
        self._inner = inner
        self._tables: dict[tuple[str, str | None], Type] = {}
        self._described = dict.fromkeys(plan.types.values())
        self._config = {key: argument(declared) for key, declared in program.config.items()}

    def of(self, value: Expression) -> ValueType:
        """The type that a value has by itself."""
        found = self._look(value)
        is_output = self.plainness.is_output(value)
        if found.output is is_output:
            return found
        return ValueType(found.type, found.owner, is_output, found.optional)

    def kind(self, value: Expression) -> str:
        """The kind of the type that a value has by itself."""
        return (_ALIKE.get(type(value)) or self._look(value)).type.kind

    def object_type(
        self, token: str, first: str | None = None
    ) -> tuple[ObjectType, ResourceType] | None:
        """The nested type that has a token, and the resource type that it belongs to; None where no
        type of the program's resources has it.

        Args:
            token: the token.
            first: the resource to look at first.
        """
        for described in self._types(first):
            found = described.object_type(token)
            if found is not None:
                return found, described
        return None

    def enum_type(self, token: str, first: str | None = None) -> ValueType | None:
        """The enum that has a token; None as above."""
        for described in self._types(first):
            found = described.enum_type(token)
            if found is not None:
                return ValueType(Type("string", enum=found.name), described)
        return None

    def _types(self, first: str | None) -> Iterator[ResourceType]:
        if first is not None and first in self._plan.types:
            yield self._plan.types[first]
        yield from self._described

    def _look(self, value: Expression) -> ValueType:
        kind = type(value)
        alike = _ALIKE.get(kind)
        if alike is not None:
            return alike
        rule = _RULES.get(kind)
        if rule is not None:
            return rule(self, value)
        if isinstance(value, list):
            return ValueType(Type("list", self._common(value)) if value else STRINGS)
        if isinstance(value, dict):
            return ValueType(Type("map", self._common(value.values())))
        return _JSON

    def _config_value(self, value: ConfigValue) -> ValueType:
        return self._config[value.key]

    def _select(self, value: Select) -> ValueType:
        found = self.of(value.values)
        is_cell = isinstance(value.values, Lookup) and found.type == JSON
        return ValueType(STRING) if is_cell else found.items

    def _secret(self, value: Secret) -> ValueType:
        return self.of(value.value)

    def _enum_member(self, value: EnumMember) -> ValueType:
        return self.enum_type(value.type) or ValueType(STRING)

    def _object(self, value: Object) -> ValueType:
        found = self.object_type(value.type)
        if found is None:
            return _JSON
        described, owner = found
        return ValueType(Type("object", name=described.name), owner)

    def _choice(self, value: Choice) -> ValueType:
        sides = [side for side in (value.then, value.otherwise) if side is not ABSENT]
        types = [self.of(side) for side in sides]
        optional = len(sides) < 2 or any(each.optional for each in types)
        if not types:
            return ValueType(JSON, optional=True)
        if all(each.type == types[0].type for each in types):
            return ValueType(types[0].type, types[0].owner, optional=optional)
        if {each.type.kind for each in types} == {"integer", "number"}:
            return ValueType(_SCALARS["number"], optional=optional)
        return ValueType(self._common(sides), optional=optional)

    def _lookup(self, value: Lookup) -> ValueType:
        """The type of a table's cells; of those of a column where the table holds several."""
        found = self.held_by(value)
        if found.kind == "json" and isinstance(value.second, str):
            found = self._with_default(self._cells(value.table, value.second), value)
        return ValueType(found)

    def held_by(self, value: Lookup) -> Type:
        """The type of what a table holds, and of what stands for a cell that it lacks."""
        return self._with_default(self.table(value.table), value)

    def table(self, name: str) -> Type:
        """The type of what a table holds."""
        return self._cells(name, None)

    def _with_default(self, type: Type, value: Lookup) -> Type:
        is_other = value.has_default and self._common([value.default]) != type
        return JSON if is_other else type

    def _cells(self, name: str, column: str | None) -> Type:
        """The type that the cells of a table have, or those of one of its columns."""
        if (name, column) not in self._tables:
            rows = self._program.tables[name].values()
            cells = (
                row.values() if column is None else [row[column]] if column in row else []
                for row in rows
            )
            self._tables[name, column] = self._common(chain.from_iterable(cells))
        return self._tables[name, column]

    def _common(self, values: Iterable[Expression]) -> Type:
        """The type that all values have; JSON where they differ, or there is none."""
        found = [self.of(each).type for each in values if each is not ABSENT]
        plain = [Type("string") if each.kind == "string" else each for each in found]
        return plain[0] if plain and all(each == plain[0] for each in plain) else JSON

    def attribute(self, node: Attribute) -> ValueType:
        """The type of an attribute: that of the output, or of the part of one that is meant."""
        if node.resource in self._plan.components:
            return self._component_output(node)
        first = str(node.path[0])
        described = self._plan.types[node.resource]
        if first in ("id", "urn") or self.is_stack_output(node):
            return ValueType(STRING, output=True)
        prop = described.by_pulumi.get(first)
        if prop is None or node.resource in self._plan.raw:
            return ValueType(JSON, output=True, optional=True)
        here = ValueType(prop.type, described, True, prop.optional_output)
        for step in node.path[1:]:
            here = _inside(here, step)
        return here

    def is_stack_output(self, node: Attribute) -> bool:
        """Whether an attribute is an output of a stack that the program holds."""
        if len(node.path) != 2 or node.path[0] != "outputs":
            return False
        described = self._plan.types.get(node.resource)
        return described is not None and described.name == facts.nested_stack()

    def is_conditional_output(self, node: Attribute) -> bool:
        """Whether an attribute is an output of a component that a condition may leave out."""
        if node.resource not in self._plan.components:
            return False
        inner = self._inner[self._program.resources[node.resource].type]
        return inner.has_condition(str(node.path[0]))

    def has_condition(self, name: str) -> bool:
        """Whether one of the program's exports has a condition."""
        return self._program.exports[name].condition is not None

    def _component_output(self, node: Attribute) -> ValueType:
        token = self._program.resources[node.resource].type
        return self._inner[token].export(str(node.path[0]))

    def export(self, name: str) -> ValueType:
        """The type of one of the program's exports."""
        export = self._program.exports[name]
        found = self.of(export.value)
        return ValueType(found.type, found.owner, True, found.optional or self.has_condition(name))


_RULES: Mapping[type, Callable[[Types, Any], ValueType]] = {
    Attribute: Types.attribute,
    Choice: Types._choice,
    ConfigValue: Types._config_value,
    Convert: lambda types, value: ValueType(_SCALARS.get(value.to, STRINGS)),
    EnumMember: Types._enum_member,
    Invoke: lambda types, value: _result(value),
    Lookup: Types._lookup,
    Object: Types._object,
    Secret: Types._secret,
    Select: Types._select,
}
"""What tells the types of the other kinds of values."""


def _inside(here: ValueType, step: str | int) -> ValueType:
    """The type of a part of an output."""
    if isinstance(step, int) or here.type.kind == "map":
        return here.items
    nested = here.object
    prop = nested.by_pulumi.get(step) if nested is not None else None
    if prop is None:
        return ValueType(JSON, here.owner, True, optional=True)
    return ValueType(prop.type, here.owner, True, here.optional or not prop.required)


def _result(value: Invoke) -> ValueType:
    return _ALIKE[Split if value.function in _LISTS else str]
