"""The module of a component: the interface of its arguments, and its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import UnsupportedError
from ...pulumi import COMPONENT, NAMES, ConfigKey, Program
from ..pulumi.components import ComponentClass
from ..pulumi.types import argument
from ..texts import comment
from ..typescript import literals
from ..typescript.layout import (
    STEP,
    Code,
    Group,
    Item,
    Operation,
    Ternary,
    assigned,
    call,
    comment_lines,
    statement,
)
from . import types as spelling
from .module import Module, about
from .names import pascal_case

BODY = STEP * 2


class ComponentModule(Module):
    """The module of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        components: the classes of all components of the program, by token.

    Raises:
        UnsupportedError: the component would have to wait, which a constructor cannot.
    """

    parent = "this"
    indent = BODY

    def __init__(
        self, token: str, program: Program, components: Mapping[str, ComponentClass]
    ) -> None:
        self.component = components[token]
        super().__init__(program, components)
        self.token = token
        if self.awaited:
            raise UnsupportedError(
                f"the component {self.component.name} decides by what only an await gives "
                "(a pseudo parameter, or SSM's), which is not written in TypeScript yet"
            )
        self.expressions.pulumi("")

    def _own_names(self) -> Iterator[str]:
        yield from (each.name for each in self._components)
        yield from ("name", "args", "options", self.component.name, self.component.arguments_name)

    def text(self) -> str:
        """The whole module."""
        tables = self._tables()
        sections = [
            self._config() + self._pseudo_variables() + self._conditions(),
            *self._resources(),
            self._end(),
        ]
        made = "\n".join(section for section in (self._start(), *sections) if section)
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
            optional = "?" if self.program.exports[key].condition is not None else ""
            lines.append(self._comment("exports", key, STEP))
            lines.append(f"{STEP}readonly {attribute}{optional}: {self._output_type(key)};\n")
        return (
            about(self.program, "").removesuffix("\n")
            + "".join(lines)
            + ("\n" if self.component.outputs else "")
        )

    def _output_type(self, key: str) -> str:
        found = self.expressions.types.of(self.program.exports[key].value)
        kind = spelling.spelled(found)
        if "aws." in kind:
            self.expressions.aws("")
        return f"pulumi.Output<{kind}{' | undefined' if found.optional and kind != 'any' else ''}>"

    def _start(self) -> str:
        fields = [f"args: {self.component.arguments_name}"] if self.component.arguments else []
        parameters = ["name: string", *fields, "options?: pulumi.ComponentResourceOptions"]
        made = call("super", [literals.string(self.token), "name", "{}", "options"])
        line = f"{STEP}constructor({', '.join(parameters)}) {{\n"
        if len(line) > 81:
            lines = "".join(f"{BODY}{each},\n" for each in parameters)
            line = f"{STEP}constructor(\n{lines}{STEP}) {{\n"
        return line + statement(made, BODY)

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
        for key, export in self.program.exports.items():
            target = f"this.{self.component.outputs[key]}"
            code = self.expressions.code(export.value, ("exports", key))
            if not self.expressions.is_direct(export.value):
                code = call("pulumi.output", [code])
            if export.condition is not None:
                code = Ternary(self._condition(export.condition), code, "undefined")
            lines.append(self._marked(("exports", key), assigned(target, code, BODY)))
            items.append((literals.key(key), target))
        registered = call("this.registerOutputs", [Group("{", items, "}")])
        return "".join(lines) + statement(registered, BODY)
