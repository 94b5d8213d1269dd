"""``AWS::Serverless-2016-10-31``, carried out by AWS's own translator.

Rules: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, cast

from ..errors import ConversionError, Path, TemplateError, UnsupportedError
from ..intrinsics import Tree
from ..report import Report
from .packaging import package
from .values import UnresolvedError, Values

NAME = "AWS::Serverless-2016-10-31"

_HASH = re.compile(r"[0-9a-f]{10}$")


def expand_serverless(
    tree: dict[str, Tree], given: Mapping[str, str], report: Report, *, inline: bool = False
) -> dict[str, Tree]:
    """A template with its serverless resources as the resources that they stand for.

    The translator decides some things by the values of parameters. Where they make no difference,
    references to parameters stay; where they do, a finding says for which value it was done.

    Args:
        tree: the template; it is not changed.
        given: values of parameters, instead of their defaults.
        report: is told what has to be packaged, and which parameters were fixed.
        inline: whether values may be put in the place of references to parameters before, as
            AWS::LanguageExtensions does.

    Raises:
        TemplateError: CloudFormation would refuse the template.
        UnsupportedError: the translator is not installed.
    """
    packaged = deepcopy(tree)
    package(packaged, report)
    values = _parameter_values(packaged, given)
    translation = _Translation(packaged, report)
    try:
        result = translation.independent(values)
    except TemplateError as error:
        if not inline:
            raise translation.explained(error, values) from None
        translation.inline = True
        result = translation.independent(values)
    result["Resources"] = _in_order(
        cast("dict[str, Tree]", packaged["Resources"]), cast("dict[str, Tree]", result["Resources"])
    )
    return {**{name: result[name] for name in tree if name in result}, **result}


def _parameter_values(tree: Mapping[str, Tree], given: Mapping[str, str]) -> dict[str, str]:
    """The values that the template's parameters have here, as the translator takes them."""
    values = Values(tree, given)
    for name in values.parameters:
        try:
            values.evaluate({"Ref": name}, {})
        except UnresolvedError:
            continue
    return values.take_used()


class _Translation:
    """The translations of one template, for different values of its parameters."""

    def __init__(self, tree: dict[str, Tree], report: Report) -> None:
        self.tree = tree
        self.report = report
        self.inline = False

    def independent(self, values: dict[str, str]) -> dict[str, Tree]:
        """The translation that depends on as few of ``values`` as there can be."""
        try:
            free = self.with_values({})
        except ConversionError:
            if not values:
                raise
            free = None
        if not values:
            return cast("dict[str, Tree]", free)
        fixed = self.with_values(values)
        if free is not None and _meaning(free, values) == _meaning(fixed, values):
            return free
        return self._narrowed(fixed, values)

    def _narrowed(self, fixed: dict[str, Tree], values: dict[str, str]) -> dict[str, Tree]:
        needed = dict(values)
        wanted = _meaning(fixed, values)
        for name in values:
            fewer = {key: it for key, it in needed.items() if key != name}
            try:
                found = self.with_values(fewer)
            except ConversionError:
                continue
            if _meaning(found, values) == wanted:
                needed, fixed = fewer, found
        for name, value in needed.items():
            words = f"serverless resources are expanded for {name} = '{value}'"
            place: Path = ("Parameters", name)
            self.report.warn("frozen-parameter", f"{words}: another value may differ", place)
        return fixed

    def explained(self, error: TemplateError, values: Mapping[str, str]) -> TemplateError:
        """``error``, or which parameters would need a value where that is what it comes from."""
        declared = cast("dict[str, Tree]", self.tree.get("Parameters") or {})
        missing = [name for name in declared if name not in values]
        try:
            self.with_values({**values, **dict.fromkeys(missing, "Value")})
        except ConversionError:
            return error
        words = f"{error}: it depends on a parameter without a value ({', '.join(missing)})"
        return TemplateError(f"{words}: give it a Default", path=error.path)

    def with_values(self, values: Mapping[str, str]) -> dict[str, Tree]:
        """The translation for ``values`` of the parameters, and no defaults.

        Raises:
            TemplateError: the translator refuses the template; ``errors`` has all the reasons.
            UnsupportedError: it is not installed.
        """
        try:
            from .translator import translate
        except ImportError:
            message = f"{NAME} needs AWS's translator: pip install cfn2pulumi[sam]"
            raise UnsupportedError(message, path=("Transform",)) from None
        tree = deepcopy(self.tree)
        if self.inline:
            tree["Resources"] = _settled(tree["Resources"], values)
        for declared in cast("dict[str, dict[str, Tree]]", tree.get("Parameters") or {}).values():
            declared.pop("Default", None)
        result = translate(tree, dict(values), self.report)
        if "Parameters" in self.tree:
            result["Parameters"] = self.tree["Parameters"]
        return result


def _meaning(tree: dict[str, Tree], values: Mapping[str, str]) -> str:
    """What a translation says for ``values``, but for the hashes in its logical IDs."""
    text = json.dumps(_settled(tree, values))
    names = cast("dict[str, Tree]", tree["Resources"])
    hashes = [match[0] for name in names if (match := _HASH.search(name))]
    for number, found in enumerate(hashes):
        text = text.replace(found, f"#{number}")
    return text


def _settled(tree: Tree, values: Mapping[str, str]) -> Tree:
    """``tree`` with the values in the place of references to parameters."""
    if isinstance(tree, list):
        return [_settled(item, values) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if len(tree) == 1:
        ((name, argument),) = tree.items()
        if name == "Ref" and isinstance(argument, str) and argument in values:
            return values[argument]
        if name == "Fn::Sub" and isinstance(argument, str):
            return {name: _settled_text(argument, values)}
    return {key: _settled(item, values) for key, item in tree.items()}


def _settled_text(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text


def _in_order(before: dict[str, Tree], after: dict[str, Tree]) -> dict[str, Tree]:
    """The resources in the template's order, each followed by those that were made of it."""
    made: dict[str, list[str]] = {name: [] for name in before}
    others: list[str] = []
    for name in after:
        source = _source(name, before)
        (others if source is None else made[source]).append(name)
    names = [name for group in made.values() for name in sorted(group, key=group.index)] + others
    return {name: after[name] for name in names}


def _source(name: str, before: Mapping[str, Any]) -> str | None:
    """The resource that ``name`` was made of: SAM puts its logical ID in front."""
    found = [other for other in before if name.startswith(other)]
    return max(found, key=len) if found else None
