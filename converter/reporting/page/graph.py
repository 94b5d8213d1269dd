"""A graph drawn in layers, from what is needed to what needs it.

After Sugiyama: layers by the longest path, an order in each that crosses few lines, and then places
near to what a node is connected with. https://en.wikipedia.org/wiki/Layered_graph_drawing
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ...records import dataclass

Node = str
Edge = tuple[Node, Node]
Via = tuple[Node, Node, int]
"""A bend of an edge in a layer that it passes."""

WIDTH, HEIGHT = 208, 44
_ACROSS, _BETWEEN = 60, 16
_BEND = 10
_SWEEPS = 6
_MOST_BENDS = 3000


@dataclass(frozen=True, slots=True)
class Box:
    """A node's place: its upper left corner."""

    node: Node
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn graph: its size, its boxes, and the path of each edge as SVG says it."""

    width: int
    height: int
    boxes: Sequence[Box]
    paths: Mapping[Edge, str]


def draw(nodes: Sequence[Node], edges: Iterable[Edge], columns: int = 5) -> Drawing:
    """Lay a graph out.

    Args:
        nodes: the nodes, in the order in which they are told.
        edges: pairs of a node and one that it needs.
        columns: how many nodes without an edge stand side by side.
    """
    known = set(nodes)
    drawn = [(a, b) for a, b in dict.fromkeys(edges) if a != b and {a, b} <= known]
    connected = {node for edge in drawn for node in edge}
    layout = _Layers([node for node in nodes if node in connected], drawn)
    alone = [node for node in nodes if node not in connected]
    top = layout.height + (_BETWEEN * 2 if layout.height and alone else 0)
    boxes = layout.boxes()
    for position, node in enumerate(alone):
        row, column = divmod(position, columns)
        x, y = column * (WIDTH + _BETWEEN), top + row * (HEIGHT + _BETWEEN)
        boxes.append(Box(node, x, y))
    return Drawing(
        width=max((box.x + WIDTH for box in boxes), default=0),
        height=max((box.y + HEIGHT for box in boxes), default=0),
        boxes=boxes,
        paths=layout.paths(),
    )


class _Layers:
    """Nodes that are connected, in layers."""

    def __init__(self, nodes: Sequence[Node], edges: Sequence[Edge]) -> None:
        self._edges = edges
        self._layer: dict[Node | Via, int] = {}
        self._layer.update(_longest_paths(nodes, edges))
        forward = self._forward()
        passed = sum(self._layer[a] - self._layer[b] - 1 for a, b in forward)
        self._chains = {edge: self._chain(edge, passed <= _MOST_BENDS) for edge in forward}
        self._layers = self._initial(nodes)
        self._beside = self._neighbours()
        for _ in range(_SWEEPS):
            self._order(range(1, len(self._layers)), -1)
            self._order(range(len(self._layers) - 2, -1, -1), 1)
        self._y = self._places()

    @property
    def height(self) -> int:
        ends = [int(y) + _tall(node) for node, y in self._y.items()]
        return max(ends, default=0)

    def boxes(self) -> list[Box]:
        return [
            Box(node, self._x(node), int(self._y[node]))
            for layer in self._layers
            for node in layer
            if isinstance(node, str)
        ]

    def paths(self) -> dict[Edge, str]:
        """Each edge from the right side of what is needed to the left side of what needs it."""
        return {edge: self._path(edge) for edge in self._edges}

    def _x(self, node: Node | Via) -> int:
        return self._layer[node] * (WIDTH + _ACROSS)

    def _middle(self, node: Node | Via) -> int:
        return int(self._y[node]) + _tall(node) // 2

    def _path(self, edge: Edge) -> str:
        needing, needed = edge
        chain = self._chains.get(edge, [needed, needing])
        x, y = self._x(chain[0]) + WIDTH, self._middle(chain[0])
        words = [f"M{x} {y}"]
        for node in chain[1:]:
            to, down = self._x(node), self._middle(node)
            half = max((to - x) // 2, _ACROSS // 2)
            words.append(f"C{x + half} {y} {to - half} {down} {to} {down}")
            x, y = to, down
            if not isinstance(node, str):
                x += WIDTH
                words.append(f"H{x}")
        return "".join(words)

    def _forward(self) -> list[Edge]:
        """The edges that lead from a layer to an earlier one: all but those of circles."""
        return [(a, b) for a, b in self._edges if self._layer[a] > self._layer[b]]

    def _chain(self, edge: Edge, with_bends: bool) -> list[Node | Via]:
        """What an edge passes, from what is needed on: a bend in every layer between."""
        needing, needed = edge
        chain: list[Node | Via] = [needed]
        if with_bends:
            for layer in range(self._layer[needed] + 1, self._layer[needing]):
                chain.append((needing, needed, layer))
                self._layer[chain[-1]] = layer
        return [*chain, needing]

    def _initial(self, nodes: Sequence[Node]) -> list[list[Node | Via]]:
        layers: list[list[Node | Via]] = [
            [] for _ in range(max(self._layer.values(), default=-1) + 1)
        ]
        for node in nodes:
            layers[self._layer[node]].append(node)
        for chain in self._chains.values():
            for bend in chain[1:-1]:
                layers[self._layer[bend]].append(bend)
        return layers

    def _neighbours(self) -> dict[Node | Via, dict[int, list[Node | Via]]]:
        """Node → -1 and 1 → what it is connected with in earlier and in later layers."""
        found: dict[Node | Via, dict[int, list[Node | Via]]] = {
            node: {-1: [], 1: []} for node in self._layer
        }
        for chain in self._chains.values():
            for before, after in pairwise(chain):
                found[before][1].append(after)
                found[after][-1].append(before)
        return found

    def _order(self, layers: Iterable[int], side: int) -> None:
        """Order layers by the mean position of what their nodes are connected with on a side."""
        position = {node: at for layer in self._layers for at, node in enumerate(layer)}

        def wanted(node: Node | Via) -> float:
            return _mean([position[it] for it in self._beside[node][side]], position[node])

        for number in layers:
            self._layers[number].sort(key=wanted)
            position.update({node: at for at, node in enumerate(self._layers[number])})

    def _places(self) -> dict[Node | Via, float]:
        """How far down each node is: near to its neighbours, in its layer's order."""
        y: dict[Node | Via, float] = {}
        for layer in self._layers:
            down = 0.0
            for node in layer:
                y[node] = down
                down += _tall(node) + _BETWEEN
        for sweep in range(_SWEEPS):
            sides = (-1, 1) if sweep % 2 == 0 else (1, -1)
            for side in sides:
                order = self._layers if side == -1 else self._layers[::-1]
                for layer in order:
                    self._settle(layer, y, side)
        least = min(y.values(), default=0)
        return {node: down - least for node, down in y.items()}

    def _settle(self, layer: list[Node | Via], y: dict[Node | Via, float], side: int) -> None:
        wanted = []
        for node in layer:
            others = [y[it] + _tall(it) / 2 for it in self._beside[node][side]]
            wanted.append(_mean(others, y[node] + _tall(node) / 2) - _tall(node) / 2)
        placed = _apart(wanted, [_tall(node) + _BETWEEN for node in layer])
        y.update(zip(layer, placed, strict=True))


def _apart(wanted: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Places as near as can be to the wanted ones, none over the next: neighbours that would
    overlap are moved as one.
    """
    groups: list[tuple[float, float, int]] = []  # sum of wanted starts, size, count
    for want, size in zip(wanted, sizes, strict=True):
        group = (want, float(size), 1)
        while groups and groups[-1][0] / groups[-1][2] + groups[-1][1] > group[0] / group[2]:
            total, length, count = groups.pop()
            group = (total + group[0] - length * group[2], length + group[1], count + group[2])
        groups.append(group)
    placed: list[float] = []
    position = 0
    for total, _, count in groups:
        start = total / count
        for _ in range(count):
            placed.append(start)
            start += sizes[position]
            position += 1
    return placed


def _longest_paths(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[Node, int]:
    """Node → the length of the longest path to it; an edge that closes a circle does not count."""
    needs: dict[Node, list[Node]] = {node: [] for node in nodes}
    for needing, needed in edges:
        needs[needing].append(needed)
    depth: dict[Node, int] = {}
    for start in nodes:
        path: list[tuple[Node, int]] = [(start, 0)]
        open_ = {start}
        while path:
            node, position = path.pop()
            if node in depth:
                open_.discard(node)
                continue
            if position < len(needs[node]):
                path.append((node, position + 1))
                other = needs[node][position]
                if other not in depth and other not in open_:
                    open_.add(other)
                    path.append((other, 0))
                continue
            depth[node] = 1 + max((depth[it] for it in needs[node] if it in depth), default=-1)
            open_.discard(node)
    return depth


def _tall(node: Node | Via) -> int:
    return HEIGHT if isinstance(node, str) else _BEND


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
