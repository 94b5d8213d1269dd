"""Values in Pulumi YAML: trees of the document, and what is put into texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from ... import pulumi
from ...errors import Path, UnsupportedError
from ...naming import PACKAGE
from ...pulumi import ABSENT, Choice, ConfigValue, Convert, Expression, Node, Program, walk
from ...scalars import from_double
from ...yaml_config import Reading, parameter, respelled
from ..names import camel_case
from .exactness import check_exact
from .interpolation import access, escaped, is_access, within
from .names import Names, pascal_case

LOOKUP = "std:lookup"
PARSE_INTEGER = "std:parseint"
TRIM = "std:trim"
RESULT = "result"
OUTPUTS = "outputs"
JOINED = "Values"
"""The output of a held stack that has several: they cannot be told apart by name in a list."""
SEPARATOR = "\n"

_MOST_DECIDED = 4
_TRUTHS = {"true": "true", "false": "false"}
"""What a condition is, as the texts that look-ups give."""
_FUNCTION = "fn::"


class Values:
    """Prints the values of one program, with the variables that they need.

    Args:
        program: the program.
        names: the names that are free.
        keys: resource or reference → the key that it has in the document.
        readings: how each config key reads.

    Attributes:
        variables: name → tree, in the order in which they were needed.
        unnamed: the variables that are part of a condition and none of the program's own.
        conditions, tables: the variable of each.
    """

    def __init__(
        self,
        program: Program,
        names: Names,
        keys: Mapping[str, str],
        readings: Mapping[str, Reading],
    ) -> None:
        self.program, self.names, self.keys, self.readings = program, names, keys, readings
        self.variables: dict[str, Any] = {}
        self.unnamed: list[str] = []
        self._hoisted: dict[str, str] = {}
        self.tables = {name: names.give(camel_case(name), "Table") for name in program.tables}
        self.conditions = {
            name: names.give(camel_case(name), "Condition") for name in program.conditions
        }

    # --- trees ----------------------------------------------

    def tree(self, value: Expression, path: Path) -> Any:
        """What stands for a value in the document; ``path`` is where it stands in the program.

        Raises:
            UnsupportedError: Pulumi YAML cannot say it.
        """
        if isinstance(value, str):
            return escaped(value)
        if isinstance(value, Node):
            return PRINTERS[type(value)](self, value, path)
        if isinstance(value, list):
            return self.items(value, path)
        if isinstance(value, dict):
            return self.entries(value, path)
        check_exact(value, path)
        return value

    def entries(self, entries: Mapping[str, Expression], path: Path) -> dict[str, Any]:
        """A map, or the fields of an object. What is null is not there, inside of documents too."""
        found = {
            escaped(key): self.tree(value, (*path, key))
            for key, value in entries.items()
            if value is not ABSENT
        }
        if len(found) == 1:
            ((key, value),) = found.items()
            if key.lower().startswith(_FUNCTION):
                return {self._unlike_a_function(key): value}
        return found

    def _unlike_a_function(self, key: str) -> str:
        """A key that the interpreter does not take for one of its functions."""
        name = self._variable("fn", "functionPrefix", key[: len(_FUNCTION)])
        return access(name) + key[len(_FUNCTION) :]

    def items(self, items: Sequence[Expression], path: Path) -> Any:
        """A list; where an item may be absent, a choice between whole lists."""
        conditions = list(dict.fromkeys(_deciding(items)))
        if not conditions:
            here = [item for item in items if item is not ABSENT]
            return [self.tree(item, (*path, at)) for at, item in enumerate(here)]
        if len(conditions) > _MOST_DECIDED:
            raise UnsupportedError(
                f"the items of this list hang on {len(conditions)} conditions, which Pulumi YAML "
                "could only say as a list for each case; decide a parameter with -p KEY=VALUE",
                path=path,
            )
        first = conditions[0]
        then, otherwise = (
            [_decided(item, first, holds) for item in items] for holds in (True, False)
        )
        return self.choice(Choice(first, then, otherwise), path)

    def choice(self, node: Choice, path: Path) -> Any:
        """A look-up of the condition's text; without a result where the chosen is absent."""
        sides = {"true": node.then, "false": node.otherwise}
        for side in sides.values():
            _check_items(self, side, path)
        found = {key: self.tree(side, path) for key, side in sides.items() if side is not ABSENT}
        question = access(self.conditions[node.condition])
        if found == _TRUTHS:
            return question
        if not _may_be_absent(node):
            return invoke(LOOKUP, {"map": found, "key": question}, RESULT)
        if not found:
            return None
        call = invoke(LOOKUP, {"map": found, "key": question})
        return access(self.variable(call, path), (RESULT,))

    # --- texts and variables ----------------------------------------------

    def text(self, value: Expression, path: Path) -> str:
        """What stands for a value inside a text: ``${…}``."""
        if isinstance(value, Convert) and value.to == "string":
            value = value.value
            if isinstance(value, pulumi.ConditionValue):
                return access(self.conditions[value.name])
        if isinstance(value, ConfigValue) and self.is_reread(value.key):
            return self.reference(self.read_text(value.key, path), path, value.key)
        if isinstance(value, pulumi.Lookup):
            return self.reference(looked_up(self, value, path, inside_text=True), path)
        return self.reference(self.tree(value, path), path)

    def alone(self, value: Expression, path: Path) -> str:
        """A text that nothing stands beside: there no part of a row is taken by its name."""
        if isinstance(value, str):
            return escaped(value)
        if isinstance(value, pulumi.Lookup):
            return self.reference(self.tree(value, path), path)
        return self.text(value, path)

    def is_reread(self, key: str) -> bool:
        """Whether a text of the config may be none where the interpreter has it."""
        if self.readings[key] == "mixed":
            config = self.program.config[key]
            return config.type == "string" and config.lookup is None and not config.secret
        return self.readings[key] == "scalar"

    def read_text(self, key: str, path: Path) -> Any:
        """The text of a config value that the interpreter takes for a number or a boolean: as it
        was spelled, where that is known. Inside of a text it would be ``1.23e+11``.
        """
        seen = _function("toJSON", access(key))
        if self.readings[key] == "mixed":  # a text has quotation marks as JSON, all else none
            seen = invoke(TRIM, {"input": seen, "cutset": '"'}, RESULT)
        spelled = self._respelled(key)
        if not spelled:
            return seen
        found = self.reference(seen, path, f"{key}Json")
        return invoke(LOOKUP, {"map": spelled, "key": found, "default": found}, RESULT)

    def is_respelled(self, key: str) -> bool:
        """Whether the text of a config value is one of some that are known."""
        return bool(self._respelled(key))

    def _respelled(self, key: str) -> dict[str, str]:
        return respelled(self.program.config[key], parameter(self.program.fragment, key))

    def reference(self, tree: Any, path: Path, hint: str = "") -> str:
        """``${…}`` for a tree: its own, or that of a variable made for it."""
        return tree if is_access(tree) else access(self.variable(tree, path, hint))

    def variable(self, tree: Any, path: Path, hint: str = "") -> str:
        """The name of a variable that holds a tree."""
        words = [hint] if hint else [str(step) for step in path[1:] if isinstance(step, str)]
        first, rest = words[:1] or ["value"], words[1:][-1:]
        plain = camel_case("".join(pascal_case(word) for word in [*first, *rest]))
        return self._variable(plain, "Value", tree)

    def _variable(self, plain: str, kind: str, tree: Any) -> str:
        same = repr(tree)
        if same not in self._hoisted:
            name = self._hoisted[same] = self.names.give(plain, kind)
            self.variables[name] = tree
            if _decides(tree):
                self.unnamed.append(name)
        return self._hoisted[same]


def invoke(function: str, arguments: dict[str, Any], result: str | None = None) -> dict[str, Any]:
    """A call of a provider's function, or one of its results."""
    call: dict[str, Any] = {"function": function, "arguments": arguments}
    if result is not None:
        call["return"] = result
    return {_FUNCTION + "invoke": call}


def _decides(tree: Any) -> bool:
    """Whether what is looked up can be read as a condition."""
    call = tree.get(_FUNCTION + "invoke", {}) if isinstance(tree, dict) else {}
    sides = call.get("arguments", {}).get("map") if call.get("function") == LOOKUP else None
    outcomes = sides.values() if isinstance(sides, dict) else (None,)
    return all(isinstance(it, str) and it in _TRUTHS for it in outcomes)


def _deciding(items: Iterable[Expression]) -> list[str]:
    """The conditions that decide whether items are there."""
    found: list[str] = []
    for item in items:
        if isinstance(item, Choice) and _may_be_absent(item):
            found += [item.condition, *_deciding([item.then, item.otherwise])]
    return found


def _may_be_absent(value: Expression) -> bool:
    return value is ABSENT or (
        isinstance(value, Choice) and any(map(_may_be_absent, (value.then, value.otherwise)))
    )


def _decided(value: Expression, condition: str, holds: bool) -> Expression:
    if not isinstance(value, Choice) or not _may_be_absent(value):
        return value
    if value.condition == condition:
        return _decided(value.then if holds else value.otherwise, condition, holds)
    return replace(
        value,
        then=_decided(value.then, condition, holds),
        otherwise=_decided(value.otherwise, condition, holds),
    )


# --- nodes ----------------------------------------------


def _function(name: str, argument: Any) -> dict[str, Any]:
    return {_FUNCTION + name: argument}


def _config(values: Values, node: ConfigValue, path: Path) -> Any:
    key = values.program.config[node.key]
    found = access(node.key)
    if key.lookup is not None:
        call = invoke(f"{PACKAGE}:{key.lookup}", {"name": found}, "value")
        return values.reference(call, path, node.key)
    if key.type == "list":
        return _function("split", [",", found])
    if key.type == "string" and values.is_reread(node.key):
        text = values.read_text(node.key, path)
        return values.reference(text, path, node.key) if values.is_respelled(node.key) else text
    return found


def _attribute(values: Values, node: pulumi.Attribute, path: Path) -> Any:
    root = values.keys[node.resource]
    if node.path[0] != OUTPUTS or len(node.path) != 2:
        return access(root, node.path)
    body = values.program.resources[node.resource].inputs.get("templateBody")
    outputs = body.get("Outputs") if isinstance(body, dict) else None
    told = list(outputs) if isinstance(outputs, dict) else []
    name = str(node.path[1])
    if name not in told:
        raise UnsupportedError(
            f"Pulumi YAML cannot find the output {name} among those of the stack {node.resource}",
            path=path,
        )
    one = access(root, (OUTPUTS, 0, "outputValue"))
    if len(told) == 1:
        return one
    return _function("select", [told.index(name), _function("split", [SEPARATOR, one])])


def _concat(values: Values, node: pulumi.Concat, path: Path) -> str:
    pieces: list[str] = []
    for position, part in enumerate(node.parts):
        if isinstance(part, str):
            last = position == len(node.parts) - 1
            pieces.append(escaped(part, before_value=not last))
        else:
            pieces.append(values.text(part, path))
    return "".join(pieces)


def _join(values: Values, node: pulumi.Join, path: Path) -> Any:
    whole = node.values
    if isinstance(whole, ConfigValue) and node.delimiter == ",":
        key = values.program.config[whole.key]
        if key.type == "list" and key.lookup is None:
            return access(whole.key)
    if isinstance(whole, list) and not _deciding(whole):
        items: Any = [values.alone(item, path) for item in whole if item is not ABSENT]
    else:
        items = values.reference(values.tree(whole, path), path)
    return _function("join", [escaped(node.delimiter), items])


def _select(values: Values, node: pulumi.Select, path: Path) -> Any:
    index = node.index
    if isinstance(index, Convert) and isinstance(index.value, ConfigValue):
        index = index.value
    return _function("select", [values.tree(index, path), values.tree(node.values, path)])


def _invoke(values: Values, node: pulumi.Invoke, path: Path) -> Any:
    arguments = {key: values.tree(value, path) for key, value in node.arguments.items()}
    call = invoke(f"{PACKAGE}:{node.function}", arguments, node.result)
    hint = node.result if node.function not in _NAMED_BY_PLACE else ""
    return values.reference(call, path, hint)


_NAMED_BY_PLACE = frozenset({"importValue", "getSsmParameterString", "getSsmParameterList"})


def looked_up(values: Values, node: pulumi.Lookup, path: Path, *, inside_text: bool = False) -> Any:
    """A value of a table. The interpreter knows no type of a row that is looked up, and takes a
    name of a part of it only inside of a text.
    """
    table = values.program.tables[node.table]
    root = values.tables[node.table]
    known_row = isinstance(node.first, str) and node.first in table
    if isinstance(node.first, str) and known_row:
        row = access(root, (node.first,))
        rows = [table[node.first]]
    else:
        rows = list(table.values())
        arguments: dict[str, Any] = {"map": access(root), "key": values.alone(node.first, path)}
        if node.has_default:
            arguments["default"] = {}
        row = values.reference(invoke(LOOKUP, arguments, RESULT), path, f"{node.table}Row")
    second = node.second
    if (
        isinstance(second, str)
        and (known_row or inside_text)
        and not node.has_default
        and all(second in each for each in rows)
    ):
        return within(row, (second,))
    arguments = {"map": row, "key": values.alone(second, path)}
    if node.has_default and node.default is not ABSENT:
        arguments["default"] = values.tree(node.default, path)
    return invoke(LOOKUP, arguments, RESULT)


def _convert(values: Values, node: Convert, path: Path) -> Any:
    value = node.value
    if node.to == "string":
        if isinstance(value, pulumi.ConditionValue):
            return access(values.conditions[value.name])
        if isinstance(value, ConfigValue) and values.program.config[value.key].type == "string":
            return values.tree(value, path)
        return _function("toJSON", values.tree(value, path))
    if node.to == "list":
        return _function("split", [",", values.tree(value, path)])
    if isinstance(value, ConfigValue):
        return _converted_config(values, node, value)
    read = _items_read(value, node.to) if isinstance(value, pulumi.Select) else None
    if read is not None:
        return values.tree(read, path)
    if node.to == "boolean":
        return _truth(values.reference(values.tree(value, path), path))
    if node.to == "integer":
        arguments = {"input": values.reference(values.tree(value, path), path), "base": 10}
        return invoke(PARSE_INTEGER, arguments, RESULT)
    numbers = _numbers(values, value) if isinstance(value, pulumi.Lookup) else {}
    if not numbers:
        raise UnsupportedError(f"Pulumi YAML cannot make a {node.to} of a text", path=path)
    key = values.reference(values.tree(value, path), path)
    return invoke(LOOKUP, {"map": numbers, "key": key}, RESULT)


def _items_read(node: pulumi.Select, kind: str) -> pulumi.Select | None:
    """An item of texts that are all there, each read as a scalar of a kind; None where one is not
    that, or not known.
    """
    if not isinstance(node.values, list):
        return None
    found = [_read(item, kind) if isinstance(item, str) else None for item in node.values]
    return None if None in found else pulumi.Select(node.index, [*found])


def _read(text: str, kind: str) -> int | float | bool | None:
    """What a text is as a scalar of a kind, None where it is none."""
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    try:
        found = from_double(float(text)) if isfinite(float(text)) else None
    except ValueError:
        return None
    return found if kind == "number" or isinstance(found, int) else None


def _cells(values: Values, node: pulumi.Lookup) -> list[Expression]:
    """What a look-up may give, by those of its keys that are known."""
    table = values.program.tables[node.table]
    rows = (row for name, row in table.items() if node.first == name or type(node.first) is not str)
    cells = node.cells(rows)
    return [*cells, node.default] if node.has_default else cells


def _check_items(values: Values, side: Expression, path: Path) -> None:
    """Refuse an item that a list of a table lacks: the interpreter asks for what both sides of a
    choice say.
    """
    for part in walk(side):
        if isinstance(part, pulumi.Select) and isinstance(part.values, pulumi.Lookup):
            lists = [it for it in _cells(values, part.values) if isinstance(it, list)]
            if isinstance(part.index, int) and any(len(it) <= part.index for it in lists):
                raise UnsupportedError(
                    f"Pulumi YAML asks for item {part.index + 1} of each list of "
                    f"{part.values.table}, also where the condition does not, and one is shorter",
                    path=path,
                )


def _numbers(values: Values, node: pulumi.Lookup) -> dict[str, float]:
    """The numbers that the texts of a table are, of one column where that is known; nothing where
    one is none.
    """
    cells = _cells(values, node)
    try:
        found = {cell: float(cell) for cell in cells if isinstance(cell, str)}
    except ValueError:
        return {}
    is_whole = len(found) == len({*map(str, cells)}) and all(map(isfinite, found.values()))
    return found if is_whole else {}


def _converted_config(values: Values, node: Convert, value: ConfigValue) -> Any:
    """A config text that looks like what it is made into has become that already."""
    if node.to == "boolean" and values.readings[value.key] == "text":
        return _truth(access(value.key))
    return access(value.key)


def _truth(text: str) -> Any:
    held = dict.fromkeys(("true", "True", "TRUE"), True)
    return invoke(LOOKUP, {"map": held, "key": text, "default": False}, RESULT)


def _condition_value(values: Values, node: pulumi.ConditionValue, path: Path) -> Any:
    """A condition at a place for a boolean: conditions are texts."""
    return values.choice(Choice(node.name, True, False), path)


def _length(values: Values, node: pulumi.Length, path: Path) -> Any:
    if isinstance(node.values, list) and not _deciding(node.values):
        return len(node.values)
    return _function("length", values.tree(node.values, path))


def _stack_output(values: Values, node: pulumi.StackOutput, path: Path) -> str:
    return access(values.keys[node.reference], (OUTPUTS, node.output))


def _decision(values: Values, node: Node, path: Path) -> Any:
    from .decisions import part

    return _truth(part(values, node, path))


Printer = Callable[[Values, Any, Path], Any]

PRINTERS: dict[type, Printer] = {
    pulumi.Object: lambda values, node, path: values.entries(node.fields, path),
    pulumi.EnumMember: lambda values, node, path: values.tree(node.value, path),
    ConfigValue: _config,
    pulumi.StackName: lambda values, node, path: access("pulumi", ("stack",)),
    pulumi.Organization: lambda values, node, path: access("pulumi", ("organization",)),
    pulumi.StackOutput: _stack_output,
    pulumi.Invoke: _invoke,
    pulumi.Attribute: _attribute,
    pulumi.Concat: _concat,
    pulumi.Join: _join,
    pulumi.Split: lambda values, node, path: _function(
        "split", [escaped(node.delimiter), values.tree(node.source, path)]
    ),
    pulumi.Select: _select,
    pulumi.Length: _length,
    pulumi.Base64: lambda values, node, path: _function("toBase64", values.tree(node.value, path)),
    pulumi.Json: lambda values, node, path: _function("toJSON", values.tree(node.value, path)),
    pulumi.Lookup: lambda values, node, path: looked_up(values, node, path),
    Choice: lambda values, node, path: values.choice(node, path),
    Convert: _convert,
    pulumi.Secret: lambda values, node, path: _function("secret", values.tree(node.value, path)),
    pulumi.LocalFile: lambda values, node, path: _function("fileArchive", escaped(node.path)),
    pulumi.Equal: _decision,
    pulumi.AllOf: _decision,
    pulumi.AnyOf: _decision,
    pulumi.Negation: _decision,
    pulumi.ConditionValue: _condition_value,
    pulumi.Absent: lambda values, node, path: None,
}
