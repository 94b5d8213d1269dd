"""Programs in Pulumi YAML, run by its own interpreter, register what the programs mean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

import converter
from converter import catalog
from converter.migration import programs_of
from converter.providers import Providers
from converter.pulumi import Attribute, ConfigValue, Lookup, Program, walk
from converter.readers.opening import open_sources
from converter.report import Report
from converter.writers.languages import write

from .. import cases
from ..writers.running import PSEUDOS, meaning
from .interpreter import Interpreter, plain

HELD = "templateBody"
# The interpreter that the Go proxy has cannot join what it split: that came with 1.34
NEWER = {"mappings-and-strings", "join-reference", "roles"}
# The texts that stand for attributes have no parts, and are no rows
WHOLE = {"split-attribute", "find-in-map-function"}


def templates() -> list[Path]:
    """The templates of all fixtures that can be carried."""
    found = sorted(cases.FOLDER.glob("language/*/template.yaml"))
    found += [folder / "exported.yaml" for folder in cases.written("python")]
    return [*(cases.template(case) for case in cases.CASES), *found]


def carried(template: Path) -> Program | None:
    """The program that a template is in a language that only declares."""
    try:
        (program,) = programs_of(
            open_sources(str(template)), project="project", declarative=True, report=Report()
        ).values()
        write(program, "yaml")
    except converter.ConversionError:
        return None
    return program


PROGRAMS = {
    template.parent.name: program
    for template in templates()
    if (program := carried(template)) is not None
}


WRITTEN = cases.written("yaml")
"""Programs that people wrote."""


def main_file(folder: Path) -> Path:
    """The file that a written program stands in."""
    places = ("infra/Main.yaml", "Main.json", "Pulumi.yaml")
    return next(folder / name for name in places if (folder / name).is_file())


@pytest.fixture(scope="module")
def interpreter() -> Iterator[Interpreter]:
    """One that knows the types of all these programs."""
    tokens = {
        resource.type for program in PROGRAMS.values() for resource in program.resources.values()
    }
    for folder in WRITTEN:
        tokens.update(re.findall(r"\baws-native:\w+:\w+", main_file(folder).read_text("utf-8")))
    found = [described for token in sorted(tokens) if (described := catalog.by_token(token))]
    with Interpreter(found) as made:
        yield made


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a region that the fixtures' tables know."""
    monkeypatch.setitem(PSEUDOS, "getRegion", "us-east-1")


def saved(program: Program, folder: Path) -> Path:
    """A folder with a program's files."""
    for name, text in write(program, "yaml").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def configs(program: Program) -> list[dict[str, str]]:
    """Values for the parameters: the defaults, and each allowed value once."""
    sections = program.fragment.get("Parameters", {})
    rows = _rows(program)
    numbers = {key for key, entry in sections.items() if entry.get("Type") == "Number"}
    first = {
        key: rows.get(key) or _default(declared, key in numbers)
        for key, declared in program.config.items()
    }
    found = [first]
    for key, entry in sections.items():
        for value in entry.get("AllowedValues", []) if isinstance(entry, dict) else []:
            if str(value) != first.get(key) and key in first:
                found.append({**first, key: str(value)})
    return found


def _rows(program: Program) -> dict[str, str]:
    """A row for each parameter that chooses one."""
    values = [resource.inputs for resource in program.resources.values()]
    values += [export.value for export in program.exports.values()]
    return {
        node.first.key: next(iter(program.tables[node.table]))
        for node in walk(values)
        if isinstance(node, Lookup) and isinstance(node.first, ConfigValue)
    }


def _default(declared: Any, is_number: bool = False) -> str:
    if declared.default is not None:
        return str(declared.default)
    kinds = {"integer": "1", "list": "one,two"}
    return "1" if is_number else kinds.get(declared.type, "given")


def meant(program: Program, config: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a program means, without the templates that it holds."""
    found, exports = meaning(program, dict(config))
    resources = {
        name: (
            kind,
            {key: value for key, value in inputs.items() if key != HELD},
            tuple(sorted({*options.get("depends_on", ())} - _mentioned(program, name))),
            bool(options.get("retain_on_delete")),
        )
        for name, (kind, inputs, options) in found.items()
    }
    return resources, exports


def _mentioned(program: Program, name: str) -> set[str]:
    """The resources whose attributes a resource has: it waits for them anyway."""
    nodes = walk(program.resources[name].inputs)
    return {node.resource for node in nodes if isinstance(node, Attribute)}


def told(request: Any) -> Any:
    """What was registered, likewise."""
    inputs = plain(json_format.MessageToDict(request.object))
    implied = {urn for each in request.propertyDependencies.values() for urn in each.urns}
    named = [urn.rpartition("::")[2] for urn in request.dependencies if urn not in implied]
    return (
        request.type,
        {key: value for key, value in inputs.items() if key != HELD},
        tuple(sorted(named)),
        request.retainOnDelete,
    )


def read(value: Any) -> Any:
    """A value with texts that are JSON read: the interpreter sorts keys, and escapes more."""
    if isinstance(value, (list, tuple)):
        return [read(item) for item in value]
    if isinstance(value, dict):
        return {key: read(item) for key, item in value.items()}
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError):
            return json.loads(value)
    return value


@pytest.mark.parametrize("case", sorted(PROGRAMS.keys() - NEWER - WHOLE))
def test_the_interpreter_registers_what_the_program_means(
    case: str, interpreter: Interpreter, tmp_path: Path
) -> None:
    program = PROGRAMS[case]
    folder = saved(program, tmp_path)
    for config in configs(program):
        registered, outputs = interpreter.run(folder, program, config)
        resources, exports = meant(program, config)
        assert {name: read(told(request)) for name, request in registered.items()} == read(
            resources
        )
        assert outputs == exports


LOOKS = r"""
Parameters:
  Version: {Type: String, Default: '7.10', AllowedValues: ['7.10', '7.9']}
  Shared: {Type: String, Default: 'True', AllowedValues: ['True', 'False']}
  Flag: {Type: String, Default: 'true', AllowedValues: ['true', 'false']}
  Maybe: {Type: String, Default: 'T'}
  Account: {Type: String, AllowedPattern: '^\d{12}$'}
  Idle: {Type: String, Default: '60'}
  Tag: {Type: String, Default: '7.10', AllowedValues: ['7.10', latest]}
  Names: {Type: String, Default: '["a", "b <c>"]'}
  Rules: {Type: String, Default: '{"b": [1, 2.5], "a": {}}'}
Mappings: {Names: {'True': {name: shared}, 'False': {name: own}}}
Conditions:
  IsShared: !Equals [!Ref Shared, 'True']
  IsLatest: !Equals [!Ref Version, '7.10']
  IsTrue: !Equals [!Ref Maybe, 'T']
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !If [IsShared, !Sub 'a-${Version}-${Flag}', b]
      Tags:
        - {Key: shared, Value: !Ref Shared}
        - {Key: name, Value: !FindInMap [Names, !Ref Shared, name]}
        - {Key: latest, Value: !If [IsLatest, 'yes', 'no']}
        - {Key: true, Value: !If [IsTrue, 'yes', 'no']}
        - {Key: account, Value: !Ref Account}
        - {Key: root, Value: !Sub 'arn:aws:iam::${Account}:root'}
        - {Key: idle, Value: !Ref Idle}
        - {Key: words, Value: !Sub '${Idle} seconds of ${Tag}'}
        - {Key: tag, Value: !Ref Tag}
        - {Key: names, Value: !Ref Names}
        - {Key: rules, Value: !Sub 'rules=${Rules}'}
"""


CHOICES = """\
Parameters:
  Stage: {Type: String, Default: dev}
  Name: {Type: String, Default: none}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  HasName: !Not [!Equals [!Ref Name, none]]
  IsSmall: !Equals [!FindInMap [Sizes, !Ref Stage, size], small]
Mappings: {Sizes: {dev: {size: small}, prod: {size: large}}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !If [IsSmall, 1, 2]
      QueueName: !If [IsDev, !If [HasName, !Ref Name, !Ref AWS::NoValue], jobs]
"""


ROWS = """\
Parameters: {Stage: {Type: String, Default: dev}}
Mappings:
  Sizes: {dev: {kind: small, name: a}, prod: {kind: large, name: b}}
  Images: {small: {tag: s}, large: {tag: l}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !FindInMap [Images, !FindInMap [Sizes, !Ref Stage, kind], tag]
      Tags:
        - {Key: kind, Value: !FindInMap [Sizes, !Ref Stage, kind]}
        - {Key: name, Value: !Join ['-', [!FindInMap [Sizes, !Ref Stage, name], !Ref AWS::NoValue]]}
"""


@pytest.mark.parametrize(
    ("text", "given"),
    [
        (CHOICES, {}),
        (CHOICES, {"Name": "a"}),
        (CHOICES, {"Stage": "prod"}),
        (ROWS, {}),
        (ROWS, {"Stage": "prod"}),
    ],
)
def test_choices_within_choices_and_by_tables_are_what_is_meant(
    text: str, given: dict[str, str], interpreter: Interpreter, tmp_path: Path
) -> None:
    template = tmp_path / "absent.yaml"
    template.write_text(text, encoding="utf-8")
    program = carried(template)
    assert program is not None
    folder = saved(program, tmp_path / "project")
    config = {key: _default(declared) for key, declared in program.config.items()} | given
    registered, _ = interpreter.run(folder, program, config)
    resources, _ = meant(program, config)
    assert {name: told(request) for name, request in registered.items()} == resources
    back = converter.to_cloudformation(converter.record(folder))
    assert converter.verify(converter.read(template), back) == []


def test_texts_that_look_like_numbers_or_booleans_stay_as_they_are_spelled(
    interpreter: Interpreter, tmp_path: Path
) -> None:
    template = tmp_path / "looks.yaml"
    template.write_text(LOOKS, encoding="utf-8")
    program = carried(template)
    assert program is not None
    folder = saved(program, tmp_path / "project")
    for given in (
        {"Account": "123456789012"},
        {"Shared": "False", "Version": "7.9", "Maybe": "F", "Account": "012345678901"},
        {"Account": "123456789012", "Idle": "1500000", "Tag": "latest"},
        {"Account": "123456789012", "Idle": "no, never"},
        {"Account": "123456789012", "Names": '["c"]', "Rules": "none"},
    ):
        config = {key: _default(declared) for key, declared in program.config.items()} | given
        registered, _ = interpreter.run(folder, program, config)
        resources, _ = meant(program, config)
        assert {name: told(request) for name, request in registered.items()} == resources
    back = converter.to_cloudformation(converter.record(folder))
    assert converter.verify(converter.read(template), back) == []


@pytest.mark.parametrize("folder", WRITTEN, ids=lambda folder: str(folder.name))
def test_the_interpreter_registers_what_is_read(
    folder: Path, interpreter: Interpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tags that a provider adds by itself are added after a registration
    monkeypatch.setattr(Providers, "with_tags", lambda self, provider, type, inputs, *_: inputs)
    program = converter.record(folder)
    for given in json.loads((folder / "cases.json").read_text("utf-8")):
        config = {key: _default(declared) for key, declared in program.config.items()} | given
        registered, outputs = interpreter.run(
            main_file(folder).parent, program, config, project=program.name, strict=False
        )
        resources, exports = meant(program, config)
        assert {name: read(told(request)) for name, request in registered.items()} == read(
            resources
        )
        assert outputs == exports
