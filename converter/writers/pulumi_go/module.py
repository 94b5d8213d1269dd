"""``main.go``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...catalog import ResourceType
from ...errors import Path
from ...naming import go
from ...pulumi import LATE_FUNCTIONS, ConfigKey, Expression, Invoke, Program, Resource, walk
from ..layout import Bracketed, Code
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.frames import Frame, options_of
from ..pulumi.nodes import arguments, wanted_by
from ..pulumi.plan import PSEUDO_PARAMETERS, Plan
from ..pulumi.printing import call
from ..pulumi.types import Types, argument
from . import literals
from .expressions import SPELLING, Expressions, GoPlainness
from .functions import FUNCTIONS
from .layout import INDENT, Pair, called_with, columns, comment_lines, heading, show, wrapped
from .names import RESERVED, told_by, variable
from .outputs import OUTPUTS, output_field
from .places import free, given
from .plain import PLAIN

CONFIG = "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
_REQUIRE = {"integer": "Int", "number": "Float64", "boolean": "Bool"}


class Module(Frame):
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
        inner: the types in each component; those of this program are added by who makes it.
        taken: names that the program's other files have.
    """

    language = "Go"
    indent = INDENT * 2
    failure = "err"
    outputs_are_loose = False
    expressions: Expressions

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
        taken: Collection[str] = (),
    ) -> None:
        super().__init__()
        self.program, self.programs = program, programs
        self._taken = taken
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, GoPlainness(program), inner)
        self.expressions = Expressions(program, self.plan, self.types, PLAIN, OUTPUTS)
        self._has_error = False
        self._structs: list[str] = []

    def _names(self, types: Collection[ResourceType]) -> Names:
        packages = {go.package(each.token.split(":")[1]) for each in types}
        taken = {*RESERVED, *packages, *FUNCTIONS, *self._taken}
        self._variables = Names(taken, variable, variable)
        return self._variables

    # --- the file -------------------------------------------------

    def text(self) -> str:
        """The whole file."""
        self.expressions.pulumi("Run")
        sections = [section for section in self._sections() if section]
        body = "\n".join([*sections, f"{self.indent}return nil\n"])
        main = f"func main() {{\n\tpulumi.Run(func(ctx *pulumi.Context) error {{\n{body}\t}})\n}}\n"
        about = comment_lines(wrapped(self.program.description or "", 2), "")
        return "\n".join([heading(self.expressions.packages, about), main, *self._structs])

    def _sections(self) -> Iterator[str]:
        yield self._config()
        yield self._pseudo_parameters()
        yield self._tables()
        yield self.conditions()
        yield self.refusals()
        yield self._invokes()
        yield self._references()
        yield from self._resources()
        yield self._exports()

    # --- spelling -------------------------------------------------

    def statement(self, target: str, code: Code, indent: str) -> str:
        """``target code``."""
        head = f"{indent}{target}"
        return f"{head}{show(code, indent, columns(indent) + len(target))}\n"

    def comment_lines(self, lines: list[str], indent: str) -> str:
        return comment_lines(lines, indent)

    def told_by(self, variable: str) -> str:
        return told_by(variable)

    def declaration(self, variable: str) -> str:
        return f"{variable} := "

    def refusal(self, condition: Code, message: str) -> str:
        indent = self.indent
        asked = show(condition, indent, columns(indent) + 3)
        error = f"{self.expressions.standard('errors', 'New')}({literals.string(message)})"
        failure = self.failure.removesuffix("err") + error
        return f"{indent}if {asked} {{\n{indent}\treturn {failure}\n{indent}}}\n"

    # --- statements -----------------------------------------------

    def called(self, name: str | None, code: Code, indent: str, *, declared: bool = False) -> str:
        """A statement with a call that may fail, and the way out where it does.

        Args:
            name: the variable of the result, None where nobody wants it.
            code: the call.
            indent: the indentation.
            declared: whether the variable is there already.
        """
        fresh = name is not None and not declared
        sign = ":=" if fresh or not self._has_error else "="
        if sign == ":=" and not fresh and indent != self.indent:
            sign = "="
        self._has_error = True
        target = f"{name or '_'}, err {sign} "
        return self.statement(target, code, indent) + self._way_out(indent)

    def _way_out(self, indent: str) -> str:
        return f"{indent}if err != nil {{\n{indent}\treturn {self.failure}\n{indent}}}\n"

    def _unused(self, section: str, names: list[str]) -> str:
        """What the compiler takes for the use of variables that nothing asks for."""
        return "".join(f"{self.indent}_ = {self.plan.variables[section, it]}\n" for it in names)

    # --- config ---------------------------------------------------

    def _config(self) -> str:
        lines = []
        for key in self.plan.config:
            name = self.plan.variables["config", key]
            statement = self._read(key, name, self.program.config[key])
            lines.append(self.marked("config", key, statement, self.indent))
        if not lines and not self.plan.told:
            return ""
        self.expressions.packages.add(CONFIG)
        return f'{self.indent}cfg := config.New(ctx, "")\n' + "".join(lines)

    def _read(self, key: str, name: str, declared: ConfigKey) -> str:
        expressions = self.expressions
        expressions.read[key] = name
        text = f"cfg.Require{'Secret' if declared.secret else ''}"
        quoted = f"({literals.string(key)})"
        if declared.lookup is not None:
            return self._look_up(key, name, declared, text + quoted)
        if declared.type != "list":
            return self.variable(name, text + _REQUIRE.get(declared.type, "") + quoted)
        function = expressions.function("commaSeparated")
        code: Code = f"{function}({text}{quoted})"
        if declared.secret:
            code = expressions.apply(text + quoted, function, "list")
        return self.variable(name, code)

    def _look_up(self, key: str, name: str, declared: ConfigKey, parameter: Code) -> str:
        """The value of an SSM parameter, whose name is in the config."""
        function = self.expressions.invoke(str(declared.lookup))
        if declared.secret or declared.output:
            record = Bracketed(f"{function}OutputArgs{{", [Pair("Name", parameter)], "}")
            found = Bracketed(f"{function}Output(", ["ctx", record], ").Value()")
            return self.variable(name, found)
        self.expressions.read[key] = f"{name}.Value"
        record = Bracketed(f"&{function}Args{{", [Pair("Name", parameter)], "}")
        return self.called(name, call(function, ["ctx", record]), self.indent)

    # --- what is known beforehand ---------------------------------

    def _pseudo_parameters(self) -> str:
        lines = []
        for function in self.plan.pseudo_parameters:
            name = self._variables.give(PSEUDO_PARAMETERS[function], "value")
            self.expressions.invoked[function] = name
            found = f"{self.expressions.invoke(function)}(ctx)"
            lines.append(self.called(name, found, self.indent))
        return "".join(lines)

    def _tables(self) -> str:
        written = []
        for name, table in self.program.tables.items():
            kinds = {self.expressions.kind(cell) for row in table.values() for cell in row.values()}
            holds = self.expressions.type(kinds.pop() if len(kinds) == 1 else "json")
            rows = [Pair(literals.string(top), self._row(row)) for top, row in table.items()]
            code = Bracketed(f"map[string]map[string]{holds}{{", rows, "}", broken=True)
            written.append(self.declared("tables", name, code))
        return "".join(written) + self._unused("tables", self.plan.unused_tables)

    def _row(self, row: Mapping[str, Expression]) -> Code:
        cells = (Pair(literals.string(key), self.expressions.plain(row[key])) for key in row)
        return Bracketed("{", list(cells), "}")

    def conditions(self) -> str:
        return super().conditions() + self._unused("conditions", self.plan.unused_conditions)

    def told(self, key: str, declared: ConfigKey) -> Code:
        code = f"cfg.Require{_REQUIRE.get(declared.type, '')}({literals.string(key)})"
        if declared.type != "list":
            return code
        return f"{self.expressions.function('commaSeparated')}({code})"

    def _invokes(self) -> str:
        """Calls of the provider's functions whose results are plain, each made once."""
        if not self.plan.used.functions - {*PSEUDO_PARAMETERS, *LATE_FUNCTIONS}:
            return ""
        return "".join(
            line
            for value in self.plan.values()
            for part in walk(value)
            if isinstance(part, Invoke)
            for line in self._invoked(part)
        )

    def _invoked(self, node: Invoke) -> list[str]:
        """The call of a function, after those that its arguments need."""
        expressions = self.expressions
        if node.function in (*PSEUDO_PARAMETERS, *LATE_FUNCTIONS):
            return []
        if expressions.is_output(node) or repr(node) in expressions.invoked:
            return []
        lines = []
        for part in walk(list(node.arguments.values())):
            if isinstance(part, Invoke):
                lines += self._invoked(part)
        name = self._variables.give(node.result, "result")
        found = call(expressions.invoke(node.function), ["ctx", self._arguments(node)])
        expressions.invoked[repr(node)] = name
        return [*lines, self.called(name, found, self.indent)]

    def _arguments(self, node: Invoke) -> Code:
        expressions = self.expressions
        entries: list[Code] = []
        for wire, value in arguments(node).items():
            code = expressions.plain(value, wanted_by(wire))
            if wire == "region":
                code = call(expressions.pulumi("StringRef"), [code])
            entries.append(Pair(f"{wire[:1].upper()}{wire[1:]}", code))
        return Bracketed(f"&{expressions.invoke(node.function)}Args{{", entries, "}")

    def _references(self) -> str:
        lines = []
        pulumi = self.expressions.pulumi
        for name, reference in self.program.references.items():
            stack = self._text(reference.stack)
            record = Bracketed(f"&{pulumi('StackReferenceArgs')}{{", [Pair("Name", stack)], "}")
            found = call(pulumi("NewStackReference"), ["ctx", literals.string(name), record])
            target = self.plan.variables["references", name]
            statement = self.called(target, found, self.indent)
            lines.append(self.marked("references", name, statement, self.indent))
        return "".join(lines)

    def _text(self, value: Expression) -> Code:
        if self.expressions.is_output(value):
            return self.expressions.text_output(value)
        return self.expressions.input(value, "string")

    # --- resources ------------------------------------------------

    def _resources(self) -> Iterator[str]:
        for condition, names in self.plan.resources:
            if condition is None:
                yield "\n".join(self._resource(name, self.indent) for name in names)
                continue
            declared = "".join(self._declared(name) for name in names)
            error = "" if self._has_error else f"{self.indent}var err error\n"
            self._has_error = True
            body = "\n".join(self._resource(name, self.indent + INDENT) for name in names)
            question = self.plan.variables["conditions", condition]
            yield f"{error}{declared}{self.indent}if {question} {{\n{body}{self.indent}}}\n"

    def _declared(self, name: str) -> str:
        if name not in self.plan.referred:
            return ""
        return f"{self.indent}var {self.plan.variables['resources', name]} *{self._class(name)}\n"

    def _class(self, name: str) -> str:
        component = self.plan.components.get(name)
        if component is not None:
            return component.name
        if name in self.plan.raw:
            return f"{self.plan.variables['resources', name]}Resource"
        return self.expressions.sdk(SPELLING.resource(self.plan.types[name]))

    def _resource(self, name: str, indent: str) -> str:
        self._at = indent
        return self.marked("resources", name, self.made(name), indent)

    def kept(self) -> Any:
        return set(self.expressions.packages), set(self.expressions.functions)

    def give_back(self, kept: Any) -> None:
        self.expressions.packages, self.expressions.functions = kept

    def typed(self, name: str, resource: Resource) -> str:
        described = self.plan.types[name]
        entries, comments = self.expressions.fields(
            resource.inputs,
            described.by_pulumi,
            described,
            ("resources", name),
            lambda prop, value, wanted, at: Pair(
                SPELLING.property(described, prop), given(self.expressions, value, wanted, at)
            ),
        )
        found = SPELLING.resource(described)
        record = Bracketed(
            f"&{self.expressions.sdk(found)}Args{{", entries, "}", broken=True, comments=comments
        )
        new = self.expressions.sdk(found).replace(".", ".New")
        codes = ["ctx", self._name(name), record, *self._options(resource)]
        return self._made(name, called_with(f"{new}(", codes))

    def _made(self, name: str, code: Code) -> str:
        """The statement that makes a resource."""
        if name not in self.plan.referred:
            return self.called(None, code, self._at)
        target = self.plan.variables["resources", name]
        return self.called(target, code, self._at, declared=self._at != self.indent)

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def instance(self, name: str, resource: Resource) -> str:
        component, program = self.plan.components[name], self.programs[resource.type]
        # A field that is left out would be 0 or "", and not the default that it has
        defaults = {key: it.default for key, it in program.config.items() if it.default is not None}
        inputs = {**resource.inputs, **_without(defaults, resource.inputs)}
        entries, comments = self.expressions.collected(
            inputs.items(),
            ("resources", name),
            lambda key, value, at: Pair(
                component.arguments[key], self.argument(program.config[key], value, at)
            ),
        )
        codes: list[Code] = ["ctx", self._name(name)]
        if component.arguments:
            head = f"&{component.arguments_name}{{"
            codes.append(Bracketed(head, entries, "}", broken=True, comments=comments))
        codes += self._options(resource)
        return self._made(name, called_with(f"New{component.name}(", codes))

    def argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        if declared.output:
            return given(self.expressions, value, argument(declared), path)
        return self.expressions.plain(value, argument(declared).type.kind)

    def untyped(self, name: str, resource: Resource) -> str:
        """A resource that is registered by its type's token, with its inputs as a map."""
        expressions, indent = self.expressions, self._at
        entries, comments = expressions.collected(
            resource.inputs.items(),
            ("resources", name),
            lambda wire, value, at: Pair(literals.string(wire), free(expressions, value, at)),
        )
        inputs = Bracketed(f"{expressions.pulumi('Map')}{{", entries, "}", comments=comments)
        if name in self.plan.raw:
            self._structs.append(self._struct_of(name))
        target = self.plan.variables["resources", name]
        declared = indent != self.indent and name in self.plan.referred
        made = f"{indent}{target} {'=' if declared else ':='} &{self._class(name)}{{}}\n"
        codes = [literals.string(resource.type), self._name(name), inputs, target]
        registered = called_with("ctx.RegisterResource(", [*codes, *self._options(resource)])
        sign = "=" if self._has_error else ":="
        self._has_error = True
        return made + self.statement(f"err {sign} ", registered, indent) + self._way_out(indent)

    def _struct_of(self, name: str) -> str:
        """A resource with outputs that no class of the SDK has."""
        state = self.expressions.pulumi("CustomResourceState")
        output = self.expressions.pulumi("AnyOutput")
        wires = sorted(self.plan.used.outputs.get(name, set()) - {"id", "urn"})
        room = max((len(wire) for wire in wires), default=0) + 1
        fields = "".join(
            f'\t{output_field(wire).ljust(room)}{output} `pulumi:"{wire}"`\n' for wire in wires
        )
        return f"type {self._class(name)} struct {{\n\t{state}\n\n{fields}}}\n"

    def _options(self, resource: Resource) -> list[Code]:
        codes: list[Code] = []
        parent = self.parent_of(resource)
        for option, value in options_of(resource, parent, self.language):
            said: Code = "true" if value is True else value
            if option == "dependsOn":
                said = self._dependencies(resource)
            elif isinstance(value, tuple):
                said = Bracketed("[]string{", [literals.string(each) for each in value], "}")
            function = self.expressions.pulumi(f"{option[:1].upper()}{option[1:]}")
            codes.append(call(function, [said]))
        return codes

    def _dependencies(self, resource: Resource) -> Code:
        """What a resource depends on; on what may not exist, only where it does."""
        codes: list[Code] = []
        type = self.expressions.pulumi("Resource")
        for name in resource.options.depends_on:
            code: Code = self.plan.variables["resources", name]
            if not self.is_there(resource, name):
                condition = str(self.program.resources[name].condition)
                question = self.plan.variables["conditions", condition]
                code = f"{self.expressions.function('choose')}[{type}]({question}, {code}, nil)"
            codes.append(code)
        if all(self.is_there(resource, name) for name in resource.options.depends_on):
            return Bracketed(f"[]{type}{{", codes, "}")
        return call(f"{self.expressions.function('present')}[{type}]", codes)

    # --- exports --------------------------------------------------

    def _exports(self) -> str:
        written = []
        for condition, names in self.plan.exports:
            indent = self.indent + (INDENT if condition is not None else "")
            body = "".join(self._export(name, indent) for name in names)
            if condition is not None:
                question = self.plan.variables["conditions", condition]
                body = f"{self.indent}if {question} {{\n{body}{self.indent}}}\n"
            written.append(body)
        return "".join(written)

    def _export(self, name: str, indent: str) -> str:
        value = self.program.exports[name].value
        code = free(self.expressions, value, ("exports", name))
        said = self.statement("", call("ctx.Export", [literals.string(name), code]), indent)
        return self.marked("exports", name, said, indent)


def _without(entries: Mapping[str, Expression], others: Collection[str]) -> dict[str, Expression]:
    return {key: value for key, value in entries.items() if key not in others}
