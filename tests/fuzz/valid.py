"""Random templates as people write them: every function at a place that is made for its kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from converter import catalog
from converter.catalog import Property, ResourceType, Type

Tree = dict[str, Any]

PARAMETERS: dict[str, Tree] = {
    "Env": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "stage", "prod"]},
    "Name": {"Type": "String", "Default": "app"},
    "Key": {"Type": "String", "Default": ""},
    "Flag": {"Type": "String", "Default": "true", "AllowedValues": ["true", "false"]},
    "Count": {"Type": "Number", "Default": 3},
    "Names": {"Type": "CommaDelimitedList", "Default": "a,b,c"},
    "Ports": {"Type": "List<Number>", "Default": "80,443"},
    "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>", "Default": "subnet-1,subnet-2"},
    "Image": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/image"},
    "Secret": {"Type": "String", "NoEcho": True},
}
VALUES: dict[str, Sequence[str]] = {
    "Env": ("dev", "stage", "prod"),
    "Name": ("app", "x", "a-b"),
    "Key": ("", "k"),
    "Flag": ("true", "false"),
    "Count": ("3", "0"),
    "Names": ("a,b,c", "x,y,z,w"),
    "Ports": ("80,443", "1,2,3"),
    "Subnets": ("subnet-1,subnet-2", "subnet-9,subnet-8"),
    "Image": ("/image",),
    "Secret": ("hunter2",),
}
MAPPINGS: Tree = {
    "Sizes": {
        "dev": {"text": "small", "number": 1, "list": ["a", "b"], "flag": False},
        "stage": {"text": "medium", "number": 2, "list": ["a", "c"], "flag": True},
        "prod": {"text": "large", "number": 3, "list": ["d", "e"], "flag": True},
    },
    "Regions": {
        "us-east-1": {"ami": "ami-1", "zones": 3},
        "eu-west-1": {"ami": "ami-2", "zones": 2},
        "ap-south-1": {"ami": "ami-3", "zones": 3},
    },
}
TEXTS = (
    "plain", "with blank", "it's", 'say "x"', "back\\slash", "a{b}c", "${!Literal}", "100%", "",
    "#hash: x", "line\nbreak", "é", "yes", "0123", "1e3", "{{x}}", "`tick`", "$x", "%s", "a,b",
)  # fmt: skip
KEYS = ("camelKey", "PascalKey", "snake_key", "kebab-key", "AWS:thing", "aws:SourceArn", "1", "if")
_DEEPEST = 3
_MOST_PROPERTIES = 6
_SERVICES = (
    "SageMaker", "IAM", "S3", "SQS", "SNS", "Lambda", "EC2", "ECS", "DynamoDB", "CloudWatch",
    "Events", "StepFunctions", "ApiGateway", "RDS", "KMS", "Logs", "ElasticLoadBalancingV2",
    "AutoScaling", "CloudFront", "Cognito", "SSM", "SecretsManager", "Route53", "EFS", "Batch",
)  # fmt: skip


class Maker:
    """Makes one template.

    Args:
        random: what decides.
        types: the types that its resources may have.

    Attributes:
        template: what was made.
    """

    def __init__(self, random: Random, types: Sequence[ResourceType]) -> None:
        self.random, self._types = random, types
        self.template: Tree = {}
        self._conditions: list[str] = []
        self._made: dict[str, tuple[ResourceType, str | None]] = {}
        self._here: str | None = None  # the condition of what is being made
        self._values: dict[str, Callable[[Type, int], Any]] = {
            "string": lambda kind, depth: self.text(depth),
            "integer": lambda kind, depth: self.number(depth),
            "number": lambda kind, depth: self.number(depth),
            "boolean": lambda kind, depth: self.boolean(depth),
            "json": lambda kind, depth: self.document(depth),
        }

    def make(self) -> Tree:
        """Make the template."""
        random = self.random
        if random.random() < 0.3:
            self.template["Transform"] = "AWS::LanguageExtensions"
        self.template["Parameters"] = PARAMETERS
        self.template["Mappings"] = MAPPINGS
        conditions: Tree = {}
        for number in range(random.randrange(1, 5)):
            conditions[f"C{number}"] = self.condition(2)
            self._conditions.append(f"C{number}")
        self.template["Conditions"] = conditions
        resources: Tree = {}
        self.template["Resources"] = resources
        for number in range(random.randrange(1, 5)):
            described = random.choice(self._types)
            name = f"{described.name.rpartition('::')[2]}{number}"
            self._here = random.choice(self._conditions) if random.random() < 0.3 else None
            resources[name] = self.resource(described)
            self._made[name] = described, self._here
        outputs: Tree = {}
        for number in range(random.randrange(3)):
            self._here = random.choice(self._conditions) if random.random() < 0.3 else None
            outputs[f"Out{number}"] = output = {"Value": self.text(_DEEPEST)}
            if self._here:
                output["Condition"] = self._here
            if random.random() < 0.2:
                output["Export"] = {"Name": {"Fn::Sub": f"${{AWS::StackName}}-{number}"}}
        if outputs:
            self.template["Outputs"] = outputs
        self._leave_out_unused()
        return self.template

    def _leave_out_unused(self) -> None:
        """Leave parameters and mappings out that nothing mentions, as most templates have none."""
        text = json.dumps({key: it for key, it in self.template.items() if key != "Parameters"})
        used = {
            key: it for key, it in PARAMETERS.items() if f'"{key}"' in text or f"${{{key}}}" in text
        }
        self.template["Parameters"] = used
        if not used:
            del self.template["Parameters"]
        asked = {key: it for key, it in MAPPINGS.items() if f'"{key}",' in text}
        self.template["Mappings"] = asked
        if not asked:
            del self.template["Mappings"]

    def _is_extended(self) -> bool:
        return "Transform" in self.template

    def condition(self, depth: int) -> Tree:
        """A condition's definition."""
        random = self.random
        kind = random.randrange(4 if depth > 0 else 1)
        if kind == 1:
            return {"Fn::Not": [self._operand(depth)]}
        if kind > 1:
            name = "Fn::And" if kind == 2 else "Fn::Or"
            return {name: [self._operand(depth) for _ in range(random.choice((2, 2, 3)))]}
        key = random.choice(("Env", "Name", "Key", "Flag", "Env", "Count"))
        left: Any = {"Ref": key}
        right: Any = random.choice(VALUES[key])
        if random.random() < 0.2:
            left = {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "text"]}
            right = random.choice(("small", "large"))
        elif random.random() < 0.2:
            left, right = {"Ref": "AWS::Region"}, random.choice(("us-east-1", "eu-west-1"))
        elif random.random() < 0.1:
            left, right = {"Fn::Join": ["/", [{"Ref": "Env"}, {"Ref": "Flag"}]]}, "prod/true"
        elif random.random() < 0.1:
            left, right = {"Ref": "Env"}, {"Ref": "Name"}
        elif random.random() < 0.1:
            left, right = {"Fn::Select": [0, {"Ref": "Names"}]}, "a"
        return {"Fn::Equals": [left, right] if random.random() < 0.8 else [right, left]}

    def _operand(self, depth: int) -> Tree:
        if self._conditions and self.random.random() < 0.4:
            return {"Condition": self.random.choice(self._conditions)}
        return self.condition(depth - 1)

    def resource(self, described: ResourceType) -> Tree:
        """A resource, with some of its properties."""
        random = self.random
        found: Tree = {"Type": described.name}
        if self._here:
            found["Condition"] = self._here
        properties = self._properties(described, described.properties, _DEEPEST)
        if properties:
            found["Properties"] = properties
        others = [name for name, (_, where) in self._made.items() if where in (None, self._here)]
        if others and random.random() < 0.2:
            found["DependsOn"] = random.choice((others[0], others))
        if random.random() < 0.15:
            found["DeletionPolicy"] = random.choice(("Retain", "Delete", "RetainExceptOnCreate"))
        if random.random() < 0.15:
            found["UpdateReplacePolicy"] = random.choice(("Retain", "Delete"))
        if random.random() < 0.1:
            found["Metadata"] = {"camelKey": [1, {"Fn::Sub": "${Env}"}]}
        return found

    def _properties(
        self, described: ResourceType, known: Mapping[str, Property], depth: int
    ) -> Tree:
        usable = [it for it in known.values() if it.pulumi is not None and not it.read_only]
        optional = [it for it in usable if not it.required]
        self.random.shuffle(optional)
        most = self.random.randrange(_MOST_PROPERTIES)
        chosen = {it.name for it in (*(it for it in usable if it.required), *optional[:most])}
        found = {}
        for each in usable:
            if each.name in chosen:
                found[each.name] = self._property(described, each, depth)
        return found

    def _property(self, described: ResourceType, each: Property, depth: int) -> Any:
        value = self.value(described, each.type, depth)
        if not each.required and self.random.random() < 0.15:
            value = self._either(value, {"Ref": "AWS::NoValue"})
        return value

    def value(self, described: ResourceType, kind: Type, depth: int) -> Any:
        """A value of a kind."""
        random = self.random
        if depth > 0 and random.random() < 0.15:
            return self._either(
                self.value(described, kind, depth - 1), self.value(described, kind, depth - 1)
            )
        if kind.kind == "union":
            return self.value(described, random.choice(kind.alternatives), depth)
        if kind.enum is not None:
            members = [*described.enums[kind.enum].members]
            if random.random() < 0.2:
                return self._either(random.choice(members), random.choice(members))
            return random.choice(members)
        if kind.kind == "list":
            assert kind.items is not None
            return self._list(described, kind.items, depth)
        if kind.kind == "map":
            assert kind.items is not None
            keys = random.sample(KEYS, random.randrange(1, 3))
            return {key: self._entry(described, kind.items, depth - 1) for key in keys}
        if kind.kind == "object":
            assert kind.name is not None
            properties = described.object_types[kind.name].properties
            if depth < -3:
                return {}
            return self._properties(described, properties, depth - 1)
        return self._values[kind.kind](kind, depth)

    def _entry(self, described: ResourceType, kind: Type, depth: int) -> Any:
        value = self.value(described, kind, depth)
        if self.random.random() < 0.15:
            value = self._either(value, {"Ref": "AWS::NoValue"})
        return value

    def _list(self, described: ResourceType, items: Type, depth: int) -> Any:
        random = self.random
        if items.kind == "string" and items.enum is None and random.random() < 0.3:
            ways: list[Any] = [
                {"Ref": random.choice(("Names", "Subnets"))},
                {"Fn::Split": [",", self.text(depth - 1)]},
                {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "list"]},
                {"Fn::GetAZs": random.choice(("", {"Ref": "AWS::Region"}))},
            ]
            return random.choice(ways)
        if items.kind in ("integer", "number") and random.random() < 0.3:
            return {"Ref": "Ports"}
        return [self._entry(described, items, depth - 1) for _ in range(random.randrange(1, 4))]

    def _either(self, one: Any, other: Any) -> Tree:
        both = [one, other]
        self.random.shuffle(both)
        return {"Fn::If": [self.random.choice(self._conditions), *both]}

    def text(self, depth: int) -> Any:
        """A text, or a function that gives one."""
        random = self.random
        ways: list[Callable[[], Any]] = [
            lambda: random.choice(TEXTS[:6]) if random.random() < 0.7 else random.choice(TEXTS),
            lambda: {"Ref": random.choice(("Env", "Name", "Key", "AWS::Region", "AWS::StackName"))},
        ]
        if depth > 0:
            ways += [
                lambda: self._either(self.text(depth - 1), self.text(depth - 1)),
                lambda: {"Fn::Sub": self._template()},
                lambda: {"Fn::Sub": [f"{self._template()}-${{v}}", {"v": self.text(depth - 1)}]},
                lambda: {"Fn::Join": [random.choice(("", "-", ",")), self._texts(depth - 1)]},
                lambda: {"Fn::Join": [",", {"Ref": random.choice(("Names", "Subnets"))}]},
                lambda: {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "text"]},
                lambda: {"Fn::Select": [random.choice((0, "1", 2)), {"Ref": "Names"}]},
                lambda: {"Fn::Select": [0, {"Fn::Split": ["-", self.text(depth - 1)]}]},
                lambda: {"Fn::Base64": self.text(depth - 1)},
                lambda: {"Fn::ImportValue": random.choice(("net-Id", {"Fn::Sub": "${Name}-Id"}))},
                self._reference,
                self._reference,
                self._guarded,
                self._inserted,
                lambda: {"Ref": random.choice(("Image", "Secret"))},
                lambda: {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "ami"]},
                lambda: {"Fn::Select": [random.randrange(4), {"Fn::Cidr": ["10.0.0.0/16", 4, 8]}]},
            ]
            if self._is_extended():
                ways += [lambda: {"Fn::ToJsonString": self.document(depth - 1)}]
        return random.choice(ways)()

    def _texts(self, depth: int) -> list[Any]:
        found = [self.text(depth) for _ in range(self.random.randrange(1, 4))]
        if self.random.random() < 0.2:
            found.append(self._either(self.text(depth), {"Ref": "AWS::NoValue"}))
        return found

    def _template(self) -> str:
        parts = (
            "${Env}", "${Name}", "${AWS::Region}", "${AWS::AccountId}", "arn:${AWS::Partition}:x",
            "a", "-", "${!Kept}", "it's", "{x}", "\n", '"q"', "$-", "%d",
        )  # fmt: skip
        return "".join(self.random.choice(parts) for _ in range(self.random.randrange(1, 5)))

    def _reference(self) -> Any:
        """What another resource is called, or one of its attributes."""
        made = [
            (name, described)
            for name, (described, where) in self._made.items()
            if where in (None, self._here)
        ]
        if not made:
            return {"Ref": "Name"}
        name, described = self.random.choice(made)
        texts = [
            key
            for key, it in described.attributes.items()
            if it.pulumi and it.type.kind == "string"
        ]
        if not texts or self.random.random() < 0.4:
            return {"Ref": name}
        return {"Fn::GetAtt": [name, self.random.choice(texts)]}

    def _guarded(self) -> Any:
        """What a resource under a condition is called, where it is there."""
        found = [(name, where) for name, (_, where) in self._made.items() if where is not None]
        if not found:
            return {"Ref": "Key"}
        name, condition = self.random.choice(found)
        return {"Fn::If": [condition, {"Ref": name}, self.text(0)]}

    def _inserted(self) -> Any:
        """A text with what another resource is called in it."""
        found = self._reference()
        said = ".".join(found["Fn::GetAtt"]) if "Fn::GetAtt" in found else found["Ref"]
        return {"Fn::Sub": f"{self.random.choice(('a/', ''))}${{{said}}}{self._template()}"}

    def number(self, depth: int) -> Any:
        """A number, or a function that gives one."""
        random = self.random
        ways: list[Callable[[], Any]] = [
            lambda: random.choice((0, 1, 60, 443, 1000000)),
            lambda: {"Ref": "Count"},
        ]
        if depth > 0:
            ways += [
                lambda: {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "number"]},
                lambda: {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "zones"]},
                lambda: self._either(self.number(depth - 1), self.number(depth - 1)),
                lambda: random.choice(("7", {"Fn::Select": [0, {"Ref": "Ports"}]})),
            ]
            if self._is_extended():
                ways += [lambda: {"Fn::Length": {"Ref": "Names"}}]
        return random.choice(ways)()

    def boolean(self, depth: int) -> Any:
        """A boolean, or a function that gives one."""
        random = self.random
        ways: list[Callable[[], Any]] = [
            lambda: random.choice((True, False, "true")),
            lambda: {"Ref": "Flag"},
        ]
        if depth > 0:
            ways += [
                lambda: {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "flag"]},
                lambda: self._either(self.boolean(depth - 1), self.boolean(depth - 1)),
            ]
        return random.choice(ways)()

    def document(self, depth: int) -> Any:
        """A document of the user's own, with functions in it."""
        keys = self.random.sample(KEYS, self.random.randrange(1, 4))
        return {key: self._part(depth - 1) for key in keys}

    def _part(self, depth: int) -> Any:
        random = self.random
        kind = random.randrange(6) if depth > 0 else 0
        if kind == 1:
            return self.document(depth)
        if kind == 2:
            return [self._part(depth - 1) for _ in range(random.randrange(1, 4))]
        if kind == 3:
            return random.choice((True, False, 1, 0.5, "", "1", "true"))
        if kind == 4:
            return self._either(self._part(depth - 1), {"Ref": "AWS::NoValue"})
        if kind == 5:
            return self._either(self._part(depth - 1), self._part(depth - 1))
        return self.text(depth)


@cache
def _types() -> list[ResourceType]:
    """The types of services that people use most."""
    names = [it for it in sorted(catalog.type_names()) if it.split("::")[1] in _SERVICES]
    found = [catalog.resource_type(it) for it in names]
    return [it for it in found if it is not None and it.creatable]


def valid(random: Random, known: Container[ResourceType] | None = None) -> Tree:
    """A random template that CloudFormation would take, as far as its kinds go.

    Args:
        random: what decides.
        known: the types that its resources may have; of all that people use most without it.
    """
    types = _types()
    return Maker(random, types if known is None else [it for it in types if it in known]).make()
