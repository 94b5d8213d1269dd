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
            order, each after those that it is made of.
    """

    def __init__(self, program: Program, lists: Sequence[Invoke], names: Names) -> None:
        self._names = names
        self._variables: dict[str, str] = {}
        self._program = program
        repeated = _repeated([node for node in lists if self._is_sure(node)])
        early = {key: node for key, node in repeated.items() if _is_made_of(node, ())}
        self._late = {key: node for key, node in repeated.items() if key not in early}
        self.early = [each for node in lists for each in _taken(node, early)]

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

    def due(self, resources: Iterable[str]) -> Iterator[Invoke]:
        """Give those of attributes that resources mention, and that nothing did before."""
        if self._late:
            for name in resources:
                yield from _taken(self._program.resources[name].inputs, self._late)


def _repeated(lists: Sequence[Invoke]) -> dict[str, Invoke]:
    """Those that stand several times, but for what stands in another that does."""
    found = Counter(map(repr, lists))
    nodes = {repr(node): node for node in lists}
    for key in sorted(nodes, key=len, reverse=True):
        for part in _inside(nodes[key]):
            if isinstance(part, Invoke) and repr(part) in nodes:
                found[repr(part)] -= found[key] - 1
    return {key: node for key, node in nodes.items() if found[key] > 1}


def _taken(value: Expression, waiting: dict[str, Invoke]) -> Iterator[Invoke]:
    """Take out of the lists that wait those that a value mentions, what one is made of first."""
    for part in walk(value) if waiting else ():
        if isinstance(part, Invoke) and (node := waiting.pop(repr(part), None)):
            for argument in node.arguments.values():
                yield from _taken(argument, waiting)
            yield node


_LATE = (Attribute, Choice, Lookup, StackOutput)


def _is_made_of(node: Invoke, late: tuple[type, ...]) -> bool:
    """Whether a list hangs on nothing that is not known at once, but for some kinds."""
    return not any(isinstance(part, _LATE) and not isinstance(part, late) for part in _inside(node))


def _inside(node: Invoke) -> Iterator[Node]:
    return (part for value in node.arguments.values() for part in walk(value))
