"""What functions of `operator`, `itertools` and the like make of symbols, as Python's own would."""

from __future__ import annotations

import collections
import functools
import itertools
import operator
import posixpath
from collections.abc import Callable
from typing import Any

from .choices import (
    MISSING,
    Choice,
    each_there,
    is_optional,
    resolve,
    truth,
    under_branch,
    without_members,
)
from .conditions import Symbol, all_of, negate
from .containers import item
from .either import sides_of
from .flattening import by_presence, flat
from .logic import compare, keep, kept_items
from .operators import binary
from .run import current
from .sides import by_sides, for_each, refuse_call
from .symbols import holds_symbol
from .texts import together

_BINARY = {
    **{operator.add: "+", operator.sub: "-", operator.mul: "*", operator.truediv: "/"},
    **{operator.floordiv: "//", operator.mod: "%", operator.or_: "|", operator.and_: "&"},
    operator.concat: "+",
}
_COMPARED = {
    **{operator.eq: "==", operator.ne: "!=", operator.lt: "<", operator.le: "<="},
    **{operator.gt: ">", operator.ge: ">=", operator.is_: "is", operator.is_not: "is not"},
}


def _got(getter: Any) -> Callable[[Any], Any]:
    """Give what `operator.itemgetter`, `attrgetter` and `methodcaller` made, with symbols."""
    from .calls import call

    _, given = getter.__reduce__()[:2]

    def got(value: Any) -> Any:
        value = resolve(value)
        if isinstance(value, Choice) and not value.put_off:
            return value.each(got)
        if isinstance(getter, operator.itemgetter):
            found = [item(value, key) for key in given]
        else:
            found = [functools.reduce(getattr, name.split("."), value) for name in given]
        return found[0] if len(found) == 1 else tuple(found)

    if isinstance(getter, operator.methodcaller):
        name, *rest = given
        return lambda value: call("", getattr(resolve(value), name), *rest)
    return got


def handler_of(function: Any) -> Callable[..., Any] | None:
    """Give what is done in the place of an object that `operator` made; None for any other."""
    kinds = (operator.itemgetter, operator.attrgetter, operator.methodcaller)
    return _got(function) if isinstance(function, kinds) else None


def _starmapped(function: Any, groups: Any) -> list[Any]:
    from .calls import call

    def called(group: Any) -> Any:
        return call("", function, *group)

    return [each_there(it, called) for it in flat(groups)]


def _left_out(function: Any, values: Any) -> list[Any]:
    from .calls import call

    listed = flat(values)
    tests = [value if function is None else call("", function, value) for value in listed]
    return _kept([negate(truth(test)) for test in tests], listed)


def _kept(tests: Any, values: Any) -> list[Any]:
    pairs = zip(tests, values, strict=False)
    kept: list[Any] = kept_items([keep(test, lambda value=value: value) for test, value in pairs])  # type: ignore[misc]
    return kept


def _taken_while(function: Any, values: Any) -> list[Any]:
    from .calls import call

    found, so_far = [], True
    for value in flat(values):
        so_far = all_of(so_far, truth(call("", function, value)))
        if so_far is False:
            break
        found.append((so_far, value))
    return _kept(*zip(*found, strict=True)) if found else []


def _accumulated(values: Any, func: Any = operator.add, *, initial: Any = None) -> list[Any]:
    from .calls import call

    listed = ([] if initial is None else [initial]) + all_there(values)
    found: list[Any] = listed[:1]
    for value in listed[1:]:
        found.append(call("", func, found[-1], value))
    return found


_PLACES = "places in what hangs on conditions cannot be said"


def all_there(values: Any) -> list[Any]:
    """Give items, all of which must be there."""
    listed: list[Any] = list(flat(values))
    if any(map(is_optional, listed)):
        current().refuse(_PLACES)
    return listed


def summed(values: Any, start: Any = 0) -> Any:
    """Give a sum, of what is there."""

    def added(items: list[Any]) -> Any:
        return functools.reduce(lambda total, value: binary("+", total, value), items, start)

    return by_presence(list(flat(values)), added, _MANY)


def _extreme(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let `min` and `max` compare numbers of decisions."""

    def found(*values: Any, **named: Any) -> Any:
        listed = list(flat(values[0])) if len(values) == 1 else list(values)
        return by_presence(listed, lambda items: of_present(items, **named), _MANY)

    def of_present(items: list[Any], *, key: Any = None, **named: Any) -> Any:
        if key is not None and items:
            return by_key(items, key)
        if len(items) < 2 or not holds_symbol(items):
            return function(items, **named)
        named.pop("default", None)
        return by_sides("", function, tuple(items), named)

    def by_key(items: list[Any], key: Any) -> Any:
        from .calls import call

        keys = [call("", key, each) for each in items]
        places = range(len(items))
        return for_each(keys, lambda known: items[function(places, key=known.__getitem__)], ORDER)

    return found


ORDER = "an order of what is not known cannot be said in a template"


def counted(values: list[Any] | dict[Any, Any]) -> Any:
    """Give how many items, or entries, are there."""
    entries = list(values.values() if isinstance(values, dict) else values)
    return by_presence(entries, len, _MANY)


_MANY = "a number of many items that hang on conditions cannot be said"


def _path(first: Any, *others: Any) -> Any:
    """Give parts of a path as one; of what is not known it is taken that it is a part."""
    parts = [without_members(part) for part in (first, *others)]
    if any(map(sides_of, parts)) or not all(isinstance(part, str) for part in parts):
        return by_sides("", posixpath.join, (first, *others), {})
    current().warn("path", "a part of a path is taken to have no slash at its ends")
    put = parts[0]
    for part in parts[1:]:
        known = not isinstance(part, Symbol) and part.startswith("/")
        slash = "" if str.endswith(str.__str__(put), "/") else "/"
        put = part if known else together("".join, [put, slash, part])
    return put


def set_outright(holder: Any, name: str, value: Any) -> None:
    """Do `object.__setattr__`, in a branch for that branch only."""
    if current().branches.get():
        value = under_branch(value, getattr(holder, name, MISSING))
    object.__setattr__(holder, name, value)


def _with_operator(do: Callable[..., Any], words: str) -> Callable[..., Any]:
    return lambda left, right: do(words, left, right)


def _of_known_places(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda values, *rest: function(all_there(values), *rest)


def _of_present(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that puts items together have those that are there, whichever they are."""

    def through(*given: Any, **named: Any) -> Any:
        settled = [flat(values) for values in given]
        if any(isinstance(values, Symbol) for values in settled):
            found = by_sides("", function, tuple(settled), named)
            return found.each(list) if isinstance(found, Choice) else found
        if not any(map(_is_open, settled)):
            return function(*settled, **named)
        return with_present(settled, lambda *there: list(function(*there, **named)))

    return through


def with_present(given: list[Any], do: Callable[..., Any]) -> Any:
    """Do something with lists, for each combination of items that may not be there in them."""
    at = next((at for at, values in enumerate(given) if _is_open(values)), None)
    if at is None:
        return do(*given)
    before, after = given[:at], given[at + 1 :]

    def present(items: list[Any]) -> Any:
        return with_present([*before, items, *after], do)

    return by_presence(list(given[at]), present, _PLACES)


def _queue(values: Any = (), maxlen: Any = None) -> Any:
    """Give a queue; where it keeps some items only, these are others with others that are there."""
    values = flat(values)
    if maxlen is None:
        return collections.deque(values)
    return with_present([values], lambda there: collections.deque(there, maxlen))


def _counts(values: Any = (), **named: Any) -> Any:
    """Give how often each item that is there is among them."""

    def counted(there: list[Any]) -> Any:
        if holds_symbol(there):
            refuse_call(collections.Counter, (there,), named)
        return collections.Counter(there, **named)

    return with_present([flat(values)], counted)


def _is_open(values: Any) -> bool:
    return isinstance(values, (list, tuple)) and any(map(is_optional, values))


LIBRARY: dict[Any, Callable[..., Any]] = {
    **{function: _with_operator(binary, words) for function, words in _BINARY.items()},
    **{function: _with_operator(compare, words) for function, words in _COMPARED.items()},
    operator.not_: lambda value: negate(truth(value)),
    operator.truth: truth,
    operator.getitem: item,
    operator.contains: lambda holder, value: compare("in", value, holder),
    **{
        function: _of_present(function)
        for function in (
            *(itertools.pairwise, itertools.combinations, itertools.permutations),
            *(itertools.combinations_with_replacement, itertools.product, itertools.islice),
            itertools.zip_longest,
        )
    },
    collections.deque: _queue,
    collections.Counter: _counts,
    itertools.cycle: _of_known_places(itertools.cycle),
    itertools.repeat: itertools.repeat,
    itertools.starmap: _starmapped,
    itertools.filterfalse: _left_out,
    itertools.compress: lambda values, tests: _kept(all_there(tests), all_there(values)),
    itertools.takewhile: _taken_while,
    itertools.accumulate: _accumulated,
    sum: summed,
    posixpath.join: _path,
    **{function: _extreme(function) for function in (min, max)},
    object.__setattr__: set_outright,
}
