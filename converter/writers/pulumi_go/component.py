"""The file of a component: a struct of its arguments, the component's own, and what makes one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...pulumi import ConfigKey, Program
from ..layout import Bracketed, Code, Line
from ..pulumi.components import ComponentClass
from ..pulumi.printing import call
from ..pulumi.types import Types, ValueType, argument
from ..texts import comment
from . import literals
from .expressions import GO_TYPES, pulumi_name
from .layout import INDENT, Pair, comment_lines, heading, wrapped
from .module import Module

BODY = INDENT
_STACK_NAME = "stackName"  # the variable that no argument may be named after


class ComponentFile(Module):
    """The file of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        classes: the classes of all components of the program, by token.
        components: the programs of all components, by token.
        inner: the types in each of them, as far as they are made.
        taken: names that the program's other files have.
    """

    indent = BODY
    failure = "nil, err"
    parent = "component"

    def __init__(
        self,
        token: str,
        program: Program,
        classes: Mapping[str, ComponentClass],
        components: Mapping[str, Program],
        inner: Mapping[str, Types],
        taken: Collection[str],
    ) -> None:
        super().__init__(program, classes, components, inner, {*taken, _STACK_NAME})
        self._token = token
        self.component = classes[token]
        if self.plan.used.stack_name:
            self.expressions.stack_name = _STACK_NAME

    def text(self) -> str:
        """The whole file."""
        self.expressions.pulumi("ResourceState")
        parts = [self._argument_struct(), self._struct(), self._maker()]
        parts = [heading(self.expressions.packages), *filter(None, parts), *self._structs]
        return "\n".join(parts)

    def notes(self) -> dict[str, Any]:
        """What the fragment tells of the file."""
        return self.notes_on(self.component)

    # --- the structs ----------------------------------------------

    def _argument_struct(self) -> str:
        if not self.component.arguments:
            return ""
        name = self.component.arguments_name
        fields = []
        for key, field in self.component.arguments.items():
            declared = self.program.config[key]
            note = self.comment("config", key, INDENT)
            note += comment_lines(comment(declared.description or ""), INDENT)
            fields.append((note, field, self._field(declared), ""))
        about = f"// {name} has the arguments of {self.component.name}.\n"
        return f"{about}type {name} struct {{\n{''.join(_fields(fields))}}}\n"

    def _field(self, declared: ConfigKey) -> str:
        kind = argument(declared).type.kind
        if declared.lookup is not None and not declared.output:
            return "string"
        if not declared.output:
            return GO_TYPES.get(kind, "[]string")
        return self.expressions.pulumi(f"{pulumi_name(kind)}Input")

    def _struct(self) -> str:
        name = self.component.name
        fields = [
            (
                self.comment("exports", key, INDENT),
                field,
                self._output_type(self.types.export(key)),
                f'`pulumi:"{key}"`',
            )
            for key, field in self.component.outputs.items()
        ]
        state = f"\t{self.expressions.pulumi('ResourceState')}\n"
        about = wrapped(self.program.description or f"{name} is a component.", 0)
        blank = "\n" if fields else ""
        body = f"{state}{blank}{''.join(_fields(fields))}"
        return f"{comment_lines(about, '')}type {name} struct {{\n{body}}}\n"

    def _output_type(self, found: ValueType) -> str:
        return self.expressions.pulumi(f"{pulumi_name(found.type.kind)}Output")

    # --- what makes one -------------------------------------------

    def _maker(self) -> str:
        name = self.component.name
        head = f"// New{name} makes one.\nfunc New{name}(\n\tctx *pulumi.Context,\n\tname string,\n"
        if self.component.arguments:
            head += f"\targs *{self.component.arguments_name},\n"
        head += f"\topts ...pulumi.ResourceOption,\n) (*{name}, error) {{\n"
        made = f"\tcomponent := &{name}{{}}\n"
        registered = self.statement("err := ", self._registration(), BODY)
        self._has_error = True
        start = f"{made}{registered}{self._way_out(self.indent)}"
        sections = [start, *self._sections()]
        return head + "\n".join(section for section in sections if section) + "}\n"

    def _registration(self) -> Code:
        """The call that registers it, with what it is given."""
        named = f"{literals.string(self._token)}, name, "
        if not self.component.arguments:
            return f"ctx.RegisterComponentResource({named}component, opts...)"
        entries: list[Code] = [
            Pair(literals.string(key), self._given(field, self.program.config[key]))
            for key, field in self.component.arguments.items()
        ]
        given = Bracketed(f"{self.expressions.pulumi('Map')}{{", entries, "}")
        return Line(f"ctx.RegisterComponentResourceV2({named}", given, ", component, opts...)")

    def _given(self, field: str, declared: ConfigKey) -> Code:
        """An argument as an input."""
        code: Code = f"args.{field}"
        if not declared.output:
            kind = "string" if declared.lookup is not None else argument(declared).type.kind
            code = call(self.expressions.constructor(kind), [code])
        secret = self.expressions.pulumi("ToSecret")
        return call(secret, [code]) if declared.secret else code

    def _pseudo_parameters(self) -> str:
        found = super()._pseudo_parameters()
        if self.plan.used.stack_name:
            sprintf = self.expressions.standard("fmt", "Sprintf")
            found += f'{self.indent}{_STACK_NAME} := {sprintf}("%s-%s", ctx.Stack(), name)\n'
        return found

    def _config(self) -> str:
        lines = []
        for key in self.plan.config:
            name = self.plan.variables["config", key]
            lines.append(self._read(key, name, self.program.config[key]))
        return "".join(lines)

    def _read(self, key: str, name: str, declared: ConfigKey) -> str:
        field = f"args.{self.component.arguments[key]}"
        self.expressions.read[key] = name
        kind = argument(declared).type.kind
        named = pulumi_name(kind)
        if declared.lookup is not None:
            parameter: Code = field
            if declared.secret and not declared.output:
                parameter = f"{self.expressions.pulumi('String')}({field})"
            return self._look_up(key, name, declared, parameter)
        if declared.output:
            code = f"{field}.To{named}Output()"
            if declared.secret:
                code = f"pulumi.ToSecret({code}).(pulumi.{named}Output)"
            return self.variable(name, code)
        if declared.secret:
            made = f"{self.expressions.constructor(kind)}({field})"
            code = f"pulumi.ToSecret({made}.To{named}Output()).(pulumi.{named}Output)"
            return self.variable(name, code)
        return self.variable(name, field)

    def told(self, key: str, declared: ConfigKey) -> Code:
        return f"args.{self.component.arguments[key]}"

    def _name(self, name: str) -> Code:
        return f'name+"-{literals.string(name)[1:-1]}"'

    # --- the outputs ----------------------------------------------

    def _exports(self) -> str:
        """The outputs: fields of the component, registered as they are there."""
        lines = list(self._assignments())
        entries: list[Code] = [
            Pair(literals.string(key), f"component.{field}")
            for key, field in self.component.outputs.items()
            if self.program.exports[key].condition is None
        ]
        outputs = Bracketed(f"{self.expressions.pulumi('Map')}{{", entries, "}")
        conditional = [key for key, each in self.program.exports.items() if each.condition]
        if not conditional:
            call = Line("ctx.RegisterResourceOutputs(component, ", outputs, ")")
            lines.append(self.statement("return component, ", call, self.indent))
            return "".join(lines)
        lines.append(self.statement("outputs := ", outputs, self.indent))
        for key in conditional:
            question = self.plan.variables["conditions", str(self.program.exports[key].condition)]
            entry = f"outputs[{literals.string(key)}] = component.{self.component.outputs[key]}"
            lines.append(
                f"{self.indent}if {question} {{\n{self.indent}\t{entry}\n{self.indent}}}\n"
            )
        lines.append(
            f"{self.indent}return component, ctx.RegisterResourceOutputs(component, outputs)\n"
        )
        return "".join(lines)

    def _assignments(self) -> Iterator[str]:
        for condition, names in self.plan.exports:
            indent = self.indent + (INDENT if condition is not None else "")
            if condition is not None:
                yield f"{self.indent}if {self.plan.variables['conditions', condition]} {{\n"
            for key in names:
                code = self._assigned(key)
                target = f"component.{self.component.outputs[key]} = "
                yield self.statement(target, code, indent)
            if condition is not None:
                yield f"{self.indent}}}\n"

    def _assigned(self, key: str) -> Code:
        value = self.program.exports[key].value
        kind = self.types.export(key).type.kind
        if kind == "string":
            return self.expressions.text_output(value)
        return self.expressions.output(value)


def _fields(fields: list[tuple[str, str, str, str]]) -> Iterator[str]:
    """The lines of a struct's fields, with what is said before each, in gofmt's columns."""
    start = 0
    while start < len(fields):
        end = start + 1
        while end < len(fields) and not fields[end][0]:
            end += 1
        group = fields[start:end]
        names = max(len(name) for _, name, _, _ in group) + 1
        types = max(len(type) for _, _, type, _ in group) + 1
        for note, name, type, tag in group:
            line = f"{name.ljust(names)}{type.ljust(types) if tag else type}{tag}"
            yield f"{note}\t{line}\n"
        start = end
