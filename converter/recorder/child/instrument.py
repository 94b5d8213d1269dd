"""The program's source, rewritten so that operations on symbols come to this package.

Every operation that Python would settle by itself (``if``, ``and``, ``==``, a subscript, a call, an
f-string) becomes a call of ``operations``, which does what Python does unless a symbol is involved.
"""

from __future__ import annotations

import ast
import copy
from typing import Any

from . import flow

RUNTIME = "__pulumi_recording__"
_UNTOUCHED_CALLS = {"super", "locals", "globals", "vars", "dir", "eval", "exec", "breakpoint"}
_OPERATORS: dict[type[ast.AST], str] = {
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


def instrument(source: str, filename: str) -> Any:
    """Give a module's code object.

    Raises:
        SyntaxError: the source is not valid Python.
    """
    tree = ast.parse(source, filename)
    tree = Instrumenter(flow.table_names(tree.body)).visit(tree)
    tree = ast.fix_missing_locations(tree)
    _end_where_they_begin(tree)
    return compile(tree, filename, "exec", dont_inherit=True)


def _end_where_they_begin(tree: ast.AST) -> None:
    """Put the calls of the runtime on one line: Python tells the last line of a method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == RUNTIME:
            node.end_lineno, node.end_col_offset = node.lineno, node.col_offset


def _runtime(name: str, *arguments: ast.expr) -> ast.Call:
    function = ast.Attribute(ast.Name(RUNTIME, ast.Load()), name, ast.Load())
    return ast.Call(function, list(arguments), [])


def _later(expression: ast.expr) -> ast.Lambda:
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, expression)


def _taking(name: str, expression: ast.expr) -> ast.Lambda:
    """Write a function of one argument."""
    given = ast.arguments([], [ast.arg(name)], None, [], [], None, [])
    return ast.Lambda(given, expression)


def _text(value: str) -> ast.Constant:
    return ast.Constant(value)


def _is_constant(node: ast.Compare) -> bool:
    """Tell whether two fixed texts are compared: a switch that is set by hand."""
    return (
        len(node.ops) == 1
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        and all(_is_fixed_text(item) for item in (node.left, *node.comparators))
    )


def _is_fixed_text(expression: ast.expr) -> bool:
    """Tell whether an expression is a text, an item of a list of texts, or a cell of a table."""
    if not isinstance(expression, ast.Subscript):
        text = isinstance(expression, ast.Constant) and isinstance(expression.value, str)
        return text or _is_cell(expression)
    if not isinstance(expression.slice, ast.Constant):
        return False
    holder = expression.value
    if isinstance(holder, (ast.List, ast.Tuple)):
        return all(isinstance(item, ast.Constant) for item in holder.elts)
    if isinstance(holder, ast.Call):
        owner = holder.func.value if isinstance(holder.func, ast.Attribute) else None
        return owner is not None and all(map(_is_fixed_text, (owner, *holder.args)))
    return _is_cell(expression)


def _is_cell(expression: ast.expr) -> bool:
    """Tell whether an expression is what fixed keys choose from a map of maps, or its text."""
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name):
        return expression.func.id == "str" and [*map(_is_cell, expression.args)] == [True]
    return (
        isinstance(expression, ast.Subscript)
        and isinstance(expression.slice, ast.Constant)
        and isinstance(expression.value, ast.Subscript)
        and isinstance(expression.value.slice, ast.Constant)
    )


def _catches_missing_keys(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler catches what looking for a key that is not there raises."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {"KeyError", "LookupError", "Exception", "BaseException"}
    return any(kind is None or getattr(kind, "id", None) in names for kind in kinds)


def _is_text(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) and isinstance(expression.value, str)


def _is_one_item(expression: ast.expr) -> bool:
    """Tell whether an expression is a list of one item at most, or one of several such lists."""
    if isinstance(expression, ast.IfExp):
        return _is_one_item(expression.body) and _is_one_item(expression.orelse)
    return isinstance(expression, ast.List) and len(expression.elts) <= 1


def _cannot_wait(*expressions: ast.expr) -> bool:
    """Tell whether expressions mean something else inside a lambda."""
    kinds = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
    return any(isinstance(node, kinds) for item in expressions for node in ast.walk(item))


class Instrumenter(ast.NodeTransformer):
    """Rewrites one module.

    Args:
        tables: the names of the module's fixed tables.
    """

    def __init__(self, tables: frozenset[str]) -> None:
        self._tables = tables
        self._scopes = ["module"]
        self._branches: list[str | None] = []  # None stands for a loop
        self._shared: frozenset[str] = frozenset()  # with scopes around the function
        self._choosing = False  # whether inside of a conditional expression
        self._count = 0

    def visit(self, node: ast.AST) -> Any:
        """Rewrite a node, keeping its place in the file."""
        result = super().visit(node)
        if isinstance(result, ast.AST) and "lineno" in node._attributes:
            return ast.copy_location(result, node)
        return result

    @property
    def _in_class(self) -> bool:
        return self._scopes[-1] == "class"

    # Scopes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Rewrite a function's body; annotations stay."""
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        self._visit_defaults(node.args)
        if not flow.has_yield(node.body):
            node.body = flow.structure_function(node.body)
        branches, self._branches = self._branches, []
        shared, self._shared = self._shared, flow.shared_names(node.body)
        self._scopes.append("function")
        node.body = self._visit_body(node.body)
        self._scopes.pop()
        self._branches, self._shared = branches, shared
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        """Rewrite a coroutine's body."""
        return self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """Rewrite a lambda's body."""
        self._visit_defaults(node.args)
        self._scopes.append("function")
        node.body = self.visit(node.body)
        self._scopes.pop()
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """Rewrite a class's body, where no lambda could see the names."""
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        node.bases = [self.visit(item) for item in node.bases]
        branches, self._branches = self._branches, []
        self._scopes.append("class")
        node.body = self._visit_body(node.body)
        self._scopes.pop()
        self._branches = branches
        return node

    def _visit_defaults(self, arguments: ast.arguments) -> None:
        arguments.defaults = [self.visit(item) for item in arguments.defaults]
        arguments.kw_defaults = [item and self.visit(item) for item in arguments.kw_defaults]

    def _visit_body(self, body: list[ast.stmt]) -> list[ast.stmt]:
        visited: list[ast.stmt] = []
        for statement in body:
            result = self.visit(statement)
            visited.extend(result if isinstance(result, list) else [result])
        return visited

    # Statements

    def visit_If(self, node: ast.If) -> Any:
        """Run both branches where the test is a condition, one after the other."""
        test = self.visit(node.test)
        if self._in_class:
            node.test = _runtime("decide", test)
            node.body, node.orelse = self._visit_body(node.body), self._visit_body(node.orelse)
            return node
        self._count += 1
        branch = f"__branch_{self._count}"
        names = flow.bound_names([*node.body, *node.orelse])
        self._branches.append(branch)
        body, orelse = self._visit_body(node.body), self._visit_body(node.orelse)
        self._branches.pop()
        statements = [
            ast.Assign([ast.Name(branch, ast.Store())], _runtime("branch", test)),
            self._exchange(branch, "save", names),
            self._guarded(branch, True, body),
            self._exchange(branch, "turn", names),
            *([self._guarded(branch, False, orelse)] if orelse else []),
            self._exchange(branch, "merge", names),
        ]
        return [self._place(item, node) for item in statements]

    def visit_Match(self, node: ast.Match) -> Any:
        """Write a ``match`` on plain values as a chain of ``if``."""
        self._count += 1
        subject = f"__subject_{self._count}"
        chain = flow.chain_of(node, subject)
        if chain is None:
            return self.generic_visit(node)
        first = ast.Assign([ast.Name(subject, ast.Store())], self.visit(node.subject))
        rest = [self._place(statement, node) for statement in chain]
        return [self._place(first, node), *self._visit_body(rest)]

    def _place(self, new: ast.stmt, old: ast.stmt) -> ast.stmt:
        for inner in ast.walk(new):
            if "lineno" in inner._attributes and not hasattr(inner, "lineno"):
                ast.copy_location(inner, old)
        return new

    def _exchange(self, branch: str, method: str, names: list[str]) -> ast.stmt:
        """Write ``if branch.symbolic: (a, b) = branch.turn(get(lambda: a), get(lambda: b))``."""
        getters = ", ".join(f"{RUNTIME}.variable(lambda: {name})" for name in names)
        targets = f"({', '.join(names)},) = " if names and method != "save" else ""
        code = f"if {branch}.symbolic:\n    {targets}{branch}.{method}({getters})"
        return self._unplaced(ast.parse(code).body[0])

    def _guarded(self, branch: str, holds: bool, body: list[ast.stmt]) -> ast.stmt:
        """Write ``if branch.enter(holds): try: body except Exception: branch.fail(error)``."""
        code = (
            f"if {branch}.enter({holds}):\n    try:\n        pass\n"
            f"    except Exception as __branch_error:\n        {branch}.fail(__branch_error)"
        )
        statement = self._unplaced(ast.parse(code).body[0])
        assert isinstance(statement, ast.If)
        attempt = statement.body[0]
        assert isinstance(attempt, ast.Try)
        attempt.body = body
        return statement

    def _unplaced(self, statement: ast.stmt) -> ast.stmt:
        for inner in ast.walk(statement):
            for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
                inner.__dict__.pop(attribute, None)
        return statement

    def _leaving(self, node: ast.stmt, branches: list[str]) -> list[ast.stmt]:
        """Refuse a jump out of a branch that is run beside the other."""
        checks = [
            self._place(self._unplaced(ast.parse(f"{branch}.leave()").body[0]), node)
            for branch in branches
        ]
        return [*checks, node]

    def _of_loop(self) -> list[str]:
        """Give the branches inside the innermost loop."""
        inner: list[str] = []
        for branch in reversed(self._branches):
            if branch is None:
                break
            inner.append(branch)
        return inner

    def visit_Return(self, node: ast.Return) -> Any:
        """Let a function be left where it is sure to be."""
        node.value = node.value and self.visit(node.value)
        return self._leaving(node, [branch for branch in self._branches if branch])

    def visit_Break(self, node: ast.Break) -> Any:
        """Let a loop be left where it is sure to be."""
        return self._leaving(node, self._of_loop())

    def visit_Continue(self, node: ast.Continue) -> Any:
        """Let a turn of a loop be left where it is sure to be."""
        return self._leaving(node, self._of_loop())

    def visit_For(self, node: ast.For) -> Any:
        """Go through items, each under its own condition."""
        node.iter = _runtime("iterate", self.visit(node.iter))
        self._branches.append(None)
        node.body = self._visit_body(flow.structure_loop(node.body))
        self._branches.pop()
        node.orelse = self._visit_body(node.orelse)
        return node

    def visit_While(self, node: ast.While) -> Any:
        """Refuse a loop that hangs on a symbol."""
        node.test = _runtime("decide", self.visit(node.test))
        self._branches.append(None)
        node.body = self._visit_body(flow.structure_loop(node.body))
        self._branches.pop()
        node.orelse = self._visit_body(node.orelse)
        return node

    def visit_Try(self, node: ast.Try) -> Any:
        """Look up with a default where a missing key is caught."""
        caught = any(map(_catches_missing_keys, node.handlers))
        simple = None if self._in_class or not caught else flow.look_up_or_default(node)
        if simple is not None:
            holder, key = self.visit(simple.holder), self._key(simple.key)
            name = simple.holder.id if isinstance(simple.holder, ast.Name) else ""
            default = _later(self.visit(simple.default))
            found = _runtime("item_or", holder, key, default, _text(name))
            return self._place(simple.statement(found), node)
        if not node.handlers:
            return self.generic_visit(node)
        guard = ast.withitem(_runtime("catching", ast.Constant(caught)), None)
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.Try)
        visited.body = [self._place(ast.With([guard], visited.body), node)]
        return visited

    def visit_Assert(self, node: ast.Assert) -> Any:
        """Note an assertion about a symbol, make any other."""
        message = self.visit(node.msg) if node.msg else _text("")
        if self._in_class:
            return node
        return ast.Expr(_runtime("check", self.visit(node.test), _later(message)))

    def visit_Raise(self, node: ast.Raise) -> Any:
        """Mark an error as the program's own."""
        if node.exc is None:
            return node
        node.exc = _runtime("deliberate", self.visit(node.exc))
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        """Name conditions after their variables; unpack; set items under the branch's condition."""
        value = self.visit(node.value)
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, (ast.Subscript, ast.Attribute)):
            return self._store(target, value)
        if isinstance(target, ast.Name):
            value = self._assigned(target.id, value)
        elif isinstance(target, (ast.Tuple, ast.List)) and not any(
            isinstance(item, ast.Starred) for item in target.elts
        ):
            value = _runtime("unpack", value, ast.Constant(len(target.elts)))
        node.value = value
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Name conditions after their variables."""
        if node.value is not None:
            node.value = self.visit(node.value)
            if isinstance(node.target, ast.Name):
                node.value = self._assigned(node.target.id, node.value)
        return node

    def _assigned(self, name: str, value: ast.expr) -> ast.expr:
        """What a variable is given: one of a scope around, for the branch that is being run."""
        if name in self._shared and not self._branches:
            return _runtime("shared", value, _later(ast.Name(name, ast.Load())))
        return _runtime("named", _text(name), value)

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """Write ``a += b`` as ``a = a + b``, in place where Python would do it so."""
        value = self.visit(node.value)
        operator = _text(_OPERATORS[type(node.op)])
        if isinstance(node.target, ast.Name):
            old = ast.Name(node.target.id, ast.Load())
            new = _runtime("add_to", operator, old, value)
            if node.target.id in self._shared and not self._branches:
                new = _runtime("shared", new, _later(ast.Name(node.target.id, ast.Load())))
            return ast.Assign([node.target], new)
        if isinstance(node.target, ast.Attribute):
            target = self.visit(node.target.value)
            name = _text(node.target.attr)
            return ast.Expr(_runtime("add_to_attribute", operator, target, name, value))
        target, key = self.visit(node.target.value), self._key(node.target.slice)
        return ast.Expr(_runtime("add_to_item", operator, target, key, value))

    def _store(self, target: ast.Subscript | ast.Attribute, value: ast.expr) -> ast.stmt:
        holder = self.visit(target.value)
        if isinstance(target, ast.Attribute):
            return ast.Expr(_runtime("set_attribute", holder, _text(target.attr), value))
        return ast.Expr(_runtime("set_item", holder, self._key(target.slice), value))

    # Expressions

    def visit_IfExp(self, node: ast.IfExp) -> Any:
        """Give both values where the test is a condition."""
        if self._in_class or _cannot_wait(node.body, node.orelse):
            self.generic_visit(node)
            node.test = _runtime("decide", node.test)
            return node
        fixed = self._choosing and all(map(_is_text, (node.body, node.orelse)))
        outside, self._choosing = self._choosing, True
        sides = [_later(self.visit(side)) for side in (node.body, node.orelse)]
        self._choosing = outside
        if fixed:
            sides.append(ast.Constant(True))  # type: ignore[arg-type]  # an argument, too
        return _runtime("either", self.visit(node.test), *sides)

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        """Combine conditions."""
        if self._in_class or _cannot_wait(*node.values):
            return self.generic_visit(node)
        first, *others = (self.visit(value) for value in node.values)
        name = "both" if isinstance(node.op, ast.And) else "one"
        return _runtime(name, first, *[_later(other) for other in others])

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        """Turn a condition around."""
        operand = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return _runtime("opposite", operand)
        node.operand = operand
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        """Compare; a chain only of what may be looked at twice."""
        operands = [node.left, *node.comparators]
        simple = all(isinstance(item, (ast.Name, ast.Constant)) for item in operands[1:-1])
        if not simple or (self._in_class and len(node.ops) > 1):
            return self.generic_visit(node)
        fixed = _is_constant(node)
        word = "remembered" if any(map(_is_cell, operands)) else "constant"
        visited = [self.visit(item) for item in operands]
        if fixed:
            return _runtime(word, _text(_OPERATORS[type(node.ops[0])]), *visited)
        pairs = [
            _runtime("compare", _text(_OPERATORS[type(operator)]), visited[at], visited[at + 1])
            for at, operator in enumerate(node.ops)
        ]
        if len(pairs) == 1:
            return pairs[0]
        return _runtime("both", pairs[0], *[_later(pair) for pair in pairs[1:]])

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        """Do arithmetic and put texts and lists together."""
        operator = _text(_OPERATORS[type(node.op)])
        return _runtime("binary", operator, self.visit(node.left), self.visit(node.right))

    def visit_Subscript(self, node: ast.Subscript) -> Any:
        """Look up."""
        if not isinstance(node.ctx, ast.Load):
            return self.generic_visit(node)
        if self._is_cell(node):
            assert isinstance(node.value, ast.Subscript)
            assert isinstance(node.value.value, ast.Name)
            table = node.value.value
            return _runtime("cell", table, node.value.slice, node.slice, _text(table.id))
        name = node.value.id if isinstance(node.value, ast.Name) else ""
        if isinstance(node.value, ast.Attribute):
            name = node.value.attr
        return _runtime("item", self.visit(node.value), self._key(node.slice), _text(name))

    def _is_cell(self, node: ast.Subscript) -> bool:
        """Tell whether a fixed cell of a fixed table is asked for."""
        row = node.value
        return (
            isinstance(row, ast.Subscript)
            and isinstance(row.value, ast.Name)
            and row.value.id in self._tables
            and _is_fixed_text(row.slice)
            and _is_fixed_text(node.slice)
        )

    def _key(self, key: ast.expr) -> ast.expr:
        if not isinstance(key, ast.Slice):
            return self.visit(key)  # type: ignore[no-any-return]
        ends = [
            self.visit(end) if end else ast.Constant(None)
            for end in (key.lower, key.upper, key.step)
        ]
        return _runtime("span", *ends)

    def visit_Call(self, node: ast.Call) -> Any:
        """Call."""
        untouched = isinstance(node.func, ast.Name) and node.func.id in _UNTOUCHED_CALLS
        visited = self.generic_visit(node)
        if untouched:
            return visited
        assert isinstance(visited, ast.Call)
        for argument in visited.args:
            if isinstance(argument, ast.Starred):
                argument.value = _runtime("spread", argument.value)
        for keyword in visited.keywords:
            if keyword.arg is None:
                keyword.value = _runtime("keywords", keyword.value)
        name = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        words = name.id if isinstance(name, ast.Name) else ""
        call = _runtime("call", _text(words), visited.func, *visited.args)
        call.keywords = visited.keywords
        return call

    def visit_JoinedStr(self, node: ast.JoinedStr) -> Any:
        """Put a text together."""
        parts: list[ast.expr] = []
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                specification = self.visit(value.format_spec) if value.format_spec else _text("")
                conversion = ast.Constant(value.conversion)
                parts.append(_runtime("part", self.visit(value.value), conversion, specification))
            else:
                parts.append(value)
        return _runtime("text", *parts)

    def visit_List(self, node: ast.List) -> Any:
        """Put a list together that has lists in it."""
        spread = [item for item in node.elts if isinstance(item, ast.Starred)]
        nested = {
            id(item)
            for item in spread
            if isinstance(item.value, ast.IfExp)
            and any(isinstance(side, ast.IfExp) for side in (item.value.body, item.value.orelse))
            and _is_one_item(item.value)
        }
        visited = self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or not spread:
            return visited
        for item in spread:
            if id(item) in nested:
                item.value = _runtime("paired", item.value)
        parts: list[ast.expr] = [
            item.value if isinstance(item, ast.Starred) else ast.List([item], ast.Load())
            for item in node.elts
        ]
        return _runtime("sequence", *parts)

    def visit_Dict(self, node: ast.Dict) -> Any:
        """Put a map together that has maps in it."""
        visited = self.generic_visit(node)
        if all(key is not None for key in node.keys):
            return visited
        parts: list[ast.expr] = [
            value if key is None else ast.Dict([key], [value])
            for key, value in zip(node.keys, node.values, strict=True)
        ]
        return _runtime("mapping", *parts)

    def visit_ListComp(self, node: ast.ListComp) -> Any:
        """Make a list, with items under conditions where a filter, or an item gone through, is."""
        return self._comprehend(node, "list", "elt")

    def visit_DictComp(self, node: ast.DictComp) -> Any:
        """Make a map, with entries under conditions in the same way."""
        return self._comprehend(node, "map", "value")

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> Any:
        """Make items one by one; what hangs on conditions must be known all at once."""
        if self._in_class or self._is_strange(node):
            return self._through(node)
        filtered = any(generator.ifs for generator in node.generators)
        whole = ast.ListComp(copy.deepcopy(node.elt), copy.deepcopy(node.generators))
        one_by_one: Any = self._through(node)
        items = one_by_one.generators[0].iter
        source, items.args[0] = items.args[0], ast.Name("__first", ast.Load())
        whole.generators[0].iter = ast.Name("__first", ast.Load())
        self._scopes.append("function")
        listed = self._comprehend(whole, "list", "elt")
        self._scopes.pop()
        return _runtime(
            "generated",
            source,
            _taking("__first", one_by_one),
            _taking("__first", listed),
            ast.Constant(filtered),
        )

    def visit_SetComp(self, node: ast.SetComp) -> Any:
        """Make a set; a filter, and what it goes through, must be known."""
        return self._through(node)

    @staticmethod
    def _is_strange(node: Any) -> bool:
        """Tell whether a comprehension means something else inside a lambda."""
        inner = [part for name in ("elt", "key", "value") for part in [getattr(node, name, None)]]
        tests = [test for generator in node.generators for test in generator.ifs]
        iters = [generator.iter for generator in node.generators]
        found = [*(part for part in inner if part is not None), *tests, *iters]
        return any(generator.is_async for generator in node.generators) or _cannot_wait(*found)

    def _comprehend(self, node: Any, kind: str, field: str) -> ast.expr:
        if self._in_class or self._is_strange(node):
            whole = self._through(node)
            return _runtime("listed", whole) if field == "elt" else whole
        last = node.generators[-1]
        self._scopes.append("function")
        tests = [self.visit(test) for test in last.ifs]
        self._scopes.pop()
        last.ifs = []
        self._through(node, "turns")
        made = getattr(node, field)
        if tests:
            others = map(_later, tests[1:])
            test = tests[0] if len(tests) == 1 else _runtime("both", tests[0], *others)
            made = _runtime("keep", test, _later(made))
        setattr(node, field, _runtime("turned", _later(made)))
        return _runtime("comprehended", _text(kind), _later(node))

    def _through(self, node: Any, how: str = "items") -> ast.expr:
        """Rewrite the parts of a comprehension; its variables are of a scope of its own."""
        for generator in node.generators:
            generator.iter = _runtime(how, self.visit(generator.iter))
            generator.ifs = [_runtime("decide", self.visit(test)) for test in generator.ifs]
        self._scopes.append("function")
        for field in ("elt", "key", "value"):
            if hasattr(node, field):
                setattr(node, field, self.visit(getattr(node, field)))
        self._scopes.pop()
        return node  # type: ignore[no-any-return]
