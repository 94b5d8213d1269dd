"""One of two values, by a condition: how it is made and what may be done with it."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Any, NoReturn

from . import conditions
from .conditions import Condition, Symbol, by_name, name_of, under
from .excluding import attempted, is_excluded
from .refusing import refuse_operators
from .run import current
from .special import own_method
from .symbols import Items, Text, Value, distribute, is_chosen_number, lift, wire


class Missing:
    """Stands for nothing: a variable without a value, an item or an entry that is not there."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise NameError("a variable is used that was not assigned a value")

    def __copy__(self) -> Missing:
        return self

    def __deepcopy__(self, memory: Any) -> Missing:
        return self


MISSING = Missing()


_LACKING = frozenset({"AttributeError", "Exception", "NameError", "UnboundLocalError"})
"""What the errors are called of which one says that something is not there."""


class Choice(Symbol):
    """One of two values, where they are not both texts, numbers or booleans.

    Args:
        condition: the name of the condition it hangs on.
        then, otherwise: any two values.
    """

    put_off = False
    """Whether its sides, which are there, are made only when something asks for them."""

    def __init__(self, condition: str, then: Any, otherwise: Any) -> None:
        self._condition = condition
        self._then, self._otherwise = then, otherwise

    def condition_name(self) -> str:
        """Give the name of the condition."""
        return self._condition

    def sides(self) -> tuple[Any, Any]:
        """Give both values."""
        return self._then, self._otherwise

    def each(self, change: Callable[[Any], Any]) -> Any:
        """Do something with both values, or with the one that counts at this place."""
        settled = resolve(self)
        if settled is not self:
            return change(settled)
        condition = by_name(self.condition_name())
        then, otherwise = self.sides()
        return choose_made(
            condition, lambda: _changed(change, then), lambda: _changed(change, otherwise)
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_condition", "_then", "_otherwise"):
            raise AttributeError(name)
        settled = resolve(self)
        if settled is MISSING or (
            settled is self and any(side is MISSING for side in self.sides())
        ):
            return _member(self._assigned(), name)
        return self.each(lambda value: _member(value, name))

    def _assigned(self) -> Any:
        """Give the value that a variable has elsewhere; to use it here is an error in a stack, too.

        A template that refers to a resource where it does not exist cannot be deployed either.
        """
        then, otherwise = self.sides()
        unless = by_name(self.condition_name()).specification, then is not MISSING
        words = "a variable is used here that need not have a value"
        if _LACKING & current().catching.get():
            current().refuse(f"{words}, which the program catches, and a template cannot")
        current().warn("unassigned", words, unless=unless)
        return otherwise if then is MISSING else then

    def __getitem__(self, key: Any) -> Any:
        from .containers import item

        return self.each(lambda value: item(value, key))

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        """Give one of two methods, where a class has such."""
        if not any(hasattr(side, "__get__") for side in self.sides()):
            return self
        return self.each(
            lambda side: side.__get__(instance, owner) if hasattr(side, "__get__") else side
        )

    def __iter__(self) -> Iterator[Any]:
        then, otherwise = map(resolve, self.sides())
        kinds = (list, tuple)
        if type(then) not in kinds or type(otherwise) not in kinds or len(then) != len(otherwise):
            return iter(self._refuse())
        if is_loose(then) or is_loose(otherwise):  # what stands at a place is not known
            return iter(self._refuse())
        return iter([self[place] for place in range(len(then))])

    def __call__(self, *positional: Any, **named: Any) -> Any:
        return self.each(lambda value: value(*positional, **named))

    def __add__(self, other: Any) -> Any:
        return self.each(lambda value: value + other)

    def __radd__(self, other: Any) -> Any:
        return self.each(lambda value: other + value)

    def __eq__(self, other: object) -> Any:
        return self.each(lambda value: value == other)

    def __ne__(self, other: object) -> Any:
        return self.each(lambda value: value != other)

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return conditions.decide(truth(self))

    def __str__(self) -> str:
        return str(self.each(str))

    def __format__(self, specification: str) -> str:
        from .texts import part

        return part(self, -1, specification)

    def __copy__(self) -> Any:
        return self.each(copy.copy)

    def __deepcopy__(self, memory: Any) -> Any:
        return self.each(copy.deepcopy)

    def _refuse(self, *_: Any) -> NoReturn:
        current().refuse(
            f"what is done here with a value that hangs on the condition {self.condition_name()} "
            "cannot be said in a template"
        )


refuse_operators(Choice, Choice._refuse)


def _changed(change: Callable[[Any], Any], value: Any) -> Any:
    """Do something with a side of a choice; nothing can be done with nothing."""
    value = resolve(value)
    return value if value is MISSING else change(value)


def _member(value: Any, name: str) -> Any:
    if value is None:
        current().refuse(f".{name} is taken of a value that may not be there")
    return getattr(value, name)


def resolve(value: Any) -> Any:
    """Give the side of a choice that counts under the assumptions at this place, if one does."""
    while True:
        if isinstance(value, Choice) and not value.put_off:
            name, sides = value.condition_name(), value.sides()
        elif isinstance(value, (Text, Value)) and (node := _chosen_node(value)) is not None:
            name, sides = node["condition"], (lift(node["then"]), lift(node["otherwise"]))
        else:
            return value
        settled = conditions.simplify(by_name(name))
        if not isinstance(settled, bool):
            settled = _outcome_left(by_name(name), sides)
        if settled is None:
            return value
        value = sides[0] if settled else sides[1]


def _chosen_node(value: Text | Value) -> dict[str, Any] | None:
    return current().whole_choice(value.token if isinstance(value, Value) else value)


def _outcome_left(condition: Condition, sides: tuple[Any, Any]) -> bool | None:
    """Give whether a condition holds where the program refuses that there is nothing."""
    for holds, side in zip((True, False), sides, strict=True):
        if (side is None or side is MISSING) and is_excluded(condition, holds):
            return not holds
    return None


def choose(condition: Any, then: Any, otherwise: Any) -> Any:
    """Give one of two values by a condition, in the plainest form that can say it."""
    condition = conditions.simplify(condition)
    if isinstance(condition, bool):
        return then if condition else otherwise
    then, otherwise = _counting(condition, True, then), _counting(condition, False, otherwise)
    if then is otherwise or same(then, otherwise):
        return then
    for value, rest, holds in ((then, otherwise, True), (otherwise, then, False)):
        if isinstance(value, Choice) and conditions.is_one_of_several(condition, holds):
            filled = _filled(value, condition, holds, rest)
            if filled is not None:
                return filled[0]
    if isinstance(then, (bool, Condition)) and isinstance(otherwise, (bool, Condition)):
        return _boolean(condition, then, otherwise)
    if conditions.is_opposite(condition):
        condition = conditions.negate(condition)
        then, otherwise = otherwise, then
    name = name_of(condition)
    if _is_own_member(then) or _is_own_member(otherwise):
        return Choice(name, then, otherwise)
    for kinds, make, kind in _MERGED:
        if isinstance(then, kinds) and isinstance(otherwise, kinds):
            token = current().node(
                kind, node="choice", condition=name, then=wire(then), otherwise=wire(otherwise)
            )
            return make(token)
    return Choice(name, then, otherwise)


def choose_made(condition: Condition, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
    """Make what is there where a condition holds, and where not, and give one of the two by it;
    where the program refuses one of them, the other.
    """
    sides, sure = attempted(condition, then, otherwise)
    return choose(condition, *sides) if sure is None else sides[not sure]


def _counting(condition: Condition, holds: bool, side: Any) -> Any:
    """Give a side of a choice, of one that is settled by the condition the side that counts."""
    if isinstance(side, Text) and str.__str__(side) in current().as_written:
        return side
    with under(condition, holds):
        return resolve(side)


def _filled(value: Any, condition: Condition, holds: bool, rest: Any) -> tuple[Any] | None:
    """Give a value of several conditions, one of which holds, with the rest as its last side.

    Args:
        condition, holds: what the value is there for; a side that is for no such case gives way.
    """
    if not isinstance(value, Choice):
        return (rest,) if conditions.simplify(condition) is (not holds) else None
    own = by_name(value.condition_name())
    with under(condition, not holds):
        settled = conditions.simplify(own)
    if not isinstance(settled, bool):
        return None
    then, otherwise = value.sides()
    with under(own, settled):
        found = _filled(then if settled else otherwise, condition, holds, rest)
    if found is None:
        return None
    if found[0] is _NEVER:
        return (otherwise if settled else then,)
    return (choose(own, found[0], otherwise) if settled else choose(own, then, found[0]),)


_NEVER = object()


def without_rest(value: Any, condition: Condition, holds: bool) -> Any:
    """Give a value where a condition is sure to hold, or not to, without what is not for then."""
    with under(condition, holds):
        value = resolve(value)
    if isinstance(value, Choice) and conditions.is_one_of_several(condition, holds):
        found = _filled(value, condition, holds, _NEVER)
        return value if found is None else found[0]
    return value


def where_there(value: Any, presence: Condition) -> Any:
    """Give an item, or a part of it, where the condition under which it is there holds."""
    return item_of(without_rest(value, presence, True))


def item_of(item: Any) -> Any:
    """Give an item that may not be there."""
    if not is_optional(item):
        return item
    sides = [side for side in map(item_of, item.sides()) if side is not MISSING]
    if len(sides) == 2:
        return choose(by_name(item.condition_name()), *sides)
    return sides[0] if sides else MISSING


def under_branch(value: Any, old: Any, depth: int = 0) -> Any:
    """Give a value that only counts in the branch that is being run, and what counts elsewhere.

    Args:
        depth: how many of the branches around are around all that there is of its holder, too.
    """
    current().changed += 1
    for specification, holds in reversed(current().branches.get()[depth:]):
        condition = Condition(specification)
        with conditions.outside(), under(condition, not holds):
            elsewhere = resolve(old)
        pair = (value, elsewhere) if holds else (elsewhere, value)
        value = chosen_outside(condition, *pair)
    return value


class Placed(Choice):
    """An argument that need not be there, and behind which others move up."""


def chosen_outside(condition: Condition, then: Any, otherwise: Any) -> Any:
    """Choose as seen from outside, where nothing is assumed: what is known here is written all the
    same.
    """
    run = current()
    token = run.assumptions.set(())
    try:
        return choose(condition, then, otherwise)
    finally:
        run.assumptions.reset(token)


_MERGED: tuple[tuple[Any, Callable[[str], Any], str], ...] = (
    (str, Text, "string"),
    ((int, Value), lambda token: Value(token, "integer"), "integer"),
)


def _is_own_member(value: Any) -> bool:
    """Tell whether a value is a member of an enum that is not the SDK's: it is more than a text."""
    return isinstance(value, Enum) and not type(value).__module__.startswith("pulumi")


def without_members(value: Any) -> Any:
    """Give one of two members of enums as one of the texts or numbers that they are."""
    value = resolve(value)
    if isinstance(value, Choice) and any(map(_may_be_member, value.sides())):
        return value.each(without_members)
    if _is_own_member(value) and isinstance(value, (str, int)):
        return str.__str__(value) if isinstance(value, str) else int(value)
    return value


def _may_be_member(value: Any) -> bool:
    return _is_own_member(value) or isinstance(value, Choice)


def _merge_lists(name: str, then: list[Any], otherwise: list[Any]) -> list[Any] | None:
    """Give one list where one of two only has more items behind those of the other."""
    shorter, longer = sorted((then, otherwise), key=len)
    if not shorter or any(
        a is not b and not same(a, b) for a, b in zip(shorter, longer, strict=False)
    ):
        return None
    more = longer[len(shorter) :]
    sides = [(item, MISSING) if longer is then else (MISSING, item) for item in more]
    return [*shorter, *(Choice(name, *pair) for pair in sides)]


def same(then: Any, otherwise: Any) -> bool:
    """Tell whether two values are one text, number or placeholder, or a choice of the same."""
    if isinstance(then, Items) or type(then) is not type(otherwise):
        return False
    if type(then) is Choice:
        pairs = zip(then.sides(), otherwise.sides(), strict=True)
        is_same_choice = then.condition_name() == otherwise.condition_name()
        return is_same_choice and all(one is other or same(one, other) for one, other in pairs)
    if isinstance(then, (str, int, float)):
        return bool(wire(then) == wire(otherwise))
    return then is None or (isinstance(then, Value) and then.token == otherwise.token)


def either_way(condition: Condition, then: Any, otherwise: Any) -> Any:
    """Give whether what counts of two booleans holds, in the plainest form that can say it."""
    opposite = conditions.negate(condition)
    if then is True:
        return conditions.any_of(condition, otherwise)
    if otherwise is True:
        return conditions.any_of(opposite, then)
    return conditions.any_of(
        conditions.all_of(condition, then), conditions.all_of(opposite, otherwise)
    )


def _boolean(condition: Condition, then: Any, otherwise: Any) -> Any:
    found = either_way(condition, then, otherwise)
    values = [side for side in (then, otherwise) if isinstance(side, Condition)]
    if not isinstance(found, Condition) or any(side.token is None for side in values):
        return found
    # Where it is used as a value, it stays the choice of the values that the sides are.
    if conditions.is_opposite(condition):
        condition = conditions.negate(condition)
        then, otherwise = otherwise, then
    token = current().node(
        "boolean",
        node="choice",
        condition=name_of(condition),
        then=wire(then),
        otherwise=wire(otherwise),
    )
    return Condition(found.specification, token)


def truth(value: Any) -> Any:
    """Give whether a value counts as true: a boolean, or a condition."""
    value = resolve(value)
    if isinstance(value, Choice):
        found = value.each(truth)
        return found._refuse() if isinstance(found, Choice) else found
    if isinstance(value, Text):
        return _truth_of_text(value)
    if isinstance(value, Value):
        if is_chosen_number(value):
            return distribute(value.token, truth, "the truth value")
        return conditions.negate(conditions.equal(value, 0))
    if isinstance(value, Condition):
        return conditions.simplify(value)
    if isinstance(value, (list, dict)) and not isinstance(value, Symbol):
        return conditions.any_of(*[there(entry) for entry in entries_of(value)])
    own = own_method(value, "__bool__", "__len__")
    return bool(value) if own is None else truth(own())


def entries_of(value: Any) -> list[Any]:
    """Give a list's items or a map's values."""
    return list(value.values() if isinstance(value, dict) else value)


def there(entry: Any) -> Any:
    """Give whether an item or an entry is there: a boolean, or a condition."""
    entry = resolve(entry)
    if entry is MISSING:
        return False
    if not isinstance(entry, Choice) or entry.put_off:
        return True
    return choose(by_name(entry.condition_name()), *of_sides(entry, there))


def or_default(value: Any, default: Any = None) -> Any:
    """Give an entry, or a default where the entry is not there."""
    value, default = resolve(value), resolve(default)
    if value is MISSING:
        return default
    if not isinstance(value, Choice) or there(value) is True:
        return value
    sides = of_sides(value, lambda side: or_default(side, default))
    return choose(by_name(value.condition_name()), *sides)


def is_optional(value: Any) -> bool:
    """Tell whether an item may not be there."""
    if not isinstance(value, Choice) or value.put_off:
        return False
    return any(side is MISSING or is_optional(side) for side in value.sides())


def each_there(value: Any, change: Callable[[Any], Any]) -> Any:
    """Do something with an item that may not be there, as far as it is."""
    if not is_optional(value):
        return change(value)
    return value.each(lambda side: each_there(side, change))


def of_sides(choice: Choice, do: Callable[[Any], Any]) -> list[Any]:
    """Give what comes of both values, each as it is where it counts, while that is assumed."""
    condition, found = by_name(choice.condition_name()), []
    for holds, side in zip((True, False), choice.sides(), strict=True):
        with under(condition, holds):
            found.append(do(resolve(side)))
    return found


def placeholder_of(choice: Choice, sides: Iterable[Any]) -> str:
    """Give the placeholder for a choice.

    Args:
        choice: the choice.
        sides: both values as they go to the engine, MISSING where one is not there.
    """
    then, otherwise = sides
    return current().node(
        "json",
        node="choice",
        condition=choice.condition_name(),
        then=None if then is MISSING else then,
        otherwise=None if otherwise is MISSING else otherwise,
        **({"absent": True} if then is MISSING or otherwise is MISSING else {}),
    )


def is_loose(value: Any) -> bool:
    """Tell whether something in a list or map may not be there, or may be at another place."""
    if not isinstance(value, (list, dict, deque)) or isinstance(value, Symbol):
        return False
    return id(value) in current().orders or any(
        there(entry) is not True for entry in entries_of(value)
    )


def _truth_of_text(value: Text) -> Any:
    node = current().whole_choice(value)
    if node is not None:
        sides = [truth(lift(node[side])) for side in ("then", "otherwise")]
        return choose(by_name(node["condition"]), *sides)
    parts = list(current().tokens.cut(value))
    if len(parts) > 1 or not current().may_be_empty(value):
        return True
    return conditions.negate(conditions.equal(value, ""))
