"""``__main__.py``: the module that a program is in Python."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ...catalog import ResourceType
from ...errors import Path, UnsupportedError
from ...pulumi import ConfigKey, Invoke, Program, Resource
from ...records import replace
from ..layout import Bracketed, Code, Line, Parenthesized, Printer, Ternary
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.marks import lines_of
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..texts import comment
from . import literals
from .conditions import LITERALS_DIFFER
from .expressions import ROOT, Expressions
from .fitting import component_argument
from .functions import FUNCTIONS
from .names import RESERVED, pascal_case
from .objects import NotSayable, arguments
from .printers import PRINTERS
from .references import PSEUDO_VARIABLES
from .text import EXCUSE

WIDTH = 88


class Module:
    """The module of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
    """

    own_names = frozenset(
        {"to_base64", "comma_separated", "import_value", "stack_output", "not_none", "T"}
    )
    indent = ""
    parent: str | None = None

    def __init__(self, program: Program, components: Mapping[str, ComponentClass]) -> None:
        self.program = program
        self.printer = Printer(WIDTH)
        self.plan = Plan(program, components, self._names)
        self.used = self.plan.used
        self.expressions = Expressions(program, Plainness(program), self.plan, PRINTERS)
        self._statements: list[tuple[Path, str]] = []

    def _names(self, types: Collection[ResourceType]) -> Names:
        modules = {described.python_module or "" for described in types}
        return Names(RESERVED.union(modules, self.own_names))

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.
        """
        variables = self.plan.variables.values()
        return self.plan.lost_names({variable: pascal_case(variable) for variable in variables})

    def lines(self, text: str) -> dict[Path, int]:
        """The line of each entry of the program in the text of the module."""
        return lines_of(text, self._statements)

    def _marked(self, place: Path, statement: str) -> str:
        self._statements.append((place, statement))
        return statement

    # --- the module ----------------------------------------------

    def text(self) -> str:
        sections = [
            self._config(),
            self._pseudo_variables(),
            self._tables(),
            self._conditions(),
            self._refusals(),
            self._references(),
            self._lists(),
            *self._resources(),
            self._exports(),
        ]
        body = [section for section in sections if section]
        head = self._head(bool(body))
        if not body:
            return head
        body[0] = head + body[0]
        return "\n".join(body)

    def _head(self, body: bool) -> str:
        """The docstring, the imports and the functions that the body needs."""
        imports = self.expressions.imports
        standard = [f"import {name}" for name in sorted(imports & {"base64", "json"})]
        if imports & {"native_resource", "Sequence"}:
            standard.append("from collections.abc import Sequence")
        records = sorted(imports & {"dataclass", "field"})
        if records:
            standard.append(f"from dataclasses import {', '.join(records)}")
        typing = sorted(imports & {"Any", "TypeVar", "cast"})
        if typing:
            standard.append(f"from typing import {', '.join(typing)}")
        groups = (standard, self._packages(), self._own_modules())
        blocks = ["\n".join(lines) + "\n" for lines in groups if lines]
        excused = sorted(name.removeprefix(EXCUSE) for name in imports if name.startswith(EXCUSE))
        pragma = f"# ruff: noqa: {', '.join(excused)}\n" if excused else ""
        if LITERALS_DIFFER in imports:
            pragma += f'# mypy: disable-error-code="{LITERALS_DIFFER}"\n'
        head = pragma + docstring(self.program) + "\n".join(blocks)
        if "TypeVar" in imports:
            head += '\nT = TypeVar("T")\n'
        functions = [text for name, text in FUNCTIONS.items() if name in imports]
        if functions:
            return "\n\n".join([head, *functions]) + ("\n\n" if body else "")
        return head + ("\n" if body and head else "")

    def _packages(self) -> list[str]:
        modules = self.expressions.modules
        lines = ["import pulumi"] if "pulumi" in self.expressions.imports else []
        if "" in modules:
            lines.append(f"import pulumi_aws_native as {ROOT}")
        services = sorted(modules - {""})
        if services:
            lines.append(self._import("pulumi_aws_native", services))
        return lines

    def _import(self, module: str, names: Sequence[str]) -> str:
        line = f"from {module} import {', '.join(names)}"
        if len(line) <= WIDTH:
            return line
        return self.printer.print(Bracketed(f"from {module} import (", names, ")", broken=True))

    def _own_modules(self) -> list[str]:
        """The imports of the program's own components."""
        classes = {used.module: used for used in self.plan.components.values()}
        return [self._import(module, classes[module].imported) for module in sorted(classes)]

    def _statement(self, target: str, code: Code, indent: str = "") -> str:
        return self.printer.assignment(target, code, indent) + "\n"

    def _comment(self, section: str, name: str, indent: str = "") -> str:
        text = self.program.comments.get((section, name))
        return "" if text is None else self.printer.comment_lines(comment(text), indent)

    def _config(self) -> str:
        lines = []
        for key in self.plan.config:
            variable = self.plan.variables["config", key]
            code = self._read(key, self.program.config[key])
            statement = self._marked(("config", key), self._statement(variable, code))
            lines.append(self._comment("config", key) + statement)
        if not self.used.config | self.used.compared:
            return ""
        return f"config = {self.expressions.pulumi('Config()')}\n" + "".join(lines)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        method = {
            "integer": "require_int",
            "number": "require_float",
            "boolean": "require_bool",
        }.get(declared.type, "require")
        if declared.secret:
            method = method.replace("require", "require_secret")
        read = Bracketed(f"config.{method}(", [literals.string(key)], ")")
        if declared.lookup is not None:
            function = (
                "get_ssm_parameter_list" if declared.type == "list" else "get_ssm_parameter_string"
            )
            suffix = "_output" if declared.secret else ""
            module = self.expressions.module("")
            return Line(
                Bracketed(f"{module}.{function}{suffix}(", [Line("name=", read)], ")"), ".value"
            )
        if declared.type != "list":
            return read
        self.expressions.imports.add("comma_separated")
        if declared.secret:
            return Line(read, ".apply(comma_separated)")
        return Bracketed("comma_separated(", [read], ")")

    def _pseudo_variables(self) -> str:
        lines = []
        for function in self.plan.pseudo_parameters:
            variable = PSEUDO_VARIABLES[function]
            found = f"{self.expressions.module('')}.get_{variable}().{variable}"
            lines.append(self._statement(variable, found, self.indent))
        if self.used.stack_name:
            lines.append(self._statement("stack_name", self._stack_name(), self.indent))
        if self.used.organization:
            lines.append(f"organization = {self.expressions.pulumi('get_organization()')}\n")
        return "".join(lines)

    def _stack_name(self) -> str:
        return self.expressions.pulumi("get_stack()")

    def _tables(self) -> str:
        written = []
        for name, table in self.program.tables.items():
            code = Bracketed(
                "{",
                [
                    Line(literals.string(top) + ": ", self.expressions.code(row))
                    for top, row in table.items()
                ],
                "}",
                broken=True,
            )
            variable = self.plan.variables["tables", name]
            kinds = {type(cell) for row in table.values() for cell in row.values()}
            if len(kinds) > 1:
                self.expressions.imports.add("Any")
                variable += ": dict[str, dict[str, Any]]"
            statement = self._marked(("tables", name), self._statement(variable, code))
            written.append(self._comment("tables", name) + statement)
        return "\n".join(written)

    def _conditions(self) -> str:
        lines = []
        told = {
            key: self._read(key, replace(self.program.config[key], secret=False))
            for key in self.plan.told
        }
        for name in self.plan.conditions:
            variable = self.plan.variables["conditions", name]
            code = self.expressions.condition(self.program.conditions[name], told)
            comment = self._comment("conditions", name, self.indent)
            statement = self._statement(variable, code, self.indent)
            lines.append(comment + self._marked(("conditions", name), statement))
        return "".join(lines)

    def _refusals(self) -> str:
        """What the program refuses to run for, before it registers anything."""
        lines = []
        for refusal in self.program.refusals:
            condition = self.expressions.code(refusal.condition)
            raised = Bracketed("raise ValueError(", [literals.one_line(refusal.message)], ")")
            for code, indent in (
                (Line("if ", condition, ":"), self.indent),
                (raised, f"{self.indent}    "),
            ):
                printed = self.printer.print(code, indent, before=len(indent))
                lines.append(f"{indent}{printed}\n")
        return "".join(lines)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            head = self.expressions.pulumi("StackReference(")
            arguments = [literals.string(name), self.expressions.code(reference.stack)]
            variable = self.plan.variables["references", name]
            statement = self._statement(variable, Bracketed(head, arguments, ")"))
            lines.append(self._marked(("references", name), statement))
        return "".join(lines)

    def _lists(self) -> str:
        """What the provider lists before any resource is there, where several values ask for it."""
        return "".join(map(self._list, self.plan.lists.early))

    def _list(self, node: Invoke) -> str:
        code = self.expressions.code(node)
        return self._statement(self.plan.lists.named(node), code, self.indent)

    def _lists_for(self, names: Iterable[str]) -> list[str]:
        """What the provider lists of resources that are there, where these are the first to ask."""
        return [*map(self._list, self.plan.lists.due(names))]

    # --- resources ----------------------------------------------

    def _resources(self) -> Iterator[str]:
        """The resources, what they refer to first; neighbours with the same condition under one
        ``if``.
        """
        for condition, names in self.plan.resources:
            indent = self.indent + ("    " if condition is not None else "")
            if condition is not None:
                yield from self._lists_for(names)
            block: list[str] = []
            for name in names:
                block += self._lists_for([name])
                comment = self._comment("resources", name, indent)
                statement = self._resource(name, indent)
                block.append(comment + self._marked(("resources", name), statement))
            if condition is None:
                yield from block
            else:
                decided = self.plan.variables["conditions", condition]
                yield f"{self.indent}if {decided}:\n" + "\n".join(block)

    def _resource(self, name: str, indent: str) -> str:
        resource = self.program.resources[name]
        if name in self.plan.components:
            return self._instance(name, resource, indent)
        described = self.plan.types[name]
        expressions = self.expressions
        expressions.printed = name
        if name in self.plan.raw:
            return self._raw_resource(name, resource, indent)
        modules, imports = set(expressions.modules), set(expressions.imports)
        place = ("resources", name)
        try:
            codes, comments = arguments(expressions, resource.inputs, described.by_pulumi, place)
        except NotSayable:
            # What refers to it comes after it, so it is known as raw in time
            expressions.modules, expressions.imports = modules, imports
            self.plan.raw.add(name)
            return self._raw_resource(name, resource, indent)
        codes += self._options(resource)
        head = f"{self.expressions.module(described.python_module)}.{described.python_class}("
        shifted = {position + 1: lines for position, lines in comments.items()}
        code = Bracketed(
            head, [self._name(name), *codes], ")", broken=bool(codes), comments=shifted
        )
        return self._made(name, code, indent)

    def _made(self, name: str, code: Code, indent: str) -> str:
        """The statement that makes a resource."""
        return self._statement(self.plan.variables["resources", name], code, indent)

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def _instance(self, name: str, resource: Resource, indent: str) -> str:
        """A component of the program's own."""
        component = self.plan.components[name]
        place = ("resources", name)
        comments: dict[int, list[str]] = {}
        arguments: list[Code] = []
        for key, value in resource.inputs.items():
            self.expressions.note(comments, len(arguments), (*place, key))
            code = component_argument(self.expressions, value, (*place, key))
            arguments.append(Line(f"{component.arguments[key]}=", code))
        codes = [self._name(name)]
        if component.arguments:
            head = f"{component.arguments_name}("
            codes.append(Bracketed(head, arguments, ")", broken=True, comments=comments))
        codes += self._options(resource)
        code = Bracketed(f"{component.name}(", codes, ")", broken=bool(arguments))
        return self._made(name, code, indent)

    def _raw_resource(self, name: str, resource: Resource, indent: str) -> str:
        expressions = self.expressions
        expressions.imports.update(("Any", "native_resource"))
        expressions.raw = True
        inputs = expressions.code(resource.inputs, ("resources", name))
        expressions.raw = False
        outputs = self.used.outputs_of(name)
        codes: list[Code] = [literals.string(resource.type), self._name(name), inputs]
        if outputs:
            codes.append(
                Line(
                    "outputs=", Bracketed("[", [literals.string(output) for output in outputs], "]")
                )
            )
        codes += self._options(resource)
        expressions.pulumi("CustomResource")
        code = Bracketed("NativeResource(", codes, ")", broken=True)
        return self._made(name, code, indent)

    def _options(self, resource: Resource) -> list[Code]:
        """The argument ``opts``, where there is something to say in it."""
        options = resource.options
        variables = self.plan.variables
        codes: list[Code] = []
        if options.depends_on:
            codes.append(Line("depends_on=", self._dependencies(resource)))
        if options.protect:
            codes.append("protect=True")
        if options.retain_on_delete:
            retained = self.expressions.code(options.retain_on_delete)
            codes.append(Line("retain_on_delete=", retained))
        for option, listed in (
            ("ignore_changes", options.ignore_changes),
            ("additional_secret_outputs", options.secret_outputs),
        ):
            names = [literals.string(name) for name in listed]
            if names:
                codes.append(Line(f"{option}=", Bracketed("[", names, "]")))
        parent = self.parent
        if options.parent is not None:
            parent = variables["resources", options.parent]
        if parent is not None:
            codes.append(f"parent={parent}")
        if options.other:
            raise UnsupportedError(
                f"the option {next(iter(options.other))} cannot be written in Python yet"
            )
        if not codes:
            return []
        return [Line("opts=", Bracketed(self.expressions.pulumi("ResourceOptions("), codes, ")"))]

    def _dependencies(self, resource: Resource) -> Code:
        names = resource.options.depends_on
        condition = self.program.resources[names[0]].condition
        if len(names) == 1 and condition not in (None, resource.condition):
            return self._if_there(str(condition), self.plan.variables["resources", names[0]])
        return Bracketed("[", [self._dependency(resource, name) for name in names], "]")

    def _dependency(self, resource: Resource, name: str) -> Code:
        """A dependency; on a resource that may not exist, only where it does."""
        variable = self.plan.variables["resources", name]
        condition = self.program.resources[name].condition
        if condition is None or condition == resource.condition:
            return variable
        return Line("*", Parenthesized(self._if_there(condition, variable)))

    def _if_there(self, condition: str, variable: str) -> Code:
        question = self.plan.variables["conditions", condition]
        return Ternary(question, Bracketed("[", [variable], "]"), "[]")

    # --- exports ----------------------------------------------

    def _exports(self) -> str:
        written = []
        for condition, names in self.plan.exports:
            if condition is not None:
                written.append(f"if {self.plan.variables['conditions', condition]}:\n")
            indent = "    " if condition is not None else ""
            written += [self._export(name, indent) for name in names]
        return "".join(written)

    def _export(self, name: str, indent: str) -> str:
        value = self.expressions.code(self.program.exports[name].value, ("exports", name))
        head = self.expressions.pulumi("export(")
        code = Bracketed(head, [literals.string(name), value], ")")
        statement = f"{indent}{self.printer.print(code, indent, len(indent))}\n"
        comment = self._comment("exports", name, indent)
        return comment + self._marked(("exports", name), statement)


def docstring(program: Program, indent: str = "") -> str:
    """The docstring of a program, or a comment where it cannot be one; with a blank line behind."""
    text = " ".join((program.description or "").split())
    if not text:
        return ""
    width = WIDTH - len(indent)
    is_plain = "\\" not in text and '"' not in text and text.isprintable()
    if is_plain and len(text) <= width - 6:
        return f'{indent}"""{text}"""\n\n'
    from textwrap import wrap  # short descriptions do without

    if not is_plain:
        lines = wrap("".join(comment(text)), width - 2)
        return "".join(f"{indent}# {line}\n" for line in lines) + "\n"
    wrapped = wrap(text, width - 3, break_long_words=False, break_on_hyphens=False)
    body = f"\n{indent}".join(wrapped)
    return f'{indent}"""{body}' + (f"\n{indent}" if len(wrapped) > 1 else "") + '"""\n\n'
