"""Programs of the model as functions from trials: what is open in a run is a placeholder there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from converter.errors import ConversionError, Path, ProgramError
from converter.evaluation import Environment, evaluate, plain
from converter.pulumi import (
    Attribute,
    Concat,
    ConfigKey,
    ConfigValue,
    Export,
    Expression,
    Invoke,
    Options,
    Program,
    Resource,
    StackName,
)
from converter.recorder.trials import Open, Run, Trial

_TOKEN = re.compile(r"<(\w+)!([^>]*)>")
_FUNCTIONS = {
    "region": "getRegion",
    "accountId": "getAccountId",
    "partition": "getPartition",
    "urlSuffix": "getUrlSuffix",
}


def oracle(program: Program) -> Run:
    """A program of the model as a program that runs."""

    def run(trial: Trial) -> Program:
        config = {k: f"<config!{k}>" if isinstance(v, Open) else v for k, v in trial.config.items()}
        where = {key: trial.known.get(key, f"<known!{key}>") for key in _FUNCTIONS}
        environment = Environment(
            stack=trial.known.get("stack", "<stack!>"),
            region=where["region"],
            account=where["accountId"],
            partition=where["partition"],
            url_suffix=where["urlSuffix"],
        )
        found = evaluate(program, config=config, environment=environment, outputs=_output)
        try:
            resources = {it.name: _resource(it) for it in found.registrations.values()}
            exports = {name: Export(value=opened(it)) for name, it in plain(found.exports).items()}
        except (ConversionError, ValueError, TypeError) as error:
            raise ProgramError(f"the program fails: {error}") from None
        return registered(resources, exports, program.config)

    return run


def registered(
    resources: dict[str, Resource],
    exports: dict[str, Export] | None = None,
    config: dict[str, ConfigKey] | None = None,
) -> Program:
    """What a run gives."""
    return Program(name="app", config=config or {}, resources=resources, exports=exports or {})


def function(make: Callable[[Callable[[str], str]], dict[str, dict[str, Any]]]) -> Run:
    """A function of Python as a program: it is given a way to ask for config, and for where it
    runs, and gives inputs.
    """

    def run(trial: Trial) -> Program:
        def config(key: str) -> str:
            if key in _FUNCTIONS or key == "stack":
                return trial.known.get(key, f"<{'stack!' if key == 'stack' else f'known!{key}'}>")
            value = trial.config.get(key, "")
            return f"<config!{key}>" if isinstance(value, Open) else value

        try:
            made = make(config)
        except (ValueError, KeyError, IndexError, OSError) as error:
            raise ProgramError(f"the program fails: {error!r}") from None
        if "<CONFIG" in repr(made) or re.search(r"<(?:con|kno)(?!fig!\w+>|wn!\w+>)", repr(made)):
            raise ProgramError("a placeholder was changed")
        resources = {
            name: Resource(type="aws-native:sqs:Queue", inputs=opened(inputs))
            for name, inputs in made.items()
        }
        return registered(resources)

    return run


def _output(name: str, path: Path) -> str:
    return f"<attribute!{name}.{'.'.join(map(str, path))}>"


def _resource(found: Any) -> Resource:
    told = found.options
    options = Options(
        depends_on=told.depends_on, retain_on_delete=told.retain_on_delete, parent=told.parent
    )
    return Resource(type=found.type, inputs=opened(plain(found.inputs)), options=options)


def opened(value: Any) -> Any:
    """A value in which placeholders are nodes again."""
    if isinstance(value, dict):
        return {key: opened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [opened(item) for item in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> Expression:
    parts: list[Expression] = []
    position = 0
    for match in _TOKEN.finditer(text):
        parts += [text[position : match.start()], _node(match[1], match[2])]
        position = match.end()
    parts = [part for part in [*parts, text[position:]] if part != ""]
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else Concat(tuple(parts))


def _node(kind: str, name: str) -> Expression:
    if kind == "config":
        return ConfigValue(name)
    if kind == "stack":
        return StackName()
    if kind == "known":
        return Invoke(_FUNCTIONS[name], name)
    resource, *path = name.split(".")
    return Attribute(resource, tuple(path))
