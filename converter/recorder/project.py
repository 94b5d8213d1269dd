"""A Pulumi project's files: what ``Pulumi.yaml`` and ``Pulumi.<stack>.yaml`` say."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SourceError, UnsupportedError, UsageError
from ..pulumi import ConfigKey

DEFAULT_STACK = "dev"
_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(slots=True)
class Project:
    """What is known of a project before its program runs.

    Args:
        name: the project's name.
        directory: the folder of ``Pulumi.yaml``.
        main: the program's file.
        runtime: the language that it is in, ``python`` or ``yaml``.
        interpreter: the Python that runs it.
        stack: the name of the stack it is run as.
        config: the declared keys, bare where they are the project's own (``size``), else with their
            namespace (``aws-native:region``).
        values: the text of each key that has a value: the stack's, else the declared default.
    """

    name: str
    directory: Path
    main: Path
    interpreter: str
    runtime: str = "python"
    stack: str = "dev"
    description: str | None = None
    config: dict[str, ConfigKey] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def bare(self, key: str) -> str:
        """Give a config key as Program spells it: without the project's own namespace."""
        return key.removeprefix(f"{self.name}:")

    def full(self, key: str) -> str:
        """Give a config key as Pulumi's wire spells it: always with a namespace."""
        return key if ":" in key else f"{self.name}:{key}"


def read_project(directory: Path, stack: str) -> Project:
    """Read a project's files.

    Raises:
        SourceError: there is no ``Pulumi.yaml``, or it cannot be read.
        UnsupportedError: the program is in a language that cannot be run yet.
    """
    path = _file(directory, "Pulumi")
    if path is None:
        raise SourceError(f"{directory} has no Pulumi.yaml, so it is no Pulumi project")
    document = _load(path)
    name = document.get("name")
    if not isinstance(name, str):
        raise SourceError("Pulumi.yaml does not say the project's name", file=str(path))
    runtime, options = _runtime(document, path)
    if runtime not in ("python", "yaml"):
        raise UnsupportedError(
            f"the program's runtime is {runtime}; programs in Python and YAML can be exported",
            file=str(path),
        )
    project = Project(
        name=name,
        directory=directory,
        main=_main(directory, document, "__main__.py" if runtime == "python" else "."),
        interpreter=_interpreter(directory, options),
        runtime=runtime,
        stack=stack,
        description=document.get("description"),
    )
    for key, entry in (document.get("config") or {}).items():
        _declare(project, str(key), entry)
    _read_stack(project, stack)
    return project


def _file(directory: Path, stem: str) -> Path | None:
    paths = (directory / f"{stem}.yaml", directory / f"{stem}.yml")
    return next((path for path in paths if path.is_file()), None)


def _load(path: Path) -> dict[str, Any]:
    import yaml

    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read: {error}", file=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise SourceError("is not valid YAML", file=str(path), line=line) from error
    if not isinstance(document, dict):
        raise SourceError("is not a YAML mapping", file=str(path))
    return document


def _runtime(document: Mapping[str, Any], path: Path) -> tuple[str, Mapping[str, Any]]:
    runtime = document.get("runtime")
    if isinstance(runtime, dict):
        return str(runtime.get("name")), runtime.get("options") or {}
    if not isinstance(runtime, str):
        raise SourceError("Pulumi.yaml does not say the program's runtime", file=str(path))
    return runtime, {}


def _main(directory: Path, document: Mapping[str, Any], entry: str) -> Path:
    main = directory / str(document.get("main") or ".")
    path = main / entry if main.is_dir() else main
    if not path.exists():
        raise SourceError("the project has no such program", file=str(path))
    return path


def _interpreter(directory: Path, options: Mapping[str, Any]) -> str:
    """Give the Python of the project's own virtual environment, else the one running now."""
    named = options.get("virtualenv")
    for folder in [named] if named else ["venv", ".venv"]:
        for executable in ("bin/python", "Scripts/python.exe"):
            path = directory / str(folder) / executable
            if path.is_file():
                return str(path)
    return sys.executable


def _declare(project: Project, key: str, entry: Any) -> None:
    """Take in one entry of ``config``: a declaration, or just a value."""
    bare = project.bare(key)
    if not isinstance(entry, dict):
        project.values[bare] = _text(entry)
        project.config[bare] = ConfigKey(default=_text(entry))
        return
    default = entry.get("default", entry.get("value"))
    if default is not None:
        project.values[bare] = _text(default)
    project.config[bare] = ConfigKey(
        type=_TYPES.get(str(entry.get("type", "string")), "string"),
        default=None if default is None else _text(default),
        secret=bool(entry.get("secret")),
        description=entry.get("description"),
    )


def _read_stack(project: Project, stack: str) -> None:
    """Take in the stack's own values; an encrypted one makes its key a secret without a value."""
    path = _file(project.directory, f"Pulumi.{stack}")
    if path is None and stack != DEFAULT_STACK:
        _check_stack(project.directory, stack)
    config = (_load(path).get("config") or {}) if path else {}
    for key, value in config.items():
        bare = project.bare(str(key))
        declared = project.config.get(bare, ConfigKey())
        secret = isinstance(value, dict) and set(value) == {"secure"}
        text = None if secret else _text(value)
        if text is None:
            project.values.pop(bare, None)
        else:
            project.values[bare] = text
        project.config[bare] = ConfigKey(
            type=declared.type,
            default=text,
            secret=declared.secret or secret,
            description=declared.description,
        )


def _check_stack(directory: Path, stack: str) -> None:
    """Refuse the name of no stack, where the project has files of others."""
    from ..catalog import near

    files = sorted(path.name for path in directory.glob("Pulumi.*.y*ml"))
    known = [name.split(".", 1)[1].rpartition(".")[0] for name in files]
    if known:
        meant = near(stack, known)
        hint = f"did you mean {meant}?" if meant else f"there is {', '.join(known)}"
        raise UsageError(f"the project has no Pulumi.{stack}.yaml; {hint}")


def _text(value: Any) -> str:
    """Give a value as Pulumi's config keeps it: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)
