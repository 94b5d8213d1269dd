"""What CloudFormation has against a parameter's own default.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ..cloudformation import SSM_VALUE, Parameter
from ..intrinsics import Value
from ..scalars import text_of
from .parameters import is_list_type
from .scalars import number_of

_OF_NUMBERS = ("MinValue", "MaxValue", "less", "more")
_OF_TEXTS = ("MinLength", "MaxLength", "shorter", "longer")


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
    low, high, less, more = _OF_NUMBERS if is_number else _OF_TEXTS
    least, most = (number_of(parameter.attributes.get(it)) for it in (low, high))
    for text in _values(parameter.type, default):
        number = number_of(text) if is_number else len(text)
        if number is None:
            return "no number"
        if isinstance(allowed, list) and not _is_one(text, allowed, is_number):
            return "none of its AllowedValues"
        if least is not None and number < least:
            return f"{less} than its {low}"
        if most is not None and number > most:
            return f"{more} than its {high}"
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
    texts = [text_of(each) for each in allowed]
    return text in texts or (is_number and number_of(text) in map(number_of, texts))
