"""A template's sections, from its tree to a stack and back; each pair of functions side by side.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from ..cloudformation import Resource, Stack
from ..errors import SourceError, TemplateError
from ..intrinsics import Tree, Value, parse, render
from ..intrinsics.parsing import FOR_EACH, parse_entry
from ..intrinsics.spelling import near_miss
from ..scalars import text_of
from .entries import (
    RESOURCE_ATTRIBUTES,
    SAM_ATTRIBUTES,
    read_condition,
    read_mapping,
    read_output,
    read_parameter,
    read_resource,
    write_output,
    write_parameter,
    write_resource,
)

T = TypeVar("T")
Mapping = dict[str, dict[str, dict[str, Value]]]

ORDER = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
    "Hooks",
)
FORMAT_VERSION = "2010-09-09"
_TRANSFORM = "Fn::Transform"
_LONGEST_NAME = 255


def stack_of(tree: Tree) -> Stack:
    """The stack that a template's tree describes.

    Args:
        tree: dictionaries, lists and scalars, functions in their long form.

    Raises:
        SourceError: it is no mapping.
        TemplateError: a section, an entry or a function is not what CloudFormation takes.
    """
    if not isinstance(tree, dict):
        raise not_a_mapping(tree)
    return _Reading(tree).stack()


def not_a_mapping(tree: Tree, file: str | None = None) -> SourceError:
    """The refusal of a document that is no mapping."""
    what = "empty" if tree is None else "a list" if isinstance(tree, list) else "a text"
    message = f"it is no template: it is {what}, not a mapping"
    return SourceError(message, file=file, line=1, column=1)


def tree_of(stack: Stack) -> dict[str, Tree]:
    """The tree that ``stack_of`` reads as ``stack``, its sections in the usual order.

    Raises:
        UnsupportedError: a dictionary of the user's would be read as a function.
    """
    written: dict[str, Any] = {
        "AWSTemplateFormatVersion": stack.format_version,
        "Description": stack.description,
        "Metadata": stack.metadata,
        "Parameters": {name: write_parameter(it) for name, it in stack.parameters.items()},
        "Rules": {name: render(it) for name, it in stack.rules.items()},
        "Mappings": {name: render(cast(Value, it)) for name, it in stack.mappings.items()},
        "Conditions": {name: render(it) for name, it in stack.conditions.items()},
        "Transform": _transforms_tree(stack.transforms),
        "Resources": {name: write_resource(it) for name, it in stack.resources.items()},
        "Outputs": {name: write_output(it) for name, it in stack.outputs.items()},
        "Hooks": {name: render(it) for name, it in stack.hooks.items()},
    }
    for section, entries in stack.loops.items():
        every = {**written[section], **cast("dict[str, Tree]", render(entries))}
        known = [name for name in stack.order.get(section, ()) if name in every]
        written[section] = {**{name: every[name] for name in known}, **every}
    written.update(cast("dict[str, Tree]", render(stack.transform_sections)))
    return {name: content for name, content in written.items() if content not in (None, {}, [])}


class _Reading:
    """One template on its way from its tree to a stack."""

    def __init__(self, tree: dict[str, Tree]) -> None:
        self.tree = tree
        self.loops: dict[str, dict[str, Value]] = {}
        self.order: dict[str, tuple[str, ...]] = {}
        self.transforms = _transforms(tree.get("Transform"))
        self.resource_attributes = _resource_attributes(self.transforms)

    def stack(self) -> Stack:
        others = {name: it for name, it in self.tree.items() if name not in ORDER}
        for name in others:
            if not self.transforms and name != _TRANSFORM:
                message = f"unknown section {name}{near_miss(name, ORDER)}"
                raise TemplateError(message, path=(name,))
        return Stack(
            format_version=self._format_version(),
            description=self._text("Description"),
            transforms=self.transforms,
            metadata=cast("dict[str, Value]", self._section("Metadata")),
            parameters=self._entries("Parameters", read_parameter),
            rules=self._entries("Rules", _verbatim),
            mappings=self._entries("Mappings", read_mapping),
            conditions=self._entries("Conditions", read_condition, logical=False),
            resources=self._entries("Resources", self._resource),
            outputs=self._entries("Outputs", read_output),
            hooks=self._entries("Hooks", _verbatim),
            loops=self.loops,
            order=self.order,
            transform_sections=_entries_beside(others),
        )

    def _section(self, name: str) -> dict[str, Tree]:
        """The mapping a section is. An empty one may be null: there is nothing in it to refuse."""
        section = self.tree.get(name)
        if section is None:
            return {}
        if not isinstance(section, dict):
            raise TemplateError(f"{name} must be a mapping", path=(name,))
        return section

    def _text(self, name: str) -> str | None:
        text = self.tree.get(name)
        if isinstance(text, (dict, list)):
            raise TemplateError(f"{name} must be a text", path=(name,))
        return None if text is None else text_of(text)

    def _format_version(self) -> str | None:
        version = self._text("AWSTemplateFormatVersion")
        if version not in (None, FORMAT_VERSION):
            message = f"there is no AWSTemplateFormatVersion but {FORMAT_VERSION}"
            raise TemplateError(message, path=("AWSTemplateFormatVersion",))
        return version

    def _entries(
        self, section: str, read: Callable[[dict[str, Tree]], T], *, logical: bool = True
    ) -> dict[str, T]:
        result: dict[str, T] = {}
        loops: dict[str, Value] = {}
        name = ""
        try:
            for name, entry in self._section(section).items():
                if name[:4] == "Fn::":
                    loops[name] = parse_entry(name, entry)
                    continue
                if logical and not (name.isalnum() and name.isascii()):
                    raise TemplateError(f"'{name}' has more than letters and digits: no logical ID")
                if logical and len(name) > _LONGEST_NAME:
                    words = f"a logical ID has at most {_LONGEST_NAME} characters"
                    raise TemplateError(f"{words}, and this one has {len(name)}")
                if not isinstance(entry, dict):
                    raise TemplateError(f"an entry of {section} must be a mapping")
                if _is_written_by_macro(section, entry):
                    loops[name] = parse(entry)
                else:
                    result[name] = read(entry)
        except TemplateError as error:
            error.within(section, name)
            raise
        if loops:
            self.loops[section] = loops
            self.order[section] = tuple(self._section(section))
        return result

    def _resource(self, entry: dict[str, Tree]) -> Resource:
        return read_resource(entry, self.resource_attributes)


def _resource_attributes(transforms: tuple[Value, ...]) -> tuple[str, ...] | None:
    """The attributes a resource may have: with a macro that is not AWS's own, any (None)."""
    names = [it.get("Name") if isinstance(it, dict) else it for it in transforms]
    if not all(isinstance(name, str) and name.startswith("AWS::") for name in names):
        return None
    sam = any(str(name).startswith("AWS::Serverless") for name in names)
    return (*RESOURCE_ATTRIBUTES, *SAM_ATTRIBUTES) if sam else RESOURCE_ATTRIBUTES


def _verbatim(entry: dict[str, Tree]) -> Value:
    return parse(cast(Tree, entry))


def _transforms(raw: Tree) -> tuple[Value, ...]:
    if raw is None:
        return ()
    for one in raw if isinstance(raw, list) else [raw]:
        if not isinstance(one, (str, dict)):
            message = "a Transform is a name, or a mapping with Name and Parameters"
            raise TemplateError(message, path=("Transform",))
    calls = parse(raw, path=("Transform",))
    return tuple(calls) if isinstance(calls, list) else (calls,)


def _transforms_tree(transforms: tuple[Value, ...]) -> Tree:
    calls = [render(call) for call in transforms]
    return calls[0] if len(calls) == 1 else calls


def _entries_beside(sections: dict[str, Tree]) -> dict[str, Value]:
    return {
        name: parse_entry(name, it) if name == _TRANSFORM else parse(it, path=(name,))
        for name, it in sections.items()
    }


def _is_written_by_macro(section: str, entry: dict[str, Tree]) -> bool:
    """Whether a macro or loop writes a part of the entry, so that its shape says nothing yet."""
    if section == "Mappings":
        for second in entry.values():
            if isinstance(second, dict) and any(key[:4] == "Fn::" for key in second):
                return True
    for key in entry:
        if key[:4] == "Fn::" and (key == _TRANSFORM or key.startswith(FOR_EACH)):
            return True
    return False
