"""A template's sections, from its tree to a stack and back; each pair of functions side by side.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from .cloudformation import Output, Parameter, Resource, Stack
from .errors import PathStep, SourceError, TemplateError
from .intrinsics import Condition, Intrinsic, Tree, Value, parse, render
from .intrinsics.parsing import FOR_EACH, parse_entry

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
PARAMETER_ATTRIBUTES = (
    "Type",
    "Default",
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
)
RESOURCE_ATTRIBUTES = (
    "Type",
    "Condition",
    "DependsOn",
    "Metadata",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Version",
    "Properties",
)
SAM_ATTRIBUTES = ("IgnoreGlobals", "Connectors")
OUTPUT_ATTRIBUTES = ("Description", "Condition", "Value", "Export")

_TRANSFORM = "Fn::Transform"
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]+")


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
        "Parameters": {name: _parameter_tree(it) for name, it in stack.parameters.items()},
        "Rules": render(stack.rules),
        "Mappings": render(cast("dict[str, Value]", stack.mappings)),
        "Conditions": {name: render(it) for name, it in stack.conditions.items()},
        "Transform": _transforms_tree(stack.transforms),
        "Resources": {name: _resource_tree(it) for name, it in stack.resources.items()},
        "Outputs": {name: _output_tree(it) for name, it in stack.outputs.items()},
        "Hooks": render(stack.hooks),
    }
    for section, entries in stack.loops.items():
        written[section] = {**written[section], **cast("dict[str, Tree]", render(entries))}
    written.update(cast("dict[str, Tree]", render(stack.transform_sections)))
    return {name: content for name, content in written.items() if content not in (None, {}, [])}


class _Reading:
    """One template on its way from its tree to a stack."""

    def __init__(self, tree: dict[str, Tree]) -> None:
        self.tree = tree
        self.loops: dict[str, dict[str, Value]] = {}
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
            parameters=self._entries("Parameters", _parameter),
            rules=self._entries("Rules", _verbatim),
            mappings=self._entries("Mappings", _mapping),
            conditions=self._entries("Conditions", _condition, logical=False),
            resources=self._entries("Resources", self._resource),
            outputs=self._entries("Outputs", _output),
            hooks=self._entries("Hooks", _verbatim),
            loops=self.loops,
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
        return None if text is None else str(text)

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
                if logical and not _LOGICAL_ID.fullmatch(name):
                    raise TemplateError(f"'{name}' has more than letters and digits: no logical ID")
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
        return result

    def _resource(self, entry: dict[str, Tree]) -> Resource:
        _check_attributes(entry, self.resource_attributes, "resource attribute")
        kind = entry.get("Type")
        if not isinstance(kind, str) or not kind:
            raise TemplateError("a resource needs a Type", path=("Type",))
        attributes = {
            name: parse(it, path=(name,)) for name, it in entry.items() if name not in _OWN_FIELDS
        }
        return Resource(
            type=kind,
            properties=_properties(entry.get("Properties")),
            condition=_optional_text(entry, "Condition"),
            depends_on=_depends_on(entry.get("DependsOn")),
            deletion_policy=parse(entry.get("DeletionPolicy"), path=("DeletionPolicy",)),
            attributes=attributes,
        )


_OWN_FIELDS = frozenset(("Type", "Properties", "Condition", "DependsOn", "DeletionPolicy"))


def _resource_tree(resource: Resource) -> dict[str, Tree]:
    attributes = {name: render(value) for name, value in resource.attributes.items()}
    tree: dict[str, Tree | None] = {
        "Type": resource.type,
        "Condition": resource.condition,
        "DependsOn": _depends_on_tree(resource.depends_on),
        "Metadata": attributes.pop("Metadata", None),
        "CreationPolicy": attributes.pop("CreationPolicy", None),
        "UpdatePolicy": attributes.pop("UpdatePolicy", None),
        "DeletionPolicy": render(resource.deletion_policy),
        **attributes,
        "Properties": render(resource.properties),
    }
    return {name: it for name, it in tree.items() if it is not None}


def _resource_attributes(transforms: tuple[Value, ...]) -> tuple[str, ...] | None:
    """The attributes a resource may have: with a macro that is not AWS's own, any (None)."""
    names = [it.get("Name") if isinstance(it, dict) else it for it in transforms]
    if not all(isinstance(name, str) and name.startswith("AWS::") for name in names):
        return None
    sam = any(str(name).startswith("AWS::Serverless") for name in names)
    return (*RESOURCE_ATTRIBUTES, *SAM_ATTRIBUTES) if sam else RESOURCE_ATTRIBUTES


def _properties(raw: Tree) -> Value:
    properties = parse(raw, path=("Properties",))
    if properties is not None and not isinstance(properties, (dict, Intrinsic)):
        raise TemplateError("Properties must be a mapping", path=("Properties",))
    return properties


def _depends_on(raw: Tree) -> tuple[str, ...]:
    names = [] if raw is None else raw if isinstance(raw, list) else [raw]
    for name in names:
        if not isinstance(name, str):
            raise TemplateError("DependsOn is a logical ID or a list of them", path=("DependsOn",))
    return tuple(cast("list[str]", names))


def _depends_on_tree(names: tuple[str, ...]) -> Tree:
    return None if not names else names[0] if len(names) == 1 else list(names)


def _parameter(entry: dict[str, Tree]) -> Parameter:
    _check_attributes(entry, PARAMETER_ATTRIBUTES, "parameter attribute")
    kind = entry.get("Type")
    if not isinstance(kind, str) or not kind:
        raise TemplateError("a parameter needs a Type", path=("Type",))
    attributes: dict[str, Value] = {}
    for name, value in entry.items():
        if name == "AllowedValues" and isinstance(value, list):
            if any(isinstance(item, (dict, list)) or item is None for item in value):
                raise TemplateError("AllowedValues is a list of texts and numbers", path=(name,))
        elif name == "AllowedValues" or isinstance(value, (dict, list)) or value is None:
            what = "a list" if name == "AllowedValues" else "a text, number or boolean"
            raise TemplateError(f"{name} of a parameter must be {what}", path=(name,))
        if name != "Type":
            attributes[name] = cast(Value, value)
    return Parameter(type=kind, attributes=attributes)


def _parameter_tree(parameter: Parameter) -> dict[str, Tree]:
    return {"Type": parameter.type, **cast("dict[str, Tree]", parameter.attributes)}


def _mapping(entry: dict[str, Tree]) -> dict[str, dict[str, Value]]:
    for top, second in entry.items():
        if not isinstance(second, dict):
            raise TemplateError("the first level of a map holds mappings", path=(top,))
        for key, value in second.items():
            if value is None or isinstance(value, dict):
                message = "a map holds texts, numbers, booleans and lists"
                raise TemplateError(message, path=(top, key))
    return cast("dict[str, dict[str, Value]]", parse(cast(Tree, entry)))


def _condition(entry: dict[str, Tree]) -> Condition:
    condition = parse(cast(Tree, entry), condition=True)
    if not isinstance(condition, Intrinsic):
        raise TemplateError("a condition is a function, such as Fn::Equals")
    return condition


def _output(entry: dict[str, Tree]) -> Output:
    _check_attributes(entry, OUTPUT_ATTRIBUTES, "output attribute")
    if entry.get("Value") is None:
        raise TemplateError("an output needs a Value", path=("Value",))
    export = entry.get("Export")
    if export is not None and not (isinstance(export, dict) and list(export) == ["Name"]):
        raise TemplateError("Export is a mapping with a Name", path=("Export",))
    name = export["Name"] if isinstance(export, dict) else None
    return Output(
        value=parse(entry["Value"], path=("Value",)),
        description=parse(entry.get("Description"), path=("Description",)),
        export_name=parse(name, path=("Export", "Name")),
        condition=_optional_text(entry, "Condition"),
    )


def _output_tree(output: Output) -> dict[str, Tree]:
    export: Tree = None if output.export_name is None else {"Name": render(output.export_name)}
    tree = {
        "Description": render(output.description),
        "Condition": output.condition,
        "Value": render(output.value),
        "Export": export,
    }
    return {name: it for name, it in tree.items() if it is not None}


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
    return _TRANSFORM in entry or any(key.startswith(FOR_EACH) for key in entry)


def _optional_text(entry: dict[str, Tree], name: str) -> str | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise TemplateError(f"{name} must be a text", path=(name,))
    return value


def _check_attributes(entry: dict[str, Tree], known: tuple[str, ...] | None, what: str) -> None:
    if known is None:
        return
    for name in entry:
        if name not in known:
            raise TemplateError(f"unknown {what} {name}{near_miss(name, known)}", path=(name,))


def near_miss(name: str, known: Iterable[PathStep]) -> str:
    """``, did you mean X?`` where one of ``known`` is nearly ``name``, else nothing."""
    from difflib import get_close_matches  # only a wrong template needs it

    found = get_close_matches(name, [str(one) for one in known], 1)
    return f", did you mean {found[0]}?" if found else ""
