"""What a function tells of its own variables: ``locals()``, ``vars()`` and ``dir()``.

Parts of a statement are put off until they are asked for, in functions of their own, where other
variables are told. So these calls are made before their statement: ``x = f(locals())`` becomes
``told = locals()`` with ``x = f(told)`` behind it.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from .forms import last_name, place, runtime

_TELLING = {"locals", "vars", "dir"}
_OWN = re.compile(r"(_\w+?)?__(recording|branch|subject)_")
"""The names of variables that the program does not have itself, in a class, too."""


class ToldBefore(ast.NodeTransformer):
    """Rewrites the functions of one module."""

    def __init__(self) -> None:
        self._in_function = False
        self._found: list[ast.stmt] = []
        self._count = 0

    def visit(self, node: ast.AST) -> Any:
        """Put what is told in a statement before it."""
        if not isinstance(node, ast.stmt):
            return super().visit(node)
        around, self._found = self._found, []
        visited = super().visit(node)
        found, self._found = self._found, around
        return [*(place(each, node) for each in found), visited] if found else visited

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Any:
        """Rewrite the body of a function; what stands around it is of the scope around."""
        node.decorator_list = [self.visit(each) for each in node.decorator_list]
        node.args = self.visit(node.args)
        return self._within(node, in_function=True)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> Any:
        """Rewrite that of a coroutine."""
        return self.visit_FunctionDef(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        """Leave what a class's body tells of its own."""
        return self._within(node, in_function=False)

    def _within(self, node: Any, *, in_function: bool) -> Any:
        before, self._in_function = self._in_function, in_function
        body = [self.visit(statement) for statement in node.body]
        node.body = [it for each in body for it in (each if isinstance(each, list) else [each])]
        self._in_function = before
        return node

    def visit_While(self, node: ast.While) -> Any:
        """Leave the test, which is made again and again."""
        test, node.test = node.test, ast.Constant(None)
        self.generic_visit(node)
        node.test = test
        return node

    def visit_Lambda(self, node: ast.Lambda) -> Any:
        """Leave a function of its own."""
        return node

    def visit_ListComp(self, node: Any) -> Any:
        """Rewrite what a comprehension goes through, which alone is of the scope around."""
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        return node

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp  # noqa: N815

    def visit_Call(self, node: ast.Call) -> Any:
        """Give the variable that holds what is told."""
        self.generic_visit(node)
        telling = isinstance(node.func, ast.Name) and last_name(node.func) in _TELLING
        if not telling or node.args or not self._in_function:
            return node
        self._count += 1
        name = f"__recording_told_{self._count}__"
        told = ast.Assign([ast.Name(name, ast.Store())], runtime("own_variables", node))
        self._found.append(told)
        return ast.copy_location(ast.Name(name, ast.Load()), node)


def own_variables(told: Any) -> Any:
    """Give what is told of the variables of a function, without those that the program has not.

    Args:
        told: their values by their names, or their names.
    """
    if isinstance(told, dict):
        return {name: value for name, value in told.items() if not _OWN.match(name)}
    return [name for name in told if not _OWN.match(name)]
