"""Resources as constructs: of their own class where the CDK has one that can say them, with
overrides for what its properties do not take, else as `CfnResource`.
"""

from __future__ import annotations

from ...catalog import facts
from ...catalog.cdk_types import CdkClass, CdkProperty
from ...catalog.types import Type
from ...cloudformation import DELETION_POLICY, ENDS, Resource, is_remote
from ...errors import Path
from ...intrinsics import Intrinsic, Tree, Value, render
from ...records import dataclass
from .functions import Functions
from .nodes import (
    Assign,
    Call,
    Construct,
    Entries,
    Expression,
    File,
    Items,
    Literal,
    Member,
    Static,
    Variable,
)
from .policies import policy
from .scope import resource_type
from .values import UnsayableError, Values

POLICIES = {
    "Delete": "DELETE",
    "Retain": "RETAIN",
    "RetainExceptOnCreate": "RETAIN_EXCEPT_ON_CREATE",
    "Snapshot": "SNAPSHOT",
}
Typed = tuple[str, str, list[tuple[str, Expression]], list[tuple[Path, Value]]]
_ASSETS = "aws_s3_assets"
_PLACES = (("S3Bucket", "S3Key"), ("Bucket", "Key"))
"""What objects call the bucket and the key of what is uploaded."""


@dataclass(frozen=True, slots=True)
class _Uploaded(Intrinsic):
    """A part of the place of what is uploaded for a resource."""

    asset: Variable
    member: str


def resource_construct(
    logical_id: str, id: str, resource: Resource, functions: Functions
) -> Construct:
    """Give the construct of a resource, without its dependencies."""
    variable = Variable("Resources", logical_id)
    assets: list[Construct] = []
    typed = _typed(logical_id, id, resource, functions, assets)
    functions.scope.define("Resources", logical_id, typed=typed is not None)
    if typed is not None:
        module, name, properties, overrides = typed
        construct = Construct(
            variable=variable, id=id, module=module, name=name, properties=properties, assets=assets
        )
        construct.steps += [_override(variable, *one, functions) for one in overrides]
    else:
        construct = _generic(variable, id, resource, functions)
    construct.steps[:0] = _options(variable, resource, functions)
    return construct


def _typed(
    logical_id: str, id: str, resource: Resource, functions: Functions, assets: list[Construct]
) -> Typed | None:
    found = resource_type(resource.type)
    given = {} if resource.properties is None else resource.properties
    if found is None or not isinstance(given, dict) or _is_written_by_macro(given):
        return None
    cdk_class = CdkClass(found)
    module = found.cdk_module or ""
    known = cdk_class.properties()
    for name in facts.local_files(resource.type):
        path, places = given.get(name), _places(cdk_class, known.get(name))
        if isinstance(path, str) and places is not None and not is_remote(path):
            asset = _asset(Variable("Assets", f"{logical_id}{name}"), f"{id}-{name}", path)
            assets.append(asset)
            members = (_Uploaded(asset.variable, it) for it in ("s3BucketName", "s3ObjectKey"))
            given = {**given, name: dict(zip(places, members, strict=True))}

    def said(node: Intrinsic, place: Type) -> Expression:
        if isinstance(node, _Uploaded):
            return Member(node.asset, node.member)
        return functions.at(node, place)

    values = Values(said, cdk_class, module)
    try:
        properties = values.properties(given, known)
    except UnsayableError:
        return None
    if any(_is_lost({str(path[-1]): render(value)}) for path, value in values.overrides):
        return None
    return module, found.cdk_class or "", properties, values.overrides


def _asset(variable: Variable, id: str, path: str) -> Construct:
    """What uploads a file or a folder."""
    given: list[tuple[str, Expression]] = [("path", File(path))]
    return Construct(variable=variable, id=id, module=_ASSETS, name="Asset", properties=given)


def _places(cdk_class: CdkClass, found: CdkProperty | None) -> tuple[str, str] | None:
    """What an object at a place calls the bucket and the key of what is uploaded; None for none."""
    if found is None or found.type.kind != "object" or found.type.name is None:
        return None
    own = cdk_class.properties(found.type.name)
    return next((each for each in _PLACES if own.keys() >= {*each}), None)


def _is_lost(override: Tree) -> bool:
    """Whether the CDK, as it merges an override, drops some of it: empty maps, and some names."""
    if not isinstance(override, dict):
        return False
    dropped = not override or "constructor" in override or "prototype" in override
    return dropped or any(_is_lost(item) for item in override.values())


def _is_written_by_macro(properties: dict[str, Value]) -> bool:
    return any(key.startswith("Fn::") for key in properties)


def _generic(variable: Variable, id: str, resource: Resource, functions: Functions) -> Construct:
    properties: list[tuple[str, Expression]] = [("type", Literal(resource.type))]
    said = None
    if resource.properties is not None:
        said = Values(functions.at).verbatim(resource.properties)
        if isinstance(said, Entries) and isinstance(resource.properties, dict):
            properties.append(("properties", said))
            said = None
    construct = Construct(
        variable=variable, id=id, module="", name="CfnResource", properties=properties
    )
    if said is not None:
        construct.steps.append(Call(variable, "addOverride", [Literal("Properties"), said]))
    return construct


def _override(variable: Variable, path: Path, value: Value, functions: Functions) -> Call:
    way = ".".join(str(step).replace("\\", "\\\\").replace(".", "\\.") for step in path)
    said = Values(functions.at).verbatim(value)
    return Call(variable, "addPropertyOverride", [Literal(way), said])


def _options(variable: Variable, resource: Resource, functions: Functions) -> list[Assign | Call]:
    steps: list[Assign | Call] = []
    if resource.condition is not None:
        condition = functions.scope.variable("Conditions", resource.condition)
        steps.append(
            _option(variable, "condition", condition)
            if condition is not None
            else _attribute(variable, "Condition", resource.condition, functions)
        )
    attributes = dict(resource.attributes)
    if resource.deletion_policy is not None:
        attributes = {DELETION_POLICY: resource.deletion_policy, **attributes}
    return [*steps, *(_said(variable, name, it, functions) for name, it in attributes.items())]


def _said(variable: Variable, name: str, value: Value, functions: Functions) -> Assign | Call:
    """Say an attribute of a resource: in the CDK's own words where it has them."""
    is_policy = name in ENDS and isinstance(value, str)
    if is_policy and value in POLICIES:
        option = name[0].lower() + name[1:]
        return _option(variable, option, Static("CfnDeletionPolicy", POLICIES[str(value)]))
    if name == "Metadata" and isinstance(value, dict) and not _is_written_by_macro(value):
        return _option(variable, "metadata", Values(functions.at).verbatim(value))
    if name == "Version" and isinstance(value, str):
        return _option(variable, "version", Literal(value))
    if name in ("CreationPolicy", "UpdatePolicy") and isinstance(value, dict):
        said = policy(name, value, functions)
        if said is not None:
            return _option(variable, name[0].lower() + name[1:], said)
    return _attribute(variable, name, value, functions)


def _option(variable: Variable, name: str, value: Expression) -> Assign:
    return Assign(variable, ("cfnOptions", name), value)


def _attribute(variable: Variable, name: str, value: Value, functions: Functions) -> Call:
    said = Values(functions.at).verbatim(value)
    return Call(variable, "addOverride", [Literal(name), said])


def dependencies(logical_id: str, resource: Resource, functions: Functions) -> list[Call]:
    """Give the calls that make a resource wait for others."""
    variable = Variable("Resources", logical_id)
    others = [functions.scope.variable("Resources", name) for name in resource.depends_on]
    if None in others:
        names = Items([Literal(name) for name in resource.depends_on])
        return [Call(variable, "addOverride", [Literal("DependsOn"), names])]
    return [Call(variable, "addResourceDependency", [other]) for other in others if other]
