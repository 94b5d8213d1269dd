"""Config values, attributes and invokes in Python."""

from __future__ import annotations

from ... import naming
from ...catalog import Type, facts
from ...errors import Path
from ...pulumi import Attribute, ConfigValue, Invoke, StackOutput
from ..layout import Bracketed, Code, Line
from . import literals
from .expressions import Expressions

PSEUDO_VARIABLES = {
    "getAccountId": "account_id",
    "getPartition": "partition",
    "getRegion": "region",
    "getUrlSuffix": "url_suffix",
}


def config(printer: Expressions, node: ConfigValue, path: Path) -> Code:
    if node.key in printer.told:
        return printer.told[node.key]
    return printer.variables["config", node.key]


def invoke(printer: Expressions, node: Invoke, path: Path) -> Code:
    variable = printer.lists.variable(node)
    if variable is not None:
        return variable
    if node.function in PSEUDO_VARIABLES:
        return PSEUDO_VARIABLES[node.function]
    if node.function == "importValue":
        printer.imports.update(("Any", "import_value"))
        printer.pulumi("")
        return Bracketed("import_value(", [printer.code(node.arguments["name"])], ")")
    function = naming.python_name(node.function)
    if printer.is_output(node):
        function += "_output"
    arguments = [
        Line(f"{naming.python_name(name)}=", printer.code(value))
        for name, value in node.arguments.items()
    ]
    call = Bracketed(f"{printer.module('')}.{function}(", arguments, ")")
    return Line(call, f".{naming.python_name(node.result)}")


def attribute(printer: Expressions, node: Attribute, path: Path) -> Code:
    component = printer.components.get(node.resource)
    if component is not None:
        variable = printer.variables["resources", node.resource]
        return f"{variable}.{component.outputs[str(node.path[0])]}"
    if (
        node.path[0] == "outputs"
        and len(node.path) == 2
        and printer.types[node.resource].name == facts.nested_stack()
    ):
        printer.imports.update(("Any", "stack_output"))
        printer.pulumi("Output")
        variable = printer.variables["resources", node.resource]
        return Bracketed("stack_output(", [variable, literals.string(str(node.path[1]))], ")")
    return printer.variables["resources", node.resource] + _steps(printer, node)


def stack_output(printer: Expressions, node: StackOutput, path: Path) -> Code:
    variable = printer.variables["references", node.reference]
    return Bracketed(f"{variable}.require_output(", [literals.string(node.output)], ")")


def _steps(printer: Expressions, node: Attribute) -> str:
    described = printer.types[node.resource]
    written = ""
    if node.resource in printer.raw_resources and node.path[0] not in ("id", "urn"):
        steps = (
            f"[{literals.string(step) if isinstance(step, str) else step}]"
            for step in node.path[1:]
        )
        return f".output({literals.string(str(node.path[0]))})" + "".join(steps)
    properties = described.by_pulumi
    for position, step in enumerate(node.path):
        if isinstance(step, int):
            written += f"[{step}]"
            continue
        prop = properties.get(step)
        if prop is None or prop.python is None:
            written += f".{step}" if position == 0 else f"[{literals.string(step)}]"
            continue
        written += f".{prop.python}"
        inner: Type | None = prop.type
        while inner is not None and inner.kind == "list":
            inner = inner.items
        nested = (
            described.object_types.get(inner.name) if inner is not None and inner.name else None
        )
        properties = nested.by_pulumi if nested is not None else {}
    return written


def is_optional(printer: Expressions, value: Attribute) -> bool:
    """Whether a type checker takes an attribute for one that may be missing; it takes anything for
    what is inside of one.
    """
    if value.path == ("id",) or len(value.path) > 1 or value.resource in printer.components:
        return False
    if value.resource in printer.raw_resources:
        return False
    prop = printer.types[value.resource].by_pulumi.get(str(value.path[0]))
    return prop is not None and prop.optional_output
