"""The order of definitions, for languages in which what is named must come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import TemplateError


def in_order(needed: Mapping[str, Iterable[str]]) -> list[str]:
    """The names, each after the ones it needs, otherwise in their own order.

    Args:
        needed: name → the names it needs; names that are no keys are passed over.

    Raises:
        TemplateError: names need each other in a circle.
    """
    done: dict[str, None] = {}
    for first in needed:
        if first not in done:
            _visit(first, needed, done)
    return list(done)


def _visit(first: str, needed: Mapping[str, Iterable[str]], done: dict[str, None]) -> None:
    trail = [(first, iter(needed[first]))]
    open_names = {first}
    while trail:
        name, rest = trail[-1]
        for other in rest:
            if other in done or other not in needed:
                continue
            if other in open_names:
                circle = [step for step, _ in trail]
                circle = circle[circle.index(other) :]
                raise TemplateError(f"circular dependency: {' -> '.join([*circle, other])}")
            open_names.add(other)
            trail.append((other, iter(needed[other])))
            break
        else:
            trail.pop()
            open_names.discard(name)
            done[name] = None
