"""Texts of Pulumi YAML, in which ``${…}`` stands for a value and ``$$`` for a dollar sign.

Rules: https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/#interpolation
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
_DOLLAR = re.compile(r"\$(?=[${])")


def escaped(text: str, *, before_value: bool = False) -> str:
    """A literal text as the interpreter reads it.

    Args:
        text: the text.
        before_value: whether an interpolated value follows it.
    """
    found = _DOLLAR.sub("$$", text)
    return found + "$" if before_value and text.endswith("$") else found


def access(root: str, path: Sequence[str | int] = ()) -> str:
    """What stands for a value, or a part of it: ``${root.name["other name"][0]}``."""
    return "${" + root + "".join(_step(step) for step in path) + "}"


def within(found: str, path: Sequence[str | int]) -> str:
    """A part of what ``${…}`` stands for."""
    return found[:-1] + "".join(_step(step) for step in path) + "}"


def is_access(text: object) -> bool:
    """Whether a text is a single ``${…}`` and nothing else."""
    return isinstance(text, str) and text.startswith("${") and text.find("}") == len(text) - 1


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _NAME.fullmatch(step):
        return f".{step}"
    return '["' + step.replace('"', '\\"') + '"]'
