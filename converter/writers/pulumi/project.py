"""What every language's project has: ``Pulumi.yaml`` and what stands beside the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ...pulumi import NAMES, ConfigKey, Program
from ..template import write_raw
from ..yaml_printing import print_plain_yaml

if TYPE_CHECKING:
    from .components import ComponentClass
    from .marks import Marks

AUTONAMING = "pulumi:autonaming"
CONFIG_TYPES = {"integer": "integer", "boolean": "boolean"}


def project_files(
    program: Program,
    runtime: dict[str, Any],
    names: dict[str, str] | None = None,
    packages: dict[str, str] | None = None,
    decisions: dict[str, Any] | None = None,
) -> dict[str, str]:
    """``Pulumi.yaml``, and ``cloudformation.yaml`` where the program has a fragment.

    Args:
        program: the program.
        runtime: what ``runtime`` says in ``Pulumi.yaml``.
        names: variable → condition or table, where the one does not tell how the other was spelled.
        packages: the packages that Pulumi makes an SDK for, with their versions.
        decisions: what is noted of the program's conditions and tables.
    """
    notes = {**({NAMES: names} if names else {}), **(decisions or {})}
    said = settings(program, runtime)
    if packages:
        said["packages"] = packages
    text = print_plain_yaml(said)
    return {"Pulumi.yaml": text, **fragment_file(program, notes)}


def settings(program: Program, runtime: Any) -> dict[str, Any]:
    """What ``Pulumi.yaml`` says of a project; ``runtime`` is what it says of its language."""
    found: dict[str, Any] = {"name": program.name, "runtime": runtime}
    if program.description is not None:
        found["description"] = program.description
    config = {name: _declaration(key) for name, key in program.config.items()}
    if program.name_patterns:
        config[AUTONAMING] = {"value": _autonaming(program)}
    if config:
        found["config"] = config
    return found


def fragment_file(program: Program, notes: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """``cloudformation.yaml`` where a program has a fragment, or something is to be noted.

    Args:
        program: the program.
        notes: what is noted about the program, as entries of the fragment's metadata.
        prefix: what stands before the file's name.
    """
    fragment = program.fragment
    if notes:
        fragment = {**fragment, "Metadata": {**fragment.get("Metadata", {}), **notes}}
    return {f"{prefix}cloudformation.yaml": write_raw(fragment, "yaml")} if fragment else {}


def component_files(
    program: Program,
    classes: Mapping[str, ComponentClass],
    ending: str,
    made: Callable[[str, Program], Any],
    marks: Marks | None,
) -> dict[str, str]:
    """The module of each component, and the fragment beside it where something is left.

    Args:
        program, marks: as for a language's `write`.
        classes: the components' classes, by their tokens.
        ending: how the modules' files end.
        made: makes the module of a component, by its token.
    """
    files: dict[str, str] = {}
    for token, component in program.components.items():
        module, name = made(token, component), classes[token].module
        files[name + ending] = text = module.text()
        if marks is not None:
            marks[name + ending] = module.lines(text)
        files.update(fragment_file(component, module.notes(), f"{name}."))
    return files


def _declaration(key: ConfigKey) -> dict[str, Any]:
    """A config key's declaration; https://www.pulumi.com/docs/iac/concepts/projects/project-file/"""
    declared: dict[str, Any] = {"type": CONFIG_TYPES.get(key.type, "string")}
    if key.description is not None:
        declared["description"] = key.description
    if key.default is not None:
        declared["default"] = key.default
    if key.secret:
        declared["secret"] = True
    return declared


def _autonaming(program: Program) -> dict[str, Any]:
    """How types are named.

    https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration
    """
    providers: dict[str, Any] = {}
    for token, pattern in program.name_patterns.items():
        provider = providers.setdefault(token.partition(":")[0], {"resources": {}})
        provider["resources"][token] = {"pattern": pattern}
    return {"providers": providers}
