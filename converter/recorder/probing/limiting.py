"""What a parameter can be kept to, where the program does something else beyond that: to no numbers
below zero, to texts without blanks at their ends, without empty items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .lifting import DELIMITERS
from .subjects import Fresh, Value

_PATTERN = "AllowedPattern"
_ITEM = r"^.*\S.*$"
"""A pattern of a list is one of each of its items."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a parameter is kept to.

    Args:
        attribute: the attribute of a parameter that says it.
        value: what that is.
        words: what values beyond it are.
        is_beyond: tells whether a text is one.
        mended: gives what a text beyond it is within it.
        of_items: what it is of a list that is not empty, of whose items CloudFormation takes the
            blanks at the ends off; None where no item can be beyond it.
    """

    attribute: str
    value: Any
    words: str
    is_beyond: Callable[[str], bool]
    mended: Callable[[str], str] = str
    of_items: Any = None


def _parts(delimiter: str) -> tuple[str, str]:
    """The patterns of an item, and of what is between two."""
    return f"[^{delimiter}]+", f"[{delimiter}]" if delimiter in ".|" else delimiter


def _without_empty(delimiter: str) -> Limit:
    item, between = _parts(delimiter)
    said = "a blank" if delimiter == " " else f"'{delimiter}'"
    return Limit(
        _PATTERN,
        f"^({item}({between}{item})*)?$",
        f"with an empty item at {said}",
        lambda text: text != "" and "" in text.split(delimiter),
        lambda text: delimiter.join(filter(None, text.split(delimiter))),
        _ITEM if delimiter == "," else None,
    )


def _without_twice(delimiter: str) -> Limit:
    item, between = _parts(delimiter)
    return Limit(
        _PATTERN,
        rf"^(?!(.*{between})?({item}){between}(.*{between})?\2({between}.*)?$).*$",
        f"with an item twice at '{delimiter}'",
        lambda text: _is_twice([it for it in text.split(delimiter) if it]),
        lambda text: delimiter.join(dict.fromkeys(text.split(delimiter))),
    )


def _is_twice(items: list[str]) -> bool:
    return len(items) > len(set(items))


_SPELLED = r"[+-]?0\d+(\.\d+)?|\+\d+(\.\d+)?|[+-]?\d+\.\d*0|[+-]?\d+(\.\d+)?[eE][+-]?\d+"
"""Numbers that a program prints otherwise: `007`, `+7`, `2.50`, `1e3`."""
_BLANK = Limit(
    _PATTERN, r"^(.*\S.*)?$", "of blanks alone", lambda text: text.isspace(), of_items=_ITEM
)
_ENDS = Limit(
    _PATTERN,
    r"^(\S(.*\S)?)?$",
    "with a blank at an end",
    lambda text: text != text.strip(),
    str.strip,
)
_LIMITS = (
    Limit(
        "MinValue",
        0,
        "below zero",
        lambda text: re.fullmatch(r"-[\d.]+", text) is not None,
        lambda text: text[1:],
    ),
    _BLANK,
    _ENDS,
    Limit(
        _PATTERN,
        rf"^(?!({_SPELLED})$).*$",
        "that is a number in another spelling than its own (007, 2.50, 1e3)",
        lambda text: re.fullmatch(_SPELLED, text) is not None,
    ),
    *map(_without_empty, DELIMITERS),
    *map(_without_twice, DELIMITERS),
)


def limit_beyond(value: Value) -> Limit | None:
    """Give the limit beyond which a value is that nothing in the program asks for."""
    if not isinstance(value, Fresh):
        return None
    return next((it for it in _LIMITS if it.is_beyond(value.text)), None)


@dataclass(slots=True)
class Limits:
    """What subjects are kept to, by their identities."""

    _own: dict[str, list[Limit]] = field(default_factory=dict)

    def between(self, one: Value, other: Value) -> Limit | None:
        """Give the limit that has one of two values beyond it, and not the other."""
        beyond = [limit_beyond(it) for it in (one, other)]
        return next(filter(None, beyond), None) if beyond[0] is not beyond[1] else None

    def add(self, name: str, limit: Limit) -> None:
        """Keep a subject to a limit, too."""
        is_wider = limit.is_beyond("  ")
        own = [it for it in self._own.get(name, ()) if it is not _BLANK or not is_wider]
        self._own[name] = [*own, limit]

    def is_beyond(self, name: str, value: Value) -> bool:
        """Tell whether a value is beyond a limit of a subject."""
        own = self._own.get(name, ())
        return isinstance(value, Fresh) and any(it.is_beyond(value.text) for it in own)

    def attributes(self, name: str, *, is_list: bool) -> dict[str, Any]:
        """Give the attributes of a parameter that say its limits."""
        found: dict[str, list[Any]] = {}
        for limit in self._own[name]:
            value = limit.of_items if is_list and limit.attribute == _PATTERN else limit.value
            if value is not None and value not in found.get(limit.attribute, ()):
                found.setdefault(limit.attribute, []).append(value)
        return {it: _together(own) if it == _PATTERN else own[0] for it, own in found.items()}

    def words(self, name: str) -> str:
        """Say what the values beyond the limits of a subject are."""
        return " or ".join(it.words for it in self._own[name])

    def names(self, without: Iterable[str]) -> list[str]:
        """Give the subjects that have limits, but for some."""
        return [it for it in self._own if it not in {*without}]


def _together(patterns: list[str]) -> str:
    """A pattern for texts that match each of several."""
    *others, last = sorted(patterns, key=lambda it: "\\2" not in it)  # what counts groups is first
    return "^" + "".join(f"(?={it[1:]})" for it in others) + last[1:]
