"""What is wrong with a finished template: all that a reader would refuse, and more."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from . import catalog
from .bridge.defaults import fault_of
from .bridge.scalars import EXPECTED
from .catalog import facts
from .cloudformation import Stack
from .errors import ConversionError, Path, TemplateError, UnsupportedError
from .intrinsics import GetAtt, Sub, Value, Variable, render, sub_parts, walk
from .report import Report
from .typed_literals import misplaced

QUOTAS = {"parameters": 200, "mappings": 200, "resources": 500, "outputs": 200}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""


def check(stack: Stack, report: Report, *, own_words: Collection[str] = ()) -> None:
    """Check a template as CloudFormation does before it deploys.

    Args:
        stack: the template; its nested ones are for themselves.
        report: told of limits that it exceeds.
        own_words: the resources that the program has in CloudFormation's own words: it may know
            attributes of them that nobody here does.

    Raises:
        TemplateError: CloudFormation would refuse it; its ``errors`` are all reasons.
    """
    found = [
        *_read_again(stack),
        *_unknown_attributes(stack, own_words),
        *_misplaced_literals(stack, own_words),
    ]
    if found:
        found[0].errors = tuple(found)
        raise found[0]
    for name, parameter in stack.parameters.items():
        if (fault := fault_of(parameter)) is not None:
            words = f"the default of {name} is {fault}: CloudFormation asks for another"
            report.warn("default", words, ("Parameters", name))
    for section, most in QUOTAS.items():
        count = len(getattr(stack, section))
        if count > most:
            words = f"the template has {count} {section}; CloudFormation takes {most}"
            report.warn("quota", words, (section.capitalize(),))


def _read_again(stack: Stack) -> list[ConversionError]:
    """What a reader would refuse of a template."""
    from .readers.validate import validate
    from .sections import stack_of, tree_of

    try:
        validate(stack_of(tree_of(stack)))
    except TemplateError as error:
        found = list(error.errors or (error,))
        for each in found:  # which a program has no line of its own for
            at = f"in {'.'.join(map(str, each.path))}"
            each.message = each.message.replace("no null here", f"no null {at}")
        return found
    except UnsupportedError as error:
        error.path = error.path or _unsayable(stack)
        raise
    return []


def _unsayable(stack: Stack) -> Path:
    """The resource or output of which a value has no form in a template."""
    values: list[tuple[Path, Value]] = [
        (("Resources", name, "Properties"), it.properties) for name, it in stack.resources.items()
    ]
    values += [(("Outputs", name, "Value"), it.value) for name, it in stack.outputs.items()]
    for path, value in values:
        try:
            render(value)
        except UnsupportedError:
            return path
    return ()


def _unknown_attributes(stack: Stack, own_words: Collection[str]) -> Iterator[TemplateError]:
    """The attributes that are asked of resources and that their types do not have."""
    values: list[tuple[Path, Value]] = []
    for name, resource in stack.resources.items():
        values.append((("Resources", name, "Properties"), resource.properties))
        values += [(("Resources", name, key), value) for key, value in resource.attributes.items()]
    for name, output in stack.outputs.items():
        values.append((("Outputs", name, "Value"), output.value))
        values.append((("Outputs", name, "Export", "Name"), output.export_name))
    for path, value in values:
        for node in walk(value):
            for asked in _asked(node):
                if asked.resource not in own_words and _is_unknown(stack, asked):
                    words = f"{asked.resource} has no attribute {asked.attribute}"
                    yield TemplateError(words, path=path)


def _misplaced_literals(stack: Stack, own_words: Collection[str]) -> Iterator[TemplateError]:
    """The texts and numbers where a resource's type has numbers or booleans, and the like."""
    for name, resource in stack.resources.items():
        for path, kind, value in () if name in own_words else misplaced(resource):
            is_one = isinstance(value, (dict, list))
            found = (
                EXPECTED["map" if isinstance(value, dict) else "list"] if is_one else repr(value)
            )
            words = f"{EXPECTED[kind]} is expected for {path[0]} of {name}, this is {found}"
            yield TemplateError(words, path=("Resources", name, "Properties", *path))


def _asked(node: Value) -> Iterator[GetAtt]:
    if isinstance(node, GetAtt):
        yield node
    elif isinstance(node, Sub):
        own = node.variables or {}
        for part in sub_parts(node.text):
            if isinstance(part, Variable) and part.name not in own and "." in part.name:
                yield GetAtt(*part.name.split(".", 1))


def _is_unknown(stack: Stack, asked: GetAtt) -> bool:
    resource = stack.resources.get(asked.resource)
    if resource is None or not isinstance(asked.attribute, str):
        return False
    described = catalog.resource_type(resource.type)
    if described is None or described.name == facts.nested_stack():
        return False
    return described.attribute(asked.attribute) is None
