"""A project in Pulumi YAML, opened: the document of its program, and what that declares."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import ConversionError, ProgramError, SourceError, UnsupportedError
from ...pulumi import ConfigKey
from ...yaml_config import Structure, structure
from .document import Document
from .spelling import spelled

_SECTIONS = ("config", "configuration", "variables", "resources", "outputs")
_LARGEST = 16 * 2**20


class Opened:
    """The document of a program.

    Args:
        directory: the folder of the program.

    Attributes:
        document: what stands in the program's file.
        path: the file.
        config: the config keys that the program declares itself.
        structures: those of them that hold a list or a map.

    Raises:
        SourceError: there is no such file, or it cannot be read.
        ProgramError: it is no program.
    """

    def __init__(self, directory: str) -> None:
        self.path = program_file(directory)
        self.document = Document(text_of(file_content(self.path), self.path), self.path, spelled)
        try:
            tree = self.document.tree
            if not isinstance(tree, dict):
                raise ProgramError("a program is a map with 'resources' in it")
            self.sections = {name: _section(tree, name) for name in _SECTIONS}
            if "components" in tree:
                raise UnsupportedError(
                    "components of Pulumi YAML are for plugins", path=("components",)
                )
            self.config = _declared(self.sections)
        except ConversionError as error:
            raise self.document.placed(error) from None
        self.structures = _structures(self.sections)


def program_file(directory: str) -> str:
    """The file that a program in Pulumi YAML stands in.

    Raises:
        SourceError: there is none.
    """
    for name in ("Main.json", "Main.yaml", "Pulumi.yaml", "Pulumi.yml", "Pulumi.json"):
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            return path
    raise SourceError("there is no Main.json, Main.yaml or Pulumi.yaml", file=directory)


def file_content(path: str) -> bytes:
    """The content of a file of the project.

    Raises:
        SourceError: it cannot be read, or is too large.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", file=path) from None
    if len(content) > _LARGEST:
        raise SourceError("is larger than a program in YAML can be", file=path)
    return content


def text_of(content: bytes, path: str) -> str:
    """The text that a file of the project is.

    Raises:
        SourceError: it is none.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError("is no text in UTF-8", file=path) from None


def _section(tree: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = tree.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ProgramError(f"'{name}' is a map", path=(name,))
    return found


def _declared(sections: Mapping[str, Any]) -> dict[str, ConfigKey]:
    """The config keys; ``configuration`` is the older word for what the language declares."""
    found: dict[str, ConfigKey] = {}
    for key, entry in _declarations(sections):
        default = entry.get("default", entry.get("value"))
        kind = str(entry.get("type", "string")).lower()
        if kind not in _TYPES and structure(entry) is None:
            raise ProgramError(f"{kind} is no type of config", path=("config", key, "type"))
        if entry.get("name"):
            words = "a config key that is called otherwise in the program cannot be read here"
            raise UnsupportedError(words, path=("config", key, "name"))
        found[key] = ConfigKey(
            type=_TYPES.get(kind, "string"),
            default=default if default is None or isinstance(default, str) else json.dumps(default),
            secret=entry.get("secret") is True,
        )
    return found


def _structures(sections: Mapping[str, Any]) -> dict[str, Structure]:
    """Which of the config keys hold a list or a map."""
    held = {key: structure(entry) for key, entry in _declarations(sections)}
    return {key: it for key, it in held.items() if it is not None}


def _declarations(sections: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for section in ("configuration", "config"):
        for key, entry in sections[section].items():
            if ":" not in key:
                yield key, entry if isinstance(entry, dict) else {"value": entry}


_TYPES = {
    "string": "string",
    "integer": "integer",
    "int": "integer",
    "number": "number",
    "boolean": "boolean",
    "bool": "boolean",
}
