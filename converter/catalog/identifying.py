"""How deployed resources are known by: identifiers, physical IDs, and what values are made of."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from .loading import read_text
from .types import ResourceType

_VARIABLE = re.compile(r"\$\{([\w.]+|\*)(?:=([^}]*))?\}")
ANYTHING = "*"
SEPARATOR = "|"
"""What stands between the parts of an identifier."""


@cache
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text(os.path.dirname(__file__), "identifiers.json"))
    return found


def provider_version() -> str:
    """Give the version of aws-native that the catalog is of."""
    return str(_facts()["provider_version"])


def is_readable(resource_type: str) -> bool:
    """Tell whether Cloud Control can read resources of a type."""
    return resource_type not in _facts()["unreadable"]


def is_idle(resource_type: str) -> bool:
    """Tell whether nothing is behind resources of a type once their stack is deployed."""
    return resource_type in _facts()["idle"]


def is_importable(resource_type: str) -> bool:
    """Tell whether CloudFormation imports resources of a type into a stack."""
    return is_readable(resource_type) and resource_type not in _facts()["not_importable"]


def is_physical_id_telling(resource_type: str) -> bool:
    """Tell whether the physical ID of a resource says anything of it."""
    return resource_type not in _facts()["made_up"]


def is_case_kept(resource_type: str) -> bool:
    """Tell whether a name stands in an ARN of the service as it was given."""
    return resource_type.rpartition("::")[0] not in _facts()["folded"]


def alternatives(resource_type: str, part: str) -> Mapping[str, str]:
    """Give the properties of which an identifier's part is the first that is set, each with the
    word that stands for it; the empty one stands for its value.
    """
    found: Mapping[str, str] = _facts()["first_set"].get(resource_type, {}).get(part, {})
    return found


def patterns(resource_type: str) -> Iterator[tuple[str, str]]:
    """Give what values of a resource are made of: the value's name, and a pattern."""
    for name, found in _facts()["patterns"].get(resource_type, {}).items():
        for pattern in [found] if isinstance(found, str) else found:
            yield name, pattern


def physical_patterns(resource: ResourceType) -> list[str]:
    """Give what the physical ID of a type is made of; the first that fits is meant."""
    special: list[str] = _facts()["physical"].get(resource.name, [])
    if special or not is_physical_id_telling(resource.name):
        return special
    if resource.ref.kind == "property" and resource.ref.property:
        return [f"${{{resource.ref.property}}}"]
    if len(resource.primary_identifier) == 1:
        return [f"${{{resource.primary_identifier[0]}}}"]
    return []


def origin(resource: ResourceType) -> str:
    """Say where the identifier of a deployed resource comes from."""
    names = resource.primary_identifier
    unknown = [it for it in names if resource.is_read_only(*it.split("."))]
    if not names:
        return "nobody knows what it is made of"
    told = _told_by_physical_id(resource)
    if len(names) == 1:
        return _of_one(resource, told)
    chosen = [it for it in names if alternatives(resource.name, it)]
    others = [it for it in names if it not in (*unknown, *told, *chosen)]
    words = [f"{_listed(others)} as the program says"] if others else []
    words += [f"{it} by {_listed([*alternatives(resource.name, it)], ' or ')}" for it in chosen]
    words += [f"{_listed(told)} from the physical ID"] if told else []
    left = [it for it in unknown if it not in (*told, *chosen)]
    if len(unknown) == 1 and left and not told and is_physical_id_telling(resource.name):
        words.append(f"{left[0]} is the physical ID")
    elif left and not told:
        words.append(f"{_listed(left)} from the physical ID where it is the whole, else from AWS")
    elif left:
        words.append(f"{_listed(left)} from AWS")
    return "; ".join(words)


def _of_one(resource: ResourceType, told: list[str]) -> str:
    (name,) = resource.primary_identifier
    if not is_physical_id_telling(resource.name):
        return "as the program says: the physical ID is made up"
    if physical_patterns(resource) == [f"${{{name}}}"]:
        return "the physical ID"
    made = next((it for key, it in patterns(resource.name) if key == name), None)
    if made is not None:
        return f"made of the physical ID: {made}"
    if name in told:
        return "a part of the physical ID"
    return "only AWS tells it: Ref gives something else"


def _told_by_physical_id(resource: ResourceType) -> list[str]:
    """The parts of the identifier that the physical ID shows."""
    shown: set[str] = set()
    for pattern in physical_patterns(resource):
        shown |= {match[1] for match in _VARIABLE.finditer(pattern)}
    for name, pattern in patterns(resource.name):
        if name in shown:
            shown |= {match[1] for match in _VARIABLE.finditer(pattern)}
    return [name for name in resource.primary_identifier if name in shown]


def _listed(names: Sequence[str], between: str = ", ") -> str:
    return between.join(names)


def filled(pattern: str, value: Callable[[str], str | None]) -> str | None:
    """Make a value of a pattern; None where a part of it is not known.

    Args:
        pattern: the pattern.
        value: gives the text of a variable, None where it has none.
    """
    parts: list[str] = []
    end = 0
    for match in _VARIABLE.finditer(pattern):
        known = None if match[1] == ANYTHING else value(match[1])
        known = match[2] if known is None else known
        if known is None:
            return None
        parts += (pattern[end : match.start()], known)
        end = match.end()
    return "".join(parts) + pattern[end:]


def taken_apart(pattern: str, text: str) -> dict[str, str] | None:
    """Give what the variables of a pattern are in a text; None where the text is none of these."""
    whole = _VARIABLE.fullmatch(pattern)
    if whole is not None:
        return {whole[1]: text}
    found = _expression(pattern).fullmatch(text)
    return found.groupdict() if found is not None else None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    written, end = "", 0
    seen: set[str] = {ANYTHING}
    for match in _VARIABLE.finditer(pattern):
        before = pattern[: match.start()]
        written += re.escape(before[end:])
        end = match.end()
        name = match[1]
        group = "(?:" if name in seen else f"(?P<{name}>"
        written += f"{group}{_characters(name, match[2], before, pattern)})"
        seen.add(name)
    return re.compile(written + re.escape(pattern[end:]))


def _characters(name: str, default: str | None, before: str, pattern: str) -> str:
    """What a variable may hold: what stands between the separators around it."""
    if default == "/":
        return "/(?:.*/)?"
    if SEPARATOR in pattern:
        return "[^|]+"
    # A name behind a colon may have slashes of its own, and so has a full name.
    return "[^:|]+" if before.endswith(":") or name.endswith("FullName") else "[^:|/]+"
