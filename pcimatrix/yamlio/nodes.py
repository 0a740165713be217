"""YAML text as a tree of nodes, each with the span of what is written: what an edit of the text needs.

`parser` builds values alone, since few inputs are edited. The text has been parsed there, so it is valid and in bounds.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from pcimatrix.yamlio.events import events


class Part(NamedTuple):
    """An entry of a mapping or an item of a list: from `start` (its key, if it has one) to the end of its value."""

    start: int
    key: str | None
    key_end: int
    value: "Node"

    @property
    def end(self) -> int:
        """The index after its value."""
        return self.value.end


class Node(NamedTuple):
    """A written value: indices of its first character and after its last; comments after it are outside.

    A mapping or a list has parts, and is `flow` if it is in braces or brackets. `style` is a scalar's quote or its `|`
    or `>`; empty if it is plain.
    """

    start: int
    end: int
    parts: tuple[Part, ...] | None = None
    flow: bool = False
    style: str = ""


def tree(text: str) -> Node:
    """Return the tree of a YAML text of one document."""
    following = events(text)
    event = following()
    while not isinstance(event, yaml.NodeEvent):
        event = following()
    return _node(event, following)


def _node(event: Any, following: Callable[[], Any]) -> Node:
    start, end = _span(event)
    if not isinstance(event, yaml.CollectionStartEvent):
        return Node(start, end, style=event.style or "")
    mapping = isinstance(event, yaml.MappingStartEvent)
    flow = bool(event.flow_style)
    parts = []
    while not isinstance(first := following(), yaml.CollectionEndEvent):
        at, end = _span(first)
        if mapping:
            parts.append(Part(at, str(first.value), end, _node(following(), following)))
        else:
            parts.append(Part(at, None, at, _node(first, following)))
    end = _span(first)[1] if flow else parts[-1].end if parts else start
    return Node(start, end, tuple(parts), flow)


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def comments(text: str) -> list[str]:
    """Return the comments of a YAML text in order, each from its `#` to the end of its line."""
    found: list[str] = []
    at = 0
    for start, end in (*_scalars(tree(text)), (len(text), len(text))):
        found += re.findall("(?m)(?:^|(?<=\\s))#[^\r\n\x85\u2028\u2029]*", text[at:start])
        at = max(at, end)
    return found


def _scalars(node: Node) -> Iterator[tuple[int, int]]:
    """Yield the spans of a tree's keys and scalars in the order of the text."""
    if node.parts is None:
        yield node.start, node.end
        return
    for part in node.parts:
        if part.key is not None:
            yield part.start, part.key_end
        yield from _scalars(part.value)
