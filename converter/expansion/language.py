"""``AWS::LanguageExtensions``: loops, and functions where the plain language has names only.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-aws-languageextensions.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from ..cloudformation import ENDS
from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import Tree, sub_parts
from ..intrinsics.parsing import FOR_EACH
from ..report import Report
from .loops import Loops
from .origins import Origins
from .values import NO_VALUE, UnresolvedError, Values, Variables, substitute

NAME = "AWS::LanguageExtensions"
SECTIONS = ("Conditions", "Resources", "Outputs")

_NAMES = {"Resources": ("Type", "Condition", "DependsOn"), "Outputs": ("Condition",)}
CARRIED = ("Fn::Length", "Fn::ToJsonString", "the DefaultValue of Fn::FindInMap")


def expand_language(
    tree: dict[str, Tree], given: Mapping[str, str], report: Report
) -> tuple[dict[str, Tree], Origins]:
    """A template with its loops unrolled and its computed names evaluated.

    Args:
        tree: the template; it is not changed.
        given: values of parameters, instead of their defaults.
        report: is told where a parameter's value was fixed.

    Returns:
        The template, and where the entries of its sections came from.

    Raises:
        TemplateError: CloudFormation would refuse it.
        UnsupportedError: only a deployment knows a name or a collection.
    """
    return _Language(tree, given, report).expand()


def extension_at(tree: Tree, path: Path = ()) -> Iterator[tuple[str, Path]]:
    """The extensions that ``tree`` uses: what is used, and where."""
    if isinstance(tree, list):
        for index, item in enumerate(tree):
            yield from extension_at(item, (*path, index))
    elif isinstance(tree, dict):
        for key, item in tree.items():
            here: Path = (*path, key)
            if key.startswith(FOR_EACH):
                yield "Fn::ForEach", here
            elif _is_computed(key, item):
                yield f"{key} of a function", here
            elif key in CARRIED and len(tree) == 1:
                yield key, here
            elif key == "Fn::FindInMap" and isinstance(item, list) and len(item) > 3:
                yield "the DefaultValue of Fn::FindInMap", here
            yield from extension_at(item, here)


def computed_policies(tree: Mapping[str, Tree]) -> Iterator[tuple[str, Path]]:
    """The policies of resources that are functions: what they are, and where."""
    for name, entry in entries_of(tree, "Resources").items():
        for policy in ENDS:
            if isinstance(entry.get(policy), dict):
                yield f"a function in {policy}", ("Resources", name, policy)


def entries_of(tree: Mapping[str, Tree], section: str) -> dict[str, dict[str, Tree]]:
    """The entries of a section, as far as they are mappings."""
    entries = tree.get(section)
    if not isinstance(entries, dict):
        return {}
    return {name: entry for name, entry in entries.items() if isinstance(entry, dict)}


def _is_computed(key: str, argument: Tree) -> bool:
    if key == "Ref":
        return isinstance(argument, dict)
    if key == "Fn::GetAtt" and isinstance(argument, list):
        return any(isinstance(item, dict) for item in argument)
    return False


class _Language:
    """One template on its way."""

    def __init__(self, tree: dict[str, Tree], given: Mapping[str, str], report: Report) -> None:
        self.tree = tree
        self.values = Values(tree, given)
        self.report = report
        self.loops = Loops(tree, self.values, report)
        self.origins: Origins = {}
        self.functions: dict[str, Callable[[Any, Variables, Path], Tree]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::FindInMap": self._find_in_map,
            "Fn::Sub": self._sub,
        }

    def expand(self) -> tuple[dict[str, Tree], Origins]:
        result = dict(self.tree)
        for section in SECTIONS:
            entries = self.tree.get(section)
            if isinstance(entries, dict):
                result[section] = self._section(section, entries)
                if section == "Conditions":
                    self.values.conditions = cast("dict[str, Any]", result[section])
        return result, self.origins

    def _section(self, section: str, entries: dict[str, Tree]) -> Tree:
        result: dict[str, Tree] = {}
        for key, raw, variables, path in self.loops.entries(entries, {}, (section,)):
            if key in result:
                raise TemplateError(f"{section} has {key} twice", path=path)
            value = self.value(raw, variables, path)
            result[key] = self._settled(section, value, path) if isinstance(value, dict) else value
            self.origins[section, key] = path
        return result

    def value(self, raw: Tree, variables: Variables, path: Path) -> Tree:
        """``raw`` with its loops, loop variables and computed names replaced."""
        if isinstance(raw, str):
            return substitute(raw, variables) if variables else raw
        if isinstance(raw, list):
            return [self.value(item, variables, (*path, i)) for i, item in enumerate(raw)]
        if not isinstance(raw, dict):
            return raw
        if len(raw) == 1:
            ((name, argument),) = raw.items()
            if name in self.functions:
                return self.functions[name](argument, variables, (*path, name))
        result: dict[str, Tree] = {}
        for key, item, inner, place in self.loops.entries(raw, variables, path):
            if key in result:
                raise TemplateError(f"{key} is there twice", path=place)
            result[key] = self.value(item, inner, place)
        return result

    def _ref(self, raw: Any, variables: Variables, path: Path) -> Tree:
        name = self._name(raw, variables, path, "the name in Ref")
        return variables.get(name, {"Ref": name})

    def _get_att(self, raw: Any, variables: Variables, path: Path) -> Tree:
        parts = raw.split(".", 1) if isinstance(raw, str) else raw
        if not isinstance(parts, list):
            raise TemplateError("Fn::GetAtt takes [resource, attribute] here", path=path)
        what = "a name in Fn::GetAtt"
        names = [self._name(it, variables, (*path, i), what) for i, it in enumerate(parts)]
        return {"Fn::GetAtt": cast("list[Tree]", names)}

    def _find_in_map(self, raw: Any, variables: Variables, path: Path) -> Tree:
        if not isinstance(raw, list) or len(raw) < 3:
            raise TemplateError("Fn::FindInMap takes a list of three here", path=path)
        name = self._name(raw[0], variables, (*path, 0), "the map's name in Fn::FindInMap")
        keys = [self.value(raw[i], variables, (*path, i)) for i in (1, 2)]
        if len(raw) < 4:
            return {"Fn::FindInMap": [name, *keys]}
        if not isinstance(raw[3], dict) or "DefaultValue" not in raw[3]:
            raise TemplateError("Fn::FindInMap takes DefaultValue last here", path=path)
        default = self.value(raw[3]["DefaultValue"], variables, (*path, 3, "DefaultValue"))
        if all(isinstance(key, str) for key in keys):
            found = self.values.found_in_map([name, *cast("list[str]", keys)])
            return default if found is None else {"Fn::FindInMap": [name, *keys]}
        if name not in self.values.mappings:
            return default
        return {"Fn::FindInMap": [name, *keys, {"DefaultValue": default}]}

    def _sub(self, raw: Any, variables: Variables, path: Path) -> Tree:
        text, own = raw if isinstance(raw, list) and len(raw) == 2 else (raw, None)
        if not isinstance(text, str) or not isinstance(own or {}, dict):
            raise TemplateError("Fn::Sub takes text, or [text, variables] here", path=path)
        loops = {name: it for name, it in variables.items() if name not in (own or {})}
        written = substitute(text, loops, in_sub=True)
        if own is not None:
            mapped = self.value(own, variables, (*path, 1))
            return {"Fn::Sub": [written, mapped]}
        if written != text:
            try:
                parts = sub_parts(written)
            except TemplateError as error:
                raise TemplateError(error.message, path=path) from None
            if all(isinstance(part, str) for part in parts):
                return "".join(cast("list[str]", parts))
        return {"Fn::Sub": written}

    def _name(self, raw: Tree, variables: Variables, path: Path, what: str) -> str:
        if isinstance(raw, str):
            return substitute(raw, variables)
        try:
            name = self.values.text(raw, variables)
        except UnresolvedError as error:
            raise UnsupportedError(f"{what} depends on {error}", path=path) from None
        self._tell_frozen(what, name, path)
        return name

    def _tell_frozen(self, what: str, result: str, path: Path) -> None:
        for name, value in self.values.take_used().items():
            words = f"{what} is {result}, as it is for {name} = '{value}'"
            self.report.warn("frozen-name", f"{words}: another value does not change it", path)

    def _settled(self, section: str, entry: dict[str, Tree], path: Path) -> Tree:
        """An entry with its attributes evaluated that are plain texts otherwise."""
        result = dict(entry)
        for name in _NAMES.get(section, ()):
            if isinstance(entry.get(name), (dict, list)):
                result[name] = self._settled_name(name, entry[name], (*path, name))
        if section == "Resources":
            for name in ENDS:
                if isinstance(entry.get(name), dict):
                    result[name] = self._policy(name, entry[name], (*path, name))
        return {name: it for name, it in result.items() if it not in (NO_VALUE, [])}

    def _settled_name(self, what: str, raw: Tree, path: Path) -> Tree:
        if isinstance(raw, list):
            items = [self._settled_name(what, it, (*path, i)) for i, it in enumerate(raw)]
            return [item for item in items if item != NO_VALUE]
        if not isinstance(raw, dict):
            return raw
        try:
            value = self.values.evaluate(raw, {})
        except UnresolvedError as error:
            raise UnsupportedError(f"{what} depends on {error}", path=path) from None
        self._tell_frozen(what, str(value), path)
        return value

    def _policy(self, name: str, raw: Tree, path: Path) -> Tree:
        """A policy, left as it is where a condition, a parameter or a map decides it."""
        if not isinstance(raw, dict):
            return raw
        try:
            value = self.values.text(raw, {})
        except UnresolvedError:
            self.values.take_used()
            return self._undecided(name, raw, path)
        if _is_decision(raw) and not self.values.given.keys() >= self.values.used.keys():
            self.values.take_used()
            return self._undecided(name, raw, path)
        if not self.values.used:
            self.report.note("evaluated", f"{name} is a function that gives {value}", path)
        self._tell_frozen(name, value, path)
        return value

    def _undecided(self, name: str, raw: dict[str, Tree], path: Path) -> Tree:
        sides = raw.get("Fn::If")
        if not isinstance(sides, list):
            return raw
        return {"Fn::If": [*sides[:1], *(self._policy(name, side, path) for side in sides[1:])]}


def _is_computed_key(key: Tree) -> bool:
    """Whether a key is made by a function, and no parameter as it stands."""
    return isinstance(key, (dict, list)) and "Ref" not in key


def _is_decision(raw: dict[str, Tree]) -> bool:
    """Whether a function is a choice, or a value as it stands in a parameter or a map."""
    keys = raw.get("Fn::FindInMap")
    if isinstance(keys, list):
        return len(keys) == 3 and not any(map(_is_computed_key, keys))
    return not raw.keys().isdisjoint(("Ref", "Fn::If"))
