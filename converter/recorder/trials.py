"""A program as a function: from config and environment to what it registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ..pulumi import Program

BY_CHANCE = "time, chance, the order of a map or what another process does"
"""Why a program does not do the same each time, in words."""


@dataclass(frozen=True)
class Open:
    """A config value that stays open in a run: a placeholder that comes back as the config value's
    reference.
    """


@dataclass(frozen=True)
class Trial:
    """What a program is run with.

    Args:
        config: bare key → its text in this run; what is left out is not set.
        known: which of ``region``, ``accountId``, ``partition``, ``urlSuffix``, ``stack`` (the
            stack's name) have a real value in this run; the others are placeholders.
    """

    config: Mapping[str, str | Open]
    known: Mapping[str, str] = field(default_factory=dict)


Run: TypeAlias = Callable[[Trial], Program]
"""Runs a program.

Raises:
    ProgramError: the program fails for these values.
"""
