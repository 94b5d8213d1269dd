"""Running CDK apps as the CDK's command does, without it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

from ...errors import ProgramError, SourceError
from ...processes import Command, Ended, Process, TimeOverError
from .failing import failure

_SETTINGS = "cdk.json"
_CONTEXT = "cdk.context.json"
_LONGEST_VARIABLE = 30_000
_ENVIRONMENTS = (".venv", "venv")
# https://github.com/aws/jsii/blob/main/packages/%40jsii/check-node/src/index.ts
_SILENCING = (
    "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION",
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION",
    "JSII_SILENCE_WARNING_KNOWN_BROKEN_NODE_VERSION",
    "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION",
)


def synthesize(
    app: str, output: str, timeout: float, context: Mapping[str, str] | None = None
) -> None:
    """Run an app.

    Args:
        app: its folder, with ``cdk.json``, or its Python file.
        output: the folder that the assembly goes to.
        timeout: seconds after which it is stopped.
        context: values of its context, before those of its settings.

    Raises:
        SourceError: its settings cannot be read, or do not say how it is run.
        ProgramError: it failed, did not end in time, or wrote no assembly.
    """
    folder = app if os.path.isdir(app) else os.path.dirname(app) or "."
    if not os.path.exists(app):
        raise SourceError("it cannot be read: No such file or directory", file=app)
    settings = _settings(os.path.join(folder, _SETTINGS))
    command = _command(app, folder, settings)
    with tempfile.TemporaryDirectory(prefix="cdk.context.") as scratch:
        environment = {
            **_environment(folder),
            **_context(folder, settings, context or {}, scratch),
            "CDK_OUTDIR": output,
        }
        ended = _run(command, folder, environment, timeout)
    if ended.status:
        if shutil.which("node", path=environment["PATH"]) is None:
            words = "the app cannot run: Node.js is missing, which every CDK app needs"
            raise ProgramError(words, file=app)
        error = failure(ended.status, ended.stdout, ended.stderr, os.path.normpath(folder))
        error.file = error.file or app
        raise error
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


def _command(app: str, folder: str, settings: dict[str, Any]) -> Command:
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


def _context(
    folder: str, settings: dict[str, Any], given: Mapping[str, str], scratch: str
) -> dict[str, str]:
    """The variables that tell an app its context; a long one goes to a file, since the system takes
    no long variables.
    """
    context = settings.get("context")
    text = json.dumps(
        {
            **(context if isinstance(context, dict) else {}),
            **_settings(os.path.join(folder, _CONTEXT)),
            **given,
        }
    )
    if len(text) <= _LONGEST_VARIABLE:
        return {"CDK_CONTEXT_JSON": text}
    path = os.path.join(scratch, "context.json")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return {"CDK_CONTEXT_JSON": "{}", "CONTEXT_OVERFLOW_LOCATION_ENV": path}


def _environment(folder: str) -> dict[str, str]:
    ways = [_own_environment(folder) or os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    return {
        **dict.fromkeys(_SILENCING, "1"),
        # The CDK's rules for templates take longer than all the rest, and are not asked for here.
        "CDK_VALIDATION": "false",
        **os.environ,
        "PATH": os.pathsep.join(ways),
    }


def _own_environment(folder: str) -> str:
    """The commands of the virtual environment inside the app's folder, if it has one."""
    for name in _ENVIRONMENTS:
        for commands in ("bin", "Scripts"):
            path = os.path.join(os.path.abspath(folder), name, commands)
            if os.path.isdir(path):
                return path
    return ""


def _run(command: Command, folder: str, environment: dict[str, str], timeout: float) -> Ended:
    """Run a command to its end."""
    with Process(command, folder=folder, environment=environment) as process:
        try:
            return process.finish(timeout)
        except TimeOverError:
            words = "run `cdk synth` and convert its cdk.out"
            raise ProgramError(f"the app did not end within {timeout:g} seconds; {words}") from None
