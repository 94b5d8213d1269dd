"""``__main__.py``: the module that a program is in Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ... import catalog
from ...catalog import ResourceType
from ...errors import UnsupportedError
from ...pulumi import (
    ConditionValue,
    ConfigKey,
    Program,
    Resource,
    walk,
)
from ..layout import Bracketed, Code, Line, Parenthesized, Printer, Ternary
from ..ordering import in_order
from . import literals
from .component_class import ComponentClass
from .conditions import LITERALS_DIFFER
from .expressions import ROOT, Expressions
from .functions import FUNCTIONS
from .names import Names, pascal_case
from .objects import NotSayable, arguments, component_argument
from .plainness import Plainness
from .references import PSEUDO_VARIABLES
from .text import EXCUSE
from .usage import Usage

WIDTH = 88


class Module:
    """The module of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
    """

    own_names = frozenset({"to_base64", "comma_separated", "import_value", "stack_output"})
    indent = ""
    parent: str | None = None

    def __init__(self, program: Program, components: Mapping[str, ComponentClass]) -> None:
        self.program = program
        self.printer = Printer(WIDTH)
        self.types: dict[str, ResourceType] = {
            name: _known(name, resource)
            for name, resource in program.resources.items()
            if resource.type not in components
        }
        self.expressions = Expressions(program, Plainness(program), self.types)
        self.expressions.components = {
            name: components[resource.type]
            for name, resource in program.resources.items()
            if resource.type in components
        }
        self.used = Usage(program)
        self._name_everything()
        self._find_raw()

    def _name_everything(self) -> None:
        modules = {described.python_module or "" for described in self.types.values()}
        names = Names(modules | self.own_names)
        variables = self.expressions.variables
        for key, declared in self.program.config.items():
            if key in self.used.config or (key in self.used.compared and not declared.secret):
                variables["config", key] = names.give(key, "config")
        for table in self.program.tables:
            variables["tables", table] = names.give(table, "table", constant=True)
        for condition in self.program.conditions:
            variables["conditions", condition] = names.give(condition, "condition")
        for reference in self.program.references:
            variables["references", reference] = names.give(reference, "stack")
        for resource in self.program.resources:
            variables["resources", resource] = names.give(resource, "resource")

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.
        """
        return {
            variable: name
            for (kind, name), variable in self.expressions.variables.items()
            if kind in ("conditions", "tables") and pascal_case(variable) != name
        }

    def _find_raw(self) -> None:
        """The resources of which outputs are asked for that the SDK's classes do not have."""
        for name, outputs in self.used.outputs.items():
            if name in self.expressions.components:
                continue
            if not outputs <= {"id", "urn", *self.types[name].by_pulumi}:
                self.expressions.raw_resources.add(name)

    # --- the module ----------------------------------------------

    def text(self) -> str:
        sections = [
            self._config(),
            self._pseudo_variables(),
            self._tables(),
            self._conditions(),
            self._references(),
            *self._resources(),
            self._exports(),
        ]
        body = [section for section in sections if section]
        return self._head(bool(body)) + "\n".join(body)

    def _head(self, body: bool) -> str:
        """The docstring, the imports and the functions that the body needs."""
        imports = self.expressions.imports
        standard = [f"import {name}" for name in sorted(imports & {"base64", "json"})]
        if imports & {"native_resource", "Sequence"}:
            standard.append("from collections.abc import Sequence")
        records = sorted(imports & {"dataclass", "field"})
        if records:
            standard.append(f"from dataclasses import {', '.join(records)}")
        typing = sorted(imports & {"Any", "cast"})
        if typing:
            standard.append(f"from typing import {', '.join(typing)}")
        groups = (standard, self._packages(), self._own_modules())
        blocks = ["\n".join(lines) + "\n" for lines in groups if lines]
        excused = sorted(name.removeprefix(EXCUSE) for name in imports if name.startswith(EXCUSE))
        pragma = f"# ruff: noqa: {', '.join(excused)}\n" if excused else ""
        if LITERALS_DIFFER in imports:
            pragma += f'# mypy: disable-error-code="{LITERALS_DIFFER}"\n'
        head = pragma + docstring(self.program) + "\n".join(blocks)
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
        classes = {used.module: used for used in self.expressions.components.values()}
        return [self._import(module, classes[module].imported) for module in sorted(classes)]

    def _statement(self, target: str, code: Code, indent: str = "") -> str:
        return self.printer.assignment(target, code, indent) + "\n"

    def _comment(self, section: str, name: str, indent: str = "") -> str:
        text = self.program.comments.get((section, name))
        return "" if text is None else self.printer.comment_lines(literals.comment(text), indent)

    def _config(self) -> str:
        lines = []
        for key, declared in self.program.config.items():
            if ("config", key) not in self.expressions.variables:
                continue
            variable = self.expressions.variables["config", key]
            lines.append(
                self._comment("config", key) + self._statement(variable, self._read(key, declared))
            )
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
        for function, variable in PSEUDO_VARIABLES.items():
            if function in self.used.functions:
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
            variable = self.expressions.variables["tables", name]
            kinds = {type(cell) for row in table.values() for cell in row.values()}
            if len(kinds) > 1:
                self.expressions.imports.add("Any")
                variable += ": dict[str, dict[str, Any]]"
            written.append(self._comment("tables", name) + self._statement(variable, code))
        return "\n".join(written)

    def _conditions(self) -> str:
        lines = []
        needed = {
            name: [part.name for part in walk(condition) if isinstance(part, ConditionValue)]
            for name, condition in self.program.conditions.items()
        }
        told = {
            key: self._read(key, replace(declared, secret=False))
            for key, declared in self.program.config.items()
            if declared.secret and key in self.used.compared
        }
        for name in in_order(needed):
            variable = self.expressions.variables["conditions", name]
            code = self.expressions.condition(self.program.conditions[name], told)
            comment = self._comment("conditions", name, self.indent)
            lines.append(comment + self._statement(variable, code, self.indent))
        return "".join(lines)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            head = self.expressions.pulumi("StackReference(")
            arguments = [literals.string(name), self.expressions.code(reference.stack)]
            variable = self.expressions.variables["references", name]
            lines.append(self._statement(variable, Bracketed(head, arguments, ")")))
        return "".join(lines)

    # --- resources ----------------------------------------------

    def _resources(self) -> Iterator[str]:
        """The resources, what they refer to first; neighbours with the same condition under one
        ``if``.
        """
        needed = {
            name: [*self.used.needed[name], *_named(resource)]
            for name, resource in self.program.resources.items()
        }
        block: list[str] = []
        under: str | None = None
        for name in in_order(needed):
            condition = self.program.resources[name].condition
            if condition != under and block:
                yield self._block(under, block)
                block = []
            under = condition
            indent = self.indent + ("    " if condition is not None else "")
            block.append(self._comment("resources", name, indent) + self._resource(name, indent))
        if block:
            yield self._block(under, block)

    def _block(self, condition: str | None, statements: Iterable[str]) -> str:
        body = "\n".join(statements)
        if condition is None:
            return body
        return f"{self.indent}if {self.expressions.variables['conditions', condition]}:\n{body}"

    def _resource(self, name: str, indent: str) -> str:
        resource = self.program.resources[name]
        if name in self.expressions.components:
            return self._instance(name, resource, indent)
        described = self.types[name]
        expressions = self.expressions
        expressions.printed = name
        if name in expressions.raw_resources:
            return self._raw_resource(name, resource, indent)
        modules, imports = set(expressions.modules), set(expressions.imports)
        place = ("resources", name)
        try:
            codes, comments = arguments(expressions, resource.inputs, described.by_pulumi, place)
        except NotSayable:
            # What refers to it comes after it, so it is known as raw in time
            expressions.modules, expressions.imports = modules, imports
            expressions.raw_resources.add(name)
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
        return self._statement(self.expressions.variables["resources", name], code, indent)

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def _instance(self, name: str, resource: Resource, indent: str) -> str:
        """A component of the program's own."""
        component = self.expressions.components[name]
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
        outputs = sorted(self.used.outputs.get(name, set()) - {"id", "urn"})
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
        variables = self.expressions.variables
        codes: list[Code] = []
        if options.depends_on:
            codes.append(
                Line(
                    "depends_on=",
                    Bracketed(
                        "[", [self._dependency(resource, name) for name in options.depends_on], "]"
                    ),
                )
            )
        for option in ("protect", "retain_on_delete"):
            if getattr(options, option):
                codes.append(f"{option}=True")
        if options.ignore_changes:
            names = [literals.string(name) for name in options.ignore_changes]
            codes.append(Line("ignore_changes=", Bracketed("[", names, "]")))
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

    def _dependency(self, resource: Resource, name: str) -> Code:
        """A dependency; on a resource that may not exist, only where it does."""
        variable = self.expressions.variables["resources", name]
        condition = self.program.resources[name].condition
        if condition is None or condition == resource.condition:
            return variable
        question = self.expressions.variables["conditions", condition]
        return Line("*", Parenthesized(Ternary(question, Bracketed("[", [variable], "]"), "[]")))

    # --- exports ----------------------------------------------

    def _exports(self) -> str:
        written = []
        under: str | None = None
        for name, export in self.program.exports.items():
            indent = "    " if export.condition is not None else ""
            code = Bracketed(
                self.expressions.pulumi("export("),
                [literals.string(name), self.expressions.code(export.value, ("exports", name))],
                ")",
            )
            head = ""
            if export.condition is not None and export.condition != under:
                head = f"if {self.expressions.variables['conditions', export.condition]}:\n"
            under = export.condition
            text = self.printer.print(code, indent, len(indent))
            written.append(f"{head}{self._comment('exports', name, indent)}{indent}{text}\n")
        return "".join(written)


def _named(resource: Resource) -> list[str]:
    """The resources that the options of one name."""
    parent = resource.options.parent
    return [*resource.options.depends_on, *([] if parent is None else [parent])]


def _known(name: str, resource: Resource) -> ResourceType:
    described = catalog.by_token(resource.type)
    if described is None or not described.creatable:
        raise UnsupportedError(f"the SDK has no class for {resource.type} ({name})")
    return described


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
        lines = wrap("".join(literals.comment(text)), width - 2)
        return "".join(f"{indent}# {line}\n" for line in lines) + "\n"
    wrapped = wrap(text, width - 3, break_long_words=False, break_on_hyphens=False)
    body = f"\n{indent}".join(wrapped)
    return f'{indent}"""{body}' + (f"\n{indent}" if len(wrapped) > 1 else "") + '"""\n\n'
