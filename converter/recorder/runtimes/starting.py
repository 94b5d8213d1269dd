"""How a program that is prepared is started, and what it is told, whatever its language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...processes import Process
from ..launching import environment

Frame = tuple[str, int]
"""A file, as the language names it, and a line of it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a program is told of its run.

    Args:
        address: where the engine listens, ``HOST:PORT``.
        root: the folder of ``Pulumi.yaml``.
        config: full config key → its text.
        secrets: the keys of which the text is a secret.
    """

    address: str
    project: str
    stack: str
    organization: str
    root: Path
    config: Mapping[str, str]
    secrets: Sequence[str] = ()

    def environment(self, folder: Path) -> dict[str, str]:
        """Give the variables that Pulumi's language hosts give a program in ``folder``."""
        return {
            **environment(),
            "PULUMI_MONITOR": self.address,
            "PULUMI_ENGINE": self.address,
            "PULUMI_PROJECT": self.project,
            "PULUMI_STACK": self.stack,
            "PULUMI_ORGANIZATION": self.organization,
            "PULUMI_ROOT_DIRECTORY": str(self.root),
            "PULUMI_PWD": str(folder),
            "PULUMI_CONFIG": json.dumps(dict(self.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(self.secrets)),
            "PULUMI_DRY_RUN": "true",  # else what is not known is empty or zero, not unknown
            "PULUMI_QUERY_MODE": "false",
            "PULUMI_PARALLEL": "16",
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a program failed.

    Args:
        message: in words.
        frames: where it was, innermost first, libraries included.
    """

    message: str
    frames: Sequence[Frame] = ()


def first_line(text: str) -> str:
    """Give the first line of what a program said that has something in it."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "it does not say why")


Explain = Callable[[str], "Fault | None"]
"""Gives the fault in what a program said; None where there is none that the language knows."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A program that can be started.

    Args:
        command: how it is started.
        folder: its working directory.
        explain: finds faults in what it prints.
        variables: more variables that it gets.
    """

    command: Sequence[str]
    folder: Path
    explain: Explain
    variables: Mapping[str, str] = field(default_factory=dict)

    def start(self, settings: Settings) -> Process:
        """Start the program.

        Raises:
            SourceError: it cannot be started.
        """
        variables = {**settings.environment(self.folder), **self.variables}
        return Process(self.arguments(settings), folder=self.folder, environment=variables)

    def arguments(self, settings: Settings) -> list[str]:
        """Give the command line for a run."""
        return list(self.command)
