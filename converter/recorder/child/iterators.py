"""Iterators that go on: what is taken of one in a branch is taken in that branch only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .run import Assumption, current


def used(values: Any) -> None:
    """Note that a value is gone through here, and refuse what was gone through in a branch only.

    Python takes an iterator's items once; for the values of config for which a branch is not run,
    they are still to come.
    """
    if not isinstance(values, Iterator):
        return
    run = current()
    if not run.symbolic:
        return
    here = run.branches.get()
    noted = run.gone_through.get(id(values))
    if noted is None:
        if here:
            run.gone_through[id(values)] = values, here
    else:
        check_only_here(values, here)
    for source in run.sources.get(id(values), (None, ()))[1]:
        used(source)


def check_only_here(values: Any, here: tuple[Assumption, ...]) -> None:
    """Refuse to go on with what another branch than that which it is gone through in took from."""
    run = current()
    noted = run.gone_through.get(id(values))
    if noted is not None and noted[1] != here:
        run.refuse("going on with an iterator of which a branch takes items cannot be said")


def made_of(result: Any, positional: tuple[Any, ...]) -> Any:
    """Give an iterator that a function made of others, which are gone through with it."""
    sources = [value for value in positional if isinstance(value, Iterator)]
    if sources and isinstance(result, Iterator):
        if all(result is not source for source in sources):
            current().sources[id(result)] = result, sources
    else:
        for source in sources:
            used(source)
    return result
