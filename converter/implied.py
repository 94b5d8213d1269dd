"""What is known of conditions where others are known to hold, or not to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .intrinsics import And, Condition, ConditionRef, Equals, Not, Or, Value
from .scalars import text_of

Fact = tuple[Condition, bool]


class Facts:
    """What is known at a place of a template.

    Args:
        conditions: the template's conditions.
        known: conditions, each with whether it holds.
        always: the conditions of the template that hold, or do not, whatever its parameters are.
    """

    def __init__(
        self,
        conditions: Mapping[str, Condition],
        known: tuple[Fact, ...] = (),
        always: Mapping[str, bool] | None = None,
    ) -> None:
        self._conditions = conditions
        self._known = known
        self._always = always or {}

    def assuming(self, name: str, holds: bool) -> Facts:
        """What is known where a condition of the template holds, or does not, as well."""
        return self.taking(ConditionRef(name), holds)

    def taking(self, condition: Condition, holds: bool) -> Facts:
        """What is known where any condition holds, or does not, as well."""
        known = (*self._known, *self._implied(condition, holds))
        return Facts(self._conditions, known, self._always)

    def holds(self, name: str) -> bool | None:
        """Whether a condition of the template holds; None where that is open."""
        return self.settled(ConditionRef(name))

    def settled(self, condition: Condition) -> bool | None:
        """Whether any condition holds; None where that is open."""
        return self._settled(condition) if self._known or self._always else None

    def text(self, value: Value) -> str | None:
        """The text that a value is by a condition that holds; None where it is open."""
        for fact, holds in self._known:
            if holds and isinstance(fact, Equals) and fact.left == value:
                return fact.right if isinstance(fact.right, str) else None
        return None

    def _implied(self, condition: Condition, holds: bool) -> Iterator[Fact]:
        condition = self._meaning(condition)
        yield condition, holds
        if isinstance(condition, And if holds else Or):
            for part in condition.conditions:
                yield from self._implied(part, holds)
        elif isinstance(condition, Not):
            yield from self._implied(condition.condition, not holds)

    def _settled(self, condition: Condition) -> bool | None:
        if isinstance(condition, ConditionRef) and condition.name in self._always:
            return self._always[condition.name]
        condition = self._meaning(condition)
        if isinstance(condition, (str, bool)):
            return {"true": True, "false": False}.get(str(condition).lower())
        for fact, holds in self._known:
            if fact == condition:
                return holds
            if holds and _excludes(fact, condition):
                return False
        if isinstance(condition, Not):
            inner = self._settled(condition.condition)
            return None if inner is None else not inner
        if isinstance(condition, (And, Or)):
            decisive = isinstance(condition, Or)
            parts = [self._settled(part) for part in condition.conditions]
            if decisive in parts:
                return decisive
            return None if None in parts else not decisive
        return None

    def _meaning(self, condition: Condition) -> Condition:
        """What a condition says that only names another."""
        seen: set[str] = set()
        while isinstance(condition, ConditionRef) and condition.name in self._conditions:
            if condition.name in seen:
                break
            seen.add(condition.name)
            condition = self._conditions[condition.name]
        if not isinstance(condition, Equals):
            return condition
        left, right = map(_literal, (condition.left, condition.right))
        return Equals(right, left) if isinstance(left, str) else Equals(left, right)


def _literal(value: Value) -> Value:
    """A value as CloudFormation compares it: numbers and booleans are texts."""
    return text_of(value) if isinstance(value, (bool, int, float)) else value


def _excludes(fact: Condition, other: Condition) -> bool:
    """Whether one comparison's holding means that another does not: one value, two texts."""
    if not isinstance(fact, Equals) or not isinstance(other, Equals) or fact.left != other.left:
        return False
    texts = (fact.right, other.right)
    return all(isinstance(text, str) for text in texts) and texts[0] != texts[1]
