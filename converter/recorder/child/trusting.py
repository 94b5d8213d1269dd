"""Who asks something of a value that is not known."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

# Packages that hand texts on, or that compare them with words of their own.
_OWN = __name__.partition(".")[0]
_TRUSTED = (
    "asyncio",
    "collections",
    "concurrent",
    "contextlib",
    "copy",
    "dataclasses",
    "functools",
    "google",
    "grpc",
    "inspect",
    "json",
    "logging",
    "pulumi",
    "pulumi_aws_native",
    "typing",
    "weakref",
)


def in_place_of_program(action: Callable[[], Any]) -> Any:
    """Do something as if the program did it, though a trusted package asks for it."""
    return action()


def caller_is_trusted() -> bool:
    """Tell whether code that only hands texts on asks; frames of this package do not count."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is in_place_of_program.__code__:
            return False
        name = frame.f_globals.get("__name__", "").partition(".")[0]
        if name != _OWN:
            return name in _TRUSTED
        frame = frame.f_back
    return True
