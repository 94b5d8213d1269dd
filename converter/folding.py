"""The spelling in which stacks are compared, whatever their own is.

- ``Fn::Sub`` and ``Fn::Join`` of known items are one concatenation, neighbouring texts are one;
- ``Fn::GetAtt`` of what ``Ref`` returns for the type is ``Ref``, of a property that the template
  gives a text, this text;
- an item that ``Fn::Select`` picks of a list that is written out is that item, where the items
  before it need not be there a choice of items; the ``Fn::Length`` of such a list its length;
- what is picked of a choice, or such parts of one, is a choice of what is picked;
- scalars are compared by their text (``"80"`` and ``80``, ``"true"`` and ``true``), those at a
  place for a number or a boolean by what they are (``"080"`` and ``80``, ``"True"`` and ``true``);
- a text at a place for a document is the document that it is the JSON of;
- an entry or item that is ``AWS::NoValue`` is not there;
- a ``DependsOn`` that the references already imply is not there, and its order does not count;
- ``UpdateReplacePolicy: Delete`` is the default;
- ``Fn::ToJsonString`` of what has no function in it but the length of such lists is its text;
- ``Fn::Equals`` of two texts is what it comes to, of a condition and ``"true"`` the condition; the
  order of what is compared does not count;
- ``Fn::GetAZs`` of the stack's own region is that of none; ``NoEcho: false`` is the default;
- a choice whose condition is decided where it stands, by the conditions around it, is what it comes
  to; ``Fn::And`` and ``Fn::Or`` are without what is said twice, or decides nothing, and without
  others of their kind inside of them; ``Fn::Not`` of one is the other, of the opposites;
- the order of maps does not count. The order of lists does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any, cast

from .cloudformation import DELETION_POLICY, ON_REPLACE, Output, Parameter, Resource, Stack
from .implied import Facts
from .intrinsics import (
    NO_VALUE,
    And,
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
    sub_parts,
    walk,
)
from .scalars import text_of
from .typed_literals import integer_read, properties_read

_HIDDEN = "(secret)"
_OWN_REGION = Ref("AWS::Region")
_INDEX = re.compile("[0-9]{1,9}")
_MOST_OPTIONAL = 6
"""Of so many items that need not be there, each case is looked at."""


def folded(stack: Stack) -> dict[str, Any]:
    """A stack's sections, everything in the spelling in which it is compared."""
    fold = _Folding(stack)
    sections: dict[str, Any] = {
        "Description": stack.description,
        "Transform": fold.value(list(stack.transforms)),
        "Metadata": fold.value(stack.metadata),
        "Parameters": {name: fold.parameter(each) for name, each in stack.parameters.items()},
        "Rules": fold.value(stack.rules),
        "Mappings": fold.value(_with_keys(stack.mappings)),
        "Conditions": fold.value(cast(Value, stack.conditions)),
        "Resources": {name: fold.resource(name) for name in stack.resources},
        "Outputs": {name: fold.output(output) for name, output in stack.outputs.items()},
        "Hooks": fold.value(stack.hooks),
        "Templates": {path: folded(each) for path, each in stack.templates.items()},
    }
    return _without_empty(sections)


def _with_keys(mappings: dict[str, Any]) -> dict[str, Any]:
    """The mappings but for entries without a key, in which nothing is ever found."""
    found = {name: _without_empty(mapping) for name, mapping in mappings.items()}
    return {name: mapping for name, mapping in found.items() if mapping}


def _without_empty(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, {}, [])}


class _Folding:
    """Gives everything of one stack the spelling in which it is compared."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._facts = Facts(stack.conditions)
        self._needs = {name: _needs(stack, resource) for name, resource in stack.resources.items()}

    def parameter(self, parameter: Parameter) -> dict[str, Any]:
        attributes = cast("dict[str, Any]", self.value(parameter.attributes))
        if not parameter.no_echo:
            attributes.pop("NoEcho", None)
        elif "Default" in attributes:
            attributes["Default"] = _Secret(attributes["Default"])
        return {"Type": parameter.type, **attributes}

    def resource(self, name: str) -> dict[str, Any]:
        with self._under(self._stack.resources[name].condition):
            return self._resource(name)

    def _resource(self, name: str) -> dict[str, Any]:
        resource = self._stack.resources[name]
        entries = {
            "Condition": resource.condition,
            "DependsOn": self._explicit_order(name),
            DELETION_POLICY: self.value(resource.deletion_policy),
            "Properties": self.value(
                {} if resource.properties == NO_VALUE else properties_read(resource)
            ),
        }
        attributes = cast("dict[str, Any]", self.value(resource.attributes))
        if attributes.get(ON_REPLACE) == "Delete":
            del attributes[ON_REPLACE]
        return {"Type": resource.type, **_without_empty(entries), **attributes}

    def output(self, output: Output) -> dict[str, Any]:
        with self._under(output.condition):
            entries = {
                "Description": self.value(output.description),
                "Export": self.value(output.export_name),
                "Condition": output.condition,
            }
            return {"Value": self.value(output.value), **_without_empty(entries)}

    @contextmanager
    def _under(self, condition: str | None, holds: bool = True) -> Iterator[None]:
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
            return [item for item in map(self.value, value) if item != NO_VALUE]
        if isinstance(value, Intrinsic):
            return self._function(value)
        return scalar_text(value)

    def _function(self, node: Intrinsic) -> Value:
        if isinstance(node, Sub):
            return _concatenation(self._sub_parts(node))
        if isinstance(node, GetAtt):
            return self._attribute(node.resource, self.value(node.attribute))
        if isinstance(node, GetAZs) and node.region in (_OWN_REGION, NO_VALUE):
            return GetAZs("")
        if isinstance(node, ToJsonString):
            written = _with_lengths(node.value)
            if not any(True for _ in walk(written)):
                return json.dumps(written, separators=(",", ":"))
            said = self.value(written) if isinstance(written, Intrinsic) else None
            if isinstance(said, str):
                return json.dumps(said)
        if isinstance(node, If):
            return self._choice(node)
        if isinstance(node, (And, Or)):
            return self._decided(node)
        if isinstance(node, Not) and isinstance(node.condition, (And, Or, Not)):
            return cast("Value", self.value(_opposite(node.condition)))
        folded = _rebuilt(node, self)
        if isinstance(folded, Select):
            return self._selected(folded)
        if isinstance(folded, Length):
            return _length(folded)
        if isinstance(folded, Cidr):
            return Cidr(folded.ip_block, _whole(folded.count), _whole(folded.cidr_bits))
        if isinstance(folded, Split):
            return self._parted(folded)
        if isinstance(folded, FindInMap):
            return self._looked_up(folded)
        if isinstance(folded, Equals) and {type(folded.left), type(folded.right)} == {str}:
            return "true" if folded.left == folded.right else "false"
        if isinstance(folded, Equals):
            return _compared(folded)
        return self._joined(folded) if isinstance(folded, Join) else folded

    def _selected(self, node: Select) -> Value:
        """What is picked of a list that is written out; of a choice of lists, a choice of items."""
        index, values = node.index, node.values
        if isinstance(values, If):
            sides = (Select(index, side) for side in (values.then, values.otherwise))
            return self._choice(If(values.condition, *sides))
        if not isinstance(index, str) or not _INDEX.fullmatch(index):
            return node
        number = int(index)
        node = Select(str(number), values)
        if not isinstance(values, list) or number >= len(values):
            return node
        optional = [at for at, item in enumerate(values[: number + 1]) if _may_vanish(item)]
        if not optional:
            return values[number]
        choice = values[optional[0]]
        if len(optional) > _MOST_OPTIONAL or not isinstance(choice, If):
            return node
        before, behind = values[: optional[0]], values[optional[0] + 1 :]
        sides = (Select(index, [*before, it, *behind]) for it in (choice.then, choice.otherwise))
        return self._choice(If(choice.condition, *sides))

    def _parted(self, node: Split) -> Value:
        """The parts of a text that is known, or that is a choice."""
        delimiter, source = node.delimiter, node.source
        if isinstance(source, If):
            sides = (Split(delimiter, side) for side in (source.then, source.otherwise))
            return self._choice(If(source.condition, *sides))
        if isinstance(source, str) and isinstance(delimiter, str) and delimiter:
            return [*source.split(delimiter)]
        return node

    def _decided(self, node: And | Or) -> Value:
        """What conditions come to together: without those that the ones before decide, that are
        said twice, and literals.
        """
        decisive, neutral = ("true", "false") if isinstance(node, Or) else ("false", "true")
        parts: list[Condition] = []
        before = self._facts
        for condition in node.conditions:
            settled = self._facts.settled(condition)
            part = self.value(condition) if settled is None else str(settled).lower()
            if part == decisive:
                break
            inner = part.conditions if isinstance(part, type(node)) else (part,)
            parts += [each for each in inner if each != neutral and each not in parts]
            self._facts = self._facts.taking(condition, isinstance(node, And))
        else:
            decisive = ""
        self._facts = before
        if decisive or not parts:
            return decisive or neutral
        return parts[0] if len(parts) == 1 else type(node)(tuple(parts))

    def _looked_up(self, node: FindInMap) -> Value:
        """What a mapping has under literal keys, or the default where it lacks them."""
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
        with self._under(node.condition, holds=True):
            then = self.value(node.then)
        with self._under(node.condition, holds=False):
            otherwise = self.value(node.otherwise)
        if then == otherwise:
            return cast("Value", then)
        if isinstance(then, list) and isinstance(otherwise, list):
            return _by_items(node.condition, then, otherwise)
        return If(node.condition, then, otherwise)

    def _attribute(self, logical_id: str, attribute: Value) -> Value:
        resource = self._stack.resources.get(logical_id)
        if resource is not None and attribute == _ref_attribute(resource.type):
            return Ref(logical_id)
        given = resource.properties if resource is not None else {}
        named = isinstance(given, dict) and isinstance(attribute, str)
        known = cast("dict[str, Value]", given).get(str(attribute)) if named else None
        if isinstance(known, (str, bool, int, float)):
            return cast("Value", scalar_text(known))
        return GetAtt(logical_id, attribute)

    def _sub_parts(self, node: Sub) -> Iterator[Value]:
        variables = node.variables or {}
        for part in sub_parts(node.text):
            if isinstance(part, str):
                yield part
            elif part.name in variables:
                yield self.value(variables[part.name])
            else:
                name, dot, attribute = part.name.partition(".")
                yield self._attribute(name, attribute) if dot else Ref(name)

    def _joined(self, node: Join) -> Value:
        if isinstance(node.values, If):
            sides = (node.values.then, node.values.otherwise)
            then, otherwise = (self._joined(Join(node.delimiter, side)) for side in sides)
            return then if then == otherwise else If(node.values.condition, then, otherwise)
        if not isinstance(node.delimiter, str) or not isinstance(node.values, list):
            return node
        if len(node.values) == 1 and self._is_list(node.values[0]):
            return self._joined(Join(node.delimiter, node.values[0]))
        if any(self._is_list(item) for item in node.values):
            return node
        if node.delimiter == "":
            return _concatenation(_or_empty(item) for item in node.values)
        if any(_may_vanish(item) for item in node.values):
            return Join(node.delimiter, _neighbours_joined(node.delimiter, node.values))
        parts: list[Value] = []
        for item in node.values:
            parts += [node.delimiter, item] if parts else [item]
        return _concatenation(parts)

    def _is_list(self, value: Value) -> bool:
        if isinstance(value, (Cidr, GetAZs, Split)):
            return True
        if not isinstance(value, Ref) or value.name not in self._stack.parameters:
            return False
        return "List" in self._stack.parameters[value.name].type

    def _explicit_order(self, name: str) -> list[str]:
        resource = self._stack.resources[name]
        said = set(references(self.value(resource.properties)))
        # A variable that the text of a Fn::Sub does not use is waited for, too.
        unsaid = (set(references(resource.properties)) & self._needs.keys()) - said
        explicit = {*resource.depends_on, *unsaid}
        return sorted(other for other in explicit if not self._implied(name, other, said))

    def _implied(self, name: str, other: str, own: set[str]) -> bool:
        """Whether ``name`` waits for ``other`` even without saying so itself; ``own`` are the names
        that its properties mention.
        """
        resource = self._stack.resources[name]
        pending = [*(own & self._needs.keys()), *(set(resource.depends_on) - {other})]
        seen: set[str] = set()
        while pending:
            here = pending.pop()
            if here == other:
                return True
            if here not in seen:
                seen.add(here)
                pending += self._needs.get(here, ())
        return False


class _Secret:
    """The default of a ``NoEcho`` parameter: compared, never shown."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Secret) and self._value == other._value

    __hash__ = None  # type: ignore[assignment]  # it is compared only

    def __str__(self) -> str:
        return _HIDDEN


def _needs(stack: Stack, resource: Resource) -> set[str]:
    return {*references(resource.properties), *resource.depends_on} & stack.resources.keys()


def _rebuilt(node: Intrinsic, fold: _Folding) -> Intrinsic:
    fields = cast("tuple[str, ...]", node.__slots__)
    return type(node)(*(_rebuilt_field(node, name, fold) for name in fields))


def _rebuilt_field(node: Intrinsic, name: str, fold: _Folding) -> Any:
    field = getattr(node, name)
    if isinstance(field, tuple):
        return tuple(fold.value(item) for item in field)
    return field if name == "has_default" else fold.value(field)


def _by_items(condition: str, then: list[Value], otherwise: list[Value]) -> list[Value]:
    """One list of two, with a choice where they differ."""
    start = 0
    while start < min(len(then), len(otherwise)) and then[start] == otherwise[start]:
        start += 1
    end = 0
    while end < min(len(then), len(otherwise)) - start and then[-1 - end] == otherwise[-1 - end]:
        end += 1
    sides = (side[start : len(side) - end] for side in (then, otherwise))
    pairs = zip_longest(*sides, fillvalue=cast("Value", NO_VALUE))
    choices: list[Value] = [If(condition, *pair) for pair in pairs]
    return [*then[:start], *choices, *then[len(then) - end :]]


def _concatenation(parts: Iterable[Value]) -> Value:
    """One flat ``Fn::Join`` on nothing; a part that stands alone is itself."""
    merged: list[Value] = []
    for part in parts:
        for piece in _pieces(part):
            if isinstance(piece, str) and merged and isinstance(merged[-1], str):
                merged[-1] += piece
            elif piece != "":
                merged.append(piece)
    if len(merged) <= 1:
        return merged[0] if merged else ""
    return Join("", merged)


def _pieces(part: Value) -> list[Value]:
    if isinstance(part, Join) and part.delimiter == "" and isinstance(part.values, list):
        return part.values
    return [part]


def _neighbours_joined(delimiter: str, values: list[Value]) -> list[Value]:
    joined: list[Value] = []
    for value in values:
        if isinstance(value, str) and joined and isinstance(joined[-1], str):
            joined[-1] += delimiter + value
        else:
            joined.append(value)
    return joined


def _length(node: Length) -> Value:
    """How many items a list has that is written out, where every item is there."""
    values = node.values
    if not isinstance(values, list) or any(map(_may_vanish, values)):
        return node
    return str(len(values))


def _opposite(node: And | Or | Not) -> Condition:
    """The opposite of conditions that are put together, said of each of them."""
    if isinstance(node, Not):
        return node.condition
    opposites = tuple(Not(each) for each in node.conditions)
    return Or(opposites) if isinstance(node, And) else And(opposites)


def _compared(node: Equals) -> Value:
    """A comparison with its text last; that of a condition with a truth value is a condition."""
    left, right = (node.right, node.left) if isinstance(node.left, str) else (node.left, node.right)
    if isinstance(left, (Equals, And, Or, Not, ConditionRef)) and right in ("true", "false"):
        return left if right == "true" else Not(left)
    if isinstance(right, str):
        return Equals(left, right)
    return Equals(*sorted((left, right), key=repr))


def _whole(value: Value) -> Value:
    return cast("Value", scalar_text(integer_read(value)))


def _with_lengths(value: Value) -> Value:
    """A value with the numbers for the lengths in it that are known."""
    if isinstance(value, dict):
        return {key: _with_lengths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_lengths(item) for item in value]
    if isinstance(value, Length):
        counted = _length(value)
        return int(counted) if isinstance(counted, str) else value
    return value


def _or_empty(item: Value) -> Value:
    """An item of texts that stand one after the other: what is not there is the empty text."""
    if isinstance(item, If):
        return If(item.condition, _or_empty(item.then), _or_empty(item.otherwise))
    return "" if item == NO_VALUE else item


def _may_vanish(item: Value) -> bool:
    if isinstance(item, If):
        return _may_vanish(item.then) or _may_vanish(item.otherwise)
    return item == NO_VALUE


def scalar_text(value: Any) -> Any:
    """A number or boolean as CloudFormation prints it; anything else as it is."""
    return text_of(value) if isinstance(value, (bool, int, float)) else value


def _ref_attribute(type_name: str) -> str | None:
    from . import catalog

    found = catalog.resource_type(type_name)
    return found.ref.property if found is not None else None
