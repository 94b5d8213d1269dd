"""``main.go``: the program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...errors import Path
from ...pulumi import ConfigKey, Expression, Resource
from ..layout import Bracketed, Code
from ..pulumi.frames import options_of
from ..pulumi.printing import call
from ..pulumi.types import argument
from . import literals
from .expressions import SPELLING
from .frame import GoFrame
from .layout import INDENT, Pair, called_with, comment_lines, heading, wrapped
from .outputs import output_field
from .places import field, free, given


class Module(GoFrame):
    """The file of one program."""

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
        yield self._invokes(self.program.conditions.values())
        yield self.conditions()
        yield self.refusals()
        yield self._invokes(self.plan.values())
        yield self._references()
        yield from self._resources()
        yield self._exports()

    # --- resources ------------------------------------------------

    def _resources(self) -> Iterator[str]:
        yield self.lists()
        for condition, names in self.plan.resources:
            if condition is None:
                for name in names:
                    yield from self.lists_for([name])
                    yield self._resource(name, self.indent)
                continue
            yield from self.lists_for(names)
            declared = "".join(self._declared(name) for name in names)
            error = "" if self._has_error else f"{self.indent}var err error\n"
            self._has_error = True
            body = "\n".join(self._resource(name, self.indent + INDENT) for name in names)
            question = self.plan.variables["conditions", condition]
            yield f"{error}{declared}{self.indent}if {question} {{\n{body}{self.indent}}}\n"

    def _declared(self, name: str) -> str:
        if not self.plan.is_referred_to(name):
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
            described,
            described,
            ("resources", name),
            field,
        )
        found = self.expressions.sdk(SPELLING.resource(described))
        record = Bracketed(f"&{found}Args{{", entries, "}", broken=True, comments=comments)
        new = found.replace(".", ".New")
        codes = ["ctx", self._name(name), record, *self._options(resource)]
        return self._made(name, called_with(f"{new}(", codes))

    def _made(self, name: str, code: Code) -> str:
        """The statement that makes a resource."""
        if not self.plan.is_referred_to(name):
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
        declared = indent != self.indent and self.plan.is_referred_to(name)
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
        wires = self.plan.used.outputs_of(name)
        room = max((len(wire) for wire in wires), default=0) + 1
        fields = "".join(
            f'\t{output_field(wire).ljust(room)}{output} `pulumi:"{wire}"`\n' for wire in wires
        )
        return f"type {self._class(name)} struct {{\n\t{state}\n\n{fields}}}\n"

    def _options(self, resource: Resource) -> list[Code]:
        codes: list[Code] = []
        parent = self.parent_of(resource)
        for option, value in options_of(resource, parent, self.language):
            if option == "dependsOn":
                said = self._dependencies(resource)
            elif isinstance(value, tuple):
                said = Bracketed("[]string{", [literals.string(each) for each in value], "}")
            else:
                said = self.option(value)
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
