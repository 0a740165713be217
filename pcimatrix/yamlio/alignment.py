"""Alignment of the parts of a written mapping or list with what it is to hold: what stays, changes, goes or comes."""

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeAlias

from pcimatrix.yamlio.nodes import Part

_NAMES = ("name", "id")
"""Keys that tell the items of a list apart: an item with another name is another item."""


class Stays(NamedTuple):
    """A written part that stays, with the value that it has and the one that it is to have."""

    part: Part
    old: Any
    new: Any


class Gone(NamedTuple):
    """A written part that goes."""

    part: Part


class Added(NamedTuple):
    """A value that comes, with its key in a mapping; an item of a list has none."""

    new: Any
    key: str | None = None


Change: TypeAlias = Stays | Gone | Added
"""What becomes of a part."""


def same(one: Any, other: Any) -> bool:
    """Tell whether two plain values are the same: true is not 1, and the order of keys has no meaning."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def aligned(parts: Sequence[Part] | None, old: Any, new: Any) -> list[Change] | None:
    """Return what becomes of the parts of a mapping or list; None if it becomes something else, or empty."""
    if parts is None or not new:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        return _entries(parts, old, new)
    if isinstance(old, list) and isinstance(new, list):
        return _items(parts, old, new)
    return None


def _entries(parts: Sequence[Part], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what becomes of each key, in the order of the text; new ones after the key before them."""
    keys = [part.key or "" for part in parts]
    changes: list[Change] = [
        Stays(part, old[key], new[key]) if key in new else Gone(part) for part, key in zip(parts, keys, strict=True)
    ]
    at = 0
    for key, value in new.items():
        if key in old:
            at = keys.index(key) + 1
        else:
            changes.insert(at, Added(value, key))
            keys.insert(at, key)
            at += 1
    return changes


def _items(parts: Sequence[Part], old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    """Return what becomes of each item: one with the same name is the same, else one in the same place."""
    found: list[Change] = []
    matcher = SequenceMatcher(None, [_token(each) for each in old], [_token(each) for each in new], autojunk=False)
    for _, first, end, other, other_end in matcher.get_opcodes():
        pairs = min(end - first, other_end - other)
        found += [Stays(parts[first + n], old[first + n], new[other + n]) for n in range(pairs)]
        found += [Gone(parts[n]) for n in range(first + pairs, end)]
        found += [Added(each) for each in new[other + pairs : other_end]]
    return found


def _token(item: Any) -> str:
    """Return what tells an item of a list from others."""
    names = [item[name] for name in _NAMES if name in item] if isinstance(item, dict) else []
    return json.dumps(names[0] if names else item, sort_keys=True)
