"""Booleans that are not known: how they are made and named, and what is assumed where."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Number
from typing import Any, NoReturn

from .refusing import refuse_operators
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
        opposite = is_opposite(self)
        name = name_of(negate(self) if opposite else self)
        return current().node(
            "boolean", node="choice", condition=name, then=not opposite, otherwise=opposite
        )

    def __bool__(self) -> bool:
        return decide(self)

    def __str__(self) -> str:
        from .choices import choose

        return str(choose(self, "True", "False"))

    def __format__(self, specification: str) -> str:
        return format(str(self), specification)

    def __eq__(self, other: object) -> Any:
        holds: Any
        fails: Any
        if isinstance(other, Condition):
            holds, fails = other, negate(other)
        elif isinstance(other, Number):  # 1 equals true, 0 false
            holds, fails = operator.eq(other, 1), operator.eq(other, 0)
        elif getattr(other, "kind", None) in ("integer", "number"):
            holds, fails = equal(other, 1), equal(other, 0)
        else:
            return False
        return any_of(all_of(self, holds), all_of(negate(self), fails))

    def __ne__(self, other: object) -> Any:
        return negate(self.__eq__(other))

    __hash__ = object.__hash__

    def _refuse(self, *_: Any) -> NoReturn:
        current().refuse(
            f"arithmetic or an order of {describe_specification(self.specification)} cannot be "
            "said in a template"
        )


refuse_operators(Condition, Condition._refuse)


def equal(left: Any, right: Any) -> Any:
    """Give whether two values print the same: a boolean where that is known."""
    from .symbols import lower_of, wire

    sides = [_printed(wire(left)), _printed(wire(right))]
    if sides[0] == sides[1]:
        return True
    if not any(current().tokens.occur_in(side) for side in sides):
        return False
    for side, other in (sides, sides[::-1]):
        original = lower_of(side)
        if original is not None:
            return _equal_in_any_case(original, other)
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
    return Condition({"node": "not", "condition": condition.specification})


def is_opposite(condition: Condition) -> bool:
    """Tell whether a condition has no name, but is the opposite of one that has."""
    specification = condition.specification
    if specification["node"] != "not" or _known_name(specification) is not None:
        return False
    inner = specification["condition"]
    return inner["node"] == "condition" or _known_name(inner) is not None


def is_one_of_several(condition: Condition, holds: bool) -> bool:
    """Tell whether a condition, or its opposite, says that one of several holds."""
    meant = _meaning(condition.specification)
    if meant["node"] == "not":
        meant, holds = _meaning(meant["condition"]), not holds
    return holds and meant["node"] == "any"


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
        part = condition.specification
        nested = part["conditions"] if part["node"] == node else [part]
        parts += [item for item in nested if item not in parts]
    if not parts:
        return not settles
    parts = [part for part in parts if settles or not _goes_without_saying(part, parts)]
    return Condition(parts[0] if len(parts) == 1 else {"node": node, "conditions": parts})


def _goes_without_saying(part: Specification, others: list[Specification]) -> bool:
    """Tell whether one of several that hold says that a value is not a text, and another which
    text it is.
    """
    meant = _meaning(part)
    if meant["node"] != "not":
        return False
    inner = _meaning(meant["condition"])
    return any(_excludes(_meaning(other), inner) for other in others)


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


def _settle(specification: Specification, *, alone: bool = False) -> bool | None:
    """Give what is known of a condition; ``alone``: by each assumption on its own."""
    specification = _meaning(specification)
    node = specification["node"]
    for assumed, holds in current().assumptions.get():
        if assumed == specification:
            return holds
        if holds and _excludes(assumed, specification):
            return False
    if node == "not":
        inner = _settle(specification["condition"], alone=alone)
        return None if inner is None else not inner
    if node in ("all", "any"):
        parts = [_settle(part, alone=alone) for part in specification["conditions"]]
        decisive = bool(node == "any")
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    return None if alone else _left_over(specification)


def _left_over(specification: Specification) -> bool | None:
    """Give what follows where only one of several that one must hold is left."""
    for assumed, holds in current().assumptions.get():
        if assumed["node"] != ("any" if holds else "all"):
            continue
        known = [(part, _settle(part, alone=True)) for part in assumed["conditions"]]
        open_parts = [part for part, settled in known if settled is None]
        if len(open_parts) != 1 or any(settled is holds for _, settled in known):
            continue
        for fact, fact_holds in _implied(open_parts[0], holds):
            if fact == specification:
                return fact_holds
    return None


def _meaning(specification: Specification) -> Specification:
    """Give what a named condition says; a comparison begins with what is not known."""
    while specification["node"] == "condition":
        specification = current().conditions[specification["name"]]
    return _in_order(specification)


def _in_order(specification: Specification) -> Specification:
    """Give a comparison with what is not known on its left."""
    if specification["node"] != "equal" or current().tokens.occur_in(specification["left"]):
        return specification
    left, right = specification["right"], specification["left"]
    return {**specification, "left": left, "right": right}


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


@contextmanager
def outside() -> Iterator[None]:
    """Make everything in the body stand under no condition."""
    run = current()
    branches, assumptions = run.branches.set(()), run.assumptions.set(())
    try:
        yield
    finally:
        run.assumptions.reset(assumptions)
        run.branches.reset(branches)


def conditions_since(outer: int) -> Any:
    """Give the conditions at this place as one; True for none."""
    entered = current().branches.get()[outer:]
    return all_of(*(Condition(it) if holds else negate(Condition(it)) for it, holds in entered))


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
        name = None if specification["node"] == "condition" else _known_name(specification)
        condition = by_name(name) if name else Condition(specification)
        parts.append(condition if holds else negate(condition))
    return name_of(all_of(*parts))


def name_of(condition: Condition) -> str:
    """Give a condition's name, after giving it one where it has none."""
    specification = condition.specification
    if specification["node"] == "condition":
        return str(specification["name"])
    name = _known_name(specification)
    if name is not None:
        return name
    return _register(_derive(specification), specification, derived=True)


def give_name(condition: Condition, variable: str) -> str:
    """Name a condition after the variable that it is assigned to.

    Two variables are two conditions, also where they say the same; one variable that is assigned
    the same again is one.
    """
    specification, words = condition.specification, words_for(variable)
    if current().conditions.get(words) == specification:
        return words
    return _register(words, specification)


def words_for(variable: str) -> str:
    """Give the name of a condition that is assigned to a variable, if it is free."""
    return str(current().settings["names"].get(variable) or pascal(variable) or "Condition")


def _known_name(specification: Specification) -> str | None:
    """Give the name of the first condition that was given one and says the same."""
    return current().condition_names.get(_key(specification))


def _key(specification: Specification) -> str:
    return json.dumps(_in_order(specification))


def _register(words: str, specification: Specification, *, derived: bool = False) -> str:
    """Give a new condition a name that is free, and tell the parent process of it."""
    run = current()
    _check(specification)
    name = words if len(words) <= _LONGEST_NAME or words in run.noted_names else "Condition"
    number = 2
    while name in run.conditions or (name in run.noted_names and name != words):
        name, number = f"{words[:_LONGEST_NAME]}{number}", number + 1
    run.condition_names.setdefault(_key(specification), name)
    run.conditions[name] = specification
    if "stack name" in _labels(specification):
        run.tell_stack_name(f"the condition {name}")
    run.report("condition", name=name, specification=specification, derived=derived)
    return name


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
    specification = _in_order(specification)
    node = specification["node"]
    if node == "condition":
        return str(specification["name"])
    if node == "equal":
        right = pascal(_label(specification["right"])) or "Empty"
        return f"{pascal(_label(specification['left']))}Is{right}"
    if node == "not":
        inner = _in_order(specification["condition"])
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

    specification = _in_order(specification)
    if specification["node"] == "condition":
        return f"the condition {specification['name']}"
    if specification["node"] == "equal":
        return describe(specification["left"])
    if specification["node"] == "not":
        return describe_specification(specification["condition"])
    parts = [describe_specification(part) for part in specification["conditions"]]
    return " and ".join(dict.fromkeys(parts))
