"""One resource that several branches make: what has one URN is one resource, and each branch says
something else of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, cast

from ..naming import free_name, pascal_case
from ..pulumi import (
    ABSENT,
    LITERALS,
    AllOf,
    AnyOf,
    Attribute,
    Choice,
    ConditionValue,
    Equal,
    Expression,
    Negation,
    Options,
    Program,
    Resource,
)
from ..records import replace
from ..report import Report
from ..rewriting import rewrite, rewritten

MOST_ASKED = 10
"""Branches that hang on more different questions are not looked into."""

_Case = Mapping[str, bool]
"""What the answer to each question is."""


def merged(program: Program, named: Iterable[Sequence[str]], report: Report) -> Program:
    """Make one of resources that have the same type, name and parent, of which one at most exists.

    Args:
        program: the program.
        named: the keys of such resources, the first made first.
        report: takes a note of those that stay apart.
    """
    for keys in named:
        found = _one(program, keys)
        if found is not None:
            program = found
            continue
        for key in keys[1:]:
            words = f"there are several resources named {keys[0]}; one is {key} in the template"
            report.note("renamed-resource", words, ("resources", key))
    return program


def _one(program: Program, keys: Sequence[str]) -> Program | None:
    """The program with one resource for several; None where they have to stay apart."""
    resources = [program.resources[key] for key in keys]
    names = [resource.condition for resource in resources]
    conditions = [str(name) for name in names]
    options = _options(program, keys, conditions, resources)
    if options is None or None in names:
        return None
    cases = _cases(program, conditions)
    if not cases or any(sum(holding) > 1 for holding in cases):
        return None
    program, condition = _together(program, keys[0], conditions, always=all(map(any, cases)))
    first, *others = keys
    inputs = _inputs(conditions, [resource.inputs for resource in resources])
    kept = {key: it for key, it in program.resources.items() if key not in others}
    kept[first] = replace(resources[0], inputs=inputs, options=options, condition=condition)
    return _renamed(replace(program, resources=kept), first, others)


def _options(
    program: Program,
    keys: Sequence[str],
    conditions: Sequence[str],
    resources: Sequence[Resource],
) -> Options | None:
    """The options of all; None where a template cannot say in what they differ."""
    each = [resource.options for resource in resources]
    first, *others = each
    if any((it.parent, it.elsewhere) != (first.parent, first.elsewhere) for it in others):
        return None
    retained: list[Expression] = [it.retain_on_delete for it in each]
    before = _all(it.depends_on for it in each)
    order = list(program.resources)
    if any(order.index(name) > order.index(keys[0]) for name in before if name in order):
        return None
    return replace(
        first,
        depends_on=before,
        retain_on_delete=cast("bool | Choice", _value(conditions, retained)),
        protect=any(it.protect for it in each),
        ignore_changes=_all(it.ignore_changes for it in each),
        secret_outputs=_all(it.secret_outputs for it in each),
        other={name: value for it in each for name, value in it.other.items()},
    )


def _all(each: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in each for name in names))


def _together(
    program: Program, key: str, conditions: Sequence[str], *, always: bool
) -> tuple[Program, str | None]:
    """The program with a condition that holds where one of several does, and its name."""
    if always:
        return program, None
    name = free_name(f"Has{pascal_case(key)}", program.conditions.__contains__)
    either = AnyOf(tuple(ConditionValue(it) for it in conditions))
    return replace(program, conditions={**program.conditions, name: either}), name


def _renamed(program: Program, key: str, others: Sequence[str]) -> Program:
    """The program in which what is asked of others is asked of a resource."""

    def change(value: Any) -> Any:
        if isinstance(value, Attribute) and value.resource in others:
            return replace(value, resource=key)
        if isinstance(value, Choice):
            then, otherwise = rewrite(value.then, change), rewrite(value.otherwise, change)
            alike = _same(then, otherwise)
            return then if alike else replace(value, then=then, otherwise=otherwise)
        return value

    changed = rewritten(program, change)
    resources = {}
    for name, resource in changed.resources.items():
        options = resource.options
        named = tuple(dict.fromkeys(key if it in others else it for it in options.depends_on))
        parent = key if options.parent in others else options.parent
        if (named, parent) != (options.depends_on, options.parent):
            options = replace(options, depends_on=named, parent=parent)
        resources[name] = replace(resource, options=options)
    return replace(changed, resources=resources)


def _inputs(
    conditions: Sequence[str], each: Sequence[Mapping[str, Expression]]
) -> dict[str, Expression]:
    """Maps in one: the value of each key is the one of the condition that holds."""
    keys = dict.fromkeys(key for fields in each for key in fields)
    return {key: _value(conditions, [fields.get(key, ABSENT) for fields in each]) for key in keys}


def _value(conditions: Sequence[str], values: Sequence[Expression]) -> Expression:
    if all(isinstance(it, dict) for it in values):
        return _inputs(conditions, cast("Sequence[Mapping[str, Expression]]", values))
    found = values[-1]
    for condition, value in zip(conditions[-2::-1], values[-2::-1], strict=True):
        found = value if _same(value, found) else Choice(condition, value, found)
    return found


def _same(one: Expression, other: Expression) -> bool:
    """Whether values are the same; 1 is not True."""
    return one == other and repr(one) == repr(other)


def _cases(program: Program, conditions: Sequence[str]) -> list[list[bool]]:
    """Which of some conditions hold, for all that may be; nothing where that is not known."""
    asked: dict[str, Expression] = {}
    for name in conditions:
        _collect(program, ConditionValue(name), asked)
    if len(asked) > MOST_ASKED:
        return []
    every = (
        dict(zip(asked, answers, strict=True))
        for answers in product((True, False), repeat=len(asked))
    )
    return [
        [_holds(program, ConditionValue(name), case) for name in conditions]
        for case in every
        if _may_be(asked, case)
    ]


def _collect(program: Program, node: Expression, asked: dict[str, Expression]) -> None:
    inner = _inner(program, node)
    if inner is None:
        asked[repr(node)] = node
    for each in inner or ():
        _collect(program, each, asked)


def _inner(program: Program, node: Expression) -> Sequence[Expression] | None:
    """The conditions that a condition is made of; None where it is a question."""
    if isinstance(node, (AllOf, AnyOf)):
        return node.conditions
    if isinstance(node, Negation):
        return (node.condition,)
    if isinstance(node, ConditionValue) and node.name in program.conditions:
        return (program.conditions[node.name],)
    return () if isinstance(node, bool) else None


def _holds(program: Program, node: Expression, case: _Case) -> bool:
    if isinstance(node, bool):
        return node
    inner = _inner(program, node)
    if inner is None:
        return case[repr(node)]
    holding = (_holds(program, each, case) for each in inner)
    if isinstance(node, AnyOf):
        return any(holding)
    return not next(holding) if isinstance(node, Negation) else all(holding)


def _may_be(asked: Mapping[str, Expression], case: _Case) -> bool:
    """Whether no value is to be equal to two literals."""
    equal: dict[str, str] = {}
    for question, node in asked.items():
        if case[question] and isinstance(node, Equal):
            for literal, other in _literals(node):
                if equal.setdefault(repr(other), literal) != literal:
                    return False
    return True


def _literals(node: Equal) -> Iterator[tuple[str, Expression]]:
    """A literal that something is compared with, and what is."""
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if type(one) in LITERALS and type(other) not in LITERALS:
            yield repr(one), other
