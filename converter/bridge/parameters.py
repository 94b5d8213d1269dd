"""Parameters and config keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..cloudformation import SSM_VALUE, Parameter
from ..errors import TemplateError
from ..intrinsics import Value
from ..pulumi import ConfigKey, ConfigValue, Convert, Expression, children, walk
from ..rewriting import rewrite
from ..scalars import text_of
from .context import ToCloudFormation, ToPulumi
from .scalars import integer_of

CARRIED = frozenset({"Default", "Description", "NoEcho"})
CARRIED_BY_ARGUMENTS = frozenset({"Default"})


def is_list_type(parameter_type: str) -> bool:
    """Whether a parameter type's value is a list."""
    inner = (
        parameter_type[len(SSM_VALUE) : -1]
        if parameter_type.startswith(SSM_VALUE)
        else parameter_type
    )
    return inner == "CommaDelimitedList" or inner.startswith("List<")


def lower_parameter(context: ToPulumi, name: str, parameter: Parameter) -> ConfigKey:
    """A parameter as a config key: its text is the parameter's, its type what `ConfigValue` gives.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """
    lookup = None
    if parameter.type.startswith(SSM_VALUE):
        lookup = "getSsmParameterList" if is_list_type(parameter.type) else "getSsmParameterString"
    default = _default(name, parameter.default)
    if parameter.no_echo and default:
        context.report.warn(
            "secret-default",
            f"the default of the secret parameter {name} is not written in clear text: "
            f"set it with `pulumi config set --secret {name}`",
            ("Parameters", name, "Default"),
        )
        default = None
    if isinstance(default, str) and needs_no_blanks(context, parameter):
        default = without_blanks(default)
    description = parameter.attributes.get("Description")
    return ConfigKey(
        type="list" if is_list_type(parameter.type) else "string",
        default=default,
        secret=parameter.no_echo,
        description=None if description is None else text_of(description),
        lookup=lookup,
    )


def needs_no_blanks(context: ToPulumi, parameter: Parameter) -> bool:
    """Whether a parameter's text is a list that the program splits without taking blanks off, which
    a language that only declares does.
    """
    is_looked_up = parameter.type.startswith(SSM_VALUE)
    return context.declarative and is_list_type(parameter.type) and not is_looked_up


def without_blanks(text: str) -> str:
    """The text of a list without the blanks around its items, which CloudFormation takes off."""
    return ",".join(item.strip() for item in text.split(","))


def spelled_default(context: ToPulumi, parameter: Parameter) -> dict[str, Value]:
    """A default as the template has it, where the program has it in another spelling."""
    default = parameter.default
    if parameter.no_echo:
        return {}
    if parameter.type == "Number" and isinstance(default, float) and default.is_integer():
        return {"Default": default}
    if not needs_no_blanks(context, parameter):
        return {}
    is_other = isinstance(default, str) and default != without_blanks(default)
    return {"Default": default} if is_other else {}


def _default(name: str, default: Value) -> Expression:
    if default is None:
        return None
    if isinstance(default, list):
        return ",".join(text_of(item) for item in default)
    if isinstance(default, (str, int, float)):
        return text_of(default)
    raise TemplateError(
        "a parameter's default is text or a number", path=("Parameters", name, "Default")
    )


def constraints(parameter: Parameter, *, is_argument: bool = False) -> dict[str, Any]:
    """What of a parameter Pulumi's config has no place for, as it stands in a template.

    Args:
        parameter: the parameter.
        is_argument: whether it becomes an argument of a component, which has no description and
            may be a secret or not.
    """
    carried = CARRIED_BY_ARGUMENTS if is_argument else CARRIED
    left: dict[str, Any] = {
        key: value for key, value in parameter.attributes.items() if key not in carried
    }
    if "NoEcho" in parameter.attributes and not parameter.no_echo:
        left["NoEcho"] = parameter.attributes["NoEcho"]
    if parameter.type != "String":
        return {"Type": parameter.type, **left}
    return left


def raise_config(
    context: ToCloudFormation, name: str, key: ConfigKey, kept: dict[str, Any]
) -> Parameter:
    """The inverse of `lower_parameter`; ``kept`` is what `constraints` and
    `spelled_default` gave.
    """
    attributes: dict[str, Value] = {}
    if key.description is not None:
        attributes["Description"] = key.description
    if key.default is not None:
        attributes["Default"] = _respelled(context.value(key.default), kept.get("Default"))
    if key.secret:
        attributes["NoEcho"] = True
    if key.type == "boolean" and not kept:
        attributes["AllowedValues"] = _truths(key)
    attributes.update({field: value for field, value in kept.items() if field not in _SPELLED})
    if "Default" in attributes:
        attributes["Default"] = _as_allowed(attributes["Default"], attributes.get("AllowedValues"))
    return Parameter(type=kept.get("Type") or parameter_type(key), attributes=attributes)


_SPELLED = ("Type", "Default")


def _respelled(default: Value, spelled: Value) -> Value:
    """A default as the template had it: a list's, as long as it has the same items, and a number's
    with its fraction, ``2.0``, as long as it is that.
    """
    if isinstance(spelled, float):
        return spelled if str(default) in (text_of(spelled), str(integer_of(spelled))) else default
    if not isinstance(default, str) or not isinstance(spelled, str):
        return default
    return spelled if without_blanks(spelled) == without_blanks(default) else default


def _as_allowed(default: Value, allowed: Value) -> Value:
    """A default as ``AllowedValues`` spell it: a number that is one of numbers is no text."""
    scalars = allowed if isinstance(allowed, list) else []
    same = (it for it in scalars if isinstance(it, (str, int, float)) and text_of(it) == default)
    return next(same, default)


def _truths(key: ConfigKey) -> list[Value]:
    """The texts that a parameter read as a boolean may have: a condition knows no other spelling;
    the empty one stands for a value that is not set.
    """
    return [*([""] if key.default == "" else []), "true", "false"]


def parameter_type(key: ConfigKey) -> str:
    """The type of the parameter that a config key is, where nobody noted another."""
    if key.lookup is not None:
        return f"{SSM_VALUE}{'List<String>' if key.type == 'list' else 'String'}>"
    return {"integer": "Number", "number": "Number", "list": "CommaDelimitedList"}.get(
        key.type, "String"
    )


def narrow_config(context: ToPulumi, program_values: Iterable[Expression]) -> dict[str, str]:
    """Find the number parameters that are used as whole numbers.

    Returns:
        Config key → ``integer`` where the text is turned into one everywhere, so that it can be
        read as one; ``string`` where it is only here and there.
    """
    candidates = {
        name
        for name, parameter in context.stack.parameters.items()
        if parameter.type == "Number" and not parameter.no_echo and _whole(parameter)
    }
    if not candidates:
        return {}
    converted: set[str] = set()
    otherwise: set[str] = set()
    todo = list(program_values)
    while todo:
        value = todo.pop()
        if (
            isinstance(value, Convert)
            and value.to == "integer"
            and isinstance(value.value, ConfigValue)
        ):
            converted.add(value.value.key)
        elif isinstance(value, ConfigValue):
            otherwise.add(value.key)
        else:
            todo.extend(children(value))
    return {
        name: "string" if name in otherwise else "integer"
        for name in sorted(candidates & converted)
    }


def _whole(parameter: Parameter) -> bool:
    default = parameter.default
    whole = integer_of(default)
    return default is None or (
        whole is not None and (isinstance(default, float) or text_of(default) == str(whole))
    )


def is_converted(value: Expression, keys: Mapping[str, str]) -> bool:
    """Whether a value has a conversion of one of the config keys that are read as integers."""
    return any(_is_conversion(part, keys) for part in walk(value))


def unconverted(value: Expression, keys: Mapping[str, str]) -> Expression:
    """A value in which the config keys that are read as integers need no conversion any more; it
    is itself where it has none.
    """
    if not is_converted(value, keys):
        return value
    found: Expression = rewrite(
        value, lambda part: part.value if _is_conversion(part, keys) else part
    )
    return found


def _is_conversion(value: Expression, keys: Mapping[str, str]) -> bool:
    read = value.value if isinstance(value, Convert) else None
    return isinstance(read, ConfigValue) and read.key in keys
