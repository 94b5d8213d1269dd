"""Programs that a process runs which stays: what it takes to start a runtime is done once."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_CLIENT = Path(__file__).parent / "client.py"


@contextmanager
def served(command: Sequence[str]) -> Iterator[str]:
    """Start a process that prints the port on which it listens, and give the script that has it run
    the program of the folder that the script is called in.
    """
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = process.stdout.readline().decode().strip()
        client = shlex.join([sys.executable, "-SEI", str(_CLIENT), port])
        try:
            yield f"#!/bin/sh\nexec {client}\n"
        finally:
            process.kill()


def install(script: str, path: Path) -> Path:
    """Write a script that can be called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)
    return path
