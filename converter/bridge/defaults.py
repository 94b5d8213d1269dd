"""What CloudFormation has against a parameter's own default.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ..cloudformation import SSM_VALUE, Parameter
from ..intrinsics import Value
from ..scalars import text_of
from .parameters import is_list_type

_BOUNDS = (
    ("MinValue", "MaxValue", "value", ("less", "more")),
    ("MinLength", "MaxLength", "length", ("shorter", "longer")),
)


def fault_of(parameter: Parameter) -> str | None:
    """Why CloudFormation does not take the default of a parameter: it asks for another value, where
    Pulumi takes it.

    Patterns are not looked at: CloudFormation's are Java's.

    Returns:
        What the default is, None where there is nothing against it.
    """
    default = parameter.default
    if default is None or parameter.type.startswith(SSM_VALUE) or isinstance(default, dict):
        return None
    if parameter.no_echo:  # it is asked for
        return None
    allowed = parameter.attributes.get("AllowedValues")
    is_number = "Number" in parameter.type
    for text in _values(parameter.type, default):
        number = _number(text)
        if is_number and number is None:
            return "no number"
        if isinstance(allowed, list) and not _is_one(text, allowed, is_number):
            return "none of its AllowedValues"
        for low, high, of, words in _BOUNDS:
            size = number if of == "value" else float(len(text))
            if size is None or (of == "value") is not is_number:
                continue
            least, most = (_number(_text(parameter.attributes.get(it))) for it in (low, high))
            if least is not None and size < least:
                return f"{words[0]} than its {low}"
            if most is not None and size > most:
                return f"{words[1]} than its {high}"
    return None


def _values(kind: str, default: Value) -> Iterator[str]:
    """The texts that a default is: that of a list is several."""
    if isinstance(default, list):
        yield from map(text_of, default)
    elif is_list_type(kind):
        yield from (item.strip() for item in text_of(default).split(",") if item.strip())
    else:
        yield text_of(default)


def _is_one(text: str, allowed: list[Value], is_number: bool) -> bool:
    texts = [_text(each) for each in allowed]
    return text in texts or (is_number and _number(text) in map(_number, texts))


def _text(value: Value) -> str:
    return text_of(value) if isinstance(value, (str, int, float)) else ""


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
