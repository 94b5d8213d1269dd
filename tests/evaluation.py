"""What a template says for given parameters: no Parameters, Conditions or Mappings are left."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

ABSENT = object()
LEFT = {"Fn::GetAtt", "Fn::GetAZs", "Fn::ImportValue", "Fn::Cidr", "Fn::ToJsonString"}


class Evaluator:
    """Evaluates a template.

    Args:
        template: its tree, functions in their long form.
        parameters: the values given; defaults stand for the others.
        known: values of pseudo parameters; the others are left as they are.
    """

    def __init__(
        self, template: Mapping[str, Any], parameters: Mapping[str, str], known: Mapping[str, str]
    ) -> None:
        self._template = template
        self._known: dict[str, Any] = dict(known)
        for name, declared in template.get("Parameters", {}).items():
            self._known[name] = self._parameter(declared, parameters.get(name))
        self._functions: dict[str, Callable[[Any], Any]] = {
            "Ref": lambda name: self._known.get(name, {"Ref": name}),
            "Fn::If": self._choice,
            "Fn::FindInMap": self._cell,
            "Fn::Sub": self._substituted,
            "Fn::Join": self._joined,
            "Fn::Split": self._split,
            "Fn::Select": self._selected,
            "Fn::Base64": self._encoded,
            "Fn::Length": self._length,
        }

    def evaluated(self) -> dict[str, Any]:
        """Give the template with resources and outputs that exist, all that is known filled in."""
        found: dict[str, Any] = {}
        for section in ("Resources", "Outputs"):
            entries = self._template.get(section, {})
            kept = {name: entry for name, entry in entries.items() if self._exists(entry)}
            found[section] = self.value(kept)
        return {name: entries for name, entries in found.items() if entries}

    def value(self, tree: Any) -> Any:
        """Evaluate a value."""
        if isinstance(tree, list):
            items = [self.value(item) for item in tree]
            return [item for item in items if item is not ABSENT]
        if not isinstance(tree, dict):
            return tree
        if tree == {"Ref": "AWS::NoValue"}:
            return ABSENT
        name = next(iter(tree), "")
        if len(tree) == 1 and name in self._functions:
            return self._functions[name](tree[name])
        if len(tree) == 1 and name in LEFT:
            return {name: self.value(tree[name])}
        entries = {
            key: self.value(item)
            for key, item in tree.items()
            if key != "Condition"
            or (not isinstance(item, str) or item not in self._template.get("Conditions", {}))
        }
        return {key: item for key, item in entries.items() if item is not ABSENT}

    def holds(self, condition: Any) -> bool:
        """Evaluate a condition, or the name of one."""
        if isinstance(condition, str):
            return self.holds(self._template["Conditions"][condition])
        ((name, operand),) = condition.items()
        if name == "Condition":
            return self.holds(operand)
        if name == "Fn::Equals":
            left, right = self.value(operand)
            return _text(left) == _text(right)
        if name == "Fn::Not":
            return not self.holds(operand[0])
        combine = {"Fn::And": all, "Fn::Or": any}[name]
        return combine([self.holds(part) for part in operand])

    def _parameter(self, declared: Mapping[str, Any], given: str | None) -> Any:
        value = declared["Default"] if given is None else given
        kind = declared["Type"]
        if kind.startswith("AWS::SSM::Parameter::Value"):
            return {"Fn::GetAtt": ["SSM", str(value)]}
        return [item.strip() for item in value.split(",")] if _is_list(kind) else value

    def _exists(self, entry: Mapping[str, Any]) -> bool:
        return "Condition" not in entry or self.holds(entry["Condition"])

    def _choice(self, operands: list[Any]) -> Any:
        return self.value(operands[1] if self.holds(operands[0]) else operands[2])

    def _cell(self, operands: list[Any]) -> Any:
        table, first, second = operands[0], *(self.value(key) for key in operands[1:3])
        return self._template["Mappings"][table][str(first)][str(second)]

    def _substituted(self, operand: Any) -> Any:
        template, given = (operand, {}) if isinstance(operand, str) else operand
        known = {name: self.value(item) for name, item in given.items()}
        for name, item in {**self._known, **known}.items():
            if isinstance(item, (str, int, float)):
                template = template.replace("${" + name + "}", _text(item))
                known.pop(name, None)
            elif isinstance(item, dict) and "${" + name + "}" in template:
                known[name] = item
        if "${" not in template:
            return template
        return {"Fn::Sub": [template, known] if known else template}

    def _joined(self, operands: list[Any]) -> Any:
        values = self.value(operands[1])
        if isinstance(values, list) and not any(isinstance(item, dict) for item in values):
            return operands[0].join(_text(item) for item in values)
        return {"Fn::Join": [operands[0], values]}

    def _split(self, operands: list[Any]) -> Any:
        text = self.value(operands[1])
        known = isinstance(text, str)
        return text.split(operands[0]) if known else {"Fn::Split": [operands[0], text]}

    def _selected(self, operands: list[Any]) -> Any:
        index, values = self.value(operands[0]), self.value(operands[1])
        known = isinstance(values, list)
        return values[int(index)] if known else {"Fn::Select": [index, values]}

    def _encoded(self, operand: Any) -> Any:
        text = self.value(operand)
        known = isinstance(text, str)
        return base64.b64encode(text.encode()).decode() if known else {"Fn::Base64": text}

    def _length(self, operand: Any) -> Any:
        values = self.value(operand)
        return len(values) if isinstance(values, list) else {"Fn::Length": values}


def _is_list(kind: str) -> bool:
    return kind == "CommaDelimitedList" or kind.startswith("List<")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
