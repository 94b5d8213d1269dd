"""The module of a stack: its class, with a statement for each construct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

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
from ..cdk.usage import has_files, modules, variable_names
from ..names import Names, camel_case
from ..texts import comment
from ..typescript.layout import STEP, WIDTH, Code, Group, array, assigned, call, statement
from ..typescript.literals import RESERVED, key, number, string

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
        self._has_files = has_files(definition)
        taken = [*_OWN_NAMES, class_name, *self._modules.values(), *["path"] * self._has_files]
        names = Names({*taken, *RESERVED}, camel_case)
        self._names = variable_names(definition, names.give)

    def text(self) -> str:
        """The module's text."""
        head = (
            f"{_class_statement(self._class_name)}\n"
            f"{STEP}constructor(scope: Construct, id: string, props?: cdk.StackProps) {{\n"
            f"{_BODY}super(scope, id, props);\n"
        )
        blocks = "".join(f"\n{block}" for block in self._blocks())
        return f"{''.join(self._imports())}\n{self._about()}{head}{blocks}{STEP}}}\n}}\n"

    def _imports(self) -> Iterator[str]:
        yield 'import * as path from "path";\n' * self._has_files
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
        arguments: list[Code] = ["this", string(construct.id)]
        if construct.properties:
            arguments.append(self._object(construct.properties, broken=True))
        module = self._modules.get(construct.module, "cdk")
        made = call(f"new {module}.{construct.name}", arguments)
        name = self._names.get(construct.variable)
        said = assigned(f"const {name}", made, _BODY) if name else statement(made, _BODY)
        return f"{lines}{said}{self._steps(construct.steps)}"

    def _step(self, step: Step) -> str:
        if isinstance(step, Call):
            return statement(self._call(step), _BODY)
        owner = self._names[step.owner] if step.owner else "this"
        return assigned(".".join([owner, *step.way]), self._code(step.value), _BODY)

    def _code(self, expression: Expression) -> Code:
        if isinstance(expression, Literal):
            return _literal(expression.value)
        if isinstance(expression, Items):
            return array([self._code(item) for item in expression.items])
        if isinstance(expression, Entries):
            return self._object(expression.entries)
        if isinstance(expression, Struct):
            return self._object(expression.properties)
        if isinstance(expression, Variable):
            return self._names[expression]
        if isinstance(expression, Named):
            return self._names[expression.condition]
        if isinstance(expression, Static):
            return f"cdk.{expression.owner}.{expression.name}"
        if isinstance(expression, Member):
            return f"{self._names[expression.owner]}.{expression.name}"
        if isinstance(expression, File):
            return call("path.join", ["__dirname", string(".."), string(expression.path)])
        return self._call(expression)

    def _call(self, called: Call) -> Group:
        is_static = isinstance(called.owner, str)
        owner = f"cdk.{called.owner}" if is_static else self._names[cast(Variable, called.owner)]
        arguments = [self._code(argument) for argument in called.arguments]
        return call(f"{owner}.{called.method}", arguments)

    def _object(self, entries: Iterable[tuple[str, Expression]], *, broken: bool = False) -> Group:
        items = [(key(name), self._code(value)) for name, value in entries]
        return Group("{", items, "}", broken=broken)


def _literal(value: str | int | float | bool | None) -> str:
    if isinstance(value, str):
        return string(value)
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return str(value).lower()
    return number(value)


def _class_statement(name: str) -> str:
    line = f"export class {name} extends cdk.Stack {{"
    if len(line) <= WIDTH:
        return line
    return f"export class {name}\n{STEP}extends cdk.Stack\n{{"
