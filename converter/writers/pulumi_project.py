"""What every language's project has: ``Pulumi.yaml`` and what stands beside the program."""

from __future__ import annotations

from typing import Any

from ..pulumi import NAMES, ConfigKey, Program

CONFIG_TYPES = {"integer": "integer", "boolean": "boolean"}


def project_files(
    program: Program, runtime: dict[str, Any], names: dict[str, str] | None = None
) -> dict[str, str]:
    """``Pulumi.yaml``, and ``cloudformation.yaml`` where the program has a fragment.

    Args:
        program: the program.
        runtime: what ``runtime`` says in ``Pulumi.yaml``.
        names: variable → condition or table, where the one does not tell how the other was spelled.
    """
    from .template import write_raw

    settings: dict[str, Any] = {"name": program.name, "runtime": runtime}
    if program.description:
        settings["description"] = program.description
    if program.config:
        settings["config"] = {name: _declaration(key) for name, key in program.config.items()}
    files = {"Pulumi.yaml": _dump(settings)}
    fragment = program.fragment
    if names:
        fragment = {**fragment, "Metadata": {**fragment.get("Metadata", {}), NAMES: names}}
    if fragment:
        files["cloudformation.yaml"] = write_raw(fragment, "yaml")
    return files


def _declaration(key: ConfigKey) -> dict[str, Any]:
    """A config key's declaration; https://www.pulumi.com/docs/iac/concepts/projects/project-file/"""
    declared: dict[str, Any] = {"type": CONFIG_TYPES.get(key.type, "string")}
    if key.description:
        declared["description"] = key.description
    if key.default is not None:
        declared["default"] = key.default
    if key.secret:
        declared["secret"] = True
    return declared


def _dump(tree: dict[str, Any]) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return str(yaml.dump(tree, Dumper=dumper, sort_keys=False, allow_unicode=True, width=100))
