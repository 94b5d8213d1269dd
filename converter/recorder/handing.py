"""What components are given where they take a secret: no template says it in clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..errors import UnsupportedError
from ..pulumi import ConfigValue, Expression, Program, walk
from ..report import Finding, Report
from .project import Project
from .secrets import Secrets


def without_clear_given(program: Program, project: Project, report: Report) -> Program:
    """Give a program that tells no literal where a component of it takes a secret.

    A component's parameter is a secret where the component makes one of it, or where what stands
    beside the component says so.

    Args:
        program: the program, with its components.
        project: its files.
        report: takes the findings.

    Raises:
        UnsupportedError: a component holds the literal that it gives to another one, or it is
            taken from a table, whose values a template shows.
    """
    taken: dict[str, dict[str, Expression | None]] = {
        token: {key: it.config[key].default for key in _secret_keys(it)}
        for token, it in program.components.items()
    }
    for each in (program, *program.components.values()):
        _tell_shown(each, taken, report)
    if not any(taken.values()):
        return program
    components = {
        token: _without_defaults(_hidden(it, taken, project, report, inner=True), report)
        for token, it in program.components.items()
    }
    return replace(_hidden(program, taken, project, report), components=components)


def _tell_shown(
    program: Program, taken: Mapping[str, Mapping[str, Expression | None]], report: Report
) -> None:
    """Say where a secret is given to a parameter of which CloudFormation shows the value."""
    secret = _secret_keys(program)
    for name, resource in program.resources.items():
        if resource.type not in taken:
            continue
        for key, value in resource.inputs.items():
            given = {it.key for it in walk(value) if isinstance(it, ConfigValue)}
            if given & secret and key not in taken[resource.type]:
                file, line = program.places.get(("resources", name), (None, None))
                words = (
                    f"{name}.{key} is given a secret, and its parameter has no NoEcho: "
                    "CloudFormation shows its value"
                )
                path = ("resources", name, key)
                report.add(
                    Finding(code="secret-parameter", message=words, path=path, file=file, line=line)
                )


def _secret_keys(program: Program) -> set[str]:
    return {key for key, declared in program.config.items() if declared.secret}


def _without_defaults(component: Program, report: Report) -> Program:
    config = dict(component.config)
    for key in _secret_keys(component):
        if config[key].default:
            words = f"the default of the secret {key} is not written in clear text"
            report.warn("secret-default", words, ("config", key))
            config[key] = replace(config[key], default=None)
    return replace(component, config=config)


def _hidden(
    program: Program,
    taken: Mapping[str, Mapping[str, Expression | None]],
    project: Project,
    report: Report,
    *,
    inner: bool = False,
) -> Program:
    """Give one program without such literals; ``inner``: a component, whose arguments are fixed."""
    secrets = Secrets(project, (), {}, [*program.config, *program.resources])
    secrets.keys |= _secret_keys(program)
    resources = {}
    for name, resource in program.resources.items():
        inputs = dict(resource.inputs)
        place = program.places.get(("resources", name), (None, None))
        for key, default in taken.get(resource.type, {}).items():
            given = inputs.get(key, default)
            if given is None or given == "":
                continue
            try:
                inputs[key] = secrets.hidden(given, ("resources", name, key))
            except UnsupportedError as error:
                error.file, error.line = place
                raise
        if inner and secrets.made:
            words = (
                f"{program.name} gives {name} a secret that it holds itself: give it as an argument"
            )
            raise UnsupportedError(words, file=place[0], line=place[1])
        resources[name] = replace(resource, inputs=inputs)
    own = Report()
    secrets.tell(own)
    for finding in own:
        place = program.places.get(finding.path[:2], (None, None))
        report.add(replace(finding, file=place[0], line=place[1]))
    return replace(program, resources=resources, config={**program.config, **secrets.config()})
