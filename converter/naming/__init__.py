"""How one name is spelled in CloudFormation, Pulumi, its Python SDK and the CDK: pure functions.

The rules run one way only, from CloudFormation's spelling outwards: `EnableECSManagedTags` and
`EnableEcsManagedTags` both become `enableEcsManagedTags`. The way back is a table, the catalog.

What Pulumi's other SDKs add to its own names is in a module for each language.
"""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from keyword import iskeyword

PACKAGE = "aws-native"

_CAPITALS = re.compile(r"[A-Z0-9]{2,}")
_LONE_S = re.compile(r"s(?![^A-Z0-9])")


@lru_cache(maxsize=4096)
def lower_acronyms(name: str) -> str:
    """Lower every run of capitals but its first letter: `KMSKeyARNs` gives `KmsKeyArns`.

    Digits count as capitals. The last capital of a run starts the next word, unless the run ends
    the name or a lone `s` follows. This is `naming.LowerAcronyms` of pulumi-aws-native.
    """
    written: list[str] = []
    rest = name
    while run := _CAPITALS.search(rest):
        end = run.end()
        if end < len(rest) and not _LONE_S.match(rest, end):
            end -= 1
        # A run whose last capital is handed to the next word is looked at again from there.
        end = max(end, run.start() + 1)
        written.append(rest[: run.start() + 1] + rest[run.start() + 1 : end].lower())
        rest = rest[end:]
    return "".join(written) + rest


def has_acronym(name: str) -> bool:
    """Tell whether `lower_acronyms` finds a run to lower (`naming.HasUppercaseAcronym`)."""
    start = 0
    while run := _CAPITALS.search(name, start):
        end = run.end()
        if end == len(name) or _LONE_S.match(name, end) or end - run.start() > 2:
            return True
        start = end - 1
    return False


def free_name(plain: str, is_taken: Callable[[str], bool]) -> str:
    """Give a name that is free: as it is, else with the first number behind it that makes it so."""
    found, number = plain, 2
    while is_taken(found):
        found, number = f"{plain}{number}", number + 1
    return found


def lower_first(name: str) -> str:
    """Give the name with its first letter in lower case."""
    return name[:1].lower() + name[1:]


def upper_first(name: str) -> str:
    """Give the name with its first letter in upper case (`naming.ToPascalCase`)."""
    return name[:1].upper() + name[1:]


def pulumi_name(name: str) -> str:
    """Spell a property as it goes over Pulumi's wire (`naming.ToSdkName` of pulumi-aws-native).

    `TargetGroupARNs` gives `targetGroupArns`. A resource's own `Id` is `awsId` instead, because
    `id` is the resource's identifier in Pulumi (see `resource_property_name`).
    """
    return lower_first(lower_acronyms(name))


def resource_property_name(name: str) -> str:
    """Spell a resource's own property: as `pulumi_name`, but `Id` gives `awsId`."""
    spelled = pulumi_name(name)
    return "awsId" if spelled == "id" else spelled


def module_name(resource_type: str) -> str:
    """Give the module of a resource type's token: `AWS::SageMaker::Model` gives `sagemaker`.

    `Config` gives `configuration` (`moduleName` of pulumi-aws-native's schema generator).
    """
    service = resource_type.split("::")[1].lower()
    return "configuration" if service == "config" else service


def class_name(resource_type: str) -> str:
    """Give the resource's class: `AWS::ApiGatewayV2::Api` gives `Api`.

    A name that ends in `Output` would collide with Pulumi's own suffix, so it ends in
    `OutputResource` (`typeName` of pulumi-aws-native's schema generator).
    """
    name = resource_type.split("::", 2)[2].replace("::", "")
    if name.endswith("Output"):
        name += "Resource"
    return lower_acronyms(name)


def token(resource_type: str) -> str:
    """Give a resource type's Pulumi token, `aws-native:sagemaker:Model`."""
    return f"{PACKAGE}:{module_name(resource_type)}:{class_name(resource_type)}"


def python_module(module: str) -> str:
    """Give the Python module of a Pulumi module: `lambda` gives `lambda_`."""
    return module + "_" if iskeyword(module) else module


def pulumi_module(python_module: str) -> str:
    """Give the Pulumi module of a Python module: `lambda_` gives `lambda`, the root `index`."""
    return python_module.rstrip("_") or "index"


def type_token(python_module: str, name: str) -> str:
    """Give the Pulumi token of a nested type: `aws-native:lambda:FunctionCode`."""
    return f"{PACKAGE}:{pulumi_module(python_module)}:{name}"


# Python 3's keywords and those of Python 2 that pulumi still avoids.
_PYTHON_2_KEYWORDS = frozenset({"exec", "print"})
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-rt-z])")


@lru_cache(maxsize=8192)
def python_name(name: str) -> str:
    """Spell a wire name as Pulumi's Python SDKs do: `PyName` of pulumi's code generator.

    A run of capitals is one word, with the digits or the `s` right behind it. `s3DataType` gives
    `s3_data_type`, `vpcIDs` gives `vpc_ids`; a keyword gets an underscore: `lambda_`.
    """
    spelled = _WORD_START.sub("_", name).lower()
    if iskeyword(spelled) or spelled in _PYTHON_2_KEYWORDS:
        return spelled + "_"
    return spelled


# What single characters are written out as (`ExpandShortEnumName` of pulumi's code generators)
_WRITTEN_OUT = {"": "Empty", "*": "Asterisk"} | {
    str(digit): name
    for digit, name in enumerate(
        ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    )
}


@lru_cache(maxsize=4096)
def enum_member_name(value: str) -> str:
    """Give an enum member's name in Pulumi's schema: `MultiModel`, `ml.m5.large` → `MlM5Large`.

    Go, C#, TypeScript and Java derive theirs from it (`ToUpperCamel` and `LowerAcronyms` of
    pulumi-aws-native; `Input` and `Output` would be taken for a type's). Python's is in the
    catalog.
    """
    text = value.lower() if value == value.upper() else value
    written = ""
    capital = True
    for character in text.strip(" "):
        if character.isascii() and character.isalnum():
            written += character.upper() if capital else character
        capital = character in "_ -."
    name = lower_acronyms(written)
    if name in ("Input", "Output"):
        return name + "Type"
    return _WRITTEN_OUT.get(name or value, name)


def without_leading_digit(name: str, before: str) -> str:
    """Give a name with something before it where it begins with a digit."""
    return before + name if name[:1].isdigit() else name


def python_enum_member(value: str, enum: str) -> str:
    """Give an enum member's name in Python: `MultiModel` gives `MULTI_MODEL`.

    This is `makeSafeEnumName` of pulumi's Python code generator, applied to the schema's name.
    """
    spelled = python_name(enum_member_name(value)).upper()
    spelled = re.sub(r"_+", "_", re.sub(r"\W", "_", spelled))
    if spelled[:1].isdigit() or not spelled or spelled.startswith("_"):
        return f"{python_name(enum).upper()}_{spelled.lstrip('_')}"
    return spelled


def cdk_class_name(resource_type: str) -> str:
    """Give the CDK's class for a resource type: `AWS::EC2::VPC` gives `CfnVPC`."""
    return "Cfn" + resource_type.split("::", 2)[2].replace("::", "")


def cdk_module_name(resource_type: str) -> str:
    """Give the CDK's module for a resource type: `AWS::EC2::VPC` gives `aws_ec2`."""
    vendor, service = resource_type.split("::")[:2]
    return f"{vendor.lower()}_{service.lower()}"


def object_class_name(resource_type: str, definition: str) -> str:
    """Give the class of a nested object, without `Args`: the definition's behind the resource's.

    The resource's is left out where the definition starts with it already (`propertyTypeSpec` of
    pulumi-aws-native's schema generator).
    """
    resource = class_name(resource_type)
    name = definition if definition.startswith(resource) else resource + definition
    return lower_acronyms(name)


def cdk_python_name(name: str) -> str:
    """Spell a CDK name as jsii's Python packages do: `s3DataType` gives `s3_data_type`.

    A keyword gets a trailing underscore (`toPythonParameterName` of jsii-pacmak).
    """
    spelled = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name)
    spelled = re.sub(r"(?<=[A-Z])([A-Z][a-z])", r"_\1", spelled).lower()
    return spelled + "_" if iskeyword(spelled) else spelled


def pascal_case(name: str) -> str:
    """A name of letters and digits only: ``Role.Arn`` and ``role_arn`` both give ``RoleArn``."""
    return "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", name))


def parameter_name(base: str, steps: Sequence[str]) -> str:
    """A parameter's name for what is looked up: ``ModelName`` for ``modelName`` of a ``Model``."""
    words = pascal_case(" ".join(steps))
    begun = base and words.lower().startswith(base.lower())
    return words if begun else f"{base}{words}" or "Value"


_NOT_OF_PROJECTS = re.compile(r"[^A-Za-z0-9_.-]")


def project_name(text: str) -> str:
    """Make a name that a Pulumi project may have of any text."""
    return _NOT_OF_PROJECTS.sub("-", text).strip("-.")[:100] or "stack"


# What a module or a class of a program would hide, in one language or another
# fmt: off
_TAKEN = frozenset({
    "aws", "native", "json", "base64",
    "main", "index", "program", "app", "config", "output", "input", "resource", "args", "stack",
    "string", "object", "number", "boolean", "integer", "double", "float", "long", "char", "byte",
    "function", "promise", "array", "date", "map", "list", "set", "record", "partial", "symbol",
    "error", "system", "task", "console", "undefined", "void", "null", "nil", "override",
    "names", "any", "cast", "sequence", "mapping", "optional", "union", "field", "dataclass",
    "t", "type_var",
    "context", "deployment", "functions", "objects", "buffer", "convert", "encoding", "dictionary",
    "enumerable", "immutable_array", "immutable_dictionary", "culture_info", "binding_flags",
    "json_serializer", "json_serializer_options", "java_script_encoder", "file_archive", "asset",
    "input_list", "input_map", "aws_native", "import", "export", "component_resource",
    "component_resource_options", "custom_resource", "custom_resource_options", "resource_args",
    "stack_reference", "stack_reference_args", "stack_output", "to_base64", "comma_separated",
    "look_up_or", "member", "present", "filled", "part", "register_outputs",
    "create_async", "input_union",
})
_BUILDS = frozenset({
    "test", "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js",
    "linux", "nacl", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "zos",
    "386", "amd64", "arm", "arm64", "armbe", "loong64", "mips", "mips64", "mips64le", "mipsle",
    "ppc", "ppc64", "ppc64le", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
})
"""The words with which the name of a file in Go ends that is for some builds only."""
_PACKAGES = frozenset({
    "pulumi", "pulumi_aws_native", "arpeggio", "attr", "attrs", "debugpy", "deprecated", "dill",
    "google", "grpc", "importlib_metadata", "opentelemetry", "packaging", "parver", "pip",
    "pkg_resources", "semver", "setuptools", "six", "typing_extensions", "wrapt", "yaml", "zipp",
})
"""The packages that Pulumi's SDK and aws-native's import in Python, of all their versions, which a
module of a program's own would stand before.
"""
# fmt: on


def _is_taken(module: str) -> bool:
    """Whether a module's name, or its class's, means something else in a program."""
    class_name = "".join(word.capitalize() for word in module.split("_"))
    return (
        module in _TAKEN
        or module in _PACKAGES
        or module.rpartition("_")[2] in _BUILDS
        or module in sys.stdlib_module_names
        or keyword.iskeyword(module)
        or keyword.issoftkeyword(module)
        or keyword.iskeyword(class_name)
        or hasattr(builtins, module)
        or hasattr(builtins, class_name)
    )


def component_name(text: str) -> str:
    """A name that a module of a program may have: ``vpc-Network`` gives ``vpc_network``, ``s3Data``
    gives ``s3_data``.

    A name that means something else in a language gets ``stack`` behind it, in every language, so
    that the tokens of a program's types are the same in all.
    """
    words = re.findall(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+", text)
    name = "_".join(word.lower() for word in words) or "nested"
    if not name[0].isalpha():
        name = f"stack_{name}"
    return f"{name}_stack" if _is_taken(name) else name
