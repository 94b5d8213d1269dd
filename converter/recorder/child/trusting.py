"""Who asks something of a value that is not known."""

from __future__ import annotations

import sys
from types import FrameType

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


def caller_is_trusted() -> bool:
    """Tell whether code that only hands texts on asks; frames of this package do not count."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__name__", "").partition(".")[0]
        if name != _OWN:
            return name in _TRUSTED
        frame = frame.f_back
    return True
