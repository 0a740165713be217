"""Edits of YAML text: other values in the same layout, in which all that does not change stays as it is written.

A round trip through a library (ruamel.yaml keeps comments) writes the whole text anew, with its own indents, quotes and
line ends. So the text is changed only at the spans of what differs, and the result is parsed and compared.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from pcimatrix.errors import InputError
from pcimatrix.yamlio.alignment import Change, entries, items, same
from pcimatrix.yamlio.nodes import BREAK, Node, Part, comments, tree
from pcimatrix.yamlio.parser import Document, parse_yaml
from pcimatrix.yamlio.writer import flow_text, yaml_text


class Edited(NamedTuple):
    """An edited text, and the comments that went with what is no longer in it."""

    text: str
    lost: tuple[str, ...]


class _LayoutError(Exception):
    """The layout does not allow an edit."""


def edited(document: Document, values: Any) -> Edited | None:
    """Return the text of a document with other values; None if its layout does not allow that.

    `values` are plain: mappings, lists, texts, numbers, truth values. Keys that are new come after the key before them
    in `values`. Comments stay, but for those in or directly above what goes.
    """
    if same(document.values, values):
        return Edited(document.text, ())
    line_end = BREAK.search(document.text)
    newline = line_end[0] if line_end else "\n"
    whole = bool(document.text) and BREAK.fullmatch(document.text[-1]) is not None
    editor = _Editor(document.text if whole else document.text + newline, newline)
    try:
        text = editor.text_with(document.values, values)
    except _LayoutError:
        return None
    text = text if whole else text.removesuffix(newline)
    try:
        found = parse_yaml(document.encoded(text), document.source).values
    except (InputError, UnicodeEncodeError):
        return None
    if not same(found, values):
        return None
    lost = Counter(comments(document.text)) - Counter(comments(text))
    return Edited(text, tuple(lost.elements()))


class _Editor:
    """The edits of a text whose last line is whole: spans, each with what is written instead."""

    def __init__(self, text: str, newline: str) -> None:
        self.text = text
        self.newline = newline
        self.edits: list[tuple[int, int, str]] = []
        self.json = False

    def text_with(self, old: Any, new: Any) -> str:
        """Return the text with new values. Raises `_LayoutError`."""
        root = tree(self.text)
        self.json = root.flow and all(self.text[part.start] == '"' for part in root.parts or ())
        self._value(root, old, new, None)
        pieces, at = [], 0
        for start, end, instead in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < at:
                raise _LayoutError
            pieces += [self.text[at:start], instead]
            at = end
        return "".join([*pieces, self.text[at:]])

    def _value(self, node: Node, old: Any, new: Any, after: int | None) -> None:
        """Change a value; `after` is the index after its key's colon or its item's dash, None in a flow collection."""
        if same(old, new):
            return
        if self._is_replaced_in_item(node, old, new):
            indent = " " * (node.start - self._line(node.start))
            text = f"{self.newline}{indent}".join(yaml_text(new).splitlines())
            self.edits.append((node.start, self._next_line(node.end), text + self.newline))
        elif node.parts is not None and new and isinstance(old, dict) and isinstance(new, dict):
            changes = entries(node.parts, old, new)
            if after is not None and node.flow and self._outgrows(node, changes, after):
                lines = [f"{self._indent(after)}  {line}" for line in yaml_text(new).splitlines()]
                self.edits.append((after, node.end, self.newline.join(["", *lines])))
            else:
                self._collection(node, changes)
        elif node.parts is not None and new and isinstance(old, list) and isinstance(new, list):
            self._collection(node, items(node.parts, old, new))
        elif after is not None and node.parts and not node.flow and self._line(after) < self._line(node.start):
            # A block below its key: comments on the key's line and above the block stay.
            self.edits.append((after, after, f" {self._inline(new)}"))
            self.edits.append((self._line(node.start), self._next_line(node.end), ""))
        else:
            ends_line = node.style in {"|", ">"}
            blank = " " if node.start == node.end and self.text[node.start - 1] in ":-" else ""
            self.edits.append((node.start, node.end, blank + self._inline(new) + (self.newline if ends_line else "")))

    def _is_replaced_in_item(self, node: Node, old: Any, new: Any) -> bool:
        """Tell whether a mapping has no key of the old one, which begins on the line of its item's dash."""
        if node.flow or not node.parts or not new or not isinstance(old, dict) or not isinstance(new, dict):
            return False
        return old.keys().isdisjoint(new) and bool(self.text[self._line(node.start) : node.start].strip())

    def _outgrows(self, node: Node, changes: list[Change], after: int) -> bool:
        """Tell whether a mapping in braces becomes a block: a mapping comes into it, and no comment is in it."""
        added = any(change.part is None and change.new and isinstance(change.new, dict) for change in changes)
        return added and self.text[after - 1] == ":" and "#" not in self.text[node.start : node.end]

    def _indent(self, index: int) -> str:
        """Return blanks as wide as what is before a key on its line."""
        line = self.text[self._line(index) : index]
        return " " * (len(line) - len(line.lstrip(" -")))

    def _collection(self, node: Node, changes: list[Change]) -> None:
        # What is within comes first: a value that grows at its end can end where the next key is added.
        for change in changes:
            if change.part is not None and not change.gone:
                part = change.part
                after = None if node.flow else self._after(node, part)
                self._value(part.value, change.old, change.new, after)
        if node.flow:
            self._flow(node, changes)
        else:
            self._block(node, changes)

    def _block(self, node: Node, changes: list[Change]) -> None:
        """Remove and add lines; what is added has the column of the other parts."""
        column = node.start - self._line(node.start)
        before = None
        gone = 0  # what is removed up to here; parts on the line of a dash go together with those after them
        for number, change in enumerate(changes):
            if change.part is None:
                lines = _lines(change.key, change.new)
                text = "".join(f"{' ' * column}{line}{self.newline}" for line in lines)
                start, end = self._place(node, before)
                if start != self._line(start):  # within the line of an outer item's dash, before the first inner one
                    text = text[column:] + " " * column
                self.edits.append((start, end, text))
            elif change.gone:
                start, end = self._lines_of(node, change.part, changes[number + 1 :])
                self.edits.append((max(start, gone), max(end, gone), ""))
                gone = max(end, gone)
            before = change.part or before

    def _place(self, node: Node, before: Part | None) -> tuple[int, int]:
        """Return the empty span in which a part of a block is added: after another, or before the first."""
        if before is not None:
            end = self._next_line(before.end)
            return end, end
        if not node.parts:
            raise _LayoutError
        first = node.parts[0]
        start = first.start if first.key is not None else self._after(node, first) - 1
        line = self._line(start)
        return (start, start) if self.text[line:start].strip() else (line, line)

    def _lines_of(self, node: Node, part: Part, following: Sequence[Change]) -> tuple[int, int]:
        """Return the span of a block's part: its lines, with comments directly above it unless it is the first."""
        start = self._after(node, part) - 1 if part.key is None else part.start
        line = self._line(start)
        if self.text[line:start].strip():
            kept = next((each.part for each in following if each.part is not None and not each.gone), None)
            if kept is None:
                raise _LayoutError
            return start, self._after(node, kept) - 1 if kept.key is None else kept.start
        indent = self.text[line:start]
        if node.parts and part != node.parts[0]:
            while line and self.text[self._line(line - 1) : line].startswith(f"{indent}#"):
                line = self._line(line - 1)
        return line, self._next_line(part.end)

    def _after(self, node: Node, part: Part) -> int:
        """Return the index after the colon of a key, or after the dash of an item."""
        if part.key is not None:
            return self.text.index(":", part.key_end) + 1
        column = node.start - self._line(node.start)
        line = self._line(part.start)
        while self.text[line + column] != "-" or self.text[line : line + column].strip(" -"):
            if not line:
                raise _LayoutError
            line = self._line(line - 1)
        return line + column + 1

    def _flow(self, node: Node, changes: list[Change]) -> None:
        """Remove and add parts between commas."""
        kept = [each.part for each in changes if each.part is not None and not each.gone]
        added = [self._flow_part(each) for each in changes if each.part is None]
        if not kept:
            self.edits.append((node.start + 1, node.end - 1, ", ".join(added)))
            return
        before: Part | None = None
        end = node.start
        for change in changes:
            if change.part is None:
                text = self._flow_part(change)
                at = before.end if before else kept[0].start
                self.edits.append((at, at, f", {text}" if before else f"{text}, "))
            elif change.gone:
                follows = [each.start for each in kept if each.start > change.part.start]
                self.edits.append((end, change.part.end, "") if before else (change.part.start, follows[0], ""))
                if before is None and len(self.edits) > 1 and self.edits[-2][1:] == (follows[0], ""):
                    del self.edits[-1]  # the first ones go together
            else:
                before = change.part
            end = change.part.end if change.part else end

    def _flow_part(self, change: Change) -> str:
        value = self._inline(change.new)
        return value if change.key is None else f"{self._inline(change.key)}: {value}"

    def _inline(self, value: Any) -> str:
        if not self.json:
            return flow_text(value)
        text = json.dumps(value, ensure_ascii=False)
        return text if text.isprintable() else json.dumps(value)  # YAML allows few characters that are not

    def _line(self, index: int) -> int:
        """Return the index at which the line of an index begins."""
        while index and not (BREAK.match(self.text, index - 1) and self.text[index - 1 : index + 1] != "\r\n"):
            index -= 1
        return index

    def _next_line(self, index: int) -> int:
        """Return the index at which the next line begins; the index itself if a line ends before it."""
        if index and BREAK.match(self.text, index - 1):
            return index
        found = BREAK.search(self.text, index)
        return found.end() if found else len(self.text)


def _lines(key: str | None, value: Any) -> list[str]:
    """Return an entry or an item of a block as lines without the block's indent."""
    if key is not None:
        return yaml_text({key: value}).splitlines()
    if not isinstance(value, dict) or not value:
        return [f"- {flow_text(value)}"]
    first, *others = yaml_text(value).splitlines()
    return [f"- {first}", *(f"  {line}" for line in others)]
