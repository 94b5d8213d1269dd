"""Names in Pulumi YAML: config, variables and resources share one set of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...naming import free_name

RESERVED = frozenset({"pulumi"})
_LEGAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def pascal_case(variable: str) -> str:
    """What a variable's name says of the name that it was made of."""
    return variable[:1].upper() + variable[1:]


class Names:
    """Gives out names that are free.

    Args:
        taken: those that are not.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {*RESERVED, *taken}

    def give(self, plain: str, kind: str = "") -> str:
        """A free name: ``plain``, else with ``kind`` behind it, else with a number."""
        if plain in self._taken and kind:
            plain = f"{plain}{kind}"
        found = free_name(plain, self._taken.__contains__)
        self._taken.add(found)
        return found

    def key(self, name: str) -> str:
        """A free key for a resource of a name, which may be one that no expression can name."""
        plain = name if _LEGAL.fullmatch(name) else re.sub(r"[^A-Za-z0-9_-]", "_", name)
        return self.give(plain if _LEGAL.fullmatch(plain) else f"_{plain}", "Resource")
