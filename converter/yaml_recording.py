"""From a project in Pulumi YAML to its program, which is read and not run."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from .errors import Path, UnsupportedError
from .pulumi import NAMES, ConfigKey, Expression, Program, Secret
from .readers.pulumi_yaml import Opened, Settings, read_program
from .recorder.configuration import check_fixed, declare
from .recorder.project import ORGANIZATION, Project, own_regions
from .recorder.secrets import Secrets
from .recorder.settling import settle
from .report import Report
from .rewriting import rewrite


def read_yaml_project(
    project: Project,
    *,
    fragment: dict[str, Any],
    fixed: Mapping[str, str],
    concrete: bool,
    skip_foreign: bool,
    report: Report,
) -> Program:
    """Read a project's program.

    Args:
        project: the project.
        fragment: the fragment of a template that stands beside the program.
        fixed: values that config keys have whenever the program runs.
        concrete: whether every config key has its value.
        skip_foreign: whether resources of other providers are left out, not refused.
        report: takes the findings.

    Raises:
        UsageError: a value is given for what is no config key.
        ConversionError: see `converter.readers.pulumi_yaml.read_program`.
    """
    if project.option("compiler") is not None:
        raise UnsupportedError(
            "a compiler makes the program: save what it writes as Main.yaml, and take the option "
            "compiler out of Pulumi.yaml",
            file=os.path.join(project.directory, "Pulumi.yaml"),
        )
    folder = project.main if project.main.is_dir() else project.main.parent
    opened = Opened(os.fspath(folder))
    for key, declared in opened.config.items():
        if key not in project.config:
            project.config[key] = declared
            if isinstance(declared.default, str):
                project.values.setdefault(key, declared.default)
    check_fixed(project, fixed, ())
    values = {project.bare(key): value for key, value in fixed.items()}
    if concrete:
        known = {key: it for key, it in project.values.items() if not project.sealing.is_in(it)}
        values = {**known, **values}
    secrets = {key for key, each in project.config.items() if each.secret}
    project.structures = {**project.held, **project.structures, **opened.structures}
    values = {**_objects(project, secrets), **values}
    config = declare(project, (), secrets, report)
    settings = Settings(
        project=project.name,
        description=project.description,
        config=config,
        values=project.values,
        fixed=_plain(config, values, report),
        own_regions=own_regions(project),
        names=_names(fragment),
        fragment=fragment,
        structures=project.structures,
        concrete=concrete,
        known=_known_names(project) if concrete else {},
        skip_foreign=skip_foreign,
    )
    program = read_program(opened, settings, report)
    return settle(replace(_hidden(program, project, report), fragment=fragment))


def _known_names(project: Project) -> dict[str, str]:
    """The names of the stack and of its organization, as far as they are said."""
    known = {"stack": project.stack, "organization": project.organization}
    return {name: it for name, it in known.items() if it != ORGANIZATION}


def _objects(project: Project, secrets: Collection[str]) -> dict[str, str]:
    """The values of what no parameter can hold, but for those with something encrypted inside."""
    return {
        key: text
        for key, held in project.structures.items()
        if held == "other"
        and key not in secrets
        and (text := project.values.get(key)) is not None
        and not project.sealing.is_in(text)
    }


def _hidden(program: Program, project: Project, report: Report) -> Program:
    """The program with parameters in the place of the secrets that it holds itself."""
    secrets = Secrets(project, (), {}, [*program.config, *program.resources])
    secrets.keys |= {key for key, declared in program.config.items() if declared.secret}

    def hide(value: Expression, path: Path) -> Expression:
        found: Expression = rewrite(
            value, lambda it: secrets.hidden(it.value, path) if isinstance(it, Secret) else it
        )
        return found

    resources = {
        name: replace(
            resource,
            inputs={
                key: hide(value, ("resources", name, key)) for key, value in resource.inputs.items()
            },
        )
        for name, resource in program.resources.items()
    }
    exports = {
        name: replace(export, value=Secret(hide(export.value, ("exports", name))))
        if isinstance(export.value, Secret)
        else export
        for name, export in program.exports.items()
    }
    secrets.tell(report)
    config = {**program.config, **secrets.config()}
    return replace(program, config=config, resources=resources, exports=exports)


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
