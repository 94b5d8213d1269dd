"""The resources of a program, as its document has them: their entries, types and names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ... import catalog
from ...catalog import ResourceType, facts
from ...errors import ProgramError, UnsupportedError
from ...naming import PACKAGE, free_name, token
from ...providers import PROVIDERS
from ...report import NOTE, Finding
from .document import Document
from .existing import Existing, Found
from .interpolation import parts

REFERENCE = "pulumi:pulumi:StackReference"
_RESERVED = "pulumi"


class Entries:
    """The entries of a program's resources.

    Args:
        resources: the trees of the section ``resources``.
        document: the program's document.
        others: the names of config keys and variables, each with what it is.

    Attributes:
        trees: the entries, by their keys.
        names: key → the name in the program.
        by_name: the entries by these names.
        findings: what a person may want to know of the names.

    Raises:
        ProgramError: an entry has no type, or a name that is another's.
    """

    def __init__(
        self, resources: Mapping[str, Any], document: Document, others: Mapping[str, str]
    ) -> None:
        self._document = document
        self.trees: dict[str, dict[str, Any]] = {}
        self.findings: list[Finding] = []
        for key, entry in resources.items():
            if not isinstance(entry, dict) or not isinstance(entry.get("type"), str):
                raise ProgramError("a resource needs a type", path=("resources", key))
            entry["type"] = _literal(entry["type"], key, "type")
            _check_name(key, others)
            self.trees[key] = entry
        self.names = self._all_names()
        self.by_name = {self.names[key]: entry for key, entry in self.trees.items()}

    def _all_names(self) -> dict[str, str]:
        """The resources' names, with numbers behind those that several types have."""
        names: dict[str, str] = {}
        seen: dict[tuple[str, str], str] = {}
        for key, entry in self.trees.items():
            given = entry.get("name")
            name = key if given in (None, "") else _literal(given, key, "name")
            same = seen.setdefault((name, _token(entry["type"])), key)
            if same != key and not (_has_parent(entry) or _has_parent(self.trees[same])):
                words = f"{same} and {key} have one type and the name {name}: Pulumi takes no two"
                raise ProgramError(words, path=("resources", key))
            names[key] = free_name(name, set(names.values()).__contains__)
            if names[key] != name:
                words = f"there are several resources named {name}; one is {names[key]} here"
                self._find(NOTE, "renamed-resource", words, key)
        return names

    def _find(self, severity: str, code: str, words: str, key: str) -> None:
        self.findings.append(self._document.finding(severity, code, words, ("resources", key)))

    def described(self, key: str) -> ResourceType | None:
        """What the catalog knows of a resource's type."""
        return catalog.by_token(_token(self.trees[key]["type"]))

    def token(self, key: str) -> str:
        """The token of a resource's type."""
        return _token(self.trees[key]["type"])

    def resources(self) -> Iterator[str]:
        """The keys of what is neither a provider nor a reference to another stack."""
        for key, entry in self.trees.items():
            if entry["type"] != REFERENCE and not entry["type"].startswith(PROVIDERS):
                yield key

    def set_aside(self, existing: Existing, skip_foreign: bool) -> list[str]:
        """Set aside what is only looked up, or comes from other providers.

        Returns:
            The keys of what other providers have.

        Raises:
            UnsupportedError: something comes from other providers, and is not to be left out.
            ProgramError: a type is none of aws-native's, or what is looked up has no ID.
        """
        foreign = []
        for key in self.resources():
            entry, path = self.trees[key], ("resources", key)
            name, described, get = self.names[key], self.described(key), entry.get("get")
            if described is None and facts.stand_in(_token(entry["type"])) is None:
                _check_type(entry["type"], key)
                foreign.append(key)
                existing.add(name, Found(None, None, f"{name} ({entry['type']})", path))
            elif get is not None:
                if not isinstance(get, dict) or get.get("id") is None:
                    raise ProgramError("what is looked up needs an id", path=(*path, "get"))
                if entry.get("properties"):
                    words = "what is looked up has no properties"
                    raise ProgramError(words, path=(*path, "properties"))
                existing.add(name, Found(described, get["id"], name, path))
        if foreign and not skip_foreign:
            shown = ", ".join(f"{key} ({self.trees[key]['type']})" for key in foreign[:20])
            raise UnsupportedError(
                "CloudFormation has no resource for what comes from other providers than "
                f"aws-native: {shown}; --skip-foreign exports what is left",
                path=("resources", foreign[0]),
            )
        return foreign


def check_variables(variables: Collection[str], config: Collection[str]) -> None:
    """Check that no variable has the name of a config key, or one that has a meaning.

    Raises:
        ProgramError: one has.
    """
    for name in variables:
        if name == _RESERVED or name in config:
            kind = "a word of Pulumi's own" if name == _RESERVED else "a config key, too"
            words = f"{name} is {kind}: a variable needs another name"
            raise ProgramError(words, path=("variables", name))


def _check_name(key: str, others: Mapping[str, str]) -> None:
    if key == _RESERVED:
        words = "pulumi is a word of Pulumi's own: a resource needs another name"
        raise ProgramError(words, path=("resources", key))
    if key in others:
        words = f"{key} is {others[key]}, too: Pulumi YAML would make no resource of it"
        raise ProgramError(words, path=("resources", key))


def _literal(value: Any, key: str, field: str) -> str:
    """A text without interpolations.

    Raises:
        ProgramError: it is something else.
    """
    found = parts(value) if isinstance(value, str) else [None]
    if not all(isinstance(part, str) for part in found):
        words = f"the {field} of a resource is a text without interpolations"
        raise ProgramError(words, path=("resources", key, field))
    return "".join(str(part) for part in found)


def _has_parent(entry: Mapping[str, Any]) -> bool:
    options = entry.get("options")
    return isinstance(options, dict) and options.get("parent") is not None


def _token(name: str) -> str:
    """A type's token: ``aws-native:s3:Bucket``, also where it says ``s3/bucket:Bucket``."""
    package, _, rest = name.partition(":")
    module, _, kind = rest.rpartition(":")
    return f"{package}:{module.partition('/')[0]}:{kind}"


def _check_type(name: str, key: str) -> None:
    """Refuse a type that aws-native should have, and has not."""
    meant = catalog.resource_type(name)
    if meant is None and name.partition(":")[0] != PACKAGE:
        return
    if meant is None:
        wanted = _token(name).partition(":")[2].lower()
        tokens = {token(each): each for each in catalog.type_names()}
        near = {
            it for it in tokens if it.lower().startswith(f"{PACKAGE}:{wanted.partition(':')[0]}:")
        }
        meant = catalog.resource_type(
            tokens.get(catalog.near(_token(name), near or tokens) or "", "")
        )
    hint = f"; did you mean {meant.token}?" if meant is not None and meant.creatable else ""
    raise ProgramError(f"{PACKAGE} has no type {name}{hint}", path=("resources", key, "type"))
