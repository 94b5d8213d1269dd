"""The values that only a deployment would know: handed out as placeholders, found again."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from . import wire
from .child.tokens import Tokens
from .settling import LOOKUPS
from .shaping import PLAIN, Shape, Shaping, joined_by

_ALPHABET = "abcdefghijklmnoprstuvwxy"
_NONCE_LENGTH = 18
_REMNANT_LENGTH = 7

_ITEMS = 23
ITEMS_TAKEN = 12
"""How many items a list of unknown length has in a program that runs with plain values, and how
many of them it may take one by one before it takes every one, be there as many as there are.
"""
_ITEM = "__"
_NUMBERS = 1_000_000

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

    Args:
        nonce: marks the placeholders of the run.
        plain: whether the program runs as it is, so that a number has to be one, and a list has
            items.
        shape: how the program is given texts.

    Attributes:
        plain: as it was given.
        shaping: writes what the program is given, and reads what it gives back.
    """

    def __init__(
        self, nonce: str | None = None, *, plain: bool = False, shape: Shape = PLAIN
    ) -> None:
        self.tokens = Tokens(nonce or new_nonce())
        self.shaping = Shaping(self.tokens, shape, self._noted)
        self.plain = plain
        self._lengths: dict[str, int] = {}
        self._made: dict[str, str] = {}
        self._attributes: dict[int, dict[tuple[str, ...], str]] = {}
        self._numbers: list[str] = []
        self._first = (1_500 + secrets.randbelow(600)) * _NUMBERS
        self._digits = re.compile(rf"{self._first // _NUMBERS}\d{{6}}")
        self.specifications: dict[str, Specification] = {}
        self._mark = f"~{self.tokens.nonce}~"
        self._remnants = tuple(_remnants(self.tokens.nonce))

    def _noted(self, specification: Specification) -> str:
        """Keep what a placeholder stands for that is made of another one; give its identity."""
        identity = self._made.setdefault(repr(specification), f"m{len(self._made)}")
        self.specifications[identity] = specification
        return identity

    def attribute(self, ordinal: int, path: tuple[str, ...], kind: str = "string") -> str:
        """Give the placeholder for an attribute of the ``ordinal``-th resource."""
        known = self._attributes.setdefault(ordinal, {})
        if path in known:
            return self.tokens.write(kind, known[path])
        identity = known[path] = f"r{ordinal}_{len(known)}"
        self.specifications[identity] = {
            "node": "attribute",
            "resource": ordinal,
            "path": list(path),
            **({} if kind == "string" else {"kind": kind}),
        }
        return self.tokens.write(kind, identity)

    def stack_output(self, ordinal: int, name: str) -> str:
        """Give the placeholder for an output of another stack, by its reference's ordinal."""
        made = {"node": "stack_output", "reference": ordinal, "output": name}
        return self.tokens.write("string", self._noted(made))

    def member(self, whole: str, path: tuple[str, ...], kind: str) -> str:
        """Give the placeholder for a part of an object that a placeholder stands for."""
        made = {"node": "member", "of": whole, "path": list(path)}
        return self.tokens.write(kind, self._noted(made))

    def asked(self, number: int, path: tuple[str, ...], kind: str) -> str:
        """Give the placeholder for a part of what a look-up gives that nobody could answer."""
        specification = {
            "node": "asked",
            "source": {"call": number},
            "path": list(path),
            "gives": kind,
        }
        identity = f"a{-number}_{len(self.specifications)}"
        self.specifications[identity] = specification
        return self.tokens.write(kind, identity)

    def held(self, token: str, kind: str, length: int | None = None) -> Any:
        """Give a placeholder as a program can hold it.

        Args:
            token: the placeholder.
            kind: what its value is: one of `tokens.KINDS`, ``enum``, or ``lists`` for a list that
                holds other things than texts.
            length: how many items a list has, where that is known.

        Returns:
            What is answered; what a program that runs as it is could not follow is an unknown
            value, so that its use is found out.
        """
        if not self.plain:
            return [token] if kind in ("list", "lists") else token
        if kind == "string":
            return token
        _, identity = self.tokens.read(token) or ("", "")
        sample = self.shaping.sample
        if sample is not None and kind in ("list", "integer", "number"):
            return sample.of(kind, length)
        if kind == "list":
            self._lengths[identity] = _ITEMS if length is None else length
            return self._items(identity)
        return self._number(identity) if kind in ("integer", "number") else wire.UNKNOWN

    def _items(self, identity: str) -> list[str]:
        numbers = range(self._lengths[identity])
        return [self.tokens.write("string", f"{identity}{_ITEM}{number}") for number in numbers]

    def _number(self, identity: str) -> int:
        self._numbers.append(identity)
        return self._first + len(self._numbers) - 1

    def whole_list(self, items: list[Any]) -> str | None:
        """Give the identity of the list that has just these items; None for any other list."""
        if not items or not isinstance(items[0], str):
            return None
        parts = self.shaping.list(items)
        if parts is not None:
            return parts
        items = [self.shaping.read(it) if isinstance(it, str) else it for it in items]
        read = self.tokens.read(items[0])
        if read is None:
            return None
        identity, mark, _ = read[1].partition(_ITEM)
        if not mark:
            return identity if len(items) == 1 and read[0] == "list" else None
        length = self._lengths.get(identity)
        return identity if length == len(items) and items == self._items(identity) else None

    def item(self, identity: str) -> tuple[str, int, bool] | None:
        """Give the list and the index of an item, and whether there may be so many; None for what
        is no item.
        """
        whole, mark, number = identity.partition(_ITEM)
        if not mark or whole not in self._lengths:
            return None
        is_counted = self._lengths[whole] != _ITEMS
        return whole, int(number), is_counted or int(number) < ITEMS_TAKEN

    def number(self, value: float) -> str | None:
        """Give the identity of a number that was handed out.

        Raises:
            ValueError: the number was made from one that was.
        """
        if not self._numbers or not -_NUMBERS < value - self._first < _NUMBERS:
            return None
        place = value - self._first
        if not float(place).is_integer() or not 0 <= place < len(self._numbers):
            raise ValueError
        return self._numbers[int(place)]

    def cut(self, text: str) -> Iterator[str | tuple[str, str]]:
        """Cut a text into plain texts, and (kind, identity) for what was handed out."""
        for part in self.tokens.cut(text):
            if isinstance(part, str) and self._numbers:
                yield from self._cut_numbers(part)
            else:
                yield part

    def _cut_numbers(self, text: str) -> Iterator[str | tuple[str, str]]:
        position = 0
        for match in self._digits.finditer(text):
            place = int(match[0]) - self._first
            if place < len(self._numbers):
                if match.start() > position:
                    yield text[position : match.start()]
                yield "number", self._numbers[place]
                position = match.end()
        if position < len(text):
            yield text[position:]

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

    @property
    def asks_where(self) -> bool:
        """Whether any of `PLAIN_RESULTS` was asked for."""
        invokes = (it for it in self.specifications.values() if it["node"] == "invoke")
        return any(it["result"] in PLAIN_RESULTS for it in invokes)

    def _is_early(self, function: str, result: str, arguments: Specification) -> bool:
        """Tell whether conditions may use a result; an SSM parameter's value is a parameter then
        (`converter.recorder.settling`).
        """
        name = arguments.get("name")
        if self.plain or function not in LOOKUPS or not isinstance(name, str):
            return result in PLAIN_RESULTS  # a program that only runs cannot ask for more
        whole = self.tokens.read(name)
        return not self.tokens.occur_in(name) if whole is None else whole[1][0] == "c"

    def read(self, text: str) -> str:
        """Give what a program made of placeholders with these as they are: what came back whole is
        one again, and all items of a list with a delimiter between them are ``Fn::Join``.
        """
        text = self.shaping.read(text)
        for identity in self._listed(text):
            items = self._items(identity)
            delimiter = joined_by(text, items) if items else None
            if delimiter is not None:
                values = self.tokens.write("list", identity)
                made = self._noted({"node": "join", "delimiter": delimiter, "values": values})
                text = text.replace(delimiter.join(items), self.tokens.write("string", made))
        return text

    def _listed(self, text: str) -> list[str]:
        """Give the lists of which an item is in a text."""
        if _ITEM not in text:
            return []
        inside = (part[1].partition(_ITEM) for part in self.tokens.cut(text) if type(part) is tuple)
        return sorted({whole for whole, mark, _ in inside if mark and whole in self._lengths})

    def filled(self, text: str, values: dict[str, str]) -> str:
        """Give what a program made of placeholders with a text in each one's place."""
        return self.tokens.fill(self.read(text), values)

    def told(self, text: str, labels: Mapping[str, str]) -> str:
        """Give words of a program's with a label in the place of each placeholder."""
        read = self.read(text)
        found = (part[1] for part in self.tokens.cut(read) if not isinstance(part, str))
        late = dict.fromkeys(found, "<what only the deployment knows>")
        return self.tokens.fill(read, {**late, **labels})

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


def counted(arguments: Specification) -> int | None:
    """Give how many items a function's list has, where its arguments say so."""
    count = arguments.get("count")
    return count if isinstance(count, int) and not isinstance(count, bool) else None


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
