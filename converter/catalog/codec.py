"""How a resource type is written in the catalog's data, both ways: one line for it, one for each
nested object. Only what does not follow from the rules is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from .. import naming
from .notation import Owner, parse_property, render_property
from .types import Attribute, AutoName, EnumType, ObjectType, Property, Ref, RefKind, ResourceType

Line = dict[str, Any]
T = TypeVar("T")

_NESTED = ("read_only", "write_only", "create_only")
_REF_KINDS: dict[str, RefKind] = {"unknown": "unknown", "unsupported": "unsupported"}


class Lazy(Mapping[str, T], Generic[T]):
    """A mapping whose values are made when they are first asked for."""

    __slots__ = ("_made", "_make", "_names")

    def __init__(self, names: Mapping[str, Any], make: Callable[[str], T]) -> None:
        self._names = names
        self._make = make
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def encode_resource(found: ResourceType) -> Line:
    """Write a resource type without its nested objects."""
    line: Line = {}
    if found.token != naming.token(found.name):
        line["token"] = found.token
    if not found.creatable:
        line["creatable"] = False
    if (found.cdk_module, found.cdk_class) != _cdk_by_rule(found.name):
        line["cdk"] = f"{found.cdk_module}.{found.cdk_class}" if found.cdk_class else None
    line["id"] = list(found.primary_identifier)
    if found.ref.kind != "id":
        line["ref"] = f"@{found.ref.property}" if found.ref.property else found.ref.kind
    if found.lower_case_name:
        line["lower_case_name"] = True
    if found.auto_name:
        line["name"] = _encode_name(found.auto_name)
    if found.tag_property != _tags_by_rule(found.properties):
        line["tags"] = found.tag_property
    owner = Owner(False, found.creatable, found.cdk_class is not None)
    line["properties"] = _encode_properties(found.properties, owner)
    if found.attributes:
        line["attributes"] = [
            _encode_attribute(attribute) for attribute in found.attributes.values()
        ]
    for flag in _NESTED:
        if paths := getattr(found, f"nested_{flag}"):
            line[flag] = sorted(".".join(path) for path in paths)
    if found.enums:
        line["enums"] = {name: _encode_enum(enum) for name, enum in sorted(found.enums.items())}
    return line


def encode_object(found: ObjectType, resource: ResourceType) -> Line:
    """Write a nested object of a resource type."""
    line: Line = {}
    base = (found.python_class or "").removesuffix("Args") or found.python_output
    if base is None:
        line["sdk"] = None
    elif found.python_module != resource.python_module:
        line["sdk"] = f"{found.python_module}/{base}"
    elif base != naming.object_class_name(resource.name, found.name):
        line["sdk"] = base
    if base and not (found.python_class and found.python_output):
        line["use"] = "input" if found.python_class else "output"
    if found.cdk != (_struct_by_rule(found.name, resource.cdk_class)):
        line["cdk"] = found.cdk
    owner = Owner(True, base is not None, found.cdk is not None)
    return line | {"properties": _encode_properties(found.properties, owner)}


def decode_resource(
    name: str, line: Line, objects: Mapping[str, str], read: Callable[[str], Line]
) -> ResourceType:
    """Read a resource type; its nested objects are read when they are asked for.

    `objects` are their names, and `read` gives the line of one.
    """
    creatable = line.get("creatable", True)
    token = line.get("token") or naming.token(name)
    _, module, python_class = token.split(":")
    cdk_module, cdk_class = _decode_cdk(name, line)
    owner = Owner(False, creatable, cdk_class is not None)
    properties = _decode_properties(line["properties"], owner)
    python_module = naming.python_module(module)
    enums = line.get("enums", {})
    attributes = dict(_split_attribute(text) for text in line.get("attributes", ()))
    identifier = tuple(line["id"])
    found: ResourceType

    def object_type(key: str) -> ObjectType:
        return decode_object(key, read(key), name, python_module, cdk_class)

    def attribute(path: str) -> Attribute:
        from .attributes import declared

        return declared(found, path, attributes[path])

    found = ResourceType(
        name,
        token,
        creatable,
        python_module if creatable else None,
        python_class if creatable else None,
        cdk_module,
        cdk_class,
        properties,
        _by(properties, "pulumi"),
        _by(properties, "cdk"),
        Lazy(objects, object_type),
        Lazy(enums, lambda key: _decode_enum(key, enums[key], module)),
        Lazy(attributes, attribute),
        identifier,
        _decode_ref(line.get("ref"), identifier),
        line.get("lower_case_name", False),
        _decode_name(line.get("name")),
        line.get("tags", _tags_by_rule(properties)),
        *(frozenset(tuple(path.split(".")) for path in line.get(flag, ())) for flag in _NESTED),
    )
    return found


def decode_object(
    key: str, line: Line, resource: str, python_module: str, cdk_class: str | None
) -> ObjectType:
    """Read a nested object of a resource type."""
    base = line.get("sdk", naming.object_class_name(resource, key))
    use = line.get("use", "both")
    module: str | None = None
    token = None
    if base:
        module, _, base = base.rpartition("/") if "/" in base else (python_module, "", base)
        token = naming.type_token(module, base)
    cdk = line["cdk"] if "cdk" in line else _struct_by_rule(key, cdk_class)
    owner = Owner(True, base is not None, cdk is not None)
    properties = _decode_properties(line["properties"], owner)
    return ObjectType(
        key,
        token,
        module,
        base + "Args" if base and use != "output" else None,
        base if base and use != "input" else None,
        cdk,
        properties,
        _by(properties, "pulumi"),
        _by(properties, "cdk"),
    )


def _encode_properties(properties: Mapping[str, Property], owner: Owner) -> dict[str, str]:
    return {name: render_property(found, owner) for name, found in properties.items()}


def _decode_properties(line: Mapping[str, str], owner: Owner) -> dict[str, Property]:
    return {name: parse_property(name, text, owner) for name, text in line.items()}


def _by(properties: Mapping[str, Property], spelling: str) -> dict[str, Property]:
    named = ((getattr(found, spelling), found) for found in properties.values())
    return {name: found for name, found in named if name}


def _cdk_by_rule(name: str) -> tuple[str, str]:
    return naming.cdk_module_name(name), naming.cdk_class_name(name)


def _decode_cdk(name: str, line: Line) -> tuple[str | None, str | None]:
    if "cdk" not in line:
        return _cdk_by_rule(name)
    if line["cdk"] is None:
        return None, None
    module, _, cls = line["cdk"].partition(".")
    return module, cls


def _struct_by_rule(name: str, cdk_class: str | None) -> str | None:
    return f"{cdk_class}.{name}Property" if cdk_class else None


def _decode_ref(text: str | None, identifier: tuple[str, ...]) -> Ref:
    if text is None:
        return Ref("id", identifier[0] if len(identifier) == 1 else None)
    if text.startswith("@"):
        return Ref("property", text[1:])
    return Ref(_REF_KINDS[text])


def _tags_by_rule(properties: Mapping[str, Property]) -> str | None:
    return "Tags" if "Tags" in properties else None


def _encode_name(found: AutoName) -> list[Any]:
    """Write the property, with a `!` where it is required, and its limits as far as there are."""
    written: list[Any] = [found.property + ("!" if found.required else "")]
    written += [found.min_length, found.max_length, found.pattern]
    while len(written) > 1 and not written[-1]:
        written.pop()
    return written


def _decode_name(written: list[Any] | None) -> AutoName | None:
    if written is None:
        return None
    name = written[0].removesuffix("!")
    return AutoName(name, name != written[0], *written[1:])


def _attribute_by_rule(path: str) -> str:
    return "attr" + naming.upper_first(naming.lower_acronyms(path.replace(".", "")))


def _encode_attribute(found: Attribute) -> str:
    rule = _attribute_by_rule(found.name)
    return found.name if found.cdk == rule else f"{found.name}={found.cdk or ''}"


def _split_attribute(text: str) -> tuple[str, str | None]:
    path, given, cdk = text.partition("=")
    return path, (cdk or None) if given else _attribute_by_rule(path)


def _encode_enum(enum: EnumType) -> list[Any] | dict[str, str]:
    """Write the values alone where the members' names follow from them."""
    values = list(enum.members)
    if all(naming.python_enum_member(str(v), enum.name) == enum.members[v] for v in values):
        return values
    return {str(value): member for value, member in enum.members.items()}


def _decode_enum(key: str, written: list[Any] | dict[str, str], module: str) -> EnumType:
    members: dict[str | int | float, str]
    if isinstance(written, dict):
        members = {value: member for value, member in written.items()}  # noqa: C416
    else:
        members = {value: naming.python_enum_member(str(value), key) for value in written}
    return EnumType(key, module, naming.python_module(module), members)
