"""What a program mentions."""

from __future__ import annotations

from typing import Any

from ...pulumi import (
    Attribute,
    Choice,
    ConditionValue,
    ConfigValue,
    Expression,
    Invoke,
    Lookup,
    Options,
    Organization,
    Program,
    StackName,
    walk,
)

LISTS = frozenset({"azs", "subnets"})
"""What of the results of the provider's functions is a list."""

OF_ALL = frozenset({"id", "urn"})
"""The outputs that every resource has."""


class Usage:
    """What a program mentions anywhere.

    Attributes:
        config, compared: the config keys that values mention, and those that conditions do.
        functions: the functions that are invoked.
        lists: the functions that are invoked for a list, each time that a value asks.
        conditions, tables: the conditions that something hangs on, and the tables that are looked
            into.
        outputs: resource → its outputs of which a part is mentioned, each once. Most have one: a
            tuple takes a quarter of a set's room.
        named: the resources that options of others name.
        needed: resource → the resources of which its inputs mention attributes, and those that its
            options name.
        stack_name, organization: whether the stack's name is mentioned, and its organization.
    """

    def __init__(self, program: Program) -> None:
        self.config: set[str] = set()
        self.compared: set[str] = set()
        self.functions: set[str] = set()
        self.lists: list[Invoke] = []
        self.conditions = {each.condition for each in program.exports.values()}
        self.tables: set[str] = set()
        self.outputs: dict[str, tuple[str, ...]] = {}
        self.stack_name = self.organization = False
        self.named: set[str] = set()
        self.needed: dict[str, list[str]] = {}
        for name, resource in program.resources.items():
            self.conditions.add(resource.condition)
            self.needed[name] = self._look(resource.inputs, self.config)
            self._look_at_options(name, resource.options)
        for export in program.exports.values():
            self._look(export.value, self.config)
        for reference in program.references.values():
            self._look(reference.stack, self.config)
        for condition in program.conditions.values():
            self._look(condition, self.compared)

    def _look(self, value: Expression, keys: set[str]) -> list[str]:
        resources: list[str] = []
        part: Any
        for part in walk(value):
            kind = type(part)
            if kind is Attribute:
                resources.append(part.resource)
                self._mention(part.resource, str(part.path[0]))
            elif kind is ConfigValue:
                keys.add(part.key)
            elif kind is Invoke:
                self.functions.add(part.function)
                if part.result in LISTS and keys is not self.compared:
                    self.lists.append(part)
            elif kind is Choice:
                self.conditions.add(part.condition)
            elif kind is ConditionValue:
                self.conditions.add(part.name)
            elif kind is Lookup:
                self.tables.add(part.table)
            elif kind is StackName:
                self.stack_name = True
            elif kind is Organization:
                self.organization = True
        return resources

    def _look_at_options(self, name: str, options: Options) -> None:
        if isinstance(options.retain_on_delete, Choice):
            self._look(options.retain_on_delete, self.config)
        named = [*options.depends_on]
        if options.parent is not None:
            named.append(options.parent)
        self.needed[name] += named
        self.named.update(named)

    def _mention(self, resource: str, output: str) -> None:
        known = self.outputs.get(resource, ())
        if output not in known:
            self.outputs[resource] = (*known, output)

    def outputs_of(self, resource: str) -> list[str]:
        """The outputs of a resource that are mentioned, in order, but for what all have."""
        return sorted(set(self.outputs.get(resource, ())) - OF_ALL)
