"""Ways through the outputs of resources, and of other stacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ProgramError, UnsupportedError
from ...pulumi import Attribute, Expression, Select, StackOutput
from .parts import Way

if TYPE_CHECKING:
    from .values import Values

OUTPUTS = "outputs"


def led_to(values: Values, way: Way) -> Any:
    """What a way leads to.

    Raises:
        ProgramError: it leads nowhere.
        UnsupportedError: a template cannot say it.
    """
    path = way.path
    if way.name in values.references:
        if len(path) == 2 and path[0] == OUTPUTS:
            return StackOutput(way.name, str(path[1]))
        raise UnsupportedError("of another stack, a template can ask for outputs only")
    if way.name in values.existing:
        return _of_existing(values, way)
    told = values.told.get(way.name)
    if told and len(path) == 3 and path[0] == OUTPUTS and path[2] == "outputValue":
        return Attribute(way.name, (OUTPUTS, _told_at(told, path[1])))
    numbered = next((at for at, step in enumerate(path) if isinstance(step, int)), len(path))
    found: Expression = Attribute(way.name, path[:numbered])
    for step in path[numbered:]:
        if not isinstance(step, int):
            raise UnsupportedError(
                f"{step} of an item of {way.name}'s {path[0]} cannot be said in a template"
            )
        found = Select(step, found)
    return found


def _of_existing(values: Values, way: Way) -> Any:
    tree = values.existing.identifier(way.name, way.path)
    if tree is None:
        return values.existing.output(way.name, way.path)
    with values.opened(way.name):
        return values.value(tree)


def _told_at(told: list[str], position: str | int) -> str:
    if not isinstance(position, int) or position >= len(told):
        raise ProgramError(f"the stack has no output {position}")
    if len(told) > 1:
        raise UnsupportedError(
            "the outputs of a stack come in no certain order: let it have one only"
        )
    return told[position]
