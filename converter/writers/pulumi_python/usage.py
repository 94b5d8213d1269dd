"""What a program mentions."""

from __future__ import annotations

from collections.abc import Iterable

from ...pulumi import (
    Attribute,
    ConfigValue,
    Expression,
    Invoke,
    Organization,
    Program,
    StackName,
    walk,
)


class Usage:
    """What a program mentions anywhere.

    Attributes:
        config, compared: the config keys that values mention, and those that conditions do.
        functions: the functions that are invoked.
        attributes: the attributes of resources.
        stack_name, organization: whether the stack's name is mentioned, and its organization.
    """

    def __init__(self, program: Program) -> None:
        self.config: set[str] = set()
        self.compared: set[str] = set()
        self.functions: set[str] = set()
        self.attributes: set[Attribute] = set()
        self.stack_name = self.organization = False
        values: list[Expression] = [each.inputs for each in program.resources.values()]
        values += [reference.stack for reference in program.references.values()]
        self._look([*values, *(export.value for export in program.exports.values())], self.config)
        self._look(program.conditions.values(), self.compared)

    def _look(self, values: Iterable[Expression], keys: set[str]) -> None:
        for value in values:
            for part in walk(value):
                if isinstance(part, ConfigValue):
                    keys.add(part.key)
                elif isinstance(part, Invoke):
                    self.functions.add(part.function)
                elif isinstance(part, Attribute):
                    self.attributes.add(part)
                elif isinstance(part, StackName):
                    self.stack_name = True
                elif isinstance(part, Organization):
                    self.organization = True
