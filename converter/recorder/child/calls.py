"""Calls with a symbol among the arguments: what each function makes of it."""

from __future__ import annotations

import collections
import functools
import sys
import types
from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from enum import EnumMeta
from typing import Any, NoReturn

from . import caching, moments
from .changing import under_branch
from .choices import (
    MISSING,
    Choice,
    Gathered,
    choose,
    flat,
    is_loose,
    or_default,
    resolve,
    there,
    without_members,
)
from .conditions import Condition, Symbol, by_name, under
from .containers import check_keys, describe_any, is_open_key, item, mapping
from .effects import call_outside
from .giving import with_defaults
from .known import Known, KnownBytes, has_known, plain
from .library import handler_of
from .members import member_of
from .run import current
from .standard import COLLECTING, GATHERING, HANDLERS, REMEMBERING, TESTING, kind_of
from .symbols import Bytes, Items, Text, Value, distribute, holds_symbol, lift, wire
from .tables import look_up
from .texts import part, together
from .turning import collected, is_optional

_TRUSTED = (
    "_pulumi_recording",
    "abc",
    "copy",
    "dataclasses",
    "enum",
    "logging",
    "pulumi",
    "pulumi_aws_native",
    "string",
    "textwrap",
    "types",
    "typing",
    "warnings",
)
_OF_TEXTS = ("string", "textwrap")
"""Modules of which functions look into texts, and leave a part alone that is not known."""
_HOLDING = (
    collections.OrderedDict,
    collections.defaultdict,
    collections.deque,
    functools.partial,
)
"""Classes that only hold what they are given."""
_CHANGING = {"append", "extend", "insert", "update", "setdefault", "pop"}
_GROWING = {"add", "update", "union", "copy", "clear"}
"""What a set does without comparing what it holds with anything."""
_READING = {"get", "items", "keys", "values", "copy", "index", "count", "union", "intersection"} | {
    "difference",
    "symmetric_difference",
    "issubset",
    "issuperset",
    "isdisjoint",
}


def call(name: str, function: Any, /, *positional: Any, **named: Any) -> Any:
    """Call a function as the program does.

    Args:
        name: the variable that the function, or the object whose method it is, is called by.
        function: what is called.
    """
    if isinstance(function, Choice):
        whole = _method_of_map(function)
        if whole:
            return call(name, whole, *positional, **named)
        return function.each(lambda side: call(name, side, *positional, **named))
    if current().symbolic and caching.is_caching(function):
        return caching.called(call, function, positional, named)
    owner = getattr(function, "__self__", None)
    positional = _settled(function, owner, positional)
    if _holds(owner) and isinstance(function, types.BuiltinMethodType):
        return _method(name, owner, function, positional, named)
    if _is_encoding(owner, function, positional, named):
        current().remembers = True
        return KnownBytes(str.encode(str(owner)), wire(owner))
    if not _involves_symbol(positional, named) and not _gathers(function, positional):
        if current().remembers and has_known([*positional, *named.values()]):
            return _call_with_known(owner, function, positional, named)
        if function is exec or function is eval:
            current().refuse(f"{function.__name__}() by another name cannot be followed")
        told = moments.tell(function)
        if told or not current().branches.get() or _may_take_symbols(function):
            return function(*positional, **named)
        return call_outside(function, owner, positional, named)
    handler = _handler(function)
    if handler is not None:
        return handler(*positional, **named)
    if positional and _is_dispatching(function) and not isinstance(positional[0], (Text, Items)):
        return _dispatched(function, positional, named)
    if isinstance(owner, str) and isinstance(function, types.BuiltinMethodType):
        return _text_method(owner, function, positional, named)
    if isinstance(function, types.MethodDescriptorType) and isinstance(positional[0], Symbol):
        return getattr(positional[0], function.__name__)(*positional[1:], **named)
    if isinstance(function, EnumMeta):
        return member_of(function, positional[0])
    if getattr(function, "__module__", "") in _OF_TEXTS and any(map(_is_whole, positional)):
        return by_sides(name, function, positional, named)
    if _may_take_symbols(function):
        positional, named = with_defaults(function, positional, named)
        result = function(*positional, **named)
        return lift(result) if isinstance(result, str) else result
    return by_sides(name, function, positional, named)


def _is_dispatching(function: Any) -> bool:
    """Tell whether `functools` made a function that looks at its first argument's class."""
    code = getattr(function, "__code__", None)
    of_library = getattr(code, "co_filename", None) == functools.__file__
    return of_library and hasattr(function, "register")


def _dispatched(function: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call such a function by the class that its first argument has in earnest."""
    first, *rest = positional
    first = resolve(first)
    if isinstance(first, Choice):
        return first.each(lambda side: _dispatched(function, (side, *rest), named))
    if not hasattr(function, "dispatch"):  # it is a method
        current().refuse(f"a method by the class of {describe_any(first)} cannot be said")
    return call("", function.dispatch(kind_of(first)), first, *rest, **named)


def perform(name: str, function: Any, /, *positional: Any, **named: Any) -> Any:
    """Call a function for what it does, not for what it gives: in a branch, that cannot be undone.

    What the program's own functions do is seen; of those that tell a person nothing is lost.
    """
    result = call(name, function, *positional, **named)
    owner = getattr(function, "__self__", None)
    if current().branches.get() and not (
        (_holds(owner) and isinstance(function, types.BuiltinMethodType))
        or isinstance(function, Choice)
        or function in (print, setattr, delattr, object.__setattr__)
        or isinstance(owner, Symbol)
        or _may_take_symbols(function)
    ):
        shown = getattr(function, "__qualname__", None) or type(function).__name__
        current().refuse(f"{shown}() in a branch that hangs on a condition cannot be said")
    return result


def unseen(function: Any, source: Any) -> Any:
    """Give the source that is run by `exec` or `eval`: in a branch, what it changes is not seen."""
    if current().branches.get():
        current().refuse(
            f"{function.__name__}() in a branch that hangs on a condition cannot be said"
        )
    return source


def held(values: Any) -> Any:
    """Give what a variable holds, of which the next item is taken: in a branch, it stays taken."""
    if current().branches.get() and isinstance(values, (Iterator, Gathered)):
        current().refuse("next() in a branch that hangs on a condition cannot be said")
    return values


def _method_of_map(function: Choice) -> Any:
    """Give the method that goes through a map where it is asked of one of several maps."""
    sides = [resolve(side) for side in function.sides()]
    owners = [getattr(side, "__self__", None) for side in sides]
    names = {getattr(side, "__name__", "") for side in sides}
    if not all(type(owner) is dict for owner in owners) or len(names) != 1:
        return None
    if not names <= {"items", "keys", "values", "copy"}:
        return None
    whole = mapping(Choice(function.condition_name(), *owners))
    return getattr(whole, names.pop())


def _holds(owner: Any) -> bool:
    """Tell whether an object is a list, map or set of those that Python comes with."""
    kinds = (list, dict, set, collections.deque)
    return isinstance(owner, kinds) and not isinstance(owner, Symbol)


def _settled(function: Any, owner: Any, positional: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give arguments with all that a generator gives in its place, where it is asked for."""
    if not any(isinstance(value, types.GeneratorType) for value in positional):
        return positional
    if not current().symbolic or not (
        isinstance(owner, (str, list, dict, set)) or function in COLLECTING
    ):
        return positional
    return tuple(
        collected(value) if isinstance(value, types.GeneratorType) else value
        for value in positional
    )


def _gathers(function: Any, positional: tuple[Any, ...]) -> bool:
    if any(function is testing for testing in TESTING):
        return isinstance(positional[-1], (list, tuple, dict, set, range))
    return any(function is gathering for gathering in GATHERING)


def _is_encoding(owner: Any, function: Any, positional: Any, named: Any) -> bool:
    """Tell whether a fixed text is turned into bytes, as it is for Base64."""
    return (
        isinstance(owner, str)
        and not isinstance(owner, Symbol)
        and getattr(function, "__name__", "") == "encode"
        and [*positional, *named.values()] in ([], ["utf-8"], ["utf8"])
        and current().symbolic
    )


def _call_with_known(
    owner: Any, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a function with known values that remember where they come from."""
    handler = _handler(function)
    if handler is not None and function in REMEMBERING:
        return handler(*positional, **named)
    if isinstance(owner, str) and isinstance(function, types.BuiltinMethodType):
        if function.__name__ == "join" and not named:
            return together(owner.join, list(positional[0]))
        if function.__name__ == "format":
            names, values = list(named), [*positional, *named.values()]
            return together(lambda parts: _format(owner, names, parts), values)
    if handler is None and not _may_take_symbols(function):
        positional, named = plain(positional), plain(named)
    return function(*positional, **named)


def _format(template: str, names: list[str], values: list[Any]) -> str:
    positional = values[: len(values) - len(names)]
    return str.format(
        template, *positional, **dict(zip(names, values[len(positional) :], strict=True))
    )


def called_back(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a function that the SDK calls with a value take symbols."""
    return lambda value: call("", function, resolve(lift(value)))


def _involves_symbol(positional: tuple[Any, ...], named: dict[str, Any]) -> bool:
    return any(_has_symbol(value, 4) for value in positional) or any(
        _has_symbol(value, 4) for value in named.values()
    )


def _has_symbol(value: Any, depth: int) -> bool:
    if isinstance(value, (ValuesView, ItemsView, KeysView)):
        value = list(value)
    return isinstance(value, Gathered) or value is MISSING or holds_symbol(value, depth)


def _is_whole(value: Any) -> bool:
    """Tell whether nothing of a text is known."""
    return isinstance(value, Text) and current().tokens.read(value) is not None


def _handler(function: Any) -> Callable[..., Any] | None:
    try:
        return HANDLERS.get(function) or handler_of(function)
    except TypeError:
        return None


def _may_take_symbols(function: Any) -> bool:
    """Tell whether a function is the program's own, or of a package that hands values on."""
    if isinstance(function, functools.partial):
        return _may_take_symbols(function.func)
    inner = getattr(function, "__func__", function)
    inner = getattr(inner, "__wrapped__", inner)
    code = getattr(inner, "__code__", None)
    if code is not None and current().is_own(code.co_filename):
        return True
    module = getattr(inner, "__module__", None) or type(function).__module__
    if isinstance(inner, type) and issubclass(inner, BaseException):
        return True
    if function in _HOLDING or inner is collections.namedtuple:
        return True
    if isinstance(inner, type) and issubclass(inner, tuple) and hasattr(inner, "_fields"):
        return True
    if isinstance(getattr(function, "__self__", None), collections.deque):
        return getattr(function, "__name__", "") in ("append", "appendleft", "extend", "insert")
    if module.partition(".")[0] in _TRUSTED or module.startswith("pulumi_"):
        return True
    file = getattr(sys.modules.get(module), "__file__", None)
    if isinstance(inner, type) or not callable(getattr(type(function), "__code__", None)):
        return file is not None and current().is_own(file)
    return False


def by_sides(name: str, function: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call a function with each of two values that an argument may have, else refuse the call."""
    arguments = [*positional, *named.values()]
    place = next((at for at, value in enumerate(arguments) if _sides_of(value)), None)
    found = None if place is None else _sides_of(arguments[place])
    if place is None or found is None:
        return _refuse_call(function, positional, named)
    results = []
    for holds, side in zip((True, False), found[1:], strict=True):
        with under(found[0], holds):
            given = [side if at == place else resolve(it) for at, it in enumerate(arguments)]
            keywords = dict(zip(named, given[len(positional) :], strict=True))
            results.append(call(name, function, *given[: len(positional)], **keywords))
    return choose(found[0], *results)


def _sides_of(value: Any) -> tuple[Any, Any, Any] | None:
    """Give the condition by which a value is one of two, and both; None for any other value."""
    value = resolve(value)
    if isinstance(value, Choice):
        sides = value.sides()
        return None if MISSING in sides else (by_name(value.condition_name()), *sides)
    if isinstance(value, Bytes):
        found = _sides_of(lift(bytes.decode(value)))
        return found and (found[0], *[side.encode() for side in found[1:]])
    text = value.token if isinstance(value, Value) else value
    node = current().whole_choice(text) if isinstance(text, str) else None
    if node is None:
        known = isinstance(value, Symbol) and isinstance(text, str)
        cells = current().cells_of(text) if known else None
        return None if cells is None else _sides_of(cells(lambda cell: cell))
    return by_name(node["condition"]), lift(node["then"]), lift(node["otherwise"])


def _refuse_call(function: Any, positional: Any, named: Any) -> NoReturn:
    values = [*positional, *named.values()]
    symbol = next((value for value in values if isinstance(value, Symbol)), None)
    words = describe_any(symbol) if symbol is not None else "a value known only at deployment"
    shown = getattr(function, "__qualname__", None) or type(function).__name__
    current().refuse(f"{shown}() of {words} cannot be said in a template")


def _method(
    name: str, owner: Any, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a method of a list, map or set, in a branch with effect for that branch only."""
    method = function.__name__
    if isinstance(owner, dict) and positional:
        key = resolve(positional[0])
        if method == "get" and isinstance(key, Choice):
            return key.each(lambda side: owner.get(side, *positional[1:]))
        if method == "get" and (isinstance(key, (Text, Value)) or is_open_key(key)):
            default = positional[1] if len(positional) > 1 else None
            return look_up(owner, key, name, default)
        if method in ("get", "pop", "setdefault"):
            check_keys(owner)
        if method != "get" and not isinstance(key, (dict, list)) and holds_symbol(key):
            _refuse_call(function, positional, named)
        if method == "get" and key in owner:
            return or_default(item(owner, key, name), *positional[1:2])
    if isinstance(owner, dict) and method in ("items", "values", "keys") and is_loose(owner):
        return [_entry(method, key, value) for key, value in owner.items()]
    if method == "pop" and isinstance(owner, dict) and len(positional) == 2 and is_loose(owner):
        found = or_default(owner.get(positional[0], MISSING), positional[1])
        if not current().branches.get():
            owner.pop(positional[0], None)
            return found
    if method in ("pop", "index", "count", "remove") and is_loose(owner):
        current().refuse(f"{method}() of what hangs on conditions cannot be said in a template")
    if method in ("index", "count", "remove", "sort") and _has_symbol([owner, *positional], 2):
        _refuse_call(function, (*positional, *owner), named)
    if isinstance(owner, set) and method not in _GROWING and _has_symbol([owner, *positional], 3):
        _refuse_call(function, (*positional, *owner), named)
    if method not in _READING and current().branches.get():
        return _change(owner, method, positional, named)
    if method == "extend" and isinstance(owner, list):
        return owner.extend(flat(positional[0]))
    if method == "update" and positional and isinstance(resolve(positional[0]), Choice):
        return owner.update(mapping(owner, positional[0]))
    return function(*positional, **named)


def _entry(method: str, key: Any, value: Any) -> Any:
    """Give what a loop over a map gets for an entry; it may not be there."""
    condition = there(value)
    found = {"items": (key, value), "values": value, "keys": key}[method]
    if condition is True:
        return found
    if condition is False:
        return MISSING
    with under(condition, True):
        found = {"items": (key, resolve(value)), "values": resolve(value), "keys": key}[method]
    return choose(condition, found, MISSING)


def _change(owner: Any, method: str, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Change a list or map in a branch."""
    if isinstance(owner, list) and method in ("append", "extend", "insert"):
        added = flat(positional[-1]) if method == "extend" else [positional[-1]]
        at = positional[0] if method == "insert" else len(owner)
        owner[at:at] = [under_branch(value, MISSING) for value in added]
        return None
    if isinstance(owner, dict) and method == "update":
        for key, value in mapping(*(dict_of(each) for each in positional), named).items():
            owner[key] = under_branch(value, owner.get(key, MISSING))
        return None
    if isinstance(owner, dict) and method == "setdefault":
        key, default = (*positional, None)[:2]
        old = owner.get(key, MISSING)
        if isinstance(default, (list, dict)) and old is MISSING:
            return owner.setdefault(key, default)
        found = or_default(old, default)
        owner[key] = under_branch(found, old)
        return found
    if isinstance(owner, dict) and method == "pop" and positional[0] in owner:
        value = owner[positional[0]]
        owner[positional[0]] = under_branch(MISSING, value)
        return value
    return current().refuse(f"{method}() in a branch that hangs on a condition cannot be said")


def dict_of(value: Any) -> Any:
    """Give pairs as a map."""
    return value if isinstance(value, (Symbol, dict)) else dict(value)


def _text_method(
    owner: str, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a method of a text with a symbol as argument."""
    method = function.__name__
    if method == "join":
        return _join(owner, positional[0])
    if isinstance(owner, Text) and (method == "replace" or current().tokens.read(owner)):

        def change(side: Any) -> Any:
            return call("", getattr(side, method), *positional, **named)

        return distribute(owner, change, f"{method}()")
    if method == "format_map" and type(positional[0]) is dict:
        return _text_method(owner, owner.format, (), positional[0])
    if method == "format" or (method == "replace" and not isinstance(positional[0], Symbol)):
        settled = [_formatted(value) for value in positional]
        named = {key: _formatted(value) for key, value in named.items()}
        return lift(getattr(str, method)(str.__str__(owner), *settled, **named))
    if isinstance(owner, Text):
        return getattr(owner, method)(*positional, **named)
    symbol = next((value for value in positional if isinstance(value, Symbol)), None)
    if any(map(_sides_of, (*positional, *named.values()))):
        return by_sides(owner, function, positional, named)
    return current().refuse(f"{method}() with {describe_any(symbol)} cannot be said in a template")


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
    listed = list(flat(values))
    if any(is_optional(value) for value in listed):
        whole = [wire_items(value) for value in listed]
        return Text(current().node("string", node="join", delimiter=str(separator), values=whole))
    texts = [_formatted(without_members(value)) for value in listed]
    return lift(str.join(str.__str__(separator), texts))


def wire_items(value: Any) -> Any:
    """Give an item of a list as it goes to the engine, where it may not be there."""
    value = resolve(value)
    if not isinstance(value, Choice):
        return wire(value)
    then, otherwise = (None if side is MISSING else wire_items(side) for side in value.sides())
    return current().node(
        "json",
        node="choice",
        condition=value.condition_name(),
        then=then,
        otherwise=otherwise,
        absent=True,
    )
