"""Order of what a picture shows: the column of each node, and what is above what in a column.

It is that of a small layered layout after Sugiyama, Tagawa and Toda (1981): edges against the main direction are
turned, nodes get columns by their longest path, edges over several columns bend in each of them, and sweeps by
barycenter order what is in a column.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from pcimatrix.reports.pictures.model import Edge, Picture

_SWEEPS = 6
_CARRIES = 100

Slot: TypeAlias = tuple[str, int, int]
"""A node's place, `(id, -1, 0)`, or that of an edge's bend: `("", number of the edge, column)`."""


def columns_of(nodes: Sequence[str], edges: Sequence[Edge]) -> tuple[dict[str, int], set[int]]:
    """Return the column of each node, and the numbers of the edges that run from right to left."""
    order = {node: at for at, node in enumerate(_in_order(nodes, edges))}
    turned = {number for number, edge in enumerate(edges) if order[edge.start] > order[edge.to]}
    after: dict[str, set[str]] = defaultdict(set)
    for number, edge in enumerate(edges):
        start, to = (edge.to, edge.start) if number in turned else (edge.start, edge.to)
        after[start].add(to)
    found = dict.fromkeys(order, 0)
    for node in order:
        for other in after[node]:
            found[other] = max(found[other], found[node] + 1)
    entered = {other for others in after.values() for other in others}
    # What nothing flows to moves right, beside what it flows to.
    found |= {
        node: min(found[each] for each in after[node]) - 1 for node in order if node not in entered and after[node]
    }
    return found, turned


def _in_order(nodes: Sequence[str], edges: Sequence[Edge]) -> Iterator[str]:
    """Yield the nodes so that few edges run backwards, those without account data rather than others.

    Next is what nothing flows to any more, else what least flows to; of these, what is named first.
    """
    into: dict[str, Counter[str]] = defaultdict(Counter)
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in edges:
        weight = _CARRIES if edge.carries else 1
        out[edge.start][edge.to] += weight
        into[edge.to][edge.start] += weight
    incoming = {node: into[node].total() for node in nodes}
    outgoing = {node: out[node].total() for node in nodes}
    left = dict.fromkeys(nodes)
    while left:
        node = next((each for each in left if not incoming[each]), None)
        if node is None:
            node = min(left, key=lambda each: (incoming[each], -outgoing[each]))
        del left[node]
        for other, weight in out[node].items():
            incoming[other] -= weight
        for other, weight in into[node].items():
            outgoing[other] -= weight
        yield node


def chains_of(edges: Sequence[Edge], columns: dict[str, int], turned: set[int]) -> list[list[Slot]]:
    """Return for each edge the slots that it passes from left to right: a bend in each column between its ends."""
    found: list[list[Slot]] = []
    for number, edge in enumerate(edges):
        left, right = (edge.to, edge.start) if number in turned else (edge.start, edge.to)
        bends: list[Slot] = [("", number, column) for column in range(columns[left] + 1, columns[right])]
        found.append([(left, -1, 0), *bends, (right, -1, 0)])
    return found


def ordered(
    picture: Picture, columns: dict[str, int], chains: list[list[Slot]], lanes: dict[str, int]
) -> list[list[list[Slot]]]:
    """Return the slots by column and lane, from above, in an order with few crossings.

    `columns` and `lanes` are the numbers of those that each node is in, `chains` the slots that each edge passes.
    """
    found = _as_named(picture, columns, chains, lanes)
    near: dict[Slot, list[Slot]] = defaultdict(list)
    for left, right in (each for chain in chains for each in pairwise(chain)):
        near[left].append(right)
        near[right].append(left)
    for sweep in range(_SWEEPS):
        places = _places(found)
        for column in found if sweep % 2 == 0 else reversed(found):
            for lane in column:
                lane.sort(key=lambda slot: _mean([places[each] for each in near[slot]], places[slot]))
            places |= _places([column])
    return found


def _as_named(
    picture: Picture, columns: dict[str, int], chains: list[list[Slot]], lanes: dict[str, int]
) -> list[list[list[Slot]]]:
    """Return the slots by column and lane: nodes as the picture has them, then bends, in the lanes of their edges."""
    found: list[list[list[Slot]]] = [
        [[] for _ in picture.lanes] for _ in range(max(columns.values(), default=0) + 1 if columns else 0)
    ]
    for node in picture.nodes:
        found[columns[node.id]][lanes[node.id]].append((node.id, -1, 0))
    for chain in chains:
        for slot in chain[1:-1]:
            found[slot[2]][lanes[chain[0][0]]].append(slot)
    return found


def _places(columns: list[list[list[Slot]]]) -> dict[Slot, float]:
    """Return how far down each slot is in its column, from 0 to 1 within each lane."""
    return {
        slot: number + (at + 1) / (len(lane) + 1)
        for column in columns
        for number, lane in enumerate(column)
        for at, slot in enumerate(lane)
    }


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
