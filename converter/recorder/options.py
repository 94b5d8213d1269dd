"""Resource options, as far as the user set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .. import providers
from ..catalog import facts
from ..providers import Providers
from ..pulumi import Attribute, Choice, Expression, Options, walk
from . import wire
from .answers import Find
from .decoding import Decoder
from .engine import Registration
from .events import Construction, Events
from .project import Project, own_regions
from .protocol import sent


def provider_of(request: Any) -> str:
    """Give the URN of the provider that a registration names; empty where it names none."""
    urn: str = request.provider.rpartition("::")[0]
    return urn


def providers_of(
    project: Project, registrations: Iterable[Registration], events: Events, decoder: Decoder
) -> Providers:
    """Give the providers of a run, by their URNs."""
    given: dict[str, Mapping[str, Any]] = {}
    names: dict[str, str] = {}
    for entry in registrations:
        if entry.type == providers.TYPE:
            names[entry.urn] = entry.name
            made = events.constructions.get(entry.ordinal)
            inputs = made.inputs if made is not None else None
            inputs = wire.plain_struct(entry.request.object) if inputs is None else inputs
            mappings = dict(sent(entry.request, "envVarMappings") or {})
            given[entry.urn] = {**inputs, "envVarMappings": mappings}
    return Providers(
        given,
        names=names,
        config=project.values,
        own_regions=own_regions(project),
        value=decoder.value,
        plain=lambda value: wire.unwrap(value)[0],
    )


_TOLD = {
    "aliases": "aliases",
    "aliasURNs": "aliases",
    "replace_with": "replaceWith",
    "replacement_trigger": "replacementTrigger",
    "hooks": "hooks",
    "hideDiffs": "hideDiffs",
    "state_migrations": "stateMigrations",
}
"""Options of which it is only told that they are there, by their fields."""


def told(request: Any) -> list[str]:
    """Give the options of a registration of which it is only told that they are there."""
    found = []
    for name, option in _TOLD.items():
        value = sent(request, name)
        if value and not (name == "hooks" and not value.ListFields()):
            found.append(option)
    return found


class OptionReader:
    """Reads the options of registrations.

    Args:
        registrations: all of the run, components and the stack itself among them.
        keys: the program's keys of the resources that it keeps, by ordinal.
        events: what the child process reported.
        decoder: checks the texts in options.
        providers: the providers of the run.
        find: gives a resource type by its token.
    """

    def __init__(
        self,
        registrations: Sequence[Registration],
        keys: Mapping[int, str],
        events: Events,
        decoder: Decoder,
        providers: Providers,
        find: Find,
    ) -> None:
        self._find = find
        self._by_urn = {entry.urn: entry for entry in registrations}
        self._keys, self._events = keys, events
        self._decoder, self._providers = decoder, providers
        self._children: dict[int, list[int]] = {}
        for entry in registrations:
            parent = self._by_urn.get(entry.request.parent)
            if parent is not None:
                self._children.setdefault(parent.ordinal, []).append(entry.ordinal)

    def read(
        self, entry: Registration, construction: Construction, inputs: Mapping[str, Expression]
    ) -> Options:
        """Give the options of a registered resource; ``inputs`` are its own."""
        request = entry.request
        parent = self._by_urn.get(request.parent)
        return Options(
            depends_on=tuple(self._depends_on(entry, construction, inputs)),
            retain_on_delete=self._retained(entry, construction),
            protect=bool(request.protect),
            ignore_changes=tuple(request.ignoreChanges),
            secret_outputs=tuple(request.additionalSecretOutputs),
            parent=self._keys.get(parent.ordinal) if parent else None,
            elsewhere=self._providers.elsewhere(provider_of(request)),
            other=self._other(request),
        )

    def _retained(self, entry: Registration, construction: Construction) -> bool | Choice:
        """Whether it outlives its stack: where it does not say so itself, its parent does."""
        if construction.retained is not None:
            name, holds = construction.retained
            return Choice(name, holds, not holds)
        parent = self._by_urn.get(entry.request.parent)
        if parent is not None and "retainOnDelete" in entry.handed_down:
            made = self._events.constructions.get(parent.ordinal)
            return self._retained(parent, made or Construction(parent.ordinal))
        return bool(entry.request.retainOnDelete)

    def _depends_on(
        self, entry: Registration, construction: Construction, inputs: Mapping[str, Expression]
    ) -> Iterable[str]:
        """Name what the user asked to be made first: a component stands for all its children.

        So is what an input came from of which nothing is left in it but a known value.
        """
        named = construction.depends_on
        ordinals = [
            *(self._undeclared(entry) if named is None else named),
            *self._asked_by_components(entry),
            *(self._by_urn[urn].ordinal for urn in entry.more_dependencies if urn in self._by_urn),
        ]
        names: dict[str, None] = {}
        for ordinal in ordinals:
            for resource in self._resources(ordinal):
                names[resource] = None
        for _, resource in self.unmentioned(entry, inputs):
            names[resource] = None
        names.pop(self._keys.get(entry.ordinal, ""), None)
        return names

    def unmentioned(
        self, entry: Registration, inputs: Mapping[str, Expression]
    ) -> Iterable[tuple[str, str]]:
        """Give each input's name with each resource that it came from of which no input has an
        attribute any more.
        """
        needed = entry.request.propertyDependencies
        mentioned = _mentioned(inputs) if needed else set()
        for name in sorted(needed):
            for urn in sorted(needed[name].urns):
                came_from = self._by_urn.get(urn)
                key = self._keys.get(came_from.ordinal) if came_from is not None else None
                if key is not None and key not in mentioned:
                    yield name, key

    def _asked_by_components(self, entry: Registration) -> Iterable[int]:
        """Give what the components ask for that a resource is in, which wait for all of it."""
        parent = self._by_urn.get(entry.request.parent)
        while parent is not None and parent.ordinal not in self._keys:
            made = self._events.constructions.get(parent.ordinal)
            named = made.depends_on if made is not None else None
            yield from self._undeclared(parent) if named is None else named
            parent = self._by_urn.get(parent.request.parent)

    def _undeclared(self, entry: Registration) -> list[int]:
        """Give the dependencies that no property implies, as the wire tells them."""
        implied = {
            urn for names in entry.request.propertyDependencies.values() for urn in names.urns
        }
        urns = (urn for urn in entry.request.dependencies if urn not in implied)
        ordinals = (self._by_urn[urn].ordinal for urn in urns if urn in self._by_urn)
        return sorted(ordinals, key=self._rank)

    def _rank(self, ordinal: int) -> int:
        return self._events.order.get(ordinal, ordinal)

    def _resources(self, ordinal: int) -> Iterable[str]:
        if ordinal in self._keys:
            yield self._keys[ordinal]
        else:
            for child in sorted(self._children.get(ordinal, ()), key=self._rank):
                yield from self._resources(child)

    def _other(self, request: Any) -> dict[str, Any]:
        other: dict[str, Any] = {}
        if request.deleteBeforeReplace:
            other["deleteBeforeReplace"] = True
        if request.importId:
            self._decoder.check(request.importId, ())
            other["import"] = request.importId
        deleted_with = self._by_urn.get(request.deletedWith)
        if deleted_with is not None:
            other["deletedWith"] = list(self._resources(deleted_with.ordinal))
        timeouts = {field.name: value for field, value in request.customTimeouts.ListFields()}
        if timeouts:
            other["customTimeouts"] = timeouts
        replacing = [name for name in request.replaceOnChanges if not self._replaces(request, name)]
        if replacing:
            other["replaceOnChanges"] = replacing
        other.update(dict.fromkeys(told(request), True))
        return other

    def _replaces(self, request: Any, name: str) -> bool:
        """Whether AWS itself replaces a resource for a change of a property: the SDK's classes ask
        for it, too.
        """
        described = self._find(request.type)
        if described is not None and described.name == facts.nested_stack():
            return True  # its schema does not say it
        top = name.partition(".")[0].partition("[")[0]
        known = described.by_pulumi.get(top) if described is not None else None
        return known is not None and (known.create_only or top != name)


def _mentioned(inputs: Mapping[str, Expression]) -> set[str]:
    """The resources whose attributes are in a resource's inputs."""
    return {
        node.resource
        for value in inputs.values()
        for node in walk(value)
        if isinstance(node, Attribute)
    }
