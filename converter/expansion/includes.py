"""``AWS::Include``: parts of a template that stand in files of their own.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-include.html
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Any, cast

from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import Tree
from ..readers.json_tree import NotJSONError, read_json
from ..readers.source import looks_like_json, read_file
from ..readers.yaml_tree import YamlTree
from ..report import Report
from .budget import Budget
from .values import UnresolvedError, Values

NAME = "AWS::Include"
CALL = "Fn::Transform"
LARGEST = 1_000_000
_SHOWN = 100
DEEPEST = 10


def is_include(call: Tree) -> bool:
    """Whether a transform that a template calls is ``AWS::Include``."""
    return isinstance(call, dict) and call.get("Name") == NAME


class Includes:
    """Puts files into one template.

    Args:
        tree: the template.
        folder: the folder that the template is in, None where it is in none.
        given: values of parameters, instead of their defaults.
        report: is told where a parameter's value was fixed.
        budget: limits what the files add.

    Attributes:
        files: the files that were read, as the template calls them.
    """

    def __init__(
        self,
        tree: dict[str, Tree],
        folder: FilePath | None,
        given: Mapping[str, str],
        report: Report,
        budget: Budget,
    ) -> None:
        self.budget = budget
        self._contents: dict[FilePath, tuple[Tree, int]] = {}
        self.values = Values(tree, given)
        self.folder = folder
        self.report = report
        self.files: list[str] = []

    def embedded(self, tree: Tree, path: Path = (), depth: int = 0) -> Tree:
        """``tree`` with the files in the places where ``Fn::Transform`` asks for them.

        An include within a resource whose file only a deployment knows is left as it is.

        Raises:
            TemplateError: a file is none that can stand there.
            UnsupportedError: a file is not at hand.
        """
        if isinstance(tree, list):
            return [self.embedded(item, (*path, i), depth) for i, item in enumerate(tree)]
        if not isinstance(tree, dict):
            return tree
        rest = {key: self.embedded(it, (*path, key), depth) for key, it in tree.items()}
        calls = rest.get(CALL)
        if calls is None or not all(is_include(call) for call in as_list(calls)):
            return rest
        place: Path = (*path, CALL)
        for call in as_list(calls):
            location = self._location(cast("dict[str, Tree]", call), place, may_stay=len(path) > 2)
            if location is None:
                return rest
            rest = self._put(rest, self._read(location, place, depth), place)
        return rest

    def merged(self, tree: dict[str, Tree], call: Tree, path: Path) -> dict[str, Tree]:
        """``tree`` with the sections of the file that a transform of the whole template names.

        Raises:
            TemplateError: the file is no template, or both have an entry.
            UnsupportedError: the file is not at hand.
        """
        location = self._location(cast("dict[str, Tree]", call), path, may_stay=False)
        content = self._read(str(location), path, 0)
        if not isinstance(content, dict):
            raise TemplateError(f"{location} holds no sections", path=path)
        return with_sections(tree, content, path)

    def _put(self, rest: dict[str, Tree], content: Tree, path: Path) -> Any:
        others = {key: item for key, item in rest.items() if key != CALL}
        if not others:
            return content
        if not isinstance(content, dict):
            raise TemplateError("what is included beside other keys must be a mapping", path=path)
        _check_apart(others, content, path)
        result: dict[str, Tree] = {}
        for key, item in rest.items():
            result.update(content if key == CALL else {key: item})
        return result

    def _location(self, call: dict[str, Tree], path: Path, *, may_stay: bool) -> str | None:
        parameters = call.get("Parameters")
        raw = parameters.get("Location") if isinstance(parameters, dict) else None
        if raw is None:
            raise TemplateError(f"{NAME} needs the parameter Location", path=path)
        try:
            location = self.values.text(raw, {})
        except UnresolvedError as error:
            self.values.take_used()
            if may_stay:
                return None
            message = f"the Location of {NAME} depends on {error}"
            raise UnsupportedError(message, path=path) from None
        for name, value in self.values.take_used().items():
            words = f"{location} is included, as it is for {name} = '{value}'"
            self.report.warn("frozen-name", f"{words}: another value does not change it", path)
        return location

    def _read(self, location: str, path: Path, depth: int) -> Tree:
        if depth == DEEPEST:
            raise TemplateError(f"includes are nested more than {DEEPEST} deep", path=path)
        file = self._file(location, path)
        if location not in self.files:
            self.files.append(location)
        if file not in self._contents:
            self._contents[file] = _content(file)
        content, length = self._contents[file]
        self.budget.take(length, "includes", path)
        return self.embedded(content, path, depth + 1)

    def _file(self, location: str, path: Path) -> FilePath:
        if "://" in location:
            message = (
                f"{location} is not at hand: download it beside the template and name it there"
            )
            raise UnsupportedError(message, path=path)
        if self.folder is None:
            message = f"{location} cannot be found: the template itself is in no folder"
            raise UnsupportedError(message, path=path)
        return local_file(self.folder, location, path)


def local_file(folder: FilePath, location: str, path: Path) -> FilePath:
    """The file that a template names.

    Args:
        folder: the template's folder; files outside of it are none of its.
        location: the file, from that folder.
        path: the place in the template that names it.

    Raises:
        UnsupportedError: there is none, it is outside of the folder, or too large.
    """
    shown = location if len(location) <= _SHOWN else f"{location[:_SHOWN]}…"
    try:
        inside = folder.resolve()
        file = (inside / location).resolve()
        is_inside, is_file = file.is_relative_to(inside), file.is_file()
        size = file.stat().st_size if is_file else 0
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, a circle of links
        raise UnsupportedError(f"{shown} cannot be the name of a file", path=path) from None
    if not is_inside:
        raise UnsupportedError(f"{shown} is outside of the template's folder", path=path)
    if not is_file:
        raise UnsupportedError(f"there is no file {shown} beside the template", path=path)
    if size > LARGEST:
        raise UnsupportedError(f"{shown} is larger than {LARGEST} bytes", path=path)
    return file


def as_list(calls: Tree) -> list[Tree]:
    """The transforms that are called, where one alone needs no list."""
    return calls if isinstance(calls, list) else [calls]


def with_sections(tree: dict[str, Tree], content: dict[str, Tree], path: Path) -> dict[str, Tree]:
    """``tree`` with the entries of ``content``, section by section.

    Raises:
        TemplateError: both have an entry.
    """
    result = dict(tree)
    for section, entries in content.items():
        own = tree.get(section)
        if isinstance(own, dict) and isinstance(entries, dict):
            _check_apart(own, entries, path)
            result[section] = {**own, **entries}
        elif own is None:
            result[section] = entries
        elif own != entries:
            raise TemplateError(f"the template and the file included have {section}", path=path)
    return result


def _check_apart(own: dict[str, Tree], content: dict[str, Tree], path: Path) -> None:
    for key in content:
        if key in own:
            message = f"{key} is in the template and in the file included"
            raise TemplateError(message, path=path)


def _content(file: FilePath) -> tuple[Tree, int]:
    """What a file says, and how long it is."""
    text = read_file(file).removeprefix("\ufeff")
    if looks_like_json(text):
        with suppress(NotJSONError):
            return read_json(text, str(file)), len(text)
    return YamlTree(text, str(file)).tree, len(text)
