"""Names and files that CDK apps of every language have."""

from __future__ import annotations

import json
import re

from ...intrinsics import Tree
from .nodes import Definition
from .values import literal

ADDITIONS = "additions.json"


def stack_id(name: str) -> str:
    """Give the stack an id that may be its name: `my_app.v2` gives `my-app-v2`."""
    kept = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")
    return (kept if kept[:1].isalpha() else f"stack-{kept}".rstrip("-"))[:128]


def stack_class(name: str) -> str:
    """Give the stack's class a name: `my-app` gives `MyAppStack`, `stack` gives `AppStack`."""
    words = stack_id(name).split("-")
    spelled = "".join(word[:1].upper() + word[1:] for word in words)
    return f"{spelled.removesuffix('Stack') or 'App'}Stack"


def cdk_json(app: str) -> str:
    """Give the settings of the CDK's command: nothing of its own goes into the template.

    Args:
        app: the command that runs the app.
    """
    settings = {"app": app, "versionReporting": False, "pathMetadata": False}
    return json.dumps(settings, indent=2) + "\n"


def additions_json(definition: Definition) -> dict[str, str]:
    """Give the file of what the CDK has no construct for, if there is such."""
    if not definition.additions:
        return {}
    content = {section: _exact(written) for section, written in definition.additions.items()}
    return {ADDITIONS: json.dumps(content, indent=2, ensure_ascii=False) + "\n"}


def _exact(written: Tree) -> Tree:
    """A tree that JavaScript reads as it is: numbers that are too large for it are texts."""
    if isinstance(written, dict):
        return {key: _exact(item) for key, item in written.items()}
    if isinstance(written, list):
        return [_exact(item) for item in written]
    return literal(written).value
