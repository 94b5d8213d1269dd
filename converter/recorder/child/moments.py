"""Values that a run has from its clock, from chance or from its environment: the template keeps
them, though each run of the program has its own.
"""

from __future__ import annotations

import os
from typing import Any

from .run import current

_OF_MODULES: dict[str, frozenset[str] | None] = {
    "random": None,
    "secrets": None,
    "time": frozenset({"time", "time_ns", "localtime", "gmtime", "strftime", "ctime", "asctime"}),
    "uuid": frozenset({"uuid1", "uuid4"}),
    "datetime": frozenset({"now", "utcnow", "today"}),
    "socket": frozenset({"gethostname", "getfqdn"}),
    "platform": None,
    "getpass": frozenset({"getuser"}),
}
"""The functions of each module that give such a value; None for all of them."""
_READING = frozenset({"get", "copy", "items", "keys", "values"})
_OF_SYSTEM = frozenset({"urandom", "getenv", "getpid", "getlogin", "uname"})


def tell(function: Any) -> bool:
    """Warn of a call that gives such a value; tell whether it does."""
    owner = getattr(function, "__self__", None)
    name = getattr(function, "__name__", None)
    if owner is os.environ:
        tell_environment(owner)
        return name in _READING
    if not isinstance(name, str):
        return False
    known = _OF_MODULES.get(_module(function, owner), frozenset())
    if known is None or name in known or (name in _OF_SYSTEM and _is_of_system(function)):
        _warn(f"{name}()")
        return True
    return False


def tell_environment(holder: Any, name: Any = None) -> None:
    """Warn where a variable of the environment is read, unless the program has set it."""
    if holder is os.environ and name not in current().variables:
        _warn("the environment")


def note_variable(holder: Any, name: Any) -> None:
    """Note that the program sets a variable of the environment."""
    if holder is os.environ:
        current().variables.add(name)


def _module(function: Any, owner: Any) -> str:
    """The module of a function, or of the class that it is a method of."""
    module = getattr(function, "__module__", None)
    if module is None and owner is not None:
        module = getattr(owner if isinstance(owner, type) else type(owner), "__module__", None)
    return str(module)


def _is_of_system(function: Any) -> bool:
    return getattr(os, function.__name__, None) is function


def _warn(what: str) -> None:
    if current().symbolic:
        words = f"{what} gives what it gave in this run, and the template keeps that"
        current().warn("value-of-this-run", words)
