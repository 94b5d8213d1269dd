"""The values of one program, or of one component of it, node by node."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from .. import pulumi
from ..errors import Path, UnsupportedError
from ..pulumi import ABSENT, ConfigKey, Expression, Program
from ..scalars import from_double
from .environment import Environment
from .values import UNKNOWN, SecretValue, computed, has_secret, plain

SEPARATORS = (",", ":")
"""JSON text as ``Fn::ToJsonString`` writes it."""

Attributes = Callable[["Scope", str, Path], Any]


class Scope:
    """Evaluates the values of a program, or of a component.

    Args:
        program: the program.
        config: the value of each config key: text, or what a component was given.
        environment: what it finds where it runs.
        attributes: gives an attribute of one of its resources.
        name: the full name of the component; empty for the program itself.
    """

    def __init__(
        self,
        program: Program,
        config: Mapping[str, Any],
        environment: Environment,
        attributes: Attributes,
        name: str = "",
    ) -> None:
        self.program, self.environment, self.name = program, environment, name
        self.inner: dict[str, Scope] = {}
        self._config, self._attributes = config, attributes
        self._conditions: dict[str, bool] = {}
        self._values: dict[str, Any] = {}

    def full_name(self, own: str) -> str:
        """The name that a resource of the program has in the Pulumi stack."""
        return f"{self.name}-{own}" if self.name else own

    def within(self, own: str, component: Program) -> Scope:
        """The scope inside of a component that the program makes."""
        given = _Arguments(self, own)
        scope = Scope(
            component, given, self.environment, self._attributes, name=self.full_name(own)
        )
        self.inner[own] = scope
        return scope

    def inputs(self, own: str) -> dict[str, Any]:
        """The inputs of a resource."""
        found: dict[str, Any] = self.value(self.program.resources[own].inputs)
        return found

    def exports(self) -> dict[str, Any]:
        """The outputs that exist."""
        return {
            name: self.value(export.value)
            for name, export in self.program.exports.items()
            if self.holds(export.condition)
        }

    def export(self, name: str) -> Any:
        """One of the outputs; UNKNOWN where it does not exist."""
        export = self.program.exports.get(name)
        if export is None or not self.holds(export.condition):
            return UNKNOWN
        return self.value(export.value)

    def holds(self, condition: str | None) -> bool:
        """Whether a condition holds, by its name; None always does.

        Raises:
            UnsupportedError: it hangs on what is not known.
        """
        if condition is None:
            return True
        if condition not in self._conditions:
            found = plain(self.value(self.program.conditions[condition]))
            if found is UNKNOWN:
                words = f"whether {condition} holds hangs on a value that is not known"
                raise UnsupportedError(words, path=("Conditions", condition))
            self._conditions[condition] = bool(found)
        return self._conditions[condition]

    def value(self, value: Expression) -> Any:
        """A value in wire form.

        Raises:
            UnsupportedError: it hangs on a condition of which nobody knows whether it holds, or no
                program could make it: a table without the row, an item beyond the list's end.
        """
        if isinstance(value, list):
            items = [self.value(item) for item in value]
            return [item for item in items if item is not ABSENT]
        if isinstance(value, dict):
            entries = {key: self.value(item) for key, item in value.items()}
            return {key: item for key, item in entries.items() if item is not ABSENT}
        if isinstance(value, pulumi.Node):
            return NODES[type(value)](self, value)
        return value

    def config_value(self, key: str) -> Any:
        """The value of a config key, in the type that its declaration says."""
        if key not in self._values:
            self._values[key] = self._read(key, self.program.config[key])
        return self._values[key]

    def _read(self, key: str, declared: ConfigKey) -> Any:
        given = self._config.get(key, declared.default)
        if given is None:
            words = f"the config key {key} has neither a value nor a default"
            raise UnsupportedError(words, path=("config", key))
        if declared.lookup is not None:
            function = declared.lookup
            found = computed(lambda name: self.environment.result(function, {"name": name}), given)
        else:
            found = computed(_READERS.get(declared.type, str), given)
            if declared.type == "list" and isinstance(given, list):
                found = given
        return SecretValue(plain(found)) if declared.secret and not has_secret(found) else found

    def attribute(self, node: pulumi.Attribute) -> Any:
        """What a deployment knows of a resource."""
        return self._attributes(self, node.resource, node.path)


class _Arguments(Mapping[str, Any]):
    """What a component is given; evaluated when it is asked for."""

    def __init__(self, outer: Scope, own: str) -> None:
        self._outer = outer
        self._inputs = outer.program.resources[own].inputs

    def __getitem__(self, key: str) -> Any:
        found = self._outer.value(self._inputs[key])
        if found is ABSENT:
            raise KeyError(key)
        return found

    def __iter__(self) -> Any:
        return iter(self._inputs)

    def __len__(self) -> int:
        return len(self._inputs)


def text_of(value: Any) -> str:
    """A scalar as a program prints it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [item.strip() for item in str(value).split(",")]


def _boolean(value: Any) -> bool:
    return text_of(value).lower() == "true"


_READERS: dict[str, Callable[[Any], Any]] = {
    "string": lambda value: value if isinstance(value, (dict, list)) else text_of(value),
    "integer": int,
    "number": lambda value: from_double(float(value)),
    "boolean": _boolean,
    "list": _items,
}


def _select(scope: Scope, node: pulumi.Select) -> Any:
    index, values = scope.value(node.index), scope.value(node.values)
    if isinstance(values, list) and isinstance(index, int) and 0 <= index < len(values):
        return values[index]  # what else the list holds does not matter
    return computed(_item, index, values)


def _item(index: Any, values: Any) -> Any:
    position = int(index)
    if not isinstance(values, list) or not 0 <= position < len(values):
        raise UnsupportedError(f"there is no item {position} in {values!r}")
    return values[position]


def _lookup(scope: Scope, node: pulumi.Lookup) -> Any:
    table = scope.program.tables[node.table]

    def cell(first: Any, second: Any) -> Any:
        row = table.get(text_of(first), {})
        if text_of(second) in row:
            return scope.value(row[text_of(second)])
        if node.has_default:
            return scope.value(node.default)
        raise UnsupportedError(f"the table {node.table} has no {first}.{second}")

    return computed(cell, scope.value(node.first), scope.value(node.second))


def _invoke(scope: Scope, node: pulumi.Invoke) -> Any:
    return computed(
        lambda arguments: scope.environment.result(node.function, arguments),
        scope.value(node.arguments),
    )


def _concat(scope: Scope, node: pulumi.Concat) -> Any:
    parts = [scope.value(part) for part in node.parts]
    return computed(lambda *known: "".join(map(text_of, known)), *parts)


def _join(scope: Scope, node: pulumi.Join) -> Any:
    return computed(
        lambda values: node.delimiter.join(map(text_of, values)), scope.value(node.values)
    )


def _convert(scope: Scope, node: pulumi.Convert) -> Any:
    return computed(_READERS[node.to], scope.value(node.value))


def _equal(scope: Scope, node: pulumi.Equal) -> Any:
    return computed(
        lambda left, right: text_of(left) == text_of(right),
        scope.value(node.left),
        scope.value(node.right),
    )


def _all(scope: Scope, node: pulumi.AllOf) -> Any:
    return computed(lambda *each: all(each), *map(scope.value, node.conditions))


def _any(scope: Scope, node: pulumi.AnyOf) -> Any:
    return computed(lambda *each: any(each), *map(scope.value, node.conditions))


def _stack_name(scope: Scope, node: pulumi.StackName) -> Any:
    return f"{scope.environment.stack}-{scope.name}" if scope.name else scope.environment.stack


def _stack_output(scope: Scope, node: pulumi.StackOutput) -> Any:
    stack = scope.value(scope.program.references[node.reference].stack)
    return computed(lambda name: scope.environment.stack_output(name, node.output), stack)


def _secret(scope: Scope, node: pulumi.Secret) -> Any:
    found = scope.value(node.value)
    return found if isinstance(found, SecretValue) else SecretValue(found)


NODES: dict[type, Callable[[Scope, Any], Any]] = {
    pulumi.Object: lambda scope, node: scope.value(node.fields),
    pulumi.EnumMember: lambda scope, node: node.value,
    pulumi.ConfigValue: lambda scope, node: scope.config_value(node.key),
    pulumi.StackName: _stack_name,
    pulumi.Organization: lambda scope, node: scope.environment.organization,
    pulumi.StackOutput: _stack_output,
    pulumi.Invoke: _invoke,
    pulumi.Attribute: lambda scope, node: scope.attribute(node),
    pulumi.Concat: _concat,
    pulumi.Join: _join,
    pulumi.Split: lambda scope, node: computed(
        lambda text: str(text).split(node.delimiter), scope.value(node.source)
    ),
    pulumi.Select: _select,
    pulumi.Length: lambda scope, node: computed(len, scope.value(node.values)),
    pulumi.Base64: lambda scope, node: computed(
        lambda text: base64.b64encode(str(text).encode()).decode(), scope.value(node.value)
    ),
    pulumi.Json: lambda scope, node: computed(
        lambda value: json.dumps(value, separators=SEPARATORS), scope.value(node.value)
    ),
    pulumi.Lookup: _lookup,
    pulumi.Choice: lambda scope, node: scope.value(
        node.then if scope.holds(node.condition) else node.otherwise
    ),
    pulumi.Absent: lambda scope, node: ABSENT,
    pulumi.Convert: _convert,
    pulumi.Secret: _secret,
    pulumi.Equal: _equal,
    pulumi.AllOf: _all,
    pulumi.AnyOf: _any,
    pulumi.Negation: lambda scope, node: computed(
        lambda holds: not holds, scope.value(node.condition)
    ),
    pulumi.ConditionValue: lambda scope, node: scope.holds(node.name),
}
