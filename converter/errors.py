"""What this package raises.

::

    ConversionError             anything a user can be told in one line
    ├── SourceError             the source cannot be read (exit status 2)
    │   └── UsageError          the request itself is wrong (exit status 2)
    ├── TemplateError           CloudFormation would refuse the source (exit status 1)
    ├── UnsupportedError        a construct that cannot be carried (exit status 1)
    └── ProgramError            a program or CDK app failed while it was run (exit status 1)
"""

from __future__ import annotations

from collections.abc import Sequence

PathStep = str | int
Path = tuple[PathStep, ...]


class ConversionError(Exception):
    """A failure that is the input's, told in one line.

    Args:
        message: what is wrong, and the way out where there is one.
        path: the place inside the document, outermost step first.
        file: the file the place is in, once it is known.
        line: 1-based line, once it is known.
        column: 1-based column, once it is known.

    Attributes:
        errors: where several faults were found, all of them, this one first.
    """

    exit_status = 1
    errors: tuple[ConversionError, ...] = ()

    def __init__(
        self,
        message: str,
        *,
        path: Sequence[PathStep] = (),
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path: Path = tuple(path)
        self.file = file
        self.line = line
        self.column = column

    def within(self, *steps: PathStep) -> ConversionError:
        """This error, seen from further out: ``steps`` are put before its path."""
        self.path = (*steps, *self.path)
        return self

    def __str__(self) -> str:
        return self.message


class at:  # noqa: N801 - reads as a word: `with at("Outputs", name)`
    """Puts the place before the path of an error that passes through."""

    def __init__(self, *steps: PathStep) -> None:
        self.steps = steps

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ConversionError):
            error.within(*self.steps)


class SourceError(ConversionError):
    """The source is missing, unreadable, or not what it says it is."""

    exit_status = 2


class UsageError(SourceError):
    """The request does not make sense."""


class TemplateError(ConversionError):
    """The template says something that CloudFormation would refuse."""


class UnsupportedError(ConversionError):
    """A construct that cannot be carried to the target."""


class ProgramError(ConversionError):
    """A program that had to be run did not run to its end."""


def all_of(error: ConversionError) -> tuple[ConversionError, ...]:
    """An error, or all that were found beside it, from the top of the file down."""
    return tuple(sorted(error.errors, key=lambda each: each.line or 0)) or (error,)
