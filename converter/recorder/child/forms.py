"""Forms of expressions that are told apart, or written, in a program's source."""

from __future__ import annotations

import ast
from collections.abc import Sequence

RUNTIME = "__pulumi_recording__"


def runtime(name: str, *arguments: ast.expr) -> ast.Call:
    """Write a call of the runtime."""
    function = ast.Attribute(ast.Name(RUNTIME, ast.Load()), name, ast.Load())
    return ast.Call(function, list(arguments), [])


def later(expression: ast.expr, names: Sequence[str] = ()) -> ast.Lambda:
    """Write a function of no argument.

    Args:
        names: of a class's body, where they are known now only.
    """
    given = [ast.arg(name) for name in names]
    values: list[ast.expr] = [ast.Name(name, ast.Load()) for name in names]
    return ast.Lambda(ast.arguments([], given, None, [], [], None, values), expression)


def taking(name: str, expression: ast.expr) -> ast.Lambda:
    """Write a function of one argument."""
    given = ast.arguments([], [ast.arg(name)], None, [], [], None, [])
    return ast.Lambda(given, expression)


def text(value: str) -> ast.Constant:
    """Write a fixed text."""
    return ast.Constant(value)


def is_constant(node: ast.Compare) -> bool:
    """Tell whether two fixed texts are compared: a switch that is set by hand."""
    return (
        len(node.ops) == 1
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        and all(is_fixed_text(item) for item in (node.left, *node.comparators))
    )


def is_fixed_text(expression: ast.expr) -> bool:
    """Tell whether an expression is a text, an item of a list of texts, or a cell of a table."""
    if not isinstance(expression, ast.Subscript):
        text = isinstance(expression, ast.Constant) and isinstance(expression.value, str)
        return text or is_cell(expression)
    if not isinstance(expression.slice, ast.Constant):
        return False
    holder = expression.value
    if isinstance(holder, (ast.List, ast.Tuple)):
        return all(isinstance(item, ast.Constant) for item in holder.elts)
    if isinstance(holder, ast.Call):
        owner = holder.func.value if isinstance(holder.func, ast.Attribute) else None
        return owner is not None and all(map(is_fixed_text, (owner, *holder.args)))
    return is_cell(expression)


def is_cell(expression: ast.expr) -> bool:
    """Tell whether an expression is what fixed keys choose from a map of maps, or its text."""
    if isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name):
        return expression.func.id == "str" and [*map(is_cell, expression.args)] == [True]
    return (
        isinstance(expression, ast.Subscript)
        and isinstance(expression.slice, ast.Constant)
        and isinstance(expression.value, ast.Subscript)
        and isinstance(expression.value.slice, ast.Constant)
    )


MAKING = "__recording_making__"
"""The variable in which an ``__init__`` keeps how many branches there were around it; a name that
ends so is not mangled.
"""


def caught_errors(handlers: list[ast.ExceptHandler]) -> list[str]:
    """Give the names of the errors that handlers catch for good; ``Exception`` is all."""
    names: set[str] = set()
    for handler in handlers:
        if not isinstance(handler.body[-1], ast.Raise):
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names.update(map(_error_name, kinds))
    return sorted(names)


def _error_name(kind: ast.expr | None) -> str:
    name = "" if kind is None else last_name(kind)
    return "Exception" if name in ("", "BaseException") else name


def last_name(expression: ast.expr) -> str:
    """Give the name, or the attribute's name, that an expression is."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


_SHOWN = ("stdout", "stderr")


def only_tells(call: ast.Call) -> bool:
    """Tell whether a call is one that prints or logs."""
    if not isinstance(call.func, ast.Attribute):
        files = (last_name(it.value) for it in call.keywords if it.arg == "file")
        return last_name(call.func) == "print" and all(it in _SHOWN for it in files)
    holder = last_name(call.func.value).lower()
    verbs = {"debug", "info", "warn", "warning", "error", "exception", "critical", "log"}
    return call.func.attr in verbs and ("log" in holder or holder in ("pulumi", "warnings"))


def takes_next(call: ast.Call) -> bool:
    """Tell whether a call takes the next item of what is held somewhere."""
    held = (ast.Name, ast.Attribute, ast.Subscript)
    return last_name(call.func) == "next" and bool(call.args) and isinstance(call.args[0], held)


def only_refuses(body: list[ast.stmt]) -> bool:
    """Tell whether statements do nothing but raise an error."""
    return isinstance(body[-1], ast.Raise) and all(
        isinstance(it, ast.Expr) and isinstance(it.value, ast.Call) and only_tells(it.value)
        for it in body[:-1]
    )


def is_text(expression: ast.expr) -> bool:
    """Tell whether an expression is a fixed text."""
    return isinstance(expression, ast.Constant) and isinstance(expression.value, str)


def is_one_item(expression: ast.expr) -> bool:
    """Tell whether an expression is a list of one item at most, or one of several such lists."""
    if isinstance(expression, ast.IfExp):
        return is_one_item(expression.body) and is_one_item(expression.orelse)
    return isinstance(expression, ast.List) and len(expression.elts) <= 1


def cannot_wait(*expressions: ast.expr) -> bool:
    """Tell whether expressions mean something else inside a lambda."""
    kinds = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
    return any(isinstance(node, kinds) for item in expressions for node in ast.walk(item))


def place(new: ast.stmt, old: ast.stmt) -> ast.stmt:
    """Give a new statement the place of an old one; what has a place in it keeps its own."""
    pending: list[ast.AST] = [new]
    while pending:
        node = pending.pop()
        if "lineno" in node._attributes:
            if hasattr(node, "lineno"):
                continue
            ast.copy_location(node, old)
        pending.extend(ast.iter_child_nodes(node))
    return new


def exchange(branch: str, method: str, names: list[str], *, in_class: bool = False) -> ast.stmt:
    """Write ``if branch.symbolic: (a, b) = branch.turn(get(lambda: a), get(lambda: b))``, and
    ``del a`` where a variable has no value.
    """
    getter = "own(locals(), {0!r})" if in_class else "variable(lambda: {0})"
    getters = ", ".join(f"{RUNTIME}.{getter.format(name)}" for name in names)
    targets = f"({', '.join(names)},) = " if names and method != "save" else ""
    left = "".join(f"\n    if {name} is {RUNTIME}.MISSING: del {name}" for name in names)
    lines = f"{targets}{branch}.{method}({getters}){left if targets else ''}"
    code = f"if {branch}.symbolic:\n    {lines}"
    return unplaced(ast.parse(code).body[0])


def guarded(branch: str, holds: bool, body: list[ast.stmt]) -> ast.stmt:
    """Write ``if branch.enter(holds): try: body except Exception: branch.fail(error)``."""
    code = (
        f"if {branch}.enter({holds}):\n    try:\n        pass\n"
        f"    except (Exception, SystemExit) as __branch_error:\n"
        f"        {branch}.fail(__branch_error)"
    )
    statement = unplaced(ast.parse(code).body[0])
    assert isinstance(statement, ast.If)
    attempt = statement.body[0]
    assert isinstance(attempt, ast.Try)
    attempt.body = body
    return statement


def unplaced(statement: ast.stmt) -> ast.stmt:
    """Give a statement without a place."""
    for inner in ast.walk(statement):
        for attribute in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            inner.__dict__.pop(attribute, None)
    return statement
