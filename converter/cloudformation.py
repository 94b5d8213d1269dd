"""CloudFormation's own vocabulary: a stack, as its template says it.

Nothing is evaluated, filled in, decoded or re-spelled here. Dictionaries keep the template's order.
"""

from __future__ import annotations

import posixpath

from .errors import Path
from .intrinsics import Condition, Intrinsic, Value
from .records import dataclass, field

PSEUDO_PARAMETERS = (
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)
LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
DELETION_POLICY = "DeletionPolicy"
ON_REPLACE = "UpdateReplacePolicy"
"""What becomes of a resource that is replaced: CloudFormation deletes it unless this says
otherwise, Pulumi does with it as with one that is deleted.
"""
ENDS = (DELETION_POLICY, ON_REPLACE)
"""The attributes that say what becomes of a resource that the stack does without."""
SSM_VALUE = "AWS::SSM::Parameter::Value<"
"""How the type of a parameter begins that is looked up in SSM."""


def is_module(resource_type: str) -> bool:
    """Whether a type is one of a module: resources that CloudFormation puts in its place.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
    """
    return resource_type.endswith("::MODULE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """An entry of ``Parameters``. ``attributes`` holds everything but the type, verbatim."""

    type: str = "String"
    attributes: dict[str, Value] = field(default_factory=dict)

    @property
    def default(self) -> Value:
        """The default, or None where the parameter has none."""
        return self.attributes.get("Default")

    @property
    def no_echo(self) -> bool:
        """Whether the value is a secret."""
        return str(self.attributes.get("NoEcho", "")).lower() == "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An entry of ``Resources``.

    ``properties`` is a map, or ``Fn::If`` and the like where the whole of it is a function, or
    None where the
    template has no ``Properties`` at all. ``attributes`` are the remaining resource attributes
    (Metadata,
    UpdatePolicy, CreationPolicy, UpdateReplacePolicy, …), verbatim.
    """

    type: str
    properties: Value = None
    condition: str | None = None
    depends_on: tuple[str, ...] = ()
    deletion_policy: Value = None
    attributes: dict[str, Value] = field(default_factory=dict)

    @property
    def is_open_at_its_end(self) -> bool:
        """Whether functions decide what becomes of it when it is deleted or replaced, for which a
        template needs ``AWS::LanguageExtensions``.
        """
        policies = (self.deletion_policy, self.attributes.get(ON_REPLACE))
        return any(isinstance(policy, Intrinsic) for policy in policies)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An entry of ``Outputs``."""

    value: Value
    description: Value = None
    export_name: Value = None
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A whole template.

    Args:
        rules, metadata, hooks: sections that are carried verbatim (``rules`` and ``hooks`` with
            their functions parsed).
        loops: the entries of a section that only a transform turns into proper ones, by section and
            key: ``Fn::ForEach::Name`` as ``ForEach``, ``Fn::Transform`` as ``Transform``, and an
            entry with a ``Fn::Transform`` inside as the mapping it is.
        order: the order of all entries of a section that has ``loops``. Not part of equality.
        transform_sections: sections that only a transform understands (``Globals``, a macro's own,
            ``Fn::Transform`` at the top), with their functions parsed.
        templates: the templates of nested stacks that stand beside this one, and of those nested in
            them, by their path from this one's folder (`nested_path`).
        comments: the comment above (or beside) the entry at a path, without its ``#``. Not part
            of equality.
        words: the words like ``no`` that stand without quotes for a truth at a path, each with how
            CloudFormation spells that. Not part of equality.
    """

    format_version: str | None = None
    description: str | None = None
    transforms: tuple[Value, ...] = ()
    metadata: dict[str, Value] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    rules: dict[str, Value] = field(default_factory=dict)
    mappings: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    hooks: dict[str, Value] = field(default_factory=dict)
    loops: dict[str, dict[str, Value]] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    transform_sections: dict[str, Value] = field(default_factory=dict)
    templates: dict[str, Stack] = field(default_factory=dict)
    comments: dict[Path, str] = field(default_factory=dict, compare=False, repr=False)
    words: dict[Path, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def module_of(self, name: str) -> str | None:
        """The module that a name leads into; None where it is a name of the stack's own.

        ``MyModuleMyBucket`` and ``MyModule.MyBucket`` both name a resource of ``MyModule``.
        """
        if name in self.resources:
            return None
        beginnings = (name[:end] for end in range(len(name) - 1, 0, -1))
        found = (each for each in beginnings if each in self.resources)
        return next((each for each in found if is_module(self.resources[each].type)), None)


def is_remote(path: str) -> bool:
    """Whether the path of a file that is uploaded is one of what is uploaded already."""
    return path.startswith(("s3://", "http://", "https://"))


TEMPLATE_URL = "TemplateURL"
NESTED_PARAMETERS = "Parameters"
"""What a nested stack gives the parameters of its template."""


def nested_path(template: str, properties: Value) -> str | None:
    """The path of a nested stack's template, where ``TemplateURL`` names a local file.

    Such a file is what ``aws cloudformation package`` uploads, and is named from the folder of the
    template that the nested stack stands in:
    https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html

    Args:
        template: the path of that template, from the folder of the outermost one.
        properties: the properties of the nested stack.

    Returns:
        The path from the folder of the outermost template; None where it is no local file.
    """
    url = properties.get(TEMPLATE_URL) if isinstance(properties, dict) else None
    if not isinstance(url, str) or not url or "://" in url or "{{resolve:" in url:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(template), url))
