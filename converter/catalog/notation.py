"""How types and properties are written in the catalog's data, both ways.

A type: `s` string, `i` integer, `n` number, `b` boolean, `j` json, `[s]` list, `{s}` map,
`@Name` object, `s#Enum` string of an enum, `(s|i)` union.

A property: its type, then flags (`!` required, `r` read-only, `w` write-only, `c` create-only,
`o` optional output, `x` renamed and `d` dropped by the provider, `1` one item may stand for the
list), then what no rule says: `pulumi=`, `python=`, `cdk=` (nothing behind it: it has none),
`schema=` for the schema's type, `csharp=`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..naming import pulumi_name, python_name, resource_property_name
from ..records import dataclass
from .types import Kind, Property, Type

_KINDS: dict[str, Kind] = {
    "s": "string",
    "i": "integer",
    "n": "number",
    "b": "boolean",
    "j": "json",
}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}
_WORD = re.compile(r"[^\[\]{}()|#@]+")


def render_type(type: Type) -> str:
    """Write a type."""
    if type.kind == "object":
        return f"@{type.name}"
    if type.kind == "union":
        return f"({'|'.join(render_type(option) for option in type.alternatives)})"
    if type.items is not None:
        inner = render_type(type.items)
        return f"[{inner}]" if type.kind == "list" else f"{{{inner}}}"
    return _LETTERS[type.kind] + (f"#{type.enum}" if type.enum else "")


@lru_cache(maxsize=1024)
def parse_type(text: str) -> Type:
    """Read a type; raises ValueError for text that is none."""
    type, end = _parse(text, 0)
    if end != len(text):
        raise ValueError(f"not a type: {text!r}")
    return type


def _parse(text: str, start: int) -> tuple[Type, int]:
    first = text[start : start + 1]
    if first == "@":
        word, end = _word(text, start + 1)
        return Type("object", name=word), end
    if first in ("[", "{"):
        items, end = _parse(text, start + 1)
        return Type("list" if first == "[" else "map", items), end + 1
    if first == "(":
        options = []
        end = start
        while text[end] != ")":
            option, end = _parse(text, end + 1)
            options.append(option)
        return Type("union", alternatives=tuple(options)), end + 1
    if first not in _KINDS:
        raise ValueError(f"not a type: {text[start:]!r}")
    if text[start + 1 : start + 2] == "#":
        word, end = _word(text, start + 2)
        return Type(_KINDS[first], enum=word), end
    return Type(_KINDS[first]), start + 1


def _word(text: str, start: int) -> tuple[str, int]:
    match = _WORD.match(text, start)
    if match is None:
        raise ValueError(f"a name is missing in {text!r}")
    return match[0], match.end()


@dataclass(frozen=True, slots=True)
class Owner:
    """What the names of a property follow from: whose it is."""

    nested: bool
    pulumi: bool
    """Whether the SDK has the owner."""
    cdk: bool
    """Whether the CDK has the owner."""

    def wire_name(self, name: str) -> str | None:
        """Give the wire name by rule."""
        if not self.pulumi:
            return None
        return pulumi_name(name) if self.nested else resource_property_name(name)

    def cdk_name(self, name: str, *, read_only: bool) -> str | None:
        """Give the CDK's name by rule; it has none for a resource's own outputs."""
        if not self.cdk or (read_only and not self.nested):
            return None
        return pulumi_name(name)


def render_property(found: Property, owner: Owner) -> str:
    """Write a property; its name stands outside."""
    flags = "".join(
        letter
        for letter, is_set in (
            ("!", found.required),
            ("r", found.read_only),
            ("w", found.write_only),
            ("c", found.create_only),
            ("o", found.optional_output),
            ("x", found.provider_renames),
            ("d", found.provider_drops),
            ("1", found.takes_one),
        )
        if is_set
    )
    parts = [render_type(found.type), flags]
    if found.pulumi != owner.wire_name(found.name):
        parts.append(f"pulumi={found.pulumi or ''}")
    if found.pulumi and found.python != python_name(found.pulumi):
        parts.append(f"python={found.python}")
    if found.cdk != owner.cdk_name(found.name, read_only=found.read_only):
        parts.append(f"cdk={found.cdk or ''}")
    if found.schema_type is not None:
        parts.append(f"schema={render_type(found.schema_type)}")
    if found.csharp is not None:
        parts.append(f"csharp={found.csharp}")
    return " ".join(part for part in parts if part)


def parse_property(name: str, text: str, owner: Owner) -> Property:
    """Read a property of this name; raises ValueError for text that is none."""
    written, *rest = text.split(" ")
    flags = rest.pop(0) if rest and "=" not in rest[0] else ""
    others = dict(part.split("=", 1) for part in rest)
    wire = others.get("pulumi", owner.wire_name(name)) or None
    read_only = "r" in flags
    cdk = others.get("cdk", owner.cdk_name(name, read_only=read_only)) or None
    schema_type = others.get("schema")
    return Property(
        name,
        wire,
        others.get("python") or (python_name(wire) if wire else None),
        cdk,
        parse_type(written),
        "!" in flags,
        read_only,
        "w" in flags,
        "c" in flags,
        "o" in flags,
        "x" in flags,
        "d" in flags,
        "1" in flags,
        parse_type(schema_type) if schema_type else None,
        others.get("csharp"),
    )
