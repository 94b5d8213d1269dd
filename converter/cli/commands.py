"""The commands and their options."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click

from .. import (
    APP_TARGETS,
    PROGRAM_TARGETS,
    RECORD_TIMEOUT,
    STACK_TARGETS,
    __version__,
    export,
)
from ..errors import UsageError
from ..readers.source import project_named_after
from ..report import Report
from .arguments import (
    called,
    check_choice,
    check_project_name,
    format_of,
    is_batch,
    settings_of,
)
from .conversion import Request, carry_out
from .messages import did_you_mean
from .projects import (
    Place,
    Projects,
    converted,
    deliver_projects,
    deliver_template,
    is_folder,
    is_program,
    migrated,
)

LANGUAGES = tuple(name.removeprefix("pulumi-") for name in PROGRAM_TARGETS)
FORMATS = (*STACK_TARGETS, *APP_TARGETS)
TARGETS = (*FORMATS, *PROGRAM_TARGETS)
_VERSION = "%(prog)s %(version)s"
_SETTINGS = {"help_option_names": ["-h", "--help"]}


class Commands(click.Group):
    """A group that knows what was probably meant."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command, or say which one is near, or that it is missing before a file."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            first = next(iter(self.commands))
            hint = did_you_mean(name, self.commands)
            if os.path.exists(name):
                hint = f"; did you mean {ctx.command_path} {first} {name}?"
            raise click.UsageError(f"there is no command {name!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


_strict = click.option("--strict", is_flag=True, help="Fail where anything is lost.")
_stack = click.option("--stack", metavar="NAME", help="Which of a CDK app's stacks.")
_parameter = click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="The value of a parameter that a transform depends on.",
)
_report = click.option("--report", metavar="FILE", help="Write the findings as JSON.")
_debug = click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal fault."
)


@click.group(cls=Commands, context_settings=_SETTINGS)
@click.version_option(__version__, message=_VERSION)
def cfn2pulumi() -> None:
    """Turn CloudFormation templates into Pulumi programs."""


@click.group(cls=Commands, context_settings=_SETTINGS)
@click.version_option(__version__, message=_VERSION)
def pulumi2cfn() -> None:
    """Turn Pulumi programs into CloudFormation templates."""


@click.group(cls=Commands, context_settings=_SETTINGS)
@click.version_option(__version__, message=_VERSION)
def main() -> None:
    """Convert between CloudFormation templates and Pulumi programs."""


@cfn2pulumi.command("migrate")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", metavar="DIR", help="The project's folder, or that of several.")
@click.option("-l", "--language", default=LANGUAGES[0], show_default=True, metavar="NAME")
@click.option("--project", metavar="NAME", help="The Pulumi project's name.")
@click.option("--force", is_flag=True, help="Replace the project's files where there are some.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the program, write nothing.")
@_stack
@_parameter
@_strict
@_report
@_debug
def migrate_command(
    sources: tuple[str, ...],
    output: str | None,
    language: str,
    project: str | None,
    force: bool,
    to_stdout: bool,
    stack: str | None,
    parameters: tuple[str, ...],
    strict: bool,
    report: str | None,
) -> int:
    """Turn the template SOURCE (YAML or JSON; - is standard input) into a Pulumi project.

    SOURCE may be a CDK app, too: a folder with cdk.json, an app's Python file, or a cdk.out.

    Without --output the folder is named after the source, or after an app's stack. Of several
    templates, a folder of them, or an app's stacks, each gets a folder of its own below --output.
    """
    check_choice("language", language, LANGUAGES)
    check_project_name(project)
    if to_stdout and output is not None:
        raise UsageError("--stdout and --output exclude each other")
    values = settings_of("--parameter", parameters)
    if is_batch(sources):
        if to_stdout or project is not None or stack is not None or values:
            words = "--stdout, --project, --stack and --parameter are for a single source"
            raise UsageError(words)
        from .batch import Batch, migrate_all

        batch = Batch(
            sources=sources,
            output=output or ".",
            language=language,
            force=force,
            strict=strict,
            report_file=report,
        )
        return migrate_all(batch)
    source = sources[0]
    target = f"pulumi-{language}"
    request = Request(source=called(source), target=target, strict=strict, report_file=report)
    place = Place(output=output, project=project, force=force, to_stdout=to_stdout)

    def convert(findings: Report) -> Projects:
        return migrated(source, stack, language, place, values, findings)

    return carry_out(request, convert, lambda projects: deliver_projects(projects, place))


@pulumi2cfn.command("export")
@click.argument("project_dir", default=".")
@click.option("-o", "--output", metavar="FILE_OR_DIR", help="Where the template goes.")
@click.option("-f", "--format", "format_", metavar="NAME", help=", ".join(FORMATS))
@click.option("-s", "--stack", default="dev", show_default=True, metavar="NAME")
@click.option("-c", "--config", multiple=True, metavar="KEY=VALUE", help="Fix a config value.")
@click.option("--concrete", is_flag=True, help="Fix every config value: say one deployment.")
@click.option("--timeout", default=RECORD_TIMEOUT, show_default=True, metavar="SECONDS")
@_strict
@_report
@_debug
def export_command(
    project_dir: str,
    output: str | None,
    format_: str | None,
    stack: str,
    config: tuple[str, ...],
    concrete: bool,
    timeout: float,
    strict: bool,
    report: str | None,
) -> int:
    """Run the Pulumi project in PROJECT_DIR, deploying nothing, and write its template.

    Without --output the template is printed; a CDK app goes to a folder in any case.
    """
    target = format_ or format_of(output)
    check_choice("format", target, FORMATS)
    settings = settings_of("--config", config)
    request = Request(source=project_dir, target=target, strict=strict, report_file=report)

    def convert(findings: Report) -> str | dict[str, str]:
        with _progress(f"running {project_dir}"):
            return export(
                project_dir,
                format=target,
                stack=stack,
                config=settings,
                concrete=concrete,
                nested=is_folder(output),
                timeout=timeout,
                report=findings,
            )

    def deliver(result: str | dict[str, str]) -> list[str]:
        if isinstance(result, str):
            return deliver_template(output, result, target)
        folder = output or f"{project_named_after(project_dir)}-cdk"
        return deliver_projects({folder: result}, Place(output=output, project=None))

    return carry_out(request, convert, deliver)


@cfn2pulumi.command("explain")
@click.argument("place", metavar="TYPE[.PATH]")
@click.option(
    "-l",
    "--language",
    "languages",
    multiple=True,
    metavar="NAME",
    help="Print this language's spelling alone; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@_debug
def explain_command(place: str, languages: tuple[str, ...], as_json: bool) -> int:
    """Look up a resource type, or a property in one: how all languages spell it, what it may be.

    TYPE is AWS::SageMaker::Model, a Pulumi token or a CDK class; PATH has dots.
    """
    from .explaining import LANGUAGES, tell

    for language in languages:
        check_choice("language", language, LANGUAGES)
    tell(place, languages=languages, as_json=as_json)
    return 0


@main.command("convert")
@click.argument("source")
@click.option("--to", "target", required=True, metavar="TARGET", help=", ".join(TARGETS))
@click.option("-o", "--output", metavar="FILE_OR_DIR", help="Where the result goes.")
@click.option("--project", metavar="NAME", help="The Pulumi project's name.")
@click.option("--force", is_flag=True, help="Replace the project's files where there are some.")
@_stack
@_parameter
@_strict
@_report
@_debug
def convert_command(
    source: str,
    target: str,
    output: str | None,
    project: str | None,
    force: bool,
    stack: str | None,
    parameters: tuple[str, ...],
    strict: bool,
    report: str | None,
) -> int:
    """Convert SOURCE, a template, a CDK app or the folder of a Pulumi project, to TARGET."""
    check_choice("target", target, TARGETS)
    check_project_name(project)
    values = settings_of("--parameter", parameters)
    if values and (target not in PROGRAM_TARGETS or is_program(source)):
        raise UsageError("--parameter is for a template that becomes a program")
    request = Request(source=called(source), target=target, strict=strict, report_file=report)
    place = Place(output=output, project=project, force=force)

    def convert(findings: Report) -> str | Projects:
        if target in PROGRAM_TARGETS and not is_program(source):
            language = target.removeprefix("pulumi-")
            return migrated(source, stack, language, place, values, findings)
        return converted(source, stack, target, place, findings)

    def deliver(result: str | Projects) -> list[str]:
        if isinstance(result, str):
            return deliver_template(output, result, target)
        return deliver_projects(result, place)

    return carry_out(request, convert, deliver)


main.add_command(migrate_command)
main.add_command(export_command)
main.add_command(explain_command)

COMMANDS = {"cfn2pulumi": cfn2pulumi, "pulumi2cfn": pulumi2cfn, "converter": main}


def _progress(words: str) -> AbstractContextManager[object]:
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(words)
