"""Calls with a symbol among the arguments: what each function makes of it."""

from __future__ import annotations

import collections
import functools
import inspect
import itertools
import sys
import types
from collections.abc import Callable
from enum import EnumMeta
from typing import Any

from . import caching, moments
from .choices import Choice, resolve, truth, under_branch
from .conditions import Symbol
from .containers import describe_any
from .effects import call_outside
from .flattening import Gathered, as_one, one_by_one, watched
from .giving import with_defaults
from .iterators import made_of, used
from .known import KnownBytes, has_known, plain
from .library import handler_of
from .maps import unwrapped
from .members import member_of
from .methods import holds, method_of_holder, method_of_map
from .records import has_open_key
from .run import current
from .sides import by_sides, has_symbol, refuse_call
from .special import asked_of
from .standard import (
    CALLING,
    COLLECTING,
    GATHERING,
    HANDLERS,
    ORDERING,
    REMEMBERING,
    TESTING,
    WATCHED,
    kind_of,
)
from .symbols import Items, Text, lift, wire
from .text_methods import text_method
from .texts import together
from .trusting import in_place_of_program
from .turning import collected

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
    functools.partial,
)
"""Classes that only hold what they are given."""


def call(name: str, function: Any, /, *positional: Any, **named: Any) -> Any:
    """Call a function as the program does.

    Args:
        name: the variable that the function, or the object whose method it is, is called by.
        function: what is called.
    """
    if isinstance(function, Choice):
        whole = method_of_map(function)
        if whole:
            return call(name, whole, *positional, **named)
        return as_one(function.each(lambda side: call(name, side, *positional, **named)))
    if current().symbolic and caching.is_caching(function):
        return caching.called(call, function, positional, named)
    if current().symbolic and caching.memory_of(function) is not None:
        return caching.asked(function)
    if type(function) is functools.partial and current().symbolic:
        given = {**function.keywords, **named}
        return call(name, function.func, *function.args, *positional, **given)
    asked = asked_of(function, positional)
    if asked is not None:
        return truth(asked()) if function is bool else asked()
    owner = _owner(function)
    shown = unwrapped(owner)
    if shown is not owner and function.__name__ in ("get", "items", "keys", "values"):
        owner, function = shown, getattr(shown, function.__name__)
    positional = _settled(function, owner, positional)
    is_searched = isinstance(owner, tuple) and function.__name__ == "index"
    if (holds(owner) or is_searched) and isinstance(function, types.BuiltinMethodType):
        return method_of_holder(name, owner, function, positional, named)
    if _is_encoding(owner, function, positional, named):
        current().remembers = True
        return KnownBytes(str.encode(str(owner)), wire(owner))
    if not _involves_symbol(positional, named) and not _gathers(function, positional, named):
        if current().remembers and has_known([*positional, *named.values()]):
            return _call_with_known(owner, function, positional, named)
        if function is exec or function is eval:
            current().refuse(f"{function.__name__}() by another name cannot be followed")
        told = moments.tell(function)
        if _may_take_symbols(function):
            return _as_made(function, positional, named)
        if told or not current().branches.get():
            return made_of(function(*positional, **named), (*positional, owner))
        return made_of(call_outside(function, owner, positional, named), (*positional, owner))
    handler = _handler(function)
    if handler is not None:
        return _once(function, _handled(handler, function, positional, named))
    if positional and _is_dispatching(function) and not isinstance(positional[0], (Text, Items)):
        return _dispatched(function, positional, named)
    if isinstance(owner, str) and isinstance(function, types.BuiltinMethodType):
        return text_method(owner, function, positional, named)
    if isinstance(function, types.MethodDescriptorType):
        first, *rest = positional
        return call("", getattr(resolve(first), function.__name__), *rest, **named)
    if isinstance(function, EnumMeta):
        return member_of(function, positional[0])
    if getattr(function, "__module__", "") in _OF_TEXTS and any(map(_is_whole, positional)):
        return by_sides(name, function, positional, named)
    if _may_take_symbols(function):
        positional, named = with_defaults(function, positional, named)
        result = _as_made(function, positional, named)
        return lift(result) if isinstance(result, str) else result
    return as_one(by_sides(name, function, positional, named))


def _as_made(function: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call a function or a class, whose ``__init__`` is called for each object that its own
    ``__new__`` may give.
    """
    result = function(*positional, **named)
    if not isinstance(function, type) or not isinstance(result, Choice):
        return result

    def initialized(made: Any) -> Any:
        if isinstance(made, function):
            call("", type(made).__init__, made, *positional, **named)
        return made

    return result.each(initialized)


def _handled(
    handler: Callable[..., Any], function: Any, positional: Any, named: dict[str, Any]
) -> Any:
    """Do what is done in a function's place; refuse arguments of it that are not known there."""
    try:
        return handler(*positional, **named)
    except TypeError:
        try:
            inspect.signature(handler).bind(*positional, **named)
        except TypeError:
            refuse_call(function, positional, named)
        raise


def _once(function: Any, result: Any) -> Any:
    """Give a list that stands for what an iterator gives as an iterator."""
    is_iterating = isinstance(function, type) and hasattr(function, "__next__")
    return one_by_one(result) if is_iterating and type(result) is list else result


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
    if type(function) is functools.partial and current().symbolic:
        given = {**function.keywords, **named}
        return perform(name, function.func, *function.args, *positional, **given)
    if current().branches.get() and _sets_input(function) and len(positional) == 3:
        holder, key, value = positional
        before = getattr(holder, "__dict__", {})
        positional = holder, key, under_branch(value, before[key]) if key in before else value
    result = call(name, function, *positional, **named)
    owner = _owner(function)
    if current().branches.get() and not (
        (holds(owner) and isinstance(function, types.BuiltinMethodType))
        or isinstance(function, Choice)
        or function in (setattr, delattr, object.__setattr__)
        or (function is print and named.get("file") in (None, sys.stdout, sys.stderr))
        or isinstance(owner, Symbol)
        or _may_take_symbols(function)
    ):
        shown = getattr(function, "__qualname__", None) or type(function).__name__
        current().refuse(f"{shown}() in a branch that hangs on a condition cannot be said")
    return result


def _sets_input(function: Any) -> bool:
    """Tell whether a function is the SDK's own that sets an input of an object: `pulumi.set`."""
    module, name = (getattr(function, it, "") for it in ("__module__", "__name__"))
    return (module, name) == ("pulumi._types", "set")


def unseen(function: Any, source: Any) -> Any:
    """Give the source that is run by `exec` or `eval`: in a branch, what it changes is not seen."""
    if current().branches.get():
        current().refuse(
            f"{function.__name__}() in a branch that hangs on a condition cannot be said"
        )
    return source


def held(values: Any) -> Any:
    """Give what a variable holds, of which the next item is taken: in a branch, it stays taken."""
    if current().branches.get() and isinstance(values, Gathered):
        current().refuse("next() in a branch that hangs on a condition cannot be said")
    used(values)
    return values


def _settled(function: Any, owner: Any, positional: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give arguments with all that a generator gives in its place, where it is asked for."""
    if not current().symbolic:
        return positional
    if isinstance(owner, (str, list, dict, set)) or function in COLLECTING:
        return tuple(map(_given, positional))
    if function not in WATCHED and getattr(function, "__module__", "") != "itertools":
        return positional
    return tuple(_taken(value, watched) if _is_generating(value) else value for value in positional)


def _given(value: Any) -> Any:
    """Give all that is gone through one by one."""
    if _is_generating(value):
        return _taken(value, collected)
    return _taken(value, list) if isinstance(value, _ONE_BY_ONE) else value


_ONE_BY_ONE: tuple[Any, ...] = (
    zip,
    enumerate,
    reversed,
    itertools.chain,
    type(iter([])),
    type(iter(())),
)
"""What gives, one by one, items that are known to be there, some of which may be symbols."""


def _taken(value: Any, take: Callable[[Any], Any]) -> Any:
    used(value)
    return take(value)


def _is_generating(value: Any) -> bool:
    """Tell whether code of the program gives the items of a value one by one."""
    if isinstance(value, types.GeneratorType):
        return True
    code = getattr(getattr(type(value), "__iter__", None), "__code__", None)
    return code is not None and current().is_own(code.co_filename)


def _owner(function: Any) -> Any:
    """Give what a method belongs to. An object's own ``__getattr__`` is not asked: it may raise."""
    return function.__self__ if isinstance(function, _METHODS) else None


_METHODS = (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)


def _gathers(function: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> bool:
    if named.get("key") is not None and any(function is ordering for ordering in ORDERING):
        return current().symbolic and bool(positional)
    if any(function is testing for testing in TESTING):
        return isinstance(positional[-1], (list, tuple, dict, set, range))
    if function is len and isinstance(positional[0], (dict, set, frozenset)):
        return has_open_key(positional[0])
    if positional and holds(_owner(positional[0])):  # what it is to call
        return any(function is calling for calling in CALLING)
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
    if not _is_foreign(function):
        return lambda value: call("", function, resolve(lift(value)))
    run = current()
    place = run.position()

    def asked(value: Any) -> Any:
        given = resolve(lift(value))
        token = run.handed.set(place)
        try:
            return in_place_of_program(lambda: call("", function, given))
        finally:
            run.handed.reset(token)

    return asked


def _is_foreign(function: Any) -> bool:
    """Tell whether a function is neither the program's own nor the SDK's."""
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is not None and current().is_own(code.co_filename):
        return False
    module = getattr(function, "__module__", None) or ""
    return code is None or not module.startswith(("pulumi", "_pulumi_recording"))


def _involves_symbol(positional: tuple[Any, ...], named: dict[str, Any]) -> bool:
    return any(has_symbol(value, 4) for value in positional) or any(
        has_symbol(value, 4) for value in named.values()
    )


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
    if isinstance(_owner(function), collections.deque):
        return getattr(function, "__name__", "") in ("append", "appendleft", "extend", "insert")
    if module.partition(".")[0] in _TRUSTED or module.startswith("pulumi_"):
        return True
    file = getattr(sys.modules.get(module), "__file__", None)
    if isinstance(inner, type) or not callable(getattr(type(function), "__code__", None)):
        return file is not None and current().is_own(file)
    return False
