"""Values at places of a type: a literal becomes what the place asks for, a function a token of its
kind, and what no typed place can say is left to an override.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from ...catalog.cdk_types import TAGS, CdkClass, CdkProperty
from ...catalog.types import Type
from ...errors import Path
from ...intrinsics import Intrinsic, Tree, Value
from ...intrinsics.parsing import write_argument
from ..numbers import exact_number, number_text
from .nodes import Call, Entries, Expression, Items, Literal, Struct

STRING = Type("string")
NUMBER = Type("number")
BOOLEAN = Type("boolean")
JSON = Type("json")
STRINGS = Type("list", STRING)

TAG = "CfnTag"
TAG_PROPERTIES = {
    "Key": CdkProperty("key", STRING, True),
    "Value": CdkProperty("value", STRING, True),
}
LARGEST = 2**53
Override = tuple[Path, Value]


class UnsayableError(Exception):
    """A value that its place does not take."""


class Values:
    """Says the values of one construct.

    Args:
        function: says a function at a place, given the function and the place's type.
        cdk_class: where the interfaces of objects come from; None where there are none.
        module: the module of the class.
    """

    def __init__(
        self,
        function: Callable[[Intrinsic, Type], Expression],
        cdk_class: CdkClass | None = None,
        module: str = "",
    ) -> None:
        self._function = function
        self._class = cdk_class
        self._module = module
        self.overrides: list[Override] = []

    def say(self, value: Value, type: Type, path: Path = ()) -> Expression:
        """Say a value at a place.

        Raises:
            UnsayableError: the place does not take it.
        """
        if isinstance(value, Intrinsic):
            return self._function(value, type)
        if type.kind == "union":
            return self._union(value, type, path)
        if type.kind == "json":
            if not isinstance(value, (dict, list)):
                raise UnsayableError  # the CDK asks for an object where it takes any
            return self.verbatim(value)
        if isinstance(value, dict):
            return self._mapping(value, type, path)
        if isinstance(value, list):
            if type.kind != "list" or type.items is None:
                raise UnsayableError
            return self._list(value, type.items, path)
        return _scalar(value, type)

    def verbatim(self, value: Value) -> Expression:
        """Say a value where the CDK takes anything."""
        if isinstance(value, Intrinsic):
            return self._function(value, JSON)
        if isinstance(value, dict):
            return Entries([(key, self._entry(key, item)) for key, item in value.items()])
        if isinstance(value, list):
            return Items([self.verbatim(item) for item in value])
        return literal(value)

    def _entry(self, key: str, item: Value) -> Expression:
        if key.startswith("Fn::") and isinstance(item, Intrinsic):
            return tree(write_argument(item))  # a loop or a macro, which stands under its own key
        return self.verbatim(item)

    def properties(
        self, values: dict[str, Value], known: Mapping[str, CdkProperty], path: Path = ()
    ) -> list[tuple[str, Expression]]:
        """Say the properties of a class or an interface; what it cannot take becomes an override.

        Raises:
            UnsayableError: a property that the CDK asks for is missing or cannot be said.
        """
        self._check_required(values, known)
        said: list[tuple[str, Expression]] = []
        for name, value in values.items():
            found = known.get(name)
            kept = len(self.overrides)
            try:
                if found is None:
                    raise UnsayableError
                said.append((found.name, self._property(value, found, path, name)))
            except UnsayableError:
                if found is not None and found.required:
                    raise
                del self.overrides[kept:]
                self.overrides.append(((*path, name), value))
        return said

    def _property(self, value: Value, found: CdkProperty, path: Path, name: str) -> Expression:
        is_tags = not path and self._class is not None and found.name == self._class.tags
        is_other_kind = isinstance(value, list) and found.type.kind != "list"
        if is_tags and (is_other_kind or not _stays_as_it_is(value)):
            raise UnsayableError
        if found.name == TAGS and _is_of_tags(found.type) and _has_token(value):
            raise UnsayableError
        return self.say(value, found.type, (*path, name))

    @staticmethod
    def _check_required(values: dict[str, Value], known: Mapping[str, CdkProperty]) -> None:
        for name, found in known.items():
            if found.required and values.get(name) is None:
                raise UnsayableError

    def _mapping(self, value: dict[str, Value], type: Type, path: Path) -> Expression:
        if any(key.startswith("Fn::") for key in value):
            raise UnsayableError  # a macro or a loop writes some of it
        if type.kind == "map" and type.items is not None:
            items = type.items
            return Entries([(k, self.say(it, items, (*path, k))) for k, it in value.items()])
        if type.kind != "object" or type.name is None:
            raise UnsayableError
        if type.name == TAG:
            return Struct("", TAG, self.properties(value, TAG_PROPERTIES, path))
        if self._class is None:
            raise UnsayableError
        known = self._class.properties(type.name)
        return Struct(self._module, type.name, self.properties(value, known, path))

    def _list(self, value: list[Value], items: Type, path: Path) -> Expression:
        said = [self.say(item, items, (*path, index)) for index, item in enumerate(value)]
        return Items(said)

    def _union(self, value: Value, type: Type, path: Path) -> Expression:
        for option in sorted(type.alternatives, key=lambda it: _distance(value, it)):
            kept = len(self.overrides)
            try:
                said = self.say(value, option, path)
            except UnsayableError:
                del self.overrides[kept:]
                continue
            if len(self.overrides) == kept:
                return said
            del self.overrides[kept:]
        raise UnsayableError


def token(method: str, value: Expression) -> Call:
    """A token of a kind, `Token.asString(value)`."""
    return Call("Token", method, [value])


def tree(written: Tree) -> Expression:
    """Say a part of a template as it is written there."""
    if isinstance(written, dict):
        return Entries([(key, tree(item)) for key, item in written.items()])
    if isinstance(written, list):
        return Items([tree(item) for item in written])
    return literal(written)


def literal(value: Value) -> Literal:
    """A literal where the CDK takes anything: JavaScript rounds numbers that are too large."""
    is_too_large = isinstance(value, int) and abs(value) > LARGEST
    return Literal(str(value) if is_too_large else cast("str | int | float | bool | None", value))


def _scalar(value: Value, type: Type) -> Literal:
    """A literal as the place wants it, where that says the same to CloudFormation."""
    if type.kind == "string":
        return Literal(value if isinstance(value, str) else _text(value))
    if type.kind == "boolean":
        if value in ("true", "false"):
            return Literal(value == "true")
        if isinstance(value, bool):
            return Literal(value)
    if type.kind == "number" and not isinstance(value, bool):
        number = exact_number(value) if isinstance(value, str) else value
        if isinstance(number, (int, float)) and abs(number) <= LARGEST:
            return Literal(number)
    raise UnsayableError


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    raise UnsayableError


def _distance(value: Value, type: Type) -> int:
    """How far a literal is from a type: the alternative that is nearest says it best."""
    kinds = {bool: "boolean", int: "number", float: "number", str: "string", list: "list"}
    if isinstance(value, dict):
        return {"object": 0, "map": 1, "json": 2}.get(type.kind, 3)
    return {kinds.get(value.__class__): 0, "json": 1}.get(type.kind, 2)


def _is_of_tags(type: Type) -> bool:
    return type.items is not None and type.items.name == TAG


def _has_token(tags: Value) -> bool:
    """Whether a list of tags, or one of them, is told by a function: by rule the CDK takes none."""
    return isinstance(tags, Intrinsic) or (
        isinstance(tags, list) and any(isinstance(tag, Intrinsic) for tag in tags)
    )


def _stays_as_it_is(tags: Value) -> bool:
    """Whether the CDK's tag manager leaves tags as they are: it sorts them by their keys, and takes
    a function that decides whether one goes to what a group starts for true.
    """
    if isinstance(tags, Intrinsic) or not tags:
        return False
    if isinstance(tags, dict):
        return not any(key.startswith("Fn::") for key in tags)
    if not isinstance(tags, list) or not all(isinstance(tag, dict) for tag in tags):
        return False
    maps = cast("list[dict[str, Value]]", tags)
    if any(isinstance(it, Intrinsic) for tag in maps for it in _beside_texts(tag)):
        return False
    keys = [tag.get("Key") for tag in maps]
    if len(keys) == 1:
        return isinstance(keys[0], str)
    plain = [key.lower() for key in keys if isinstance(key, str) and _is_plain(key)]
    return len(plain) == len(keys) == len(set(plain)) and plain == sorted(plain)


def _beside_texts(tag: dict[str, Value]) -> Iterator[Value]:
    return (value for name, value in tag.items() if name not in ("Key", "Value"))


def _is_plain(key: str) -> bool:
    return key.isascii() and key.isalnum()
