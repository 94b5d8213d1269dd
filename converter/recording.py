"""From a project's folder to its program: what stands beside it says what its code does not."""

from __future__ import annotations

import glob
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .bridge.fragment import entry
from .cloudformation import Parameter
from .pulumi import COMPONENT, NAMES, Program
from .readers.template import read_file, read_raw
from .recorder import Component
from .recorder import record as run
from .recorder.project import read_project
from .report import Report

FRAGMENT = "cloudformation.yaml"


def record_project(
    project: str,
    *,
    stack: str,
    config: Mapping[str, str],
    concrete: bool,
    nested: bool,
    timeout: float,
    report: Report,
) -> Program:
    """Run a project's program; see `converter.record`."""
    fragment = _fragment(os.path.join(project, FRAGMENT))
    opened = read_project(Path(project).resolve(), stack)
    if opened.runtime == "yaml":
        from .yaml_recording import read_yaml_project

        return read_yaml_project(
            opened, fragment=fragment, fixed=config, concrete=concrete, report=report
        )
    fragments = _component_fragments(project) if nested and not concrete else {}
    program = run(
        project,
        names=noted_names(fragment),
        stack=stack,
        config=config,
        concrete=concrete,
        timeout=timeout,
        report=report,
        components=[_component(module, it) for module, it in fragments.items()],
    )
    components = {
        token: _with_fragment(component, fragments[component.name])
        for token, component in program.components.items()
    }
    return replace(program, fragment=fragment, components=components)


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
    parameters = noted.get("Parameters")
    return Component(
        module=module,
        name=str(noted.get("Class")),
        parameters=parameters if isinstance(parameters, dict) else {},
        names=_metadata(fragment).get(NAMES),
    )


def _with_fragment(component: Program, fragment: dict[str, Any]) -> Program:
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
    )


def _fragment(path: str) -> dict[str, Any]:
    return read_raw(read_file(path), path) if os.path.isfile(path) else {}


def noted_names(fragment: dict[str, Any]) -> Any:
    """Variable → the condition or table that it is, as a fragment notes it."""
    return _metadata(fragment).get(NAMES)


def _metadata(fragment: dict[str, Any]) -> dict[str, Any]:
    found = fragment.get("Metadata")
    return found if isinstance(found, dict) else {}
