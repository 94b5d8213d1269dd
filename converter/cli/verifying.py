"""Whether a template and a project mean the same, told difference by difference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .. import Difference, record, verify
from ..cloudformation import PSEUDO_PARAMETERS
from ..comparing import told
from ..errors import UnsupportedError
from ..exporting import stacks_of_program
from ..fixing import fixed, is_fixable
from ..migration import expanded_stack, with_nested_stacks
from ..readers.placing import placed_in
from ..records import dataclass, replace
from ..report import Finding, Report
from .arguments import open_template
from .conversion import Request, attempt, check_report, conversion_of, write_report
from .messages import counted, say
from .output import print_text

if TYPE_CHECKING:
    from ..cloudformation import Stack
    from ..pulumi import Program
    from ..reporting import Review

CODE = "difference"
# That a value stands for a parameter is what was asked for.
_ASKED_FOR = ("parameter-unused", "fixed-config")
_REGION = "AWS::Region"
_NESTED = "Templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared.

    Args:
        template: the template, or a CDK app.
        app_stack: which of an app's stacks.
        project: the folder of the Pulumi project.
        pulumi_stack: the stack whose config is read.
        values: the texts of parameters that are fixed.
        timeout: seconds after which the program is stopped.
    """

    template: str
    app_stack: str | None
    project: str
    pulumi_stack: str
    values: Mapping[str, str]
    timeout: float


def tell_differences(comparison: Comparison, request: Request) -> int:
    """Compare, and tell each difference at its place in the template.

    Returns:
        The exit status: 1 where they do not mean the same.

    Raises:
        UsageError: the report would replace what is compared.
    """

    def compare(findings: Report) -> list[Difference]:
        return _compare(comparison, findings, request.wanted_reviews)

    def deliver(differences: list[Difference]) -> list[str]:
        words = f"{comparison.template} and {comparison.project}"
        if differences:
            say(f"{words} differ in {counted(len(differences), 'place')}")
        elif not request.quiet:
            print_text(f"{words} mean the same\n")
        return []

    check_report(request.report_file, comparison.template, comparison.project)
    outcome = attempt(request, compare, deliver)
    conversion = conversion_of(request, outcome)
    if outcome.failure is None:
        differ = sum(finding.code == CODE for finding in outcome.findings)
        verdict = counted(differ, "difference") if differ else "the same"
        conversion = replace(conversion, exit_status=int(differ > 0), verdict=verdict)
    if request.report_file is None:
        return conversion.exit_status
    return max(conversion.exit_status, write_report(request.report_file, [conversion]))


def _compare(
    comparison: Comparison, findings: Report, reviews: list[Review] | None
) -> list[Difference]:
    source = open_template(comparison.template, comparison.app_stack)
    own = Report()
    expected = expanded_stack(source, comparison.values, own)
    program, made = _exported(comparison, expected, own)
    nested = with_nested_stacks(source, comparison.values, Report()) if made.templates else None
    source, expected = nested or (source, expected)
    if reviews is not None:
        from ..reporting import Review
        from .reviewing import files_of

        files = dict(files_of(program))
        reviews.append(Review(template=source, program=program, files=files))
    for finding in own:
        if not _is_asked_for(finding, comparison.values):
            findings.add(finding)
    if comparison.values:
        expected, made = fixed(expected, comparison.values), _fixed(made, comparison.values)
    differences = verify(expected, made)
    with placed_in(source, findings):
        for each in differences:
            findings.add(_finding(each))
    return differences


def _finding(difference: Difference) -> Finding:
    """A difference as a finding, in the nested template that it is in."""
    file = None
    if difference.path[0] == _NESTED and len(difference.path) > 1:
        file = str(difference.path[1])
        difference = replace(difference, path=difference.path[2:])
    words = told(difference, "the template", "the program")
    return Finding(code=CODE, message=words, severity="error", file=file, path=difference.path)


def _fixed(made: Stack, values: Mapping[str, str]) -> Stack:
    """What the program says for values: it was run with those that its config takes."""
    left = made.parameters.keys() | PSEUDO_PARAMETERS
    return fixed(made, {name: text for name, text in values.items() if name in left})


def _is_asked_for(finding: Finding, values: Mapping[str, str]) -> bool:
    return finding.code in _ASKED_FOR or (
        finding.path[:1] == ("Parameters",) and finding.path[-1] in values
    )


def _exported(comparison: Comparison, expected: Stack, findings: Report) -> tuple[Program, Stack]:
    """The program, run with the values that are fixed, and what it says."""
    config = {
        name: text
        for name, text in comparison.values.items()
        if name in expected.parameters and is_fixable(expected.parameters[name])
    }
    if _REGION in comparison.values:
        config["aws-native:region"] = comparison.values[_REGION]
    own = Report()
    program = record(
        comparison.project,
        stack=comparison.pulumi_stack,
        config=config,
        nested=True,
        timeout=comparison.timeout,
        report=own,
    )
    stacks = stacks_of_program(program, own, several=True)
    for finding in own:
        findings.add(replace(finding, file=finding.file or comparison.project))
    if len(stacks) > 1:
        words = "the program deploys to several places, and the template is for one"
        raise UnsupportedError(words, file=comparison.project)
    return program, next(iter(stacks.values()))
