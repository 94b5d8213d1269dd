"""What a program's own files spell out: outputs that it may ask a stack for, config keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from . import wire
from .sources import texts

_KEY = re.compile(r"""["'`]([A-Za-z0-9]{1,255})["'`]""")


def declared_outputs(inputs: Any) -> list[str] | None:
    """Give the names of the outputs that a stack's own template declares.

    Args:
        inputs: the stack's inputs, a protobuf struct.

    Returns:
        The names; None where the template is somewhere else.
    """
    body, _ = wire.unwrap(wire.plain_struct(inputs).get("templateBody"))
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return None
    outputs = body.get("Outputs") if isinstance(body, dict) else None
    if body is None:
        return None
    return list(outputs) if isinstance(outputs, dict) else []


def spelled_names(directory: Path) -> list[str]:
    """Give the names that a program's own files spell out: it can ask a stack for no others."""
    found: dict[str, None] = {}
    for _, content in texts(directory):
        found.update(dict.fromkeys(_KEY.findall(content)))
    return list(found)


def spells(directory: Path, text: str) -> bool:
    """Tell whether a program's own files spell a text out."""
    quoted = (f'"{text}"', f"'{text}'", f"`{text}`")
    return any(each in content for _, content in texts(directory) for each in quoted)
