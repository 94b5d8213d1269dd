"""The module of a component: a class of its arguments, and the component's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...pulumi import COMPONENT, NAMES, Attribute, ConfigKey, Export, Expression, Program, walk
from ..layout import INDENT, Bracketed, Code, Line, Parenthesized, Ternary
from ..pulumi.components import ComponentClass
from ..texts import comment
from . import literals
from .module import Module, docstring
from .names import pascal_case
from .references import is_optional

BODY = INDENT * 2
_TYPES = {"integer": "int", "number": "float", "boolean": "bool"}


class ComponentModule(Module):
    """The module of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        components: the classes of all components of the program, by token.
    """

    own_names = Module.own_names | {"self", "name", "args", "opts", "field", "dataclass"}
    indent = BODY
    parent = "self"

    def __init__(
        self, token: str, program: Program, components: Mapping[str, ComponentClass]
    ) -> None:
        super().__init__(program, components)
        self.token = token
        self.component = components[token]
        self.expressions.pulumi("ComponentResource")
        self.expressions.settles = False

    def text(self) -> str:
        """The whole module."""
        arguments = self._arguments() if self.component.arguments else ""
        tables = self._tables()
        sections = [
            self._config() + self._pseudo_variables() + self._conditions(),
            self._refusals(),
            self._lists(),
            *self._resources(),
            self._end(),
        ]
        made = "\n".join(section for section in (self._start(), *sections) if section)
        parts = [arguments, self._declaration() + made]
        head = self._head(bool(tables)) + tables
        return "\n\n".join([head, *(part for part in parts if part)])

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
        self.expressions.imports.add("dataclass")
        lines = [
            "@dataclass(kw_only=True)\n",
            f"class {self.component.arguments_name}:\n",
            f'{INDENT}"""The arguments of {self.component.name}."""\n\n',
        ]
        for key, field in self.component.arguments.items():
            declared = self.program.config[key]
            lines.append(self._comment("config", key, INDENT))
            if declared.description:
                words = comment(declared.description)
                lines.append(self.printer.comment_lines(words, INDENT))
            lines.append(self._field(field, declared))
        return "".join(lines)

    def _field(self, field: str, declared: ConfigKey) -> str:
        kind = self._argument_type(declared)
        if declared.default is None:
            return f"{INDENT}{field}: {kind}\n"
        default = self._default(declared)
        head, bracket, inner = f"{field}: {kind}".partition("[")
        if not bracket:
            return self._statement(head, default, INDENT)
        annotated = Bracketed(f"{head}[", [inner.removesuffix("]")], "]", comma=False)
        code = Line(annotated, " = ", default)
        return f"{INDENT}{self.printer.print(code, INDENT, len(INDENT))}\n"

    def _default(self, declared: ConfigKey) -> Code:
        default = declared.default
        if not isinstance(default, str):
            return self.expressions.code(default)
        if not _is_list(declared):
            return literals.one_line(default)
        self.expressions.imports.add("field")
        items: list[Expression] = [item.strip() for item in default.split(",")]
        made = Line("default_factory=lambda: ", self.expressions.code(items))
        return Bracketed("field(", [made], ")")

    def _argument_type(self, declared: ConfigKey) -> str:
        """The type of a field, an input where something gives it an output."""
        plain = _TYPES.get(declared.type, "str")
        if _is_list(declared):
            self.expressions.imports.add("Sequence")
            plain = "Sequence[pulumi.Input[str]]" if declared.output else "Sequence[str]"
        return f"pulumi.Input[{plain}]" if declared.output else plain

    # --- the class ----------------------------------------------

    def _declaration(self) -> str:
        lines = [f"class {self.component.name}(pulumi.ComponentResource):\n"]
        lines.append(docstring(self.program, INDENT))
        for key, attribute in self.component.outputs.items():
            kind = self._output_type(self.program.exports[key])
            lines.append(self._comment("exports", key, INDENT))
            code = Bracketed(f"{attribute}: pulumi.Output[", [kind], "]", comma=False)
            lines.append(f"{INDENT}{self.printer.print(code, INDENT, len(INDENT))}\n")
        return "".join(lines) + ("\n" if self.component.outputs else "")

    def _output_type(self, export: Export) -> str:
        """``str``, but where the SDK says that what a text is made of may be missing."""
        for part in walk(export.value):
            if isinstance(part, Attribute) and is_optional(self.expressions, part):
                self.expressions.imports.add("Any")
                return "Any"
        return "str"

    def _start(self) -> str:
        arguments = f"{BODY}args: {self.component.arguments_name},\n"
        registered = [literals.string(self.token), "name", "{}", "opts"]
        registration = Bracketed("super().__init__(", registered, ")")
        return (
            f"{INDENT}def __init__(\n{BODY}self,\n{BODY}name: str,\n"
            + (arguments if self.component.arguments else "")
            + f"{BODY}opts: pulumi.ResourceOptions | None = None,\n{INDENT}) -> None:\n"
            + f"{BODY}{self.printer.print(registration, BODY, len(BODY))}\n"
        )

    def _config(self) -> str:
        lines = []
        for key, declared in self.program.config.items():
            variable = self.plan.variables.get(("config", key))
            if variable is not None:
                if declared.output and _is_list(declared):
                    self.expressions.imports.add("Any")  # whose items are outputs or plain
                    variable += ": pulumi.Output[Any]"
                lines.append(self._statement(variable, self._read(key, declared), BODY))
        return "".join(lines)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        argument = f"args.{self.component.arguments[key]}"
        if declared.lookup is not None:
            function = "list" if declared.type == "list" else "string"
            suffix = "_output" if declared.secret or declared.output else ""
            head = f"{self.expressions.module('')}.get_ssm_parameter_{function}{suffix}("
            return Line(Bracketed(head, [f"name={argument}"], ")"), ".value")
        if declared.secret:
            return Bracketed("pulumi.Output.secret(", [argument], ")")
        if declared.output:
            return Bracketed("pulumi.Output.from_input(", [argument], ")")
        return argument

    def _stack_name(self) -> str:
        return 'f"{pulumi.get_stack()}-{name}"'

    def _made(self, name: str, code: Code, indent: str) -> str:
        """Without a variable where nothing refers to the resource."""
        if self.plan.is_referred_to(name):
            return super()._made(name, code, indent)
        return f"{indent}{self.printer.print(code, indent, len(indent))}\n"

    def _name(self, name: str) -> Code:
        return literals.formatted([(True, "name"), (False, f"-{name}")])

    # --- the outputs ----------------------------------------------

    def _end(self) -> str:
        statements = "".join(self._assignments())
        entries = [self._entry(key, export) for key, export in self.program.exports.items()]
        registered = Bracketed("{", entries, "}")
        outputs = Bracketed("self.register_outputs(", [registered], ")", comma=False)
        return f"{statements}{BODY}{self.printer.print(outputs, BODY, len(BODY))}\n"

    def _assignments(self) -> Iterator[str]:
        under: str | None = None
        for key, export in self.program.exports.items():
            indent = BODY
            if export.condition is not None:
                indent += INDENT
                if export.condition != under:
                    condition = self.plan.variables["conditions", export.condition]
                    yield f"{BODY}if {condition}:\n"
            under = export.condition
            target = f"self.{self.component.outputs[key]}"
            yield self._statement(target, self.expressions.output(export.value), indent)

    def _entry(self, key: str, export: Export) -> Code:
        entry = Line(literals.string(key) + ": ", f"self.{self.component.outputs[key]}")
        if export.condition is None:
            return entry
        condition = self.plan.variables["conditions", export.condition]
        there = Bracketed("{", [entry], "}")
        return Line("**", Parenthesized(Ternary(condition, there, "{}")))


def _is_list(declared: ConfigKey) -> bool:
    return declared.type == "list" and declared.lookup is None
