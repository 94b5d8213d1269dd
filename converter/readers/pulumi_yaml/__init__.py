"""Programs in Pulumi YAML, which need no running: all that they say is declared."""

from __future__ import annotations

from .opened import Opened
from .program import Settings, read_program

__all__ = ["Opened", "Settings", "read_program"]
