"""The module of a component: the interface of its arguments, and its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...pulumi import COMPONENT, NAMES, ConfigKey, Program
from ..pulumi.components import ComponentClass
from ..pulumi.types import argument
from ..texts import comment
from ..typescript import literals
from ..typescript.layout import (
    STEP,
    WIDTH,
    Arrow,
    Code,
    Group,
    Item,
    Joined,
    Operation,
    Ternary,
    assigned,
    call,
    comment_lines,
    statement,
)
from . import types as spelling
from .expressions import entry
from .module import Module, about
from .names import pascal_case

BODY = STEP * 2


class ComponentModule(Module):
    """The module of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        components: the classes of all components of the program, by token.
        programs: the programs of all components.

    What it has to wait for, it waits for in ``initialize``: a constructor cannot.
    """

    parent = "this"
    indent = BODY

    def __init__(
        self,
        token: str,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
    ) -> None:
        self.component = components[token]
        super().__init__(program, components, programs)
        self.token = token
        self.expressions.pulumi("")

    def _own_names(self) -> Iterator[str]:
        yield from (each.name for each in self._components)
        yield from ("name", "args", "options", self.component.name, self.component.arguments_name)

    def text(self) -> str:
        """The whole module."""
        tables = self._tables()
        sections = [
            self._config() + self._pseudo_variables() + self._conditions(),
            self._refusals(),
            self._lists(),
            *self._resources(),
            self._initialized() if self.awaited else self._end(),
        ]
        body = "\n".join(section for section in sections if section)
        made = self._start() + ("" if self.awaited else "\n") + body
        declared = f"{self._declaration()}{made}{STEP}}}\n}}\n"
        arguments = self._arguments() if self.component.arguments else ""
        parts = [*self._head(), tables, arguments, declared]
        return "\n".join(part for part in parts if part)

    def notes(self) -> dict[str, Any]:
        """What the fragment tells of the module: its class, and how names were spelled that the
        program does not tell.
        """
        lost = {
            field: key
            for key, field in self.component.arguments.items()
            if pascal_case(field) != key
        }
        noted = {"Class": self.component.name, **({"Parameters": lost} if lost else {})}
        names = self.lost_names()
        return {COMPONENT: noted, **({NAMES: names} if names else {})}

    # --- the arguments ----------------------------------------------

    def _arguments(self) -> str:
        lines = [
            f"/** The arguments of {self.component.name}. */\n",
            f"export interface {self.component.arguments_name} {{\n",
        ]
        for key, field in self.component.arguments.items():
            declared = self.program.config[key]
            lines.append(self._comment("config", key, STEP))
            if declared.description:
                lines.append(comment_lines(comment(declared.description), STEP))
            optional = "?" if declared.default is not None else ""
            lines.append(f"{STEP}{field}{optional}: {self._argument_type(declared)};\n")
        return "".join([*lines, "}\n"])

    def _argument_type(self, declared: ConfigKey) -> str:
        """The type of a field, an input where something gives it an output."""
        plain = spelling.spelled(argument(declared))
        if declared.lookup is not None:
            plain = "string"
        if not declared.output:
            return plain
        return f"pulumi.Input<{plain.replace('string[]', 'pulumi.Input<string>[]')}>"

    # --- the class ----------------------------------------------

    def _declaration(self) -> str:
        lines = [f"export class {self.component.name} extends pulumi.ComponentResource {{\n"]
        for key, attribute in self.component.outputs.items():
            is_sure = self.awaited or self.program.exports[key].condition is None
            optional = "" if is_sure else "?"
            lines.append(self._comment("exports", key, STEP))
            lines.append(f"{STEP}readonly {attribute}{optional}: {self._output_type(key)};\n")
        return (
            about(self.program, "").removesuffix("\n")
            + "".join(lines)
            + ("\n" if self.component.outputs else "")
        )

    def _output_type(self, key: str) -> str:
        export = self.program.exports[key]
        found = self.expressions.types.of(export.value)
        kind = spelling.spelled(found)
        if "aws." in kind:
            self.expressions.aws("")
        optional = found.optional or (self.awaited and export.condition is not None)
        return f"pulumi.Output<{kind}{' | undefined' if optional and kind != 'any' else ''}>"

    def _start(self) -> str:
        """The constructor as far as what its statements are."""
        fields = [f"args: {self.component.arguments_name}"] if self.component.arguments else []
        inputs = Group("{", [("", "...args")] if self.awaited and fields else [], "}")
        made = call("super", [literals.string(self.token), "name", inputs, "options"])
        options = "options?: pulumi.ComponentResourceOptions"
        head = _head("constructor", ["name: string", *fields, options]) + statement(made, BODY)
        if not self.awaited:
            return head
        fields = fields or ["args: pulumi.Inputs"]
        waiting = [*fields, "options: pulumi.ComponentResourceOptions", "name: string"]
        end = f"{STEP}}}\n\n"
        return head + self._taken() + end + _head("protected async initialize", waiting)

    def _taken(self) -> str:
        """What of it is known once it has waited."""
        if not self.component.outputs:
            return ""
        lines = [assigned("const made", call("pulumi.output", ["this.getData()"]), BODY)]
        for key, attribute in self.component.outputs.items():
            type = self._output_type(key).removeprefix("pulumi.Output<").removesuffix(">")
            told = call("made.apply", [Arrow(f"(outputs): {type}", f"outputs.{attribute}")])
            lines.append(assigned(f"this.{attribute}", told, BODY))
        return "".join(lines)

    def _config(self) -> str:
        return "".join(
            self._declared_argument(key, self.program.config[key]) for key in self.plan.config
        )

    def _declared_argument(self, key: str, declared: ConfigKey) -> str:
        variable = self.plan.variables["config", key]
        return assigned(f"const {variable}", self._read(key, declared), BODY)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        given: Code = f"args.{self.component.arguments[key]}"
        if declared.default is not None:
            given = Operation("??", [given, self._default(declared)])
        if declared.lookup is not None:
            return self._converted(given, declared, declared.secret or declared.output)
        if declared.secret:
            return call("pulumi.secret", [given])
        return call("pulumi.output", [given]) if declared.output else given

    def _default(self, declared: ConfigKey) -> Code:
        default = declared.default
        if isinstance(default, str) and declared.type == "list" and declared.lookup is None:
            return self.expressions.code([item.strip() for item in default.split(",")])
        return self.expressions.code(default)

    def _stack_name(self) -> Code:
        return "`${pulumi.getStack()}-${name}`"

    def _name(self, name: str) -> Code:
        return literals.template([(True, "name"), (False, f"-{name}")])

    # --- the outputs ----------------------------------------------

    def _end(self) -> str:
        lines: list[str] = []
        items: list[Item] = []
        for key, attribute in self.component.outputs.items():
            said = assigned(f"this.{attribute}", self._output(key), BODY)
            lines.append(self._marked(("exports", key), said))
            items.append((literals.key(key), f"this.{attribute}"))
        registered = call("this.registerOutputs", [Group("{", items, "}")])
        return "".join(lines) + statement(registered, BODY)

    def _output(self, key: str) -> Code:
        export = self.program.exports[key]
        code = self.expressions.code(export.value, ("exports", key))
        if not self.expressions.is_direct(export.value):
            code = call("pulumi.output", [code])
        if export.condition is None:
            return code
        return Ternary(self._condition(export.condition), code, "undefined")

    def _initialized(self) -> str:
        items = [entry(name, self._output(key)) for key, name in self.component.outputs.items()]
        return statement(Joined("return ", Group("{", items, "}")), BODY) if items else ""


def _head(name: str, parameters: Sequence[str]) -> str:
    """The line that begins a method, or its lines."""
    line = f"{STEP}{name}({', '.join(parameters)}) {{\n"
    if len(line) <= WIDTH + 1:
        return line
    lines = "".join(f"{BODY}{each},\n" for each in parameters)
    return f"{STEP}{name}(\n{lines}{STEP}) {{\n"
