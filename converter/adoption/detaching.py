"""A stack without some of its resources: what the others take from them becomes parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .. import catalog
from ..catalog import facts
from ..cloudformation import Output, Parameter, Resource, Stack, nested_path
from ..intrinsics import GetAtt, Intrinsic, Ref, Sub, Value, Variable, sub_parts, sub_text
from ..naming import pascal_case
from ..records import dataclass, replace
from ..rewriting import rebuilt

PARAMETERS = "Parameters"
ROOT = ""
OUTPUTS = "Outputs"
"""Stands before the name of an output that leaves: its value becomes a parameter."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a parameter comes from.

    Args:
        place: the logical IDs of the nested stacks that the resource is in, outermost first.
        node: what stood for the value: ``Ref`` or ``Fn::GetAtt``.
    """

    place: tuple[str, ...]
    node: Ref | GetAtt


def detached(
    stack: Stack, leaving: Mapping[str, Collection[str]]
) -> tuple[Stack, dict[str, Source]]:
    """Take resources out of a stack and the templates nested in it.

    Args:
        stack: the stack.
        leaving: the logical IDs of the resources, by the path of their template (``""`` is the
            outermost). The pseudo parameter ``AWS::StackId`` counts as one where it is named, and
            an output (``Outputs.Name``) where its value is to be a parameter.

    Returns:
        The stack without them, and where the value of each of its new parameters comes from.
    """
    detaching = _Detaching(stack, leaving)
    done, sources = detaching.template(ROOT)
    return replace(done, templates=detaching.templates), sources


class _Detaching:
    def __init__(self, stack: Stack, leaving: Mapping[str, Collection[str]]) -> None:
        self.stacks = {ROOT: stack, **stack.templates}
        self.leaving = leaving
        self.templates: dict[str, Stack] = {}
        self.sources: dict[str, dict[str, Source]] = {}

    def template(self, path: str) -> tuple[Stack, dict[str, Source]]:
        """One template, those that it nests done before it."""
        stack = self.stacks[path]
        inner = _Template(stack, self.leaving.get(path, ()))
        resources: dict[str, Resource] = {}
        for name, resource in stack.resources.items():
            if name in inner.leaving:
                continue
            kept = inner.resource(resource)
            nested = nested_path(path, resource.properties)
            if resource.type == facts.nested_stack() and nested in self.stacks and nested:
                kept = self._instance(inner, name, kept, nested)
            resources[name] = kept
        outputs = {name: inner.output(name, each) for name, each in stack.outputs.items()}
        parameters = {**stack.parameters, **inner.parameters}
        done = replace(stack, parameters=parameters, resources=resources, outputs=outputs)
        if path:
            self.templates[path] = done
            self.sources[path] = inner.sources
        return done, inner.sources

    def _instance(self, outer: _Template, name: str, resource: Resource, nested: str) -> Resource:
        """A nested stack that is given what its template asks for now."""
        if nested not in self.sources:
            self.template(nested)
        sources = self.sources[nested]
        if not sources:
            return resource
        properties = dict(resource.properties) if isinstance(resource.properties, dict) else {}
        given = properties.get(PARAMETERS)
        added: dict[str, Value] = dict(given) if isinstance(given, dict) else {}
        for parameter, source in sources.items():
            declared = self.templates[nested].parameters[parameter]
            here = Source((name, *source.place), source.node)
            added[parameter] = Ref(outer.add(f"{name}{parameter}", declared, here))
        properties[PARAMETERS] = added
        return replace(resource, properties=properties)


class _Template:
    def __init__(self, stack: Stack, leaving: Collection[str]) -> None:
        self.stack, self.leaving = stack, leaving
        self.parameters: dict[str, Parameter] = {}
        self.sources: dict[str, Source] = {}
        self._names: dict[Ref | GetAtt, str] = {}

    def add(self, wanted: str, declared: Parameter, source: Source) -> str:
        """Add a parameter under a name that is free; give the name."""
        name, number = wanted, 2
        taken = {*self.stack.parameters, *self.stack.resources, *self.parameters}
        taken -= set(self.leaving)
        while name in taken:
            name, number = f"{wanted}{number}", number + 1
        self.parameters[name] = declared
        self.sources[name] = source
        return name

    def resource(self, resource: Resource) -> Resource:
        """A resource that stays, with parameters in the place of what leaves."""
        return replace(
            resource,
            properties=self.value(resource.properties),
            depends_on=tuple(it for it in resource.depends_on if it not in self.leaving),
            deletion_policy=self.value(resource.deletion_policy),
            attributes={key: self.value(it) for key, it in resource.attributes.items()},
        )

    def output(self, name: str, output: Output) -> Output:
        """An output, the same way."""
        if f"{OUTPUTS}.{name}" in self.leaving:
            source = Source((), GetAtt(OUTPUTS, name))
            return replace(output, value=Ref(self.add(name, Parameter(), source)))
        return replace(
            output, value=self.value(output.value), export_name=self.value(output.export_name)
        )

    def value(self, value: Any) -> Any:
        """A value, the same way."""
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.value(item) for item in value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, (Ref, GetAtt)):
            return self._reference(value)
        if isinstance(value, Sub):
            return self._sub(value)
        if isinstance(value, Intrinsic):
            return rebuilt(value, self.value)
        return value

    def _leaves(self, node: Ref | GetAtt) -> bool:
        name = node.name if isinstance(node, Ref) else node.resource
        return name in self.leaving or self.stack.module_of(name) in self.leaving

    def _reference(self, node: Ref | GetAtt) -> Value:
        if not self._leaves(node):
            return node
        if node not in self._names:
            name = _parameter_name(node)
            self._names[node] = self.add(name, self._declared(node), Source((), node))
        return Ref(self._names[node])

    def _declared(self, node: Ref | GetAtt) -> Parameter:
        """A parameter of the type that the value has."""
        described = None
        if isinstance(node, GetAtt) and node.resource in self.stack.resources:
            described = catalog.resource_type(self.stack.resources[node.resource].type)
        found = described.attribute(str(node.attribute)) if described is not None else None  # type: ignore[union-attr]
        is_list = found is not None and found.type.kind == "list"
        return Parameter(type="CommaDelimitedList" if is_list else "String")

    def _sub(self, node: Sub) -> Sub:
        own = node.variables or {}
        parts = [
            self._variable(part) if isinstance(part, Variable) and part.name not in own else part
            for part in sub_parts(node.text)
        ]
        variables = None if node.variables is None else self.value(node.variables)
        return Sub(sub_text(parts), variables)

    def _variable(self, variable: Variable) -> Variable:
        name, dot, attribute = variable.name.partition(".")
        node: Ref | GetAtt = GetAtt(name, attribute) if dot else Ref(name)
        found = self._reference(node)
        return Variable(found.name) if isinstance(found, Ref) and found != node else variable


def _parameter_name(node: Ref | GetAtt) -> str:
    if isinstance(node, Ref):
        return pascal_case(node.name.removeprefix("AWS::"))
    return f"{node.resource}{pascal_case(str(node.attribute))}"
