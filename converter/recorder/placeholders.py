"""The values that only a deployment would know: handed out as placeholders, found again."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from typing import Any

from .child.tokens import Tokens
from .settling import LOOKUPS

_ALPHABET = "abcdefghijklmnoprstuvwxy"
_NONCE_LENGTH = 18
_REMNANT_LENGTH = 7

PLAIN_RESULTS = ("region", "accountId", "partition", "urlSuffix")
"""Results of provider functions that conditions may use."""

Specification = dict[str, Any]


def new_nonce() -> str:
    """Give the nonce of a run."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_NONCE_LENGTH))


class Placeholders:
    """The placeholders of one run and what each stands for.

    A value is specified as a dictionary whose ``node`` names the kind of expression, as the child
    process also reports its own (``{"node": "attribute", "resource": 3, "path": ["id"]}``). Its
    operands are JSON values that may hold placeholders in turn.
    """

    def __init__(self, nonce: str | None = None) -> None:
        self.tokens = Tokens(nonce or new_nonce())
        self.specifications: dict[str, Specification] = {}
        self._mark = f"~{self.tokens.nonce}~"
        self._remnants = tuple(_remnants(self.tokens.nonce))

    def attribute(self, ordinal: int, path: tuple[str, ...], kind: str = "string") -> str:
        """Give the placeholder for an attribute of the ``ordinal``-th resource."""
        number = 0
        while (identity := f"r{ordinal}_{number}") in self.specifications:
            if self.specifications[identity]["path"] == list(path):
                return self.tokens.write(kind, identity)
            number += 1
        self.specifications[identity] = {
            "node": "attribute",
            "resource": ordinal,
            "path": list(path),
        }
        return self.tokens.write(kind, identity)

    def invoke(self, function: str, result: str, arguments: Specification, kind: str) -> str:
        """Give the placeholder for one result of a provider function."""
        specification: Specification = {
            "node": "invoke",
            "function": function,
            "result": result,
            "arguments": arguments,
        }
        letter = "p" if self._is_early(function, result, arguments) else "i"
        number = 0
        while (
            self.specifications.get(identity := f"{letter}{number}", specification) != specification
        ):
            number += 1
        self.specifications[identity] = specification
        return self.tokens.write(kind, identity)

    def _is_early(self, function: str, result: str, arguments: Specification) -> bool:
        """Tell whether conditions may use a result; an SSM parameter's value is a parameter then
        (`converter.recorder.settling`).
        """
        name = arguments.get("name")
        if function not in LOOKUPS or not isinstance(name, str):
            return result in PLAIN_RESULTS
        whole = self.tokens.read(name)
        return not self.tokens.occur_in(name) if whole is None else whole[1][0] == "c"

    def urn(self, token: str, name: str, ordinal: int) -> str:
        """Give a resource's URN; it is not for use in inputs, and found out there."""
        return f"urn:pulumi:stack::project::{token}::{name}{self._mark}{ordinal}"

    def take_ordinal(self, name: str) -> tuple[str, int | None]:
        """Split what the child process put behind a resource's name from the name."""
        bare, _, ordinal = name.partition(self._mark)
        return bare, int(ordinal) if ordinal else None

    def is_mangled(self, text: str) -> bool:
        """Tell whether plain text still holds a piece of a placeholder: cut, re-cased, encoded."""
        if len(text) < _REMNANT_LENGTH:
            return False
        lower = text.lower()
        return any(remnant in (lower if folded else text) for remnant, folded in self._remnants)


def _remnants(nonce: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces that betray a nonce, each with whether letter case is to be ignored."""
    for text in (nonce, nonce[::-1]):
        yield from ((piece, True) for piece in _pieces(text, _REMNANT_LENGTH))
    yield from ((piece, True) for piece in _pieces(nonce.encode().hex(), 2 * _REMNANT_LENGTH))
    for shift in range(3):
        encoded = base64.b64encode(b" " * shift + nonce.encode()).decode().rstrip("=")
        # The first and the last characters depend on the neighbours.
        yield from ((piece, False) for piece in _pieces(encoded[shift + 1 : -1], 9))


def _pieces(text: str, length: int) -> Iterator[str]:
    for start in range(len(text) - length + 1):
        yield text[start : start + length]
