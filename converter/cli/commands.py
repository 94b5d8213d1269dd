"""The commands and their options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import click

from .. import (
    APP_TARGETS,
    PROGRAM_TARGETS,
    RECORD_TIMEOUT,
    STACK_TARGETS,
    __version__,
    export_with_program,
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
from .groups import Commands
from .kinds import FilePath, Seconds
from .output import print_text
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
SHELLS = ("bash", "zsh", "fish")
_VERSION = "%(prog)s %(version)s"
_SETTINGS = {"help_option_names": ["-h", "--help"]}


def _known(*names: str) -> Callable[..., list[str]]:
    """What a shell offers for an option that takes one of some names."""

    def offered(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return [name for name in names if name.startswith(incomplete)]

    return offered


def _types(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from ..catalog import type_names

    return [name for name in type_names() if name.lower().startswith(incomplete.lower())]


_PATH = FilePath()
_strict = click.option("--strict", is_flag=True, help="Fail where anything is lost.")
_stack = click.option("--stack", metavar="NAME", help="Which of a CDK app's stacks.")
_context = click.option(
    "-c",
    "--context",
    multiple=True,
    metavar="KEY=VALUE",
    help="A value of a CDK app's context.",
)
_parameter = click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="The value of a parameter that a transform depends on.",
)
_report = click.option(
    "--report",
    type=_PATH,
    metavar="FILE",
    help="Write a report: FILE.html is a page, FILE.sarif is SARIF, any other is JSON.",
)
_quiet = click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong.")
_timeout = click.option(
    "--timeout",
    type=Seconds(),
    default=RECORD_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="Give up on the program after so long.",
)
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
@click.argument("sources", nargs=-1, required=True, type=_PATH, metavar="SOURCE...")
@click.option(
    "-o", "--output", type=_PATH, metavar="DIR", help="The project's folder, or that of several."
)
@click.option(
    "-l",
    "--language",
    default=LANGUAGES[0],
    show_default=True,
    shell_complete=_known(*LANGUAGES),
    metavar="NAME",
    help=f"{', '.join(LANGUAGES)}.",
)
@click.option("--project", metavar="NAME", help="The Pulumi project's name.")
@click.option("--force", is_flag=True, help="Replace the project's files where there are some.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print the program, write nothing.")
@click.option("--diff", is_flag=True, help="Show what would change in DIR, write nothing.")
@click.option("-n", "--dry-run", is_flag=True, help="Tell the findings only, write nothing.")
@_stack
@_context
@_parameter
@_strict
@_report
@_quiet
@_debug
def migrate_command(
    sources: tuple[str, ...],
    output: str | None,
    language: str,
    project: str | None,
    force: bool,
    to_stdout: bool,
    diff: bool,
    dry_run: bool,
    stack: str | None,
    context: tuple[str, ...],
    parameters: tuple[str, ...],
    strict: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """Turn the template SOURCE (YAML or JSON; - is standard input) into a Pulumi project.

    SOURCE may be a CDK app, too: a folder with cdk.json, an app's Python file, or a cdk.out.

    Without --output the folder is named after the source, or after an app's stack. Of several
    templates, a folder of them, or an app's stacks, each gets a folder of its own below --output.
    """
    check_choice("language", language, LANGUAGES)
    check_project_name(project)
    _check_exclusive({"--stdout": to_stdout, "--diff": diff, "--dry-run": dry_run})
    if to_stdout and output is not None:
        raise UsageError("--stdout and --output exclude each other")
    values = settings_of("--parameter", parameters)
    if is_batch(sources):
        if to_stdout or project is not None or stack is not None or values or context:
            words = (
                "--stdout, --project, --stack, --context and --parameter are for a single source"
            )
            raise UsageError(words)
        from .batch import Batch, migrate_all

        batch = Batch(
            sources=sources,
            output=output or ".",
            language=language,
            force=force,
            strict=strict,
            report_file=report,
            diff=diff,
            dry_run=dry_run,
            quiet=quiet,
        )
        return migrate_all(batch)
    source = sources[0]
    said = settings_of("--context", context)
    target = f"pulumi-{language}"
    request = Request(
        source=called(source), target=target, strict=strict, report_file=report, quiet=quiet
    )
    place = Place(
        output=output,
        project=project,
        force=force,
        to_stdout=to_stdout,
        diff=diff,
        dry_run=dry_run,
        quiet=quiet,
        source=source,
        report_file=report,
    )

    def convert(findings: Report) -> Projects:
        wanted = request.wanted_reviews
        return migrated(source, stack, language, place, values, findings, wanted, said)

    return carry_out(request, convert, lambda projects: deliver_projects(projects, place))


@pulumi2cfn.command("export")
@click.argument("project_dir", default=".", type=_PATH)
@click.option("-o", "--output", type=_PATH, metavar="FILE_OR_DIR", help="Where the template goes.")
@click.option(
    "-f",
    "--format",
    "format_",
    shell_complete=_known(*FORMATS),
    metavar="NAME",
    help=f"{', '.join(FORMATS)}; without it as the output's name ends.",
)
@click.option(
    "-s",
    "--stack",
    default="dev",
    show_default=True,
    metavar="NAME",
    help="The stack whose Pulumi.NAME.yaml is read.",
)
@click.option("-c", "--config", multiple=True, metavar="KEY=VALUE", help="Fix a config value.")
@click.option("--concrete", is_flag=True, help="Fix every config value: say one deployment.")
@click.option("--skip-foreign", is_flag=True, help="Leave out what other providers have.")
@_timeout
@_strict
@_report
@_quiet
@_debug
def export_command(
    project_dir: str,
    output: str | None,
    format_: str | None,
    stack: str,
    config: tuple[str, ...],
    concrete: bool,
    skip_foreign: bool,
    timeout: float,
    strict: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """Run the Pulumi project in PROJECT_DIR, deploying nothing, and write its template.

    Without --output the template is printed; a CDK app goes to a folder in any case.
    """
    target = format_ or format_of(output)
    check_choice("format", target, FORMATS)
    settings = settings_of("--config", config)
    request = Request(
        source=project_dir, target=target, strict=strict, report_file=report, quiet=quiet
    )
    place = Place(output=output, project=None, quiet=quiet, source=project_dir, report_file=report)

    def convert(findings: Report) -> str | dict[str, str]:
        with _progress(f"running {project_dir}"):
            program, result = export_with_program(
                project_dir,
                format=target,
                stack=stack,
                config=settings,
                concrete=concrete,
                skip_foreign=skip_foreign,
                nested=is_folder(output),
                timeout=timeout,
                report=findings,
            )
        if request.wanted_reviews is not None:
            from .reviewing import review_of_export

            request.reviews.append(review_of_export(program, result, target, output))
        return result

    def deliver(result: str | dict[str, str]) -> list[str]:
        if isinstance(result, str):
            return deliver_template(place, result, target)
        folder = output or f"{project_named_after(project_dir)}-cdk"
        return deliver_projects({folder: result}, place)

    return carry_out(request, convert, deliver)


@cfn2pulumi.command("explain")
@click.argument("place", metavar="TYPE[.PATH]", shell_complete=_types)
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
@click.argument("source", type=_PATH)
@click.option(
    "--to",
    "target",
    required=True,
    shell_complete=_known(*TARGETS),
    metavar="TARGET",
    help=", ".join(TARGETS),
)
@click.option("-o", "--output", type=_PATH, metavar="FILE_OR_DIR", help="Where the result goes.")
@click.option("--project", metavar="NAME", help="The Pulumi project's name.")
@click.option("--force", is_flag=True, help="Replace the project's files where there are some.")
@_stack
@_parameter
@_strict
@_report
@_quiet
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
    quiet: bool,
) -> int:
    """Convert SOURCE, a template, a CDK app or the folder of a Pulumi project, to TARGET."""
    check_choice("target", target, TARGETS)
    check_project_name(project)
    values = settings_of("--parameter", parameters)
    if values and (target not in PROGRAM_TARGETS or is_program(source)):
        raise UsageError("--parameter is for a template that becomes a program")
    request = Request(
        source=called(source), target=target, strict=strict, report_file=report, quiet=quiet
    )
    place = Place(
        output=output,
        project=project,
        force=force,
        quiet=quiet,
        source=source,
        report_file=report,
    )

    def convert(findings: Report) -> str | Projects:
        if target in PROGRAM_TARGETS and not is_program(source):
            language = target.removeprefix("pulumi-")
            return migrated(
                source, stack, language, place, values, findings, request.wanted_reviews
            )
        return converted(source, stack, target, place, findings)

    def deliver(result: str | Projects) -> list[str]:
        if isinstance(result, str):
            return deliver_template(place, result, target)
        return deliver_projects(result, place)

    return carry_out(request, convert, deliver)


@cfn2pulumi.command("verify")
@click.argument("template", type=_PATH)
@click.argument("project_dir", type=_PATH)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="Compare for this value of a parameter.",
)
@_stack
@click.option(
    "-s",
    "--pulumi-stack",
    default="dev",
    show_default=True,
    metavar="NAME",
    help="The stack whose Pulumi.NAME.yaml is read.",
)
@_timeout
@_report
@_quiet
@_debug
def verify_command(
    template: str,
    project_dir: str,
    parameters: tuple[str, ...],
    stack: str | None,
    pulumi_stack: str,
    timeout: float,
    report: str | None,
    quiet: bool,
) -> int:
    """Tell whether TEMPLATE and the Pulumi project in PROJECT_DIR mean the same.

    The program is run, deploying nothing. Each difference is told at its place in the template;
    the exit status is 1 where there is one.
    """
    from .verifying import Comparison, tell_differences

    comparison = Comparison(
        template=template,
        app_stack=stack,
        project=project_dir,
        pulumi_stack=pulumi_stack,
        values=settings_of("--parameter", parameters),
        timeout=timeout,
    )
    request = Request(source=called(template), target=project_dir, report_file=report, quiet=quiet)
    with _progress(f"running {project_dir}"):
        return tell_differences(comparison, request)


@click.command("completion")
@click.argument("shell", shell_complete=_known(*SHELLS))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> int:
    """Print what makes SHELL (bash, zsh or fish) complete commands, options and names.

    For bash: eval "$(cfn2pulumi completion bash)" in ~/.bashrc.
    """
    from click.shell_completion import get_completion_class

    check_choice("shell", shell, SHELLS)
    root = ctx.find_root()
    name = root.info_name or ""
    variable = f"_{name.replace('-', '_').upper()}_COMPLETE"
    found = get_completion_class(shell)
    if found is not None:
        print_text(f"{found(root.command, {}, name, variable).source()}\n")
    return 0


cfn2pulumi.later["adopt"] = (".adopting", "adopt_command")
pulumi2cfn.later["adopt"] = (".giving_back", "give_back_command")
cfn2pulumi.add_command(completion_command)
pulumi2cfn.add_command(completion_command)
main.add_command(migrate_command)
main.add_command(export_command)
main.add_command(explain_command)
main.add_command(verify_command)

COMMANDS = {"cfn2pulumi": cfn2pulumi, "pulumi2cfn": pulumi2cfn, "converter": main}


def _check_exclusive(options: dict[str, bool]) -> None:
    """Refuse more than one of some options."""
    said = [option for option, is_said in options.items() if is_said]
    if len(said) > 1:
        raise UsageError(f"{said[0]} and {said[1]} exclude each other")


def _progress(words: str) -> AbstractContextManager[object]:
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(words)
