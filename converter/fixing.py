"""What a stack says once some of its parameters have values: the others stay open.

Conditions that the values decide are decided, and what nothing asks for any more is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from .cloudformation import PSEUDO_PARAMETERS, SSM_VALUE, Output, Parameter, Resource, Stack
from .errors import UsageError
from .folding import scalar_text
from .intrinsics import (
    NO_VALUE,
    And,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
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
    Value,
    sub_parts,
    walk,
)
from .rewriting import rebuilt


def fixed(stack: Stack, values: Mapping[str, str]) -> Stack:
    """Give a stack with values in the place of parameters.

    A secret stays a parameter, and so does one whose value is kept in SSM.

    Args:
        stack: the stack.
        values: the texts of parameters, and of pseudo parameters.

    Raises:
        UsageError: there is no such parameter.
        TemplateError: the text of a ``Fn::Sub`` is malformed.
    """
    check_names(stack, values)
    return _Fixing(stack, values).stack()


def check_names(stack: Stack, values: Mapping[str, str]) -> None:
    """Refuse a value for what is no parameter of a stack.

    Raises:
        UsageError: there is such a one.
    """
    from .catalog import near

    for name in values:
        if name not in stack.parameters and name not in PSEUDO_PARAMETERS:
            meant = near(name, stack.parameters)
            hint = f"; did you mean {meant}?" if meant else ""
            raise UsageError(f"the template has no parameter {name!r}{hint}", path=("Parameters",))


def is_fixable(parameter: Parameter) -> bool:
    """Whether a value may stand in the place of a parameter."""
    return not parameter.no_echo and not parameter.type.startswith(SSM_VALUE)


class _Fixing:
    def __init__(self, stack: Stack, values: Mapping[str, str]) -> None:
        self._stack = stack
        self._values: dict[str, Value] = {
            name: _typed(stack.parameters.get(name), text)
            for name, text in values.items()
            if name not in stack.parameters or is_fixable(stack.parameters[name])
        }
        self._decided: dict[str, Condition] = {}
        self._functions: dict[type[Intrinsic], Callable[[Any], Value]] = {
            Ref: lambda node: self._values.get(node.name, node),
            Sub: self._sub,
            Join: self._join,
            Split: self._split,
            Select: self._select,
            FindInMap: self._find_in_map,
            If: self._if,
            Length: self._length,
            Equals: self._equals,
            And: self._all,
            Or: self._any,
            Not: self._not,
            ConditionRef: self._open,
        }

    def stack(self) -> Stack:
        stack = self._stack
        for name in stack.conditions:
            self._condition(name)
        resources = {
            name: self._resource(each)
            for name, each in stack.resources.items()
            if self._exists(each.condition)
        }
        outputs = {
            name: replace(
                each,
                value=self.value(each.value),
                export_name=self.value(each.export_name),
                condition=self._left(each.condition),
            )
            for name, each in stack.outputs.items()
            if self._exists(each.condition)
        }
        for name, each in resources.items():
            kept = tuple(other for other in each.depends_on if other in resources)
            resources[name] = replace(each, depends_on=kept)
        parameters = {
            name: each for name, each in stack.parameters.items() if name not in self._values
        }
        made = replace(stack, parameters=parameters, resources=resources, outputs=outputs)
        return self._without_unused(replace(made, rules=cast(Any, self.value(stack.rules))))

    def _without_unused(self, stack: Stack) -> Stack:
        said: list[Value] = [stack.rules]
        for resource in stack.resources.values():
            said += [resource.properties, resource.attributes, resource.deletion_policy]
        for output in stack.outputs.values():
            said += [output.value, output.export_name]
        entries: list[Resource | Output] = [*stack.resources.values(), *stack.outputs.values()]
        named = {each.condition for each in entries if each.condition is not None}
        conditions = self._all_asked_for(named | _conditions_in(said))
        said += conditions.values()
        tables = {str(node.mapping) for node in walk(said) if isinstance(node, FindInMap)}
        return replace(
            stack,
            conditions=conditions,
            mappings={name: it for name, it in stack.mappings.items() if name in tables},
        )

    def _all_asked_for(self, names: set[str]) -> dict[str, Condition]:
        """The conditions of these names and those that they mention, in the template's order."""
        found: set[str] = set()
        pending = [name for name in names if name in self._decided]
        while pending:
            name = pending.pop()
            found.add(name)
            pending += _conditions_in(self._decided[name]) & self._decided.keys() - found
        return {name: self._decided[name] for name in self._stack.conditions if name in found}

    def _resource(self, resource: Resource) -> Resource:
        return replace(
            resource,
            properties=self.value(resource.properties),
            condition=self._left(resource.condition),
            deletion_policy=self.value(resource.deletion_policy),
            attributes=cast("dict[str, Value]", self.value(resource.attributes)),
        )

    def value(self, value: Value) -> Value:
        if isinstance(value, dict):
            made = {key: self.value(item) for key, item in value.items()}
            return {key: item for key, item in made.items() if item != NO_VALUE}
        if isinstance(value, list):
            return [item for item in map(self.value, value) if item != NO_VALUE]
        if not isinstance(value, Intrinsic):
            return value
        function = self._functions.get(type(value))
        return function(value) if function else rebuilt(value, self.value)

    # --- texts and lists ----------------------------------------------

    def _sub(self, node: Sub) -> Value:
        variables = node.variables or {}
        if not variables and not {part.name for part in _variables(node)} & self._values.keys():
            return node
        own = {name: self.value(item) for name, item in variables.items()}
        parts: list[Value] = []
        for part in sub_parts(node.text):
            if isinstance(part, str):
                parts.append(part)
            elif part.name in own:
                parts.append(own[part.name])
            elif part.name in self._values:
                parts.append(self._values[part.name])
            else:
                parts.append(Sub("${" + part.name + "}"))
        return _joined("", parts)

    def _join(self, node: Join) -> Value:
        delimiter, values = self.value(node.delimiter), self.value(node.values)
        if isinstance(values, list) and isinstance(delimiter, str):
            return _joined(delimiter, values)
        return Join(delimiter, values)

    def _split(self, node: Split) -> Value:
        delimiter, source = self.value(node.delimiter), self.value(node.source)
        if isinstance(source, str) and isinstance(delimiter, str) and delimiter:
            return cast(Value, source.split(delimiter))
        return Split(delimiter, source)

    def _select(self, node: Select) -> Value:
        index, values = self.value(node.index), self.value(node.values)
        position = _text(index)
        if not isinstance(values, list) or not (position or "").isdecimal():
            return Select(index, values)
        return dict(enumerate(values)).get(int(position or ""), Select(index, values))

    def _length(self, node: Length) -> Value:
        values = self.value(node.values)
        return len(values) if isinstance(values, list) else Length(values)

    def _find_in_map(self, node: FindInMap) -> Value:
        made: FindInMap = rebuilt(node, self.value)
        row = self._stack.mappings.get(_text(made.mapping) or "", {})
        keys = _text(made.top_key), _text(made.second_key)
        if None in keys:
            return made
        found = row.get(keys[0] or "", {}).get(keys[1] or "", NO_VALUE)
        if found != NO_VALUE:
            return found
        return made.default if made.has_default else made

    # --- conditions ----------------------------------------------

    def _if(self, node: If) -> Value:
        decided = self._condition(node.condition)
        if isinstance(decided, bool):
            return self.value(node.then if decided else node.otherwise)
        name = self._left(node.condition) or node.condition
        return If(name, self.value(node.then), self.value(node.otherwise))

    def _condition(self, name: str) -> Condition:
        """A condition as far as it is decided: a boolean where it is."""
        if name not in self._decided:
            self._decided[name] = ConditionRef(name)  # what a circle gives
            self._decided[name] = cast(Condition, self.value(self._stack.conditions.get(name)))
        return self._decided[name]

    def _open(self, node: ConditionRef) -> Condition:
        """A reference to a condition: a boolean, or the reference that it leads to."""
        decided = self._condition(node.name)
        return decided if isinstance(decided, (bool, ConditionRef)) else node

    def _exists(self, condition: str | None) -> bool:
        return condition is None or self._condition(condition) is not False

    def _left(self, condition: str | None) -> str | None:
        """The name of the condition that is left to ask for; None where it is decided."""
        if condition is None:
            return None
        decided = self._condition(condition)
        if isinstance(decided, ConditionRef):
            return decided.name
        return None if decided is True else condition

    def _equals(self, node: Equals) -> Value:
        left, right = self.value(node.left), self.value(node.right)
        texts = _text(left), _text(right)
        return Equals(left, right) if None in texts else texts[0] == texts[1]

    def _all(self, node: And) -> Value:
        return self._combined(And, node.conditions, stops=False)

    def _any(self, node: Or) -> Value:
        return self._combined(Or, node.conditions, stops=True)

    def _combined(
        self, kind: type[And] | type[Or], conditions: tuple[Condition, ...], *, stops: bool
    ) -> Value:
        left = [cast(Condition, self.value(each)) for each in conditions]
        if any(each is stops for each in left):
            return stops
        left = [each for each in left if not isinstance(each, bool)]
        return not stops if not left else left[0] if len(left) == 1 else kind(tuple(left))

    def _not(self, node: Not) -> Value:
        decided = self.value(node.condition)
        return not decided if isinstance(decided, bool) else Not(cast(Condition, decided))


def _typed(parameter: Parameter | None, text: str) -> Value:
    """A parameter's value as its references give it."""
    kind = parameter.type if parameter is not None else ""
    if kind != "CommaDelimitedList" and not kind.startswith("List<"):
        return text
    return [item.strip() for item in text.split(",")] if text.strip() else []


def _conditions_in(value: Value) -> set[str]:
    """The names of conditions that a value asks for."""
    asked = (node for node in walk(value) if isinstance(node, (If, ConditionRef)))
    return {node.condition if isinstance(node, If) else node.name for node in asked}


def _variables(node: Sub) -> Iterator[Any]:
    return (part for part in sub_parts(node.text) if not isinstance(part, str))


def _joined(delimiter: str, parts: list[Value]) -> Value:
    texts = [_text(part) for part in parts]
    if None in texts:
        return Join(delimiter, parts)
    return delimiter.join(cast("list[str]", texts))


def _text(value: Value) -> str | None:
    """A scalar as CloudFormation prints it; None for anything else."""
    return str(scalar_text(value)) if isinstance(value, (str, int, float)) else None
