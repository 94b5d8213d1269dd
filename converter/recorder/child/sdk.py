"""What is changed in the Pulumi SDK for the run: symbols pass through it, it tells the order."""

from __future__ import annotations

import asyncio
import functools
import importlib
import json
from collections.abc import Callable
from typing import Any

from . import asking, options, serialization, transforming
from .calls import called_back
from .choices import Choice, choose, chosen_outside, resolve
from .conditions import (
    Symbol,
    any_of,
    by_name,
    here,
    outside,
    simplify,
    under,
)
from .containers import item
from .documents import output_dumped
from .ending import readable
from .known import Known
from .run import Run
from .serialization import ROOT_OUTPUTS
from .symbols import describe, distribute, lift
from .tails import Tail


def install(run: Run) -> None:
    """Change the SDK that is loaded in this process."""
    import pulumi

    serialization.install(run)
    _follow_outputs(pulumi.Output)
    _number_resources(run)
    _collect_exports(run)
    _check_options(run)
    _answer_references(run)
    _leave_providers_alone()
    transforming.install()
    _wait_once()
    _look_for_circles_in_a_loop()
    asking.install(run)
    if run.symbolic:
        _hide_names(run)
    elif run.settings["no_organization"]:
        _note_organization(run)


def _wait_once() -> None:
    """Wait for all outputs together: the SDK looks at all that are left whenever one is there,
    which takes the square of their number where each hangs on the one before.
    """
    stack: Any = importlib.import_module("pulumi.runtime.stack")
    stack.asyncio = _Waiting()


class _Waiting:
    """The module `asyncio`, whose `wait` ends early for a failure only."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def wait(self, tasks: Any, **options: Any) -> Any:
        return await asyncio.wait(tasks, **{**options, "return_when": asyncio.FIRST_EXCEPTION})


def _look_for_circles_in_a_loop() -> None:
    """Look for circles of dependencies as the SDK does, but not by recursion: that takes the cube
    of a chain's length, and ends at a thousand.
    """
    breaker: Any = importlib.import_module("pulumi.runtime.resource_cycle_breaker")

    def reachable(from_resource: Any, to_resource: Any) -> bool:
        seen = {from_resource}
        left = [from_resource]
        while left:
            resource = left.pop()
            if resource is to_resource:
                return True
            fresh = breaker._deps(resource) - seen
            seen |= fresh
            left += fresh
        return False

    breaker._reachable = reachable


def _leave_providers_alone() -> None:
    """Send no code of dynamic providers: nobody runs it, and what it holds cannot be pickled."""
    dynamic: Any = importlib.import_module("pulumi.dynamic.dynamic")
    dynamic.serialize_provider = lambda provider: type(provider).__qualname__


def _follow_outputs(output: Any) -> None:
    """Give functions in ``apply`` symbols, and let ``Output`` take symbols as inputs."""
    apply, from_input = output.apply, output.from_input

    def apply_lifted(self: Any, func: Callable[[Any], Any], *rest: Any, **named: Any) -> Any:
        return apply(self, called_back(func), *rest, **named)

    def from_symbol(value: Any) -> Any:
        value = resolve(value)
        if isinstance(value, Choice):
            condition = by_name(value.condition_name())
            return output.all(*value.sides()).apply(lambda sides: choose(condition, *sides))
        if isinstance(value, Symbol) and not isinstance(value, str):
            return output.from_input("").apply(lambda _: value)
        return from_input(value)

    def item_lifted(self: Any, key: Any) -> Any:
        return apply(self, lambda value: item(value, key))

    def loaded(text: Any, **named: Any) -> Any:
        return output.from_input(text).apply(functools.partial(json.loads, **named))

    output.apply = apply_lifted
    output.__getitem__ = item_lifted
    output.from_input = staticmethod(from_symbol)
    output.json_dumps = staticmethod(output_dumped)
    output.json_loads = staticmethod(loaded)


def _number_resources(run: Run) -> None:
    """Report every construction of a resource, and send its number along with its name."""
    resources: Any = importlib.import_module("pulumi.resource")
    resources.register_resource = _numbered(run, resources.register_resource)
    resources.read_resource = _numbered(run, resources.read_resource, existing=True)


def _numbered(
    run: Run, register: Callable[..., Any], *, existing: bool = False
) -> Callable[..., Any]:
    import pulumi

    mark = f"~{run.tokens.nonce}~"

    def register_numbered(resource: Any, token: str, name: str, *rest: Any, **named: Any) -> Any:
        _check_name(run, name, "a stack" if token == _STACK_REFERENCE else "a resource")
        ordinal = len(run.origins)
        resource.__dict__["_recording_ordinal"] = ordinal
        asking.note(run, resource, token, existing=existing)
        run.origins[str(ordinal)] = str(name)
        file, line = run.places[ordinal] = run.position()
        asked = named.get("opts") or next(
            (item for item in rest if isinstance(item, pulumi.ResourceOptions)), None
        )
        run.report(
            "resource",
            ordinal=ordinal,
            name=readable(run, str(name)),
            condition=here(),
            depends_on=options.dependencies(asked),
            retained=options.retained(resource, asked),
            file=file,
            line=line,
        )
        return register(resource, token, f"{name}{mark}{ordinal}", *rest, **named)

    return register_numbered


_STACK_REFERENCE = "pulumi:pulumi:StackReference"


def _check_name(run: Run, name: Any, what: str) -> None:
    """Refuse a name of which a condition decides what it is."""
    nodes = [
        run.nodes.get(part[1], {})
        for part in run.tokens.cut(str(name))
        if not isinstance(part, str)
    ]
    chosen = next((node for node in nodes if node.get("node") in ("choice", "lookup")), None)
    if chosen is not None:
        words = f"the condition {chosen['condition']}" if "condition" in chosen else "a look-up"
        run.refuse(f"the name of {what} hangs on {words}, and a template's names are fixed")


def _check_options(run: Run) -> None:
    """Let ``depends_on`` take choices, and refuse them in options that a template fixes."""
    import pulumi

    initialize = pulumi.ResourceOptions.__init__

    def initialize_checked(self: Any, *positional: Any, **named: Any) -> None:
        transforming.of_options(named)
        if "depends_on" in named:
            named["depends_on"] = options.flattened(named["depends_on"])
        for name in options.TOLD.intersection(named):
            if isinstance(resolve(named[name]), Symbol):
                named[name] = True
        initialize(self, *positional, **named)
        for name, value in vars(self).items():
            if (
                name not in ("id", options.RETAINED)
                and isinstance(value, Symbol)
                and isinstance(resolve(value), Symbol)
            ):
                run.refuse(f"the option {name} is not fixed, and a template's is")

    merge = pulumi.ResourceOptions.merge

    def merge_checked(first: Any, second: Any) -> Any:
        both = options.one(first), options.one(second)
        for each in both:
            for name, value in vars(each).items() if each is not None else ():
                if (
                    name != options.RETAINED
                    and isinstance(resolve(value), Symbol)
                    and not isinstance(value, str)
                ):
                    run.refuse(f"the option {name} is not fixed, and a template's is")
        merged = merge(*both)
        given = [getattr(each, options.RETAINED, None) for each in both]
        merged.retain_on_delete = options.set_or(given[1], given[0])
        return merged

    kind: Any = pulumi.ResourceOptions
    kind.__init__, kind.merge = initialize_checked, staticmethod(merge_checked)


def _collect_exports(run: Run) -> None:
    """Report the stack's outputs in the program's order, each with its condition."""
    resources: Any = importlib.import_module("pulumi.resource")
    stack: Any = importlib.import_module("pulumi.runtime.stack")
    register_outputs, massage = resources.register_resource_outputs, stack.massage
    under: dict[str, Any] = {}

    def output(self: Any, name: str, value: Any) -> None:
        _check_name(run, name, "an output")
        if isinstance(value, Tail):
            value.refuse()
        place = here()
        condition: Any = True
        if place is not None:
            condition = by_name(place)
        if name in under and condition is not True:
            value = chosen_outside(condition, value, self.outputs[name])
            condition = _either(under[name], condition)
        under[str(name)] = condition
        self.outputs[name] = value
        file, line = run.position()
        run.report("export", name=str.__str__(name), file=file, line=line)

    def massage_symbols(value: Any, seen: list[Any]) -> Any:
        return value if isinstance(value, (Symbol, Known)) else massage(value, seen)

    def register_root_outputs(resource: Any, outputs: Any) -> Any:
        token = ROOT_OUTPUTS.set(under if isinstance(resource, stack.Stack) else None)
        try:
            return register_outputs(resource, outputs)
        finally:
            ROOT_OUTPUTS.reset(token)

    stack.Stack.output = output
    stack.massage = massage_symbols
    resources.register_resource_outputs = register_root_outputs


def _either(first: Any, second: Any) -> Any:
    if first is True or second is True:
        return True
    with outside(), under(first, False):
        if simplify(second) is True:
            return True
    return any_of(first, second)


class _Outputs(dict[str, Any]):
    """The outputs of another stack: whatever is asked for is there."""

    def __init__(self, run: Run, ordinal: int) -> None:
        super().__init__()
        self._run, self._ordinal = run, ordinal

    def __missing__(self, name: str) -> Any:
        if self._run.whole_choice(name) is not None:
            return distribute(name, self.__getitem__, "an output's name")
        _check_output_name(self._run, name)
        return self._run.node(
            "string", node="stack_output", reference=self._ordinal, output=str.__str__(name)
        )

    def get(self, name: str, default: Any = None) -> Any:
        """Give an output; nobody knows that one is missing."""
        return self[name]


def _check_output_name(run: Run, name: Any) -> None:
    """Refuse to import what is not known by its name: a template's imports are of fixed stacks."""
    if isinstance(name, str) and run.tokens.occur_in(name) and run.whole_choice(name) is None:
        run.refuse(f"the name of another stack's output hangs on {describe(name)}")


def _of_known_name(run: Run, give: Callable[..., Any]) -> Callable[..., Any]:
    def given(self: Any, name: Any) -> Any:
        _check_output_name(run, name)
        return give(self, name)

    return given


def _answer_references(run: Run) -> None:
    """Let references to other stacks give placeholders."""
    import pulumi

    initialize = pulumi.StackReference.__init__

    def initialize_answered(self: Any, *positional: Any, **named: Any) -> None:
        initialize(self, *positional, **named)
        outputs = _Outputs(run, self.__dict__["_recording_ordinal"])
        self.outputs = pulumi.Output.from_input("").apply(lambda _: outputs)

    reference: Any = pulumi.StackReference
    reference.__init__ = initialize_answered
    for name in ("get_output", "require_output"):
        setattr(reference, name, _of_known_name(run, getattr(reference, name)))


def _hide_names(run: Run) -> None:
    """Let ``pulumi.get_stack`` and ``pulumi.get_organization`` give placeholders."""

    def get_stack() -> Any:
        return lift(run.node("string", node="stack"))

    def get_organization() -> Any:
        return lift(run.node("string", node="organization"))

    _replace_names(get_stack=get_stack, get_organization=get_organization)


def _note_organization(run: Run) -> None:
    """Note where ``pulumi.get_organization`` gives the name of none."""
    import pulumi

    given = pulumi.get_organization

    def get_organization() -> str:
        run.note("organization", run.settings["no_organization"])
        return given()

    _replace_names(get_organization=get_organization)


def _replace_names(**functions: Callable[[], Any]) -> None:
    """Put functions that give names in the place of the SDK's."""
    import pulumi
    import pulumi.metadata

    for module in (pulumi, pulumi.metadata):
        vars(module).update(functions)
