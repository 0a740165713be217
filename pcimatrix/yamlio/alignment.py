"""Alignment of the parts of a written mapping or list with what it is to hold: what stays, changes, goes or comes."""

import json
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from pcimatrix.yamlio.nodes import Part

_NAMES = ("name", "id")
"""Keys that tell the items of a list apart: an item with another name is another item."""


class Change(NamedTuple):
    """What becomes of a part: its new value; nothing if it goes. `part` is None for what is added, with its `key`."""

    part: Part | None
    old: Any
    new: Any
    key: str | None = None
    gone: bool = False


def same(one: Any, other: Any) -> bool:
    """Tell whether two plain values are the same: true is not 1, and the order of keys has no meaning."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def entries(parts: Sequence[Part], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return what becomes of each key, in the order of the text; new ones after the key before them."""
    changes = [
        Change(part, old[part.key or ""], new.get(part.key or ""), part.key, part.key not in new) for part in parts
    ]
    at = 0
    for key, value in new.items():
        if key in old:
            at = next(number for number, each in enumerate(changes) if each.key == key) + 1
        else:
            changes.insert(at, Change(None, None, value, key))
            at += 1
    return changes


def items(parts: Sequence[Part], old: Sequence[Any], new: Sequence[Any]) -> list[Change]:
    """Return what becomes of each item: one with the same name is the same, else one in the same place."""
    found: list[Change] = []
    matcher = SequenceMatcher(None, [_token(each) for each in old], [_token(each) for each in new], autojunk=False)
    for _, first, end, other, other_end in matcher.get_opcodes():
        pairs = min(end - first, other_end - other)
        found += [Change(parts[first + n], old[first + n], new[other + n]) for n in range(pairs)]
        found += [Change(parts[n], old[n], None, gone=True) for n in range(first + pairs, end)]
        found += [Change(None, None, each) for each in new[other + pairs : other_end]]
    return found


def _token(item: Any) -> str:
    """Return what tells an item of a list from others."""
    names = [item[name] for name in _NAMES if name in item] if isinstance(item, dict) else []
    return json.dumps(names[0] if names else item, sort_keys=True)
