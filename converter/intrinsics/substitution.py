"""The text of ``Fn::Sub``, taken apart and put together.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import TemplateError, UnsupportedError
from ..records import dataclass

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")
_NAME = re.compile(r"[A-Za-z0-9_.:]+")


@dataclass(frozen=True, slots=True)
class Variable:
    """``${name}`` in the text of a ``Fn::Sub``: own variable, ``Name`` or ``Name.Attribute``."""

    name: str


def is_variable(name: str) -> bool:
    """Whether ``Fn::Sub`` takes a name between ``${`` and ``}``."""
    return _NAME.fullmatch(name) is not None


def sub_parts(text: str) -> list[str | Variable]:
    """The literal texts and variables that ``text`` is made of; no two literals stand side by side.

    ``${!Literal}`` is the text ``${Literal}``; blanks around a name do not count.

    Raises:
        TemplateError: a name has characters that CloudFormation does not take there.
    """
    parts: list[str | Variable] = []
    literal, end = "", 0
    for match in _PLACEHOLDER.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        name = match[1].strip()
        if name.startswith("!"):
            literal += "${" + match[1].lstrip()[1:] + "}"
            continue
        if not is_variable(name):
            raise TemplateError(
                f"'{match[0]}' in Fn::Sub is no variable: names have only letters, digits, '_', "
                f"'.' and ':' (write '${{!{match[1]}}}' for the text itself)"
            )
        if literal:
            parts.append(literal)
            literal = ""
        parts.append(Variable(name))
    literal += text[end:]
    if literal:
        parts.append(literal)
    return parts


def sub_text(parts: Iterable[str | Variable]) -> str:
    """The text whose ``sub_parts`` are ``parts``, neighbouring literals taken as one.

    Raises:
        UnsupportedError: a literal has ``${`` without its ``}`` in front of a variable. No escape
            keeps the two apart: such a text is a ``Fn::Join``.
    """
    written: list[str] = []
    literal = ""
    for part in parts:
        if isinstance(part, str):
            literal += part
            continue
        escaped = _PLACEHOLDER.sub(r"${!\1}", literal)
        if "${" in _PLACEHOLDER.sub("", literal):
            raise UnsupportedError("'${' in front of a variable cannot be written in Fn::Sub")
        written += (escaped, "${" + part.name + "}")
        literal = ""
    written.append(_PLACEHOLDER.sub(r"${!\1}", literal))
    return "".join(written)
