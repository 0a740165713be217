"""Edits of spans of a text."""

from collections.abc import Iterable
from typing import NamedTuple


class LayoutError(Exception):
    """The layout of a text does not allow an edit."""


class Edit(NamedTuple):
    """What is written instead of a span of a text; the span is empty if something is only added."""

    start: int
    end: int
    instead: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """Return a text after its edits; of those of one span, in their order. Raises `LayoutError` if spans overlap."""
    pieces, at = [], 0
    for start, end, instead in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start < at:
            raise LayoutError
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])
