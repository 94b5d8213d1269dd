"""The templates that several sources stand for, and the names of the projects they become."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence

from ..errors import SourceError, UsageError
from ..readers.opening import is_app
from ..readers.source import project_named_after
from ..records import dataclass
from .arguments import STANDARD_INPUT

ENDINGS = (".yaml", ".yml", ".json", ".template")
_PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml")


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was named or found.

    Args:
        path: where it is.
        given: the part of the path that a name is made of.
        found: whether it was found in a folder, not named itself.
    """

    path: str
    given: str
    found: bool = False


def is_folder_of_templates(source: str) -> bool:
    """Whether a source is a folder that is no project of Pulumi's, no CDK app and no assembly."""
    return os.path.isdir(source) and not _is_project(source, os.listdir(source))


def find_templates(sources: Sequence[str]) -> list[Template]:
    """Give the templates that are named, and those in the folders that are, each once.

    Raises:
        UsageError: standard input or a project is among them.
        SourceError: there is no template in a folder.
    """
    templates: dict[str, Template] = {}
    known: dict[str, str] = {}
    for source in sources:
        for each in _templates(source):
            templates.setdefault(_real_path(each.path, known), each)
    return list(templates.values())


def _real_path(path: str, known: dict[str, str]) -> str:
    """The path without links, as `os.path.realpath` gives it; ``known`` are those of paths that
    were asked for, and of their folders, and takes more of them.
    """
    if path not in known:
        folder, name = os.path.split(path)
        if not folder or name in ("", os.curdir, os.pardir):
            known[path] = os.path.realpath(path)
        else:
            real = os.path.join(_real_path(folder, known), name)
            known[path] = os.path.realpath(real) if os.path.islink(real) else real
    return known[path]


def _templates(source: str) -> Iterator[Template]:
    if source == STANDARD_INPUT:
        raise UsageError("standard input cannot be one of several sources")
    if not os.path.isdir(source):
        yield Template(source, source)
        return
    if not is_folder_of_templates(source):
        raise UsageError("a project cannot be one of several sources", file=source)
    found = [
        Template(path, os.path.relpath(path, source), found=True) for path in _files_below(source)
    ]
    if not found:
        raise SourceError(f"has no template in it ({', '.join(ENDINGS)})", file=source)
    yield from found


def _files_below(folder: str) -> Iterator[str]:
    """The files that may be templates, a folder's own first; projects are left alone."""
    for here, folders, files in os.walk(folder):
        if _is_project(here, files):
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            if name.lower().endswith(ENDINGS) and not name.startswith(".") and not _waits(path):
                yield path


def _waits(path: str) -> bool:
    """Whether a path is a pipe or a device: reading it may have no end."""
    return os.path.exists(path) and not os.path.isfile(path)


def _is_project(folder: str, names: Sequence[str]) -> bool:
    return any(name in names for name in _PROJECT_FILES) or is_app(folder)


def project_names(templates: Sequence[Template]) -> list[str]:
    """Give each template's project a name of its own.

    It is the file's name, and in a folder the path below that. Names that would be the same take
    in more of the path, then the ending, at last a number.
    """
    names = [""] * len(templates)
    open_ = list(range(len(templates)))
    taken: set[str] = set()
    wordings = [_wordings(each) for each in templates]
    while open_:
        worded = {position: next(wordings[position], None) for position in open_}
        if not any(worded.values()):
            break
        names = [worded.get(position) or name for position, name in enumerate(names)]
        counts = Counter(names[position].lower() for position in open_)
        settled = {
            position
            for position in open_
            if counts[names[position].lower()] == 1 and names[position].lower() not in taken
        }
        taken |= {names[position].lower() for position in settled}
        open_ = [position for position in open_ if position not in settled]
    for position in open_:
        names[position] = _numbered(names[position], taken)
        taken.add(names[position].lower())
    return names


def _wordings(template: Template) -> Iterator[str]:
    """The names that a template may have, the one that is preferred first."""
    steps = [step for step in template.given.split(os.sep) if step not in ("", ".", "..")]
    for length in range(len(steps) if template.found else 1, len(steps) + 1):
        yield project_named_after("-".join(steps[-length:]))
    stem, ending = os.path.splitext("-".join(steps))
    yield project_named_after(f"{stem}-{ending[1:]}." if ending else stem)


def _numbered(name: str, taken: set[str]) -> str:
    number = 1
    numbered = name
    while numbered.lower() in taken:
        number += 1
        numbered = f"{name}-{number}"
    return numbered
