"""Booleans that are not known: how they are made and named, and what is assumed where."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .run import current

Specification = dict[str, Any]
_WORD = re.compile(r"[A-Za-z0-9]+")
_LONGEST_NAME = 60


class Symbol:
    """Marks the classes whose values are not known."""

    __slots__ = ()


class Condition(Symbol):
    """A boolean that is not known.

    Args:
        specification: what it is made of, as the parent process reads it.
        token: the placeholder of the value that it is, where it is one as it stands.
    """

    __slots__ = ("specification", "token")

    def __init__(self, specification: Specification, token: str | None = None) -> None:
        self.specification, self.token = specification, token

    def as_value(self) -> Any:
        """Give the boolean as a value: a placeholder, or what the assumptions here make of it."""
        if self.token is not None:
            return self.token
        settled = simplify(self)
        if isinstance(settled, bool):
            return settled
        return current().node(
            "boolean", node="choice", condition=name_of(self), then=True, otherwise=False
        )

    def __bool__(self) -> bool:
        return decide(self)

    def __str__(self) -> str:
        from .choices import choose

        return str(choose(self, "True", "False"))

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __eq__(self, other: object) -> Any:
        if isinstance(other, bool):
            return self if other else negate(self)
        if isinstance(other, Condition):
            return any_of(all_of(self, other), all_of(negate(self), negate(other)))
        return False

    def __ne__(self, other: object) -> Any:
        return negate(self.__eq__(other))

    __hash__ = object.__hash__


def equal(left: Any, right: Any) -> Any:
    """Give whether two values print the same: a boolean where that is known."""
    from .symbols import lower_of, wire

    sides = [_printed(wire(left)), _printed(wire(right))]
    if sides[0] == sides[1]:
        return True
    if not any(current().tokens.occur_in(side) for side in sides):
        return False
    if not current().tokens.occur_in(sides[0]):
        sides.reverse()
    original = lower_of(sides[0])
    if original is not None:
        return _equal_in_any_case(original, sides[1])
    return simplify(Condition({"node": "equal", "left": sides[0], "right": sides[1]}))


def _equal_in_any_case(text: str, word: str) -> Any:
    """Give whether a text is a word in any letter case: the three cases that people write."""
    run = current()
    if run.tokens.occur_in(word) or word != word.lower():
        return False if word != word.lower() else run.refuse("a comparison in lower case")
    spellings = (word, word.capitalize(), word.upper())
    tests = [{"node": "equal", "left": text, "right": each} for each in dict.fromkeys(spellings)]
    specification = {"node": "any", "conditions": tests}
    if word != "true":
        run.warn("letter-case", f"compared with {word!r} in lower, upper and title case only")
        return simplify(Condition(specification))
    return Condition(specification, run.node("boolean", node="convert", to="boolean", value=text))


def _printed(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def negate(condition: Any) -> Any:
    """Give the opposite."""
    if not isinstance(condition, Condition):
        return not condition
    if condition.specification["node"] == "not":
        return Condition(condition.specification["condition"])
    return Condition({"node": "not", "condition": _part(condition)})


def is_opposite(condition: Condition) -> bool:
    """Tell whether a condition has no name, but is the opposite of one that has."""
    specification = condition.specification
    if specification["node"] != "not" or specification["condition"]["node"] != "condition":
        return False
    return json.dumps(specification) not in current().condition_names


def all_of(*conditions: Any) -> Any:
    """Give whether all hold."""
    return _combine("all", conditions, settles=False)


def any_of(*conditions: Any) -> Any:
    """Give whether one holds."""
    return _combine("any", conditions, settles=True)


def _combine(node: str, conditions: tuple[Any, ...], *, settles: bool) -> Any:
    parts: list[Specification] = []
    for condition in conditions:
        if not isinstance(condition, Condition):
            if bool(condition) is settles:
                return settles
            continue
        part = _part(condition)
        nested = part["conditions"] if part["node"] == node else [part]
        parts += [item for item in nested if item not in parts]
    if not parts:
        return not settles
    return Condition(parts[0] if len(parts) == 1 else {"node": node, "conditions": parts})


def decide(condition: Any) -> bool:
    """Give a condition's outcome where the assumptions at this place settle it, else refuse."""
    settled = simplify(condition)
    if isinstance(settled, bool):
        return settled
    what = describe_specification(settled.specification)
    return current().refuse(f"a decision that hangs on {what} cannot be followed here")


def simplify(condition: Any) -> Any:
    """Give what the assumptions at this place make of a condition: a boolean, or itself."""
    if not isinstance(condition, Condition):
        return bool(condition)
    settled = _settle(condition.specification)
    return condition if settled is None else settled


def _settle(specification: Specification) -> bool | None:
    specification = _meaning(specification)
    node = specification["node"]
    for assumed, holds in current().assumptions.get():
        if assumed == specification:
            return holds
        if holds and _excludes(assumed, specification):
            return False
    if node == "not":
        inner = _settle(specification["condition"])
        return None if inner is None else not inner
    if node in ("all", "any"):
        parts = [_settle(part) for part in specification["conditions"]]
        decisive = bool(node == "any")
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    return None


def _meaning(specification: Specification) -> Specification:
    """Give what a named condition says."""
    while specification["node"] == "condition":
        specification = current().conditions[specification["name"]]
    return specification


def _excludes(assumed: Specification, other: Specification) -> bool:
    """Tell whether one comparison's holding means that another does not: one value, two texts."""
    if not assumed["node"] == other["node"] == "equal" or assumed["left"] != other["left"]:
        return False
    texts = (assumed["right"], other["right"])
    return texts[0] != texts[1] and not any(current().tokens.occur_in(text) for text in texts)


@contextmanager
def under(condition: Condition, holds: bool) -> Iterator[None]:
    """Make everything in the body stand under a condition, or under its opposite."""
    run = current()
    entered = (condition.specification, holds)
    branches = run.branches.set((*run.branches.get(), entered))
    assumed = (*run.assumptions.get(), *_implied(*entered))
    assumptions = run.assumptions.set(assumed)
    try:
        yield
    finally:
        run.assumptions.reset(assumptions)
        run.branches.reset(branches)


def _implied(specification: Specification, holds: bool) -> Iterator[tuple[Specification, bool]]:
    """Give an assumption and what follows from it."""
    specification = _meaning(specification)
    yield specification, holds
    if specification["node"] == ("all" if holds else "any"):
        for part in specification["conditions"]:
            yield from _implied(part, holds)
    elif specification["node"] == "not":
        yield from _implied(specification["condition"], not holds)


def by_name(name: str) -> Condition:
    """Give the condition that has a name."""
    return Condition({"node": "condition", "name": name})


def here() -> str | None:
    """Give the name of the condition that everything made at this place stands under."""
    run = current()
    entered = run.branches.get()
    if not entered:
        return None
    parts: list[Any] = []
    for specification, holds in entered:
        condition = Condition(specification)
        parts.append(condition if holds else negate(condition))
    return name_of(all_of(*parts))


def name_of(condition: Condition, hint: str | None = None) -> str:
    """Give a condition's name, after giving it one where it has none.

    Args:
        condition: the condition.
        hint: the name of the variable that it is assigned to.
    """
    run = current()
    specification = condition.specification
    if specification["node"] == "condition":
        return str(specification["name"])
    key = json.dumps(specification)
    name = run.condition_names.get(key)
    if name is None:
        _check(specification)
        words = pascal(hint) if hint else _derive(specification)
        name = words if len(words) <= _LONGEST_NAME else "Condition"
        number = 2
        while name in run.conditions:
            name, number = f"{words[:_LONGEST_NAME]}{number}", number + 1
        run.condition_names[key] = name
        run.conditions[name] = specification
        if "stack name" in _labels(specification):
            run.warn(
                "stack-name",
                f"the condition {name} hangs on the stack's name; in a template, that is the "
                "name of the CloudFormation stack",
            )
        run.report("condition", name=name, specification=specification)
    return name


def _part(condition: Condition) -> Specification:
    """Give a condition as a part of another: by its name, where it has one."""
    name = current().condition_names.get(json.dumps(condition.specification))
    return {"node": "condition", "name": name} if name else condition.specification


def _check(specification: Specification) -> None:
    """Refuse a condition that hangs on what is known after the deployment only."""
    late = _late_part(specification)
    if late is not None:
        run = current()
        run.refuse(f"a decision hangs on {run.label(late)}, which is known too late for it")


def is_early(specification: Specification) -> bool:
    """Tell whether a condition is known before the deployment."""
    return _late_part(specification) is None


def _late_part(specification: Specification) -> str | None:
    if specification["node"] == "equal":
        run = current()
        late = run.late_part(specification["left"])
        return run.late_part(specification["right"]) if late is None else late
    parts = specification.get("conditions", [])
    if specification["node"] == "not":
        parts = [specification["condition"]]
    return next((late for part in parts if (late := _late_part(part)) is not None), None)


def _derive(specification: Specification) -> str:
    """Make a name from what a condition says: ``EnvIsProd``, ``HasKeyArn``, ``NotIsProd``."""
    node = specification["node"]
    if node == "condition":
        return str(specification["name"])
    if node == "equal":
        right = pascal(_label(specification["right"])) or "Empty"
        return f"{pascal(_label(specification['left']))}Is{right}"
    if node == "not":
        inner = specification["condition"]
        if inner["node"] == "equal" and inner["right"] == "":
            return f"Has{pascal(_label(inner['left']))}"
        return f"Not{_derive(inner)}"
    words = "And" if node == "all" else "Or"
    return words.join(_derive(part) for part in specification["conditions"])


def _labels(specification: Specification) -> list[str]:
    """Give short names of what a comparison compares."""
    if specification["node"] != "equal":
        return []
    return [_label(specification["left"]), _label(specification["right"])]


def _label(text: str) -> str:
    run = current()
    parts = [
        part if isinstance(part, str) else run.short_label(part[1]) for part in run.tokens.cut(text)
    ]
    return " ".join(parts)


def pascal(text: str) -> str:
    """Give a text's words in a row, each with a capital."""
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(_spread(text)))


def _spread(text: str) -> str:
    """Lower a name in capitals, so that ``IS_PROD`` gives ``IsProd``."""
    return text.lower() if text.isupper() else text


def describe_specification(specification: Specification) -> str:
    """Name for a person what a condition hangs on."""
    from .symbols import describe

    if specification["node"] == "condition":
        return f"the condition {specification['name']}"
    if specification["node"] == "equal":
        return describe(specification["left"])
    if specification["node"] == "not":
        return describe_specification(specification["condition"])
    parts = [describe_specification(part) for part in specification["conditions"]]
    return " and ".join(dict.fromkeys(parts))
