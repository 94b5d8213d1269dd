"""Config keys that are only ever read in one way: as a list, or as the name of an SSM parameter.

An SSM parameter whose name is fixed becomes a key of its own: a template can read one no other way.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..naming import free_name
from ..pulumi import (
    AnyOf,
    Choice,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Join,
    Negation,
    Program,
    walk,
)
from ..rewriting import parts, rewritten

_WORD = re.compile(r"[A-Za-z0-9]+")
LOOKUPS = {"getSsmParameterString": "string", "getSsmParameterList": "list"}
Use = tuple[str, str]
"""A config key, and how it is used: ``list``, a provider function's name, or nothing."""
_EITHER = "text or list"
"""The use of a key that may be either: whether it is empty."""


def settle(program: Program) -> Program:
    """Give each config key the type and the look-up that all its uses agree on.

    ``comma separated text → list`` at every use makes a key a list, where a condition may ask
    whether it is empty, too; a key that only ever names an SSM parameter stands for that
    parameter's value.
    """
    program = _with_fixed_lookups(program)
    agreed = {key: next(iter(it)) for key, it in uses_of(program).items() if len(it) == 1}
    agreed = {key: use for key, use in agreed.items() if use and _can(program.config.get(key))}
    if not agreed:
        return program

    def change(value: Expression) -> Expression:
        emptiness = _is_empty(value)
        if emptiness is not None and agreed.get(emptiness.key) == "list":
            return Equal(Join(",", emptiness), "")
        used = _use(value)
        return ConfigValue(used[0]) if used is not None and used[0] in agreed else value

    config = {
        key: _settled(declared, agreed[key]) if key in agreed else declared
        for key, declared in program.config.items()
    }
    return replace(rewritten(program, change), config=config)


def uses_of(program: Program) -> dict[str, set[str]]:
    """Give the uses of each config key that is used: ``list``, a provider function, or nothing."""
    uses: dict[str, set[str]] = {}
    for expression in (*program.conditions.values(), *program.values()):
        for key, use in _uses(expression):
            uses.setdefault(key, set()).add(use)
    return {key: it - {_EITHER} if "list" in it else _as_text(it) for key, it in uses.items()}


def _as_text(uses: set[str]) -> set[str]:
    """The uses of a key that is no list: whether it is empty is asked of a text."""
    return {"" if use == _EITHER else use for use in uses}


def _with_fixed_lookups(program: Program) -> Program:
    """Give a program in which every fixed name of an SSM parameter is a config key's default."""
    keys: dict[Use, str] = {}
    config = dict(program.config)

    def change(value: Expression) -> Expression:
        used = _fixed_lookup(value)
        if used is None:
            return value
        if used not in keys:
            keys[used] = _free_key(used[0], {*config, *program.resources})
            kind = LOOKUPS[used[1]]
            config[keys[used]] = ConfigKey(type=kind, default=used[0], lookup=used[1])
        return ConfigValue(keys[used])

    changed = replace(rewritten(program, change), config=config)
    return changed if keys else program


def _fixed_lookup(value: Expression) -> Use | None:
    """Give the name and the function where a value is a fixed SSM parameter's."""
    if not isinstance(value, Invoke) or value.function not in LOOKUPS:
        return None
    name = value.arguments.get("name")
    return (name, value.function) if isinstance(name, str) and len(value.arguments) == 1 else None


def _free_key(name: str, taken: set[str]) -> str:
    """Make a key of a parameter's name: ``/images/base-os`` gives ``ImagesBaseOs``."""
    words = "".join(word[0].upper() + word[1:] for word in _WORD.findall(name)) or "Parameter"
    return free_name(words, taken.__contains__)


def without_idle(program: Program, derived: Iterable[str]) -> Program:
    """Give the program without the conditions in ``derived`` that nothing asks for."""
    named = {each.condition for each in program.resources.values()}
    named |= {each.condition for each in program.exports.values()}
    named |= program.conditions.keys() - set(derived)
    values = [*program.values()]
    asked: set[str] = set()
    while values or named:
        found = {name for value in values for name in _conditions_in(value)}
        more = program.conditions.keys() & (found | named) - asked
        asked |= more
        values, named = [program.conditions[name] for name in more], set()
    kept = {name: it for name, it in program.conditions.items() if name in asked}
    return program if len(kept) == len(program.conditions) else replace(program, conditions=kept)


def _conditions_in(value: Expression) -> Iterator[str]:
    for part in walk(value):
        if isinstance(part, Choice):
            yield part.condition
        elif isinstance(part, ConditionValue):
            yield part.name


def with_defaults(program: Program, optional: Iterable[str]) -> Program:
    """Give the program with plain defaults of config keys that may not be set.

    ``if size is None: size = "small"`` makes a choice of the value and a literal; where that is all
    that the key's condition is good for, the literal is the key's default.

    Args:
        program: the program.
        optional: the keys of which the empty text stands for no value.
    """
    for key in dict.fromkeys(optional):
        declared = program.config.get(key)
        if declared is not None and declared.default == "":
            program = _with_default(program, key, declared)
    return program


def _with_default(program: Program, key: str, declared: ConfigKey) -> Program:
    value = ConfigValue(key)
    asked = {
        name: isinstance(condition, Negation)
        for name, condition in program.conditions.items()
        if condition in (Negation(Equal(value, "")), Equal(value, ""))
    }
    found: set[tuple[str, Any]] = set()
    counted: list[Any] = []

    def default_of(part: Any) -> tuple[str, Any] | None:
        if not isinstance(part, Choice) or part.condition not in asked:
            return None
        sides = (part.then, part.otherwise)
        given, other = sides if asked[part.condition] else sides[::-1]
        kind = given.to if isinstance(given, Convert) else "string"
        inner = given.value if isinstance(given, Convert) else given
        plain = isinstance(other, (str, int, float)) and inner == value
        return (kind, other) if plain else None

    true = Equal(value, "true")
    unset = {
        Negation(ConditionValue(name)) if given else ConditionValue(name)
        for name, given in asked.items()
    }

    def change(part: Any) -> Any:
        decides = isinstance(part, AnyOf) and len(part.conditions) == 2 and true in part.conditions
        default = ("boolean", True) if decides and unset & {*part.conditions} else default_of(part)
        if default is None:
            return part
        found.add((default[0], repr(default[1])))
        counted.append(default[1])
        return true if decides else value

    changed = rewritten(program, change)
    if len(found) != 1 or _mentions(changed, key, asked) != (len(counted), len(asked)):
        return program
    ((kind, _),) = found
    default = counted[0]
    text = str(default).lower() if isinstance(default, bool) else str(default)
    config = {**program.config, key: replace(declared, type=kind, default=text)}
    left = {name: it for name, it in changed.conditions.items() if name not in asked}
    return replace(changed, config=config, conditions=left)


def _mentions(program: Program, key: str, conditions: Container[str]) -> tuple[int, int]:
    """Give how often values mention a key, and how often anything asks for conditions, of which
    the conditions themselves count once.
    """
    values = questions = 0
    for name, condition in program.conditions.items():
        questions += name in conditions
        values -= name in conditions
        values += sum(part == ConfigValue(key) for part in walk(condition))
        questions += sum(_asks(part, conditions) for part in walk(condition))
    for expression in program.values():
        for part in walk(expression):
            values += part == ConfigValue(key)
            questions += _asks(part, conditions)
    questions += sum(it.condition in conditions for it in program.resources.values())
    questions += sum(it.condition in conditions for it in program.exports.values())
    return values, questions


def _asks(part: Any, conditions: Container[str]) -> bool:
    name = part.condition if isinstance(part, Choice) else getattr(part, "name", None)
    return isinstance(part, (Choice, ConditionValue)) and name in conditions


def _can(declared: ConfigKey | None) -> bool:
    return declared is not None and declared.type == "string"


def _settled(declared: ConfigKey, use: str) -> ConfigKey:
    if use == "list":
        return replace(declared, type="list")
    return replace(declared, type=LOOKUPS[use], lookup=use)


def _use(value: Expression) -> Use | None:
    """Give the key and its use where a value is a known use of a config value."""
    if isinstance(value, Convert) and value.to == "list" and isinstance(value.value, ConfigValue):
        return value.value.key, "list"
    if isinstance(value, Invoke) and value.function in LOOKUPS:
        name = value.arguments.get("name")
        if isinstance(name, ConfigValue) and len(value.arguments) == 1:
            return name.key, value.function
    return None


def _is_empty(value: Expression) -> ConfigValue | None:
    """Give the config value of which a condition asks whether it is empty."""
    if isinstance(value, Equal) and value.right == "" and isinstance(value.left, ConfigValue):
        return value.left
    return None


def _uses(value: Any) -> Iterator[Use]:
    used, emptiness = _use(value), _is_empty(value)
    if emptiness is not None:
        yield emptiness.key, _EITHER
    elif used is not None:
        yield used
    elif isinstance(value, ConfigValue):
        yield value.key, ""
    else:
        for _, child in parts(value):
            yield from _uses(child)
