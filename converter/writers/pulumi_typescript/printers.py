"""How each kind of expression is printed in TypeScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ... import pulumi
from ...catalog import Type
from ...errors import Path
from ...pulumi import (
    Attribute,
    Base64,
    Choice,
    Concat,
    ConfigValue,
    Convert,
    EnumMember,
    Equal,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    LocalFile,
    Lookup,
    Negation,
    Object,
    Secret,
    Select,
    Split,
    StackOutput,
)
from ..pulumi.phrasing import literal_last
from ..pulumi.plan import PSEUDO_PARAMETERS
from ..pulumi.types import JSON, ValueType
from ..texts import check
from ..typescript import literals
from ..typescript.layout import (
    Arrow,
    Awaited,
    Code,
    Enclosed,
    Group,
    Joined,
    Operation,
    call,
    flat,
    parenthesized,
)
from . import types as spelling
from .expressions import Expressions, NotSayable, Printer, atom, entry, string
from .narrowing import both, narrowed

ANYTHING = ValueType(JSON)
Body = Callable[[Code], Code]

# --- references -------------------------------------------------------


def config(printer: Expressions, node: ConfigValue, path: Path) -> Code:
    if node.key in printer.told:
        return printer.told[node.key]
    return printer.variables["config", node.key]


def invoke(printer: Expressions, node: Invoke, path: Path) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    variable = printer.plan.lists.variable(node)
    if variable is not None:
        return variable
    given = [
        entry(name, printer.at_place(value, ANYTHING, ())) for name, value in node.arguments.items()
    ]
    # The SDK asks for what its provider does not need
    is_partial = node.function == "cidr" and "cidrBits" not in node.arguments
    late = printer.is_output(node)
    kind = "CidrOutputArgs" if late else "CidrArgs"
    said = f" as {printer.aws(kind)}" if is_partial else ""
    arguments = [Group("{", given, f"}}{said}")] if given else []
    result = f"{node.result}!" if node.function == "importValue" else node.result
    return invoked(printer, node.function, arguments, result, late=late)


def invoked(
    printer: Expressions, function: str, arguments: Sequence[Code], result: str, *, late: bool
) -> Code:
    """A result of a function of the provider, waited for where it is not late."""
    if late:
        return Joined(call(printer.aws(f"{function}Output"), arguments), f".{result}")
    return Awaited(call(printer.aws(function), arguments), result)


def attribute(printer: Expressions, node: Attribute, path: Path) -> Code:
    variable = reference(printer, node.resource)
    component = printer.plan.components.get(node.resource)
    if component is not None:
        return f"{variable}.{component.outputs[str(node.path[0])]}"
    if printer.types.is_stack_output(node):
        printer.pulumi("")
        printer.aws("")
        return call(printer.own("stackOutput"), [variable, string(str(node.path[1]))])
    first, *steps = node.path
    if node.resource in printer.plan.raw and first not in ("id", "urn"):
        return f"{variable}.output({string(str(first))})" + "".join(map(_step, steps))
    return _part(printer, node, variable)


def _part(printer: Expressions, node: Attribute, variable: str) -> Code:
    """An output, or a part of one. What is inside of one that may be absent is asked for with
    care: its type has no such property.
    """
    for position in range(1, len(node.path)):
        outer = Attribute(node.resource, node.path[:position])
        if printer.types.attribute(outer).optional:
            name = str(node.path[position - 1])
            steps = "".join(_step(step, "?.") for step in node.path[position:])
            said = variable + "".join(map(_step, node.path[:position]))
            return printer.apply(said, Arrow(f"({name})", f"{name}{steps}"))
    return variable + "".join(map(_step, node.path))


def reference(printer: Expressions, name: str) -> str:
    """The variable of a resource, which is there where it is referred to."""
    variable = printer.variables["resources", name]
    return variable if printer.program.resources[name].condition is None else f"{variable}!"


def _step(step: str | int, dot: str = ".") -> str:
    if isinstance(step, str) and literals.is_identifier(step):
        return f"{dot}{step}"
    care = dot.removesuffix(".") and dot
    return f"{care}[{string(step) if isinstance(step, str) else step}]"


def stack_output(printer: Expressions, node: StackOutput, path: Path) -> Code:
    variable = printer.variables["references", node.reference]
    return call(f"{variable}.requireOutput", [string(node.output)])


def typed_object(printer: Expressions, node: Object, path: Path) -> Code:
    if printer.raw:
        return printer.entries(node.fields, None, path)
    found = printer.types.object_type(node.type, printer.printed)
    if found is None:
        raise NotSayable
    described, owner = found
    return printer.properties(node.fields, described.by_pulumi, owner, path)


def member(printer: Expressions, node: EnumMember, path: Path) -> Code:
    found = printer.types.enum_type(node.type, printer.printed)
    if printer.raw or found is None or found.enum is None or isinstance(node.value, bool):
        return printer.code(node.value)
    return printer.aws(spelling.member(found.enum, node.value))


# --- texts and lists ----------------------------------------------------


def concat(printer: Expressions, node: Concat, path: Path) -> Code:
    parts: list[tuple[bool, str]] = []
    for part in node.parts:
        if isinstance(part, str):
            check(part)
            parts.append((False, part))
        else:
            parts.append((True, flat(printer.code(_in_text(printer, part)))))
    text = literals.template(parts)
    return printer.pulumi(f"interpolate{text}") if printer.is_output(node) else text


def _in_text(printer: Expressions, value: Expression) -> Expression:
    """A part of a template literal, which makes text of plain values by itself."""
    is_text_made = isinstance(value, Convert) and value.to == "string"
    return value.value if is_text_made and isinstance(value, Convert) else value


def join(printer: Expressions, node: Join, path: Path) -> Code:
    joiner = string(node.delimiter)
    return _of_list(printer, node.values, lambda items: Joined(items, call(".join", [joiner])))


def _of_list(printer: Expressions, values: Expression, body: Body) -> Code:
    """Something said of a list; one that holds outputs is made one output first."""
    if isinstance(values, list) and printer.is_output(values):
        gathered = call(printer.pulumi("all"), [printer.code(values)])
        return printer.apply(gathered, Arrow("(items)", body("items")))
    return printer.applied(values, "items", body, "string[]")


def split(printer: Expressions, node: Split, path: Path) -> Code:
    source, body = _cut(node)
    return printer.applied(source, "text", body, "string")


def _cut(value: Expression) -> tuple[Expression, Body]:
    """What a text is cut out of, as far as its cuts are known, and what is said of that."""
    if (
        isinstance(value, Select)
        and isinstance(value.values, Split)
        and isinstance(value.index, int)
    ):
        source, split = _cut(value.values)
        return source, lambda text: Joined(split(text), f"[{value.index}]")
    if not isinstance(value, Split):
        return value, lambda text: text
    source, inner = _cut(value.source)
    delimiter = call(".split", [string(value.delimiter)])
    return source, lambda text: Joined(inner(text), delimiter)


def select(printer: Expressions, node: Select, path: Path) -> Code:
    source, body = _cut(node)
    if source is not node:
        return printer.applied(source, "text", body, "string")
    values: Code
    is_late = printer.is_output(node.values)
    if isinstance(node.values, list) and is_late:
        values = call(printer.pulumi("all"), [printer.code(node.values)])
    else:
        values = printer.output(node.values) if is_late else printer.atom(node.values)
    if printer.is_output(node.index):
        both = call(printer.pulumi("all"), [_array(values, printer.code(node.index))])
        return printer.apply(both, Arrow("([items, index])", "items[index]"))
    index = printer.code(node.index)
    if is_late and printer.types.of(node.values).type == JSON:
        return printer.apply(values, Arrow("(items)", Joined("items[", index, "]")))
    return Joined(values, "[", index, "]")


def _array(*codes: Code) -> Code:
    return Group("[", [("", code) for code in codes], "]")


def length(printer: Expressions, node: Length, path: Path) -> Code:
    if isinstance(node.values, list):
        return Joined(printer.code(node.values), ".length")
    return printer.applied(node.values, "items", lambda items: Joined(items, ".length"))


def base64(printer: Expressions, node: Base64, path: Path) -> Code:
    return _through(printer, printer.own("toBase64"), node.value)


def _through(printer: Expressions, function: str, value: Expression) -> Code:
    """A function of one argument, of a plain value or of an output."""
    if printer.is_output(value):
        return printer.apply(printer.output(value), function)
    return call(function, [printer.code(value)])


def json(printer: Expressions, node: Json, path: Path) -> Code:
    is_late = printer.is_output(node.value)
    function = printer.pulumi("jsonStringify") if is_late else "JSON.stringify"
    return call(function, [printer.code(node.value)])


_CONVERSIONS = {"string": "String", "integer": "Number", "number": "Number"}


def convert(printer: Expressions, node: Convert, path: Path) -> Code:
    if node.to == "boolean":
        return printer.applied(node.value, "text", _truth)
    if node.to == "list":
        return _through(printer, printer.own("commaSeparated"), node.value)
    function = _CONVERSIONS[node.to]
    if not printer.is_output(node.value):
        return call(function, [printer.code(node.value)])
    return printer.applied(node.value, "value", lambda value: call(function, [value]))


def _truth(text: Code) -> Code:
    return Operation("===", [Joined(text, ".toLowerCase()"), '"true"'])


def local_file(printer: Expressions, node: LocalFile, path: Path) -> Code:
    return call(f"new {printer.pulumi('asset.FileArchive')}", [string(node.path)])


def secret(printer: Expressions, node: Secret, path: Path) -> Code:
    return call(printer.pulumi("secret"), [printer.code(node.value, path)])


# --- conditions -------------------------------------------------------


def choice(printer: Expressions, node: Choice, path: Path) -> Code:
    then = printer.code(node.then, (*path, 1))
    return printer.chosen(node, then, printer.code(node.otherwise, (*path, 2)))


def lookup(printer: Expressions, node: Lookup, path: Path) -> Code:
    table = printer.variables["tables", node.table]
    late = [key for key in (node.first, node.second) if printer.is_output(key)]
    if not late:
        first, second = printer.code(node.first), printer.code(node.second)
        return _found(printer, node, table, first, second)
    if len(late) == 2:
        keys = _array(printer.code(node.first), printer.code(node.second))
        found = _found(printer, node, table, "first", "second")
        both = call(printer.pulumi("all"), [keys])
        return printer.apply(both, Arrow("([first, second])", found))
    first, second = (
        "key" if each is late[0] else printer.code(each) for each in (node.first, node.second)
    )
    found = _found(printer, node, table, first, second)
    return printer.apply(printer.output(late[0]), Arrow("(key)", found))


def _found(printer: Expressions, node: Lookup, table: str, first: Code, second: Code) -> Code:
    """A cell of a table. One that need not be there in each row is asked for with care."""
    if node.has_default:
        cell = Joined(table, _key(first), "?.", _key(second, ""))
        return Operation("??", [cell, printer.atom(node.default)])
    rows = printer.program.tables[node.table].values()
    if isinstance(node.second, str) and all(node.second in row for row in rows):
        return Joined(table, _key(first), _key(second))
    return call(printer.own("lookUp"), [table, first, second])


def _key(code: Code, dot: str = ".") -> Code:
    """The subscript that a key is; an identifier stands behind a dot."""
    text = code if isinstance(code, str) else ""
    if text[:1] == '"' and literals.is_identifier(text[1:-1]):
        return f"{dot}{text[1:-1]}"
    return Enclosed("[", code, "]")


def equal(printer: Expressions, node: Equal, path: Path) -> Code:
    return _compared(printer, "===", node)


def _compared(printer: Expressions, operator: str, node: Equal) -> Code:
    """Two values that are compared as texts, unless both are numbers."""
    node = literal_last(node)
    kinds = {printer.types.of(side).type.kind for side in (node.left, node.right)}
    are_texts = kinds <= {"string"} or kinds <= {"integer", "number"}
    left = _side(printer, node.left, are_texts)
    if all(isinstance(side, str) for side in (node.left, node.right)) or _is_narrow(printer, node):
        left = parenthesized(Joined(left, " as string"))
    return Operation(operator, [left, _side(printer, node.right, are_texts)])


def _is_narrow(printer: Expressions, node: Equal) -> bool:
    """Whether the compiler takes a config value for another text than it is compared with."""
    for side, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(side, ConfigValue) and side.key in printer.narrowed:
            return not isinstance(other, str) or other not in printer.narrowed[side.key]
    return False


def _side(printer: Expressions, value: Expression, as_it_is: bool) -> Code:
    if as_it_is or printer.types.of(value).type == Type("string"):
        return printer.atom(value)
    return (
        string(str(value))
        if isinstance(value, int) and not isinstance(value, bool)
        else call("String", [printer.code(value)])
    )


def joined(printer: Expressions, operator: str, conditions: Sequence[Expression]) -> Code:
    operands: list[Code] = []
    outside = printer.narrowed
    for condition in conditions:
        code = printer.code(condition)
        if isinstance(code, Operation) and code.operator == operator:
            operands += code.operands
        elif isinstance(code, Operation) and code.operator in ("&&", "||"):
            operands.append(parenthesized(code))
        else:
            operands.append(code)
        if operator == "&&":
            printer.narrowed = both(printer.narrowed, narrowed(printer.program, condition))
    printer.narrowed = outside
    return Operation(operator, operands)


def negation(printer: Expressions, node: Negation, path: Path) -> Code:
    if isinstance(node.condition, Equal):
        return _compared(printer, "!==", node.condition)
    code = printer.code(node.condition)
    if isinstance(code, Operation):
        return Enclosed("!(", code, ")")
    code = atom(code)
    if isinstance(code, str):
        return f"!{code}"
    return Joined("!", code)


PRINTERS: Mapping[type, Printer] = {
    pulumi.Object: typed_object,
    pulumi.EnumMember: member,
    pulumi.ConfigValue: config,
    pulumi.StackName: lambda printer, node, path: "stackName",
    pulumi.Organization: lambda printer, node, path: "organization",
    pulumi.StackOutput: stack_output,
    pulumi.Invoke: invoke,
    pulumi.Attribute: attribute,
    pulumi.Concat: concat,
    pulumi.Join: join,
    pulumi.Split: split,
    pulumi.Select: select,
    pulumi.Length: length,
    pulumi.Base64: base64,
    pulumi.Json: json,
    pulumi.Lookup: lookup,
    pulumi.Choice: choice,
    pulumi.Convert: convert,
    pulumi.Secret: secret,
    pulumi.LocalFile: local_file,
    pulumi.Equal: equal,
    pulumi.AllOf: lambda printer, node, path: joined(printer, "&&", node.conditions),
    pulumi.AnyOf: lambda printer, node, path: joined(printer, "||", node.conditions),
    pulumi.Negation: negation,
    pulumi.ConditionValue: lambda printer, node, path: printer.variables["conditions", node.name],
    pulumi.Absent: lambda printer, node, path: "undefined",
}
