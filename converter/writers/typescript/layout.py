"""Code as a tree of what may be broken over lines, printed as Prettier leaves it.

Rules: https://prettier.io/docs/rationale, and what Prettier 3 does with the programs in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Union

from ..layout import columns

STEP = "  "
WIDTH = 80
# A key that is not longer than this has its value beside it, even if that is too long
_SHORT_KEY = 4
_SHORT_ARGUMENT = WIDTH // 4
_QUOTES = ("`", '"', "'")
_TEMPLATES = ("`", "pulumi.interpolate`")
_LONG_NAME = re.compile(r"\w+\.\w+(\.\w+)+")

Code = Union[str, "Node"]
Item = tuple[str, Code]


class Node:
    """A piece of code that may be broken. ``flat`` is its text on one line, None where it must be
    broken.
    """

    __slots__ = ("flat",)
    flat: str | None


class Group(Node):
    """Items between brackets: an object, an array, or a call's arguments.

    Args:
        open, close: the brackets, a call's with what stands before the opening one.
        items: what stands between them; each with its key, which is empty outside an object.
        broken: whether each item has a line of its own though all fit on one.
        comments: a comment for the item at an index, its lines without the comment sign.
    """

    __slots__ = ("close", "comments", "items", "open")

    def __init__(
        self,
        open: str,
        items: Sequence[Item],
        close: str,
        *,
        broken: bool = False,
        comments: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        self.open = open
        self.items = items
        self.close = close
        self.comments = comments or {}
        self.flat = None
        if (broken or comments) and items:
            return
        inside = _flat_items(items)
        if inside is not None:
            space = " " if open == "{" and items else ""
            self.flat = f"{open}{space}{inside}{space}{close}"

    @property
    def is_call(self) -> bool:
        """Whether these are arguments."""
        return self.close == ")"


class Enclosed(Group):
    """One thing between brackets that it needs: a key, or what is negated."""

    __slots__ = ()

    def __init__(self, open: str, code: Code, close: str) -> None:
        super().__init__(open, [("", code)], close)


class Joined(Node):
    """Pieces that follow each other on a line."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Code) -> None:
        self.parts = parts
        self.flat = _flat_text(parts)


class Awaited(Node):
    """A result of a call that is waited for: ``(await call).result``."""

    __slots__ = ("called", "result")

    def __init__(self, called: Code, result: str) -> None:
        self.called = called
        self.result = result
        self.flat = _flat_text(("(await ", called, f").{result}"))


class Chain(Node):
    """Calls in a row, each on a line of its own where they do not fit on one, or are many."""

    __slots__ = ("head", "links")

    def __init__(self, head: str, *links: Code) -> None:
        self.head = head
        self.links = links
        self.flat = _flat_text((head, *links)) if len(links) <= 2 else None


class Ternary(Node):
    """``condition ? then : otherwise``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: str, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        inner = Joined("(", then, ")") if isinstance(then, Ternary) else then
        self.flat = _flat_text((f"{condition} ? ", inner, " : ", otherwise))


class Operation(Node):
    """Operands with the same operator between them."""

    __slots__ = ("operands", "operator")

    def __init__(self, operator: str, operands: Sequence[Code]) -> None:
        self.operator = operator
        self.operands = operands
        parts: list[Code] = [operands[0]]
        for operand in operands[1:]:
            parts += [f" {operator} ", operand]
        self.flat = _flat_text(parts)


class Arrow(Node):
    """A function: its parameters, with their parentheses, and the expression that it gives."""

    __slots__ = ("body", "parameters")

    def __init__(self, parameters: str, body: Code) -> None:
        self.parameters = parameters
        self.body = body
        self.flat = _flat_text((f"{parameters} => ", body))


def array(values: Sequence[Code], comments: Mapping[int, Sequence[str]] | None = None) -> Group:
    """An array; objects, or arrays, that have several items each get a line each."""
    groups = [it for it in values if isinstance(it, Group) and len(it.items) > 1]
    kinds = {it.open for it in groups}
    are_alike = len(groups) == len(values) > 1 and kinds in ({"{"}, {"["})
    items = [("", value) for value in values]
    return Group("[", items, "]", broken=are_alike, comments=comments)


def call(head: str, arguments: Sequence[Code]) -> Group:
    """A call of what `head` names."""
    return Group(f"{head}(", [("", argument) for argument in arguments], ")")


def parenthesized(code: Code) -> Code:
    """Code in parentheses."""
    return f"({code})" if isinstance(code, str) else Joined("(", code, ")")


def flat(code: Code) -> str:
    """Code as it stands inside a template literal: on one line wherever that can be."""
    if isinstance(code, str):
        return code
    return code.flat if code.flat is not None else _print(code, "", 0)


def assigned(target: str, value: Code, indent: str) -> str:
    """The statement ``target = value;``, on a line with an indentation."""
    return f"{indent}{_beside(f'{target} =', value, indent)};\n"


def statement(code: Code, indent: str) -> str:
    """A statement of its own."""
    return f"{indent}{_print(code, indent, len(indent))};\n"


def comment_lines(lines: Sequence[str], indent: str) -> str:
    """Comment lines, each with its line end."""
    return "".join(f"{indent}// {line}".rstrip() + "\n" for line in lines)


def _print(code: Code, indent: str, column: int, after: int = 1) -> str:
    """The text of what begins at a column of a line with an indentation; ``after`` is how many
    characters follow on the line that it ends on.
    """
    if isinstance(code, str):
        is_long = code[:1] not in _QUOTES and column + columns(code) + after > WIDTH
        return _print_name(code, indent, column, after) if is_long else code
    if code.flat is not None and column + columns(code.flat) + after <= WIDTH:
        return code.flat
    if isinstance(code, Group):
        return _print_group(code, indent, column)
    if isinstance(code, Ternary):
        return _print_ternary(code, indent, column)
    if isinstance(code, Operation):
        return _print_operation(code, indent)
    if isinstance(code, Chain):
        links = [f"\n{indent}{STEP}{_link(link, indent + STEP)}" for link in code.links]
        return code.head + "".join(links)
    if isinstance(code, Arrow):
        return _print_arrow(code, indent, column)
    if isinstance(code, Awaited):
        inner = indent + STEP
        head = f"(await {flat(code.called)})"
        if "\n" not in head and column + columns(head) <= WIDTH:
            return f"{head}\n{inner}.{code.result}"
        called = _print(code.called, inner, len(inner) + len("await "), 0)
        return f"(\n{inner}await {called}\n{indent}).{code.result}"
    assert isinstance(code, Joined)
    return _print_joined(code, indent, column, after)


def _print_name(code: str, indent: str, column: int, after: int) -> str:
    """A name of several parts that is longer than a line."""
    if not _LONG_NAME.fullmatch(code):
        return code
    owner, module, *parts = code.split(".")
    lines = [f"{owner}.{module}"]
    for position, part in enumerate(parts, 1):
        end = after if position == len(parts) else 0
        if column + columns(lines[-1]) + len(part) + 1 + end > WIDTH:
            lines.append("")
            column = len(indent) + len(STEP)
        lines[-1] += f".{part}"
    return f"\n{indent}{STEP}".join(lines)


def _link(code: Code, indent: str) -> str:
    return _print(code, indent, len(indent))


def _print_joined(code: Joined, indent: str, column: int, after: int) -> str:
    """Pieces one after the other: each that does not fit with what follows it is broken."""
    text = ""
    for position, part in enumerate(code.parts, 1):
        last = text.rpartition("\n")[2]
        here = len(last) + (0 if "\n" in text else column)
        text += _print(part, indent, here, _room(code.parts[position:], after))
    return text


def _room(parts: Sequence[Code], after: int) -> int:
    """How much of what follows must stand on the same line: as far as that can be broken."""
    room = 0
    for part in parts:
        room += columns(_head(part))
        if not isinstance(part, str):
            return room
    return room + after


def _print_ternary(code: Ternary, indent: str, column: int) -> str:
    inner = indent + STEP
    sides = [
        f"\n{inner}{sign} {_side(side, inner, sign)}"
        for sign, side in (("?", code.then), (":", code.otherwise))
    ]
    return code.condition + "".join(sides)


def _side(code: Code, indent: str, sign: str) -> str:
    """A side of a choice; a choice is broken where the one around it is."""
    if isinstance(code, Ternary):
        return _print_ternary(code, indent, len(indent) + 2)
    return _print(code, indent + STEP, len(indent) + 2, int(sign == ":"))


def _print_operation(code: Operation, indent: str) -> str:
    lines = [_print(operand, indent + STEP, len(indent), 4) for operand in code.operands]
    return f" {code.operator}\n{indent}".join(lines)


def _print_arrow(code: Arrow, indent: str, column: int) -> str:
    if _is_literal(code.body):
        start = f"{code.parameters} => "
        return start + _print(code.body, indent, column + columns(start))
    inner = indent + STEP
    return f"{code.parameters} =>\n{inner}{_print(code.body, inner, len(inner))}"


def _print_group(code: Group, indent: str, column: int) -> str:
    if not code.items:
        return f"{code.open}{code.close}"
    return _print_call(code, indent, column) if code.is_call else _broken(code, indent)


def _print_call(code: Group, indent: str, column: int) -> str:
    """A call: only its last argument is broken where that is an object or an array that can be, or
    a function that calls something.
    """
    *others, (_, last) = code.items
    if _holds_text(code):
        return f"{code.open}{last}{code.close}"
    before = [_flat_item(key, value) for key, value in others]
    if None in before or code.comments:
        return _broken(code, indent)
    head = code.open + "".join(f"{text}, " for text in before)
    if isinstance(last, Arrow) and _is_hugged_function(last, column + columns(head)):
        end = "" if _is_literal(last.body) else f",\n{indent}"
        return f"{head}{_print_arrow(last, indent, column + columns(head))}{end}{code.close}"
    if isinstance(last, Group) and _is_hugged(others, last):
        fits = column + columns(head + last.open) <= WIDTH
        return f"{head}{_broken(last, indent)}{code.close}" if fits else _broken(code, indent)
    return _broken(code, indent)


def _holds_text(code: Group) -> bool:
    """Whether a call is given a text of several lines, which begins beside its bracket."""
    only = code.items[0][1] if code.is_call and len(code.items) == 1 else ""
    return isinstance(only, str) and only.startswith(_TEMPLATES) and "\n" in only


def _is_hugged(others: Sequence[Item], last: Group) -> bool:
    before = others[-1][1] if others else ""
    is_alike = isinstance(before, Group) and before.open == last.open
    return bool(last.items) and not (last.is_call or is_alike or (others and _is_filled(last)))


def _is_literal(code: Code) -> bool:
    return isinstance(code, Group) and not code.is_call


def _is_hugged_function(code: Arrow, column: int) -> bool:
    """Whether a function begins beside the bracket of the call that it is given to."""
    body = code.body
    last = body.parts[-1] if isinstance(body, Joined) else body
    return isinstance(last, Group) and column + columns(code.parameters) + 3 <= WIDTH


def _broken(code: Group, indent: str) -> str:
    inner = indent + STEP
    if _is_filled(code):
        lines = _filled([str(value) for _, value in code.items], inner)
    elif isinstance(code, Enclosed) and isinstance(code.items[0][1], Operation):
        lines = [f"{inner}{_print_operation(code.items[0][1], inner)}\n"]
    else:
        comma = "" if isinstance(code, Enclosed) else ","
        lines = [f"{inner}{_item(key, value, inner)}{comma}\n" for key, value in code.items]
        for position in code.comments.keys() & range(len(lines)):
            lines[position] = comment_lines(code.comments[position], inner) + lines[position]
    return f"{code.open}\n{''.join(lines)}{indent}{code.close}"


def _is_filled(code: Group) -> bool:
    """Whether an array has as many items on a line as fit: one of numbers has."""
    if code.open != "[" or len(code.items) < 2 or code.comments:
        return False
    return all(_is_number(value) for _, value in code.items)


def _is_number(code: Code) -> bool:
    return isinstance(code, str) and code.lstrip("-")[:1].isdigit()


def _filled(texts: Sequence[str], indent: str) -> list[str]:
    lines = [indent]
    for text in texts:
        if len(lines[-1]) + len(text) >= WIDTH:
            lines[-1] = f"{lines[-1].rstrip()}\n"
            lines.append(indent)
        lines[-1] += f"{text}, "
    return [*lines[:-1], f"{lines[-1].rstrip()}\n"]


def _item(key: str, value: Code, indent: str) -> str:
    return _beside(f"{key}:", value, indent) if key else _print(value, indent, len(indent))


def _beside(target: str, value: Code, indent: str) -> str:
    """A value behind its key or target, or on the next line where it has to be."""
    column = len(indent) + columns(target) + 1
    if not _is_below(target, value, column):
        return f"{target} {_print(value, indent, column)}"
    inner = indent + STEP
    return f"{target}\n{inner}{_print(value, inner, len(inner))}"


def _is_below(target: str, value: Code, column: int) -> bool:
    text = value if isinstance(value, str) else value.flat
    if text is not None and column + columns(text) < WIDTH and "\n" not in text:
        return False
    if isinstance(value, Joined) and all(isinstance(part, str) for part in value.parts):
        name = str(value.parts[0])
        if len(value.parts) > 1 and _LONG_NAME.fullmatch(name):  # what is said of it, is broken
            return column + columns(name.partition(".")[0]) > WIDTH
        value = "".join(map(str, value.parts))
    if isinstance(value, str):
        is_short_key = target.endswith(":") and len(target) <= _SHORT_KEY + 1
        return not (value.startswith(_TEMPLATES) or is_short_key or column + columns(value) < WIDTH)
    if isinstance(value, Operation):
        return True
    return column + columns(_head(value)) > WIDTH or _breaks_poorly(value)


def _head(code: Code) -> str:
    """What of a piece of code must stand on the line that it begins on."""
    if isinstance(code, str):
        return code.partition("\n")[0]
    if isinstance(code, Group):
        text = str(code.items[0][1]).partition("\n")[0] if _holds_text(code) else ""
        return code.open + text if code.items else code.open + code.close
    if isinstance(code, Ternary):
        return code.condition
    if isinstance(code, Chain):
        return code.head
    if isinstance(code, Awaited):
        return "("
    if isinstance(code, Arrow):
        return f"{code.parameters} =>"
    if isinstance(code, Operation):
        return _head(code.operands[0])
    assert isinstance(code, Joined)
    text = ""
    for part in code.parts:
        text += _head(part)
        if not isinstance(part, str):
            break
    return text


def _breaks_poorly(code: Code) -> bool:
    """Whether calls have nothing that is worth a line of its own."""
    if isinstance(code, Joined):
        names = [part for part in code.parts if isinstance(part, str)]
        calls = [part for part in code.parts if not isinstance(part, str)]
        return bool(calls) and all(map(_is_name, names)) and all(map(_breaks_poorly, calls))
    if not isinstance(code, Group) or not code.is_call or len(code.items) > 1:
        return False
    text = code.items[0][1] if code.items else ""
    if not isinstance(text, str) or len(text) > _SHORT_ARGUMENT or "\n" in text:
        return False
    is_literal = text[:1] in ('"', "'") or _is_number(text)
    return is_literal or "." not in text


def _flat_items(items: Sequence[Item]) -> str | None:
    texts: list[str] = []
    for key, value in items:
        text = value if isinstance(value, str) else value.flat
        if text is None or "\n" in text:
            return None
        texts.append(f"{key}: {text}" if key else text)
    return ", ".join(texts)


def _is_name(text: str) -> bool:
    return text[:1].isidentifier() and text.isprintable() and "`" not in text and " " not in text


def _flat_item(key: str, value: Code) -> str | None:
    text = value if isinstance(value, str) else value.flat
    if text is None or "\n" in text:
        return None
    return f"{key}: {text}" if key else text


def _flat_text(parts: Sequence[Code]) -> str | None:
    texts = [part if isinstance(part, str) else part.flat for part in parts]
    if any(text is None or "\n" in text for text in texts):
        return None
    return "".join(filter(None, texts))
