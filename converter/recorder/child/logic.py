"""Truth, comparison, and what hangs on them."""

from __future__ import annotations

import collections
import itertools
import operator
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from . import conditions
from .choices import (
    MISSING,
    Choice,
    choose,
    choose_made,
    is_loose,
    is_optional,
    of_sides,
    resolve,
    there,
    truth,
)
from .conditions import Condition, Symbol, by_name, under
from .configuration import OptionalConfig
from .excluding import attempted, exclude
from .flattening import Gathered, flat
from .iterators import used
from .known import Known
from .members import Member
from .records import fields_of, has_open_key, is_open_key, is_record
from .run import current
from .sets import SETS, check_members
from .special import own_method
from .symbols import (
    Items,
    Text,
    Value,
    cut_from,
    describe,
    holds_symbol,
    is_chosen_in_parts,
    is_chosen_number,
    is_chosen_text,
    wire,
)

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda left, right: left in right,
    "not in": lambda left, right: left not in right,
}
_OPPOSITES = {"!=": "==", "is not": "is", "not in": "in"}


def decide(test: Any) -> bool:
    """Give whether a test holds where that must be known."""
    return conditions.decide(truth(test)) if _is_open(test) else bool(test)


def opposite(value: Any) -> Any:
    """Give ``not value``."""
    return conditions.negate(truth(value)) if _is_open(value) else not value


def _is_open(value: Any) -> bool:
    if isinstance(value, Symbol) or is_loose(value):
        return True
    return own_method(value, "__bool__", "__len__") is not None


def both(first: Any, *others: Callable[[], Any]) -> Any:
    """Give ``first and …``."""
    return _chain(False, current().assumptions.get(), first, others)


def one(first: Any, *others: Callable[[], Any]) -> Any:
    """Give ``first or …``; a config value that may not be set takes a default that way."""
    return _chain(True, current().assumptions.get(), first, others)


def _chain(
    decisive: bool, outer: tuple[Any, ...], first: Any, others: tuple[Callable[[], Any], ...]
) -> Any:
    """Give ``first or …`` where an operand that holds is decisive, else ``first and …``.

    Args:
        outer: what is assumed outside; what operands before say of later ones drops none of them.
    """
    for position, other in enumerate(others):
        if (
            decisive
            and isinstance(first, OptionalConfig)
            and (found := first.with_default(other)) is not None
        ):
            return found
        outcome = truth(first) if _is_open(first) else bool(first)
        written = outcome if isinstance(outcome, Condition) else _under(outer, first)
        if outcome is decisive:
            return first
        if written is None:
            first = other()
            continue
        return _joined(decisive, outer, written, first, others[position:])
    return first


def _joined(
    decisive: bool, outer: tuple[Any, ...], outcome: Condition, first: Any, rest: tuple[Any, ...]
) -> Any:
    """Give what the operands are together, where it is open whether the first one holds."""

    def second() -> Any:
        return _chain(decisive, outer, rest[0](), rest[1:])

    makers = (lambda: first, second) if decisive else (second, lambda: first)
    sides, sure = attempted(outcome, *makers)
    return _combined(outcome, *sides) if sure is None else resolve(first)


def _under(assumptions: tuple[Any, ...], value: Any) -> Condition | None:
    """Give a condition that is still open under these assumptions."""
    run = current()
    token = run.assumptions.set(assumptions)
    try:
        settled = conditions.simplify(value) if isinstance(value, Condition) else None
    finally:
        run.assumptions.reset(token)
    return settled if isinstance(settled, Condition) else None


def _combined(outcome: Condition, then: Any, otherwise: Any) -> Any:
    """Give the value of ``and`` or ``or``: a condition where it is made of conditions."""
    if isinstance(then, (bool, Condition)) and isinstance(otherwise, (bool, Condition)):
        if otherwise is outcome or (isinstance(otherwise, Condition) and _is(otherwise, outcome)):
            return conditions.all_of(outcome, then)
        if isinstance(then, Condition) and _is(then, outcome):
            return conditions.any_of(outcome, otherwise)
    return choose(outcome, then, otherwise)


def _is(one_condition: Condition, other: Condition) -> bool:
    return one_condition.specification == other.specification


def compare(operation: str, left: Any, right: Any) -> Any:
    """Give the outcome of a comparison: a boolean, or a condition."""
    left, right = resolve(left), resolve(right)
    if operation in ("in", "not in"):
        from .maps import unwrapped

        right = unwrapped(right)
        if isinstance(right, Gathered):
            right = flat(right)
        used(right)
        own = own_method(right, "__contains__")
        if own is not None:
            found = truth(own(left))
            return found if operation == "in" else conditions.negate(found)
        if is_loose(right):
            found = _loosely_contains(right, left)
            return found if operation == "in" else conditions.negate(found)
        if not is_open_member(left) and not is_open_member(right):
            return _PLAIN[operation](left, right)
        found = _contains(right, left)
        return found if operation == "in" else conditions.negate(found)
    if operation == "!=" and own_method(left, "__eq__") and not own_method(left, "__ne__"):
        return conditions.negate(truth(compare("==", left, right)))
    if not isinstance(left, Symbol) and not isinstance(right, Symbol):
        if isinstance(left, SETS) and isinstance(right, SETS):
            check_members(left, right)
        if operation in ("==", "!=") and _are_rows(left, right):
            found = _all_equal(left, right)
            return found if operation == "==" else conditions.negate(found)
        if operation in ("==", "!=") and _are_records(left, right):
            found = _all_equal(*map(fields_of, (left, right)))
            return found if operation == "==" else conditions.negate(found)
        return _PLAIN[operation](left, right)
    if operation in _OPPOSITES:
        return conditions.negate(compare(_OPPOSITES[operation], left, right))
    for value, swapped in ((left, False), (right, True)):
        if isinstance(value, Choice) or _chosen(operation, value):
            return _each_compared(operation, value, right if not swapped else left, swapped)
    if operation == "is":
        return _is_same(left, right)
    if operation == "==":
        return _equal(left, right)
    symbol = left if isinstance(left, Symbol) else right
    return current().refuse(f"{operation} with {describe(symbol)} cannot be said in a template")


def chained(left: Any, operation: str, right: Callable[[], Any], *more: Any) -> Any:
    """Give the outcome of a chain of comparisons, ``a < b < c``: of each value but the first what
    gives it, before which its operator stands.
    """
    other = right()
    found = compare(operation, left, other)
    return both(found, lambda: chained(other, *more)) if more else found


def _are_records(left: Any, right: Any) -> bool:
    """Tell whether two values are of one data class that compares them by what they hold."""
    return type(left) is type(right) and is_record(left)


def is_open_member(value: Any) -> bool:
    """Tell whether something that is not known is in a value, or in one that is in it."""
    if holds_symbol(value) or is_open_key(value):
        return True
    return isinstance(value, (list, set, frozenset, dict)) and has_open_key(value)


def _are_rows(left: Any, right: Any) -> bool:
    """Tell whether two tuples, lists, queues or maps have something in them that is not known."""
    kinds = (tuple, list, dict, collections.deque)
    return any(isinstance(left, kind) and isinstance(right, kind) for kind in kinds) and (
        holds_symbol(left) or holds_symbol(right)
    )


def _all_equal(left: Any, right: Any) -> Any:
    if any(map(is_loose, (left, right))):
        current().refuse("a comparison of a list that hangs on conditions cannot be said")
    if isinstance(left, dict):
        check_members([*left], [*right], words="keys of maps")
        if left.keys() != right.keys():
            return False
        left, right = [left[key] for key in right], [*right.values()]
    if len(left) != len(right):
        return False
    pairs = zip(left, right, strict=True)
    return conditions.all_of(*(compare("==", *pair) for pair in pairs))


def _is_same(left: Any, right: Any) -> Any:
    """Give whether two values are one: what is not known can be an enum's member, or a boolean."""
    symbol, other = (left, right) if isinstance(left, Symbol) else (right, left)
    if isinstance(symbol, Member) and isinstance(other, symbol.enum):
        return _equal(symbol, other)
    if isinstance(symbol, Value) and isinstance(other, Enum):
        return _equal(symbol, other)
    if isinstance(symbol, Condition) and isinstance(other, (bool, Condition)):
        return _equal(symbol, other)
    if left is right or other is None or isinstance(other, (type, Enum)):
        return left is right
    return current().refuse(f"whether {describe(symbol)} is the same object cannot be said")


def constant(operation: str, left: Any, right: Any) -> Any:
    """Compare two fixed texts: a condition that a template's author fixed by hand."""
    if not current().symbolic:
        return compare(operation, left, right)
    condition = Condition({"node": "equal", "left": wire(left), "right": wire(right)})
    return condition if operation == "==" else conditions.negate(condition)


def remembered(operation: str, left: Any, right: Any) -> Any:
    """Compare what fixed keys choose: a condition where a template's table can hold it."""
    both = isinstance(left, str) and isinstance(right, str)
    if both and (isinstance(left, Known) or isinstance(right, Known)):
        return constant(operation, left, right)
    return compare(operation, left, right)


def _chosen(operation: str, value: Any) -> bool:
    """Tell whether a value is compared by what it can be; a table's cell equals as it is."""
    if isinstance(value, Condition):
        return operation not in ("==", "is")
    if isinstance(value, Value) and operation != "==":
        return is_chosen_number(value)
    text = value.token if isinstance(value, Value) else value
    if is_chosen_in_parts(value):
        return True
    return isinstance(value, (Text, Value)) and current().whole_choice(text) is not None


def _each_compared(operation: str, value: Any, other: Any, swapped: bool) -> Any:
    def against(side: Any) -> Any:
        pair = (other, side) if swapped else (side, other)
        return compare(operation, *pair)

    if isinstance(value, Choice):
        return value.each(against)
    if isinstance(value, Condition):
        return choose_made(value, lambda: against(True), lambda: against(False))
    from .symbols import distribute

    text = value.token if isinstance(value, Value) else value
    return distribute(text, against, operation)


def _equal(left: Any, right: Any) -> Any:
    for value in (left, right):
        if isinstance(value, Items):
            current().refuse(f"a comparison of {describe(value)} cannot be said in a template")
    members = [side for side in (left, right) if isinstance(side, Member)]
    if members:
        enum = members[0].enum
        left, right = (_of_enum(side, enum) for side in (left, right))
    if any(isinstance(side, Text) for side in (left, right)) and any(
        isinstance(side, Enum) and not isinstance(side, str) for side in (left, right)
    ):
        return False
    left, right = (side.value if isinstance(side, Enum) else side for side in (left, right))
    if isinstance(left, Condition) or isinstance(right, Condition):
        return left == right if isinstance(left, Condition) else right == left
    if not all(isinstance(side, (str, int, float, Value)) for side in (left, right)):
        return False
    if any(_is_number(side) for side in (left, right)) and not _same_sort(left, right):
        return False
    return conditions.equal(_spelled(left, right), _spelled(right, left))


def _spelled(value: Any, other: Any) -> Any:
    """Give a number as a whole one that is not known, which it is compared with, is spelled."""
    is_whole = isinstance(other, Value) and other.kind == "integer"
    fits = isinstance(value, bool) or (type(value) is float and value.is_integer())
    return int(value) if is_whole and fits else value


def _of_enum(value: Any, enum: Any) -> Any:
    """Give what a member of an enum is compared with: a text, only where it is one itself."""
    if isinstance(value, (Member, enum)):
        return value.value
    return value if issubclass(enum, str) else None


def _same_sort(left: Any, right: Any) -> bool:
    """Tell whether two values can be equal in Python: a text never equals a number."""
    return isinstance(left, str) == isinstance(right, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) or (
        isinstance(value, Value) and value.kind in ("integer", "number")
    )


def _loosely_contains(container: Any, item: Any) -> Any:
    """Give whether an item is in a list or map of which a part may not be there."""
    if not isinstance(container, dict):
        return conditions.any_of(*[_is_there(entry, item) for entry in container])
    found = []
    for key, entry in container.items():
        presence = there(entry)
        if presence is not False:
            found.append(conditions.all_of(presence, compare("==", item, key)))
    return conditions.any_of(*found)


def _is_there(entry: Any, item: Any) -> Any:
    """Give whether an item that may not be there is there, and equals another."""
    entry = resolve(entry)
    if entry is MISSING:
        return False
    if not is_optional(entry):
        return compare("==", item, entry)
    sides = of_sides(entry, lambda side: _is_there(side, item))
    return choose(by_name(entry.condition_name()), *sides)


def _contains(container: Any, item: Any) -> Any:
    if isinstance(container, Choice):
        return container.each(lambda side: compare("in", item, side))
    if isinstance(container, Items) and (cells := current().cells_of(container.token)) is not None:
        return cells(lambda row: compare("in", item, row))
    for chosen in (container, item) if isinstance(container, str) else ():
        if is_chosen_text(chosen):
            return truth(_each_within(chosen, container, item))
    if isinstance(container, (Items, Value, str)):
        symbol = container if isinstance(container, Symbol) else item
        current().refuse(f"looking into {describe(symbol)} cannot be said in a template")
    return conditions.any_of(*[compare("==", item, other) for other in container])


def _each_within(chosen: Text, container: str, item: Any) -> Any:
    """Give whether a text is a part of another, one of which is one of several."""
    from .symbols import distribute

    def within(side: Any) -> Any:
        pair = (item, side) if chosen is container else (side, container)
        return compare("in", *pair)

    return distribute(chosen, within, "looking for a part")


def check_different(keys: Iterable[Any]) -> None:
    """Refuse to count keys of which two may be the same."""
    listed = [*keys]
    is_open = any(isinstance(key, Symbol) for key in listed)
    if not is_open and has_open_key(listed):
        pairs = itertools.combinations(listed, 2)
        is_open = any(compare("==", *pair) is not False for pair in pairs)
    if is_open:
        current().refuse("the number of different values cannot be said where one is not known")


def check_apart(members: Iterable[Any]) -> None:
    """Refuse to go through members of a set of which two may be the same."""
    listed = [*members]
    if not any(isinstance(each, Symbol) for each in listed) and not has_open_key(listed):
        return
    if any(compare("==", *pair) is not False for pair in itertools.combinations(listed, 2)):
        current().refuse("going through a set of which two members may be the same cannot be said")


def check(test: Any, message: Callable[[], Any]) -> None:
    """Make an assertion; one about a symbol is only noted."""
    outcome = truth(test) if _is_open(test) else bool(test)
    if not isinstance(outcome, Condition):
        if not outcome:
            raise AssertionError(message())
        return
    words = conditions.describe_specification(outcome.specification)
    current().refuse_caught(f"an assertion about {words}", "AssertionError")
    current().warn(
        "unchecked",
        f"the program asserts something about {words}, which the template does not check",
    )
    exclude(outcome, False)


def matched(value: Any) -> Any:
    """Give what a ``match`` looks into, all of which must be known."""
    if holds_symbol(value):
        current().refuse("a match that looks into a value that is not known cannot be said")
    return value


def keep(test: Any, item: Callable[[], Any]) -> Any:
    """Give an item that a comprehension keeps if a test holds."""
    outcome = truth(test) if _is_open(test) else bool(test)
    if not isinstance(outcome, Condition):
        return item() if outcome else MISSING
    with under(outcome, True):
        kept = resolve(item())
    return kept if _leaves_empty_out(outcome, kept) else choose(outcome, kept, MISSING)


def _leaves_empty_out(outcome: Condition, item: Any) -> bool:
    """Tell whether a test leaves out the empty items of a list of unknown length, and tell that
    the template does not.
    """
    source = cut_from(item) if isinstance(item, Text) else None
    meant = conditions.negate(outcome).specification
    if source is None or meant["node"] != "equal" or meant["right"] != "":
        return False
    if cut_from(meant["left"]) != source:
        return False
    current().warn(
        "empty-items",
        f"the program leaves empty items (a,,b) of {describe(source)} out, the template does not",
    )
    return True


def kept_items(items: list[Any]) -> list[Any]:
    """Give a comprehension's items without those that were not kept."""
    return [item for item in items if item is not MISSING]


def named(name: str, value: Any) -> Any:
    """Name a condition after the variable that it is assigned to."""
    if isinstance(value, Condition) and value.token is None:
        specification = value.specification
        if specification["node"] != "condition" and conditions.is_early(specification):
            return conditions.by_name(conditions.give_name(value, name))
    return value


def named_again(name: str, value: Any) -> Any:
    """Name a condition that has a name after another variable, too: it is another condition."""
    if isinstance(value, Condition) and value.token is None:
        specification = value.specification
        if specification["node"] == "condition" and conditions.is_early(specification):
            if conditions.words_for(name) == specification["name"]:
                return value
            return conditions.by_name(conditions.give_name(value, name))
    return named(name, value)
