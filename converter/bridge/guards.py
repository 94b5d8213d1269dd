"""References to resources that a condition may leave out, where nothing says that they are there.

CloudFormation refuses to deploy such a template while the resource is left out ("Unresolved
resource dependencies"), and so must the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product

from ..cloudformation import Stack
from ..errors import Path
from ..intrinsics import (
    And,
    Condition,
    ConditionRef,
    Equals,
    Not,
    Or,
    Ref,
    Tree,
    Value,
    Variable,
    references,
    render,
    sub_parts,
)
from ..pulumi import AllOf, ConditionValue, Expression, Negation, Refusal
from ..scalars import allowed_texts, text_of
from .context import ToPulumi
from .scalars import boolean_of

MOST_COMPARISONS = 10
"""What hangs on more of them is not looked into."""

_Sides = tuple[tuple[bool, str], tuple[bool, str]]
Fact = tuple[str, bool]
"""The name of a condition, and whether it holds."""


def refusals(context: ToPulumi) -> tuple[Refusal, ...]:
    """What the program has to refuse, each told with the place of the reference."""
    stack = context.stack
    optional = {name: it.condition for name, it in stack.resources.items() if it.condition}
    if not optional:
        return ()
    logic = _Logic(stack)
    found: dict[tuple[tuple[Fact, ...], str], Refusal] = {}
    for user, target, path, facts in _references(stack, optional):
        condition = optional[target]
        if logic.follows(condition, facts):
            continue
        words = f"{user} refers to {target}, which is there only where {condition} holds"
        context.report.warn("unguarded-reference", words, path)
        when = _together([*facts, (condition, False)])
        found.setdefault((facts, condition), Refusal(condition=when, message=words))
    return tuple(found.values())


def _together(facts: list[Fact]) -> Expression:
    named = [
        ConditionValue(name) if holds else Negation(ConditionValue(name)) for name, holds in facts
    ]
    return named[0] if len(named) == 1 else AllOf(tuple(named))


def _references(
    stack: Stack, targets: Mapping[str, str]
) -> Iterator[tuple[str, str, Path, tuple[Fact, ...]]]:
    """Who refers to which of some resources, where, and what is known there."""
    for name, resource in stack.resources.items():
        named = (each.partition(".")[0] for each in references(resource.properties))
        if targets.keys().isdisjoint(named):
            continue
        here: Path = ("Resources", name, "Properties")
        for target, path, facts in _mentions(resource.properties, here, resource.condition):
            if target in targets and target != name:
                yield name, target, path, facts
    for name, output in stack.outputs.items():
        for target, path, facts in _mentions(
            output.value, ("Outputs", name, "Value"), output.condition
        ):
            if target in targets:
                yield f"the output {name}", target, path, facts


def _mentions(
    value: Value, path: Path, condition: str | None
) -> Iterator[tuple[str, Path, tuple[Fact, ...]]]:
    """The names that a value mentions, with their places, and what conditions hold there."""
    known: tuple[Fact, ...] = () if condition is None else ((condition, True),)
    todo: list[tuple[Tree, Path, tuple[Fact, ...]]] = [(render(value), path, known)]
    while todo:
        tree, here, facts = todo.pop()
        if isinstance(tree, list):
            todo += [(it, (*here, at), facts) for at, it in reversed(list(enumerate(tree)))]
        elif isinstance(tree, dict):
            choice = tree.get("Fn::If") if len(tree) == 1 else None
            if isinstance(choice, list) and len(choice) == 3:
                inside = (*here, "Fn::If")
                name = str(choice[0])
                todo.append((choice[2], (*inside, 2), _with(facts, (name, False))))
                todo.append((choice[1], (*inside, 1), _with(facts, (name, True))))
                continue
            yield from ((name, place, facts) for name, place in _named(tree, here))
            todo += [(it, (*here, key), facts) for key, it in reversed(tree.items())]


def _with(facts: tuple[Fact, ...], fact: Fact) -> tuple[Fact, ...]:
    return facts if fact in facts else (*facts, fact)


def _named(tree: dict[str, Tree], path: Path) -> Iterator[tuple[str, Path]]:
    """What a function names, where a mapping is one."""
    if len(tree) != 1:
        return
    ((function, argument),) = tree.items()
    first = argument[0] if isinstance(argument, list) and argument else argument
    if not isinstance(first, str):
        return
    if function in ("Ref", "Fn::GetAtt"):
        yield first.partition(".")[0], (*path, function)
    elif function == "Fn::Sub":
        own = argument[1] if isinstance(argument, list) else {}
        for part in sub_parts(first):
            if isinstance(part, Variable) and part.name not in own:  # type: ignore[operator]  # a map
                yield part.name.partition(".")[0], (*path, function)


class _Logic:
    """What follows from what among a stack's conditions, by trying."""

    def __init__(self, stack: Stack) -> None:
        self.conditions = stack.conditions
        self.parameters = stack.parameters
        self._known: dict[tuple[str, tuple[Fact, ...]], bool] = {}

    def follows(self, condition: str, facts: tuple[Fact, ...]) -> bool:
        """Whether a condition holds wherever others hold, or do not, as ``facts`` say."""
        key = condition, facts
        if key not in self._known:
            self._known[key] = (condition, True) in facts or self._always(condition, facts)
        return self._known[key]

    def _always(self, condition: str, facts: tuple[Fact, ...]) -> bool:
        names = (condition, *(name for name, _ in facts))
        if not all(name in self.conditions for name in names):
            return True
        comparisons: list[Equals] = []
        for name in names:
            self._collect(self.conditions[name], comparisons)
        if len(comparisons) > MOST_COMPARISONS:
            return True
        sides = [_sides(each) for each in comparisons]
        for truths in product((True, False), repeat=len(comparisons)):
            if not self._possible(sides, truths):
                continue
            case = list(zip(comparisons, truths, strict=True))
            known = all(self._holds(self.conditions[name], case) is it for name, it in facts)
            if known and not self._holds(self.conditions[condition], case):
                return False
        return True

    def _collect(self, node: Value, found: list[Equals]) -> None:
        if isinstance(node, Equals):
            if node not in found:
                found.append(node)
        elif isinstance(node, (And, Or)):
            for part in node.conditions:
                self._collect(part, found)
        elif isinstance(node, Not):
            self._collect(node.condition, found)
        elif isinstance(node, ConditionRef) and node.name in self.conditions:
            self._collect(self.conditions[node.name], found)

    def _holds(self, node: Condition, case: list[tuple[Equals, bool]]) -> bool:
        if isinstance(node, Equals):
            return next(holds for comparison, holds in case if comparison == node)
        if isinstance(node, And):
            return all(self._holds(part, case) for part in node.conditions)
        if isinstance(node, Or):
            return any(self._holds(part, case) for part in node.conditions)
        if isinstance(node, Not):
            return not self._holds(node.condition, case)
        if isinstance(node, ConditionRef):
            return self._holds(self.conditions[node.name], case)
        return bool(boolean_of(node))

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

    @cached_property
    def _allowed(self) -> dict[str, set[str]]:
        """What a parameter may be, by the side that it is; nothing where it may be anything."""
        return {
            repr(Ref(name)): set(allowed)
            for name, parameter in self.parameters.items()
            if (allowed := allowed_texts(parameter.attributes)) is not None
        }


def _sides(comparison: Equals) -> _Sides:
    """Both sides of a comparison, a literal first."""
    first, second = sorted((_side(comparison.left), _side(comparison.right)), reverse=True)
    return first, second


def _side(value: Value) -> tuple[bool, str]:
    """A side of a comparison: whether it is a literal, and its text."""
    literal = isinstance(value, (str, int, float, bool))
    return literal, text_of(value) if literal else repr(value)
