"""Lists that the provider makes, where several values of a program ask for the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...pulumi import (
    Attribute,
    Choice,
    Expression,
    Invoke,
    Lookup,
    Node,
    Program,
    StackOutput,
    walk,
)
from ..names import Names


class RepeatedLists:
    """The lists that the provider makes and a program mentions several times, each of which is made
    once, before what mentions it first.

    Args:
        program: the program.
        lists: all that it mentions, see `converter.writers.pulumi.usage.Usage`.
        names: gives variables.

    Attributes:
        early: those of arguments that are known before any resource is there, in the program's
            order.
    """

    def __init__(self, program: Program, lists: Sequence[Invoke], names: Names) -> None:
        self._names = names
        self._variables: dict[str, str] = {}
        found: Counter[str] = Counter()
        nodes: dict[str, Invoke] = {}
        for node in lists:
            found[repr(node)] += 1
            nodes.setdefault(repr(node), node)
        repeated = [node for key, node in nodes.items() if found[key] > 1]
        self.early = [node for node in repeated if _is_made_of(node, ())]
        self._program = program
        self._late = {
            repr(node): node for node in repeated if node not in self.early and self._is_sure(node)
        }

    def _is_sure(self, node: Invoke) -> bool:
        """Whether a list is made of attributes of resources that are there whatever is decided."""
        resources = self._program.resources
        return _is_made_of(node, (Attribute,)) and all(
            resources[part.resource].condition is None
            for part in _inside(node)
            if isinstance(part, Attribute)
        )

    def named(self, node: Invoke) -> str:
        """Give a list its variable: values that are printed from now on ask for that."""
        variable = self._variables[repr(node)] = self._names.give(node.result, "list")
        return variable

    def variable(self, node: Invoke) -> str | None:
        """The variable of a list, where it has one."""
        return self._variables.get(repr(node)) if self._variables else None

    def due(self, values: Iterable[Expression]) -> Iterator[Invoke]:
        """Give those that are mentioned in values, and were not before."""
        if not self._late:
            return
        for value in values:
            for part in walk(value):
                if isinstance(part, Invoke) and (node := self._late.pop(repr(part), None)):
                    yield node


_LATE = (Attribute, Choice, Lookup, StackOutput)


def _is_made_of(node: Invoke, late: tuple[type, ...]) -> bool:
    """Whether a list hangs on nothing that is not known at once, but for some kinds."""
    return not any(isinstance(part, _LATE) and not isinstance(part, late) for part in _inside(node))


def _inside(node: Invoke) -> Iterator[Node]:
    return (part for value in node.arguments.values() for part in walk(value))
