"""The kinds of expressions that C# has a way of its own for."""

from __future__ import annotations

from ... import pulumi
from ...pulumi import Choice, Concat, Join, Json, LocalFile, Secret, Select, Split
from ..layout import Code, flat
from ..pulumi import applying
from ..pulumi.nodes import condition_itself
from ..pulumi.printing import Printers, call
from . import literals
from .expressions import TYPES, Expressions
from .layout import show
from .nodes import Raw, parenthesized


def concat(printer: Expressions, node: Concat) -> Code:
    return _formatted(printer, node, late=False)


def late_concat(printer: Expressions, node: Concat) -> Code:
    return call("Output.Format", [_formatted(printer, node, late=True)])


def _formatted(printer: Expressions, node: Concat, *, late: bool) -> Code:
    """An interpolated text, with outputs in it where it is late."""
    codes = [
        it if isinstance(it, str) else parenthesized(printer.part_of_text(it, late=late))
        for it in node.parts
    ]
    parts = [
        (False, it) if isinstance(it, str) else (True, _hole(code))
        for it, code in zip(node.parts, codes, strict=True)
    ]
    said = "".join(part for is_code, part in parts if not is_code)
    is_one_line = not any(is_code and "\n" in part for is_code, part in parts)
    if literals.is_raw(said) and is_one_line:
        return Raw([(is_code, it) for (is_code, _), it in zip(parts, codes, strict=True)])
    if not any(is_code for is_code, _ in parts):
        return literals.string(said)
    return literals.interpolated(parts)


def _hole(code: Code) -> str:
    """Code as it stands inside an interpolated text, where a colon begins a format."""
    found = flat(code)
    return found if found is not None else show(code)


def json(printer: Expressions, node: Json) -> Code:
    serializer = printer.using("System.Text.Json", "JsonSerializer.Serialize")
    options = printer.function("jsonOptions")
    return call(serializer, [printer.json(node.value, strict=True), options])


def late_json(printer: Expressions, node: Json) -> Code:
    written = call("Output.Create", [printer.json(node.value, strict=True)])
    return call("Output.JsonSerialize", [written, printer.function("jsonOptions")])


def choice(printer: Expressions, node: Choice) -> Code:
    itself = condition_itself(printer, node)
    if itself is not None:
        return itself
    kind = printer.kind(node)
    wanted = kind if kind in TYPES else None
    said = None if wanted else "object?"
    return printer.chosen(node, lambda side, path: printer.plain(side, wanted), (), said)


def local_file(printer: Expressions, node: LocalFile) -> Code:
    return call("new FileArchive", [literals.string(node.path)])


def secret(printer: Expressions, node: Secret) -> Code:
    is_late = printer.is_output(node.value)
    code = printer.output(node.value) if is_late else printer.plain(node.value)
    return call("Output.CreateSecret", [code])


def select(printer: Expressions, node: Select) -> Code:
    if not isinstance(node.values, Split):
        return applying.plain_select(printer, node)
    pieces = printer.pieces(node.values, printer.plain(node.values.source, "string"))
    return printer.at(pieces, printer.plain(node.index, "integer"))


def late_select(printer: Expressions, node: Select) -> Code:
    if not isinstance(node.values, Split) or printer.is_output(node.index):
        return applying.select(printer, node)
    pieces = printer.pieces(node.values, "value")
    found = printer.at(pieces, printer.plain(node.index, "integer"))
    return printer.apply(printer.output_of(node.values.source, "string"), "value", found)


def join(printer: Expressions, node: Join) -> Code:
    if not isinstance(node.values, Split):
        return applying.plain_join(printer, node)
    pieces = printer.pieces(node.values, printer.plain(node.values.source, "string"))
    return printer.joined(literals.string(node.delimiter), pieces)


PLAIN: Printers = {
    **applying.PLAIN,
    str: Expressions.text,
    pulumi.Select: select,
    pulumi.Join: join,
    pulumi.Concat: concat,
    pulumi.Json: json,
    pulumi.Choice: choice,
    pulumi.LocalFile: local_file,
}
OUTPUTS: Printers = {
    **applying.OUTPUTS,
    pulumi.Select: late_select,
    pulumi.Concat: late_concat,
    pulumi.Json: late_json,
    pulumi.Secret: secret,
}
