"""Running a program in a process of its own, with a time limit."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ProgramError, SourceError

_BOOTSTRAP = Path(__file__).parent / "bootstrap.py"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status and what it printed."""

    status: int
    stdout: str
    stderr: str


class Run:
    """A started program, which waits for its settings before it runs any code of its own.

    Args:
        interpreter: the Python to run it with.
        directory: the working directory.

    Raises:
        SourceError: the interpreter cannot be started.
    """

    def __init__(self, interpreter: str, directory: Path) -> None:
        environment = {
            key: value for key, value in os.environ.items() if not _is_engine_setting(key)
        }
        try:
            self._process = subprocess.Popen(
                [interpreter, str(_BOOTSTRAP)],
                cwd=directory,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
            )
        except OSError as error:
            raise SourceError(f"cannot start {interpreter}: {error.strerror}") from error

    def finish(self, settings: Mapping[str, Any], timeout: float) -> Ended:
        """Hand over the settings and wait for the end.

        Raises:
            ProgramError: the time was over; the program and what it started are ended.
        """
        try:
            stdout, stderr = self._process.communicate(json.dumps(settings) + "\n", timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ProgramError(f"the program did not end within {timeout:g} seconds") from None
        except BaseException:
            self.kill()
            raise
        return Ended(self._process.returncode, stdout, stderr)

    def kill(self) -> None:
        """End the program and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.communicate()


def _is_engine_setting(name: str) -> bool:
    """Tell whether a variable would tie the program to another engine or give it other config."""
    return name.startswith("PULUMI_") and not name.startswith("PULUMI_HOME")
