"""Templates inside of a program: CloudFormation reads each by itself, with what it is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from .bridge import names_in_template
from .bridge.held import held_as_named, token
from .catalog import facts
from .cloudformation import NESTED_PARAMETERS, Stack, nested_path
from .errors import ConversionError, TemplateError
from .intrinsics import Tree, Value
from .pulumi import Program, walk
from .readers.validate import may_grow, validate
from .report import Report
from .sections import stack_of


def check_inside(program: Program) -> None:
    """Check the templates that stand inside of a program, as those of the stacks that it holds.

    Raises:
        TemplateError: CloudFormation would refuse one; its ``errors`` are all reasons.
    """
    names = names_in_template(program, Report())["resources"]
    found: list[TemplateError] = []
    for name, resource in held_as_named(program, names).resources.items():
        body, given = resource.inputs.get("templateBody"), resource.inputs.get("parameters", {})
        is_known = isinstance(body, dict) and not any(True for _ in walk(body))
        if resource.type == token() and is_known:
            found += _faults(names[name], cast("dict[str, Any]", body), given)
    _raise(found)


def check_nested(stack: Stack) -> None:
    """Check that nested stacks, also those in others, give their templates the parameters that
    these have.

    Raises:
        TemplateError: CloudFormation would refuse one; its ``errors`` are all reasons.
    """
    found: list[TemplateError] = []
    for file, each in {"": stack, **stack.templates}.items():
        for name, resource in each.resources.items():
            if resource.type != facts.nested_stack() or not isinstance(resource.properties, dict):
                continue
            template = stack.templates.get(nested_path(file, resource.properties) or "")
            given = resource.properties.get(NESTED_PARAMETERS, {})
            for words in () if template is None else _unmet(template, given):
                found.append(_fault(name, words))
                found[-1].file = file or None
    _raise(found)


def _faults(name: str, body: dict[str, Any], given: Any) -> Iterator[TemplateError]:
    try:
        template = stack_of(cast("Tree", body))
    except TemplateError as error:
        yield _fault(name, _in_words(error))
        return
    try:
        validate(template)
    except TemplateError as error:
        yield from (_fault(name, _in_words(each)) for each in error.errors)
    yield from (_fault(name, words) for words in _unmet(template, given))


def _in_words(error: ConversionError) -> str:
    place = ".".join(str(step) for step in error.path)
    return f"{place}: {error.message}" if place else error.message


def _unmet(template: Stack, given: Value | Any) -> Iterator[str]:
    """What is wrong with what the parameters of a template are given, in words."""
    if not isinstance(given, dict) or may_grow(template):
        return
    for name in given:
        if name not in template.parameters:
            yield f"it has no parameter {name}, which is given"
    for name, declared in template.parameters.items():
        if name not in given and "Default" not in declared.attributes:
            yield f"its parameter {name} is given no value"


def _fault(name: str, words: str) -> TemplateError:
    return TemplateError(f"the template inside {name}: {words}", path=("Resources", name))


def _raise(found: list[TemplateError]) -> None:
    if found:
        found[0].errors = tuple(found)
        raise found[0]
