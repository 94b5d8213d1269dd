"""The program that registers what was seen in every run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...errors import Path, ProgramError
from ...pulumi import (
    ABSENT,
    Choice,
    ConditionValue,
    ConfigKey,
    Elsewhere,
    Export,
    Expression,
    Json,
    Lookup,
    Options,
    Program,
    Resource,
    StackReference,
    walk,
)
from .aligning import in_order
from .merging import Merging
from .observing import Observation, Seen, plain
from .reducing import Reducer, canon, read

_RETAINED = "retainOnDelete"
WAY_OUT = "fix values with -c KEY=VALUE, or use --concrete"


def inferred(seen: Seen) -> tuple[Program, Merging]:
    """Give the simplest program that gives what every run gave.

    Raises:
        ConflictError: runs that nothing tells apart differ.
        ProgramError: a template cannot say what was seen.
    """
    merging = Merging(seen)
    runs = dict(enumerate(it.program for it in seen.observations))
    resources = {
        name: _resource(merging, name, {n: p.resources.get(name) for n, p in runs.items()})
        for name in in_order([list(it.resources) for it in runs.values()])
    }
    for name, resource in resources.items():
        if any(name in resources[it].options.depends_on for it in resource.options.depends_on):
            raise _unsayable(("resources", name), "dependencies")
    exports = {
        name: _export(merging, name, {n: p.exports.get(name) for n, p in runs.items()})
        for name in in_order([list(it.exports) for it in runs.values()])
    }
    base = runs[0]
    program = replace(
        base,
        config=_config(seen),
        references=_references(merging, runs),
        resources=resources,
        exports=exports,
        places={path: it for each in reversed(runs.values()) for path, it in each.places.items()},
    )
    return _with_used(program, seen), merging


def _config(seen: Seen) -> dict[str, ConfigKey]:
    found: dict[str, ConfigKey] = {}
    for observation in seen.observations:
        for key, declared in observation.program.config.items():
            found.setdefault(key, declared)
    for subject in seen.subjects.values():
        if not subject.known:
            found[subject.name] = replace(
                found.get(subject.name, ConfigKey()),
                type=subject.type,
                default=_default(subject.type, subject.default),
                secret=subject.secret,
            )
    return found


def _default(kind: str, text: str | None) -> Expression:
    if kind == "integer" and text is not None:
        try:
            return int(text)
        except ValueError:
            return text
    return text


def _resource(merging: Merging, name: str, cases: Mapping[int, Resource | None]) -> Resource:
    path: Path = ("resources", name)
    present = {run: it for run, it in cases.items() if it is not None}
    types = {it.type for it in present.values()}
    if len(types) > 1:
        words = f"{name} is {' or '.join(sorted(types))}, which no template can choose"
        raise ProgramError(f"{words}: {WAY_OUT}", path=path)
    return Resource(
        type=types.pop(),
        inputs=merging.fields(path, {run: it.inputs for run, it in present.items()}),
        options=_options(merging, path, {run: it.options for run, it in present.items()}),
        condition=_condition(merging, path, cases),
    )


def _condition(merging: Merging, path: Path, cases: Mapping[int, Any]) -> str | None:
    present = [run for run, it in cases.items() if it is not None]
    missing = [run for run, it in cases.items() if it is None]
    return merging.condition(path, present, missing)


def _options(merging: Merging, path: Path, cases: dict[int, Options]) -> Options:
    """The options of a resource. It waits for all that it waited for in any run: to wait for more
    is right, and what is in a component is not yet known to Go's SDK each time it is asked for.
    That it is protected is lost in a template, however often it was.
    """
    some = next(iter(cases.values()))
    needed = tuple(in_order([list(it.depends_on) for it in cases.values()]))
    if any(_fixed(options) != _fixed(some) for options in cases.values()):
        raise _unsayable(path, "options")
    return replace(
        some,
        depends_on=needed,
        retain_on_delete=_retained(merging, path, cases),
        protect=any(options.protect for options in cases.values()),
        elsewhere=_elsewhere(merging, path, cases),
    )


def _fixed(options: Options) -> str:
    plain_options = replace(options, retain_on_delete=False, protect=False)
    return repr(replace(plain_options, depends_on=(), elsewhere=None))


def _retained(merging: Merging, path: Path, cases: dict[int, Options]) -> bool | Choice:
    place: Path = (*path, _RETAINED)
    kept = {run: options.retain_on_delete for run, options in cases.items()}
    if len(set(kept.values())) == 1:
        return next(iter(kept.values()))
    found = merging.value(place, dict(kept))
    if isinstance(found, Choice):
        return found
    sides = [
        [run for run, value in kept.items() if bool(value) is holds] for holds in (True, False)
    ]
    name = merging.condition(place, *sides)
    return True if name is None else Choice(name, True, False)


def _elsewhere(merging: Merging, path: Path, cases: dict[int, Options]) -> Elsewhere | None:
    places = {run: it.elsewhere for run, it in cases.items()}
    if all(it is None for it in places.values()):
        return None
    if (
        any(it is None for it in places.values())
        or len({it.account for it in places.values() if it}) > 1
    ):
        raise _unsayable(path, "provider")
    regions = {run: it.region for run, it in places.items() if it is not None}
    some = next(it for it in places.values() if it is not None)
    return replace(some, region=merging.value((*path, "provider"), regions))


def _unsayable(path: Path, what: str) -> ProgramError:
    words = f"the {what} of {path[1]} hang on config values, which a template cannot say: {WAY_OUT}"
    return ProgramError(words, path=path)


def _export(merging: Merging, name: str, cases: Mapping[int, Export | None]) -> Export:
    path: Path = ("exports", name)
    values = {run: it.value for run, it in cases.items() if it is not None}
    condition = _condition(merging, path, cases)
    return Export(value=merging.value(path, values), condition=condition)


def _references(merging: Merging, runs: Mapping[int, Program]) -> dict[str, StackReference]:
    found = {}
    for name in in_order([list(it.references) for it in runs.values()]):
        stacks = {n: it.references[name].stack for n, it in runs.items() if name in it.references}
        found[name] = StackReference(stack=merging.value(("references", name), stacks))
    return found


def _with_used(program: Program, seen: Seen) -> Program:
    """A program with the conditions and tables that it asks for, and no others."""
    values = [*program.values()]
    asked = {it.condition for it in program.resources.values() if it.condition is not None}
    asked |= {it.condition for it in program.exports.values() if it.condition is not None}
    asked |= {it.condition for it in walk(values) if isinstance(it, Choice)}
    while True:
        inner = {it for name in asked for it in _named(seen.conditions[name])}
        if inner <= asked:
            break
        asked |= inner
    conditions = {name: it for name, it in seen.conditions.items() if name in asked}
    values += conditions.values()
    tables = {it.table for it in walk(values) if isinstance(it, Lookup)}
    return replace(
        program,
        conditions=conditions,
        tables={name: it for name, it in seen.tables.items() if name in tables},
    )


def _named(condition: Expression) -> Iterator[str]:
    return (it.name for it in walk(condition) if isinstance(it, ConditionValue))


def difference(program: Program, observation: Observation) -> Path | None:
    """Give a place where a run gave something else than a program says; None for no such."""
    reducer = Reducer.of(program, observation.assignment)
    said = dict(_registered(program, reducer))
    seen = dict(_registered(observation.program, None))
    for path in (*said, *seen):
        if said.get(path) != seen.get(path) and not (
            _is_json(program, path) and read(said.get(path)) == read(seen.get(path))
        ):
            return path
    return None


def _is_json(program: Program, path: Path) -> bool:
    """Whether what is at a path is made of JSON."""
    part, name, *inner = path
    value: Any
    if part == "exports":
        value = program.exports[str(name)].value if name in program.exports else None
    else:
        inputs = program.resources[str(name)].inputs if name in program.resources else {}
        value = inputs.get(str(inner[0])) if inner else None
    return any(isinstance(it, Json) for it in walk(value))


def _registered(program: Program, reducer: Reducer | None) -> Iterable[tuple[Path, Any]]:
    there = {
        name: it
        for name, it in program.resources.items()
        if it.condition is None or reducer is None or reducer.holds(it.condition)
    }
    for name, resource in there.items():
        yield ("resources", name), resource.type
        for key, value in resource.inputs.items():
            found = plain(value) if reducer is None else canon(reducer.value(value))
            if found != canon(ABSENT):
                yield ("resources", name, key), found
        retained = resource.options.retain_on_delete
        told = plain(retained) if reducer is None else canon(reducer.value(retained))
        yield ("resources", name, _RETAINED), told
    for name, export in program.exports.items():
        if export.condition is None or reducer is None or reducer.holds(export.condition):
            yield (
                ("exports", name),
                (plain(export.value) if reducer is None else canon(reducer.value(export.value))),
            )
