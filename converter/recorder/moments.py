"""Where a program's text asks its clock, chance or its environment: the template keeps what a run
was told, though each run of the program is told something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ..report import Finding
from .tokenizing import Token, tokens

_ASKED: dict[str, frozenset[str] | None] = {
    # Go
    "time": frozenset({"Now", "Since", "Until"}),
    "rand": None,
    "os": frozenset({"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Hostname", "Getpid"}),
    "uuid": frozenset({"New", "NewString", "NewRandom", "NewUUID", "NewV7"}),
    # Java
    "System": frozenset({"currentTimeMillis", "nanoTime", "getenv"}),
    "Math": frozenset({"random"}),
    "UUID": frozenset({"randomUUID"}),
    "ThreadLocalRandom": frozenset({"current"}),
    **dict.fromkeys(
        ("Instant", "LocalDate", "LocalTime", "LocalDateTime", "OffsetDateTime", "ZonedDateTime"),
        frozenset({"now"}),
    ),
    # C#
    **dict.fromkeys(("DateTime", "DateTimeOffset"), frozenset({"Now", "UtcNow", "Today"})),
    "Guid": frozenset({"NewGuid"}),
    "Random": frozenset({"Shared"}),
    "Environment": frozenset(
        {"GetEnvironmentVariable", "GetEnvironmentVariables", "MachineName", "UserName"}
    ),
}
"""What is asked of each package or class; None for all of it."""
_MADE = frozenset({"Random", "SecureRandom"})
"""The classes of which an object is made by ``new`` that gives such values."""


def findings(files: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Tell of each line of a program that asks for such a value.

    Args:
        files: each file's name and text.
    """
    for file, text in files:
        told: set[tuple[int, str]] = set()
        for line, what in _asked(list(tokens(text))):
            if (line, what) not in told:
                told.add((line, what))
                words = f"{what} gives what it gave in this run, and the template keeps that"
                yield Finding(code="value-of-this-run", message=words, file=file, line=line)


def _asked(file: list[Token]) -> Iterator[tuple[int, str]]:
    for before, token in pairwise(file):
        if before.text == "new" and token.text in _MADE:
            yield token.line, token.text
    for owner, dot, token in zip(file, file[1:], file[2:], strict=False):
        names = _ASKED.get(owner.text, frozenset()) if owner.kind == "word" else frozenset()
        if dot.text == "." and token.kind == "word" and (names is None or token.text in names):
            yield token.line, f"{owner.text}.{token.text}"
