"""A picture of flows as a value: nodes in lanes, and edges between them."""

from enum import StrEnum
from typing import NamedTuple


class Shape(StrEnum):
    """What a node is, which says how it is drawn."""

    PERSON = "person"
    """People, their devices, payment terminals, the telephone."""
    PARTY = "party"
    """Another company."""
    PART = "part"
    """A part of what is the entity's own, such as a workload."""
    STORE = "store"
    """A part in which account data stays."""


class Node(NamedTuple):
    """An end of flows: its id in the picture (letters, digits, _), its title, and a note below it."""

    id: str
    title: str
    note: str = ""
    shape: Shape = Shape.PART


class Lane(NamedTuple):
    """Nodes that belong together, such as those of an account; only a framed lane is a boundary."""

    id: str
    title: str
    nodes: tuple[Node, ...]
    framed: bool = True


class Said(NamedTuple):
    """What one flow is: its number, in words, and in a few words for a label."""

    number: str
    what: str
    brief: str


class Edge(NamedTuple):
    """What flows between two nodes, by id: a short label, and what each flow is in words, if there is more to say.

    `carries` is false if no account data is in it.
    """

    start: str
    to: str
    label: str
    says: tuple[Said, ...] = ()
    carries: bool = True


class Picture(NamedTuple):
    """A picture of flows: its title, its lanes from above, its edges. Each end of an edge is in a lane."""

    title: str
    lanes: tuple[Lane, ...]
    edges: tuple[Edge, ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of all lanes."""
        return tuple(node for lane in self.lanes for node in lane.nodes)

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """What flows by number, in words: whence, whither and what."""
        titles = {node.id: node.title for node in self.nodes}
        return tuple(
            (each.number, f"{titles[edge.start]} to {titles[edge.to]}" + (f": {each.what}" if each.what else ""))
            for edge in self.edges
            for each in edge.says or (Said(edge.label, "", ""),)
        )


NO_FLOW = "No account data flows here"
"""What a picture without an edge says."""
