"""Package of an XLSX workbook: looked through within bounds before a library opens it.

The library would unpack whatever is declared, and read all of it into memory. One pass of the XML of all parts counts
rows and cells, refuses document types (and so entities), and finds what the library's streaming reader leaves out:
merged ranges, and formulas without a saved value.
"""

import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any, NamedTuple
from xml.parsers import expat

from pcimatrix.providers.rich_text import Run, shown
from pcimatrix.providers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Merge, Value, refusal, too_many

_MOST_PARTS = 2_000
_MOST_UNPACKED = 48 * 1024 * 1024
_MOST_STRINGS = 200_000
_MOST_MERGES = 20_000
_LAST_ROW = 2 * MAX_ROWS
"""Rows are counted without blank ones, so that the last may have a higher number."""
_PIECE = 64 * 1024
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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


def refuse_other_types(data: bytes, source: str) -> None:
    """Raise `InputError` for files that are neither CSV nor XLSX, by what they begin with."""
    wanted = "expected CSV or XLSX; save it as one of them"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal(source, "the workbook is encrypted", "open it with its password, and save it without one")
        raise refusal(source, "this is an Excel 97-2003 workbook (.xls) or another old Office file", wanted)
    kinds = {b"%PDF": "a PDF", b"{\\rtf": "an RTF document", b"<": "an XML or HTML file"}
    for begin, kind in kinds.items():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(begin):
            raise refusal(source, f"this is {kind}", wanted)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data:
        raise refusal(source, "this is neither CSV nor XLSX", wanted)


def look_through(data: bytes, source: str) -> Package:
    """Return what the parts of a workbook have. Raises `InputError` for what is refused, and for broken files."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _look_through(archive, source)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise refusal(source, f"the workbook is broken ({error})", "save it again as XLSX") from None


def _look_through(archive: zipfile.ZipFile, source: str) -> Package:
    members = archive.infolist()
    names = {each.filename for each in members}
    if len(members) > _MOST_PARTS or len(names) < len(members):
        raise refusal(source, "the workbook has too many parts, or parts of the same name", "save it again as XLSX")
    if any(each.flag_bits & 1 for each in members):
        raise refusal(source, "the workbook is encrypted", "save it without a password")
    if sum(each.file_size for each in members) > _MOST_UNPACKED:
        found = f"the workbook unpacks to more than {_MOST_UNPACKED // 1024**2} MiB"
        raise refusal(source, found, "keep the matrix alone in it")
    _refuse_kinds(names, source)
    scan = _Scan(source)
    for each in members:
        if not each.is_dir():
            scan.part(archive, each)
    relations = scan.relations.get("xl/_rels/workbook.xml.rels", {})
    parts = {name: _part_name(relations.get(relation, "")) for name, relation in scan.sheets}
    return Package(scan.found, parts, scan.comments)


def _refuse_kinds(names: set[str], source: str) -> None:
    lower = {each.lower() for each in names}
    if any(each.endswith("vbaproject.bin") or "/macrosheets/" in each for each in lower):
        raise refusal(source, "the workbook has macros", "save it as XLSX, without macros")
    if any(each.startswith("xl/externallinks/") for each in lower):
        found = "the workbook takes values from other workbooks (external links)"
        raise refusal(source, found, "break the links, so that it has the values itself, and save it")
    if "xl/workbook.bin" in lower:
        raise refusal(source, "this is a binary workbook (.xlsb)", "save it as XLSX")
    if "xl/workbook.xml" not in lower:
        kind = "an OpenDocument file" if "content.xml" in lower else "a ZIP archive without a workbook"
        raise refusal(source, f"this is {kind}", "expected CSV or XLSX; save it as one of them")


def _part_name(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


class _Scan:
    """One pass of the XML of all parts, counting over all of them."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.rows = self.cells = self.strings = self.merged = self.comments = 0
        self.found: dict[str, Found] = {}
        self.relations: dict[str, dict[str, str]] = {}
        self.sheets: list[tuple[str, str]] = []

    def part(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
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
        parser.StartDoctypeDeclHandler = self._document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            with archive.open(member) as stream:
                while piece := stream.read(_PIECE):
                    parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            # Other parts, such as pictures, are no XML, and the library parses none of them.
            if member.filename.endswith((".xml", ".rels")):
                found = f"{member.filename} in the workbook is not XML ({error})"
                raise refusal(self.source, found, "save it again as XLSX") from None
        if self.last:
            hidden = frozenset(self.hidden_rows), frozenset(self.hidden_columns)
            self.found[member.filename] = Found(
                tuple(self.merges), frozenset(self.formulas), self.last, *hidden, MappingProxyType(self.formatted)
            )
        if self.targets:
            self.relations[member.filename] = self.targets

    def _document_type(self, *_: Any) -> None:
        found = "the workbook's XML declares a document type (DTD), which no spreadsheet program writes"
        raise refusal(self.source, found, "save it again as XLSX")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
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
        elif name == "col" and _is_true(given.get("hidden")):
            self._hide_columns(given.get("min", ""), given.get("max", ""))
        elif name == "sheet":
            relation = next((value for key, value in given.items() if key.endswith(" id")), "")
            self.sheets.append((given.get("name", ""), relation))
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
            if _is_true(given.get("hidden")):
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
        if (found := _REFERENCE.fullmatch(self.cell)) and _column(found[1]) > MAX_COLUMNS:
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
        ends = [_REFERENCE.fullmatch(each) for each in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:  # noqa: PLR2004 - a range has two ends
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self.merges.append(Merge(int(top), _column(left), int(bottom), _column(right)))


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
