"""How a committed document differs from what its inputs give now: a short diff."""

from difflib import unified_diff
from itertools import islice

_LINES = 20
"""As many lines of a difference are shown; the rest is for a real diff of both files."""
_WIDTH = 160
"""Longer lines are cut: a summary's lines can be long."""


def first_differences(old: bytes, new: str | bytes, name: str) -> list[str]:
    """Return the first lines of a unified diff from a document to its new content; none where they are the same."""
    wanted = new.encode() if isinstance(new, str) else new
    if old == wanted:
        return []
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, wanted))
    found = unified_diff(before, after, name, "what the inputs give now", lineterm="", n=0)
    lines = [line[:_WIDTH] for line in islice(found, _LINES)]
    return lines or [f"{name}: differs from what the inputs give now in line endings only"]
