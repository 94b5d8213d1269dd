"""How config reads in Pulumi YAML, where a text that looks like JSON becomes what it looks like.

Whatever type is declared, ``"8080"`` is a number, ``"true"`` a boolean, ``"1.10"`` the number 1.1:
https://github.com/pulumi/pulumi-yaml/issues/453. So what a key's known values look like decides how
it is asked for.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from .errors import UnsupportedError
from .pulumi import ConfigKey, ConfigValue, Equal, Expression, Program, walk
from .report import Report

Reading = Literal["text", "scalar", "mixed"]
Structure = Literal["texts", "other"]


def canonical(text: str) -> str | None:
    """The JSON of what a config text becomes that looks like it; None where it stays a text.

    What looks like one is what Go's `strconv` takes for one (`pkg/server/server.go` of the
    interpreter): ``True`` and ``T`` are booleans, ``+5``, ``.5`` and ``Inf`` are numbers.
    """
    if text[:1] == "0" and text[1:2] not in ("", "."):
        return None
    if _INTEGER.fullmatch(text):
        return _number(float(text))
    if text in _BOOLEANS:
        return json.dumps(text[0] in "tT")
    if _FLOAT.fullmatch(text):
        value = float(text)
        return None if math.isinf(value) and "n" not in text.lower() else _number(value)
    try:
        read = json.loads(text, parse_constant=lambda name: name)
    except ValueError:
        return None
    return None if isinstance(read, str) else _compact(read)


def _compact(value: Any) -> str:
    """JSON as Go writes it: without blanks, keys in order, and fit for HTML."""
    found = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return _FOR_HTML.sub(lambda match: f"\\u{ord(match[0]):04x}", found)


_FOR_HTML = re.compile("[<>&\u2028\u2029]")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BOOLEANS = frozenset({"t", "T", "true", "TRUE", "True", "f", "F", "false", "FALSE", "False"})
_FLOAT = re.compile(
    r"[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|inf(inity)?)|nan", re.IGNORECASE
)

_DIGITS = re.compile(r"(\\d|\[0-9\]|[0-9^$()|?+*]|\{[0-9,]+\})+")
"""A pattern of texts of digits, like the identifiers of accounts."""
_FEW_DIGITS = re.compile(r"\^?(\\d|\[0-9\])\{(1[0-5]?|[2-9])\}\$?")
"""One of no more digits than every number keeps."""


def _number(value: float) -> str:
    """A number as JSON; one that is too large is infinite."""
    return json.dumps(int(value) if value.is_integer() and abs(value) < 1e21 else value)


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
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
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


def structure(entry: Mapping[str, Any]) -> Structure | None:
    """What a declaration says that a key holds: texts one after the other, or another structure;
    None where it is a text, a number or a boolean.
    """
    kind = entry.get("type")
    if kind is None:
        return structure_of(entry.get("default", entry.get("value")))
    older = _LIST_TYPE.fullmatch(str(kind))
    if older is not None:
        return "texts" if older[1].lower() == "string" else "other"
    if str(kind).lower() not in ("array", "object"):
        return None
    items = entry.get("items")
    texts = isinstance(items, dict) and items.get("type") == "string"
    return "texts" if texts and kind == "array" else "other"


def structure_of(value: Any) -> Structure | None:
    """What structure a value is; None where it is none."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "texts"
    return "other" if isinstance(value, (list, dict)) else None


_LIST_TYPE = re.compile(r"list<\s*(.+?)\s*>", re.IGNORECASE)


def listed(name: str, key: ConfigKey) -> ConfigKey:
    """A key that holds texts one after the other, as a parameter has them: with commas.

    Raises:
        UnsupportedError: the default is no list of texts, or one of them has a comma.
    """
    if key.default is None:
        return replace(key, type="list")
    try:
        items = json.loads(str(key.default))
    except ValueError:
        items = None
    if not isinstance(items, list) or not all(
        isinstance(it, str) and "," not in it for it in items
    ):
        raise UnsupportedError(
            f"the value of {name} is no list of texts without commas, which a parameter has",
            path=("config", name),
        )
    return replace(key, type="list", default=",".join(items))


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
    if _DIGITS.fullmatch(_pattern(entry)):
        return "mixed"
    known = [*compared] if key.default is None else [*compared, _text(key.default)]
    return "mixed" if any(canonical(text) is not None for text in known if text) else "text"


def tell(program: Program, report: Report) -> None:
    """Warn of config texts that the interpreter may take for numbers or booleans."""
    used = {node.key for node in walk([*program.values()]) if isinstance(node, ConfigValue)}
    unknown: list[str] = []
    compared = _compared(program)
    for key, reading in readings(program).items():
        config, entry = program.config[key], parameter(program.fragment, key)
        if key not in used or _FEW_DIGITS.fullmatch(_pattern(entry)):
            continue
        words = f"Pulumi YAML takes a value of {key} that looks like a number or a boolean for one"
        if reading == "mixed":
            words += ", whatever type is declared: 1.10 becomes 1.1, quotation marks are escaped"
            report.warn("config-text", words, ("Parameters", key))
        elif lost := [*_lost(config, entry), *_changed(compared.get(key, ()))]:
            told = ", ".join(f"{text} becomes {canonical(text)}" for text in dict.fromkeys(lost))
            report.warn("config-text", f"{words}: {told}", ("Parameters", key))
        elif reading == "text" and _is_open(config, entry):
            unknown.append(key)
    if unknown:
        words = "that looks like a number or a boolean for one, in a text for 1.23e+06; where that"
        words = f"Pulumi YAML takes a value of {', '.join(unknown)} {words}"
        report.note("config-text", f"{words} may be, an AllowedPattern of digits keeps it a text")
    split = [key for key, it in program.config.items() if it.type == "list" and not it.lookup]
    if split := [key for key in split if key in used]:
        words = "give its values without" if len(split) == 1 else "give their values without"
        listed = f"Pulumi YAML keeps blanks around the items of {', '.join(split)}, which"
        report.note("list-blanks", f"{listed} CloudFormation takes off: {words}")


def _is_open(config: ConfigKey, entry: Mapping[str, Any]) -> bool:
    """Whether nothing tells what a text may look like."""
    is_text = entry.get("Type", "String") == "String" and config.lookup is None
    return is_text and config.default is None and "AllowedValues" not in entry


def _pattern(entry: Mapping[str, Any]) -> str:
    return str(entry.get("AllowedPattern", ""))


def respelled(config: ConfigKey, entry: Mapping[str, Any]) -> dict[str, str]:
    """What the interpreter takes the known values of a text for, as JSON → these values.

    Empty where that are the values themselves, or where two of them are the same for it.
    """
    known = [_text(value) for value in _known(config, entry)]
    found = {canonical(text) or text: text for text in known}
    is_other = config.type == "string" and any(seen != text for seen, text in found.items())
    return found if is_other and len(found) == len(set(known)) else {}


def _lost(config: ConfigKey, entry: Mapping[str, Any]) -> list[str]:
    """The known values of a text that the interpreter makes something else of, for good."""
    known = [_text(value) for value in _known(config, entry)]
    if config.type != "string" or respelled(config, entry):
        return []
    return _changed(known)


def _changed(texts: Iterable[str]) -> list[str]:
    """The texts of which the interpreter makes something else."""
    return [text for text in dict.fromkeys(texts) if canonical(text) not in (None, text)]


def _known(config: ConfigKey, entry: Mapping[str, Any]) -> list[Expression]:
    allowed = entry.get("AllowedValues")
    values = [*allowed] if isinstance(allowed, list) else []
    return values if config.default in (None, *values) else [*values, config.default]


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
