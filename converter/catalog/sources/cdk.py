"""What the installed `aws_cdk` calls things, read from the JavaScript inside its jsii package.

The generated code says more than the jsii assembly: for every property which name CloudFormation
has for it and how it is converted, for every class what `Ref` returns.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from ...naming import cdk_module_name

_CLASS = re.compile(r"class (Cfn\w+) extends cdk\(\)\.CfnResource\{")
_FQN = re.compile(r'fqn:"aws-cdk-lib\.(\w+)\.Cfn\w+"')
_TYPE_NAME = re.compile(r'CFN_RESOURCE_TYPE_NAME="([^"]+)"')
_ATTRIBUTE = re.compile(r'get (attr\w+)\(\)\{return ([^"]*?)this\.getAtt\("([^"]+)"')
_REFERENCE = re.compile(r"get \w+Ref\(\)\{return\{(.*?)\}\}")
_CONVERTER = re.compile(r"function convert(Cfn\w+)ToCloudFormation\(properties\)\{")
_VALIDATOR = re.compile(r"function (Cfn\w+)Validator\(properties\)\{(.*?)\}function ", re.DOTALL)
_REQUIRED = re.compile(r'propertyValidator\("(\w+)",cdk\(\)\.requiredValidator\)')
_TAGS = re.compile(r"TagManager\(.*?\{tagPropertyName:\"(\w+)\"")
_BODY = re.compile(r"assertSuccess\(\),\{(.*?)\}\):properties\}", re.DOTALL)

_SCALARS = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "object": "json",
    "eventPattern": "json",
}
TAG = "CfnTag"


@dataclass(slots=True)
class CdkType:
    """How the CDK converts a value; `struct` for one of its interfaces."""

    kind: str
    items: CdkType | None = None
    name: str = ""
    alternatives: list[CdkType] = field(default_factory=list)


@dataclass(slots=True)
class CdkProperty:
    """A property of an interface."""

    name: str
    type: CdkType
    required: bool = False


@dataclass(slots=True)
class CdkResource:
    """A CfnResource class, its interfaces, its attributes and what its reference is made of."""

    type_name: str
    module: str
    name: str
    properties: dict[str, CdkProperty]
    structs: dict[str, dict[str, CdkProperty]]
    attributes: dict[str, str]
    reference: dict[str, str]
    """The fields of its reference interface with their JavaScript, `{"modelArn": "this.ref"}`."""
    tags: str | None = None
    """The property that its tag manager holds."""
    attribute_types: dict[str, CdkType] = field(default_factory=dict)
    """By the attribute's name in the CDK; `json` for one that is a token of no type."""


_TOKENS = {
    "cdk().Token.asString(": CdkType("string"),
    "cdk().Token.asNumber(": CdkType("number"),
    "cdk().Token.asList(": CdkType("list", CdkType("string")),
    "": CdkType("json"),
}


def package() -> Path:
    """Give the jsii package of the installed CDK.

    Raises ModuleNotFoundError where it is not installed.
    """
    spec = find_spec("aws_cdk")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the catalog is built from aws_cdk: install aws-cdk-lib")
    return next((Path(spec.origin).parent / "_jsii").glob("aws-cdk-lib@*.jsii.tgz"))


def read_cdk() -> dict[str, CdkResource]:
    """Read every resource class of the CDK, by CloudFormation's type name."""
    resources: dict[str, CdkResource] = {}
    with tarfile.open(package(), "r:gz") as archive:
        for member in archive:
            if re.fullmatch(r"package/[\w-]+/lib/[\w-]+\.generated\.js", member.name):
                stream = archive.extractfile(member)
                assert stream is not None
                for resource in read_source(stream.read().decode()):
                    # A service's preview (`aws_eks_v2`) has the same classes once more.
                    if resource.module == cdk_module_name(resource.type_name):
                        resources[resource.type_name] = resource
                    resources.setdefault(resource.type_name, resource)
    return resources


def read_source(source: str) -> Iterator[CdkResource]:
    """Read the resource classes of one generated file."""
    starts = [match.start() for match in _CLASS.finditer(source)]
    for start, end in pairwise([*starts, len(source)]):
        body = source[start:end]
        name, module, type_name = _CLASS.match(body), _FQN.search(body), _TYPE_NAME.search(body)
        if name and module and type_name:
            yield _resource(body, type_name[1], module[1], name[1])


def _resource(body: str, type_name: str, module: str, name: str) -> CdkResource:
    structs = dict(_structs(body, name))
    reference = _REFERENCE.search(body)
    tags = _TAGS.search(body)
    return CdkResource(
        type_name,
        module,
        name,
        structs.pop("Props", {}),
        structs,
        {path: attribute for attribute, _, path in _ATTRIBUTE.findall(body)},
        dict(_fields(reference[1])) if reference else {},
        tags[1] if tags else None,
        {attribute: _TOKENS[token] for attribute, token, _ in _ATTRIBUTE.findall(body)},
    )


def _structs(body: str, owner: str) -> Iterator[tuple[str, dict[str, CdkProperty]]]:
    """Give the properties of a class's interfaces: `Props`, `ContainerDefinitionProperty`, …"""
    required = {found[1]: set(_REQUIRED.findall(found[2])) for found in _VALIDATOR.finditer(body)}
    for converter in _CONVERTER.finditer(body):
        written = _BODY.search(body, converter.end())
        if written and converter[1].startswith(owner):
            fields = _fields(written[1])
            asked = required.get(converter[1], set())
            properties = {key: _property(expression, owner, asked) for key, expression in fields}
            yield converter[1].removeprefix(owner), properties


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Split the inside of a JavaScript object literal at its commas."""
    depth = 0
    start = 0
    for position, character in enumerate(text + ","):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and depth == 0:
            key, _, expression = text[start:position].partition(":")
            if key:
                yield key.strip('"'), expression
            start = position + 1


def _property(expression: str, owner: str, required: set[str]) -> CdkProperty:
    converter, _, argument = expression.rpartition("(")
    name = argument.rstrip(")").removeprefix("properties.")
    return CdkProperty(name, _type(converter, owner), name in required)


def _type(converter: str, owner: str) -> CdkType:
    """Read the function that converts a value."""
    name, _, argument = converter.removeprefix("cdk().").partition("(")
    if name in ("listMapper", "hashMapper"):
        items = _type(argument.removesuffix(")"), owner)
        return CdkType("list" if name == "listMapper" else "map", items)
    if name == "unionMapper":
        _, converters = (text for text, _ in _fields_of_lists(argument.removesuffix(")")))
        return CdkType("union", alternatives=[_type(text, owner) for text in _items(converters)])
    if name.startswith("convert"):
        struct = name.removeprefix("convert").removesuffix("ToCloudFormation")
        return CdkType("struct", name=struct.removeprefix(owner))
    if name == "cfnTagToCloudFormation":
        return CdkType("struct", name=TAG)
    return CdkType(_SCALARS[name.removesuffix("ToCloudFormation")])


def _fields_of_lists(text: str) -> Iterator[tuple[str, str]]:
    return ((key, rest) for key, rest in _fields(text))


def _items(text: str) -> Iterator[str]:
    return (key for key, _ in _fields(text.removeprefix("[").removesuffix("]")))
