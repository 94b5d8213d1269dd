"""A stack as if it were deployed: what AWS's own commands would print of it.

Physical IDs are made up the way AWS makes them: names of the stack and the resource with a random
end, ARNs of these, IDs of EC2; what a template says of a name is taken from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from converter import catalog
from converter.catalog import ResourceType, facts
from converter.catalog.identifying import filled, patterns
from converter.cloudformation import Resource, Stack, nested_path
from converter.intrinsics import And, ConditionRef, Equals, Not, Or, Ref

REGION, ACCOUNT = "us-east-1", "123456789012"
PLACE = {
    "Partition": "aws",
    "Region": REGION,
    "AccountId": ACCOUNT,
    "URLSuffix": "amazonaws.com",
}
SAMPLES = {"Number": "7", "CommaDelimitedList": "a, b", "List<Number>": "1,2"}

SSM_LIST = ["one", "two", "three"]


def ssm_text(name: str) -> str:
    """What stands in SSM under a name."""
    return f"the value of {name}"


def ending(*words: str, length: int = 12) -> str:
    """What AWS puts behind a name: random there, the same for the same words here."""
    return sha256("/".join(words).encode()).hexdigest()[:length].upper()


def stack_id(name: str) -> str:
    """A stack's ARN."""
    return f"arn:aws:cloudformation:{REGION}:{ACCOUNT}:stack/{name}/{ending(name).lower()}"


class Deployment:
    """A deployed stack and those nested in it.

    Args:
        stack: the template.
        name: the stack's name.
        parameters: values of parameters; the others have their defaults, or a sample.
        path: the template's path among the nested ones.
        root: the outermost stack.
    """

    def __init__(
        self,
        stack: Stack,
        name: str = "live",
        parameters: Mapping[str, str] | None = None,
        *,
        tags: Mapping[str, str] | None = None,
        path: str = "",
        root: Stack | None = None,
    ) -> None:
        self.stack, self.name, self.tags = stack, name, dict(tags or {})
        self.id = stack_id(name)
        self.parameters = {key: self._value(key, parameters or {}) for key in stack.parameters}
        self.nested: dict[str, Deployment] = {}
        self.rows: list[dict[str, str]] = []
        templates = (root or stack).templates
        for own, resource in self._existing():
            inner = nested_path(path, resource.properties)
            if resource.type == facts.nested_stack() and inner in templates:
                nested = Deployment(
                    templates[str(inner)],
                    f"{name}-{own}-{ending(name, own)}",
                    self._given(resource),
                    path=str(inner),
                    root=root or stack,
                )
                self.nested[own] = nested
                self._list(own, resource.type, nested.id)
            else:
                self._list(own, resource.type, self.physical_id(own, resource))

    def _existing(self) -> Iterator[tuple[str, Resource]]:
        for own, resource in self.stack.resources.items():
            if resource.condition is None or self.holds(self.stack.conditions[resource.condition]):
                yield own, resource

    def holds(self, condition: Any) -> bool:
        """Whether a condition holds that only asks for parameters."""
        if isinstance(condition, ConditionRef):
            return self.holds(self.stack.conditions[condition.name])
        if isinstance(condition, Not):
            return not self.holds(condition.condition)
        if isinstance(condition, (And, Or)):
            every = all if isinstance(condition, And) else any
            return every(self.holds(each) for each in condition.conditions)
        assert isinstance(condition, Equals)
        return self._text(condition.left) == self._text(condition.right)

    def _text(self, value: Any) -> str:
        if not isinstance(value, Ref):
            return str(value).lower() if isinstance(value, bool) else str(value)
        if value.name == "AWS::Region":
            return REGION
        resolved = self._resolved(value.name).get("ResolvedValue")
        return resolved if resolved is not None else self.parameters[value.name]

    def _given(self, resource: Resource) -> dict[str, str]:
        """What a nested stack is given: texts, and parameters of this stack."""
        properties = resource.properties if isinstance(resource.properties, dict) else {}
        given = properties.get("Parameters")
        found: dict[str, str] = {}
        for key, value in given.items() if isinstance(given, dict) else ():
            if isinstance(value, Ref) and value.name in self.parameters:
                found[key] = self.parameters[value.name]
            elif isinstance(value, (str, int)):
                found[key] = str(value)
        return found

    def _value(self, key: str, given: Mapping[str, str]) -> str:
        declared = self.stack.parameters[key]
        default = declared.default
        if key in given:
            return given[key]
        if default is None:
            return SAMPLES.get(declared.type, f"a-{key.lower()}")
        return ",".join(map(str, default)) if isinstance(default, list) else str(default)

    def _list(self, own: str, kind: str, physical_id: str) -> None:
        self.rows.append(
            {
                "LogicalResourceId": own,
                "PhysicalResourceId": physical_id,
                "ResourceType": kind,
                "ResourceStatus": "CREATE_COMPLETE",
            }
        )

    def physical_id(self, own: str, resource: Resource) -> str:
        """A plausible physical ID."""
        described = catalog.resource_type(resource.type)
        generated = f"{self.name}-{own}-{ending(self.name, own)}"
        if described is None:
            return generated
        return plausible_id(described, generated, resource.properties)

    # --- what commands print ----------------------------------------------

    def described(self) -> list[dict[str, Any]]:
        """The stacks as ``describe-stacks`` prints them."""
        secrets = {key for key, each in self.stack.parameters.items() if each.no_echo}
        told = {
            "StackId": self.id,
            "StackName": self.name,
            "StackStatus": "CREATE_COMPLETE",
            "Parameters": [
                {"ParameterKey": key, "ParameterValue": "****" if key in secrets else value}
                | self._resolved(key)
                for key, value in self.parameters.items()
            ],
            "Tags": [{"Key": key, "Value": value} for key, value in self.tags.items()],
        }
        inner = [
            {"ParentId": self.id, "RootId": self.id, **each}
            for nested in self.nested.values()
            for each in nested.described()
        ]
        return [told, *inner]

    def _resolved(self, key: str) -> dict[str, str]:
        kind = self.stack.parameters[key].type
        if not kind.startswith("AWS::SSM::Parameter::Value"):
            return {}
        is_list = "List" in kind
        return {"ResolvedValue": ",".join(SSM_LIST) if is_list else ssm_text(self.parameters[key])}

    def stacks_text(self) -> str:
        """What ``aws cloudformation describe-stacks`` prints."""
        return json.dumps({"Stacks": self.described()}, indent=4)

    def list_text(self) -> str:
        """What ``aws cloudformation list-stack-resources`` prints."""
        return json.dumps({"StackResourceSummaries": self.rows}, indent=4)

    def all_rows(self) -> list[dict[str, str]]:
        """The rows of this stack and of those nested in it, with their stacks."""
        own = [{"StackId": self.id, "StackName": self.name, **row} for row in self.rows]
        return [*own, *(row for nested in self.nested.values() for row in nested.all_rows())]

    def described_text(self) -> str:
        """What ``aws cloudformation describe-stack-resources`` prints, of all the stacks."""
        return json.dumps({"StackResources": self.all_rows()}, indent=4)


def plausible_id(described: ResourceType, generated: str, properties: Any = None) -> str:
    """A physical ID that a resource of a type may have."""
    given = properties if isinstance(properties, dict) else {}
    names = described.primary_identifier
    reference = described.ref.property if described.ref.kind == "property" else None
    name = reference or (names[0] if len(names) == 1 else None)
    if name is None:
        unknown = [it for it in names if described.is_read_only(*it.split("."))]
        service = described.name.split("::")[1].lower()
        arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:thing/{generated}"
        return arn if len(unknown) == 1 and unknown[0].endswith("Arn") else generated
    if isinstance(given.get(name), str):
        return str(given[name])

    def value(part: str) -> str | None:
        own = given.get(part)
        known = part in described.properties
        return PLACE.get(part) or (own if isinstance(own, str) else generated if known else None)

    for attribute, pattern in patterns(described.name):
        if attribute == name:
            text = filled(pattern.replace("${*}", "1ABC2DEF"), value)
            if text is not None:
                return text
    if name.endswith("Arn"):
        service = described.name.split("::")[1].lower()
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:thing/{generated}"
    return generated
