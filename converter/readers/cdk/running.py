"""Running CDK apps as the CDK's command does, without it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import Any, Union

from ...errors import ProgramError, SourceError

_SETTINGS = "cdk.json"
_CONTEXT = "cdk.context.json"
_WORDS = 12
_ENVIRONMENTS = (".venv", "venv")

Command = Union[str, list[str]]


def synthesize(app: str, output: str, timeout: float) -> None:
    """Run an app.

    Args:
        app: its folder, with ``cdk.json``, or its Python file.
        output: the folder that the assembly goes to.
        timeout: seconds after which it is stopped.

    Raises:
        SourceError: its settings cannot be read, or do not say how it is run.
        ProgramError: it failed, did not end in time, or wrote no assembly.
    """
    folder = app if os.path.isdir(app) else os.path.dirname(os.path.abspath(app))
    if not os.path.exists(app):
        raise SourceError("it cannot be read: No such file or directory", file=app)
    settings = _settings(os.path.join(folder, _SETTINGS))
    environment = _environment(folder, settings, output)
    command = _command(app, folder, settings, environment)
    status, words = _run(command, folder, environment, timeout)
    if status:
        raise ProgramError(_failure(status, words, environment), file=app)
    if not os.path.isfile(os.path.join(output, "manifest.json")):
        raise ProgramError(
            "the app ended without a cloud assembly: it must call `app.synth()`", file=app
        )


def _settings(path: str) -> dict[str, Any]:
    if not os.path.isfile(path):
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            settings = json.load(file)
    except (OSError, ValueError) as error:
        raise SourceError(f"it cannot be read: {error}", file=path) from None
    if not isinstance(settings, dict):
        raise SourceError("it is no mapping", file=path)
    return settings


def _command(
    app: str, folder: str, settings: dict[str, Any], environment: dict[str, str]
) -> Command:
    if not os.path.isdir(app):
        python = shutil.which("python", path=_own_environment(folder)) or sys.executable
        return [python, os.path.abspath(app)]
    command = settings.get("app")
    if not isinstance(command, str) or not command:
        path = os.path.join(folder, _SETTINGS)
        raise SourceError('it does not say how the app is run: "app" is missing', file=path)
    if os.path.isdir(os.path.join(folder, command)):
        raise SourceError(f'"app" is an assembly: convert {os.path.join(folder, command)}')
    return command


def _environment(folder: str, settings: dict[str, Any], output: str) -> dict[str, str]:
    context = settings.get("context")
    merged = {
        **(context if isinstance(context, dict) else {}),
        **_settings(os.path.join(folder, _CONTEXT)),
    }
    ways = [_own_environment(folder) or os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    return {
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
        # The CDK's rules for templates take longer than all the rest, and are not asked for here.
        "CDK_VALIDATION": "false",
        **os.environ,
        "PATH": os.pathsep.join(ways),
        "CDK_OUTDIR": output,
        "CDK_CONTEXT_JSON": json.dumps(merged),
    }


def _own_environment(folder: str) -> str:
    """The commands of the virtual environment inside the app's folder, if it has one."""
    for name in _ENVIRONMENTS:
        for commands in ("bin", "Scripts"):
            path = os.path.join(os.path.abspath(folder), name, commands)
            if os.path.isdir(path):
                return path
    return ""


def _run(
    command: Command, folder: str, environment: dict[str, str], timeout: float
) -> tuple[int, str]:
    """Run a command; give its status and what it printed, errors last."""
    process = subprocess.Popen(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except BaseException as error:
        _kill(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise ProgramError(f"the app did not end within {timeout:g} seconds") from None
        raise
    return process.returncode, stderr if stderr.strip() else stdout


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process and everything that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _failure(status: int, words: str, environment: dict[str, str]) -> str:
    if shutil.which("node", path=environment["PATH"]) is None:
        return "the app cannot run: Node.js is missing, which every CDK app needs"
    lines = [line.rstrip() for line in words.splitlines() if line.strip()]
    said = "\n  ".join(["", *lines[-_WORDS:]]) if lines else " and said nothing"
    return f"the app failed with status {status}{':' if lines else ''}{said}"
