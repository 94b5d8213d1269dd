"""A deployed stack and its template become a program and the state that it would have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .. import bridge, catalog
from ..catalog import ResourceType, facts
from ..catalog.identifying import provider_version
from ..cloudformation import Stack
from ..errors import Path, UnsupportedError
from ..evaluation import (
    UNKNOWN,
    Environment,
    Evaluation,
    Registration,
    SecretValue,
    evaluate,
    has_secret,
    has_unknown,
)
from ..fixing import fixed, is_fixable
from ..intrinsics import GetAtt, Ref, walk
from ..pulumi import Program
from ..records import dataclass, field
from ..report import Report
from .deployed import HIDDEN, Deployed, Row
from .detaching import OUTPUTS, Source, detached
from .entries import Entry, entry_of, named
from .identities import Identity
from .matching import check_names, check_parameters, check_rows
from .places import Place, Places
from .staying import STACK_ID, STACK_NAME, Staying, staying_in

ZONES = ("a", "b", "c")
"""The zones that a region is taken to have where nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person said of a deployed stack, or a command told.

    Args:
        parameters: the values of secret parameters, by their names.
        identifiers: the identifiers of resources, by their full names in the Pulumi stack.
        values: other values of resources, by full name, and by CloudFormation's name of the value.
        zones: the availability zones of the region, in order.
        exports: what other stacks export, by the name of the export.
    """

    parameters: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    zones: tuple[str, ...] = ()
    exports: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A deployed stack as a program and its state.

    Args:
        program: the program.
        stack: the template, as it was deployed.
        deployed: the stack.
        entries: the adopted resources; components come before what is in them.
        staying: what stays in CloudFormation, by its full name.
        config: the value of each config key of the program; UNKNOWN where nobody knows it.
        origins: what each config key stands for that has the value of something that stays:
            ``Logical`` or ``Logical.Attribute``.
        secrets: the config keys that are secrets.
        types: the type of each resource, by its full name.
        nameless: the resources whose identifier nobody knows, by their full names, with their
            types.
        assumed: what was assumed, in words.
        drifted: the resources that AWS found to differ from the template, with their rows.
        values: gives what is known of a resource, by its full name and CloudFormation's of the
            value.
        version: the version of the provider.
    """

    program: Program
    stack: Stack
    deployed: Deployed
    entries: list[Entry]
    staying: dict[str, Staying]
    config: dict[str, Any]
    origins: dict[str, str]
    secrets: tuple[str, ...]
    types: dict[str, ResourceType]
    nameless: dict[str, str]
    assumed: tuple[str, ...]
    drifted: tuple[tuple[str, Row], ...]
    values: Callable[[str, str], Any]
    version: str


def adopt(
    stack: Stack,
    deployed: Deployed,
    *,
    project: str,
    said: Said | None = None,
    declarative: bool = False,
    report: Report,
) -> Adoption:
    """Take over a deployed stack.

    Args:
        stack: what its template says, transforms carried out.
        deployed: the stack.
        project: the Pulumi project's name.
        said: what else is known.
        declarative: whether the program's language only declares.
        report: takes the findings.

    Raises:
        UsageError: the template is not that of the stack.
        ConversionError: see `converter.to_pulumi` and `converter.evaluation.evaluate`.
    """
    said = said or Said()
    check_parameters(stack, deployed, said.parameters)
    if declarative:
        stack = _decided(stack, deployed)
    staying = staying_in(stack, project, declarative)
    lasting, sources = detached(stack, {path: each for path, each in staying.items() if each})
    program = bridge.to_pulumi(lasting, name=project, declarative=declarative, report=report)
    return _Adopting(stack, deployed, program, sources, staying, said, report).adoption()


def _decided(stack: Stack, deployed: Deployed) -> Stack:
    """A stack in which the parameters have their values that a condition hangs on."""
    names = {
        node.name
        for condition in stack.conditions.values()
        for node in walk(condition)
        if isinstance(node, Ref)
    }
    open_ones = {key for key, it in stack.parameters.items() if not is_fixable(it)}
    values = {
        name: deployed.parameters[name]
        for name in sorted(names - open_ones)
        if name in deployed.parameters
    }
    return fixed(stack, {"AWS::Region": deployed.region, **values})


class _Adopting:
    def __init__(
        self,
        stack: Stack,
        deployed: Deployed,
        program: Program,
        sources: dict[str, Source],
        staying: dict[str, dict[str, Staying]],
        said: Said,
        report: Report,
    ) -> None:
        self.stack, self.deployed, self.program = stack, deployed, program
        self.sources, self.staying, self.said, self.report = sources, staying, said, report
        self.assumed: dict[str, None] = {}
        self.places = Places(stack, deployed)
        self._told = self._told_values()
        self._identities: dict[str, Identity] = {}
        self.environment = Environment(
            stack=deployed.name,
            region=deployed.region,
            account=deployed.account,
            partition=deployed.partition,
            url_suffix=deployed.url_suffix,
            function=self._function,
        )
        self.config = self._config()
        self.evaluation = self._evaluation()

    def adoption(self) -> Adoption:
        """The whole of it."""
        check_names((*self.said.identifiers, *self.said.values), self.evaluation, self.places)
        check_rows(self.evaluation, self.places, self.staying)
        nameless: dict[str, str] = {}
        entries: list[Entry] = []
        types: dict[str, ResourceType] = {}
        asked = self.evaluation.asked()
        for name, registration in self.evaluation.registrations.items():
            if registration.component:
                parent = registration.options.parent
                entries.append(Entry(name=name, type=registration.type, parent=parent))
                continue
            identity = self._identity(name)
            types[name] = identity.described
            identifier = identity.identifier()
            if identifier is None:
                nameless[name] = identity.described.name
                continue
            paths = sorted(asked.get(name, ()), key=str)
            told = [(path, self._output(name, path)) for path in paths]
            entries.append(
                entry_of(
                    registration, identity.described, identity, identifier, told, self.deployed.tags
                )
            )
        return Adoption(
            program=self.program,
            stack=self.stack,
            deployed=self.deployed,
            entries=entries,
            staying=dict(self.places.staying(self.staying)),
            config=self.config,
            origins={key: _origin(source) for key, source in self.sources.items()},
            secrets=tuple(k for k, each in self.program.config.items() if each.secret),
            types=types,
            nameless=nameless,
            assumed=tuple(self.assumed),
            drifted=tuple(self.places.drifted()),
            values=lambda name, value: self._identity(name).value(value),
            version=provider_version(),
        )

    # --- what the program finds ----------------------------------------------

    def _config(self) -> dict[str, Any]:
        """The value of each config key."""
        found: dict[str, Any] = {}
        for key, declared in self.program.config.items():
            source = self.sources.get(key)
            if source is not None:
                found[key] = self._source_value(source)
            elif declared.secret:
                found[key] = self.said.parameters.get(key, self._open_secret(key))
            elif key in self.deployed.parameters:
                found[key] = self.deployed.parameters[key]
        return found

    def _open_secret(self, key: str) -> Any:
        known = self.deployed.parameters.get(key, HIDDEN)
        return UNKNOWN if known == HIDDEN or set(known) == {"*"} else known

    def _source_value(self, source: Source) -> Any:
        """What a resource that stays gives."""
        deployed = self.deployed
        for own in source.place:
            if own not in deployed.nested:
                return UNKNOWN
            deployed = deployed.nested[own]
        node = source.node
        if node in (Ref(STACK_ID), Ref(STACK_NAME)):
            return deployed.id if node == Ref(STACK_ID) else deployed.name
        own = node.name if isinstance(node, Ref) else node.resource
        if own == OUTPUTS and isinstance(node, GetAtt):
            return deployed.outputs.get(str(node.attribute), UNKNOWN)
        name = "-".join((*source.place, own))
        row = deployed.rows.get(own)
        if row is None and name not in self.places.all:
            return UNKNOWN  # it is a module's
        if row is None:
            return ""  # it is not there: a condition that does not hold guards whatever asks for it
        if isinstance(node, Ref):
            return self.said.identifiers.get(name, row.physical_id)
        described = catalog.resource_type(row.type)
        told = self._told.get(name, {})
        if str(node.attribute) in told:
            return told[str(node.attribute)]
        if described is None:
            return UNKNOWN
        given = self._literal(self.places.all[name])
        identity = Identity(described, row.physical_id, given, told, self._pseudo())
        return identity.value(str(node.attribute))

    @staticmethod
    def _literal(place: Place) -> Callable[[str], Any]:
        properties = place.stack.resources[place.own].properties

        def given(name: str) -> Any:
            found = properties.get(name) if isinstance(properties, dict) else None
            return found if isinstance(found, (str, int)) else UNKNOWN

        return given

    def _function(self, function: str, arguments: Mapping[str, Any]) -> Any:
        if function == "getAzs":
            return self._zones(str(arguments.get("region") or self.deployed.region))
        if function == "importValue":
            return self.said.exports.get(str(arguments["name"]), UNKNOWN)
        if function.startswith("getSsmParameter"):
            return self._resolved(function, str(arguments["name"]))
        return UNKNOWN

    def _zones(self, region: str) -> list[str]:
        if self.said.zones and region == self.deployed.region:
            return list(self.said.zones)
        self.assumed[
            f"the zones of {region} are taken to be {region}{', '.join(ZONES)} and so on: "
            "--zones says them"
        ] = None
        return [f"{region}{letter}" for letter in ZONES]

    def _resolved(self, function: str, name: str) -> Any:
        for key, value in self.deployed.parameters.items():
            if value == name and key in self.deployed.resolved:
                text = self.deployed.resolved[key]
                return text.split(",") if function.endswith("List") else text
        return UNKNOWN

    # --- what is known of resources ----------------------------------------------

    def _evaluation(self) -> Evaluation:
        return evaluate(
            self.program, config=self.config, environment=self.environment, outputs=self._output
        )

    def _pseudo(self) -> dict[str, str]:
        deployed = self.deployed
        return {
            "Partition": deployed.partition,
            "Region": deployed.region,
            "AccountId": deployed.account,
            "URLSuffix": deployed.url_suffix,
        }

    def _identity(self, name: str) -> Identity:
        if name not in self._identities:
            registration = self.evaluation.registration(name)
            described = catalog.by_token(registration.type)
            if described is None:
                raise UnsupportedError(f"{name} is of the type {registration.type}: none is known")
            row = self.places.row(name)
            own = row is not None and row.type == described.name
            self._identities[name] = Identity(
                described,
                (row.physical_id or None) if row is not None and own else None,
                self._given(registration, described),
                {**self._told.get(name, {}), **self.said.values.get(name, {})},
                self._pseudo(),
                self.said.identifiers.get(name),
            )
        return self._identities[name]

    def _given(self, registration: Registration, described: ResourceType) -> Callable[[str], Any]:
        def given(name: str) -> Any:
            found = described.attribute(name)
            if found is None or not found.pulumi:
                return UNKNOWN
            return self.evaluation.given(registration.name, found.pulumi)

        return given

    def _output(self, name: str, path: Path) -> Any:
        """What a deployment knows of a resource."""
        identity = self._identity(name)
        if path == ("id",):
            found = identity.identifier()
            return UNKNOWN if found is None else found
        found = self._plain_output(name, path, identity)
        hidden = path[0] in self.evaluation.registration(name).options.secret_outputs
        secret = hidden and not has_unknown(found) and not has_secret(found)
        return SecretValue(found) if secret else found

    def _plain_output(self, name: str, path: Path, identity: Identity) -> Any:
        given = self.evaluation.given(name, path)
        if given is not UNKNOWN:
            return given
        if path[0] == "outputs" and identity.described.name == facts.nested_stack():
            return self._stack_output(name, str(path[-1]))
        return _value_at(identity, path)

    def _stack_output(self, name: str, output: str) -> Any:
        place = self.places.all.get(name)
        nested = place.deployed.nested.get(place.own) if place is not None else None
        told = self._told.get(name, {}).get(f"Outputs.{output}", UNKNOWN)
        return nested.outputs.get(output, told) if nested is not None else told

    def _told_values(self) -> dict[str, dict[str, Any]]:
        found = self.places.shown()
        for name, values in self.said.values.items():
            found.setdefault(name, {}).update(values)
        return found


def _origin(source: Source) -> str:
    node = source.node
    own = node.name if isinstance(node, Ref) else f"{node.resource}.{node.attribute}"
    return "-".join((*source.place, own))


def _value_at(identity: Identity, path: Path) -> Any:
    """A value by its path in wire names, in the type that it has."""
    name = named(identity.described, path)
    found = identity.described.attribute(name)
    return _typed(identity.value(name), found.type.kind if found is not None else "string")


_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text.lower() == "true",
    "list": lambda text: text.split(","),
}


def _typed(value: Any, kind: str) -> Any:
    if not isinstance(value, str) or kind not in _READ:
        return value
    try:
        return _READ[kind](value)
    except ValueError:
        return value
