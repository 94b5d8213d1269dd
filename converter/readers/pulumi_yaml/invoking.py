"""``fn::invoke``: the functions of providers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import ProgramError, UnsupportedError
from ...provider_functions import FUNCTIONS, UNTOLD
from ...pulumi import Convert, Elsewhere, Invoke
from .functions import replaced, trimmed
from .lookups import look_up
from .parts import Called, Named
from .spelling import as_named

if TYPE_CHECKING:
    from .values import Values

_ENTRIES = ("function", "arguments", "options", "return")
_OPTIONS = ("parent", "provider", "dependsOn", "version", "pluginDownloadURL")


def _short(token: str) -> str:
    """A function's package and name: ``aws-native:getAzs`` for ``aws-native:index:getAzs``."""
    return f"{token.partition(':')[0]}:{token.rpartition(':')[2].rpartition('/')[2]}"


_KNOWN = {_short(token): results for token, results in FUNCTIONS.items()}
_UNTOLD = {_short(token): results for token, results in UNTOLD.items()}
_OF_A_PLACE = ("importValue", "getSsmParameterString", "getSsmParameterList")
_STANDARD: dict[str, Callable[[Values, Mapping[str, Any]], Any]] = {
    "std:lookup": look_up,
    "std:replace": replaced,
    "std:trim": lambda values, arguments: trimmed(arguments),
    "std:parseint": lambda values, arguments: Convert(
        "integer", values.said(arguments.get("input"))
    ),
}


def invoked(values: Values, argument: Any, everyones: bool) -> Any:
    """What a call gives.

    Args:
        values: the program's values.
        argument: what stands behind ``fn::invoke``.
        everyones: whether it is asked of the provider that is everyone's, where it names none.

    Raises:
        ProgramError: it is no call, or has no such result.
        UnsupportedError: what it asks is known to a deployment only.
    """
    given = as_named(argument, _ENTRIES) if isinstance(argument, dict) else {}
    token, result = given.get("function"), given.get("return")
    if not isinstance(token, str):
        raise ProgramError("fn::invoke needs a map with 'function' in it")
    arguments = values.evaluated({} if given.get("arguments") is None else given["arguments"])
    if not isinstance(arguments, dict):
        raise ProgramError(f"the arguments of {token} must be a map")
    if _short(token) not in _KNOWN and _short(token) not in _STANDARD:
        raise _asking(token)
    call = Called(_short(token), arguments, _place(values, given.get("options"), everyones))
    return call if result is None else result_of(values, call, str(result))


def _asking(token: str) -> UnsupportedError:
    if token.startswith("std:"):
        return UnsupportedError(
            f"{token} cannot be said in a template; give the value through config"
        )
    return UnsupportedError(
        f"{token} asks a provider, and no deployment is there to ask; give the value through config"
    )


def _place(values: Values, options: Any, everyones: bool) -> Elsewhere | None:
    """Where the provider of a call works."""
    if options is not None and not isinstance(options, dict):
        raise ProgramError("the options of fn::invoke are a map", path=("options",))
    given = as_named(options or {}, _OPTIONS)
    provider, parent = (_named(values, given, name) for name in ("provider", "parent"))
    return values.place_of(provider, parent, everyones)


def _named(values: Values, options: Mapping[str, Any], name: str) -> str:
    found = values.evaluated(options.get(name))
    if found is not None and not isinstance(found, Named):
        raise ProgramError(f"{name} names a resource: ${{aws}}", path=("options", name))
    return "" if found is None else found.name


def result_of(values: Values, call: Called, result: str) -> Any:
    """One result of a call.

    Raises:
        ProgramError: there is no such result.
        UnsupportedError: a template cannot say it.
    """
    standard = _STANDARD.get(call.function)
    if standard is not None and result == "result":
        return standard(values, call.arguments)
    results = _KNOWN.get(call.function, {})
    if result not in results:
        if result in _UNTOLD.get(call.function, ()):
            raise _asking(f"{result} of {call.function}")
        words = ", ".join(results) or "result"
        raise ProgramError(f"{call.function} has no result {result}; there is {words}")
    function, name, _ = results[result]
    is_own = call.function == f"aws-native:{function}"
    if call.arguments and not is_own:
        raise _asking(f"{call.function} with arguments")
    found = Invoke(function, name, values.said(call.arguments))
    return found if call.place is None else _there(found, call.place)


def _there(asked: Invoke, place: Elsewhere) -> Any:
    """What a function tells of another place."""
    name, region = asked.function, place.region
    if name in _OF_A_PLACE or (place.account and name == "getAccountId"):
        words = f"{name} asks of another region or account than the template is deployed to"
        raise UnsupportedError(f"{words}; give the value through config")
    if region is not None and name == "getRegion":
        return region
    if region is not None and name == "getAzs" and not asked.arguments.get("region"):
        return replace(asked, arguments={"region": region})
    return asked
