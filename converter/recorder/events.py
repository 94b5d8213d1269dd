"""What the child process reports about a run, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .placeholders import Specification


@dataclass(slots=True)
class ConfigRead:
    """One reading of a config key.

    Args:
        kind: the type it was read as.
        default: the text it was given for the case that the key has no value.
        fixed: whether the program got a real value, which the template will not ask for.
        optional: whether the empty text stands for no value.
        constraints: what the program asks of the value, as attributes of a template's parameter.
    """

    key: str
    kind: str
    default: str | None
    secret: bool
    fixed: bool
    file: str | None
    line: int | None
    optional: bool = False
    constraints: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """One call of a provider function that only a deployment could answer."""

    number: int
    function: str
    arguments: dict[str, Any]
    file: str | None
    line: int | None


@dataclass(slots=True)
class Construction:
    """One construction of a resource, in the program's order."""

    ordinal: int
    name: str = ""
    condition: str | None = None
    parent: int | None = None
    depends_on: tuple[int, ...] | None = None
    retained: tuple[str, bool] | None = None
    file: str | None = None
    line: int | None = None
    inputs: dict[str, Any] | None = None


@dataclass(slots=True)
class Events:
    """Everything that a run reported.

    Args:
        derived: the conditions that the program did not name.
        error: the program's failure: message, file and line.
        exports: where each of the stack's outputs is made: file and line.
        optional: a config key for which the program has to be run again, without a default for it.
        attributes, arguments: where a component was run alone, the output that each of its
            attributes is, and what it was given.
        outputs: the exports in the program's order, None where the program did not get there.
        order: the place of each ordinal in the program's order, where ordinals do not tell it.
    """

    nodes: dict[str, Specification] = field(default_factory=dict)
    conditions: dict[str, Specification] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    tables: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    config: list[ConfigRead] = field(default_factory=list)
    constructions: dict[int, Construction] = field(default_factory=dict)
    asked: dict[int, Asked] = field(default_factory=dict)
    exports: dict[str, tuple[str, int]] = field(default_factory=dict)
    outputs: dict[str, Any] | None = None
    order: dict[int, int] = field(default_factory=dict)
    output_conditions: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    arguments: list[str] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    error: dict[str, Any] | None = None
    optional: str | None = None
    ended: bool = False


def read_events(path: Path) -> Events:
    """Read the file that the child process wrote; a last line cut short is left out."""
    events = Events()
    for event in _lines(path):
        _take(events, event.pop("event"), event)
    return events


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def _take(events: Events, name: str, event: dict[str, Any]) -> None:
    if name == "node":
        events.nodes[event["id"]] = event["specification"]
    elif name == "condition":
        events.conditions[event["name"]] = event["specification"]
        if event.get("derived"):
            events.derived.add(event["name"])
    elif name == "table":
        events.tables[event["name"]] = event["rows"]
    elif name == "config":
        events.config.append(ConfigRead(**event))
    elif name == "export" and event["line"] is not None:
        events.exports.setdefault(event["name"], (event["file"], event["line"]))
    elif name == "asked":
        events.asked[event["number"]] = Asked(**event)
    elif name == "resource":
        event["depends_on"] = tuple(event["depends_on"]) if event["depends_on"] else None
        events.constructions[event["ordinal"]] = Construction(**event)
    elif name == "inputs" and event["ordinal"] in events.constructions:
        events.constructions[event["ordinal"]].inputs = event["inputs"]
    elif name == "outputs":
        events.outputs, events.output_conditions = event["outputs"], event["conditions"]
    elif name == "component":
        events.attributes, events.arguments = event["attributes"], event["arguments"]
    elif name == "finding":
        events.findings.append(event)
    elif name == "error":
        events.error = events.error or event
    elif name == "again":
        events.optional = event["optional"]
    elif name == "end":
        events.ended = True
