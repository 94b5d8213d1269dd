"""``Program.cs``: the program."""

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
from ..pulumi.types import JSON, STRING, Types, ValueType, argument, place
from ..texts import comment
from . import literals
from .expressions import SPELLING, TYPES, Expressions, NotSayable
from .functions import FUNCTIONS
from .layout import (
    INDENT,
    Initializer,
    Made,
    Pair,
    Ternary,
    call,
    comment_lines,
    parenthesized,
    show,
    statement,
)
from .names import names, pascal_case
from .outputs import OUTPUTS
from .places import given
from .plain import PLAIN, invoked

_READERS = {"integer": "Int32", "number": "Double", "boolean": "Boolean"}
_ROOM = 96
DICTIONARY = "new Dictionary<string, object?>"


class Module:
    """The file of one program.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
        inner: the types in each of them.
    """

    indent = INDENT
    parent: str | None = None

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
        inner: Mapping[str, Types],
    ) -> None:
        self.program, self.programs = program, programs
        self.classes = components
        awaited = self._may_await()
        self.plan = Plan(program, components, self._names)
        self.types = Types(program, self.plan, Plainness(program, awaited=awaited), inner)
        self.expressions = Expressions(
            program, self.plan, self.types, PLAIN, OUTPUTS, awaited=awaited
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
        variables = self.plan.variables.values()
        return self.plan.lost_names({variable: pascal_case(variable) for variable in variables})

    def lines(self, text: str) -> dict[Path, int]:
        """The line of each entry of the program in the text of the file."""
        return lines_of(text, self._statements)

    # --- the file -------------------------------------------------

    def text(self) -> str:
        """The whole file."""
        body = "\n".join(section for section in self._sections() if section)
        waits = "async " if self.expressions.waits else ""
        main = f"return await Deployment.RunAsync({waits}() =>\n{{\n{body}}});\n"
        about = comment_lines(_wrapped(self.program.description or ""), "")
        return "\n".join([about + self._using(), main, *self._raw_classes])

    def _using(self, *more: str) -> str:
        """The namespaces of a file."""
        needed = {"Pulumi", *self.expressions.namespaces, *more}
        aliased = "AwsNative" in needed
        lines = [f"using {name};\n" for name in sorted(needed - {"AwsNative"}, key=_first_system)]
        if aliased:
            lines.append("using AwsNative = Pulumi.AwsNative;\n")
        if self.expressions.functions:
            lines.append("using static Functions;\n")
        return "".join(lines)

    def _sections(self) -> Iterator[str]:
        yield from self._tables()
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

    def _declared(self, section: str, name: str, code: Code, type: str = "var") -> str:
        """The statement that gives an entry its variable, with the source's comment."""
        variable = self.plan.variables[section, name]
        said = statement(f"{type} {variable} = ", code, self.indent)
        self._statements.append(((section, name), said))
        return self._comment(section, name, self.indent) + said

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
        return self._variable("config", "new Config()") + "".join(lines)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        secret = "Secret" if declared.secret else ""
        reader = _READERS.get(declared.type, "")
        code = call(f"config.Require{secret}{reader}", [literals.string(key)])
        return self._converted(code, declared, is_late=declared.secret)

    def _converted(self, code: Code, declared: ConfigKey, *, is_late: bool) -> Code:
        """What a text is that config or an argument gives: a list, or a parameter of SSM."""
        expressions = self.expressions
        if declared.lookup is not None:
            late = is_late or not expressions.awaited
            name = declared.lookup[:1].upper() + declared.lookup[1:]
            suffix = "InvokeArgs" if late else "Args"
            record = Initializer(f"new {expressions.aws(name + suffix)}", [Pair("Name", code)])
            return invoked(expressions, declared.lookup, [record], "value", late=late)
        if declared.type != "list":
            return code
        function = expressions.function("CommaSeparated")
        return Line(code, f".Apply({function})") if is_late else call(function, [code])

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
            lines.append(self._variable("organization", "Deployment.Instance.OrganizationName"))
        return "".join(lines)

    def _stack_name(self) -> Code:
        return "Deployment.Instance.StackName"

    def _tables(self) -> Iterator[str]:
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
            yield self._declared("tables", name, Initializer(head, rows, broken=True))

    def _row(self, type: str, row: Mapping[str, Expression], wanted: str | None) -> Code:
        entries: list[Code] = [
            Pair(f"[{literals.string(key)}]", self.expressions.plain(cell, wanted))
            for key, cell in row.items()
        ]
        return Initializer(f"new {type}", entries)

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
            error = call("new System.InvalidOperationException", [literals.string(refusal.message)])
            thrown = statement("throw ", error, f"{indent}    ")
            lines.append(f"{indent}if ({condition})\n{indent}{{\n{thrown}{indent}}}\n")
        return "".join(lines)

    def _references(self) -> str:
        lines = []
        for name, reference in self.program.references.items():
            code = given(self.expressions, reference.stack, ValueType(STRING))
            record = Initializer("new StackReferenceArgs", [Pair("Name", code)])
            made = Made("new StackReference", [literals.string(name), record])
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
            kept = set(expressions.namespaces), set(expressions.functions), expressions.waits
            try:
                code = self._typed(name, resource)
            except NotSayable:
                # What refers to it comes after it, so it is known as raw in time
                expressions.namespaces, expressions.functions, expressions.waits = kept
                self.plan.raw.add(name)
                code = self._raw(name, resource)
        expressions.printed = None
        return code

    def _typed(self, name: str, resource: Resource) -> Code:
        described = self.plan.types[name]
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for wire, value in resource.inputs.items():
            at = ("resources", name, wire)
            self.expressions.note(comments, len(entries), at)
            prop = described.by_pulumi.get(wire)
            if value is ABSENT:
                continue
            if prop is None:
                raise NotSayable
            code = given(self.expressions, value, place(prop, described), at)
            entries.append(Pair(SPELLING.property(described, prop), code))
        found = self.expressions.sdk(SPELLING.resource(described))
        return self._made(found, name, f"{found}Args", entries, comments, resource)

    def _made(
        self,
        head: str,
        name: str,
        arguments: str,
        entries: list[Code],
        comments: dict[int, list[str]],
        resource: Resource,
    ) -> Code:
        """A resource; its arguments are left out where there are none, and nothing follows."""
        kind = "Component" if name in self.plan.components else "Custom"
        options = self._options(resource, kind)
        codes: list[Code] = [self._name(name)]
        if entries:
            codes.append(Initializer(f"new {arguments}", entries, broken=True, comments=comments))
        elif options and arguments:
            codes.append(f"new {arguments}()")
        return Made(f"new {head}", [*codes, *options])

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return literals.string(name)

    def _instance(self, name: str, resource: Resource) -> Code:
        """A component of the program's own."""
        component, declared = self.plan.components[name], self.programs[resource.type]
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for key, value in resource.inputs.items():
            at = ("resources", name, key)
            self.expressions.note(comments, len(entries), at)
            entries.append(
                Pair(component.arguments[key], self._argument(declared.config[key], value, at))
            )
        arguments = component.arguments_name if component.arguments else ""
        code = self._made(component.name, name, arguments, entries, comments, resource)
        if arguments and not entries and not self._options(resource, "Component"):
            return Made(f"new {component.name}", [self._name(name), f"new {arguments}()"])
        return code

    def _argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        wanted = argument(declared)
        if declared.output:
            here = ValueType(wanted.type)
            return given(self.expressions, value, here, path, bare=False)
        kind = "string" if declared.lookup is not None else wanted.type.kind
        return self.expressions.plain(value, kind)

    def _raw(self, name: str, resource: Resource) -> Code:
        """A resource of a class of the program's own, as no class of the SDK can express it."""
        expressions = self.expressions
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for wire, value in resource.inputs.items():
            at = ("resources", name, wire)
            expressions.note(comments, len(entries), at)
            if value is not ABSENT:
                code = given(expressions, value, ValueType(JSON, optional=True), at)
                entries.append(Pair(_property(wire), code))
        head = f"{pascal_case(self.plan.variables['resources', name])}Resource"
        outputs = sorted(self.plan.used.outputs.get(name, set()) - {"id", "urn"})
        inputs = [wire for wire, value in resource.inputs.items() if value is not ABSENT]
        self._raw_classes.append(_native(head, resource.type, inputs, outputs))
        return self._made(head, name, f"{head}Args", entries, comments, resource)

    def _options(self, resource: Resource, kind: str) -> list[Code]:
        """The last argument, where there is something to say in it."""
        options = resource.options
        items: list[Code] = []
        if options.depends_on:
            codes = [self._dependency(resource, name) for name in options.depends_on]
            items.append(Pair("DependsOn", Initializer("", codes)))
        if options.protect:
            items.append(Pair("Protect", "true"))
        if options.retain_on_delete:
            items.append(Pair("RetainOnDelete", "true"))
        for option, listed in (
            ("IgnoreChanges", options.ignore_changes),
            ("AdditionalSecretOutputs", options.secret_outputs),
        ):
            if listed:
                names: list[Code] = [literals.string(each) for each in listed]
                items.append(Pair(option, Initializer("", names)))
        parent = self.parent
        if options.parent is not None:
            parent = self.expressions.reference(options.parent)
        if parent is not None:
            items.append(Pair("Parent", parent))
        if options.other:
            option = next(iter(options.other))
            raise UnsupportedError(f"the option {option} cannot be written in C# yet")
        return [Initializer(f"new {kind}ResourceOptions", items)] if items else []

    def _dependency(self, resource: Resource, name: str) -> Code:
        """A dependency; on a resource that may not exist, only where it does."""
        variable = self.expressions.reference(name)
        condition = self.program.resources[name].condition
        if condition is None or condition == resource.condition:
            return variable
        question = self.plan.variables["conditions", condition]
        there = f"new InputList<Resource> {{ {variable} }}"
        return Ternary(question, there, "new InputList<Resource>()")

    # --- exports --------------------------------------------------

    def _exports(self) -> str:
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for name in self.program.exports:
            self.expressions.note(comments, len(entries), ("exports", name))
            entries.append(Pair(f"[{literals.string(name)}]", self._exported(name)))
        self.expressions.namespaces.add("System.Collections.Generic")
        found: Code = f"{DICTIONARY}()"
        if entries:
            found = Initializer(DICTIONARY, entries, broken=True, comments=comments)
        said = statement("return ", found, self.indent)
        if entries:
            self._statements.append((("exports", next(iter(self.program.exports))), said))
        return said

    def _exported(self, name: str) -> Code:
        """The value of an export, null where the export is not there."""
        export = self.program.exports[name]
        code = self.expressions.json(export.value, ("exports", name))
        if export.condition is None:
            return code
        question = self.plan.variables["conditions", export.condition]
        return Ternary(question, Line("(object?)", parenthesized(code)), "null")


def _property(wire: str) -> str:
    return wire[:1].upper() + wire[1:]


def _native(name: str, token: str, inputs: list[str], outputs: list[str]) -> str:
    """The classes of a resource and of its arguments, in which every value is free-form."""
    given = "".join(
        f'    [Input("{wire}")]\n    public Input<object>? {_property(wire)} {{ get; set; }}\n'
        for wire in inputs
    )
    read = "".join(
        f'    [Output("{wire}")]\n'
        f"    public Output<object> {_property(wire)} {{ get; private set; }} = null!;\n\n"
        for wire in outputs
    )
    return (
        f"class {name}Args : ResourceArgs\n{{\n{given}}}\n\n"
        f"class {name} : CustomResource\n{{\n{read}"
        f"    public {name}(string name, {name}Args? args = null, "
        "CustomResourceOptions? options = null)\n"
        f"        : base({literals.string(token)}, name, args ?? new {name}Args(), options) {{ }}\n"
        "}\n"
    )


def functions(names: Collection[str]) -> str:
    """The file of the functions that a program's files need."""
    from .functions import USING

    spaces = sorted({space for name in names for space in USING[name]}, key=_first_system)
    using = "".join(f"using {space};\n" for space in spaces)
    body = "\n".join(text for name, text in FUNCTIONS.items() if name in names)
    return f"{using}\ninternal static class Functions\n{{\n{body}}}\n"


def _first_system(namespace: str) -> tuple[bool, str]:
    return not namespace.startswith("System"), namespace


def _wrapped(text: str) -> list[str]:
    from textwrap import wrap

    lines = comment(" ".join(text.split()))
    return [
        part
        for line in lines
        for part in wrap(line, _ROOM, break_long_words=False, break_on_hyphens=False)
    ]
