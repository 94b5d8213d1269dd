"""The catalog against the packages that are installed, read in other ways than the build does."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from converter.catalog import ResourceType
from converter.catalog.sources.encode import encode
from converter.catalog.sources.gather import gather

pytestmark = pytest.mark.sources

DATA = Path(__file__).parents[2] / "converter" / "catalog" / "data"
CLASS = re.compile(r"^class (\w+)\b", re.MULTILINE)
ARGUMENT = re.compile(r"^ {17}(\w+): ", re.MULTILINE)
GETTER = re.compile(r"^    def (\w+)\(self\) -> ", re.MULTILINE)
MEMBER = re.compile(r"^    (\w+) = (.+)$", re.MULTILINE)
TOKEN = re.compile(r'^@pulumi\.type_token\("([^"]+)"\)\nclass (\w+)\(', re.MULTILINE)


def folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(spec.origin).parent


def classes(text: str) -> dict[str, str]:
    """Give the source of each class of a module."""
    parts = CLASS.split(text)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def sdk_classes(module: str, file: str) -> dict[str, str]:
    path = folder("pulumi_aws_native") / module / f"{file}.py"
    return classes(path.read_text(encoding="utf-8")) if path.exists() else {}


@cache
def sdk_resources(module: str) -> dict[str, tuple[str, str, str]]:
    """Give class name, source of the arguments and source of the class by Pulumi token."""
    found = {}
    for path in (folder("pulumi_aws_native") / module).glob("[!_]*.py"):
        text = path.read_text(encoding="utf-8")
        for token, name in TOKEN.findall(text):
            sources = classes(text)
            arguments = sources.get(f"{name}InitArgs") or sources.get(f"{name}Args", "")
            found[token] = name, arguments, sources[name]
    return found


def initializer(source: str) -> set[str]:
    """Give the keywords of a class's `__init__`."""
    return set(ARGUMENT.findall(source.partition("):\n")[0].replace("(__self__, *,\n", "\n")))


def test_it_is_up_to_date() -> None:
    for package in ("pulumi_aws_native", "aws_cdk", "cfnlint"):
        folder(package)
    resources, _ = gather()
    stale = [
        name
        for name, content in encode(resources).items()
        if not (DATA / name).exists() or (DATA / name).read_text(encoding="utf-8") != content
    ]
    unknown = sorted({path.name for path in DATA.iterdir()} - set(encode(resources)))
    assert not stale + unknown, "run `python -m converter.catalog.build`"


def test_every_resource_class_of_the_sdk_is_known(creatable: list[ResourceType]) -> None:
    modules = {path.parent.name for path in folder("pulumi_aws_native").glob("*/__init__.py")}
    tokens = {token for module in modules for token in sdk_resources(module)}
    known = {resource.token for resource in creatable}
    assert known <= tokens
    assert tokens - known == {"aws-native:cloudformation:CustomResourceEmulator"}


def test_classes_and_arguments_of_resources_exist(creatable: list[ResourceType]) -> None:
    for resource in creatable:
        assert resource.python_module
        name, arguments, source = sdk_resources(resource.python_module)[resource.token]
        assert resource.python_class == name
        keywords, attributes = initializer(arguments), set(GETTER.findall(source))
        inputs = {
            found.python for found in resource.properties.values() if found.python in keywords
        }
        assert keywords == inputs, resource.name
        outputs = {found.python for found in resource.properties.values() if found.python}
        assert outputs == attributes | keywords, resource.name
        required = {found.python for found in resource.properties.values() if found.required}
        assert required <= keywords, resource.name


def test_classes_and_arguments_of_nested_objects_exist(creatable: list[ResourceType]) -> None:
    for resource in creatable:
        for found in resource.object_types.values():
            where = f"{resource.name}.{found.name}"
            module = found.python_module
            names = {each.python for each in found.properties.values() if each.python}
            if module is None:
                assert not names, where
                continue
            keywords, attributes = set[str](), set[str]()
            if found.python_class:
                keywords = initializer(sdk_classes(module, "_inputs")[found.python_class])
            if found.python_output:
                attributes = set(
                    GETTER.findall(sdk_classes(module, "outputs")[found.python_output])
                )
            assert names == keywords | attributes, where


def test_enums_exist(creatable: list[ResourceType]) -> None:
    for resource in creatable:
        for enum in resource.enums.values():
            source = sdk_classes(enum.python_module, "_enums")[enum.python_class]
            members = {json.loads(value): name for name, value in MEMBER.findall(source)}
            assert enum.members == members, enum.name


@pytest.fixture(scope="module")
def assembly() -> dict[str, Any]:
    """The types of the CDK by their qualified name."""
    package = next((folder("aws_cdk") / "_jsii").glob("aws-cdk-lib@*.jsii.tgz"))
    with tarfile.open(package) as archive:
        for member in archive:
            if member.name == "package/.jsii.gz":
                stream = archive.extractfile(member)
                assert stream is not None
                content = gzip.GzipFile(fileobj=io.BytesIO(stream.read())).read()
                types: dict[str, Any] = json.loads(content)["types"]
                return types
    raise AssertionError("the package has no assembly")


def names(type: dict[str, Any]) -> set[str]:
    return {found["name"] for found in type.get("properties", ())}


def test_classes_of_the_cdk_exist(
    resource_types: list[ResourceType], assembly: dict[str, Any]
) -> None:
    for resource in resource_types:
        if resource.cdk_class is None:
            continue
        qualified = f"aws-cdk-lib.{resource.cdk_module}.{resource.cdk_class}"
        found = assembly[qualified]
        assert found["docs"]["custom"]["cloudformationResource"] == resource.name
        properties = {each.cdk for each in resource.properties.values() if each.cdk}
        assert properties <= names(assembly.get(f"{qualified}Props", {})), resource.name
        attributes = {each.cdk for each in resource.attributes.values() if each.cdk}
        assert attributes <= names(found), resource.name


def test_every_class_of_the_cdk_is_known(
    resource_types: list[ResourceType], assembly: dict[str, Any]
) -> None:
    known = {resource.name for resource in resource_types if resource.cdk_class}
    theirs = {
        name
        for found in assembly.values()
        if (name := found.get("docs", {}).get("custom", {}).get("cloudformationResource"))
    }
    # Types that have left CloudFormation's schemas and that the SDK has no class for.
    assert theirs - known == {
        "AWS::LookoutMetrics::Alert",
        "AWS::LookoutMetrics::AnomalyDetector",
    }


def test_interfaces_of_the_cdk_exist(
    resource_types: list[ResourceType], assembly: dict[str, Any]
) -> None:
    for resource in resource_types:
        for found in resource.object_types.values():
            if found.cdk:
                scope = "" if "." not in found.cdk else f"{resource.cdk_module}."
                theirs = names(assembly[f"aws-cdk-lib.{scope}{found.cdk}"])
                ours = {each.cdk for each in found.properties.values() if each.cdk}
                assert ours <= theirs, f"{resource.name}.{found.name}"
            else:
                assert not found.by_cdk, f"{resource.name}.{found.name}"
