"""Edits of a mapping or list in block style: lines that go and come."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pcimatrix.yamlio.alignment import Added, Change, Gone, Stays
from pcimatrix.yamlio.edits import Edit, LayoutError
from pcimatrix.yamlio.lines import before_on_line, column_of, line_start, next_line
from pcimatrix.yamlio.nodes import Node, Part
from pcimatrix.yamlio.writer import flow_text, yaml_text


class Block(NamedTuple):
    """A collection in block style within its text, in which `newline` ends a line."""

    text: str
    newline: str
    node: Node

    def edits(self, changes: Sequence[Change]) -> list[Edit]:
        """Return the edits that remove and add parts. Raises `LayoutError`."""
        found = []
        before: Part | None = None
        gone = 0  # what is removed up to here; parts on the line of a dash go together with those after them
        for number, change in enumerate(changes):
            match change:
                case Added():
                    found.append(self._addition(change, before))
                case Gone(part):
                    start, end = self._lines_of(part, changes[number + 1 :])
                    found.append(Edit(max(start, gone), max(end, gone), ""))
                    gone = max(end, gone)
                    before = part
                case Stays(part):
                    before = part
        return found

    def starts_on_line_of_dash(self) -> bool:
        """Tell whether its first part is on the line of an outer item's dash."""
        return bool(before_on_line(self.text, self.node.start).strip())

    def replacement(self, value: Any) -> Edit:
        """Return the edit that writes another mapping in its place, in its column."""
        indent = " " * column_of(self.text, self.node.start)
        lines = f"{self.newline}{indent}".join(yaml_text(value).splitlines())
        return Edit(self.node.start, next_line(self.text, self.node.end), lines + self.newline)

    def after(self, part: Part) -> int:
        """Return the index after the colon of a key, or after the dash of an item. Raises `LayoutError`."""
        if part.key is not None:
            return self.text.index(":", part.key_end) + 1
        column = column_of(self.text, self.node.start)
        line = line_start(self.text, part.start)
        while self.text[line + column] != "-" or self.text[line : line + column].strip(" -"):
            if not line:
                raise LayoutError
            line = line_start(self.text, line - 1)
        return line + column + 1

    def _start(self, part: Part) -> int:
        """Return the index of a key, or of the dash of an item."""
        return part.start if part.key is not None else self.after(part) - 1

    def _addition(self, change: Added, before: Part | None) -> Edit:
        """Return the edit that adds a part after another, or before the first, in the column of the others."""
        indent = " " * column_of(self.text, self.node.start)
        lines = "".join(f"{indent}{line}{self.newline}" for line in _lines(change))
        at = self._place(before)
        if at != line_start(self.text, at):  # within the line of an outer item's dash, before the first inner one
            lines = lines[len(indent) :] + indent
        return Edit(at, at, lines)

    def _place(self, before: Part | None) -> int:
        """Return the index at which a part is added: after another, or before the first."""
        if before is not None:
            return next_line(self.text, before.end)
        if not self.node.parts:
            raise LayoutError
        start = self._start(self.node.parts[0])
        return start if before_on_line(self.text, start).strip() else line_start(self.text, start)

    def _lines_of(self, part: Part, following: Sequence[Change]) -> tuple[int, int]:
        """Return the span of a part: its lines, with comments directly above it unless it is the first."""
        start = self._start(part)
        indent = before_on_line(self.text, start)
        if indent.strip():
            return start, self._start(_next_kept(following))
        line = start - len(indent)
        if self.node.parts and part != self.node.parts[0]:
            line = self._with_comments_above(line, indent)
        return line, next_line(self.text, part.end)

    def _with_comments_above(self, line: int, indent: str) -> int:
        """Return the index at which the comments begin that are directly above a line, with its indent."""
        while line and before_on_line(self.text, line - 1).startswith(f"{indent}#"):
            line = line_start(self.text, line - 1)
        return line


def _next_kept(changes: Sequence[Change]) -> Part:
    """Return the next part that stays. Raises `LayoutError` if there is none."""
    for change in changes:
        if isinstance(change, Stays):
            return change.part
    raise LayoutError


def _lines(change: Added) -> list[str]:
    """Return an entry or an item as lines without the block's indent."""
    value = change.new
    if change.key is not None:
        return yaml_text({change.key: value}).splitlines()
    if not isinstance(value, dict) or not value:
        return [f"- {flow_text(value)}"]
    first, *others = yaml_text(value).splitlines()
    return [f"- {first}", *(f"  {line}" for line in others)]
