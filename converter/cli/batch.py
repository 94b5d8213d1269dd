"""Many templates at once: a project for each, and a table of how it went."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ..errors import ConversionError, UnsupportedError
from ..report import WARNING, Report
from ..reporting import is_page
from .arguments import open_template
from .conversion import Outcome, Request, attempt, check_report, conversion_of, write_report
from .messages import counted, fault_words, held_back, is_debugging, say, with_escapes
from .output import LEFT_OVER, check_folder, write_folder
from .projects import migrate_reviewed
from .side_by_side import processors, worked_in_processes
from .sources import Template, find_templates, project_names
from .sparing import spare_folders, spare_source

# A file in a folder that has not even the word is no template.
_TELLING = b"Resources"
_SERVERLESS = b"AWS::Serverless"
_LEAST = 2_000  # bytes: the smallest template takes about as long as so many in another one
_MANY = 50_000  # objects: of a folder's templates, Python looks for cycles among so many at a time
_MUCH = 100_000  # bytes of templates, which take some times as long as starting processes


_Place = tuple[Template, str]
"""A template, and the name of its project."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is asked of every template.

    Args:
        sources: templates, and folders of them.
        output: the folder that the projects' folders go to.
        language: the programs' language.
        force, strict: as for a single source.
        report_file: where the report of all goes, None for nowhere.
        diff, dry_run, quiet: as for a single source.
    """

    sources: Sequence[str]
    output: str
    language: str
    force: bool = False
    strict: bool = False
    report_file: str | None = None
    diff: bool = False
    dry_run: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    """A template, the folder of its project and how it went; None where it was no template."""

    template: Template
    folder: str
    request: Request
    outcome: Outcome | None


def migrate_all(batch: Batch) -> int:
    """Turn every template into a project; one that is refused stops nothing else.

    Returns:
        The exit status: 1 where a template was refused.

    Raises:
        SourceError: there is no template in a folder.
        UsageError: a source cannot be one of several.
    """
    gc.set_threshold(_MANY)
    gc.enable()
    templates = find_templates(batch.sources)
    check_report(batch.report_file, *(each.path for each in templates))
    places = list(zip(templates, project_names(templates), strict=True))
    spare_folders(batch.report_file, (os.path.join(batch.output, name) for _, name in places))
    every = []
    for done, lines in _followed(places, _migrated(batch, places)):
        for line in lines:
            say(line)
        every.append(done)
    if not batch.quiet:
        say("")
        for line in _summary(every):
            say(line)
    status = int(any(each.outcome is not None and each.outcome.failure for each in every))
    if batch.report_file is None:
        return status
    conversions = [conversion_of(each.request, each.outcome) for each in every if each.outcome]
    return max(status, write_report(batch.report_file, conversions, status))


def _migrated(batch: Batch, places: Sequence[_Place]) -> Iterator[tuple[_Done, list[str]]]:
    """How it went with each of the templates, and what is to be said of it."""
    work = partial(_migrate_one, batch)
    wants_page = batch.report_file is not None and is_page(batch.report_file)
    if batch.diff or wants_page or processors() < 2:
        return map(work, places)
    texts = [_text(template.path) or b"" for template, _ in places]
    sizes = [len(text) for text in texts]
    if sum(sizes) < _MUCH:
        return map(work, places)
    serverless = {position for position, text in enumerate(texts) if _SERVERLESS in text}
    weights = [_LEAST + size for size in sizes]
    return worked_in_processes(work, places, weights=weights, together=serverless)


def _migrate_one(batch: Batch, place: _Place) -> tuple[_Done, list[str]]:
    with held_back() as lines:
        return _project_of(batch, place[0], os.path.join(batch.output, place[1])), lines


def _project_of(batch: Batch, template: Template, folder: str) -> _Done:
    target = f"pulumi-{batch.language}"
    request = Request(
        source=template.path,
        target=target,
        strict=batch.strict,
        report_file=batch.report_file,
        quiet=batch.quiet,
    )

    def convert(findings: Report) -> dict[str, str]:
        opened = open_template(template.path)
        check_folder(folder, force=batch.force or batch.diff or batch.dry_run)
        project = os.path.basename(folder)
        made = migrate_reviewed(
            [opened], batch.language, request.wanted_reviews, project=project, findings=findings
        )
        return next(iter(made.values()))

    def deliver(files: dict[str, str]) -> list[str]:
        if batch.diff:
            from .changes import show_changes

            show_changes({folder: files})
        if batch.diff or batch.dry_run:
            return []
        if os.path.lexists(folder):
            spare_source((os.path.join(folder, it) for it in (*files, *LEFT_OVER)), template.path)
        return write_folder(folder, files, force=batch.force)

    if template.found and not _may_be_template(template.path):
        return _Done(template, folder, request, None)
    return _Done(template, folder, request, attempt(request, _contained(convert), deliver))


def _contained(
    convert: Callable[[Report], dict[str, str]],
) -> Callable[[Report], dict[str, str]]:
    """The conversion, with a fault of the tool as an error of this template alone."""

    def contained(findings: Report) -> dict[str, str]:
        try:
            return convert(findings)
        except (ConversionError, RecursionError):
            raise
        except Exception as fault:
            if is_debugging():
                import traceback

                traceback.print_exc()
            raise UnsupportedError(fault_words(fault)) from fault

    return contained


def _may_be_template(path: str) -> bool:
    """Whether it is worth while to read a file that was found in a folder as a template."""
    text = _text(path)
    return text is None or _TELLING in text or _TELLING in text.replace(b"\0", b"")


def _text(path: str) -> bytes | None:
    """What a file says; None where it cannot be read, which is told when that is tried."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _followed(places: Sequence[_Place], results: Iterator[Result]) -> Iterable[Result]:
    """The results one after the other, with a progress bar where somebody looks on."""
    return _with_progress(places, results) if sys.stderr.isatty() else results


def _with_progress(places: Sequence[_Place], results: Iterator[Result]) -> Iterator[Result]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(
        *columns, console=Console(stderr=True, soft_wrap=True), transient=True
    ) as progress:
        task = progress.add_task("", total=len(places))
        for template, _ in places:
            progress.update(task, description=template.path)
            yield next(results)
            progress.advance(task)


def _summary(every: Sequence[_Done]) -> Iterator[str]:
    """The table of how it went, and the counts."""
    rows = [
        (with_escapes(each.template.path), _words(each), with_escapes(_goal(each)))
        for each in every
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for path, words, goal in rows:
        yield f"{path:<{first}}  {words:<{second}}  {goal}".rstrip()
    kinds = [_kind(each) for each in every]
    known = ("done", "with findings", "refused", "no template")
    counts = (f"{kinds.count(kind)} {kind}" for kind in known if kind in kinds)
    yield f"{counted(len(every), 'file')}: {', '.join(counts)}"


def _kind(each: _Done) -> str:
    if each.outcome is None:
        return "no template"
    if each.outcome.failure:
        return "refused"
    return "with findings" if len(each.outcome.findings) else "done"


def _words(each: _Done) -> str:
    """How it went with one: `done`, `refused`, or its findings counted."""
    if each.outcome is None or each.outcome.failure or not len(each.outcome.findings):
        return _kind(each)
    severities = [finding.severity for finding in each.outcome.findings]
    warnings = severities.count(WARNING)
    counts = (warnings, "warning"), (len(severities) - warnings, "note")
    return ", ".join(counted(number, noun) for number, noun in counts if number)


def _goal(each: _Done) -> str:
    return os.path.join(each.folder, "") if each.outcome and not each.outcome.failure else ""
