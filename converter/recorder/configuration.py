"""A program's config: what its project declares, and what its code reads beyond that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..errors import UsageError
from ..provider_functions import PROVIDERS, REGION_KEYS
from ..pulumi import ConfigKey
from ..report import Report
from ..yaml_config import listed
from .events import ConfigRead
from .project import Project
from .stack_outputs import spells

LISTING = ("python", "nodejs", "yaml")
"""The runtimes whose programs show that a value declared as an array of texts is a list."""


def declare(
    project: Project,
    reads: Sequence[ConfigRead],
    secrets: Collection[str],
    report: Report,
) -> dict[str, ConfigKey]:
    """Give the config keys that a template asks for, declared ones first, then in reading order.

    A key whose value was fixed for the run is left out, with a finding; so is a provider's own key
    that the program never reads. A secret stays, and has no default: a template would show it.

    Args:
        project: the project's files.
        reads: the config that the program asked for.
        secrets: the keys that are secret.
        report: takes the findings.
    """
    config = {
        key: _with_value(declared, project.values.get(key), project)
        for key, declared in project.config.items()
        if ":" not in key
    }
    fixed: dict[str, ConfigRead] = {}
    for read in reads:
        if read.key in REGION_KEYS:
            continue
        if read.fixed and read.key not in secrets:
            fixed.setdefault(read.key, read)
        else:
            config[read.key] = _after_reading(
                config.get(read.key) or project.config.get(read.key) or ConfigKey(), read
            )
    for key, read in fixed.items():
        config.pop(key, None)
        report.note(
            "fixed-config", f"{key} is no parameter: the template holds what {_where(read)}"
        )
    as_text = {read.key for read in reads if read.kind != "list"}
    for key in config.keys() - as_text - {*secrets}:
        if project.runtime in LISTING and project.structures.get(key) == "texts":
            config[key] = listed(key, config[key])
    kept = {read.key for read in reads if read.fixed and read.key in secrets}
    for key in kept:
        words = "it stays a parameter, and the template does not hold its value"
        report.warn("secret-kept", f"{key} is a secret: {words}", ("config", key))
    return {
        key: _without_default(key, replace(declared, secret=True), key in kept, report)
        if key in secrets
        else _typed(declared)
        for key, declared in config.items()
    }


def _with_value(declared: ConfigKey, text: str | None, project: Project) -> ConfigKey:
    """A declaration with the value that its key has as its default, unless that is encrypted."""
    if text is not None and project.sealing.is_in(text):
        return replace(declared, default=None, secret=True)
    return replace(declared, default=text)


def _without_default(key: str, declared: ConfigKey, told: bool, report: Report) -> ConfigKey:
    """A secret without its default, but for the empty text, which means that it is not set."""
    if not declared.default:
        return declared
    if not told:
        words = f"the default of the secret {key} is not written in clear text"
        report.warn("secret-default", words, ("config", key))
    return replace(declared, default=None)


def check_fixed(project: Project, fixed: Iterable[str], reads: Sequence[ConfigRead]) -> None:
    """Refuse a value for a key that the project neither declares nor reads.

    What other namespaces hold is their providers' own matter.

    Raises:
        UsageError: there is such a one.
    """
    from ..catalog import near

    known = [*project.config, *project.values, *(read.key for read in reads), *REGION_KEYS]
    for key in map(project.bare, fixed):
        namespace, colon, _ = key.rpartition(":")
        if key in known or (colon and namespace in PROVIDERS):
            continue
        if spells(project.directory, key):  # what reads it did not come to be run
            continue
        meant = near(key, known)
        hint = f"; did you mean {meant}?" if meant else ""
        raise UsageError(f"the program has no config key {key!r}{hint}")


def _after_reading(declared: ConfigKey, read: ConfigRead) -> ConfigKey:
    """Add to a declaration what a reading says."""
    return replace(
        declared,
        type=read.kind if declared.type == "string" else declared.type,
        default=read.default if declared.default is None else declared.default,
        secret=declared.secret or read.secret,
    )


def _typed(declared: ConfigKey) -> ConfigKey:
    """Give a whole number's default as a number."""
    default = declared.default
    if declared.type not in ("integer", "number") or not isinstance(default, str):
        return declared
    try:
        return replace(declared, default=int(default))
    except ValueError:
        return declared


def _where(read: ConfigRead) -> str:
    if read.line is None:
        return "its value gave"
    return f"its value gave at {read.file}:{read.line}"
