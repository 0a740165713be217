"""Package of an XLSX workbook: looked through before a library opens it, which would read all of it into memory.

One pass of the XML of all parts counts rows and cells, and finds what the library's streaming reader leaves out: merged
ranges, formulas without a saved value, what is hidden, and formats within a text.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from pcimatrix.office import Kind, Visitor
from pcimatrix.providers.file_kinds import refuse_kinds, refuse_strict
from pcimatrix.providers.places import column_of, merge_of
from pcimatrix.providers.rich_text import Run, shown
from pcimatrix.providers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Merge, Value, refusal, too_many

KIND = Kind("workbook", "a spreadsheet program", ".xlsx", "keep the matrix alone in it")
_MOST_STRINGS = 200_000
_MOST_MERGES = 20_000
_LAST_ROW = 2 * MAX_ROWS
"""Rows are counted without blank ones, so that the last may have a higher number."""


class Found(NamedTuple):
    """What a part that is a worksheet has: merged ranges, cells (`B7`) with a formula but no value, and its last row.

    The last row is the last with a value: a format alone can reach down to row 1,048,576. Hidden rows count from 1,
    hidden columns from 0. `formatted` are texts in the cells themselves (rather than in the shared ones) of which a
    part is in superscript or struck through.
    """

    merges: tuple[Merge, ...]
    formulas: frozenset[str]
    last: int
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formatted: Mapping[str, Value] = MappingProxyType({})


class Package(NamedTuple):
    """What the parts of a workbook have, by the part's name, and the part of each sheet, by the sheet's name.

    `comments` is the number of comments on cells.
    """

    found: dict[str, Found]
    parts: dict[str, str]
    comments: int = 0


def _part_name(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class Scan(Visitor):
    """One pass of the XML of all parts, counting over all of them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.rows = self.cells = self.strings = self.merged = self.comments = 0
        self.found: dict[str, Found] = {}
        self.relations: dict[str, dict[str, str]] = {}
        self.sheets: list[tuple[str, str]] = []

    def package(self) -> Package:
        """Return what was found, after all parts."""
        relations = self.relations.get("xl/_rels/workbook.xml.rels", {})
        parts = {name: _part_name(relations.get(relation, "")) for name, relation in self.sheets}
        return Package(self.found, parts, self.comments)

    def names(self, names: frozenset[str]) -> None:
        """Refuse files that are no XLSX workbook, or one with macros or links. Raises `InputError`."""
        refuse_kinds(names, self.source)

    def part(self, name: str, pieces: Iterator[bytes]) -> None:
        """Read one part. Raises `InputError` for what is refused, and for broken XML."""
        self.merges: list[Merge] = []
        self.formulas: set[str] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.targets: dict[str, str] = {}
        self.runs: list[Run] = []
        self.formatted: dict[str, Value] = {}
        self.row = self.last = 0
        self.saves_text = False
        self.cell, self.has_formula, self.has_value, self.within_value = "", False, False, False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            # Other parts, such as pictures, are no XML, and the library parses none of them.
            if name.endswith((".xml", ".rels")):
                found = f"{name} in the workbook is not XML ({error})"
                raise refusal(self.source, found, "save it again as XLSX") from None
        if self.last:
            hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
            self.found[name] = Found(
                tuple(self.merges), frozenset(self.formulas), self.last, *hidden, MappingProxyType(self.formatted)
            )
        if self.targets:
            self.relations[name] = self.targets

    def _start(self, tag: str, given: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        if name == "workbook":
            refuse_strict(space, self.source)
        self._count(name, given)
        if name == "f":
            self.has_formula = True
        elif name in {"v", "t"}:
            self.within_value = True
            self.has_value = self.has_value or self.saves_text
        elif name in {"is", "si", "r", "strike", "vertAlign"}:
            self._format(name, given.get("val"))
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))
        elif name == "comment":
            self.comments += 1
        elif name == "col" and _is_unseen(given, "width"):
            self._hide_columns(given.get("min", ""), given.get("max", ""))
        elif name == "sheet":
            self.sheets += [(given.get("name", ""), value) for key, value in given.items() if key.endswith(" id")]
        elif name == "Relationship":
            self.targets[given.get("Id", "")] = given.get("Target", "")

    def _format(self, name: str, value: str | None) -> None:
        if name in {"is", "si"}:
            self.runs = []
        elif name == "r":
            self.runs.append(Run())
        elif self.runs:
            self.runs[-1] = self.runs[-1].styled(name, value)

    def _count(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise too_many(self.source, "cells", MAX_CELLS)
            self.cell, self.has_formula, self.has_value = given.get("r", ""), False, False
            self.saves_text = given.get("t") == "str"  # of a formula: it may be empty
        elif name == "row":
            self.rows += 1
            number = given.get("r", "")
            self.row = int(number[:9]) if number.isdecimal() else self.row + 1
            if self.rows > MAX_ROWS:
                raise too_many(self.source, "rows", MAX_ROWS)
            if _is_unseen(given, "ht"):
                self.hidden_rows.add(self.row)
        elif name == "si":
            self.strings += 1
            if self.strings > _MOST_STRINGS:
                raise too_many(self.source, "texts", _MOST_STRINGS)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name in {"v", "t"}:
            self.within_value = False
        elif name == "is":
            if any(each.raised or each.struck for each in self.runs):
                self.formatted[self.cell] = shown(self.runs)
            self.runs = []
        elif name == "c" and (self.has_formula or self.has_value):
            self._filled()

    def _text(self, text: str) -> None:
        if self.within_value and text:
            self.has_value = True
            if self.runs:
                self.runs[-1] = self.runs[-1]._replace(text=self.runs[-1].text + text)

    def _filled(self) -> None:
        self.last = self.row
        if self.row > _LAST_ROW:
            raise too_many(self.source, "rows", MAX_ROWS)
        if column_of(self.cell) > MAX_COLUMNS:
            raise too_many(self.source, "columns", MAX_COLUMNS)
        if not self.has_value:
            self.formulas.add(self.cell)

    def _hide_columns(self, first: str, last: str) -> None:
        if first.isdecimal() and last.isdecimal():
            self.hidden_columns.update(range(int(first[:9]) - 1, min(int(last[:9]), MAX_COLUMNS)))

    def _merge(self, reference: str) -> None:
        self.merged += 1
        if self.merged > _MOST_MERGES:
            raise too_many(self.source, "merged ranges", _MOST_MERGES)
        if merge := merge_of(reference):
            self.merges.append(merge)


def _is_unseen(given: Mapping[str, str], size: str) -> bool:
    """Tell whether a row or column is hidden, or has no height or width."""
    return given.get("hidden") in {"1", "true"} or given.get(size) in {"0", "0.0"}
