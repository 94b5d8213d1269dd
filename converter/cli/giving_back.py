"""The command `pulumi2cfn adopt`: what it is given, and what it writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from .. import RECORD_TIMEOUT, record
from ..errors import UsageError
from ..report import Report
from .conversion import Request, carry_out
from .kinds import FilePath, Seconds
from .messages import say
from .output import check_folder, write_folder
from .sparing import spare_results

if TYPE_CHECKING:
    from ..adoption.state import State

_PATH = FilePath()
_STANDARD_STACK = "dev"


@click.command("adopt")
@click.argument("project_dir", default=".", type=_PATH)
@click.option(
    "--state",
    "state_file",
    required=True,
    type=_PATH,
    metavar="FILE",
    help="What pulumi stack export prints.",
)
@click.option("-o", "--output", type=_PATH, metavar="DIR", help="The folder that is written.")
@click.option("--stack-name", metavar="NAME", help="The name of the CloudFormation stack.")
@click.option("--force", is_flag=True, help="Replace files where there are some.")
@click.option(
    "--timeout",
    type=Seconds(),
    default=RECORD_TIMEOUT,
    show_default=True,
    metavar="SECONDS",
    help="Give up on the program after so long.",
)
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
def give_back_command(
    project_dir: str,
    state_file: str,
    output: str | None,
    stack_name: str | None,
    force: bool,
    timeout: float,
    strict: bool,
    report: str | None,
    quiet: bool,
) -> int:
    """Give the resources of the Pulumi project in PROJECT_DIR to a CloudFormation stack.

    Writes the template for an import, the identifiers, the whole template for the update after it,
    and ADOPTING.md: what to do, in order.
    """
    request = Request(
        source=project_dir, target="adopt", strict=strict, report_file=report, quiet=quiet
    )
    folder = output or f"{os.path.basename(os.path.abspath(project_dir))}-cloudformation"

    def convert(findings: Report) -> dict[str, str]:
        check_folder(folder, force=force)
        return given_back(project_dir, state_file, stack_name, timeout, findings)

    def deliver(files: dict[str, str]) -> list[str]:
        spare_results(report, (os.path.join(folder, name) for name in ("", *files)))
        paths = write_folder(folder, files, force=force)
        if not quiet:
            say(f"{os.path.join(folder, 'ADOPTING.md')} says what to do, in order")
        return paths

    return carry_out(request, convert, deliver)


def given_back(
    project: str, state_file: str, stack_name: str | None, timeout: float, findings: Report
) -> dict[str, str]:
    """Prepare the import of a project's resources.

    Raises:
        ConversionError: see `converter.record` and `converter.adoption.giving_back.give_back`.
    """
    from ..adoption.deployed import read_json
    from ..adoption.giving_back import give_back
    from ..adoption.return_guide import returned_files
    from ..adoption.state import read_state

    state = read_state(state_file, read_json(state_file))
    values, tags = _config(project, state)
    own = os.path.exists(os.path.join(project, f"Pulumi.{_STANDARD_STACK}.yaml"))
    program = record(
        project,
        stack=state.stack if own else _STANDARD_STACK,
        timeout=timeout,
        report=findings,
    )
    returned = give_back(program, state, config=values, tags=tags, report=findings)
    for name, words in returned.left.items():
        findings.warn("not-imported", f"{name} is not imported: {words}", ("Resources", name))
    return returned_files(returned, stack_name or state.stack)


def _config(project: str, state: State) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the stack's config keys, and the tags that the provider adds."""
    import yaml

    path = os.path.join(project, f"Pulumi.{state.stack}.yaml")
    if not os.path.isfile(path):
        return {}, {}
    try:
        with open(path, encoding="utf-8") as file:
            document = yaml.safe_load(file)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"cannot be read: {error}", file=path) from None
    config = document.get("config") if isinstance(document, dict) else None
    entries: dict[str, Any] = config if isinstance(config, dict) else {}
    prefix = f"{state.project}:"
    values = {
        str(key).removeprefix(prefix): str(value)
        for key, value in entries.items()
        if not isinstance(value, dict) and str(key).startswith(prefix)
    }
    tags = entries.get("aws-native:defaultTags")
    found = tags.get("tags") if isinstance(tags, dict) else None
    return values, {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
