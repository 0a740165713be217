"""Hostile text in the summary as a workbook: it stays text, and whole."""

import io
import zipfile
from functools import cache
from typing import Any, NamedTuple

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from costly import costly
from hostile import HARMLESS, scope_summary_with
from pcimatrix.reports import writer
from pcimatrix.reports.workbook.fill_in import LONG_TEXTS
from pcimatrix.text import one_line

HOSTILE = [
    "", " ", "=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "\r\n=1", "{=1+1}", "https://x.test", "mailto:a@b.c", "12",
    "\u202e=cmd|' /C calc'!A0", "\u202e\u200f", "<script>alert(1)</script>", "]]>", "<r><t>x</t></r>", "<r></si></r>",
    "&P &G &[Picture] R&G plc", "_x0041_ _x0000_", "\x00\x07\x1b[31m\x7f\x85\u2028", "\udc80 \ufffe \uffff",
    "\U0001f600" * 300,
    "x" * 10_000, "=" * 40_000, "<b>&amp; " * 5_000, "\U0001f600" * 16_100,
]  # fmt: skip


class Looked(NamedTuple):
    """A workbook in which hostile text is looked for: its texts by sheet and place, formulas, parts of the package."""

    texts: dict[tuple[str, str], str]
    formulas: dict[tuple[str, str], str]
    parts: set[str]


def looked_at(data: bytes) -> Looked:
    """Return what is looked at, read once; nothing is linked in it, and nothing else is in a package without comments.

    openpyxl reads links and comments in twice the time, by building all of a book.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not [name for name, content in parts.items() if b"<hyperlink" in content or b"TargetMode" in content]
    cells = [
        ((sheet.title, cell.coordinate), cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    formulas = {place: cell.value for place, cell in cells if cell.data_type == "f"}
    return Looked({place: str(cell.value) for place, cell in cells}, formulas, {*parts})


def written(text: str) -> bytes:
    return bytes(writer("summaries", "xlsx")(scope_summary_with(text)))


@cache
def harmless() -> Looked:
    return looked_at(written(HARMLESS))


def long_texts(book: Looked) -> dict[tuple[str, str], str]:
    """Return the whole texts of cells in which they were cut, by sheet and place."""
    rows: dict[int, dict[str, str]] = {}
    for (sheet, place), text in book.texts.items():
        if sheet == LONG_TEXTS:
            rows.setdefault(int(place[1:]), {})[place[0]] = text
    if not rows:
        return {}
    assert rows.pop(1) == {"A": "Sheet", "B": "Cell", "C": "The text, in parts"}
    found: dict[tuple[str, str], str] = {}
    for row in rows.values():
        found[row["A"], row["B"]] = found.get((row["A"], row["B"]), "") + row["C"]
    return found


def check_hostile(text: str) -> None:
    book = looked_at(written(text))
    assert book.formulas == harmless().formulas
    shown = one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") or ("\ufffd" if text else "")
    if shown.startswith("<r>") and shown.endswith("</r>"):
        shown += " "
    places = {("Summary", "A1"), ("Summary", "B7"), ("Scope", "B3"), ("Matrix", "C3"), ("Matrix", "E3")}
    cut = long_texts(book)
    for place in places:
        seen = book.texts.get(place, "")
        assert (LONG_TEXTS in seen) == (place in cut)
        assert cut.get(place, seen) == shown, place
    is_long = len(shown.encode("utf-16-le")) > 64_000
    assert bool(cut) == is_long
    more = {"xl/worksheets/sheet6.xml", "xl/worksheets/_rels/sheet6.xml.rels", "xl/tables/table4.xml"}
    assert book.parts == harmless().parts | (more if is_long else set())


def test_links_formulas_and_comments_are_found() -> None:
    def hyperlink(sheet: Any) -> None:
        sheet["A1"].hyperlink = "https://x.test"

    def formula(sheet: Any) -> None:
        sheet["A1"].value = "=1+1"

    def comment(sheet: Any) -> None:
        sheet["A1"].comment = Comment("text", "somebody")

    found = {}
    for edit in (hyperlink, formula, comment):
        book, stream = openpyxl.Workbook(), io.BytesIO()
        edit(book.active)
        book.save(stream)
        if edit is hyperlink:
            with pytest.raises(AssertionError):
                looked_at(stream.getvalue())
        else:
            found[edit] = looked_at(stream.getvalue())
    assert found[formula].formulas == {("Sheet", "A1"): "=1+1"}
    assert {name for name in found[comment].parts - found[formula].parts if "comment" in name.lower()}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text_and_whole(text: str) -> None:
    check_hostile(text)


@costly(10)
@given(st.text(max_size=60) | st.text(alphabet="=+-@<r>/&_x0041\t\r\n\x00\x1b\u202e\ud800\uffff", max_size=30))
@example("<r>=1</r>")
def test_any_text_stays_text(text: str) -> None:
    check_hostile(text)
