"""Edits of a list's items in YAML text: what does not change stays byte for byte, with its comments."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pcimatrix.yamlio.parser import Document, Places
from pcimatrix.yamlio.writer import yaml_text

_SCALAR = re.compile(r""""[^"]*"|'[^']*'|[^\s,#\[\]{}][^#\n]*?(?=\s*(?:#|\n|$))""")
_FLOW = re.compile(r"\[[^\[\]#\n]*\]")


def edited_items(document: Document, key: str, items: Sequence[Mapping[str, Any]], *, by: str) -> str | None:
    """Return the document's text with other items in the list at a top-level `key`, each known by its value of `by`.

    Scalars and lists on one line are changed in their places, other keys are added as lines, new items come last,
    and items that are not there any more go with their comments. None if the layout does not allow that.
    """
    old = document.values.get(key) if isinstance(document.values, dict) else None
    if not isinstance(old, list) or not old or not items:
        return None
    lines = document.text.splitlines(keepends=True)
    if any(not line.endswith("\n") for line in lines):
        lines[-1] += "\n"
    places = document.places()
    starts = [_start(lines, places, key, number) for number in range(len(old))]
    if any(start is None for start in starts):
        return None
    first = [start for start in starts if start is not None]
    end = _end(lines, first[-1], _indent(lines[first[-1]]))
    bounds = [*first, end]
    wanted = {each[by]: each for each in items}
    pieces: list[str] = []
    for number, before in enumerate(old):
        piece = lines[bounds[number] : bounds[number + 1]]
        after = wanted.pop(before.get(by), None)
        if after is not None:
            changed = _item(piece, _Before(places, (key, number), bounds[number], before), after)
            if changed is None:
                return None
            pieces += changed
    indent = " " * _indent(lines[first[0]])
    for each in wanted.values():
        pieces += [f"{indent}{line}\n" for line in _as_item(each)]
    return "".join([*lines[: first[0]], *pieces, *lines[end:]])


def _start(lines: list[str], places: Places, key: str, number: int) -> int | None:
    """Return the index of the line on which an item begins, if it begins with a dash there."""
    place = places.values.get((key, number))
    if place is None:
        return None
    line = lines[place.line - 1]
    return place.line - 1 if line.lstrip().startswith("- ") and line[: place.column - 1].strip() == "-" else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(lines: list[str], start: int, indent: int) -> int:
    """Return the index after the last line of the item that begins at `start`."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            if _indent(lines[number]) <= indent:
                break
            end = number + 1
    return end


def _as_item(values: Mapping[str, Any]) -> list[str]:
    lines = yaml_text(values).splitlines()
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


class _Before(NamedTuple):
    """An item as it was: its values, their places, its path, and the index of its first line."""

    places: Places
    path: tuple[str, int]
    offset: int
    values: Mapping[str, Any]


def _item(piece: list[str], old: _Before, after: Mapping[str, Any]) -> list[str] | None:
    """Return the lines of an item with its changed values; None if a value cannot be changed in its place."""
    before = old.values
    if before.keys() - after.keys():
        return None
    found = list(piece)
    for key, value in after.items():
        if key in before and before[key] != value:
            place = old.places.values.get((*old.path, key))
            if place is None or not 0 <= place.line - 1 - old.offset < len(found):
                return None
            number, column = place.line - 1 - old.offset, place.column - 1
            pattern = _FLOW if isinstance(value, list) else _SCALAR
            written = pattern.match(found[number], column)
            if written is None:
                return None
            text = yaml_text({"x": value}).removeprefix("x: ").rstrip("\n")
            if "\n" in text:
                return None
            found[number] = found[number][:column] + text + found[number][written.end() :]
    added = {key: value for key, value in after.items() if key not in before}
    if added:
        indent = " " * (len(piece[0]) - len(piece[0].lstrip().removeprefix("-").lstrip()))
        last = max(number for number, line in enumerate(found) if line.strip() and not line.lstrip().startswith("#"))
        if piece[0].lstrip().startswith("- {"):
            return None
        found[last + 1 : last + 1] = [f"{indent}{line}\n" for line in yaml_text(added).splitlines()]
    return found
