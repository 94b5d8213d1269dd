"""What the engine tells a program of the deployment that it is run for."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from .protocol import sent

_FEATURES = {
    "secrets": "SECRETS",
    "resourceReferences": "RESOURCE_REFERENCES",
    "outputValues": "OUTPUT_VALUES",
    "aliasSpecs": "ALIAS_SPECS",
    "replacementTrigger": "REPLACEMENT_TRIGGER",
    "deletedWith": "DELETED_WITH",
    "replaceWith": "REPLACE_WITH",
    "transforms": "TRANSFORMS",
    "invokeTransforms": "INVOKE_TRANSFORMS",
    "parameterization": "PARAMETERIZATION",
    "resourceHooks": "RESOURCE_HOOKS",
    "errorHooks": "ERROR_HOOKS",
    "sendsOptionsToHooks": "SENDS_OPTIONS_TO_HOOKS",
}
"""What programs ask for by a name, and what the same is called among the messages."""
_NAMELESS = (
    *("BYTE_STRING", "INVOKE_DEPENDS_ON", "INVOKE_PARENT", "STATE_MIGRATIONS"),
    *("INVOKE_OUTPUT_VALUES", "CALL_OUTPUT_VALUES"),
)
_PACKAGES = frozenset({"node_modules", "site-packages", "dist-packages", "vendor", "sdks"})
"""Folders of a program in which others' code is."""

Place = tuple[str | None, int | None]
"""A file and a line of it, where they are known."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is deployed, and with what config.

    Args:
        config: full config key → text.
        secrets: the keys of which the text is a secret.
        directory: the program's folder.
        shown: how a person calls that folder.
        preview: whether nothing is deployed, so that the program takes unknown values for such.
    """

    project: str = ""
    stack: str = ""
    organization: str = "organization"
    config: Mapping[str, str] = field(default_factory=dict)
    secrets: Iterable[str] = ()
    directory: Path | None = None
    shown: str = ""
    preview: bool = False

    def information(self, messages: Any) -> Any:
        """Give the message ``DeploymentInfo``, with the features that ``messages`` have."""
        names = [f"RESOURCE_MONITOR_FEATURE_{name}" for name in (*_FEATURES.values(), *_NAMELESS)]
        return messages.DeploymentInfo(
            project=self.project,
            stack=self.stack,
            organization=self.organization,
            config=self.config,
            configSecretKeys=self.secrets,
            dryRun=self.preview,
            supportedFeatures=[getattr(messages, it) for it in names if hasattr(messages, it)],
        )

    def place(self, request: Any) -> Place:
        """Give the line of the program that a request comes from: the innermost of its own code."""
        if self.directory is None:
            return None, None
        folder = _real(str(self.directory))
        own, trace = sent(request, "sourcePosition"), sent(request, "stackTrace")
        positions = [own] if own is not None else []
        positions += [frame.pc for frame in trace.frames] if trace is not None else []
        for position in positions:
            address = urlsplit(position.uri)
            if address.scheme != "file" or position.line < 1:
                continue
            path = os.path.relpath(_real(unquote(address.path)), folder)
            steps = path.split(os.sep)
            if steps[0] != os.pardir and not _PACKAGES.intersection(steps):
                return os.path.join(self.shown, path), position.line
        return None, None


@lru_cache(maxsize=4096)
def _real(path: str) -> str:
    return os.path.realpath(path)


def is_feature(name: str) -> bool:
    """Whether a program may rely on what it asks for by its name."""
    return name in _FEATURES
