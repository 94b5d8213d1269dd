"""What of a deployed stack stays in CloudFormation, and why."""

from __future__ import annotations

from collections.abc import Iterator

from .. import bridge
from ..cloudformation import Stack
from ..intrinsics import Value
from ..intrinsics.walking import references
from ..records import dataclass
from ..report import Report
from .detaching import OUTPUTS, ROOT, detached

STACK_ID, STACK_NAME = "AWS::StackId", "AWS::StackName"
_MOST = 20
_CODES = ("held", "stack-id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staying:
    """A resource that stays, and why."""

    type: str
    words: str


def staying_in(stack: Stack, project: str, declarative: bool) -> dict[str, dict[str, Staying]]:
    """Find what the program could only hold in CloudFormation stacks made anew.

    Args:
        stack: the stack, with the templates nested in it.
        project: the project's name.
        declarative: whether the program's language only declares.

    Returns:
        What stays, by the path of its template and by its logical ID.
    """
    found: dict[str, dict[str, Staying]] = {path: {} for path in (ROOT, *stack.templates)}
    for path, nested in stack.templates.items():
        if _asks_for_its_name(nested):
            words = "a nested stack's name has a random end, which Pulumi does not know"
            found[path][STACK_NAME] = Staying(type=STACK_NAME, words=words)
    for _ in range(_MOST):
        report = Report()
        lasting, _ = detached(stack, found)
        bridge.to_pulumi(lasting, name=project, declarative=declarative, report=report)
        more = False
        for path, name, words in _held(stack, report):
            if name not in found[path]:
                resource = {ROOT: stack, **stack.templates}[path].resources.get(name)
                kind = resource.type if resource is not None else name
                found[path][name] = Staying(type=kind, words=words)
                more = True
        if not more:
            break
    return found


def _asks_for_its_name(stack: Stack) -> bool:
    values: list[Value] = [it.properties for it in stack.resources.values()]
    values += [it.value for it in stack.outputs.values()]
    return any(STACK_NAME in references(value) for value in values)


def _held(stack: Stack, report: Report) -> Iterator[tuple[str, str, str]]:
    for finding in report:
        if finding.code not in _CODES:
            continue
        path = finding.file if finding.file in stack.templates else ROOT
        words = finding.message.partition("; ")[0]
        if finding.code == "stack-id":
            yield path or ROOT, STACK_ID, words
        elif finding.path[:1] == ("Resources",) and len(finding.path) > 1:
            yield path or ROOT, str(finding.path[1]), words
        elif finding.path[:1] == (OUTPUTS,) and len(finding.path) > 1:
            yield path or ROOT, f"{OUTPUTS}.{finding.path[1]}", words
