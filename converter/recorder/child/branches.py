"""An ``if`` whose test is a condition: both branches are run, each under its assumption."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .choices import (
    MISSING,
    choose,
    choose_made,
    chosen_outside,
    resolve,
    truth,
    without_rest,
)
from .conditions import Condition, conditions_since, describe_specification, simplify, under
from .excluding import mark, refuse_values
from .run import Assumption, Untold, current
from .symbols import Text
from .telling import told


class Branch:
    """One run of an ``if`` statement.

    Args:
        test: the value of its test.
    """

    def __init__(self, test: Any) -> None:
        outcome = truth(test)
        self.symbolic = isinstance(outcome, Condition)
        self._outcome = outcome
        self._before: tuple[Any, ...] = ()
        self._then: tuple[Any, ...] = ()
        self._dead: list[bool] = []
        self._place: Any = None
        self._holds = True

    def save(self, *values: Any) -> None:
        """Keep the variables' values from before the statement."""
        self._before = values

    def enter(self, holds: bool) -> bool:
        """Tell whether a branch is to be run, and assume what it stands under."""
        if not self.symbolic:
            return bool(self._outcome) is holds
        self._holds = holds
        self._place = under(self._outcome, holds)
        self._place.__enter__()
        return True

    def turn(self, *values: Any) -> tuple[Any, ...]:
        """Leave the first branch; give the variables the values from before."""
        self._leave_place()
        self._then = values
        return self._before

    def merge(self, *values: Any) -> tuple[Any, ...]:
        """Leave the statement; give each variable a choice of what the branches made of it."""
        self._leave_place()
        if self._dead:
            holds = True not in self._dead
            left = self._then if holds else values
            return tuple(without_rest(value, self._outcome, holds) for value in left)
        pairs = zip(self._then, values, strict=True)
        return tuple(_merged(self._outcome, *pair) for pair in pairs)

    def fail(self, error: BaseException) -> None:
        """Take an error in a branch: the program's own only mean that the branch must not be."""
        if not self.symbolic:
            raise error
        self._leave_place()
        if self._dead:  # so is the other branch
            raise error
        refuse_values(self._outcome, self._holds, error)
        self._dead.append(self._holds)

    def leave(self) -> None:
        """Refuse a jump out of the statement."""
        if self.symbolic:
            words = describe_specification(self._outcome.specification)
            current().refuse(f"a jump that hangs on {words} cannot be said in a template")

    def _leave_place(self) -> None:
        if self._place is not None:
            self._place.__exit__(None, None, None)
            self._place = None


def _merged(outcome: Condition, then: Any, otherwise: Any) -> Any:
    """Give a choice of what was made of a variable where a condition holds, and where not."""
    if then is otherwise:
        return then
    sides = []
    for holds, value in ((True, then), (False, otherwise)):
        with under(outcome, holds):
            sides.append(simplify(value) if isinstance(value, Condition) else resolve(value))
    return choose(outcome, *sides)


class Merging:
    """A turn of a ``for`` statement, or a call, which may stand under a condition.

    Args:
        branches, assumptions: what is around it, and stays as it is.
    """

    def __init__(
        self, branches: tuple[Assumption, ...] = (), assumptions: tuple[Assumption, ...] = ()
    ) -> None:
        self._outer = branches, assumptions
        self._before: tuple[Any, ...] = ()

    @property
    def symbolic(self) -> bool:
        """Whether it stands under a condition."""
        return len(current().branches.get()) > len(self._outer[0])

    def save(self, *values: Any) -> None:
        """Keep the variables' values from before it."""
        self._before = values

    def merge(self, *values: Any) -> tuple[Any, ...]:
        """Leave it; give each variable a choice of what was made of it there, and what it was."""
        run = current()
        outcome = conditions_since(len(self._outer[0]))
        tokens = run.branches.set(self._outer[0]), run.assumptions.set(self._outer[1])
        try:
            pairs = zip(values, self._before, strict=True)
            return tuple(_merged(outcome, *pair) for pair in pairs)
        finally:
            run.assumptions.reset(tokens[1])
            run.branches.reset(tokens[0])


class Repetition:
    """A ``while`` statement: an ``if`` in an ``if``, as long as its test may hold."""

    def __init__(self) -> None:
        self._turns: list[tuple[Condition, list[Any], Any]] = []
        self._count = 0

    @property
    def symbolic(self) -> bool:
        """Whether a turn stands under a condition."""
        return bool(self._turns)

    def again(self, test: Any, values: Callable[[], list[Any]]) -> bool:
        """Tell whether there is one more turn, and stand under its condition.

        Args:
            test: the value of the test.
            values: gives those of the variables that a turn may change.
        """
        outcome = truth(test)
        self._count += bool(self._turns)
        if self._count > _MOST_TURNS:
            words = describe_specification(self._turns[0][0].specification)
            current().refuse(f"a loop that hangs on {words} cannot be said in a template")
        if not isinstance(outcome, Condition):
            return bool(outcome)
        place = under(outcome, True)
        self._turns.append((outcome, values(), place))
        place.__enter__()
        return True

    def merge(self, *values: Any) -> tuple[Any, ...]:
        """Leave the statement; give each variable a choice of what each turn made of it."""
        for outcome, before, place in reversed(self._turns):
            place.__exit__(None, None, None)
            values = tuple(_merged(outcome, *pair) for pair in zip(values, before, strict=True))
        self._turns.clear()
        return values


_MOST_TURNS = 100


def repetition() -> Repetition:
    """Begin a ``while`` statement."""
    return Repetition()


def loop() -> Merging:
    """Begin a ``for`` statement."""
    return Merging(current().branches.get(), current().assumptions.get())


def scope() -> Merging:
    """Begin a call of a function that changes variables of the scopes around it."""
    return Merging()


def depth() -> int:
    """Give how many branches there are around this place."""
    return len(current().branches.get())


def branch(test: Any) -> Branch:
    """Begin an ``if`` statement."""
    return Branch(test)


def variable(get: Callable[[], Any]) -> Any:
    """Give a variable's value, or that it has none."""
    try:
        return get()
    except NameError:
        return MISSING


def own(names: dict[str, Any], name: str) -> Any:
    """Give what a name of a class's body stands for, or that it has no value."""
    return names.get(name, MISSING)


def deliberate(make: Callable[[], Any], kind: Callable[[], Any] = lambda: Exception) -> Any:
    """Mark an error that the program raises itself; of what its words say nothing is needed."""
    try:
        error = told(make)
    except Untold:
        error = kind()
    if isinstance(error, type):
        error = error()
    if isinstance(error, BaseException):
        mark(error)
    return error


def guard(make: Callable[[], Any], passed: bool) -> Any:
    """Give a test by which a program only refuses values, passed where it cannot be said."""
    run = current()
    if run.catching.get() or run.guarding:
        return make()
    run.guarding = True
    try:
        with run.kept():
            return make()
    except Untold:
        run.guarding = False
        run.warn("unchecked", "the program refuses some values here, which the template does not")
        return passed
    finally:
        run.guarding = False


def sure(value: Any) -> bool:
    """Tell whether a loop has been left for good, and may be left in the turn that begins."""
    run = current()
    is_open, run.in_open_turn = run.in_open_turn, False
    return value is True and not is_open


def either(
    test: Any, then: Callable[[], Any], otherwise: Callable[[], Any], fixed: bool = False
) -> Any:
    """Give ``then if test else otherwise``; ``fixed``: inside of another one, both are literals."""
    outcome = truth(test)
    if fixed and isinstance(test, Condition) and not isinstance(outcome, Condition):
        return _as_written(chosen_outside(test, then(), otherwise()))
    if not isinstance(outcome, Condition):
        return then() if outcome else otherwise()
    return choose_made(outcome, then, otherwise)


def _as_written(value: Any) -> Any:
    """Give a choice that stays, though what is around it settles it: it is written there."""
    if isinstance(value, Text):
        current().as_written.add(str.__str__(value))
    return value
