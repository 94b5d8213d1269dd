"""A Pulumi project in YAML."""

from __future__ import annotations

from typing import Any

from ...pulumi import Program
from ..pulumi.marks import Marks

RUNTIME = "yaml"
_PLAIN = frozenset({"type", "default", "secret"})
_TYPES = frozenset({"string", "integer", "boolean"})


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: would take the lines of the program's entries, which are not told yet.

    Returns:
        File name → text: ``Pulumi.yaml``, ``Main.yaml`` where the program does not stand in that,
        ``templates/NAME.yaml`` for each template that the program holds, and
        ``cloudformation.yaml`` where something is left that Pulumi has no place for.

    Raises:
        UnsupportedError: the program holds something that Pulumi YAML cannot say.
    """
    from ...pulumi import NAMES
    from ..pulumi.project import fragment_file, settings
    from .document import Document

    document = Document(program)
    head: dict[str, Any] = settings(program, RUNTIME)
    names = document.lost_names()
    beside = {**document.templates, **fragment_file(program, {NAMES: names} if names else {})}
    if _is_plain(head.get("config", {})):
        return {"Pulumi.yaml": document.text(head), **beside}
    from ..yaml_printing import print_plain_yaml

    # Declared in the program, what config says beyond types and defaults is a warning on each run
    return {"Pulumi.yaml": print_plain_yaml(head), "Main.yaml": document.text({}), **beside}


def _is_plain(config: dict[str, dict[str, Any]]) -> bool:
    return all(
        _PLAIN.issuperset(declared) and declared.get("type") in _TYPES
        for declared in config.values()
    )
