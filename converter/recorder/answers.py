"""What a registration is answered with: its inputs, and placeholders for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalog import SCALARS, facts
from . import wire
from .child.tokens import KINDS
from .placeholders import Placeholders
from .stack_outputs import declared_outputs, spelled_names

if TYPE_CHECKING:
    from ..catalog import Attribute, Property, ResourceType, Type

Find = Callable[[str], "ResourceType | None"]
OUTPUTS = "outputs"
REFERENCE = "pulumi:pulumi:StackReference"


class Answers:
    """Makes the outputs of registered resources.

    Args:
        find: gives a resource type by its Pulumi token, None where the catalog has none.
        placeholders: the run's placeholders.
        directory: the program's folder.
    """

    def __init__(self, find: Find, placeholders: Placeholders, directory: Path) -> None:
        self._find = find
        self._placeholders = placeholders
        self._directory = directory

    def to_registration(self, ordinal: int, request: Any) -> Any:
        """Give the outputs of a resource, a protobuf struct, for the inputs in ``request``."""
        from google.protobuf import struct_pb2  # type: ignore[import-untyped]  # has no types

        answer = struct_pb2.Struct()
        answer.CopyFrom(request.object)
        held = facts.stand_in(request.type)
        if held is not None:
            answer[held["outputs"]] = self._named(ordinal, held["outputs"])
            if held["ref"] != "id":
                answer[held["ref"]] = self._placeholders.attribute(ordinal, (held["ref"],))
        resource_type = self._find(request.type)
        if resource_type is not None:
            for name, item in resource_type.by_pulumi.items():
                self._answer(resource_type, answer, name, item, ordinal)
            for attribute in resource_type.attributes.values():
                if attribute.pulumi and attribute.pulumi[0] in request.object.fields:
                    self._answer_given(resource_type, answer, attribute, ordinal)
            if OUTPUTS in resource_type.by_pulumi and resource_type.name == facts.nested_stack():
                answer[OUTPUTS] = self._stack_outputs(request.object, ordinal)
        return answer

    def to_reading(self, ordinal: int, request: Any) -> Any:
        """Give what is known of an existing resource: what its id says, and placeholders."""
        from google.protobuf import struct_pb2

        answer = struct_pb2.Struct()
        answer.CopyFrom(request.properties)
        described = self._find(request.type)
        identifier = described.primary_identifier if described is not None else ()
        if described is not None and len(identifier) == 1:
            known = described.properties.get(identifier[0])
            if known is not None and known.pulumi is not None:
                answer[known.pulumi] = request.id
        if request.type == REFERENCE and self._placeholders.plain:
            names = spelled_names(self._directory)
            told = {name: self._placeholders.stack_output(ordinal, name) for name in names}
            answer.update({"outputs": told, "secretOutputNames": []})
        if described is not None:
            for name, item in described.by_pulumi.items():
                if name not in answer.fields:
                    self._answer(described, answer, name, item, ordinal)
        return answer

    def to_look_up(self, number: int, request: Any) -> Any:
        """Give what a look-up of the provider gives: what the resource has that it is of; None
        where nobody knows.
        """
        from google.protobuf import struct_pb2

        package, module, name = (*request.tok.split(":"), "", "")[:3]
        described = self._find(f"{package}:{module}:{name.removeprefix('get')}")
        if described is None or not name.startswith("get"):
            return None
        answer = struct_pb2.Struct()
        for key, item in described.by_pulumi.items():
            given = request.args.fields.get(key)
            if given is not None and given.WhichOneof("kind") == "string_value":
                answer[key] = given.string_value  # it is asked by its identifier
                continue
            value = self._filled(
                described, item.type, partial(self._placeholders.asked, number), (key,)
            )
            if value is not None:
                answer[key] = value
        return answer

    def _stack_outputs(self, inputs: Any, ordinal: int) -> list[dict[str, str]]:
        """Give the outputs of a stack inside this one: each that the program may ask for."""
        names = declared_outputs(inputs)
        if names is None:
            names = spelled_names(self._directory)
        return [
            {
                "outputKey": name,
                "outputValue": self._placeholders.attribute(ordinal, (OUTPUTS, name)),
            }
            for name in names
        ]

    def _named(self, ordinal: int, output: str) -> dict[str, str]:
        """Give a map of attributes whose names nobody declares: each that the program may ask
        for.
        """
        names = spelled_names(self._directory, members=True)
        return {name: self._placeholders.attribute(ordinal, (output, name)) for name in names}

    def _answer(
        self, resource_type: ResourceType, answer: Any, name: str, item: Property, ordinal: int
    ) -> None:
        given = answer.fields.get(name)
        if given is None:
            ask = partial(self._placeholders.attribute, ordinal)
            value = self._filled(resource_type, item.type, ask, (name,))
            if value is not None:
                answer[name] = value
        elif _is_text(item.type):
            token = self._placeholders.attribute(ordinal, (name,))
            _replace_text(given, token)

    def _answer_given(
        self, resource_type: ResourceType, answer: Any, attribute: Attribute, ordinal: int
    ) -> None:
        """Put what a deployment will tell into or in the place of what the program gave."""
        *steps, last = attribute.pulumi
        known: Mapping[str, Property] = resource_type.by_pulumi
        for length, step in enumerate(steps, 1):
            inside = known[step].type if step in known else None
            if inside is not None and inside.kind == "object":
                self._open(resource_type, answer, inside, attribute.pulumi[:length], ordinal)
            given = answer.fields.get(step)
            if given is None or given.WhichOneof("kind") != "struct_value":
                return
            answer = given.struct_value
            if wire.SIGNATURE in answer.fields:
                return
            nested = resource_type.object_types.get(inside.name or "") if inside else None
            known = nested.by_pulumi if nested is not None else {}
        given = answer.fields.get(last)
        kind = attribute.type.kind
        if kind not in KINDS.values():
            return  # a whole object, which no template asks for
        token = self._placeholders.attribute(ordinal, attribute.pulumi, kind)
        if kind == "list" and (given is None or given.WhichOneof("kind") == "list_value"):
            answer[last] = self._placeholders.held(token, _held_kind(attribute.type))
        elif given is not None and _is_text(attribute.type):
            _replace_text(given, token)
        elif given is None and kind in SCALARS:
            answer[last] = self._placeholders.held(token, _held_kind(attribute.type))

    def _open(
        self,
        resource_type: ResourceType,
        answer: Any,
        kind: Type,
        path: tuple[str, ...],
        ordinal: int,
    ) -> None:
        """Answer with each part of an object that is not given, or is one of two."""
        given, parts = answer.fields.get(path[-1]), None
        if given is None:
            ask = partial(self._placeholders.attribute, ordinal)
            parts = self._filled(resource_type, kind, ask, path)
        elif given.WhichOneof("kind") == "string_value" and not self._placeholders.plain:
            whole = given.string_value
            if self._placeholders.tokens.read(whole) is not None:
                ask = partial(self._placeholders.member, whole)
                parts = self._filled(resource_type, kind, ask, ())
        if parts is not None:
            answer[path[-1]] = parts

    def _filled(
        self,
        resource_type: ResourceType,
        kind: Type,
        ask: Callable[[tuple[str, ...], str], str],
        path: tuple[str, ...],
        within: tuple[str, ...] = (),
    ) -> Any:
        """Give a value of which each part is a placeholder; None where nothing of it can be one.

        Args:
            resource_type: whose objects it may be.
            kind: its type.
            ask: gives the placeholder for a path and a kind of value.
            path: where it is.
            within: the objects around it, which are not opened again.
        """
        if kind.kind != "object":
            told = kind.kind if kind.kind in (*SCALARS, "list", "map") else "json"
            return self._placeholders.held(ask(path, told), _held_kind(kind))
        name = kind.name or ""
        nested = resource_type.object_types.get(name)
        if nested is None or name in within:
            return None
        outer = (*within, name)
        values = {
            key: self._filled(resource_type, item.type, ask, (*path, key), outer)
            for key, item in nested.by_pulumi.items()
        }
        known = {key: it for key, it in values.items() if it is not None and it != wire.UNKNOWN}
        return known or None


def _held_kind(kind: Type) -> str:
    """What a value of a type is to a program."""
    if kind.kind == "list":
        return "list" if kind.items is not None and _is_text(kind.items) else "lists"
    return "enum" if kind.enum is not None else kind.kind


def _is_text(kind: Type) -> bool:
    return kind.kind == "string" and kind.enum is None


def _replace_text(given: Any, token: str) -> None:
    """Put a placeholder where a text was given, inside the wrapping of a secret too."""
    if given.WhichOneof("kind") == "string_value":
        given.string_value = token
    elif given.WhichOneof("kind") == "struct_value":
        fields = given.struct_value.fields
        if wire.SIGNATURE in fields and fields[wire.SIGNATURE].string_value == wire.SECRET:
            _replace_text(fields["value"], token)
