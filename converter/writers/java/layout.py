"""Statements of Java, laid out as google-java-format leaves them.

What fits on the rest of its line stands there. Of what does not, each kind of code says where its
lines end, and whether all of these or as few as may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..layout import Bracketed, Code, Line, Operation, flat, joined
from . import chains
from .arguments import are_pairs, is_format, is_short, single
from .nodes import WIDTH, Block, Cast, Chain, Group, Lambda, Pair, Ternary, columns, is_long

INDENT = "  "
_WRAPPED = 4


def statement(target: str, code: Code, indent: str = "", end: str = ";") -> str:
    """A statement.

    Args:
        target: what stands before its expression (``var name = ``, ``throw ``), or nothing.
        code: the expression.
        indent: what it is indented by.
        end: what ends it.

    Returns:
        Its lines, with a line end.
    """
    head = indent + target
    text = flat(code)
    if text is not None and columns(line := f"{head}{text}{end}") <= WIDTH:
        return f"{line}\n"
    written = _laid_out(target, code, indent, end)
    if is_long(written):
        from .texts import shortened

        return shortened(code, written, lambda code: _laid_out(target, code, indent, end))
    return written


def _laid_out(target: str, code: Code, indent: str, end: str) -> str:
    """The lines of a statement, in which literals may be too long."""
    written = _Lines(len(indent), len).statement(target, code, end)
    if written.isascii():
        return written
    return _Lines(len(indent), columns).statement(target, code, end)


def if_statement(condition: Code, indent: str) -> str:
    """The beginning of a block that runs under a condition, with a line end."""
    return statement("if ", Group("(", condition, ")"), indent, " {")


def comment_lines(lines: Sequence[str], indent: str = "") -> str:
    """Comments, each with its line end.

    Args:
        lines: their lines, without the comment sign.
        indent: what they are indented by.
    """
    return "".join(f"{indent}{part}\n" for part in _comment(lines, len(indent)))


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


def _comment(lines: Sequence[str], column: int) -> list[str]:
    """A comment as lines that fit, as far as it has spaces to break it at. A backslash might begin
    a character's code.
    """
    found = []
    for said in lines:
        line = "// {}".format(said.replace("\\u", "\\ u")).rstrip()
        while column + columns(line) > WIDTH:
            at = line.rfind(" ", 3, WIDTH - column + 1)
            if at < 0:
                break
            found.append(line[:at].rstrip())
            line = "//" + line[at:]
        found.append(line)
    return found


class _Lines:
    """The text of a statement, as far as it is written.

    Whatever writes a piece of code is told how far its lines are indented, and ``after``: how many
    columns follow it before the next place where a line may end.

    Args:
        column: where it begins.
        width: says how many columns a text takes.
    """

    def __init__(self, column: int, width: Callable[[str], int]) -> None:
        self.texts: list[str] = []
        self._width = width
        self._column = self._begins = column

    def statement(self, target: str, code: Code, end: str) -> str:
        """All the lines of a statement."""
        indent = self._begins
        if target.endswith(" = "):
            self.assignment(target, code, indent, len(end))
        else:
            self.put(target)
            self.code(code, indent, len(end))
        return f"{' ' * indent}{''.join(self.texts)}{end}\n"

    def put(self, text: str) -> None:
        """Add what stands on the line."""
        self.texts.append(text)
        self._column += self._width(text)

    def _end(self, indent: int, sign: str = "") -> None:
        """End the line; the next begins with a sign."""
        self.texts.append("\n" + " " * indent + sign)
        self._begins = indent
        self._column = indent + len(sign)

    def _next(self, text: str | None, indent: int, after: int) -> bool:
        """End the line; add a text to the next one, if there is one that fits."""
        end, self._begins = "\n" + " " * indent, indent
        column = WIDTH + 1 if text is None else indent + self._width(text)
        if text is None or column + after > WIDTH:
            self.texts.append(end)
            self._column = indent
            return False
        self.texts.append(end + text)
        self._column = column
        return True

    def _fits(self, width: int) -> bool:
        return self._column + width <= WIDTH

    def code(self, code: Code, indent: int, after: int, sign: str = "") -> None:
        """Add a piece of code, and the sign that follows it."""
        text = code if isinstance(code, str) else code.flat
        if text is not None:
            column = self._column + self._width(text) + len(sign)
            if column + after <= WIDTH:
                self.texts.append(text + sign)
                self._column = column
                return
        _PRINTERS[type(code)](self, code, indent, after + len(sign))
        if sign:
            self.put(sign)

    def _flat(self, text: str, after: int) -> bool:
        """Add a text, if it fits."""
        column = self._column + self._width(text)
        if column + after > WIDTH:
            return False
        self.texts.append(text)
        self._column = column
        return True

    def assignment(self, target: str, code: Code, indent: int, after: int) -> None:
        """Add a statement that gives something its value."""
        type, _, name = target[:-3].rpartition(" ")
        indent += _WRAPPED
        if not self._flat(target[:-1], 0):
            self.put(type)
            if type:
                self._end(indent)
                indent += _WRAPPED
            self.put(f"{name} =")
        text = flat(code)
        if text is None or not self._flat(f" {text}", after):
            self._end(indent)
            self.code(code, indent, after)

    # --- kinds of code --------------------------------------------

    def text(self, text: str, indent: int, after: int) -> None:
        """Add a name or a literal that is too long."""
        if chains.is_atom(text) or ("." not in text and "::" not in text):
            self.put(text)
        elif "::" in text:
            owner, _, member = text.partition("::")
            self.code(owner, indent + _WRAPPED, 0)
            self._end(indent + _WRAPPED)
            self.put(f"::{member}")
        else:
            self.chain(text, indent, after)

    def block(self, code: Block, indent: int, after: int) -> None:
        """Add a text block; nothing fits behind it."""
        self.texts.append(code.indented(self._begins))
        self._column = WIDTH + 1

    def group(self, code: Group, indent: int, after: int) -> None:
        """Add code with the signs around it."""
        self.put(code.before)
        self.code(code.inner, indent, after, code.after)

    def cast(self, code: Cast, indent: int, after: int) -> None:
        """Add a cast, what it is made of on a line of its own."""
        self.put(f"({code.type})")
        self._end(indent + _WRAPPED)
        self.code(code.operand, indent + _WRAPPED, after)

    def function(self, code: Lambda, indent: int, after: int) -> None:
        """Add a lambda, its body on a line of its own."""
        self.put(f"{code.parameter} ->")
        self._end(indent + _WRAPPED)
        self.code(code.body, indent + _WRAPPED, after)

    def ternary(self, code: Ternary, indent: int, after: int) -> None:
        """Add a choice, each side on a line of its own."""
        indent += _WRAPPED
        self.code(code.condition, indent, 0)
        for sign, side, behind in (("? ", code.then, 0), (": ", code.otherwise, after)):
            self._end(indent, sign)
            self.code(side, indent, behind)

    def operation(self, code: Operation, indent: int, after: int) -> None:
        """Add operands, each on a line of its own unless all are short."""
        sign = f"{code.operator} "
        self._list(code.operands, {}, indent + _WRAPPED, after, sign=sign, comma="")

    # --- chains ---------------------------------------------------

    def built(self, code: Chain, indent: int, after: int) -> None:
        """Add what is built, each call on a line of its own."""
        if not self._flat(code.head, 0):
            self.chain(code, indent, after)
            return
        if not code.links:
            return
        indent += _WRAPPED
        end, room, said = "\n" + " " * indent, WIDTH - indent, code.comments
        *links, last = code.links
        for position, link in enumerate(links):
            if said and position in said:
                self.texts += [end + line for line in _comment(said[position], indent)]
            text = link if isinstance(link, str) else link.flat
            if text is not None and self._width(text) <= room:
                self.texts.append(end + text)
            elif isinstance(link, Bracketed):
                self.texts.append(end + link.open)
                self._broken(link, indent + _WRAPPED, 0)
            else:
                self._end(indent)
                self.code(link, indent, 0)
        if said and len(links) in said:
            self.texts += [end + line for line in _comment(said[len(links)], indent)]
        if not self._next(flat(last), indent, after):
            self.code(last, indent, after)

    def called(self, code: Bracketed, indent: int, after: int) -> None:
        """Add a call of something that stands alone: only its arguments are broken."""
        if not code.items:
            self.text(code.open + code.close, indent, after)
        elif code.open.startswith("new ") or (
            code.open.count(".") < 2 and self._fits(len(code.open))
        ):
            self.texts.append(code.open)
            self._broken(code, indent + _WRAPPED, after)
        else:
            self.chain(code, indent, after)

    def chain(self, code: Code, indent: int, after: int) -> None:
        """Add what is written with dots, each call on a line of its own."""
        first, items = chains.unfolded(code)
        indent += _WRAPPED
        start = chains.prefix(items) if first is None else 0
        ends = chains.line_ends(items, _WRAPPED, follows=first is not None)
        if start:
            ends = [False, *[True] * (len(items) - 1)]
        tails = chains.tails(items, ends, after)
        taken = self._prefix(items[: start + 1], indent, tails[start]) if start else False
        if first is not None:
            self.code(first, indent, 0)
        is_deeper = first is not None or len(items) > start + 1
        for position, item in enumerate(items):
            if position > start or (position == 0 and not start):
                self._dotted(item, indent, ends=ends[position], dot=bool(position or first))
            if position >= start and item.call is not None:
                plus = _WRAPPED if is_deeper or taken else 0
                self._arguments(item.call, indent + plus, tails[position])

    def _dotted(self, item: chains.Item, indent: int, *, ends: bool, dot: bool) -> None:
        """Add a part without its arguments."""
        if ends:
            self._end(indent)
            self._comments(item.comments, indent)
        self.put(("." if dot else "") + item.name + ("(" if item.call is not None else ""))

    def _prefix(self, items: Sequence[chains.Item], indent: int, after: int) -> bool:
        """Add what a chain begins with, on as few lines as may be.

        Returns:
            Whether the line ends before the last.
        """
        widths = [item.width + (position > 0) for position, item in enumerate(items)]
        if not (items[-1].call is not None and items[-1].call.items):
            widths[-1] += after
        fits, must, taken = self._fits(sum(widths)), False, False
        for position, (item, width) in enumerate(zip(items, widths, strict=True)):
            taken = position > 0 and not fits and (must or not self._fits(width))
            if taken:
                self._end(indent)
            must = not self._fits(width)
            self._dotted(item, indent, ends=False, dot=position > 0)
        return taken

    # --- arguments ------------------------------------------------

    def _arguments(self, code: Bracketed, indent: int, after: int) -> None:
        """Add the arguments of a call, and the bracket behind them."""
        text = None if code.flat is None else code.flat[len(code.open) :]
        if text is None or not self._flat(text, after):
            if code.items:
                self._broken(code, indent, after)
            else:
                self.put(code.close)

    def _broken(self, code: Bracketed, indent: int, after: int) -> None:
        """Add arguments that do not fit on the line, and the bracket behind them."""
        text = code.flat
        if not self._next(text and text[len(code.open) :], indent, after):
            self._items(code, indent, after + 1)
            self.texts.append(")")
            self._column += 1

    def _items(self, code: Bracketed, indent: int, after: int) -> None:
        comments: dict[int, Sequence[str]] = {}
        items = code.items
        if code.comments:
            comments = {**code.comments}
            self._comments(comments.pop(0, ()), indent)
            if not comments and self._together(items, after):
                return
        if isinstance(items[0], Pair):
            if are_pairs(items):
                self._pairs(items, comments, indent, after)
                return
            items, comments = single(items, comments)
        elif len(items) == 1:
            self.code(items[0], indent, after)
            return
        if len(items) > 1 and is_format(items[0]):
            self.code(items[0], indent, 0, ",")
            self._end(indent)
            items = items[1:]
            comments = {at - 1: said for at, said in comments.items()}
            if not comments and self._together(items, after):
                return
        self._list(items, comments, indent, after)

    def _together(self, items: Sequence[Code], after: int) -> bool:
        """Add items, if they fit on the line."""
        text = joined(items)
        return text is not None and self._flat(text, after)

    def _list(
        self,
        codes: Sequence[Code],
        comments: Mapping[int, Sequence[str]],
        indent: int,
        after: int,
        *,
        sign: str = "",
        comma: str = ",",
    ) -> None:
        """Add several pieces, each on a line of its own, or as many to a line as have room where
        all are short.

        Args:
            codes: the pieces.
            comments: the comments before some of them.
            indent: what their lines are indented by.
            after: how much follows the last.
            sign: what stands before each but the first.
            comma: what stands behind each but the last.
        """
        if all(map(is_short, reversed(codes))):  # what is long stands behind names
            self._filled(codes, comments, indent, after, sign, comma)
            return
        last = len(codes) - 1
        for position, code in enumerate(codes):
            if position:
                self._end(indent, sign)
            if comments:
                self._comments(comments.get(position, ()), indent)
            if position < last:
                self.code(code, indent, 0, comma)
            else:
                self.code(code, indent, after)

    def _filled(
        self,
        codes: Sequence[Code],
        comments: Mapping[int, Sequence[str]],
        indent: int,
        after: int,
        sign: str,
        comma: str,
    ) -> None:
        """Add short pieces, as many to a line as have room."""
        must, last = False, len(codes) - 1
        for position, code in enumerate(codes):
            text = (sign if position else "") + (flat(code) or "")
            said = _comment(comments.get(position, ()), indent)
            behind = len(comma) if position < last else after
            width = columns(text) + behind
            if position and not must and self._fits(1 + (columns(said[0]) if said else width)):
                self.put(" ")
            elif position:
                self._end(indent)
            for line in said:
                self.put(line)
                self._end(indent)
            must = not self._fits(width)
            self.put(text + (comma if position < last else ""))

    def _pairs(
        self, items: Sequence[Code], comments: Mapping[int, Sequence[str]], indent: int, after: int
    ) -> None:
        """Add keys and their values, each of them on a line."""
        last = len(items) - 1
        for position, pair in enumerate(items):
            assert isinstance(pair, Pair)
            behind = 1 if position < last else after
            if position:
                self._end(indent)
                if comments:
                    self._comments(comments.get(position, ()), indent)
            if pair.flat is None or not self._flat(pair.flat, behind):
                self.code(pair.key, indent + _WRAPPED, 0, ",")
                self._end(indent + _WRAPPED)
                self.code(pair.value, indent + _WRAPPED, behind)
            if position < last:
                self.put(",")

    def _comments(self, lines: Sequence[str], indent: int) -> None:
        for line in _comment(lines, indent):
            self.put(line)
            self._end(indent)


_PRINTERS: Mapping[type, Callable[[_Lines, Any, int, int], None]] = {
    str: _Lines.text,
    Block: _Lines.block,
    Group: _Lines.group,
    Cast: _Lines.cast,
    Lambda: _Lines.function,
    Ternary: _Lines.ternary,
    Operation: _Lines.operation,
    Bracketed: _Lines.called,
    Line: _Lines.chain,
    Chain: _Lines.built,
}
