"""Comprehensions, written so that what hangs on conditions is in them under its condition."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Any

from .forms import cannot_wait, later, runtime, taking, text

if TYPE_CHECKING:
    from .expressions import Expressions


def write(visitor: Expressions, node: Any, kind: str, field: str) -> ast.expr:
    """Write a comprehension whose items stand under the conditions of what they are made of.

    Args:
        visitor: rewrites the parts.
        node: the comprehension.
        kind: what it makes, a ``list`` or a ``map``.
        field: the attribute of the node that is the item.
    """
    if visitor.in_class or _is_strange(node):
        whole = write_plain(visitor, node)
        return runtime("listed", whole) if field == "elt" else whole
    last = node.generators[-1]
    visitor.scopes.append("function")
    tests = [visitor.visit(test) for test in last.ifs]
    visitor.scopes.pop()
    last.ifs = []
    write_plain(visitor, node, "turns")
    made = getattr(node, field)
    if tests:
        others = map(later, tests[1:])
        test = tests[0] if len(tests) == 1 else runtime("both", tests[0], *others)
        made = runtime("keep", test, later(made))
    setattr(node, field, runtime("turned", later(made)))
    if kind == "map":
        node = ast.ListComp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)
    return runtime("comprehended", text(kind), later(node))


def write_set(visitor: Expressions, node: ast.SetComp) -> ast.expr:
    """Write a set's comprehension as that of a list, of which the set is made."""
    if visitor.in_class or _is_strange(node):
        return write_plain(visitor, node)
    listed = ast.ListComp(node.elt, node.generators)
    return runtime("as_set", write(visitor, listed, "list", "elt"))


def write_generator(visitor: Expressions, node: ast.GeneratorExp) -> ast.expr:
    """Write a generator that gives all at once where something may not be there."""
    if visitor.in_class or _is_strange(node):
        return write_plain(visitor, node)
    filtered = any(generator.ifs for generator in node.generators)
    whole = ast.ListComp(copy.deepcopy(node.elt), copy.deepcopy(node.generators))
    one_by_one: Any = write_plain(visitor, node)
    items = one_by_one.generators[0].iter
    source, items.args[0] = items.args[0], ast.Name("__first", ast.Load())
    whole.generators[0].iter = ast.Name("__first", ast.Load())
    visitor.scopes.append("function")
    listed = write(visitor, whole, "list", "elt")
    visitor.scopes.pop()
    return runtime(
        "generated",
        source,
        taking("__first", one_by_one),
        taking("__first", listed),
        ast.Constant(filtered),
    )


def write_plain(visitor: Expressions, node: Any, how: str = "items") -> ast.expr:
    """Rewrite the parts of a comprehension; its variables are of a scope of its own."""
    for generator in node.generators:
        generator.iter = runtime(how, visitor.visit(generator.iter))
        generator.ifs = [runtime("decide", visitor.visit(test)) for test in generator.ifs]
    visitor.scopes.append("function")
    for field in ("elt", "key", "value"):
        if hasattr(node, field):
            setattr(node, field, visitor.visit(getattr(node, field)))
    visitor.scopes.pop()
    return node  # type: ignore[no-any-return]


def _is_strange(node: Any) -> bool:
    """Tell whether a comprehension means something else inside a lambda."""
    inner = [part for name in ("elt", "key", "value") for part in [getattr(node, name, None)]]
    tests = [test for generator in node.generators for test in generator.ifs]
    iters = [generator.iter for generator in node.generators]
    found = [*(part for part in inner if part is not None), *tests, *iters]
    return any(generator.is_async for generator in node.generators) or cannot_wait(*found)
