"""Jumps out of loops and blocks made structured: what follows hangs on whether there was one.

``for a in b: if c: return a`` becomes a loop of which the turns behind the jump do nothing, and
``if left: return result`` behind it. A ``break`` is one that returns nothing.
"""

from __future__ import annotations

import ast
from typing import Any

from . import flow
from .forms import cannot_wait, place, runtime

_JUMPS = (ast.Return, ast.Break, ast.Continue)
_BLOCKS = (ast.With, ast.Try)


def lowered(body: list[ast.stmt], *, returns: bool) -> list[ast.stmt]:
    """Give a body without jumps under a test out of loops, ``with`` and ``try``.

    Args:
        body: of a module or a function; what is in functions inside of it stays.
        returns: whether ``return`` can be moved: not out of a generator.
    """
    found: list[ast.stmt] = []
    for statement in body:
        found += _lowered(statement, returns)
    return found


def _lowered(statement: ast.stmt, returns: bool) -> list[ast.stmt]:
    if isinstance(statement, flow.SCOPES):
        return [statement]
    first: list[ast.stmt] = []
    if isinstance(statement, ast.Match) and flow.jumps_in(statement, _JUMPS):
        first, statement = _chain_of(statement)
    for holder in (
        statement,
        *getattr(statement, "handlers", ()),
        *getattr(statement, "cases", ()),
    ):
        for field in ("body", "orelse", "finalbody"):
            if isinstance(getattr(holder, field, None), list):
                setattr(holder, field, lowered(getattr(holder, field), returns=returns))
    if isinstance(statement, (ast.For, ast.While)) and _is_left(statement, returns):
        return [*first, *(place(each, statement) for each in _loop(statement))]
    if isinstance(statement, _BLOCKS) and returns and _returns_by_test(statement):
        return [*first, *(place(each, statement) for each in _block(statement))]
    return [*first, statement]


def _chain_of(match: ast.Match) -> tuple[list[ast.stmt], ast.stmt]:
    """Give a ``match`` as a chain of ``if``, where it can be one."""
    subject = f"__subject_{match.lineno}_{match.col_offset}"
    chain = flow.chain_of(match, subject)
    if chain is None or len(chain) != 1:
        return [], match
    return [place(_assigned(subject, match.subject), match)], place(chain[0], match)


def _is_left(loop: ast.For | ast.While, returns: bool) -> bool:
    """Tell whether a test decides that a loop is left, in a way that can be written otherwise."""
    if isinstance(loop, ast.While) and cannot_wait(loop.test):
        return False
    if flow.jumps_in(loop, (ast.Return,)) and not returns:
        return False
    tested = any(flow.jumps_in(it, _JUMPS) for it in loop.body if isinstance(it, ast.If))
    return tested and not _waits(loop) and flow.jumps_in(loop, (ast.Return, ast.Break))


def _waits(statement: ast.stmt) -> bool:
    """Tell whether a jump is in a loop or a block inside, from where it cannot be moved."""
    for node in ast.walk(statement):
        inner_loop = node is not statement and isinstance(node, (ast.While, ast.AsyncFor))
        if inner_loop and flow.jumps_in(node, (ast.Return,)):
            return True
        blocks = (*_BLOCKS, ast.AsyncWith)
        inner = node is not statement and isinstance(node, blocks)
        if inner and flow.jumps_in(node, (ast.Return, ast.Break)):
            return True
    return False


def _loop(loop: ast.For | ast.While) -> list[ast.stmt]:
    place_words = f"{loop.lineno}_{loop.col_offset}"
    left, item = f"__recording_left_{place_words}", f"__recording_item_{place_words}"
    given = f"__recording_given_{place_words}"
    returning = flow.jumps_in(loop, (ast.Return,))

    def ended(jump: ast.stmt) -> list[ast.stmt]:
        if isinstance(jump, ast.Continue):
            return [ast.Pass()]
        more = [] if isinstance(jump, ast.Break) else [*_result(jump), _assigned(given, _true())]
        return [*more, _assigned(left, _true())]

    body = flow.with_ends(flow.structured(loop.body, _JUMPS), _JUMPS, ended)
    if isinstance(loop, ast.While):
        loop.test, loop.body = ast.BoolOp(ast.And(), [_not(left), loop.test]), body
    else:
        turn = ast.If(_not(left), [ast.Assign([loop.target], _name(item)), *body], [])
        loop.target = ast.Name(item, ast.Store())
        loop.body = [ast.If(runtime("sure", _name(left)), [ast.Break()], []), turn]
    rest = flow.with_ends(flow.structured(loop.orelse, ast.Return), ast.Return, ended)
    after = [ast.If(_not(left), rest, [])] if rest else []
    loop.orelse = []
    before = [_assigned(name, ast.Constant(False)) for name in (left, given)[: 1 + returning]]
    return [*before, loop, *after, *([_leaving(given)] if returning else [])]


def _returns_by_test(block: Any) -> bool:
    """Tell whether a test decides that a function is left from a block."""
    if _waits(block) or any(
        flow.jumps_in(it, (ast.Return,)) for it in getattr(block, "finalbody", ())
    ):
        return False
    return any(
        isinstance(it, ast.If) and flow.jumps_in(it, (ast.Return,))
        for holder in (block, *getattr(block, "handlers", ()))
        for it in [*holder.body, *getattr(holder, "orelse", ())]
    )


def _block(block: Any) -> list[ast.stmt]:
    given = f"__recording_given_{block.lineno}_{block.col_offset}"

    def ended(jump: ast.stmt) -> list[ast.stmt]:
        return [*_result(jump), _assigned(given, _true())]

    kinds = (ast.Return,)
    for holder in (block, *getattr(block, "handlers", ())):
        holder.body = flow.with_ends(flow.structured(holder.body, kinds), kinds, ended)
    if getattr(block, "orelse", None):
        rest = flow.with_ends(flow.structured(block.orelse, kinds), kinds, ended)
        block.orelse = [ast.If(_not(given), rest, [])]
    return [_assigned(given, ast.Constant(False)), block, _leaving(given)]


def _leaving(given: str) -> ast.stmt:
    return ast.If(_name(given), [ast.Return(_name(flow.RESULT))], [])


def _result(jump: ast.stmt) -> list[ast.stmt]:
    value = getattr(jump, "value", None) or ast.Constant(None)
    return [place(_assigned(flow.RESULT, value), jump)]


def _assigned(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _name(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _not(name: str) -> ast.expr:
    return ast.UnaryOp(ast.Not(), _name(name))


def _true() -> ast.expr:
    return ast.Constant(True)
