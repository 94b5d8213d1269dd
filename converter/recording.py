"""From a project's folder to its program: what stands beside it says what its code does not."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from .bridge.fragment import entry
from .bridge.parameters import is_list_type
from .cloudformation import Parameter
from .errors import SourceError, at
from .intrinsics import parse
from .pulumi import COMPONENT, NAMES, Program
from .readers.placing import placed_in
from .readers.source import Source, read_file
from .readers.template import read_raw
from .recorder import Component
from .recorder import record as run
from .recorder.project import DEFAULT_STACK, Project, read_project
from .recorder.stack_outputs import spells
from .report import Report

FRAGMENT = "cloudformation.yaml"
_PLAIN = ("AWSTemplateFormatVersion", "Description", "Transform")
_OF_MAPPINGS = ("Parameters", "Resources", "Outputs", "Mappings", "Rules")
_INNER = {"Resources": "Properties", "Outputs": "Export"}
_VERBATIM = ("Metadata", "Mappings", "Parameters")


def record_project(
    project: str,
    *,
    stack: str,
    config: Mapping[str, str],
    concrete: bool,
    skip_foreign: bool,
    nested: bool,
    timeout: float,
    report: Report,
) -> Program:
    """Run a project's program; see `converter.record`."""
    fragment = _fragment(os.path.join(project, FRAGMENT))
    opened = read_project(Path(project).resolve(), stack)
    if opened.stack_file is None and opened.stack != DEFAULT_STACK:
        words = f"the project has no Pulumi.{opened.stack}.yaml: the stack has no config of its own"
        report.note("no-stack-config", words)
    if opened.has_autonaming:
        words = (
            "the stack's config says how Pulumi makes up names: CloudFormation does it in its way"
        )
        report.note("autonaming", words)
    if opened.has_environment:
        words = f"what the environment of the stack {opened.stack} sets is not known here"
        report.note("environment", words)
    values = {**_of_stack(opened), **config} if concrete else config
    if opened.runtime == "yaml":
        from .yaml_recording import read_yaml_project

        program = read_yaml_project(
            opened,
            fragment=fragment,
            fixed=config,
            concrete=concrete,
            skip_foreign=skip_foreign,
            report=report,
        )
        return replace(program, fragment=_with_values(program.fragment, values, program))
    fragments = _component_fragments(project) if nested and not concrete else {}
    program = run(
        project,
        names=noted_names(fragment),
        fragment=fragment,
        stack=stack,
        config=config,
        concrete=concrete,
        skip_foreign=skip_foreign,
        timeout=timeout,
        report=report,
        components=[_component(module, it) for module, it in fragments.items()],
    )
    components = {
        token: _with_fragment(component, fragments[component.name], project)
        for token, component in program.components.items()
    }
    file = os.path.join(project, FRAGMENT) if fragment else None
    fragment = _with_constraints(_with_values(fragment, values, program), program.fragment)
    program = replace(program, fragment=fragment, fragment_file=file, components=components)
    if not components:
        return program
    from .recorder.handing import without_clear_given

    return without_clear_given(program, opened, report)


def _of_stack(project: Project) -> dict[str, str]:
    """The values of a stack's config, but for keys that the program has no more."""
    return {
        key: text
        for key, text in project.values.items()
        if key in project.config or spells(project.directory, key)
    }


def _with_values(
    fragment: dict[str, Any], config: Mapping[str, str], program: Program
) -> dict[str, Any]:
    """A fragment that says the values of parameters that were fixed, and nothing of these."""
    bare = {key.removeprefix(f"{program.name}:"): text for key, text in config.items()}
    given = {name: text for name, text in bare.items() if name not in program.config}
    if not fragment or not given:
        return fragment
    from .expansion.tidying import settled

    declared = fragment.get("Parameters", {})
    values: dict[str, Any] = {
        name: text.split(",")
        if is_list_type(str(declared.get(name, {}).get("Type", "String")))
        else text
        for name, text in given.items()
    }
    left = {name: noted for name, noted in declared.items() if name not in given}
    found = {**fragment, "Parameters": left} if left else _without(fragment, "Parameters")
    return cast("dict[str, Any]", settled(found, values))


def _with_constraints(fragment: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """A fragment with what the program itself asks of parameters; what the fragment says counts."""
    parameters = dict(fragment.get("Parameters") or {})
    for name, constraints in (asked.get("Parameters") or {}).items():
        parameters[name] = {**constraints, **parameters.get(name, {})}
    return {**fragment, "Parameters": parameters} if parameters else fragment


def _without(fragment: dict[str, Any], section: str) -> dict[str, Any]:
    return {name: content for name, content in fragment.items() if name != section}


def _component_fragments(project: str) -> dict[str, dict[str, Any]]:
    """The fragments of the components in a folder that stand for nested stacks, by module."""
    found = {}
    for path in sorted(glob.glob(os.path.join(glob.escape(project), f"*.{FRAGMENT}"))):
        module = os.path.basename(path).removesuffix(f".{FRAGMENT}")
        fragment = _fragment(path)
        if isinstance(_metadata(fragment).get(COMPONENT), dict) and module.isidentifier():
            found[module] = fragment
    return found


def _component(module: str, fragment: dict[str, Any]) -> Component:
    noted = _metadata(fragment)[COMPONENT]
    parameters, defaults = noted.get("Parameters"), noted.get("Defaults")
    return Component(
        module=module,
        name=str(noted.get("Class")),
        parameters=parameters if isinstance(parameters, dict) else {},
        names=_metadata(fragment).get(NAMES),
        defaults=defaults if isinstance(defaults, dict) else {},
        fragment=fragment,
    )


def _with_fragment(component: Program, fragment: dict[str, Any], project: str) -> Program:
    """A component with what its arguments do not tell of the parameters that they stand for."""
    config = {}
    for key, declared in component.config.items():
        attributes = Parameter(attributes=entry(fragment, "Parameters", key))
        description = attributes.attributes.get("Description")
        config[key] = replace(
            declared,
            secret=declared.secret or attributes.no_echo,
            description=None if description is None else str(description),
        )
    description = fragment.get("Description")
    return replace(
        component,
        config=config,
        description=description if isinstance(description, str) else None,
        fragment=fragment,
        fragment_file=os.path.join(project, f"{component.name}.{FRAGMENT}"),
    )


def _fragment(path: str) -> dict[str, Any]:
    if not os.path.isfile(path):
        return {}
    source = Source(path, read_file(path))
    with placed_in(source, Report()):
        found = read_raw(source.text, path)
        _check_shape(found)
        return found


def _check_shape(fragment: dict[str, Any]) -> None:
    """Refuse a fragment that is none of a template, and functions that CloudFormation refuses."""
    for section, content in fragment.items():
        if section in _PLAIN:
            _check_plain(section, content)
            continue
        with at(section):
            if not isinstance(content, dict):
                raise SourceError(f"{section} must be a mapping")
            for name, each in content.items():
                with at(name):
                    if section in _OF_MAPPINGS and not isinstance(each, dict):
                        raise SourceError(f"{name} must be a mapping")
                    inner = _INNER.get(section)
                    if inner and not isinstance(each.get(inner, {}), dict):
                        raise SourceError(f"{inner} must be a mapping", path=(inner,))
                    if section not in _VERBATIM:
                        parse(each, condition=section == "Conditions")


def _check_plain(section: str, content: Any) -> None:
    entries = content if section == "Transform" and isinstance(content, list) else [content]
    kinds = (str, dict) if section == "Transform" else (str,)
    if not all(isinstance(entry, kinds) for entry in entries):
        raise SourceError(f"{section} must be a text", path=(section,))


def noted_names(fragment: dict[str, Any]) -> Any:
    """Variable → the condition or table that it is, as a fragment notes it."""
    return _metadata(fragment).get(NAMES)


def _metadata(fragment: dict[str, Any]) -> dict[str, Any]:
    found = fragment.get("Metadata")
    return found if isinstance(found, dict) else {}
