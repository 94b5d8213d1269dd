"""Names that Pulumi makes for resources that the template does not name.

aws-native makes a name of the resource's own, which is the logical ID: behind it come a hyphen and
a random text. Where that is no name that AWS takes, ``Pulumi.yaml`` says how the type is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .. import catalog
from ..catalog import ResourceType, facts
from ..pulumi import ABSENT, Choice, Expression, Program, Resource
from ..report import Report

RANDOM = 12
LONGEST_WORD = 30
SAFE = 32
"""How long a name is where nothing is known of its length."""
_RANDOM_TEXT = "0a1b2c3d4e5f"
_LITERAL = r"\^?\(?([a-z]+)\\?([/.-])"
_OPEN_ENDS = ("+", "*", "}")


def name_patterns(program: Program, project: str, prefix: str, report: Report) -> dict[str, str]:
    """How types are to be named whose made-up names AWS would not take.

    Args:
        program: the program, or one of its components.
        project: the project's name.
        prefix: what a component puts before the names of its resources.
        report: is told of the resources.

    Returns:
        Token → pattern, as ``Pulumi.yaml`` takes it.
    """
    found: dict[str, str] = {}
    for logical_id, resource in program.resources.items():
        described = catalog.by_token(resource.type)
        if described is None or _is_named(described, resource):
            continue
        why = _why_illegal(described, f"{prefix}{logical_id}")
        if why is None:
            continue
        place = ("Resources", logical_id)
        pattern = _pattern(described, project)
        words = f"the name that Pulumi makes of {prefix + logical_id!r} {why}"
        if pattern is None:
            words = f"{logical_id} should have a name of its own: {words}"
            report.warn("auto-name", words, place)
            continue
        found[described.token] = pattern
        told = f"Pulumi.yaml says how an {described.name} is named, because {words}"
        report.note("auto-name", f"{logical_id} has no name of its own: {told}", place)
    return found


def _is_named(described: ResourceType, resource: Resource) -> bool:
    """Whether the inputs name the resource, whichever way their conditions turn out."""
    made_up = described.auto_name
    names = described.primary_identifier if made_up is None else (made_up.property,)
    properties = [described.properties[name] for name in names if name in described.properties]
    return any(_is_given(resource.inputs.get(it.pulumi or "", ABSENT)) for it in properties)


def _is_given(value: Expression) -> bool:
    if isinstance(value, Choice):
        return _is_given(value.then) and _is_given(value.otherwise)
    return value is not ABSENT


def _why_illegal(described: ResourceType, name: str) -> str | None:
    """What is wrong with the name that aws-native makes of another; None where nothing is."""
    if described.lower_case_name and name != name.lower():
        return "must be in lower case"
    made_up = described.auto_name
    if made_up is None:
        return None
    longest = _longest(described)
    if longest and len(name) + 1 >= longest:
        return f"would be longer than {longest} characters"
    example = f"{name}-{_RANDOM_TEXT[:7]}"
    if not _fits(described, example[:longest] if longest else example):
        return "would not be one that AWS takes"
    return None


def _longest(described: ResourceType) -> int:
    """How long a name may be; 0 where that is not known."""
    known = described.auto_name.max_length if described.auto_name else 0
    return known or facts.longest_name(described.name)


def _fits(described: ResourceType, name: str) -> bool:
    made_up = described.auto_name
    if described.lower_case_name and name != name.lower():
        return False
    if made_up is None:
        return True
    if not made_up.min_length <= len(name) <= (_longest(described) or len(name)):
        return False
    matches = _matcher(made_up.pattern)
    return matches is None or matches.search(name) is not None


@cache
def _matcher(pattern: str) -> re.Pattern[str] | None:
    """A schema's pattern; one whose end is left open is meant for the whole name."""
    is_open = pattern.removesuffix(")").endswith(_OPEN_ENDS)
    whole = rf"^(?:{pattern})\Z" if is_open else pattern
    try:
        return re.compile(whole) if pattern else None
    except re.error:  # it is written for another language's expressions
        return None


def _pattern(described: ResourceType, project: str) -> str | None:
    """A pattern of legal names: after the project, not after the resource."""
    for before, between in _ways(described):
        room = (_longest(described) or SAFE) - len(before)
        random = min(RANDOM, room)
        word = _word(project, between, min(room - random - len(between), LONGEST_WORD))
        fixed = f"{before}{word}{between}" if word else before
        if _fits(described, fixed + _RANDOM_TEXT[:random]):
            return f"{fixed}${{alphanum({random})}}"
    return None


def _ways(described: ResourceType) -> Iterator[tuple[str, str]]:
    """What may stand before a name, and between its words."""
    pattern = described.auto_name.pattern if described.auto_name else ""
    literal = re.match(_LITERAL, pattern)
    for before in ("", "".join(literal.groups()) if literal else "", "a"):
        for between in ("-", "", "_", "."):
            yield before, between


def _word(project: str, between: str, longest: int) -> str:
    """A project's name, of letters, digits and what stands between words; empty where there is no
    room.
    """
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in project.lower()).split()
    word = between.join(words) or "stack"
    return word[: max(longest, 0)].rstrip(between or None)
