"""References to resources that a condition may leave out, where nothing says that they are there.

CloudFormation refuses to deploy such a template while the resource is left out ("Unresolved
resource dependencies"), and so must the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..cloudformation import Stack
from ..consequences import Consequences
from ..errors import Path
from ..intrinsics import Tree, Value, Variable, references, render, sub_parts
from ..pulumi import AllOf, ConditionValue, Expression, Negation, Refusal
from ..scalars import allowed_texts
from .context import ToPulumi

Fact = tuple[str, bool]
"""The name of a condition, and whether it holds."""


def refusals(context: ToPulumi) -> tuple[Refusal, ...]:
    """What the program has to refuse, each told with the place of the reference."""
    stack = context.stack
    optional = {name: it.condition for name, it in stack.resources.items() if it.condition}
    if not optional:
        return ()
    consequences = _consequences(context)
    found: dict[tuple[tuple[Fact, ...], str], Refusal] = {}
    for user, target, path, facts in _references(stack, optional):
        condition = optional[target]
        known = tuple((ConditionValue(name), holds) for name, holds in facts)
        if consequences.follows(ConditionValue(condition), known) is not False:
            continue
        words = f"{user} refers to {target}, which is there only where {condition} holds"
        context.report.warn("unguarded-reference", words, path)
        when = _together([*facts, (condition, False)])
        found.setdefault((facts, condition), Refusal(condition=when, message=words))
    return tuple(found.values())


def _consequences(context: ToPulumi) -> Consequences:
    parameters = context.stack.parameters.items()
    allowed = {
        name: texts
        for name, parameter in parameters
        if (texts := allowed_texts(parameter.attributes)) is not None
    }
    return Consequences(context.conditions, allowed)


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
