"""What the values of options are: kinds of click, each without what is taken for something else."""

from __future__ import annotations

import math
from typing import Any

import click

_LONGEST = 10_000_000.0
"""More seconds than some systems can wait."""


class FilePath(click.Path):
    """A path: not the empty text that a variable of a shell leaves that is not set."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Take a path as click does."""
        if value == "":
            self.fail("a path is wanted, and this is empty", param, ctx)
        return super().convert(value, param, ctx)


class Seconds(click.FloatRange):
    """How long something may take."""

    def __init__(self) -> None:
        super().__init__(min=0, max=_LONGEST, min_open=True)

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Take a number as click does, if it is one."""
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a valid float.", param, ctx)
        return seconds
