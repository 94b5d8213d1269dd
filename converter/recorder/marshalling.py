"""Values between the engine and a program: which wrappings a message has, as Pulumi's engine makes
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import wire

_MARK = wire.SIGNATURE.encode()


def is_wrapped(message: Any) -> bool:
    """Whether anything in a message stands in a wrapping."""
    return _MARK in message.SerializeToString()


def accepted(struct: Any, *, secrets: bool, resources: bool) -> Any:
    """Give what may be answered: a struct without outputs, and without secrets and references to
    resources where the program does not take them.
    """
    if not is_wrapped(struct):
        return struct
    return _struct(struct, {k: _accepted(v, secrets, resources) for k, v in _items(struct)})


def changed(struct: Any, change: Callable[[str], str]) -> Any:
    """Give a struct with its texts changed."""
    return _struct(struct, wire.mapped(wire.plain_struct(struct), change))


def _accepted(value: Any, secrets: bool, resources: bool) -> Any:
    found = wire.signature(value)
    if found in (wire.OUTPUT, wire.SECRET):
        bare, secret = wire.unwrap(value)
        inner = _accepted(bare, secrets, resources)
        if not (secret and secrets):
            return inner
        return inner if wire.signature(inner) == wire.SECRET else _secret(inner)
    if found == wire.RESOURCE and not resources:
        return _accepted(value.get("id") or value.get("urn"), secrets, resources)
    return _mapped(value, lambda inner: _accepted(inner, secrets, resources))


def as_outputs(struct: Any, needed: Mapping[str, Iterable[str]]) -> Any:
    """Give a struct as a transform sees it: secrets are outputs, and so is each property that needs
    resources (their URNs).
    """
    if not is_wrapped(struct) and not needed:
        return struct
    changed = {}
    for key, value in _items(struct):
        value = _with_outputs(value)
        urns = sorted({*needed.get(key, ())})
        if set(urns) <= dependencies(value):
            changed[key] = value
            continue
        if wire.signature(value) != wire.OUTPUT:
            value = {wire.SIGNATURE: wire.OUTPUT, "value": value}
        own = value.get("dependencies", ())
        changed[key] = {**value, "dependencies": sorted({*own, *urns})}
    return _struct(struct, changed)


def _with_outputs(value: Any) -> Any:
    if wire.signature(value) == wire.SECRET:
        inner = _with_outputs(value.get("value"))
        if wire.signature(inner) == wire.OUTPUT:
            return {**inner, "secret": True}
        return {wire.SIGNATURE: wire.OUTPUT, "value": inner, "secret": True}
    if value == wire.UNKNOWN:
        return {wire.SIGNATURE: wire.OUTPUT}
    return _mapped(value, _with_outputs)


def dependencies(value: Any) -> set[str]:
    """Give the URNs of what the outputs in a value come from."""
    found: set[str] = set()
    if isinstance(value, dict):
        if wire.signature(value) == wire.OUTPUT:
            found.update(value.get("dependencies", ()))
        for inner in value.values():
            found |= dependencies(inner)
    elif isinstance(value, list):
        for inner in value:
            found |= dependencies(inner)
    return found


def of_properties(struct: Any) -> dict[str, set[str]]:
    """Give the URNs that the outputs in each property of a struct come from."""
    if not is_wrapped(struct):
        return {}
    found = {key: dependencies(value) for key, value in _items(struct)}
    return {key: urns for key, urns in found.items() if urns}


def _mapped(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: change(inner) for key, inner in value.items()}
    return [change(inner) for inner in value] if isinstance(value, list) else value


def _secret(value: Any) -> dict[str, Any]:
    return {wire.SIGNATURE: wire.SECRET, "value": value}


def _items(struct: Any) -> Iterable[tuple[str, Any]]:
    return wire.plain_struct(struct).items()


def _struct(like: Any, values: Mapping[str, Any]) -> Any:
    made = type(like)()
    made.update(values)
    return made
