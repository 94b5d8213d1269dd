"""Transforms of the program: what one decides is decided for each property."""

from __future__ import annotations

import contextlib
import importlib
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from .choices import Choice, choose, resolve
from .conditions import Condition, outside, under
from .maps import mapping
from .run import Assumption, current

_REGISTERING = (
    *("register_stack_transformation", "register_stack_transform", "register_resource_transform"),
)
_OPTIONS = ("transformations", "transforms")


def install() -> None:
    """Let the functions that register transforms of all resources take those that decide."""
    import pulumi.runtime

    _serve_outside()
    stack: Any = importlib.import_module("pulumi.runtime.stack")
    for name in _REGISTERING:
        if hasattr(stack, name):
            register = _registering(getattr(stack, name))
            for module in (stack, pulumi.runtime):
                setattr(module, name, register)


def _serve_outside() -> None:
    """Have the server that calls transforms stand in no branch, wherever the first is made."""
    for name in ("stack", "resource"):
        module: Any = importlib.import_module(f"pulumi.runtime.{name}")
        if hasattr(module, "_get_callbacks"):
            module._get_callbacks = _outside(module._get_callbacks)


def _outside(get: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
    async def get_outside() -> Any:
        with outside():
            return await get()

    return get_outside


def of_options(named: dict[str, Any]) -> None:
    """Let the options of a resource have transforms that decide."""
    for name in _OPTIONS:
        if type(named.get(name)) is list:
            named[name] = [_deciding(function) for function in named[name]]


def _registering(register: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda function: register(_deciding(function))


def _deciding(function: Any) -> Any:
    """Give a transform that changes something in the branch only where it was registered."""
    if getattr(function, "_recording_decides", False):
        return function
    entered = current().branches.get()

    def transform(args: Any) -> Any:
        with contextlib.ExitStack() as branches:
            for specification, holds in entered:
                branches.enter_context(under(Condition(specification), holds))
            result = function(args)
        if inspect.isawaitable(result):
            return _awaited(result, args, entered)
        return _settled(_in_branches(result, entered), args)

    transform._recording_decides = True  # type: ignore[attr-defined]
    return transform


async def _awaited(result: Awaitable[Any], args: Any, entered: tuple[Assumption, ...]) -> Any:
    if entered:
        current().refuse("a transform that waits, in a branch that hangs on a condition")
    return _settled(await result, args)


def _in_branches(result: Any, entered: tuple[Assumption, ...]) -> Any:
    """Give a transform's result, which is none outside of the branches."""
    for specification, holds in reversed(entered):
        sides = (result, None) if holds else (None, result)
        result = choose(Condition(specification), *sides)
    return result


def _settled(result: Any, args: Any) -> Any:
    """Give one result for one of two, of which none leaves all as it is."""
    result = resolve(result)
    if not isinstance(result, Choice):
        return result
    sides = [_settled(side, args) for side in result.sides()]
    found = next((side for side in sides if side is not None), None)
    if found is None:
        return None
    props = [(args if side is None else side).props for side in sides]
    options = [(args if side is None else side).opts for side in sides]
    if options[0] is not options[1]:
        current().refuse("a transform changes options by a condition, and a template's are fixed")
    return type(found)(mapping(Choice(result.condition_name(), *props)), options[0])
