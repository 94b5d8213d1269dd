"""Whether the names in a stack lead anywhere, as CloudFormation asks before it deploys.

Where a transform or a loop may bring in what is missing, nothing can be said about a name.
Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from ..cloudformation import (
    DELETION_POLICY,
    LANGUAGE_EXTENSIONS,
    ON_REPLACE,
    PSEUDO_PARAMETERS,
    Resource,
    Stack,
)
from ..errors import Path, TemplateError
from ..intrinsics import If, ImportValue, Intrinsic, Value, render, walk
from ..intrinsics.spelling import Hints
from ..report import Report
from .mentions import (
    DECIDING,
    NOTHING,
    Mentions,
    mentions_of,
    place_of_function,
    place_of_key,
    place_of_null,
    places_of_names,
)

# Transforms of AWS's own that add no parameters, resources, conditions or maps.
_ADD_NOTHING = frozenset((LANGUAGE_EXTENSIONS, "AWS::CodeDeployBlueGreen"))
_POLICIES = {
    DELETION_POLICY: ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    ON_REPLACE: ("Delete", "Retain", "Snapshot"),
}
_VALUE_FUNCTIONS = ("Ref", "Fn::Sub")
_RESOURCE_FUNCTIONS = ("Fn::GetAtt", "Fn::Sub")
_CONDITION_FUNCTIONS = ("Fn::If", "Condition")


def validate(stack: Stack, report: Report | None = None) -> None:
    """Check that every name in ``stack`` has its entry, and that nothing depends on itself.

    Args:
        stack: what was read.
        report: told of the names that only a transform can bring in.

    Raises:
        TemplateError: a name leads nowhere, a value is null, or entries depend on one another in a
            circle. It is the first such problem; its attribute ``errors`` has all of them.
    """
    _raise(_Check(stack, report).problems())


def validate_plain(stack: Stack) -> bool:
    """Do as `validate` does with a stack that names no transform, unless it asks for one all the
    same.

    Returns:
        Whether it was checked: not where it has a function that only a transform carries out, or
        one in the place of a policy.

    Raises:
        TemplateError: see `validate`.
    """
    check = _Check(stack, None)
    problems = check.problems()
    if check.extends or any(it.is_open_at_its_end for it in stack.resources.values()):
        return False
    _raise(problems)
    return True


def _raise(problems: list[TemplateError]) -> None:
    if problems:
        first = problems[0]
        first.errors = tuple(problems)
        raise first


class _Check:
    """The problems of one stack: found by name, and placed only when there are any."""

    def __init__(self, stack: Stack, report: Report | None) -> None:
        self.stack = stack
        self.report = report
        self.found: list[TemplateError] = []
        self.hints = Hints()
        self.extends = False
        self.parameters = {*stack.parameters, *PSEUDO_PARAMETERS}
        self.values = self.parameters | stack.resources.keys()
        self.grows = may_grow(stack)

    def problems(self) -> list[TemplateError]:
        stack = self.stack
        if not stack.resources and not self.may_grow("Resources"):
            self.add("a template needs at least one resource", ("Resources",))
        for name in stack.resources.keys() & stack.parameters.keys():
            self.add(f"{name} is a parameter, too: a Ref must lead to one", ("Resources", name))
        self.check_mappings()
        self.check_conditions()
        self.check_resources()
        for name, output in stack.outputs.items():
            path: Path = ("Outputs", name)
            self.check_value(output.value, (*path, "Value"))
            if _is_no_text(output.value) and not self.grows:
                self.add("the value of an output is a text", (*path, "Value"))
            self.check_value(output.description, (*path, "Description"))
            self.check_value(output.export_name, (*path, "Export", "Name"))
            self.check_condition(output.condition, path)
        return self.found

    def check_mappings(self) -> None:
        for name, rows in self.stack.mappings.items():
            if not isinstance(rows, dict) or not all(isinstance(it, dict) for it in rows.values()):
                self.add("a mapping has rows, and no function in their place", ("Mappings", name))
                continue
            for row, entries in rows.items():
                if not entries:
                    self.add("a row of a mapping has an entry at least", ("Mappings", name, row))
                for key, value in entries.items():
                    if isinstance(value, list) and any(isinstance(it, list) for it in value):
                        words = "a mapping has texts, and lists of them"
                        self.add(words, ("Mappings", name, row, key))
            mentions = mentions_of(cast(Value, rows))
            self.extends = self.extends or mentions.extends
            if mentions.has_null:
                place = place_of_null(render(cast(Value, rows)), ("Mappings", name))
                self.add("CloudFormation takes no null here", place)

    def check_conditions(self) -> None:
        edges: dict[str, list[str]] = {}
        for name, condition in self.stack.conditions.items():
            mentions = self.check_early("condition", condition, ("Conditions", name))
            edges[name] = sorted(mentions.conditions)
        self.check_circle(edges, "Conditions", "condition")

    def check_early(self, what: str, value: Value, path: Path) -> Mentions:
        """Check what is settled before anything is made."""
        mentions = self.check_value(value, path)
        if any(isinstance(each, ImportValue) for each in walk(value)):
            self.add(f"a {what} cannot use Fn::ImportValue", path)
        used = (mentions.values | mentions.resources) & self.stack.resources.keys()
        if used:
            functions = (*_VALUE_FUNCTIONS, "Fn::GetAtt")
            places = places_of_names(used, render(value), path, functions)
            for resource in sorted(used):
                words = f"a {what} cannot use the resource {resource}"
                self.add(words, places.get(resource, path))
        return mentions

    def check_resources(self) -> None:
        edges: dict[str, list[str]] = {}
        others = self.stack.resources.keys()
        for name, resource in self.stack.resources.items():
            path: Path = ("Resources", name)
            mentions = self.check_value(resource.properties, (*path, "Properties"))
            needed = {*mentions.values, *mentions.resources, *resource.depends_on} & others
            if needed:
                edges[name] = sorted(needed)
            self.check_attributes(resource, path)
        self.check_circle(edges, "Resources", "resource")

    def check_attributes(self, resource: Resource, path: Path) -> None:
        self.check_condition(resource.condition, path)
        policy = resource.deletion_policy
        if policy is not None:
            self.check_early(DELETION_POLICY, policy, (*path, DELETION_POLICY))
            self.check_policy(DELETION_POLICY, policy, path)
        if ON_REPLACE in resource.attributes:
            self.check_policy(ON_REPLACE, resource.attributes[ON_REPLACE], path)
        for attribute, value in resource.attributes.items():
            self.check_value(value, (*path, attribute))
        for name in resource.depends_on:
            if name not in self.stack.resources and not self.may_grow("Resources"):
                miss = self.hints.near_miss(name, self.stack.resources)
                self.add(f"there is no resource {name}{miss}", (*path, "DependsOn"))

    def check_policy(self, name: str, policy: Value, path: Path) -> None:
        known = _POLICIES[name]
        if isinstance(policy, Intrinsic) or policy in known or self.grows:
            return
        said = "something else"
        if isinstance(policy, str):
            said = f"{policy!r}{self.hints.near_miss(policy, known)}"
        words = f"{name} is {', '.join(known[:-1])} or {known[-1]}, not {said}"
        self.add(words, (*path, name))

    def check_condition(self, name: str | None, path: Path) -> None:
        if name is not None:
            self.check_names(
                {name}, "Conditions", self.stack.conditions, None, path, ("Condition",)
            )

    def check_value(self, value: Value, path: Path) -> Mentions:
        """Check the names in ``value``, and give them."""
        if value is None or type(value) is str:  # which most are
            return NOTHING
        stack = self.stack
        found = mentions_of(value)
        self.extends = self.extends or found.extends
        if found.malformed:
            places = places_of_names(set(found.malformed), render(value), path, ("Fn::Sub",))
            for text, error in found.malformed.items():
                self.found.append(TemplateError(error.message, path=places.get(text, path)))
        if found.has_null and path[-1] != "Metadata":
            place = place_of_null(render(value), path)
            hint = ": the own region is ''" if place[-1] == "Fn::GetAZs" else ""
            self.add(f"CloudFormation takes no null here{hint}", place)
        if found.decides and path[0] != "Conditions" and path[-1] != "Metadata":
            place = place_of_function(render(value), path, DECIDING)
            words = (
                f"{place[-1]} stands in Conditions only: Fn::If asks for a condition by its name"
            )
            self.add(words, place)
        self.check_names(found.values, "Resources", self.values, value, path, _VALUE_FUNCTIONS)
        self.check_names(
            {name for name in found.resources if name.partition(".")[0] not in stack.resources},
            "Resources",
            stack.resources,
            value,
            path,
            _RESOURCE_FUNCTIONS,
        )
        self.check_names(
            found.conditions, "Conditions", stack.conditions, value, path, _CONDITION_FUNCTIONS
        )
        self.check_names(found.maps, "Mappings", stack.mappings, value, path, ("Fn::FindInMap",))
        if found.keys and (late := found.keys & stack.resources.keys()):
            words = f"a key of Fn::FindInMap cannot use the resource {', '.join(sorted(late))}"
            self.add(words, place_of_key(late, render(value), path))
        return found

    def check_names(
        self,
        names: set[str],
        section: str,
        known: Iterable[str],
        value: Value,
        path: Path,
        functions: tuple[str, ...],
    ) -> None:
        """Check that each of ``names``, which ``functions`` mention in ``value``, is ``known``."""
        if not names:
            return
        missing = names.difference(known)
        if section == "Resources":
            missing = {name for name in missing if self.stack.module_of(name) is None}
        if not missing:
            return
        places = {} if value is None else places_of_names(missing, render(value), path, functions)
        for name in sorted(missing):
            what = _WHAT[functions[0]]
            message = f"there is no {what} {name}{self.hints.near_miss(name, known)}"
            place = (*path, *functions) if value is None else places.get(name, path)
            if not self.may_grow(section):
                self.add(message, place)
            elif self.report is not None:
                self.report.note("unchecked-name", f"{message}: a transform may add it", place)

    def check_circle(self, edges: Mapping[str, list[str]], section: str, what: str) -> None:
        circle = _circle(edges)
        if circle:
            way = " → ".join((*circle, circle[0]))
            self.add(f"circular dependency: {what} {way}", (section, circle[0]))

    def may_grow(self, section: str) -> bool:
        return self.grows or section in self.stack.loops

    def add(self, message: str, path: Path) -> None:
        self.found.append(TemplateError(message, path=path))


_WHAT = {
    "Ref": "parameter or resource",
    "Fn::GetAtt": "resource",
    "Fn::If": "condition",
    "Condition": "condition",
    "Fn::FindInMap": "map",
}


def may_grow(stack: Stack) -> bool:
    """Whether a transform may add entries to any section."""
    names = [it.get("Name") if isinstance(it, dict) else it for it in stack.transforms]
    return bool(stack.transform_sections) or any(
        not isinstance(name, str) or name not in _ADD_NOTHING for name in names
    )


def _circle(edges: Mapping[str, list[str]]) -> list[str]:
    """The first circle among ``edges``, from the entry that comes first in the template."""
    done: set[str] = set()
    for start in edges:
        way: dict[str, None] = {}
        left: list[Iterator[str]] = [iter((start,))]
        while left:
            name = next(left[-1], None)
            if name is None:
                left.pop()
                if way:
                    done.add(way.popitem()[0])
            elif name in way:
                circle = list(way)
                return circle[circle.index(name) :]
            elif name in edges and name not in done:
                way[name] = None
                left.append(iter(edges[name]))
    return []


def _is_no_text(value: Value) -> bool:
    """Whether a value, or one side of a choice, is a list or a map."""
    if isinstance(value, If):
        return _is_no_text(value.then) or _is_no_text(value.otherwise)
    return isinstance(value, (dict, list))
