"""The conditions and tables of a program, noted beside it: names to look for, never truth.

They are written as a template's, so that a person can read them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .pulumi import (
    DECISIONS,
    LITERALS,
    AllOf,
    AnyOf,
    Choice,
    Concat,
    ConditionValue,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Join,
    Lookup,
    Negation,
    Object,
    Program,
    Select,
    Split,
    StackName,
    walk,
)

Tables = Mapping[str, Mapping[str, Mapping[str, Expression]]]
_PSEUDO = {
    "AWS::Region": Invoke("getRegion", "region"),
    "AWS::AccountId": Invoke("getAccountId", "accountId"),
    "AWS::Partition": Invoke("getPartition", "partition"),
    "AWS::URLSuffix": Invoke("getUrlSuffix", "urlSuffix"),
    "AWS::StackName": StackName(),
}


class _NoWordsError(Exception):
    """Something is not said by the functions that are noted."""


def noted(program: Program) -> dict[str, Any]:
    """Give what a fragment notes of a program's decisions; nothing where it has none."""
    if not program.conditions and not program.tables:
        return {}
    conditions = {}
    for name, condition in program.conditions.items():
        try:
            conditions[name] = _written(condition)
        except _NoWordsError:
            continue
    found: dict[str, Any] = {}
    if conditions:
        found["Conditions"] = conditions
    meant = {name: _meant(condition, program) for name, condition in program.conditions.items()}
    alike = _alike(program, meant)
    asked = {name: places for name, places in alike.items() if name in conditions}
    asked |= _settled(program, meant)
    if asked:
        found["Asked"] = asked
    if program.tables:
        found["Mappings"] = {
            name: {key: dict(row) for key, row in table.items()}
            for name, table in program.tables.items()
        }
    return {DECISIONS: found} if found else {}


def _alike(program: Program, meant: Mapping[str, str]) -> dict[str, list[str]]:
    """Where conditions are asked for of which no run tells which it is: another one says the same,
    or the opposite, or it always says the same.
    """
    known: set[str] = set()
    found: dict[str, set[str]] = {}
    for name, said in meant.items():
        if said in known or not _is_open(said):
            found[name] = set()
        known.add(said)
    for place, condition in _asked(program) if found else ():
        if condition in found:
            found[condition].add(place)
    return {name: sorted(places) for name, places in found.items() if places}


_OPEN = tuple(it.__name__ for it in (ConfigValue, Invoke, StackName))


def _is_open(meant: str) -> bool:
    return any(f"{name}(" in meant for name in _OPEN)


def _meant(condition: Expression, program: Program) -> str:
    """What a condition, or its opposite, says; the same text for the same."""
    while isinstance(condition, (ConditionValue, Negation)):
        if isinstance(condition, ConditionValue):
            condition = program.conditions[condition.name]
        else:
            condition = condition.condition
    return repr(condition)


def _asked(program: Program) -> Iterator[tuple[str, str]]:
    """The conditions that are asked for, with the places where."""
    for name, resource in program.resources.items():
        yield name, resource.condition or ""
        for key, value in resource.inputs.items():
            yield from ((f"{name}.{key}", it) for it in _chosen_by(value))
    for name, export in program.exports.items():
        yield name, export.condition or ""
        yield from ((name, it) for it in _chosen_by(export.value))


def _settled(program: Program, meant: Mapping[str, str]) -> dict[str, list[str]]:
    """Where config values are in resources of which the condition settles what they are."""
    found: dict[str, list[str]] = {}
    for name, resource in program.resources.items():
        if resource.condition is not None:
            said = meant[resource.condition]
            inside = _values(resource.inputs, name) if ConfigValue.__name__ in said else ()
            for place, key in inside:
                if repr(ConfigValue(key)) in said:
                    found.setdefault(key, []).append(place)
    return found


def _values(value: Expression, place: str) -> Iterator[tuple[str, str]]:
    """The config values in a value, with their places."""
    value = value.fields if isinstance(value, Object) else value
    if isinstance(value, (list, dict)):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for step, item in entries:
            if type(item) not in LITERALS:
                yield from _values(item, f"{place}.{step}")
    else:
        yield from ((place, it.key) for it in walk(value) if isinstance(it, ConfigValue))


def _chosen_by(value: Expression) -> Iterator[str]:
    return (it.condition for it in walk(value) if isinstance(it, Choice))


def asked_at(metadata: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the conditions and config keys that a fragment's metadata notes at a place, by the
    place's name: that of a resource or an output, and behind dots what is in it.
    """
    entry = metadata.get(DECISIONS)
    asked = entry.get("Asked") if isinstance(entry, dict) else None
    found: dict[str, list[str]] = {}
    for name, places in _entries(asked):
        for place in places if isinstance(places, list) else ():
            found.setdefault(str(place), []).append(name)
    return found


def read(metadata: Mapping[str, Any]) -> tuple[dict[str, Expression], Tables]:
    """Give the conditions and tables that a fragment's metadata notes, as far as they are such."""
    entry = metadata.get(DECISIONS)
    entry = entry if isinstance(entry, dict) else {}
    conditions: dict[str, Expression] = {}
    for name, condition in _entries(entry.get("Conditions")):
        try:
            conditions[name] = _read(condition)
        except _NoWordsError:
            continue
    return _closed(conditions), {
        name: {str(key): dict(_entries(row)) for key, row in _entries(table)}
        for name, table in _entries(entry.get("Mappings"))
    }


def _entries(value: Any) -> list[tuple[str, Any]]:
    return [(str(key), item) for key, item in value.items()] if isinstance(value, dict) else []


def _closed(conditions: dict[str, Expression]) -> dict[str, Expression]:
    """The conditions that name none but those before them, whatever the order they stand in."""
    found: dict[str, Expression] = {}
    left = dict(conditions)
    while ready := [it for it, condition in left.items() if _names(condition) <= found.keys()]:
        found.update({it: left.pop(it) for it in ready})
    return {name: it for name, it in conditions.items() if name in found}


def _names(condition: Expression) -> set[str]:
    return {it.name for it in walk(condition) if isinstance(it, ConditionValue)}


def _written(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return value
    rule = _WRITTEN.get(type(value), _pseudo)
    return rule(value)


def _pseudo(value: Any) -> Any:
    for pseudo, node in _PSEUDO.items():
        if value == node:
            return {"Ref": pseudo}
    raise _NoWordsError


def _found_in_map(node: Lookup) -> Any:
    default = [{"DefaultValue": _written(node.default)}] if node.has_default else []
    return {"Fn::FindInMap": [node.table, _written(node.first), _written(node.second), *default]}


_WRITTEN: dict[type, Callable[[Any], Any]] = {
    ConfigValue: lambda it: {"Ref": it.key},
    ConditionValue: lambda it: {"Condition": it.name},
    Equal: lambda it: {"Fn::Equals": [_written(it.left), _written(it.right)]},
    AllOf: lambda it: {"Fn::And": [_written(part) for part in it.conditions]},
    AnyOf: lambda it: {"Fn::Or": [_written(part) for part in it.conditions]},
    Negation: lambda it: {"Fn::Not": [_written(it.condition)]},
    Lookup: _found_in_map,
    Join: lambda it: {"Fn::Join": [it.delimiter, _written(it.values)]},
    Concat: lambda it: {"Fn::Join": ["", [_written(part) for part in it.parts]]},
    Select: lambda it: {"Fn::Select": [_written(it.index), _written(it.values)]},
    Split: lambda it: {"Fn::Split": [it.delimiter, _written(it.source)]},
    Convert: lambda it: _written(it.value),
}


def _read(value: Any) -> Expression:
    if isinstance(value, (str, int, float)):
        return value
    if not isinstance(value, dict) or len(value) != 1:
        raise _NoWordsError
    ((name, content),) = value.items()
    rule = _READ.get(name)
    if rule is None:
        raise _NoWordsError
    try:
        return rule(content)
    except (TypeError, ValueError, LookupError, AttributeError):
        raise _NoWordsError from None


def _parts(content: Any) -> tuple[Expression, ...]:
    return tuple(_read(part) for part in content)


def _join(content: Any) -> Expression:
    delimiter, values = content
    if not isinstance(values, list):
        return Join(str(delimiter), _read(values))
    if delimiter != "":
        raise _NoWordsError
    return Concat(_parts(values))


def _lookup(content: Any) -> Expression:
    table, first, second, *rest = content
    keys = str(table), _read(first), _read(second)
    return Lookup(*keys, _read(rest[0]["DefaultValue"]), True) if rest else Lookup(*keys)


_READ: dict[str, Callable[[Any], Expression]] = {
    "Ref": lambda it: _PSEUDO.get(it) or ConfigValue(str(it)),
    "Condition": lambda it: ConditionValue(str(it)),
    "Fn::Equals": lambda it: Equal(_read(it[0]), _read(it[1])),
    "Fn::And": lambda it: AllOf(_parts(it)),
    "Fn::Or": lambda it: AnyOf(_parts(it)),
    "Fn::Not": lambda it: Negation(_read(it[0])),
    "Fn::FindInMap": _lookup,
    "Fn::Join": _join,
    "Fn::Select": lambda it: Select(_read(it[0]), _read(it[1])),
    "Fn::Split": lambda it: Split(str(it[0]), _read(it[1])),
}
