"""Secrets that a run knows: they stay out of the template, which asks for them instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from ..errors import Path, UnsupportedError
from ..naming import free_name, pascal_case
from ..pulumi import (
    Concat,
    ConfigKey,
    ConfigValue,
    Convert,
    Expression,
    Lookup,
    Node,
    walk,
)
from ..report import Report
from .events import ConfigRead
from .project import Project

_HARMLESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?[ -/:-@\[-`{-~]{0,3}")
"""What stands between values in a secret text and tells nothing: a scheme, punctuation."""
_LEAST_LENGTH = 4
"""Shorter texts are not looked for where nothing says that they are secret."""


class Secrets:
    """The secrets of one run.

    Args:
        project: the project's files.
        reads: the config that the program asked for.
        values: the texts that config keys had in the run.
        taken: names that no new config key may have.

    Attributes:
        keys: the config keys that are secret.
        made: the keys that stand for secrets of the program's own, with the place of each.
    """

    def __init__(
        self,
        project: Project,
        reads: Iterable[ConfigRead],
        values: Mapping[str, str],
        taken: Iterable[str],
    ) -> None:
        reads = list(reads)
        self.keys = {key for key, declared in project.config.items() if declared.secret}
        self.keys |= {read.key for read in reads if read.secret}
        self.keys.update(project.sealing.keys.values())
        self.made: dict[str, Path] = {}
        fixed = {read.key for read in reads if read.fixed}
        self._texts = {values[key]: key for key in self.keys & fixed if values.get(key)}
        self._taken = {*taken, *project.config, *(read.key for read in reads)}
        known = [text for text in self._texts if len(text) >= _LEAST_LENGTH]
        known.sort(key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def config(self) -> dict[str, ConfigKey]:
        """Give the declarations of the keys that were made."""
        return {key: ConfigKey(secret=True) for key in self.made}

    def texts_made(self) -> dict[str, str]:
        """Give the texts of the secrets that the keys stand for that were made."""
        return {key: text for text, key in self._texts.items() if key in self.made}

    def tell(self, report: Report) -> None:
        """Say which keys were made."""
        for key, path in self.made.items():
            words = (
                "a secret that the program holds itself is not written in clear text: the "
                f"parameter {key} asks for it"
            )
            report.warn("secret-literal", words, path)

    def hidden(self, value: Expression, path: Path) -> Expression:
        """Give a secret value without what is secret in it; ``path`` is its place.

        What is put together with a secret of the config is not secret by itself; a config value
        that is all of it is one.

        Raises:
            UnsupportedError: it is taken from a table, whose values a template shows.
        """
        whole = value.value if isinstance(value, Convert) else value
        if isinstance(whole, ConfigValue) and whole.key not in self.made:
            self.keys.add(whole.key)
        for node in walk(value):
            if isinstance(node, ConfigValue) and node.key in self.keys:
                return value
            if isinstance(node, Lookup):
                raise UnsupportedError(
                    f"a secret of the table {node.table} would stand in clear in Mappings: give "
                    "it through secret config",
                    path=path,
                )
        found: Expression = self._without_literals(value, path)
        return found

    def _without_literals(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return ConfigValue(self._key(value, path)) if value else value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            kind = "integer" if isinstance(value, int) else "number"
            return Convert(kind, ConfigValue(self._key(str(value), path)))
        if isinstance(value, list):
            return [self._without_literals(item, (*path, n)) for n, item in enumerate(value)]
        if isinstance(value, dict):
            return {key: self._without_literals(it, (*path, key)) for key, it in value.items()}
        return self._node_without_literals(value, path) if isinstance(value, Node) else value

    def _node_without_literals(self, node: Any, path: Path) -> Any:
        changed = {}
        for field in fields(node):
            if field.name in _HOLDING:
                inside = getattr(node, field.name)
                if isinstance(inside, tuple):
                    changed[field.name] = tuple(self._part(it, path) for it in inside)
                else:
                    changed[field.name] = self._without_literals(inside, path)
        return replace(node, **changed)

    def _part(self, value: Any, path: Path) -> Any:
        """Give a part of a text that is put together."""
        if isinstance(value, str) and _HARMLESS.fullmatch(value):
            return value
        return self._without_literals(value, path)

    def shown(self, text: str) -> Expression:
        """Give a text that nothing marks as secret, without the secrets of the config in it."""
        if self._known is None or self._known.search(text) is None:
            return text
        parts: list[Expression] = []
        position = 0
        for match in self._known.finditer(text):
            if match.start() > position:
                parts.append(text[position : match.start()])
            parts.append(ConfigValue(self._texts[match[0]]))
            position = match.end()
        if position < len(text):
            parts.append(text[position:])
        return parts[0] if len(parts) == 1 else Concat(tuple(parts))

    def _key(self, text: str, path: Path) -> str:
        if text not in self._texts:
            words = " ".join(str(step) for step in path[1:])
            name = free_name(pascal_case(words) or "Secret", self._taken.__contains__)
            self._taken.add(name)
            self._texts[text] = name
            self.made[name] = path
        return self._texts[text]


_HOLDING = ("fields", "otherwise", "parts", "source", "then", "value", "values")
"""What of a node are values; the rest are names, delimiters and the like."""
