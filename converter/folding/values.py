"""Values in the spelling in which they are compared."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Set
from contextlib import contextmanager
from typing import Any, cast

from ..cloudformation import Stack
from ..implied import Facts
from ..intrinsics import (
    NO_VALUE,
    And,
    Base64,
    Cidr,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    If,
    Intrinsic,
    Join,
    Length,
    Not,
    Or,
    Ref,
    Select,
    Split,
    Sub,
    ToJsonString,
    Value,
    references,
    sub_values,
    walk,
)
from ..typed_literals import integer_read
from .conditions import compared, opposite_of
from .lists import (
    MOST_OPTIONAL,
    by_case,
    by_conditions,
    by_items,
    deciding,
    in_order,
    length_of,
    may_vanish,
    with_lengths,
)
from .texts import (
    concatenation,
    json_text,
    neighbours_joined,
    or_empty,
    scalar_text,
    unescaped,
)

_OWN_REGION = Ref("AWS::Region")
_INDEX = re.compile("[0-9]{1,9}")


class Folding:
    """Gives values of one stack the spelling in which they are compared.

    Attributes:
        conditions: the stack's conditions, but those that are decided, or are another one.
        through: those of them of which what they say counts, not their names.
        always: the conditions that always hold, or never do.
    """

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._facts = Facts(stack.conditions)
        self.conditions = stack.conditions
        self.through: Set[str] = frozenset()
        self.always: dict[str, bool] = {}
        self._open: list[tuple[str, str]] = []
        self._other: dict[str, tuple[str, bool]] = {}
        while self._names_settled():
            self._facts = Facts(stack.conditions, always=self.always)

    def condition(self, condition: Condition) -> Any:
        """Give what a condition says, through its name."""
        said = self.value(condition)
        while isinstance(said, ConditionRef) and said.name in self.conditions:
            said = self.conditions[said.name]
        return said

    def _names_settled(self) -> bool:
        """Find conditions that always hold, never do, or are another one or its opposite."""
        known = len(self.always) + len(self._other)
        self.conditions = cast("dict[str, Condition]", self.value(cast("Value", self.conditions)))
        for name, said in [*self.conditions.items()]:
            named = said.condition if isinstance(said, Not) else said
            if said in ("true", "false"):
                self.always[name] = said == "true"
            elif isinstance(named, ConditionRef) and named.name in {*self.conditions} - {name}:
                self._other[name] = (named.name, named is said)
            else:
                continue
            del self.conditions[name]
        return len(self.always) + len(self._other) > known

    def named(self, condition: str) -> tuple[str, bool]:
        """Give the condition that one is, and whether it is not the opposite of it."""
        holds = True
        while condition in self._other:
            condition, same = self._other[condition]
            holds = holds is same
        return condition, holds

    @contextmanager
    def under(self, condition: str | None, holds: bool = True) -> Iterator[None]:
        """Take a condition for known."""
        before = self._facts
        if condition is not None:
            self._facts = before.assuming(condition, holds)
        try:
            yield
        finally:
            self._facts = before

    def value(self, value: Value) -> Any:
        if isinstance(value, dict):
            entries = ((key, self.value(item)) for key, item in value.items())
            return {key: item for key, item in entries if item != NO_VALUE}
        if isinstance(value, list):
            items = [item for item in map(self.value, value) if item != NO_VALUE]
            return by_conditions(items, self._facts) if any(map(may_vanish, items)) else items
        if isinstance(value, Intrinsic):
            return self._function(value)
        return unescaped(value) if isinstance(value, str) else scalar_text(value)

    def _function(self, node: Intrinsic) -> Value:
        if isinstance(node, Sub):
            return concatenation(map(self.value, sub_values(node)))
        if isinstance(node, GetAtt):
            return self._attribute(node.resource, self.value(node.attribute))
        if isinstance(node, GetAZs) and node.region in (_OWN_REGION, NO_VALUE):
            return GetAZs("")
        if isinstance(node, ToJsonString):
            written = self._with_known_texts(with_lengths(node.value))
            if not any(True for _ in walk(written)):
                return json_text(written)
            said = self.value(written) if isinstance(written, Intrinsic) else None
            if isinstance(said, str):
                return json_text(said)
        if isinstance(node, If):
            return self._choice(node)
        if isinstance(node, ConditionRef):
            return self._condition(node)
        if isinstance(node, (And, Or)):
            return self._decided(node)
        if isinstance(node, Not) and isinstance(node.condition, (And, Or, Not)):
            return cast("Value", self.value(opposite_of(node.condition)))
        folded = _rebuilt(node, self)
        if isinstance(folded, Select):
            return self._selected(folded)
        if isinstance(folded, Length):
            return length_of(folded)
        if isinstance(folded, Base64) and isinstance(folded.value, str):
            return base64.b64encode(folded.value.encode(errors="surrogatepass")).decode()
        if isinstance(folded, Cidr):
            return Cidr(folded.ip_block, _whole(folded.count), _whole(folded.cidr_bits))
        if isinstance(folded, Split):
            return self._parted(folded)
        if isinstance(folded, FindInMap):
            return self._looked_up(folded)
        if isinstance(folded, Not):
            return _turned(folded)
        if isinstance(folded, Equals) and {type(folded.left), type(folded.right)} == {str}:
            return "true" if folded.left == folded.right else "false"
        if isinstance(folded, Equals):
            comparison = compared(folded)
            return "false" if self._is_excluded(comparison) else comparison
        return self._joined(folded) if isinstance(folded, Join) else folded

    def _with_known_texts(self, value: Value) -> Value:
        """A document, with the texts in it that functions put together of literals."""
        if isinstance(value, dict):
            return {key: self._with_known_texts(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._with_known_texts(item) for item in value]
        if isinstance(value, (Base64, Join, Sub, ToJsonString)) and not _refers(value):
            said = self.value(value)
            return said if isinstance(said, str) else value
        return value

    def _is_excluded(self, comparison: Value) -> bool:
        """Whether a parameter is compared with a text that it cannot be."""
        if not isinstance(comparison, Equals) or not isinstance(comparison.right, str):
            return False
        name = comparison.left.name if isinstance(comparison.left, Ref) else ""
        parameter = self._stack.parameters.get(name)
        allowed = parameter.attributes.get("AllowedValues") if parameter else None
        if parameter is None or parameter.type != "String" or not isinstance(allowed, list):
            return False
        return comparison.right not in map(scalar_text, allowed)

    def _selected(self, node: Select) -> Value:
        """What is picked of a list that is written out; where that or the index is a choice, a
        choice of items.
        """
        index, values = node.index, node.values
        if isinstance(values, If):
            sides = (Select(index, side) for side in (values.then, values.otherwise))
            return self._choice(If(values.condition, *sides))
        if isinstance(index, If):
            sides = (Select(side, values) for side in (index.then, index.otherwise))
            return self._choice(If(index.condition, *sides))
        if not isinstance(index, str) or not _INDEX.fullmatch(index):
            return node
        number = int(index)
        node = Select(str(number), values)
        if not isinstance(values, list) or number >= len(values):
            return node
        optional = [at for at, item in enumerate(values[: number + 1]) if may_vanish(item)]
        if not optional:
            return values[number]
        choice = values[optional[0]]
        if len(optional) > MOST_OPTIONAL or not isinstance(choice, If):
            return node
        before, behind = values[: optional[0]], values[optional[0] + 1 :]
        sides = (Select(index, [*before, it, *behind]) for it in (choice.then, choice.otherwise))
        return self._choice(If(choice.condition, *sides))

    def _parted(self, node: Split) -> Value:
        """The parts of a text that is known, that is a choice, or a part of such a cut itself; the
        items of a list from a parameter, which have no comma, where these were joined by commas.
        """
        delimiter, source = node.delimiter, node.source
        if isinstance(source, If):
            sides = (Split(delimiter, side) for side in (source.then, source.otherwise))
            return self._choice(If(source.condition, *sides))
        if isinstance(source, str) and isinstance(delimiter, str) and delimiter:
            return [*source.split(delimiter)]
        by_commas = isinstance(source, Join) and source.delimiter == delimiter == ","
        items = source.values if isinstance(source, Join) and by_commas else None
        if isinstance(items, Ref) and self._is_list(items):
            return items
        cut = source.values if isinstance(source, Select) else None
        return [source] if isinstance(cut, Split) and cut.delimiter == delimiter else node

    def _decided(self, node: And | Or) -> Value:
        """What conditions come to together: without those that the ones before decide, that are
        said twice, and literals.
        """
        decisive, neutral = ("true", "false") if isinstance(node, Or) else ("false", "true")
        parts: list[Condition] = []
        before = self._facts
        for condition in node.conditions:
            part = self._settled(condition)
            if part == decisive:
                break
            inner = part.conditions if isinstance(part, type(node)) else (part,)
            parts += [each for each in inner if each != neutral and each not in parts]
            for known in (condition, part):
                self._facts = self._facts.taking(known, isinstance(node, And))
        else:
            decisive = ""
        self._facts = before
        if decisive or not parts:
            return decisive or neutral
        if len(parts) == 1:
            return cast("Value", parts[0])
        return self._by_later(type(node)(tuple(sorted(parts, key=repr))))

    def _settled(self, condition: Condition) -> Any:
        settled = self._facts.settled(condition)
        return self.value(condition) if settled is None else str(settled).lower()

    def _by_later(self, node: And | Or) -> Value:
        """Conditions that are put together, without what later ones decide of earlier ones."""
        before, parts = self._facts, node.conditions
        for at, part in enumerate(parts[:-1]):
            if not isinstance(part, (And, Or)):
                continue
            for later in parts[at + 1 :]:
                self._facts = self._facts.taking(later, isinstance(node, And))
            changed = self._settled(part)
            self._facts = before
            if len(repr(changed)) < len(repr(part)):
                return self._decided(type(node)((*parts[:at], changed, *parts[at + 1 :])))
        return node

    def _condition(self, node: ConditionRef) -> Value:
        """What a condition is by its name: one that is decided, another one, or its opposite."""
        if node.name in self.always:
            return str(self.always[node.name]).lower()
        if node.name in self.through:
            return cast("Value", self.conditions[node.name])
        name, holds = self.named(node.name)
        found = node if name == node.name else ConditionRef(name)
        return found if holds else Not(found)

    def _looked_up(self, node: FindInMap) -> Value:
        """What a mapping has under literal keys, or those that a condition says, or the default
        where it lacks them; of a choice of keys a choice of what it has.
        """
        for key in ("mapping", "top_key", "second_key"):
            choice = getattr(node, key)
            if isinstance(choice, Ref) and (text := self._facts.text(choice)) is not None:
                return cast("Value", self.value(_rebuilt_with(node, key, text)))
            if isinstance(choice, If):
                sides = [_rebuilt_with(node, key, it) for it in (choice.then, choice.otherwise)]
                return self._choice(If(choice.condition, *sides))
        if node.has_default and self._lacks(node):
            return node.default
        rows = self._stack.mappings.get(str(node.mapping), {})
        keys = isinstance(node.top_key, str) and isinstance(node.second_key, str)
        row = rows.get(str(node.top_key), {}) if keys else {}
        cell = row.get(str(node.second_key)) if isinstance(row, dict) else None
        return node if cell is None else cast("Value", self.value(cell))

    def _lacks(self, node: FindInMap) -> bool:
        """Whether no entry of a mapping has the key that is looked for."""
        if not isinstance(node.mapping, str) or not isinstance(node.second_key, str):
            return False
        rows = self._stack.mappings.get(node.mapping, {}).values()
        return not any(isinstance(row, dict) and node.second_key in row for row in rows)

    def _choice(self, node: If) -> Value:
        holds = self._facts.holds(node.condition)
        if holds is not None:
            return cast("Value", self.value(node.then if holds else node.otherwise))
        name, holds = self.named(node.condition)
        if name != node.condition:
            sides = (node.then, node.otherwise) if holds else (node.otherwise, node.then)
            return self._choice(If(name, *sides))
        with self.under(node.condition, holds=True):
            then = self.value(node.then)
        with self.under(node.condition, holds=False):
            otherwise = self.value(node.otherwise)
        if then == otherwise:
            return cast("Value", then)
        if isinstance(then, list) and isinstance(otherwise, list):
            items = by_items(node.condition, then, otherwise, self._facts)
            return by_conditions(items, self._facts)
        return self.in_order(If(node.condition, then, otherwise))

    def in_order(self, choice: If) -> Value:
        """A choice whose conditions are asked in an order of their own."""
        return in_order(choice, self._facts)

    def _attribute(self, logical_id: str, attribute: Value) -> Value:
        resource = self._stack.resources.get(logical_id)
        if resource is not None and attribute == _ref_attribute(resource.type):
            return Ref(logical_id)
        given = resource.properties if resource is not None else {}
        named = isinstance(given, dict) and isinstance(attribute, str)
        known = cast("dict[str, Value]", given).get(str(attribute)) if named else None
        if isinstance(known, Intrinsic) and not _refers(known):
            said = self.value(known)
            known = said if isinstance(said, str) else known
        if isinstance(known, (str, bool, int, float)):
            return cast("Value", scalar_text(known))
        if known is None or resource is None or _has_attribute(resource.type, str(attribute)):
            return GetAtt(logical_id, attribute)
        here = (logical_id, str(attribute))
        if here in self._open:  # a circle, which is no template
            return GetAtt(*here)
        self._open.append(here)
        given = self.value(known)
        self._open.pop()
        return cast("Value", given)

    def as_output(self, value: Value) -> Value:
        """A folded value as an output has it: the items of a list are joined by commas."""
        if isinstance(value, If):
            sides = (self.as_output(side) for side in (value.then, value.otherwise))
            return self._choice(If(value.condition, *sides))
        return self._joined(Join(",", value)) if self._is_list(value) else value

    def _joined(self, node: Join) -> Value:
        if isinstance(node.values, If):
            sides = (node.values.then, node.values.otherwise)
            then, otherwise = (self._joined(Join(node.delimiter, side)) for side in sides)
            choice = If(node.values.condition, then, otherwise)
            return then if then == otherwise else self.in_order(choice)
        if not isinstance(node.delimiter, str) or not isinstance(node.values, list):
            return node
        if len(node.values) == 1 and self._is_list(node.values[0]):
            return self._joined(Join(node.delimiter, node.values[0]))
        if any(self._is_list(item) for item in node.values):
            return node
        if node.delimiter == "":
            return concatenation(or_empty(item) for item in node.values)
        delimiter = node.delimiter
        if any(map(may_vanish, node.values)):
            conditions = deciding(node.values)
            if len(conditions) > MOST_OPTIONAL:
                return Join(delimiter, neighbours_joined(delimiter, node.values))
            return by_case(
                node.values,
                conditions,
                lambda items: self._joined(Join(delimiter, items)),
                self._facts,
            )
        parts: list[Value] = []
        for item in node.values:
            parts += [node.delimiter, item] if parts else [item]
        return concatenation(parts)

    def _is_list(self, value: Value) -> bool:
        if isinstance(value, (Cidr, GetAZs, Split)):
            return True
        if isinstance(value, GetAtt) and isinstance(value.attribute, str):
            resource = self._stack.resources.get(value.resource)
            return resource is not None and _gives_texts(resource.type, value.attribute)
        if not isinstance(value, Ref) or value.name not in self._stack.parameters:
            return False
        return "List" in self._stack.parameters[value.name].type


def _refers(value: Value) -> bool:
    """Whether a value refers to anything of the stack's own."""
    return any(not name.startswith("AWS::") for name in references(value))


def _gives_texts(resource_type: str, attribute: str) -> bool:
    """Whether an attribute is a list of texts or numbers."""
    from .. import catalog

    described = catalog.resource_type(resource_type)
    found = described.attribute(attribute) if described is not None else None
    return found is not None and found.type.is_list_of_scalars


def _rebuilt(node: Intrinsic, fold: Folding) -> Intrinsic:
    fields = cast("tuple[str, ...]", node.__slots__)
    return type(node)(*(_rebuilt_field(node, name, fold) for name in fields))


def _rebuilt_field(node: Intrinsic, name: str, fold: Folding) -> Any:
    field = getattr(node, name)
    if isinstance(field, tuple):
        return tuple(fold.value(item) for item in field)
    return field if name == "has_default" else fold.value(field)


def _rebuilt_with(node: Intrinsic, name: str, value: Value) -> Intrinsic:
    """A function with another value in one of its fields."""
    fields = cast("tuple[str, ...]", node.__slots__)
    return type(node)(*(value if it == name else getattr(node, it) for it in fields))


def _turned(node: Not) -> Value:
    """The opposite of a condition, which may be known, or be one itself."""
    inner = node.condition
    if inner in ("true", "false"):
        return "false" if inner == "true" else "true"
    return cast("Value", inner.condition) if isinstance(inner, Not) else node


def _whole(value: Value) -> Value:
    return cast("Value", scalar_text(integer_read(value)))


def _has_attribute(type_name: str, attribute: str) -> bool:
    from .. import catalog

    found = catalog.resource_type(type_name)
    return found is None or attribute in found.attributes


def _ref_attribute(type_name: str) -> str | None:
    from .. import catalog

    found = catalog.resource_type(type_name)
    return found.ref.property if found is not None else None
