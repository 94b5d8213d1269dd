"""What a program is written of, in the order in which it is written.

A program is written as config, pseudo parameters, tables, conditions, references to other stacks,
resources and exports. What of these is needed, by what variables, and what comes before what, is
the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ... import catalog
from ...catalog import ResourceType
from ...errors import UnsupportedError
from ...pulumi import ConditionValue, Expression, Program, Resource, walk
from ..names import Names
from ..ordering import in_order
from .components import ComponentClass
from .repeated import RepeatedLists
from .usage import OF_ALL, Usage

PSEUDO_PARAMETERS = {
    "getAccountId": "accountId",
    "getPartition": "partition",
    "getRegion": "region",
    "getUrlSuffix": "urlSuffix",
}
"""The provider's functions that pseudo parameters become, each with its result."""

Block = tuple[str | None, list[str]]
"""A condition, or None, and what stands under it."""


class Plan:
    """What a program is written of.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        names: gives the variables, when it is told the types of the program's resources.

    Attributes:
        used: what the program mentions.
        types: the type of each resource that is no component.
        components: the class of each resource that is one.
        variables: the variable of each config key, table, condition, reference and resource:
            ``("config", key)`` and so on.
        lists: the lists that the provider makes for several values.
        raw: the resources of which outputs are asked for that the SDK's classes do not have.

    Raises:
        UnsupportedError: the SDK has no class for a resource.
    """

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        names: Callable[[Collection[ResourceType]], Names],
    ) -> None:
        self.program = program
        self.used = Usage(program)
        self.types: dict[str, ResourceType] = {}
        self.components: dict[str, ComponentClass] = {}
        for name, resource in program.resources.items():
            if resource.type in components:
                self.components[name] = components[resource.type]
            else:
                self.types[name] = _known(name, resource)
        given = names(self.types.values())
        self.variables = dict(self._variables(given))
        self.lists = RepeatedLists(program, self.used.lists, given)
        self.raw = {
            name
            for name, outputs in self.used.outputs.items()
            if name in self.types and not _has_all(self.types[name], outputs)
        }

    def _variables(self, names: Names) -> Iterator[tuple[tuple[str, str], str]]:
        program = self.program
        for key in self.config:
            yield ("config", key), names.give(key, "config")
        for table in program.tables:
            yield ("tables", table), names.give(table, "table", constant=True)
        for kind, entries in (
            ("condition", program.conditions),
            ("stack", program.references),
            ("resource", program.resources),
        ):
            section = "references" if kind == "stack" else f"{kind}s"
            for name in entries:
                yield (section, name), names.give(name, kind)

    @property
    def config(self) -> list[str]:
        """The config keys that are read into a variable: a secret that only conditions ask for is
        read where they do.
        """
        return [
            key
            for key, declared in self.program.config.items()
            if key in self.used.config or (key in self.used.compared and not declared.secret)
        ]

    @property
    def told(self) -> list[str]:
        """The secrets that conditions ask for: they are read in plain there."""
        return [
            key
            for key, declared in self.program.config.items()
            if declared.secret and key in self.used.compared
        ]

    @property
    def pseudo_parameters(self) -> list[str]:
        """The functions of the pseudo parameters that are used."""
        return [function for function in PSEUDO_PARAMETERS if function in self.used.functions]

    @property
    def conditions(self) -> list[str]:
        """The conditions, each after those that it names."""
        return in_order(
            {
                name: [part.name for part in walk(condition) if isinstance(part, ConditionValue)]
                for name, condition in self.program.conditions.items()
            }
        )

    @property
    def unused_conditions(self) -> list[str]:
        """The conditions that nothing asks for."""
        return [name for name in self.program.conditions if name not in self.used.conditions]

    @property
    def unused_tables(self) -> list[str]:
        """The tables that nothing looks into."""
        return [name for name in self.program.tables if name not in self.used.tables]

    def values(self) -> Iterator[Expression]:
        """Every value that the program holds."""
        yield from self.program.conditions.values()
        yield from self.program.values()

    def is_referred_to(self, resource: str) -> bool:
        """Whether something refers to a resource."""
        return resource in self.used.outputs or resource in self.used.named

    @property
    def resources(self) -> list[Block]:
        """The resources, what they refer to first, neighbours with the same condition together."""
        resources = self.program.resources
        return _blocks((resources[name].condition, name) for name in in_order(self.used.needed))

    @property
    def exports(self) -> list[Block]:
        """The exports, neighbours with the same condition together."""
        return _blocks((export.condition, name) for name, export in self.program.exports.items())

    def lost_names(self, told: Mapping[str, str]) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.

        Args:
            told: what each variable says of the name that it was made of.
        """
        return {
            variable: name
            for (kind, name), variable in self.variables.items()
            if kind in ("conditions", "tables") and told[variable] != name
        }


def _blocks(entries: Iterable[tuple[str | None, str]]) -> list[Block]:
    blocks: list[Block] = []
    for condition, name in entries:
        if not blocks or blocks[-1][0] != condition:
            blocks.append((condition, []))
        blocks[-1][1].append(name)
    return blocks


def _has_all(described: ResourceType, outputs: Iterable[str]) -> bool:
    return all(name in OF_ALL or name in described.by_pulumi for name in outputs)


def _known(name: str, resource: Resource) -> ResourceType:
    described = catalog.by_token(resource.type)
    if described is None or not described.creatable:
        raise UnsupportedError(f"the SDK has no class for {resource.type} ({name})")
    return described
