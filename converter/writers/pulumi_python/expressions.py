"""Expressions in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ... import naming
from ...catalog import Property, ResourceType, Type, facts
from ...errors import Path
from ...pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConditionValue,
    ConfigValue,
    Convert,
    EnumMember,
    Equal,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Negation,
    Node,
    Object,
    Program,
    Secret,
    Select,
    Split,
    StackName,
    walk,
)
from ..layout import Bracketed, Code, Line, Operation, Parenthesized, Ternary, flat
from . import literals
from .plainness import Plainness

ROOT = "aws_native"
PSEUDO_VARIABLES = {
    "getAccountId": "account_id",
    "getPartition": "partition",
    "getRegion": "region",
    "getUrlSuffix": "url_suffix",
}
_SIMPLE = "\"'\\{}\n"

EXCUSE = "noqa: "
"""Begins the name of a linter's rule that the template, not the program, breaks."""


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own class cannot take a value that aws-native can."""


class Expressions:
    """Prints the values of one program.

    Attributes:
        variables: the variable of each config key, table, condition and resource: ``("config",
            key)`` and so on.
        modules: the SDK's modules that were needed, ``""`` for the root.
        imports: what else was needed: names of the standard library and of the program's own
            functions.
        told: how a secret of the config is read where it must be plain, which is in conditions.
        raw: whether objects are printed as maps in wire names, for a resource that no class of the
            SDK can express.
        raw_resources: the names of these resources.
    """

    def __init__(
        self, program: Program, plainness: Plainness, types: Callable[[str], ResourceType]
    ) -> None:
        self.program = program
        self.plainness = plainness
        self.types = types
        self.variables: dict[tuple[str, str], str] = {}
        self.modules: set[str] = set()
        self.imports: set[str] = set()
        self.told: dict[str, Code] = {}
        self.raw = False
        self.raw_resources: set[str] = set()
        self._objects: dict[str, Any] = {}
        self._enums: dict[str, Any] = {}
        self._printers: dict[type, Callable[[Any, Path], Code]] = {
            Object: self._object,
            EnumMember: self._member,
            ConfigValue: self._config,
            StackName: lambda node, path: "stack_name",
            Invoke: self._invoke,
            Attribute: self._attribute,
            Concat: self._concat,
            Join: self._join,
            Split: self._split,
            Select: self._select,
            Length: self._length,
            Base64: self._base64,
            Json: self._json,
            Lookup: self._lookup,
            Choice: self._choice,
            Convert: self._convert,
            Secret: self._secret,
            Equal: self._equal,
            AllOf: lambda node, path: self._joined("and", node.conditions),
            AnyOf: lambda node, path: self._joined("or", node.conditions),
            Negation: self._negation,
            ConditionValue: lambda node, path: self.variables["conditions", node.name],
            type(ABSENT): lambda node, path: "None",
        }

    # --- any value ----------------------------------------------

    def code(self, value: Expression, path: Path = ()) -> Code:
        """The code of a value; ``path`` is where it stands in the program, for its comments."""
        if isinstance(value, str):
            return literals.string(value)
        if isinstance(value, Node):
            return self._printers[type(value)](value, path)
        if isinstance(value, list):
            return self._list(value, path)
        if isinstance(value, dict):
            return self._map(value, path)
        return repr(value)

    def _atom(self, value: Expression) -> Code:
        """The code of a value that something is said of: in parentheses where it needs them."""
        code = self.code(value)
        return (
            Parenthesized(code)
            if isinstance(code, (Ternary, Operation)) or _is_negated(code)
            else code
        )

    def _output(self, value: Expression) -> Code:
        """The code of an output that something is applied to."""
        if self.plainness.is_always_output(value):
            return self._atom(value)
        return Bracketed(self.pulumi("Output.from_input("), [self.code(value)], ")")

    def _is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    # --- collections ----------------------------------------------

    def _list(self, items: Sequence[Expression], path: Path) -> Code:
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for position, item in enumerate(items):
            here = (*path, position)
            self._note(comments, len(codes), here)
            if item is ABSENT:
                continue
            spread = _may_be_absent(item)
            codes.append(
                Line("*", self._spread_items(item, here)) if spread else self.code(item, here)
            )
        return Bracketed("[", codes, "]", comments=comments)

    def _spread_items(self, item: Expression, path: Path) -> Code:
        """A list that holds ``item``, or nothing where it is absent."""
        if item is ABSENT:
            return "[]"
        if not _may_be_absent(item) or not isinstance(item, Choice):
            return Bracketed("[", [self.code(item, path)], "]")
        condition = self.variables["conditions", item.condition]
        sides = (self._spread_items(side, path) for side in (item.then, item.otherwise))
        return Parenthesized(Ternary(condition, *sides))

    def _map(self, entries: dict[str, Expression], path: Path) -> Code:
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for key, value in entries.items():
            here = (*path, key)
            self._note(comments, len(codes), here)
            if value is ABSENT:
                continue
            if _may_be_absent(value):
                codes.append(Line("**", self._spread_entry(key, value, here)))
            else:
                codes.append(self._entry(key, value, here))
        return Bracketed("{", codes, "}", comments=comments)

    def _entry(self, key: str, value: Expression, path: Path) -> Code:
        return Line(literals.string(key) + ": ", self.code(value, path))

    def _spread_entry(self, key: str, value: Expression, path: Path) -> Code:
        if value is ABSENT:
            return "{}"
        if not _may_be_absent(value) or not isinstance(value, Choice):
            return Bracketed("{", [self._entry(key, value, path)], "}")
        condition = self.variables["conditions", value.condition]
        sides = (self._spread_entry(key, side, path) for side in (value.then, value.otherwise))
        return Parenthesized(Ternary(condition, *sides))

    def _note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        text = self.program.comments.get(path)
        if text is not None:
            comments.setdefault(position, []).extend(literals.comment(text))

    # --- typed objects ----------------------------------------------

    def fields(
        self, fields: dict[str, Expression], described: Mapping[str, Property], path: Path
    ) -> tuple[list[Code], dict[int, list[str]]]:
        """The keyword arguments of a typed object, with their comments."""
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for wire, value in fields.items():
            here = (*path, wire)
            self._note(comments, len(codes), here)
            if value is ABSENT:
                continue
            prop = described.get(wire)
            if prop is None or prop.python is None or _is_list_in_union(value, prop):
                raise NotSayable
            codes.append(Line(f"{prop.python}=", self._fitted(value, prop, here)))
        return codes, comments

    def _fitted(self, value: Expression, prop: Property, path: Path) -> Code:
        """A value in the type that the SDK declares, said with a cast where a type checker cannot
        know it.
        """
        code = self.code(value, path)
        if isinstance(value, Node) and self._needs_cast(value, prop):
            self.imports.update(("Any", "cast"))
            return Bracketed("cast(", ["Any", code], ")")
        if isinstance(value, (list, dict)) and self._has_loose_items(value, prop.type.items):
            self.imports.update(("Any", "cast"))
            return Bracketed("cast(", ["Any", code], ")")
        if isinstance(value, (str, int, float)) and prop.type.enum is not None:
            self.imports.update(("Any", "cast"))
            return Bracketed("cast(", ["Any", code], ")")
        return code

    def _has_loose_items(
        self, value: list[Expression] | dict[str, Expression], items: Type | None
    ) -> bool:
        """Whether a typed list or map holds an item that a type checker takes for another type."""
        if items is None or items.kind == "json":
            return False
        for item in value if isinstance(value, list) else value.values():
            if items.enum is not None and not isinstance(item, EnumMember) and _is_text(item):
                return True
            if isinstance(item, Attribute) and self._optional(item):
                return True
        return False

    def _needs_cast(self, value: Node, prop: Property) -> bool:
        if isinstance(value, (Object, EnumMember)):
            return False
        if isinstance(value, Choice):
            sides = (side for side in (value.then, value.otherwise) if side is not ABSENT)
            return any(
                self._needs_cast(side, prop)
                if isinstance(side, Node)
                else _is_enum_text(side, prop.type)
                for side in sides
            ) or (prop.required and ABSENT in (value.then, value.otherwise))
        if prop.type.enum is not None or (
            prop.type.items is not None and prop.type.items.enum is not None
        ):
            return True
        if isinstance(value, Attribute) and prop.required:
            return self._optional(value)
        return False

    def _optional(self, value: Attribute) -> bool:
        if value.path == ("id",):
            return False
        prop = self.types(value.resource).by_pulumi.get(str(value.path[0]))
        return prop is not None and prop.optional_output

    def _object(self, node: Object, path: Path) -> Code:
        if self.raw:
            return self._map(node.fields, path)
        described = self._objects.get(node.type)
        if described is None:
            raise NotSayable
        codes, comments = self.fields(node.fields, described.by_pulumi, path)
        return Bracketed(f"{self._class(described)}(", codes, ")", comments=comments)

    def _member(self, node: EnumMember, path: Path) -> Code:
        if self.raw:
            return self.code(node.value)
        described = self._enums[node.type]
        return f"{self._class(described)}.{described.members[node.value]}"

    def know(self, described: ResourceType) -> None:
        """Make a resource type's nested types and enums known."""
        for nested in described.object_types.values():
            if nested.pulumi is not None and nested.python_class is not None:
                self._objects[nested.pulumi] = nested
        for enum in described.enums.values():
            self._enums[enum.pulumi] = enum

    def _class(self, described: Any) -> str:
        return f"{self.module(described.python_module)}.{described.python_class}"

    def pulumi(self, name: str) -> str:
        """The name of something in Pulumi's own package."""
        self.imports.add("pulumi")
        return f"pulumi.{name}"

    def module(self, name: str | None) -> str:
        """The name that a module of the SDK has in the program."""
        self.modules.add(name or "")
        return name or ROOT

    # --- references ----------------------------------------------

    def condition(self, value: Expression, told: dict[str, Code]) -> Code:
        """The code of a condition, which the program decides while it runs.

        Args:
            value: the condition.
            told: how each secret of the config is read in plain.
        """
        plainness, self.told = self.plainness, told
        self.plainness = Plainness(self.program, secrets_told=True)
        code = self.code(value)
        self.plainness, self.told = plainness, {}
        return code

    def _config(self, node: ConfigValue, path: Path) -> Code:
        if node.key in self.told:
            return self.told[node.key]
        return self.variables["config", node.key]

    def _invoke(self, node: Invoke, path: Path) -> Code:
        if node.function in PSEUDO_VARIABLES:
            return PSEUDO_VARIABLES[node.function]
        if node.function == "importValue":
            self.imports.update(("Any", "import_value"))
            self.pulumi("")
            return Bracketed("import_value(", [self.code(node.arguments["name"])], ")")
        function = naming.python_name(node.function)
        if self._is_output(node):
            function += "_output"
        arguments = [
            Line(f"{naming.python_name(name)}=", self.code(value))
            for name, value in node.arguments.items()
        ]
        call = Bracketed(f"{self.module('')}.{function}(", arguments, ")")
        return Line(call, f".{naming.python_name(node.result)}")

    def _attribute(self, node: Attribute, path: Path) -> Code:
        if (
            node.path[0] == "outputs"
            and len(node.path) == 2
            and self.types(node.resource).name == facts.nested_stack()
        ):
            self.imports.update(("Any", "stack_output"))
            self.pulumi("Output")
            variable = self.variables["resources", node.resource]
            return Bracketed("stack_output(", [variable, literals.string(str(node.path[1]))], ")")
        return self.variables["resources", node.resource] + self._steps(node)

    def _steps(self, node: Attribute) -> str:
        described = self.types(node.resource)
        written = ""
        if node.resource in self.raw_resources and node.path[0] not in ("id", "urn"):
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

    # --- text ----------------------------------------------

    def _concat(self, node: Concat, path: Path) -> Code:
        if self._is_output(node):
            return self._output_concat(node)
        codes = [
            (not isinstance(part, str), part if isinstance(part, str) else self._in_text(part))
            for part in node.parts
        ]
        texts = [(is_code, flat(code)) for is_code, code in codes]
        if all(
            text is not None and not (is_code and set(text) & set(_SIMPLE))
            for is_code, text in texts
        ):
            return literals.formatted([(is_code, text or "") for is_code, text in texts])
        return Operation("+", [self._operand(part) for part in node.parts])

    def _in_text(self, value: Expression) -> Code:
        """A part of an f-string, which makes text of integers by itself."""
        if (
            isinstance(value, Convert)
            and value.to == "string"
            and self.plainness.is_number(value.value)
        ):
            return self._atom(value.value)
        return self._atom(value)

    def _operand(self, value: Expression) -> Code:
        return literals.string(value) if isinstance(value, str) else self._atom(value)

    def _output_concat(self, node: Concat) -> Code:
        """``Output.concat``; ``Output.format`` where a part may be absent, which concat does not
        take.
        """
        if not any(isinstance(part, Attribute) and self._optional(part) for part in node.parts):
            return Bracketed(
                self.pulumi("Output.concat("), [self.code(part) for part in node.parts], ")"
            )
        template = "".join(
            part.replace("{", "{{").replace("}", "}}") if isinstance(part, str) else "{}"
            for part in node.parts
        )
        arguments = [self.code(part) for part in node.parts if not isinstance(part, str)]
        return Bracketed(
            self.pulumi("Output.format("), [literals.string(template), *arguments], ")"
        )

    def _join(self, node: Join, path: Path) -> Code:
        joiner = literals.one_line(node.delimiter) + ".join"
        if not self._is_output(node.values):
            return Bracketed(f"{joiner}(", [self.code(node.values)], ")")
        if isinstance(node.values, list):
            return Line(self._gathered(node.values), _apply(joiner))
        return Line(self._output(node.values), _apply(joiner))

    def _gathered(self, items: list[Expression]) -> Code:
        """A list with outputs in it, as one output."""
        listed = self._list(items, ())
        assert isinstance(listed, Bracketed)
        return Bracketed(self.pulumi("Output.all("), listed.items, ")")

    def _split(self, node: Split, path: Path) -> Code:
        delimiter = literals.one_line(node.delimiter)
        return self._applied(
            node.source, lambda value: Line(value, Bracketed(".split(", [delimiter], ")"))
        )

    def _applied(self, value: Expression, body: Callable[[Code], Code]) -> Code:
        """Something said of one value: at once where it is plain, in an ``apply`` where it is
        not.
        """
        if not self._is_output(value):
            return body(self._atom(value))
        return Line(self._output(value), _apply(Line("lambda value: ", body("value"))))

    def _select(self, node: Select, path: Path) -> Code:
        if isinstance(node.values, list) and self._is_output(node.values):
            values: Code = self._gathered(node.values)
        else:
            values = self._atom(node.values)
        if self._is_output(node.index):
            return Line(self._output(node.index), ".apply(lambda index: ", values, "[index])")
        return Line(values, _subscript(self.code(node.index)))

    def _length(self, node: Length, path: Path) -> Code:
        if isinstance(node.values, list) or not self._is_output(node.values):
            return Bracketed("len(", [self.code(node.values)], ")")
        return Line(self._output(node.values), _apply("len"))

    def _base64(self, node: Base64, path: Path) -> Code:
        self.imports.add("base64")
        if self._is_output(node.value):
            return Line(self._output(node.value), _apply("to_base64"))
        return Bracketed("to_base64(", [self.code(node.value)], ")")

    def _json(self, node: Json, path: Path) -> Code:
        if self._is_output(node.value):
            return Bracketed(self.pulumi("Output.json_dumps("), [self.code(node.value)], ")")
        self.imports.add("json")
        return Bracketed("json.dumps(", [self.code(node.value)], ")")

    # --- choices, tables, conversions ----------------------------------------------

    def _lookup(self, node: Lookup, path: Path) -> Code:
        table = self.variables["tables", node.table]
        if self._is_output(node.first) or self._is_output(node.second):
            keys = Bracketed(
                self.pulumi("Output.all("), [self.code(node.first), self.code(node.second)], ")"
            )
            if not node.has_default:
                return Line(keys, _apply(f"lambda keys: {table}[keys[0]][keys[1]]"))
            found = f"lambda keys: {table}.get(keys[0], {{}}).get(keys[1], "
            return Line(keys, _apply(Line(found, self.code(node.default), ")")))
        first, second = self.code(node.first), self.code(node.second)
        if node.has_default:
            rows = Bracketed(f"{table}.get(", [first, "{}"], ")")
            return Line(rows, Bracketed(".get(", [second, self.code(node.default)], ")"))
        return Line(table, _subscript(first), _subscript(second))

    def _choice(self, node: Choice, path: Path) -> Code:
        condition = self.variables["conditions", node.condition]
        if node.then is True and node.otherwise is False:
            return condition
        if node.then is False and node.otherwise is True:
            return f"not {condition}"
        if node.then == node.otherwise:
            self.imports.add(f"{EXCUSE}RUF034")
        then, otherwise = self.code(node.then, (*path, 1)), self.code(node.otherwise, (*path, 2))
        if isinstance(then, Ternary):
            then = Parenthesized(then)
        if isinstance(otherwise, Ternary):
            otherwise = Parenthesized(otherwise)
        return Ternary(condition, then, otherwise)

    def _convert(self, node: Convert, path: Path) -> Code:
        if node.to == "boolean":
            value = node.value
            if self._is_output(value):
                return Line(
                    self._atom(value),
                    Bracketed(".apply(", ['lambda value: value.lower() == "true"'], ")"),
                )
            return Operation("==", [Line(self._atom(value), ".lower()"), '"true"'])
        if node.to == "string" and self.plainness.is_boolean(node.value):
            return self._applied(
                node.value, lambda value: Line(Bracketed("str(", [value], ")"), ".lower()")
            )
        function = {"string": "str", "integer": "int", "number": "float"}.get(node.to, "str")
        if self._is_output(node.value):
            return Line(self._output(node.value), _apply(function))
        return Bracketed(f"{function}(", [self.code(node.value)], ")")

    def _secret(self, node: Secret, path: Path) -> Code:
        return Bracketed(self.pulumi("Output.secret("), [self.code(node.value, path)], ")")

    # --- conditions ----------------------------------------------

    def _equal(self, node: Equal, path: Path) -> Code:
        self._excuse_constants(node)
        return Operation("==", [self._side(node.left), self._side(node.right)])

    def _excuse_constants(self, node: Equal) -> None:
        if isinstance(node.left, str) and isinstance(node.right, str):
            self.imports.add(f"{EXCUSE}PLR0133")

    def _side(self, value: Expression) -> Code:
        if isinstance(value, str):
            return literals.one_line(value)
        if isinstance(value, (Equal, AllOf, AnyOf, Negation, ConditionValue)):
            return Bracketed("str(", [self.code(value)], ").lower()")
        return self._atom(value)

    def _joined(self, operator: str, conditions: Sequence[Expression]) -> Code:
        named = [condition for condition in conditions if isinstance(condition, ConditionValue)]
        contrary = any(Negation(condition) in conditions for condition in named)
        if contrary and all(self._calls_nothing(condition) for condition in conditions):
            self.imports.add(f"{EXCUSE}{'SIM220' if operator == 'and' else 'SIM221'}")
        return Operation(operator, [self._term(condition) for condition in conditions])

    def _calls_nothing(self, condition: Expression) -> bool:
        """Whether a condition only names and compares, so that linters look for contradictions."""
        return all(
            not isinstance(part, Node)
            or isinstance(part, (AllOf, AnyOf, ConditionValue, Equal, Negation))
            or (isinstance(part, ConfigValue) and part.key not in self.told)
            for part in walk(condition)
        )

    def _term(self, value: Expression) -> Code:
        return self._atom(value) if isinstance(value, (AllOf, AnyOf)) else self.code(value)

    def _negation(self, node: Negation, path: Path) -> Code:
        if isinstance(node.condition, Equal):
            self._excuse_constants(node.condition)
            return Operation(
                "!=", [self._side(node.condition.left), self._side(node.condition.right)]
            )
        if isinstance(node.condition, Negation):
            inner = node.condition.condition
            self.imports.add(f"{EXCUSE}{'SIM202' if isinstance(inner, Equal) else 'SIM208'}")
        return Line("not ", self._atom(node.condition))


def _apply(function: Code) -> Code:
    return Bracketed(".apply(", [function], ")")


def _subscript(key: Code) -> Code:
    return Bracketed("[", [key], "]", comma=False)


def _may_be_absent(value: Expression) -> bool:
    return isinstance(value, Choice) and any(
        side is ABSENT or _may_be_absent(side) for side in (value.then, value.otherwise)
    )


def _is_list_in_union(value: Expression, prop: Property) -> bool:
    """Whether a list stands where the SDK declares a union, in which its serializer takes no
    list.
    """
    if prop.type.kind != "union":
        return False
    if isinstance(value, Choice):
        return _is_list_in_union(value.then, prop) or _is_list_in_union(value.otherwise, prop)
    return isinstance(value, list)


def _is_negated(code: Code) -> bool:
    return isinstance(code, Line) and bool(code.parts) and code.parts[0] == "not "


def _is_text(value: Expression) -> bool:
    return isinstance(value, (str, Node))


def _is_enum_text(value: Expression, described: Type) -> bool:
    return isinstance(value, str) and described.enum is not None
