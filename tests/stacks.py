"""Random stacks, of every resource type and every function, in the bridge's normal form.

Crossing to Pulumi and back gives the very same stack where the stack says things in the way that
the bridge says them. That normal form is:

- A literal has the type of its place: ``80`` where an integer belongs, not ``"80"``.
- Texts put together are one ``Fn::Sub`` without variables of its own, or, where ``Fn::Sub`` cannot
  name a part, one ``Fn::Join`` with the empty delimiter; no two literals are neighbours, none is
  empty, and no part is a concatenation itself.
- ``Fn::Join`` with a delimiter joins a list that is not known item by item.
- ``Ref``, not ``Fn::GetAtt``, says the attribute that ``Ref`` returns.
- Both sides of ``Fn::Equals``, defaults of parameters and values of mappings are text (or lists of
  text; values of mappings may all be integers).
- Where one item may stand for a list, a list has not just one.
- ``Properties`` is not empty; ``Fn::GetAZs`` says its own region with the empty text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from typing import Any

from converter import catalog
from converter.catalog import Property, ResourceType, Type
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.errors import Path, UnsupportedError
from converter.intrinsics import (
    NO_VALUE,
    And,
    Base64,
    Cidr,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    If,
    ImportValue,
    Join,
    Length,
    Not,
    Or,
    Ref,
    Select,
    Split,
    Sub,
    ToJsonString,
    Value,
    Variable,
    sub_text,
)

DEEPEST = 4

PLAIN_TEXTS = ("", "a", "ml.m5.large", "two words", "arn:aws:s3:::bucket/*", "80", "true", "None")

AWKWARD_TEXTS = (
    *PLAIN_TEXTS,
    '"',
    "'",
    "\"'",
    "\\",
    "ends with \\",
    'ends with "',
    "ends with '",
    '"""',
    "'''",
    '"""\\',
    "{",
    "}",
    "{0}",
    "{{}}",
    "{__import__('os')}",
    "${",
    "${AWS::Region}",
    "${!literal}",
    "$${a}",
    "%s %(name)s %",
    "\n",
    "\r\n",
    "\t",
    "line\nline\n",
    " \n \n",
    "#!/bin/bash\nset -e\necho \"${HOME}\" '{}' \\\n  && exit 0   \n\n",
    'first line of a script that is long enough\n\tindented \\n """quoted""" \'\'\'too\'\'\'\n"',
    "a text that is long enough to be read as lines \n with blanks at the ends \n\n and 'all'\r\n",
    "__import__('os').system('true')",
    "lambda: None",
    "é ü 漢字",
    "\U0001f600 emoji",
    "\u202e right to left",
    "\u00a0\u2028\u2029\x85",
    "\x00",
    "\x01\x1b[31m\x7f",
    "\ufeff",
    "# comment",
    "null",
    "~",
    "- item",
    "key: value",
    "a: &b *c !d",
    "2010-09-09",
    "012345",
    "22:22",
    "x" * 100,
    "word " * 30,
)

AWKWARD_IDS = (
    "Class",
    "None",
    "True",
    "Lambda",
    "Import",
    "List",
    "Print",
    "Str",
    "Pulumi",
    "AwsNative",
    "Config",
    "l",
    "O",
    "I",
    "1stThing",
    "2",
    "Base64",
    "ToBase64",
    "CommaSeparated",
    "ImportValue",
    "NativeResource",
    "StackOutput",
    "Region",
    "AccountId",
    "Partition",
    "UrlSuffix",
    "StackName",
    "Value",
    "Values",
    "Index",
    "Keys",
    "Any",
    "Cast",
    "Json",
    "S3",
    "Sagemaker",
    "Match",
    "Type",
    "Id",
    "Self",
    "Opts",
    "Sequence",
    "Cloudformation",
    "AVeryLongNameThatGoesOnAndOnUntilItIsAsLongAsNamesAreAllowedToBeInCloudFormationTemplates",
)

TABLE = {"east": {"ami": "ami-1", "zone": "use1"}, "west": {"ami": "ami-2", "zone": "usw2"}}
NUMBERS = {"east": {"size": 1}, "west": {"size": 20}}
LISTS = {"east": {"zones": ["a", "b"]}, "west": {"zones": ["c"]}}

PSEUDOS = ("AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName", "AWS::URLSuffix")


class Maker:
    """Makes the parts of one stack.

    Args:
        random: decides.
        texts: what literal texts are chosen from.
        computed: how often a value is a function, from 0 to 1.
        more: how often a property that need not be there is.
    """

    def __init__(
        self,
        random: Random,
        *,
        texts: tuple[str, ...] = PLAIN_TEXTS,
        computed: float = 0.0,
        more: float = 0.15,
    ) -> None:
        self.random = random
        self.texts = texts
        self.computed = computed
        self.more = more
        self.parameters: dict[str, list[str]] = {"text": [], "number": [], "list": []}
        self.tables: dict[str, str] = {}
        self.conditions: list[str] = []
        self.resources: dict[str, tuple[ResourceType, str | None]] = {}
        self.here: str | None = None

    # --- literals ----------------------------------------------

    def text(self) -> str:
        return self.random.choice(self.texts)

    def key(self) -> str:
        """A key of a map: no function's name."""
        return self.random.choice(("a", "Key", "camelKey", "MY_KEY", "with-dash", *self.texts))

    def integer(self) -> int:
        return self.random.choice((0, 1, 80, -1, 2**31, 86400))

    def number(self) -> float:
        return self.random.choice((0.5, 1.25, -3.75, 1e-07, 100.125))

    def json(self, depth: int) -> Value:
        kind = self.random.randrange(9 if depth < DEEPEST else 6)
        if kind == 6:
            return [self.json(depth + 1) for _ in range(self.random.randrange(3))]
        if kind > 6:
            return {self.key(): self.json(depth + 1) for _ in range(self.random.randrange(1, 4))}
        if kind == 5 and self.chance(self.computed):
            return self.computed_text(depth)
        return self.random.choice((self.text(), self.text(), 7, 1.5, True, False))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- values of a type --------------------------------------

    def value(self, described: ResourceType, type: Type, depth: int = 0) -> Value:
        """A value for a place of this type."""
        if self.computed and depth < DEEPEST and self.chance(self.computed):
            if self.conditions and self.chance(0.3):
                return self.choice(lambda: self.value(described, type, depth + 1))
            found = self.function(type, depth)
            if found is not None:
                return found
        return self.literal(described, type, depth)

    def literal(self, described: ResourceType, type: Type, depth: int) -> Value:
        if type.kind == "union":
            return self.union(described, type, depth)
        if type.enum is not None:
            return self.random.choice(list(described.enums[type.enum].members))
        if type.kind == "list" and type.items is not None:
            return self.items(described, type.items, depth)
        if type.kind == "map" and type.items is not None:
            count = 0 if depth > DEEPEST else self.random.randrange(3)
            return {self.key(): self.value(described, type.items, depth + 1) for _ in range(count)}
        if type.kind == "object" and type.name is not None:
            return self.object(described, type.name, depth)
        scalars: dict[str, Callable[[], Value]] = {
            "string": self.text,
            "integer": self.integer,
            "number": self.number,
            "boolean": lambda: self.chance(0.5),
        }
        return scalars[type.kind]() if type.kind in scalars else self.json(depth)

    def items(self, described: ResourceType, type: Type, depth: int) -> list[Value]:
        count = 0 if depth > DEEPEST else self.random.randrange(3)
        found = [self.value(described, type, depth + 1) for _ in range(count)]
        if found and self.conditions and self.computed and self.chance(0.2):
            found[-1] = If(self.condition(), found[-1], NO_VALUE)
        return found

    def union(self, described: ResourceType, type: Type, depth: int) -> Value:
        """A value of one alternative that cannot be taken for another's."""
        alternatives = [each for each in type.alternatives if each.kind != "json"]
        objects = [each for each in alternatives if each.kind == "object"]
        if objects:
            chosen = self.random.choice(objects)
            assert chosen.name is not None
            return self.object(described, chosen.name, depth)
        if len(alternatives) != len(type.alternatives):
            return {"verbatim": self.json(depth)}
        if any(each.kind == "string" and not each.enum for each in alternatives):
            return "text " + self.text()
        return self.literal(described, alternatives[0], depth)

    def object(self, described: ResourceType, name: str, depth: int) -> dict[str, Value]:
        found = described.object_types[name]
        if found.pulumi is None:
            return {"verbatim": self.json(depth)}
        if found.python_class is None:
            return {}
        more = self.more if depth < DEEPEST else 0.0
        return dict(self.fields(described, found.properties, more, depth + 1))

    def fields(
        self, described: ResourceType, properties: Mapping[str, Property], more: float, depth: int
    ) -> Iterator[tuple[str, Value]]:
        """Entries of a typed object: all that are required, and some of the others."""
        for name, prop in properties.items():
            if prop.pulumi is None or prop.provider_renames or prop.provider_drops:
                continue
            if prop.read_only or not (prop.required or self.chance(more)):
                continue
            value = self.value(described, prop.type, depth)
            yield name, _alone(value) if prop.takes_one else value

    # --- functions ---------------------------------------------

    def function(self, type: Type, depth: int) -> Value:
        """A function that gives a value of this type; None where there is none."""
        if type.kind == "string" or type.kind == "json":
            return self.computed_text(depth)
        if type.kind in ("integer", "number"):
            return self.computed_number()
        if type.kind == "boolean":
            return self.reference(self.parameters["text"])
        if type.kind == "list" and type.items is not None and type.items.kind == "string":
            return self.computed_list(depth)
        return None

    def computed_text(self, depth: int) -> Value:
        makers: tuple[Callable[[], Value], ...] = (
            self.named,
            self.named,
            self.concatenation,
            self.concatenation,
            lambda: Join(self.text(), self.computed_list(depth + 1)),
            lambda: self.selected(depth),
            lambda: ToJsonString(
                {self.key(): self.text_or_function(depth), "b": [self.json(DEEPEST)]}
            ),
            lambda: Select(0, [self.text(), self.named()]),
            lambda: Base64(self.text_or_function(depth)),
            lambda: ImportValue(self.text_or_function(depth)),
            lambda: self.looked_up("text", "ami"),
            lambda: self.choice(lambda: self.text_or_function(depth)),
        )
        return self.random.choice(makers)()

    def selected(self, depth: int) -> Value:
        values = self.computed_list(depth + 1)
        first_only = isinstance(values, (Split, FindInMap))
        return Select(0 if first_only else self.random.randrange(2), values)

    def text_or_function(self, depth: int) -> Value:
        if depth < DEEPEST and self.chance(0.5):
            return self.computed_text(depth + 1)
        return self.text()

    def computed_number(self) -> Value:
        return self.random.choice(
            (
                self.reference(self.parameters["number"]),
                self.looked_up("number", "size"),
                self.choice(self.integer),
                Length(self.computed_list(DEEPEST)),
            )
        )

    def computed_list(self, depth: int) -> Value:
        makers: tuple[Callable[[], Value], ...] = (
            lambda: self.reference(self.parameters["list"]),
            lambda: Split(self.random.choice((",", "|", "::", "'", "\\")), self.named()),
            lambda: GetAZs(self.random.choice(("", "eu-west-1"))),
            lambda: Cidr("10.0.0.0/16", 4, self.random.choice((5, 8))),
            lambda: self.looked_up("list", "zones"),
        )
        return self.random.choice(makers)()

    def reference(self, names: list[str]) -> Ref:
        return Ref(self.random.choice(names))

    def named(self) -> Ref | GetAtt:
        """What ``Fn::Sub`` can name."""
        reachable = [
            name
            for name, (_, condition) in self.resources.items()
            if condition is None or condition == self.here
        ]
        kind = self.random.randrange(4 if reachable else 2)
        if kind == 0:
            return self.reference(self.parameters["text"])
        if kind == 1:
            return Ref(self.random.choice(PSEUDOS))
        name = self.random.choice(reachable)
        attributes = text_attributes(self.resources[name][0])
        if kind == 2 or not attributes:
            return Ref(name)
        return GetAtt(name, self.random.choice(attributes))

    def concatenation(self) -> Value:
        parts: list[Any] = [self.text(), self.named(), self.text(), self.named(), self.text()]
        parts = [part for part in parts if part != ""]
        try:
            return Sub(
                sub_text(part if isinstance(part, str) else variable(part) for part in parts)
            )
        except UnsupportedError:
            return Join("", parts)

    def looked_up(self, table: str, second: str) -> Value:
        keys: tuple[Value, ...] = ("east", "west", Ref("AWS::Region"))
        top = self.random.choice(keys)
        return FindInMap(self.tables[table], top, second)

    def choice(self, make: Callable[[], Value]) -> Value:
        return If(self.condition(), make(), make()) if self.conditions else make()

    def condition(self) -> str:
        return self.random.choice(self.conditions)

    # --- whole stacks ------------------------------------------

    def resource(self, described: ResourceType, more: float | None = None) -> Resource:
        """A resource with all that is required and a share of what is not."""
        share = self.more if more is None else more
        properties = dict(self.fields(described, described.properties, share, 0))
        return Resource(type=described.name, properties=properties or None)

    def stack(self, types: list[ResourceType], ids: Iterator[str]) -> Stack:
        """A stack of resources of these types that says a little of everything."""
        parameters = self.stack_parameters(ids)
        mappings: dict[str, Any] = {}
        for kind, table in (("text", TABLE), ("number", NUMBERS), ("list", LISTS)):
            self.tables[kind] = next(ids)
            mappings[self.tables[kind]] = table
        conditions: dict[str, Condition] = {}
        for _ in range(3):
            name = next(ids)
            conditions[name] = self.condition_value()
            self.conditions.append(name)
        resources = {
            name: self.stack_resource(described, name)
            for described in types
            for name in [next(ids)]
        }
        self.here = None
        outputs = {next(ids): self.output() for _ in range(3)}
        return Stack(
            format_version="2010-09-09",
            description=self.text() or None,
            parameters=parameters,
            mappings=mappings,
            conditions=conditions,
            resources=resources,
            outputs=outputs,
            comments=self.comments(parameters, mappings, conditions, resources, outputs),
        )

    def comments(
        self,
        parameters: Mapping[str, Any],
        mappings: Mapping[str, Any],
        conditions: Mapping[str, Any],
        resources: Mapping[str, Resource],
        outputs: Mapping[str, Any],
    ) -> dict[Path, str]:
        """A comment here and there."""
        places: list[Path] = [("Parameters", name) for name in parameters]
        places += [("Mappings", name) for name in mappings]
        places += [("Conditions", name) for name in conditions]
        places += [("Outputs", name) for name in outputs]
        for name, resource in resources.items():
            places.append(("Resources", name))
            places += [
                ("Resources", name, "Properties", *path) for path in paths(resource.properties)
            ]
        return {place: self.text() for place in places if self.chance(0.2)}

    def stack_parameters(self, ids: Iterator[str]) -> dict[str, Parameter]:
        described = {"Description": self.text()}
        text, secret, number, items, ssm = (next(ids) for _ in range(5))
        self.parameters = {"text": [text, secret, ssm], "number": [number], "list": [items]}
        return {
            text: Parameter(attributes={"Default": self.text(), **described}),
            secret: Parameter(attributes={"NoEcho": True, **described}),
            number: Parameter(type="Number", attributes={"MinValue": 0}),
            items: Parameter(type="CommaDelimitedList", attributes={"Default": "a,b"}),
            ssm: Parameter(type="AWS::SSM::Parameter::Value<String>"),
        }

    def condition_value(self, depth: int = 0) -> Condition:
        kind = self.random.randrange(5 if depth < 2 else 2)
        if kind == 1 and self.conditions:
            return ConditionRef(self.condition())
        if kind == 2:
            return Not(self.condition_value(depth + 1))
        if kind > 2:
            inner = tuple(
                self.condition_value(depth + 1) for _ in range(self.random.randrange(2, 4))
            )
            return And(inner) if kind == 3 else Or(inner)
        return Equals(self.reference(self.parameters["text"]), self.text())

    def stack_resource(self, described: ResourceType, name: str) -> Resource:
        self.here = self.condition() if self.chance(0.3) else None
        made = self.resource(described)
        others = [
            other
            for other, (_, condition) in self.resources.items()
            if condition in (None, self.here)
        ]
        attributes: dict[str, Value] = (
            {"Metadata": {"a": self.json(DEEPEST)}} if self.chance(0.2) else {}
        )
        if self.chance(0.2):
            attributes["UpdateReplacePolicy"] = "Retain"
        self.resources[name] = (described, self.here)
        return Resource(
            type=made.type,
            properties=made.properties,
            condition=self.here,
            depends_on=tuple(others[:2]) if self.chance(0.3) else (),
            deletion_policy=self.random.choice((None, None, "Retain", "Delete", "Snapshot")),
            attributes=attributes,
        )

    def output(self) -> Output:
        condition = self.condition() if self.chance(0.3) else None
        self.here = condition
        return Output(
            value=self.text_or_function(0),
            description=self.text() if self.chance(0.5) else None,
            export_name=self.text_or_function(DEEPEST) if self.chance(0.5) else None,
            condition=condition,
        )


def variable(part: Ref | GetAtt) -> Variable:
    """How ``Fn::Sub`` names a reference."""
    return Variable(part.name if isinstance(part, Ref) else f"{part.resource}.{part.attribute}")


def text_attributes(described: ResourceType) -> list[str]:
    """The attributes that are text and that ``Ref`` does not return."""
    return [
        name
        for name, found in described.attributes.items()
        if found.pulumi
        and found.type.kind == "string"
        and not (described.ref.kind == "property" and described.ref.property == name)
    ]


def paths(value: Value) -> Iterator[Path]:
    """Every place inside a value that is made of maps and lists."""
    entries: Iterable[tuple[str | int, Value]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for step, item in entries:
        yield (step,)
        for path in paths(item):
            yield (step, *path)


def creatable() -> list[ResourceType]:
    """Every resource type that the SDK has a class for."""
    found = (catalog.resource_type(name) for name in catalog.type_names())
    return [each for each in found if each is not None and each.creatable]


def plain_ids() -> Iterator[str]:
    """``A1``, ``B2``, …"""
    number = 0
    while True:
        number += 1
        yield f"{'ABCDEFGH'[number % 8]}{number}"


def awkward_ids(random: Random) -> Iterator[str]:
    """Awkward names in a random order, and plain ones when these are used up."""
    yield from random.sample(AWKWARD_IDS, len(AWKWARD_IDS))
    yield from plain_ids()


def _alone(value: Value) -> Value:
    if isinstance(value, If):
        return If(value.condition, _alone(value.then), _alone(value.otherwise))
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], If):
        return value[0]
    return value
