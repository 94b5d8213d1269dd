"""Programs run without Pulumi: what a generated module registers, and what its `Program` means.

`run` executes the text of a module with stand-ins for `pulumi` and `pulumi_aws_native` that know
only the classes and members that the catalog knows, and that refuse to print, compare or iterate an
output. `meaning` evaluates the `Program` itself. Both give the same shape, in wire names.
"""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Callable, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any, NoReturn

from converter import catalog, naming, pulumi
from converter.catalog import EnumType, ObjectType, Property, ResourceType
from converter.errors import Path
from converter.evaluation import Environment, evaluate, plain
from converter.pulumi import Program

PLAIN_MODULES = frozenset({"base64", "json", "typing", "collections.abc"})

PSEUDOS = {
    "getAccountId": "123456789012",
    "getPartition": "aws",
    "getRegion": "east",
    "getUrlSuffix": "amazonaws.com",
}


class MisuseError(Exception):
    """The program asks an output for what only a deployment knows."""


def known(resource: str, path: tuple[Any, ...], kind: str) -> Any:
    """What stands for an attribute of a deployed resource."""
    text = f"<{resource}.{'.'.join(map(str, path))}>"
    return [f"{text}0", f"{text}1", f"{text}2"] if kind == "list" else text


def function_result(function: str, arguments: Mapping[str, Any]) -> Any:
    """What stands for the result of a provider function."""
    if function in PSEUDOS:
        return PSEUDOS[function]
    if function == "importValue" and re.fullmatch(r"[0-9.,]+|true|false", arguments["name"]):
        return arguments["name"]  # a text that is read as more than that
    told = ",".join(f"{name}={value}" for name, value in sorted(arguments.items()))
    text = f"<{function} {told}>"
    return [f"{text}0", f"{text}1"] if function in LISTS else text


def stack_output(stack: str, output: str) -> str:
    """What stands for an output of another stack."""
    return f"<{stack} {output}>"


LISTS = frozenset({"getAzs", "cidr", "getSsmParameterList"})
STACK_OUTPUTS = "outputs"


# --- running -------------------------------------------------------


class Output:
    """A value that only a deployment knows."""

    def __init__(self, value: Any = None) -> None:
        self.__dict__["held"] = value

    def __class_getitem__(cls, item: Any) -> Any:
        return cls

    def apply(self, function: Callable[[Any], Any]) -> Output:
        return Output(settled(function(resolved(self))))

    def __getattr__(self, name: str) -> Output:
        if name.startswith("__"):
            raise AttributeError(name)
        return Output(getattr(resolved(self), name))

    def __getitem__(self, key: Any) -> Output:
        return Output(resolved(self)[key])

    def _refuse(self, *arguments: Any) -> NoReturn:
        raise MisuseError

    __str__ = __bool__ = __eq__ = __iter__ = __len__ = __format__ = __add__ = __radd__ = _refuse
    __hash__ = None  # type: ignore[assignment]  # nor is it a key

    @staticmethod
    def concat(*parts: Any) -> Output:
        return Output("".join(texts(parts)))

    @staticmethod
    def format(template: str, *parts: Any) -> Output:
        return Output(template.format(*texts(parts)))

    @staticmethod
    def all(*parts: Any) -> Output:
        return Output([settled(part) for part in parts])

    @staticmethod
    def secret(value: Any) -> Output:
        return Output(settled(value))

    @staticmethod
    def from_input(value: Any) -> Output:
        return Output(settled(value))

    @staticmethod
    def json_dumps(value: Any, separators: tuple[str, str]) -> Output:
        return Output(json.dumps(settled(value), separators=separators))


class AttributeOutput(Output):
    """An output of a resource, or a part of one."""

    def __init__(self, owner: Resource, path: tuple[Any, ...], prop: Property | None) -> None:
        super().__init__()
        self.__dict__.update(owner=owner, path=path, prop=prop)

    def __getattr__(self, name: str) -> Output:
        prop = self.__dict__["prop"]
        if prop is None or prop.type.kind != "object":
            raise AttributeError(name)
        owner = self.__dict__["owner"]
        properties = owner.described.object_types[prop.type.name].properties
        found = by_python(properties)[name]
        return AttributeOutput(owner, (*self.__dict__["path"], found.pulumi), found)


def resolved(value: Any) -> Any:
    """What an output holds."""
    if isinstance(value, AttributeOutput):
        owner, prop = value.__dict__["owner"], value.__dict__["prop"]
        kind = prop.type.kind if prop is not None else "string"
        return owner.attribute(value.__dict__["path"], kind)
    return value.__dict__["held"]


def texts(parts: Any) -> list[str]:
    found = [settled(part) for part in parts]
    assert all(isinstance(part, str) for part in found), found
    return found


def settled(value: Any) -> Any:
    """A value with its outputs resolved, objects and enum members as the wire has them."""
    if isinstance(value, Output):
        return settled(resolved(value))
    if isinstance(value, Args):
        return value.fields
    if isinstance(value, Member):
        return value.value
    if isinstance(value, list):
        return [settled(item) for item in value]
    if isinstance(value, dict):
        return {key: settled(item) for key, item in value.items()}
    return value


class Args:
    """An object of a typed class."""

    def __init__(self, described: ObjectType, arguments: dict[str, Any]) -> None:
        self.fields = wired(described.properties, arguments)


class Member:
    """A member of an enum."""

    def __init__(self, value: Any) -> None:
        self.value = value


def by_python(properties: Mapping[str, Property]) -> dict[str, Property]:
    return {prop.python: prop for prop in properties.values() if prop.python is not None}


def wired(properties: Mapping[str, Property], arguments: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments in wire names; what is None is absent."""
    names = by_python(properties)
    return {
        str(names[name].pulumi): settled(value)
        for name, value in arguments.items()
        if value is not None
    }


class Resource:
    """A registered resource."""

    def __init__(
        self, world: World, described: ResourceType, name: str, inputs: dict[str, Any], opts: Any
    ) -> None:
        self.__dict__["_known"] = (described, name, inputs)
        world.resources[name] = (described.token, inputs, told_options(opts))
        world.registered.append(self)

    @property
    def described(self) -> ResourceType:
        return self.__dict__["_known"][0]  # type: ignore[no-any-return]

    def attribute(self, path: tuple[Any, ...], kind: str) -> Any:
        _, name, _ = self.__dict__["_known"]
        return known(name, path, kind)

    def __getattr__(self, name: str) -> Any:
        described, own, inputs = self.__dict__["_known"]
        if name == "outputs" and described.name == "AWS::CloudFormation::Stack":
            body = inputs.get("templateBody", {})
            keys = body.get("Outputs", {}) if isinstance(body, dict) else {}
            return Output(
                [
                    SimpleNamespace(output_key=key, output_value=known(own, ("outputs", key), ""))
                    for key in keys
                ]
            )
        if name == "id":
            return AttributeOutput(self, ("id",), None)
        prop = by_python(described.properties)[name]
        return AttributeOutput(self, (prop.pulumi,), prop)


def told_options(opts: Any) -> dict[str, Any]:
    if opts is None:
        return {}
    found = dict(opts.given)
    if "depends_on" in found:
        found["depends_on"] = tuple(each.__dict__["_known"][1] for each in found["depends_on"])
    return {name: value for name, value in found.items() if value}


class Options:
    def __init__(self, **given: Any) -> None:
        self.given = given


class World:
    """The stand-ins for one run."""

    def __init__(self, program: Program, config: dict[str, str]) -> None:
        self.config = config
        self.resources: dict[str, Any] = {}
        self.registered: list[Resource] = []
        self.exports: dict[str, Any] = {}
        self.classes: dict[tuple[str, str], Any] = {}
        for resource in program.resources.values():
            self._know(catalog.by_token(resource.type))

    def _know(self, described: ResourceType | None) -> None:
        assert described is not None
        self.classes[described.python_module or "", described.python_class or ""] = described
        for found in described.object_types.values():
            if found.python_class:
                self.classes[found.python_module or "", found.python_class] = found
        for enum in described.enums.values():
            self.classes[enum.python_module, enum.python_class] = enum

    def import_module(self, name: str, *arguments: Any) -> Any:
        if name == "pulumi":
            return self.pulumi()
        if name == "pulumi_aws_native":
            return Sdk(self, "")
        assert name in PLAIN_MODULES, f"the program imports {name}"
        return builtins.__import__(name, *arguments)

    def pulumi(self) -> Any:
        module: Any = ModuleType("pulumi")
        module.Output = module.Input = Output
        module.Config = lambda: Config(self.config)
        module.export = self._export
        module.get_stack = lambda: "stack"
        module.get_organization = lambda: "organization"
        module.StackReference = StackReference
        module.ResourceOptions = Options
        module.CustomResource = self._custom_resource()
        module.get = lambda resource, name: resource.output_of(name)
        module.runtime = SimpleNamespace(invoke_output=self._invoke_output)
        return module

    def _export(self, name: str, value: Any) -> None:
        assert name not in self.exports
        self.exports[name] = settled(value)

    def _invoke_output(self, token: str, arguments: dict[str, Any]) -> Output:
        function = token.rpartition(":")[2]
        return Output({"value": function_result(function, settled(arguments))})

    def _custom_resource(world) -> type:  # noqa: N805 - the class below has a self of its own
        class CustomResource(Resource):
            def __init__(self, type: str, name: str, properties: dict[str, Any], opts: Any) -> None:
                described = catalog.by_token(type)
                assert described is not None
                given = {key: value for key, value in properties.items() if value is not None}
                super().__init__(world, described, name, settled(given), opts)

            def output_of(self, name: str) -> Output:
                prop = self.described.by_pulumi.get(name)
                return AttributeOutput(self, (name,), prop)

        return CustomResource


class StackReference:
    """A reference to another stack."""

    def __init__(self, name: str, stack_name: str) -> None:
        self.stack = stack_name

    def require_output(self, name: str) -> Output:
        return Output(stack_output(self.stack, name))


class Sdk:
    """A module of the SDK."""

    def __init__(self, world: World, module: str) -> None:
        self._world = world
        self._module = module

    def __getattr__(self, name: str) -> Any:
        world = self._world
        described = world.classes.get((self._module, name))
        if isinstance(described, ResourceType):
            return lambda resource, /, opts=None, **inputs: Resource(
                world, described, resource, wired(described.properties, inputs), opts
            )
        if isinstance(described, ObjectType):
            return lambda **fields: Args(described, fields)
        if isinstance(described, EnumType):
            return SimpleNamespace(
                **{member: Member(value) for value, member in described.members.items()}
            )
        if self._module == "" and any(module == name for module, _ in world.classes):
            return Sdk(world, name)
        if self._module == "" and name in FUNCTIONS:
            return FUNCTIONS[name]
        raise AttributeError(f"the SDK has no {self._module}.{name}")


RESULTS = {
    "getAccountId": "accountId",
    "getPartition": "partition",
    "getRegion": "region",
    "getUrlSuffix": "urlSuffix",
    "getAzs": "azs",
    "cidr": "subnets",
    "getSsmParameterString": "value",
    "getSsmParameterList": "value",
}


def _functions() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for function, result in RESULTS.items():

        def plain(function: str = function, result: str = result, **arguments: Any) -> Any:
            assert not any(isinstance(value, Output) for value in arguments.values())
            given = {naming.pulumi_name(_camel(name)): value for name, value in arguments.items()}
            return SimpleNamespace(**{naming.python_name(result): function_result(function, given)})

        def output(plain: Callable[..., Any] = plain, **arguments: Any) -> Any:
            return Output(plain(**{name: settled(value) for name, value in arguments.items()}))

        found[naming.python_name(function)] = plain
        found[naming.python_name(function) + "_output"] = output
    return found


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


FUNCTIONS = _functions()


class Config:
    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def require(self, key: str) -> str:
        return self.values[key]

    def require_int(self, key: str) -> int:
        return int(self.values[key])

    def require_secret(self, key: str) -> Output:
        return Output(self.values[key])


def run(text: str, program: Program, config: dict[str, str]) -> tuple[Any, Any]:
    """Execute a module: the resources by name (token, inputs, options), and the exports."""
    world = World(program, config)
    scope = {
        "__builtins__": {**vars(builtins), "__import__": world.import_module},
        "__name__": "__main__",
    }
    exec(compile(text, "__main__.py", "exec"), scope)
    return world.resources, world.exports


# --- meaning -------------------------------------------------------


def meaning(program: Program, config: dict[str, str]) -> tuple[Any, Any]:
    """Evaluate a program: the same shape as `run` gives."""
    environment = Environment(
        stack="stack",
        function=function_result,
        stack_output=stack_output,
        account=PSEUDOS["getAccountId"],
        partition=PSEUDOS["getPartition"],
        region=PSEUDOS["getRegion"],
        url_suffix=PSEUDOS["getUrlSuffix"],
    )

    def outputs(name: str, path: Path) -> Any:
        return known(name, path, attribute_kind(program.resources[name], path))

    found = evaluate(program, config=config, environment=environment, outputs=outputs)
    registered = {
        name: (each.type, plain(each.inputs), options_given(each.options))
        for name, each in found.registrations.items()
    }
    return registered, plain(found.exports)


def options_given(options: pulumi.Options) -> dict[str, Any]:
    """The options that are not their defaults."""
    given = {
        "depends_on": options.depends_on,
        "retain_on_delete": options.retain_on_delete,
        "ignore_changes": list(options.ignore_changes),
        "additional_secret_outputs": list(options.secret_outputs),
    }
    return {name: value for name, value in given.items() if value}


def attribute_kind(resource: pulumi.Resource, path: Path) -> str:
    """What kind of value an attribute is, by the catalog."""
    described = catalog.by_token(resource.type)
    assert described is not None
    properties: Mapping[str, Property] = described.by_pulumi
    kind = "string"
    for step in path:
        prop = properties.get(str(step))
        kind = prop.type.kind if prop is not None and path[0] != STACK_OUTPUTS else "string"
        named = described.object_types.get(prop.type.name or "") if prop is not None else None
        properties = named.by_pulumi if named is not None else {}
    return kind
