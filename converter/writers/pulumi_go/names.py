"""Names in a Go program."""

from __future__ import annotations

from ..names import Names, camel, upper_camel_case

# fmt: off
KEYWORDS = frozenset({
    "break", "case", "chan", "const", "continue", "default", "defer", "else", "fallthrough", "for",
    "func", "go", "goto", "if", "import", "interface", "map", "package", "range", "return",
    "select", "struct", "switch", "type", "var",
})
_PREDECLARED = frozenset({
    "any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex", "complex128",
    "complex64", "copy", "delete", "error", "false", "float32", "float64", "imag", "int", "int16",
    "int32", "int64", "int8", "iota", "len", "make", "max", "min", "new", "nil", "panic", "print",
    "println", "real", "recover", "rune", "string", "true", "uint", "uint16", "uint32", "uint64",
    "uint8", "uintptr",
})
_PROGRAM = frozenset({
    "args", "aws", "base64", "cfg", "component", "config", "ctx", "err", "errors", "fmt", "init",
    "item", "items", "keys", "main", "name", "ok", "opts", "pulumi", "slices", "strconv", "strings",
    "text", "value", "values",
})
# fmt: on
RESERVED = KEYWORDS | _PREDECLARED | _PROGRAM

# What a component's struct has itself
_OF_RESOURCES = frozenset({"ID", "URN", "GetProvider", "ResourceState"})


def field_names() -> Names:
    """Gives the fields of a component's arguments."""
    return Names((), upper_camel_case)


def attribute_names() -> Names:
    """Gives the fields that a component's outputs are."""
    return Names(_OF_RESOURCES, upper_camel_case)


def variable(name: str) -> str:
    """How a variable is spelled that is made of a name in snake_case."""
    return camel(name)


def told_by(name: str) -> str:
    """What a variable says of the name that it was made of."""
    return name[:1].upper() + name[1:]
