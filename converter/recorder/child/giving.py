"""What a function of the program gets where it need not be given an argument."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from .choices import Placed, is_optional, or_default, resolve
from .numbering import optional_name
from .run import current

_NAMED = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def with_defaults(
    function: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Give arguments that may not be there the defaults that they have then.

    Args:
        function: what is called, of the program or of a package that hands values on.
        positional, named: what it is given.
    """
    package = str(getattr(function, "__module__", "")).partition(".")[0]
    positional = tuple(_settled(value) for value in positional)
    named = {name: _settled(value) for name, value in named.items()}
    given = (*positional, *named.values())
    if package.startswith("pulumi") or not any(map(is_optional, given)):
        return positional, named
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):  # it tells none
        return positional, named
    by_place = _by_place(parameters, positional)
    return (
        tuple(map(_or_default_of, by_place, positional)),
        {name: _or_default_of(parameters.get(name), value) for name, value in named.items()},
    )


def _settled(value: Any) -> Any:
    """Give what may not be there as what it is under the conditions that hold here."""
    return resolve(value) if is_optional(value) else value


def _by_place(
    parameters: Mapping[str, inspect.Parameter], positional: tuple[Any, ...]
) -> list[inspect.Parameter | None]:
    """Give the parameter of each argument; None for one of any number of arguments."""
    fixed = [it for it in parameters.values() if it.kind in (it.POSITIONAL_ONLY, _NAMED[0])]
    places = [*fixed[: len(positional)], *[None] * (len(positional) - len(fixed))]
    optional = [at for at, value in enumerate(positional) if isinstance(value, Placed)]
    if optional and places[optional[0]] is not None:
        after = positional[optional[0] :]
        names = {*map(optional_name, after)}
        if len(names) > 1:
            current().refuse("places in a list behind what may not be there cannot be said")
    return places


def _or_default_of(parameter: inspect.Parameter | None, value: Any) -> Any:
    if parameter is None or not is_optional(value) or parameter.default is parameter.empty:
        return value
    if parameter.kind not in (*_NAMED, parameter.POSITIONAL_ONLY):
        return value
    if type(parameter.default).__module__ == "dataclasses":  # it is made when it is needed
        current().refuse(
            f"the argument {parameter.name} may not be there, and has no fixed default"
        )
    return or_default(value, parameter.default)
