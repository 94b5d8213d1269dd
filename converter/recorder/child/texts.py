"""Texts with symbols in them: f-strings and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .choices import MISSING, Choice, choose, resolve, without_members
from .conditions import Condition, Symbol, under
from .known import Known, KnownNumber, known_text, plain, wired_all
from .members import Member
from .places import open_entries, open_order, places
from .run import current
from .symbols import (
    Bytes,
    Items,
    Text,
    Value,
    describe,
    distribute,
    holds_symbol,
    is_chosen_number,
    lift,
    lift_text,
    wire,
)

_CONVERSIONS: dict[str, Callable[[Any], str]] = {"s": str, "r": repr, "a": ascii}


def text(*parts: str) -> Any:
    """Give an f-string's text."""
    return together("".join, parts)


def together(put: Callable[[list[Any]], str], parts: Sequence[Any]) -> Any:
    """Give a text made of parts: with what they came from, if a part is known and remembers it."""
    whole = put(list(parts))
    if not any(isinstance(part, Known) for part in parts):
        return lift_text(whole)
    wired = put(wired_all(parts))
    return lift_text(wired) if current().tokens.occur_in(whole) else known_text(whole, wired)


def percent(template: str, values: Any) -> Any:
    """Give ``template % values``, where a value is not known: it stands in the text as it is."""
    given = list(values) if isinstance(values, tuple) else [values]
    mapped = values if isinstance(values, dict) else {}
    parts: list[str] = []
    end = 0
    for found in _PERCENT.finditer(template):
        parts.append(template[end : found.start()])
        end = found.end()
        if found["kind"] == "%":
            parts.append("%")
            continue
        value = resolve(mapped[found["name"]] if found["name"] is not None else given.pop(0))
        parts.append(_percent_part(found, value))
    return together("".join, [*parts, template[end:]])


_PERCENT = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?(?P<options>[#0\- +]*(?:\*|\d*)(?:\.(?:\*|\d*))?)[hlL]?(?P<kind>.)",
    re.DOTALL,
)


def _percent_part(found: re.Match[str], value: Any) -> str:
    kind = found["kind"]
    if "*" in found["options"]:
        current().refuse(f"the format {found[0]!r} cannot be said in a template")
    if kind in "sra" and not found["options"]:
        return str(part(value, -1 if kind == "s" else ord(kind), ""))
    whole = isinstance(value, Value) and value.kind == "integer" and kind in "diu"
    if whole and not found["options"]:
        return part(value, -1, "")
    if is_chosen_number(value):
        return str(distribute(value.token, lambda side: _percent_part(found, side), "%"))
    if isinstance(value, Symbol):
        current().refuse(f"the format {found[0]!r} of {_words(value)} cannot be said in a template")
    return str(f"%{found['options']}{kind}" % value)


def part(value: Any, conversion: int, specification: str) -> str:
    """Give what a value in an f-string prints as."""
    value = resolve(value)
    if _is_output(value):
        current().refuse(
            "an Output inside a text never gives its value: use Output.concat or apply"
        )
    if isinstance(value, Member):
        return str(value.each(lambda member: lift_text(part(member, conversion, specification))))
    if not isinstance(value, Symbol):
        _check_printed(value)
        if conversion != -1:
            value = _CONVERSIONS[chr(conversion)](value)
        if isinstance(value, Known) and not specification:
            return known_text(str(plain(value)), value.wired)
        return format(value, specification)
    if isinstance(value, Choice):
        chosen = value.each(lambda side: lift_text(part(side, conversion, specification)))
        return str.__str__(chosen) if isinstance(chosen, str) else _whole(chosen)
    if isinstance(value, Text) and specification and current().whole_choice(value) is not None:
        chosen = distribute(value, lambda side: part(side, conversion, specification), "format")
        return str.__str__(chosen)
    if specification and is_chosen_number(value):
        chosen = distribute(
            value.token, lambda side: lift_text(part(side, conversion, specification)), "format"
        )
        return str.__str__(chosen)
    if isinstance(value, Value) and value.kind == "number":
        current().warn(
            "number-text", f"{describe(value)} is printed as it was given, not as Python does"
        )
    if conversion not in (-1, ord("s")) or isinstance(value, Items):
        current().refuse(f"printing {_words(value)} cannot be said in a template")
    return format(value, specification)


def _check_printed(value: Any) -> None:
    """Refuse to print what no text says: a resource, an object that has only an address, or a list
    or map with something in it that is not known.
    """
    import pulumi

    kind = type(value)
    bare = all(
        getattr(kind, name) is getattr(object, name)
        for name in ("__str__", "__repr__", "__format__")
    )
    if isinstance(value, pulumi.Resource) or (bare and value is not None):
        current().refuse(f"an object ({kind.__name__}) is printed into a text: name a part of it")
    if kind in (list, tuple, dict, set) and holds_symbol(value):
        current().refuse(f"printing a {kind.__name__} with values that are not known")


def _is_output(value: Any) -> bool:
    import pulumi

    return isinstance(value, pulumi.Output)


def _words(value: Any) -> str:
    if isinstance(value, (Text, Items, Value, Bytes)):
        return describe(value)
    return "a boolean that is not known"


def _whole(value: Any) -> str:
    """Give the placeholder for a text that may not be there."""
    if isinstance(value, Choice):
        sides = ["" if side is MISSING or side is None else wire(side) for side in value.sides()]
        return current().node(
            "string",
            node="choice",
            condition=value.condition_name(),
            then=sides[0],
            otherwise=sides[1],
        )
    return str(value)


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
    named: dict[str, Any],
    position: tuple[str | None, int | None],
) -> Any:
    """Give a value as JSON text.

    Texts of the config may hold what JSON escapes: ``Fn::ToJsonString`` does that, which leaves no
    space between the parts; with spaces the text is put together, and a warning says so.
    """
    order = None if named.get("sort_keys") else open_order(value)
    if order is not None:
        sides = []
        for holds in (True, False):
            with under(order, holds):
                sides.append(_dumped(value, rest, named, position))
        return choose(order, *sides)
    compact = not rest and named == {"separators": (",", ":")}
    if compact and _is_said_exactly(value):
        wired = _wired(value)
        written = json.dumps(wired, **named)
        if not current().tokens.occur_in(written):
            return written
        return lift(current().node("string", node="json", value=wired))
    opened = open_entries(value)
    if 0 < len(opened) <= _MOST_OPEN:
        sides = []
        for holds in (True, False):
            with under(opened[0], holds):
                sides.append(_dumped(value, rest, named, position))
        return choose(opened[0], *sides)
    keys = sorted(set(_unescaped(value)))
    if keys:
        words = (
            f"quotes, backslashes and line ends in {', '.join(keys)} are not escaped in the JSON"
        )
        way = "" if compact else "; separators=(',', ':') makes it an Fn::ToJsonString"
        current().warn("json-text", words + way, position)
    found: dict[str, str] = {}
    plain = _jsonable(value, found, named)
    written = json.dumps(plain, *rest, **named)
    for placed, token in found.items():
        written = written.replace(f'"{placed}"', token)
    return lift(written)


_MOST_OPEN = 4
"""Entries that may not be there, up to which a text is said for each case."""


def _jsonable(value: Any, found: dict[str, str], named: dict[str, Any]) -> Any:
    """Give a value that ``json`` can write, with a stand-in for each symbol that is no text."""
    value = without_members(value)
    if isinstance(value, dict):
        entries = ((key, resolve(value[key])) for key, _ in places(value))
        return {
            key: _jsonable(inner, found, named) for key, inner in entries if inner is not MISSING
        }
    if isinstance(value, (list, tuple)) and not isinstance(value, Items):
        return [_jsonable(inner, found, named) for inner in value if resolve(inner) is not MISSING]
    if not isinstance(value, Symbol) or isinstance(value, Text):
        return value
    placed = f"{current().tokens.nonce}-{len(found)}"
    found[placed] = _json_token(value, named)
    return placed


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
            node = {} if isinstance(part, str) else run.nodes.get(part[1], {})
            if node.get("node") == "config":
                yield node["key"]
            elif node.get("node") == "lookup" and _has_escapes(node["table"]):
                yield node["table"]


def _has_escapes(table: str) -> bool:
    """Tell whether JSON escapes something in the cells of a table."""
    known = {name: rows for name, rows, _ in current().tables.values()}
    cells = (cell for row in known.get(table, {}).values() for cell in row.values())
    return any(
        json.dumps(cell, ensure_ascii=False) != f'"{cell}"' for cell in cells if type(cell) is str
    )


def _is_said_exactly(value: Any) -> bool:
    """Tell whether ``Fn::ToJsonString`` writes a value as ``json.dumps`` does.

    It quotes what refers to a number or a boolean, a cell of a table too, and knows no null and no
    key that is not known.
    """
    value = without_members(value)
    if isinstance(value, Choice):
        return all(side is MISSING or _is_said_exactly(side) for side in value.sides())
    if isinstance(value, dict):
        plain_keys = not any(isinstance(key, Symbol) for key in value)
        return plain_keys and all(map(_is_said_exactly, value.values()))
    if isinstance(value, (list, tuple)) and not isinstance(value, Items):
        return all(map(_is_said_exactly, value))
    return isinstance(value, (str, bool, int, Items)) and not isinstance(value, KnownNumber)


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
    absent = any(side is MISSING for side in value.sides())
    sides = [None if side is MISSING else _wired(side) for side in value.sides()]
    return current().node(
        "json",
        node="choice",
        condition=value.condition_name(),
        then=sides[0],
        otherwise=sides[1],
        **({"absent": True} if absent else {}),
    )


def _json_token(value: Any, named: dict[str, Any]) -> str:
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
