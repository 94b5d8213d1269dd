"""What a program sent, as expressions: placeholders become nodes again, objects get their types."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from ..catalog.likeness import settled
from ..errors import Path, ProgramError, UnsupportedError
from ..pulumi import (
    ABSENT,
    Absent,
    Base64,
    Choice,
    Concat,
    Convert,
    EnumMember,
    Expression,
    Json,
    LocalFile,
    Object,
    Secret,
)
from ..scalars import from_double, is_double
from . import wire
from .assets import read_asset
from .lookups import Lookups
from .nodes import NodeDecoder
from .placeholders import Placeholders, Specification
from .secrets import Secrets

if TYPE_CHECKING:
    from ..catalog import Property, ResourceType, Type

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_SCRIPT = 32  # characters: of random ones one in 10**8 can be read
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BLANK = re.compile(r"\s")
WAY_OUT = "fix the value with -c KEY=VALUE, or use --concrete"


class CutError(ProgramError):
    """A program cut or changed a value that only the deployment knows."""


class Decoder:
    """Turns values of the wire into expressions.

    Args:
        placeholders: the run's placeholders, the child process's own among them.
        names: the resources' keys in the program, by ordinal.
        components: the ordinals that are component resources.
        secrets: keeps secrets out of what is decoded.
        lookups: the answers that nobody has.
        directory: the program's folder.
        tells_base64: whether the run tells of each text that is made Base64.
    """

    def __init__(
        self,
        placeholders: Placeholders,
        names: Mapping[int, str],
        components: frozenset[int],
        secrets: Secrets,
        lookups: Lookups,
        directory: FilePath,
        *,
        tells_base64: bool,
    ) -> None:
        self._directory, self._tells_base64 = directory, tells_base64
        self._secrets = secrets
        self._placeholders = placeholders
        self._tokens = placeholders.tokens
        self._nodes = NodeDecoder(placeholders, names, components, self.value, lookups)

    def inputs(
        self, resource_type: ResourceType | None, inputs: Mapping[str, Any], path: Path
    ) -> dict[str, Expression]:
        """Decode a resource's inputs; ``path`` is the resource's place, for errors."""
        properties = resource_type.by_pulumi if resource_type else {}
        return self._fields(resource_type, properties, _without_null(inputs), path)

    def export(self, value: Any, path: Path) -> Expression:
        """Decode an output of the stack; a secret one stays marked."""
        decoded = _absent_in_choice(self.value(value, path))
        return Secret(decoded) if wire.unwrap(value)[1] else decoded

    def value(
        self,
        value: Any,
        path: Path,
        kind: Type | None = None,
        resource_type: ResourceType | None = None,
    ) -> Expression:
        """Decode a value at a place of the given type (None: the place takes anything).

        Raises:
            ProgramError: something is left of a placeholder that is not a whole one.
            UnsupportedError: a value that CloudFormation has no word for.
        """
        value, secret = wire.unwrap(value)
        if secret:
            return self._secrets.hidden(self.value(value, path, kind, resource_type), path)
        if wire.signature(value) is not None:
            return self._special(value, path)
        if isinstance(value, str):
            return self._text(value, path, kind, resource_type)
        if isinstance(value, list):
            return self._list(value, path, kind, resource_type)
        if isinstance(value, dict):
            return self._dictionary(value, path, kind, resource_type)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._number(value, path, kind, resource_type)
        return _plain(value)

    def _number(
        self, value: float, path: Path, kind: Type | None, resource_type: ResourceType | None
    ) -> Expression:
        try:
            identity = self._placeholders.number(value)
        except ValueError:
            raise ProgramError(
                f"{_place(path)} is computed from a number that only the deployment knows, which a "
                "template cannot say",
                path=path,
            ) from None
        if identity is not None:
            return self._nodes.decode(identity, path, kind, resource_type)
        if isinstance(value, int) and not is_double(value):
            words = f"{_place(path)} is {value}: Pulumi sends doubles, and none is that number"
            raise UnsupportedError(words, path=path)
        return _number(value, kind) if isinstance(value, float) else value

    def _special(self, value: dict[str, Any], path: Path) -> Expression:
        found = wire.signature(value)
        if found == wire.RESOURCE:
            return self.value(value.get("id") or value.get("urn"), path)
        if found in (wire.ASSET, wire.ARCHIVE):
            asset = read_asset(value, self._directory, path)
            return asset if isinstance(asset, LocalFile) else self.value(asset, path)
        if found == wire.BYTES:
            words = f"{_place(path)} is a text with bytes that are no UTF-8, which no template has"
            raise UnsupportedError(words, path=path)
        raise UnsupportedError(f"{_place(path)} is a value of a kind not known here", path=path)

    def _text(
        self, text: str, path: Path, kind: Type | None, resource_type: ResourceType | None
    ) -> Expression:
        if text == wire.UNKNOWN:
            raise ProgramError(
                f"{_place(path)} has a value that is never known: it hangs on what only the "
                "deployment tells, and no template can say",
                path=path,
            )
        text = self._placeholders.read(text)
        whole = self._tokens.read(text)
        if whole is not None:
            found = self._nodes.decode(whole[1], path, kind, resource_type)
            return found.value if isinstance(found, Json) and _is_document(kind) else found
        document = self._document(text) if _is_document(kind) else None
        if document is not None and self._placeholders.plain:
            document = _sorted(document)
        if document is not None:
            return self.value(document, path, kind, resource_type)
        if self._placeholders.plain and self._tokens.occur_in(text) and _is_compact(text):
            document = self._document(text)
            if document is not None:
                return Json(self.value(document, path))
        encoded = self._encoded(text)
        if encoded is not None:
            return Base64(self.value(encoded, path))
        plain = None if self._tells_base64 else _readable(text)
        if plain is not None:
            return Base64(plain)
        parts = [self._part(part, text, path) for part in self._placeholders.cut(text)]
        if parts == [text] or not parts:
            return _enum_member(text, kind, resource_type)
        merged = _merge(parts)
        return merged[0] if len(merged) == 1 else Concat(tuple(merged))

    def _document(self, text: str) -> Any:
        """Give the object or the list that a text is the JSON of; None where a key in it holds what
        only the deployment knows: a template says that as the text.
        """
        document = _document(text)
        is_open = self._tokens.occur_in(text) and any(map(self._tokens.occur_in, _keys(document)))
        return None if is_open else document

    def _encoded(self, text: str) -> str | None:
        """Give the text that a text is the Base64 of, where it holds placeholders."""
        if _BASE64.fullmatch(text) is None or not self._placeholders.is_mangled(text):
            return None
        try:
            inner = self._placeholders.read(base64.b64decode(text, validate=True).decode())
        except ValueError:
            return None
        return inner if self._tokens.occur_in(inner) else None

    def _part(self, part: str | tuple[str, str], text: str, path: Path) -> Expression:
        if isinstance(part, str):
            self.check(part, path)
            return self._secrets.shown(part)
        kind, identity = part
        if kind in ("list", "map", "boolean"):
            raise ProgramError(
                f"{_place(path)} has a {kind} inside a text, whose text is not known before the "
                f"deployment; {WAY_OUT}",
                path=path,
            )
        node = self._nodes.decode(identity, path, None, None)
        if kind in ("integer", "number"):
            return node if isinstance(node, str) else Convert("string", node)
        return node

    def node(self, specification: Specification, path: Path) -> Expression:
        """Decode a specification that the child process reported by itself, a condition."""
        return self._nodes.node(specification, path)

    def check(self, text: str, path: Path) -> None:
        """Refuse text that still holds a piece of a placeholder."""
        if not self._placeholders.is_mangled(text):
            return
        if text.startswith("urn:pulumi:"):
            raise UnsupportedError(
                f"{_place(path)} is a resource's URN, a name that only Pulumi knows", path=path
            )
        raise CutError(
            f"{_place(path)} is made by cutting or changing a value that only the deployment "
            "knows, which a template cannot say",
            path=path,
        )

    def _list(
        self, items: list[Any], path: Path, kind: Type | None, resource_type: ResourceType | None
    ) -> Expression:
        whole = self._placeholders.whole_list(items)
        if whole is not None:
            return self._nodes.decode(whole, path, kind, resource_type)
        inner = _settle(kind, items)
        item_type = inner.items if inner is not None and inner.kind == "list" else None
        return [
            _absent_in_choice(self.value(item, (*path, index), item_type, resource_type))
            for index, item in enumerate(items)
        ]

    def _dictionary(
        self,
        value: dict[str, Any],
        path: Path,
        kind: Type | None,
        resource_type: ResourceType | None,
    ) -> Expression:
        meant = _settle(kind, value, resource_type)
        if meant is not None and meant.kind == "object" and resource_type is not None:
            named = resource_type.object_types.get(meant.name or "")
            if named is not None:
                fields = self._fields(resource_type, named.by_pulumi, value, path)
                return Object(named.pulumi or named.name, fields)
        item_type = meant.items if meant is not None and meant.kind == "map" else None
        return {
            self._key(key, path): _absent_in_choice(
                self.value(item, (*path, key), item_type, resource_type)
            )
            for key, item in value.items()
        }

    def _key(self, key: str, path: Path) -> str:
        key = self._placeholders.read(key)
        if self._tokens.occur_in(key):
            raise ProgramError(
                f"{_place(path)} has a key that only the deployment knows; a template's keys are "
                f"fixed: {WAY_OUT}",
                path=path,
            )
        self.check(key, path)
        return key

    def _fields(
        self,
        resource_type: ResourceType | None,
        properties: Mapping[str, Property],
        value: Mapping[str, Any],
        path: Path,
    ) -> dict[str, Expression]:
        """Decode a typed object's fields; null and absent are the same there."""
        fields: dict[str, Expression] = {}
        for key, item in value.items():
            kind = properties[key].type if key in properties else None
            decoded = _absent(self.value(item, (*path, key), kind, resource_type))
            if not isinstance(decoded, Absent):
                fields[key] = decoded
        return fields


def _without_null(value: Any) -> Any:
    """A resource's inputs as aws-native has them: it skips the nulls of maps."""
    if isinstance(value, list):
        return [_without_null(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = wire.signature(value) is not None  # an asset or a secret is what it says itself
    return {key: _without_null(item) for key, item in value.items() if kept or item is not None}


def _readable(text: str) -> str | None:
    """Give the text that another one is the Base64 of, as scripts are, where a person can read it:
    what else is made of letters and digits alone comes to no text of some length.
    """
    if len(text) < _SCRIPT or len(text) % 4 or _BASE64.fullmatch(text) is None:
        return None
    try:
        found = base64.b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return None
    is_clear = all(each.isprintable() or each in "\n\r\t" for each in found)
    is_whole = base64.b64encode(found.encode()).decode() == text
    return found if is_clear and is_whole else None


def _is_document(kind: Type | None) -> bool:
    return kind is not None and kind.kind == "json"


def _document(text: str) -> Any:
    """Give the object or the list that a text is the JSON of; None for any other text."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _keys(document: Any) -> Iterator[str]:
    """Give the keys of a document, and of all inside of it."""
    if isinstance(document, dict):
        yield from document
    if isinstance(document, (dict, list)):
        for inner in document.values() if isinstance(document, dict) else document:
            yield from _keys(inner)


def _is_compact(text: str) -> bool:
    """Whether a text is the JSON of an object or a list as ``Fn::ToJsonString`` writes it: without
    blanks.
    """
    return _document(text) is not None and not _BLANK.search(_QUOTED.sub("", text))


def _sorted(document: Any) -> Any:
    """Give a document in an order of its own: where a program's maps have none, or one by chance,
    as Java's have, a template has the same one each time.
    """
    if isinstance(document, list):
        return [_sorted(item) for item in document]
    if isinstance(document, dict):
        return {key: _sorted(document[key]) for key in sorted(document)}
    return document


def _absent_in_choice(value: Expression) -> Expression:
    """Give what may be null without it; null itself is told by who checks the template."""
    return _absent(value) if isinstance(value, Choice) else value


def _absent(value: Expression) -> Expression:
    """Give what null means for a field, an entry or an item, since a template has none: that it is
    not there.
    """
    if value is None:
        return ABSENT
    if isinstance(value, Choice):
        return replace(value, then=_absent(value.then), otherwise=_absent(value.otherwise))
    return value


def _place(path: Path) -> str:
    """Name a place for a person: ``Model.executionRoleArn``."""
    steps = path[1:] if path[:1] in (("resources",), ("exports",)) else path
    return ".".join(str(step) for step in steps) or "a value"


def _merge(parts: list[Expression]) -> list[Expression]:
    """Flatten concatenations and join neighbouring texts."""
    merged: list[Expression] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Concat) else (part,):
            if isinstance(piece, str) and merged and isinstance(merged[-1], str):
                merged[-1] += piece
            elif piece != "":
                merged.append(piece)
    return merged


def _enum_member(
    text: str | float, kind: Type | None, resource_type: ResourceType | None
) -> Expression:
    """Give a member of the enum that the place wants, where the value is one."""
    meant = _settle(kind, text)
    if meant is None or meant.enum is None or resource_type is None:
        return text
    enum = resource_type.enums.get(meant.enum)
    if enum is None or text not in enum.members:
        return text
    return EnumMember(enum.pulumi, text)


def _settle(
    kind: Type | None, value: Any, resource_type: ResourceType | None = None
) -> Type | None:
    return settled(kind, value, resource_type.object_types if resource_type is not None else {})


def _number(value: float, kind: Type | None) -> Expression:
    """Give whole numbers as integers, except where the type says that they may have a fraction."""
    meant = _settle(kind, value)
    return from_double(value) if meant is None or meant.kind != "number" else value


def _plain(value: Any) -> Expression:
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"not a value of the wire: {value!r}")
