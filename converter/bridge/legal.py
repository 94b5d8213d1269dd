"""Names of a program as CloudFormation takes them: letters and digits, each but once."""

from __future__ import annotations

from collections.abc import Iterable

from ..naming import free_name, pascal_case
from ..pulumi import Program
from ..report import Report


def is_legal(name: str) -> bool:
    """Whether CloudFormation takes a name as a logical ID."""
    return name.isascii() and name.isalnum()


def legal_names(
    names: Iterable[str], what: str, section: str, report: Report, taken: Iterable[str] = ()
) -> dict[str, str]:
    """Give each name the one that it has in a template: itself where that is legal and free.

    Args:
        names: the names; each stays apart from the others.
        what: what they name, in words (``the output``).
        section: the section of a template that they are in.
        report: told of each that is another one.
        taken: what no name may be.
    """
    listed, others = list(names), set(taken)
    used = others | {name for name in listed if is_legal(name)}
    found: dict[str, str] = {}
    for name in listed:
        if is_legal(name) and name not in others:
            found[name] = name
            continue
        plain = name if is_legal(name) else pascal_case(name) or "Unnamed"
        legal = free_name(plain, used.__contains__)
        used.add(legal)
        found[name] = legal
        words = f"{what} {name!r} is called {legal} in the template"
        report.note("renamed", words, (section, legal))
    return found


def names_in_template(program: Program, report: Report) -> dict[str, dict[str, str]]:
    """The names in a template of a program's resources, config keys and exports, by section.

    Parameters and resources share one space of names: a resource goes before.
    """
    resources = legal_names(program.resources, "the resource", "Resources", report)
    return {
        "resources": resources,
        "config": legal_names(
            program.config, "the config key", "Parameters", report, resources.values()
        ),
        "exports": legal_names(program.exports, "the output", "Outputs", report),
    }
