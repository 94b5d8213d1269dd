"""Properties: three kinds of object, strict literals, enums.

A typed object has its keys renamed, a map keeps its keys, JSON is verbatim: the catalog says which
is which.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from ..catalog import SCALARS, ObjectType, Property, ResourceType, Type, facts, near
from ..errors import Path, TemplateError
from ..intrinsics import NO_VALUE, If, Intrinsic, Value
from ..naming import pulumi_name
from ..pulumi import Choice, ConfigValue, EnumMember, Expression, Node, Object, Select
from ..typed_literals import alone
from .context import ToCloudFormation, ToPulumi
from .kinds import check_scalar, convert, kind_of, settled
from .packaging import check_uploaded, raise_local_file
from .scalars import EXPECTED, reading
from .strings import no_rule
from .unions import best_alternative, required_names
from .words import tell_word


class Properties:
    """The values of one resource, both ways.

    Attributes:
        described: the catalog's word on the resource's type.
        unsent: why aws-native would not send AWS all that is said here, and where; filled while
            `lower` meets it.
    """

    def __init__(self, described: ResourceType, path: Path) -> None:
        self.described = described
        self.unsent: list[tuple[str, Path]] = []
        self._base = path
        self._local_files = facts.local_files(described.name)
        self._steps: list[str | int] = []

    @property
    def path(self) -> Path:
        """Where `lower` is, or was when it failed."""
        return (*self._base, *self._steps)

    def _names(self) -> list[str]:
        return [step for step in self._steps if isinstance(step, str) and step != If.function]

    # --- to Pulumi ----------------------------------------------

    def lower(self, context: ToPulumi, value: Value, expected: Type) -> Expression:
        """Carry a value to a place of the expected type."""
        if isinstance(value, If):
            return Choice(
                value.condition,
                self._branch(context, 1, value.then, expected),
                self._branch(context, 2, value.otherwise, expected),
            )
        if isinstance(value, Intrinsic):
            return self._lower_computed(context, value, expected)
        if expected.kind == "json":
            context.here = self.path
            return context.value(value)
        if expected.kind == "union":
            expected = best_alternative(self.described, value, expected)
        if isinstance(value, dict):
            return self._lower_map(context, value, expected)
        if isinstance(value, list):
            return self._lower_list(context, value, expected)
        return self._literal(context, value, expected)

    def _step(self, context: ToPulumi, step: str | int, value: Value, expected: Type) -> Expression:
        if type(value) is str and self._is_text(expected):  # which most are
            return value
        self._steps.append(step)
        found = self.lower(context, value, expected)
        self._steps.pop()
        return found

    def _is_text(self, expected: Type) -> bool:
        """Whether any text may stand at a place of a type."""
        return expected.kind == "string" and expected.enum is None and not self._local_files

    def _branch(self, context: ToPulumi, step: int, value: Value, expected: Type) -> Expression:
        self._steps.append(If.function)
        found = self._step(context, step, value, expected)
        self._steps.pop()
        return found

    def _lower_computed(self, context: ToPulumi, value: Intrinsic, expected: Type) -> Expression:
        context.here = self.path
        of_text = expected.items is not None and expected.items.kind == "string"
        is_list = expected.kind == "list" and of_text
        found = context.listed(value) if is_list else context.computed(value)
        kind = kind_of(context, found)
        exact = kind == expected.kind and kind in SCALARS and expected.enum is None
        if exact and not isinstance(found, (Choice, Select)):
            return found
        if expected.kind in ("list", "map", "object") and kind in ("string", "integer", "boolean"):
            raise TemplateError(
                f"{EXPECTED[expected.kind]} is expected here, {value.function} gives "
                f"{EXPECTED[kind]}"
            )
        if expected.kind in SCALARS and isinstance(found, ConfigValue) and kind == "list":
            words = f"{EXPECTED[expected.kind]} is expected, {value.function} gives a list"
            self.unsent.append((words, self.path))
        elif expected.kind in SCALARS:
            check_scalar(context, found, value.function)
        if expected.enum is not None:
            if isinstance(found, str):
                return self._member(context, found, expected.enum)
            if isinstance(chosen := settled(context, found), str):
                self._member(context, chosen, expected.enum)
        return convert(context, found, expected.kind)

    def _lower_map(self, context: ToPulumi, value: dict[str, Value], expected: Type) -> Expression:
        if expected.kind == "object" and expected.name is not None:
            return self._lower_object(context, value, self.described.object_types[expected.name])
        if expected.kind == "map" and expected.items is not None:
            return {
                key: self._step(context, key, item, expected.items) for key, item in value.items()
            }
        if expected.kind in ("map", "object", "json"):
            return context.value(value)
        raise TemplateError(
            f"{EXPECTED.get(expected.kind, expected.kind)} is expected here, this is a map"
        )

    def _lower_list(self, context: ToPulumi, value: list[Value], expected: Type) -> Expression:
        if expected.kind == "list":
            items = expected.items or Type("json")
            return [
                self._step(context, position, item, items) for position, item in enumerate(value)
            ]
        if expected.kind in ("map", "object"):
            raise TemplateError(f"{EXPECTED[expected.kind]} is expected here, this is a list")
        if expected.kind == "json":
            return context.value(value)
        raise TemplateError(f"{EXPECTED[expected.kind]} is expected here, this is a list")

    def _lower_object(
        self, context: ToPulumi, value: dict[str, Value], described: ObjectType
    ) -> Expression:
        if described.pulumi is None:
            return context.value(value)
        return Object(
            described.pulumi, self.fields(context, value, described.properties, described.name)
        )

    def fields(
        self,
        context: ToPulumi,
        value: dict[str, Value],
        properties: Mapping[str, Property],
        owner: str,
    ) -> dict[str, Expression]:
        """Carry the entries of a typed object, renamed."""
        fields: dict[str, Expression] = {}
        for name, item in value.items():
            prop = properties.get(name)
            if prop is None or prop.pulumi is None:
                self._unknown(name, item, properties, owner)
                fields[pulumi_name(name)] = context.value(item)
                continue
            if prop.read_only and properties is self.described.properties:
                self._unsent(name, f"{name} of {owner} is read-only: the SDK takes no value for it")
            if prop.provider_renames:
                self._unsent(name, f"aws-native sends {name} of {owner} to AWS under another name")
            if prop.provider_drops and item not in ({}, []):
                self._unsent(name, f"aws-native does not send {name} of {owner} to AWS")
            given = _listed(context, item) if prop.takes_one else item
            fields[prop.pulumi] = self._step(context, name, given, prop.type)
        nested = properties is not self.described.properties
        for name in required_names(properties):
            given = value.get(name, NO_VALUE)
            if not isinstance(given, Intrinsic):  # which most are
                continue
            if given == NO_VALUE or (_may_vanish(given) and not nested):
                has_no = "has no" if given == NO_VALUE else "need not have a"
                words = f"{self._owner(owner)} {has_no} {name}, which the SDK asks for"
                self.unsent.append((words, self.path))
        return fields

    def _unknown(
        self, name: str, item: Value, properties: Mapping[str, Property], owner: str
    ) -> None:
        if name.startswith("Fn::") and isinstance(item, Intrinsic):
            self._unsent(name, no_rule(item))
            return
        meant = near(name, properties)
        hint = f"; did you mean {meant}?" if meant else ""
        words = f"{self._owner(owner)} has no property {name!r} that is known here{hint}"
        self._unsent(name, words)

    def _unsent(self, name: str, words: str) -> None:
        self.unsent.append((words, (*self.path, name)))

    def _owner(self, owner: str) -> str:
        return owner if owner == self.described.name else f"{owner} of {self.described.name}"

    def _literal(self, context: ToPulumi, value: Value, expected: Type) -> Expression:
        if self._local_files and isinstance(value, str):
            name = ".".join(self._names())
            if name in self._local_files:
                check_uploaded(context.report, name, value, expected.kind, self.path)
        if expected.kind in ("list", "map", "object"):
            raise TemplateError(f"{EXPECTED[expected.kind]} is expected here, this is {value!r}")
        found = reading(value, expected.kind)
        if found is None:
            raise TemplateError(f"{EXPECTED[expected.kind]} is expected here, this is {value!r}")
        if isinstance(value, float) and expected.kind == "string":
            context.report.warn(
                "number-as-text",
                f"the number {value!r} stands where text belongs and becomes {found!r}; "
                "put quotes around it",
                self.path,
            )
        if isinstance(value, bool) and expected.kind == "string":
            tell_word(context, self.path)
        if expected.enum is not None:
            return self._member(context, found, expected.enum)
        return found

    def _member(self, context: ToPulumi, value: str | int | float | bool, enum: str) -> Expression:
        described = self.described.enums[enum]
        if value in described.members:
            return EnumMember(described.pulumi, value)
        meant = near(str(value), [str(member) for member in described.members])
        hint = f"; did you mean {meant}?" if meant else ""
        context.report.warn(
            "unknown-enum-value", f"{value!r} is not among the values of {enum}{hint}", self.path
        )
        return value

    # --- to CloudFormation ----------------------------------------------

    def raise_(self, context: ToCloudFormation, value: Expression, expected: Type) -> Value:
        """The inverse of `lower`."""
        if isinstance(value, Choice):
            return If(
                value.condition,
                self.raise_(context, value.then, expected),
                self.raise_(context, value.otherwise, expected),
            )
        if isinstance(value, Object):
            return self._raise_object(context, value, expected)
        if isinstance(value, EnumMember):
            return value.value
        if isinstance(value, Node) or expected.kind == "json":
            return context.value(value)
        if expected.kind == "union":
            kinds = ("list",) if isinstance(value, list) else ("map", "object")
            expected = next(
                (each for each in expected.alternatives if each.kind in kinds), expected
            )
        if isinstance(value, list):
            items = expected.items or Type("json")
            return [self.raise_(context, item, items) for item in value]
        if isinstance(value, dict):
            items = (
                expected.items
                if expected.kind == "map" and expected.items is not None
                else Type("json")
            )
            return {key: self.raise_(context, item, items) for key, item in value.items()}
        return value

    def _raise_object(self, context: ToCloudFormation, value: Object, expected: Type) -> Value:
        described = self._object_type(value, expected)
        return self.raise_fields(context, value.fields, described.by_pulumi, described.name)

    def _object_type(self, value: Object, expected: Type) -> ObjectType:
        for candidate in (expected, *expected.alternatives):
            named = self.described.object_types.get(candidate.name) if candidate.name else None
            if named is not None and named.pulumi == value.type:
                return named
        raise TemplateError(f"{value.type} has no place here")

    def raise_fields(
        self,
        context: ToCloudFormation,
        fields: dict[str, Expression],
        properties: Mapping[str, Property],
        owner: str,
    ) -> dict[str, Value]:
        """The inverse of `fields`.

        Raises:
            TemplateError: a property is missing that CloudFormation asks for.
        """
        for wire in required_names(properties):
            if wire not in fields:
                missing = properties[wire].name
                raise TemplateError(f"{self._owner(owner)} has no {missing}, which it must have")
        found: dict[str, Value] = {}
        for wire, value in fields.items():
            prop = properties.get(wire)
            if prop is None:
                context.report.warn(
                    "unknown-property",
                    f"{owner} has no property {wire!r} that is known here",
                    self.path,
                )
                found[wire[:1].upper() + wire[1:]] = context.value(value)
            elif properties is self.described.by_pulumi and prop.name in self._local_files:
                carry = partial(self.raise_, context, expected=prop.type)
                found[prop.name] = raise_local_file(context, prop.name, value, carry)
            else:
                raised = self.raise_(context, value, prop.type)
                found[prop.name] = alone(raised) if prop.takes_one else raised
        return found


def _may_vanish(value: Value) -> bool:
    """Whether a condition may leave a value out."""
    if isinstance(value, If):
        return _may_vanish(value.then) or _may_vanish(value.otherwise)
    return value == NO_VALUE


def _listed(context: ToPulumi, value: Value) -> Value:
    """A value for a list's place; what is no list is its one item."""
    if isinstance(value, If):
        then, otherwise = _listed(context, value.then), _listed(context, value.otherwise)
        return If(value.condition, then, otherwise)
    if isinstance(value, Intrinsic) and kind_of(context, context.computed(value)) == "list":
        return value
    return value if isinstance(value, list) or value == NO_VALUE else [value]
