"""Control flow made structured: no ``return`` inside an ``if`` that something follows.

``if a: return x`` with statements behind it becomes ``if a: result = x`` with those statements in
the ``else`` branch, so that both branches of an ``if`` can be run, one after the other; with
``continue`` likewise.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .forms import RUNTIME, last_name, later, only_tells, runtime

RESULT = "__recording_result"
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LOOPS = (ast.For, ast.While, ast.AsyncFor)


def structure_function(body: list[ast.stmt]) -> list[ast.stmt]:
    """Give a function's body with its ``return`` statements at the end, where that can be done."""
    if not any(isinstance(node, ast.If) and _has(node, ast.Return) for node in body):
        return body
    body_with_ends = with_ends(structured(body, ast.Return), ast.Return, _without_jump)
    before = ast.Assign([ast.Name(RESULT, ast.Store())], ast.Constant(None))
    after = ast.Return(ast.Name(RESULT, ast.Load()))
    return [
        ast.copy_location(before, body[0]),
        *body_with_ends,
        ast.copy_location(after, body[-1]),
    ]


def structure_loop(body: list[ast.stmt]) -> list[ast.stmt]:
    """Give a loop's body with its ``continue`` statements at the end, where that can be done."""
    if not any(isinstance(node, ast.If) and _has(node, ast.Continue) for node in body):
        return body
    return with_ends(structured(body, ast.Continue), ast.Continue, _without_jump)


def structured(body: list[ast.stmt], jump: Any) -> list[ast.stmt]:
    """Move what follows an ``if`` with a jump in it into the branches that go on.

    Args:
        jump: the class of the jumps, or several.
    """
    for position, statement in enumerate(body):
        if isinstance(statement, jump):
            return body[: position + 1]
        if not isinstance(statement, ast.If) or not _has(statement, jump):
            continue
        rest = body[position + 1 :]
        branches = []
        for branch in (statement.body, statement.orelse):
            following = [] if _ends(branch, jump) else rest
            branches.append(structured([*branch, *following], jump))
            rest = copy.deepcopy(rest) if following else rest
        statement.body = branches[0] or [ast.Pass()]
        statement.orelse = branches[1]
        return body[: position + 1]
    return body


def with_ends(
    body: list[ast.stmt], jump: Any, ended: Callable[[ast.stmt], list[ast.stmt]]
) -> list[ast.stmt]:
    """Replace the jumps at the end of a body, which nothing follows any more."""
    if not body:
        return body
    last = body[-1]
    if isinstance(last, ast.If):
        last.body = with_ends(last.body, jump, ended) or [ast.Pass()]
        last.orelse = with_ends(last.orelse, jump, ended)
    elif isinstance(last, jump):
        body = [*body[:-1], *ended(last)]
    return body


def _without_jump(statement: ast.stmt) -> list[ast.stmt]:
    if not isinstance(statement, ast.Return):
        return [ast.copy_location(ast.Pass(), statement)]
    target = ast.Name(RESULT, ast.Store())
    value = statement.value or ast.Constant(None)
    return [ast.copy_location(ast.Assign([target], value), statement)]


def _ends(body: list[ast.stmt], jump: Any) -> bool:
    """Tell whether every way through a body ends in a jump or an error."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, ast.If):
        return _ends(last.body, jump) and _ends(last.orelse, jump)
    return isinstance(last, (jump, ast.Return, ast.Raise, ast.Continue, ast.Break))


def jumps_in(node: ast.AST, jumps: tuple[type[ast.stmt], ...]) -> bool:
    """Tell whether jumps out of a statement, or a loop's own, are in it.

    Args:
        jumps: the classes of the jumps; of a loop inside, only ``return`` is one of this statement.
    """
    for child in ast.iter_child_nodes(node):
        inner = (ast.Return,) if isinstance(child, _LOOPS) and ast.Return in jumps else jumps
        if isinstance(child, _LOOPS) and ast.Return not in jumps:
            continue
        if isinstance(child, jumps) or (not isinstance(child, SCOPES) and jumps_in(child, inner)):
            return True
    return False


def _has(node: ast.AST, jump: Any) -> bool:
    """Tell whether there is a jump in an ``if``, not counting loops and functions inside it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, jump):
            return True
        if isinstance(child, ast.If) and _has(child, jump):
            return True
    return False


def has_yield(body: list[ast.stmt]) -> bool:
    """Tell whether a function's body makes it a generator."""
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(body))


def own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Give the nodes of a body, without those of functions and classes inside it."""
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, SCOPES):
            pending.extend(ast.iter_child_nodes(node))


def bound_names(body: list[ast.stmt]) -> list[str]:
    """Give the variables that a body may assign or delete, in alphabetical order."""
    names: set[str] = set()
    for node in own_nodes(body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar)):
            names.update([node.name] if node.name else [])
        elif isinstance(node, ast.MatchMapping) and node.rest:
            names.add(node.rest)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((item.asname or item.name).partition(".")[0] for item in node.names)
    return sorted(name for name in names if name != "*" and not name.startswith("__branch_"))


def chain_of(match: ast.Match, subject: str) -> list[ast.stmt] | None:
    """Give the ``if`` chain that a ``match`` amounts to, None where its patterns look inside."""
    chain: list[ast.stmt] = []
    for case in reversed(match.cases):
        bound: dict[str, ast.expr] = {}
        tests = _tests_of(case.pattern, [match.subject], ast.Name(subject, ast.Load()), bound)
        if tests is None:
            return None
        if case.guard:
            tests.append(_Renamed(bound).visit(copy.deepcopy(case.guard)))
        named: list[ast.stmt] = [
            ast.Assign([ast.Name(name, ast.Store())], value) for name, value in bound.items()
        ]
        body = [*named, *case.body]
        chain = [ast.If(_every(tests), body, chain)] if tests else body
    return chain


def _every(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


class _Renamed(ast.NodeTransformer):
    """Puts what names stand for in their places."""

    def __init__(self, bound: dict[str, ast.expr]) -> None:
        self._bound = bound

    def visit_Name(self, node: ast.Name) -> Any:
        """Give what a name stands for."""
        return copy.deepcopy(self._bound.get(node.id, node))


def _tests_of(
    pattern: ast.pattern, written: list[ast.expr], value: ast.expr, bound: dict[str, ast.expr]
) -> list[ast.expr] | None:
    """Give the tests for a pattern of values, alternatives, anything, or several of them.

    Args:
        written: the subject as it is written, one item; none where it is not known.
        value: the expression that gives the subject.
        bound: takes what the pattern's names stand for.
    """
    value = copy.deepcopy(value)
    if isinstance(pattern, ast.MatchValue):
        return [ast.Compare(value, [ast.Eq()], [pattern.value])]
    if isinstance(pattern, ast.MatchSingleton):
        return [ast.Compare(value, [ast.Is()], [ast.Constant(pattern.value)])]
    if isinstance(pattern, ast.MatchOr):
        own: dict[str, ast.expr] = {}
        found = [_tests_of(inner, written, value, own) for inner in pattern.patterns]
        known = [_every(tests) for tests in found if tests]
        return [ast.BoolOp(ast.Or(), known)] if len(known) == len(found) and not own else None
    if isinstance(pattern, ast.MatchAs):
        tests = [] if pattern.pattern is None else _tests_of(pattern.pattern, written, value, bound)
        if pattern.name is not None:
            bound[pattern.name] = value
        return tests
    if isinstance(pattern, ast.MatchClass):
        return _tests_of_class(pattern, value, bound)
    if isinstance(pattern, ast.MatchMapping):
        if pattern.rest is not None:
            bound[pattern.rest] = _rest_of(pattern, value)
        kind = _called("isinstance", value, _built_in("dict"))
        has = [ast.Compare(key, [ast.In()], [value]) for key in pattern.keys]
        parts = [ast.Subscript(value, key, ast.Load()) for key in pattern.keys]
        return _all_tests([kind, *has], pattern.patterns, parts, bound)
    subject = written[0] if written else None
    if not isinstance(pattern, ast.MatchSequence):
        return None
    if not isinstance(subject, (ast.Tuple, ast.List)) or not _is_alike(pattern, subject):
        return _tests_of_sequence(pattern, value, bound)
    every: list[ast.expr] = []
    for index, (inner, part) in enumerate(zip(pattern.patterns, subject.elts, strict=True)):
        item = ast.Subscript(value, ast.Constant(index), ast.Load())
        tests = _tests_of(inner, [part], item, bound)
        if tests is None:
            return None
        every += tests
    return every


_WHOLE = {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set"}
_WHOLE |= {"str", "tuple"}
"""Classes of which a pattern's one position is the value itself."""


def _is_alike(pattern: ast.MatchSequence, subject: ast.Tuple | ast.List) -> bool:
    """Tell whether a pattern has one for each item as it is written."""
    starred = [*pattern.patterns, *subject.elts]
    return len(pattern.patterns) == len(subject.elts) and not any(
        isinstance(it, (ast.MatchStar, ast.Starred)) for it in starred
    )


def _rest_of(pattern: ast.MatchMapping, value: ast.expr) -> ast.expr:
    """Write the entries of a map but those whose keys a pattern names."""
    key, entry = (ast.Name(name, ast.Load()) for name in ("__key", "__entry"))
    taken = ast.Tuple([ast.Name(it.id, ast.Store()) for it in (key, entry)], ast.Store())
    test = ast.Compare(key, [ast.NotIn()], [ast.Tuple(pattern.keys, ast.Load())])
    items = ast.Call(ast.Attribute(value, "items", ast.Load()), [], [])
    rest = ast.DictComp(key, entry, [ast.comprehension(taken, items, [test], 0)])
    return copy.deepcopy(rest)


def _tests_of_sequence(
    pattern: ast.MatchSequence, value: ast.expr, bound: dict[str, ast.expr]
) -> list[ast.expr] | None:
    """Give the tests for a list or a tuple with so many items, each of which fits its pattern."""
    inner = pattern.patterns
    stars = [at for at, each in enumerate(inner) if isinstance(each, ast.MatchStar)]
    kinds = ast.Tuple([_built_in("list"), _built_in("tuple")], ast.Load())
    least = ast.Constant(len(inner) - len(stars))
    how = ast.GtE() if stars else ast.Eq()
    tests = [
        _called("isinstance", value, kinds),
        ast.Compare(_called("len", value), [how], [least]),
    ]
    parts: list[ast.expr] = []
    for at, each in enumerate(inner):
        after = len(inner) - at - 1
        if isinstance(each, ast.MatchStar):
            last = ast.Constant(-after) if after else None
            rest = ast.Subscript(value, ast.Slice(ast.Constant(at), last), ast.Load())
            bound.update({each.name: _called("list", rest)} if each.name else {})
            continue
        place = -after - 1 if stars and at > stars[0] else at
        parts.append(ast.Subscript(value, ast.Constant(place), ast.Load()))
    fixed = [each for each in inner if not isinstance(each, ast.MatchStar)]
    return _all_tests(tests, fixed, parts, bound)


def _tests_of_class(
    pattern: ast.MatchClass, value: ast.expr, bound: dict[str, ast.expr]
) -> list[ast.expr] | None:
    kind = _called("isinstance", value, pattern.cls)
    parts: list[ast.expr] = []
    for index, _ in enumerate(pattern.patterns):
        if isinstance(pattern.cls, ast.Name) and pattern.cls.id in _WHOLE:
            parts.append(value)
        else:
            names = ast.Attribute(pattern.cls, "__match_args__", ast.Load())
            name = ast.Subscript(names, ast.Constant(index), ast.Load())
            parts.append(_called("getattr", value, name))
    parts += [ast.Attribute(value, name, ast.Load()) for name in pattern.kwd_attrs]
    return _all_tests([kind], [*pattern.patterns, *pattern.kwd_patterns], parts, bound)


def _all_tests(
    tests: list[ast.expr],
    patterns: list[ast.pattern],
    parts: Sequence[ast.expr],
    bound: dict[str, ast.expr],
) -> list[ast.expr] | None:
    for inner, part in zip(patterns, parts, strict=True):
        more = _tests_of(inner, [], part, bound)
        if more is None:
            return None
        tests += more
    return copy.deepcopy(tests)


def _called(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(_built_in(name), list(arguments), [])


def _built_in(name: str) -> ast.expr:
    """Write a built-in function or class, which the program may have a variable of the name of."""
    own = ast.Attribute(ast.Name(RUNTIME, ast.Load()), "builtins", ast.Load())
    return ast.Attribute(own, name, ast.Load())


def table_names(body: list[ast.stmt]) -> frozenset[str]:
    """Give the variables in capitals that a module assigns a map of maps."""
    names: set[str] = set()
    for statement in body:
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Dict) and all(isinstance(row, ast.Dict) for row in value.values):
            names.update(item.id for item in targets if isinstance(item, ast.Name))
    return frozenset(name for name in names if name.isupper())


def sharing(body: list[ast.stmt]) -> list[ast.Global | ast.Nonlocal]:
    """Give what declares the variables that a function shares with the scopes around it."""
    return [it for it in own_nodes(body) if isinstance(it, (ast.Global, ast.Nonlocal))]


@dataclass
class OrDefault:
    """``try: x = value`` with ``except KeyError: x = default``, or with ``return``."""

    value: ast.expr
    default: ast.expr
    statement: Callable[[ast.expr], ast.stmt]


def value_or_default(node: ast.Try) -> OrDefault | None:
    """Give what a statement takes with a default, None where it is no such thing. A variable that
    the handler leaves alone stays what it was.
    """
    if node.orelse or node.finalbody or len(node.handlers) != 1 or len(node.body) != 1:
        return None
    (tried,), (handler,) = node.body, node.handlers
    does = [it for it in handler.body if not isinstance(it, ast.Pass) and not _only_tells(it)]
    value, target = getattr(tried, "value", None), _variable(tried)
    if not does and target is not None:
        before = runtime("variable", later(ast.Name(target.id, ast.Load())))
        does = [ast.Assign([target], before)]
    if len(does) != 1 or type(does[0]) is not type(tried):
        return None
    default = getattr(does[0], "value", None)
    if not isinstance(value, ast.expr) or not isinstance(default, ast.expr):
        return None
    parts = [part for it in (value, default) for part in ast.walk(it)]
    if any(isinstance(part, _WAITING) for part in parts):
        return None
    if any(isinstance(part, ast.Name) and part.id == handler.name for part in parts):
        return None
    if isinstance(tried, ast.Return):
        return OrDefault(value, default, ast.Return)
    other = _variable(does[0])
    if target is None or other is None or target.id != other.id:
        return None
    return OrDefault(value, default, lambda found: ast.Assign([target], found))


def _variable(statement: ast.stmt) -> ast.Name | None:
    """Give the variable that a statement assigns, None for any other statement."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    found = targets[0] if len(targets) == 1 else None
    return found if isinstance(found, ast.Name) else None


def attempt_of(node: ast.With) -> ast.Try | None:
    """Write a block in which errors are suppressed as one that catches them."""
    called = node.items[0].context_expr
    if len(node.items) != 1 or not isinstance(called, ast.Call) or called.keywords:
        return None
    if last_name(called.func) != "suppress":
        return None
    handler = ast.ExceptHandler(ast.Tuple(called.args, ast.Load()), None, [ast.Pass()])
    return ast.copy_location(ast.Try(node.body, [handler], [], []), node)


def _only_tells(statement: ast.stmt) -> bool:
    call = getattr(statement, "value", None) if isinstance(statement, ast.Expr) else None
    fails = isinstance(call, ast.Call) and last_name(call.func) in (
        "critical",
        "error",
        "exception",
    )
    return isinstance(call, ast.Call) and not fails and only_tells(call)


_WAITING = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
