"""What the program refuses: an error that it raises for some values only, and what is known since.

The template does not check such values, and nothing that is behind the error is there for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .conditions import Condition, describe_specification, simplify, under
from .run import Untold, current
from .telling import told

_DELIBERATE = "_recording_deliberate"
_CAUGHT = "an error that is raised for some values only, and caught, cannot be said"


def mark(error: BaseException) -> None:
    """Mark an error as one that the program raises itself."""
    setattr(error, _DELIBERATE, True)


def exclude(condition: Condition, holds: bool) -> None:
    """Remember that nothing goes on where a condition holds at this place, or does not."""
    run = current()
    run.excluded.append((*run.branches.get(), (condition.specification, holds)))


def is_excluded(condition: Condition, holds: bool) -> bool:
    """Tell whether nothing is there where a condition holds at this place, or does not."""
    excluded = current().excluded
    if not excluded:
        return False
    with under(condition, holds):
        return any(
            all(simplify(Condition(it)) is outcome for it, outcome in each) for each in excluded
        )


def refuse_values(condition: Condition, holds: bool, error: BaseException) -> None:
    """Take an error in one of two branches: the program's own only mean that it must not be."""
    if not _is_deliberate(error):
        _check_caught([error])
        raise error
    run = current()
    if run.catching.get():
        run.refuse(_CAUGHT)
    words = describe_specification(condition.specification)
    run.warn(
        "unchecked",
        f"the program refuses some values of {words}, which the template does not: "
        f"{run.told(_words_of(error))}",
        run.position_of(error),
    )
    exclude(condition, holds)


def attempted(
    condition: Condition, then: Callable[[], Any], otherwise: Callable[[], Any]
) -> tuple[list[Any], bool | None]:
    """Make what is there where a condition holds, and where not.

    Returns: both, and whether the condition is sure to hold, as the program refuses what else
        there is; None where it does not.
    """
    found: list[Any] = []
    failed: dict[bool, BaseException] = {}
    for holds, make in ((True, then), (False, otherwise)):
        try:
            with under(condition, holds):
                found.append(make())
        except RecursionError:  # which each of the calls around would try again
            raise
        except (Exception, SystemExit) as error:
            found.append(None)
            failed[holds] = error
    _check_caught([*failed.values()])
    if len(failed) == 2:
        raise min(failed.values(), key=_is_deliberate)
    for holds, raised in failed.items():
        if not is_excluded(condition, holds):
            refuse_values(condition, holds, raised)
        return found, not holds
    return found, None


def _check_caught(errors: list[BaseException]) -> None:
    """Refuse what is raised for one of two values only, where the program catches it."""
    if len({*map(type, errors)}) != len(errors) == 2:
        return
    kinds = {kind.__name__ for error in errors for kind in type(error).__mro__}
    if kinds & current().catching.get():
        current().refuse(_CAUGHT)


def _is_deliberate(error: BaseException) -> bool:
    if isinstance(error, SystemExit):
        return bool(error.code)
    return bool(getattr(error, _DELIBERATE, False))


def _words_of(error: BaseException) -> str:
    try:
        return told(lambda: str(error))  # type: ignore[no-any-return]
    except Untold:
        return type(error).__name__
