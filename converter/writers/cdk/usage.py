"""What a definition uses: which constructs are named, and what comes from where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from .nodes import (
    Assign,
    Call,
    Construct,
    Definition,
    Entries,
    Expression,
    File,
    Items,
    Member,
    Named,
    Static,
    Step,
    Struct,
    Variable,
)

KINDS = {
    "Resources": "Resource",
    "Parameters": "Parameter",
    "Mappings": "Mapping",
    "Conditions": "Condition",
    "Rules": "Rule",
    "Outputs": "Output",
    "Hooks": "Hook",
    "Assets": "Asset",
}


def used_variables(definition: Definition) -> set[Variable]:
    """Give the constructs that something names, which therefore need a variable."""
    found = {it for it in parts(definition) if isinstance(it, Variable)}
    return found | {owner for it in parts(definition) if (owner := _owner(it)) is not None}


def variable_names(definition: Definition, give: Callable[[str, str], str]) -> dict[Variable, str]:
    """Give a name to each construct that needs a variable; linters ask for no others.

    Args:
        definition: the stack.
        give: gives a free name, for a logical ID and the kind of what it stands for.
    """
    used = used_variables(definition)
    found = [it.variable for it in definition.constructs if it.variable in used]
    return {it: give(it.logical_id, KINDS[it.section].lower()) for it in found}


def modules(definition: Definition, spell: Callable[[str], str]) -> dict[str, str]:
    """Give the modules of services that classes come from, sorted, with what each is imported as.

    Args:
        definition: the stack.
        spell: gives a service's name, `lambda`, the language's spelling.
    """
    found = {it.module for it in parts(definition) if isinstance(it, Struct)}
    found |= {it.module for it in definition.constructs}
    return {it: spell(it.removeprefix("aws_").removeprefix("alexa_")) for it in sorted(found) if it}


def has_files(definition: Definition) -> bool:
    """Tell whether something is uploaded."""
    return any(isinstance(part, File) for part in parts(definition))


def core_names(definition: Definition) -> set[str]:
    """Give the names that come from the CDK's own module, interfaces included."""
    found = {it.name for it in definition.constructs if not it.module}
    for part in parts(definition):
        if isinstance(part, Struct) and not part.module:
            found.add(part.name)
        elif isinstance(part, (Call, Static)) and isinstance(part.owner, str):
            found.add(part.owner)
    return found


def parts(definition: Definition) -> Iterator[Expression | Step]:
    """Give every step and expression of a definition, outer before inner."""
    pending: list[Expression | Step] = [*definition.settings, *definition.steps]
    for construct in definition.constructs:
        pending += _of_construct(construct)
    while pending:
        part = pending.pop()
        yield part
        pending += _inside(part)


def _of_construct(construct: Construct) -> Iterable[Expression | Step]:
    return [*(value for _, value in construct.properties), *construct.steps]


def _inside(part: Expression | Step) -> Iterable[Expression]:
    if isinstance(part, Items):
        return part.items
    if isinstance(part, Entries):
        return [value for _, value in part.entries]
    if isinstance(part, Struct):
        return [value for _, value in part.properties]
    if isinstance(part, Call):
        return part.arguments
    if isinstance(part, Named):
        return [part.condition]
    return [part.value] if isinstance(part, Assign) else []


def _owner(part: Expression | Step) -> Variable | None:
    owner = part.owner if isinstance(part, (Call, Member, Assign)) else None
    return owner if isinstance(owner, Variable) else None
