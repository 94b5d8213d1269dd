"""``std:lookup``: conditions, choices and tables of a program that has no other way to say them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

from ...errors import ProgramError, UnsupportedError
from ...pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Choice,
    Concat,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Json,
    Lookup,
    Negation,
    Node,
    Select,
)
from ...scalars import text_of
from ...yaml_config import canonical
from .parts import Compared, Decision, Literal, Row

if TYPE_CHECKING:
    from .values import Values

_COLUMN = "Value"
_TRUTHS = {True: True, False: False, "true": True, "false": False}
_SPELLINGS = dict.fromkeys(("true", "True", "TRUE"), True)
"""How a text is read as a boolean."""
_MOST_PARTS = 10


def look_up(values: Values, arguments: Mapping[str, Any]) -> Any:
    """What a look-up comes to: a condition, a choice, or a value of a table.

    Raises:
        ProgramError: what is looked into, or the key, is nothing that a template can look for.
    """
    if "map" not in arguments or "key" not in arguments:
        raise ProgramError("std:lookup needs a map and a key")
    table, key = arguments["map"], arguments["key"]
    default = arguments.get("default", ABSENT)
    if isinstance(table, Row):
        return _cell(table, key, default)
    entries = table.entries if isinstance(table, Literal) else table
    if not isinstance(entries, dict):
        raise ProgramError(
            "what is looked into must be a map that the program spells out, or a row of a table "
            "with texts, numbers, booleans and lists of them"
        )
    if isinstance(key, (str, int, float, bool)):
        return _fixed(entries, key if isinstance(key, str) else json.dumps(key), default)
    decided = _by_conditions(values, entries, key, default)
    if decided is not None:
        return decided
    if dict(entries) == _SPELLINGS and default is False:
        return Convert("boolean", values.said(key))
    if default is ABSENT and isinstance(key, Lookup) and _are_numbers(values, key, entries):
        return Convert("number", key)
    entries, key = _without_prefix(entries, key)
    if isinstance(key, ConfigValue):
        entries = {values.said_in_config(key.key, text): it for text, it in entries.items()}
    if default == key and _is_respelled(key, entries):
        return key if isinstance(key, ConfigValue) else key.value
    outcomes = [*entries.values(), *([] if default is ABSENT else [default])]
    if default is not ABSENT and all(_is_truth(outcome) for outcome in outcomes):
        return _asked(entries, key, default)
    if not all(isinstance(text, str) for text in entries):
        raise ProgramError("the keys of a map that is looked into must be spelled out")
    name = table.name if isinstance(table, Literal) else ""
    return _from_table(values, name, entries, key, default)


def _are_numbers(values: Values, key: Lookup, entries: Mapping[str, Any]) -> bool:
    """Whether a map says of each text that a table may give which number that is."""
    cells = key.cells(values.tables[key.table].values())
    return all(isinstance(cell, str) and cell in entries for cell in cells) and all(
        type(number) in (int, float) and text_of(number) == canonical(text)
        for text, number in entries.items()
    )


def gives_scalars(values: Values, node: Lookup) -> bool:
    """Whether all that a look-up may give are numbers and booleans."""
    found = node.cells(values.tables[node.table].values())
    found += [node.default] if node.has_default else []
    return bool(found) and all(type(each) in (bool, int, float) for each in found)


def _is_respelled(key: Any, entries: Mapping[str, Any]) -> TypeGuard[Convert | Json | ConfigValue]:
    """Whether a config text that the interpreter takes for something else is only spelled again."""
    is_read = isinstance(key, (Convert, Json)) and isinstance(key.value, ConfigValue)
    is_read = is_read or isinstance(key, ConfigValue)
    texts = [(seen, text) for seen, text in entries.items() if isinstance(text, str)]
    return (
        is_read
        and len(texts) == len(entries)
        and all(seen in (text, canonical(text)) for seen, text in texts)
    )


def _is_truth(value: Any) -> bool:
    return isinstance(value, (str, bool)) and value in _TRUTHS


def _fixed(entries: Mapping[str, Any], key: str, default: Any) -> Any:
    """What a fixed key leads to; whether something holds is a condition even then."""
    if _is_truth(default) and entries and all(_is_truth(each) for each in entries.values()):
        return _asked(entries, key, default)
    return entries.get(key, default)


def _asked(entries: Mapping[str, Any], key: Expression, default: Any) -> Decision:
    """Whether a value is one of those that do not get the default."""
    asked = [
        Equal(key, text.value if isinstance(text, Compared) else text)
        for text, outcome in entries.items()
        if outcome != default
    ]
    found: Expression = asked[0] if len(asked) == 1 else AnyOf(tuple(asked)) if asked else False
    other = next((it for it in entries.values() if it != default), not _TRUTHS[default])
    if _TRUTHS[default]:
        return Decision(_negated(found), default, other)
    return Decision(found, other, default)


def _negated(condition: Expression) -> Expression:
    if isinstance(condition, bool):
        return not condition
    return condition.condition if isinstance(condition, Negation) else Negation(condition)


# --- keys that are conditions ----------------------------------------------


def _by_conditions(
    values: Values, entries: Mapping[str, Any], key: Expression, default: Any
) -> Any:
    """A look-up by the text of one condition, or of several with blanks between them."""
    asked = _conditions_in(key)
    if asked is None:
        return None
    if len(asked) == 1:
        ((_, decision),) = asked
        return _chosen(values, decision, entries, default)
    outcomes = [*entries.values(), *([] if default is ABSENT else [default])]
    if len(asked) > _MOST_PARTS or not all(_is_truth(outcome) for outcome in outcomes):
        raise ProgramError("what is looked up by several conditions must be true or false")
    return Decision(_combined(asked, entries, default), "true", "false")


def _conditions_in(key: Expression) -> list[tuple[str, Decision]] | None:
    """The decisions that a key is made of, each with the literal before it."""
    if isinstance(key, Decision):
        return [("", key)]
    if not isinstance(key, Concat):
        return None
    found: list[tuple[str, Decision]] = []
    before = ""
    for part in key.parts:
        if isinstance(part, str):
            before = part
        elif isinstance(part, Decision):
            found.append((before, part))
            before = ""
        else:
            return None
    return found if found and not before else None


def _chosen(values: Values, decision: Decision, entries: Mapping[str, Any], default: Any) -> Any:
    then, otherwise = (entries.get(_spelled(side), default) for side in (decision.yes, decision.no))
    if _is_truth(then) and _is_truth(otherwise) and _TRUTHS[then] != _TRUTHS[otherwise]:
        holds = decision.condition if _TRUTHS[then] else _negated(decision.condition)
        sides = (then, otherwise) if _TRUTHS[then] else (otherwise, then)
        return Decision(holds, *sides)
    if then is otherwise is ABSENT:
        return ABSENT
    return chosen(values.name_of(decision.condition), values.said(then), values.said(otherwise))


def chosen(condition: str, then: Expression, otherwise: Expression) -> Expression:
    """A choice; of two lists with items in common, one list whose other items may be absent."""
    if not isinstance(then, list) or not isinstance(otherwise, list):
        return Choice(condition, then, otherwise)
    alike = _alike(then, otherwise)
    found: list[Expression] = []
    here = there = 0
    for position, other in [*alike, (len(then), len(otherwise))]:
        found += [Choice(condition, item, ABSENT) for item in then[here:position]]
        found += [Choice(condition, ABSENT, item) for item in otherwise[there:other]]
        found += then[position : position + 1]
        here, there = position + 1, other + 1
    return found if alike or not then or not otherwise else Choice(condition, then, otherwise)


def picked(items: list[Any], index: int) -> Any:
    """An item of a list, counted from 0; where items before it may be absent, a choice of items.

    Raises:
        ProgramError: the list has no such item.
    """
    if not 0 <= index < len(items):
        raise ProgramError(f"the list has no item {index}")
    optional = sum(map(may_be_absent, items[: index + 1]))
    found = _picked(items, index, {}) if optional <= _MOST_PARTS else None
    return Select(index, items) if found is None else found


def _picked(items: list[Any], index: int, known: Mapping[str, bool]) -> Any:
    """An item where some conditions are known; None where the list may have none."""
    for position, item in enumerate(items[: index + 1]):
        if may_be_absent(item):
            before, behind = items[:position], items[position + 1 :]
            if not isinstance(item, Choice):
                return _picked([*before, *behind], index, known)
            sides = {True: item.then, False: item.otherwise}
            if item.condition in known:
                side = sides[known[item.condition]]
                return _picked([*before, side, *behind], index, known)
            then, otherwise = (
                _picked([*before, side, *behind], index, {**known, item.condition: holds})
                for holds, side in sides.items()
            )
            lacking = then is None or otherwise is None
            return None if lacking else Choice(item.condition, then, otherwise)
    return items[index] if index < len(items) else None


def may_be_absent(value: Any) -> bool:
    """Whether a value is nothing under some condition."""
    if isinstance(value, Choice):
        return may_be_absent(value.then) or may_be_absent(value.otherwise)
    return value is ABSENT


def _alike(then: list[Expression], otherwise: list[Expression]) -> list[tuple[int, int]]:
    """The positions of items that two lists have in common, in order."""
    found = []
    start = 0
    for position, item in enumerate(then):
        at = next((n for n in range(start, len(otherwise)) if otherwise[n] == item), None)
        if at is not None:
            found.append((position, at))
            start = at + 1
    return found


def _spelled(side: str | bool) -> str:
    return side if isinstance(side, str) else str(side).lower()


def _combined(
    asked: list[tuple[str, Decision]], entries: Mapping[str, Any], default: Any
) -> Expression:
    """The condition that a table of truths says."""
    conditions = [decision.condition for _, decision in asked]
    holding = []
    for truths in itertools.product((True, False), repeat=len(asked)):
        text = "".join(
            before + _spelled(decision.yes if truth else decision.no)
            for (before, decision), truth in zip(asked, truths, strict=True)
        )
        outcome = entries.get(text, default)
        if outcome is not ABSENT and _TRUTHS[outcome]:
            holding.append(truths)
    return _formula(conditions, holding)


def _formula(conditions: list[Expression], holding: list[tuple[bool, ...]]) -> Expression:
    """``And`` for one case, ``Or`` where all but one hold, else an ``Or`` of cases."""
    cases = 2 ** len(conditions)
    if not holding or len(holding) == cases:
        return bool(holding)
    if len(holding) == cases - 1 and len(conditions) > 1:
        lacking = next(
            it
            for it in itertools.product((True, False), repeat=len(conditions))
            if it not in holding
        )
        return AnyOf(_each(conditions, tuple(not truth for truth in lacking)))
    found = tuple(AllOf(_each(conditions, truths)) for truths in holding)
    return found[0] if len(found) == 1 else AnyOf(found)


def _each(conditions: list[Expression], truths: tuple[bool, ...]) -> tuple[Expression, ...]:
    return tuple(
        condition if truth else _negated(condition)
        for condition, truth in zip(conditions, truths, strict=True)
    )


# --- tables ----------------------------------------------


def _without_prefix(entries: Mapping[str, Any], key: Expression) -> tuple[dict[str, Any], Any]:
    """The entries and the key without the literal that begins them all (``Stage=${Stage}``)."""
    if not isinstance(key, Concat) or len(key.parts) != 2 or not isinstance(key.parts[0], str):
        return dict(entries), key
    prefix, rest = str(key.parts[0]), key.parts[1]
    if not all(isinstance(text, str) and text.startswith(prefix) for text in entries):
        return dict(entries), key
    if isinstance(rest, Convert) and isinstance(rest.value, ConfigValue):
        rest = rest.value
    return {text.removeprefix(prefix): value for text, value in entries.items()}, rest


def _from_table(
    values: Values, name: str, entries: dict[str, Any], key: Expression, default: Any
) -> Any:
    rows = [value for value in entries.values() if isinstance(value, dict) and value]
    if rows and len(rows) == len(entries) and all(is_row(row) for row in rows):
        may_lack = isinstance(default, dict) and not default
        if default is ABSENT or may_lack:
            table = values.table(name, entries)
            return Row(table, key, entries, may_lack)
    if all(_is_cell(value) for value in entries.values()) and (name or len(entries) > 1):
        table = values.table(name, {text: {_COLUMN: value} for text, value in entries.items()})
        return Lookup(table, key, _COLUMN, *_default(default))
    return _chain(values, entries, key, default)


def is_row(row: Mapping[str, Any]) -> bool:
    """Whether a table can hold a map as one of its rows."""
    return all(_is_cell(cell) for cell in row.values())


def _is_cell(value: Any) -> bool:
    if isinstance(value, list):
        return all(_is_cell(it) and not isinstance(it, list) for it in value)
    return isinstance(value, (str, int, float)) and not isinstance(value, Node)


def _default(default: Any) -> tuple[Expression, bool]:
    return (None, False) if default is ABSENT else (default, True)


def _cell(row: Row, key: Any, default: Any) -> Lookup:
    """A value of a row; where the row may lack, so may the value, and the default is for both."""
    return Lookup(row.table, row.key, key, *_default(default))


def _chain(values: Values, entries: dict[str, Any], key: Expression, default: Any) -> Expression:
    """One of a map's values, found by comparing the key with one after the other."""
    left = list(entries.items())
    if not left and default is ABSENT:
        raise UnsupportedError("a look-up in a map without entries")
    result: Expression = values.said(default if default is not ABSENT else left.pop()[1])
    for text, value in reversed(left):
        result = Choice(values.name_of(Equal(key, text)), values.said(value), result)
    return result
