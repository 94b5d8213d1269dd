"""What a registration is answered with: its inputs, and placeholders for the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalog import facts
from . import wire
from .child.tokens import KINDS
from .placeholders import Placeholders
from .stack_outputs import declared_outputs, spelled_names

if TYPE_CHECKING:
    from ..catalog import Attribute, Property, ResourceType, Type

Find = Callable[[str], "ResourceType | None"]
OUTPUTS = "outputs"
REFERENCE = "pulumi:pulumi:StackReference"
_SCALARS = ("string", "integer", "number", "boolean")


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
                    self._open(resource_type, answer, attribute, ordinal)
                    self._answer_given(answer, attribute, ordinal)
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
            value = self._looked_up(described, item.type, (key,), number, ())
            if value is not None:
                answer[key] = value
        return answer

    def _looked_up(
        self,
        described: ResourceType,
        kind: Type,
        path: tuple[str, ...],
        number: int,
        within: tuple[str, ...],
    ) -> Any:
        if kind.kind != "object":
            told = kind.kind if kind.kind in (*_SCALARS, "list", "map") else "json"
            token = self._placeholders.asked(number, path, told)
            return self._placeholders.held(token, _held_kind(kind))
        return self._object(
            described,
            kind,
            within,
            lambda key, inner, outer: self._looked_up(
                described, inner, (*path, key), number, outer
            ),
        )

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
            value = self._computed(resource_type, item.type, (name,), ordinal, ())
            if value is not None:
                answer[name] = value
        elif _is_text(item.type):
            token = self._placeholders.attribute(ordinal, (name,))
            _replace_text(given, token)

    def _open(
        self, resource_type: ResourceType, answer: Any, attribute: Attribute, ordinal: int
    ) -> None:
        """Answer with each part of an object that is one of two, or that is not given in another
        one, where a deployment will tell one of them.
        """
        known: Mapping[str, Property] = resource_type.by_pulumi
        for length, step in enumerate(attribute.pulumi[:-1], 1):
            given, kind = answer.fields.get(step), known[step].type
            if kind.kind != "object":
                return
            if given is None:
                path = attribute.pulumi[:length]
                told = self._computed(resource_type, kind, path, ordinal, ())
                if told is not None:
                    answer[step] = told
                return
            if given.WhichOneof("kind") == "string_value":
                whole, parts = given.string_value, None
                if not self._placeholders.plain and self._placeholders.tokens.read(whole):
                    parts = self._parts(resource_type, kind, (), whole, ())
                if parts is not None:
                    answer[step] = parts
                return
            answer = given.struct_value
            known = resource_type.object_types[kind.name or ""].by_pulumi

    def _parts(
        self,
        resource_type: ResourceType,
        kind: Type,
        path: tuple[str, ...],
        whole: str,
        within: tuple[str, ...],
    ) -> Any:
        if kind.kind != "object":
            told = kind.kind if kind.kind in (*_SCALARS, "list", "map") else "json"
            return self._placeholders.held(
                self._placeholders.member(whole, path, told), _held_kind(kind)
            )
        return self._object(
            resource_type,
            kind,
            within,
            lambda key, inner, outer: self._parts(resource_type, inner, (*path, key), whole, outer),
        )

    def _answer_given(self, answer: Any, attribute: Attribute, ordinal: int) -> None:
        """Put what a deployment will tell into or in the place of what the program gave."""
        *steps, last = attribute.pulumi
        for step in steps:
            if (
                step not in answer.fields
                or answer.fields[step].WhichOneof("kind") != "struct_value"
            ):
                return
            answer = answer.fields[step].struct_value
            if wire.SIGNATURE in answer.fields:
                return
        given = answer.fields.get(last)
        kind = attribute.type.kind
        if kind not in KINDS.values():
            return  # a whole object, which no template asks for
        token = self._placeholders.attribute(ordinal, attribute.pulumi, kind)
        if kind == "list" and (given is None or given.WhichOneof("kind") == "list_value"):
            answer[last] = self._placeholders.held(token, _held_kind(attribute.type))
        elif given is not None and _is_text(attribute.type):
            _replace_text(given, token)
        elif given is None and kind in _SCALARS:
            answer[last] = self._placeholders.held(token, _held_kind(attribute.type))

    def _computed(
        self,
        resource_type: ResourceType,
        kind: Type,
        path: tuple[str, ...],
        ordinal: int,
        within: tuple[str, ...],
    ) -> Any:
        if kind.kind == "object":
            return self._computed_object(resource_type, kind, path, ordinal, within)
        told = kind.kind if kind.kind in (*_SCALARS, "list", "map") else "json"
        token = self._placeholders.attribute(ordinal, path, told)
        return self._placeholders.held(token, _held_kind(kind))

    def _computed_object(
        self,
        resource_type: ResourceType,
        kind: Type,
        path: tuple[str, ...],
        ordinal: int,
        within: tuple[str, ...],
    ) -> dict[str, Any] | None:
        return self._object(
            resource_type,
            kind,
            within,
            lambda key, inner, outer: self._computed(
                resource_type, inner, (*path, key), ordinal, outer
            ),
        )

    def _object(
        self,
        resource_type: ResourceType,
        kind: Type,
        within: tuple[str, ...],
        answer: Callable[[str, Type, tuple[str, ...]], Any],
    ) -> dict[str, Any] | None:
        """Give an object of which each property is answered; None where nothing of it can be."""
        name = kind.name or ""
        nested = resource_type.object_types.get(name)
        if nested is None or name in within:
            return None
        outer = (*within, name)
        values = {key: answer(key, item.type, outer) for key, item in nested.by_pulumi.items()}
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
