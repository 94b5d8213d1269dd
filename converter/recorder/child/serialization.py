"""Symbols on their way out to the engine and back in."""

from __future__ import annotations

from contextvars import ContextVar
from enum import Enum
from typing import Any

from .choices import MISSING, Choice, placeholder_of, resolve, without_members
from .conditions import Condition, Symbol, by_name, name_of, under
from .known import Known, KnownBytes
from .run import Run
from .symbols import Bytes, Items, Text, lift, wire
from .tails import Tail

ROOT_OUTPUTS: ContextVar[dict[str, Any] | None] = ContextVar("root_outputs", default=None)
"""The conditions of the outputs, while the root stack's are being sent."""
_SINK: ContextVar[list[Any] | None] = ContextVar("sink", default=None)


def install(run: Run) -> None:
    """Change how the SDK turns values into the wire's and back."""
    from pulumi.runtime import rpc

    _send_symbols(run, rpc)
    _report_order(run, rpc)
    _receive_symbols(rpc)
    _place_failures(run, rpc)


def _send_symbols(run: Run, rpc: Any) -> None:
    serialize = rpc.serialize_property

    async def serialize_symbol(value: Any, *rest: Any, **named: Any) -> Any:
        sink = _SINK.get()
        token = _SINK.set(None)
        try:
            result = await each(value, rest, named)
        finally:
            _SINK.reset(token)
        if sink is not None and result is not None:
            sink.append(result)
        return result

    async def each(value: Any, rest: Any, named: Any) -> Any:
        value = without_members(value)
        if isinstance(value, Choice):
            return await both(value, rest, named)
        if isinstance(value, (Bytes, KnownBytes)) or value is MISSING:
            run.refuse("a value is used as an input that cannot be one")
        if isinstance(value, Tail):
            value.refuse()
        if isinstance(value, (Symbol, Known)):
            return wire(value)
        if type(value) is list:
            value = [item for item in value if resolve(item) is not MISSING]
        elif type(value) is dict:
            value = {key: it for key, it in value.items() if resolve(it) is not MISSING}
        return await serialize(value, *rest, **named)

    async def both(choice: Choice, rest: Any, named: Any) -> Any:
        condition, sides = by_name(choice.condition_name()), []
        for holds, given in zip((True, False), choice.sides(), strict=True):
            with under(condition, holds):
                side = resolve(given)
                is_missing = side is MISSING
                sides.append(side if is_missing else await serialize_symbol(side, *rest, **named))
        return placeholder_of(choice, sides)

    rpc.serialize_property = serialize_symbol


def _report_order(run: Run, rpc: Any) -> None:
    """Report inputs and outputs as they are sent, but in the program's order."""
    serialize = rpc.serialize_properties

    async def serialize_in_order(inputs: Any, dependencies: Any, *rest: Any, **named: Any) -> Any:
        resource = rest[0] if rest else named.get("resource_obj")
        sink: list[Any] = []
        token = _SINK.set(sink)
        try:
            with run.of_resource(resource):
                struct = await serialize(inputs, dependencies, *rest, **named)
        finally:
            _SINK.reset(token)
        ordered = dict(zip(dependencies, sink, strict=True))
        ordinal = getattr(resource, "__dict__", {}).get("_recording_ordinal")
        if ordinal is not None:
            run.report("inputs", ordinal=ordinal, inputs=ordered)
        under = ROOT_OUTPUTS.get()
        if resource is None and under is not None:
            names = {
                name: name_of(condition)
                for name, condition in under.items()
                if isinstance(condition, Condition)
            }
            whole = {name: ordered.get(name) for name in inputs}  # that of None is not sent
            run.report("outputs", outputs=whole, conditions=names)
        return struct

    rpc.serialize_properties = serialize_in_order


def _place_failures(run: Run, rpc: Any) -> None:
    """Have what fails with a resource's values fail where the program made it."""
    resolve_outputs = rpc.resolve_outputs

    def resolve_placed(resource: Any, *rest: Any, **named: Any) -> Any:
        with run.of_resource(resource):
            return resolve_outputs(resource, *rest, **named)

    rpc.resolve_outputs = resolve_placed


def _receive_symbols(rpc: Any) -> None:
    deserialize, translate = rpc.deserialize_property, rpc.translate_output_properties

    def deserialize_symbol(value: Any, *rest: Any, **named: Any) -> Any:
        result = deserialize(value, *rest, **named)
        if isinstance(result, str) and not isinstance(result, Enum):
            lifted = lift(result)
            # A number's placeholder stays a text here: the SDK hands texts on where it would
            # convert a number.
            return lifted if isinstance(lifted, str) or lifted is result else Text(result)
        if isinstance(result, list):
            lifted = lift(result)
            return lifted if isinstance(lifted, Items) else result
        return result

    def translate_symbol(output: Any, *rest: Any, **named: Any) -> Any:
        return output if isinstance(output, Symbol) else translate(output, *rest, **named)

    rpc.deserialize_property = deserialize_symbol
    rpc.translate_output_properties = translate_symbol
