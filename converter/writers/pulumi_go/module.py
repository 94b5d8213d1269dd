"""``main.go``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...catalog import ResourceType
from ...errors import Path, UnsupportedError
from ...naming import go
from ...pulumi import (
    ABSENT,
    LATE_FUNCTIONS,
    ConfigKey,
    Expression,
    Invoke,
    Program,
    Resource,
    walk,
)
from ..layout import Bracketed, Code
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.marks import lines_of
from ..pulumi.plainness import Plainness
from ..pulumi.plan import PSEUDO_PARAMETERS, Plan
from ..pulumi.types import Types, argument, place
from ..texts import comment
from . import literals
from .expressions import GO_TYPES, SPELLING, Expressions, GoPlainness, NotSayable
from .functions import FUNCTIONS
from .layout import INDENT, Pair, called_with, columns, comment_lines, heading, show, wrapped
from .names import RESERVED, told_by, variable
from .outputs import OUTPUTS, complete
from .places import free, given
from .plain import PLAIN

CONFIG = "github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
_REQUIRE = {"integer": "Int", "number": "Float64", "boolean": "Bool"}


class Module:
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        inner: the types in each component; those of this program are added by who makes it.
        taken: names that the program's other files have.
    """

    indent = INDENT * 2
    failure = "err"
    parent: str | None = None

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        inner: Mapping[str, Types],
        taken: Collection[str] = (),
    ) -> None:
        self.program = program
        self._taken = taken
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, GoPlainness(program), inner)
        self.expressions = Expressions(program, self.plan, self.types, PLAIN, OUTPUTS)
        self._statements: list[tuple[Path, str]] = []
        self._has_error = False

    def _names(self, types: Collection[ResourceType]) -> Names:
        packages = {go.package(each.token.split(":")[1]) for each in types}
        return self._free({*RESERVED, *packages, *FUNCTIONS, *self._taken})

    def _free(self, taken: Collection[str]) -> Names:
        self._variables = Names(taken, variable, variable)
        return self._variables

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
        self.expressions.pulumi("Run")
        sections = [section for section in self._sections() if section]
        body = "\n".join([*sections, f"{self.indent}return nil\n"])
        main = f"func main() {{\n\tpulumi.Run(func(ctx *pulumi.Context) error {{\n{body}\t}})\n}}\n"
        about = comment_lines(wrapped(self.program.description or "", 2), "")
        return "\n".join([heading(self.expressions.packages, about), main])

    def _sections(self) -> Iterator[str]:
        yield self._config()
        yield self._pseudo_parameters()
        yield self._tables()
        yield self._conditions()
        yield self._refusals()
        yield self._invokes()
        yield self._references()
        yield from self._resources()
        yield self._exports()

    # --- statements -----------------------------------------------

    def statement(self, target: str, code: Code, indent: str) -> str:
        """``target code``."""
        head = f"{indent}{target}"
        return f"{head}{show(code, indent, columns(indent) + len(target))}\n"

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

    def _comment(self, section: str, name: str, indent: str) -> str:
        text = self.program.comments.get((section, name))
        return "" if text is None else comment_lines(comment(text), indent)

    def _marked(self, section: str, name: str, statement: str, indent: str) -> str:
        self._statements.append(((section, name), statement))
        return self._comment(section, name, indent) + statement

    # --- config ---------------------------------------------------

    def _config(self) -> str:
        lines = []
        for key in self.plan.config:
            name = self.plan.variables["config", key]
            statement = self._read(key, name, self.program.config[key])
            lines.append(self._marked("config", key, statement, self.indent))
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
            return self.statement(
                f"{name} := ", text + _REQUIRE.get(declared.type, "") + quoted, self.indent
            )
        function = expressions.function("commaSeparated")
        code: Code = f"{function}({text}{quoted})"
        if declared.secret:
            code = expressions.apply(text + quoted, function, "list")
        return self.statement(f"{name} := ", code, self.indent)

    def _look_up(self, key: str, name: str, declared: ConfigKey, parameter: Code) -> str:
        """The value of an SSM parameter, whose name is in the config."""
        function = self.expressions.invoke(str(declared.lookup))
        if declared.secret or declared.output:
            call = Bracketed(
                f"{function}Output(",
                ["ctx", Bracketed(f"{function}OutputArgs{{", [Pair("Name", parameter)], "}")],
                ").Value()",
            )
            return self.statement(f"{name} := ", call, self.indent)
        self.expressions.read[key] = f"{name}.Value"
        record = Bracketed(f"&{function}Args{{", [Pair("Name", parameter)], "}")
        return self.called(name, Bracketed(f"{function}(", ["ctx", record], ")"), self.indent)

    # --- what is known beforehand ---------------------------------

    def _pseudo_parameters(self) -> str:
        lines = []
        for function in self.plan.pseudo_parameters:
            name = self._variables.give(PSEUDO_PARAMETERS[function], "value")
            self.expressions.invoked[function] = name
            call = f"{self.expressions.invoke(function)}(ctx)"
            lines.append(self.called(name, call, self.indent))
        return "".join(lines)

    def _tables(self) -> str:
        written = []
        for name, table in self.program.tables.items():
            kinds = {self.expressions.kind(cell) for row in table.values() for cell in row.values()}
            kind = kinds.pop() if len(kinds) == 1 else "json"
            holds = GO_TYPES.get(kind) or ("[]string" if kind == "list" else "any")
            rows = [Pair(literals.string(top), self._row(row)) for top, row in table.items()]
            code = Bracketed(f"map[string]map[string]{holds}{{", rows, "}", broken=True)
            target = self.plan.variables["tables", name]
            statement = self.statement(f"{target} := ", code, self.indent)
            written.append(self._marked("tables", name, statement, self.indent))
        unused = self.plan.unused_tables
        written += [f"{self.indent}_ = {self.plan.variables['tables', name]}\n" for name in unused]
        return "".join(written)

    def _row(self, row: Mapping[str, Expression]) -> Code:
        cells = (Pair(literals.string(key), self.expressions.plain(row[key])) for key in row)
        return Bracketed("{", list(cells), "}")

    def _conditions(self) -> str:
        expressions = self.expressions
        plainness, read = expressions.plainness, dict(expressions.read)
        expressions.plainness = Plainness(self.program, secrets_told=True)
        lines = []
        for key in self.plan.told:
            self._tell(key)
        for name in self.plan.conditions:
            code = expressions.plain(self.program.conditions[name])
            target = self.plan.variables["conditions", name]
            statement = self.statement(f"{target} := ", code, self.indent)
            lines.append(self._marked("conditions", name, statement, self.indent))
        lines += [
            f"{self.indent}_ = {self.plan.variables['conditions', name]}\n"
            for name in self.plan.unused_conditions
        ]
        expressions.plainness = plainness
        expressions.read = read
        return "".join(lines)

    def _refusals(self) -> str:
        """What the program refuses to run for, before it registers anything."""
        lines = []
        indent = self.indent
        for refusal in self.program.refusals:
            condition = show(self.expressions.plain(refusal.condition), indent, columns(indent) + 3)
            new = self.expressions.standard("errors", "New")
            error = f"{new}({literals.string(refusal.message)})"
            failure = self.failure.removesuffix("err") + error
            lines.append(f"{indent}if {condition} {{\n{indent}\treturn {failure}\n{indent}}}\n")
        return "".join(lines)

    def _tell(self, key: str) -> None:
        """Read a secret in plain, for conditions."""
        declared = self.program.config[key]
        code: str = f"cfg.Require{_REQUIRE.get(declared.type, '')}({literals.string(key)})"
        if declared.type == "list":
            code = f"{self.expressions.function('commaSeparated')}({code})"
        self.expressions.read[key] = code

    def _invokes(self) -> str:
        """Calls of the provider's functions whose results are plain, each made once."""
        lines = []
        expressions = self.expressions
        for value in self.plan.values():
            for part in walk(value):
                if not isinstance(part, Invoke) or part.function in (
                    *PSEUDO_PARAMETERS,
                    *LATE_FUNCTIONS,
                ):
                    continue
                if expressions.is_output(part) or repr(part) in expressions.invoked:
                    continue
                name = self._variables.give(part.result, "result")
                call = Bracketed(
                    f"{expressions.invoke(part.function)}(", ["ctx", self._arguments(part)], ")"
                )
                lines.append(self.called(name, call, self.indent))
                expressions.invoked[repr(part)] = name
        return "".join(lines)

    def _arguments(self, node: Invoke) -> Code:
        expressions = self.expressions
        entries: list[Code] = []
        for wire, value in complete(node).items():
            kind = "integer" if wire in ("count", "cidrBits") else "string"
            code = expressions.plain(value, kind)
            if wire == "region":
                code = Bracketed(f"{expressions.pulumi('StringRef')}(", [code], ")")
            entries.append(Pair(f"{wire[:1].upper()}{wire[1:]}", code))
        return Bracketed(f"&{expressions.invoke(node.function)}Args{{", entries, "}")

    def _references(self) -> str:
        lines = []
        expressions = self.expressions
        for name, reference in self.program.references.items():
            record = Bracketed(
                f"&{expressions.pulumi('StackReferenceArgs')}{{",
                [Pair("Name", self._text(reference.stack))],
                "}",
            )
            call = Bracketed(
                f"{expressions.pulumi('NewStackReference')}(",
                ["ctx", literals.string(name), record],
                ")",
            )
            target = self.plan.variables["references", name]
            statement = self.called(target, call, self.indent)
            lines.append(self._marked("references", name, statement, self.indent))
        return "".join(lines)

    def _text(self, value: Expression) -> Code:
        if self.expressions.is_output(value):
            return self.expressions.text(value)
        return Bracketed(
            f"{self.expressions.pulumi('String')}(", [self.expressions.plain(value, "string")], ")"
        )

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
            return self._loose_class(name)
        return self.expressions.sdk(SPELLING.resource(self.plan.types[name]))

    def _loose_class(self, name: str) -> str:
        return f"{self.plan.variables['resources', name]}Resource"

    def _resource(self, name: str, indent: str) -> str:
        resource = self.program.resources[name]
        expressions = self.expressions
        expressions.printed = name
        if name in self.plan.components:
            text = self._instance(name, resource, indent)
        elif name in self.plan.raw:
            text = self._raw(name, resource, indent)
        else:
            packages, functions = set(expressions.packages), set(expressions.functions)
            try:
                text = self._typed(name, resource, indent)
            except NotSayable:
                expressions.packages, expressions.functions = packages, functions
                text = self._raw(name, resource, indent)
        expressions.printed = None
        return self._marked("resources", name, text, indent)

    def _typed(self, name: str, resource: Resource, indent: str) -> str:
        described = self.plan.types[name]
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        at = ("resources", name)
        for wire, value in resource.inputs.items():
            self.expressions.note(comments, len(entries), (*at, wire))
            prop = described.by_pulumi.get(wire)
            if value is ABSENT:
                continue
            if prop is None:
                raise NotSayable
            code = given(self.expressions, value, place(prop, described), (*at, wire))
            entries.append(Pair(SPELLING.property(described, prop), code))
        found = SPELLING.resource(described)
        record = Bracketed(
            f"&{self.expressions.sdk(found)}Args{{", entries, "}", broken=True, comments=comments
        )
        new = self.expressions.sdk(found).replace(".", ".New")
        call = called_with(f"{new}(", ["ctx", self._name(name), record, *self._options(resource)])
        return self._made(name, call, indent)

    def _made(self, name: str, call: Code, indent: str) -> str:
        """The statement that makes a resource."""
        if name not in self.plan.referred:
            return self.called(None, call, indent)
        target = self.plan.variables["resources", name]
        return self.called(target, call, indent, declared=indent != self.indent)

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def _instance(self, name: str, resource: Resource, indent: str) -> str:
        """A component of the program's own."""
        component = self.plan.components[name]
        program = self.program.components.get(resource.type) or self._inner(resource.type)
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        # A field that is left out would be 0 or "", and not the default that it has
        defaults = {key: it.default for key, it in program.config.items() if it.default is not None}
        for key, value in {**resource.inputs, **_without(defaults, resource.inputs)}.items():
            at = ("resources", name, key)
            self.expressions.note(comments, len(entries), at)
            code = self._argument(program.config[key], value, at)
            entries.append(Pair(component.arguments[key], code))
        codes: list[Code] = ["ctx", self._name(name)]
        if component.arguments:
            head = f"&{component.arguments_name}{{"
            codes.append(Bracketed(head, entries, "}", broken=True, comments=comments))
        call = called_with(f"New{component.name}(", [*codes, *self._options(resource)])
        return self._made(name, call, indent)

    def _inner(self, token: str) -> Program:
        raise UnsupportedError(f"no component has the type {token}")

    def _argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        wanted = argument(declared)
        if declared.output:
            return given(self.expressions, value, wanted, path)
        return self.expressions.plain(value, wanted.type.kind)

    def _raw(self, name: str, resource: Resource, indent: str) -> str:
        """A resource that is registered by its type's token, with its inputs as a map."""
        expressions = self.expressions
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for wire, value in resource.inputs.items():
            expressions.note(comments, len(entries), ("resources", name, wire))
            if value is not ABSENT:
                entries.append(
                    Pair(
                        literals.string(wire),
                        free(self.expressions, value, ("resources", name, wire)),
                    )
                )
        inputs = Bracketed(f"{expressions.pulumi('Map')}{{", entries, "}", comments=comments)
        target = self.plan.variables["resources", name]
        declared = indent != self.indent and name in self.plan.referred
        made = f"{indent}{target} {'=' if declared else ':='} &{self._class(name)}{{}}\n"
        names: list[Code] = [literals.string(resource.type), self._name(name)]
        call = called_with(
            "ctx.RegisterResource(", [*names, inputs, target, *self._options(resource)]
        )
        sign = "=" if self._has_error else ":="
        self._has_error = True
        return made + self.statement(f"err {sign} ", call, indent) + self._way_out(indent)

    def _options(self, resource: Resource) -> list[Code]:
        options = resource.options
        pulumi = self.expressions.pulumi
        codes: list[Code] = []
        if options.depends_on:
            codes.append(Bracketed(f"{pulumi('DependsOn')}(", [self._dependencies(resource)], ")"))
        if options.protect:
            codes.append(f"{pulumi('Protect')}(true)")
        if options.retain_on_delete:
            codes.append(f"{pulumi('RetainOnDelete')}(true)")
        for option, listed in (
            ("IgnoreChanges", options.ignore_changes),
            ("AdditionalSecretOutputs", options.secret_outputs),
        ):
            if listed:
                names = Bracketed("[]string{", [literals.string(name) for name in listed], "}")
                codes.append(Bracketed(f"{pulumi(option)}(", [names], ")"))
        parent = self.parent
        if options.parent is not None:
            parent = self.plan.variables["resources", options.parent]
        if parent is not None:
            codes.append(f"{pulumi('Parent')}({parent})")
        if options.other:
            option = next(iter(options.other))
            raise UnsupportedError(f"the option {option} cannot be written in Go yet")
        return codes

    def _dependencies(self, resource: Resource) -> Code:
        """What a resource depends on; on what may not exist, only where it does."""
        codes: list[Code] = []
        type = self.expressions.pulumi("Resource")
        some = False
        for name in resource.options.depends_on:
            target = self.plan.variables["resources", name]
            condition = self.program.resources[name].condition
            if condition is None or condition == resource.condition:
                codes.append(target)
                continue
            some = True
            question = self.plan.variables["conditions", condition]
            function = self.expressions.function("choose")
            codes.append(f"{function}[{type}]({question}, {target}, nil)")
        if some:
            return Bracketed(f"{self.expressions.function('present')}[{type}](", codes, ")")
        return Bracketed(f"[]{type}{{", codes, "}")

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
        call = Bracketed("ctx.Export(", [literals.string(name), code], ")")
        return self._marked("exports", name, self.statement("", call, indent), indent)


def _without(entries: Mapping[str, Expression], others: Collection[str]) -> dict[str, Expression]:
    return {key: value for key, value in entries.items() if key not in others}
