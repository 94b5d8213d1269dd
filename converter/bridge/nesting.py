"""Stacks within stacks: each template that stands beside another becomes a component."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn

from ..catalog import facts
from ..cloudformation import TEMPLATE_URL, Stack, nested_path
from ..components import is_late, with_outputs
from ..errors import ConversionError, Path, TemplateError, UnsupportedError
from ..naming import component_name
from ..pulumi import (
    ConfigValue,
    Program,
    walk,
)
from ..records import replace
from ..report import Report
from .context import Component
from .legal import names_in_template
from .names import name_patterns
from .siblings import Siblings
from .stacks import lower_stack, raise_stack

ROOT = ""
Instance = tuple[str, str]
"""The path of a template, and the logical ID of a nested stack in it."""


def lower_program(
    stack: Stack, name: str, siblings: Siblings | None, report: Report, *, declarative: bool = False
) -> Program:
    """See `converter.bridge.to_pulumi`."""
    kept: dict[Instance, str] = {}
    while True:
        found = Report()
        nesting = _Nesting(stack, name, siblings, kept, found, declarative)
        before = len(kept)
        program = nesting.program()
        if program is not None and len(kept) == before:
            report.extend(found)
            return program


class _Nesting:
    """One try to carry a stack and the templates nested in it.

    Args:
        stack: the outermost stack.
        name: the project's name.
        siblings: the stacks that are carried together with the outermost one.
        kept: the nested stacks that stay what they are, with the reason; more may be found.
        report: takes the findings.
        declarative: as for `converter.bridge.to_pulumi`.
    """

    def __init__(
        self,
        stack: Stack,
        name: str,
        siblings: Siblings | None,
        kept: dict[Instance, str],
        report: Report,
        declarative: bool,
    ) -> None:
        self.declarative = declarative
        self.siblings = siblings
        self.name, self.kept, self.report = name, kept, report
        self.stacks = {ROOT: stack, **stack.templates}
        self.names = component_names(stack.templates)
        self.components: dict[str, Component] = {}
        self._nested: dict[str, dict[str, str]] = {}

    def program(self) -> Program | None:
        """The whole program; None where another try is needed."""
        order = self._order()
        for path in order[:-1]:
            if not self._lower_component(path):
                return None
        program = self._lower(ROOT, self.name, self.report)
        inner = [self.components[path] for path in order[:-1]]
        if inner:
            components = {it.token: it.program for it in inner}
            program = with_outputs(replace(program, components=components))
        programs = {path: program.components[self.components[path].token] for path in order[:-1]}
        self._keep_conflicts({ROOT: program, **programs})
        patterns = self._name_patterns({ROOT: program, **programs})
        return replace(program, name_patterns=patterns) if patterns else program

    def _name_patterns(self, programs: dict[str, Program]) -> dict[str, str]:
        """How types are named, for all the templates. What a component is made for longest is put
        before the names of its resources.
        """
        prefixes = {ROOT: ""}
        found: dict[str, str] = {}
        for path in [ROOT, *reversed([each for each in programs if each != ROOT])]:
            told, prefix = Report(), prefixes.get(path, "")
            found.update(name_patterns(programs[path], self.name, prefix, told))
            for finding in told:
                self.report.add(replace(finding, file=finding.file or path or None))
            for logical_id, nested in self._instances(path).items():
                longer = f"{prefix}{logical_id}-"
                prefixes[nested] = max(prefixes.get(nested, ""), longer, key=len)
        return found

    # --- which templates there are ----------------------------------------------

    def _order(self) -> list[str]:
        """The templates that become components, after those nested in them; last the outermost."""
        done: dict[str, None] = {}
        self._visit(ROOT, (), done)
        return list(done)

    def _visit(self, path: str, within: tuple[str, ...], done: dict[str, None]) -> None:
        if path in done:
            return
        for logical_id, nested in self._instances(path).items():
            if nested in (*within, path):
                self._refuse_circle(path, logical_id, (*within, path, nested))
            self._visit(nested, (*within, path), done)
        done[path] = None

    def _instances(self, path: str) -> dict[str, str]:
        """The nested stacks of a template that become components, with the paths of theirs."""
        if self.declarative:
            return {}
        if path not in self._nested:
            self._nested[path] = self._nested_in(path)
        nested = self._nested[path].items()
        return {name: each for name, each in nested if (path, name) not in self.kept}

    def _nested_in(self, path: str) -> dict[str, str]:
        found: dict[str, str] = {}
        kind = facts.nested_stack()
        for logical_id, resource in self.stacks[path].resources.items():
            if resource.type == kind:
                nested = nested_path(path, resource.properties)
                if nested in self.stacks and nested != ROOT:
                    found[logical_id] = nested
        return found

    def _refuse_circle(self, path: str, logical_id: str, circle: tuple[str, ...]) -> NoReturn:
        start = circle.index(circle[-1])
        words = " → ".join(circle[start:])
        place: Path = ("Resources", logical_id, "Properties", TEMPLATE_URL)
        raise TemplateError(
            f"the template is nested in itself: {words}", path=place, file=path or None
        )

    # --- one template ----------------------------------------------

    def _lower_component(self, path: str) -> bool:
        """Carry a nested template; where that cannot be, keep the stacks that nest it."""
        module, class_name = self.names[path]
        found = Report()
        try:
            program = self._lower(path, module, found)
        except UnsupportedError as error:
            place = ".".join(str(step) for step in error.path)
            self._keep_all(path, f"{path}: {place}: {error.message}")
            return False
        except ConversionError as error:
            error.file = error.file or path
            raise
        for finding in found:
            self.report.add(replace(finding, file=finding.file or path))
        token = f"{self.name}:{module}:{class_name}"
        self.components[path] = Component(token, self.stacks[path], program)
        return True

    def _lower(self, path: str, name: str, report: Report) -> Program:
        components = {
            logical_id: self.components[nested]
            for logical_id, nested in self._instances(path).items()
        }
        kept = {key[1]: words for key, words in self.kept.items() if key[0] == path}
        program = lower_stack(
            self.stacks[path],
            name,
            report,
            components=components,
            kept=kept,
            siblings=self.siblings if path == ROOT else None,
            is_component=path != ROOT,
            declarative=self.declarative,
        )
        self.kept.update({(path, logical_id): words for logical_id, words in kept.items()})
        return program

    def _keep_all(self, nested: str, words: str) -> None:
        for path in self.stacks:
            for logical_id, other in self._instances(path).items():
                if other == nested:
                    self.kept[path, logical_id] = words

    # --- what only a deployment knows ----------------------------------------------

    def _keep_conflicts(self, programs: dict[str, Program]) -> None:
        """Keep the nested stacks of which a condition hangs on what only a deployment knows."""
        for outer, program in programs.items():
            for logical_id, nested in self._instances(outer).items():
                given = program.resources[logical_id].inputs
                for name, condition in programs[nested].conditions.items():
                    keys = [part.key for part in walk(condition) if isinstance(part, ConfigValue)]
                    late = [key for key in keys if is_late(given.get(key), program.config)]
                    if late:
                        self.kept[outer, logical_id] = (
                            f"the condition {name} of {nested} asks for {late[0]}, which is given "
                            "what only the deployment knows"
                        )


def component_names(paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """A module's and a class's name for each template: ``stacks/vpc-network.yaml`` gives
    ``vpc_network`` and ``VpcNetwork``; of several files with one name, each has that of the folder
    that tells them apart.
    """
    alike: dict[str, list[str]] = {}
    for path in paths:
        alike.setdefault(_name_in(path, 0), []).append(path)
    wanted = {path: _told_apart(path, alike[_name_in(path, 0)]) for path in paths}
    found: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for path in sorted(paths, key=lambda path: wanted[path] != _name_in(path, 0)):
        plain = wanted[path]
        module, number = plain, 2
        while module in taken:
            module, number = f"{plain}_{number}", number + 1
        taken.add(module)
        found[path] = (module, "".join(word.capitalize() for word in module.split("_")))
    return found


def _told_apart(path: str, alike: list[str]) -> str:
    """The name of a template among others whose files have the same one."""
    for level in range(max(other.count("/") for other in alike) + 1):
        if len({_name_in(other, level) for other in alike}) == len(alike):
            return _name_in(path, level)
    return _name_in(path, 0)


def _name_in(path: str, level: int) -> str:
    """The name that a file gives, or a folder that it is in, counted from the nearest; the file
    where there is no such folder.
    """
    *folders, file = path.split("/")
    folders = [folder for folder in folders if folder != ".."]
    return component_name(folders[-level] if 0 < level <= len(folders) else file.partition(".")[0])


# --- the way back ----------------------------------------------


def raise_program(program: Program, report: Report) -> Stack:
    """See `converter.bridge.to_cloudformation`."""
    stack = raise_stack(program, program.components, report)
    templates: dict[str, Stack] = {}
    todo = [(ROOT, program, stack)]
    while todo:
        path, outer, raised = todo.pop()
        for logical_id, token in _nested_in(outer, program.components):
            nested = nested_path(path, raised.resources[logical_id].properties)
            if nested is None or nested in templates:
                continue
            inner = program.components[token]
            templates[nested] = _raise_nested(nested, inner, program.components, report)
            todo.append((nested, inner, templates[nested]))
    return replace(stack, templates=templates) if templates else stack


def _raise_nested(
    path: str, inner: Program, components: dict[str, Program], report: Report
) -> Stack:
    """The template of a component, whose findings and errors are told as its file's."""
    own = Report()
    try:
        return raise_stack(inner, components, own)
    except ConversionError as error:
        error.file = error.file or path
        raise
    finally:
        for finding in own:
            report.add(replace(finding, file=finding.file or path))


def _nested_in(outer: Program, components: dict[str, Program]) -> Iterator[tuple[str, str]]:
    """The logical ID and the token of each component that a program is made of."""
    if components:
        names = names_in_template(outer, Report())["resources"]
        for name, resource in outer.resources.items():
            if resource.type in components:
                yield names[name], resource.type
