"""Whether two stacks mean the same, however they are spelled: see `converter.folding`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .cloudformation import Stack
from .errors import Path, UnsupportedError
from .folding import folded
from .intrinsics import If, render
from .readers.mentions import mentions_of
from .records import dataclass

_LONGEST = 120


class _Missing:
    """What stands for a value that one of the sides does not have."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two stacks do not mean the same.

    Args:
        path: the place, as in a template (``("Resources", "Model", "Properties", "ModelName")``).
        left, right: what the two sides say there, folded; ``MISSING`` where one says nothing.
    """

    path: Path
    left: Any
    right: Any

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.path)
        if self.right is MISSING:
            return f"{place}: only the first has {_shown(self.left)}"
        if self.left is MISSING:
            return f"{place}: only the second has {_shown(self.right)}"
        return f"{place}: {_shown(self.left)} became {_shown(self.right)}"


def told(difference: Difference, left: str, right: str) -> str:
    """A difference in words, with names for the two sides (``the template``, ``the program``)."""
    place = ".".join(str(step) for step in difference.path)
    if difference.right is MISSING:
        return f"{place}: only {left} has {_shown(difference.left)}"
    if difference.left is MISSING:
        return f"{place}: only {right} has {_shown(difference.right)}"
    return f"{place}: {left} has {_shown(difference.left)}, {right} {_shown(difference.right)}"


def differences(left: Stack, right: Stack) -> list[Difference]:
    """Compare what two stacks mean.

    Args:
        left: the stack that is expected.
        right: the stack that is held against it.

    Returns:
        The places where they differ, in the order of ``left``; empty where they mean the same.

    Raises:
        TemplateError: the text of a ``Fn::Sub`` is malformed.
    """
    one = folded(left, _of_outputs(left, right))
    other = folded(right, _of_outputs(right, left))
    return list(_differences(one, other, ()))


def _of_outputs(stack: Stack, other: Stack) -> set[str]:
    """The conditions that only one of two stacks has, for outputs and nothing else."""
    own = {each.condition for each in stack.outputs.values()} & stack.conditions.keys()
    own -= other.conditions.keys()
    if not own:
        return set()
    values: list[Any] = [*stack.conditions.values(), stack.rules, stack.hooks, stack.metadata]
    for resource in stack.resources.values():
        own.discard(resource.condition)
        values += [resource.properties, resource.attributes, resource.deletion_policy]
    values += [[each.value, each.export_name] for each in stack.outputs.values()]
    asked = mentions_of(values).conditions
    return {name for name in own if name is not None and name not in asked}


def _differences(left: Any, right: Any, path: Path) -> Iterator[Difference]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in [*left, *(key for key in right if key not in left)]:
            yield from _differences(left.get(key, MISSING), right.get(key, MISSING), (*path, key))
    elif isinstance(left, list) and isinstance(right, list):
        for position in range(max(len(left), len(right))):
            yield from _differences(
                _item(left, position), _item(right, position), (*path, position)
            )
    elif isinstance(left, If) and isinstance(right, If) and left.condition == right.condition:
        yield from _differences(left.then, right.then, (*path, If.function, 1))
        yield from _differences(left.otherwise, right.otherwise, (*path, If.function, 2))
    elif left != right:
        yield Difference(path, left, right)


def _item(values: list[Any], position: int) -> Any:
    return values[position] if position < len(values) else MISSING


def _shown(value: Any) -> str:
    import json

    try:
        text = json.dumps(render(value), ensure_ascii=False, default=str)
    except UnsupportedError:  # data that looks like a function
        text = repr(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
