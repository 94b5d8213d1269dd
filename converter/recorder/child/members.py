"""Members of enums that are not known."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, EnumMeta
from typing import Any

from . import conditions
from .choices import Choice, choose, resolve
from .conditions import Symbol
from .run import current
from .symbols import Text, Value, describe, distribute, is_chosen_number


class Member(Text):
    """A member of an enum, of which only the value is told: ``Stage(config.require("stage"))``."""

    enum: Any

    @classmethod
    def of(cls, text: Text, enum: Any) -> Member:
        """Make the member of an enum that has a text as its value."""
        made = cls(str.__str__(text))
        made.enum = enum
        return made

    @property
    def value(self) -> Text:
        """The member's value."""
        return Text(str.__str__(self))

    @property
    def name(self) -> Any:
        """The member's name: one of all that the enum has."""
        return self.each(lambda member: member.name)

    def each(self, change: Callable[[Any], Any]) -> Any:
        """Do something with every member that it can be; its value, where that comes of it."""
        results = [(member, change(member)) for member in self.enum]
        if all(result == member.value for member, result in results):
            return self.value
        found = results[-1][1]
        for member, result in reversed(results[:-1]):
            found = choose(conditions.equal(self.value, member.value), result, found)
        return found

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name not in vars(Member):
            enum = object.__getattribute__(self, "__dict__").get("enum")
            if enum is not None and name in vars(enum):  # and not what it inherits from a text
                return self.each(lambda member: getattr(member, name))
        return super().__getattribute__(name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "enum":
            raise AttributeError(name)
        return self.each(lambda member: getattr(member, name))


def member_of(enum: Any, value: Any) -> Any:
    """Give an enum's member for a symbol: what is not known stays as it is."""
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(enum)
    if isinstance(value, Text) and current().whole_choice(value) is not None:
        return distribute(value, lambda side: member_of(enum, side), enum.__name__)
    if is_chosen_number(value):
        return distribute(value.token, lambda side: member_of(enum, side), enum.__name__)
    if isinstance(value, Text):
        run = current()
        if _is_kept(enum, value):
            return Member.of(value, enum)
        run.refuse_caught(f"{enum.__name__}() of {describe(value)}", "ValueError")
        fallback = _fallback(enum, value)
        if fallback is not None:
            return _member_or(enum, value, fallback)
        _tell_unchecked(enum, value)
        return Member.of(value, enum)
    if isinstance(value, Value) and value.kind in ("integer", "number"):
        return _numbered(enum, value)
    return value if isinstance(value, Symbol) else enum(value)


def member_or(
    name: str,
    function: Any,
    argument: Callable[[], Any],
    default: Callable[[], Any],
    *errors: str,
) -> Any:
    """Give the member of an enum that has a value, or a default where none has it; what another
    function gives, or the default where it fails.

    Args:
        name, function, argument: what is called, and with what.
        default: gives the default.
        errors: the names of the errors that the program catches.
    """
    from .calls import call
    from .containers import catching

    try:
        with catching(*errors):
            kind, value = resolve(function), resolve(argument())
            is_open = isinstance(value, (Text, Value)) and isinstance(kind, EnumMeta)
            if not is_open or not _gives_no_other(kind) or _is_kept(kind, value):
                return call(name, kind, value)
    except Exception as error:
        if not {each.__name__ for each in type(error).__mro__} & {*errors}:
            raise
        return default()
    found = default()
    for member in reversed([*kind]):
        found = choose(conditions.equal(value, member.value), member, found)
    return found


def _numbered(enum: Any, value: Value) -> Any:
    """Give the member that has a number of the config: one of all that the enum has."""
    current().refuse_caught(f"{enum.__name__}() of {describe(value)}", "ValueError")
    _tell_unchecked(enum, value)
    *members, found = enum
    for member in reversed(members):
        found = choose(conditions.equal(value, member.value), member, found)
    return found


def _tell_unchecked(enum: Any, value: Any) -> None:
    words = f"{describe(value)} is taken for one of {', '.join(str(it.value) for it in enum)}"
    current().warn("unchecked", f"{words}, which the template does not check")


def _fallback(enum: Any, value: Text) -> Any:
    """Give what an enum makes of a value that no member has; None for an error."""
    if _gives_no_other(enum):
        return None
    from .calls import call

    return resolve(call("", enum._missing_, value))


def _is_kept(enum: Any, value: Any) -> bool:
    """Tell whether the template keeps a text to the values of an enum's members."""
    allowed = current().allowed(value) if isinstance(value, Text) else ()
    return bool(allowed) and {*allowed} <= {member.value for member in enum}


def _gives_no_other(enum: Any) -> bool:
    """Tell whether an enum fails for a value that no member has."""
    return enum._missing_.__func__ is Enum._missing_.__func__  # type: ignore[attr-defined]


def _member_or(enum: Any, value: Text, fallback: Any) -> Any:
    """Give the member that has a value, or what an enum has in its place."""

    def settled(side: Any) -> Any:
        side = resolve(side)
        if isinstance(side, Choice):
            return side.each(settled)
        if side is None:  # an error
            current().warn("unchecked", f"the template does not check {describe(value)}")
            return next(iter(enum))
        if not isinstance(side, enum):
            current().refuse(f"{enum.__name__}._missing_() of {describe(value)} cannot be said")
        return side

    found = settled(fallback)
    for member in reversed(enum):
        found = choose(conditions.equal(value, member.value), member, found)
    return found
