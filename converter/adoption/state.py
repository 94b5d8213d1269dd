"""A Pulumi stack's state, as ``pulumi stack export`` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import SourceError
from ..evaluation import UNKNOWN
from ..naming import PACKAGE
from ..records import dataclass, field
from .import_file import SECRET, SIGNATURE

COMMAND = "pulumi stack export"
_NO_CUSTOM = ("pulumi:pulumi:Stack", "pulumi:providers:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A resource of a state. Secrets in its outputs are UNKNOWN."""

    urn: str
    type: str
    name: str
    id: str
    outputs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What Pulumi knows of a stack.

    Args:
        stack, project: their names.
        resources: the resources of aws-native, by type's token and name, in the state's order.
        others: the URNs of what else it has: components and resources of other providers.
    """

    stack: str
    project: str
    resources: dict[tuple[str, str], Kept]
    others: tuple[str, ...] = ()


def read_state(file: str, document: Any) -> State:
    """Read a state.

    Raises:
        SourceError: it is something else, or a resource in it is not settled.
    """
    deployment = document.get("deployment") if isinstance(document, dict) else None
    entries = deployment.get("resources") if isinstance(deployment, dict) else None
    if not isinstance(deployment, dict) or not isinstance(entries, list):
        raise SourceError(f"is not what {COMMAND} prints", file=file)
    if deployment.get("pending_operations"):
        raise SourceError("has operations that did not end: pulumi refresh first", file=file)
    found: dict[tuple[str, str], Kept] = {}
    others: list[str] = []
    names: set[tuple[str, str]] = set()
    for urn, entry in _entries(file, entries):
        head, project = urn.split("::", 2)[:2]
        names.add((head.removeprefix("urn:pulumi:"), project))
        kind = str(entry.get("type"))
        if kind.startswith(_NO_CUSTOM):
            continue
        if not kind.startswith(f"{PACKAGE}:") or not entry.get("id"):
            others.append(urn)
            continue
        name = urn.rpartition("::")[2]
        outputs = entry.get("outputs") or {}
        if not isinstance(outputs, dict):
            raise SourceError(f"{urn} has outputs that are no mapping", file=file)
        found[kind, name] = Kept(
            urn=urn,
            type=kind,
            name=name,
            id=str(entry["id"]),
            outputs={key: _clear(it) for key, it in outputs.items()},
        )
    if len(names) != 1:
        raise SourceError(f"is no state of one stack, as {COMMAND} prints it", file=file)
    ((stack, project),) = names
    return State(stack=stack, project=project, resources=found, others=tuple(others))


def _entries(file: str, entries: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in entries:
        urn = entry.get("urn") if isinstance(entry, dict) else None
        if not isinstance(urn, str) or not urn.startswith("urn:pulumi:") or urn.count("::") < 3:
            raise SourceError(f"is not what {COMMAND} prints", file=file)
        if entry.get("delete"):
            raise SourceError(f"{urn} is about to be deleted: pulumi up first", file=file)
        yield urn, entry


def _clear(value: Any) -> Any:
    """A value of a state; what is encrypted, or secret, is not known."""
    if isinstance(value, list):
        return [_clear(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:
        return UNKNOWN
    return {key: _clear(item) for key, item in value.items()}
