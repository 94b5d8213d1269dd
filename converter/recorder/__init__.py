"""Running a Pulumi program and reading what it registers, without Pulumi's CLI or an account."""

from .nesting import Component
from .recording import record

__all__ = ["Component", "record"]
