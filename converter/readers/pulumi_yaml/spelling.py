"""The names of a program's own entries, which its interpreter takes in any letter case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from ...catalog import near
from ...errors import Path, PathStep, ProgramError

SECTIONS = ("config", "configuration", "variables", "resources", "outputs", "components")
LOST_OPTIONS = (
    "aliases",
    "customTimeouts",
    "deleteBeforeReplace",
    "deletedWith",
    "import",
    "replaceOnChanges",
    "replaceWith",
    "replacementTrigger",
    "hideDiffs",
    "envVarMappings",
    "providers",
)
"""The options that a template has no place for."""
_OPTIONS = (
    *LOST_OPTIONS,
    "provider",
    "dependsOn",
    "retainOnDelete",
    "protect",
    "ignoreChanges",
    "additionalSecretOutputs",
    "parent",
    "version",
    "pluginDownloadURL",
)
_RESOURCE = ("type", "name", "defaultProvider", "properties", "options", "get")
_GET = ("id", "state")
_DECLARATION = ("type", "name", "secret", "default", "value", "items")


def spelled(path: Collection[PathStep], key: str) -> str:
    """The name of the entry at a place of a program that a key spells."""
    known = _known(tuple(path)) if len(path) < 4 else ()
    return _by_letters(known).get(key.lower(), key) if known else key


def as_named(tree: Mapping[str, Any], known: tuple[str, ...]) -> dict[str, Any]:
    """A map with its entries under the names that are known for them.

    Raises:
        ProgramError: one stands there twice.
    """
    names = _by_letters(known)
    found = {names.get(key.lower(), key): value for key, value in tree.items()}
    if len(found) < len(tree):
        raise ProgramError("an entry stands here twice")
    return found


@cache
def _by_letters(known: tuple[str, ...]) -> dict[str, str]:
    return {name.lower(): name for name in known}


def _known(path: Path) -> tuple[str, ...]:
    """The names of the entries that a map of the program has; empty where a person names them."""
    if not path:
        return SECTIONS
    if path[0] in ("config", "configuration"):
        return _DECLARATION if len(path) > 1 and set(path[2:]) <= {"items"} else ()
    if path[0] != "resources" or len(path) == 1:
        return ()
    if len(path) == 2:
        return _RESOURCE
    return {"options": _OPTIONS, "get": _GET}.get(str(path[2]), ())


def strange(resources: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """What the resources of a program say that there is no such entry for, by its place."""
    for key, entry in resources.items():
        for path in (("resources", key), ("resources", key, "options"), ("resources", key, "get")):
            found = entry.get(path[2]) if len(path) > 2 else entry
            for name in found if isinstance(found, dict) else ():
                if name not in _known(path):
                    yield (*path, name), _words(name, path)


def _words(name: str, path: Path) -> str:
    kind = "option" if path[-1] == "options" else "entry of a resource"
    meant = near(name, _known(path))
    if meant is None and kind != "option":
        meant = f"options: {near(name, _OPTIONS)}" if near(name, _OPTIONS) else None
    hint = f"; did you mean {meant}?" if meant else ""
    return f"{name} is no {kind}, and has no effect{hint}"
