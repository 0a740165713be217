"""Layout of a picture: columns from left to right as data flows, lanes one below the other.

The order of what is in a column is another module's; here everything gets its coordinates.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from pcimatrix.reports.pictures.model import Edge, Node, Picture, Shape
from pcimatrix.reports.pictures.order import Slot, chains_of, columns_of, ordered
from pcimatrix.text import width_of

NODE_WIDTH = 190
LINE = 16
"""The height of a line of text."""
SIDE = 165
"""The width of the lanes' titles at the left."""
CHARACTER = 7.2
"""The width of a column of text; wide characters take two."""
PADDING = 12
DRUM = 10
"""The height of a drum's upper end, beside which no text fits."""

_PORT = 26
_GAP = 20
_BEND = 14
_TITLE = 24
_NOTE = 29
_SIDE_TEXT = 21

Point: TypeAlias = tuple[float, float]
"""A place in a picture: to the right and down from its upper left corner."""


class Box(NamedTuple):
    """A node in its place: the lines of its title and its note, from the left upper corner."""

    node: Node
    x: float
    y: float
    height: float
    title: tuple[str, ...]
    note: tuple[str, ...]


class Route(NamedTuple):
    """An edge in its place: the points that it passes, from its start; the label is at the first."""

    edge: Edge
    points: tuple[Point, ...]


class Band(NamedTuple):
    """A lane in its place: the lines of its title, its upper end and its height, over the whole width."""

    title: tuple[str, ...]
    framed: bool
    y: float
    height: float


class Layout(NamedTuple):
    """A picture's bands, boxes and routes with their coordinates, within a width and a height."""

    width: float
    height: float
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]


def label_width(label: str) -> float:
    """Return the width of the frame around an edge's label."""
    return CHARACTER * width_of(label) + PADDING


def lines_of(text: str, most: int, rows: int = 3) -> tuple[str, ...]:
    """Return text in rows of at most `most` columns, broken at blanks if possible; what is too long is cut."""
    found = [""]
    for word in text.split():
        for piece in _pieces(word, most):
            joined = f"{found[-1]} {piece}".strip()
            if width_of(joined) <= most:
                found[-1] = joined
            else:
                found.append(piece)
    if len(found) > rows:
        last = found[rows - 1]
        while width_of(last) >= most:
            last = last[:-1]
        return (*found[: rows - 1], f"{last}…")
    return tuple(each for each in found if each)


def _pieces(word: str, most: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if width_of(piece + character) > most:
            yield piece
            piece = ""
        piece += character
    yield piece


def laid_out(picture: Picture) -> Layout:
    """Return a picture's layout; the same picture gives the same."""
    first = (end for edge in picture.edges for end in (edge.start, edge.to))
    columns, turned = columns_of(list(dict.fromkeys([*first, *(node.id for node in picture.nodes)])), picture.edges)
    chains = chains_of(picture.edges, columns, turned)
    lanes = {node.id: number for number, lane in enumerate(picture.lanes) for node in lane.nodes}
    slots = ordered(picture, columns, chains, lanes)
    heights, texts = _heights(picture.nodes, chains)
    centres, bands = _down(picture, slots, heights)
    gutter = max([label_width(edge.label) for edge in picture.edges], default=0) + 70
    lefts = [SIDE + PADDING + column * (NODE_WIDTH + gutter) for column in range(len(slots))]
    boxes = tuple(
        Box(
            node,
            lefts[columns[node.id]],
            centres[node.id, -1, 0] - heights[node.id] / 2,
            heights[node.id],
            *texts[node.id],
        )
        for node in picture.nodes
    )
    sides = {node: (lefts[column], lefts[column] + NODE_WIDTH) for node, column in columns.items()}
    ports = _ports(chains, sides, centres, heights)
    routes = tuple(
        Route(edge, _points(number, chains[number], ports, lefts, centres)[:: -1 if number in turned else 1])
        for number, edge in enumerate(picture.edges)
    )
    width = (lefts[-1] if lefts else SIDE) + NODE_WIDTH + PADDING
    height = bands[-1].y + bands[-1].height if bands else 0
    return Layout(width, height, bands, boxes, routes)


def _heights(
    nodes: Sequence[Node], chains: list[list[Slot]]
) -> tuple[dict[str, float], dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return each node's height, with room for its text and for its edges, and the lines of its title and note."""
    ports: Counter[tuple[str, str]] = Counter()
    for chain in chains:
        ports[chain[0][0], "right"] += 1
        ports[chain[-1][0], "left"] += 1
    texts = {node.id: (lines_of(node.title, _TITLE), lines_of(node.note, _NOTE)) for node in nodes}
    heights = {
        node.id: max(
            LINE * sum(map(len, texts[node.id])) + 2 * PADDING + (DRUM if node.shape is Shape.STORE else 0),
            _PORT * max(ports[node.id, "left"], ports[node.id, "right"]) + PADDING,
        )
        for node in nodes
    }
    return {name: float(height) for name, height in heights.items()}, texts


def _down(
    picture: Picture, columns: list[list[list[Slot]]], heights: dict[str, float]
) -> tuple[dict[Slot, float], tuple[Band, ...]]:
    """Return the vertical centre of each slot, and the lanes' bands."""
    centres: dict[Slot, float] = {}
    bands = []
    top = 0.0
    for number, lane in enumerate(picture.lanes):
        title = lines_of(lane.title, _SIDE_TEXT, rows=4)
        stacks = [[(slot, heights.get(slot[0], _BEND)) for slot in column[number]] for column in columns]
        tall = [sum(height for _, height in stack) + _GAP * (len(stack) - 1) for stack in stacks]
        height = max([*tall, LINE * len(title)]) + 2 * _GAP
        for stack, used in zip(stacks, tall, strict=True):
            at = top + (height - used) / 2
            for slot, own in stack:
                centres[slot] = at + own / 2
                at += own + _GAP
        bands.append(Band(title, lane.framed, top, height))
        top += height
    return centres, tuple(bands)


def _ports(
    chains: list[list[Slot]],
    sides: dict[str, tuple[float, float]],
    centres: dict[Slot, float],
    heights: dict[str, float],
) -> dict[tuple[int, bool], Point]:
    """Return the points in which edges meet nodes, by the edge's number and whether it is its left end.

    Those on one side of a node are apart from each other, in the order of what they come from or go to.
    """
    met: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for number, chain in enumerate(chains):
        met[chain[0][0], True].append(number)
        met[chain[-1][0], False].append(number)
    found: dict[tuple[int, bool], Point] = {}
    for (node, leaves), numbers in met.items():
        towards = {number: centres[chains[number][1 if leaves else -2]] for number in numbers}
        top = centres[node, -1, 0] - heights[node] / 2
        for at, number in enumerate(sorted(numbers, key=lambda each: (towards[each], each)), 1):
            found[number, leaves] = (sides[node][leaves], top + heights[node] * at / (len(numbers) + 1))
    return found


def _points(
    number: int,
    chain: list[Slot],
    ports: dict[tuple[int, bool], Point],
    lefts: list[float],
    centres: dict[Slot, float],
) -> tuple[Point, ...]:
    """Return the points of an edge from left to right: it runs straight through the columns in which it bends."""
    bends = [(lefts[slot[2]] + right, centres[slot]) for slot in chain[1:-1] for right in (0, NODE_WIDTH)]
    return (ports[number, True], *bends, ports[number, False])
