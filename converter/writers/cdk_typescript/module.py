"""The module of a stack: its class, with a statement for each construct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..cdk.nodes import (
    Call,
    Construct,
    Definition,
    Entries,
    Expression,
    Items,
    Literal,
    Member,
    Named,
    Static,
    Step,
    Struct,
    Variable,
)
from ..cdk.usage import modules, variable_names
from ..pulumi_python.literals import comment
from ..pulumi_python.names import Names
from .literals import RESERVED, camel_case, key, string

STEP = "  "
WIDTH = 80
_BODY = STEP * 2
_OWN_NAMES = ("cdk", "scope", "id", "props", "Construct")


class Module:
    """Prints a definition.

    Args:
        definition: the stack.
        class_name: its class.
        description: the template's, which becomes the class's.
    """

    def __init__(self, definition: Definition, class_name: str, description: str | None) -> None:
        self._definition = definition
        self._class_name = class_name
        self._description = description
        self._modules = modules(definition, camel_case)
        taken = [*_OWN_NAMES, class_name, *self._modules.values()]
        names = Names(taken, reserved=RESERVED, spell=camel_case)
        self._names = variable_names(definition, names.give)

    def text(self) -> str:
        """The module's text."""
        head = (
            f"export class {self._class_name} extends cdk.Stack {{\n"
            f"{STEP}constructor(scope: Construct, id: string, props?: cdk.StackProps) {{\n"
            f"{_BODY}super(scope, id, props);\n"
        )
        blocks = "".join(f"\n{block}" for block in self._blocks())
        return f"{''.join(self._imports())}\n{self._about()}{head}{blocks}{STEP}}}\n}}\n"

    def _imports(self) -> Iterator[str]:
        yield 'import * as cdk from "aws-cdk-lib";\n'
        for module, alias in self._modules.items():
            yield f'import * as {alias} from "aws-cdk-lib/{module.replace("_", "-")}";\n'
        yield 'import { Construct } from "constructs";\n'

    def _about(self) -> str:
        words = (self._description or "").strip()
        is_plain = words.isprintable() and "*/" not in words
        return f"/** {words} */\n" if words and is_plain else ""

    def _blocks(self) -> Iterator[str]:
        yield from filter(None, [self._steps(self._definition.settings)])
        yield from (self._construct(construct) for construct in self._definition.constructs)
        yield from filter(None, [self._steps(self._definition.steps)])

    def _steps(self, steps: Sequence[Step]) -> str:
        return "".join(self._step(step) for step in steps)

    def _construct(self, construct: Construct) -> str:
        about = comment(construct.comment) if construct.comment else []
        lines = "".join(f"{_BODY}// {line}".rstrip() + "\n" for line in about)
        name = self._names.get(construct.variable)
        head = f"const {name} = " if name else ""
        module = self._modules.get(construct.module, "cdk")
        made = f"{head}new {module}.{construct.name}(this, {string(construct.id)}"
        if construct.properties:
            made += f", {self._object(construct.properties, _BODY, broken=True)}"
        return f"{lines}{_BODY}{made});\n{self._steps(construct.steps)}"

    def _step(self, step: Step) -> str:
        if isinstance(step, Call):
            return f"{_BODY}{self._code(step, _BODY, len(_BODY) + 1)};\n"
        owner = self._names[step.owner] if step.owner else "this"
        way = f"{_BODY}{'.'.join([owner, *step.way])} = "
        return f"{way}{self._code(step.value, _BODY, len(way) + 1)};\n"

    def _code(self, expression: Expression, indent: str, column: int) -> str:
        """The code of an expression that begins at a column of a line with an indentation."""
        if isinstance(expression, Literal):
            return _literal(expression.value)
        if isinstance(expression, Items):
            return self._broken("[", expression.items, "]", indent, column)
        if isinstance(expression, Entries):
            return self._object(expression.entries, indent, column)
        if isinstance(expression, Struct):
            return self._object(expression.properties, indent, column)
        if isinstance(expression, Variable):
            return self._names[expression]
        if isinstance(expression, Named):
            return self._names[expression.condition]
        if isinstance(expression, Static):
            return f"cdk.{expression.owner}.{expression.name}"
        if isinstance(expression, Member):
            return f"{self._names[expression.owner]}.{expression.name}"
        return self._call(expression, indent, column)

    def _call(self, call: Call, indent: str, column: int) -> str:
        owner = f"cdk.{call.owner}" if isinstance(call.owner, str) else self._names[call.owner]
        head = f"{owner}.{call.method}("
        return self._broken(head, call.arguments, ")", indent, column)

    def _broken(
        self, head: str, items: Iterable[Expression], end: str, indent: str, column: int
    ) -> str:
        """Items on one line if they fit, else on a line each."""
        items = list(items)
        flat = head + ", ".join(self._code(item, indent, 0) for item in items) + end
        if "\n" not in flat and column + len(flat) <= WIDTH:
            return flat
        inner = indent + STEP
        lines = [f"{inner}{self._code(item, inner, len(inner) + 1)},\n" for item in items]
        return f"{head}\n{''.join(lines)}{indent}{end}"

    def _object(
        self,
        entries: Iterable[tuple[str, Expression]],
        indent: str,
        column: int = 0,
        *,
        broken: bool = False,
    ) -> str:
        pairs = [(key(name), value) for name, value in entries]
        if not pairs:
            return "{}"
        flat = ", ".join(f"{name}: {self._code(value, indent, 0)}" for name, value in pairs)
        if not broken and "\n" not in flat and column + len(flat) + 4 <= WIDTH:
            return f"{{ {flat} }}"
        inner = indent + STEP
        lines = [
            f"{inner}{name}: {self._code(value, inner, len(inner) + len(name) + 3)},\n"
            for name, value in pairs
        ]
        return f"{{\n{''.join(lines)}{indent}}}"


def _literal(value: str | int | float | bool | None) -> str:
    if isinstance(value, str):
        return string(value)
    if value is None:
        return "undefined"
    return str(value).lower() if isinstance(value, bool) else repr(value)
