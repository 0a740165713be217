"""Scope files as YAML text: a new file, or an old one with its changed blocks."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from pcimatrix.errors import InputError
from pcimatrix.scope.item_editor import edited_items
from pcimatrix.scope.model import Scope
from pcimatrix.yamlio.parser import Document, parse_yaml
from pcimatrix.yamlio.writer import yaml_text

_HEAD = """\
# The entity's scope: pcimatrix scope check tells whether it is well-formed, pcimatrix scope edit asks for it again.
# For completion in an editor, pcimatrix schema --file scope prints the JSON Schema.
"""
_DRAFT = """\
# The entity's scope, drafted from what is deployed. pcimatrix scope edit asks the open questions and what code cannot
# say; until then, this is a draft. What is under deployed lets pcimatrix scope drift find a workload again.
"""
_ORDER = list(Scope.model_fields)


class Edited(NamedTuple):
    """The text of an edited file, and the keys of those blocks whose comments are no longer there."""

    text: str
    lost: tuple[str, ...]


class _Block(NamedTuple):
    """A top-level key's block: from its key to the last line of its value, and whether comments are in it."""

    start: int
    end: int
    comments: bool


def scope_text(values: dict[str, Any]) -> str:
    """Return the text of a new scope file."""
    return _HEAD + yaml_text({key: values[key] for key in _ORDER if key in values})


def draft_text(values: dict[str, Any]) -> str:
    """Return the text of a draft, of which `scope edit` asks what is missing."""
    return _DRAFT + yaml_text({key: values[key] for key in _ORDER if key in values})


def edited_text(old: Document, values: dict[str, Any]) -> Edited:
    """Return the text of the file `old` with other values: blocks whose value is the same stay byte for byte.

    So do comments between blocks. Where the file's layout does not allow that, it is written anew.
    """
    changed = [key for key in {**old.values, **values} if old.values.get(key) != values.get(key)]
    if not changed:
        return Edited(old.text, ())
    blocks = _blocks(old.text)
    edited = _replaced(old, values, changed, blocks)
    try:
        if edited and parse_yaml(edited.text.encode(), old.source).values == values:
            return edited
    except InputError:
        pass
    return Edited(scope_text(values), tuple(old.values) if "#" in old.text else ())


def with_items(old: Document, key: str, values: dict[str, Any], *, by: str) -> Edited:
    """Return the text of the file `old` with other values, where the items of one list change one by one.

    `by` is what tells its items apart. What cannot be changed in its place is written anew, as by `edited_text`.
    """
    text = edited_items(old, key, values[key], by=by)
    if text is not None:
        try:
            between = parse_yaml(text.encode(), old.source)
        except InputError:
            between = None
        if between is not None and between.values == {**old.values, key: values[key]}:
            return edited_text(between, values)
    return edited_text(old, values)


def _replaced(old: Document, values: dict[str, Any], changed: list[str], blocks: dict[str, _Block]) -> Edited | None:
    if set(blocks) != set(old.values):
        return None
    newline = "\r\n" if "\r\n" in old.text else "\n"
    text, at = "", 0
    pieces: list[tuple[str, str]] = []
    for key, block in blocks.items():
        before = old.text[at : block.start]
        body = old.text[block.start : block.end]
        if key in changed:
            body = yaml_text({key: values[key]}).replace("\n", newline) if key in values else ""
        pieces.append((key, before + body))
        at = block.end
    for key in (key for key in _ORDER if key in values and key not in blocks):
        later = [number for number, (other, _) in enumerate(pieces) if _ORDER.index(other) > _ORDER.index(key)]
        pieces.insert(later[0] if later else len(pieces), (key, yaml_text({key: values[key]}).replace("\n", newline)))
    for number, (key, piece) in enumerate(pieces[:-1]):
        if piece and not piece.endswith("\n"):
            pieces[number] = (key, piece + newline)
    text = "".join(piece for _, piece in pieces) + old.text[at:]
    return Edited(text, tuple(key for key in changed if key in blocks and blocks[key].comments))


def _blocks(text: str) -> dict[str, _Block]:
    """Return the blocks of a block mapping's keys in order; none where it is no such mapping."""
    found: dict[str, _Block] = {}
    for key, start, spans in _top(text):
        if start and text[start - 1] != "\n":
            return {}
        end = spans[-1][1]
        line = text.find("\n", end)
        end = end if end and text[end - 1] == "\n" else len(text) if line < 0 else line + 1
        found[key] = _Block(start, end, _has_comment(text, start, end, spans))
    return found


def _has_comment(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a # stands outside the scalars of a block."""
    at = start
    for first, last in spans:
        if "#" in text[at:first]:
            return True
        at = max(at, last)
    return "#" in text[at:end]


def _top(text: str) -> Iterator[tuple[str, int, list[tuple[int, int]]]]:
    """Yield each top-level key with its place, and the places of all scalars and closing brackets of its block."""
    depth = 0
    key, start, spans = "", 0, list[tuple[int, int]]()
    expects_key = True
    for event in _events(text):
        at = (event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            expects_key = depth == 1
            if at[0] < at[1]:
                spans.append(at)
        elif isinstance(event, yaml.ScalarEvent):
            if depth == 1 and expects_key:
                if spans:
                    yield key, start, spans
                key, start, spans, expects_key = str(event.value), at[0], [at], False
            else:
                spans.append(at)
                expects_key = depth == 1
    if spans:
        yield key, start, spans


def _events(text: str) -> Iterator[Any]:
    yield from yaml.parse(text, Loader=yaml.SafeLoader)
