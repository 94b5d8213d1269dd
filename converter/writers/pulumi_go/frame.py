"""What a program in Go says before its resources: what is read, and what is known beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ...catalog import ResourceType
from ...naming import go
from ...pulumi import LATE_FUNCTIONS, ConfigKey, Expression, Invoke, Program, walk
from ..layout import Bracketed, Code
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.frames import Frame
from ..pulumi.nodes import arguments, wanted_by
from ..pulumi.plan import PSEUDO_PARAMETERS, Plan
from ..pulumi.printing import call
from ..pulumi.types import Types
from . import literals
from .expressions import Expressions, GoPlainness
from .functions import FUNCTIONS
from .layout import INDENT, Pair, columns, comment_lines, show
from .names import RESERVED, told_by, variable
from .outputs import OUTPUTS
from .plain import PLAIN

CONFIG = "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
_REQUIRE = {"integer": "Int", "number": "Float64", "boolean": "Bool"}


class GoFrame(Frame):
    """The file of one program, as far as its resources.

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
        taken = RESERVED.union(packages, FUNCTIONS, self._taken)
        self._variables = Names(taken, variable, variable)
        return self._variables

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

    def _invokes(self, values: Iterable[Expression]) -> str:
        """Calls of the provider's functions in values whose results are plain, each made once."""
        if not self.plan.used.functions - {*PSEUDO_PARAMETERS, *LATE_FUNCTIONS}:
            return ""
        return "".join(
            line
            for value in values
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

    def list_of(self, node: Invoke) -> str:
        """What is plain was called for beforehand."""
        return super().list_of(node) if self.expressions.is_output(node) else ""

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
