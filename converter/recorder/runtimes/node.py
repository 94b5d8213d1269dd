"""Programs in TypeScript and JavaScript: the program's own packages run and compile it."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import SourceError
from ...processes import Process
from ..launching import environment
from ..project import Project
from .building import tool

_CHILD = Path(__file__).parent.parent / "node" / "main.js"
_ENDINGS = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx")
_MANAGERS = {"yarn.lock": "yarn", "pnpm-lock.yaml": "pnpm", "bun.lock": "bun", "bun.lockb": "bun"}


def start(project: Project) -> Process:
    """Start the Node that runs a program; it waits for its settings before it runs any of it.

    Raises:
        SourceError: Node or the program's packages are missing.
    """
    node = tool("node", project, "see https://nodejs.org")
    places = (folder / "node_modules" for folder in _upwards(project.folder))
    packages = next((each for each in places if each.is_dir()), None)
    if packages is None:
        raise SourceError(missing_packages(project))
    command = [node, *_arguments(project), str(_CHILD)]
    # A third of the time is compiling TypeScript and the SDK: Node 22.10 and newer keeps that
    variables = {"NODE_COMPILE_CACHE": str(packages / ".cache" / "cfn2pulumi"), **environment()}
    return Process(command, folder=project.folder, environment=variables, listens=True)


def _arguments(project: Project) -> list[str]:
    given = project.option("nodeargs") or ""
    try:
        return shlex.split(given)
    except ValueError as error:
        raise SourceError(f"Pulumi.yaml says nodeargs: {given}: {error}") from None


def missing_packages(project: Project) -> str:
    """Say that a program's packages are not installed, and how they are."""
    command = f"{_manager(project)} install"
    return f"the program's packages are not installed: run {command} in {project.folder}"


def main_file(project: Project) -> Path:
    """Give the file that a program begins with: the one that ``main`` or ``package.json`` names,
    else the folder's ``index``.

    Raises:
        SourceError: there is none.
    """
    if project.main.is_file():
        return project.main
    folder, named = _named(project.folder)
    if named is not None:
        found = _file(folder / named)
        if found is not None:
            return found
    found = _file(project.folder / "index")
    if found is None:
        raise SourceError(f"{project.folder} has no program: package.json names none, and no index")
    return found


def _named(folder: Path) -> tuple[Path, str | None]:
    """The folder of the nearest ``package.json``, and the file that it names."""
    for each in _upwards(folder):
        manifest = each / "package.json"
        if manifest.is_file():
            return each, _entry(_read(manifest))
    return folder, None


def _read(manifest: Path) -> dict[str, Any]:
    try:
        found = json.loads(manifest.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}", file=str(manifest)) from None
    except ValueError as error:
        raise SourceError(f"it is no JSON: {error}", file=str(manifest)) from None
    return found if isinstance(found, dict) else {}


def _entry(manifest: dict[str, Any]) -> str | None:
    exports = manifest.get("exports")
    if isinstance(exports, dict):
        exports = exports.get(".")
    if isinstance(exports, dict):
        kinds = ("default", "require", "import")
        exports = next((exports[kind] for kind in kinds if exports.get(kind)), None)
    named = exports if "exports" in manifest else manifest.get("main")
    return named if isinstance(named, str) else None


def _file(path: Path) -> Path | None:
    """The file that a path means: itself, with an ending, or a folder's ``index``."""
    candidates = [path, *(Path(f"{path}{ending}") for ending in _ENDINGS)]
    candidates += [path / f"index{ending}" for ending in _ENDINGS]
    return next((each for each in candidates if os.path.isfile(each)), None)


def _upwards(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents


def _manager(project: Project) -> str:
    """The package manager that a project says that it uses, by an option or its lock file."""
    named = project.option("packagemanager")
    if named is not None:
        return named
    return next(
        (it for lock, it in _MANAGERS.items() if os.path.isfile(project.folder / lock)), "npm"
    )
