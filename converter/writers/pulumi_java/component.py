"""The files of a component: the class of its arguments, and its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...catalog import ResourceType
from ...pulumi import ConfigKey, Program
from ..java.layout import INDENT, comment_lines, method, statement
from ..java.nodes import Cast, Pair, Ternary, parenthesized
from ..layout import Code, Line, Operation
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.printing import call
from ..pulumi.types import Types, argument
from ..texts import comment
from . import literals
from .expressions import MOST_ENTRIES, TYPES
from .module import Module, file
from .names import Imports, names


class ComponentModule(Module):
    """The files of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        components: the classes of all components of the program, by token.
        programs: the programs of all components.
        inner: the types in each of them, as far as they are made.
    """

    parent = "this"

    def __init__(
        self,
        token: str,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
    ) -> None:
        self.component = components[token]
        self._classes = components
        super().__init__(program, components, programs, inner)
        self.token = token

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names(self.component.outputs.values())

    def files(self) -> dict[str, str]:
        """The files, by the names of their classes."""
        found = {self.component.name: self.text()}
        if self.component.arguments:
            found[self.component.arguments_name] = self._arguments()
        return found

    def text(self) -> str:
        """The file of the component."""
        tables = [f"{table}\n" for table in self._tables()]
        body = "\n".join(section for section in self._sections() if section)
        for name in ("ComponentResource", "ComponentResourceOptions"):
            self.imports.own(name)
        about = comment_lines(comment(" ".join((self.program.description or "").split())), "")
        made = (
            f"{about}public class {self.component.name} extends ComponentResource {{\n"
            f"{''.join(tables)}{self._outputs()}{self._makers()}{body}{INDENT}}}\n}}\n"
        )
        return file(self.imports, made, *self._raw_classes)

    def notes(self) -> dict[str, Any]:
        """What the fragment tells of the file."""
        return self.notes_on(self.component)

    # --- the arguments --------------------------------------------

    def _arguments(self) -> str:
        imports = Imports(())
        name = self.component.arguments_name
        fields: list[str] = []
        setters: list[str] = []
        for key, field in self.component.arguments.items():
            declared = self.program.config[key]
            type = self._field_type(declared, imports)
            if not declared.secret or declared.output:  # what is plain, state would show
                imports.own("Import")
            fields.append(self._field(key, field, declared, type))
            setters.append(
                method(f"public {name} {field}", [f"{type} {field}"], INDENT)
                + f"{INDENT * 2}this.{field} = {field};\n{INDENT * 2}return this;\n{INDENT}}}\n"
            )
        body = "\n".join([*fields, *setters])
        based = imports.own("ResourceArgs")
        return file(imports, f"public class {name} extends {based} {{\n{body}}}\n")

    def _field_type(self, declared: ConfigKey, imports: Imports) -> str:
        kind = "string" if declared.lookup is not None else argument(declared).type.kind
        type = TYPES.get(kind, "Object")
        if kind == "list":
            imports.own("List")
        return f"{imports.own('Output')}<{type}>" if declared.output else type

    def _field(self, key: str, field: str, declared: ConfigKey, type: str) -> str:
        note = self.comment("config", key, INDENT)
        note += comment_lines(comment(declared.description or ""), INDENT)
        if not declared.secret or declared.output:
            note += f"{INDENT}@Import(name = {literals.string(key)})\n"
        if declared.default is None:
            return f"{note}{INDENT}{type} {field};\n"
        kind = "string" if declared.lookup is not None else argument(declared).type.kind
        default = self.expressions.plain(declared.default, kind)
        if declared.output:
            default = call("Output.of", [default])
        return note + statement(f"{type} {field} = ", default, INDENT)

    # --- the class ------------------------------------------------

    def _outputs(self) -> str:
        lines = []
        for key, field in self.component.outputs.items():
            type = f"{self.imports.own('Output')}<{self.expressions.type(self.output_kind(key))}>"
            note = self.comment("exports", key, INDENT)
            lines.append(f"{note}{INDENT}public final {type} {field};\n")
        return "".join(lines) + ("\n" if lines else "")

    def _makers(self) -> str:
        """The constructors; the body of the last is still open."""
        name, arguments = self.component.name, self.component.arguments
        fields = [f"{self.component.arguments_name} args"] if arguments else []
        short = ["String name", *fields]
        given = ["args"] if arguments else []
        passed = ", ".join(["name", *given, "null"])
        token = literals.string(self.token)
        return (
            method(f"public {name}", short, INDENT)
            + f"{INDENT * 2}this({passed});\n{INDENT}}}\n\n"
            + method(f"public {name}", [*short, "ComponentResourceOptions options"], INDENT)
            + statement("", call("super", [token, "name", *given, "options"]), INDENT * 2)
        )

    def _sections(self) -> Iterator[str]:
        yield self.config() + self.pseudo_variables() + self.conditions()
        yield self.refusals()
        yield from self.resources()
        yield self._end()

    def read(self, key: str, declared: ConfigKey) -> Code:
        field = self.component.arguments[key]
        read: Code = f"args.{field}"
        if declared.default is None:
            objects = self.imports.own("Objects")
            read = call(f"{objects}.requireNonNull", [read, literals.string(field)])
        if declared.lookup is not None:
            is_late = declared.secret or declared.output
            return self.converted(read, declared, is_late=is_late)
        if declared.secret and declared.output:
            return Line(read, ".asSecret()")
        return call(f"{self.imports.own('Output')}.ofSecret", [read]) if declared.secret else read

    def stack_name(self) -> Code:
        return Operation("+", [self._deployment("stackName"), '"-"', "name"])

    def _deployment(self, name: str) -> str:
        deployment = self.imports.name("com.pulumi.deployment", "Deployment")
        getter = f"get{name[:1].upper()}{name[1:]}"
        return f"{deployment}.getInstance().{getter}()"

    def _name(self, name: str) -> Code:
        return Operation("+", ["name", literals.string(f"-{name}")])

    # --- the outputs ----------------------------------------------

    def _end(self) -> str:
        lines: list[str] = []
        entries: list[Code] = []
        outputs = self.component.outputs
        for key, export in self.program.exports.items():
            code = self._output(key)
            if export.condition is not None:
                question = self.plan.variables["conditions", export.condition]
                code = Ternary(question, parenthesized(code), "null")
            said = statement(f"this.{outputs[key]} = ", code, self.indent)
            self._statements.append((("exports", key), said))
            lines.append(said)
            entries.append(Pair(literals.string(key), f"this.{outputs[key]}"))
        found = self._registered(entries)
        return "".join(lines) + statement("", call("this.registerOutputs", [found]), self.indent)

    def _registered(self, entries: list[Code]) -> Code:
        conditional = any(each.condition for each in self.program.exports.values())
        if not conditional and len(entries) <= MOST_ENTRIES:
            return call(f"{self.imports.own('Map')}.of", entries)
        function = self.expressions.function("outputs")
        return call(function, entries)

    def _output(self, key: str) -> Code:
        value, kind = self.program.exports[key].value, self.output_kind(key)
        if kind != "json":
            return self.expressions.output_of(value, kind)
        code = self.expressions.output(value)
        if self.expressions.is_output(value) and self.expressions.output_kind(value) != "json":
            return self.expressions.apply(code, "value", Cast("Object", "value"))
        return code
