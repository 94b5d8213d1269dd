"""Starting programs: how a language's runtime is called, and how it ends in words."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import ProgramError
from ..processes import Ended, Process, TimeOverError

_BOOTSTRAP = Path(__file__).parent / "bootstrap.py"


def start_python(interpreter: str, directory: Path) -> Process:
    """Start the Python that runs a program; it waits for its settings before it runs any of it.

    Args:
        interpreter: the Python to run it with.
        directory: the working directory.

    Raises:
        SourceError: the interpreter cannot be started.
    """
    command = [interpreter, str(_BOOTSTRAP)]
    return Process(command, folder=directory, environment=environment(), listens=True)


def finish(process: Process, settings: Mapping[str, Any], timeout: float) -> Ended:
    """Hand over the settings and wait for the end.

    Raises:
        ProgramError: the time was over; the program and what it started are ended.
    """
    try:
        return process.finish(timeout, json.dumps(settings) + "\n")
    except TimeOverError:
        raise ProgramError(f"the program did not end within {timeout:g} seconds") from None


def environment() -> dict[str, str]:
    """The variables that a program gets: none that ties it to another engine or other config."""
    return {key: value for key, value in os.environ.items() if not _is_engine_setting(key)}


def ending(status: int) -> str:
    """How a process ended, in words."""
    if status >= 0:
        return f"with status {status}"
    try:
        return f"by signal {-status} ({signal.Signals(-status).name})"
    except ValueError:
        return f"by signal {-status}"


def _is_engine_setting(name: str) -> bool:
    return name.startswith("PULUMI_") and not name.startswith("PULUMI_HOME")
