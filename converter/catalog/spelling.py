"""What each language's SDK calls what the catalog has: `SPELLINGS` by language.

Nearly all of it follows from Pulumi's own names by the rules of `converter.naming`. What Go's
package calls otherwise, because two names of a module clash there, is data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Protocol

from ..naming import csharp, go, java, typescript
from ..records import dataclass
from .loading import DATA, read_text, service
from .types import EnumType, ObjectType, Property, ResourceType

GO_RENAMES = "_go_renames.json"


@dataclass(frozen=True, slots=True)
class Class:
    """A class (or whatever a language has for it) and what it is in."""

    module: str
    """As the language qualifies it: a module, a package's path, a namespace."""
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


class Spelling(Protocol):
    """What one language's SDK calls things. The types are ones that the SDK has."""

    id: str
    """How the identifier of a resource is read."""

    def __hash__(self) -> int: ...

    def resource(self, found: ResourceType) -> Class:
        """Give the class of a resource; that of its arguments has `Args` behind it."""

    def input(self, found: ObjectType) -> Class:
        """Give the class of a nested object where it is an input."""

    def output(self, found: ObjectType) -> Class:
        """Give the class of a nested object where it is an output."""

    def enum(self, found: EnumType) -> Class:
        """Give the class of an enum."""

    def member(self, found: EnumType, value: str | int | float) -> str:
        """Give how a program writes an enum's value: `ModelContainerDefinitionMode.Single`."""

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        """Give the name of a property of a resource or a nested object."""


@lru_cache(maxsize=4096)
def _parts(token: str | None) -> tuple[str, str]:
    """The module and the last part of a token."""
    assert token is not None, "the SDK does not have it"
    _, module, name = token.split(":")
    return module, name


class _Python:
    id = "id"

    def resource(self, found: ResourceType) -> Class:
        return Class(f"pulumi_aws_native.{found.python_module}", str(found.python_class))

    def input(self, found: ObjectType) -> Class:
        return self._in(found.python_module, str(found.python_class))

    def output(self, found: ObjectType) -> Class:
        inside = ".".join(part for part in (found.python_module, "outputs") if part)
        return self._in(inside, str(found.python_output))

    def enum(self, found: EnumType) -> Class:
        return self._in(found.python_module, found.python_class)

    def _in(self, module: str | None, name: str) -> Class:
        return Class(f"pulumi_aws_native.{module}" if module else "pulumi_aws_native", name)

    def member(self, found: EnumType, value: str | int | float) -> str:
        return f"{found.name}.{found.members[value]}"

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        return str(found.python)


class _TypeScript:
    id = "id"

    def resource(self, found: ResourceType) -> Class:
        module, name = _parts(found.token)
        return Class(typescript.module(module), name)

    def input(self, found: ObjectType) -> Class:
        module, name = _parts(found.pulumi)
        return Class(typescript.module(module, "types", "input"), f"{name}Args")

    def output(self, found: ObjectType) -> Class:
        module, name = _parts(found.pulumi)
        return Class(typescript.module(module, "types", "output"), name)

    def enum(self, found: EnumType) -> Class:
        return Class(typescript.module(found.module), found.name)

    def member(self, found: EnumType, value: str | int | float) -> str:
        return f"{found.name}.{typescript.enum_member(str(value), found.name)}"

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        return typescript.property_name(str(found.pulumi))


class _Go:
    id = "ID()"

    def resource(self, found: ResourceType) -> Class:
        return _go_class(found.token, "Resource")

    def input(self, found: ObjectType) -> Class:
        return self._nested(found, "Args")

    def output(self, found: ObjectType) -> Class:
        return self._nested(found, "Output")

    def _nested(self, found: ObjectType, suffix: str) -> Class:
        return _go_class(found.pulumi, "Type", suffix)

    def enum(self, found: EnumType) -> Class:
        return _go_class(found.pulumi, "Enum")

    def member(self, found: EnumType, value: str | int | float) -> str:
        return go.enum_member(str(value), self.enum(found).name)

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        return go.property_name(str(found.pulumi))


class _CSharp:
    id = "Id"

    def resource(self, found: ResourceType) -> Class:
        return Class(csharp.namespace(found.name), _parts(found.token)[1])

    def input(self, found: ObjectType) -> Class:
        return _csharp_class(found.pulumi, "Inputs", "Args")

    def output(self, found: ObjectType) -> Class:
        return _csharp_class(found.pulumi, "Outputs")

    def enum(self, found: EnumType) -> Class:
        return Class(_namespace(found.module), found.name)

    def member(self, found: EnumType, value: str | int | float) -> str:
        return f"{found.name}.{csharp.enum_member(str(value), found.name)}"

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        if found.csharp is not None:
            return found.csharp
        token = owner.token if isinstance(owner, ResourceType) else owner.pulumi
        return csharp.property_name(found.name, str(found.pulumi), _parts(token)[1])


class _Java:
    id = "id()"

    def resource(self, found: ResourceType) -> Class:
        return _java_class(found.token)

    def input(self, found: ObjectType) -> Class:
        return _java_class(found.pulumi, "inputs", suffix="Args")

    def output(self, found: ObjectType) -> Class:
        return _java_class(found.pulumi, "outputs")

    def enum(self, found: EnumType) -> Class:
        return Class(java.package(found.module, "enums"), found.name)

    def member(self, found: EnumType, value: str | int | float) -> str:
        return f"{found.name}.{java.enum_member(str(value))}"

    def property(self, owner: ResourceType | ObjectType, found: Property) -> str:
        return java.property_name(str(found.pulumi))


@cache
def _namespace(module: str) -> str:
    """C#'s namespace of a Pulumi module: the service's spelling is in the names of its types."""
    found = service(module)
    return csharp.namespace(next(iter(found.objects))) if found else csharp.ROOT


@lru_cache(maxsize=4096)
def _csharp_class(token: str | None, inside: str, suffix: str = "") -> Class:
    module, name = _parts(token)
    return Class(f"{_namespace(module)}.{inside}", name + suffix)


@lru_cache(maxsize=4096)
def _java_class(token: str | None, *inside: str, suffix: str = "") -> Class:
    module, name = _parts(token)
    return Class(java.package(module, *inside), name + suffix)


@cache
def _renamed(module: str) -> frozenset[str]:
    """The names of a module's Go package that have something behind them."""
    renames: Mapping[str, list[str]] = json.loads(read_text(DATA, GO_RENAMES))
    return frozenset(renames.get(module, ()))


@lru_cache(maxsize=4096)
def _go_class(token: str | None, renamed: str, suffix: str = "") -> Class:
    """What a token is called, with ``renamed`` behind it where its module has that name for it."""
    module, name = _parts(token)
    found = name + renamed if name + renamed in _renamed(module) else name
    return Class(go.module(module), found + suffix)


SPELLINGS: Mapping[str, Spelling] = {
    "python": _Python(),
    "typescript": _TypeScript(),
    "go": _Go(),
    "csharp": _CSharp(),
    "java": _Java(),
}
