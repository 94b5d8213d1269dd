"""Which runs tell the most."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, islice, pairwise, product
from math import prod

from .forms import in_forms
from .lifting import DELIMITERS
from .subjects import NUMBER, OPEN, Assignment, Fresh, Subject, Value

SEED = 20_210_611
_MOST_COMBINATIONS = 32
_MORE_ROWS = 4
_WORDS = 8
_CUT_AT = ("/", ",", ":")
_MOST_GAPS = 4
_BOOLEANS = ("true", "false")
_FOLDED = re.compile(r"(?i)to_?(lower|upper)|equal_?fold|ignore_?case|lower_?case|upper_?case")
_ORDERS = re.compile(r"\s[<>]=?\s|(?i:compare|sort)")
_TRIMS = re.compile(r"(?i)trim|strip|space|blank|fields|match|regex|pattern")
_CUTS = re.compile(r"(?i)split|fields|token|scanner|\bcut\(|index(of)?\(|substring")
_SLICES = re.compile(r"\[[^\]\n]*(?::|\.\.)[^\]\n]*\]|(?i:substring)")
_CONTAINS = re.compile(r"(?i)contains|indexof|\bindex\(")
_FIELDS = re.compile(r"Fields\(|\\s")
_LENGTHS = re.compile(
    r"(?:\blen\([^()\n]*\)|\.[lL]ength(?:\(\))?|\.Count(?:\(\))?)\s*[=!<>]=?\s*(\d{1,2})\b"
)
"""What a program holds the length of something against."""
_CHARACTERS = re.compile(r"(?:[=!]=|\bcase)\s*'(\w)'")
"""The characters that it holds one against."""
_KINDS_OF_CHARACTERS = re.compile(r"(?i)\bis_?(digit|letter|upper|lower|number|alpha|white)")
_FRACTIONS = re.compile(r"(?i)double|float|decimal")
_LETTERS = "bcdfghjkmnpqrstvwx"
_MOST_ITEMS = 12
_MOST_AT_ENDS = 3
_MOST_LENGTHS = 4
_MOST_SUBJECTS = 16
_MOST_DIGITS = 9
_LONG = 4  # characters: what is left of a longer text without its ends is part of few others

Domains = Mapping[str, Sequence[Value]]


def covering(
    domains: Domains, known: Sequence[Assignment], most: int, *, together: int = 2
) -> list[dict[str, Value]]:
    """Give runs in which every value is tried, and as many values together as can be.

    Args:
        domains: the values of each subject.
        known: what was tried.
        most: how many runs there may be for values together.
        together: how many values are to be together: two or three; only so many of the subjects
            are looked at that it does not take long.
    """
    chance = random.Random(SEED)
    names = sorted(domains, key=lambda it: -len(domains[it]))
    if together > 2:
        names = sorted(names, key=lambda it: len(domains[it]))[:_MOST_SUBJECTS]
    groups = {
        frozenset(zip(own, row, strict=True))
        for own in combinations(names, together)
        for row in product(*(domains[it] for it in own))
    }
    singles = {(name, value) for name in names for value in domains[name]}
    for row in known:
        _strike(row, names, groups, singles, together)
    rows: list[dict[str, Value]] = []
    while (groups and len(rows) < most) or singles:
        row = _row(domains, names, groups, singles, chance, together)
        _strike(row, names, groups, singles, together)
        rows.append(row)
    return rows


Group = frozenset[tuple[str, Value]]


def _strike(
    row: Assignment,
    names: list[str],
    groups: set[Group],
    singles: set[tuple[str, Value]],
    together: int,
) -> None:
    items = [(name, row[name]) for name in names]
    singles.difference_update(items)
    groups.difference_update(frozenset(group) for group in combinations(items, together))


def _row(
    domains: Domains,
    names: list[str],
    groups: set[Group],
    singles: set[tuple[str, Value]],
    chance: random.Random,
    together: int,
) -> dict[str, Value]:
    """Give the run that covers most of what is not covered, value by value."""
    row: dict[str, Value] = {}
    for name in chance.sample(names, len(names)):
        values = list(domains[name])
        chance.shuffle(values)

        def gain(value: Value, name: str = name) -> int:
            others = combinations(row.items(), together - 1)
            new = sum(frozenset([(name, value), *it]) in groups for it in others)
            return new * 4 + ((name, value) in singles) * 3

        row[name] = max(values, key=gain)
    return row


def pair_rows(domains: Domains, least: int) -> int:
    """Give how many runs it takes to have about every pair of values, where not every combination
    is tried anyway; ``least`` where these are few.
    """
    sizes = sorted(map(len, domains.values()), reverse=True)
    if prod(sizes) <= _MOST_COMBINATIONS or len(sizes) < 2 or sizes[0] * sizes[1] <= least:
        return least
    return sizes[0] * sizes[1] + _MORE_ROWS


def combinations_of(domains: Domains, base: Assignment) -> list[dict[str, Value]]:
    """Give runs with every combination of values; none where these are many."""
    if prod(map(len, domains.values())) > _MOST_COMBINATIONS:
        return []
    return [{**base, **dict(zip(domains, row, strict=True))} for row in product(*domains.values())]


class Texts:
    """Makes texts and numbers that nothing asks for.

    Args:
        taken: all that the program's files hold, so that nothing of it is made.

    Attributes:
        taken: the same.
    """

    def __init__(self, taken: str) -> None:
        self.taken = taken
        self._chance = random.Random(SEED)
        self._made: set[str] = set()

    @cached_property
    def is_folded(self) -> bool:
        """Whether the program may change the letter case of texts, or looks over it."""
        return _FOLDED.search(self.taken) is not None

    @cached_property
    def _lengths(self) -> list[int]:
        """The lengths that the program asks for."""
        found = dict.fromkeys(int(it) for it in _LENGTHS.findall(self.taken))
        return [it for it in found if it][:_MOST_LENGTHS]

    @cached_property
    def _characters(self) -> list[str]:
        """The characters that the program asks for."""
        return list(dict.fromkeys(_CHARACTERS.findall(self.taken)))

    def asks(self, pattern: re.Pattern[str]) -> bool:
        """Tell whether the program's files, where they are known, have what a pattern says."""
        return not self.taken or pattern.search(self.taken) is not None

    def word(self, length: int = 6) -> str:
        """Give an unusual word."""
        while True:
            found = "".join(self._chance.choice(_LETTERS) for _ in range(length))
            if self._is_new(found):
                return found

    def number(self, digits: int) -> int:
        """Give an unusual number."""
        for _ in range(1_000):
            found = self._chance.randrange(10 ** (digits - 1) + 1, 10**digits)
            if self._is_new(str(found)):
                break
        return found

    def _is_new(self, text: str) -> bool:
        if text in self.taken or text in self._made:
            return False
        self._made.add(text)
        return True

    def stand_in(self, delimiter: str, *, numeric: bool = False, blank: bool = False) -> Fresh:
        """Give a text of unusual words, or numbers; a blank in it tells what trims items."""
        pieces = [str(self.number(3)) if numeric else self.word() for _ in range(_WORDS)]
        text = delimiter.join(pieces)
        return Fresh(text.replace(pieces[-2], f" {pieces[-2]}") if blank else text, mark=True)

    def mixed(self, values: Sequence[str], *, quoted: bool) -> Fresh:
        """Give a text with all that one may be cut at, which begins and ends as values do; a
        quotation mark tells what escapes.
        """
        pieces = [self.word() for _ in (*DELIMITERS, "")]
        if values:
            pieces[0], pieces[-1] = values[0] + pieces[0], pieces[-1] + values[-1]
        between = (f"{DELIMITERS[0]} ", *DELIMITERS[1:], "")  # a blank tells what trims items
        text = "".join(map("".join, zip(pieces, between, strict=True)))
        return Fresh(text.replace(pieces[1], f'{pieces[1]}"', 1) if quoted else text, mark=True)

    def within(self, subject: Subject) -> list[Fresh]:
        """Give plain texts or numbers of several lengths."""
        is_number = subject.type in ("integer", "number")
        lengths = (2, 3, 3, 4) if is_number else (3, 5, 7, 9)
        return [Fresh(str(self.number(it)) if is_number else self.word(it)) for it in lengths]

    def close_to(self, text: str) -> Iterator[Fresh]:
        """Give texts that begin and end as one does, or are it but for letter case: no condition
        can say what holds for them, too.
        """
        if text:
            yield self.mixed([text], quoted=False)
        yield from (Fresh(it) for it in (text.swapcase(), half_swapped(text)) if it != text)

    def stand_ins(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts that may stand for any value where a placeholder could not."""
        if subject.numeric or subject.readable:
            yield Fresh(str(self.number(3)), mark=True)
        for delimiter in _CUT_AT:
            if delimiter == ",":
                yield self.stand_in(delimiter, blank=True)
            yield self.stand_in(delimiter)
        if subject.type == "string":
            yield Fresh(self.word(), mark=True)  # one that is not long

    def like(self, value: Fresh) -> list[Fresh]:
        """Give texts of the same form."""
        delimiter = next((it for it in _CUT_AT if it in value.text), None)
        if delimiter is not None:  # of other lengths, and one that cannot be cut
            longer = delimiter.join(self.word(length) for length in range(3, 3 + _WORDS))
            return [Fresh(longer, mark=True), self.stand_in(delimiter), Fresh(self.word())]
        if not value.text.isdigit():
            return [Fresh(self.word(length), mark=length > 2) for length in (4, 8, 2)]
        return [Fresh(str(self.number(digits)), mark=digits > 2) for digits in (3, 2, 3)]

    def sure(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts for what programs commonly ask of a text: whether a value is one of the items
        that it is cut into, whether something stands around it, which is cut off, and what comes
        first in an order.
        """
        if subject.type not in ("string", "list"):
            return
        yield from () if subject.known else self._odd(subject)
        if subject.type == "string" and not subject.known:
            yield from (Fresh(it) for it in in_forms(self.taken) if it not in subject.values)
        texts = dict.fromkeys([*subject.values, *subject.keys, *subject.others])
        items = [it for it in texts if it][:_MOST_ITEMS]
        for delimiter in DELIMITERS if items else ():
            if self.holds(delimiter) or (delimiter == "," and subject.type == "list"):
                inner = (it for it in items if delimiter not in it)
                yield Fresh(delimiter.join([self.word(), *inner, self.word()]))
        yield from self._at_ends(subject)
        if subject.type == "string":
            yield from self._of_lengths(subject)
            yield from self._of_characters()
        for text in subject.around if subject.type == "string" else ():
            yield Fresh(f"{text}{self.word()}{text}")
            whole = [it for it in (*subject.values, *subject.compared) if it and it != text]
            yield from (Fresh(f"{it}{text}") for it in whole[:_MOST_AT_ENDS])
            yield from (Fresh(f"{text}{it}") for it in whole[:_MOST_AT_ENDS])
        if any(subject.values) and self.asks(
            _ORDERS
        ):  # what comes before and behind them in an order
            yield Fresh(f"0{self.word()}")
            yield Fresh(f"z{self.word()}")

    def _at_ends(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts of which a part, at an end, is what something is compared with, and parts of
        that.
        """
        texts = dict.fromkeys([*subject.values, *subject.keys])
        items = [it for it in texts if it and it not in _BOOLEANS][:_MOST_AT_ENDS]
        if self.asks(_SLICES):
            yield from (Fresh(f"{it}a") for it in items)
        if self.asks(_CONTAINS):
            yield from (Fresh(it[1:-1]) for it in items if len(it) > _LONG)
        for delimiter in DELIMITERS if self.asks(_CUTS) else ():
            if self.holds(delimiter):
                own = [it for it in items if delimiter not in it]
                own += [self.word()] if len(own) == 1 else []
                for first, last in zip(own, [*own[1:], *own[:1]], strict=True):
                    yield Fresh(f"{first}{delimiter}{last}")

    def _of_lengths(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts as long as the program asks for, and one character longer: one of unusual
        letters, and those that begin and end as values do.
        """
        values = [it for it in subject.values if it and it not in _BOOLEANS]
        values = [*values, *self._characters][:_MOST_AT_ENDS]
        for least in self._lengths:
            for length in (least, least + 1):
                letters = (self.word() * length)[:length]
                yield Fresh(letters)
                for it in (it for it in values if len(it) < length):
                    yield Fresh(f"{it}{letters[len(it) :]}")
                    yield Fresh(f"{letters[len(it) :]}{it}")

    def _of_characters(self) -> Iterator[Fresh]:
        """Give texts that begin and end with characters that the program asks for."""
        found = self._characters[:_MOST_LENGTHS]
        found += "7A_" if _KINDS_OF_CHARACTERS.search(self.taken) else ""
        yield from (Fresh(f"{it}{self.word()}{it}") for it in found)

    def _odd(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts that programs take for others: of blanks alone, with empty items, numbers in
        another spelling than their own.
        """
        if self.asks(_TRIMS):
            yield Fresh("  ")
        for delimiter in DELIMITERS if self.asks(_CUTS) else ():
            if self.holds(delimiter) or (delimiter == " " and self.asks(_FIELDS)):
                inner = delimiter.join([self.word(), self.word(), "", self.word()])
                ends = "" if delimiter == " " else delimiter
                yield Fresh(f"{ends}{inner}{ends}", mark=True)
                twice = self.word()
                yield Fresh(delimiter.join([twice, self.word(), twice]), mark=True)
        if subject.type == "string" and (subject.readable or subject.numeric):
            yield Fresh(f"0{self.number(2)}", mark=True)
            if _FRACTIONS.search(self.taken):
                yield Fresh(f"{self.number(2)}.5", mark=True)
                yield Fresh(f"{self.number(2)}.50", mark=True)

    def holds(self, text: str) -> bool:
        """Tell whether the program's files have a text as a literal."""
        return any(f"{quote}{text}{quote}" in self.taken for quote in "\"'`")

    def beyond(self, subject: Subject, numbers: Iterable[str]) -> Iterator[Fresh]:
        """Give numbers of each length, up to what is longer than all that a program's text has: an
        order of numbers is found by them.
        """
        if subject.type not in ("integer", "number") and not subject.numeric:
            return
        longest = max((len(it.partition(".")[0]) for it in numbers), default=1)
        yield from (Fresh(str(self.number(it))) for it in range(2, min(longest, _MOST_DIGITS) + 2))

    def unlike(self, subject: Subject) -> Iterator[Fresh]:
        """Give texts that are none of a subject's values, but like them in some way."""
        if subject.type in ("integer", "number"):
            yield from self._numbers(subject)
            return
        if subject.numeric and subject.type == "list":
            yield from (self.stand_in(",", numeric=True) for _ in range(3))
            return
        if subject.type == "list":
            yield from (self.stand_in(","), Fresh(self.word(2)), self.stand_in(","))
            return
        values = [it for it in subject.values if it and it not in _BOOLEANS]
        swapped = [it.swapcase() for it in values if it.swapcase() != it]
        told = self.swapped(subject)
        yield self.mixed(values, quoted=True)
        yield from map(Fresh, subject.samples)
        if subject.readable:
            yield Fresh(str(self.number(3)), mark=True)
        if self.asks(_TRIMS):
            yield Fresh(f" {self.word(2)} ")  # a blank at an end tells what trims it
        yield from map(Fresh, told or swapped[:1])
        yield self.mixed(values[::-1], quoted=False)
        yield Fresh(self.word(2))
        yield from map(Fresh, () if told else swapped[1:])
        yield from (Fresh(f"{it}{self.word(3)}") for it in values[1:-1])
        yield from (Fresh(f"{self.word(3)}{it}") for it in values[1:-1])
        yield Fresh("PATH")

    def swapped(self, subject: Subject) -> list[str]:
        """Give the values of a subject in the other letter case, where the program may change it or
        look over it.
        """
        values = subject.values if self.is_folded and subject.type == "string" else ()
        other = [(it, it.swapcase()) for it in values if it not in _BOOLEANS]
        return [
            half_swapped(one) if it in values else it
            for one, it in dict(other).items()
            if it != one
        ]

    def _numbers(self, subject: Subject) -> Iterator[Fresh]:
        yield Fresh(str(self.number(3)), mark=True)
        yield Fresh(str(-self.number(2)))
        yield from (Fresh(str(it)) for it in between(subject))
        taken = (*subject.values, *subject.others)
        small = (str(it) for it in range(2, 10) if str(it) not in taken)
        yield from (Fresh(it) for it in islice(small, 1))
        yield Fresh(str(self.number(2)) + (".5" if subject.type == "number" else ""))
        yield from (Fresh(it) for it in islice(small, 1))
        yield Fresh(str(self.number(3)), mark=True)


def half_swapped(text: str) -> str:
    """Give a text with another letter case at its beginning alone."""
    return text[:1].swapcase() + text[1:]


def between(subject: Subject) -> list[float]:
    """Give a number in each gap between those that a program may ask for: what holds on both sides
    of it need not hold there.
    """
    if subject.type not in ("integer", "number"):
        return []
    texts = (*subject.values, *subject.others, subject.default or "")
    known = sorted({float(it) for it in texts if NUMBER.fullmatch(it)})
    if subject.type == "number":
        return [(one + other) / 2 for one, other in pairwise(known)][:_MOST_GAPS]
    gaps = [int(one + other) // 2 for one, other in pairwise(known) if other - one > 1]
    return gaps[:_MOST_GAPS]  # type: ignore[return-value]  # a whole number is one, too


def first_value(subject: Subject, texts: Texts) -> Value:
    """Give the value that a subject has in the first run."""
    if subject.can_be_open:
        return OPEN
    if subject.type == "list":
        return texts.stand_in(",", numeric=subject.numeric)
    if subject.type in ("integer", "number") and not subject.closed:
        return Fresh(str(texts.number(3)), mark=True)
    return safe_value(subject)


def safe_value(subject: Subject) -> Value:
    """Give the value of a subject that a program most likely takes."""
    if subject.default is not None and not subject.secret:
        return subject.default
    if subject.values and not subject.secret:
        return subject.values[0]
    return OPEN if subject.can_be_open else "1"


def others_of(subjects: Sequence[Subject], most: int) -> Iterator[dict[str, str]]:
    """Give texts that little speaks for, for all subjects at once; what something may be looked up
    by first.
    """
    texts_of = {it.identity: [*dict.fromkeys([*it.keys, *it.others])] for it in subjects}
    own = {name: texts for name, texts in texts_of.items() if texts}
    for number in range(min(max(map(len, own.values()), default=0), most)):
        yield {name: texts[number % len(texts)] for name, texts in own.items()}
