"""The command `cfn2pulumi adopt`: what it is given, and what it writes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from .. import PROGRAM, PROGRAM_TARGETS, write
from ..errors import Path, UsageError
from ..naming import project_name
from ..records import dataclass, field, replace
from ..report import Report
from .arguments import called, check_choice, check_project_name, open_template, settings_of
from .conversion import Request, carry_out
from .kinds import FilePath
from .messages import say
from .output import check_folder, write_folder
from .sparing import spare_results

if TYPE_CHECKING:
    from ..adoption.adopting import Adoption, Said
    from ..adoption.deployed import Deployed, Printed
    from ..adoption.live import Account
    from ..adoption.project import Files
    from ..cloudformation import Stack
    from ..readers.source import Source

LANGUAGES = tuple(name.removeprefix(PROGRAM) for name in PROGRAM_TARGETS)
FORMATS = ("import", "state")
_PATH = FilePath()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command was asked.

    Args:
        source: the template; None where it is fetched.
        resources, stacks: files that commands printed.
        stack_name, profile, region: which stack to ask AWS for.
        app_stack: which of a CDK app's stacks.
        language, project, format: as the options say.
        parameters, identifiers, values, exports: what was said, by name.
        zones: the availability zones.
    """

    source: str | None
    resources: Sequence[str] = ()
    stacks: Sequence[str] = ()
    stack_name: str | None = None
    profile: str | None = None
    region: str | None = None
    app_stack: str | None = None
    language: str = "python"
    project: str | None = None
    format: str = "import"
    parameters: dict[str, str] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)
    zones: tuple[str, ...] = ()


@click.command("adopt")
@click.argument("source", required=False, type=_PATH)
@click.option(
    "--resources",
    multiple=True,
    type=_PATH,
    metavar="[LOGICAL=]FILE",
    help="What aws cloudformation list-stack-resources prints; may be repeated for nested stacks.",
)
@click.option(
    "--stack",
    "stacks",
    multiple=True,
    type=_PATH,
    metavar="FILE",
    help="What aws cloudformation describe-stacks prints; may be repeated for nested stacks.",
)
@click.option("--stack-name", metavar="NAME", help="Ask AWS for this stack (needs boto3).")
@click.option("--profile", metavar="NAME", help="The profile to ask AWS with.")
@click.option("--region", metavar="NAME", help="The region to ask in.")
@click.option("--app-stack", metavar="NAME", help="Which of a CDK app's stacks.")
@click.option("-o", "--output", type=_PATH, metavar="DIR", help="The project's folder.")
@click.option(
    "-l",
    "--language",
    default=LANGUAGES[0],
    show_default=True,
    metavar="NAME",
    help=f"{', '.join(LANGUAGES)}.",
)
@click.option("--project", metavar="NAME", help="The Pulumi project's name.")
@click.option(
    "--format",
    "format_",
    default=FORMATS[0],
    show_default=True,
    metavar="NAME",
    help="import: a file for pulumi import; state: a checkpoint for pulumi stack import.",
)
@click.option(
    "--resource",
    "identifiers",
    multiple=True,
    metavar="LOGICAL=ID",
    help="A resource's identifier; in a nested stack its name is Nested-Logical.",
)
@click.option(
    "--value",
    "values",
    multiple=True,
    metavar="LOGICAL.NAME=VALUE",
    help="Another value of a resource, such as an attribute or its name.",
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    help="The value of a secret parameter, for the state alone.",
)
@click.option("--zones", metavar="A,B,...", help="The region's availability zones.")
@click.option(
    "--export",
    "exports",
    multiple=True,
    metavar="NAME=VALUE",
    help="What another stack exports under a name.",
)
@click.option("--force", is_flag=True, help="Replace the project's files where there are some.")
@click.option("--strict", is_flag=True, help="Fail where anything is lost.")
@click.option(
    "--report",
    type=_PATH,
    metavar="FILE",
    help="Write a report: FILE.html is a page, FILE.sarif is SARIF, any other is JSON.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell only what is wrong.")
@click.option(
    "--debug", is_flag=True, expose_value=False, help="Show the traceback of an internal fault."
)
def adopt_command(
    source: str | None, output: str | None, force: bool, quiet: bool, **options: Any
) -> int:
    """Take over the stack that the template SOURCE was deployed as, without changing it.

    Writes the Pulumi project, the values that it was deployed with, the state, and ADOPTING.md:
    what to do, in order. Without SOURCE the template is fetched from AWS.
    """
    asked = asked_for(source=source, **options)
    folder = output or asked.project or _named(asked)
    words = called(source) if source is not None else str(asked.stack_name)
    request = Request(
        source=words,
        target=PROGRAM + asked.language,
        strict=options["strict"],
        report_file=options["report"],
        quiet=quiet,
    )

    def convert(findings: Report) -> tuple[Files, Adoption]:
        check_folder(folder, force=force)
        adoption = adopted(asked, findings)
        return _files(asked, adoption), adoption

    def deliver(result: tuple[Files, Adoption]) -> list[str]:
        files, adoption = result
        spare_results(request.report_file, (os.path.join(folder, it) for it in ("", *files.texts)))
        paths = write_folder(folder, files.texts, force=force, private=files.private)
        if not quiet:
            _tell(folder, adoption)
        return paths

    return carry_out(request, convert, deliver)


def asked_for(
    *,
    source: str | None,
    resources: tuple[str, ...],
    stacks: tuple[str, ...],
    stack_name: str | None,
    profile: str | None,
    region: str | None,
    app_stack: str | None,
    language: str,
    project: str | None,
    format_: str,
    identifiers: tuple[str, ...],
    values: tuple[str, ...],
    parameters: tuple[str, ...],
    zones: str | None,
    exports: tuple[str, ...],
    **others: Any,
) -> Asked:
    """What the options say, checked; ``others`` do not change what is adopted.

    Raises:
        UsageError: they do not make sense.
    """
    check_choice("language", language, LANGUAGES)
    check_choice("format", format_, FORMATS)
    check_project_name(project)
    asked = Asked(
        source=source,
        resources=resources,
        stacks=stacks,
        stack_name=stack_name,
        profile=profile,
        region=region,
        app_stack=app_stack,
        language=language,
        project=project,
        format=format_,
        parameters=settings_of("--parameter", parameters),
        identifiers=settings_of("--resource", identifiers),
        values=values_of(values),
        exports=settings_of("--export", exports),
        zones=tuple(it.strip() for it in (zones or "").split(",") if it.strip()),
    )
    _check(asked)
    return asked


def _check(asked: Asked) -> None:
    if asked.stack_name is not None and (asked.resources or asked.stacks):
        raise UsageError("--stack-name asks AWS for what --resources and --stack would say")
    if asked.stack_name is None and not (asked.source and asked.resources and asked.stacks):
        raise UsageError(
            "say which stack: SOURCE with --resources FILE and --stack FILE, or --stack-name NAME"
        )
    if asked.stack_name is None and (asked.profile or asked.region):
        raise UsageError("--profile and --region are for --stack-name")


def _named(asked: Asked) -> str:
    from ..readers.source import project_named_after

    if asked.source is None or asked.source == "-":
        name = str(asked.stack_name).rpartition("stack/")[2].partition("/")[0]
        return project_name(name) if asked.stack_name else "stack"
    return project_named_after(asked.source)


def values_of(entries: Sequence[str]) -> dict[str, dict[str, str]]:
    """The values of ``LOGICAL.NAME=VALUE`` entries, by logical ID and name.

    Raises:
        UsageError: an entry is none.
    """
    found: dict[str, dict[str, str]] = {}
    for key, value in settings_of("--value", tuple(entries)).items():
        own, dot, name = key.partition(".")
        if not dot or not name:
            raise UsageError(f"--value wants LOGICAL.NAME=VALUE, this is {key}={value!r}")
        found.setdefault(own, {})[name] = value
    return found


def adopted(asked: Asked, findings: Report) -> Adoption:
    """Carry out what was asked.

    Raises:
        ConversionError: see `converter.adoption`.
    """
    from ..adoption.adopting import adopt
    from ..readers.placing import placed_in
    from ..writers.languages import LANGUAGES as KNOWN

    source = None if asked.source is None else open_template(asked.source, asked.app_stack)
    account, deployed, stack, name = _opened(asked, source, findings)
    said = _said(asked, account, stack)
    declarative = KNOWN[asked.language].declarative
    project = asked.project or name

    def carried(said: Said, report: Report) -> Adoption:
        return adopt(
            stack, deployed, project=project, said=said, declarative=declarative, report=report
        )

    if account is not None:
        said = account.completed(carried(said, Report()), said, findings)
    with nullcontext() if source is None else placed_in(source, findings):
        adoption = carried(said, findings)
        _tell_findings(adoption, findings)
    return adoption


def _files(asked: Asked, adoption: Adoption) -> Files:
    from ..adoption.project import adopted_files

    program = write(adoption.program, PROGRAM + asked.language)
    assert isinstance(program, dict)
    return adopted_files(adoption, program, format=asked.format)


def _opened(
    asked: Asked, source: Source | None, findings: Report
) -> tuple[Account | None, Deployed, Stack, str]:
    """The account where there is one, the deployed stack, its template, and the project's name."""
    from ..adoption.sources import stack_of_fetched, stack_of_source

    if asked.stack_name is None:
        assert source is not None
        deployed = _deployed(asked, source)
        return (
            None,
            deployed,
            stack_of_source(source, deployed.parameters, findings),
            source.project,
        )
    from ..adoption.live import Account

    account = Account(asked.profile, asked.region)
    fetched = account.fetch(asked.stack_name)
    name = project_name(fetched.deployed.name)
    if source is None:
        return account, fetched.deployed, stack_of_fetched(fetched, findings), name
    stack = stack_of_source(source, fetched.deployed.parameters, findings)
    return account, fetched.deployed, stack, source.project


def _deployed(asked: Asked, source: Source) -> Deployed:
    from ..adoption.deployed import Printed, deployed_stack, described_stacks, exports_of, read_json
    from ..adoption.matching import fits
    from ..adoption.sources import stack_of_source

    def printed(file: str) -> Printed:
        return Printed(file=file, document=read_json(file))

    lists: list[tuple[str | None, Printed]] = []
    for entry in asked.resources:
        place, equals, file = entry.partition("=")
        own = bool(equals) and not os.path.exists(entry)
        lists.append((place.replace("-", "."), printed(file)) if own else (None, printed(entry)))
    stacks = described_stacks([printed(file) for file in asked.stacks])
    for name, value in exports_of(stacks).items():
        asked.exports.setdefault(name, value)

    def may_be_meant(described: Mapping[str, Any]) -> bool:
        return fits(stack_of_source(source, {}, Report()), described)

    return deployed_stack(stacks, lists, may_be_meant)


def _said(asked: Asked, account: Account | None, stack: Stack) -> Said:
    from ..adoption.adopting import Said
    from ..intrinsics import GetAZs, ImportValue, walk

    said = Said(
        parameters=asked.parameters,
        identifiers=asked.identifiers,
        values=asked.values,
        zones=asked.zones,
        exports=asked.exports,
    )
    if account is None:
        return said
    values: list[Any] = [
        each.properties
        for it in (stack, *stack.templates.values())
        for each in it.resources.values()
    ]
    kinds = {type(node) for value in values for node in walk(value)}
    if GetAZs in kinds and not said.zones:
        said = replace(said, zones=account.zones())
    if ImportValue in kinds:
        said = replace(said, exports={**account.exports(), **said.exports})
    return said


def _tell_findings(adoption: Adoption, findings: Report) -> None:
    """What the guide tells in full, as findings."""
    for name, kind in adoption.nameless.items():
        words = f"the identifier of {name} ({kind}) is not known: say --resource {name}=ID"
        findings.warn("no-identifier", words, _place(name))
    for name, staying in adoption.staying.items():
        words = f"{staying.words}; {name} stays in the CloudFormation stack"
        findings.warn("stays", words, _place(name))
    for entry in adoption.entries:
        if entry.unknown:
            words = f"{', '.join(entry.unknown)} of {entry.name} is left out: it is not known"
            findings.warn("unknown-input", words, _place(entry.name))
        if entry.assumed is not None:
            words = f"{entry.assumed} of {entry.name} is assumed: see what to check"
            findings.note("assumed", words, _place(entry.name))
    for words in adoption.assumed:
        findings.note("assumed", words)


def _place(name: str) -> Path:
    """The place of a resource; of one in a nested stack, that of the outermost stack's resource."""
    return ("Resources", name.partition("-")[0])


def _tell(folder: str, adoption: Adoption) -> None:
    number = sum(entry.id is not None for entry in adoption.entries)
    guide = os.path.join(folder, "ADOPTING.md")
    say(f"{number} resources are adopted; {guide} says what to do, in order")
