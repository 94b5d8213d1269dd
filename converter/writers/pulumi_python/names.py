"""Names of the program's variables."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable, Iterable

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+|[^\W_]+")

# Names that Python's linters call ambiguous, and those the program itself uses
RESERVED = frozenset(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *("l", "O", "I", "pulumi", "aws_native", "config", "base64", "json", "Any", "cast"),
        *(
            "account_id",
            "organization",
            "partition",
            "region",
            "stack_name",
            "url_suffix",
            "stack_output",
            "value",
            "values",
            "index",
            "keys",
        ),
    }
)


def snake_case(name: str) -> str:
    """``VPCId`` → ``vpc_id``; a name that no variable can have gets an underscore in front."""
    words = [word.lower() for word in _WORDS.findall(name)]
    spelled = "_".join(words) or "unnamed"
    return spelled if spelled.isidentifier() and spelled.isascii() else _legal(spelled)


def pascal_case(variable: str) -> str:
    """``is_prod`` → ``IsProd``: what a variable's name says of the name it was made of."""
    return "".join(word[:1].upper() + word[1:] for word in variable.lower().split("_"))


def _legal(name: str) -> str:
    kept = re.sub(r"[^a-z0-9_]", "_", name)
    return kept if kept[:1].isalpha() or kept[:1] == "_" else f"_{kept}"


class Names:
    """Gives each thing of a program a variable of its own.

    Args:
        taken: names that are not free, besides the reserved ones.
        reserved: the language's own names and the program's; Python's unless given.
        spell: gives a name in snake_case the language's spelling.
    """

    def __init__(
        self,
        taken: Iterable[str] = (),
        *,
        reserved: Iterable[str] = RESERVED,
        spell: Callable[[str], str] = str,
    ) -> None:
        self._taken = {*reserved, *taken}
        self._spell = spell

    def give(self, name: str, kind: str, *, constant: bool = False) -> str:
        """A free variable for ``name``; ``kind`` is put behind it where the plain one is taken."""
        plain = snake_case(name)
        for candidate in self._candidates(plain, kind):
            spelled = candidate.upper() if constant else self._spell(candidate)
            if spelled not in self._taken:
                self._taken.add(spelled)
                return spelled
        raise AssertionError("the candidates never end")

    @staticmethod
    def _candidates(plain: str, kind: str) -> Iterable[str]:
        yield plain
        yield f"{plain}_{kind}"
        number = 2
        while True:
            yield f"{plain}_{number}"
            number += 1
