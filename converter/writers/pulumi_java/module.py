"""``App.java``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ...catalog import ResourceType
from ...errors import Path, UnsupportedError
from ...pulumi import ABSENT, ConfigKey, Expression, Program, Resource
from ..layout import Code, Line
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.marks import lines_of
from ..pulumi.plainness import Plainness, must_await
from ..pulumi.plan import PSEUDO_PARAMETERS, Plan
from ..pulumi.types import Types, argument, place
from ..texts import comment
from . import literals
from .expressions import SPELLING, TYPES, Expressions, NotSayable
from .functions import FUNCTIONS, IMPORTS, NEEDS
from .layout import INDENT, Chain, Ternary, call, comment_lines, show, statement
from .names import Imports, names, told_by
from .outputs import OUTPUTS, part_of_text
from .places import as_output, built, given
from .plain import PLAIN, invoked, record

PACKAGE = "program"
_READERS = {"integer": "Integer", "boolean": "Boolean"}
_ROOM = 92


class Module:
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
        inner: the types in each of them.
    """

    indent = INDENT * 2
    parent: str | None = None
    context = "ctx."

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
    ) -> None:
        self.program, self.programs = program, programs
        self.imports = Imports(
            name for each in components.values() for name in (each.name, each.arguments_name)
        )
        awaited = self._may_await()
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, Plainness(program, awaited=awaited), inner)
        self.expressions = Expressions(
            program, self.plan, self.types, self.imports, PLAIN, OUTPUTS, awaited=awaited
        )
        self._statements: list[tuple[Path, str]] = []
        self._raw_classes: list[str] = []

    def _may_await(self) -> bool:
        return must_await(self.program)

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names(())

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.
        """
        return self.plan.lost_names({name: told_by(name) for name in self.plan.variables.values()})

    def lines(self, text: str) -> dict[Path, int]:
        """The line of each entry of the program in the text of the file."""
        return lines_of(text, self._statements)

    # --- the file -------------------------------------------------

    def text(self) -> str:
        """The whole file."""
        tables = [f"{table}\n" for table in self._tables()]
        body = "\n".join(section for section in self._sections() if section)
        for name in ("Context", "Pulumi"):
            self.imports.own(name)
        about = comment_lines(wrapped(self.program.description or ""), "")
        main = (
            f"{INDENT}public static void main(String[] args) {{\n"
            f"{INDENT * 2}Pulumi.run(App::stack);\n{INDENT}}}\n\n"
            f"{INDENT}static void stack(Context ctx) {{\n{body}{INDENT}}}\n"
        )
        made = f"{about}public class App {{\n{''.join(tables)}{main}}}\n"
        return "\n".join([f"package {PACKAGE};\n", self.imports.text(), made, *self._raw_classes])

    def _sections(self) -> Iterator[str]:
        yield self._config()
        yield self._pseudo_variables()
        yield self._conditions()
        yield self._refusals()
        yield self._references()
        yield from self._resources()
        yield self._exports()

    # --- statements -----------------------------------------------

    def _comment(self, section: str, name: str, indent: str) -> str:
        said = self.program.comments.get((section, name))
        return "" if said is None else comment_lines(comment(said), indent)

    def _marked(self, section: str, name: str, said: str, indent: str) -> str:
        self._statements.append(((section, name), said))
        return self._comment(section, name, indent) + said

    def _declared(self, section: str, name: str, code: Code) -> str:
        """The statement that gives an entry its variable, with the source's comment."""
        variable = self.plan.variables[section, name]
        said = statement(f"var {variable} = ", code, self.indent)
        return self._marked(section, name, said, self.indent)

    def _variable(self, name: str, code: Code) -> str:
        return statement(f"var {name} = ", code, self.indent)

    # --- config ---------------------------------------------------

    def _config(self) -> str:
        lines = [
            self._declared("config", key, self._read(key, self.program.config[key]))
            for key in self.plan.config
        ]
        if not lines and not self.plan.told:
            return ""
        return self._variable("config", "ctx.config()") + "".join(lines)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        secret = "Secret" if declared.secret else ""
        quoted = literals.string(key)
        if declared.type == "number":
            if secret:
                code: Code = f"config.requireSecret({quoted}).applyValue(Double::valueOf)"
            else:
                code = f"config.getDouble({quoted}).orElseThrow()"
        else:
            code = f"config.require{secret}{_READERS.get(declared.type, '')}({quoted})"
        return self._converted(code, declared, is_late=declared.secret)

    def _converted(self, code: Code, declared: ConfigKey, *, is_late: bool) -> Code:
        """What a text is that config or an argument gives: a list, or a parameter of SSM."""
        expressions = self.expressions
        if declared.lookup is not None:
            late = is_late or not expressions.awaited
            given = record(expressions, declared.lookup, [call(".name", [code])], late=late)
            return invoked(expressions, declared.lookup, [given], "value", late=late)
        if declared.type != "list":
            return code
        function = expressions.function("commaSeparated")
        if is_late:
            return Line(code, f".applyValue({function.replace('.', '::')})")
        return call(function, [code])

    def _pseudo_variables(self) -> str:
        expressions = self.expressions
        lines = []
        for function in self.plan.pseudo_parameters:
            result = PSEUDO_PARAMETERS[function]
            code = invoked(expressions, function, [], result, late=not expressions.awaited)
            lines.append(self._variable(result, code))
        if self.plan.used.stack_name:
            lines.append(self._variable("stackName", self._stack_name()))
        if self.plan.used.organization:
            lines.append(self._variable("organization", self._deployment("organizationName")))
        return "".join(lines)

    def _stack_name(self) -> Code:
        return self._deployment("stackName")

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
            yield self._marked("tables", name, said, INDENT)

    def _row(self, row: Mapping[str, Expression], wanted: str | None, held: str) -> Code:
        cells = [
            (literals.string(key), self.expressions.plain(cell, wanted))
            for key, cell in row.items()
        ]
        hint = "" if wanted else f"<String, {held}>"
        if len(cells) <= 10:
            return call(f"Map.{hint}of", [Line(f"{key}, ", cell) for key, cell in cells])
        entries = [call("Map.entry", [key, cell]) for key, cell in cells]
        return call(f"Map.{hint}ofEntries", entries)

    def _conditions(self) -> str:
        expressions = self.expressions
        plainness = expressions.plainness
        expressions.plainness = Plainness(self.program, secrets_told=True)
        expressions.read = {
            key: self._read(key, replace(self.program.config[key], secret=False))
            for key in self.plan.told
        }
        lines = [
            self._declared("conditions", name, expressions.plain(self.program.conditions[name]))
            for name in self.plan.conditions
        ]
        expressions.plainness, expressions.read = plainness, {}
        return "".join(lines)

    def _refusals(self) -> str:
        """What the program refuses to run for, before it registers anything."""
        lines = []
        indent = self.indent
        for refusal in self.program.refusals:
            condition = show(self.expressions.plain(refusal.condition), indent, len(indent) + 4)
            error = call("new IllegalStateException", [literals.string(refusal.message)])
            thrown = statement("throw ", error, indent + INDENT)
            lines.append(f"{indent}if ({condition}) {{\n{thrown}{indent}}}\n")
        return "".join(lines)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            code = part_of_text(self.expressions, reference.stack)
            arguments = self.imports.own("StackReferenceArgs")
            given = built(arguments, [call(".name", [code])], {})
            head = f"new {self.imports.own('StackReference')}"
            made = call(head, [literals.string(name), given])
            lines.append(self._declared("references", name, made))
        return "".join(lines)

    # --- resources ------------------------------------------------

    def _resources(self) -> Iterator[str]:
        for condition, resources in self.plan.resources:
            for name in resources:
                code = self._resource(name)
                if condition is not None:
                    question = self.plan.variables["conditions", condition]
                    code = Ternary(question, code, "null")
                yield self._declared("resources", name, code)

    def _resource(self, name: str) -> Code:
        resource = self.program.resources[name]
        expressions = self.expressions
        expressions.printed = name
        if name in self.plan.components:
            code = self._instance(name, resource)
        elif name in self.plan.raw:
            code = self._raw(name, resource)
        else:
            used, functions = set(self.imports.used), set(expressions.functions)
            try:
                code = self._typed(name, resource)
            except NotSayable:
                # What refers to it comes after it, so it is known as raw in time
                self.imports.used, expressions.functions = used, functions
                self.plan.raw.add(name)
                code = self._raw(name, resource)
        expressions.printed = None
        return code

    def _typed(self, name: str, resource: Resource) -> Code:
        described = self.plan.types[name]
        comments: dict[int, list[str]] = {}
        links: list[Code] = []
        for wire, value in resource.inputs.items():
            at = ("resources", name, wire)
            self.expressions.note(comments, len(links), at)
            prop = described.by_pulumi.get(wire)
            if value is ABSENT:
                continue
            if prop is None:
                raise NotSayable
            codes = given(self.expressions, value, place(prop, described), at)
            links.append(call(f".{SPELLING.property(described, prop)}", codes))
        found = SPELLING.resource(described)
        arguments = (
            self.imports.name(found.module, f"{found.name}Args")
            if self._asks(links, resource)
            else ""
        )
        record = built(arguments, links, comments, broken=True)
        return self._made(
            self.imports.name(found.module, found.name), name, record, links, resource
        )

    def _asks(self, links: Collection[Code], resource: Resource) -> bool:
        """Whether arguments are said: not where there are none, and nothing follows."""
        return bool(links) or bool(self._options(resource, "Custom"))

    def _made(
        self, head: str, name: str, record: Code, links: Collection[Code], resource: Resource
    ) -> Code:
        kind = "Component" if name in self.plan.components else "Custom"
        options = self._options(resource, kind)
        codes: list[Code] = [self._name(name)]
        if links or options:
            codes.append(record)
        return call(f"new {head}", [*codes, *options])

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def _instance(self, name: str, resource: Resource) -> Code:
        """A component of the program's own."""
        component, declared = self.plan.components[name], self.programs[resource.type]
        comments: dict[int, list[str]] = {}
        links: list[Code] = []
        for key, value in resource.inputs.items():
            at = ("resources", name, key)
            self.expressions.note(comments, len(links), at)
            code = self._argument(declared.config[key], value, at)
            links.append(call(f".{component.arguments[key]}", [code]))
        codes: list[Code] = [self._name(name)]
        if component.arguments:
            head = f"new {component.arguments_name}()"
            codes.append(Chain(head, links, broken=bool(links), comments=comments))
        options = self._options(resource, "Component")
        return call(f"new {component.name}", [*codes, *options])

    def _argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        wanted = argument(declared)
        if declared.output:
            return as_output(self.expressions, value, wanted, path)
        kind = "string" if declared.lookup is not None else wanted.type.kind
        return self.expressions.plain(value, kind)

    def _raw(self, name: str, resource: Resource) -> Code:
        """A resource of a class of the program's own, as no class of the SDK can express it."""
        expressions = self.expressions
        comments: dict[int, list[str]] = {}
        links: list[Code] = []
        inputs: list[str] = []
        for wire, value in resource.inputs.items():
            at = ("resources", name, wire)
            expressions.note(comments, len(links), at)
            if value is not ABSENT:
                inputs.append(wire)
                links.append(call(f".{_field(wire)}", [expressions.json(value, at)]))
        variable = self.plan.variables["resources", name]
        head = f"{variable[:1].upper()}{variable[1:]}Resource"
        outputs = sorted(self.plan.used.outputs.get(name, set()) - {"id", "urn"})
        for own in ("CustomResource", "CustomResourceOptions", "ResourceArgs", "Import", "Output"):
            self.imports.own(own)
        if outputs:
            self.imports.own("Export")
        self._raw_classes.append(_native(head, resource.type, inputs, outputs))
        record = Chain(f"new {head}Args()", links, broken=bool(links), comments=comments)
        options = self._options(resource, "Custom") or ["null"]
        return call(f"new {head}", [self._name(name), record, *options])

    def _options(self, resource: Resource, kind: str) -> list[Code]:
        """The last argument, where there is something to say in it."""
        options = resource.options
        links: list[Code] = []
        if options.depends_on:
            links.append(call(".dependsOn", self._dependencies(resource)))
        if options.protect:
            links.append(".protect(true)")
        if options.retain_on_delete:
            links.append(".retainOnDelete(true)")
        for option, listed in (
            ("ignoreChanges", options.ignore_changes),
            ("additionalSecretOutputs", options.secret_outputs),
        ):
            if listed:
                links.append(call(f".{option}", [literals.string(each) for each in listed]))
        parent = self.parent
        if options.parent is not None:
            parent = self.plan.variables["resources", options.parent]
        if parent is not None:
            links.append(f".parent({parent})")
        if options.other:
            option = next(iter(options.other))
            raise UnsupportedError(f"the option {option} cannot be written in Java yet")
        if not links:
            return []
        return [built(self.imports.own(f"{kind}ResourceOptions"), links, {})]

    def _dependencies(self, resource: Resource) -> list[Code]:
        """What a resource depends on; on what may not exist, only where it does."""
        codes: list[Code] = []
        absent = False
        for name in resource.options.depends_on:
            condition = self.program.resources[name].condition
            absent = absent or condition not in (None, resource.condition)
            codes.append(self.plan.variables["resources", name])
        if not absent:
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
        return self._marked("exports", name, said, indent)


def _field(wire: str) -> str:
    from ...naming.java import property_name

    return property_name(wire)


def _native(name: str, token: str, inputs: list[str], outputs: list[str]) -> str:
    """The classes of a resource and of its arguments, in which every value is free-form."""
    given = "\n".join(
        f'{INDENT}@Import(name = "{wire}")\n{INDENT}private Output<Object> {_field(wire)};\n\n'
        f"{INDENT}{name}Args {_field(wire)}(Object value) {{\n"
        f"{INDENT * 2}this.{_field(wire)} = Output.of(value);\n{INDENT * 2}return this;\n"
        f"{INDENT}}}\n"
        for wire in inputs
    )
    read = "".join(
        f'{INDENT}@Export(name = "{wire}", refs = {{Object.class}}, tree = "[0]")\n'
        f"{INDENT}Output<Object> {_field(wire)};\n\n"
        for wire in outputs
    )
    return (
        f"class {name}Args extends ResourceArgs {{\n{given}}}\n\n"
        f"class {name} extends CustomResource {{\n{read}"
        f"{INDENT}{name}(String name, {name}Args args, CustomResourceOptions options) {{\n"
        f"{INDENT * 2}super({literals.string(token)}, name, args, options);\n{INDENT}}}\n}}\n"
    )


def functions(needed: Collection[str]) -> str:
    """The file of the functions that a program's files need."""
    every = {*needed, *(other for name in needed for other in NEEDS.get(name, ()))}
    imports = sorted({path for name in every for path in IMPORTS[name]})
    lines = "".join(f"import {path};\n" for path in imports)
    body = "\n".join(text for name, text in FUNCTIONS.items() if name in every)
    return f"package {PACKAGE};\n\n{lines}\nfinal class Functions {{\n{body}}}\n"


def wrapped(text: str) -> list[str]:
    """The lines of a description."""
    from textwrap import wrap

    lines = comment(" ".join(text.split()))
    return [
        part
        for line in lines
        for part in wrap(line, _ROOM, break_long_words=False, break_on_hyphens=False)
    ]
