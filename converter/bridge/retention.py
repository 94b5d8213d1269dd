"""Whether a resource outlives its stack: ``DeletionPolicy`` in a template, ``retainOnDelete`` in a
program. A template with ``AWS::LanguageExtensions`` may leave it to its parameters.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""

from __future__ import annotations

from typing import Any

from ..cloudformation import DELETION_POLICY, Stack
from ..errors import UnsupportedError
from ..intrinsics import (
    NO_VALUE,
    And,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
    If,
    Intrinsic,
    Not,
    Or,
    Ref,
    Value,
    parse,
)
from ..naming import free_name
from ..pulumi import Choice, Expression
from ..records import replace
from .conditions import lower_condition, raise_condition
from .context import ToCloudFormation, ToPulumi
from .usage import used_conditions

RETAIN, DELETE = "Retain", "Delete"
RETAINED = (RETAIN, "RetainExceptOnCreate")
_ALLOWED = "AllowedValues"

_Context = ToPulumi | ToCloudFormation


def may_be_retained(policy: Value) -> bool:
    """Whether a resource of this policy outlives its stack for some values of the parameters."""
    if isinstance(policy, If):
        return may_be_retained(policy.then) or may_be_retained(policy.otherwise)
    return policy in RETAINED or (isinstance(policy, Intrinsic) and policy != NO_VALUE)


def has_option(context: ToPulumi, policy: Value) -> bool:
    """Whether all that a policy may be, as far as it is known, is an option's true or false."""
    known = _texts(context, policy)
    return known is None or known <= {RETAIN, DELETE}


def lower_policy(context: ToPulumi, logical_id: str, policy: Value) -> bool | Choice:
    """Whether a resource is retained, by a condition of the template or one of its own."""
    retaining = _retaining(context, policy)
    if isinstance(retaining, bool):
        return retaining
    if isinstance(retaining, ConditionRef):
        return Choice(retaining.name, True, False)
    if isinstance(retaining, Not) and isinstance(retaining.condition, ConditionRef):
        return Choice(retaining.condition.name, False, True)
    condition = lower_condition(context, retaining)
    for name in context.made:
        if context.conditions[name] == condition:
            return Choice(name, True, False)
    name = free_name(f"Retain{logical_id}", context.stack.conditions.__contains__)
    context.made.append(name)
    context.conditions[name] = condition
    return Choice(name, True, False)


def _retaining(context: _Context, policy: Value) -> bool | Condition:
    """When a resource is retained; what a function gives that is no ``Fn::If`` is compared with
    the texts that it may be.
    """
    known = _texts(context, policy)
    texts = [it for it in RETAINED if known is None or it in known]
    return _by_texts(policy, texts)


def _by_texts(policy: Value, texts: list[str]) -> bool | Condition:
    if isinstance(policy, If):
        holds = ConditionRef(policy.condition)
        then, otherwise = (_by_texts(it, texts) for it in (policy.then, policy.otherwise))
        if then == otherwise:
            return then
        return _either(_both(holds, then), _both(Not(holds), otherwise))
    if policy == NO_VALUE or not isinstance(policy, Intrinsic):
        return policy in RETAINED
    if not isinstance(policy, (Ref, FindInMap)):
        raise UnsupportedError(f"{policy.function} cannot be carried here", path=(DELETION_POLICY,))
    found: bool | Condition = False
    for text in texts:
        found = _either(found, Equals(policy, text))
    return found


def _both(condition: Condition, other: bool | Condition) -> bool | Condition:
    if isinstance(other, bool):
        return condition if other else False
    return And((condition, other))


def _either(one: bool | Condition, other: bool | Condition) -> bool | Condition:
    if isinstance(one, bool) or isinstance(other, bool):
        return one or other
    return Or((one, other))


def _texts(context: _Context, policy: Value) -> set[str] | None:
    """What a policy may be; None where that is not known."""
    if isinstance(policy, If):
        sides = [_texts(context, side) for side in (policy.then, policy.otherwise)]
        return None if None in sides else set().union(*filter(None, sides))
    if policy is None or policy == NO_VALUE:
        return set()
    if isinstance(policy, Ref):
        allowed = _allowed(context, policy.name)
        return set(map(str, allowed)) if isinstance(allowed, list) else None
    if isinstance(policy, FindInMap) and not policy.has_default:
        rows = _rows(context, str(policy.mapping))
        return {str(it) for row in _at(rows, policy.top_key) for it in _at(row, policy.second_key)}
    return None if isinstance(policy, Intrinsic) else {str(policy)}


def _allowed(context: _Context, parameter: str) -> Any:
    if isinstance(context, ToCloudFormation):
        return context.program.fragment.get("Parameters", {}).get(parameter, {}).get(_ALLOWED)
    known = context.stack.parameters.get(parameter)
    return known.attributes.get(_ALLOWED) if known is not None else None


def _rows(context: _Context, mapping: str) -> Any:
    if isinstance(context, ToCloudFormation):
        program = context.program
        return program.tables.get(mapping, program.fragment.get("Mappings", {}).get(mapping, {}))
    return context.stack.mappings.get(mapping, {})


def _at(entries: dict[str, Any], key: Value) -> list[Any]:
    """What a key finds in a level of a map: any of it, where the key is not known."""
    return [it for name, it in entries.items() if isinstance(key, Intrinsic) or name == str(key)]


def raise_policy(context: ToCloudFormation, given: Expression, kept: Any) -> Value:
    """The inverse of `lower_policy`.

    Args:
        context: the program's crossing.
        given: whether the resource is retained.
        kept: what the policy was in the template that the program was made of, as it stands there.
            It is given back where the program still says the same.
    """
    policy = parse(kept)
    if kept is not None and _says(context, given, policy):
        return policy
    return policy_of(given)


def policy_of(given: Expression) -> Value:
    """The policy that says whether a resource is retained, as a program gives it."""
    if isinstance(given, Choice):
        then, otherwise = (policy_of(side) or DELETE for side in (given.then, given.otherwise))
        return If(given.condition, then, otherwise)
    return RETAIN if given else None


def _says(context: ToCloudFormation, given: Expression, policy: Value) -> bool:
    """Whether a policy says of retaining what a program does."""
    retaining = _retaining(context, policy)
    if not isinstance(given, Choice):
        return given == retaining
    sides = given.then, given.otherwise
    if isinstance(retaining, bool) or sides not in ((True, False), (False, True)):
        return False
    named: Condition = ConditionRef(given.condition)
    said = named if sides == (True, False) else Not(named)
    if retaining == said:
        return True
    meant = raise_condition(context, context.program.conditions[given.condition])
    if meant != retaining and not _mean_the_same(context, said, retaining):
        return False
    context.compared.add(given.condition)
    return True


def _mean_the_same(context: ToCloudFormation, one: Condition, other: Condition) -> bool:
    """Whether two conditions of the program come to the same, however they are spelled."""
    from ..folding.values import Folding

    program = context.program
    tables = {**program.fragment.get("Mappings", {}), **program.tables}
    conditions = {
        name: raise_condition(context, condition) for name, condition in program.conditions.items()
    }
    fold = Folding(Stack(mappings=tables, conditions=conditions))
    return bool(fold.condition(one) == fold.condition(other))


def only_compared(context: ToCloudFormation) -> set[str]:
    """The conditions of the program that only say in it what a function of a policy says."""
    if not context.compared:
        return set()
    program = context.program
    plain = {
        name: replace(resource, options=replace(resource.options, retain_on_delete=False))
        for name, resource in program.resources.items()
        if name not in context.open_ends
    }
    used = used_conditions(replace(program, resources={**program.resources, **plain}))
    kept = program.fragment.get("Conditions", {})
    return {name for name in context.compared if name not in used and name not in kept}
