"""Values as Pulumi sends them: protobuf structs as plain Python, and the signatures inside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..scalars import from_double

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
BYTES = "803fd3297a5875dc03ca845dda5d2a98"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def plain_struct(struct: Any) -> dict[str, Any]:
    """Give a ``google.protobuf.Struct`` as a dictionary, signatures left as they are."""
    return {key: plain_value(struct.fields[key]) for key in sorted(struct.fields)}


def plain_value(value: Any) -> Any:
    """Give a ``google.protobuf.Value`` as plain Python; a whole number becomes an int."""
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return plain_struct(value.struct_value)
    if kind == "list_value":
        return [plain_value(item) for item in value.list_value.values]
    if kind == "number_value":
        return from_double(value.number_value)
    return getattr(value, kind) if kind in ("string_value", "bool_value") else None


def ordered_as(value: Any, other: Any) -> Any:
    """Give a value with the entries of its maps in the order that they have in another one."""
    if isinstance(value, dict):
        known = other if isinstance(other, dict) else {}
        names = [*(name for name in known if name in value), *(n for n in value if n not in known)]
        return {name: ordered_as(value[name], known.get(name)) for name in names}
    if isinstance(value, list):
        items = other if isinstance(other, list) else []
        return [
            ordered_as(item, items[position] if position < len(items) else None)
            for position, item in enumerate(value)
        ]
    return value


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Give a value with its texts changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [mapped(item, change) for item in value]
    if isinstance(value, dict):
        return {key: mapped(item, change) for key, item in value.items()}
    return value


def unwrap(value: Any) -> tuple[Any, bool]:
    """Take the wrappings of secrets and outputs off a value, and say whether it is secret."""
    secret = False
    while isinstance(value, dict) and value.get(SIGNATURE) in (SECRET, OUTPUT):
        secret = secret or value[SIGNATURE] == SECRET or value.get("secret") is True
        value = value.get("value", UNKNOWN)
    return value, secret


def signature(value: Any) -> str | None:
    """Give the signature of a special value, None for any other."""
    found = value.get(SIGNATURE) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None
