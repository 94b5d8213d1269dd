"""Encrypted texts inside of the lists and maps of a stack's config.

Nobody here can decrypt them. A stand-in has the place of each: a program is given a placeholder for
it, and the template asks for the text by a secret parameter of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from ..errors import Path
from ..naming import free_name, pascal_case
from ..pulumi import ConfigKey
from ..report import Report
from .placeholders import Placeholders

_FIRST = 1_000_000
"""Behind the numbers of what a program asks its config for."""


def is_encrypted(value: Any) -> bool:
    """Whether a value of a stack's config is an encrypted text."""
    return isinstance(value, dict) and value.keys() == {"secure"}


class Sealing:
    """The encrypted texts of one project.

    Attributes:
        keys: the config keys that stand for them, by their stand-ins.
    """

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}
        self._places: dict[str, tuple[str, Path]] = {}

    def without(self, key: str, value: Any, path: Path = ()) -> Any:
        """The value of a config key with stand-ins in it."""
        if is_encrypted(value):
            stand_in = f"sealed-{secrets.token_hex(16)}"
            self._places[stand_in] = key, path
            return stand_in
        if isinstance(value, dict):
            return {name: self.without(key, it, (*path, name)) for name, it in value.items()}
        if isinstance(value, list):
            return [self.without(key, it, (*path, number)) for number, it in enumerate(value)]
        return value

    def name(self, taken: Iterable[str]) -> None:
        """Give each a config key that no other one has."""
        every = {*taken}
        for stand_in, (key, path) in self._places.items():
            words = pascal_case(" ".join(map(str, path)))
            wanted = f"{key.rpartition(':')[2]}{words}"
            self.keys[stand_in] = free_name(wanted, every.__contains__)
            every.add(self.keys[stand_in])

    def is_in(self, text: str) -> bool:
        """Whether an encrypted text is in the text of a value."""
        return any(stand_in in text for stand_in in self.keys)

    def given(self, text: str, placeholders: Placeholders) -> str:
        """The text of a value as a program is given it."""
        for number, (stand_in, key) in enumerate(self.keys.items()):
            if stand_in in text:
                identity = f"c{_FIRST + number}"
                placeholders.specifications[identity] = {"node": "config", "key": key}
                text = text.replace(stand_in, placeholders.tokens.write("string", identity))
        return text

    def config(self, used: Collection[str], report: Report) -> dict[str, ConfigKey]:
        """Declare those of the keys that are used; ``report`` is told of them."""
        found = {}
        for stand_in, name in self.keys.items():
            if name not in used:
                continue
            key, path = self._places[stand_in]
            words = f"{'.'.join(map(str, path))} of {key}"
            found[name] = ConfigKey(secret=True, description=words)
            message = f"{words} is encrypted: the parameter {name} asks for it"
            report.note("encrypted-config", message, ("config", name))
        return found
