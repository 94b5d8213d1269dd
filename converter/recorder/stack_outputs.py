"""What a program's own files spell out: outputs that it may ask a stack for, config keys."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from . import wire
from .sources import has_members, texts

_KEY = re.compile(r"""["'`]([A-Za-z0-9]{1,255})["'`]""")
_MEMBER = re.compile(r"[.{,]\s*([A-Za-z][A-Za-z0-9]{0,254})\b")


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


EVERY = "*"
"""Among names that nobody declares: what asks for this one asks for all of them."""


def spelled_names(directory: Path, *, members: bool = False) -> list[str]:
    """Give the names that a program's own files spell out: it can ask a stack for no others; and
    `EVERY`.

    Args:
        directory: the program's folder.
        members: whether it may ask for what has a name by an object's member, where its language
            has objects with members of any name.
    """
    found: dict[str, None] = {}
    for path, content in texts(directory):
        found.update(dict.fromkeys(_KEY.findall(content)))
        if members and has_members(path):
            found.update(dict.fromkeys(_MEMBER.findall(content)))
    return [*found, EVERY]


def spells(directory: Path, text: str) -> bool:
    """Tell whether a program's own files spell a text out."""
    quoted = (f'"{text}"', f"'{text}'", f"`{text}`")
    return any(each in content for _, content in texts(directory) for each in quoted)
