"""Short diff of a committed document and its current inputs."""

from collections.abc import Iterator
from difflib import unified_diff
from itertools import islice

_LINES = 20
"""As many lines of a difference are shown; the rest is for a real diff of both files."""
_WIDTH = 160
"""Longer lines are cut: a summary's lines can be long."""
_EFFORT = 200_000_000
"""Lines of the one times lines of the other for which a diff is sought; its time can grow with this product."""


def first_differences(old: bytes, new: str | bytes, name: str) -> list[str]:
    """Return the first lines of a unified diff from a document to its new content; none where they are the same."""
    wanted = new.encode() if isinstance(new, str) else new
    if old == wanted:
        return []
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, wanted))
    if before == after:
        return [f"{name}: differs from what the inputs give now in line endings only"]
    names = name, "what the inputs give now"
    if len(before) * len(after) > _EFFORT:
        found = _replaced(before, after, *names)
    else:
        found = unified_diff(before, after, *names, lineterm="", n=0)
    return [line[:_WIDTH] for line in islice(found, _LINES)]


def _replaced(before: list[str], after: list[str], old: str, new: str) -> Iterator[str]:
    """Yield the beginning of a diff in which all is replaced from the first differing line on."""
    shortest = min(len(before), len(after))
    first = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    yield from (f"--- {old}", f"+++ {new}", f"@@ -{first + 1} +{first + 1} @@")
    yield from (f"-{line}" for line in before[first : first + _LINES // 2 - 2])
    yield from (f"+{line}" for line in after[first : first + _LINES // 2 - 2])
