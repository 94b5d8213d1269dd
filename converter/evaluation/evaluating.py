"""A program evaluated: its resources, those of its components, and its exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..errors import Path
from ..pulumi import Attribute, Options, Program, Resource, part_of, walk
from ..records import dataclass, field, replace
from .environment import Environment
from .expressions import Scope
from .values import UNKNOWN, plain

Outputs = Callable[[str, Path], Any]
"""Gives what a deployment knows of a resource: by its full name and the path in wire names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A resource as a program registers it.

    Args:
        name: its name in the Pulumi stack; that of a component stands before those inside.
        type: its type's token.
        inputs: in wire form; what is absent is left out.
        options: the options, with full names in ``depends_on`` and ``parent``, of resources that
            exist.
        component: whether it is a component, which registers no inputs.
    """

    name: str
    type: str
    inputs: dict[str, Any] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    component: bool = False


def evaluate(
    program: Program,
    *,
    config: Mapping[str, Any],
    environment: Environment | None = None,
    outputs: Outputs | None = None,
) -> Evaluation:
    """Evaluate a program.

    Args:
        program: the program.
        config: the value of each config key, as text; a key without one has its default. UNKNOWN
            is a value, too.
        environment: what the program finds where it runs.
        outputs: what a deployment knows of a resource, asked for when it is needed. Without it,
            only inputs are known: they are attributes, too.

    Returns:
        What the program registers. Nothing is evaluated before it is asked for.

    Raises:
        ConversionError: while something is asked for, see `Scope.value`.
    """
    return Evaluation(program, config, environment or Environment(), outputs)


class Evaluation:
    """What a program registers; see `evaluate`."""

    def __init__(
        self,
        program: Program,
        config: Mapping[str, Any],
        environment: Environment,
        outputs: Outputs | None,
    ) -> None:
        self.outputs: Outputs = outputs or self.given
        self._asked: dict[str, set[Path]] = {}
        self._registrations: dict[str, Registration] = {}
        self._scopes: dict[str, tuple[Scope, str]] = {}
        self._root = Scope(program, config, environment, self._attribute)
        self._names = list(self._placed(self._root, program.components))

    @property
    def registrations(self) -> dict[str, Registration]:
        """All resources that exist, by their full names; what is in a component comes after it."""
        return {name: self.registration(name) for name in self._names}

    @property
    def exports(self) -> dict[str, Any]:
        """The outputs of the stack that exist, in wire form."""
        return self._root.exports()

    @property
    def conditions(self) -> dict[str, bool]:
        """Whether each of the program's conditions holds."""
        return {name: self._root.holds(name) for name in self._root.program.conditions}

    def __contains__(self, name: str) -> bool:
        return name in self._scopes

    def registration(self, name: str) -> Registration:
        """What the program registers under a full name."""
        waiting, opened = [name], set[str]()
        while name not in self._registrations:
            # What it asks for goes first: a long chain must not become a deep recursion.
            here = waiting[-1]
            if here in self._registrations:
                waiting.pop()
                continue
            asked = [it for it in self._asked_by(here) if it not in self._registrations]
            waiting += asked if here not in opened else ()
            if not asked or here in opened:
                scope, own = self._scopes[here]
                self._registrations[here] = self._registered(scope, own, here)
                waiting.pop()
            opened.add(here)
        return self._registrations[name]

    def _asked_by(self, name: str) -> Iterator[str]:
        """The resources whose attributes are asked for in the inputs of one."""
        scope, own = self._scopes[name]
        for node in walk(scope.program.resources[own].inputs):
            if isinstance(node, Attribute) and node.resource not in scope.inner:
                full = scope.full_name(node.resource)
                if full in self._scopes:
                    yield full

    def asked(self) -> dict[str, set[Path]]:
        """What the program asks of each resource that a deployment knows of it: its attributes, by
        the resource's full name.
        """
        assert self.registrations is not None
        assert self.exports is not None
        return self._asked

    def given(self, name: str, path: Path) -> Any:
        """An attribute that is an input, which it is said to be; UNKNOWN for any other."""
        return part_of(self.registration(name).inputs, path, missing=UNKNOWN)

    def _placed(self, scope: Scope, components: Mapping[str, Program]) -> Iterator[str]:
        """Note what exists in a scope and in its components, in the order of registration."""
        for own, resource in scope.program.resources.items():
            if not scope.holds(resource.condition):
                continue
            name = scope.full_name(own)
            self._scopes[name] = scope, own
            yield name
            component = components.get(resource.type)
            if component is not None:
                inner = scope.within(own, component)
                yield from self._placed(inner, components)

    def _registered(self, scope: Scope, own: str, name: str) -> Registration:
        resource = scope.program.resources[own]
        component = own in scope.inner
        return Registration(
            name=name,
            type=resource.type,
            inputs={} if component else scope.inputs(own),
            options=self._options(scope, resource),
            component=component,
        )

    def _options(self, scope: Scope, resource: Resource) -> Options:
        given = resource.options
        parent = scope.name or None if given.parent is None else scope.full_name(given.parent)
        existing = (
            scope.full_name(other)
            for other in given.depends_on
            if scope.holds(scope.program.resources[other].condition)
        )
        retained = plain(scope.value(given.retain_on_delete))
        return replace(
            given, depends_on=tuple(existing), parent=parent, retain_on_delete=bool(retained)
        )

    def _attribute(self, scope: Scope, own: str, path: Path) -> Any:
        """What an attribute of a resource is, a component's output among them."""
        inner = scope.inner.get(own)
        if inner is not None:
            return inner.export(str(path[0]))
        name = scope.full_name(own)
        if name not in self._scopes:
            return UNKNOWN
        self._asked.setdefault(name, set()).add(path)
        return self.outputs(name, path)
