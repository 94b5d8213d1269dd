"""The text of ``Fn::Sub``, taken apart and put together.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from ..errors import TemplateError, UnsupportedError
from ..records import dataclass
from .nodes import GetAtt, Intrinsic, Ref, Sub, Value

_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")
LONGEST_SUB = 1_000_000
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
    for match in _PLACEHOLDER.finditer(text, 0, _closed(text)):
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


def written_length(value: object) -> int:
    """About how long a value is once each `Fn::Sub` in it is written out, its variables as often
    as its text names them: a few inside of one another stand for gigabytes.
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Sub):
        variables = value.variables or {}
        lengths = {name: written_length(it) for name, it in variables.items()}
        return len(value.text) + sum(lengths.get(name, 0) for name in _names(value.text))
    if isinstance(value, dict):
        return sum(len(key) + written_length(it) for key, it in value.items())
    if isinstance(value, (list, tuple)):
        return len(value) + sum(map(written_length, value))
    if isinstance(value, Intrinsic):
        fields = cast("tuple[str, ...]", value.__slots__)
        return sum(written_length(getattr(value, name)) for name in fields)
    return 1


def _names(text: str) -> list[str]:
    return [match[1].strip() for match in _PLACEHOLDER.finditer(text, 0, _closed(text))]


def sub_values(node: Sub) -> Iterator[Value]:
    """The literal texts, the values of own variables and the references that a ``Fn::Sub`` puts
    together, in order.

    Raises:
        TemplateError: see `sub_parts`.
    """
    variables = node.variables or {}
    for part in sub_parts(node.text):
        if isinstance(part, str):
            yield part
        elif part.name in variables:
            yield variables[part.name]
        else:
            name, dot, attribute = part.name.partition(".")
            yield GetAtt(name, attribute) if dot else Ref(name)


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
        escaped = _replaced(r"${!\1}", literal)
        if "${" in _replaced("", literal):
            raise UnsupportedError("'${' in front of a variable cannot be written in Fn::Sub")
        written += (escaped, "${" + part.name + "}")
        literal = ""
    written.append(_replaced(r"${!\1}", literal))
    return "".join(written)


def _replaced(replacement: str, text: str) -> str:
    end = _closed(text)
    return _PLACEHOLDER.sub(replacement, text[:end]) + text[end:]


def _closed(text: str) -> int:
    """Where the last placeholder ends: looking for an end after each `${` behind it takes long."""
    return text.rfind("}") + 1
