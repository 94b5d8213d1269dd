"""Components whose arguments cross the wire: each is a function of these, seen wherever it is
made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ... import decisions
from ...errors import ConversionError
from ...pulumi import (
    ConfigKey,
    ConfigValue,
    Convert,
    EnumMember,
    Expression,
    Program,
    Resource,
    Secret,
    Select,
    Split,
    walk,
)
from ...report import Report
from ...rewriting import rewritten
from ...scalars import allowed_texts, text_of
from ..instances import Instance, NotApartError, dissolved, is_plain, parted
from ..nesting import Component
from ..settling import settle
from .inferring import difference, inferred
from .observing import Hints, Observation, Seen
from .reducing import converted
from .subjects import OPEN, STACK, Assignment, Fresh, Subject, Value, known_as, text_in

_KINDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "list"}


@dataclass(frozen=True, slots=True)
class _Made:
    """A component in a run, and what the run was given."""

    assignment: Assignment
    instance: Instance


def nested(
    seen: Seen, found: Program, components: Mapping[str, Component], report: Report
) -> Program:
    """Give the program with its components, each a program of its own.

    Args:
        seen: the runs of a program, in which components are told apart from what is in them.
        found: the program that gives the same in every run.
        components: the components that stand for nested stacks, by their types' tokens.
        report: takes the findings: which of them cannot be told apart.
    """
    kept = dict(components)
    while True:
        runs = [replace(it, program=dissolved(it.program, components.keys() - kept.keys()))
                for it in seen.observations]  # fmt: skip
        try:
            own = Report()
            program = _parted(replace(seen, observations=runs), kept, own)
        except NotApartError as error:
            left = kept.pop(error.type)
            names = ", ".join(_of_type(found, error.type))
            report.warn(
                "nested-stack",
                f"the resources of {names} are the template's own: {left.name} cannot be told "
                f"apart from the program that makes it, {error.reason}",
            )
            continue
        report.extend(own)
        return replace(program, fragment=found.fragment)


def _of_type(program: Program, type: str) -> Iterator[str]:
    return (name for name, it in program.resources.items() if it.type == type)


def _parted(seen: Seen, components: Mapping[str, Component], report: Report) -> Program:
    outside: list[Observation] = []
    made: dict[str, list[_Made]] = {}
    for observation in seen.observations:
        program, instances = parted(observation.program, components)
        outside.append(Observation(observation.assignment, program))
        for instance in instances:
            made.setdefault(instance.type, []).append(_Made(observation.assignment, instance))
    programs = {
        type: _Alone(components[type], type, runs, seen.subjects, report).program()
        for type, runs in made.items()
    }
    found, _ = inferred(Seen(outside, seen.subjects, seen.hints))
    found = _with_arguments(found, components, programs)
    programs = {type: _with_arguments(it, components, programs) for type, it in programs.items()}
    return replace(found, components=programs)


def _with_arguments(
    program: Program, components: Mapping[str, Component], programs: Mapping[str, Program]
) -> Program:
    """A program in which components are not given what is their parameters' default."""
    resources = {
        name: replace(it, inputs=dict(_arguments(it, programs[it.type])))
        if it.type in programs
        else it
        for name, it in program.resources.items()
    }
    return replace(program, resources=resources)


def _arguments(resource: Resource, component: Program) -> Iterator[tuple[str, Expression]]:
    for key, value in resource.inputs.items():
        declared = component.config[key]
        inner = value.value if isinstance(value, Secret) else value
        if declared.default is not None and _text(inner) == _text(declared.default):
            continue
        if declared.type == "list" and isinstance(inner, Split) and inner.delimiter == ",":
            inner = Convert("list", inner.source)
        yield key, inner


def _text(value: Any) -> str | None:
    """The text of a plain value; None where it has none."""
    if isinstance(value, list) and all(isinstance(it, (str, int, float)) for it in value):
        return ",".join(map(text_of, value))
    return text_of(value) if isinstance(value, (str, int, float)) else None


class _Alone:
    """What one component does, found from all that were made.

    Args:
        component: the component.
        type: its type's token.
        made: those that were made, in every run.
        known: the subjects of the program that makes them.
        report: takes the findings.
    """

    def __init__(
        self,
        component: Component,
        type: str,
        made: list[_Made],
        known: Mapping[str, Subject],
        report: Report,
    ) -> None:
        self._component, self._type, self._report = component, type, report
        self._made = made
        self._parameters = list(dict.fromkeys(key for it in made for key in it.instance.arguments))
        self._known = {name: it for name, it in known.items() if it.known}
        noted = component.fragment.get("Parameters")
        self._noted: Mapping[str, Any] = noted if isinstance(noted, dict) else {}

    def program(self) -> Program:
        """Give its program.

        Raises:
            NotApartError: nothing that it is given tells what it does.
        """
        kinds = {name: self._kind(name) for name in self._parameters}
        runs = [self._observation(it, kinds) for it in self._made]
        subjects = {name: self._subject(name, kinds[name], runs) for name in self._parameters}
        hints = Hints(*decisions.read(_section(self._component.fragment, "Metadata")))
        seen = Seen(runs, {**subjects, **self._known}, hints)
        try:
            found, _ = inferred(seen)
        except ConversionError as error:
            raise NotApartError(self._type, error.message) from None
        found = self._with_literals(found, subjects, runs)
        if any(difference(found, it) is not None for it in runs):
            raise NotApartError(self._type, "what it does is not the same for the same arguments")
        config = {name: self._declared(found.config[name], kinds[name]) for name in subjects}
        return settle(replace(found, name=self._component.module, config=config, fragment={}))

    # --- what it is given -------------------------------------------

    def _values(self, name: str) -> list[Expression]:
        found = (it.instance.arguments.get(name) for it in self._made)
        return [it.value if isinstance(it, Secret) else it for it in found if it is not None]

    def _kind(self, name: str) -> str:
        """The type of an argument: that of its plain values, else what is noted of it."""
        values = self._values(name)
        kinds = {_KINDS.get(type(it), "") for it in values if is_plain(it)} - {"", "string"}
        if len(kinds) == 1 and not isinstance(self._default(name), list):
            return kinds.pop()
        if kinds == {"integer", "number"}:
            return "number"
        noted = str(_section(self._noted, name).get("Type", ""))
        if any(isinstance(it, list) for it in values) or noted.startswith(("List<", "Comma")):
            return "list"
        return "string"

    def _default(self, name: str) -> Any:
        return self._component.defaults.get(name)

    def _is_open_list(self, name: str, kind: str) -> bool:
        """Whether an argument is a list of which not all items are plain."""
        return kind == "list" and not all(map(is_plain, self._values(name)))

    def _subject(self, name: str, kind: str, runs: list[Observation]) -> Subject:
        given = [it.assignment[name] for it in runs]
        noted = _section(self._noted, name)
        allowed = allowed_texts(noted)
        secret = any(isinstance(it.instance.arguments.get(name), Secret) for it in self._made)
        values = [it for it in given if isinstance(it, str)]
        if allowed is not None:
            values = [*allowed, *values]
        return Subject(
            name=name,
            type="string" if self._is_open_list(name, kind) else kind,
            values=tuple(dict.fromkeys(values)),
            closed=isinstance(allowed, list),
            default=_text(self._default(name)),
            secret=secret,
        )

    def _declared(self, declared: ConfigKey, kind: str) -> ConfigKey:
        default = declared.default
        if isinstance(default, str) and kind != "list":
            default = converted(kind, default)
        return replace(declared, type=kind, default=default)

    def _observation(self, made: _Made, kinds: Mapping[str, str]) -> Observation:
        row: dict[str, Value] = {
            name: self._value(name, kind, made) for name, kind in kinds.items()
        }
        for name in self._known:
            row[name] = self._known_value(name, made)
        program = made.instance.program
        for name, kind in kinds.items():
            if self._is_open_list(name, kind):
                program = rewritten(program, self._items(name, made))
        return Observation(row, program)

    def _items(self, name: str, made: _Made) -> Callable[[Any], Any]:
        """What changes the plain items of a list that are open in other runs."""
        given = made.instance.arguments.get(name)
        items = given if isinstance(given, list) and is_plain(given) else []
        lists = [it for it in self._values(name) if isinstance(it, list)]
        is_open = {n for it in lists for n, item in enumerate(it) if not is_plain(item)}
        node = ConfigValue(name)

        def change(value: Any) -> Any:
            if items and value == items:
                return node
            places = (n for n, it in enumerate(items) if n in is_open and it == value)
            place = next(places, None) if isinstance(value, str) else None
            return value if place is None else Select(place, node)

        return change

    def _known_value(self, name: str, made: _Made) -> Value:
        """What is known of where the component is; its stack's name begins with the outer one's."""
        value = made.assignment[name]
        text = text_in(value)
        if name != known_as(STACK) or text is None:
            return value
        own = f"{text}-{made.instance.name}"
        return Fresh(own, mark=value.mark) if isinstance(value, Fresh) else own

    def _value(self, name: str, kind: str, made: _Made) -> Value:
        given = made.instance.arguments.get(name, self._default(name))
        if given is None:
            raise NotApartError(self._type, f"{made.instance.name} is not given {name}")
        inner = given.value if isinstance(given, Secret) else given
        text = _text(inner)
        if text is None or self._is_open_list(name, kind):
            if is_plain(inner) and not isinstance(inner, list):
                raise NotApartError(self._type, f"{name} is an object")
            return OPEN
        fresh = [it for it in made.assignment.values() if isinstance(it, Fresh)]
        for it in fresh:
            if it.text == text:
                return it
        return Fresh(text, mark=True) if any(it.mark and it.text in text for it in fresh) else text

    # --- what is always given alike ----------------------------------

    def _with_literals(
        self, program: Program, subjects: Mapping[str, Subject], runs: list[Observation]
    ) -> Program:
        """A program in which what nothing else hangs on is where its one value is.

        An argument that has the same value wherever the component is made cannot be told from a
        literal. Where it is for nothing else, it is taken for what has that value.
        """
        used = {it.key for it in _nodes(program) if isinstance(it, ConfigValue)}
        for name, subject in subjects.items():
            texts = {text_in(it.assignment[name]) for it in runs}
            text = next(iter(texts))
            if name in used or len(texts) > 1 or not text or subject.secret:
                continue
            program = rewritten(program, _taken(subject, text))
        return program


def _taken(subject: Subject, text: str) -> Any:
    def change(value: Any) -> Any:
        literal = value.value if isinstance(value, EnumMember) else value
        if subject.type == "list" or isinstance(value, list):
            return subject.node if _text(value) == text and isinstance(value, list) else value
        if not isinstance(literal, (str, int, float)) or text_of(literal) != text:
            return value
        kind = _KINDS[type(literal)]
        return subject.node if kind == subject.type else Convert(kind, subject.node)

    return change


def _nodes(program: Program) -> Iterator[Any]:
    return walk([*program.values(), *program.conditions.values()])


def _section(fragment: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = fragment.get(name)
    return found if isinstance(found, dict) else {}
