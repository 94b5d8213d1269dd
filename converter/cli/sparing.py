"""What a command never replaces: what it reads, and the files of a Pulumi project with a report."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from ..errors import UsageError

_PULUMI = r"Pulumi(\..+)?\.ya?ml"
_BESIDE = rf"{_PULUMI}|(.+\.)?cloudformation\.yaml"
# What a folder of a program or an app has of its own; others with these endings are results.
_OWN = rf"{_BESIDE}|(cdk|package|tsconfig).*\.json"
_RESULTS = (".yaml", ".yml", ".json", ".template", ".html", ".sarif")


def spare_source(targets: Iterable[str], source: str) -> None:
    """Refuse to replace what is converted.

    Args:
        targets: the files that would be written.
        source: a template, or the folder of a project or an app.

    Raises:
        UsageError: one of them is the source, or a part of it.
    """
    for target in targets:
        if os.path.lexists(target) and _is_part(target, source):
            raise UsageError("is what is converted, and is not replaced", file=target)


def spare_names(target: str, project: str) -> None:
    """Refuse a template in the folder of its project under a name by which the project reads what
    stands beside the program: the next export would take it for that.

    Args:
        target: the file that would be written; what is there already is for `spare_source`.
        project: the folder.

    Raises:
        UsageError: the file has such a name.
    """
    folder, name = os.path.split(os.path.realpath(target))
    if folder == os.path.realpath(project) and re.fullmatch(_BESIDE, name):
        raise UsageError("is read with the program: give the template another name", file=target)


class TakenPlaceError(UsageError):
    """The report would stand where a result does: neither is written.

    Args:
        report: where the report would go.
    """

    def __init__(self, report: str) -> None:
        super().__init__("is a result: the report needs a place of its own", file=report)


def spare_results(report: str | None, targets: Iterable[str]) -> None:
    """Refuse a report where a result goes, before either is written.

    Args:
        report: where the report goes, None for nowhere.
        targets: the files that the command writes beside it.

    Raises:
        TakenPlaceError: it is one of them.
    """
    if report is None:
        return
    real = os.path.realpath(report)
    if any(os.path.realpath(target) == real for target in targets):
        raise TakenPlaceError(report)


def spare_folders(report: str | None, folders: Iterable[str]) -> None:
    """Refuse a report in a folder of a project that is yet to be made, under a name that a file
    of a project may have.

    Raises:
        TakenPlaceError: it is in one of them.
    """
    if report is None or not _is_own(os.path.basename(report)):
        return
    real = os.path.realpath(report)
    for folder in folders:
        if os.path.commonpath([real, os.path.realpath(folder)]) == os.path.realpath(folder):
            raise TakenPlaceError(report)


def spare_project(target: str) -> None:
    """Refuse to replace the settings of a Pulumi project with a single file.

    Raises:
        UsageError: the file is one of these.
    """
    if re.fullmatch(_PULUMI, os.path.basename(target)) and os.path.lexists(target):
        raise UsageError("are the settings of a Pulumi project, and are not replaced", file=target)


def _is_part(target: str, source: str) -> bool:
    if not os.path.isdir(source):
        return os.path.exists(source) and os.path.samefile(target, source)
    whole = os.path.realpath(source)
    inside = os.path.relpath(os.path.realpath(target), whole)
    *folders, name = inside.split(os.sep)
    if os.pardir in folders or not os.path.isfile(target):
        return False
    return _is_own(name) and not _is_project_inside(whole, folders)


def _is_project_inside(whole: str, folders: list[str]) -> bool:
    """Whether one of some folders, each in the one before, is a Pulumi project by itself, as what
    was made of an app before is.
    """
    for folder in folders:
        whole = os.path.join(whole, folder)
        if os.path.isfile(os.path.join(whole, "Pulumi.yaml")):
            return True
    return False


def _is_own(name: str) -> bool:
    """Whether a program or an app may have a file of the name, and not only as a result."""
    return not name.endswith(_RESULTS) or re.fullmatch(_OWN, name) is not None
