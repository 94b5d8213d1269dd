"""What a program takes where it has no secret is as secret: no template says it in clear."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..errors import Path
from ..pulumi import Choice, ConfigValue, Convert, Expression, Node, Program
from ..report import Report
from ..rewriting import parts
from .project import Project
from .secrets import Secrets


def without_clear(program: Program, project: Project, report: Report) -> Program:
    """Give a program that says no secret's default, nor what a decision takes in place of one.

    ``config.get_secret("password") if prod else "changeme"`` asks for both.

    Args:
        program: the program.
        project: its files.
        report: takes the findings.

    Raises:
        UnsupportedError: it is taken from a table, whose values a template shows.
    """
    keys = {key for key, declared in program.config.items() if declared.secret}
    if not keys:
        return program
    hidden = _Hidden(Secrets(project, (), {}, [*program.config, *program.resources]), keys)
    hidden.secrets.keys |= keys
    resources = {
        name: replace(it, inputs=hidden.without(it.inputs, ("resources", name)))
        for name, it in program.resources.items()
    }
    exports = {
        name: replace(it, value=hidden.without(it.value, ("exports", name)))
        for name, it in program.exports.items()
    }
    hidden.secrets.tell(report)
    config = dict(program.config)
    for key in keys:
        if config[key].default:
            words = f"the default of the secret {key} is not written in clear text"
            report.warn("secret-default", words, ("config", key))
            config[key] = replace(config[key], default=None)
    config.update(hidden.secrets.config())
    return replace(program, config=config, resources=resources, exports=exports)


class _Hidden:
    """Hides what stands for secrets.

    Args:
        secrets: makes the parameters.
        keys: the config keys that are secret.
    """

    def __init__(self, secrets: Secrets, keys: set[str]) -> None:
        self.secrets, self._keys = secrets, keys

    def without(self, value: Any, path: Path) -> Any:
        """Give a value without what is secret in it; ``path`` is its place."""
        if isinstance(value, Choice) and self._is_secret(value):
            return self._sides(value, path)
        changed: dict[Any, Any] = {}
        for key, part in parts(value):
            inner = path if isinstance(value, Node) else (*path, key)
            changed[key] = self.without(part, inner)
        if all(changed[key] is part for key, part in parts(value)):
            return value
        if isinstance(value, (list, tuple)):
            return type(value)(changed.values())
        return changed if isinstance(value, dict) else replace(value, **changed)

    def _sides(self, value: Expression, path: Path) -> Expression:
        if isinstance(value, Choice):
            then, otherwise = (self._sides(it, path) for it in (value.then, value.otherwise))
            return replace(value, then=then, otherwise=otherwise)
        return value if self._is_secret(value) else self.secrets.hidden(value, path)

    def _is_secret(self, value: Expression) -> bool:
        """Tell whether a value is a secret of the config as it stands, or may be one."""
        if isinstance(value, Choice):
            return self._is_secret(value.then) or self._is_secret(value.otherwise)
        if isinstance(value, Convert):
            return self._is_secret(value.value)
        return isinstance(value, ConfigValue) and value.key in self._keys
