"""Methods of texts that a symbol is given to."""

from __future__ import annotations

import string
from typing import Any

from .choices import (
    MISSING,
    Choice,
    is_optional,
    of_sides,
    placeholder_of,
    resolve,
    there,
    without_members,
)
from .conditions import Condition, Symbol
from .containers import describe_any
from .either import sides_of
from .flattening import flat
from .known import Known
from .run import current
from .sides import by_sides
from .symbols import Items, Text, distribute, lift_text, wire
from .texts import part


def text_method(
    owner: str, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a method of a text with a symbol as argument."""
    method, given = function.__name__, (*positional, *named.values())
    if method == "join":
        return _join(owner, positional[0])
    if isinstance(owner, Text) and (method == "replace" or current().tokens.read(owner)):
        from .calls import call

        def change(side: Any) -> Any:
            return call("", getattr(side, method), *positional, **named)

        return distribute(owner, change, f"{method}()")
    if method == "format_map" and type(positional[0]) is dict:
        return text_method(owner, owner.format, (), positional[0])
    if method == "format" and _asks_for_more(owner) and any(map(sides_of, given)):
        return by_sides(owner, function, positional, named)
    if method == "format" or (method == "replace" and not isinstance(positional[0], Symbol)):
        settled = [_formatted(value) for value in positional]
        named = {key: _formatted(value) for key, value in named.items()}
        return lift_text(getattr(str, method)(str.__str__(owner), *settled, **named))
    if isinstance(owner, Text):
        return getattr(owner, method)(*positional, **named)
    symbol = next((value for value in positional if isinstance(value, Symbol)), None)
    if any(map(sides_of, given)):
        return by_sides(owner, function, positional, named)
    return current().refuse(f"{method}() with {describe_any(symbol)} cannot be said in a template")


def _asks_for_more(template: str) -> bool:
    """Tell whether a text asks for a part of a value, ``{row[owner]}``, ``{row.owner}``, or for
    more than it prints as: ``{name:>8}``, ``{name!r}``.
    """
    try:
        fields = [*string.Formatter().parse(str.__str__(template))]
    except ValueError:  # which the call tells, too
        return False
    return any(
        specification or conversion or "[" in (name or "") or "." in (name or "")
        for _, name, specification, conversion in fields
    )


def _formatted(value: Any) -> Any:
    if isinstance(value, (Choice, Condition)):
        return part(value, -1, "")
    return wire(value) if isinstance(value, Known) else value


def _join(separator: str, values: Any) -> Any:
    values = resolve(values)
    if isinstance(values, Choice):
        return values.each(lambda side: _join(separator, side))
    if isinstance(values, Items):
        return Text(
            current().node("string", node="join", delimiter=str(separator), values=wire(values))
        )
    listed = [value for value in map(resolve, flat(values)) if there(value) is not False]
    if any(is_optional(value) for value in listed):
        whole = [wire_items(value) for value in listed]
        return Text(current().node("string", node="join", delimiter=str(separator), values=whole))
    texts = [_formatted(without_members(value)) for value in listed]
    return lift_text(str.join(str.__str__(separator), texts))


def wire_items(value: Any) -> Any:
    """Give an item of a list as it goes to the engine, where it may not be there."""
    value = resolve(value)
    if not isinstance(value, Choice):
        return wire(value)
    sides = of_sides(value, lambda side: side if side is MISSING else wire_items(side))
    return placeholder_of(value, sides)
