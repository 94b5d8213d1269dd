"""A Pulumi project's files: what ``Pulumi.yaml`` and ``Pulumi.<stack>.yaml`` say."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import SourceError, UnsupportedError, UsageError
from ..provider_functions import REGION_KEYS
from ..pulumi import ConfigKey
from ..shapes import Part, read_yaml
from ..yaml_config import Structure, structure, structure_of
from .sealing import Sealing, is_encrypted

DEFAULT_STACK = "dev"
ORGANIZATION = "organization"
"""What Pulumi calls the organization where there is none."""
RUNTIMES = ("python", "yaml", "nodejs", "go", "java", "dotnet")
_AUTONAMING = {"pulumi:autonaming", "aws-native:autoNaming"}
_REGION_VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")
_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


@dataclass(slots=True)
class Project:
    """What is known of a project before its program runs.

    Args:
        name: the project's name.
        directory: the folder of ``Pulumi.yaml``.
        main: the program's file, or its folder where the language has no file that begins.
        interpreter: the Python that runs it.
        runtime: what Pulumi calls the language that it is in, one of `RUNTIMES`.
        options: the options of the runtime.
        stack: the name of the stack it is run as.
        organization: the name of the organization that it is run in.
        stack_files: the folder of the stacks' config.
        stack_file: the file of the stack's config; None where it has none.
        shown: how a person calls the project's folder.
        config: the declared keys, bare where they are the project's own (``size``), else with their
            namespace (``aws-native:region``).
        values: the text of each key that has a value: the stack's, else the declared default.
        structures: the declared keys that hold a list or a map.
        held: those that do so by their values, which nobody declared.
        has_autonaming: whether the stack's config says how resources are named.
        has_environment: whether Pulumi reads further config of the stack from an environment.
        sealing: the encrypted texts inside of values, which have stand-ins there.
    """

    name: str
    directory: Path
    main: Path
    interpreter: str
    runtime: str = "python"
    options: dict[str, Any] = field(default_factory=dict)
    stack: str = DEFAULT_STACK
    organization: str = ORGANIZATION
    stack_files: Path = Path()
    stack_file: str | None = None
    shown: str = ""
    description: str | None = None
    config: dict[str, ConfigKey] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    held: dict[str, Structure] = field(default_factory=dict)
    has_autonaming: bool = False
    has_environment: bool = False
    sealing: Sealing = field(default_factory=Sealing)

    @property
    def folder(self) -> Path:
        """The program's folder."""
        return self.main if self.main.is_dir() else self.main.parent

    def option(self, name: str) -> str | None:
        """Give an option of the runtime that is a text.

        Raises:
            SourceError: it is something else.
        """
        return Part(self.options.get(name), "Pulumi.yaml", ("runtime", "options", name)).text()

    def shown_file(self, path: str) -> str:
        """Give a file's name as a person would write it, seen from where the command was given."""
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(self.directory))
        return os.path.join(self.shown, relative)

    def bare(self, key: str) -> str:
        """Give a config key as Program spells it: without the project's own namespace."""
        return key.removeprefix(f"{self.name}:")

    def full(self, key: str) -> str:
        """Give a config key as Pulumi's wire spells it: always with a namespace."""
        return key if ":" in key else f"{self.name}:{key}"


def _no_project(directory: Path) -> str:
    """Why there is no project in a folder."""
    if os.path.isfile(directory):
        return f"{directory} is a file: name the folder that has Pulumi.yaml"
    if not os.path.exists(directory):
        return f"there is no folder {directory}"
    return f"{directory} has no Pulumi.yaml, so it is no Pulumi project"


def read_project(directory: Path, stack: str) -> Project:
    """Read a project's files.

    Args:
        directory: the folder of ``Pulumi.yaml``.
        stack: the stack's name, also with the organization, and the project, before it.

    Raises:
        UsageError: no stack is called so.
        SourceError: there is no ``Pulumi.yaml``, or it cannot be read.
        UnsupportedError: the program is in a language that is not known here.
    """
    organization, name_of_stack = _names_of_stack(stack)
    path = _file(directory, "Pulumi")
    if path is None:
        raise SourceError(_no_project(directory))
    document = read_yaml(path)
    name = document.entry("name").text()
    if not name:
        raise SourceError("Pulumi.yaml does not say the project's name", file=path)
    runtime, options = _runtime(document)
    if runtime not in RUNTIMES:
        raise UnsupportedError(
            f"the program's runtime is {runtime}; what can be exported is {', '.join(RUNTIMES)}",
            file=path,
        )
    stack_files = directory / (document.entry("stackConfigDir").text() or ".")
    project = Project(
        name=name,
        directory=directory,
        main=_main(directory, document, "__main__.py" if runtime == "python" else "."),
        options=options.entries() and dict(options.value),
        interpreter=_interpreter(directory, options),
        runtime=runtime,
        stack=name_of_stack,
        organization=organization,
        stack_files=stack_files,
        stack_file=_file(stack_files, f"Pulumi.{name_of_stack}"),
        description=document.entry("description").text(),
    )
    for key, entry in document.entry("config").entries().items():
        _declare(project, key, entry)
    _read_stack(project)
    project.sealing.name(project.config)
    return project


def own_regions(project: Project) -> frozenset[str]:
    """Give the regions that the stack's own may be said by: the one that is configured."""
    found = [project.values.get(key) for key in REGION_KEYS]
    found += [os.environ.get(name) for name in _REGION_VARIABLES]
    return frozenset(region for region in found if region)


def values_elsewhere(project: Project) -> dict[str, tuple[str, ...]]:
    """Give the values that other stacks of a project have for its keys, those that can be read."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(map(str, project.stack_files.glob("Pulumi.*.y*ml"))):
        try:
            config = read_yaml(path).entry("config").entries() if path != project.stack_file else {}
        except SourceError:
            continue
        for key, value in config.items():
            if not isinstance(value.value, (dict, list)):
                found.setdefault(project.bare(key), {}).setdefault(_text(value))
    return {key: tuple(values) for key, values in found.items()}


def _file(directory: Path, stem: str) -> str | None:
    paths = (os.path.join(directory, f"{stem}.{ending}") for ending in ("yaml", "yml"))
    return next((path for path in paths if os.path.isfile(path)), None)


def _runtime(document: Part) -> tuple[str, Part]:
    runtime = document.entry("runtime")
    if isinstance(runtime.value, dict):
        runtime, options = runtime.entry("name"), runtime.entry("options")
    else:
        options = Part(None, document.file)
    name = runtime.text()
    if name is None:
        raise SourceError("Pulumi.yaml does not say the program's runtime", file=document.file)
    return name, options


def _main(directory: Path, document: Part, entry: str) -> Path:
    main = os.path.join(directory, document.entry("main").text() or ".")
    path = os.path.join(main, entry) if os.path.isdir(main) else main
    if not os.path.isfile(path) and not (entry == "." and os.path.isdir(path)):
        raise SourceError("the project has no such program", file=path)
    return Path(path)


def _interpreter(directory: Path, options: Part) -> str:
    """Give the Python of the project's own virtual environment, else the one running now."""
    named = options.entry("virtualenv").text()
    for folder in [named] if named else ["venv", ".venv"]:
        for executable in ("bin/python", "Scripts/python.exe"):
            path = os.path.join(directory, folder, executable)
            if os.path.isfile(path):
                return path
    return sys.executable


def _declare(project: Project, key: str, entry: Part) -> None:
    """Take in one entry of ``config``: a declaration, or just a value."""
    bare = project.bare(key)
    if not isinstance(entry.value, dict):
        _hold(project, bare, entry.value)
        project.values[bare] = _text(entry)
        project.config[bare] = ConfigKey(default=project.values[bare])
        return
    held = structure(entry.value)
    if held is not None:
        project.structures[bare] = held
    default = entry.entry("default")
    default = entry.entry("value") if "default" not in entry.value else default
    text = None if default.value is None else _sealed(project, bare, default)
    if text is not None:
        project.values[bare] = text
    project.config[bare] = ConfigKey(
        type=_TYPES.get(entry.entry("type").text() or "string", "string"),
        default=text,
        secret=bool(entry.entry("secret").value),
        description=entry.entry("description").text(),
    )


def _hold(project: Project, key: str, value: Any) -> None:
    found = structure_of(value)
    if found is not None:
        project.held[key] = found


def _read_stack(project: Project) -> None:
    """Take in the stack's own values; an encrypted one makes its key a secret without a value."""
    path = project.stack_file
    if path is None and project.stack != DEFAULT_STACK:
        _check_stack(project.stack_files, project.stack)
    document = read_yaml(path) if path else Part(None, "")
    project.has_environment = bool(document.entry("environment").value)
    config = document.entry("config").entries()
    project.has_autonaming = not config.keys().isdisjoint(_AUTONAMING)
    for key, value in config.items():
        bare = project.bare(key)
        text: str | None = None
        declared = project.config.get(bare, ConfigKey())
        secret = is_encrypted(value.value)
        project.values.pop(bare, None)
        if not secret:
            _hold(project, bare, value.value)
            project.values[bare] = text = _sealed(project, bare, value)
        project.config[bare] = ConfigKey(
            type=declared.type,
            default=text,
            secret=declared.secret or secret,
            description=declared.description,
        )


def _names_of_stack(stack: str) -> tuple[str, str]:
    """Give the organization that a stack's name tells, and its own, which its file is called
    after.
    """
    names = stack.split("/")
    if len(names) > 3 or not all(re.fullmatch(r"[\w.-]{1,100}", name) for name in names):
        raise UsageError(f"a stack's name has letters, digits, '-', '_' and '.': {stack!r}")
    return names[0] if len(names) > 1 else ORGANIZATION, names[-1]


def _check_stack(stack_files: Path, stack: str) -> None:
    """Refuse the name of no stack, where the project has files of others."""
    from ..catalog import near

    files = sorted(path.name for path in stack_files.glob("Pulumi.*.y*ml"))
    known = [name.split(".", 1)[1].rpartition(".")[0] for name in files]
    if known:
        meant = near(stack, known)
        hint = f"did you mean {meant}?" if meant else f"there is {', '.join(known)}"
        raise UsageError(f"the project has no Pulumi.{stack}.yaml; {hint}")


def _sealed(project: Project, key: str, part: Part) -> str:
    """Give a value's text with stand-ins in the place of what is encrypted in it."""
    return _text(replace(part, value=project.sealing.without(key, part.value)))


def _text(part: Part) -> str:
    """Give a value as Pulumi's config keeps it: text as it is, anything else as JSON."""
    if isinstance(part.value, str):
        return part.value
    try:
        return json.dumps(part.value)
    except (TypeError, ValueError):
        raise part.refusal("what JSON can say") from None
