"""What the projects are called that stacks become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...naming import project_name
from .assembly import Synthesized


def project_names(stacks: Sequence[Synthesized]) -> list[str]:
    """Give each stack's project a name of its own, also where case makes no difference.

    It is the stack's; where several have that, the path of the construct, at last with a number.
    """
    names = [project_name(stack.name) for stack in stacks]
    counts = Counter(name.lower() for name in names)
    taken = {name for name, number in counts.items() if number == 1}
    for position, stack in enumerate(stacks):
        if counts[names[position].lower()] > 1:
            name = _free(project_name(stack.names[0].replace("/", "-")), taken)
            names[position] = name
            taken.add(name.lower())
    return names


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 2
    while found.lower() in taken:
        found, number = f"{name}-{number}", number + 1
    return found
