"""Finding resource types in the catalog's data; a file is opened when its service is asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from ..naming import cdk_class_name, module_name, token
from .codec import Line, decode_resource
from .types import ResourceType

_FOLDER = os.path.dirname(__file__)
DATA = os.path.join(_FOLDER, "data")


class Service:
    """The lines of one service's file; a line is parsed when it is asked for."""

    __slots__ = ("_lines", "objects")

    def __init__(self, text: str) -> None:
        self._lines: dict[str, str] = {}
        self.objects: dict[str, dict[str, str]] = {}
        for line in text.splitlines()[1:-1]:
            end = line.index('"', 1)
            key = line[1:end]
            self._lines[key] = line[end + 2 :]
            resource, _, nested = key.partition(".")
            objects = self.objects.setdefault(resource, {})
            if nested:
                objects[nested] = key

    def line(self, key: str) -> Line:
        """Parse the line of a resource type or, with `Type.Object`, of a nested object."""
        found: Line = json.loads(self._lines[key].rstrip(","))
        return found

    def decoded(self, name: str) -> ResourceType | None:
        """Decode a resource type by CloudFormation's name; None where the service has none."""
        if name not in self.objects:
            return None
        return decode_resource(
            name, self.line(name), self.objects[name], lambda key: self.line(f"{name}.{key}")
        )


@cache
def service(module: str) -> Service | None:
    """Open the file of a Pulumi module, `sagemaker`; None where there is none."""
    if not module.isalnum() or len(module) > _LONGEST_WORD:
        return None
    try:
        return Service(read_text(DATA, f"{module}.json"))
    except FileNotFoundError:
        return None


def read_text(folder: str, file: str) -> str:
    """Read a file of the catalog."""
    with open(os.path.join(folder, file), encoding="utf-8") as opened:
        return opened.read()


@cache
def _names(file: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = json.loads(read_text(DATA, file))
    return names


@cache
def _patches() -> dict[str, Any]:
    patches: dict[str, Any] = json.loads(read_text(_FOLDER, "patches.json"))
    return patches


@cache
def resource_type(name: str) -> ResourceType | None:
    """Give a resource type by CloudFormation's name; None where the catalog does not know it."""
    if name.count("::") < 2:
        return None
    found = service(module_name(name))
    return found.decoded(name) if found else None


def by_token(wanted: str) -> ResourceType | None:
    """Give a resource type by its Pulumi token; None where the SDK has no such class."""
    name = _name_of_token(wanted)
    return resource_type(name) if name else None


@cache
def _name_of_token(wanted: str) -> str | None:
    package, _, rest = wanted.partition(":")
    # Some languages write `aws-native:sagemaker/model:Model`.
    module = rest.partition(":")[0].partition("/")[0]
    short = f"{package}:{module}:{wanted.rpartition(':')[2]}"
    found = _first(
        module,
        lambda name: token(name) == short,
        lambda resource: resource.creatable and resource.token == short,
    )
    return found.name if found else None


def by_cdk_class(module: str, name: str | None = None) -> ResourceType | None:
    """Give a resource type by its CDK class: by module and class or by the qualified name.

    `("aws_sagemaker", "CfnModel")` and `"aws-cdk-lib.aws_sagemaker.CfnModel"` are the same.
    """
    if name is None:
        module, _, name = module.rpartition(".")
        module = module.rpartition(".")[2]
    found = (
        _first(
            candidate,
            lambda resource_name: cdk_class_name(resource_name) == name,
            lambda resource: (resource.cdk_module, resource.cdk_class) == (module, name),
        )
        for candidate in (*_names("_cdk_modules.json").get(module, ()), module[len("aws_") :])
    )
    return next((resource for resource in found if resource), None)


def _first(
    module: str, likely: Callable[[str], bool], fits: Callable[[ResourceType], bool]
) -> ResourceType | None:
    """Give the first resource type of a service that fits, trying the likely names first."""
    found = service(module)
    if found is None:
        return None
    names = sorted(found.objects, key=lambda name: not likely(name))
    resources = (resource_type(name) for name in names)
    return next((resource for resource in resources if resource and fits(resource)), None)


@cache
def type_names() -> Sequence[str]:
    """Give every resource type that the catalog knows, sorted."""
    return tuple(sorted(name for names in _names("_index.json").values() for name in names))


_LONGEST_WORD = 128
_CLOSE = 0.75


def near(word: str, candidates: Iterable[str]) -> str | None:
    """Give the candidate that was probably meant; None where none comes close."""
    from difflib import get_close_matches

    if len(word) > _LONGEST_WORD:
        return None
    wanted = word.lower()
    by_letters = {it.lower(): it for it in candidates if len(it) <= _LONGEST_WORD}
    close = get_close_matches(wanted, _alike(wanted, by_letters), 1, _CLOSE)
    return by_letters[close[0]] if close else None


def _alike(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that have about the letters of a word, which is told quicker than how like
    they are.
    """
    letters = set(word)
    counts = [word.count(letter) for letter in letters]
    size, missing = len(word), letters.difference
    return [
        each
        for each in candidates
        if size - len(missing(each))
        >= _CLOSE * (size + len(each)) / 2
        <= sum(map(min, counts, map(each.count, letters)))
    ]
