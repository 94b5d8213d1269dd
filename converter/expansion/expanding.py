"""The transforms of one template, carried out in CloudFormation's order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import cast

from ..cloudformation import Stack
from ..errors import ConversionError, Path, TemplateError
from ..intrinsics import Tree
from ..readers.validate import validate
from ..report import Report
from ..sections import stack_of, tree_of
from . import SERVERLESS_TYPES, includes, language, macros, serverless
from .budget import Budget
from .origins import Origins, moved_comments, original_path


class Expansion:
    """One stack on its way; the arguments are those of `converter.expansion.expand`."""

    def __init__(
        self,
        stack: Stack,
        folder: str | os.PathLike[str] | None,
        report: Report,
        given: Mapping[str, str],
        budget: Budget,
    ) -> None:
        self.stack = stack
        self.report = report
        self.given = given
        self.tree = tree_of(stack)
        self.calls = includes.as_list(self.tree.pop("Transform", []))
        self.includes = includes.Includes(
            self.tree, None if folder is None else FilePath(folder), given, report, budget
        )
        self.origins: Origins = {}
        self.done: list[str] = []

    def result(self) -> Stack:
        """See `converter.expansion.expand`."""
        self._include()
        macros.check_transforms(self.calls)
        self._check_sections()
        names = [macros.name_of(call) for call in self.calls]
        idle: list[str] = []
        if language.NAME in names:
            before = self.tree
            self.tree, self.origins = language.expand_language(before, self.given, self.report)
            (idle if self.tree == before else self.done).append(language.NAME)
        else:
            self._check_language()
        if serverless.NAME in names and not serverless.has_work(self.tree):
            idle.append(serverless.NAME)
        elif serverless.NAME in names:
            self.tree = serverless.expand_serverless(
                self.tree, self.given, self.report, inline=language.NAME in names
            )
            self.done.append(serverless.NAME)
        else:
            self._check_serverless()
        macros.check_embedded(self.tree)
        return self._stack(self._left(names, idle), idle)

    def _include(self) -> None:
        rest = [call for call in self.calls if not includes.is_include(call)]
        top = self.tree.pop(includes.CALL, None)
        inside = [] if top is None else includes.as_list(top)
        own = [call for call in self.calls if includes.is_include(call)]
        place: Path = ("Transform",)
        for call in own:
            self.tree = self.includes.merged(self.tree, call, place)
        for call in inside:
            if not includes.is_include(call):
                rest.append(call)
                continue
            self.tree = self.includes.merged(self.tree, call, (includes.CALL,))
        tree = {name: it for name, it in self.tree.items() if name != "Parameters"}
        included = cast("dict[str, Tree]", self.includes.embedded(tree))
        self.tree = {name: included.get(name, it) for name, it in self.tree.items()}
        self.calls = rest
        self.done += [f"{includes.NAME} of {file}" for file in self.includes.files]

    def _check_sections(self) -> None:
        for section in ("Parameters", "Mappings"):
            for what, path in language.extension_at(self.tree.get(section), (section,)):
                if what not in language.CARRIED:
                    raise TemplateError(f"{what} cannot stand in {section}", path=path)

    def _check_language(self) -> None:
        carried = [*language.computed_policies(self.tree)]
        for what, path in self._functions():
            if what not in language.CARRIED:
                raise TemplateError(_needs_transform(what), path=path)
            carried.append((what, path))
        for what, path in carried:
            self.report.warn("needs-transform", _needs_transform(what), path)

    def _check_serverless(self) -> None:
        for name, entry in language.entries_of(self.tree, "Resources").items():
            if str(entry.get("Type")).startswith(SERVERLESS_TYPES):
                message = f"{entry['Type']} needs 'Transform: {serverless.NAME}'"
                place: Path = ("Resources", name, "Type")
                raise TemplateError(message, path=original_path(place, self.origins))

    def _functions(self) -> Iterator[tuple[str, Path]]:
        for section in language.SECTIONS:
            yield from language.extension_at(self.tree.get(section), (section,))

    def _left(self, names: list[str], idle: list[str]) -> list[Tree]:
        """The transforms that the expanded template still needs, or that had nothing to do."""
        left = set(idle)
        if macros.BLUE_GREEN in names:
            words = (
                f"{macros.BLUE_GREEN} is about updates by CodeDeploy, which Pulumi does not make"
            )
            self.report.warn("no-blue-green", words, ("Transform",))
            left.add(macros.BLUE_GREEN)
        used = (self._functions(), language.computed_policies(self.tree))
        if language.NAME in names and any(any(it) for it in used):
            left.add(language.NAME)
        return [name for name in names if name in left]

    def _stack(self, left: list[Tree], idle: list[str]) -> Stack:
        tree = {**self.tree, "Transform": left} if left else self.tree
        try:
            stack = stack_of(cast(Tree, tree))
            # What has nothing to do brings no names in, nor do sections of what is done
            working = tuple(each for each in stack.transforms if each not in idle)
            validate(replace(stack, transforms=working, transform_sections={}), self.report)
        except ConversionError as error:
            for one in (error, *getattr(error, "errors", ())):
                one.path = original_path(one.path, self.origins)
            raise
        if self.done:
            words = f"expanded as CloudFormation does: {', '.join(self.done)}"
            self.report.note("expanded", words, ("Transform",))
        comments = moved_comments(self.stack.comments, self.origins)
        return replace(stack, comments=comments, words=self.stack.words)


def _needs_transform(what: str) -> str:
    return f"{what} needs 'Transform: {language.NAME}', which the template lacks"
