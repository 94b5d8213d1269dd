"""Statements of Java, laid out as google-java-format leaves them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from . import syntax
from .documents import WIDTH, Break, Builder, Plus, columns, comment
from .syntax import Atom, Call, Chain, Expression, Infix, Item, Parser
from .texts import shortened

INDENT = "  "
_WRAPPED = 4
_SHORT = 10  # items shorter than that fill lines
_FORMAT = re.compile(r"%|\{[0-9]\}")


def statement(target: str, code: str, indent: str = "", end: str = ";") -> str:
    """A statement.

    Args:
        target: what stands before its expression (``var name =``, ``throw``), or nothing.
        code: the expression, on lines of its own where comments or pairs ask for them.
        indent: what it is indented by.
        end: what ends it.

    Returns:
        Its lines, with a line end.
    """
    head = f"{indent}{target} " if target else indent
    if "\n" not in code and columns(head) + columns(code) + len(end) <= WIDTH:
        return f"{head}{code}{end}\n"
    try:
        return shortened(code, lambda text: _lines(target, text, indent, end))
    except syntax.NotUnderstoodError:
        return f"{head}{code}{end}\n"


def _lines(target: str, code: str, indent: str, end: str) -> str:
    parsed = Parser(code).whole()
    builder = Builder(len if code.isascii() else columns)
    _target(builder, target, parsed)
    builder.add(end)
    return f"{indent}{builder.lines(len(indent))}\n"


def comment_lines(lines: Sequence[str], indent: str = "") -> str:
    """Comments, each with its line end.

    Args:
        lines: their lines, without the comment sign.
        indent: what they are indented by.
    """
    written = (f"// {line}".rstrip() for line in lines)
    parts = (part for line in written for part in comment(line, len(indent)))
    return "".join(f"{indent}{part}\n" for part in parts)


def method(head: str, parameters: Sequence[str], indent: str, end: str = " {") -> str:
    """The beginning of a method, with a line end."""
    flat = f"{indent}{head}({', '.join(parameters)}){end}"
    if len(flat) <= WIDTH:
        return f"{flat}\n"
    inner = indent + " " * _WRAPPED
    line = f"{inner}{', '.join(parameters)}){end}"
    if len(line) > WIDTH:
        line = inner + f",\n{inner}".join(parameters) + f"){end}"
    return f"{indent}{head}(\n{line}\n"


def _target(builder: Builder, target: str, value: Expression) -> None:
    if not target.endswith("="):
        builder.add(f"{target} " if target else "")
        _expression(builder, value)
        return
    type, _, name = target[:-2].rpartition(" ")
    plus: Plus = _WRAPPED
    if type:
        builder.open(_WRAPPED)
        builder.add(type)
        taken = builder.break_(" ", unified=False)
        plus = (taken, _WRAPPED * 2, _WRAPPED)
        builder.open((taken, _WRAPPED, 0))
        builder.add(name)
        builder.close()
        builder.close()
    else:
        builder.add(name)
    builder.add(" =")
    builder.open(plus)
    builder.break_(" ", unified=False)
    _expression(builder, value)
    builder.close()


def _expression(builder: Builder, value: Expression) -> None:
    _PRINTERS[type(value)](builder, value)


def _atom(builder: Builder, value: Atom) -> None:
    builder.add(value.text)


def _group(builder: Builder, value: syntax.Group) -> None:
    if value.after.startswith("::"):
        builder.open(_WRAPPED)
        _expression(builder, value.inner)
        builder.break_()
        builder.add(value.after)
        builder.close()
        return
    builder.add(value.before)
    _expression(builder, value.inner)
    builder.add(value.after)


def _new(builder: Builder, value: syntax.New) -> None:
    builder.open()
    builder.add(f"new {value.head}")
    _arguments(builder, value.call, _WRAPPED)
    builder.close()


def _cast(builder: Builder, value: syntax.Cast) -> None:
    builder.open(_WRAPPED)
    builder.add(f"({value.type})")
    builder.break_(" ")
    _expression(builder, value.operand)
    builder.close()


def _conditional(builder: Builder, value: syntax.Conditional) -> None:
    builder.open(_WRAPPED)
    _expression(builder, value.condition)
    for sign, side in (("? ", value.then), (": ", value.otherwise)):
        builder.break_(" ")
        builder.add(sign)
        _expression(builder, side)
    builder.close()


def _infix(builder: Builder, value: Infix) -> None:
    builder.open(_WRAPPED)
    _expression(builder, value.operands[0])
    unified = not all(map(_is_short, value.operands))
    for operator, operand in zip(value.operators, value.operands[1:], strict=True):
        builder.break_(" ", unified=unified)
        builder.add(f"{operator} ")
        _expression(builder, operand)
    builder.close()


def _lambda(builder: Builder, value: syntax.Lambda) -> None:
    builder.add(f"{value.parameters} ->")
    builder.open(_WRAPPED)
    builder.break_(" ")
    _expression(builder, value.body)
    builder.close()


# --- chains -----------------------------------------------------


def _chain(builder: Builder, value: Chain) -> None:
    prefix = 0 if value.primary is not None else _prefix(value.items)
    builder.open(_WRAPPED)
    if value.primary is not None:
        _expression(builder, value.primary)
        builder.break_()
    if prefix:
        _prefixed(builder, value.items, prefix)
    else:
        _dotted(builder, value.items, primary=value.primary is not None)
    builder.close()


def _prefix(items: Sequence[Item]) -> int:
    """How many dots belong to the beginning: those of a class and its member, of the one thing that
    is called, or of ``this``.
    """
    found = _of_class([item.name for item in items])
    if found:
        return found
    called = [position for position, item in enumerate(items) if item.call is not None]
    if len(called) == 1 and called[0] > 0:
        return called[0]
    return 1 if items[0].name == "this" else 0


def _of_class(names: Sequence[str]) -> int:
    """The position of the static member of a class, as names tell it."""
    found, state = 0, "start"
    for position, name in enumerate(names):
        upper = name[:1].isupper()
        constant = upper and not re.search("[a-z]", name)
        if state == "member" or (state == "start" and not upper and not name.islower()):
            break
        if state == "constant" and not upper:
            break
        if state == "class" and not (upper and not constant):
            state = "member"
        elif upper:
            state = "constant" if constant else "class"
        if state in ("class", "member"):
            found = position
    return found


def _dotted(builder: Builder, items: Sequence[Item], *, primary: bool) -> None:
    needs_dot = primary
    length = _WRAPPED if primary else 0
    trailing = len(items) > 1
    for item in items:
        if needs_dot:
            if length > _WRAPPED:
                builder.break_()
            _comments(builder, item.comments)
            builder.add(".")
            length += 1
        builder.add(item.types + item.name)
        if item.call is not None:
            _arguments(builder, item.call, _WRAPPED if trailing or needs_dot else 0)
        length += _WRAPPED + 1 if item.call is not None else len(item.name)
        needs_dot = True


def _prefixed(builder: Builder, items: Sequence[Item], prefix: int) -> None:
    trailing = prefix < len(items) - 1
    taken: Break | None = None
    builder.open()
    for position, item in enumerate(items):
        if position:
            taken = builder.break_(unified=position > prefix)
            _comments(builder, item.comments)
            builder.add(".")
        builder.add(item.types + item.name)
        if position == prefix:
            builder.close()
        if item.call is not None:
            plus: Plus = _WRAPPED if trailing else 0
            if not trailing and taken is not None:
                plus = (taken, _WRAPPED, 0)
            _arguments(builder, item.call, plus)


def _comments(builder: Builder, comments: Sequence[str]) -> None:
    for line in comments:
        builder.add(line)
        builder.break_(forced=True)


# --- arguments --------------------------------------------------


def _arguments(builder: Builder, call: Call, plus: Plus) -> None:
    builder.open(plus)
    builder.add("(")
    if call.arguments:
        builder.break_()
        _comments(builder, call.comments.pop(0, ()))
        builder.open()
        if _are_pairs(call):
            _pairs(builder, call)
        elif len(call.arguments) > 1 and _is_format(call.arguments[0]):
            _list(builder, call, 0, 1)
            builder.add(",")
            builder.break_(" ")
            builder.open()
            _list(builder, call, 1)
            builder.close()
        else:
            _list(builder, call, 0)
        builder.close()
    builder.add(")")
    builder.close()


def _list(builder: Builder, call: Call, start: int, end: int | None = None) -> None:
    arguments = call.arguments[start:end]
    unified = not all(map(_is_short, arguments))
    for position, argument in enumerate(arguments, start):
        if position > start:
            builder.add(",")
            builder.break_(" ", unified=unified)
        _comments(builder, call.comments.get(position, ()))
        _expression(builder, argument)


def _pairs(builder: Builder, call: Call) -> None:
    for position in range(0, len(call.arguments), 2):
        if position:
            builder.add(",")
            builder.break_(" ")
        _comments(builder, call.comments.get(position, ()))
        builder.open(_WRAPPED)
        _expression(builder, call.arguments[position])
        builder.add(",")
        builder.break_(" ")
        _expression(builder, call.arguments[position + 1])
        builder.close()


def _are_pairs(call: Call) -> bool:
    """Whether keys and values stand on lines of their own, and the formatter keeps them so: enough
    of the values have to be alike.
    """
    count = len(call.arguments)
    if count < 4 or call.rows != list(range(0, count, 2)):
        return False
    kinds = [_kind(value) for value in call.arguments[1::2]]
    keys = {_kind(key) for key in call.arguments[::2]}
    return len(keys) == 1 and max(map(kinds.count, kinds)) >= count // 4 + 1


def _kind(value: Expression) -> str:
    """What the compiler calls an expression."""
    if isinstance(value, Atom):
        if value.kind == "word":
            digit = value.text[0].isdigit()
            kind = "double" if "." in value.text else "integer"
            return kind if digit else value.text if value.text in ("true", "false") else "name"
        return "text"
    if isinstance(value, Chain):
        return "called" if value.items[-1].call is not None else "member"
    if isinstance(value, syntax.Group):
        return value.before if value.before else "::"
    return type(value).__name__


def _is_format(value: Expression) -> bool:
    """Whether a value is a text with places for others."""
    operands = value.operands if isinstance(value, Infix) else [value]
    texts = [it for it in operands if isinstance(it, Atom) and it.kind != "word"]
    return bool(texts) and any(_FORMAT.search(it.text) for it in texts)


def _is_short(value: Expression) -> bool:
    return _room(value, _SHORT) > 0


def _room(value: Expression, room: int) -> int:
    """What is left of a room behind an expression; none where it is anything long by its kind."""
    if isinstance(value, Atom):
        return room - columns(value.text)
    if isinstance(value, syntax.Group):
        return _room(value.inner, room - len(value.before) - len(value.after))
    if not isinstance(value, Chain) or value.primary is not None:
        return 0
    room += 1
    for item in value.items:
        room -= 1 + len(item.types) + len(item.name)
        if item.call is not None and room > 0:
            room -= 2 * max(1, len(item.call.arguments))
            for argument in item.call.arguments:
                room = _room(argument, room)
    return room


_PRINTERS: Mapping[type, Callable[[Builder, object], None]] = {
    Atom: _atom,  # type: ignore[dict-item]
    syntax.Group: _group,  # type: ignore[dict-item]
    syntax.New: _new,  # type: ignore[dict-item]
    syntax.Cast: _cast,  # type: ignore[dict-item]
    syntax.Conditional: _conditional,  # type: ignore[dict-item]
    Infix: _infix,  # type: ignore[dict-item]
    syntax.Lambda: _lambda,  # type: ignore[dict-item]
    Chain: _chain,  # type: ignore[dict-item]
}
