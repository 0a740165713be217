"""Workbooks as people hand them out: hidden, struck through, coloured, commented, filtered, with a sheet a service."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped]
from openpyxl.cell.text import InlineFont  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Font, PatternFill  # type: ignore[import-untyped]

from pcimatrix.errors import InputError
from pcimatrix.providers.spreadsheet import read_bounded, spreadsheet_of
from provider_sheets import read, refused, repacked, taken, workbook

PARTIES = ("Requirement", "Acme", "Customer")


def _changed(path: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book["Matrix"])
    book.save(path)
    return path


def test_a_hidden_row_is_told_and_keeps_its_id_from_a_wider_row(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "m.xlsx",
        [("ID", "Owner"), ("1.2", "Customer"), ("1.2.2", "Acme"), ("1.3.1", "Acme"), ("1.3.2", "Acme")],
    )

    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = "A1:B5"
        sheet.row_dimensions[5].hidden = True

    found = read(_changed(path, hide))
    assert "1.2.2" not in taken(found)
    assert (taken(found)["1.2.1"], taken(found)["1.3.1"]) == ("customer", "provider")
    assert refused(found) == {1: "header", 3: "hidden", 5: "hidden"}
    confirmed = read(path, rows=[{"sheet": "Matrix", "row": 3, "id": "1.2.2"}])
    assert taken(confirmed)["1.2.2"] == "provider"


def test_a_workbook_with_hidden_rows_alone_is_refused(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    path = _changed(workbook(tmp_path / "m.xlsx", [("ID", "Owner"), ("1.2.1", "Acme")]), hide)
    with pytest.raises(InputError, match=r"the row is hidden, .*; show its rows"):
        read(path)


def test_a_hidden_column_is_read_only_if_a_map_names_it(tmp_path: Path) -> None:
    rows = [("Old id", "Requirement", "Owner", "Responsibility"), ("9.9.1", "1.2.1", "Acme", "Customer")]
    rows.append(("1.2.3", "1.2.2", "Acme", "Both"))

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["A"].hidden = True
        sheet.column_dimensions["D"].hidden = True

    path = _changed(workbook(tmp_path / "m.xlsx", rows), hide)
    assert taken(read(path)) == {"1.2.1": "provider", "1.2.2": "provider"}
    named = read(path, columns={"Responsibility": "responsibility", "Owner": "text"})
    assert taken(named) == {"1.2.1": "customer", "1.2.2": "shared"}


def test_a_hidden_party_leaves_nothing_to_read(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["C"].hidden = True

    path = _changed(workbook(tmp_path / "m.xlsx", [PARTIES, ("1.2.1", "X", "X"), ("1.2.2", "X", "")]), hide)
    with pytest.raises(InputError, match=r"no column says who owns each requirement; .*; hidden columns are not read"):
        read(path)


def test_what_is_struck_through_is_not_taken(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "m.xlsx",
        [PARTIES, ("1.2", "X", "X"), ("1.2.1", "X", ""), ("1.2.2", "X", ""), ("1.2.3", "", "X"), ("1.2.4", "X", "X")],
    )

    def strike(sheet: Any) -> None:
        for cell in ("A3", "B3", "B4", "B6"):
            sheet[cell].font = Font(strike=True)
        sheet["A5"] = CellRichText(TextBlock(InlineFont(strike=True), "1.2.3"), " was 1.2.9")

    found = read(_changed(path, strike))
    assert refused(found) == {1: "header", 3: "struck", 4: "unclear mark", 5: "struck", 6: "unclear mark"}
    assert taken(found) == dict.fromkeys(("1.2.5", "1.2.6", "1.2.7", "1.2.8"), "shared")


def test_a_footnote_in_superscript_is_no_part_of_an_id_or_a_mark(tmp_path: Path) -> None:
    raised = InlineFont(vertAlign="superscript")
    rows = [
        (CellRichText("PCI DSS req. ", TextBlock(InlineFont(b=True), "no.")), "Acme", "Customer"),
        (CellRichText("8.3.1", TextBlock(raised, "1")), "X", None),
        (CellRichText("3.2.1", TextBlock(raised, "a")), "X", None),
        ("8.3.6", CellRichText("X", TextBlock(raised, "2")), None),
        (CellRichText(TextBlock(InlineFont(b=True), "8.3.7"), " History"), CellRichText("X"), None),
    ]
    found = read(workbook(tmp_path / "m.xlsx", rows))
    assert taken(found) == {"8.3.7": "provider"}
    assert refused(found) == {1: "header", 2: "conditional", 3: "conditional", 4: "conditional"}


def test_colours_alone_say_nothing(tmp_path: Path) -> None:
    def paint(sheet: Any) -> None:
        sheet["B2"].fill = PatternFill("solid", fgColor="00FF00")

    path = _changed(workbook(tmp_path / "m.xlsx", [PARTIES, ("1.2.1", None, None)]), paint)
    with pytest.raises(InputError, match="no mark at all: nobody is named; colours are not read; write a word"):
        read(path)


def test_comments_on_cells_are_counted(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["B2"].comment = Comment("Only in the EU", "A. Nyone")

    path = _changed(workbook(tmp_path / "m.xlsx", [PARTIES, ("1.2.1", "X", None)]), comment)
    assert spreadsheet_of(read_bounded(str(path)), "m.xlsx").comments == 1
    assert taken(read(path)) == {"1.2.1": "provider"}


def test_numbers_are_marks_only_if_a_map_says_so(tmp_path: Path) -> None:
    rows = [PARTIES, ("1.2.1", 1, 0), ("1.2.2", 1, 1), ("1.2.3", 0, 1), ("1.2.4", 0.5, 0.5), ("1.2.5", True, False)]
    path = workbook(tmp_path / "m.xlsx", rows)
    found = read(path)
    assert taken(found) == {"1.2.5": "provider"}
    assert set(refused(found).values()) == {"header", "unclear mark"}
    words = {"1": "mark", "0": "blank"}
    assert taken(read(path, words=words)) == {
        "1.2.1": "provider",
        "1.2.2": "shared",
        "1.2.3": "customer",
        "1.2.5": "provider",
    }


def test_a_map_can_say_what_a_sign_means(tmp_path: Path) -> None:
    rows = [PARTIES, ("1.2.1", "✗", "○"), ("1.2.2", "○", "✗")]
    path = workbook(tmp_path / "m.xlsx", rows)
    assert taken(read(path, words={"✗": "mark", "○": "blank"})) == {"1.2.1": "provider", "1.2.2": "customer"}


def test_sheets_that_contradict_one_another_are_of_services(tmp_path: Path) -> None:
    cdn = [("ID", "Owner"), ("1.2.1", "Acme"), ("1.2.2", "Acme"), ("1.2.3", "Both")]
    waf = [("ID", "Owner"), ("1.2.1", "Acme"), ("1.2.2", "Customer"), ("1.2.3", "Both")]
    other = [("ID", "Owner"), ("12.8.5", "Customer")]
    path = workbook(tmp_path / "m.xlsx", [("Acme services",)], CDN=cdn, WAF=waf, Third_parties=other)
    assert taken(read(path)) == {
        "1.2.1 (CDN)": "provider",
        "1.2.2 (CDN)": "provider",
        "1.2.3 (CDN)": "shared",
        "1.2.1 (WAF)": "provider",
        "1.2.2 (WAF)": "customer",
        "1.2.3 (WAF)": "shared",
        "12.8.5": "customer",
    }


@pytest.mark.parametrize("names", [("Matrix 2025", "Matrix 2026"), ("Sheet1", "Sheet2"), ("Draft", "CDN")])
def test_sheets_that_contradict_one_another_are_not_of_versions(names: tuple[str, str], tmp_path: Path) -> None:
    one: Any = [("ID", "Owner"), ("1.2.1", "Acme"), ("1.2.2", "Acme"), ("1.2.3", "Acme")]
    two = [("ID", "Owner"), ("1.2.1", "Acme"), ("1.2.2", "Customer"), ("1.2.3", "Acme")]
    found = read(workbook(tmp_path / "m.xlsx", [("Acme",)], **dict(zip(names, (one, two), strict=True))))
    assert taken(found) == {"1.2.1": "provider", "1.2.3": "provider"}
    whys = {each.why for each in found.not_taken if each.kind == "contradiction"}
    assert whys == {
        f"{names[1]}, row 3 says otherwise of the same id",
        f"{names[0]}, row 3 says otherwise of the same id",
    }


def test_the_history_of_a_matrix_is_no_matrix(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "m.xlsx",
        [("ID", "Owner"), ("8.3.6", "Acme")],
        Changes=[("No.", "Date", "Change", "Owner"), ("1.1", "2024-01-01", "First", "Acme"), ("1.2", "", "X", "Acme")],
    )
    found = read(path)
    assert taken(found) == {"8.3.6": "provider"}
    assert {(each.sheet, each.row, each.kind) for each in found.not_taken} >= {("Changes", 2, "text")}


def test_a_formula_that_gives_nothing_has_a_saved_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", [PARTIES, ("1.2.1", "=IF(1=2,1,2)", "X"), ("1.2.2", "=1/0", "X")])
    saved = {
        '<c r="B2"><f>IF(1=2,1,2)</f><v></v></c>': '<c r="B2" t="str"><f>IF(1=2,1,2)</f><v></v></c>',
        '<c r="B3"><f>1/0</f><v></v></c>': '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    }
    repacked(path, saved)
    found = read(path)
    assert taken(found) == {"1.2.1": "customer"}
    [told] = [each for each in found.not_taken if each.row == 3]
    assert told.why.startswith('an error value and "X" can mean several things')


def test_formats_of_shared_texts_count_as_those_in_cells(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", [PARTIES, ("8.3.1", "X", None), ("8.3.2", "X", None), ("8.3.6", "X", None)])
    changes = {
        '<c r="A2" t="inlineStr"><is><t>8.3.1</t></is></c>': '<c r="A2" t="s"><v>0</v></c>',
        '<c r="A3" t="inlineStr"><is><t>8.3.2</t></is></c>': '<c r="A3" t="s"><v>1</v></c>',
        "</Types>": (
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'spreadsheetml.sharedStrings+xml"/></Types>'
        ),
    }
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<si><r><t>8.3.1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        "<si><r><rPr><strike/></rPr><t>8.3.2</t></r></si></sst>"
    )
    repacked(path, changes, {"xl/sharedStrings.xml": shared})
    found = read(path)
    assert taken(found) == {"8.3.6": "provider"}
    assert refused(found) == {1: "header", 2: "conditional", 3: "struck"}


def test_the_strict_form_of_the_format_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", [PARTIES, ("1.2.1", "X", None)])
    ordinary, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    repacked(path, {f"{ordinary}spreadsheetml/2006/main": f"{strict}spreadsheetml/main"})
    with pytest.raises(InputError, match="this is a Strict Open XML workbook; save it as an Excel workbook"):
        read(path)


def test_what_has_no_height_or_width_is_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", [(*PARTIES, "Shared"), ("1.2.1", "X"), ("1.2.2", "X", None, "X")])
    columns = '<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'
    repacked(path, {'<row r="2">': '<row r="2" ht="0" customHeight="1">', "<sheetData>": columns})
    found = read(path)
    assert taken(found) == {"1.2.2": "provider"}
    assert refused(found) == {1: "header", 2: "hidden"}
