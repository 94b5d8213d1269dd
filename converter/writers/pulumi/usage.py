"""What a program mentions."""

from __future__ import annotations

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
        outputs: resource → its outputs of which a part is mentioned.
        needed: resource → the resources of which its inputs mention attributes.
        stack_name, organization: whether the stack's name is mentioned, and its organization.
    """

    def __init__(self, program: Program) -> None:
        self.config: set[str] = set()
        self.compared: set[str] = set()
        self.functions: set[str] = set()
        self.outputs: dict[str, set[str]] = {}
        self.stack_name = self.organization = False
        self.needed = {
            name: self._look(resource.inputs, self.config)
            for name, resource in program.resources.items()
        }
        for reference in program.references.values():
            self._look(reference.stack, self.config)
        for export in program.exports.values():
            self._look(export.value, self.config)
        for condition in program.conditions.values():
            self._look(condition, self.compared)

    def _look(self, value: Expression, keys: set[str]) -> list[str]:
        resources: list[str] = []
        for part in walk(value):
            if isinstance(part, Attribute):
                resources.append(part.resource)
                self.outputs.setdefault(part.resource, set()).add(str(part.path[0]))
            elif isinstance(part, ConfigValue):
                keys.add(part.key)
            elif isinstance(part, Invoke):
                self.functions.add(part.function)
            elif isinstance(part, StackName):
                self.stack_name = True
            elif isinstance(part, Organization):
                self.organization = True
        return resources
