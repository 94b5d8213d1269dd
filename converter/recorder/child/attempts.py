"""``try`` statements that take one value, made plain: what is done with it stands behind them.

``try: x = T[k]`` with ``except KeyError: f()`` and ``else: g(x)`` becomes ``try: found = T[k]``
with ``except KeyError: found = nothing``, which gives a value or a default, and behind it
``if found is not nothing: x = found; g(x)`` with ``else: f()``.
"""

from __future__ import annotations

import ast
from typing import Any

from .flow import own_nodes, value_or_default
from .forms import RUNTIME, caught_errors, last_name, place, runtime


class Nothing:
    """Stands for a value that could not be taken."""


class Attempts(ast.NodeTransformer):
    """Rewrites the ``try`` statements of one module."""

    def __init__(self) -> None:
        self._count = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """Rewrite what is in functions of a class only."""
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        node.body = [self.visit(it) if isinstance(it, inner) else it for it in node.body]
        return node

    def visit_Try(self, node: ast.Try) -> Any:
        """Do what follows on a value, or on its lack, behind the statement."""
        self.generic_visit(node)
        asked = _asked_config(node)
        if asked is None and (value_or_default(node) is not None or not _takes_one(node)):
            return node
        (tried,), (handler,) = node.body, node.handlers
        self._count += 1
        name = f"__recording_found_{self._count}__"
        found = ast.Name(name, ast.Load())
        value = asked or tried.value  # type: ignore[attr-defined]
        first: ast.stmt = ast.Assign([ast.Name(name, ast.Store())], value)
        if asked is None:
            lacking = ast.Assign([ast.Name(name, ast.Store())], _nothing())
            first = ast.Try([first], [ast.ExceptHandler(handler.type, None, [lacking])], [], [])
        lack = ast.Constant(None) if asked else _nothing()
        test = ast.Compare(found, [ast.IsNot()], [lack])
        tried.value = ast.Name(name, ast.Load())  # type: ignore[attr-defined]
        follows = ast.If(test, [tried, *node.orelse], handler.body)
        statements = [place(first, tried), place(follows, tried)]
        if node.finalbody:
            return place(ast.Try(statements, [], [], node.finalbody), node)
        return statements


def _nothing() -> ast.expr:
    return ast.Attribute(ast.Name(RUNTIME, ast.Load()), Nothing.__name__, ast.Load())


def _takes_one(node: ast.Try) -> bool:
    """Tell whether a statement takes one value, whose error one handler catches for good."""
    if len(node.body) != 1 or len(node.handlers) != 1 or not caught_errors(node.handlers):
        return False
    (tried,), (handler,) = node.body, node.handlers
    targets = tried.targets if isinstance(tried, ast.Assign) else []
    parts = [*own_nodes(handler.body)]
    return (
        isinstance(tried, (ast.Assign, ast.Return, ast.Expr))
        and isinstance(tried.value, (ast.Subscript, ast.Call))
        and all(isinstance(it, ast.Name) for it in targets)
        and not any(isinstance(it, _WAITING) for it in own_nodes(node.body))
        and not any(isinstance(it, ast.Raise) and it.exc is None for it in parts)
        and not any(isinstance(it, ast.Name) and it.id == handler.name for it in parts)
    )


_WAITING = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)


def _asked_config(node: ast.Try) -> ast.expr | None:
    """Write what asks for config that may not be set, without an error; None for anything else."""
    value = getattr(node.body[0], "value", None)
    if caught_errors(node.handlers) != ["ConfigMissingError"] or not _takes_one(node):
        return None
    if not isinstance(value, ast.Call) or not last_name(value.func).startswith("require"):
        return None
    called = runtime("set_or_none", value.func, *value.args)
    called.keywords = value.keywords
    return called
