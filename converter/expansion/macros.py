"""The transforms of a template, by name, and what can be said of those that are not carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..errors import Path, UnsupportedError
from ..intrinsics import Tree
from . import includes, language, serverless
from .includes import CALL, as_list

BLUE_GREEN = "AWS::CodeDeployBlueGreen"
_CARRIED_OUT = (includes.NAME, language.NAME, serverless.NAME, BLUE_GREEN)
_REASONS = {
    "AWS::SecretsManager": "it adds functions that rotate secrets, in a stack that only AWS has",
    "AWS::ServiceCatalog": "it looks up outputs of provisioned products in the account",
}


def name_of(call: Tree) -> str:
    """The name of a transform that a template calls."""
    return str(call.get("Name")) if isinstance(call, Mapping) else str(call)


def check_transforms(calls: list[Tree]) -> None:
    """Refuse the transforms of whole templates that only AWS can carry out.

    Raises:
        UnsupportedError: there is one.
    """
    for call in calls:
        if name_of(call) not in _CARRIED_OUT:
            raise _refused(name_of(call), ("Transform",))


def check_embedded(tree: Mapping[str, Tree]) -> None:
    """Refuse macros that write more than something inside one resource's properties.

    Raises:
        UnsupportedError: there is one.
    """
    for path, calls in _calls(dict(tree), ()):
        inside = path[0] == "Resources" and len(path) > 3 and path[2] == "Properties"
        if not inside and path[0] != "Metadata" and path[:3:2] != ("Resources", "Metadata"):
            raise _refused(next(map(name_of, as_list(calls)), "without a name"), path)


def _calls(tree: Tree, path: Path) -> Iterator[tuple[Path, Tree]]:
    if isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from _calls(item, (*path, index))
    elif isinstance(tree, dict):
        for key, item in tree.items():
            if key == CALL:
                yield (*path, key), item
            yield from _calls(item, (*path, key))


def _refused(name: str, path: Path) -> UnsupportedError:
    family = name.split("-")[0]
    reason = _REASONS.get(family, "its code runs in the account that it is deployed to")
    message = f"the macro {name} cannot be carried out here: {reason}"
    return UnsupportedError(message, path=path)
