"""Workbooks that people filled in: nothing of it is lost when they are made again."""

import datetime as dt
import io
import math
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.comments import Comment  # type: ignore[import-untyped]

from costly import costly
from hostile import brief
from pcimatrix.catalogue.loader import Reference
from pcimatrix.reports.formats.summaries.xlsx import kept_in, write
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.workbook.fill_in import AS_MADE, FILL_IN, LEFT, MATRIX
from pcimatrix.reports.workbook.filled import read_filled
from pcimatrix.reports.workbook.keeping import Kept
from summaries import pattern_summary

HEADINGS = [each.heading for each in FILL_IN]
ONE, OTHER = "3.2.1.a", "3.2.1.b"


def summary(reference: Reference | None = None) -> Summary:
    return pattern_summary(reference or brief(), "abstracted")


@cache
def made() -> bytes:
    """Return the workbook of the small catalogue, which nobody has filled in."""
    return write(summary())


def without(case: str) -> Reference:
    """Return the small catalogue without a test case."""
    loaded = brief()
    [principal] = loaded.catalogue.principal_requirements
    [section] = principal.sections
    [requirement] = section.requirements
    cases = tuple(each for each in requirement.test_cases if each.id != case)
    section = section.model_copy(update={"requirements": (requirement.model_copy(update={"test_cases": cases}),)})
    principal = principal.model_copy(update={"sections": (section,)})
    return loaded._replace(catalogue=loaded.catalogue.model_copy(update={"principal_requirements": (principal,)}))


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    """Return a workbook that somebody has edited."""
    book, stream = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    edit(book)
    book.save(stream)
    return stream.getvalue()


def put(sheet: Any, case: str, heading: str, value: Any) -> Any:
    """Write into the cell of a test case and a heading; text stays text. Return the cell."""
    [column] = [cell.column for cell in sheet[1] if cell.value == heading]
    [row] = [cell.row for cell in sheet["A"] if cell.value == case]
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def read(data: bytes, **options: bool) -> Any:
    """Return a workbook of which the sheets that are asked for are read, without comments."""
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, **options)


def matrix_of(data: bytes, *, commented: bool = False) -> dict[tuple[str, str], Any]:
    """Return the cells of a workbook's matrix that are not empty, by test case and heading."""
    book = openpyxl.load_workbook(io.BytesIO(data)) if commented else read(data)
    head, *rows = book[MATRIX].iter_rows()
    return {(row[0].value, top.value): cell for row in rows for top, cell in zip(head, row, strict=True) if cell.value}


def values(data: bytes) -> dict[tuple[str, str], Any]:
    own = {*HEADINGS}
    return {key: cell.value for key, cell in matrix_of(data).items() if key[1] in own or key[1] == "Ticket"}


def left(data: bytes) -> list[tuple[Any, ...]]:
    book = read(data)
    return list(book[LEFT].iter_rows(min_row=2, values_only=True)) if LEFT in book.sheetnames else []


def again(data: bytes, reference: Reference | None = None) -> bytes:
    """Return a workbook that is made again with what is filled in in another."""
    own = summary(reference)
    return write(own, kept_in(own, read_filled(data, "old.xlsx")))


def moment(day: str) -> dt.datetime:
    """Return the beginning of a day, as a spreadsheet has it: in no time zone."""
    return dt.datetime.fromisoformat(day)


XML = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(XML, min_size=1, max_size=80).filter(lambda text: "x005F_" not in text)
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(
    allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12
)
DATES = st.datetimes(moment("1901-01-01"), moment("2200-01-01")).map(lambda day: day.replace(microsecond=0))
FILLED = st.lists(TEXTS | NUMBERS | DATES | st.booleans(), min_size=len(HEADINGS), max_size=len(HEADINGS))


def same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, float) or type(wanted) is int:
        return type(found) in {int, float} and math.isclose(found, wanted, rel_tol=1e-14, abs_tol=1e-300)
    return type(found) is type(wanted) and bool(found == wanted)


@given(FILLED)
@example(["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-1", "'quoted", "\u05d0\u202e\u0639\u0631\u0628\u064a\u202c"])
@example(["x" * 32_767, "a\nb\tc", " blanks ", "<r><t>x</t></r>\u00a0", "_x0041_", "\U0001f600" * 16_000])
@example([0, -1.5, True, False, moment("2026-01-31"), "12.10"])
@costly(3)  # an example is five workbooks
def test_what_is_filled_in_is_the_same_after_it_is_made_again_twice(filled: list[Any]) -> None:
    def fill(book: Any) -> None:
        for heading, value in zip(HEADINGS, filled, strict=True):
            put(book[MATRIX], OTHER, heading, value)

    old = edited(made(), fill)
    new = again(old)
    twice = again(new)
    assert new == twice
    head, _, row = read(new)[MATRIX].iter_rows()
    cells = {top.value: cell for top, cell in zip(head, row, strict=True)}
    for heading, value in zip(HEADINGS, filled, strict=True):
        cell = cells[heading]
        assert same(cell.value, value), heading
        assert cell.data_type != "f"
    assert not left(new)


def test_order_filters_added_columns_and_another_name_of_the_sheet_do_not_matter() -> None:
    def edit(book: Any) -> None:
        sheet = book[MATRIX]
        put(sheet, ONE, "Status", "In place")
        put(sheet, OTHER, "Note", "ask Ann")
        del sheet.tables["Matrix"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        head, *others = rows
        mixed = [head, *reversed(others)]
        for number, row in enumerate(mixed, 3):  # two rows of their own above
            for column, value in enumerate(reversed(row), 1):
                sheet.cell(number, column + 1, value)
        sheet.cell(3, 1, "Ticket")
        sheet.cell(4, 1, "PCI-7")
        sheet.cell(1, 1, "Our copy")
        sheet.row_dimensions[5].hidden = True
        sheet.title = "Evidence 2026"

    new = again(edited(made(), edit))
    assert values(new) == {(ONE, "Status"): "In place", (OTHER, "Note"): "ask Ann", (OTHER, "Ticket"): "PCI-7"}
    assert [row[2:] for row in left(new)] == [("Our copy", "Evidence 2026!A1")]
    head, *_ = read(new)[MATRIX].iter_rows(values_only=True)
    assert head[-2:] == ("Ticket", AS_MADE)
    assert values(again(new)) == values(new)


def test_a_test_case_that_has_vanished_leaves_its_cells_and_takes_them_back() -> None:
    def edit(book: Any) -> None:
        put(book[MATRIX], ONE, "Status", "In place")
        put(book[MATRIX], OTHER, "Sign-off", dt.date(2026, 1, 31)).number_format = "dd.mm.yyyy"
        put(book[MATRIX], OTHER, "Evidence", "=1+1")

    old = edited(made(), edit)
    new = again(old, without(OTHER))
    assert values(new) == {(ONE, "Status"): "In place"}
    gone = [(OTHER, "Evidence", "=1+1", "Matrix!"), (OTHER, "Sign-off", moment("2026-01-31"), "Matrix!")]
    assert [(*row[:3], row[3][:7]) for row in left(new)] == gone
    assert left(again(new, without(OTHER))) == left(new)
    back = again(new)
    assert values(back) == values(again(old))
    assert matrix_of(back)[OTHER, "Sign-off"].number_format == "dd.mm.yyyy"
    assert not left(back)


def test_a_text_that_somebody_writes_below_what_is_left_is_kept() -> None:
    old = again(edited(made(), lambda book: put(book[MATRIX], OTHER, "Note", "ask Ann")), without(OTHER))
    new = again(edited(old, lambda book: book[LEFT].append([None, None, "a thought"])), without(OTHER))
    for data in (new, again(new, without(OTHER))):
        assert [row[:3] for row in left(data)] == [(OTHER, "Note", "ask Ann"), (None, "Column C", "a thought")]


def test_two_copies_of_the_matrix_are_taken_together_and_what_is_at_odds_is_kept_apart() -> None:
    def edit(book: Any) -> None:
        put(book[MATRIX], ONE, "Note", "first")
        copy = book.copy_worksheet(book[MATRIX])
        put(copy, ONE, "Note", "second")
        put(copy, OTHER, "Note", "only here")

    new = again(edited(made(), edit))
    assert values(new) == {(ONE, "Note"): "first", (OTHER, "Note"): "only here"}
    assert [row[:3] for row in left(new)] == [(ONE, "Note", "second")]


def test_comments_rows_of_ones_own_and_chosen_owners_are_kept() -> None:
    def edit(book: Any) -> None:
        sheet = book[MATRIX]
        put(sheet, ONE, "Note", "see").comment = Comment("to be checked", "Ann")
        book["Summary"]["B8"].comment = Comment("odd", "Bob")
        put(sheet, ONE, "Owner", "Customer")
        sheet["A9"].value, sheet["D9"].value = "own-1", "a control of our own"
        sheet.cell(2, sheet.max_column + 3).value = "beside the table"

    new = again(edited(made(), edit))
    for data in (new, again(new)):
        cell = matrix_of(data, commented=True)[ONE, "Note"]
        assert (cell.comment.text, cell.comment.author) == ("to be checked", "Ann")
        said = {(row[0], row[1], row[2]) for row in left(data)}
        assert (None, "Comment on Summary!B8", "odd") in said
        assert {(None, "Test case", "own-1"), (None, "What it looks at", "a control of our own")} <= said
        assert "beside the table" in {cell.value for cell in matrix_of(data).values()}


def test_owners_that_somebody_chose_are_kept_until_the_matrix_has_them() -> None:
    def edit(book: Any) -> None:
        put(book[MATRIX], ONE, "Owner", "Customer")
        put(book[MATRIX], OTHER, "Owner", "nobody")

    old = edited(made(), edit)
    new = again(old)
    assert (matrix_of(new)[ONE, "Owner"].value, matrix_of(new)[ONE, AS_MADE].value) == ("Customer", "AWS")
    assert [row[:3] for row in left(new)] == [(OTHER, "Owner", "nobody")]
    sheets = read(new, data_only=True)
    counted = {row[1]: row for row in sheets["Summary"].iter_rows(values_only=True)}
    assert counted["Total"][2:4] == (2, 1)
    assert counted["Total"][-1].startswith("changed; was 2 | 0 | 2")
    assert matrix_of(again(new)).keys() == matrix_of(new).keys()
    modelled = pattern_summary(brief(), "infrastructure")
    assert kept_in(modelled, read_filled(old, "old.xlsx")).owners == {}


def test_a_heading_that_became_one_of_the_programs_gets_another_name() -> None:
    def edit(book: Any) -> None:
        sheet = book[MATRIX]
        at = sheet.max_column + 1
        sheet.cell(1, at).value, sheet.cell(2, at).value = "others do", "theirs"

    new = again(edited(made(), edit))
    assert "others do" in [key[1] for key in matrix_of(new)]
    filled = read_filled(edited(made(), edit), "old.xlsx")
    kept = kept_in(
        summary(), filled._replace(added=("Basis",), cells=tuple(c._replace(column="Basis") for c in filled.cells))
    )
    assert kept.added == ("Basis (added)",)
    assert [key[1] for key in kept.cells] == ["Basis (added)"]


def test_a_workbook_that_nobody_filled_in_gives_nothing() -> None:
    filled = read_filled(made(), "old.xlsx")
    assert not filled.all
    assert kept_in(summary(), filled) == Kept()
    assert again(made()) == made()
