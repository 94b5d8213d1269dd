"""The module of a stack: its class, with a statement for each construct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...naming import cdk_python_name
from ..cdk.nodes import (
    Call,
    Construct,
    Definition,
    Entries,
    Expression,
    File,
    Items,
    Literal,
    Member,
    Named,
    Static,
    Step,
    Struct,
    Variable,
)
from ..cdk.usage import core_names, has_files, modules, parts, variable_names
from ..layout import Bracketed, Code, Line, Printer
from ..names import Names
from ..pulumi_python.literals import string
from ..pulumi_python.names import RESERVED
from ..texts import comment

INDENT = "        "
WIDTH = 88
_OWN_NAMES = ("Path", "self", "scope", "construct_id", "kwargs", "cdk")


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
        self._printer = Printer(WIDTH)
        self._core = {"Stack", *core_names(definition)}
        if any(isinstance(part, Named) for part in parts(definition)):
            self._core.add("Token")
        self._modules = modules(definition, cdk_python_name)
        taken = [*_OWN_NAMES, class_name, "Construct", *self._core, *self._modules.values()]
        self._names = variable_names(definition, Names({*taken, *RESERVED}).give)

    def text(self) -> str:
        """The module's text."""
        return "".join(
            [
                *["from pathlib import Path\n"] * has_files(self._definition),
                "from typing import Any\n\n",
                *self._imports(),
                f"\n\nclass {self._class_name}(Stack):\n",
                *self._docstring(),
                "    def __init__(self, scope: Construct, construct_id: str, **kwargs: Any)"
                " -> None:\n",
                f"{INDENT}super().__init__(scope, construct_id, **kwargs)\n",
                *self._body(),
            ]
        )

    def _imports(self) -> Iterator[str]:
        names = sorted(self._core, key=lambda name: (not name.isupper(), name))
        yield import_statement("aws_cdk", names)
        for module, alias in self._modules.items():
            yield f"from aws_cdk import {module} as {alias}\n"
        yield "from constructs import Construct\n"

    def _docstring(self) -> Iterator[str]:
        words = (self._description or "").strip()
        fits = words.isprintable() and 0 < len(words) <= WIDTH - len('    """"""')
        if fits and not set('"\\') & set(words):
            yield f'    """{words}"""\n\n'

    def _body(self) -> Iterator[str]:
        blocks = [
            [self._step(step) for step in self._definition.settings],
            *(self._construct(construct) for construct in self._definition.constructs),
            [self._step(step) for step in self._definition.steps],
        ]
        for block in blocks:
            if block:
                yield "\n"
                yield from block

    def _construct(self, construct: Construct) -> list[str]:
        lines = [self._printer.comment_lines(comment(construct.comment), INDENT)]
        if not construct.comment:
            lines = []
        name = self._names.get(construct.variable)
        arguments: list[Code] = ["self", string(construct.id)]
        arguments += self._keywords(construct.properties)
        class_name = self._class(construct.module, construct.name)
        made = Bracketed(f"{class_name}(", arguments, ")", broken=bool(construct.properties))
        statement = self._assignment(name, made) if name else self._statement(made)
        return [*lines, statement, *(self._step(step) for step in construct.steps)]

    def _step(self, step: Step) -> str:
        if isinstance(step, Call):
            return self._statement(self._code(step))
        owner = self._names[step.owner] if step.owner else "self"
        way = ".".join([owner, *(cdk_python_name(name) for name in step.way)])
        return self._assignment(way, self._code(step.value))

    def _assignment(self, target: str, value: Code) -> str:
        return f"{self._printer.assignment(target, value, INDENT)}\n"

    def _statement(self, code: Code) -> str:
        return f"{INDENT}{self._printer.print(code, INDENT, len(INDENT))}\n"

    def _keywords(self, properties: Iterable[tuple[str, Expression]]) -> list[Code]:
        return [Line(f"{cdk_python_name(name)}=", self._code(value)) for name, value in properties]

    def _class(self, module: str, name: str) -> str:
        return f"{self._modules[module]}.{name}" if module else name

    def _code(self, expression: Expression) -> Code:
        if isinstance(expression, Literal):
            value = expression.value
            return string(value) if isinstance(value, str) else repr(value)
        if isinstance(expression, Items):
            return Bracketed("[", [self._code(item) for item in expression.items], "]")
        if isinstance(expression, Entries):
            return Bracketed("{", [self._entry(*entry) for entry in expression.entries], "}")
        if isinstance(expression, Struct):
            class_name = self._class(expression.module, expression.name)
            return Bracketed(f"{class_name}(", self._keywords(expression.properties), ")")
        if isinstance(expression, Variable):
            return self._names[expression]
        if isinstance(expression, Named):
            # Python's CfnCondition lacks a member of what type checkers ask of an expression
            return f"Token.as_any({self._names[expression.condition]})"
        if isinstance(expression, Static):
            return f"{expression.owner}.{expression.name}"
        if isinstance(expression, Member):
            return f"{self._names[expression.owner]}.{cdk_python_name(expression.name)}"
        if isinstance(expression, File):
            return f"str(Path(__file__).parent / {string(expression.path)})"
        return self._call(expression)

    def _entry(self, key: str, value: Expression) -> Code:
        return Line(f"{string(key)}: ", self._code(value))

    def _call(self, call: Call) -> Code:
        owner = call.owner if isinstance(call.owner, str) else self._names[call.owner]
        arguments = [self._code(argument) for argument in call.arguments]
        return Bracketed(f"{owner}.{cdk_python_name(call.method)}(", arguments, ")")


def import_statement(module: str, names: Sequence[str]) -> str:
    """A line that imports names, or several lines where one is too long."""
    flat = f"from {module} import {', '.join(names)}"
    if len(flat) <= WIDTH:
        return f"{flat}\n"
    return f"{Printer(WIDTH).print(Bracketed(f'from {module} import (', names, ')'), '', WIDTH)}\n"
