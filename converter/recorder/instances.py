"""The components that a program made while it ran: what is inside of each, and what is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from ..pulumi import (
    Attribute,
    Concat,
    ConfigValue,
    Export,
    Expression,
    Node,
    Options,
    Program,
    Resource,
    Secret,
    Select,
    StackName,
    children,
    walk,
)
from ..rewriting import rewrite, rewritten
from .nesting import Component

_ARGUMENTS, _OUTPUTS = "arguments", "outputs"
_OWN_NAME = ConfigValue("\0name")
"""The stack's name inside of a component, until all of them are known to be its own."""
_JOINT = re.compile(r"^[^A-Za-z0-9]+")

Pair = tuple[Expression, Expression]
"""An expression, and what stands for it."""


def made(arguments: dict[str, Expression], outputs: dict[str, Expression]) -> dict[str, Expression]:
    """What a component is given and what it has, as the inputs of a resource."""
    return {_ARGUMENTS: arguments, _OUTPUTS: outputs}


@dataclass(frozen=True)
class Instance:
    """A component that a program made.

    Args:
        name: its name.
        type: its type's token.
        arguments: what it is given, in terms of the outermost program.
        program: what is in it, in which what it is given that is not plain is config.
    """

    name: str
    type: str
    arguments: Mapping[str, Expression]
    program: Program


class NotApartError(Exception):
    """What is in a component hangs on what it is not given.

    Attributes:
        type: the component's type.
        reason: in words.
    """

    def __init__(self, type: str, reason: str) -> None:
        super().__init__(reason)
        self.type, self.reason = type, reason


# --- components that only make resources -----------------------


def dissolved(program: Program, types: Collection[str]) -> Program:
    """A program in which components of some types are no more than the resources in them."""
    gone = {name: it.options for name, it in program.resources.items() if it.type in types}
    if not gone:
        return program
    inside: dict[str, list[str]] = {}
    for name, resource in program.resources.items():
        inside.setdefault(resource.options.parent or "", []).append(name)

    def resources(name: str) -> Iterator[str]:
        if name not in gone:
            yield name
            return
        for child in inside.get(name, ()):
            yield from resources(child)

    found = {}
    for name, resource in program.resources.items():
        if name not in gone:
            options = _handed_down(resource.options, gone)
            needed = (it for each in options.depends_on for it in resources(each))
            options = replace(options, depends_on=tuple(dict.fromkeys(needed)))
            found[name] = replace(resource, options=options)
    return replace(program, resources=found)


def _handed_down(options: Options, gone: Mapping[str, Options]) -> Options:
    """Options with those of the components that a resource is in."""
    while options.parent is not None and options.parent in gone:
        above = gone[options.parent]
        options = replace(
            options,
            depends_on=(*options.depends_on, *above.depends_on),
            retain_on_delete=options.retain_on_delete or above.retain_on_delete,
            protect=options.protect or above.protect,
            parent=above.parent,
        )
    return options


# --- components that are programs of their own -----------------


def parted(program: Program, components: Mapping[str, Component]) -> tuple[Program, list[Instance]]:
    """What a program does itself, and what each of its components does.

    Args:
        program: what was registered in a run; other components are dissolved.
        components: the components, by their types' tokens.

    Raises:
        NotApartError: a component uses what it is not given.
    """
    parting = _Parting(program, components)
    instances = [parting.instance(name) for name in parting.components]
    return parting.outermost(), instances


class _Parting:
    def __init__(self, program: Program, components: Mapping[str, Component]) -> None:
        self.program = program
        resources = program.resources
        self.components = {name: it for name, it in resources.items() if it.type in components}
        self._arguments: dict[str, dict[str, Expression]] = {}
        self._outputs: dict[str, dict[str, Expression]] = {}
        for name, it in self.components.items():
            parameter, inputs = components[it.type].parameter, cast("dict[str, Any]", it.inputs)
            given = inputs[_ARGUMENTS].items()
            self._arguments[name] = {parameter(key): value for key, value in given}
            self._outputs[name] = inputs[_OUTPUTS]
        self._scopes = {name: tuple(self._above(it)) for name, it in resources.items()}
        self._needed: dict[str, dict[str, None]] = {name: {} for name in resources}
        for name, resource in resources.items():
            for needed in resource.options.depends_on:
                self._wait(name, needed)

    def _above(self, resource: Resource) -> Iterator[str]:
        """The components that a resource is in, innermost first."""
        parent = resource.options.parent
        while parent is not None:
            if parent in self.components:
                yield parent
            parent = self.program.resources[parent].options.parent

    def _wait(self, name: str, needed: str) -> None:
        """Let what waits wait for what it needs, as far as both are in the same component."""
        mine, its = ([*reversed(self._scopes[it]), it] for it in (name, needed))
        for waiting, other in zip(mine, its, strict=False):
            if waiting != other:
                self._needed[waiting].setdefault(other)
                return

    def outermost(self) -> Program:
        """What the program does itself."""
        change = _replacing(self._told(None))
        return replace(
            self.program,
            resources=self._inside(None, change),
            exports={
                key: replace(export, value=rewrite(export.value, change))
                for key, export in self.program.exports.items()
            },
            references={
                key: replace(each, stack=rewrite(each.stack, change))
                for key, each in self.program.references.items()
            },
        )

    def instance(self, name: str) -> Instance:
        """What a component does."""
        component = self.components[name]
        arguments, outputs = self._arguments[name], self._outputs[name]
        change = _replacing([*_given(arguments), *self._told(name), *_stack_name(name)])
        resources = self._inside(name, change)
        exports = {key: Export(value=rewrite(it, change)) for key, it in outputs.items()}
        short = {each: _short(name, each, it.type) for each, it in resources.items()}
        if len(set(short.values())) < len(short):
            raise NotApartError(component.type, f"two resources in {name} have names alike")
        program = Program(
            name=name,
            resources={short[each]: _renamed(it, short) for each, it in resources.items()},
            exports={key: _renamed_export(it, short) for key, it in exports.items()},
            places={
                (path[0], short[str(path[1])], *path[2:]): place
                for path, place in self.program.places.items()
                if path[0] == "resources" and path[1] in short
            },
        )
        self._check(component.type, program, arguments)
        return Instance(name, component.type, arguments, rewritten(program, _with_own_name))

    def _inside(self, scope: str | None, change: Callable[[Any], Any]) -> dict[str, Resource]:
        found = {}
        for name, resource in self.program.resources.items():
            if next(iter(self._scopes[name]), None) != scope:
                continue
            inputs = self._arguments.get(name, resource.inputs)
            options, elsewhere = resource.options, resource.options.elsewhere
            if elsewhere is not None:
                elsewhere = replace(elsewhere, region=rewrite(elsewhere.region, change))
            options = replace(
                options,
                depends_on=tuple(self._needed[name]),
                parent=None if options.parent == scope else options.parent,
                elsewhere=elsewhere,
            )
            found[name] = replace(resource, inputs=rewrite(inputs, change), options=options)
        return found

    def _told(self, scope: str | None) -> Iterator[Pair]:
        """What stands for the outputs of the components directly in one."""
        for name, outputs in self._outputs.items():
            if next(iter(self._scopes[name]), None) == scope:
                for key, value in outputs.items():
                    inner = value.value if isinstance(value, Secret) else value
                    if any(name in self._scopes[it] for it in _resources_in(inner)):
                        yield inner, Attribute(name, (key,))

    def _check(self, type: str, program: Program, given: Mapping[str, Expression]) -> None:
        values = [*program.values()]
        values += [it.options.elsewhere.region for it in program.resources.values()
                   if it.options.elsewhere is not None]  # fmt: skip
        for node in walk(values):
            if isinstance(node, Attribute) and node.resource not in program.resources:
                raise NotApartError(type, f"it uses {node.resource}, which it is not given")
            if isinstance(node, StackName):
                raise NotApartError(type, "it uses the name of the stack that it is in")
            if isinstance(node, ConfigValue) and node != _OWN_NAME and node.key not in given:
                raise NotApartError(type, f"it reads the config value {node.key} itself")


def _resources_in(value: Expression) -> Iterator[str]:
    return (it.resource for it in walk(value) if isinstance(it, Attribute))


def _given(arguments: Mapping[str, Expression]) -> Iterator[Pair]:
    """What stands for what a component is given, as far as it is not plain: whole, or an item."""
    for name, value in arguments.items():
        inner = value.value if isinstance(value, Secret) else value
        if not is_plain(inner):
            yield inner, ConfigValue(name)
    for name, value in arguments.items():
        for index, item in enumerate(value) if isinstance(value, list) else ():
            if not is_plain(item):
                yield item, Select(index, ConfigValue(name))


def _with_own_name(value: Any) -> Any:
    return StackName() if value == _OWN_NAME else value


def is_plain(value: Expression) -> bool:
    """Whether a value has no expression in it."""
    return not isinstance(value, Node) and all(map(is_plain, children(value)))


def _stack_name(name: str) -> Iterator[Pair]:
    """A nested stack's name begins with that of the stack it is in."""
    yield Concat((StackName(), f"-{name}")), _OWN_NAME


def _replacing(pairs: Iterable[Pair]) -> Callable[[Any], Any]:
    """What changes a value that is, or a text that has in it, one that something stands for."""
    known = list(pairs)
    texts = [(it.parts, stands) for it, stands in known if isinstance(it, Concat)]
    texts.sort(key=lambda it: -len(it[0]))

    def change(value: Any) -> Any:
        if not isinstance(value, (Node, list)):
            return value
        for meant, stands in known:
            if type(meant) is type(value) and meant == value:
                return stands
        if isinstance(value, Concat) and any(_found(value.parts, it) for it, _ in texts):
            return Concat(tuple(text(value.parts)))
        return value

    def text(parts: Parts) -> Iterator[Expression]:
        for meant, stands in texts:
            found = _found(parts, meant)
            if found is not None:
                yield from text(found[0])
                yield stands
                yield from text(found[1])
                return
        yield from (rewrite(part, change) for part in parts)

    return change


Parts = tuple[Expression, ...]


def _found(parts: Parts, meant: Parts) -> tuple[Parts, Parts] | None:
    """The parts before and after a text that is in a longer one; None where it is not."""
    for start in range(len(parts) - len(meant) + 1):
        end = start + len(meant)
        before = _left(parts[start], meant[0], str.endswith, str.removesuffix)
        after = _left(parts[end - 1], meant[-1], str.startswith, str.removeprefix)
        if before is not None and after is not None and parts[start + 1 : end - 1] == meant[1:-1]:
            rest = (*parts[:start], before), (after, *parts[end:])
            return tuple(tuple(it for it in side if it != "") for side in rest)  # type: ignore[return-value]  # two sides
    return None


def _left(
    part: Expression,
    meant: Expression,
    has: Callable[[str, str], bool],
    without: Callable[[str, str], str],
) -> str | None:
    """What is left of a part at the end of a text; None where it is another."""
    if isinstance(part, str) and isinstance(meant, str):
        return without(part, meant) if has(part, meant) else None
    return "" if part == meant else None


def _short(instance: str, name: str, type: str) -> str:
    """The name of a resource in a component, without the component's own."""
    if not name.startswith(instance):
        return name
    return _JOINT.sub("", name.removeprefix(instance)) or type.rpartition(":")[2]


def _renamed(resource: Resource, names: Mapping[str, str]) -> Resource:
    options = resource.options
    needed = tuple(names[it] for it in options.depends_on if it in names)
    parent = names.get(options.parent) if options.parent is not None else None
    return replace(
        resource,
        inputs=rewrite(resource.inputs, lambda it: _renamed_attribute(it, names)),
        options=replace(options, depends_on=needed, parent=parent),
    )


def _renamed_export(export: Export, names: Mapping[str, str]) -> Export:
    return replace(export, value=rewrite(export.value, lambda it: _renamed_attribute(it, names)))


def _renamed_attribute(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Attribute) and value.resource in names:
        return replace(value, resource=names[value.resource])
    return value
