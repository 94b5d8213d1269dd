"""Stacks in the spelling in which they are compared."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, cast

from ..cloudformation import (
    DELETION_POLICY,
    LANGUAGE_EXTENSIONS,
    NESTED_PARAMETERS,
    ON_REPLACE,
    Output,
    Parameter,
    Resource,
    Stack,
    nested_path,
)
from ..intrinsics import NO_VALUE, ConditionRef, If, Not, Value, references
from ..typed_literals import properties_read
from .conditions import chosen, is_short
from .lists import may_vanish
from .values import Folding

_HIDDEN = "(secret)"


def folded(stack: Stack, through: Set[str] = frozenset()) -> dict[str, Any]:
    """A stack's sections, everything in the spelling in which it is compared.

    Args:
        stack: the stack.
        through: conditions that outputs alone hang on, and that are looked through there: what they
            say counts, not their names.
    """
    fold = _Sections(stack, through)
    sections: dict[str, Any] = {
        "Description": stack.description,
        "Transform": fold.value(_transforms(stack)),
        "Metadata": fold.value(stack.metadata),
        "Parameters": {name: fold.parameter(each) for name, each in stack.parameters.items()},
        "Rules": fold.value(stack.rules),
        "Mappings": fold.value(_with_keys(stack.mappings)),
        "Conditions": {name: it for name, it in fold.conditions.items() if name not in through},
        "Resources": {
            name: fold.resource(name)
            for name, resource in stack.resources.items()
            if not fold.is_never(resource.condition)
        },
        "Outputs": {
            name: fold.output(output)
            for name, output in stack.outputs.items()
            if not fold.is_never(output.condition)
        },
        "Hooks": fold.value(stack.hooks),
        "Templates": {path: folded(each) for path, each in stack.templates.items()},
    }
    return _without_empty(sections)


def _transforms(stack: Stack) -> list[Value]:
    """A stack's transforms, with the one that it lacks where functions decide of a resource's end:
    without it, it is no template.
    """
    open_ends = any(it.is_open_at_its_end for it in stack.resources.values())
    lacking = open_ends and LANGUAGE_EXTENSIONS not in stack.transforms
    return [*([LANGUAGE_EXTENSIONS] if lacking else []), *stack.transforms]


def _with_defaults(stack: Stack, properties: Value) -> Value:
    """The properties of a nested stack whose template is known, with what its parameters have where
    they are given nothing; any others as they are.
    """
    template = stack.templates.get(nested_path("", properties) or "")
    if template is None or not isinstance(properties, dict):
        return properties
    given = properties.get(NESTED_PARAMETERS, {})
    if not isinstance(given, dict):
        return properties
    defaults = {
        name: declared.attributes["Default"]
        for name, declared in template.parameters.items()
        if declared.attributes.get("Default") is not None
    }
    found = {**defaults, **given}
    filled = {name: _or_default(it, defaults.get(name)) for name, it in found.items()}
    return {**properties, NESTED_PARAMETERS: filled}


def _or_default(value: Value, default: Value) -> Value:
    if isinstance(value, If):
        sides = (_or_default(side, default) for side in (value.then, value.otherwise))
        return If(value.condition, *sides)
    return default if value == NO_VALUE and default is not None else value


def _with_keys(mappings: dict[str, Any]) -> dict[str, Any]:
    """The mappings but for entries without a key, in which nothing is ever found."""
    found = {name: _without_empty(mapping) for name, mapping in mappings.items()}
    return {name: mapping for name, mapping in found.items() if mapping}


def _without_empty(entries: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value not in (None, {}, [])}


class _Sections:
    """Gives the entries of one stack the spelling in which they are compared."""

    def __init__(self, stack: Stack, through: Set[str]) -> None:
        self._stack, self._folding, self._through = stack, Folding(stack), through
        self._folding.through = through
        self.value, self.conditions = self._folding.value, self._folding.conditions
        self._needs = {name: _needs(stack, resource) for name, resource in stack.resources.items()}

    def parameter(self, parameter: Parameter) -> dict[str, Any]:
        attributes = cast("dict[str, Any]", self.value(parameter.attributes))
        if not parameter.no_echo:
            attributes.pop("NoEcho", None)
        elif "Default" in attributes:
            attributes["Default"] = _Secret(attributes["Default"])
        return {"Type": parameter.type, **attributes}

    def resource(self, name: str) -> dict[str, Any]:
        with self._folding.under(self._stack.resources[name].condition):
            return self._resource(name)

    def _resource(self, name: str) -> dict[str, Any]:
        resource = self._stack.resources[name]
        entries = {
            "Condition": self._named(resource.condition),
            "DependsOn": self._explicit_order(name),
            DELETION_POLICY: self.value(resource.deletion_policy),
            "Properties": self.value(
                {}
                if resource.properties == NO_VALUE
                else _with_defaults(self._stack, properties_read(resource))
            ),
        }
        attributes = cast("dict[str, Any]", self.value(resource.attributes))
        if attributes.get(ON_REPLACE) == "Delete":
            del attributes[ON_REPLACE]
        return {"Type": resource.type, **_without_empty(entries), **attributes}

    def output(self, output: Output) -> dict[str, Any]:
        """An output; one without a value for some conditions is one under the others."""
        condition: Any = self._named(output.condition)
        with self._folding.under(output.condition):
            value = self._folding.as_output(self.value(output.value))
            entries = {
                "Description": self.value(output.description),
                "Export": self.value(output.export_name),
            }
        if condition is not None and (may_vanish(value) or condition in self._through):
            said = self.value(ConditionRef(str(output.condition)))
            if is_short(said):
                condition, value = None, chosen(said, value, NO_VALUE)
            else:
                condition = said
        value = self._folding.in_order(value) if isinstance(value, If) else value
        if condition is None and isinstance(value, If):
            condition, value = _under_one(value)
        return {"Value": value, **_without_empty({**entries, "Condition": condition})}

    def is_never(self, condition: str | None) -> bool:
        """Whether a condition never holds."""
        return condition is not None and self._folding.always.get(condition) is False

    def _named(self, condition: str | None) -> Any:
        """The name of a condition that something is under, or its opposite; None where it always
        holds.
        """
        if condition is None or condition in self._folding.always:
            return None
        name, holds = self._folding.named(condition)
        return name if holds else Not(ConditionRef(name))

    def _explicit_order(self, name: str) -> list[str]:
        resource = self._stack.resources[name]
        said = set(references(self.value([resource.properties, resource.attributes])))
        # A variable that the text of a Fn::Sub does not use is waited for, too.
        unsaid = (_said(resource) & self._needs.keys()) - said
        explicit = {*resource.depends_on, *unsaid}
        there = self._stack.resources
        never = {it for it in explicit if it in there and self.is_never(there[it].condition)}
        explicit -= never
        return sorted(other for other in explicit if not self._implied(name, other, said))

    def _implied(self, name: str, other: str, own: set[str]) -> bool:
        """Whether ``name`` waits for ``other`` even without saying so itself; ``own`` are the names
        that it mentions.
        """
        resource = self._stack.resources[name]
        pending = [*(own & self._needs.keys()), *(set(resource.depends_on) - {other})]
        seen: set[str] = set()
        while pending:
            here = pending.pop()
            if here == other:
                return True
            if here not in seen:
                seen.add(here)
                pending += self._needs.get(here, ())
        return False


def _needs(stack: Stack, resource: Resource) -> set[str]:
    return {*_said(resource), *resource.depends_on} & stack.resources.keys()


def _said(resource: Resource) -> set[str]:
    """The names that a resource mentions: its metadata has it wait for others, too."""
    return set(references([resource.properties, resource.attributes]))


def _under_one(choice: If) -> tuple[Any, Value]:
    """The only condition under which a choice has a value, if there is one, and what it has."""
    if choice.otherwise == NO_VALUE and not may_vanish(choice.then):
        return choice.condition, choice.then
    if choice.then == NO_VALUE and not may_vanish(choice.otherwise):
        return Not(ConditionRef(choice.condition)), choice.otherwise
    return None, choice


class _Secret:
    """The default of a ``NoEcho`` parameter: compared, never shown."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Secret) and self._value == other._value

    __hash__ = None  # type: ignore[assignment]  # it is compared only

    def __str__(self) -> str:
        return _HIDDEN
