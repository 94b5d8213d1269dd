"""Findings that are none where what is assumed at their place implies something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..consequences import Consequences, Fact
from ..errors import ConversionError
from ..pulumi import Expression, Program
from ..report import Finding
from .placeholders import Specification


def unproven(
    findings: list[dict[str, Any]],
    decode: Callable[[Specification], Expression],
    program: Program,
    settings: Mapping[str, Any],
) -> Iterator[Finding]:
    """Give the findings among those that hang on a proof for which there is none.

    Args:
        findings: what the child process told.
        decode: gives the condition that a specification says.
        program: what was recorded, with the conditions that have names.
        settings: those of the run.
    """
    consequences = Consequences(program.conditions, settings["allowed"])
    for found in findings:
        if "unless" in found:
            rest = {key: it for key, it in found.items() if key not in ("unless", "assumed")}
            facts = tuple(_facts(found["assumed"], decode))
            wanted = _facts([found["unless"]], decode)
            if not any(consequences.follows(each, facts, holds) for each, holds in wanted):
                yield Finding(**rest)


def _facts(
    assumed: list[tuple[Specification, bool]], decode: Callable[[Specification], Expression]
) -> Iterator[Fact]:
    for specification, holds in assumed:
        try:
            yield decode(specification), holds
        except ConversionError:  # it can only be asked while the program runs
            continue
