"""What the catalog says about a resource type or a place in it, as a document for looking it up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..errors import UsageError
from ..naming import cdk_python_name
from . import facts, identifying
from .loading import by_cdk_class, by_token, near, resource_type, type_names
from .spelling import SPELLINGS, Spelling
from .types import Attribute, EnumType, ObjectType, Property, ResourceType, Type

Document = dict[str, Any]
Owner = ResourceType | ObjectType
Members = dict[str, tuple[Owner, Property]]

KEYS: Mapping[str, Collection[str]] = {
    "yaml": {"pulumi"},
    **{language: {language} for language in SPELLINGS},
    "cdk": {"cdk", "cdk_python"},
}
"""What is said in a document for each language that may be asked for."""
_SPELLED = frozenset().union(*KEYS.values())


def explain(wanted: str, languages: Collection[str] = ()) -> Document:
    """Look up a resource type, or a place in one.

    Args:
        wanted: `AWS::SageMaker::Model`, or a place in it: `AWS::SageMaker::Model.VpcConfig`.
            The type may be a Pulumi token or a CDK class, each step any spelling of its property;
            lists and maps are walked through.
        languages: keys of `KEYS`, whose spellings alone are given; without any, all are.

    Returns:
        Plain data that is the same for the same catalog: `type`, `carried`, and the class as
        `pulumi` (the token), `python`, `typescript`, `go`, `csharp`, `java` and `cdk`; for a type
        `ref`, `id` (how the identifier is made) and `attributes`, for a place `path` and
        `property`; `objects`, what the place is or holds; and `properties`, what stands at the
        next step.

    Raises:
        UsageError: the catalog has no such type or the type no such place; with the near one.
    """
    document = _whole(wanted)
    wanted_keys = {key for language in languages for key in KEYS[language]}
    return _without(document, _SPELLED - wanted_keys) if languages else document


def _without(document: Any, keys: Collection[str]) -> Any:
    """A document without some keys, at any depth."""
    if isinstance(document, list):
        return [_without(each, keys) for each in document]
    if not isinstance(document, dict):
        return document
    return {key: _without(value, keys) for key, value in document.items() if key not in keys}


def _whole(wanted: str) -> Document:
    resource, steps = _resource(wanted)
    document: Document = {"type": resource.name, "carried": carried(resource), **_classes(resource)}
    if not steps:
        document["ref"] = _ref(resource)
        document["id"] = identifier_words(resource)
        document["attributes"] = [_attribute(resource, each) for each in _attributes(resource)]
        document["properties"] = _properties(resource, [resource], ())
        return document
    path, owner, found = _walked(resource, steps)
    document["path"] = list(path)
    document["property"] = _property(resource, owner, found, path)
    objects = list(_objects(resource, found.type))
    document["objects"] = [_object(each) for each in objects]
    document["properties"] = _properties(resource, objects, path)
    return document


def carried(resource: ResourceType) -> Document:
    """Tell how a resource of a type is carried to Pulumi: `how`, and in words `why`."""
    if resource.creatable:
        return {"how": "native", "words": "as it is: aws-native has it"}
    macro = facts.macro_of(resource.name)
    if macro is not None:
        words = f"Transform {macro} is carried out first: it becomes other resources"
        return {"how": "expanded", "words": words}
    entry = facts.equivalent(resource.name)
    held = "in a CloudFormation stack that the program holds: aws-native cannot create it"
    if entry is None:
        return {"how": "held", "words": held}
    return {
        "how": "equivalent",
        "words": f"as {_one_for_each(entry['targets'])}, where these are known one by one; "
        f"else {held}",
        "types": [one["type"] for one in entry["targets"].values()],
    }


def _one_for_each(targets: Mapping[str, Any]) -> str:
    return ", ".join(f"one {one['type']} for each of {many}" for many, one in targets.items())


def _resource(wanted: str) -> tuple[ResourceType, list[str]]:
    """Find the type that the words begin with, and give the steps behind it."""
    name, *steps = wanted.split(".")
    found = resource_type(name) or by_token(name)
    if found is None and "::" not in name and ":" not in name:
        # A CDK class has dots of its own: aws_sagemaker.CfnModel, aws-cdk-lib.aws_sagemaker.….
        for length in (2, 3):
            found = found or by_cdk_class(".".join([name, *steps][:length]))
            if found is not None:
                return found, steps[length - 1 :]
    if found is None:
        raise UsageError(f"there is no resource type {name!r}{_hint(name)}")
    return found, steps


def _hint(name: str) -> str:
    """The types that were probably meant: one that is near, or those whose last word it is."""
    meant = near(name, type_names())
    if meant is not None:
        return f"; did you mean {meant}?"
    short = name.rpartition("::")[2].lower()
    same = [each for each in type_names() if each.rpartition("::")[2].lower() == short]
    return f"; there is {', '.join(same)}" if same else ""


def _walked(
    resource: ResourceType, steps: Sequence[str]
) -> tuple[tuple[str, ...], Owner, Property]:
    """Follow the steps; give CloudFormation's names of the properties, and the last of them."""
    members = _members([resource])
    path: tuple[str, ...] = ()
    last: tuple[Owner, Property] | None = None
    for step in steps:
        if path and (step.isdigit() or step == "*"):
            continue  # an item of a list, an entry of a map
        last = _named(members, step)
        if last is None:
            place = ".".join((resource.name, *path))
            meant = near(step, members)
            known = f"; there is {', '.join(members)}" if members else ", nor any other"
            hint = f"; did you mean {meant}?" if meant else known
            raise UsageError(f"{place} has no property {step!r}{hint}")
        path = (*path, last[1].name)
        members = _members(_objects(resource, last[1].type))
    assert last is not None
    return (path, *last)


def _named(members: Members, step: str) -> tuple[Owner, Property] | None:
    """Find a property by any of its spellings; CloudFormation's goes first."""
    return members.get(step) or next(
        (
            (owner, each)
            for owner, each in members.values()
            if step in (each.pulumi, each.python, each.cdk)
        ),
        None,
    )


def _objects(resource: ResourceType, type: Type) -> Iterator[ObjectType]:
    """Give the objects that a value of a type has or holds: an object, or a union's several."""
    if type.name is not None:
        yield resource.object_types[type.name]
    for inner in (type.items, *type.alternatives):
        if inner is not None:
            yield from _objects(resource, inner)


def _members(owners: Iterable[Owner]) -> Members:
    """Give the properties of owners by CloudFormation's names, each with whose it is."""
    members: Members = {}
    for owner in owners:
        members = {**{name: (owner, each) for name, each in owner.properties.items()}, **members}
    return members


def _classes(resource: ResourceType) -> Document:
    cdk = f"{resource.cdk_module}.{resource.cdk_class}"
    return {
        "pulumi": resource.token if resource.creatable else None,
        **_spelled(resource.creatable, lambda spelling: str(spelling.resource(resource))),
        "cdk": cdk if resource.cdk_class else None,
    }


def _spelled(known: bool, spell: Callable[[Spelling], str]) -> dict[str, str | None]:
    """What each language calls something; None where the SDK does not have it."""
    return {name: spell(spelling) if known else None for name, spelling in SPELLINGS.items()}


def _object(found: ObjectType) -> Document:
    is_input = found.python_class is not None
    return {
        "name": found.name,
        "pulumi": found.pulumi,
        **_spelled(is_input, lambda spelling: str(spelling.input(found))),
        "cdk": found.cdk,
    }


def _ref(resource: ResourceType) -> Document:
    """Say what `Ref` gives, and how a program reads that."""
    ref = resource.ref
    document: Document = {"kind": ref.kind, "gives": ref.property, **_paths(resource, ())}
    if ref.kind == "id" and resource.creatable:
        document |= {"pulumi": "id", **_spelled(True, lambda spelling: spelling.id)}
    elif ref.kind == "property" and ref.property and resource.creatable:
        found = resource.attribute(ref.property)
        if found is not None:
            document |= _paths(resource, found.pulumi)
    if document["gives"] is None and resource.primary_identifier:
        document["gives"] = " | ".join(resource.primary_identifier)
    return document


def identifier_words(resource: ResourceType) -> Document:
    """Tell what a resource's identifier in Pulumi is made of, and where it comes from: its `parts`,
    and in words `from`.
    """
    names = resource.primary_identifier
    return {
        "parts": list(names),
        "from": identifying.origin(resource),
        "readable": identifying.is_readable(resource.name),
    }


def _paths(resource: ResourceType, path: Sequence[str]) -> Document:
    """How each language spells a path of wire names."""
    return {
        "pulumi": ".".join(path) or None,
        **_spelled(bool(path), lambda each: ".".join(_path(resource, path, each))),
    }


def _path(resource: ResourceType, path: Sequence[str], spelling: Spelling) -> Iterator[str]:
    owners: list[Owner] = [resource]
    for wire in path:
        owner = next((owner for owner in owners if wire in owner.by_pulumi), None)
        if owner is None:
            yield wire  # below a free-form value, where names are the user's own
            continue
        found = owner.by_pulumi[wire]
        yield spelling.property(owner, found)
        owners = list(_objects(resource, found.type))


def _attributes(resource: ResourceType) -> Iterator[Attribute]:
    """The documented attributes, and the read-only properties that none of them is a part of."""
    documented = list(resource.attributes)
    yield from (resource.attributes[name] for name in documented)
    tops = {name.partition(".")[0] for name in documented}
    for each in resource.properties.values():
        if each.read_only and each.name not in tops:
            found = resource.attribute(each.name)
            if found is not None:
                yield found


def _attribute(resource: ResourceType, found: Attribute) -> Document:
    return {
        "name": found.name,
        **_paths(resource, found.pulumi),
        "cdk": found.cdk,
        "type": type_words(found.type),
    }


def _properties(
    resource: ResourceType, owners: Iterable[Owner], path: tuple[str, ...]
) -> list[Document]:
    return [
        _property(resource, owner, each, (*path, each.name))
        for owner, each in _members(owners).values()
    ]


def _property(
    resource: ResourceType, owner: Owner, found: Property, path: tuple[str, ...]
) -> Document:
    """One property: its spellings, its type and what may be done with it."""
    nested = len(path) > 1
    document: Document = {
        "name": found.name,
        "pulumi": found.pulumi,
        **_spelled(found.pulumi is not None, lambda each: each.property(owner, found)),
        "cdk": found.cdk,
        "cdk_python": cdk_python_name(found.cdk) if found.cdk else None,
        "type": type_words(found.schema_type or found.type),
        "required": found.required,
        "create_only": resource.is_create_only(*path),
        "write_only": resource.is_write_only(*path),
        "read_only": resource.is_read_only(*path) or (nested and found.read_only),
        "enum": _enum(resource, found.type),
    }
    problem = _problem(found)
    return {**document, "problem": problem} if problem else document


def _problem(found: Property) -> str | None:
    if found.provider_renames:
        return "aws-native sends it under another name, so a resource with it is held"
    if found.provider_drops:
        return "aws-native sends nothing of it, so a resource with it is held"
    return None


def _enum(resource: ResourceType, type: Type) -> list[Document] | None:
    """The values of an enum with what each language calls them."""
    for inner in _leaves(type):
        if inner.enum is not None:
            enum = resource.enums[inner.enum]
            return [{"value": value, **_member(enum, value)} for value in enum.members]
    return None


def _member(enum: EnumType, value: str | int | float) -> Document:
    return _spelled(True, lambda each: each.member(enum, value))


def _leaves(type: Type) -> Iterator[Type]:
    yield type
    for inner in (type.items, *type.alternatives):
        if inner is not None:
            yield from _leaves(inner)


def type_words(type: Type) -> str:
    """Say a type as a person would: `list of ContainerDefinition`, `map of string`, `JSON`."""
    if type.kind == "json":
        return "JSON"
    if type.kind == "union":
        return " or ".join(dict.fromkeys(type_words(each) for each in type.alternatives)) or "any"
    if type.items is not None:
        return f"{type.kind} of {type_words(type.items)}"
    return type.name or type.kind
