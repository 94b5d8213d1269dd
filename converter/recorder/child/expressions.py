"""Expressions of a program, rewritten so that operations on symbols come to this package."""

from __future__ import annotations

import ast
from typing import Any

from . import comprehensions
from .forms import (
    RUNTIME,
    cannot_wait,
    is_cell,
    is_constant,
    is_fixed_text,
    is_one_item,
    is_text,
    last_name,
    later,
    only_tells,
    runtime,
    takes_next,
    text,
)

_UNTOUCHED_CALLS = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "breakpoint"}
KEPT = {"__dict__", "__name__", "__qualname__", "__doc__", "__module__", "__annotations__"}
_OF_SOURCE = {"eval", "exec"}
OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.MatMult: "@",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class Expressions(ast.NodeTransformer):
    """Rewrites the expressions of one module.

    Args:
        tables: the names of the module's fixed tables.
    """

    def __init__(self, tables: frozenset[str]) -> None:
        self._tables = tables
        self.scopes = ["module"]
        self.class_names: frozenset[str] = frozenset()
        self._choosing = False  # whether inside of a conditional expression
        self.caught: frozenset[str] = frozenset()  # by handlers, of what is not there

    def visit(self, node: ast.AST) -> Any:
        """Rewrite a node, keeping its place in the file."""
        result = super().visit(node)
        if isinstance(result, ast.AST) and "lineno" in node._attributes:
            return ast.copy_location(result, node)
        return result

    @property
    def in_class(self) -> bool:
        """Whether a class's body is being written, where no lambda could see the names."""
        return self.scopes[-1] == "class"

    def delayed(self, node: ast.expr) -> ast.Lambda:
        """Rewrite an expression, and write the function that gives it."""
        if not self.in_class:
            return later(self.visit(node))
        used = {it.id for it in ast.walk(node) if isinstance(it, ast.Name)} & self.class_names
        self.scopes.append("function")
        visited = self.visit(node)
        self.scopes.pop()
        return later(visited, sorted(used))

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        """Give both values where the test is a condition."""
        if cannot_wait(node.body, node.orelse):
            self.generic_visit(node)
            node.test = runtime("decide", node.test)
            return node
        fixed = self._choosing and all(map(is_text, (node.body, node.orelse)))
        outside, self._choosing = self._choosing, True
        sides = [self.delayed(side) for side in (node.body, node.orelse)]
        self._choosing = outside
        if fixed:
            sides.append(ast.Constant(True))  # type: ignore[arg-type]  # an argument, too
        return runtime("either", self.visit(node.test), *sides)

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        """Combine conditions."""
        if cannot_wait(*node.values[1:]):
            return self.generic_visit(node)
        others = [self.delayed(value) for value in node.values[1:]]
        name = "both" if isinstance(node.op, ast.And) else "one"
        return runtime(name, self.visit(node.values[0]), *others)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        """Turn a condition around."""
        operand = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return runtime("opposite", operand)
        node.operand = operand
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """Compare; in a chain, what is not just a name is asked for once."""
        operands = [node.left, *node.comparators]
        simple = all(isinstance(item, (ast.Name, ast.Constant)) for item in operands[1:-1])
        if not simple or (self.in_class and len(node.ops) > 1):
            if cannot_wait(*operands[1:]):
                return self.generic_visit(node)
            chain = [self.visit(node.left)]
            for operator, operand in zip(node.ops, operands[1:], strict=True):
                chain += [text(OPERATORS[type(operator)]), self.delayed(operand)]
            return runtime("chained", *chain)
        fixed = is_constant(node)
        word = "remembered" if any(map(is_cell, operands)) else "constant"
        visited = [self.visit(item) for item in operands]
        if fixed:
            return runtime(word, text(OPERATORS[type(node.ops[0])]), *visited)
        pairs = [
            runtime("compare", text(OPERATORS[type(operator)]), visited[at], visited[at + 1])
            for at, operator in enumerate(node.ops)
        ]
        if len(pairs) == 1:
            return pairs[0]
        return runtime("both", pairs[0], *[later(pair) for pair in pairs[1:]])

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Do arithmetic and put texts and lists together."""
        operator = text(OPERATORS[type(node.op)])
        return runtime("binary", operator, self.visit(node.left), self.visit(node.right))

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        """Look up."""
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        if self._is_cell(node):
            assert isinstance(node.value, ast.Subscript)
            assert isinstance(node.value.value, ast.Name)
            table = node.value.value
            return runtime("cell", table, node.value.slice, node.slice, text(table.id))
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        if isinstance(node.value, ast.Attribute):
            name = node.value.attr
        return runtime("item", self.visit(node.value), self.key(node.slice), text(name))

    def _is_cell(self, node: ast.Subscript) -> bool:
        """Tell whether a fixed cell of a fixed table is asked for."""
        row = node.value
        return (
            isinstance(row, ast.Subscript)
            and isinstance(row.value, ast.Name)
            and row.value.id in self._tables
            and is_fixed_text(row.slice)
            and is_fixed_text(node.slice)
        )

    def key(self, key: ast.expr) -> ast.expr:
        """Write what is between the brackets of a subscript."""
        if not isinstance(key, ast.Slice):
            return self.visit(key)  # type: ignore[no-any-return]
        ends = [
            self.visit(end) if end else ast.Constant(None)
            for end in (key.lower, key.upper, key.step)
        ]
        return runtime("span", *ends)

    def visit_Call(self, node: ast.Call) -> Any:
        """Call."""
        if last_name(getattr(node.func, "value", node.func)) == RUNTIME:
            return node
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        tells = only_tells(node) and not self.in_class and not cannot_wait(node)
        taken = takes_next(node)
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.Call)
        if name in _UNTOUCHED_CALLS:
            return self._untouched(name, visited)
        if taken:
            visited.args[0] = runtime("held", visited.args[0])
        for argument in visited.args:
            if isinstance(argument, ast.Starred):
                argument.value = runtime("spread", argument.value)
        for keyword in visited.keywords:
            if keyword.arg is None:
                keyword.value = runtime("keywords", keyword.value)
        called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        words = called.id if isinstance(called, ast.Name) else ""
        call = runtime("call", text(words), visited.func, *visited.args)
        call.keywords = visited.keywords
        return runtime("telling", later(call)) if tells else call

    def _untouched(self, name: str, call: ast.Call) -> ast.Call:
        """Call what Python knows the caller of, and what is not to be given a symbol."""
        if name in _OF_SOURCE and call.args:
            call.args[0] = runtime("unseen", call.func, call.args[0])
        if name == "vars" and call.args:
            return runtime("kept", call.args[0], text("__dict__"))
        if name == "dir" and call.args:
            call.args[0] = runtime("settled", call.args[0])
        return call

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        """Give what Python itself keeps of a value, as the value has it in earnest."""
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        if node.attr == "__class__":
            return runtime("kind_of", node.value)
        if node.attr in KEPT:
            return runtime("kept", node.value, text(node.attr))
        return self._given(node, "AttributeError")

    def visit_Name(self, node: ast.Name) -> Any:
        """Give a variable's value, where its having none is not caught."""
        if not isinstance(node.ctx, ast.Load):
            return node
        return self._given(node, "NameError", "UnboundLocalError")

    def _given(self, node: ast.expr, *errors: str) -> ast.expr:
        caught = sorted(self.caught & {*errors})
        return runtime("given", node, *map(text, caught)) if caught else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        """Put a text together."""
        parts: list[ast.expr] = []
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                specification = self.visit(value.format_spec) if value.format_spec else text("")
                conversion = ast.Constant(value.conversion)
                parts.append(runtime("part", self.visit(value.value), conversion, specification))
            else:
                parts.append(value)
        return runtime("text", *parts)

    def visit_List(self, node: ast.List) -> Any:
        """Put a list together that has lists in it."""
        spread = [item for item in node.elts if isinstance(item, ast.Starred)]
        nested = {
            id(item)
            for item in spread
            if isinstance(item.value, ast.IfExp)
            and any(isinstance(side, ast.IfExp) for side in (item.value.body, item.value.orelse))
            and is_one_item(item.value)
        }
        visited = self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or not spread:
            return visited
        for item in spread:
            if id(item) in nested:
                item.value = runtime("paired", item.value)
        parts: list[ast.expr] = [
            item.value if isinstance(item, ast.Starred) else ast.List([item], ast.Load())
            for item in node.elts
        ]
        return runtime("sequence", *parts)

    def visit_Tuple(self, node: ast.Tuple) -> Any:
        """Put several values together that lists are spread in."""
        spread = any(isinstance(item, ast.Starred) for item in node.elts)
        if not isinstance(node.ctx, ast.Load) or not spread:
            return self.generic_visit(node)
        return runtime("row", self.visit(ast.List(node.elts, ast.Load())))

    def visit_Dict(self, node: ast.Dict) -> Any:
        """Put a map together that has maps in it, or keys that are made."""
        fixed = all(isinstance(key, (ast.Constant, ast.Attribute)) for key in node.keys)
        visited = self.generic_visit(node)
        if fixed:
            return visited
        parts: list[ast.expr] = [
            value if key is None else ast.Dict([key], [value])
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return runtime("mapping", *parts)

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        """Make a list, with items under conditions where a filter, or an item gone through, is."""
        return comprehensions.write(self, node, "list", "elt")

    def visit_DictComp(self, node: ast.DictComp) -> Any:
        """Make a map, with entries under conditions in the same way."""
        return comprehensions.write(self, node, "map", "value")

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        """Make items one by one; what hangs on conditions must be known all at once."""
        return comprehensions.write_generator(self, node)

    def visit_SetComp(self, node: ast.SetComp) -> Any:
        """Make a set, of the items that a list in its place would have."""
        return comprehensions.write_set(self, node)
