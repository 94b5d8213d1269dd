"""``AWS::Serverless-2016-10-31``, carried out by AWS's own translator.

Rules: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import cast

from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import Tree
from ..report import Report
from . import SERVERLESS_TYPES
from .language import entries_of
from .packaging import package
from .tidying import meaning, settled, tidied, with_hashes_of
from .values import UnresolvedError, Values

NAME = "AWS::Serverless-2016-10-31"

REGION = "us-east-1"  # the translator decides by it; references to it stay what they are
PSEUDO_PARAMETERS: dict[str, Tree] = {"AWS::Region": REGION, "AWS::Partition": "aws"}
STAYS = "{{IntrinsicFunction:stays}}"
"""The value of a pseudo parameter that is to stay a reference."""

Parameters = dict[str, Tree]


def has_work(tree: Mapping[str, Tree]) -> bool:
    """Whether a template has anything that the transform would change."""
    if "Globals" in tree:
        return True
    resources = entries_of(tree, "Resources").values()
    return any(str(entry.get("Type")).startswith(SERVERLESS_TYPES) for entry in resources)


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
    return tidied(packaged, result)


def _parameter_values(tree: Mapping[str, Tree], given: Mapping[str, str]) -> Parameters:
    """The values that the parameters of a template have here, as the translator takes them."""
    values = Values(tree, given)
    for name in values.parameters:
        try:
            values.evaluate({"Ref": name}, {})
        except UnresolvedError:
            continue
    known = values.take_used()
    raw = {name: given.get(name, values.parameters[name].get("Default")) for name in known}
    return {**PSEUDO_PARAMETERS, **raw}


class _Translation:
    """The translations of one template, for different values of its parameters."""

    def __init__(self, tree: dict[str, Tree], report: Report) -> None:
        self.tree = tree
        self.report = report
        self.inline = False

    def independent(self, values: Parameters) -> dict[str, Tree]:
        """The translation that depends on as few of ``values`` as there can be."""
        try:
            free = self.with_values({})
        except TemplateError:
            free = None
        if free is not None and not self._asks_for(values, free):
            return free
        fixed = self.with_values(values)
        if free is not None and meaning(free, values) == meaning(fixed, values):
            return with_hashes_of(free, fixed)
        return self._narrowed(fixed, values)

    def _asks_for(self, values: Parameters, translation: dict[str, Tree]) -> bool:
        """Whether a translation can depend on ``values``: the template names one of them, or the
        translator used one by itself.
        """
        rest = {name: section for name, section in self.tree.items() if name != "Parameters"}
        text = json.dumps(rest)
        return any(name in text for name in values) or STAYS in json.dumps(translation)

    def _narrowed(self, fixed: dict[str, Tree], values: Parameters) -> dict[str, Tree]:
        needed, first = dict(values), fixed
        wanted = meaning(fixed, values)
        for name in values:
            fewer = {key: it for key, it in needed.items() if key != name}
            try:
                found = self.with_values(fewer)
            except TemplateError:
                continue
            if meaning(found, values) == wanted:
                needed, fixed = fewer, found
        for name, value in needed.items():
            if name not in PSEUDO_PARAMETERS or self._has_more_of(REGION, fixed):
                words = f"serverless resources are expanded for {name} = '{value}'"
                place: Path = ("Parameters", name)
                self.report.warn("frozen-parameter", f"{words}: another value may differ", place)
        return with_hashes_of(fixed, first)

    def _has_more_of(self, text: str, translation: dict[str, Tree]) -> bool:
        return json.dumps(translation).count(text) > json.dumps(self.tree).count(text)

    def explained(self, error: TemplateError, values: Mapping[str, Tree]) -> TemplateError:
        """``error``, or which parameters would need a value where that is what it comes from."""
        declared = cast("dict[str, Tree]", self.tree.get("Parameters") or {})
        missing = [name for name in declared if name not in values]
        try:
            self.with_values({**values, **dict.fromkeys(missing, "Value")})
        except TemplateError:
            return error
        words = f"{error}: it depends on a parameter without a value ({', '.join(missing)})"
        return TemplateError(f"{words}: give it a Default", path=error.path)

    def with_values(self, values: Mapping[str, Tree]) -> dict[str, Tree]:
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
            tree["Resources"] = settled(tree["Resources"], values)
        for declared in entries_of(tree, "Parameters").values():
            declared.pop("Default", None)
        result = translate(tree, dict(values), self.report)
        if "Parameters" in self.tree:
            result["Parameters"] = self.tree["Parameters"]
        return result
