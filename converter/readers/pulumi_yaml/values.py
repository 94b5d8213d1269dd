"""Expressions of Pulumi YAML as values of a program."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...catalog import ResourceType, near
from ...errors import ConversionError, Path, ProgramError, UnsupportedError, at
from ...naming import free_name, pascal_case
from ...provider_functions import REGION_KEYS
from ...pulumi import (
    ABSENT,
    Attribute,
    Choice,
    Concat,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    Elsewhere,
    Equal,
    Expression,
    Invoke,
    Join,
    Lookup,
    Negation,
    Organization,
    Select,
    Split,
    StackName,
    walk,
)
from ...yaml_config import printed
from .existing import Existing
from .functions import FUNCTIONS, joined
from .interpolation import Access, parts
from .invoking import invoked, result_of
from .kinds import structure_of
from .lookups import is_row, picked
from .outputs import OUTPUTS, led_to
from .parts import Called, Compared, Decision, Literal, Named, Row, Way

SEPARATOR = "\n"
"""Between the outputs that a held stack tells in one text."""
_FUNCTION = "fn::"
_CALL = re.compile(r"fn::([^:]+:[^:]+(?::[^:]+)?)", re.IGNORECASE)
_NUMBERS = ("integer", "number")
_SCALARS = (*_NUMBERS, "boolean")
_WORDS = {"stack": StackName(), "organization": Organization()}


class Values:
    """The values of one program.

    Args:
        config: the declared config keys.
        fixed: the values of those that have the same value in every run.
        variables: the variables' trees, by name.
        resources: the resources' and references' names, by their keys.
        references: which of these are references to other stacks.
        names: variable → the condition or table that it is, where its name does not tell.
        project: the project's name.
        read_file: gives the content of a file beside the program.
        told: the names of the outputs of each stack that the program holds.
        several: of these that tell theirs in one text, the outputs in that text.
        scalars: the config keys that are numbers or booleans whenever the program runs.
        lists: the config keys that stand for lists, as texts with commas.
        untold: those that hold what no parameter can.
        respelled: of each config key, what its known values look like for the interpreter → them.
        existing: what the program only looks up.
        described: gives the type of a resource by its name; None where the catalog has none.
        known: what is known of the stack's name and of the organization's.

    Attributes:
        conditions, tables: what the program decides by and looks into, as far as it was asked for.
        unescaped: the config keys of which the texts stand in JSON as they are.
        printed: the config keys in texts that the interpreter prints in another way, and how.
        place_of: gives where a call goes, by the provider and the resource that it names, and by
            whether the provider that is everyone's is asked else.
    """

    def __init__(
        self,
        *,
        config: Mapping[str, ConfigKey],
        fixed: Mapping[str, Any],
        variables: Mapping[str, Any],
        resources: Mapping[str, str],
        references: frozenset[str],
        names: Mapping[str, str],
        project: str,
        read_file: Callable[[str], bytes],
        told: Mapping[str, list[str]],
        several: Mapping[str, list[str]],
        scalars: frozenset[str],
        lists: frozenset[str],
        untold: frozenset[str],
        respelled: Mapping[str, Mapping[str, str]],
        existing: Existing,
        described: Callable[[str], ResourceType | None],
        known: Mapping[str, str],
    ) -> None:
        self.lists, self._untold = lists, untold
        self._words = {**_WORDS, **known}
        self._respelled = respelled
        self.existing, self.described = existing, described
        self.told, self.several, self.scalars = told, several, scalars
        self.made: dict[str, str] = {}
        self.config, self.resources, self.references = config, resources, references
        self._fixed = fixed
        self.read_file, self.project = read_file, project
        self.place_of: Callable[[str, str, bool], Elsewhere | None] = _nowhere
        self.conditions: dict[str, Expression] = {}
        self.unescaped: dict[str, None] = {}
        self.printed: dict[str, str] = {}
        self.tables: dict[str, dict[str, dict[str, Expression]]] = {}
        self._variables, self._names = variables, names
        self._known: dict[str, Any] = {}
        self._folder = ""
        self._open: list[str] = []

    # --- names of what is made ----------------------------------------------

    def name_of(self, condition: Expression, wanted: str = "") -> str:
        """The name of a condition, which is one of the program's from now on."""
        if isinstance(condition, ConditionValue):
            return condition.name
        for name, known in self.conditions.items():
            if known == condition:
                return name
        return self._registered(condition, wanted or _words(condition) or "Condition")

    def _registered(self, condition: Expression, wanted: str) -> str:
        """The name of a condition that is to have one of its own, as near to a wanted one as
        may be.
        """
        name = free_name(wanted, lambda it: self.conditions.get(it, condition) != condition)
        self.conditions[name] = condition
        return name

    def table(self, wanted: str, rows: Mapping[str, Any]) -> str:
        """The name of a table, which is one of the program's from now on."""
        name = free_name(wanted or "Table", lambda it: self.tables.get(it, rows) != rows)
        self.tables[name] = {key: dict(row) for key, row in rows.items()}
        return name

    def _noted(self, variable: str) -> str:
        return self._names.get(variable) or pascal_case(variable)

    # --- trees ----------------------------------------------

    def said(self, value: Any) -> Any:
        """What something comes to where a value is asked for.

        Raises:
            ProgramError: it is no value: a whole resource, or all results of a function.
        """
        if isinstance(value, Decision):
            condition, yes, no = value.condition, value.yes, value.no
            if isinstance(condition, Negation) and isinstance(condition.condition, ConditionValue):
                condition, yes, no = condition.condition, no, yes
            return _truth(self.name_of(condition), yes, no)
        if isinstance(value, Literal):
            return self.said(value.entries)
        if isinstance(value, Concat):
            parts = (self.said(it) if isinstance(it, Decision) else it for it in value.parts)
            return joined([*parts])
        if isinstance(value, Named):
            raise ProgramError(
                f"the whole resource {value.name} is no value; name one of its outputs"
            )
        if isinstance(value, Called):
            raise ProgramError(f"all results of {value.function} are no value; name one of them")
        if isinstance(value, Row):
            raise ProgramError(
                f"a whole row of the table {value.table} cannot be said in a template"
            )
        if isinstance(value, list):
            return [self.said(item) for item in value]
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise ProgramError(
                    "a key that only the deployment knows; a template's keys are fixed"
                )
            return {key: self.said(item) for key, item in value.items()}
        return self._ended(value)

    def value(self, tree: Any, path: Path = ()) -> Any:
        """A value of the program; ``path`` is put before an error's."""
        with at(*path):
            return self.said(self.evaluated(tree))

    def in_folder(self, tree: Any) -> Expression:
        """The path of a file, in which the program's folder is the one that all are seen from."""
        self._folder = "."
        try:
            found: Expression = self.value(tree)
        finally:
            self._folder = ""
        return found

    def evaluated(self, tree: Any, everyones: bool = False) -> Any:
        """What an expression comes to, which need not be a value yet.

        Args:
            tree: the expression.
            everyones: whether a call that is the whole of it asks the provider that is everyone's.
        """
        if isinstance(tree, str):
            return self._text(tree)
        if isinstance(tree, list):
            found = []
            for position, item in enumerate(tree):
                with at(position):
                    found.append(self.evaluated(item))
            return found
        if not isinstance(tree, dict):
            return tree
        if len(tree) == 1:
            ((key, argument),) = tree.items()
            if key.lower().startswith(_FUNCTION):
                with at(key):
                    return self._function(key, argument, everyones)
        return self._entries(tree)

    def _entries(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[Any, Any] = {}
        for key, value in tree.items():
            with at(key):
                spelled = self._text(key)
                # A key that is a value serves a look-up only, to compare two of them
                whole = spelled if isinstance(spelled, str) else Compared(self.said(spelled))
                found[whole] = self.evaluated(value)
        return found

    def _text(self, text: str) -> Any:
        found = parts(text)
        if not found:
            return ""
        if len(found) == 1:
            only = found[0]
            return only if isinstance(only, str) else self.named(only)
        return joined(
            [part if isinstance(part, str) else self.inside(self.named(part)) for part in found]
        )

    def inside(self, value: Any) -> Any:
        """A value inside of a text, as Go's ``%v`` prints it."""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, float)):
            return printed(json.dumps(value))
        if isinstance(value, Decision):
            return value
        if isinstance(value, ConfigValue) and self.config[value.key].type == "list":
            raise ProgramError(f"{value.key} is a list, and no part of a text")
        if isinstance(value, ConfigValue):
            self._tell_printed(value.key)
            is_number = self.config[value.key].type in _NUMBERS
            return Convert("string", value) if is_number else value
        found = self.said(value)
        kind = "nothing" if found is None else structure_of(found, self.described)
        if kind is not None:
            raise ProgramError(f"this is {kind}, and no part of a text")
        return found

    def type_of(self, name: str) -> str:
        """The token of a resource's type.

        Raises:
            UnsupportedError: it is another provider's.
        """
        described = self.described(name)
        if described is None:
            raise UnsupportedError(f"the type of {name} is not known here")
        return described.token

    def _tell_printed(self, key: str) -> None:
        """Note a config key whose value the interpreter prints in another way."""
        default = self.config[key].default
        text = default if isinstance(default, str) else json.dumps(default)
        if default is not None and printed(text) != text:
            self.printed[key] = printed(text)

    def listed(self, value: Expression) -> Expression | None:
        """The list that stands in a text with commas, where that is all the text is."""
        inner = value.values if isinstance(value, Join) and value.delimiter == "," else None
        return inner if isinstance(inner, ConfigValue) and inner.key in self.lists else None

    # --- what is named ----------------------------------------------

    def named(self, access: Access) -> Any:
        """What an interpolation stands for.

        Raises:
            ProgramError: there is nothing of that name.
        """
        root, path = access.root, access.path
        if root == "pulumi":
            return self._builtin(path)
        value: Any
        root = root.removeprefix(f"{self.project}:")
        if root in self.resources:
            value = Named(self.resources[root])
        elif root in self._variables:
            value = self.variable(root)
        elif root in self.config:
            value = self._config_value(root)
        elif root in REGION_KEYS:
            value = Invoke("getRegion", "region")
        else:
            raise ProgramError(self._unknown(root))
        for step in path:
            value = self._part(value, step, may_lack=root in self.config)
        return self._ended(value)

    def _unknown(self, root: str) -> str:
        known = [*self.resources, *self._variables, *self.config]
        meant = near(root, known)
        hint = f"; did you mean {meant}?" if meant else ""
        if meant is None and ":" in root:
            hint = f"; the text ${{{root}}} is written $${{{root}}}"
        return f"there is no config key, variable or resource {root}{hint}"

    def _ended(self, value: Any) -> Any:
        """What a way through a resource's outputs leads to."""
        return led_to(self, value) if isinstance(value, Way) else value

    @contextmanager
    def opened(self, name: str) -> Iterator[None]:
        """Have a name open while what it stands for is found.

        Raises:
            ProgramError: it is open already.
        """
        if name in self._open:
            circle = " → ".join([*self._open[self._open.index(name) :], name])
            raise ProgramError(f"variables need each other in a circle: {circle}")
        self._open.append(name)
        try:
            yield
        finally:
            self._open.pop()

    def selected(self, index: Expression, items: Expression) -> Expression:
        """An item of a list; of what a held stack told in one text, the output itself."""
        if (
            isinstance(items, Split)
            and items.delimiter == SEPARATOR
            and isinstance(items.source, Attribute)
        ):
            several = self.several.get(items.source.resource)
            if several and isinstance(index, int) and index < len(several):
                return Attribute(items.source.resource, (OUTPUTS, several[index]))
        return Select(index, items)

    def is_scalar(self, key: str) -> bool:
        """Whether a config value is a number or a boolean whenever the program runs."""
        return self.config[key].type in _SCALARS or key in self.scalars

    def said_in_config(self, key: str, text: Any) -> Any:
        """The value of a config key that the interpreter takes for a text."""
        known = self._respelled.get(key, {})
        return known.get(text, text) if isinstance(text, str) else text

    def _config_value(self, key: str) -> Any:
        if key in self._fixed:
            return self._fixed[key]
        if key in self._untold:
            raise UnsupportedError(
                f"{key} holds a map or a list of other things than texts, which no parameter can: "
                f"give its parts as config values of their own, or fix it (-c {key}=JSON)"
            )
        return Join(",", ConfigValue(key)) if key in self.lists else ConfigValue(key)

    def _builtin(self, path: tuple[str | int, ...]) -> Any:
        word = path[0] if len(path) == 1 else None
        if word == "project":
            return self.project
        if word == "cwd" and self._folder:
            return self._folder
        if isinstance(word, str) and word in self._words:
            return self._words[word]
        if word in ("cwd", "rootDirectory"):
            words = "the program's folder is one of this machine, and a template's is none"
            raise UnsupportedError(f"{words}: only a path of a file may begin with it")
        raise ProgramError(f"there is no {word} of pulumi")

    def variable(self, name: str) -> Any:
        """What a variable comes to."""
        if name in self._known:
            return self._known[name]
        tree = self._variables[name]
        try:
            with self.opened(name):
                found = self.evaluated(tree, everyones=True)
        except ConversionError as error:
            error.path = ("variables", name, *error.path)
            raise
        if isinstance(found, Decision) and self._names.get(name, name):
            condition = self._registered(found.condition, self._noted(name))
            found = Decision(ConditionValue(condition), found.yes, found.no)
        elif isinstance(found, dict):
            found = Literal(self._noted(name), found)
        self._known[name] = found
        return found

    def _part(self, value: Any, step: str | int, may_lack: bool) -> Any:
        """A part of what a name stands for; what maps of the config lack is nothing."""
        if isinstance(value, Named):
            return Way(value.name, (step,))
        if isinstance(value, Way):
            return Way(value.name, (*value.path, step))
        if isinstance(value, Called) and isinstance(step, str):
            return result_of(self, value, step)
        if isinstance(value, Row) and isinstance(step, str):
            rows = [
                row
                for key, row in value.rows.items()
                if not isinstance(value.key, str) or value.key == key
            ]
            if rows and not any(step in row for row in rows):
                raise ProgramError(f"the map has no entry {step}")
            return Lookup(value.table, value.key, step)
        if isinstance(value, Literal):
            return self._entry(value, step)
        if isinstance(value, dict) and (may_lack or step in value):
            return value.get(str(step), ABSENT)
        if isinstance(value, dict):
            raise ProgramError(f"the map has no entry {step}")
        if isinstance(value, list) and isinstance(step, int):
            return picked(value, step)
        if isinstance(step, int):
            return Select(step, self.said(value))
        raise ProgramError(f"a part of this value ({step}) cannot be said in a template")

    def _entry(self, value: Literal, step: str | int) -> Any:
        if not isinstance(step, str) or step not in value.entries:
            raise ProgramError(f"the variable has no entry {step}")
        rows = value.entries
        if all(isinstance(row, dict) and is_row(row) for row in rows.values()):
            return Row(self.table(value.name, rows), step, rows)
        return rows[step]

    # --- functions ----------------------------------------------

    def _function(self, key: str, argument: Any, everyones: bool = False) -> Any:
        """What a function gives; ``everyones`` as for `evaluated`."""
        name = key[len(_FUNCTION) :].lower()
        if name in FUNCTIONS:
            return FUNCTIONS[name](self, argument)
        call = _CALL.fullmatch(key)
        if name == "invoke" or call is not None:
            asked = argument if call is None else {"function": call[1], "arguments": argument}
            return invoked(self, asked, everyones)
        raise UnsupportedError(f"{key} cannot be said in a template")

    def tell_unescaped(self, value: Expression) -> None:
        """Note the config keys of which texts stand in JSON without escapes."""
        keys = (node.key for node in walk(value) if isinstance(node, ConfigValue))
        self.unescaped.update(dict.fromkeys(keys))

    def refer(self, stack: str) -> str:
        """The name of a reference to another stack that the program makes in passing."""
        return self.made.setdefault(stack, stack)


def _nowhere(provider: str, parent: str, everyones: bool) -> None:
    if provider or parent:
        raise UnsupportedError("a provider that is set by what a call with a provider gives")


def _truth(name: str, yes: Any, no: Any) -> Expression:
    """A decision as a value."""
    if (yes, no) == ("true", "false"):
        return Convert("string", ConditionValue(name))
    return Choice(name, yes, no)


def _words(condition: Expression) -> str:
    """What a condition is called that the program gave no name: ``StageIsProd``, ``HasKey``."""
    inner = condition.condition if isinstance(condition, Negation) else condition
    if not isinstance(inner, Equal) or not isinstance(inner.right, str):
        return ""
    left = inner.left
    if isinstance(left, ConfigValue):
        subject = pascal_case(left.key)
    elif isinstance(left, Invoke):
        subject = pascal_case(left.result)
    else:
        return ""
    negated = isinstance(condition, Negation)
    if not inner.right:
        return f"Has{subject}" if negated else f"{subject}IsEmpty"
    literal = pascal_case(inner.right)
    return f"{subject}Is{'Not' if negated else ''}{literal}" if literal.isalnum() else ""
