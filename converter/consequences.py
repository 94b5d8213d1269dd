"""What follows from what among a program's conditions, by trying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from .pulumi import LITERALS, AllOf, AnyOf, ConditionValue, ConfigValue, Equal, Expression, Negation
from .scalars import text_of

MOST_COMPARISONS = 10
"""What hangs on more of them is not looked into."""

_Sides = tuple[tuple[bool, str], tuple[bool, str]]
Fact = tuple[Expression, bool]
"""A condition, and whether it holds."""


class Consequences:
    """What follows from what.

    Args:
        conditions: those that have names.
        allowed: the texts that a config value may be, by its key, where it is kept to some.
    """

    def __init__(
        self, conditions: Mapping[str, Expression], allowed: Mapping[str, Iterable[str]]
    ) -> None:
        self._conditions = conditions
        self._allowed = {repr(ConfigValue(key)): set(texts) for key, texts in allowed.items()}
        self._known: dict[str, bool | None] = {}

    def follows(
        self, condition: Expression, facts: tuple[Fact, ...], holds: bool = True
    ) -> bool | None:
        """Whether a condition holds, or does not, wherever others do as ``facts`` say; None where
        that is not looked into.
        """
        key = repr((condition, facts, holds))
        if key not in self._known:
            is_said = (condition, holds) in facts
            self._known[key] = is_said or self._always(condition, facts, holds)
        return self._known[key]

    def _always(self, condition: Expression, facts: tuple[Fact, ...], holds: bool) -> bool | None:
        comparisons: list[Equal] = []
        for each in (condition, *(fact for fact, _ in facts)):
            if not self._collect(each, comparisons):
                return None
        if len(comparisons) > MOST_COMPARISONS:
            return None
        sides = [_sides(each) for each in comparisons]
        for truths in product((True, False), repeat=len(comparisons)):
            if not self._possible(sides, truths):
                continue
            case = list(zip(comparisons, truths, strict=True))
            known = all(self._holds(fact, case) is it for fact, it in facts)
            if known and self._holds(condition, case) is not holds:
                return False
        return True

    def _collect(self, node: Expression, found: list[Equal]) -> bool:
        """Take the comparisons that a condition is made of; False where a name is none's."""
        if isinstance(node, Equal):
            if node not in found:
                found.append(node)
        elif isinstance(node, (AllOf, AnyOf)):
            return all(self._collect(part, found) for part in node.conditions)
        elif isinstance(node, Negation):
            return self._collect(node.condition, found)
        elif isinstance(node, ConditionValue):
            named = self._conditions.get(node.name)
            return named is not None and self._collect(named, found)
        return True

    def _holds(self, node: Expression, case: list[tuple[Equal, bool]]) -> bool:
        if isinstance(node, Equal):
            return next(holds for comparison, holds in case if comparison == node)
        if isinstance(node, AllOf):
            return all(self._holds(part, case) for part in node.conditions)
        if isinstance(node, AnyOf):
            return any(self._holds(part, case) for part in node.conditions)
        if isinstance(node, Negation):
            return not self._holds(node.condition, case)
        if isinstance(node, ConditionValue):
            return self._holds(self._conditions[node.name], case)
        return bool(node)

    def _possible(self, comparisons: list[_Sides], truths: tuple[bool, ...]) -> bool:
        """Whether there are values for which the comparisons come out like that."""
        equal: dict[str, set[str]] = {}
        unequal: dict[str, set[str]] = {}
        for ((is_known, literal), (is_literal, other)), holds in zip(
            comparisons, truths, strict=True
        ):
            if is_known is is_literal:
                if is_known and (literal == other) is not holds:
                    return False
                continue
            (equal if holds else unequal).setdefault(other, set()).add(literal)
        return all(
            len(values) == 1 and not values & unequal.get(it, set()) and self._allows(it, values)
            for it, values in equal.items()
        ) and all(
            it in equal or not self._allowed.get(it) or self._allowed[it] - values
            for it, values in unequal.items()
        )

    def _allows(self, side: str, values: set[str]) -> bool:
        allowed = self._allowed.get(side)
        return not allowed or values <= allowed


def _sides(comparison: Equal) -> _Sides:
    """Both sides of a comparison, a literal first."""
    first, second = sorted((_side(comparison.left), _side(comparison.right)), reverse=True)
    return first, second


def _side(value: Expression) -> tuple[bool, str]:
    """A side of a comparison: whether it is a literal, and its text."""
    literal = type(value) in LITERALS
    return literal, text_of(value) if literal else repr(value)
