"""``index.ts``: the module that a program is in TypeScript."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ...catalog import ResourceType
from ...errors import Path, UnsupportedError
from ...pulumi import Attribute, ConfigKey, Export, Invoke, Program, Resource
from ..names import Names
from ..pulumi.components import ComponentClass
from ..pulumi.marks import lines_of
from ..pulumi.plainness import Plainness, must_await
from ..pulumi.plan import PSEUDO_PARAMETERS, Plan
from ..pulumi.types import Types, ValueType, argument
from ..texts import comment
from ..typescript import literals
from ..typescript.layout import (
    STEP,
    WIDTH,
    Awaited,
    Code,
    Group,
    Item,
    Joined,
    Ternary,
    array,
    assigned,
    call,
    comment_lines,
    flat,
    parenthesized,
    statement,
)
from . import types as spelling
from .expressions import Expressions, NotSayable, string
from .functions import FUNCTIONS
from .names import TAKEN, names, pascal_case
from .printers import PRINTERS, invoked, reference

_READERS = {"integer": "Number", "number": "Number", "boolean": "Boolean"}


class Module:
    """The module of one program.

    A program that needs in plain what functions of the provider give waits for it, so that its
    statements stand in a function that gives its exports.

    Args:
        program: the program.
        components: the classes of the components that it may be made of, by their types' tokens.
        programs: the components themselves.
    """

    parent: str | None = None

    def __init__(
        self,
        program: Program,
        components: Mapping[str, ComponentClass],
        programs: Mapping[str, Program],
    ) -> None:
        self.program, self.programs = program, programs
        self.awaited = must_await(program, programs)
        tokens = {resource.type for resource in program.resources.values()}
        self._components = [components[token] for token in components if token in tokens]
        self.plan = Plan(program, components, self._names)
        types = _types(program, self.plan, components, programs, {}, awaited=self.awaited)
        self.expressions = Expressions(program, self.plan, types, PRINTERS, awaited=self.awaited)
        self._statements: list[tuple[Path, str]] = []

    @property
    def indent(self) -> str:
        """Where the statements begin."""
        return STEP if self.awaited else ""

    def _names(self, types: Collection[ResourceType]) -> Names:
        return names(self._own_names())

    def _own_names(self) -> Iterator[str]:
        yield from (each.name for each in self._components)
        if not self.awaited:
            yield from self.program.exports

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.
        """
        variables = self.plan.variables.values()
        return self.plan.lost_names({variable: pascal_case(variable) for variable in variables})

    def lines(self, text: str) -> dict[Path, int]:
        """The line of each entry of the program in the text of the module."""
        return lines_of(text, self._statements)

    def _marked(self, place: Path, said: str) -> str:
        self._statements.append((place, said))
        return said

    # --- the module ----------------------------------------------

    def text(self) -> str:
        tables = self._tables()
        sections = [
            self._config(),
            self._pseudo_variables(),
            self._conditions(),
            self._refusals(),
            self._references(),
            self._lists(),
            *self._resources(),
        ]
        exports = self._awaited_exports() if self.awaited else self._exports()
        body = [section for section in [*sections, exports] if section]
        if self.awaited:
            body = ["export = async () => {\n" + "\n".join(body) + "};\n"]
        return about(self.program, "") + "\n".join([*self._head(), *filter(None, [tables]), *body])

    def _head(self) -> list[str]:
        """The imports and the functions that the body needs, with what they need."""
        used = self.expressions.used
        functions = [text for name, text in FUNCTIONS.items() if name in used]
        lines = []
        if "aws" in used:
            lines.append('import * as aws from "@pulumi/aws-native";\n')
        if "pulumi" in used:
            lines.append('import * as pulumi from "@pulumi/pulumi";\n')
        for used_class in sorted(self._components, key=lambda each: each.module):
            items: list[Item] = [("", used_class.name)]
            imported = Joined("import ", Group("{", items, "}"), f' from "./{used_class.module}"')
            lines.append(statement(imported, ""))
        return ["".join(lines)] * bool(lines) + functions

    def _comment(self, section: str, name: str, indent: str) -> str:
        text = self.program.comments.get((section, name))
        return "" if text is None else comment_lines(comment(text), indent)

    def _declared(self, kind: str, name: str, code: Code, note: str = "") -> str:
        """The statement that gives an entry its variable, with the source's comment."""
        variable = self.plan.variables[kind, name]
        said = assigned(f"const {variable}{note}", code, self.indent)
        return self._comment(kind, name, self.indent) + self._marked((kind, name), said)

    def _config(self) -> str:
        program, used = self.program, self.plan.used
        lines = [
            self._declared("config", key, self._read(key, program.config[key]))
            for key in self.plan.config
        ]
        if not used.config | used.compared:
            return ""
        made = call(f"new {self.expressions.pulumi('Config')}", [])
        return assigned("const config", made, self.indent) + "".join(lines)

    def _read(self, key: str, declared: ConfigKey) -> Code:
        secret = "Secret" if declared.secret else ""
        method = f"require{secret}{_READERS.get(declared.type, '')}"
        return self._converted(call(f"config.{method}", [string(key)]), declared, declared.secret)

    def _converted(self, read: Code, declared: ConfigKey, is_late: bool) -> Code:
        """What a text is that config or an argument gives: a list, or a parameter of SSM."""
        expressions = self.expressions
        if declared.lookup is not None:
            arguments = [Group("{", [("name", read)], "}")]
            late = is_late or not self.awaited
            return invoked(expressions, declared.lookup, arguments, "value", late=late)
        if declared.type != "list":
            return read
        function = expressions.own("commaSeparated")
        return expressions.apply(read, function) if is_late else call(function, [read])

    def _pseudo_variables(self) -> str:
        lines = []
        for function in self.plan.pseudo_parameters:
            result = PSEUDO_PARAMETERS[function]
            if self.awaited:
                found: Code = call(f"await {self.expressions.aws(function)}", [])
                lines.append(assigned(f"const {{ {result} }}", found, self.indent))
            else:
                found = invoked(self.expressions, function, [], result, late=True)
                lines.append(assigned(f"const {result}", found, self.indent))
        if self.plan.used.stack_name:
            lines.append(assigned("const stackName", self._stack_name(), self.indent))
        if self.plan.used.organization:
            code = call(self.expressions.pulumi("getOrganization"), [])
            lines.append(assigned("const organization", code, self.indent))
        return "".join(lines)

    def _stack_name(self) -> Code:
        return call(self.expressions.pulumi("getStack"), [])

    def _tables(self) -> str:
        written = []
        for name, table in self.program.tables.items():
            rows = [
                (literals.key(top), self.expressions.code(dict(row))) for top, row in table.items()
            ]
            cells = [cell for row in table.values() for cell in row.values()]
            kind = spelling.spelled(self.expressions.types.of(cells).items)
            variable = self.plan.variables["tables", name]
            target = f"const {variable}: Record<string, Record<string, {kind}>>"
            said = assigned(target, Group("{", rows, "}", broken=True), "")
            written.append(self._comment("tables", name, "") + self._marked(("tables", name), said))
        return "\n".join(written)

    def _conditions(self) -> str:
        told = {
            key: self._read(key, replace(self.program.config[key], secret=False))
            for key in self.plan.told
        }
        return "".join(
            self._declared(
                "conditions", name, self.expressions.condition(self.program.conditions[name], told)
            )
            for name in self.plan.conditions
        )

    def _refusals(self) -> str:
        """What the program refuses to run for, before it registers anything."""
        lines = []
        for refusal in self.program.refusals:
            condition = flat(self.expressions.code(refusal.condition))
            thrown = statement(
                call("throw new Error", [string(refusal.message)]), f"{self.indent}  "
            )
            lines.append(f"{self.indent}if ({condition}) {{\n{thrown}{self.indent}}}\n")
        return "".join(lines)

    def _references(self) -> str:
        lines = []
        for name, each in self.program.references.items():
            named = Group("{", [("name", self.expressions.code(each.stack))], "}")
            head = f"new {self.expressions.pulumi('StackReference')}"
            lines.append(self._declared("references", name, call(head, [string(name), named])))
        return "".join(lines)

    def _lists(self) -> str:
        """What the provider lists before any resource is there, where several values ask for it."""
        return "".join(map(self._list, self.plan.lists.early))

    def _list(self, node: Invoke) -> str:
        code = self.expressions.code(node)
        variable = self.plan.lists.named(node)
        if isinstance(code, Awaited) and variable == code.result:
            return assigned(f"const {{ {variable} }}", Joined("await ", code.called), self.indent)
        return assigned(f"const {variable}", code, self.indent)

    # --- resources ----------------------------------------------

    def _resources(self) -> Iterator[str]:
        """The resources, what they refer to first."""
        for condition, resources in self.plan.resources:
            for name in resources:
                yield from map(self._list, self.plan.lists.due([name]))
                code = self._resource(name)
                if condition is not None:
                    code = Ternary(self._condition(condition), code, "undefined")
                yield self._declared("resources", name, code)

    def _condition(self, name: str) -> str:
        return self.plan.variables["conditions", name]

    def _resource(self, name: str) -> Code:
        resource = self.program.resources[name]
        if name in self.plan.components:
            return self._instance(name, resource)
        expressions, described = self.expressions, self.plan.types[name]
        expressions.printed = name
        if name not in self.plan.raw:
            used = set(expressions.used)
            place = ("resources", name)
            try:
                inputs = expressions.properties(
                    resource.inputs, described.by_pulumi, described, place, broken=True
                )
            except NotSayable:
                # What refers to it comes after it, so it is known as raw in time
                expressions.used = used
                self.plan.raw.add(name)
            else:
                head = f"new {expressions.aws(spelling.class_name(resource.type))}"
                return self._made(head, [self._name(name)], inputs, resource)
        return self._raw_resource(name, resource)

    def _made(self, head: str, before: list[Code], inputs: Group, resource: Resource) -> Code:
        """A resource; its inputs are left out where there are none, and nothing follows."""
        options = self._options(resource)
        codes = [*before, inputs, *options] if inputs.items or options else before
        return call(head, codes)

    def _name(self, name: str) -> Code:
        """The name that Pulumi knows a resource by."""
        return string(name)

    def _instance(self, name: str, resource: Resource) -> Code:
        """A component of the program's own."""
        component, declared = self.plan.components[name], self.programs[resource.type]
        items: list[Item] = []
        comments: dict[int, list[str]] = {}
        for key, value in resource.inputs.items():
            path = ("resources", name, key)
            self.expressions.note(comments, len(items), path)
            here = argument(declared.config[key])
            code = self.expressions.at_place(value, ValueType(here.type), path)
            field = component.arguments[key]
            items.append(("", field) if code == field else (field, code))
        inputs = Group("{", items, "}", broken=True, comments=comments)
        head = f"new {component.name}"
        if component.arguments:
            return call(head, [self._name(name), inputs, *self._options(resource)])
        return call(head, [self._name(name), *self._options(resource)])

    def _raw_resource(self, name: str, resource: Resource) -> Code:
        expressions = self.expressions
        expressions.raw = True
        inputs = expressions.entries(resource.inputs, None, ("resources", name))
        expressions.raw = False
        outputs = self.plan.used.outputs_of(name)
        expressions.pulumi("")
        options = self._options(resource)
        listed = [array([string(output) for output in outputs])] if outputs or options else []
        head = f"new {expressions.own('NativeResource')}"
        return call(head, [string(resource.type), self._name(name), inputs, *listed, *options])

    def _options(self, resource: Resource) -> list[Code]:
        """The last argument, where there is something to say in it."""
        options = resource.options
        items: list[Item] = []
        if options.depends_on:
            items.append(("dependsOn", self._dependencies(resource)))
        if options.protect:
            items.append(("protect", "true"))
        if options.retain_on_delete:
            retained = self.expressions.code(options.retain_on_delete)
            items.append(("retainOnDelete", retained))
        for option, listed in (
            ("ignoreChanges", options.ignore_changes),
            ("additionalSecretOutputs", options.secret_outputs),
        ):
            if listed:
                items.append((option, array([string(each) for each in listed])))
        parent = self.parent
        if options.parent is not None:
            parent = reference(self.expressions, options.parent)
        if parent is not None:
            items.append(("parent", parent))
        if options.other:
            option = next(iter(options.other))
            raise UnsupportedError(f"the option {option} cannot be written in TypeScript yet")
        return [Group("{", items, "}")] if items else []

    def _dependencies(self, resource: Resource) -> Code:
        """What a resource waits for; a resource that may not exist only where it does."""
        names = resource.options.depends_on
        codes: list[Code] = []
        for name in names:
            code: Code = reference(self.expressions, name)
            condition = self.program.resources[name].condition
            if condition is not None and condition != resource.condition:
                code = Ternary(self._condition(condition), array([code]), "[]")
                if len(names) == 1:
                    return code
                code = Joined("...", parenthesized(code))
            codes.append(code)
        return array(codes)

    # --- exports ----------------------------------------------

    def _exports(self) -> str:
        return "".join(self._export(name, each) for name, each in self.program.exports.items())

    def _export(self, name: str, export: Export) -> str:
        code = self._exported(name, export)
        if literals.is_identifier(name) and name not in TAKEN:
            said = assigned(f"export const {name}", code, "")
        else:
            variable = self._names_of_exports.give(name, "output")
            outside = name if literals.is_identifier(name) else string(name)
            named = Joined("export ", Group("{", [("", f"{variable} as {outside}")], "}"))
            said = assigned(f"const {variable}", code, "") + statement(named, "")
        return self._comment("exports", name, "") + self._marked(("exports", name), said)

    @property
    def _names_of_exports(self) -> Names:
        return names({*self._own_names(), *self.plan.variables.values()})

    def _awaited_exports(self) -> str:
        """The exports as what the function gives."""
        items: list[Item] = []
        comments: dict[int, list[str]] = {}
        for name, export in self.program.exports.items():
            self.expressions.note(comments, len(items), ("exports", name))
            items.append((literals.key(name), self._exported(name, export)))
            self._marked(("exports", name), f"{STEP * 2}{literals.key(name)}: ")
        if not items:
            return ""
        given = Joined("return ", Group("{", items, "}", broken=True, comments=comments))
        return statement(given, STEP)

    def _exported(self, name: str, export: Export) -> Code:
        """The value of an export, undefined where the export is not there."""
        value, path = export.value, ("exports", name)
        code = self.expressions.code(value, path)
        if export.condition is None:
            return code
        if isinstance(value, Attribute) and isinstance(code, str):
            there = self.program.resources[value.resource].condition == export.condition
            if there:
                return code.replace("!", "?", 1)
        return Ternary(self._condition(export.condition), code, "undefined")


def _types(
    program: Program,
    plan: Plan,
    components: Mapping[str, ComponentClass],
    programs: Mapping[str, Program],
    inner: dict[str, Types],
    *,
    awaited: bool,
) -> Types:
    """The types of a program's values; ``inner`` takes those of the components that are made in it,
    and in these.
    """
    for resource in program.resources.values():
        token = resource.type
        if token in programs and token not in inner:
            component = programs[token]
            plan_inside = Plan(component, components, lambda types: names(()))
            is_awaited = must_await(component, programs)
            inner[token] = _types(
                component, plan_inside, components, programs, inner, awaited=is_awaited
            )
    return Types(program, plan, Plainness(program, awaited=awaited), inner)


def about(program: Program, indent: str) -> str:
    """What a program is for, as a comment, with a blank line behind it outside a class."""
    words = " ".join((program.description or "").split())
    if not words:
        return ""
    is_plain = words.isprintable() and "*/" not in words
    end = "" if indent else "\n"
    if is_plain and len(indent) + len(words) + 7 <= WIDTH:
        return f"{indent}/** {words} */\n{end}"
    from textwrap import wrap  # short descriptions do without

    lines = wrap("".join(comment(words)), WIDTH - 3 - len(indent))
    return comment_lines(lines, indent) + end
