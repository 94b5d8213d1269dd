"""The resources of a program as a picture: which one needs which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...pulumi import Attribute, Program, walk
from ...records import dataclass
from ..conversions import Review
from .entries import Entry, Key, template_names
from .graph import HEIGHT, WIDTH, Edge, draw

_MARGIN = 12
_LONGEST_NAME, _LONGEST_TYPE = 22, 29
_MOST = 1500


@dataclass(frozen=True, slots=True)
class Shape:
    """A resource in the picture: its entry, its place, its words cut to fit."""

    entry: Entry
    x: int
    y: int
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its size, its resources, and the lines between them with their two ends."""

    width: int
    height: int
    shapes: Sequence[Shape]
    lines: Sequence[tuple[str, str, str]]
    margin: int = _MARGIN
    box_width: int = WIDTH
    box_height: int = HEIGHT


def picture_of(review: Review, entries: dict[Key, Entry]) -> Picture | None:
    """Give the picture of a review's resources; None where there are none, or far too many."""
    program = review.program
    if program is None or not 0 < len(program.resources) <= _MOST:
        return None
    names = template_names(program)
    ids = {
        name: entries["", section, known]
        for name in program.resources
        for section, known in [names["resources", name]]
    }
    by_id = {entry.id: entry for entry in ids.values()}
    edges = [(ids[a].id, ids[b].id) for a, b in _needs(program)]
    drawing = draw(list(by_id), edges)
    shapes = [
        Shape(
            by_id[box.node],
            box.x,
            box.y,
            _cut(by_id[box.node].name, _LONGEST_NAME),
            _cut(_short(by_id[box.node].type), _LONGEST_TYPE),
        )
        for box in drawing.boxes
    ]
    lines = [(needing, needed, path) for (needing, needed), path in drawing.paths.items()]
    return Picture(drawing.width, drawing.height, shapes, lines)


def _needs(program: Program) -> Iterable[Edge]:
    """Pairs of a resource and one that it needs."""
    for name, resource in program.resources.items():
        said = [*resource.inputs.values()]
        needed = [node.resource for node in walk(said) if isinstance(node, Attribute)]
        parent = resource.options.parent
        for other in (*needed, *resource.options.depends_on, *([parent] if parent else [])):
            if other in program.resources:
                yield name, other


def _short(type_name: str) -> str:
    return type_name.removeprefix("AWS::").replace("::", " ")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
