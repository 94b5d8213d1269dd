"""Where projects and templates go: made of a source, and written to folders or printed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from .. import (
    PROGRAM,
    PROGRAM_TARGETS,
    STACK_TARGETS,
    read,
    record,
    write,
    write_stacks,
)
from ..errors import UsageError
from ..readers.opening import is_app
from ..readers.source import Source, project_named_after
from ..records import dataclass
from ..report import Report
from .arguments import STANDARD_INPUT, open_stacks, open_template
from .output import (
    LEFT_OVER,
    STANDARD_OUTPUT,
    check_files,
    check_folder,
    print_text,
    tell_line,
    tell_written,
    write_file,
    write_folder,
)
from .sparing import spare_names, spare_results, spare_source

if TYPE_CHECKING:
    from ..cloudformation import Stack
    from ..pulumi import Program
    from ..reporting import Review
    from ..writers.pulumi.marks import Marks

Projects = dict[str, dict[str, str]]
"""Folder → the text of each file in it."""

_COMMENTS = {".py": "#", ".ts": "//", ".go": "//", ".cs": "//", ".java": "//"}
"""How files of programs end, and what begins a comment in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command's result goes.

    Args:
        output: a folder or file, None where none was said.
        project: the project's name, None where none was said.
        force: whether a folder may have something in it.
        to_stdout: whether programs are printed, not written.
        diff: whether what would change is shown, and nothing is written.
        dry_run: whether nothing is written.
        quiet: whether what was written is not told.
        source: what is converted, which is never replaced.
        report_file: where the report goes, which replaces no result; None for nowhere.
    """

    output: str | None
    project: str | None
    force: bool = False
    to_stdout: bool = False
    diff: bool = False
    dry_run: bool = False
    quiet: bool = False
    source: str = STANDARD_INPUT
    report_file: str | None = None


def migrated(
    source: str,
    stack: str | None,
    language: str,
    place: Place,
    parameters: Mapping[str, str],
    findings: Report,
    reviews: list[Review] | None = None,
    context: Mapping[str, str] | None = None,
) -> Projects:
    """Turn a template into a project, or the stacks of an app into one each.

    ``reviews`` takes what a page shows of them, what was refused included; ``context`` are values
    of an app's context.

    Raises:
        UsageError: a folder must not be written to.
        ConversionError: see `converter.migrate`.
    """
    folders = [] if is_app(source) else [_folder(source, place)]
    opened = open_stacks(source, stack, context)
    folders = folders or _stack_folders(opened, place)
    made = migrate_reviewed(
        opened, language, reviews, project=place.project, parameters=parameters, findings=findings
    )
    return dict(zip(folders, made.values(), strict=True))


def migrate_reviewed(
    opened: Sequence[Source],
    language: str,
    reviews: list[Review] | None,
    *,
    project: str | None,
    parameters: Mapping[str, str] | None = None,
    findings: Report,
) -> Projects:
    """Turn sources into projects, and take down what a page shows of each.

    Args:
        opened, language, project, parameters: as for `converter.migration.migrate_each`.
        reviews: takes a review of each, what was refused included; None where nobody asks.
        findings: takes the findings.

    Returns:
        The files of each project, by its name.

    Raises:
        ConversionError: see `converter.migrate`.
    """
    from ..migration import migrate_each

    programs: dict[str, tuple[Program, Marks]] = {}
    made: Projects = {}
    try:
        made = migrate_each(
            opened,
            language=language,
            project=project,
            parameters=parameters,
            report=findings,
            made=None if reviews is None else programs,
        )
    finally:
        if reviews is not None:
            from ..reporting import Review

            for source, program, files in zip_longest(opened, programs.values(), made.values()):
                known, marks = program or (None, {})
                review = Review(template=source, program=known, files=files or {}, marks=marks)
                reviews.append(review)
    return made


def converted(
    source: str, stack: str | None, target: str, place: Place, findings: Report
) -> str | Projects:
    """Turn a program into anything, or a template or app into a template or app.

    Raises:
        UsageError: a folder must not be written to.
        ConversionError: see `converter.record`, `converter.read` and `converter.write`.
    """
    is_project = target not in STACK_TARGETS
    folders = [_folder(source, place)] if is_project and not is_app(source) else []
    if is_program(source):
        nested = target in PROGRAM_TARGETS or (target in STACK_TARGETS and is_folder(place.output))
        program = record(source, nested=nested, report=findings)
        if target in PROGRAM_TARGETS:
            from ..migration import in_terms_of

            program = in_terms_of(program, target.removeprefix(PROGRAM), findings)
            return {folders[0]: write(program, target)}
        from ..exporting import stacks_of_program

        stacks = stacks_of_program(program, findings, several=nested)
        name = program.name
    else:
        opened = open_template(source, stack)
        folders = folders or (_stack_folders([opened], place) if is_project else [])
        made, name = read(opened, report=findings), opened.project
        if is_project:
            _tell_local_templates(opened, made, findings)
        stacks = {"template": made}
    written = write_stacks(stacks, target, name=place.project or name)
    if isinstance(written, str):
        return written
    return {folders[0] if folders else place.output or "": written}


def _tell_local_templates(opened: Source, stack: Stack, findings: Report) -> None:
    from ..expansion.nested import tell_local_templates
    from ..readers.placing import placed_in

    with placed_in(opened, findings):
        tell_local_templates(stack, findings)


def is_program(source: str) -> bool:
    """Whether a source is the folder of a Pulumi project."""
    return os.path.isdir(source) and not is_app(source)


def deliver_projects(projects: Projects, place: Place) -> list[str]:
    """Write projects to their folders, or print their programs; give the paths of the files."""
    if place.to_stdout:
        return _print_programs(projects)
    for folder, files in projects.items():
        names = ("", *files, *LEFT_OVER)
        spare_results(place.report_file, (os.path.join(folder, name) for name in names))
    if place.diff:
        from .changes import show_changes

        show_changes(projects)
    if place.diff or place.dry_run:
        return []
    for folder, files in projects.items():
        check_files(folder, files, force=place.force)
        spare_source((os.path.join(folder, it) for it in (*files, *LEFT_OVER)), place.source)
    written = []
    for folder, files in projects.items():
        written += write_folder(folder, files, force=place.force)
        if not place.quiet:
            tell_written(f"{os.path.join(folder, '')}: {', '.join(files)}")
    if len(projects) == 1 and not place.quiet:
        for folder, files in projects.items():
            _tell_next(folder, files)
    return written


def _tell_next(folder: str, files: Mapping[str, str]) -> None:
    """Say what makes a project of Pulumi run, which is another command for each runtime, and what
    gives its config the values that have no default.
    """
    from ..writers.languages import NEXT

    project = _settings(files.get("Pulumi.yaml", ""))
    said = project.get("runtime")
    runtime = said.get("name") if isinstance(said, dict) else said
    if runtime not in NEXT:
        return
    unset = _commands_for_config(project.get("config") or {})
    rest = "; before that, these values of the config:" if unset else ""
    tell_line(f"next, in {os.path.join(folder, '')}: {NEXT[runtime]}{rest}")
    for command in unset:
        tell_line(f"  {command}")


def _settings(project: str) -> dict[str, Any]:
    """What a written ``Pulumi.yaml`` says."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(project, loader) or {}


def _commands_for_config(config: Mapping[str, Any]) -> list[str]:
    """What sets each key of the program's own config that has no default. The value of a secret is
    asked for, so that no shell remembers it.
    """
    return [
        f"pulumi config set {f'--secret {key}' if 'secret' in said else f'{key} VALUE'}"
        for key, said in config.items()
        if ":" not in key and isinstance(said, dict) and "default" not in said
    ]


def is_folder(output: str | None) -> bool:
    """Whether what was said to be written to is a folder."""
    return output is not None and (os.path.isdir(output) or output.endswith("/"))


def deliver_template(place: Place, text: str, target: str) -> list[str]:
    """Write a template to a file, into a folder, or print it; give the paths of the files."""
    output = place.output or STANDARD_OUTPUT
    if is_folder(output):
        output = os.path.join(output, f"template.{target}")
    if output != STANDARD_OUTPUT:
        spare_source([output], place.source)
        spare_names(output, place.source)
        spare_results(place.report_file, [output])
    written = write_file(output, text)
    if written and not place.quiet:
        tell_written(output)
    return written


def _print_programs(projects: Projects) -> list[str]:
    programs = {
        os.path.join(folder, name): files[name]
        for folder, files in projects.items()
        for name in _program_files(files)
    }
    for name, text in programs.items():
        comment = _COMMENTS.get(os.path.splitext(name)[1], "#")
        print_text(f"{comment} {name}\n{text}" if len(programs) > 1 else text)
    return []


def _program_files(files: Iterable[str]) -> list[str]:
    """The files of a project that are the program: in a language, or else in YAML."""
    code = [name for name in files if os.path.splitext(name)[1] in _COMMENTS]
    return code or [name for name in files if _is_yaml_program(name)]


def _is_yaml_program(name: str) -> bool:
    return name.endswith(".yaml") and not name.endswith(LEFT_OVER)


def _stack_folders(opened: Sequence[Source], place: Place) -> list[str]:
    """The folders that the projects of an app's stacks go to: named after these, not after the app;
    of several, below the output.
    """
    if len(opened) == 1:
        return [_checked(place.output or place.project or opened[0].project, place)]
    folders = [os.path.join(place.output or "", each.project) for each in opened]
    return [_checked(folder, place) for folder in folders]


def _folder(source: str, place: Place) -> str:
    """The folder that the project of a template or of a program goes to.

    Raises:
        UsageError: neither the source nor an option names it, or it must not be written to.
    """
    if place.output is not None:
        return _checked(place.output, place)
    if source != STANDARD_INPUT:
        return _checked(project_named_after(source), place)
    if place.project is None and not place.to_stdout:
        raise UsageError("standard input has no name: say --output, --project or --stdout")
    return _checked(place.project or "", place)


def _checked(folder: str, place: Place) -> str:
    if not (place.to_stdout or place.dry_run):
        check_folder(folder, force=place.force or place.diff)
    return folder
