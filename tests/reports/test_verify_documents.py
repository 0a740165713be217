"""Verifying Excel, Word and PDF: by bytes, else by cells or by text, and what people fill in is no change."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import docx
import openpyxl  # type: ignore[import-untyped]
import pypdf
import pytest

import pcimatrix
from hostile import SMALL as FILE
from hostile import brief, small

Call = Callable[..., CompletedProcess[str]]
FORMATS = ("xlsx", "docx", "pdf")
SCOPE = """\
schema_version: 1
entity: Example <Shop> -- &c.
assessment: merchant
pci_dss: "An example edition"
date: "2026-01-31"
workloads:
  - {name: one, account: a, pattern: abstracted, standing: cde}
  - {name: two, account: a, pattern: infrastructure, standing: cde}
"""
HOSTILE = "--> </vt:lpwstr> \" ' &lt; \\u003c \u202eright\u202c {{ 7 }}, pcimatrix {}"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> pcimatrix.LoadedScope:
    file = tmp_path_factory.mktemp("scope") / "scope.yaml"
    file.write_text(SCOPE, encoding="utf-8")
    return pcimatrix.load_scope(str(file), brief())


@cache
def made(format_: str, own: pcimatrix.LoadedScope | None = None, **options: Any) -> bytes:
    return pcimatrix.render(pcimatrix.summarize(brief(), own or "abstracted", **options), format_)


def verified(data: bytes, own: pcimatrix.LoadedScope | None = None) -> pcimatrix.Verdict:
    return pcimatrix.verify(data, brief(), own)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_document_states_what_it_was_made_from(format_: str, own: pcimatrix.LoadedScope) -> None:
    for scope in (None, own):
        verdict = verified(made(format_, scope, title=HOSTILE, date=dt.date(2026, 1, 31)), scope)
        assert (verdict.ok, verdict.format, verdict.compared) == (True, format_, "bytes")
        recipe = verdict.recipe
        assert (recipe.title, recipe.date, recipe.catalogue_sha256) == (HOSTILE, dt.date(2026, 1, 31), small().digest)
        assert recipe.scope_sha256 == (own.digest if scope else None)


@pytest.mark.parametrize("format_", FORMATS)
def test_another_scope_is_noticed_and_a_missing_one_asked_for(format_: str, own: pcimatrix.LoadedScope) -> None:
    data = made(format_, own)
    other = pcimatrix.LoadedScope(own.scope, own.document._replace(values={**own.document.values, "entity": "Other"}))
    verdict = verified(data, other)
    assert verdict.scope
    assert (verdict.ok, verdict.catalogue.same, verdict.scope.same) == (False, True, False)
    with pytest.raises(pcimatrix.InputError, match="name the scope file with --scope FILE"):
        verified(data)


# Workbooks


def edited(data: bytes, edit: Callable[[Any], None]) -> bytes:
    book, stream = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    edit(book)
    book.save(stream)
    return stream.getvalue()


def place(sheet: Any, heading: str) -> int:
    [found] = [int(cell.column) for cell in sheet[1] if cell.value == heading]
    return found


def test_what_people_fill_in_is_no_change(own: pcimatrix.LoadedScope) -> None:
    def fill(book: Any) -> None:
        sheet = book["Matrix"]
        sheet.cell(2, place(sheet, "Status")).value = "In place"
        sheet.cell(1, sheet.max_column + 1).value = "Ticket"
        sheet.cell(2, sheet.max_column).value = "PCI-7"
        book.create_sheet("Interviews")["A1"] = "ours"

    def turn_round(book: Any) -> None:
        sheet = book["Matrix"]
        formula, rows = place(sheet, "Responsibility"), [[cell.value for cell in row] for row in sheet.iter_rows(2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                moved = value.replace(f"B{5 - number}=", f"B{number}=") if column == formula else value
                sheet.cell(number, column).value = moved

    for edit in (fill, turn_round):
        verdict = verified(edited(made("xlsx", own), edit), own)
        assert (verdict.differences, verdict.compared) == ((), "cells")


def test_a_changed_owner_is_named_with_its_cell_and_so_is_all_else(own: pcimatrix.LoadedScope) -> None:
    def change(book: Any) -> None:
        sheet = book["Matrix"]
        sheet["B2"].value = "AWS"
        sheet.cell(3, place(sheet, "Why")).value = "because"
        book["Summary"]["C7"].value = 5
        book["Scope"]["A1"].value = "Something else"

    verdict = verified(edited(made("xlsx", own), change), own)
    assert verdict.differences[0] == "Matrix!B2: the owner of 3.2.1.a is 'AWS', made as 'Customer'"
    told = [each.partition(":")[0] for each in verdict.differences]
    assert [each.partition("!")[0] for each in told] == ["Matrix", "Matrix", "Summary", "Scope"]
    assert told[2:] == ["Summary!C7", "Scope!A1"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda book: book["Matrix"].delete_rows(3), "Matrix: the test case 3.2.1.b is missing"),
        (lambda book: book["Matrix"].delete_cols(4), "Matrix: the column 'What it looks at' is missing"),
        (lambda book: book.remove(book["Summary"]), "the sheet 'Summary' is missing"),
        (lambda book: book["Matrix"].append(["9.9.9", "AWS"]), "Matrix!4: a row that the matrix does not have"),
    ],
)
def test_what_is_missing_or_more_is_told(edit: Callable[[Any], None], said: str) -> None:
    assert said in verified(edited(made("xlsx"), edit)).differences


def test_a_saved_value_that_its_formula_does_not_give_is_told() -> None:
    data, stream, name = made("xlsx"), io.BytesIO(), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == name:
                assert b"</f><v>2</v>" in content
                content = content.replace(b"</f><v>2</v>", b"</f><v>7</v>", 1)
            new.writestr(entry, content)
    [told] = verified(stream.getvalue()).differences
    assert told == "Summary!C7: it is '7', made as '2'"


# Word and PDF


def test_word_is_compared_by_its_text(own: pcimatrix.LoadedScope) -> None:
    def saved(text: str, other: str) -> bytes:
        found, stream = docx.Document(io.BytesIO(made("docx", own))), io.BytesIO()
        for each in found.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
            each.text = (each.text or "").replace(text, other)
        found.core_properties.revision = 7
        found.save(stream)
        return stream.getvalue()

    verdict = verified(saved("", ""), own)
    assert (verdict.differences, verdict.compared) == ((), "text")
    verdict = verified(saved("Example <Shop>", "Another <Shop>"), own)
    assert not verdict.ok
    assert any(line.startswith("-") and "Another <Shop>" in line for line in verdict.differences)


def test_a_pdf_is_compared_by_its_text() -> None:
    writer, stream = pypdf.PdfWriter(clone_from=io.BytesIO(made("pdf"))), io.BytesIO()
    writer.write(stream)
    verdict = verified(stream.getvalue())
    assert (verdict.differences, verdict.compared) == ((), "text")
    writer.add_blank_page()
    writer.remove_page(0)
    stream = io.BytesIO()
    writer.write(stream)
    assert verified(stream.getvalue()).differences


# What is refused


def without_stamp(format_: str) -> bytes:
    data, stream = made(format_), io.BytesIO()
    if format_ == "pdf":
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
        writer.add_metadata({"/Keywords": "pcimatrix {}"})
        writer.write(stream)
        return stream.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b"pcimatrix_0", b"other_0"))
    return stream.getvalue()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_document_without_a_stamp_is_refused(format_: str) -> None:
    with pytest.raises(pcimatrix.InputError, match="no summary with a record of its inputs"):
        verified(without_stamp(format_))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\nnothing", "no PDF that can be read"),
        (b"PK\x03\x04nothing", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000), "it is encrypted"),
    ],
)
def test_a_broken_document_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(pcimatrix.InputError, match=said):
        verified(data)


def test_a_word_document_with_a_document_type_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("docx"))) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr("word/more.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>')
    with pytest.raises(pcimatrix.InputError, match=r"word/more\.xml in it has a document type"):
        verified(stream.getvalue())


def test_the_command_says_how_it_compared(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "matrix.xlsx"
    whole = pcimatrix.render(pcimatrix.summarize(small(), "abstracted"), "xlsx")
    file.write_bytes(edited(whole, lambda book: book["Matrix"].cell(2, 2, "Customer")))
    done = call("verify", file, "--catalogue", FILE)
    assert done.returncode == 1
    assert "It was compared cell by cell: what people fill in or add" in done.stdout
    assert "Matrix!B2: the owner of 3.2.1.a is 'Customer', made as 'AWS'" in done.stdout
    data = json.loads(call("verify", file, "--catalogue", FILE, "--format", "json").stdout)
    assert (data["ok"], data["format"], data["compared"]) == (False, "xlsx", "cells")
