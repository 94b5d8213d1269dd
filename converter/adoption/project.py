"""The files of an adopted stack's project."""

from __future__ import annotations

import json
from typing import Any

from ..evaluation import UNKNOWN
from ..naming import PACKAGE
from ..records import dataclass
from .adopting import Adoption
from .guide import (
    GUIDE,
    IMPORT_FILE,
    REMAINING,
    RETAINED,
    STATE_FILE,
    TEMPLATE,
    Handover,
    guide,
)
from .import_file import checkpoint, import_file
from .templates import remaining, retained, template_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Files, and which of them nobody else may read.

    Args:
        texts: the text of each, by its path.
        private: those that may hold secrets.
    """

    texts: dict[str, str]
    private: frozenset[str]


def adopted_files(adoption: Adoption, program: dict[str, str], *, format: str) -> Files:
    """Write everything that hands a stack over.

    Args:
        adoption: the adopted stack.
        program: the files of the program.
        format: ``import`` or ``state``.
    """
    stack = adoption.deployed.name
    state_file = STATE_FILE if format == "state" else IMPORT_FILE
    state = checkpoint(adoption, stack) if format == "state" else import_file(adoption)
    left, unknown = remaining(adoption)
    templates = dict(template_files(retained(adoption.stack), RETAINED, TEMPLATE))
    if left is not None:
        templates.update(template_files(left, REMAINING, TEMPLATE))
    handover = Handover(
        adoption=adoption,
        stack=stack,
        state_file=state_file,
        remains=left is not None,
        unknown=unknown,
        sizes={path: len(text.encode()) for path, text in templates.items()},
    )
    texts = {
        **program,
        f"Pulumi.{stack}.yaml": stack_config(adoption),
        state_file: state,
        GUIDE: guide(handover),
        **templates,
    }
    return Files(texts=texts, private=frozenset({state_file}))


def stack_config(adoption: Adoption) -> str:
    """Write the stack's config: the values that it was deployed with, but for secrets."""
    from ..writers.yaml_printing import print_plain_yaml

    config: dict[str, Any] = {f"{PACKAGE}:region": adoption.deployed.region}
    if adoption.deployed.tags:
        config[f"{PACKAGE}:defaultTags"] = {"tags": dict(adoption.deployed.tags)}
    for key, value in adoption.config.items():
        if value is not UNKNOWN and key not in adoption.secrets:
            text = value if isinstance(value, str) else _text(value)
            config[f"{adoption.program.name}:{key}"] = text
    return print_plain_yaml({"config": config})


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return json.dumps(value)
