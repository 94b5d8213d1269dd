"""Expressions for one run: all that its values decide is decided, what is open in it stays."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

from ... import pulumi
from ...pulumi import ABSENT, Expression
from .subjects import STACK, Assignment, known_as, text_in

Parts = Mapping[str, Any]
_KNOWN = {"getRegion", "getAccountId", "getPartition", "getUrlSuffix"}
SEPARATORS = (",", ":")
TRUTH = "truth"
"""What a text is converted to that is read as a boolean in any letter case, and is false where it
is none; what was found says ``boolean`` in the end.
"""


class Reducer:
    """Reduces expressions of a program for the values of one run.

    Args:
        assignment: the values of the run.
        types: the types of config keys.
        conditions, tables: the program's.
    """

    def __init__(
        self,
        assignment: Assignment,
        types: Mapping[str, str],
        conditions: Mapping[str, Expression],
        tables: Mapping[str, Mapping[str, Mapping[str, Expression]]],
    ) -> None:
        self._assignment, self._types = assignment, types
        self._conditions, self._tables = conditions, tables
        self._held: dict[str, bool | None] = {}

    @classmethod
    def of(cls, program: pulumi.Program, assignment: Assignment) -> Reducer:
        """Give that of a run, with what a program says."""
        types = {key: it.type for key, it in program.config.items()}
        return cls(assignment, types, program.conditions, program.tables)

    def holds(self, condition: str) -> bool | None:
        """Tell whether a condition of the program holds in the run; None where that is open."""
        if condition not in self._held:  # others may name it many times
            self._held[condition] = self.truth(self._conditions[condition])
        return self._held[condition]

    def truth(self, condition: Expression) -> bool | None:
        """Tell whether an expression of a condition holds; None where that is open."""
        found = self.value(condition)
        if isinstance(found, bool):
            return found
        return {"true": True, "false": False}.get(found) if isinstance(found, str) else None

    def value(self, value: Expression) -> Expression:
        """Reduce an expression."""
        if isinstance(value, list):
            items = [self.value(item) for item in value]
            return [item for item in items if item is not ABSENT]
        if isinstance(value, dict):
            entries = {key: self.value(item) for key, item in value.items()}
            return {key: item for key, item in entries.items() if item is not ABSENT}
        rule = _RULES.get(type(value))
        found: Expression = value if rule is None else rule(self, value)
        return found

    def subject(self, identity: str, node: Expression, kind: str) -> Expression:
        """Give what a subject is in the run."""
        given = self._assignment.get(identity)
        text = None if given is None else text_in(given)
        if text is None:
            return [node] if kind == "list" else node
        return converted(kind, text)

    def config(self, node: pulumi.ConfigValue) -> Expression:
        """Give a config value."""
        return self.subject(node.key, node, self._types.get(node.key, "string"))

    def lookup(self, node: pulumi.Lookup) -> Expression:
        """Give a table's cell, the look-up itself where the keys are open or the cell is not."""
        first, second = self.value(node.first), self.value(node.second)
        row = self._tables[node.table].get(_text(first)) if _is_plain(first) else None
        if row is not None and _is_plain(second) and _text(second) in row:
            return self.value(row[_text(second)])
        if node.has_default and all(_is_plain(it) or _is_open(it) for it in (first, second)):
            return self.value(node.default)
        return pulumi.Lookup(node.table, first, second, node.default, node.has_default)


def converted(kind: str, text: str) -> Expression:
    """Read a text as a value of a kind; the text itself where it is none."""
    try:
        found: Expression = _READERS.get(kind, str)(text)
    except ValueError:
        return text
    return found


def canon(value: Any) -> Any:
    """Give what is equal for values that mean the same, and can be a dictionary's key."""
    if type(value) is str:
        return "str", value
    if isinstance(value, pulumi.Object):
        return canon(value.fields)
    if isinstance(value, pulumi.EnumMember):
        return canon(value.value)
    if isinstance(value, dict):
        return ("map", frozenset((key, canon(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("list", tuple(canon(item) for item in value))
    if isinstance(value, pulumi.Node):
        slots: Any = type(value).__slots__
        return (type(value).__name__, *(canon(getattr(value, name)) for name in slots))
    if isinstance(value, tuple):
        return tuple(canon(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return ("int", int(value))
    return (type(value).__name__, value)


def read(value: Any) -> Any:
    """Give what is equal for values as `canon` gives them that mean the same: texts that are JSON
    are what they say, however they are spelled.
    """
    if isinstance(value, tuple):
        return tuple(map(read, value))
    if isinstance(value, frozenset):
        return frozenset(map(read, value))
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return "json", canon(json.loads(value))
    except ValueError:
        return value


def merged(parts: list[Expression]) -> Expression:
    """Put texts together: neighbouring literals become one."""
    found: list[Expression] = []
    for part in parts:
        for piece in part.parts if isinstance(part, pulumi.Concat) else (part,):
            if _is_plain(piece):
                if found and isinstance(found[-1], str):
                    found[-1] += _text(piece)
                else:
                    found.append(_text(piece))
            else:
                found.append(piece)
    found = [part for part in found if part != ""]
    if not found:
        return ""
    return found[0] if len(found) == 1 else pulumi.Concat(tuple(found))


def _is_plain(value: Expression) -> bool:
    return isinstance(value, (str, int, float))


def _text(value: Expression) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "list": lambda text: [item.strip() for item in text.split(",")],
}


def _convert(run: Reducer, node: pulumi.Convert) -> Expression:
    value = run.value(node.value)
    if node.to == TRUTH:
        return str(value).lower() == "true"
    if node.to == "string":
        return _text(value) if _is_plain(value) else value
    if isinstance(value, str):
        return converted(node.to, value)
    if node.to == "list":
        return [value] if _is_open(value) else value
    return value if isinstance(value, (int, float)) else pulumi.Convert(node.to, value)


def without_truth(part: Expression) -> Expression:
    """An expression as a program has it: where it is read as a boolean, it is converted to one."""
    if isinstance(part, pulumi.Convert) and part.to == TRUTH:
        return pulumi.Convert("boolean", part.value)
    return part


def _is_open(value: Expression) -> bool:
    """Whether a value is a subject's, of which the placeholder is one unbroken text."""
    if isinstance(value, pulumi.Invoke):
        return value.function in _KNOWN
    return isinstance(value, (pulumi.ConfigValue, pulumi.StackName))


def _split(run: Reducer, node: pulumi.Split) -> Expression:
    source = run.value(node.source)
    if isinstance(source, str):
        return list(source.split(node.delimiter))
    return [source] if _is_open(source) else pulumi.Split(node.delimiter, source)


def _select(run: Reducer, node: pulumi.Select) -> Expression:
    index, values = run.value(node.index), run.value(node.values)
    if isinstance(index, str) and index.isdigit():
        index = int(index)
    if isinstance(values, list) and isinstance(index, int) and 0 <= index < len(values):
        return values[index]
    return pulumi.Select(index, values)


def _join(run: Reducer, node: pulumi.Join) -> Expression:
    values = run.value(node.values)
    if not isinstance(values, list):
        return pulumi.Join(node.delimiter, values)
    parts: list[Expression] = []
    for item in values:
        parts += [node.delimiter, item] if parts else [item]
    return merged(parts)


def _base64(run: Reducer, node: pulumi.Base64) -> Expression:
    value = run.value(node.value)
    if isinstance(value, str):
        return base64.b64encode(value.encode()).decode()
    return pulumi.Base64(value)


def _json(run: Reducer, node: pulumi.Json) -> Expression:
    value = run.value(node.value)
    try:
        return json.dumps(value, separators=SEPARATORS)
    except TypeError:
        return pulumi.Json(value)


def _length(run: Reducer, node: pulumi.Length) -> Expression:
    values = run.value(node.values)
    return len(values) if isinstance(values, list) else pulumi.Length(values)


def _choice(run: Reducer, node: pulumi.Choice) -> Expression:
    holds = run.holds(node.condition)
    if holds is None:
        return pulumi.Choice(node.condition, run.value(node.then), run.value(node.otherwise))
    return run.value(node.then if holds else node.otherwise)


def _equal(run: Reducer, node: pulumi.Equal) -> Expression:
    left, right = run.value(node.left), run.value(node.right)
    if _is_plain(left) and _is_plain(right):
        return _text(left) == _text(right)
    return bool(canon(left) == canon(right))


def _all(run: Reducer, node: pulumi.AllOf) -> bool:
    return all(run.truth(part) for part in node.conditions)


def _any(run: Reducer, node: pulumi.AnyOf) -> bool:
    return any(run.truth(part) for part in node.conditions)


def _invoke(run: Reducer, node: pulumi.Invoke) -> Expression:
    if node.function in _KNOWN:
        return run.subject(known_as(node.result), node, "string")
    arguments = {key: run.value(item) for key, item in node.arguments.items()}
    return pulumi.Invoke(node.function, node.result, arguments)


_RULES: dict[type, Callable[[Reducer, Any], Expression]] = {
    pulumi.Object: lambda run, node: run.value(node.fields),
    pulumi.EnumMember: lambda _, node: node.value,
    pulumi.ConfigValue: Reducer.config,
    pulumi.Invoke: _invoke,
    pulumi.StackName: lambda run, node: run.subject(known_as(STACK), node, "string"),
    pulumi.Concat: lambda run, node: merged([run.value(part) for part in node.parts]),
    pulumi.Join: _join,
    pulumi.Split: _split,
    pulumi.Select: _select,
    pulumi.Length: _length,
    pulumi.Base64: _base64,
    pulumi.Json: _json,
    pulumi.Lookup: Reducer.lookup,
    pulumi.Choice: _choice,
    pulumi.Convert: _convert,
    pulumi.Secret: lambda run, node: pulumi.Secret(run.value(node.value)),
    pulumi.Equal: _equal,
    pulumi.AllOf: _all,
    pulumi.AnyOf: _any,
    pulumi.Negation: lambda run, node: not run.truth(node.condition),
    pulumi.ConditionValue: lambda run, node: run.holds(node.name),
}
