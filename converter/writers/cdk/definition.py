"""A whole stack as what a CDK app defines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from ...cloudformation import Resource, Stack
from ...errors import TemplateError
from ...intrinsics import ConditionRef, GetAtt, Ref, Tree, Value, render, walk
from ...sections import tree_of
from ..ordering import in_order
from .functions import Functions
from .nodes import (
    Assign,
    Call,
    Construct,
    Definition,
    Expression,
    Items,
    Literal,
    Step,
    Variable,
)
from .resources import dependencies, resource_construct
from .scope import Scope
from .sections import (
    condition_construct,
    hook_construct,
    mapping_construct,
    output_construct,
    parameter_construct,
    rule_construct,
)
from .usage import KINDS
from .values import UnsayableError, Values, token, tree

Entry = TypeVar("Entry")
# Nothing is left of this id in a logical ID
_VANISHING_ID = "Default"
# JavaScript takes this for an object's prototype, and no key
_PROTOTYPE = "__proto__"


def define(stack: Stack) -> Definition:
    """Say a stack in the CDK's words."""
    return _Writing(stack).definition()


class _Writing:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._functions = Functions(Scope(stack))
        self._ids = _construct_ids(stack)
        self._written = tree_of(stack)
        self._additions: dict[str, dict[str, Tree]] = {}

    def definition(self) -> Definition:
        stack = self._stack
        settings = self._settings()
        constructs = [
            *self._each("Parameters", stack.parameters, parameter_construct),
            *self._each("Mappings", stack.mappings, mapping_construct),
            *self._each("Conditions", _conditions_in_order(stack), condition_construct),
            *self._each("Rules", stack.rules, rule_construct),
            *self._each("Resources", _resources_in_order(stack), resource_construct),
            *self._each("Outputs", stack.outputs, output_construct),
            *self._each("Hooks", stack.hooks, hook_construct),
        ]
        return Definition(
            settings=settings,
            constructs=constructs,
            steps=self._wait(constructs),
            additions=self._leftovers(),
        )

    def _wait(self, constructs: Iterable[Construct]) -> list[Step]:
        """Let resources wait for others, as soon as all are there; give the steps that are left."""
        left: list[Step] = []
        there: set[Expression] = set()
        for construct in constructs:
            variable = construct.variable
            there.add(variable)
            if variable.section != "Resources":
                continue
            resource = self._stack.resources[variable.logical_id]
            for call in dependencies(variable.logical_id, resource, self._functions):
                others = [it for it in call.arguments if isinstance(it, Variable)]
                (construct.steps if there.issuperset(others) else left).append(call)
        return left

    def _each(
        self,
        section: str,
        entries: dict[str, Entry],
        construct: Callable[[str, str, Entry, Functions], Construct],
    ) -> Iterable[Construct]:
        for name, entry in entries.items():
            id = self._ids[section, name]
            written = cast("dict[str, Tree]", self._written[section])[name]
            try:
                _check(written)
                made = construct(name, id, entry, self._functions)
            except UnsayableError:
                self._additions.setdefault(section, {})[name] = written
                continue
            if section != "Resources":
                self._functions.scope.define(section, name)
            made.comment = self._stack.comments.get((section, name), "")
            if id != name and section != "Outputs":
                made.steps.insert(0, Call(made.variable, "overrideLogicalId", [Literal(name)]))
            yield from made.assets
            yield made

    def _leftovers(self) -> dict[str, Tree]:
        left: dict[str, Tree] = {**self._additions}
        for section, entries in self._stack.loops.items():
            loops = cast("dict[str, Tree]", render(entries))
            left[section] = {**self._additions.get(section, {}), **loops}
        for section, value in self._stack.transform_sections.items():
            left.update(cast("dict[str, Tree]", render({section: value})))
        return left

    def _settings(self) -> list[Assign]:
        stack = self._stack
        values = Values(self._functions.at)
        transforms = [
            Literal(it) if isinstance(it, str) else token("asString", values.verbatim(it))
            for it in stack.transforms
        ]
        settings = {
            "templateFormatVersion": stack.format_version and Literal(stack.format_version),
            "description": stack.description and Literal(stack.description),
            "transforms": transforms and Items(transforms),
            "metadata": stack.metadata and self._metadata(),
        }
        return [
            Assign(None, ("templateOptions", name), value)
            for name, value in settings.items()
            if value and not isinstance(value, (str, list, dict))
        ]

    def _metadata(self) -> Expression | None:
        written = self._written["Metadata"]
        try:
            _check(written)
        except UnsayableError:
            self._additions["Metadata"] = cast("dict[str, Tree]", written)
            return None
        return tree(written)


def _check(written: Tree) -> None:
    """Check that a value stays whole in the CDK, which drops what is null.

    Raises:
        UnsayableError: it does not.
    """
    if written is None or (isinstance(written, dict) and _PROTOTYPE in written):
        raise UnsayableError
    if isinstance(written, (dict, list)):
        for item in written.values() if isinstance(written, dict) else written:
            _check(item)


def _construct_ids(stack: Stack) -> dict[tuple[str, str], str]:
    """Give each entry an id of its own; it is the logical ID unless that is taken."""
    sections: dict[str, Iterable[str]] = {
        "Resources": stack.resources,
        "Parameters": stack.parameters,
        "Mappings": stack.mappings,
        "Conditions": stack.conditions,
        "Rules": stack.rules,
        "Outputs": stack.outputs,
        "Hooks": stack.hooks,
    }
    names = [(section, name) for section, entries in sections.items() for name in entries]
    all_names = {name for _, name in names}
    given: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    for section, name in names:
        id = name
        if name in taken or name == _VANISHING_ID or not name.isalnum():
            id = _free(name.replace("/", "") + KINDS[section], taken | all_names)
        taken.add(id)
        given[section, name] = id
    return given


def _free(id: str, taken: set[str]) -> str:
    number = 2
    free = id
    while free in taken:
        free = f"{id}{number}"
        number += 1
    return free


def _conditions_in_order(stack: Stack) -> dict[str, Value]:
    needs = {
        name: [node.name for node in walk(it) if isinstance(node, ConditionRef)]
        for name, it in stack.conditions.items()
    }
    return {name: stack.conditions[name] for name in in_order(needs)}


def _resources_in_order(stack: Stack) -> dict[str, Resource]:
    needs = {
        name: [
            *it.depends_on,
            *_mentioned(it.properties),
            *(other for value in it.attributes.values() for other in _mentioned(value)),
        ]
        for name, it in stack.resources.items()
    }
    try:
        order = in_order(needs)
    except TemplateError:
        order = list(stack.resources)
    return {name: stack.resources[name] for name in order}


def _mentioned(value: Value) -> Iterable[str]:
    for node in walk(value):
        if isinstance(node, Ref):
            yield node.name
        elif isinstance(node, GetAtt):
            yield node.resource
