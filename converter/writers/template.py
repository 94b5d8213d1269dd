"""Stacks as CloudFormation templates, in YAML or JSON.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

import json

from ..cloudformation import Stack
from ..errors import UnsupportedError
from ..intrinsics import Tree
from ..sections import tree_of
from .texts import escape_hidden
from .yaml_printing import print_yaml


def write(stack: Stack, format: str) -> str:
    """The template of ``stack``.

    Args:
        stack: what to write. Its comments are not.
        format: ``yaml`` or ``json``.

    Raises:
        UnsupportedError: it holds something that no template can.
    """
    return write_raw(tree_of(stack), format)


def write_raw(tree: dict[str, Tree], format: str) -> str:
    """The text of a template or of a part of one; ``readers.template.read_raw`` reads the same.

    Args:
        tree: dictionaries, lists and scalars, functions in their long form.
        format: ``yaml`` or ``json``.

    Raises:
        UnsupportedError: it holds a number or a character that no template can.
    """
    text = print_yaml(tree) if format == "yaml" else _print_json(tree)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        message = f"half a surrogate pair (U+{code:04X}) cannot be written in a template"
        raise UnsupportedError(message) from None
    return text if format == "yaml" else escape_hidden(text, lambda each: json.dumps(each)[1:-1])


def _print_json(tree: dict[str, Tree]) -> str:
    try:
        return json.dumps(tree, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError:
        raise UnsupportedError("an infinite number cannot be written in a template") from None
