"""Config keys that a person renamed in the program and not in what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import Variable, sub_parts, sub_text
from ..pulumi import ConfigKey, Program
from ..records import replace
from ..report import Report
from .parameters import is_list_type, parameter_type

_WITH_FUNCTIONS = ("Rules", "Conditions", "Resources", "Outputs", "Hooks")


def with_renamed_keys(program: Program, report: Report) -> Program:
    """The program with a fragment that says a renamed key by its new name.

    That is done where it is plain: one name of the fragment is gone, and one key that fits what
    the fragment says of it is new.
    """
    kept = program.fragment
    mentioned = set(_mentioned({section: kept.get(section) for section in _WITH_FUNCTIONS}))
    declared = kept.get("Parameters", {})
    present = {*program.config, *program.resources, *kept.get("Resources", {})}
    gone = [name for name in dict.fromkeys([*declared, *sorted(mentioned)]) if name not in present]
    gone = [name for name in gone if not name.startswith("AWS::")]
    if len(gone) != 1:
        return program
    (old,) = gone
    new = [
        name
        for name, key in program.config.items()
        if name not in declared and name not in mentioned and _fits(key, declared.get(old, {}))
    ]
    if len(new) != 1:
        return program
    words = f"the program has no {old} any more: {new[0]}, which is new there, is taken for it"
    place: Path = ("Parameters", old) if old in declared else _place_of(old, kept)
    report.warn("renamed-key", words, place)
    return replace(program, fragment=_renamed_everywhere(kept, old, new[0]))


def _fits(key: ConfigKey, noted: Any) -> bool:
    """Whether a key may be what a fragment says of a parameter."""
    noted = noted if isinstance(noted, dict) else {}
    wanted = str(noted.get("Type", "String"))
    plain = parameter_type(key)
    alike = wanted == plain or (wanted.startswith("AWS::") and plain == "String")
    if is_list_type(wanted):
        alike = plain == "CommaDelimitedList"
    allowed = noted.get("AllowedValues")
    if key.default is not None and isinstance(allowed, list):
        return alike and str(key.default) in map(str, allowed)
    return alike


def _renamed_everywhere(kept: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    found = {
        section: renamed(content, old, new) if section in _WITH_FUNCTIONS else content
        for section, content in kept.items()
    }
    if old in kept.get("Parameters", {}):
        found["Parameters"] = {
            new if name == old else name: entry for name, entry in kept["Parameters"].items()
        }
    return found


def renamed(tree: Any, old: str, new: str) -> Any:
    """The tree of a part of a template with another name for a parameter or a resource."""

    def change(name: str) -> str:
        head, dot, rest = name.partition(".")
        return f"{new}{dot}{rest}" if head == old else name

    return _changed(tree, change)


def _changed(tree: Any, change: Callable[[str], str]) -> Any:
    if isinstance(tree, list):
        return [_changed(item, change) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if len(tree) == 1:
        ((function, argument),) = tree.items()
        if function == "Ref" and isinstance(argument, str):
            return {"Ref": change(argument)}
        if function == "Fn::GetAtt" and isinstance(argument, list) and argument:
            first = argument[0]
            rest = [_changed(item, change) for item in argument[1:]]
            return {function: [change(first) if isinstance(first, str) else first, *rest]}
        if function == "Fn::Sub":
            return {function: _changed_sub(argument, change)}
    return {key: _changed(value, change) for key, value in tree.items()}


def _changed_sub(argument: Any, change: Callable[[str], str]) -> Any:
    text, variables = argument, None
    if isinstance(argument, list) and len(argument) == 2:
        text, variables = argument
    if not isinstance(text, str):
        return argument
    own = variables if isinstance(variables, dict) else {}
    parts: list[str | Variable] = []
    for part in _parts(text):
        if isinstance(part, Variable) and part.name not in own:
            part = Variable(change(part.name))
        parts.append(part)
    try:
        written = sub_text(parts)
    except UnsupportedError:  # no text says it, so that it stays what it was
        return argument
    return written if variables is None else [written, _changed(variables, change)]


def _place_of(name: str, tree: Any) -> Path:
    """The place of a function in a tree that mentions a name; nothing where none does."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for step, inner in entries:
        if isinstance(inner, (dict, list)) and name in _mentioned(inner):
            return (step, *_place_of(name, inner))
    return ()


def _mentioned(tree: Any) -> Iterator[str]:
    """The names that functions in a tree mention as they mention parameters."""
    if isinstance(tree, list):
        for item in tree:
            yield from _mentioned(item)
    elif isinstance(tree, dict):
        if isinstance(name := tree.get("Ref"), str) and len(tree) == 1:
            yield name
        if "Fn::Sub" in tree and len(tree) == 1:
            argument = tree["Fn::Sub"]
            text, own = (*argument, {})[:2] if isinstance(argument, list) else (argument, {})
            for part in _parts(text) if isinstance(text, str) else ():
                if isinstance(part, Variable) and part.name not in own and "." not in part.name:
                    yield part.name
        for value in tree.values():
            yield from _mentioned(value)


def _parts(text: str) -> list[str | Variable]:
    try:
        return sub_parts(text)
    except TemplateError:  # told when the template is checked
        return [text]
