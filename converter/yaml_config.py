"""How config reads in Pulumi YAML, where a text that looks like JSON becomes what it looks like.

Whatever type is declared, ``"8080"`` is a number, ``"true"`` a boolean, ``"1.10"`` the number 1.1:
https://github.com/pulumi/pulumi-yaml/issues/453. So what a key's known values look like decides how
it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .pulumi import ConfigKey, ConfigValue, Equal, Expression, Program, walk
from .report import Report

Reading = Literal["text", "scalar", "mixed"]


def canonical(text: str) -> str | None:
    """The JSON of a number or boolean that a config text becomes; None where it stays a text."""
    try:
        value = json.loads(text, parse_constant=lambda name: name)
    except ValueError:
        return None
    if isinstance(value, str):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        value = int(value)
    return json.dumps(value)


def as_read(text: str) -> Any:
    """The value that a config text becomes."""
    found = canonical(text)
    return text if found is None else json.loads(found)


def printed(text: str) -> str:
    """What a config text looks like inside of another: numbers as Go's ``%v`` prints them."""
    found = canonical(text)
    value = None if found is None else json.loads(found)
    if found is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return text if found is None else found
    mantissa, _, exponent = f"{float(value):.16e}".partition("e")
    if -5 < int(exponent) < 21 and (abs(int(exponent)) < 6 or int(exponent) < 0):
        return found
    digits = repr(float(mantissa)).removesuffix(".0")
    return f"{digits}e{'-' if int(exponent) < 0 else '+'}{abs(int(exponent)):02d}"


def readings(program: Program) -> dict[str, Reading]:
    """How each config key reads: always a text, never one, or now this and now that."""
    compared = _compared(program)
    return {
        key: _reading(config, parameter(program.fragment, key), compared.get(key, ()))
        for key, config in program.config.items()
    }


def scalars(config: Mapping[str, ConfigKey], fragment: Mapping[str, Any]) -> frozenset[str]:
    """The config keys that are numbers or booleans whenever a program runs."""
    return frozenset(
        key for key, it in config.items() if _reading(it, parameter(fragment, key), ()) == "scalar"
    )


def lists(config: Mapping[str, ConfigKey], fragment: Mapping[str, Any]) -> frozenset[str]:
    """The config keys that stand for lists, as texts with commas."""
    return frozenset(key for key in config if _is_list(parameter(fragment, key).get("Type")))


def _is_list(kind: Any) -> bool:
    return isinstance(kind, str) and (kind == "CommaDelimitedList" or kind.startswith("List<"))


def parameter(fragment: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What a fragment says of a parameter."""
    section = fragment.get("Parameters")
    entry = section.get(key) if isinstance(section, dict) else None
    return entry if isinstance(entry, dict) else {}


def _reading(key: ConfigKey, entry: Mapping[str, Any], compared: Iterable[str]) -> Reading:
    if key.type in ("integer", "number", "boolean") or entry.get("Type") == "Number":
        return "scalar"
    allowed = entry.get("AllowedValues")
    if isinstance(allowed, list):
        found = {canonical(_text(value)) is not None for value in allowed}
        return "mixed" if len(found) > 1 else "scalar" if True in found else "text"
    known = [*compared] if key.default is None else [*compared, _text(key.default)]
    return "mixed" if any(canonical(text) is not None for text in known if text) else "text"


def tell(program: Program, report: Report) -> None:
    """Warn of config texts that the interpreter may take for numbers or booleans."""
    values: list[Expression] = [resource.inputs for resource in program.resources.values()]
    values += [export.value for export in program.exports.values()]
    used = {node.key for node in walk(values) if isinstance(node, ConfigValue)}
    for key, reading in readings(program).items():
        if reading == "mixed" and key in used:
            words = (
                f"Pulumi YAML takes a value of {key} that looks like a number or a boolean for "
                "one, whatever type is declared: 1.10 becomes 1.1"
            )
            report.warn("config-text", words, ("Parameters", key))


def _compared(program: Program) -> dict[str, list[str]]:
    """The literals that the conditions compare each key with."""
    found: dict[str, list[str]] = {}
    for condition in program.conditions.values():
        for node in walk(condition):
            if isinstance(node, Equal):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(one, ConfigValue) and isinstance(other, str):
                        found.setdefault(one.key, []).append(other)
    return found


def _text(value: Expression) -> str:
    return value if isinstance(value, str) else json.dumps(value)
