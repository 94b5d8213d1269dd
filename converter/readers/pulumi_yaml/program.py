"""From the documents of a project in Pulumi YAML to its program."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...catalog import ResourceType, facts
from ...errors import ConversionError, Path, ProgramError, UnsupportedError, at
from ...providers import TYPE as PROVIDER
from ...providers import Providers
from ...pulumi import (
    ABSENT,
    NESTED_TEMPLATE,
    Choice,
    CodePlace,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Elsewhere,
    Export,
    Expression,
    Lookup,
    Negation,
    Program,
    Resource,
    Secret,
    StackReference,
    walk,
)
from ...report import WARNING, Report
from ...yaml_config import Structure, as_read, lists, parameter, printed, respelled, scalars
from ..template import read_raw
from .entries import REFERENCE, Entries, check_variables
from .existing import Existing
from .functions import joined
from .interpolation import Access, parts
from .opened import Opened, file_content, text_of
from .options import OptionReader
from .spelling import strange
from .typed import typed_fields, without_null
from .values import SEPARATOR, Values

_JOINED = "Values"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a project says of its program beside what the program says.

    Args:
        project: the project's name.
        description: the project's description.
        config: the config keys that are declared, with their values as defaults.
        values: the texts of all config keys, those of providers among them.
        fixed: the texts of config keys that have the same value in every run.
        own_regions: the regions that are where the stack is.
        names: variable → the condition or table that it is, where its name does not tell.
        fragment: what the template's fragment beside the program says of its parameters.
        structures: the config keys that hold a list or a map.
        concrete: whether every value is fixed, so that nothing may be asked for.
        known: the name of the stack, and of the organization, where they are fixed.
        skip_foreign: whether resources of other providers are left out, not refused.
    """

    project: str
    description: str | None = None
    config: Mapping[str, ConfigKey]
    values: Mapping[str, str]
    fixed: Mapping[str, str]
    own_regions: Collection[str]
    names: Mapping[str, str]
    fragment: Mapping[str, Any]
    structures: Mapping[str, Structure] = field(default_factory=dict)
    concrete: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    skip_foreign: bool = False


def read_program(opened: Opened, settings: Settings, report: Report) -> Program:
    """Read what a project in Pulumi YAML declares.

    Args:
        opened: the program's document.
        settings: what the project says of it.
        report: takes the findings.

    Raises:
        SourceError: a file beside it cannot be read.
        ProgramError: what it says has no meaning.
        UnsupportedError: it says what no template can.
    """
    try:
        reader = _Reader(opened, settings, report)
        return replace(reader.program(), description=settings.description)
    except ConversionError as error:
        for each in error.errors:
            opened.document.placed(each)
        raise opened.document.placed(error) from None


class _Reader:
    def __init__(self, opened: Opened, settings: Settings, report: Report) -> None:
        self._path, self._directory = opened.path, os.path.dirname(opened.path)
        self._settings, self._report, self._document = settings, report, opened.document
        self._sections, self._config = opened.sections, settings.config
        variables = self._sections["variables"]
        check_variables(variables, self._config)
        others = dict.fromkeys(variables, "a variable") | dict.fromkeys(
            self._config, "a config key"
        )
        self._entries = Entries(self._sections["resources"], self._document, others)
        self._names = self._entries.names
        self._existing = Existing({*self._config, *self._names.values()})
        foreign = self._entries.set_aside(self._existing, settings.skip_foreign)
        self._tell(foreign)
        self._bodies = {key: self._body(key) for key in self._kept()}
        self._values = self._all_values()
        self._options = OptionReader(
            self._values,
            self._entries.by_name,
            {self._names[key] for key in self._kept()}.__contains__,
        )
        self._providers = self._all_providers()
        self._values.place_of = self._place_of

    def _tell(self, foreign: list[str]) -> None:
        """Say what has no effect, and what is left out."""
        found = [*self._entries.findings]
        for path, words in strange(self._sections["resources"]):
            found.append(self._document.finding(WARNING, "no-effect", words, path))
        for key in foreign:
            words = f"{key} ({self._entries.trees[key]['type']}) is left out"
            found.append(self._document.finding(WARNING, "foreign", words, ("resources", key)))
        for finding in found:
            self._report.add(finding)

    def _place_of(self, provider: str, parent: str, everyones: bool) -> Elsewhere | None:
        """Where a call goes that names a provider, or a resource; see `Values`."""
        if parent and not provider:
            provider = self._options.provider(parent)
        if everyones and not provider:
            provider = self._options.default
        return self._providers.elsewhere(provider)

    def _all_values(self) -> Values:
        told, several = self._told()
        asked = self._settings
        return Values(
            config=self._config,
            fixed={key: as_read(text) for key, text in asked.fixed.items()},
            variables=self._sections["variables"],
            resources=self._names,
            references=frozenset(
                name for name, entry in self._entries.by_name.items() if entry["type"] == REFERENCE
            ),
            names=asked.names,
            project=asked.project,
            read_file=self._read_file,
            told=told,
            several=several,
            scalars=scalars(self._config, asked.fragment),
            lists=lists(self._config, asked.fragment) - asked.structures.keys(),
            untold=frozenset(self._untold()),
            respelled={
                key: {
                    seen: text
                    for spelled, text in respelled(config, parameter(asked.fragment, key)).items()
                    for seen in (spelled, printed(text))
                }
                for key, config in self._config.items()
            },
            existing=self._existing,
            described=self._described,
            known=asked.known,
        )

    def _described(self, name: str) -> ResourceType | None:
        keys = (key for key, known in self._names.items() if known == name)
        return self._entries.described(next(keys))

    def _all_providers(self) -> Providers:
        given = {}
        for key, entry in self._entries.trees.items():
            if entry["type"] == PROVIDER:
                path = ("resources", key, "properties")
                settings = self._values.value(entry.get("properties") or {}, path)
                if not isinstance(settings, dict):
                    raise ProgramError("the properties of a provider are a map", path=path)
                given[self._names[key]] = settings
        return Providers(
            given,
            names={name: name for name in given},
            config=self._settings.values,
            own_regions=self._settings.own_regions,
            value=lambda value, path: value,
            plain=lambda value: value.value if isinstance(value, Secret) else value,
        )

    def program(self) -> Program:
        """The whole program."""
        self._variables()
        found = {self._names[key]: self._resource(key) for key in self._kept()}
        resources = {name: it for name, it in found.items() if it is not None}
        references = {
            self._names[key]: self._reference(key)
            for key, entry in self._entries.trees.items()
            if entry["type"] == REFERENCE
        }
        exports = dict(self._exports())
        self._providers.tell_lost(self._report)
        if self._settings.concrete:
            self._existing.refuse()
        self._existing.findings(self._report, self._path, self._document.places)
        self._tell_texts()
        left = {*self._settings.fixed, *self._untold()}
        declared = {key: it for key, it in self._config.items() if key not in left}
        made = {name: StackReference(stack=name) for name in self._values.made}
        return Program(
            name=self._settings.project,
            config={**declared, **self._existing.config},
            tables=self._used_tables([*resources.values()], [*exports.values()]),
            conditions=self._values.conditions,
            references={**references, **made},
            resources=resources,
            exports=exports,
            places=self._places(),
        )

    def _tell_texts(self) -> None:
        if self._values.unescaped:
            keys = ", ".join(self._values.unescaped)
            words = f"quotes, backslashes and line ends in {keys} are not escaped in the JSON"
            self._report.warn("json-text", words, ("config", next(iter(self._values.unescaped))))
        for key, text in self._values.printed.items():
            words = (
                f"Pulumi YAML prints the value of {key} as {text}, the template as it is spelled"
            )
            self._report.warn("config-text", words, ("config", key))

    def _untold(self) -> list[str]:
        """The config keys that no parameter can hold."""
        return [key for key, held in self._settings.structures.items() if held == "other"]

    def _places(self) -> dict[Path, CodePlace]:
        """Where resources and outputs stand."""
        names: dict[Path, Path] = {
            ("resources", key): ("resources", name) for key, name in self._names.items()
        }
        names |= {("outputs", key): ("exports", key) for key in self._sections["outputs"]}
        places = self._document.places
        return {
            path: (self._path, places[entry][0]) for entry, path in names.items() if entry in places
        }

    def _used_tables(
        self, resources: list[Resource], exports: list[Export]
    ) -> dict[str, dict[str, dict[str, Expression]]]:
        values: list[Expression] = [resource.inputs for resource in resources]
        values += [export.value for export in exports]
        values += self._values.conditions.values()
        used = {node.table for node in walk(values) if isinstance(node, Lookup)}
        return {name: rows for name, rows in self._values.tables.items() if name in used}

    def _variables(self) -> None:
        """Evaluate the variables in their own order: conditions and tables come in it."""
        for name in self._sections["variables"]:
            self._values.variable(name)

    def _kept(self) -> Iterator[str]:
        return (it for it in self._entries.resources() if self._names[it] not in self._existing)

    # --- resources ----------------------------------------------

    def _resource(self, key: str) -> Resource | None:
        """A resource; None for a stack that holds one which fixed values leave out."""
        entry = self._entries.trees[key]
        path: Path = ("resources", key)
        described = self._entries.described(key)
        properties = entry.get("properties") or {}
        body = self._bodies[key]
        if body is not None:
            properties = {name: it for name, it in properties.items() if name != "templateBody"}
        inputs = self._values.value(properties, (*path, "properties"))
        if not isinstance(inputs, dict):
            raise UnsupportedError(
                "the properties of a resource must be spelled out", path=(*path, "properties")
            )
        if body is not None:
            held = _decided(body, inputs.get("parameters"))
            if held is None:
                return None
            inputs = {"templateBody": held, **inputs}
        name = self._names[key]
        with at(*path, "options"):
            read = self._options.read(entry.get("options") or {})
            provider = self._options.provider(name)
        options = replace(
            self._options.inherited(name, read), elsewhere=self._providers.elsewhere(provider)
        )
        inputs = without_null(inputs)
        if described is not None:
            with at(*path, "properties"):
                inputs = typed_fields(described, described.by_pulumi, inputs)
        return Resource(
            type=self._entries.token(key),
            inputs=self._providers.with_tags(provider, described, inputs, self._report, path),
            options=options,
        )

    def _reference(self, key: str) -> StackReference:
        properties = self._entries.trees[key].get("properties") or {}
        named = properties.get("name", key) if isinstance(properties, dict) else None
        return StackReference(
            stack=self._values.value(named, ("resources", key, "properties", "name"))
        )

    # --- templates that are held ----------------------------------------------

    def _body(self, key: str) -> dict[str, Any] | None:
        """The template of a stack in the program, with an output each for what it tells in one."""
        entry = self._entries.trees[key]
        described = self._entries.described(key)
        properties = entry.get("properties")
        if (
            described is None
            or described.name != facts.nested_stack()
            or not isinstance(properties, dict)
        ):
            return None
        body = properties.get("templateBody")
        path = ("resources", key, "properties", "templateBody")
        if isinstance(body, dict) and len(body) == 1:
            ((function, file),) = body.items()
            if function.lower() == "fn::readfile" and isinstance(file, str):
                with at(*path):
                    return read_raw(text_of(self._read_file(file), file), file)
        if isinstance(body, str):
            text = joined([*map(_literally, parts(body))])
            return (
                read_raw(text, "templateBody") if isinstance(text, str) and text.strip() else None
            )
        return None

    def _told(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        told: dict[str, list[str]] = {}
        several: dict[str, list[str]] = {}
        for key, body in self._bodies.items():
            outputs = body.get("Outputs") if body is not None else None
            if body is None or not isinstance(outputs, dict):
                continue
            told[self._names[key]] = list(outputs)
            apart = _apart(outputs, (_note(body) or {}).pop("Outputs", None))
            if apart:
                body["Outputs"] = apart
                several[self._names[key]] = list(apart)
        return told, several

    def _read_file(self, name: str) -> bytes:
        """A file in the project's folder."""
        root = os.path.realpath(self._directory)
        path = os.path.realpath(os.path.join(root, name)) if "\0" not in name else ""
        if os.path.commonpath([root, path or os.sep]) != root:
            raise ProgramError(f"{name!r} is no file in the program's folder")
        return file_content(path)

    # --- outputs ----------------------------------------------

    def _exports(self) -> Iterator[tuple[str, Export]]:
        for name, tree in self._sections["outputs"].items():
            value = self._values.value(tree, ("outputs", name))
            if isinstance(value, Choice) and ABSENT in (value.then, value.otherwise):
                yield name, self._conditional(value)
            elif value is None or value is ABSENT:
                words = f"the output {name} has no value and is left out"
                self._report.warn("empty-export", words, ("exports", name))
            else:
                yield name, Export(value=value)

    def _conditional(self, value: Choice) -> Export:
        """An output that is there only under a condition."""
        if value.otherwise is ABSENT:
            return Export(value=value.then, condition=value.condition)
        name = self._values.name_of(
            Negation(ConditionValue(value.condition)), f"Not{value.condition}"
        )
        return Export(value=value.otherwise, condition=name)


def _literally(part: str | Access) -> Any:
    """Part of a text that must be known before anything is deployed."""
    return part if isinstance(part, str) else ConfigValue(part.root)


def _decided(body: dict[str, Any], given: Any) -> dict[str, Any] | None:
    """A template whose resource a condition leaves out, as what it is given decides: None where it
    is out.
    """
    resources = body.get("Resources") if _note(body) is None else None
    for name, entry in resources.items() if isinstance(resources, dict) else ():
        condition = entry.get("Condition") if isinstance(entry, dict) else None
        known = isinstance(given, dict) and isinstance(condition, str)
        value = given.get(condition) if known else None
        if value == "false":
            return None
        if value == "true":
            rest = {key: item for key, item in entry.items() if key != "Condition"}
            body = {**body, "Resources": {**body["Resources"], name: rest}}
    return body


def _note(body: dict[str, Any]) -> dict[str, Any] | None:
    """What the template of a nested stack notes of the file that it was."""
    metadata = body.get("Metadata")
    noted = metadata.get(NESTED_TEMPLATE) if isinstance(metadata, dict) else None
    return noted if isinstance(noted, dict) else None


def _apart(outputs: Mapping[str, Any], noted: Any) -> dict[str, Any] | None:
    """The outputs that stand joined in one, each on its own."""
    only = outputs.get(_JOINED) if len(outputs) == 1 else None
    value = only.get("Value") if isinstance(only, dict) else None
    told = value.get("Fn::Join") if isinstance(value, dict) else None
    if not isinstance(told, list) or len(told) != 2 or told[0] != SEPARATOR:
        return None
    if isinstance(noted, dict) and len(noted) == len(told[1]):
        return noted
    return {f"Value{number}": {"Value": item} for number, item in enumerate(told[1], 1)}
