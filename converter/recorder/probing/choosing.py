"""Which subjects a program has, and which of their values are worth trying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...pulumi import ConfigValue, Equal, Invoke, Node, walk
from ...scalars import allowed_texts
from ..lexing import Spoken
from ..project import Project, values_elsewhere
from ..reading import Read
from .matching import samples
from .observing import Hints
from .subjects import NUMBER, STACK, Subject, known_as

_PARTS = {
    "region": re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d+"),
    "accountId": re.compile(r"\d{12}"),
    "partition": re.compile(r"aws(?:-[a-z]+)*"),
    "urlSuffix": re.compile(r"(?:[a-z0-9-]+\.)+[a-z]+"),
}
_CALLS = {
    "region": ("getregion",),
    "accountId": ("getaccountid", "getcalleridentity"),
    "partition": ("getpartition",),
    "urlSuffix": ("geturlsuffix", "dnssuffix"),
}
"""How a program asks for what is known of where it runs, in small letters."""
_STACK_ASKED = re.compile(r"\.(Stack|stackName|StackName)\b(?!<)|\bgetStack\b")
_STACK_IS = re.compile(
    r"""stack(?:name)?(?:\(\))?\s*(?:[!=]=|\.equals\()\s*"([^"\n]+)\""""
    r"""|"([^"\n]+)"\s*(?:[!=]=\s*|\.equals\()[\w.]*stack""",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\w.+:-]{1,40}")
_LIST_TYPES = ("CommaDelimitedList", "List<")
_MOST_AROUND = 6
_MOST_COMPARED = 6


def subjects_of(
    project: Project,
    spoken: Spoken,
    hints: Hints,
    parameters: Mapping[str, Any],
    text: str,
) -> list[Subject]:
    """Give the subjects of a program.

    Args:
        project: the project's files.
        spoken: what the program's text tells.
        hints: the conditions and tables that are noted beside it.
        parameters: what is noted of its parameters, as a template says it.
        text: the whole text of the program.
    """
    keys = dict.fromkeys([*project.config, *project.values, *map(project.bare, spoken.reads)])
    elsewhere = values_elsewhere(project)
    noted = dict(_noted_values(hints))
    asked = [it for it in _PARTS if any(call in text.lower() for call in _CALLS[it])]
    known = [_known(name, spoken, noted, hints) for name in asked]
    if _STACK_ASKED.search(text):
        values = tuple(dict.fromkeys(one or other for one, other in _STACK_IS.findall(text)))
        others = _others(("", "", *values), spoken, hints)
        asked_of = tuple(spoken.loose)
        known.append(Subject(name=STACK, known=True, values=values, others=others, keys=asked_of))
    return [
        *(
            _with_elsewhere(
                _key(key, project, spoken, noted.get(ConfigValue(key), ()), parameters, hints),
                elsewhere.get(key, ()),
            )
            for key in keys
            if ":" not in key and not _is_object(key, project, spoken)
        ),
        *known,
    ]


def objects_of(project: Project, spoken: Spoken) -> list[str]:
    """Give the keys whose values are objects, which no parameter can be."""
    keys = dict.fromkeys([*project.config, *project.values, *map(project.bare, spoken.reads)])
    return [key for key in keys if ":" not in key and _is_object(key, project, spoken)]


def _read(key: str, project: Project, spoken: Spoken) -> Read | None:
    return spoken.reads.get(key) or spoken.reads.get(project.full(key))


def _is_object(key: str, project: Project, spoken: Spoken) -> bool:
    read = _read(key, project, spoken)
    return read is not None and read.type == "object"


def _noted_values(hints: Hints) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Give what noted conditions compare values with."""
    found: dict[Node, dict[str, None]] = {}
    for node in walk(list(hints.conditions.values())):
        if isinstance(node, Equal):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, ConfigValue) and isinstance(other, str):
                    found.setdefault(one, {}).setdefault(other)
                elif isinstance(one, Invoke) and isinstance(other, str):
                    found.setdefault(ConfigValue(known_as(one.result)), {}).setdefault(other)
    for node, values in found.items():
        yield node, tuple(values)


def _key(
    key: str,
    project: Project,
    spoken: Spoken,
    noted: Iterable[str],
    parameters: Mapping[str, Any],
    hints: Hints,
) -> Subject:
    declared, read = project.config.get(key), _read(key, project, spoken)
    attributes = parameters.get(key, {})
    kind = declared.type if declared is not None else "string"
    if kind == "string" and read is not None:
        kind = read.type
    noted_type = str(attributes.get("Type", ""))
    if noted_type.startswith(_LIST_TYPES) and kind == "string":
        kind = "list"
    text = project.values.get(key)
    secret = bool((declared and declared.secret) or (read and read.secret))
    may_be_empty = not secret or kind == "string"
    optional = text is None and read is not None and read.optional and may_be_empty
    given = None if secret else text
    subject = Subject(
        name=key,
        type=kind,
        default="" if optional else given,
        optional=optional,
        secret=secret,
        numeric="Number" in noted_type or (text or "").replace(".", "", 1).isdigit(),
    )
    if secret:
        return replace(subject, values=("",) if may_be_empty else ())
    allowed = allowed_texts(attributes)
    if allowed is not None:
        return replace(subject, values=tuple(allowed), closed=True)
    return _with_values(subject, spoken, noted, hints)


def _with_values(subject: Subject, spoken: Spoken, noted: Iterable[str], hints: Hints) -> Subject:
    unset = ("",) if subject.optional else ()
    if subject.type == "boolean":
        return replace(subject, values=(*unset, "true", "false"), closed=True)
    asked = spoken.asked.get(subject.name, {})
    if subject.type in ("integer", "number"):
        texts = dict.fromkeys([*noted, *asked])
        numbers = [it for it in texts if NUMBER.fullmatch(it)]
        numbers = [it for it in numbers if it.isdigit() or subject.type == "number"]
        steps = [(it, (-1, 1) if it.isdigit() else (0, 1)) for it in numbers]
        beside = [int(float(it)) + step for it, own in steps for step in own]
        near = [str(it) for it in beside if it >= 0]
        apart = tuple(it for it in dict.fromkeys([*near, "0", "1"]) if it not in numbers)
        near = [it for it in dict.fromkeys(near) if it not in numbers]
        return replace(subject, values=(*unset, *numbers), others=apart, near=tuple(near))
    values = tuple(dict.fromkeys([*unset, *noted, *asked, *_rows(subject, hints)]))
    if not values and subject.default is None and subject.numeric:
        values = ("0", "1", "2")
    if subject.type == "list":
        return replace(subject, values=values)
    others = _others(("", *values), spoken, hints)
    tables = (it for it in spoken.tables if subject.default in it)
    siblings = tuple(dict.fromkeys(key for table in tables for key in table))
    around = tuple(filter(None, spoken.around))[:_MOST_AROUND]
    return replace(
        subject,
        values=values,
        others=others,
        keys=(*spoken.loose, *_members(spoken)),
        compared=tuple(filter(None, spoken.compared))[:_MOST_COMPARED],
        siblings=siblings,
        rows=tuple(map(tuple, [*spoken.tables, _members(spoken)])),
        samples=tuple(samples(spoken.patterns)),
        readable=spoken.numbers_read,
        around=around,
    )


def _with_elsewhere(subject: Subject, values: Sequence[str]) -> Subject:
    """A subject with the values that it has in other stacks, which a program is made for, too."""
    if subject.closed or subject.secret:
        return subject
    new = tuple(it for it in values if it not in subject.values and it != subject.default)
    left = tuple(it for it in subject.others if it not in new)
    return replace(subject, others=(*new, *left), elsewhere=new)


def _others(values: Sequence[str], spoken: Spoken, hints: Hints) -> tuple[str, ...]:
    """The program's other texts that may be values, those that something is compared with first."""
    texts = dict.fromkeys(
        [*_members(spoken), *spoken.loose, *filter(_WORDS.fullmatch, spoken.texts), *spoken.pieces]
    )
    tables = [row for table in hints.tables.values() for row in table.values()]
    cells = {str(it) for row in tables for pair in row.items() for it in pair}
    left = [it for it in texts if it not in (*values, *spoken.reads) and it not in cells]
    return (*(it for it in ("",) if it not in values[1:]), *left)


def _members(spoken: Spoken) -> list[str]:
    """The members of enums that the program makes of texts, in small letters, too."""
    return [*dict.fromkeys([*spoken.members, *(it.lower() for it in spoken.members)])]


def _rows(subject: Subject, hints: Hints) -> Iterator[str]:
    """The keys of noted tables among which a subject's default is."""
    for table in hints.tables.values():
        columns = dict.fromkeys(column for row in table.values() for column in row)
        for keys in (table, columns):
            if subject.default in keys:
                yield from keys
        if subject.default is None and not subject.numeric:
            yield from (it for it in table if not _PARTS["region"].fullmatch(it))


def _known(
    name: str, spoken: Spoken, noted: Mapping[Any, tuple[str, ...]], hints: Hints
) -> Subject:
    pattern = _PARTS[name]
    rows = [key for table in hints.tables.values() for key in table]
    texts = spoken.texts if name == "region" else spoken.loose
    found = [it for it in dict.fromkeys([*rows, *texts]) if pattern.fullmatch(it)]
    own = noted.get(ConfigValue(known_as(name)), ())
    values = tuple(dict.fromkeys([*own, *found]))
    others = tuple(it for it in spoken.compared if it and it not in values)
    return Subject(name=name, known=True, values=values, others=others)
