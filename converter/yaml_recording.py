"""From a project in Pulumi YAML to its program, which is read and not run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .pulumi import NAMES, ConfigKey, Program
from .readers.pulumi_yaml import read_program
from .recorder.configuration import check_fixed, declare
from .recorder.project import Project
from .recorder.settling import settle
from .report import Report


def read_yaml_project(
    project: Project,
    *,
    fragment: dict[str, Any],
    fixed: Mapping[str, str],
    concrete: bool,
    report: Report,
) -> Program:
    """Read a project's program.

    Args:
        project: the project.
        fragment: the fragment of a template that stands beside the program.
        fixed: values that config keys have whenever the program runs.
        concrete: whether every config key has its value.
        report: takes the findings.

    Raises:
        UsageError: a value is given for what is no config key.
        ConversionError: see `converter.readers.pulumi_yaml.read_program`.
    """
    check_fixed(project, fixed, ())
    values = {project.bare(key): value for key, value in fixed.items()}
    if concrete:
        values = {**project.values, **values}
    secrets = {key for key, each in project.config.items() if each.secret}
    config = declare(project, (), secrets, report)
    folder = project.main if project.main.is_dir() else project.main.parent
    program = read_program(
        os.fspath(folder),
        project=project.name,
        description=project.description,
        config=config,
        fixed=_plain(config, values, report),
        names=_names(fragment),
        fragment=fragment,
        report=report,
    )
    return settle(replace(program, fragment=fragment))


def _plain(
    config: Mapping[str, ConfigKey], values: Mapping[str, str], report: Report
) -> dict[str, str]:
    """The values that stand in the template; a secret's never does."""
    found: dict[str, str] = {}
    for key, value in values.items():
        if key not in config:
            continue
        if config[key].secret:
            words = (
                f"{key} is a secret: it stays a parameter, and the template does not hold its value"
            )
            report.warn("secret-kept", words, ("config", key))
        else:
            found[key] = value
            report.note(
                "fixed-config", f"{key} is no parameter: the template holds what its value gave"
            )
    return found


def _names(fragment: Mapping[str, Any]) -> dict[str, str]:
    metadata = fragment.get("Metadata")
    noted = metadata.get(NAMES) if isinstance(metadata, dict) else None
    entries = noted.items() if isinstance(noted, dict) else ()
    return {variable: name for variable, name in entries if isinstance(name, str)}
