"""A recording as a program: names, order, options, config, exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..catalog import facts
from ..errors import Path, ProgramError, UnsupportedError
from ..naming import PACKAGE, free_name
from ..pulumi import (
    ABSENT,
    CodePlace,
    ConfigKey,
    ConfigValue,
    Export,
    Expression,
    Lookup,
    Program,
    Resource,
    Secret,
    StackReference,
    walk,
)
from ..report import Finding, Report
from . import wire
from .answers import REFERENCE, Find
from .configuration import declare
from .decoding import Decoder
from .engine import Recording, Registration
from .events import Construction, Events
from .instances import made
from .lookups import Lookups
from .options import OptionReader, provider_of, providers_of, told
from .placeholders import Placeholders, Specification
from .presence import under_condition
from .project import Project
from .secrets import Secrets

if TYPE_CHECKING:
    from ..catalog import ResourceType

ROOT = "pulumi:pulumi:Stack"
_PROVIDERS = "pulumi:providers:"
_FOREIGN_SHOWN = 20


class Assembly:
    """Puts a program together from what the engine and the child process saw.

    Args:
        project: the project's files.
        recording: what the engine was told.
        events: what the child process reported.
        placeholders: the run's placeholders.
        find: gives a resource type by its token.
        report: where findings go.
        kept_components: the tokens of components that are resources of the program; any other one
            only makes some.
        values: the texts that config keys had in the run; the project's where they are left out.
        concrete: whether every value is to be fixed, so that nothing may be asked for.
        skip_foreign: whether resources of other providers are left out, not refused.
    """

    def __init__(
        self,
        project: Project,
        recording: Recording,
        events: Events,
        placeholders: Placeholders,
        find: Find,
        report: Report,
        kept_components: frozenset[str] = frozenset(),
        values: Mapping[str, str] | None = None,
        *,
        concrete: bool = False,
        skip_foreign: bool = False,
    ) -> None:
        self._kept_components = kept_components
        self._concrete, self._skip_foreign = concrete, skip_foreign
        self._output_names: dict[str, str] = {}
        self._same: dict[tuple[str, ...], list[str]] = {}
        self._project, self._recording, self._events = project, recording, events
        self._find, self._report = find, report
        self._placeholders = placeholders
        order = events.order
        self._all = sorted(
            recording.registrations, key=lambda entry: order.get(entry.ordinal, entry.ordinal)
        )
        self._by_urn = {entry.urn: entry for entry in self._all}
        for entry in self._all:
            made = Construction(entry.ordinal, entry.name, file=entry.file, line=entry.line)
            events.constructions.setdefault(entry.ordinal, made)
        kept = [entry for entry in self._all if self._is_kept(entry)]
        self._foreign = [entry for entry in kept if not self._is_known(entry)]
        foreign = {entry.ordinal for entry in self._foreign} if skip_foreign else set()
        self._kept = [entry for entry in kept if entry.ordinal not in foreign]
        self._references = [entry for entry in self._all if entry.type == REFERENCE]
        self._keys = {**self._name(self._kept), **self._name(self._references)}
        components = frozenset(entry.ordinal for entry in self._all) - self._keys.keys()
        placeholders.specifications.update(events.nodes)
        known = project.values if values is None else values
        self._secrets = Secrets(project, events.config, known, self._keys.values())
        existing = [entry for entry in self._all if entry.existing and entry.type != REFERENCE]
        self._lookups = Lookups(
            {**recording.asked, **events.asked},
            [*existing, *self._foreign],
            events.constructions,
            [*known, *project.config, *self._keys.values(), *(it.key for it in events.config)],
        )
        self._decoder = Decoder(
            placeholders,
            self._keys,
            components,
            self._secrets,
            self._lookups,
            project.directory,
            tells_base64=project.runtime == "python",
        )
        self._providers = providers_of(project, self._all, events, self._decoder)
        kept_keys = {entry.ordinal: self._keys[entry.ordinal] for entry in self._kept}
        self._options = OptionReader(
            self._all, kept_keys, events, self._decoder, self._providers, find
        )

    def instances(self, program: Program) -> Program:
        """Give the program, in which the components that are kept are told apart from what is in
        them: each has as its inputs what it is given and what it has (`instances.made`), and what
        is in it says so, without the options that were handed down.
        """
        found = dict(program.resources)
        for entry in self._kept:
            key = self._keys[entry.ordinal]
            above = self._by_urn.get(entry.request.parent)
            while above is not None and above.type not in self._kept_components:
                above = self._by_urn.get(above.request.parent)
            resource = found[key]
            options = resource.options
            if above is not None:
                options = replace(options, parent=self._keys[above.ordinal])
                if "retainOnDelete" in entry.handed_down:
                    options = replace(options, retain_on_delete=False)
                if "protect" in entry.handed_down:
                    options = replace(options, protect=False)
            inputs = resource.inputs
            if entry.type in self._kept_components:
                inputs = made(self._marked(entry, inputs), self._outputs(entry))
            found[key] = replace(resource, inputs=inputs, options=options)
        return replace(program, resources=found)

    def _marked(
        self, entry: Registration, inputs: Mapping[str, Expression]
    ) -> dict[str, Expression]:
        """What a component is given; secrets stay marked."""
        given = wire.plain_struct(entry.request.object)
        secret = {key for key, value in given.items() if wire.unwrap(value)[1]}
        return {key: Secret(it) if key in secret else it for key, it in inputs.items()}

    def _outputs(self, entry: Registration) -> dict[str, Expression]:
        path = ("resources", self._keys[entry.ordinal])
        outputs = self._recording.outputs.get(entry.urn, {})
        found = {key: self._decoder.export(it, (*path, key)) for key, it in outputs.items()}
        return {key: it for key, it in found.items() if it is not None and it is not ABSENT}

    def check(self) -> None:
        """Refuse resources of other providers, or tell that they are left out.

        Raises:
            UnsupportedError: there are some, and they are not to be left out.
        """
        if self._skip_foreign or not self._foreign:
            return
        foreign = self._foreign
        shown = ", ".join(f"{entry.name} ({entry.type})" for entry in foreign[:_FOREIGN_SHOWN])
        more = len(foreign) - _FOREIGN_SHOWN
        rest = f" and {more} more" if more > 0 else ""
        raise UnsupportedError(
            "CloudFormation has no resource for what comes from other providers than "
            f"aws-native: {shown}{rest}; --skip-foreign exports what is left",
            **self._position(foreign[0].ordinal),
        )

    def _tell_foreign(self) -> None:
        """Say what is left out, and what CloudFormation calls it where it has it."""
        for entry in self._foreign:
            package, _, rest = entry.type.partition(":")
            module = rest.partition(":")[0].partition("/")[0]
            name = entry.type.rpartition(":")[2]
            token = f"{PACKAGE}:{module}:{name.removesuffix('V2')}"
            meant = self._find(token) if package == "aws" else None
            hint = f"; CloudFormation's type is {meant.name}" if meant is not None else ""
            words = f"{entry.name} ({entry.type}) is left out{hint}"
            place = self._position(entry.ordinal)
            self._report.add(Finding(code="foreign", message=words, **place))

    def program(self) -> Program:
        """Give the whole program.

        Raises:
            ProgramError: a value that cannot be said in a template.
            UnsupportedError: a resource that cannot be.
        """
        self.check()
        self._tell_foreign()
        self._providers.tell_lost(self._report)
        self._tell_components()
        resources = {self._keys[entry.ordinal]: self._resource(entry) for entry in self._kept}
        references = {
            self._keys[entry.ordinal]: self._reference(entry) for entry in self._references
        }
        conditions = self._conditions()
        exports = self._exports(conditions)
        values = [*conditions.values(), *(export.value for export in exports.values())]
        values += [resource.inputs for resource in resources.values()]
        values += [reference.stack for reference in references.values()]
        if self._concrete:
            self._lookups.refuse()
        self._lookups.tell(self._report)
        return Program(
            name=self._project.name,
            description=self._project.description,
            config=self._config(values),
            tables=self._tables({node.table for node in walk(values) if isinstance(node, Lookup)}),
            conditions=conditions,
            references=references,
            resources=resources,
            exports=exports,
            fragment=self._constraints(),
            places=self.places(),
        )

    def own_secrets(self) -> dict[str, str]:
        """The texts of the program's own secrets, by the keys that stand for them."""
        return self._secrets.texts_made()

    def _config(self, values: list[Expression]) -> dict[str, ConfigKey]:
        """The config keys, and those that stand for the program's own secrets and for encrypted
        ones; ``values`` are all of the program's.
        """
        self._secrets.tell(self._report)
        declared = declare(self._project, self._events.config, self._secrets.keys, self._report)
        used = {node.key for node in walk(values) if isinstance(node, ConfigValue)}
        encrypted = self._project.sealing.config(used, self._report)
        return {**declared, **encrypted, **self._secrets.config(), **self._lookups.config}

    def _constraints(self) -> dict[str, Any]:
        """What the program asks of its config values, as a fragment of a template."""
        found: dict[str, dict[str, Any]] = {}
        for read in self._events.config:
            if read.constraints and not read.fixed:
                found.setdefault(read.key, {}).update(read.constraints)
        return {"Parameters": found} if found else {}

    def places(self) -> dict[Path, CodePlace]:
        """Give where the program makes its resources and outputs, and asks for its config."""
        found: dict[Path, CodePlace] = {}
        for read in self._events.config:
            if read.file is not None and read.line is not None:
                found.setdefault(("config", read.key), (read.file, read.line))
        for ordinal, key in self._keys.items():
            made = self._construction(ordinal)
            if made.file is not None and made.line is not None:
                found["resources", key] = (made.file, made.line)
        for name, key in self._output_names.items():
            if name in self._events.exports:
                found["exports", key] = self._events.exports[name]
        return found

    def same(self) -> list[list[str]]:
        """Give the keys of resources that would have one URN: branches make them."""
        return [keys for keys in self._same.values() if len(keys) > 1]

    def kinds(self) -> dict[Path, str]:
        """Give the kinds of what only a deployment knows: of an attribute by the resource and the
        path, of a look-up by the config key that it became.
        """
        found: dict[Path, str] = {(key,): it.type for key, it in self._lookups.config.items()}
        for it in self._placeholders.specifications.values():
            if it["node"] == "attribute" and it["resource"] in self._keys:
                path = (self._keys[it["resource"]], *it["path"])
                found[path] = it.get("kind", "string")
        return found

    def _is_kept(self, entry: Registration) -> bool:
        if entry.existing or entry.type == ROOT or entry.type.startswith(_PROVIDERS):
            return False
        remote = bool(entry.request.remote)
        return bool(entry.request.custom) or remote or entry.type in self._kept_components

    def _is_known(self, entry: Registration) -> bool:
        """Whether a template can have a resource, be it as a nested stack."""
        if entry.type in self._kept_components or facts.stand_in(entry.type) is not None:
            return True
        return self._find(entry.type) is not None

    def _name(self, entries: Iterable[Registration]) -> dict[int, str]:
        """Give each resource its key: its name, with a number behind it where it is taken."""
        keys: dict[int, str] = {}
        taken: set[str] = set()
        for entry in entries:
            name = self._placeholders.filled(entry.name, self._samples())
            key = free_name(name, taken.__contains__)
            same = self._same.setdefault(self._identity(entry), [])
            same.append(key)
            if key != name and len(same) == 1:
                self._report.note(
                    "renamed-resource",
                    f"there are several resources named {name}; one is {key} in the template",
                    ("resources", key),
                )
            taken.add(key)
            keys[entry.ordinal] = key
        return keys

    def _identity(self, entry: Registration) -> tuple[str, ...]:
        """What tells a resource from others: its name, its type and those of what it is in."""
        types = [entry.type]
        above = self._by_urn.get(entry.request.parent)
        while above is not None:
            types.append(above.type)
            above = self._by_urn.get(above.request.parent)
        return (entry.name, *types)

    def _samples(self) -> dict[str, str]:
        """Give a text for the placeholders that stand in resources' names."""
        samples: dict[str, str] = {}
        defaults = {read.key: read.default for read in self._events.config if read.default}
        for identity, node in self._events.nodes.items():
            if node["node"] == "config":
                key = str(node["key"])
                samples[identity] = self._project.values.get(key) or defaults.get(key) or key
            elif node["node"] == "stack":
                samples[identity] = self._project.stack
        return samples

    def _construction(self, ordinal: int) -> Construction:
        return self._events.constructions.get(ordinal, Construction(ordinal))

    def _position(self, ordinal: int) -> dict[str, Any]:
        construction = self._construction(ordinal)
        return {"file": construction.file, "line": construction.line}

    def _resource(self, entry: Registration) -> Resource:
        construction = self._construction(entry.ordinal)
        resource_type = self._find(entry.type)
        inputs = construction.inputs
        if inputs is None or entry.transformed:
            inputs = wire.ordered_as(wire.plain_struct(entry.request.object), inputs)
        path = ("resources", self._keys[entry.ordinal])
        try:
            decoded = self._inputs(resource_type, inputs, path)
            if self._placeholders.plain:
                self._tell_fixed(entry, decoded)
            return Resource(
                type=entry.type,
                inputs=self._providers.with_tags(
                    provider_of(entry.request), resource_type, decoded, self._report, path
                ),
                options=self._options.read(entry, construction, decoded),
                condition=construction.condition,
            )
        except (ProgramError, UnsupportedError) as error:
            if error.line is None:
                error.file, error.line = construction.file, construction.line
            raise

    def _tell_components(self) -> None:
        """Say which options of components are lost."""
        for entry in self._all:
            is_other = entry.type == ROOT or entry.type.startswith(_PROVIDERS)
            if entry.existing or is_other or entry.ordinal in self._keys:
                continue
            for option in told(entry.request):
                words = f"the option {option} of {entry.name} has no place in a template"
                place = self._position(entry.ordinal)
                self._report.add(Finding(code="no-attribute", message=words, **place))

    def _tell_fixed(self, entry: Registration, inputs: Mapping[str, Expression]) -> None:
        """Say which inputs a program made from what only a deployment knows."""
        key = self._keys[entry.ordinal]
        for name, resource in self._options.unmentioned(entry, inputs):
            words = (
                f"{key}.{name} is made from what only the deployment knows of {resource}: it is "
                "fixed as this run made it"
            )
            self._report.warn("fixed-value", words, ("resources", key, name))

    def _reference(self, entry: Registration) -> StackReference:
        """The stack that a reference leads to."""
        inputs = self._construction(entry.ordinal).inputs
        if inputs is None:
            inputs = wire.plain_struct(entry.request.properties)
        return StackReference(
            stack=self._decoder.value(inputs.get("name"), ("references", entry.name))
        )

    def _inputs(
        self, resource_type: ResourceType | None, inputs: dict[str, Any], path: tuple[str, ...]
    ) -> dict[str, Expression]:
        return self._decoder.inputs(resource_type, inputs, path)

    def _tables(self, used: set[str]) -> dict[str, dict[str, dict[str, Expression]]]:
        """Give the tables that are looked into; what came of a look-up may have gone nowhere."""
        return {
            name: {
                first: {
                    second: self._decoder.value(value, ("tables", name, first, second))
                    for second, value in row.items()
                }
                for first, row in rows.items()
            }
            for name, rows in self._events.tables.items()
            if name in used
        }

    def condition(self, specification: Specification) -> Expression:
        """Decode a condition that the child process told of by the way."""
        return self._decoder.node(specification, ("conditions",))

    def _conditions(self) -> dict[str, Expression]:
        return {
            name: self._decoder.node(specification, ("conditions", name))
            for name, specification in self._events.conditions.items()
        }

    def _exports(self, conditions: dict[str, Expression]) -> dict[str, Export]:
        outputs = self._events.outputs
        if outputs is None:
            root = next((entry.urn for entry in self._all if entry.type == ROOT), "")
            outputs = self._recording.outputs.get(root, {})
        exports: dict[str, Export] = {}
        for name, value in outputs.items():
            self._output_names[name] = name
            decoded = self._decoder.export(value, ("exports", name))
            if decoded is None or decoded is ABSENT:
                words = f"the output {name} has no value and is left out"
                self._report.warn("empty-export", words, ("exports", name))
                continue
            condition = self._events.output_conditions.get(name)
            key = self._output_names[name] = self._output_name(name, exports)
            exports[key] = under_condition(
                key, Export(value=decoded, condition=condition), conditions
            )
        return exports

    def _output_name(self, name: str, taken: Iterable[str]) -> str:
        """Give an output's name, which a template fixes, with the values at hand in it."""
        found = self._placeholders.filled(name, self._samples())
        if found == name:
            return name
        found = free_name(found, {*taken}.__contains__)
        words = (
            f"the name of the output {found} hangs on what a template's names cannot; it is fixed"
        )
        self._report.note("fixed-name", words, ("exports", found))
        return found
