"""Components that stand for nested stacks: one is run alone, or tells only what it is given."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import sys
import types
import typing
from typing import Any

from .choices import MISSING, Choice, is_optional
from .conditions import by_name, under
from .configuration import Reading, text_of
from .run import Run, current
from .symbols import Items, lift

_KINDS = {int: "integer", float: "number", bool: "boolean"}
_GIVEN = "_recording_given"


def stand_in(run: Run, module: types.ModuleType) -> None:
    """Let the component that a module of the program defines do nothing but tell its arguments."""
    name = run.settings["components"].get(module.__name__)
    found = getattr(module, name, None) if name else None
    if found is None or run.settings["entry"] == module.__name__:
        return
    import pulumi

    original = found.__init__
    arguments = _arguments_class(original)
    if arguments is not None:
        _note_given(arguments)
    token = f"{run.settings['project']}:{module.__name__}:{name}"

    def initialize(self: Any, *positional: Any, **named: Any) -> None:
        bound = inspect.signature(original).bind(self, *positional, **named).arguments
        args = bound.get("args")
        given = {key: getattr(args, key) for key in getattr(args, _GIVEN, ())}
        pulumi.ComponentResource.__init__(self, token, bound["name"], given, bound.get("opts"))
        for key in given:  # the SDK makes them attributes, but here attributes are outputs
            vars(self).pop(key, None)

    def attribute(self: Any, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return pulumi.Output.from_input(lift(_output(self, name)))

    found.__init__, found.__getattr__ = initialize, attribute


def _output(component: Any, name: str) -> str:
    """Give the placeholder for an output, which is known as late as any resource's."""
    run = current()
    ordinal = component.__dict__["_recording_ordinal"]
    names: dict[str, str] = component.__dict__.setdefault("_recording_outputs", {})
    if name not in names:
        identity = f"r{ordinal}_{len(names)}"
        specification = {"node": "attribute", "resource": ordinal, "path": [name]}
        run.report("node", id=identity, specification=specification)
        names[name] = run.tokens.write("string", identity)
    return names[name]


def _note_given(arguments: Any) -> None:
    """Let a class of arguments remember which it was given, and which have their defaults."""
    original = arguments.__init__

    def initialize(self: Any, *positional: Any, **named: Any) -> None:
        bound = inspect.signature(original).bind(self, *positional, **named).arguments
        original(self, *positional, **named)
        object.__setattr__(self, _GIVEN, [key for key in bound if key != "self"])

    arguments.__init__ = initialize


def _arguments_class(initialize: Any) -> Any:
    """Give the class of the argument ``args``, None where there is none."""
    kind = _type_of(initialize.__annotations__.get("args"), initialize.__module__)
    return kind if dataclasses.is_dataclass(kind) else None


def _type_of(annotation: Any, module: str) -> Any:
    """Give the type that an annotation names; those that it is made of stay names."""
    if isinstance(annotation, str):
        return eval(annotation, vars(sys.modules[module]))
    return annotation


# --- one component alone -------------------------------------------


def run_alone(run: Run) -> None:
    """Make the component that is asked for, with symbols as its arguments; export its outputs."""
    import pulumi

    module = importlib.import_module(run.settings["entry"])
    component = getattr(module, run.settings["components"][module.__name__])
    outputs: dict[str, Any] = {}
    register = component.register_outputs

    def register_and_keep(self: Any, given: Any) -> None:
        outputs.update(given)
        register(self, {})

    def set_apart(self: Any, name: str, value: Any) -> None:
        object.__setattr__(self, name, _told_apart(value))

    component.register_outputs, component.__setattr__ = register_and_keep, set_apart
    arguments = _arguments_class(component.__init__)
    given = [] if arguments is None else [arguments(**_symbols(run, arguments))]
    made = component(run.settings["instance"], *given)
    run.report(
        "component",
        attributes=_attributes(made, outputs),
        arguments=[] if arguments is None else [it.name for it in dataclasses.fields(arguments)],
    )
    for name, value in outputs.items():
        _export(pulumi, name, value)


def _symbols(run: Run, arguments: Any) -> dict[str, Any]:
    return {
        field.name: _symbol(run, field, _plain(_type_of(field.type, arguments.__module__)))
        for field in dataclasses.fields(arguments)
    }


def _symbol(run: Run, field: Any, kind: Any) -> Any:
    key = f"{run.settings['project']}:{field.name}"
    if typing.get_origin(kind) is None:
        return Reading(key, _KINDS.get(kind, "string"), True, _default(field)).value()
    Reading(key, "list", True, None).settle(_default(field))
    return Items.of(run.node("list", node="config", key=field.name))


def _default(field: Any) -> str | None:
    if field.default is not dataclasses.MISSING:
        return text_of(field.default)
    if field.default_factory is not dataclasses.MISSING:
        return ",".join(field.default_factory())
    return None


def _plain(hint: Any) -> Any:
    """Give the type of the plain value where a type is an input."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)[0]
    return hint


def _attributes(component: Any, outputs: dict[str, Any]) -> dict[str, str]:
    """Give the output that each attribute of a component is: one value, or a side of a choice."""
    keys = {id(value): key for key, value in outputs.items()}
    for key, value in outputs.items():
        for side in _there(value):
            keys.setdefault(id(side), key)
    found: dict[str, str] = {}
    for name, value in vars(component).items():
        for each in (value, *_there(value)):
            if id(each) in keys:
                found.setdefault(name, keys[id(each)])
    return found


def _there(value: Any) -> list[Any]:
    """Give the sides of a choice that are there."""
    sides = value.sides() if isinstance(value, Choice) else ()
    return [side for side in sides if side is not MISSING]


def _told_apart(value: Any) -> Any:
    """Give an output, or one that need not be there, as one of its own, which no other attribute
    is.
    """
    import pulumi

    if isinstance(value, Choice) and is_optional(value):
        return Choice(value.condition_name(), *map(_told_apart, value.sides()))
    if not isinstance(value, pulumi.Output):
        return value
    copied = object.__new__(type(value))
    vars(copied).update(vars(value))
    return copied


def _export(pulumi: Any, name: str, value: Any) -> None:
    if not isinstance(value, Choice):
        pulumi.export(name, value)
        return
    condition = by_name(value.condition_name())
    for holds, side in zip((True, False), value.sides(), strict=True):
        if side is not MISSING:
            with under(condition, holds):
                pulumi.export(name, side)
