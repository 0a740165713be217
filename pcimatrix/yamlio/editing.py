"""Edits of YAML text: other values in the same layout, in which all that does not change stays as it is written.

A round trip through a library (ruamel.yaml keeps comments) writes the whole text anew, with its own indents, quotes and
line ends. So the text is changed only at the spans of what differs, and the result is parsed and compared.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from pcimatrix.errors import InputError
from pcimatrix.yamlio.alignment import Added, Change, Stays, aligned, same
from pcimatrix.yamlio.block_edits import Block
from pcimatrix.yamlio.edits import Edit, LayoutError, applied
from pcimatrix.yamlio.flow_edits import flow_edits
from pcimatrix.yamlio.lines import BREAK, before_on_line, line_start, next_line
from pcimatrix.yamlio.nodes import Node, comments, tree
from pcimatrix.yamlio.parser import Document, parse_yaml
from pcimatrix.yamlio.writer import flow_text, yaml_text


class Edited(NamedTuple):
    """An edited text, and the comments that went with what is no longer in it."""

    text: str
    lost: tuple[str, ...]


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
    before = document.text if whole else document.text + newline
    root = tree(before)
    try:
        edits = _Editor(before, newline, _is_json(before, root)).value(root, document.values, values, None)
        text = applied(before, edits)
    except LayoutError:
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


class _Editor(NamedTuple):
    """What is needed to edit a text: the text, its last line whole, what ends its lines, and whether it is JSON."""

    text: str
    newline: str
    json: bool

    def value(self, node: Node, old: Any, new: Any, after: int | None) -> list[Edit]:
        """Return the edits that change a value. Raises `LayoutError`.

        `after` is the index after its key's colon or its item's dash, None in a flow collection.
        """
        if same(old, new):
            return []
        changes = aligned(node.parts, old, new)
        if changes is None:
            return self._replacement(node, new, after)
        if not node.flow:
            return self._block(Block(self.text, self.newline, node), changes, new)
        if after is not None and self._outgrows(node, changes, after):
            return [self._as_block(node, new, after)]
        return self._flow(node, changes)

    def _block(self, block: Block, changes: Sequence[Change], new: Any) -> list[Edit]:
        stays = [each for each in changes if isinstance(each, Stays)]
        if not stays and isinstance(new, dict) and block.starts_on_line_of_dash():
            return [block.replacement(new)]
        # What is within comes first: a value that grows at its end can end where the next key is added.
        inner = (self.value(each.part.value, each.old, each.new, block.after(each.part)) for each in stays)
        return [*chain.from_iterable(inner), *block.edits(changes)]

    def _flow(self, node: Node, changes: Sequence[Change]) -> list[Edit]:
        stays = [each for each in changes if isinstance(each, Stays)]
        inner = (self.value(each.part.value, each.old, each.new, None) for each in stays)
        return [*chain.from_iterable(inner), *flow_edits(node, changes, self._flow_part)]

    def _outgrows(self, node: Node, changes: Sequence[Change], after: int) -> bool:
        """Tell whether a mapping in braces becomes a block: a mapping comes into it, and no comment is in it."""
        entries = [each.new for each in changes if isinstance(each, Added) and each.key is not None]
        grows = any(each and isinstance(each, dict) for each in entries)
        return grows and self.text[after - 1] == ":" and "#" not in self.text[node.start : node.end]

    def _as_block(self, node: Node, new: Mapping[str, Any], after: int) -> Edit:
        """Return the edit that writes a mapping as a block below its key, two columns to the right."""
        before = before_on_line(self.text, after)
        indent = " " * (len(before) - len(before.lstrip(" -")) + 2)
        lines = [f"{indent}{line}" for line in yaml_text(new).splitlines()]
        return Edit(after, node.end, self.newline.join(["", *lines]))

    def _replacement(self, node: Node, new: Any, after: int | None) -> list[Edit]:
        """Return the edits that write another value on the line of the key or dash."""
        written = self._inline(new)
        if after is not None and node.parts and not node.flow and self._is_below(node, after):
            # Comments on the key's line and above the block stay.
            lines = line_start(self.text, node.start), next_line(self.text, node.end)
            return [Edit(after, after, f" {written}"), Edit(*lines, "")]
        blank = " " if node.start == node.end and self.text[node.start - 1] in ":-" else ""
        ending = self.newline if node.style in {"|", ">"} else ""
        return [Edit(node.start, node.end, f"{blank}{written}{ending}")]

    def _is_below(self, node: Node, after: int) -> bool:
        return line_start(self.text, after) < line_start(self.text, node.start)

    def _flow_part(self, added: Added) -> str:
        value = self._inline(added.new)
        return value if added.key is None else f"{self._inline(added.key)}: {value}"

    def _inline(self, value: Any) -> str:
        if not self.json:
            return flow_text(value)
        text = json.dumps(value, ensure_ascii=False)
        return text if text.isprintable() else json.dumps(value)  # YAML allows few characters that are not


def _is_json(text: str, root: Node) -> bool:
    return root.flow and all(text[part.start] == '"' for part in root.parts or ())
