"""How Pulumi's Java SDK spells what the schema has."""

from __future__ import annotations

from . import enum_member_name, without_leading_digit

ROOT = "com.pulumi.awsnative"

# fmt: off
KEYWORDS = frozenset({
    "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const",
    "continue", "default", "do", "double", "else", "enum", "extends", "final", "finally", "float",
    "for", "goto", "if", "implements", "import", "instanceof", "int", "interface", "long", "native",
    "new", "package", "private", "protected", "public", "return", "short", "static", "strictfp",
    "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try", "void",
    "volatile", "while", "_", "false", "null", "true", "var",
})
"""What no name in Java may be."""
# What every object and every builder has as a method
_METHODS = frozenset({
    "notify", "notifyAll", "toString", "clone", "equals", "hashCode", "getClass", "wait",
    "finalize", "builder",
})
# fmt: on
_NO_PROPERTIES = KEYWORDS | _METHODS


def package(module: str, *inside: str) -> str:
    """Give the package of a Pulumi module, `com.pulumi.awsnative.sagemaker`; `index` is the root's.

    Args:
        inside: `inputs`, `outputs` or `enums`.
    """
    return ".".join([ROOT, *([] if module == "index" else [module]), *inside])


def property_name(wire: str) -> str:
    """Spell a property as its setter and getter: `modelDataUrl`, `default_`."""
    return wire + "_" if wire in _NO_PROPERTIES else wire


def enum_member(value: str) -> str:
    """Give the constant of an enum's value: `MultiModel`."""
    return without_leading_digit(enum_member_name(value), "_")
