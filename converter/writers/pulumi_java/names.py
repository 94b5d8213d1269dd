"""Names of a Java program's variables and classes."""

from __future__ import annotations

from collections.abc import Iterable

from ...naming.java import KEYWORDS, property_name
from ..names import Names, camel, camel_case

# Names that the program itself uses
_TAKEN = frozenset(
    {
        *KEYWORDS,
        *("accountId", "args", "com", "config", "ctx", "item", "items", "java", "javax", "key"),
        *("keys", "name", "options", "organization", "partition", "region", "result", "stackName"),
        *("urlSuffix", "value", "values", "both", "record", "yield", "sealed", "permits"),
    }
)

# What a component resource has itself
_OF_RESOURCES = frozenset({"urn", "pulumiResourceName", "pulumiResourceType", "registerOutputs"})

JAVA_LANG = frozenset(
    {
        *("Boolean", "Byte", "Character", "Class", "Compiler", "Deprecated", "Double", "Enum"),
        *("Error", "Exception", "Float", "FunctionalInterface", "Integer", "Iterable", "Long"),
        *("Math", "Module", "Number", "Object", "Override", "Package", "Process", "Record"),
        *("Runnable", "Runtime", "SafeVarargs", "Short", "String", "StringBuilder", "System"),
        *("Thread", "ThreadGroup", "ThreadLocal", "Throwable", "Void"),
    }
)
"""Names of classes that a program has without an import."""

OWN = {
    "Output": "com.pulumi.core.Output",
    "Context": "com.pulumi.Context",
    "Pulumi": "com.pulumi.Pulumi",
    "Config": "com.pulumi.Config",
    "Resource": "com.pulumi.resources.Resource",
    "ResourceArgs": "com.pulumi.resources.ResourceArgs",
    "CustomResource": "com.pulumi.resources.CustomResource",
    "CustomResourceOptions": "com.pulumi.resources.CustomResourceOptions",
    "ComponentResource": "com.pulumi.resources.ComponentResource",
    "ComponentResourceOptions": "com.pulumi.resources.ComponentResourceOptions",
    "StackReference": "com.pulumi.resources.StackReference",
    "StackReferenceArgs": "com.pulumi.resources.StackReferenceArgs",
    "Import": "com.pulumi.core.annotations.Import",
    "Export": "com.pulumi.core.annotations.Export",
    "List": "java.util.List",
    "Map": "java.util.Map",
    "Objects": "java.util.Objects",
    "Optional": "java.util.Optional",
}
"""Classes that a program calls by these names whatever else there is."""


def names(taken: Iterable[str]) -> Names:
    """Gives the variables of a program."""
    return Names(_TAKEN.union(taken), camel, str.upper)


def field_names() -> Names:
    """Gives the fields of a component's arguments."""
    return Names({"config", *KEYWORDS}, lambda name: property_name(camel_case(name)))


def attribute_names() -> Names:
    """Gives the fields that a component's outputs are."""
    return Names({*_OF_RESOURCES, *KEYWORDS}, lambda name: property_name(camel_case(name)))


def told_by(variable: str) -> str:
    """``isProd`` → ``IsProd``: what a variable's name says of the name it was made of."""
    return variable[:1].upper() + variable[1:]


class Imports:
    """The classes of a file: each by its own name, or all of its name where that is another's.

    Args:
        taken: names of classes that the program's own files have.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = JAVA_LANG.union(taken, ("App", "Functions"))
        self._known = dict(OWN)
        self.used: set[str] = set()

    def own(self, name: str) -> str:
        """One of `OWN`."""
        self.used.add(OWN[name])
        return name

    def name(self, package: str, name: str) -> str:
        """How a class is called."""
        full = f"{package}.{name}"
        if name in self._taken or self._known.setdefault(name, full) != full:
            return full
        self.used.add(full)
        return name

    def text(self) -> str:
        """The statements for what is used."""
        return "import " + ";\nimport ".join(sorted(self.used)) + ";\n" if self.used else ""
