"""A program's config: what its project declares, and what its code reads beyond that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..errors import UsageError
from ..pulumi import ConfigKey
from ..report import Report
from .events import ConfigRead
from .functions import PROVIDERS, REGION_KEYS
from .project import Project
from .stack_outputs import spells


def declare(project: Project, reads: Sequence[ConfigRead], report: Report) -> dict[str, ConfigKey]:
    """Give the config keys that a template asks for, declared ones first, then in reading order.

    A key whose value was fixed for the run is left out, with a finding; so is a provider's own key
    that the program never reads.
    """
    config = {
        key: replace(declared, default=project.values.get(key))
        for key, declared in project.config.items()
        if ":" not in key
    }
    fixed: dict[str, ConfigRead] = {}
    for read in reads:
        if read.key in REGION_KEYS:
            continue
        if read.fixed:
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
    return {key: _typed(declared) for key, declared in config.items()}


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
    if declared.type != "integer" or not isinstance(default, str):
        return declared
    try:
        return replace(declared, default=int(default))
    except ValueError:
        return declared


def _where(read: ConfigRead) -> str:
    if read.line is None:
        return "its value gave"
    return f"its value gave at {read.file}:{read.line}"
