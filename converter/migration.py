"""From what is read to programs: of one source, or of all the stacks of an app together."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .catalog import facts
from .collecting import uncollected
from .errors import ConversionError, UsageError
from .expansion import expand, names_transforms
from .readers.placing import placed_in
from .readers.template import read
from .readers.validate import validate, validate_plain
from .records import replace
from .report import Report
from .writers.languages import LANGUAGES, write

if TYPE_CHECKING:
    from .bridge import Siblings
    from .cloudformation import Stack
    from .pulumi import Program
    from .readers.cdk import SynthesizedSource
    from .readers.source import Source
    from .writers.pulumi.marks import Marks


def migrate_each(
    sources: Sequence[Source],
    *,
    language: str,
    project: str | None = None,
    parameters: Mapping[str, str] | None = None,
    report: Report,
    made: dict[str, tuple[Program, Marks]] | None = None,
) -> dict[str, dict[str, str]]:
    """Turn sources that were opened together into projects.

    Args:
        sources: what `converter.readers.opening.open_sources` gave.
        language: one of `LANGUAGES`.
        project, parameters, report: as for `programs_of`.
        made: takes the program of each project, and the lines of its entries, by its name.

    Returns:
        The files of each project, by its name.

    Raises:
        ConversionError: see `converter.migrate`.
    """
    files: dict[str, dict[str, str]] = {}
    with uncollected():
        programs = programs_of(
            sources,
            project=project,
            parameters=parameters,
            declarative=LANGUAGES[language].declarative,
            report=report,
        )
        for source, (name, program) in zip(sources, programs.items(), strict=True):
            marks: Marks | None = None
            if made is not None:
                marks = {}
                made[name] = program, marks
            with _written_from(source):
                files[name] = write(program, language, marks)
    return files


def programs_of(
    sources: Sequence[Source],
    *,
    project: str | None = None,
    parameters: Mapping[str, str] | None = None,
    declarative: bool = False,
    report: Report,
) -> dict[str, Program]:
    """Carry each source into Pulumi's vocabulary.

    What one of several exports and another one imports becomes a stack reference.

    Args:
        sources: the sources.
        project: the project's name, where there is only one source; without it the source's.
        parameters: values of parameters, where a transform depends on them; else their defaults.
        declarative: whether the programs' language only declares; values of parameters are decided
            by then, wherever they stand.
        report: takes the findings, with their places in the files.

    Returns:
        The programs, by their projects' names.

    Raises:
        UsageError: a value is given for what is no parameter, or one name for several projects.
        ConversionError: see `converter.read`, `converter.expansion.expand` and `to_pulumi`.
    """
    from . import bridge

    if len(sources) > 1 and (project or parameters):
        raise UsageError("a project's name and parameters are for a single stack")
    together = _siblings(sources) if len(sources) > 1 else None
    programs: dict[str, Program] = {}
    for source in sources:
        own = Report()  # findings of two stacks may be the same but for the stack
        name = project or source.project
        try:
            alone = parameters or declarative
            found = None if alone else _with_components(source, name, together, own)
            if found is not None:
                programs[name] = found
                continue
            with placed_in(source, own):
                own.extend(source.findings)
            stack = expanded_stack(source, parameters or {}, own, anywhere=declarative)
            with placed_in(source, own):
                if declarative and parameters:
                    stack = _decided(stack, parameters, own)
                programs[name] = bridge.to_pulumi(
                    stack, name=name, siblings=together, declarative=declarative, report=own
                )
                if declarative:
                    from . import yaml_config

                    yaml_config.tell(programs[name], own)
        finally:
            report.extend(own)
    return programs


_SECTIONS = {
    "conditions": "Conditions",
    "config": "Parameters",
    "exports": "Outputs",
    "resources": "Resources",
    "tables": "Mappings",
}


@contextmanager
def _written_from(source: Source) -> Iterator[None]:
    """Give an error that comes up while a program is written its place in the template."""
    with placed_in(source, Report()):
        try:
            yield
        except ConversionError as error:
            section = _SECTIONS.get(str(error.path[0])) if error.path else None
            if error.file is None and section is not None:
                error.path = (section, *error.path[1:2])
            raise


def _decided(stack: Stack, values: Mapping[str, str], report: Report) -> Stack:
    """A stack in which values of parameters are decided, with a finding that names each."""
    from .fixing import fixed, is_fixable

    for name, value in values.items():
        parameter = stack.parameters.get(name)
        words = f"{name} is decided to be {value!r}: the program is for no other value of it"
        if parameter is not None and not is_fixable(parameter):
            kept = "a secret" if parameter.no_echo else "the name of an SSM parameter"
            words = f"{name} is {kept}: it stays a value of the config"
        report.warn("decided", words, ("Parameters", name))
    return fixed(stack, values)


def _with_components(
    source: Source, name: str, together: Siblings | None, report: Report
) -> Program | None:
    """An app's stack with those nested in it as components; None where there is none of these, or
    one cannot be carried: they all stay where the CDK publishes them then.
    """
    own = Report()
    try:
        found = with_nested_stacks(source, {}, own)
        if found is None:
            return None
        from . import bridge

        outer, stack = found
        with placed_in(outer, own):
            for finding in source.findings:
                if finding not in outer.stack.nested_findings.findings:
                    own.add(finding)
            program = bridge.to_pulumi(stack, name=name, siblings=together, report=own)
    except ConversionError:
        return None
    for each in (program, *program.components.values()):
        said = repr([resource.inputs for resource in each.resources.values()])
        if any(path in said for path in stack.templates):
            return None
    report.extend(own)
    return program


def with_nested_stacks(
    source: Source, parameters: Mapping[str, str], report: Report
) -> tuple[SynthesizedSource, Stack] | None:
    """An app's stack with the templates that the CDK publishes for what is nested in it.

    Args:
        source: the stack's template.
        parameters: as for `expanded_stack`, of the outer template.
        report: takes the findings, with their places.

    Returns:
        The template in which those are named by paths, and what it says; None where there is none
        of these, or the source is no app.

    Raises:
        ConversionError: see `expanded_stack`.
    """
    if not source.is_synthesized:
        return None  # what an app's stacks ask for is not read for a template
    from .readers.cdk import SynthesizedSource, with_nested

    if not isinstance(source, SynthesizedSource) or not source.stack.nested:
        return None
    outer, nested = with_nested(source)
    templates = {path: expanded_stack(each, {}, report) for path, each in nested.items()}
    return outer, replace(expanded_stack(outer, parameters, report), templates=templates)


def _siblings(sources: Sequence[Source]) -> Siblings:
    """The stacks of an app, as far as they can be read; why one cannot is told in its turn."""
    from .bridge import Siblings
    from .readers.cdk import SynthesizedSource

    stacks: dict[str, Stack] = {}
    for source in sources:
        try:
            stacks[source.project] = read(source, check=False)
        except ConversionError:
            continue
    names = {
        source.project: source.stack.name
        for source in sources
        if isinstance(source, SynthesizedSource)
    }
    return Siblings(stacks, names)


def expanded_stack(
    source: Source, parameters: Mapping[str, str], report: Report, *, anywhere: bool = False
) -> Stack:
    """What a template says once its transforms are carried out; its names are checked then.

    Args:
        source: the template.
        parameters: values of parameters, where a transform depends on them; else their defaults.
        report: takes the findings, with their places in the file.
        anywhere: whether the values are for more than transforms.

    Raises:
        UsageError: a value is given for what is no parameter.
        ConversionError: see `converter.read` and `converter.expansion.expand`.
    """
    with placed_in(source, report):
        stack = read(source, report=report, check=False)
        if parameters:
            from .fixing import check_names

            check_names(stack, parameters)
        expanded = stack
        if names_transforms(stack) or not validate_plain(stack):
            folder = _folder_of(source)
            expanded = expand(stack, source_dir=folder, report=report, parameters=parameters)
            if expanded is stack:
                validate(stack, report)
        if expanded is stack:
            for name in () if anywhere else parameters:
                words = f"no transform depends on {name}: its value is the program's config's"
                report.warn("parameter-unused", words, ("Parameters", name))
        return _with_templates(expanded, source, report)


def _folder_of(source: Source) -> str | None:
    """The folder that a template is in; None where it is no file."""
    return os.path.dirname(source.name) or "." if os.path.isfile(source.name) else None


def _with_templates(stack: Stack, source: Source, report: Report) -> Stack:
    """A stack with the templates in its folder that it nests."""
    if not any(it.type == facts.nested_stack() for it in stack.resources.values()):
        return stack
    folder = _folder_of(source)
    if folder is None:
        return stack
    from .expansion.nested import nested_templates

    return replace(stack, templates=nested_templates(stack, folder, report))


def in_terms_of(program: Program, language: str, report: Report) -> Program:
    """A program as a language can say it: one that only declares leaves to CloudFormation what
    conditions decide.

    Args:
        program: the program.
        language: one of `converter.writers.languages.LANGUAGES`.
        report: takes the findings.

    Raises:
        ConversionError: see `to_cloudformation` and `to_pulumi`.
    """
    from . import bridge

    if not LANGUAGES[language].declarative:
        return program
    stack = bridge.to_cloudformation(program, report=report)
    return bridge.to_pulumi(stack, name=program.name, declarative=True, report=report)
