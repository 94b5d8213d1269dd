"""``Program.cs``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ...catalog import ResourceType
from ...errors import Path
from ...pulumi import Attribute, ConfigKey, Expression, Program, Resource
from ..layout import Code
from ..names import Names
from ..pulumi.applied_frames import AppliedFrame
from ..pulumi.components import ComponentClass
from ..pulumi.frames import options_of
from ..pulumi.plainness import Plainness, must_await, waiting_components
from ..pulumi.plan import Plan
from ..pulumi.printing import Comments, call
from ..pulumi.types import JSON, STRING, Types, ValueType, argument
from ..texts import comment_within
from . import literals
from .expressions import DICTIONARY, SPELLING, TYPES, Expressions
from .functions import FUNCTIONS, USING
from .layout import INDENT, WIDTH, asked, comment_lines, show, statement
from .names import names, pascal_case
from .nodes import Initializer, Pair, Ternary, parenthesized
from .places import field, given
from .printers import OUTPUTS, PLAIN

_READERS = {"integer": "Int32", "number": "Double", "boolean": "Boolean"}
_ROOM = 96


class Module(AppliedFrame):
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
        inner: the types in each of them.
    """

    language = "C#"
    indent = INDENT
    configured = "new Config()"
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
        awaited = must_await(program, programs)
        self.waiting = waiting_components(programs)
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, Plainness(program, awaited=awaited), inner)
        self.expressions = Expressions(
            program, self.plan, self.types, PLAIN, OUTPUTS, awaited=awaited
        )
        self._raw_classes: list[str] = []

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names(())

    # --- the file -------------------------------------------------

    def text(self) -> str:
        """The whole file."""
        body = "\n".join(section for section in self._sections() if section)
        waits = "async " if self.expressions.waits else ""
        main = f"return await Deployment.RunAsync({waits}() =>\n{{\n{body}}});\n"
        about = comment_lines(comment_within(self.program.description or "", _ROOM), "")
        return "\n".join([about + self._using(), main, *self._raw_classes])

    def _using(self, *more: str) -> str:
        """The namespaces of a file."""
        needed = {"Pulumi", *self.expressions.namespaces, *more}
        aliased = "AwsNative" in needed
        lines = [f"using {name};\n" for name in sorted(needed - {"AwsNative"}, key=_first_system)]
        if self.expressions.functions:
            lines.append("using static Functions;\n")
        if aliased:
            lines.append("using AwsNative = Pulumi.AwsNative;\n")
        return "".join(lines)

    # --- spelling -------------------------------------------------

    def statement(self, target: str, code: Code, indent: str) -> str:
        return statement(target, code, indent)

    def comment_lines(self, lines: list[str], indent: str) -> str:
        return comment_lines(lines, indent)

    def told_by(self, variable: str) -> str:
        return pascal_case(variable)

    def ternary(self, condition: str, code: Code) -> Code:
        return Ternary(condition, code, "null")

    def refusal(self, condition: Code, message: str) -> str:
        indent = self.indent
        asked = show(condition, indent, len(indent) + 4)
        error = call("new System.InvalidOperationException", [literals.string(message)])
        thrown = statement("throw ", error, indent + INDENT)
        return f"{indent}if ({asked})\n{indent}{{\n{thrown}{indent}}}\n"

    # --- what is known beforehand ---------------------------------

    def read(self, key: str, declared: ConfigKey) -> Code:
        secret = "Secret" if declared.secret else ""
        reader = _READERS.get(declared.type, "")
        code = call(f"config.Require{secret}{reader}", [literals.string(key)])
        return self.converted(code, declared, is_late=declared.secret)

    def found_parameter(self, name: Code, declared: ConfigKey, *, late: bool) -> Code:
        expressions, function = self.expressions, str(declared.lookup)
        suffix = "InvokeArgs" if late else "Args"
        record = expressions.aws(expressions.spelled(function) + suffix)
        arguments = [Initializer(f"new {record}", [Pair("Name", name)])]
        return expressions.invoked(function, arguments, "value", late=late)

    def stack_name(self) -> Code:
        return "Deployment.Instance.StackName"

    def organization(self) -> Code:
        return "Deployment.Instance.OrganizationName"

    def _local_tables(self) -> Iterator[str]:
        for name, table in self.program.tables.items():
            cells = [cell for row in table.values() for cell in row.values()]
            kind = self.types.of(cells).items.type.kind
            row_type = f"Dictionary<string, {self.expressions.type(kind)}>"
            wanted = kind if kind in TYPES else None
            rows: list[Code] = [
                Pair(f"[{literals.string(top)}]", self._row(row_type, row, wanted))
                for top, row in table.items()
            ]
            self.expressions.namespaces.add("System.Collections.Generic")
            head = f"new Dictionary<string, {row_type}>"
            yield self.declared("tables", name, Initializer(head, rows))

    def _row(self, type: str, row: Mapping[str, Expression], wanted: str | None) -> Code:
        entries: list[Code] = [
            Pair(f"[{literals.string(key)}]", self.expressions.plain(cell, wanted))
            for key, cell in row.items()
        ]
        return Initializer(f"new {type}", entries)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            code = given(self.expressions, reference.stack, ValueType(STRING))
            record = Initializer("new StackReferenceArgs", [Pair("Name", code)])
            made = call("new StackReference", [literals.string(name), record])
            lines.append(self.declared("references", name, made))
        return "".join(lines)

    # --- resources ------------------------------------------------

    def conditional(self, name: str, question: str, code: Code) -> str:
        if self.plan.is_referred_to(name):
            return super().conditional(name, question, code)
        indent = self.indent
        made = statement("_ = ", code, indent + INDENT)
        said = f"{indent}if ({question})\n{indent}{{\n{made}{indent}}}\n"
        return self.marked("resources", name, said, indent)

    def where_there(self, code: Code, value: Expression, condition: str) -> Code:
        """A value under a condition, null where it does not hold. An attribute of a resource of the
        same condition is asked for by itself.
        """
        if isinstance(value, Attribute):
            is_same = self.program.resources[value.resource].condition == condition
            variable = self.plan.variables["resources", value.resource]
            found = asked(code, variable) if is_same else None
            if found is not None:
                return found
        return Ternary(self.plan.variables["conditions", condition], parenthesized(code), "null")

    def kept(self) -> Any:
        expressions = self.expressions
        return set(expressions.namespaces), set(expressions.functions), expressions.waits

    def give_back(self, kept: Any) -> None:
        expressions = self.expressions
        expressions.namespaces, expressions.functions, expressions.waits = kept

    def typed(self, name: str, resource: Resource) -> Code:
        described = self.plan.types[name]
        entries, comments = self.expressions.fields(
            resource.inputs,
            described,
            described,
            ("resources", name),
            field,
        )
        found = self.expressions.sdk(SPELLING.resource(described))
        return self._made(found, name, f"{found}Args", entries, comments, resource)

    def _made(
        self,
        head: str,
        name: str,
        arguments: str,
        entries: list[Code],
        comments: Comments,
        resource: Resource,
    ) -> Code:
        """A resource; its arguments are left out where there are none, and nothing follows."""
        is_component = name in self.plan.components
        options = self._options(resource, "Component" if is_component else "Custom")
        codes: list[Code] = [self._name(name)]
        if entries:
            codes.append(Initializer(f"new {arguments}", entries, comments=comments))
        elif arguments and (options or is_component):
            codes.append(f"new {arguments}()")
        if resource.type not in self.waiting:
            return call(f"new {head}", [*codes, *options])
        self.expressions.waits = True
        return call(f"await {head}.CreateAsync", [*codes, *options])

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def instance(self, name: str, resource: Resource) -> Code:
        component, declared = self.plan.components[name], self.programs[resource.type]
        entries, comments = self.expressions.collected(
            resource.inputs.items(),
            ("resources", name),
            lambda key, value, at: Pair(
                component.arguments[key], self.argument(declared.config[key], value, at)
            ),
        )
        arguments = component.arguments_name if component.arguments else ""
        return self._made(component.name, name, arguments, entries, comments, resource)

    def argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        if declared.output:
            here = ValueType(argument(declared).type)
            return given(self.expressions, value, here, path, bare=False)
        return super().argument(declared, value, path)

    def untyped(self, name: str, resource: Resource) -> Code:
        """A resource of a class of the program's own, as no class of the SDK can express it."""
        anything = ValueType(JSON, optional=True)
        inputs: list[str] = []

        def entry(wire: str, value: Expression, at: Path) -> Code:
            inputs.append(wire)
            return Pair(_property(wire), given(self.expressions, value, anything, at))

        entries, comments = self.expressions.collected(
            resource.inputs.items(), ("resources", name), entry
        )
        head = f"{pascal_case(self.plan.variables['resources', name])}Resource"
        outputs = self.plan.used.outputs_of(name)
        self._raw_classes.append(_native(head, resource.type, inputs, outputs))
        return self._made(head, name, f"{head}Args", entries, comments, resource)

    def _options(self, resource: Resource, kind: str) -> list[Code]:
        """The last argument, where there is something to say in it."""
        items: list[Code] = []
        parent = self.parent_of(resource)
        for option, value in options_of(resource, parent, self.language):
            if option == "dependsOn":
                said: Code = Initializer("", [self._dependency(resource, name) for name in value])
            elif isinstance(value, tuple):
                said = Initializer("", [literals.string(each) for each in value])
            else:
                said = self.option(value)
            items.append(Pair(_property(option), said))
        return [Initializer(f"new {kind}ResourceOptions", items)] if items else []

    def _dependency(self, resource: Resource, name: str) -> Code:
        """A dependency; on a resource that may not exist, only where it does."""
        variable = self.expressions.reference(name)
        if self.is_there(resource, name):
            return variable
        question = self.plan.variables["conditions", str(self.program.resources[name].condition)]
        there = f"new InputList<Resource> {{ {variable} }}"
        return Ternary(question, there, "new InputList<Resource>()")

    # --- exports --------------------------------------------------

    def _exports(self) -> str:
        exports = self.program.exports
        entries, comments = self.expressions.collected(
            ((name, export.value) for name, export in exports.items()),
            ("exports",),
            lambda name, value, at: Pair(f"[{literals.string(name)}]", self._exported(name)),
        )
        self.expressions.namespaces.add("System.Collections.Generic")
        found: Code = f"{DICTIONARY}()"
        if entries:
            found = Initializer(DICTIONARY, entries, comments=comments)
        said = statement("return ", found, self.indent)
        if entries:
            self._statements.append((("exports", next(iter(exports))), said))
        return said

    def _exported(self, name: str) -> Code:
        """The value of an export, null where the export is not there."""
        export = self.program.exports[name]
        code = self.expressions.json(export.value, ("exports", name))
        if export.condition is None:
            return code
        return self.where_there(code, export.value, export.condition)


def _property(wire: str) -> str:
    return wire[:1].upper() + wire[1:]


def _native(name: str, token: str, inputs: list[str], outputs: list[str]) -> str:
    """The classes of a resource and of its arguments, in which every value is free-form."""
    given = "\n".join(
        f'    [Input("{wire}")]\n    public Input<object>? {_property(wire)} {{ get; set; }}\n'
        for wire in inputs
    )
    read = "".join(
        f'    [Output("{wire}")]\n'
        f"    public Output<object> {_property(wire)} {{ get; private set; }} = null!;\n\n"
        for wire in outputs
    )
    parameters = [
        "string name",
        f"{name}Args? args = null",
        "CustomResourceOptions? options = null",
    ]
    based = call("base", [literals.string(token), "name", f"args ?? new {name}Args()", "options"])
    return (
        f"class {name}Args : ResourceArgs\n{{\n{given}}}\n\n"
        f"class {name} : CustomResource\n{{\n{read}"
        f"{head(f'public {name}', parameters)}"
        f"{INDENT * 2}: {show(based, INDENT * 2, 14)} {{ }}\n"
        "}\n"
    )


def head(name: str, parameters: Sequence[str]) -> str:
    """The line that begins a method, or its lines."""
    line = f"{INDENT}{name}({', '.join(parameters)})\n"
    if len(line) <= WIDTH + 1:
        return line
    inside = ",\n".join(f"{INDENT * 2}{each}" for each in parameters)
    return f"{INDENT}{name}(\n{inside}\n{INDENT})\n"


def functions(names: Collection[str]) -> str:
    """The file of the functions that a program's files need."""
    spaces = sorted({space for name in names for space in USING[name]}, key=_first_system)
    using = "".join(f"using {space};\n" for space in spaces)
    body = "\n".join(text for name, text in FUNCTIONS.items() if name in names)
    return f"{using}\ninternal static class Functions\n{{\n{body}}}\n"


def _first_system(namespace: str) -> tuple[bool, str]:
    return not namespace.startswith("System"), namespace
