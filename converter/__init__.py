"""Conversion between AWS CloudFormation templates and Pulumi programs.

The steps: `read` → `to_pulumi` → `write`, and `record` → `to_cloudformation` → `write`. `migrate`
and `export` are made of them; `verify` tells whether two stacks mean the same. What each step
needs is imported when it is called.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Union, overload

from .errors import (
    ConversionError,
    ProgramError,
    SourceError,
    TemplateError,
    UnsupportedError,
    UsageError,
)

if TYPE_CHECKING:
    from .cloudformation import Stack
    from .comparing import Difference
    from .pulumi import Program
    from .readers.source import Source
    from .report import Finding, Report

__version__ = "0.1.0"

__all__ = [
    "ConversionError",
    "Difference",
    "Finding",
    "ProgramError",
    "Report",
    "SourceError",
    "TemplateError",
    "UnsupportedError",
    "UsageError",
    "export",
    "migrate",
    "read",
    "record",
    "to_cloudformation",
    "to_pulumi",
    "verify",
    "write",
    "write_templates",
]

RECORD_TIMEOUT = 300.0
STACK_TARGETS = ("yaml", "json")
APP_TARGETS = ("cdk-python", "cdk-typescript")
PROGRAM = "pulumi-"
PROGRAM_TARGETS = (
    "pulumi-python",
    "pulumi-typescript",
    "pulumi-go",
    "pulumi-csharp",
    "pulumi-java",
    "pulumi-yaml",
)

AnyPath = Union[str, "os.PathLike[str]"]
_LATER = {"Difference": "comparing", "Finding": "report", "Report": "report"}


def __getattr__(name: str) -> Any:
    """Import a class when somebody asks for it: commands have to start first."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LATER[name]}", __name__), name)


def read(
    source: AnyPath | Source | object, *, stack: str | None = None, report: Report | None = None
) -> Stack:
    """Read a template and check it as far as CloudFormation does before it deploys.

    Args:
        source: the path of a template in YAML or JSON, of a CDK app (a folder with ``cdk.json``, a
            Python file) or of a cloud assembly; a construct of the CDK; or a source that was
            opened already.
        stack: which of a CDK app's stacks; needed where it has several.
        report: takes the findings, with their places in the file.

    Returns:
        The stack that the template says.

    Raises:
        SourceError: the file cannot be read, or is no YAML or JSON.
        ProgramError: a CDK app failed.
        TemplateError: CloudFormation would refuse the template.
        TypeError: the source is neither a path nor a construct.
    """
    from .readers.opening import open_source
    from .readers.placing import placed_in
    from .readers.template import read as read_source

    report = _report(report)
    opened = open_source(source, stack=stack)
    with placed_in(opened, report):
        report.extend(opened.findings)
        return read_source(opened, report=report)


def to_pulumi(
    stack: Stack,
    *,
    name: str = "stack",
    siblings: Mapping[str, Stack] | None = None,
    report: Report | None = None,
) -> Program:
    """Carry a stack into Pulumi's vocabulary.

    Args:
        stack: what a reader gave.
        name: the Pulumi project's name.
        siblings: the stacks that are carried together, by their projects' names: what one exports,
            the others read through a stack reference.
        report: takes the findings; their paths are the stack's.

    Raises:
        TemplateError: a value cannot be what its place says.
        UnsupportedError: a construct that cannot be carried.
    """
    from . import bridge

    together = None if siblings is None else bridge.Siblings(siblings)
    return bridge.to_pulumi(stack, name=name, siblings=together, report=report)


def to_cloudformation(program: Program, *, report: Report | None = None) -> Stack:
    """Carry a program into CloudFormation's vocabulary; the inverse of `to_pulumi`.

    Args:
        program: what the recorder or `to_pulumi` gave.
        report: takes the findings; their paths are the program's.

    Raises:
        UnsupportedError: the program says something that no template can.
    """
    from . import bridge

    return bridge.to_cloudformation(program, report=report)


@overload
def write(what: Stack, target: Literal["yaml", "json"] = ..., *, name: str = ...) -> str: ...


@overload
def write(what: Stack, target: str, *, name: str = ...) -> str | dict[str, str]: ...


@overload
def write(what: Program, target: str = ...) -> dict[str, str]: ...


def write(
    what: Stack | Program, target: str | None = None, *, name: str = "template"
) -> str | dict[str, str]:
    """Print a stack or a program.

    Args:
        what: a stack, or a program.
        target: ``yaml`` (the default), ``json``, ``cdk-python`` or ``cdk-typescript`` for a stack,
            ``pulumi-LANGUAGE`` for a program, see `PROGRAM_TARGETS`.
        name: what the stack of a CDK app is called.

    Returns:
        A template's text, or the text of each of a project's files by its name.

    Raises:
        UsageError: there is no such target for it.
        UnsupportedError: something in it cannot be said in the target.
    """
    from .cloudformation import Stack

    if isinstance(what, Stack):
        known = _known(target or "yaml", (*STACK_TARGETS, *APP_TARGETS))
        if known in APP_TARGETS:
            from .writers.cdk_python import write as write_in_python
            from .writers.cdk_typescript import write as write_in_typescript

            write_app = write_in_python if known == "cdk-python" else write_in_typescript
            return write_app(what, name)
        from .writers.template import write as write_template

        return write_template(what, known)
    from .writers.languages import write as write_program

    known = _known(target or PROGRAM_TARGETS[0], PROGRAM_TARGETS)
    return write_program(what, known.removeprefix(PROGRAM))


def record(
    project: AnyPath = ".",
    *,
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    concrete: bool = False,
    skip_foreign: bool = False,
    nested: bool = False,
    timeout: float = RECORD_TIMEOUT,
    report: Report | None = None,
) -> Program:
    """Run a Pulumi project's program, deploying nothing, and give what it says.

    Args:
        project: the folder that has ``Pulumi.yaml``.
        stack: the stack whose ``Pulumi.<stack>.yaml`` is taken.
        config: values that are fixed for the run, by key.
        concrete: whether every config value is fixed, so that the program says one deployment.
        skip_foreign: whether resources of other providers are left out; what is needed of them
            is asked for by config keys. Without it they are refused.
        nested: whether components that stand for nested stacks are components of the program;
            else the resources that they make count as the program's own.
        timeout: seconds after which the program is stopped.
        report: takes the findings; their paths are the program's.

    Raises:
        SourceError: there is no such project, or its files cannot be read.
        ProgramError: the program failed, or did not end in time.
        UnsupportedError: it says something that cannot be carried.
    """
    from .recording import record_project

    return record_project(
        os.fspath(project),
        stack=stack,
        config=config or {},
        concrete=concrete,
        skip_foreign=skip_foreign,
        nested=nested,
        timeout=timeout,
        report=_report(report),
    )


def migrate(
    source: AnyPath | Source | object,
    *,
    stack: str | None = None,
    language: str = "python",
    project: str | None = None,
    parameters: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> dict[str, str]:
    """Turn a template into a Pulumi project, or the stacks of a CDK app into one each.

    Args:
        source: as for `read`.
        stack: which of a CDK app's stacks; all of them without it.
        language: the program's language, ``python``, ``typescript`` or ``yaml``.
        project: the project's name; without it the source's, or the stack's of a CDK app.
        parameters: values of parameters, where a transform depends on them; else their defaults.
            A program in YAML decides by them whatever hangs on them.
        report: takes the findings, with their places in the file.

    Returns:
        The text of each of the project's files, by its name; of several projects, by its path in a
        folder that is named as the project is.

    Raises:
        UsageError: a value is given for what is no parameter.
        ConversionError: see `read`, `converter.expansion.expand`, `to_pulumi` and `write`.
        TypeError: the source is neither a path nor a construct.
    """
    from .migration import migrate_each
    from .readers.opening import open_sources

    sources = open_sources(source, stack=stack)
    _known(f"{PROGRAM}{language}", PROGRAM_TARGETS)
    projects = migrate_each(
        sources,
        language=language,
        project=project,
        parameters=parameters,
        report=_report(report),
    )
    if len(projects) == 1:
        return next(iter(projects.values()))
    return {
        f"{name}/{path}": text for name, files in projects.items() for path, text in files.items()
    }


def export(
    project: AnyPath = ".",
    *,
    format: str = "yaml",
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    concrete: bool = False,
    skip_foreign: bool = False,
    nested: bool = False,
    timeout: float = RECORD_TIMEOUT,
    report: Report | None = None,
) -> str | dict[str, str]:
    """Turn a Pulumi project into a template or a CDK app.

    Args:
        format: ``yaml``, ``json``, ``cdk-python`` or ``cdk-typescript``.
        project, stack, config, concrete, skip_foreign, timeout, report: as for `record`.
        nested: as for `record`, and whether there may be several templates: nested ones, and one
            for each region that the program deploys to.

    Returns:
        The template's text, or that of each file by its name: of an app, or of the template
        (``template.yaml``) and the others, where there are some and ``nested`` was said.

    Raises:
        TemplateError: CloudFormation would refuse the template.
        ConversionError: see `record`, `to_cloudformation` and `write`.
    """
    _, result = export_with_program(
        project,
        format=format,
        stack=stack,
        config=config,
        concrete=concrete,
        skip_foreign=skip_foreign,
        nested=nested,
        timeout=timeout,
        report=report,
    )
    return result


def export_with_program(
    project: AnyPath,
    *,
    format: str,
    stack: str,
    config: Mapping[str, str] | None,
    concrete: bool,
    skip_foreign: bool,
    nested: bool,
    timeout: float,
    report: Report | None,
) -> tuple[Program, str | dict[str, str]]:
    """Do as `export` does, and give the program that was recorded, too."""
    from .exporting import stacks_of_program

    target = _known(format, (*STACK_TARGETS, *APP_TARGETS))
    program = record(
        project,
        stack=stack,
        config=config,
        concrete=concrete,
        skip_foreign=skip_foreign,
        nested=nested and target in STACK_TARGETS,
        timeout=timeout,
        report=report,
    )
    made = stacks_of_program(
        program,
        _report(report),
        several=nested and target in STACK_TARGETS,
    )
    return program, write_stacks(made, target, name=program.name)


def write_stacks(
    stacks: Mapping[str, Stack], target: str, *, name: str = "template"
) -> str | dict[str, str]:
    """Print the stacks that a program was carried to.

    Args:
        stacks: each by the name of its template.
        target, name: as for `write`.

    Returns:
        The text of the template, or that of each file by its path where there are several.

    Raises:
        UnsupportedError: something in them cannot be said in the target.
    """
    (first, *others) = stacks.values()
    if not others and not first.templates:
        return write(first, target, name=name)
    files: dict[str, str] = {}
    for own, stack in stacks.items():
        files.update(write_templates(stack, target, own))
    return files


def write_templates(stack: Stack, target: str = "yaml", name: str = "template") -> dict[str, str]:
    """Print a stack and the templates that it nests.

    Returns:
        The text of each file by its path: the stack's is ``template.yaml`` (or ``.json``), or as
        ``name`` says, the others are where the stack says.

    Raises:
        UnsupportedError: something in them cannot be said in a template.
    """
    own = f"{name}.{target}"
    while own in stack.templates:
        own = f"outer-{own}"
    return {
        path: str(write(each, "json" if path.endswith(".json") else target))
        for path, each in {own: stack, **stack.templates}.items()
    }


def verify(left: Stack, right: Stack) -> list[Difference]:
    """Compare what two stacks mean.

    Args:
        left: the stack that is expected.
        right: the stack that is held against it.

    Returns:
        The places where they differ, in the order of ``left``; empty where they mean the same.

    Raises:
        TemplateError: the text of a ``Fn::Sub`` is malformed.
    """
    from .comparing import differences

    return differences(left, right)


def _report(given: Report | None) -> Report:
    """The report that takes the findings: one that nobody reads where none is given."""
    from .report import Report

    return Report() if given is None else given


def _known(target: str, targets: tuple[str, ...]) -> str:
    if target not in targets:
        names = ", ".join(name.removeprefix("pulumi-") for name in targets)
        asked = target.removeprefix("pulumi-")
        raise UsageError(f"{asked!r} cannot be written yet; there is {names}")
    return target
