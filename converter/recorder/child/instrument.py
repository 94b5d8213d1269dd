"""The program's source, rewritten so that operations on symbols come to this package.

Every operation that Python would settle by itself (``if``, ``and``, ``==``, a subscript, a call, an
f-string) becomes a call of ``operations``, which does what Python does unless a symbol is involved.
"""

from __future__ import annotations

import ast
import copy
from typing import Any

from . import flow, jumps
from .assigning import TEMPORARY, Plainly
from .attempts import Attempts
from .expressions import OPERATORS, Expressions
from .forms import (
    MAKING,
    RUNTIME,
    cannot_wait,
    caught_errors,
    exchange,
    guarded,
    later,
    only_refuses,
    place,
    runtime,
    text,
    unplaced,
)
from .variables import ToldBefore


def instrument(source: str, filename: str) -> Any:
    """Give a module's code object.

    Raises:
        SyntaxError: the source is not valid Python.
    """
    tree = Attempts().visit(ToldBefore().visit(ast.parse(source, filename)))
    tree = Plainly().visit(tree)
    tree.body = jumps.lowered(tree.body, returns=False)
    tree = Instrumenter(flow.table_names(tree.body)).visit(tree)
    tree = ast.fix_missing_locations(tree)
    _end_where_they_begin(tree)
    return compile(tree, filename, "exec", dont_inherit=True)


def _end_where_they_begin(tree: ast.AST) -> None:
    """Put the calls of the runtime on one line: Python tells the last line of a method's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == RUNTIME:
            node.end_lineno, node.end_col_offset = node.lineno, node.col_offset


_TRUE = ast.Constant(True)


class Instrumenter(Expressions, ast.NodeTransformer):
    """Rewrites one module.

    Args:
        tables: the names of the module's fixed tables.
    """

    def __init__(self, tables: frozenset[str]) -> None:
        super().__init__(tables)
        self._branches: list[str | None] = []  # None stands for a loop
        self._shared: frozenset[str] = frozenset()  # with scopes around the function
        self._count = 0

    # Scopes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        """Rewrite a function's body; annotations stay."""
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        self._visit_defaults(node.args)
        returns = not flow.has_yield(node.body)
        node.body = jumps.lowered(node.body, returns=returns)
        if returns:
            node.body = flow.structure_function(node.body)
        branches, self._branches = self._branches, []
        sharing = flow.sharing(node.body)
        names = sorted({name for it in sharing for name in it.names})
        whole = returns and isinstance(node, ast.FunctionDef)
        shared, self._shared = self._shared, frozenset([] if whole else names)
        self.scopes.append("function")
        node.body = self._visit_body(node.body)
        self.scopes.pop()
        if names and not self._shared and isinstance(node, ast.FunctionDef):
            node.body = self._as_called(node, sharing, names)
        if node.name == "__init__":
            begun = ast.Assign([ast.Name(MAKING, ast.Store())], runtime("depth"))
            node.body = [place(begun, node), *node.body]
        self._branches, self._shared = branches, shared
        return node

    def _as_called(
        self, node: ast.FunctionDef, sharing: list[Any], names: list[str]
    ) -> list[ast.stmt]:
        """Give a function's body that changes variables of the scopes around for the branch only
        that it is called in.
        """
        self._count += 1
        scope = f"__branch_{self._count}"
        told, body = node.body[: bool(ast.get_docstring(node, clean=False))], node.body
        begun = ast.Assign([ast.Name(scope, ast.Store())], runtime("scope"))
        statements = [
            begun,
            exchange(scope, "save", names),
            ast.Try(body[len(told) :] or [ast.Pass()], [], [], [exchange(scope, "merge", names)]),
        ]
        return [*told, *sharing, *(place(statement, node) for statement in statements)]

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> Any:
        """Leave out what stands at the begin of the function, if it is one that returns."""
        return node if self._shared or self.scopes[-1] != "function" else ast.Pass()

    def visit_Nonlocal(self, node: ast.Nonlocal) -> Any:
        """Leave out what stands at the begin of the function, in the same way."""
        return self.visit_Global(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        """Rewrite a coroutine's body."""
        return self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """Rewrite a lambda's body."""
        self._visit_defaults(node.args)
        self.scopes.append("function")
        node.body = self.visit(node.body)
        self.scopes.pop()
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """Rewrite a class's body, where no lambda could see the names."""
        node.decorator_list = [self.visit(item) for item in node.decorator_list]
        node.bases = [self._base(item) for item in node.bases]
        for keyword in node.keywords:
            value = self.visit(keyword.value)
            is_kind = keyword.arg == "metaclass"
            keyword.value = runtime("fixed_base", value) if is_kind else value
        branches, self._branches = self._branches, []
        names, self.class_names = self.class_names, frozenset(flow.bound_names(node.body))
        self.scopes.append("class")
        node.body = self._visit_body(node.body)
        self.scopes.pop()
        self._branches, self.class_names = branches, names
        return node

    def _base(self, node: ast.expr) -> ast.expr:
        """Rewrite what a class is made from, which Python itself must know."""
        if isinstance(node, ast.Starred):
            spread = runtime("spread", self.visit(node.value))
            return ast.Starred(runtime("fixed_bases", spread), ast.Load())
        return runtime("fixed_base", self.visit(node))

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
        test = self._test_of(node)
        self._count += 1
        branch = f"__branch_{self._count}"
        names = flow.bound_names([*node.body, *node.orelse])
        self._branches.append(branch)
        body, orelse = self._visit_body(node.body), self._visit_body(node.orelse)
        self._branches.pop()
        statements = [
            ast.Assign([ast.Name(branch, ast.Store())], runtime("branch", test)),
            exchange(branch, "save", names, in_class=self.in_class),
            guarded(branch, True, body),
            exchange(branch, "turn", names, in_class=self.in_class),
            *([guarded(branch, False, orelse)] if orelse else []),
            exchange(branch, "merge", names, in_class=self.in_class),
        ]
        return [place(item, node) for item in statements]

    def _test_of(self, node: ast.If) -> ast.expr:
        """Rewrite a test, of which only an error hangs on what cannot be said."""
        if only_refuses(node.body) and not cannot_wait(node.test):
            return runtime("guard", self.delayed(node.test), ast.Constant(False))
        return self.visit(node.test)  # type: ignore[no-any-return]

    def visit_Match(self, node: ast.Match) -> Any:
        """Write a ``match`` on plain values as a chain of ``if``."""
        self._count += 1
        subject = f"__subject_{self._count}"
        chain = flow.chain_of(node, subject)
        if chain is None:
            visited = self.generic_visit(node)
            assert isinstance(visited, ast.Match)
            visited.subject = runtime("matched", visited.subject)
            return visited
        first = ast.Assign([ast.Name(subject, ast.Store())], self.visit(node.subject))
        rest = [place(statement, node) for statement in chain]
        return [place(first, node), *self._visit_body(rest)]

    def _leaving(self, node: ast.stmt, branches: list[str]) -> list[ast.stmt]:
        """Refuse a jump out of a branch that is run beside the other."""
        checks = [
            place(unplaced(ast.parse(f"{branch}.leave()").body[0]), node) for branch in branches
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
        names = flow.bound_names([ast.Assign([node.target], ast.Constant(None)), *node.body])
        node.iter = runtime("iterate", self.visit(node.iter))
        self._count += 1
        loop = f"__branch_{self._count}"
        self._branches.append(None)
        body = self._visit_body(flow.structure_loop(node.body))
        self._branches.pop()
        taken = ast.Assign(
            [node.target], _unpacked(node.target, ast.Name(f"{loop}_item", ast.Load()))
        )
        node.target = ast.Name(f"{loop}_item", ast.Store())
        merged = exchange(loop, "merge", names, in_class=self.in_class)
        turn = [
            exchange(loop, "save", names, in_class=self.in_class),
            taken,
            ast.Try(body, [], [], [merged]),
        ]
        node.body = [place(statement, node) for statement in turn]
        node.orelse = self._visit_body(node.orelse)
        begun = ast.Assign([ast.Name(loop, ast.Store())], runtime("loop"))
        return [place(begun, node), node]

    def visit_While(self, node: ast.While) -> Any:
        """Run turns that hang on conditions, each under those of all turns before."""
        names = flow.bound_names([ast.Expr(node.test), *node.body])
        test = self.visit(node.test)
        self._branches.append(None)
        node.body = self._visit_body(flow.structure_loop(node.body))
        self._branches.pop()
        node.orelse = self._visit_body(node.orelse)
        if self.in_class or node.orelse or cannot_wait(node.test):
            node.test = runtime("decide", test)
            return node
        self._count += 1
        loop = f"__branch_{self._count}"
        getters = ", ".join(f"{RUNTIME}.variable(lambda: {name})" for name in names)
        values = ast.parse(f"lambda: [{getters}]").body[0]
        assert isinstance(values, ast.Expr)
        unplaced(values)
        again = ast.Attribute(ast.Name(loop, ast.Load()), "again", ast.Load())
        node.test = ast.copy_location(ast.Call(again, [test, values.value], []), node.test)
        begun = ast.Assign([ast.Name(loop, ast.Store())], runtime("repetition"))
        whole = ast.Try([node], [], [], [exchange(loop, "merge", names)])
        return [place(begun, node), place(whole, node)]

    def visit_Try(self, node: ast.Try) -> Any:
        """Look up with a default where a missing key is caught."""
        caught = caught_errors(node.handlers)
        simple = None if self.in_class else flow.value_or_default(node)
        found = None if simple is None else self._or_default(simple, {*caught})
        if simple is not None and found is not None:
            return place(simple.statement(found), node)
        if not caught:
            return self.generic_visit(node)
        guard = ast.withitem(runtime("catching", *map(text, caught)), None)
        before, self.caught = self.caught, self.caught | frozenset(caught)
        body = self._visit_body(node.body)
        self.caught = before
        node.body = [place(ast.With([guard], body), node)]
        node.handlers = [self.visit(each) for each in node.handlers]
        node.orelse = self._visit_body(node.orelse)
        node.finalbody = self._visit_body(node.finalbody)
        return node

    def _or_default(self, tried: flow.OrDefault, caught: set[str]) -> ast.expr | None:
        """Write a look-up, or a member of an enum, with a default where an error is caught."""
        value = tried.value
        keys = sorted(caught & {"KeyError", "LookupError", "Exception"})
        if isinstance(value, ast.Subscript) and not isinstance(value.slice, ast.Slice):
            return self._item_or(value, self.visit(tried.default), keys) if keys else None
        values = sorted(caught & {"ValueError", "Exception"})
        if not isinstance(value, ast.Call) or not values or value.keywords or len(value.args) != 1:
            return None
        function, kinds = value.func, [text(each) for each in values]
        if not isinstance(function, ast.Name) or isinstance(value.args[0], ast.Starred):
            return None
        argument, default = (later(self.visit(it)) for it in (value.args[0], tried.default))
        return runtime("member_or", text(function.id), function, argument, default, *kinds)

    def _item_or(self, node: ast.Subscript, default: ast.expr, errors: list[str]) -> ast.expr:
        """Look up with a default, also for what it is looked up in; other errors than of that are
        caught as well.
        """
        kinds = [text(each) for each in errors]
        holder, name = node.value, text(getattr(node.value, "id", ""))
        if isinstance(holder, ast.Subscript) and not isinstance(holder.slice, ast.Slice):
            inside = self._item_or(holder, ast.Dict([], []), errors)
        else:
            inside = runtime("tried", later(self.visit(holder)), *kinds)
        key = runtime("tried", later(self.key(node.slice)), *kinds)
        return runtime("item_or", inside, key, later(default), name)

    def visit_With(self, node: ast.With) -> Any:
        """Enter one of two contexts, or one that hides errors of its block."""
        attempt = flow.attempt_of(node)
        if attempt is not None and flow.value_or_default(attempt) is not None:
            return self.visit_Try(attempt)
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.With)
        for item in visited.items:
            item.context_expr = runtime("entered", item.context_expr)
        return visited

    def visit_Assert(self, node: ast.Assert) -> Any:
        """Note an assertion about a symbol, make any other."""
        message = self.delayed(node.msg or text(""))
        test = None if cannot_wait(node.test) else self.delayed(node.test)
        found = self.visit(node.test) if test is None else runtime("guard", test, _TRUE)
        return ast.Expr(runtime("check", found, message))

    def visit_Expr(self, node: ast.Expr) -> Any:
        """Call what is called for what it does."""
        visited = self.generic_visit(node)
        assert isinstance(visited, ast.Expr)
        function = getattr(visited.value, "func", None)
        if isinstance(function, ast.Attribute) and ast.unparse(function) == f"{RUNTIME}.call":
            function.attr = "perform"
        return visited

    def visit_Raise(self, node: ast.Raise) -> Any:
        """Mark an error as the program's own."""
        if node.exc is None:
            return node
        kind = node.exc.func if isinstance(node.exc, ast.Call) else None
        made = cannot_wait(node.exc) or self.in_class
        error, name = self.visit(node.exc), copy.deepcopy(kind)
        if not made:
            node.exc = runtime("deliberate", later(error), *([later(name)] if name else []))
        return node

    def visit_Assign(self, node: ast.Assign) -> Any:
        """Name conditions after their variables; unpack; set items under the branch's condition."""
        is_variable = isinstance(node.value, ast.Name)
        value = self.visit(node.value)
        target = node.targets[0]
        if isinstance(target, (ast.Subscript, ast.Attribute)):
            return self._store(target, value)
        if isinstance(target, ast.Name):
            value = self._assigned(target.id, value, is_variable)
        elif isinstance(target, (ast.Tuple, ast.List)):
            value = _unpacked(target, value)
        node.value = value
        return node

    def visit_Delete(self, node: ast.Delete) -> Any:
        """Delete items and attributes, in a branch for that branch only."""
        statements: list[ast.stmt] = []
        for target in node.targets:
            if isinstance(target, ast.Subscript):
                holder, key = self.visit(target.value), self.key(target.slice)
                statements.append(ast.Expr(runtime("delete_item", holder, key)))
            elif isinstance(target, ast.Attribute):
                holder, name = self.visit(target.value), text(target.attr)
                statements.append(ast.Expr(runtime("delete_attribute", holder, name)))
            else:
                statements.append(ast.Delete([target]))
        return [place(statement, node) for statement in statements]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Name conditions after their variables."""
        if node.value is not None:
            is_variable = isinstance(node.value, ast.Name)
            node.value = self.visit(node.value)
            if isinstance(node.target, ast.Name):
                node.value = self._assigned(node.target.id, node.value, is_variable)
        return node

    def _assigned(self, name: str, value: ast.expr, is_variable: bool) -> ast.expr:
        """What a variable is given: one of a scope around, for the branch that is being run."""
        if name.startswith(TEMPORARY):
            return value
        if name in self._shared and not self._branches:
            return runtime("shared", value, later(ast.Name(name, ast.Load())))
        return runtime("named_again" if is_variable else "named", text(name), value)

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """Write ``a += b`` as ``a = a + b``, in place where Python would do it so."""
        value = self.visit(node.value)
        operator = text(OPERATORS[type(node.op)])
        if isinstance(node.target, ast.Name):
            old = ast.Name(node.target.id, ast.Load())
            new = runtime("add_to", operator, old, value)
            if node.target.id in self._shared and not self._branches:
                new = runtime("shared", new, later(ast.Name(node.target.id, ast.Load())))
            return ast.Assign([node.target], new)
        if isinstance(node.target, ast.Attribute):
            target = self.visit(node.target.value)
            name = text(node.target.attr)
            return ast.Expr(runtime("add_to_attribute", operator, target, name, value))
        target, key = self.visit(node.target.value), self.key(node.target.slice)
        return ast.Expr(runtime("add_to_item", operator, target, key, value))

    def _store(self, target: ast.Subscript | ast.Attribute, value: ast.expr) -> ast.stmt:
        holder = self.visit(target.value)
        if isinstance(target, ast.Attribute):
            return ast.Expr(runtime("set_attribute", holder, text(target.attr), value))
        return ast.Expr(runtime("set_item", holder, self.key(target.slice), value))


def _unpacked(target: ast.expr, value: ast.expr) -> ast.expr:
    """Write what several variables are given; a starred one is given a list as it is."""
    if not isinstance(target, (ast.Tuple, ast.List)):
        return value
    places = [at for at, item in enumerate(target.elts) if isinstance(item, ast.Starred)]
    if not places:
        return runtime("unpack", value, ast.Constant(len(target.elts)))
    before, after = places[0], len(target.elts) - places[0] - 1
    starred = target.elts[before]
    assert isinstance(starred, ast.Starred)
    target.elts[before] = starred.value
    return runtime("unpack_around", value, ast.Constant(before), ast.Constant(after))
