"""What only a deployment could answer: look-ups, and outputs of what a template cannot have.

Each is answered with placeholders that have the names and kinds which the SDK's classes declare.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from .conditions import Symbol
from .run import Run, current
from .symbols import lift, wire

_DEEPEST = 5
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_POSITION: ContextVar[tuple[str | None, int | None]] = ContextVar("position", default=(None, None))
Source = dict[str, Any]
Types = dict[str, tuple[str, Any]]
_ASKED: ContextVar[tuple[Source, Types] | None] = ContextVar("asked", default=None)
"""Of the resource whose outputs are being resolved: where they come from, and what they are."""


def install(run: Run) -> None:
    """Answer in the SDK what the engine has no answer for."""
    _answer_calls(run)
    _answer_resources(run)


def note(run: Run, resource: Any, token: str, *, existing: bool) -> None:
    """Note a resource that a template cannot have: an existing one, or another provider's."""
    foreign = not token.startswith(("pulumi:", f"{run.settings['package']}:"))
    if (existing and not token.startswith("pulumi:")) or foreign:
        resource.__dict__["_recording_asked"] = True


def inside(holder: Any, key: Any) -> Any:
    """Give what an answer that is not known has under a key; None where it is none."""
    if not isinstance(holder, str) or type(key) not in (str, int):
        return None
    run = current()
    node = run.node_of(str.__str__(holder), "asked", "stack_output")
    if node is None:
        return None
    if node["node"] == "asked" and node["gives"] == "string" and isinstance(key, int):
        return None
    more = {**node, "more": [*node.get("more", ()), key]}
    return lift(run.node("string", **more))


# --- calls ----------------------------------------------------------


def _answer_calls(run: Run) -> None:
    import pulumi.runtime

    calls: Any = importlib.import_module("pulumi.runtime.invoke")
    original = calls._invoke
    known = frozenset(run.settings["functions"])

    def invoke(token: str, props: Any, opts: Any, typ: Any, *rest: Any, **named: Any) -> Any:
        if token in known:
            return original(token, props, opts, typ, *rest, **named)
        return _answer(run, calls, token, props, typ)

    calls._invoke = invoke
    for name in ("invoke", "invoke_async", "invoke_output", "invoke_single"):
        placed = _placed(run, getattr(calls, name))
        for module in (calls, pulumi.runtime):
            if hasattr(module, name):
                setattr(module, name, placed)


def _placed(run: Run, call: Callable[..., Any]) -> Callable[..., Any]:
    """Remember where the program makes a call, which may be carried out later."""

    def placed(*positional: Any, **named: Any) -> Any:
        position = run.position()
        token = _POSITION.set(position if position[1] is not None else _POSITION.get())
        try:
            return call(*positional, **named)
        finally:
            _POSITION.reset(token)

    return placed


async def _answer(run: Run, calls: Any, token: str, props: Any, typ: Any) -> Any:
    from pulumi.runtime import rpc

    dependencies: dict[str, Any] = {}
    arguments = await rpc.serialize_properties(props, dependencies)
    file, line = _POSITION.get()
    number = len(run.asked)
    run.asked.append(token)
    plain = json.loads(json.dumps(_plain(arguments)))
    run.report("asked", number=number, function=token, arguments=plain, file=file, line=line)
    source = {"call": number}
    if typ is None:
        value: Any = _Unknown(run, source)
    else:
        _take_anything(typ)
        built = _built(run, source, typ)
        if token.startswith(f"{run.settings['package']}:"):  # it is asked by its identifier
            known = {name: it for name, it in plain.items() if name in built and type(it) is str}
            built.update({name: rpc.deserialize_property(it) for name, it in known.items()})
        value = rpc.translate_output_properties(built, lambda name: name, typ)
    found = [each for listed in dependencies.values() for each in listed]
    return calls.InvokeResult(value=value, dependencies=found)


def _take_anything(typ: Any) -> None:
    """Let the class of a result hold placeholders, which are no numbers and lists; other releases
    of the SDK may know more of it, as far as the resource has it that is looked up.
    """
    import pulumi
    from pulumi.runtime import rpc

    def initialize(self: Any, **arguments: Any) -> None:
        for name, value in arguments.items():
            pulumi.set(self, name, value)

    def more(self: Any, name: str) -> Any:
        sources = [source for value in vars(self).values() if (source := _source_of(value))]
        known = _resource_types(typ) if sources else {}
        if name not in known:
            raise AttributeError(f"{typ.__name__!r} object has no attribute {name!r}")
        wire, found = known[name]
        value = _value(current(), sources[0], found, (wire,))
        return lift(rpc.translate_output_properties(value, lambda each: each, found, True))

    typ.__init__ = initialize
    typ.__getattr__ = more


def _resource_types(result: type) -> Types:
    """Give the outputs of the resource that a result tells of, as far as the SDK has one."""
    package = sys.modules.get(result.__module__.rpartition(".")[0])
    name = result.__name__.removeprefix("Awaitable").removeprefix("Get").removesuffix("Result")
    resource = getattr(package, name, None)
    return _types_of(resource) if isinstance(resource, type) else {}


def _source_of(value: Any) -> Source | None:
    """Give where a placeholder comes from; None for any other value."""
    text = wire(value) if isinstance(value, Symbol) else value
    text = text[0] if type(text) is list and text else text
    node = current().node_of(str.__str__(text), "asked") if isinstance(text, str) else None
    source: Source | None = None if node is None else node["source"]
    return source


def _plain(arguments: Any) -> Any:
    from google.protobuf import json_format  # type: ignore[import-untyped]  # has no types

    return json_format.MessageToDict(arguments)


class _Unknown(dict[str, Any]):
    """A result of which nobody declares what it has: whatever is asked for is there."""

    def __init__(self, run: Run, source: Source) -> None:
        super().__init__()
        self._run, self._source = run, source

    def __missing__(self, name: str) -> Any:
        return lift(_asked(self._run, self._source, [str.__str__(name)], "string"))

    def get(self, name: str, default: Any = None) -> Any:
        """Give a value; nobody knows that one is missing."""
        return self[name]


# --- resources ------------------------------------------------------


def _answer_resources(run: Run) -> None:
    rpc: Any = importlib.import_module("pulumi.runtime.rpc")
    resolve_outputs, resolve_properties = rpc.resolve_outputs, rpc.resolve_properties

    def outputs(resource: Any, *rest: Any, **named: Any) -> Any:
        if not resource.__dict__.get("_recording_asked"):
            return resolve_outputs(resource, *rest, **named)
        source = {"resource": resource.__dict__["_recording_ordinal"]}
        token = _ASKED.set((source, _types_of(type(resource))))
        try:
            return resolve_outputs(resource, *rest, **named)
        finally:
            _ASKED.reset(token)

    def properties(resolvers: Any, found: dict[str, Any], *rest: Any, **named: Any) -> Any:
        asked = _ASKED.get()
        for name in resolvers if asked is not None else ():
            if found.get(name) is None and name not in ("id", "urn"):
                found[name] = _output(run, asked, name)
        return resolve_properties(resolvers, found, *rest, **named)

    rpc.resolve_outputs, rpc.resolve_properties = outputs, properties


def _types_of(kind: type) -> Types:
    """Give the wire name and the type of each output, by its name in Python."""
    from pulumi import _types

    types = _types.resource_types(kind)
    python = _types.resource_pulumi_to_py_names(kind)
    return {python.get(wire, wire): (wire, found) for wire, found in types.items()}


def _output(run: Run, asked: Any, name: str) -> Any:
    from pulumi.runtime import rpc

    source, types = asked
    wire, typ = types.get(name, (name, str))
    value = _value(run, source, typ, (wire,))
    return rpc.translate_output_properties(value, lambda each: each, typ, True)


# --- values ---------------------------------------------------------


def _asked(run: Run, source: Source, path: list[Any], kind: str) -> str:
    return run.node(kind, node="asked", source=source, path=path, gives=kind)


def _built(run: Run, source: Source, typ: Any, path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Give an object of the SDK's class ``typ`` as the wire has it."""
    from pulumi import _types

    types = _types.output_type_types(typ)
    return {name: _value(run, source, each, (*path, name)) for name, each in types.items()}


def _value(run: Run, source: Source, typ: Any, path: tuple[str, ...]) -> Any:
    from pulumi import _types
    from pulumi.runtime import rpc

    typ = _types.unwrap_type(typ) if typ is not None else None
    origin = getattr(typ, "__origin__", typ)
    if isinstance(origin, type) and _types.is_output_type(origin):
        return _built(run, source, origin, path) if len(path) < _DEEPEST else None
    if origin in (Sequence, list, tuple):
        return rpc.deserialize_property([_asked(run, source, list(path), "list")])
    if origin in (Mapping, dict):
        return lift(_asked(run, source, list(path), "map"))
    kind = _KINDS.get(origin, "string") if isinstance(origin, type) else "string"
    return rpc.deserialize_property(_asked(run, source, list(path), kind))
