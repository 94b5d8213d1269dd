"""Walking a resource type's schema, its SDK classes and its CDK interfaces together.

Every place is a triple of a schema node, an SDK annotation and a CDK conversion, of which any may
be missing. Names are matched by rule from CloudFormation's to the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from ... import naming
from ..notation import render_type
from ..types import EnumType, Kind, ObjectType, Property, Type
from .cdk import TAG, CdkProperty, CdkResource, CdkType
from .marking import mark
from .schemas import Node, alternatives, is_empty, shape, takes_one
from .sdk import Properties, SdkModule, SdkProperty, SdkResource, SdkType

_TAG_PROPERTIES = {
    "Key": CdkProperty("key", CdkType("string")),
    "Value": CdkProperty("value", CdkType("string")),
}


class Walk:
    """The walk through one resource type; `properties`, `object_types`, `enums` are its fruits."""

    def __init__(
        self,
        name: str,
        schema: Node,
        sdk: SdkResource | None,
        cdk: CdkResource | None,
        modules: Mapping[str, SdkModule],
        disagreements: Counter[str],
    ) -> None:
        self.name = name
        self.schema = schema
        self.sdk = sdk
        self.cdk = cdk
        self.modules = modules
        self.disagreements = disagreements
        self.object_types: dict[str, ObjectType] = {}
        self.enums: dict[str, EnumType] = {}
        self._keys: dict[tuple[object, ...], str] = {}
        self.properties = self._resource_properties()
        self.nested = mark(schema, self.properties, self.object_types)

    def _resource_properties(self) -> dict[str, Property]:
        inputs = self.sdk.inputs if self.sdk else {}
        outputs = self.sdk.outputs if self.sdk else {}
        nodes = shape(self.schema, self.schema).properties
        interface = self.cdk.properties if self.cdk else {}
        properties = self._properties(nodes, inputs, outputs, interface, "")
        required = set(self.schema.get("required", ()))
        for name, found in properties.items():
            if found.pulumi is None:
                properties[name] = replace(found, required=name in required)
        return properties

    def _properties(
        self,
        nodes: Mapping[str, Node],
        inputs: Properties,
        outputs: Properties,
        interface: Mapping[str, CdkProperty],
        owner: str,
    ) -> dict[str, Property]:
        """Match the properties of one object; `owner` is empty for the resource itself."""
        spell = naming.pulumi_name if owner else naming.resource_property_name
        wires = {name: spell(name) for name in nodes}
        known = {spell(name): name for name in interface}
        for wire in {**inputs, **outputs}:
            if wire not in wires.values():
                # What only the SDK has is spelled as the CDK does, or else as the provider does.
                spelled = "Id" if wire == "awsId" else naming.upper_first(wire)
                wires[known.get(wire, spelled)] = wire
                self.disagreements["property of the SDK that the schema lacks"] += 1
        properties = {}
        for name, wire in wires.items():
            found = self._property(
                name,
                nodes.get(name),
                inputs.get(wire),
                outputs.get(wire),
                interface.get(name),
                owner,
                in_sdk=bool(inputs or outputs),
            )
            properties[name] = found
        return properties

    def _property(
        self,
        name: str,
        node: Node | None,
        given: SdkProperty | None,
        returned: SdkProperty | None,
        interface: CdkProperty | None,
        owner: str,
        *,
        in_sdk: bool,
    ) -> Property:
        sdk = given or returned
        hint = owner + naming.upper_first(name)
        cdk_type = interface.type if interface else None
        type = self._type(node, sdk.type if sdk else None, cdk_type, hint)
        schema_type = None
        if node is not None and sdk is not None and _has_json(type):
            schema_type = self._type(node, None, cdk_type, hint)
            if render_type(schema_type) == render_type(type):
                schema_type = None
        if sdk is None and in_sdk:
            self.disagreements["property of the schema that the SDK lacks"] += 1
        return Property(
            name,
            sdk.wire if sdk else None,
            sdk.python if sdk else None,
            interface.name if interface else None,
            type,
            required=given.required if given else False,
            read_only=node is None and given is None,
            optional_output=returned is not None and not returned.required,
            provider_renames=bool(owner and sdk) and _provider_renames(name),
            provider_drops=sdk is not None and _has_json(type) and self._is_hollow(sdk.type),
            takes_one=node is not None and type.kind == "list" and takes_one(node, self.schema),
            schema_type=schema_type,
        )

    def _type(self, node: Node | None, sdk: SdkType | None, cdk: CdkType | None, hint: str) -> Type:
        if sdk is None:
            return self._schema_type(node, cdk, hint) if node is not None else Type("json")
        if sdk.kind == "class":
            return self._class(node, sdk, cdk, hint)
        if sdk.kind == "union":
            return self._union(node, sdk.alternatives, cdk, hint)
        held = shape(node, self.schema) if node is not None else None
        if held is not None and held.kind != sdk.kind:
            self.disagreements[f"{held.kind} in the schema, {sdk.kind} in the SDK"] += 1
        if sdk.kind not in ("list", "map"):
            return Type(cast(Kind, sdk.kind))
        assert sdk.items is not None
        node_items = held.items if held and held.kind == sdk.kind else None
        cdk_items = cdk.items if cdk and cdk.kind == sdk.kind else None
        return Type(cast(Kind, sdk.kind), self._type(node_items, sdk.items, cdk_items, hint))

    def _schema_type(self, node: Node, cdk: CdkType | None, hint: str) -> Type:
        """Say what a place is where Pulumi says nothing about it."""
        held = shape(node, self.schema)
        if held.kind == "object":
            return Type("object", name=self._object(node, None, cdk, hint))
        if held.kind == "union":
            options = [
                self._schema_type(option, self._match_cdk(option, cdk), f"{hint}{position}")
                for position, option in enumerate(held.alternatives)
            ]
            return _union_of(options)
        if held.items is not None:
            cdk_items = cdk.items if cdk and cdk.kind == held.kind else None
            return Type(cast(Kind, held.kind), self._schema_type(held.items, cdk_items, hint))
        return Type(cast(Kind, held.kind))

    def _union(
        self, node: Node | None, options: Iterable[SdkType], cdk: CdkType | None, hint: str
    ) -> Type:
        nodes = list(alternatives(node, self.schema)) if node is not None else []
        found = []
        for position, option in enumerate(options):
            matching = self._match_node(option, nodes)
            interface = self._match_cdk(matching, cdk) if matching is not None else None
            found.append(self._type(matching, option, interface, f"{hint}{position}"))
        return _union_of(found)

    def _match_node(self, option: SdkType, nodes: list[Node]) -> Node | None:
        """Give the alternative of the schema that an alternative of the SDK stands for."""
        if option.kind != "class":
            same = [node for node in nodes if shape(node, self.schema).kind == option.kind]
            return same[0] if same else None
        inputs, outputs = self._class_properties(option)
        wires = {*inputs, *outputs}

        def likeness(node: Node) -> float:
            names = {naming.pulumi_name(n) for n in shape(node, self.schema).properties}
            return len(names & wires) / max(len(names | wires), 1)

        best = max(nodes, key=likeness, default=None)
        return best if best is not None and likeness(best) > 0 else None

    def _match_cdk(self, node: Node, cdk: CdkType | None) -> CdkType | None:
        """Give the CDK's alternative for an alternative of the schema."""
        held = shape(node, self.schema)
        options = cdk.alternatives if cdk and cdk.kind == "union" else [cdk] if cdk else []
        if held.kind != "object":
            return next((option for option in options if option.kind == held.kind), None)
        for option in options:
            if set(self._interface(option)) & set(held.properties):
                return option
        return None

    def _class(self, node: Node | None, sdk: SdkType, cdk: CdkType | None, hint: str) -> Type:
        module = self._module(sdk)
        if enum := module.enums.get(sdk.name):
            python_module = module.name
            pulumi_module = naming.pulumi_module(python_module)
            self.enums[sdk.name] = EnumType(sdk.name, pulumi_module, python_module, enum.members)
            return Type(cast(Kind, enum.kind), enum=sdk.name)
        if self._is_hollow(sdk) and not (node is not None and is_empty(node, self.schema)):
            return Type("json")
        return Type("object", name=self._object(node, sdk, cdk, hint))

    def _is_hollow(self, sdk: SdkType) -> bool:
        """Tell whether a class without properties is named in an annotation."""
        if sdk.kind == "class":
            enum = sdk.name in self._module(sdk).enums
            return not enum and not any(self._class_properties(sdk))
        inner = [sdk.items, *sdk.alternatives]
        return any(self._is_hollow(part) for part in inner if part)

    def _module(self, sdk: SdkType) -> SdkModule:
        assert self.sdk is not None
        own = self.modules[self.sdk.module]
        known = sdk.name in own.enums or sdk.name in own.outputs or sdk.name + "Args" in own.inputs
        return own if known and not sdk.root else self.modules[""]

    def _class_properties(self, sdk: SdkType) -> tuple[Properties, Properties]:
        module = self._module(sdk)
        return module.inputs.get(sdk.name + "Args", {}), module.outputs.get(sdk.name, {})

    def _interface(self, cdk: CdkType | None) -> Mapping[str, CdkProperty]:
        if cdk is None or cdk.kind != "struct":
            return {}
        if cdk.name == TAG:
            return _TAG_PROPERTIES
        return self.cdk.structs.get(cdk.name, {}) if self.cdk else {}

    def _object(
        self, node: Node | None, sdk: SdkType | None, cdk: CdkType | None, hint: str
    ) -> str:
        """Give the key of the object type at a place, adding the type when it is new."""
        held = shape(node, self.schema) if node is not None else None
        if held is not None and held.kind != "object":
            self.disagreements[f"{held.kind} in the schema, object in the SDK"] += 1
        definition = held.definition if held else ""
        interface = cdk.name if cdk and self._interface(cdk) else ""
        identity = definition or id(node), sdk and (sdk.name, sdk.root), interface
        if identity in self._keys:
            return self._keys[identity]
        key = self._keys[identity] = self._key(definition, sdk, hint)
        inputs, outputs = self._class_properties(sdk) if sdk else ({}, {})
        module = self._module(sdk) if sdk else None
        # Kept at its place: types are listed in the order in which they are met.
        self.object_types[key] = _PENDING
        nodes = held.properties if held else {}
        properties = self._properties(nodes, inputs, outputs, self._interface(cdk), key)
        if sdk is None and held is not None:
            for name in held.required & set(properties):
                properties[name] = replace(properties[name], required=True)
        self.object_types[key] = object_type(
            key,
            naming.type_token(module.name, sdk.name) if module and sdk else None,
            module.name if module else None,
            sdk.name + "Args" if module and sdk and sdk.name + "Args" in module.inputs else None,
            sdk.name if module and sdk and sdk.name in module.outputs else None,
            _interface_name(self.cdk, interface),
            properties,
        )
        return key

    def _key(self, definition: str, sdk: SdkType | None, hint: str) -> str:
        own = naming.class_name(self.name)
        short = sdk.name.removeprefix(own) if sdk else ""
        candidates = [definition, short, sdk.name if sdk else "", hint]
        for candidate in candidates:
            if candidate and candidate not in self.object_types:
                return candidate
        number = 2
        while f"{candidates[0] or hint}{number}" in self.object_types:
            number += 1
        return f"{candidates[0] or hint}{number}"


def object_type(
    name: str,
    pulumi: str | None,
    python_module: str | None,
    python_class: str | None,
    python_output: str | None,
    cdk: str | None,
    properties: Mapping[str, Property],
) -> ObjectType:
    """Make an object type whose look-ups by other names are filled in later, by who loads it."""
    return ObjectType(
        name, pulumi, python_module, python_class, python_output, cdk, properties, {}, {}
    )


_PENDING = object_type("", None, None, None, None, None, {})


def _interface_name(cdk: CdkResource | None, interface: str) -> str | None:
    if not interface or cdk is None:
        return None
    return interface if interface == TAG else f"{cdk.name}.{interface}"


def _has_json(type: Type) -> bool:
    inner = (type.items, *type.alternatives)
    return type.kind == "json" or any(_has_json(part) for part in inner if part)


def _union_of(options: list[Type]) -> Type:
    distinct = list(dict.fromkeys(options))
    return distinct[0] if len(distinct) == 1 else Type("union", alternatives=tuple(distinct))


def _provider_renames(name: str) -> bool:
    """Tell whether the provider misspells a nested name on its way to AWS.

    It keeps a table only of names with an acronym and upper-cases the first letter of the others
    (`genProperties` and `ToCfnName` of pulumi-aws-native).
    """
    return not naming.has_acronym(name) and naming.upper_first(naming.pulumi_name(name)) != name
