"""JSON with symbols in it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from .choices import (
    MISSING,
    Choice,
    choose,
    choose_made,
    of_sides,
    placeholder_of,
    resolve,
    without_members,
)
from .conditions import Condition, Symbol, by_name
from .known import KnownNumber
from .places import open_entries, open_order, places
from .run import current
from .symbols import Items, Text, Value, lift, wire


def dumped(value: Any, *rest: Any, **named: Any) -> Any:
    """Give a value as JSON text, placeholders in the places of what is not known."""
    return _dumped(value, rest, named, current().position())


def output_dumped(value: Any, **named: Any) -> Any:
    """Give a value with outputs in it as JSON text (``Output.json_dumps``)."""
    import pulumi

    position = current().position()
    return pulumi.Output.from_input(value).apply(lambda known: _dumped(known, (), named, position))


def _dumped(
    value: Any,
    rest: tuple[Any, ...],
    named: Mapping[str, Any],
    position: tuple[str | None, int | None],
) -> Any:
    """Give a value as JSON text.

    Texts of the config may hold what JSON escapes: ``Fn::ToJsonString`` does that, which leaves no
    space between the parts; with spaces the text is put together, and a warning says so.
    """
    compact = not rest and named == _COMPACT
    lacking = [*dict.fromkeys(_lacking(value))] if compact else []
    if 0 < len(lacking) <= _MOST_OPEN:
        again = functools.partial(_dumped, value, rest, named, position)
        return choose_made(by_name(lacking[0]), again, again)
    is_open = not named.get("sort_keys") and open_order(value) is not None
    is_text = isinstance(resolve(value), Text)  # of which Fn::ToJsonString says nothing
    if compact and not is_open and not is_text and _is_said_exactly(value):
        wired = _wired(value)
        written = json.dumps(wired, **named)
        if not current().tokens.occur_in(written):
            return written
        token = current().node("string", node="json", value=wired)
        current().documents[token] = value
        return lift(token)
    keys = sorted(set(_unescaped(value)))
    if keys:
        words = (
            f"quotes, backslashes and line ends in {', '.join(keys)} are not escaped in the JSON"
        )
        way = "" if compact or is_text else "; separators=(',', ':') makes it an Fn::ToJsonString"
        current().warn("json-text", words + way, position)
    return _put_together(value, rest, named)


_COMPACT = {"separators": (",", ":")}


def _lacking(value: Any) -> Iterator[str]:
    """Give the names of the conditions by which something is null, which no function says."""
    value = without_members(value)
    if isinstance(value, Choice):
        if any(side is None for side in value.sides()):
            yield value.condition_name()
        for inner in of_sides(value, lambda side: [*_lacking(side)]):
            yield from inner
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _lacking(inner)
    elif isinstance(value, (list, tuple)) and not isinstance(value, Items):
        for inner in value:
            yield from _lacking(inner)


def _put_together(value: Any, rest: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
    """Give a value as JSON text that is put together of what is known and what is not."""
    order = None if named.get("sort_keys") else open_order(value)
    opened = open_entries(value) if order is None else [order]
    if 0 < len(opened) <= _MOST_OPEN:
        again = functools.partial(_put_together, value, rest, named)
        return choose_made(opened[0], again, again)
    found: dict[str, str] = {}
    written = json.dumps(_jsonable(value, found, named), *rest, **named)
    for placed, token in found.items():
        written = written.replace(f'"{placed}"', token)
    return lift(written)


_MOST_OPEN = 4
"""Entries that may not be there, up to which a text is said for each case."""


def _jsonable(value: Any, found: dict[str, str], named: Mapping[str, Any]) -> Any:
    """Give a value that ``json`` can write, with a stand-in for each symbol that is no text."""
    value = without_members(value)
    if isinstance(value, dict):
        entries = ((key, resolve(value[key])) for key, _ in places(value))
        return {
            _escapable(key, named) if isinstance(key, Text) else key: _jsonable(inner, found, named)
            for key, inner in entries
            if inner is not MISSING
        }
    if isinstance(value, (list, tuple)) and not isinstance(value, Items):
        return [_jsonable(inner, found, named) for inner in value if resolve(inner) is not MISSING]
    if isinstance(value, Text):
        return _escapable(value, named)
    if not isinstance(value, Symbol):
        return value
    placed = f"{current().tokens.nonce}-{len(found)}"
    found[placed] = _json_token(value, named)
    return placed


_TEXTS = {"choice": ("then", "otherwise"), "join": ("delimiter", "values"), "lookup": ("default",)}
"""Where the texts are of which a text that is not known is made."""

_SOURCES = {"select": ("values",), "split": ("source",), **_TEXTS}
"""Where what a text is a part of is, too."""


def _escapable(text: str, named: Mapping[str, Any]) -> str:
    """Give a text in which all that JSON escapes stands in the text itself, or is escaped: in what
    a condition chooses, and in other JSON.
    """
    run = current()

    def changed(kind: str, identity: str) -> str:
        token = run.tokens.write(kind, identity)
        node = run.nodes.get(identity)
        if kind != "string" or node is None:
            return token
        if token in run.documents:
            return _escapable(_put_together(run.documents[token], (), _COMPACT), named)
        names = _TEXTS.get(node["node"], ())
        inner = {name: escaped(node.get(name)) for name in names if name in node}
        return run.node(kind, **{**node, **inner}) if inner else token

    def escaped(value: Any) -> Any:
        if isinstance(value, list):
            return [escaped(each) for each in value]
        if not isinstance(value, str):
            return value
        ascii_only = named.get("ensure_ascii", True)
        return json.dumps(_escapable(value, named), ensure_ascii=ascii_only)[1:-1]

    return run.tokens.replaced(str.__str__(text), changed)


def _unescaped(value: Any) -> Iterator[str]:
    """Give the config keys, and the tables with something that JSON escapes, of which the texts
    stand in a value that becomes JSON.
    """
    value = resolve(value)
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from (*_unescaped(key), *_unescaped(inner))
    elif isinstance(value, (list, tuple)) and not isinstance(value, Items):
        for inner in value:
            yield from _unescaped(inner)
    elif isinstance(value, Text):
        run = current()
        for part in run.tokens.cut(value):
            if not isinstance(part, str):
                yield from _unescaped_inside(*part)


def _unescaped_inside(kind: str, identity: str) -> Iterator[str]:
    run = current()
    node = run.nodes.get(identity, {})
    if node.get("node") == "config":
        yield node["key"]
    if node.get("node") == "lookup" and _has_escapes(node["table"]):
        yield node["table"]
    yield from _unescaped(run.documents.get(run.tokens.write(kind, identity)))
    for name in _SOURCES.get(node.get("node", ""), ()):
        inner = node.get(name)
        for each in inner if isinstance(inner, list) else [inner]:
            yield from _unescaped(lift(each) if isinstance(each, str) else each)


def _has_escapes(table: str) -> bool:
    """Tell whether JSON escapes something in the cells of a table."""
    known = {name: rows for name, rows, _ in current().tables.values()}
    cells = (cell for row in known.get(table, {}).values() for cell in row.values())
    return any(
        json.dumps(cell, ensure_ascii=False) != f'"{cell}"' for cell in cells if type(cell) is str
    )


def _is_said_exactly(value: Any) -> bool:
    """Tell whether ``Fn::ToJsonString`` writes a value as ``json.dumps`` does.

    It quotes what refers to a number or a boolean, a cell of a table too, but not what is a length
    or one of two numbers, and knows no null and no key that is not known. A fraction is written
    alike where neither has an exponent for it.
    """
    value = without_members(value)
    if isinstance(value, Choice):
        return all(side is MISSING or _is_said_exactly(side) for side in value.sides())
    if isinstance(value, dict):
        plain_keys = not any(isinstance(key, Symbol) for key in value)
        return plain_keys and all(map(_is_said_exactly, value.values()))
    if isinstance(value, (list, tuple)) and not isinstance(value, Items):
        return all(map(_is_said_exactly, value))
    if isinstance(value, Condition):
        return value.token is None
    if isinstance(value, Value):
        return _is_number(value.token)
    if type(value) is float:
        return not value.is_integer() and _LEAST <= abs(value) < _MOST
    return isinstance(value, (str, bool, int, Items)) and not isinstance(value, KnownNumber)


def _is_number(wired: Any) -> bool:
    """Tell whether a value is a number in a template, too: it is one itself, or a list's length."""
    if not isinstance(wired, str):
        return isinstance(wired, (int, float)) and not isinstance(wired, bool)
    choice = current().whole_choice(wired)
    if choice is not None:
        return _is_number(choice["then"]) and _is_number(choice["otherwise"])
    return current().node_of(wired, "length") is not None


_LEAST, _MOST = 1e-3, 1e7
"""Between which fractions have no exponent, in Java's texts and in others."""


def _wired(value: Any) -> Any:
    """Give a value for ``Fn::ToJsonString``, without what is not there."""
    value = without_members(value)
    if isinstance(value, dict):
        entries = ((key, resolve(value[key])) for key, _ in places(value))
        return {key: _wired(inner) for key, inner in entries if inner is not MISSING}
    if isinstance(value, (list, tuple)) and not isinstance(value, Items):
        return [_wired(inner) for inner in map(resolve, value) if inner is not MISSING]
    if not isinstance(value, Choice):
        return wire(value)
    sides = of_sides(value, lambda side: side if side is MISSING else _wired(side))
    return placeholder_of(value, sides)


def _json_token(value: Any, named: Mapping[str, Any]) -> str:
    run = current()
    if isinstance(value, Value):
        return value.token
    if isinstance(value, Condition):
        return str.__str__(choose(value, "true", "false"))
    if isinstance(value, Choice):
        if any(side is MISSING for side in value.sides()):
            run.refuse(
                "JSON text with a part that may not be there cannot be said in a template, save "
                "without spaces (separators=(',', ':'))"
            )
        return str.__str__(value.each(lambda side: dumped(side, **named)))
    return run.node("string", node="json", value=wire(value))
