"""Edits of a mapping in braces or a list in brackets: parts that go and come between commas."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from pcimatrix.yamlio.alignment import Added, Change, Gone, Stays
from pcimatrix.yamlio.edits import Edit
from pcimatrix.yamlio.nodes import Node, Part

Written: TypeAlias = Callable[[Added], str]
"""What is added as it is written in one line."""


def flow_edits(node: Node, changes: Sequence[Change], written: Written) -> list[Edit]:
    """Return the edits that remove and add parts of a collection."""
    first = next((each for each in changes if isinstance(each, Stays)), None)
    if first is None:
        whole = ", ".join(written(each) for each in changes if isinstance(each, Added))
        return [Edit(node.start + 1, node.end - 1, whole)]
    at = changes.index(first)
    return [*_before(first.part, changes[:at], written), *_after(first.part, changes[at + 1 :], written)]


def _before(kept: Part, changes: Sequence[Change], written: Written) -> list[Edit]:
    """Return the edits before the first part that stays: what goes reaches up to it, and what comes is next to it."""
    gone = [each.part.start for each in changes if isinstance(each, Gone)]
    removed = [Edit(gone[0], kept.start, "")] if gone else []
    return removed + [Edit(kept.start, kept.start, f"{written(each)}, ") for each in changes if isinstance(each, Added)]


def _after(kept: Part, changes: Sequence[Change], written: Written) -> list[Edit]:
    """Return the edits after the first part that stays: what goes takes the comma before it along."""
    found = []
    end = kept.end
    for change in changes:
        match change:
            case Added():
                found.append(Edit(kept.end, kept.end, f", {written(change)}"))
            case Gone(part):
                found.append(Edit(end, part.end, ""))
                end = part.end
            case Stays(part):
                kept, end = part, part.end
    return found
