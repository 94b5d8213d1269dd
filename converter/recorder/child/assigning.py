"""Assignments made plain: each item and attribute is set by a statement of its own.

``a.b, c = d`` becomes ``first, c = d`` with ``a.b = first`` behind it, and so do the targets of
loops and of ``with``, so that what is set in a branch is set for that branch only.
"""

from __future__ import annotations

import ast
from typing import Any

from .forms import place

TEMPORARY = "__recording_target"
"""What the names of the variables begin with that hold what is set."""


class Plainly(ast.NodeTransformer):
    """Rewrites the assignments of one module."""

    def __init__(self) -> None:
        self._count = 0

    def visit_Assign(self, node: ast.Assign) -> Any:
        """Set one target after the other."""
        self.generic_visit(node)
        targets = node.targets
        if all(isinstance(target, ast.Name) for target in targets):
            return node
        if len(targets) == 1:
            more = self._taken(node, "targets", 0)
            return [node, *(place(each, node) for each in more)]
        name = self._name()
        first = ast.Assign([ast.Name(name, ast.Store())], node.value)
        found: list[ast.stmt] = [place(first, node)]
        for target in targets:
            each = ast.Assign([target], ast.Name(name, ast.Load()))
            more = self._taken(each, "targets", 0)
            found += [place(it, node) for it in (each, *more)]
        return found

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """Set an item or an attribute as one without an annotation is set."""
        if node.value is None or isinstance(node.target, ast.Name):
            return self.generic_visit(node)
        return self.visit_Assign(ast.copy_location(ast.Assign([node.target], node.value), node))

    def visit_If(self, node: ast.If) -> Any:
        """Ask one after the other what assigns variables on the way: ``if (a := b) and (c := d)``
        becomes ``both = (a := b)``, ``if both: both = (c := d)`` and ``if both``.
        """
        self.generic_visit(node)
        test = node.test
        if not isinstance(test, ast.BoolOp) or not any(map(_assigns, test.values[1:])):
            return node
        name = self._name()
        found: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store())], test.values[0])]
        for value in test.values[1:]:
            so_far: ast.expr = ast.Name(name, ast.Load())
            goes_on = so_far if isinstance(test.op, ast.And) else ast.UnaryOp(ast.Not(), so_far)
            found.append(ast.If(goes_on, [ast.Assign([ast.Name(name, ast.Store())], value)], []))
        node.test = ast.copy_location(ast.Name(name, ast.Load()), test)
        return [*(place(each, node) for each in found), node]

    def visit_For(self, node: ast.For | ast.AsyncFor) -> Any:
        """Set what a loop sets at the begin of each turn."""
        self.generic_visit(node)
        node.body[:0] = [place(each, node) for each in self._taken(node, "target")]
        return node

    def visit_AsyncFor(self, node: ast.AsyncFor) -> Any:
        """Do so for one that waits."""
        return self.visit_For(node)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> Any:
        """Set what is entered at the begin of the block."""
        self.generic_visit(node)
        more = [
            each
            for item in node.items
            if item.optional_vars is not None
            for each in self._taken(item, "optional_vars")
        ]
        node.body[:0] = [place(each, node) for each in more]
        return node

    def visit_AsyncWith(self, node: ast.AsyncWith) -> Any:
        """Do so for one that waits."""
        return self.visit_With(node)

    def _taken(self, holder: ast.AST, field: str, at: int | None = None) -> list[ast.stmt]:
        """Put variables in the places of items and attributes, and give what sets these.

        Args:
            holder, field, at: where the target is; a single one that is assigned stays.
        """
        more: list[ast.stmt] = []
        target = getattr(holder, field) if at is None else getattr(holder, field)[at]
        if isinstance(target, (ast.Tuple, ast.List)):
            target.elts = [self._plain(item, more) for item in target.elts]
        elif at is None:
            setattr(holder, field, self._plain(target, more))
        return more

    def _plain(self, target: ast.expr, more: list[ast.stmt]) -> ast.expr:
        if isinstance(target, ast.Starred):
            target.value = self._plain(target.value, more)
            return target
        if isinstance(target, (ast.Tuple, ast.List)):
            target.elts = [self._plain(item, more) for item in target.elts]
            return target
        if isinstance(target, ast.Name):
            return target
        name = self._name()
        more.append(ast.Assign([target], ast.Name(name, ast.Load())))
        return ast.copy_location(ast.Name(name, ast.Store()), target)

    def _name(self) -> str:
        self._count += 1
        return f"{TEMPORARY}_{self._count}"


def _assigns(expression: ast.expr) -> bool:
    return any(isinstance(node, ast.NamedExpr) for node in ast.walk(expression))
