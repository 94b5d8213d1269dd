"""Text, lists and conversions in Python: plain where all is plain, else through outputs."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import Path
from ...pulumi import (
    Attribute,
    Base64,
    Choice,
    Concat,
    Convert,
    Expression,
    Join,
    Json,
    Length,
    LocalFile,
    Secret,
    Select,
    Split,
)
from ..layout import Bracketed, Code, Line, Operation, Parenthesized, flat
from ..pulumi.phrasing import without_delimiter
from ..texts import reads_as_lines
from . import literals
from .expressions import Expressions
from .fitting import NotNone
from .references import is_optional

COMPACT = 'separators=(",", ":")'
"""JSON text as ``Fn::ToJsonString`` writes it."""

EXCUSE = "noqa: "
"""Begins the name of a linter's rule that the template, not the program, breaks."""

_SIMPLE = "\"'\\{}\n"


def concat(printer: Expressions, node: Concat, path: Path) -> Code:
    if printer.is_output(node):
        return _output_concat(printer, node)
    codes = [
        (not isinstance(part, str), part if isinstance(part, str) else _in_text(printer, part))
        for part in node.parts
    ]
    texts = [(is_code, flat(code)) for is_code, code in codes]
    if all(
        text is not None and not (is_code and set(text) & set(_SIMPLE)) for is_code, text in texts
    ):
        return literals.formatted([(is_code, text or "") for is_code, text in texts])
    return Operation("+", [_operand(printer, part) for part in node.parts])


def _in_text(printer: Expressions, value: Expression) -> Code:
    """A part of an f-string, which makes text of integers by itself."""
    if (
        isinstance(value, Convert)
        and value.to == "string"
        and printer.plainness.is_number(value.value)
    ):
        return printer.atom(value.value)
    return printer.atom(value)


def _operand(printer: Expressions, value: Expression) -> Code:
    return literals.string(value) if isinstance(value, str) else printer.atom(value)


def _output_concat(printer: Expressions, node: Concat) -> Code:
    """``Output.concat``; ``Output.format`` where the text reads as lines, or where a part may be
    absent, which concat does not take.
    """
    in_lines = reads_as_lines("".join(part for part in node.parts if isinstance(part, str)))
    if in_lines or any(isinstance(it, Attribute) and is_optional(printer, it) for it in node.parts):
        return _format(printer, node, by_index=in_lines)
    codes = [printer.code(part) for part in node.parts]
    return Bracketed(printer.pulumi("Output.concat("), codes, ")")


def _format(printer: Expressions, node: Concat, *, by_index: bool) -> Code:
    """``Output.format``, which names each value by its index, or takes them in their order."""
    values: list[Expression] = []
    template = ""
    for part in node.parts:
        if isinstance(part, str):
            template += literals.doubled(part)
            continue
        if not by_index or part not in values:
            values.append(part)
        template += f"{{{values.index(part)}}}" if by_index else "{}"
    codes = [literals.string(template), *map(printer.code, values)]
    return Bracketed(printer.pulumi("Output.format("), codes, ")")


def join(printer: Expressions, node: Join, path: Path) -> Code:
    texts = without_delimiter(node, printer.program.config)
    if texts is not None:
        return concat(printer, texts, path)
    joiner = literals.one_line(node.delimiter) + ".join"
    if not printer.is_output(node.values):
        return Bracketed(f"{joiner}(", [printer.code(node.values)], ")")
    if isinstance(node.values, list):
        return Line(_gathered(printer, node.values), apply(joiner))
    if _is_one_of_lists(node.values):
        chosen = Line("*", Parenthesized(printer.code(node.values)))
        return Line(Bracketed(printer.pulumi("Output.all("), [chosen], ")"), apply(joiner))
    return Line(printer.output(node.values), apply(joiner))


def _is_one_of_lists(value: Expression) -> bool:
    if isinstance(value, Choice):
        return _is_one_of_lists(value.then) and _is_one_of_lists(value.otherwise)
    return isinstance(value, list)


def _gathered(printer: Expressions, items: list[Expression]) -> Code:
    """A list with outputs in it, as one output."""
    listed = printer.items(items, ())
    assert isinstance(listed, Bracketed)
    return Bracketed(printer.pulumi("Output.all("), listed.items, ")")


def split(printer: Expressions, node: Split, path: Path) -> Code:
    delimiter = literals.one_line(node.delimiter)
    if isinstance(node.source, str):
        printer.imports.add(f"{EXCUSE}SIM905")
    return applied(
        printer, node.source, lambda value: Line(value, Bracketed(".split(", [delimiter], ")"))
    )


def applied(printer: Expressions, value: Expression, body: Callable[[Code], Code]) -> Code:
    """Something said of one value: at once where it is plain, in an ``apply`` where it is
    not.
    """
    if not printer.is_output(value):
        return body(printer.atom(value))
    return Line(_sure(printer, value), apply(Line("lambda value: ", body("value"))))


def _sure(printer: Expressions, value: Expression) -> Code:
    """An output of which something is asked that no missing value has."""
    if isinstance(value, Attribute) and is_optional(printer, value):
        return printer.code(NotNone(value))
    return printer.output(value)


def select(printer: Expressions, node: Select, path: Path) -> Code:
    if isinstance(node.values, list) and printer.is_output(node.values):
        values: Code = _gathered(printer, node.values)
    else:
        values = printer.atom(node.values)
    if printer.is_output(node.index):
        return Line(printer.output(node.index), ".apply(lambda index: ", values, "[index])")
    return Line(values, subscript(printer.code(node.index)))


def length(printer: Expressions, node: Length, path: Path) -> Code:
    if isinstance(node.values, list) or not printer.is_output(node.values):
        return Bracketed("len(", [printer.code(node.values)], ")")
    return Line(printer.output(node.values), apply("len"))


def base64(printer: Expressions, node: Base64, path: Path) -> Code:
    printer.imports.add("base64")
    if printer.is_output(node.value):
        return Line(_sure(printer, node.value), apply("to_base64"))
    return Bracketed("to_base64(", [printer.code(node.value)], ")")


def json(printer: Expressions, node: Json, path: Path) -> Code:
    written = [printer.code(node.value), COMPACT]
    if printer.is_output(node.value):
        return Bracketed(printer.pulumi("Output.json_dumps("), written, ")")
    printer.imports.add("json")
    return Bracketed("json.dumps(", written, ")")


_CONVERSIONS = {"string": "str", "integer": "int", "number": "float", "list": "comma_separated"}


def convert(printer: Expressions, node: Convert, path: Path) -> Code:
    if node.to == "boolean":
        value = node.value
        if printer.is_output(value):
            return Line(
                printer.atom(value),
                Bracketed(".apply(", ['lambda value: value.lower() == "true"'], ")"),
            )
        return Operation("==", [Line(printer.atom(value), ".lower()"), '"true"'])
    if node.to == "string" and printer.plainness.is_boolean(node.value):
        return applied(
            printer, node.value, lambda value: Line(Bracketed("str(", [value], ")"), ".lower()")
        )
    function = _CONVERSIONS[node.to]
    if node.to == "list":
        printer.imports.add(function)
    if printer.is_output(node.value):
        return Line(printer.output(node.value), apply(function))
    return Bracketed(f"{function}(", [printer.code(node.value)], ")")


def secret(printer: Expressions, node: Secret, path: Path) -> Code:
    return Bracketed(printer.pulumi("Output.secret("), [printer.code(node.value, path)], ")")


def local_file(printer: Expressions, node: LocalFile, path: Path) -> Code:
    return Bracketed(printer.pulumi("FileArchive("), [printer.code(node.path)], ")")


def apply(function: Code) -> Code:
    return Bracketed(".apply(", [function], ")")


def subscript(key: Code) -> Code:
    return Bracketed("[", [key], "]", comma=False)
