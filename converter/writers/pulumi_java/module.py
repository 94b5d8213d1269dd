"""``App.java``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ...catalog import ResourceType
from ...errors import Path
from ...naming.java import property_name
from ...pulumi import ConfigKey, Expression, Program, Resource
from ..java.layout import INDENT, comment_lines, if_statement, method, statement
from ..java.nodes import Chain, Pair, Ternary
from ..layout import Code, Line
from ..names import Names
from ..pulumi.applied_frames import AppliedFrame
from ..pulumi.components import ComponentClass
from ..pulumi.frames import options_of
from ..pulumi.plainness import Plainness, must_await
from ..pulumi.plan import Plan
from ..pulumi.printing import call, may_be_absent
from ..pulumi.types import Types, argument
from ..texts import comment_within
from . import literals
from .expressions import MOST_ENTRIES, SPELLING, TYPES, Expressions
from .functions import FUNCTIONS, IMPORTS, NEEDS
from .names import Imports, names, told_by
from .places import as_output, built, field
from .printers import OUTPUTS, PLAIN

PACKAGE = "program"
_READERS = {"integer": "Integer", "boolean": "Boolean"}
_ROOM = 92


class Module(AppliedFrame):
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
        inner: the types in each of them.
    """

    language = "Java"
    configured = "ctx.config()"
    indent = INDENT * 2
    expressions: Expressions

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
    ) -> None:
        super().__init__()
        self.program, self.programs = program, programs
        self.imports = Imports(
            name for each in components.values() for name in (each.name, each.arguments_name)
        )
        awaited = must_await(program, programs)
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, Plainness(program, awaited=awaited), inner)
        self.expressions = Expressions(
            program, self.plan, self.types, self.imports, PLAIN, OUTPUTS, awaited=awaited
        )
        self._raw_classes: list[str] = []

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names(())

    # --- the file -------------------------------------------------

    def text(self) -> str:
        """The whole file."""
        tables = [f"{table}\n" for table in self._tables()]
        body = "\n".join(filter(None, self._sections()))
        for name in ("Context", "Pulumi"):
            self.imports.own(name)
        about = comment_lines(comment_within(self.program.description or "", _ROOM), "")
        main = (
            f"{INDENT}public static void main(String[] args) {{\n"
            f"{INDENT * 2}Pulumi.run(App::stack);\n{INDENT}}}\n\n"
            f"{INDENT}static void stack(Context ctx) {{\n{body}{INDENT}}}\n"
        )
        made = f"{about}public class App {{\n{''.join(tables)}{main}}}\n"
        return file(self.imports, made, *self._raw_classes)

    # --- spelling -------------------------------------------------

    def statement(self, target: str, code: Code, indent: str) -> str:
        return statement(target, code, indent)

    def comment_lines(self, lines: list[str], indent: str) -> str:
        return comment_lines(lines, indent)

    def told_by(self, variable: str) -> str:
        return told_by(variable)

    def ternary(self, condition: str, code: Code) -> Code:
        return Ternary(condition, code, "null")

    def refusal(self, condition: Code, message: str) -> str:
        error = call("new IllegalStateException", [literals.string(message)])
        thrown = statement("throw ", error, self.indent + INDENT)
        return f"{if_statement(condition, self.indent)}{thrown}{self.indent}}}\n"

    # --- what is known beforehand ---------------------------------

    def read(self, key: str, declared: ConfigKey) -> Code:
        secret = "Secret" if declared.secret else ""
        quoted = literals.string(key)
        if declared.type == "number":
            if secret:
                said = call(".applyValue", ["Double::valueOf"])
                code: Code = Line(call("config.requireSecret", [quoted]), said)
            else:
                code = Line(call("config.getDouble", [quoted]), ".orElseThrow()")
        else:
            code = call(f"config.require{secret}{_READERS.get(declared.type, '')}", [quoted])
        return self.converted(code, declared, is_late=declared.secret)

    def found_parameter(self, name: Code, declared: ConfigKey, *, late: bool) -> Code:
        expressions, function = self.expressions, str(declared.lookup)
        record = expressions.record(function, [call(".name", [name])], late=late)
        return expressions.invoked(function, [record], "value", late=late)

    def stack_name(self) -> Code:
        return self._deployment("stackName")

    def organization(self) -> Code:
        return self._deployment("organizationName")

    def _deployment(self, name: str) -> str:
        return f"ctx.{name}()"

    def _tables(self) -> Iterator[str]:
        for name, table in self.program.tables.items():
            cells = [cell for row in table.values() for cell in row.values()]
            kind = self.types.of(cells).items.type.kind
            wanted = kind if kind in TYPES else None
            held = self.expressions.type(kind)
            rows: list[Code] = [
                call(f"{self.imports.own('Map')}.entry",
                     [literals.string(top), self._row(row, wanted, held)])
                for top, row in table.items()
            ]  # fmt: skip
            variable = self.plan.variables["tables", name]
            head = f"private static final Map<String, Map<String, {held}>> {variable} = "
            said = statement(head, call("Map.ofEntries", rows), INDENT)
            yield self.marked("tables", name, said, INDENT)

    def _row(self, row: Mapping[str, Expression], wanted: str | None, held: str) -> Code:
        cells = [
            (literals.string(key), self.expressions.plain(cell, wanted))
            for key, cell in row.items()
        ]
        hint = "" if wanted else f"<String, {held}>"
        if len(cells) <= MOST_ENTRIES:
            return call(f"Map.{hint}of", [Pair(key, cell) for key, cell in cells])
        entries = [call("Map.entry", [key, cell]) for key, cell in cells]
        return call(f"Map.{hint}ofEntries", entries)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            code = self.expressions.part_of_text(reference.stack)
            arguments = self.imports.own("StackReferenceArgs")
            given = built(arguments, [call(".name", [code])], {})
            head = f"new {self.imports.own('StackReference')}"
            made = call(head, [literals.string(name), given])
            lines.append(self.declared("references", name, made))
        return "".join(lines)

    # --- resources ------------------------------------------------

    def conditional(self, name: str, question: str, code: Code) -> str:
        if self.plan.is_referred_to(name):
            return super().conditional(name, question, code)
        made = statement("", code, self.indent + INDENT)
        said = f"{self.indent}if ({question}) {{\n{made}{self.indent}}}\n"
        return self.marked("resources", name, said, self.indent)

    def kept(self) -> Any:
        return set(self.expressions.functions), set(self.imports.used)

    def give_back(self, kept: Any) -> None:
        self.expressions.functions, self.imports.used = kept

    def typed(self, name: str, resource: Resource) -> Code:
        described = self.plan.types[name]
        links, comments = self.expressions.fields(
            resource.inputs,
            described,
            described,
            ("resources", name),
            field,
        )
        found = SPELLING.resource(described)
        options = self._options(resource, "Custom")
        codes: list[Code] = [self._name(name)]
        if links or options:
            arguments = self.imports.name(found.module, f"{found.name}Args")
            codes.append(built(arguments, links, comments))
        return call(f"new {self.imports.name(found.module, found.name)}", [*codes, *options])

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def instance(self, name: str, resource: Resource) -> Code:
        component, declared = self.plan.components[name], self.programs[resource.type]
        links, comments = self.expressions.collected(
            resource.inputs.items(),
            ("resources", name),
            lambda key, value, at: call(
                f".{component.arguments[key]}", [self.argument(declared.config[key], value, at)]
            ),
        )
        codes: list[Code] = [self._name(name)]
        if component.arguments:
            head = f"new {component.arguments_name}()"
            codes.append(Chain(head, links, comments=comments))
        options = self._options(resource, "Component")
        return call(f"new {component.name}", [*codes, *options])

    def argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        if declared.output:
            return as_output(self.expressions, value, argument(declared), path)
        return super().argument(declared, value, path)

    def untyped(self, name: str, resource: Resource) -> Code:
        """A resource of a class of the program's own, as no class of the SDK can express it."""
        expressions = self.expressions
        inputs: dict[str, Expression] = {}

        def link(wire: str, value: Expression, at: Path) -> Code:
            inputs[wire] = value
            return call(f".{property_name(wire)}", [expressions.json(value, at)])

        links, comments = expressions.collected(resource.inputs.items(), ("resources", name), link)
        variable = self.plan.variables["resources", name]
        head = f"{variable[:1].upper()}{variable[1:]}Resource"
        outputs = self.plan.used.outputs_of(name)
        needed = ["CustomResource", "CustomResourceOptions", "ResourceArgs"]
        needed += ["Import", "Output"] if inputs else []
        needed += ["Export", "Output"] if outputs else []
        for own in needed:
            self.imports.own(own)
        self._raw_classes.append(_native(head, resource.type, inputs, outputs))
        record = Chain(f"new {head}Args()", links, comments=comments)
        options = self._options(resource, "Custom") or ["null"]
        return call(f"new {head}", [self._name(name), record, *options])

    def _options(self, resource: Resource, kind: str) -> list[Code]:
        """The last argument, where there is something to say in it."""
        links: list[Code] = []
        parent = self.parent_of(resource)
        for option, value in options_of(resource, parent, self.language):
            if option == "dependsOn":
                said = self._dependencies(resource)
            elif isinstance(value, tuple):
                said = [literals.string(each) for each in value]
            else:
                said = [self.option(value)]
            links.append(call(f".{option}", said))
        if not links:
            return []
        return [built(self.imports.own(f"{kind}ResourceOptions"), links, {})]

    def _dependencies(self, resource: Resource) -> list[Code]:
        """What a resource depends on; on what may not exist, only where it does."""
        names = resource.options.depends_on
        codes: list[Code] = [self.plan.variables["resources", name] for name in names]
        if all(self.is_there(resource, name) for name in names):
            return codes
        self.imports.own("Resource")
        present = self.expressions.function("present").replace(".", ".<Resource>")
        return [call(present, codes)]

    # --- exports --------------------------------------------------

    def _exports(self) -> str:
        written = []
        for condition, exported in self.plan.exports:
            indent = self.indent + (INDENT if condition is not None else "")
            body = "".join(self._export(name, indent) for name in exported)
            if condition is not None:
                question = self.plan.variables["conditions", condition]
                body = f"{self.indent}if ({question}) {{\n{body}{self.indent}}}\n"
            written.append(body)
        return "".join(written)

    def _export(self, name: str, indent: str) -> str:
        value = self.program.exports[name].value
        code = self.expressions.json(value, ("exports", name))
        said = statement("", call("ctx.export", [literals.string(name), code]), indent)
        return self.marked("exports", name, said, indent)


def _native(name: str, token: str, inputs: Mapping[str, Expression], outputs: Sequence[str]) -> str:
    """The classes of a resource and of its arguments, in which every value is free-form."""
    given = "\n".join(_input(name, wire, value) for wire, value in inputs.items())
    read = "".join(
        f'{INDENT}@Export(\n{INDENT * 3}name = "{wire}",\n{INDENT * 3}refs = {{Object.class}},\n'
        f'{INDENT * 3}tree = "[0]")\n{INDENT}Output<Object> {property_name(wire)};\n\n'
        for wire in outputs
    )
    parameters = ("String name", f"{name}Args args", "CustomResourceOptions options")
    made = call("super", [literals.string(token), "name", "args", "options"])
    return (
        f"class {name}Args extends ResourceArgs {{\n{given}}}\n\n"
        f"class {name} extends CustomResource {{\n{read}"
        f"{method(name, parameters, INDENT)}{statement('', made, INDENT * 2)}{INDENT}}}\n}}\n"
    )


def _input(name: str, wire: str, value: Expression) -> str:
    """A field of a resource's arguments, and its setter."""
    field = property_name(wire)
    given = (
        "value == null ? null : Output.of(value)" if may_be_absent(value) else "Output.of(value)"
    )
    return (
        f'{INDENT}@Import(name = "{wire}")\n{INDENT}private Output<Object> {field};\n\n'
        f"{INDENT}{name}Args {field}(Object value) {{\n"
        f"{INDENT * 2}this.{field} = {given};\n{INDENT * 2}return this;\n{INDENT}}}\n"
    )


def file(imports: Imports, *classes: str) -> str:
    """The text of a file."""
    parts = [f"package {PACKAGE};\n", imports.text(), *classes]
    return "\n".join(filter(None, parts))


def functions(needed: Collection[str]) -> str:
    """The file of the functions that a program's files need."""
    every = {*needed, *(other for name in needed for other in NEEDS.get(name, ()))}
    imports = sorted({path for name in every for path in IMPORTS[name]})
    lines = "".join(f"import {path};\n" for path in imports)
    body = "\n".join([FUNCTIONS[name] for name in FUNCTIONS if name in every])
    return f"package {PACKAGE};\n\n{lines}\nfinal class Functions {{\n{body}}}\n"
