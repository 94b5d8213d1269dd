"""Texts with symbols in them: f-strings, and what is printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from .choices import MISSING, Choice, resolve
from .conditions import Symbol
from .known import Known, known_text, plain, wired_all
from .members import Member
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
    is_chosen_text,
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
    if is_chosen_text(value):
        return str.__str__(distribute(value, lambda side: _percent_part(found, side), "%"))
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
    if specification == "s" and (conversion != -1 or isinstance(value, Text)):
        specification = ""  # as every text is printed
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
    is_changed = bool(specification) or conversion not in (-1, ord("s"))
    if is_changed and is_chosen_text(value):
        chosen = distribute(value, lambda side: part(side, conversion, specification), "format")
        return str.__str__(chosen)
    if specification and is_chosen_number(value):
        chosen = distribute(
            value.token, lambda side: lift_text(part(side, conversion, specification)), "format"
        )
        return str.__str__(chosen)
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
