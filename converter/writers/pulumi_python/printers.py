"""How each kind of expression is printed in Python."""

from __future__ import annotations

from collections.abc import Mapping

from ... import pulumi
from . import conditions, fitting, objects, references, text
from .expressions import Printer

PRINTERS: Mapping[type, Printer] = {
    pulumi.Object: objects.typed_object,
    pulumi.EnumMember: objects.member,
    pulumi.ConfigValue: references.config,
    pulumi.StackName: lambda printer, node, path: "stack_name",
    pulumi.Organization: lambda printer, node, path: "organization",
    pulumi.StackOutput: references.stack_output,
    pulumi.Invoke: references.invoke,
    pulumi.Attribute: references.attribute,
    pulumi.Concat: text.concat,
    pulumi.Join: text.join,
    pulumi.Split: text.split,
    pulumi.Select: text.select,
    pulumi.Length: text.length,
    pulumi.Base64: text.base64,
    pulumi.Json: text.json,
    pulumi.Lookup: conditions.lookup,
    pulumi.Choice: conditions.choice,
    pulumi.Convert: text.convert,
    pulumi.Secret: text.secret,
    pulumi.LocalFile: text.local_file,
    pulumi.Equal: conditions.equal,
    pulumi.AllOf: lambda printer, node, path: conditions.joined(printer, "and", node.conditions),
    pulumi.AnyOf: conditions.any_of,
    pulumi.Negation: conditions.negation,
    pulumi.ConditionValue: lambda printer, node, path: printer.variables["conditions", node.name],
    fitting.NotNone: fitting.not_none,
    fitting.MemberOf: fitting.member_of,
    pulumi.Absent: lambda printer, node, path: "None",
}
