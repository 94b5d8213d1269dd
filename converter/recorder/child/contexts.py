"""What a ``with`` statement enters."""

from __future__ import annotations

import contextlib
import dis
from collections.abc import Iterator
from typing import Any

from .choices import Choice, resolve
from .containers import catching
from .special import own_method


def entered(context: Any) -> Any:
    """Give what a ``with`` statement enters: of what hides errors of its block, that is known."""
    context = resolve(context)
    if isinstance(context, Choice):
        return _Either(context)
    errors = _hidden(context)
    return _hiding(context, errors) if errors else context


class _Either:
    """One of two contexts: both are entered and left, each under its condition."""

    def __init__(self, contexts: Choice) -> None:
        self._contexts = contexts

    def __enter__(self) -> Any:
        return self._contexts.each(lambda side: side.__enter__())

    def __exit__(self, *error: Any) -> None:
        self._contexts.each(lambda side: bool(side.__exit__(*error)))


@contextlib.contextmanager
def _hiding(context: Any, errors: list[str]) -> Iterator[Any]:
    with context as value, catching(*errors):
        yield value


def _hidden(context: Any) -> list[str]:
    """Give the names of the errors that a context may hide; ``Exception`` is all."""
    if isinstance(context, contextlib.suppress):
        names = {kind.__name__ for kind in context._exceptions}  # type: ignore[attr-defined]
        return sorted("Exception" if name == "BaseException" else name for name in names)
    leave = own_method(context, "__exit__")
    return [] if leave is None or _gives_nothing(leave) else ["Exception"]


def _gives_nothing(function: Any) -> bool:
    """Tell whether a function of the program's gives nothing that is true, wherever it ends."""
    before: dis.Instruction | None = None
    for each in dis.get_instructions(function.__code__):
        if each.opname == "RETURN_CONST" and each.argval:
            return False
        if each.opname == "RETURN_VALUE" and (
            before is None or before.opname != "LOAD_CONST" or before.argval
        ):
            return False
        before = each
    return True
