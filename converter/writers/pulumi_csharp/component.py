"""The file of a component: the class of its arguments, and its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...catalog import ResourceType
from ...pulumi import ConfigKey, Program
from ..layout import Code
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.printing import call
from ..pulumi.types import Types, argument
from ..texts import comment
from . import literals
from .expressions import DICTIONARY
from .layout import INDENT, comment_lines, statement
from .module import Module, head
from .names import names
from .nodes import Initializer, Pair
from .places import input_type

_MADE = "component"


class ComponentModule(Module):
    """The file of one component.

    Args:
        token: its type's token.
        program: what it is made of.
        components: the classes of all components of the program, by token.
        programs: the programs of all components.
        inner: the types in each of them, as far as they are made.

    One that has to wait is made by a method that does, ``CreateAsync``: a constructor cannot.
    """

    indent = INDENT * 2

    def __init__(
        self,
        token: str,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
    ) -> None:
        self.component = components[token]
        super().__init__(program, components, programs, inner)
        self.token = token
        self.waits = token in self.waiting
        self.parent = _MADE if self.waits else "this"

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names((_MADE, *self.component.outputs.values()))

    def text(self) -> str:
        """The whole file."""
        body = "\n".join(section for section in self._sections() if section)
        start = f"{self._start()}{INDENT}{{\n{body}{INDENT}}}\n"
        outputs = self._outputs()
        declared = f"class {self.component.name} : ComponentResource\n{{\n{outputs}"
        arguments = self._arguments() if self.component.arguments else ""
        parts = [self._using(), arguments, f"{self._about()}{declared}{start}}}\n"]
        return "\n".join(part for part in [*parts, *self._raw_classes] if part)

    def notes(self) -> dict[str, Any]:
        """What the fragment tells of the file."""
        return self.notes_on(self.component)

    def _about(self) -> str:
        words = " ".join((self.program.description or "").split())
        return comment_lines(comment(words), "") if words else ""

    # --- the arguments --------------------------------------------

    def _arguments(self) -> str:
        lines = [
            self._field(key, field, self.program.config[key])
            for key, field in self.component.arguments.items()
        ]
        name = self.component.arguments_name
        return f"class {name} : ResourceArgs\n{{\n" + "\n".join(lines) + "}\n"

    def _field(self, key: str, field: str, declared: ConfigKey) -> str:
        note = self.comment("config", key, INDENT)
        note += comment_lines(comment(declared.description or ""), INDENT)
        if not declared.secret or declared.output:  # what is plain, state would show
            note += f"{INDENT}[Input({literals.string(key)})]\n"
        wanted = argument(declared)
        kind = "string" if declared.lookup is not None else wanted.type.kind
        if declared.output:
            type = "Input<string>" if kind == "string" else input_type(self.expressions, wanted)
        else:
            type = self.expressions.type(kind)
        if declared.default is None:
            return f"{note}{INDENT}public required {type} {field} {{ get; init; }}\n"
        default = self.expressions.plain(declared.default)
        if kind == "list" and isinstance(declared.default, str):
            default = call(self.expressions.function("commaSeparated"), [default])
        return note + statement(f"public {type} {field} {{ get; init; }} = ", default, INDENT)

    # --- the class ------------------------------------------------

    def _outputs(self) -> str:
        lines = []
        for key, field in self.component.outputs.items():
            export = self.program.exports[key]
            optional = "?" if export.condition is not None else ""
            type = f"Output<{self.expressions.type(self.output_kind(key))}>{optional}"
            note = self.comment("exports", key, INDENT)
            kept = "get; private set; } = null!;" if self.waits else "get; }"
            lines.append(f"{note}{INDENT}public {type} {field} {{ {kept}\n")
        return "\n".join(lines) + ("\n" if lines else "")

    def _start(self) -> str:
        """What begins the constructor, or the method that waits."""
        name = self.component.name
        fields = [f"{self.component.arguments_name} args"] if self.component.arguments else []
        given = "args, " if fields else ""
        based = f"base({literals.string(self.token)}, name, {given}options)"
        parameters = ["string name", *fields, "ComponentResourceOptions? options = null"]
        if not self.waits:
            return head(f"public {name}", parameters) + f"{INDENT * 2}: {based}\n"
        self.expressions.namespaces.add("System.Threading.Tasks")
        made = ["string name", *fields, "ComponentResourceOptions? options"]
        own = head(f"private {name}", made)
        about = comment_lines(["Makes one, when there is what it waits for."], INDENT)
        method = head(f"public static async Task<{name}> CreateAsync", parameters)
        return f"{own}{INDENT * 2}: {based} {{ }}\n\n{about}{method}"

    def _sections(self) -> Iterator[str]:
        yield from self._local_tables()
        if self.waits:
            given = "args, " if self.component.arguments else ""
            yield self.variable(_MADE, f"new {self.component.name}(name, {given}options)")
        yield self.config() + self.pseudo_variables() + self.conditions()
        yield self.refusals()
        yield from self.resources()
        yield self._end()

    def read(self, key: str, declared: ConfigKey) -> Code:
        read: Code = f"args.{self.component.arguments[key]}"
        if declared.output:
            read = f"{read}.ToOutput()"
        if declared.lookup is not None:
            is_late = declared.secret or declared.output
            return self.converted(read, declared, is_late=is_late)
        return call("Output.CreateSecret", [read]) if declared.secret else read

    def stack_name(self) -> Code:
        return '$"{Deployment.Instance.StackName}-{name}"'

    def _name(self, name: str) -> Code:
        return literals.interpolated([(True, "name"), (False, f"-{name}")])

    # --- the outputs ----------------------------------------------

    def _output(self, key: str) -> Code:
        value, kind = self.program.exports[key].value, self.output_kind(key)
        if kind != "json":
            return self.expressions.output_of(value, kind)
        return self.expressions.apply(self.expressions.output(value), "value", "(object)value!")

    def _end(self) -> str:
        lines: list[str] = []
        entries: list[Code] = []
        for key, export in self.program.exports.items():
            field = self.component.outputs[key]
            code = self._output(key)
            if export.condition is not None:
                code = self.where_there(code, export.value, export.condition)
            field = f"{_MADE}.{field}" if self.waits else field
            said = statement(f"{field} = ", code, self.indent)
            self._statements.append((("exports", key), said))
            lines.append(said)
            entries.append(Pair(f"[{literals.string(key)}]", field))
        self.expressions.namespaces.add("System.Collections.Generic")
        outputs: Code = Initializer(DICTIONARY, entries) if entries else f"{DICTIONARY}()"
        prefix = f"{_MADE}." if self.waits else ""
        lines.append(statement(prefix, call("RegisterOutputs", [outputs]), self.indent))
        lines += [statement("return ", _MADE, self.indent)] * self.waits
        return "".join(lines)
